// @ts-check
/** Data sets that are too large to come with the core: fetched when first asked for, then kept. */
import { ToldError } from "./faults.js";
import { fetchFile } from "./files.js";
import { provide } from "./station.js";

/**
 * @import { Core } from "./wasm.js"
 * @import { Dataset } from "./state.js"
 */

/** Where their files are. @type {Record<string, { images: string, labels: string, bytes: number }>} */
const FILES = {
  mnist: { images: "mnist-3000-images.idx3-ubyte.gz", labels: "mnist-3000-labels.idx1-ubyte.gz", bytes: 491_185 },
};

/** @type {Map<string, { images: Uint8Array, labels: Uint8Array }>} */
const fetched = new Map();

/**
 * The data sets that the core has or can be given.
 *
 * @param {Core} core
 * @returns {Dataset[]}
 */
export const listDatasets = (core) => core.datasets().filter(({ name, provided }) => provided || name in FILES);

/** How much there is to fetch. @param {string} name */
export const sizeOf = (name) => FILES[name]?.bytes ?? 0;

/** A set on its way. */
export class Fetching {
  /**
   * @param {Core} core
   * @param {{ name: string, title: string }} dataset
   * @param {() => void} changed more of it has come
   */
  constructor(core, { name, title }, changed) {
    this.title = title;
    this.total = sizeOf(name);
    this.loaded = 0;
    this.stop = new AbortController();
    this.done = bring(core, name, this.stop.signal, (bytes) => {
      this.loaded = bytes;
      changed();
    });
  }
}

/**
 * Fetches a set, unless that was done before, and gives it to this core and to the workers.
 *
 * @param {Core} core
 * @param {string} name
 * @param {AbortSignal} signal
 * @param {(bytes: number) => void} progress how much has come
 */
async function bring(core, name, signal, progress) {
  const files = fetched.get(name) ?? await downloadAll(FILES[name], signal, progress);
  signal.throwIfAborted();
  fetched.set(name, files);
  const { images, labels } = files;
  core.provideData(name, images, labels);
  provide(name, images, labels);
}

/**
 * @param {{ images: string, labels: string }} files
 * @param {AbortSignal} signal
 * @param {(bytes: number) => void} progress
 */
async function downloadAll(files, signal, progress) {
  let loaded = 0;
  const more = (/** @type {number} */ bytes) => progress(loaded += bytes);
  const [images, labels] = await Promise.all([files.images, files.labels].map((file) => download(file, signal, more)));
  return { images, labels };
}

/**
 * @param {string} file
 * @param {AbortSignal} signal
 * @param {(bytes: number) => void} more
 */
async function download(file, signal, more) {
  const response = await fetchFile(`../data/${file}`, { signal });
  if (!response.ok || !response.body) throw new ToldError("data.answer", { status: response.status, file });
  const chunks = [];
  const reader = response.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    more(next.value.length);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

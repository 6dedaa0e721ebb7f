// @ts-check
/** Data sets that are too large to come with the core: fetched when first asked for, then kept. */
import { provide } from "./workers.js";

/** How such a set is listed before it is here. @type {(import("./state.js").Dataset & { files: string[], bytes: number })[]} */
const REMOTE = [
  {
    name: "mnist", title: "MNIST", rows: 3000, features: 784, inputShape: [28, 28, 1], classes: 10,
    task: "classification", synthetic: false, fields: [],
    description: "3000 of MNIST’s handwritten digits, 300 of each, as images of 28×28 pixels: which digit it is.",
    licence: "LeCun, Cortes, Burges: MNIST, CC BY-SA 3.0",
    files: ["mnist-3000-images.idx3-ubyte.gz", "mnist-3000-labels.idx1-ubyte.gz"],
    bytes: 491_185,
  },
];

/** @type {Map<string, Uint8Array[]>} */
const fetched = new Map();
/** Which sets an instance of the core was given. @type {WeakMap<object, Set<string>>} */
const given = new WeakMap();

/**
 * Every data set: the core's own and those that it can be given.
 *
 * @param {any} core
 * @returns {import("./state.js").Dataset[]}
 */
export function listDatasets(core) {
  const own = core.datasets();
  const here = given.get(core);
  /** @param {{ name: string }} set */
  const away = ({ name }) => REMOTE.some((set) => set.name === name) && !here?.has(name);
  const known = own.filter((/** @type {any} */ set) => !away(set));
  const others = core.provideData ? REMOTE.filter((set) => known.every((/** @type {any} */ { name }) => name !== set.name)) : [];
  const real = known.filter((/** @type {any} */ set) => !set.synthetic);
  return [...real, ...others.map((set) => ({ ...set, away: true })), ...known.filter((/** @type {any} */ set) => set.synthetic)];
}

/**
 * What would have to be fetched before this core knows the set; null when it knows it.
 *
 * @param {any} core
 * @param {string} name
 */
export function missing(core, name) {
  if (given.get(core)?.has(name)) return null;
  return REMOTE.find((set) => set.name === name) ?? null;
}

/**
 * Fetches a set, unless that was done before, and gives it to this core and to the workers.
 *
 * @param {any} core
 * @param {string} name
 * @param {AbortSignal} signal
 * @param {(bytes: number) => void} progress
 */
export async function bring(core, name, signal, progress) {
  const set = REMOTE.find((one) => one.name === name);
  if (!set) return;
  let files = fetched.get(name);
  if (!files) {
    let loaded = 0;
    const more = (/** @type {number} */ bytes) => progress(loaded += bytes);
    files = await Promise.all(set.files.map((file) => download(file, signal, more)));
    fetched.set(name, files);
  }
  signal.throwIfAborted();
  const [images, labels] = files;
  core.provideData(name, images, labels);
  given.set(core, (given.get(core) ?? new Set()).add(name));
  provide(name, images, labels);
}

/**
 * @param {string} file
 * @param {AbortSignal} signal
 * @param {(bytes: number) => void} more
 */
async function download(file, signal, more) {
  const response = await fetch(new URL(`../data/${file}`, import.meta.url), { signal });
  if (!response.ok || !response.body) throw new Error(`the server answers ${response.status} for ${file}`);
  const chunks = [];
  const reader = response.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    more(next.value.length);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

// What takes the place of www/files.js in the npm package: texts are modules, so that a bundler takes them along, and the rest has
// addresses that it understands.
import { build, texts } from "inside";

const ADDRESSES = {
  "../pkg/lr_lab_bg.wasm": new URL("./lr_lab_bg.wasm", import.meta.url),
  "../data/mnist-3000-images.idx3-ubyte.gz": new URL("./mnist-3000-images.idx3-ubyte.gz", import.meta.url),
  "../data/mnist-3000-labels.idx1-ubyte.gz": new URL("./mnist-3000-labels.idx1-ubyte.gz", import.meta.url),
};

/** @param {string} path @param {RequestInit} [how] */
export async function fetchFile(path, how) {
  if (path in ADDRESSES) return fetch(ADDRESSES[path], how);
  if (!(path in texts)) return new Response(null, { status: 404 });
  const { default: text } = await texts[path]();
  return new Response(text);
}

export const worker = { address: new URL("./worker.js", import.meta.url).href };
export const framed = "";
export const packedWith = build;

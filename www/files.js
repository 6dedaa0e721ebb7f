// @ts-check
/**
 * The lab's own files, by their way from this folder. A package that has them inside has another of these
 * (xtask/bundle/files.mjs), so nothing else in the lab names an address.
 */

/** @param {string} path @param {RequestInit} [how] */
export const fetchFile = (path, how) => fetch(new URL(path, import.meta.url), how);

/** The worker's script: its address or, where it has none, its text. @type {{ address: string, text?: undefined } | { address?: undefined, text: string }} */
export const worker = { address: new URL("./worker.js", import.meta.url).href };

/** The page that has the element alone, which a link of it opens; empty where these files belong to no page of ours. */
export const framed = new URL("../embed.html", import.meta.url).href;

/** Which build of the core these files are packed with; empty in a working copy, which goes with the one at hand. */
export const packedWith = "";

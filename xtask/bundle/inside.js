// What takes the place of www/files.js where one file holds all others: compressed, and as base64.
import { build, files, types, worker as text } from "inside";

/** @param {string} path */
export async function fetchFile(path) {
  if (!(path in files)) return new Response(null, { status: 404 });
  const bytes = Uint8Array.from(atob(files[path]), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked, { headers: { "Content-Type": types[path] } });
}

export const worker = { text };
export const framed = "";
export const packedWith = build;

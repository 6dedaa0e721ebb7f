// @ts-check
/** The style sheets, each fetched once for all elements; constructable, so that a strict policy allows them. */
import { fetchFile } from "./files.js";

/** @param {string} file @returns {Promise<CSSStyleSheet>} an empty one where it can't be had */
const fetched = (file) => fetchFile(file)
  .then((response) => (response.ok ? response.text() : ""))
  .catch(() => "")
  .then((css) => new CSSStyleSheet().replace(css));

export const sheets = Promise.all(["./style.css", "./figures.css"].map(fetched));

/** @type {Promise<CSSStyleSheet> | undefined} */
let lesson;

/** Gives a root what lessons look like, which comes with the first. @param {ShadowRoot} root */
export async function dressForLessons(root) {
  const sheet = await (lesson ??= fetched("./lesson.css"));
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

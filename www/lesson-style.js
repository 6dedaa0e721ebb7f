// @ts-check
/** The style of what is fetched late: it comes with it, once for all elements, and constructable as a strict policy wants it. */

/** @type {Promise<CSSStyleSheet> | undefined} */
let sheet;

/** @param {ShadowRoot} root */
export async function dress(root) {
  sheet ??= fetch(new URL("./lesson.css", import.meta.url))
    .then((response) => (response.ok ? response.text() : ""))
    .then((css) => new CSSStyleSheet().replace(css));
  const style = await sheet.catch(() => (sheet = undefined));
  if (style && !root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
}

// @ts-check
/** Keys that mean something to the lab mean nothing to the page around it, such as a deck of slides or a search field. */

/** What a press of these means where it is no field. @type {Record<string, string[]>} */
const TAKEN = { BUTTON: ["Enter", " "], SUMMARY: ["Enter", " "], A: ["Enter"] };

/** Keeps what is typed here, and what is done by keys, from the page around. @param {HTMLElement} root */
export function keepKeys(root) {
  for (const type of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(type, (event) => {
      if (event.defaultPrevented || isTaken(/** @type {KeyboardEvent} */ (event))) event.stopPropagation();
    });
  }
}

/** @param {KeyboardEvent} event */
function isTaken(event) {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.matches("input, select, textarea, dialog *, [role=slider], [tabindex]:not([tabindex='-1'])") || (TAKEN[target.tagName]?.includes(event.key) ?? false);
}

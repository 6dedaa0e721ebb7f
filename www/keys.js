// @ts-check
/** Keys that mean something to the lab mean nothing to the page around it, such as a deck of slides or a search field. */

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
  const presses = event.key === "Enter" || event.key === " ";
  return target.matches("input, select, textarea, dialog *, [role=slider], [tabindex]:not([tabindex='-1'])") || (presses && target.matches("button, summary, a"));
}

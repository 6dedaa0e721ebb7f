// @ts-check
/** What the lab's own pages do beside the element: its settings live behind the # of the address, its colours and its language are the page's. */

import { speakFor } from "./frame.js";

/** @type {import("./lr-lab.js").LrLab | null} */
export const lab = document.querySelector("lr-lab");
let shown = location.hash;

customElements.whenDefined("lr-lab").then(() => {
  if (shown) lab?.openLink(shown);
});
addEventListener("hashchange", () => {
  if (location.hash === shown) return;
  shown = location.hash;
  lab?.openLink(shown);
});
lab?.addEventListener("link", (event) => {
  const { hash } = /** @type {CustomEvent} */ (event).detail;
  shown = hash && `#${hash}`;
  history.replaceState(null, "", shown || location.pathname + location.search);
});
lab?.addEventListener("language", (event) => {
  document.documentElement.lang = /** @type {CustomEvent} */ (event).detail.language;
});
lab?.addEventListener("theme", (event) => {
  document.documentElement.dataset.theme = /** @type {CustomEvent} */ (event).detail.theme;
});
if (lab && parent !== window) speakFor(lab);

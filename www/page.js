// @ts-check
/** What index.html does beside the element: the theme button, remembered where the browser allows it, and the address. */

const THEMES = ["system", "light", "dark"];
const KEY = "lr-lab-theme";

const button = /** @type {HTMLButtonElement} */ (document.getElementById("theme"));
let theme = remembered();

button.hidden = false;
button.addEventListener("click", () => {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  remember(theme);
  show();
});
show();

function show() {
  const root = document.documentElement;
  const labs = document.querySelectorAll("lr-lab");
  /** @type {HTMLElement} */ (button.lastElementChild).textContent = `Theme: ${theme}`;
  if (theme === "system") {
    delete root.dataset.theme;
    for (const lab of labs) lab.removeAttribute("theme");
  } else {
    root.dataset.theme = theme;
    for (const lab of labs) lab.setAttribute("theme", theme);
  }
}

function remembered() {
  try {
    const kept = localStorage.getItem(KEY) ?? "";
    return THEMES.includes(kept) ? kept : "system";
  } catch {
    return "system"; // storage is refused in some frames
  }
}

/** @param {string} value */
function remember(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}

/** The state lives behind the #. */
const lab = /** @type {import("./lr-lab.js").LrLab | null} */ (document.querySelector("lr-lab"));
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

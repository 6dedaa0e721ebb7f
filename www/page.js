// @ts-check
/** The theme button of index.html, whose choice is remembered where the browser allows it; a link's own theme goes before it. */
import { lab } from "./home.js";
import { remember, remembered } from "./memory.js";
import { say } from "./texts.js";

const THEMES = /** @type {const} */ (["system", "light", "dark"]);
const KEY = "lr-lab-theme";

const button = /** @type {HTMLButtonElement} */ (document.getElementById("theme"));
let theme = THEMES.find((one) => one === remembered(KEY)) ?? "system";

button.hidden = false;
button.addEventListener("click", () => {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  remember(KEY, theme);
  show();
  // What a link said of it is over.
  lab?.setAttribute("theme", "");
});
lab?.addEventListener("theme", (event) => {
  button.disabled = /** @type {CustomEvent} */ (event).detail.locked;
});
lab?.addEventListener("language", show);
show();

function show() {
  /** @type {HTMLElement} */ (button.lastElementChild).textContent = say(`theme.${theme}`, {}, document.documentElement.lang);
  for (const { dataset } of [document.documentElement, ...(lab ? [lab] : [])]) {
    if (theme === "system") delete dataset.theme;
    else dataset.theme = theme;
  }
}

// @ts-check
/** What is around an element: its width, whether it is seen, the screen, and the colours of its page. */
import { Screen } from "./screen.js";

/** @typedef {"light" | "dark"} Scheme */

/** Where pages and their themes say which colours they have, besides a class: Bootstrap, MkDocs Material, GitHub and others. */
const SAID_IN = ["data-theme", "data-bs-theme", "data-md-color-scheme", "data-color-mode", "data-mode"];
const DARK = /(^|[\s_-])(dark|slate|night)($|[\s_-])/;
const LIGHT = /(^|[\s_-])(light|default|day)($|[\s_-])/;

export class Around {
  /**
   * @param {Element} element
   * @param {{ changed: () => void, resized: () => void, seen: (visible: boolean) => void, told: (attributes: string[]) => void }} heard
   */
  constructor(element, { changed, resized, seen, told }) {
    this.element = element;
    this.screen = new Screen(changed);
    this.sizes = new ResizeObserver(resized);
    this.sight = new IntersectionObserver((entries) => seen(entries.some((entry) => entry.isIntersecting)));
    this.page = new MutationObserver(changed);
    // Which attributes there are the core knows, which comes later: all are watched, from the start.
    new MutationObserver((changes) => told(changes.map(({ attributeName }) => attributeName ?? ""))).observe(element, { attributes: true });
  }

  watch() {
    this.sizes.observe(this.element);
    this.sight.observe(this.element);
    this.screen.watch();
    for (const root of [document.documentElement, document.body]) this.page.observe(root, { attributes: true, attributeFilter: [...SAID_IN, "class", "style"] });
  }

  leave() {
    for (const observer of [this.sizes, this.sight, this.page]) observer.disconnect();
    this.screen.leave();
  }

  /** The colours that the page has chosen, else those of the system. On a page of the lab's own it is the lab that chooses. @returns {Scheme} */
  get scheme() {
    const own = this.element.hasAttribute("home");
    return (!own && schemeOf(this.element)) || (this.screen.dark ? "dark" : "light");
  }
}

/** What a page says of its colours: in an attribute or a class that its theme sets, or to the browser. @param {Element} element @returns {Scheme | null} */
function schemeOf(element) {
  for (const root of [document.documentElement, document.body]) {
    const said = [...SAID_IN.map((name) => root.getAttribute(name) ?? ""), root.className];
    if (said.some((text) => DARK.test(text)) || root.dataset.jpThemeLight === "false") return "dark";
    if (said.some((text) => LIGHT.test(text)) || root.dataset.jpThemeLight === "true") return "light";
  }
  const styled = getComputedStyle(element.parentElement ?? document.documentElement).colorScheme;
  /** @type {HTMLMetaElement | null} */
  const meta = document.querySelector("meta[name=color-scheme]");
  const [scheme, other] = (styled === "normal" && meta ? meta.content : styled).replace("only", "").trim().split(/\s+/);
  return !other && (scheme === "dark" || scheme === "light") ? scheme : null;
}

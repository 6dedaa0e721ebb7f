// @ts-check
/** How an element stands in its page: with which view, how high, and under which title; also before there is anything in it. */
import { VIEWS } from "./link.js";

/** Heights of the small views, in CSS pixels; where lines are short the verdict takes more of them. */
const SMALL = { height: 420, narrow: 520, short: 480 };

/** What holds from the first moment, so that nothing moves when the style sheets have come. */
const outline = new CSSStyleSheet();
outline.replaceSync(`
  :host { display: block; min-height: 24rem; }
  :host([compact]) { min-height: 0; height: var(--lab-height); }
  :host([hidden]) { display: none; }
`);

export class Standing {
  /** The page's title for it, which as an attribute would be a tooltip over all of it. @type {string | null} */
  #title = null;

  /**
   * @param {HTMLElement} element
   * @param {(key: "view" | "height" | "show" | "lesson") => unknown} asked what a link or an attribute asks for now
   */
  constructor(element, asked) {
    this.element = element;
    this.asked = asked;
  }

  /** The root, in which what the page holds in its place shows until there is something to take it. */
  open() {
    const root = this.element.shadowRoot ?? this.element.attachShadow({ mode: "open" });
    if (!root.firstChild) {
      root.adoptedStyleSheets = [outline];
      root.append(document.createElement("slot"));
    }
    this.arrange();
    return root;
  }

  /** An attribute, as far as it is a key of a link. @param {string} name */
  attribute(name) {
    return name === "title" ? this.#title : this.element.getAttribute(name);
  }

  /** Takes the title off the element. Whether there was one. */
  takeTitle() {
    const title = this.element.getAttribute("title");
    if (title === null) return false;
    this.#title = title;
    this.element.removeAttribute("title");
    return true;
  }

  /** @returns {import("./link.js").View} */
  get view() {
    const asked = [this.asked("view"), this.element.getAttribute("home")].find((view) => String(view) in VIEWS);
    return /** @type {import("./link.js").View} */ (asked ?? "finder");
  }

  /** A view that stands in a text: its parts and nothing else, in a room of its own. */
  get small() {
    return this.view !== "full" && !this.asked("lesson") && !this.asked("show");
  }

  /** Keeps the room. */
  arrange() {
    const { element, small } = this;
    const height = Number(this.asked("height"));
    element.toggleAttribute("compact", small);
    element.toggleAttribute("fixed", height > 0);
    const usual = element.clientWidth > 0 && element.clientWidth < SMALL.short ? SMALL.narrow : SMALL.height;
    element.style.setProperty("--lab-height", `${height > 0 ? height : usual}px`);
  }
}

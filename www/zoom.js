// @ts-check
/**
 * A closer look at part of a figure's x axis: marked with the pointer, by buttons, or by keys; Shift-drag moves it, a
 * double click ends it. What is looked at is no setting, so no undo knows of it.
 */
import { button, enable, h } from "./dom.js";
import { shown } from "./numbers.js";
import { share, valueAt } from "./overlay.js";

/** How much closer a press of a button or key comes, and how far along, in parts of what is seen. */
const CLOSER = 0.5;
const ALONG = 0.25;
/** The closest look, in parts of the whole, and in steps where steps are counted. */
const LEAST = 0.02;
const FEWEST = 4;
/** A click that may be the first of two waits so long. */
const DOUBLE_MS = 300;

/**
 * @typedef {import("./overlay.js").Axis} Axis
 * @typedef {import("./figure.js").Figure} Figure
 * @typedef {{ from: number, to: number }} Range
 */

export class Zoom {
  /**
   * @param {Figure} figure whose axis it is
   * @param {(text: string) => void} changed what is seen now, in words
   * @param {() => number | null} [about] what to look at when the pointer is elsewhere
   */
  constructor(figure, changed, about = () => null) {
    this.figure = figure;
    this.changed = changed;
    this.about = about;
    /** @type {Axis | null} */
    this.whole = null;
    /** What is seen, as shares of the whole. @type {[number, number]} */
    this.part = [0, 1];
    /** The same in values; null for all. @type {Range | null} */
    this.range = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} until a click is no double click */
    this.waiting = undefined;
    const { words } = figure;
    this.words = words;
    this.nearer = this.#button("zoom.in", "lens", "+", () => this.by(CLOSER));
    this.farther = this.#button("zoom.out", "lens", "−", () => this.by(1 / CLOSER));
    this.left = this.#button("zoom.left", "", "‹", () => this.along(-ALONG));
    this.right = this.#button("zoom.right", "", "›", () => this.along(ALONG));
    this.all = h("button", { type: "button", class: "small", hidden: true, onclick: () => this.end() }, words.of("zoom.whole"));
    this.root = h("div", { class: "zoom", role: "group", "aria-label": words.of("zoom.of", () => ({ figure: words.say(figure.label) })), hidden: true },
      this.all, this.left, this.right, this.farther, this.nearer);
    this.#offer();
    this.attach(figure);
  }

  /** What a marked range can be taken for. @returns {import("./selection.js").Choice} */
  get choice() {
    const title = (/** @type {Range} */ { from, to }) => this.words.say(this.whole?.kind === "log" ? "zoom.to" : "zoom.to.steps", { from, to });
    return { title, act: (range) => this.to(range) };
  }

  /** Takes the pointer and the keys of a figure that shares the axis. @param {Figure} figure */
  attach(figure) {
    const { area, crosshair, root } = figure;
    /** @type {{ at: number, part: [number, number] } | null} where a Shift-drag began */
    let held = null;
    let moved = false;
    area.addEventListener("pointerdown", (event) => {
      moved = false;
      if (!this.range || !event.shiftKey || event.button !== 0 || !crosshair.layout || taken(event)) return;
      // Shift with a press would mark text.
      event.preventDefault();
      area.setPointerCapture(event.pointerId);
      held = { at: crosshair.partsUnder(event)[0], part: this.part };
    });
    area.addEventListener("pointermove", (event) => {
      if (!held || !crosshair.layout) return;
      const [from, to] = held.part;
      const by = (held.at - crosshair.partsUnder(event)[0]) * (to - from);
      moved ||= by !== 0;
      this.#see(from + by, to + by);
    });
    for (const type of ["pointerup", "pointercancel"]) area.addEventListener(type, () => { held = null; });
    // The click at the end of a drag means nothing.
    area.addEventListener("click", (event) => moved && event.stopImmediatePropagation(), true);
    area.addEventListener("dblclick", (event) => !taken(event) && this.end());
    root.addEventListener("keydown", (event) => this.#key(event, crosshair));
  }

  /**
   * The part of the axis to draw, null for all of it. Another whole ends the closer look.
   *
   * @param {Axis | null} whole null where there is nothing to look at
   */
  over(whole) {
    const usable = whole && whole.max > whole.min && (whole.kind === "linear" || whole.min > 0) ? whole : null;
    if (usable?.min !== this.whole?.min || usable?.max !== this.whole?.max) {
      this.whole = usable;
      this.part = [0, 1];
      this.range = null;
      this.#offer();
    }
    return this.range;
  }

  /** Looks at a range of values. @param {Range} range */
  to({ from, to }) {
    if (this.whole) this.#see(share(this.whole, from), share(this.whole, to));
  }

  /** Back to the whole. */
  end() {
    this.#see(0, 1);
  }

  /**
   * Closer or less close, about what the pointer is at.
   *
   * @param {number} factor
   * @param {import("./overlay.js").Crosshair} [crosshair]
   */
  by(factor, crosshair) {
    if (!this.whole) return;
    const [from, to] = this.part;
    const value = crosshair?.value ?? this.about();
    const at = value === null ? NaN : share(this.whole, value);
    const center = at >= from && at <= to ? at : (from + to) / 2;
    const by = Math.max(factor, this.#least / (to - from));
    this.#see(center - (center - from) * by, center + (to - center) * by);
  }

  /** Aside, keeping how close it is. @param {number} by in parts of what is seen */
  along(by) {
    const [from, to] = this.part;
    this.#see(from + by * (to - from), to + by * (to - from));
  }

  /**
   * Does what a click asks for; where a double click would end the closer look, once it is clear that it is none.
   *
   * @param {MouseEvent} event
   * @param {() => void} act
   */
  clicked(event, act) {
    clearTimeout(this.waiting);
    if (!this.range) act();
    else if (event.detail < 2) this.waiting = setTimeout(act, DOUBLE_MS);
  }

  /** The closest look, as a share of the whole. */
  get #least() {
    if (!this.whole) return 1;
    const { min, max, kind } = this.whole;
    return kind === "log" ? LEAST : Math.min(1, Math.max(LEAST, FEWEST / (max - min)));
  }

  /** @param {number} from @param {number} to */
  #see(from, to) {
    if (!this.whole) return;
    const width = Math.min(1, Math.max(this.#least, to - from));
    const first = Math.min(1 - width, Math.max(0, (from + to - width) / 2));
    if (first === this.part[0] && first + width === this.part[1]) return;
    const { whole } = this;
    this.part = [first, first + width];
    this.range = width < 1 ? { from: valueAt(whole, first), to: valueAt(whole, first + width) } : null;
    this.#offer();
    this.changed(this.#words());
  }

  /** What is seen, for those who don't. */
  #words() {
    const { say } = this.words;
    if (!this.range) return say("zoom.all");
    const { from, to } = this.range;
    if (this.whole?.kind === "log") return say("zoom.rates", { from: shown(from, 2), to: shown(to, 2) });
    return say("zoom.steps", { from: Math.round(from), to: Math.round(to) });
  }

  /** What there is to press now. */
  #offer() {
    const { range, part: [from, to] } = this;
    this.root.hidden = this.#least >= 1;
    this.figure.root.classList.toggle("zoomed", range !== null);
    const closer = [this.all, this.left, this.right, this.farther];
    const lost = !range && closer.some((button) => button === focused(this.root));
    for (const button of closer) button.hidden = !range;
    if (lost) this.nearer.focus();
    enable(this.nearer, to - from > this.#least * 1.001);
    enable(this.left, from > 0);
    enable(this.right, to < 1);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {import("./overlay.js").Crosshair} crosshair
   */
  #key(event, crosshair) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pan = event.shiftKey && this.range;
    const moves = /** @type {Record<string, () => void>} */ ({
      "+": () => this.by(CLOSER, crosshair),
      "=": () => this.by(CLOSER, crosshair),
      "-": () => this.by(1 / CLOSER, crosshair),
      "0": () => this.end(),
      ...(pan && { ArrowLeft: () => this.along(-ALONG), ArrowRight: () => this.along(ALONG) }),
    });
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  }

  /**
   * @param {import("./texts.js").Id} name
   * @param {string} look
   * @param {string} sign
   * @param {() => void} act
   */
  #button(name, look, sign, act) {
    return button({ class: "small sign", "aria-label": this.words.of(name), title: this.words.of(name) }, act, h("span", { class: look, "aria-hidden": "true" }, sign));
  }
}

/** A press on what lies over the plot is not one on the plot. @param {MouseEvent} event */
const taken = (event) => event.target instanceof Element && event.target.closest(".handle, .knob, .selection-menu") !== null;

/** What has the focus where this element is. @param {Element} element */
const focused = (element) => /** @type {Document | ShadowRoot} */ (element.getRootNode()).activeElement;

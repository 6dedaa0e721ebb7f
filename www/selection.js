// @ts-check
/** A range of the x axis marked with the pointer, and what can be done with it. */
import { h, setText } from "./dom.js";

/** A press that moves less than this is a click. */
const SLACK = 6;

/**
 * @typedef {{ from: number, to: number }} Range
 * @typedef {{ title: (range: Range) => string, act: (range: Range) => void }} Choice
 */

export class RangeSelection {
  /**
   * @param {import("./words.js").Words} words
   * @param {HTMLElement} area the box that holds the canvas
   * @param {import("./overlay.js").Crosshair} crosshair
   * @param {Choice[]} choices
   */
  constructor(words, area, crosshair, choices) {
    this.area = area;
    this.crosshair = crosshair;
    this.choices = choices;
    /** @type {{ x: number, value: number } | null} where the pointer went down */
    this.start = null;
    /** @type {Range | null} */
    this.range = null;
    this.box = h("div", { class: "selection", hidden: true });
    this.buttons = choices.map(({ act }) => h("button", { type: "button", onclick: () => {
      const { range } = this;
      this.clear();
      if (range) act(range);
    } }));
    const close = h("button", { type: "button", "aria-label": words.of("selection.drop"), onclick: () => this.clear() }, h("span", { "aria-hidden": "true" }, "×"));
    this.menu = h("div", { class: "selection-menu", hidden: true }, ...this.buttons, close);
    area.append(this.box, this.menu);
    for (const type of ["pointerdown", "click"]) this.menu.addEventListener(type, (event) => event.stopPropagation());
    area.addEventListener("pointerdown", (event) => this.#press(event));
    area.addEventListener("pointermove", (event) => this.#move(event));
    area.addEventListener("pointerup", () => this.#release());
    area.addEventListener("pointercancel", () => this.clear());
    area.addEventListener("keydown", (event) => event.key === "Escape" && this.clear());
    // The click at the end of a drag picks no rate.
    area.addEventListener("click", (event) => {
      if (this.range && !this.menu.contains(/** @type {Node} */ (event.target))) event.stopImmediatePropagation();
    }, true);
  }

  /** Whether one of the choices can be taken now. @param {number} choice @param {boolean} on */
  offer(choice, on) {
    this.buttons[choice].hidden = !on;
  }

  clear() {
    this.start = null;
    this.range = null;
    this.box.hidden = true;
    this.menu.hidden = true;
  }

  /** @param {PointerEvent} event */
  #press(event) {
    this.clear();
    const held = event.target instanceof Element && event.target.closest(".handle, .knob");
    if (event.button !== 0 || event.shiftKey || held) return;
    const value = this.crosshair.valueUnder(event);
    if (value !== null) this.start = { x: event.clientX, value };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    // Released where the figure did not hear of it.
    if (!event.buttons) this.start = null;
    const { start } = this;
    const layout = this.crosshair.layout;
    if (!start || !layout || (!this.range && Math.abs(event.clientX - start.x) < SLACK)) return;
    // From here on it is a drag, which may end beside the figure.
    this.area.setPointerCapture(event.pointerId);
    const value = this.crosshair.valueNear(event);
    const [from, to] = [Math.min(start.value, value), Math.max(start.value, value)].map((end) => rounded(end, layout.x));
    this.range = to > from ? { from, to } : null;
    this.#show();
  }

  #release() {
    this.start = null;
    const { range } = this;
    this.menu.hidden = !range;
    if (!range) return;
    this.buttons.forEach((button, at) => setText(button, this.choices[at].title(range)));
    this.#place();
  }

  #show() {
    const { range } = this;
    const layout = this.crosshair.layout;
    this.box.hidden = !range || !layout;
    if (!range || !layout) return;
    const [left, right] = [this.crosshair.placeOf(range.from), this.crosshair.placeOf(range.to)];
    this.box.style.setProperty("transform", `translate(${left}px, ${layout.plot.y}px)`);
    this.box.style.setProperty("width", `${right - left}px`);
    this.box.style.setProperty("height", `${layout.plot.height}px`);
  }

  /** The menu over the middle of the range, inside the figure. */
  #place() {
    const { range } = this;
    const layout = this.crosshair.layout;
    if (!range || !layout) return;
    const middle = (this.crosshair.placeOf(range.from) + this.crosshair.placeOf(range.to)) / 2;
    const width = this.menu.offsetWidth;
    const left = Math.max(0, Math.min(this.area.clientWidth - width, middle - width / 2));
    this.menu.style.setProperty("transform", `translate(${left}px, ${layout.plot.y + 8}px)`);
  }
}

/**
 * An end as a person would say it: a rate in few digits, a step as a whole number.
 *
 * @param {number} value
 * @param {import("./overlay.js").Axis} axis
 */
function rounded(value, { min, max, kind }) {
  return kind === "log" ? Number(value.toPrecision(max / min > 10 ? 2 : 3)) : Math.round(value);
}

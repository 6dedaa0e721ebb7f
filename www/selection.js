// @ts-check
/** A range of rates marked with the pointer: the finder's second pass. */
import { h, setText } from "./dom.js";
import { shown } from "./numbers.js";

/** A press that moves less than this is a click. */
const SLACK = 6;

export class RangeSelection {
  /**
   * @param {HTMLElement} area the box that holds the canvas
   * @param {import("./overlay.js").Crosshair} crosshair
   * @param {(range: { from: number, to: number }) => void} narrow
   */
  constructor(area, crosshair, narrow) {
    this.crosshair = crosshair;
    /** @type {{ x: number, value: number } | null} where the pointer went down */
    this.start = null;
    /** @type {{ from: number, to: number } | null} */
    this.range = null;
    /** Nothing to narrow: a curve of the user's own, a preset's sweep. */
    this.off = false;
    this.box = h("div", { class: "selection", hidden: true });
    this.run = h("button", { type: "button", onclick: () => {
      if (this.range) narrow(this.range);
      this.clear();
    } });
    this.close = h("button", { type: "button", "aria-label": "Drop the selection", onclick: () => this.clear() }, h("span", { "aria-hidden": "true" }, "×"));
    this.menu = h("div", { class: "selection-menu", hidden: true }, this.run, this.close);
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

  clear() {
    this.start = null;
    this.range = null;
    this.box.hidden = true;
    this.menu.hidden = true;
  }

  /** @param {PointerEvent} event */
  #press(event) {
    this.clear();
    const onHandle = event.target instanceof Element && event.target.closest(".handle");
    if (this.off || event.button !== 0 || onHandle) return;
    const value = this.crosshair.valueUnder(event);
    if (value !== null) this.start = { x: event.clientX, value };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { start } = this;
    if (!start || (!this.range && Math.abs(event.clientX - start.x) < SLACK)) return;
    const value = this.crosshair.valueUnder(event);
    if (value === null) return;
    const [from, to] = [Math.min(start.value, value), Math.max(start.value, value)].map((lr) => Number(lr.toPrecision(2)));
    this.range = to > from ? { from, to } : null;
    this.#show();
  }

  #release() {
    this.start = null;
    this.menu.hidden = !this.range;
    if (this.range) setText(this.run, `Run from ${shown(this.range.from)} to ${shown(this.range.to)}`);
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
    this.menu.style.setProperty("transform", `translate(${(left + right) / 2}px, ${layout.plot.y + 8}px) translateX(-50%)`);
  }
}

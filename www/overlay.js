// @ts-check
/** What lies over a drawn figure: the handle of "my rate", the crosshair, and the keys that move them. */
import { h, setText } from "./dom.js";
import { nudged, shown } from "./numbers.js";

/**
 * @typedef {{ min: number, max: number, kind: "log" | "linear" }} Axis
 * @typedef {{ plot: { x: number, y: number, width: number, height: number }, x: Axis, y: Axis }} Layout
 */

/** A step of the arrow keys, in decades of the rate. */
export const STEP = 0.05;

/**
 * @param {Axis} axis
 * @param {number} value
 * @returns {number} 0 at the axis' start, 1 at its end
 */
export function share({ min, max, kind }, value) {
  return kind === "log" ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}

/**
 * @param {Axis} axis
 * @param {number} part
 */
export const valueAt = ({ min, max, kind }, part) => (kind === "log" ? min * (max / min) ** part : min + part * (max - min));

/** A part of an axis, or its nearer end. @param {number} part */
export const within = (part) => Math.min(1, Math.max(0, part));

/** How often a point in sight is looked for, halfway to the middle each time. */
const TRIES = 4;

/** A line under the pointer with the exact values of the nearest point; another one over a figure of the same axis. */
export class Crosshair {
  /** @type {Layout | null} */
  #layout = null;
  /** @type {PointerEvent | null} the pointer's last move over the figure */
  #pointer = null;

  /**
   * @param {HTMLElement} area the box that holds the canvas
   * @param {(x: number) => { x: number, text: string } | null} read the point nearest to a value of the x axis
   */
  constructor(area, read) {
    this.area = area;
    this.read = read;
    /** @type {number | null} the value it stands at, while it is seen */
    this.value = null;
    /** @type {Crosshair | null} over a figure of the same axis */
    this.twin = null;
    this.line = h("div", { class: "crosshair", hidden: true });
    this.label = h("div", { class: "readout", hidden: true });
    area.append(this.line, this.label);
    area.addEventListener("pointermove", (event) => {
      this.#pointer = event;
      this.#show(event);
    });
    area.addEventListener("pointerleave", () => {
      this.#pointer = null;
      this.hide();
    });
  }

  /** Where the plot lies; null while there is none. */
  get layout() {
    return this.#layout;
  }

  /** Under a pointer at rest another drawing has other values. @param {Layout | null} layout */
  set layout(layout) {
    this.#layout = layout;
    for (const one of this.#both) if (one.#pointer) one.#show(one.#pointer);
  }

  /** @returns {Crosshair[]} */
  get #both() {
    return this.twin ? [this, this.twin] : [this];
  }

  /** One cursor over two figures. @param {Crosshair} other */
  join(other) {
    this.twin = other;
    other.twin = this;
  }

  /**
   * How far across the plot and how far up it a pointer is: 0 to 1 within. The plot must have been laid out.
   *
   * @param {PointerEvent | MouseEvent} event
   * @returns {[number, number]}
   */
  partsUnder(event) {
    const box = this.area.getBoundingClientRect();
    // The box may be scaled by a transform; the layout counts in unscaled pixels.
    const scale = box.width / this.area.offsetWidth || 1;
    const { plot } = /** @type {Layout} */ (this.layout);
    return [((event.clientX - box.left) / scale - plot.x) / plot.width, 1 - ((event.clientY - box.top) / scale - plot.y) / plot.height];
  }

  /** The value of the x axis under a pointer, or null beside the plot. @param {PointerEvent | MouseEvent} event */
  valueUnder(event) {
    if (!this.layout) return null;
    const [part] = this.partsUnder(event);
    return part < 0 || part > 1 ? null : valueAt(this.layout.x, part);
  }

  /** The value of the x axis under a pointer, or at the nearer end beside the plot, which must have been laid out. @param {PointerEvent} event */
  valueNear(event) {
    const { x } = /** @type {Layout} */ (this.layout);
    return valueAt(x, within(this.partsUnder(event)[0]));
  }

  /** Where a value of the x axis lies, in pixels from the area's left edge. @param {number} value */
  placeOf(value) {
    if (!this.layout) return NaN;
    const { plot, x } = this.layout;
    return plot.x + within(share(x, value)) * plot.width;
  }

  hide() {
    for (const one of this.#both) one.#clear();
  }

  /** @param {PointerEvent} event */
  #show(event) {
    const value = event.buttons ? null : this.valueUnder(event);
    if (value === null || !this.#stand(value)) return this.hide();
    const { twin } = this;
    if (twin && !twin.#stand(value)) twin.#clear();
  }

  /** Stands at the point nearest to a value, if there is one in sight. @param {number} value */
  #stand(value) {
    if (!this.layout) return false;
    const { plot, x } = this.layout;
    const inSight = (/** @type {number} */ part) => part >= 0 && part <= 1;
    // At the edge of a closer look the nearest point may lie beyond it: then one further in.
    let point = this.read(value);
    for (let tries = 0, from = share(x, value); point && tries < TRIES && !inSight(share(x, point.x)); tries += 1) {
      from = (from + 0.5) / 2;
      point = this.read(valueAt(x, from));
    }
    if (!point || !inSight(share(x, point.x))) return false;
    const part = share(x, point.x);
    const at = plot.x + part * plot.width;
    this.line.style.setProperty("transform", `translate(${at}px, ${plot.y}px)`);
    this.line.style.setProperty("height", `${plot.height}px`);
    this.value = point.x;
    setText(this.label, point.text);
    this.line.hidden = false;
    this.label.hidden = false;
    const fits = at + 8 + this.label.offsetWidth <= plot.x + plot.width;
    const left = Math.max(0, fits ? at + 8 : at - 8 - this.label.offsetWidth);
    this.label.style.setProperty("transform", `translate(${left}px, ${plot.y + 34}px)`);
    return true;
  }

  #clear() {
    this.value = null;
    this.line.hidden = true;
    this.label.hidden = true;
  }
}

/** The draggable mark of the picked rate: a slider for the keyboard and for assistive technology. */
export class RateHandle {
  /**
   * @param {import("./words.js").Words} words
   * @param {HTMLElement} area
   * @param {Crosshair} crosshair
   * @param {(lr: number, settled: boolean) => void} pick
   */
  constructor(words, area, crosshair, pick) {
    this.crosshair = crosshair;
    this.pick = pick;
    /** @type {number | null} */
    this.lr = null;
    /** @type {Axis | null} */
    this.whole = null;
    this.root = h("div", {
      class: "handle", role: "slider", tabindex: "0", "aria-label": words.of("rate.mine"), hidden: true,
      onpointerdown: (/** @type {PointerEvent} */ event) => this.#grab(event),
      onpointermove: (/** @type {PointerEvent} */ event) => this.#drag(event, false),
      onpointerup: (/** @type {PointerEvent} */ event) => this.#drag(event, true),
      onpointercancel: () => this.root.classList.remove("held"),
      onclick: (/** @type {Event} */ event) => event.stopPropagation(),
    });
    area.append(this.root);
    area.addEventListener("keydown", (event) => this.#key(event));
  }

  /**
   * @param {Layout | null} layout
   * @param {Axis | null} whole the axis on which it can be moved, which may be longer than what is laid out
   * @param {number | null} lr
   * @param {string} [note] what the curve says at this rate
   */
  place(layout, whole, lr, note = "") {
    this.lr = lr;
    this.whole = whole;
    this.root.hidden = !layout || !whole || lr === null;
    if (!layout || !whole || lr === null) return;
    const { plot, x } = layout;
    // A rate beside what is seen waits, faint, at the nearer end.
    const at = share(x, lr);
    const part = within(at);
    this.root.classList.toggle("beside", Math.abs(at - part) > 1e-6);
    this.root.style.setProperty("transform", `translate(${plot.x + part * plot.width}px, ${plot.y + plot.height}px) translate(-50%, -50%)`);
    // A slider's value must be a number that grows evenly: the exponent of the rate.
    this.root.setAttribute("aria-valuemin", Math.log10(whole.min).toFixed(2));
    this.root.setAttribute("aria-valuemax", Math.log10(whole.max).toFixed(2));
    this.root.setAttribute("aria-valuenow", Math.log10(lr).toFixed(2));
    this.root.setAttribute("aria-valuetext", note ? `${shown(lr)}, ${note}` : shown(lr));
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (event.button !== 0) return;
    this.root.setPointerCapture(event.pointerId);
    this.root.classList.add("held");
    this.crosshair.hide();
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} settled
   */
  #drag(event, settled) {
    if (!this.root.classList.contains("held")) return;
    event.stopPropagation();
    if (settled) this.root.classList.remove("held");
    const value = this.crosshair.valueUnder(event);
    if (value !== null) this.pick(Number(value.toPrecision(3)), settled);
    else if (settled && this.lr !== null) this.pick(this.lr, true);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const axis = this.whole;
    if (!axis || this.lr === null || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const moves = /** @type {Record<string, () => number>} */ ({
      ArrowRight: () => nudged(this.lr ?? 0, STEP),
      ArrowUp: () => nudged(this.lr ?? 0, STEP),
      ArrowLeft: () => nudged(this.lr ?? 0, -STEP),
      ArrowDown: () => nudged(this.lr ?? 0, -STEP),
      PageUp: () => nudged(this.lr ?? 0, 1),
      PageDown: () => nudged(this.lr ?? 0, -1),
      Home: () => axis.min,
      End: () => axis.max,
    });
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.pick(Math.min(axis.max, Math.max(axis.min, move())), true);
  }
}

// @ts-check
/** What the figures have in common: a canvas that the core draws on, what lies over it, its sentence and its table. */
import { h, setText } from "./dom.js";
import { Crosshair } from "./overlay.js";

/** @import { Id } from "./texts.js" */

/** More rows than this are thinned out: a table is for reading. */
export const MAX_ROWS = 400;

/** Between a heading and the legend behind it, in pixels. */
const HEAD_GAP = 14;

/** Size, drawing, the table that fills when opened. */
export class Figure {
  /**
   * @param {import("./words.js").Words} words
   * @param {string} name
   * @param {Id} label
   * @param {Id[]} columns
   */
  constructor(words, name, label, columns) {
    this.words = words;
    this.canvas = h("canvas", { "data-figure": name, role: "img", "aria-label": words.of(label) });
    this.invitation = h("p", { class: "invitation", hidden: true });
    this.area = h("div", { class: "area" }, this.canvas, this.invitation);
    this.caption = h("p", { class: "caption" });
    this.body = h("tbody");
    this.table = h("details", { ontoggle: () => this.fill() }, h("summary", {}, words.of("figure.table")),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.of("figure.values", () => ({ figure: words.say(label) })) },
        h("table", {}, h("thead", {}, h("tr", {}, ...columns.map((title) => h("th", { scope: "col" }, words.of(title))))), this.body)));
    this.root = h("figure", { class: name, role: "figure", "aria-label": words.of(label) },
      this.area, h("figcaption", {}, this.caption, this.table));
    this.label = label;
    this.crosshair = new Crosshair(this.area, (x) => this.read(x));
    /** @type {{ width: number, height: number } | null} as last laid out */
    this.box = null;
    new ResizeObserver(([{ contentRect: { width, height } }]) => {
      const [before, now] = [this.box, width && height ? { width: Math.floor(width), height: Math.floor(height) } : null];
      this.box = now;
      if (now && (before?.width !== now.width || before.height !== now.height)) this.area.dispatchEvent(new Event("resized", { bubbles: true }));
    }).observe(this.area);
    // Not a tab stop of its own, but a click on the curve leaves the keys working.
    this.canvas.tabIndex = -1;
    /** @type {{ source: unknown, language: string } | null} what the table was filled from */
    this.filled = null;
    /** @type {unknown[]} what the canvas was drawn from */
    this.drawn = [];
    /** @type {HTMLElement | null} */
    this.heading = null;
    /** How wide that is, as last laid out; 0 while it is not. */
    this.headed = 0;
  }

  /** A heading over the drawing, whose legend begins behind it. @param {Id} title */
  entitle(title) {
    this.heading = h("h3", {}, this.words.of(title));
    this.area.prepend(this.heading);
    new ResizeObserver(([{ contentRect: { width } }]) => {
      const before = this.headed;
      this.headed = Math.ceil(width);
      if (before && this.headed && before !== this.headed) this.area.dispatchEvent(new Event("resized", { bubbles: true }));
    }).observe(this.heading);
  }

  /** Where the legend begins; like the size, it is asked from the page only while it is not known. */
  get legendLeft() {
    return (this.headed || (this.heading?.offsetWidth ?? 0)) + HEAD_GAP;
  }

  /** @param {"light" | "dark"} theme */
  size(theme) {
    // Asked from the page, the size would be laid out anew for every drawing.
    const { width, height } = this.box ?? { width: this.area.clientWidth, height: this.area.clientHeight };
    return width > 0 && height > 0 ? { width, height, pixelRatio: devicePixelRatio || 1, theme } : null;
  }

  /**
   * Whether the canvas has to be drawn again, since one of these is another than the last time.
   *
   * @param {unknown[]} inputs
   */
  stale(inputs) {
    const same = inputs.length === this.drawn.length && inputs.every((input, i) => Object.is(input, this.drawn[i]));
    this.drawn = inputs;
    return !same;
  }

  /**
   * Makes room for what is to be shown; without it the figure says what to do to get it.
   *
   * @param {unknown} subject
   * @param {{ theme: "light" | "dark", invitation: string, inputs: unknown[] }} look  inputs: what else the drawing depends on
   * @returns the size to draw at, or null where there is nothing to draw, or nothing new
   */
  prepare(subject, { theme, invitation, inputs }) {
    const size = this.size(theme);
    this.canvas.hidden = !subject;
    this.table.hidden = !subject;
    this.invite(subject ? "" : invitation);
    if (size && subject) return this.stale([subject, this.words.language, ...inputs, ...Object.values(size)]) ? size : null;
    this.drawn = [];
    this.crosshair.layout = null;
    this.crosshair.hide();
    return null;
  }

  /**
   * @param {unknown} source
   * @param {() => string[][]} rows
   */
  fillFrom(source, rows) {
    const { language } = this.words;
    const same = this.filled !== null && this.filled.source === source && this.filled.language === language;
    if (!this.table.open || same) return;
    this.filled = { source, language };
    this.body.replaceChildren(...rows().map((cells) => h("tr", {}, ...cells.map((cell) => h("td", {}, cell)))));
  }

  /** What the table's columns are called. @param {string[]} columns */
  head(columns) {
    this.root.querySelectorAll("thead th").forEach((cell, at) => setText(cell, columns[at]));
  }

  /** @param {string} summary */
  summarise(summary) {
    const title = this.words.say(this.label);
    const label = summary ? `${title}. ${summary}` : title;
    if (this.canvas.getAttribute("aria-label") !== label) this.canvas.setAttribute("aria-label", label);
  }

  /** What to do to get a curve here; nothing once there is one. @param {string} text */
  invite(text) {
    setText(this.invitation, text);
    this.invitation.hidden = text === "";
  }

  fill() {}

  /**
   * @param {number} _x
   * @returns {{ x: number, text: string } | null}
   */
  read(_x) {
    return null;
  }
}

/**
 * Index of the value nearest to `value` in a rising column; -1 when it is empty.
 *
 * @param {Float64Array} column
 * @param {number} value
 */
export function nearest(column, value) {
  let [low, high] = [0, column.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (column[middle] < value) low = middle;
    else high = middle;
  }
  return high >= 0 && Math.abs(column[high] - value) < Math.abs(column[low] - value) ? high : Math.min(low, high);
}

/**
 * The columns to draw: thinned ones, or, of a range with no more points than those, the exact ones.
 *
 * @template {object} T
 * @template {keyof T} K
 * @param {T & Record<K, Float64Array>} whole
 * @param {Partial<T> & Record<K, Float64Array> | null} thinned null where the whole is short
 * @param {K} key the rising column that the range is of
 * @param {{ from: number, to: number } | null} range
 * @returns {T}
 */
export function drawnOf(whole, thinned, key, range) {
  if (!thinned || thinned === whole) return whole;
  const at = whole[key];
  if (range && at.length) {
    // A line leads to the point on either side.
    const [first, end] = [Math.max(0, nearest(at, range.from) - 1), nearest(at, range.to) + 2];
    const cut = (/** @type {unknown} */ column) => (column instanceof Float64Array ? column.subarray(first, end) : column);
    if (end - first <= thinned[key].length) return /** @type {T} */ (Object.fromEntries(Object.entries(whole).map(([name, column]) => [name, cut(column)])));
  }
  return { ...whole, ...thinned };
}

/**
 * Indices 0 … length−1, thinned evenly to at most `most`, the last one kept.
 *
 * @param {number} length
 * @param {number} [most]
 */
export function sample(length, most = MAX_ROWS) {
  const stride = Math.max(1, Math.ceil(length / most));
  const indices = Array.from({ length: Math.ceil(length / stride) }, (_, k) => k * stride);
  if (length && indices.at(-1) !== length - 1) indices.push(length - 1);
  return indices;
}

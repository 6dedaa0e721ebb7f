// @ts-check
/** The two figures: a canvas that the core draws on, what lies over it, its sentence and its table. */
import { h, setText } from "./dom.js";
import { ending, sentence } from "./headline.js";
import { shown, shownLoss } from "./numbers.js";
import { Crosshair, RateHandle } from "./overlay.js";

/** More rows than this are thinned out: a table is for reading. */
const MAX_ROWS = 400;

/** What the figures have in common: size, drawing, the table that fills when opened. */
class Figure {
  /**
   * @param {string} name
   * @param {string} label
   * @param {string[]} columns
   */
  constructor(name, label, columns) {
    this.canvas = h("canvas", { "data-figure": name, role: "img", "aria-label": label });
    this.invitation = h("p", { class: "invitation", hidden: true });
    this.area = h("div", { class: "area" }, this.canvas, this.invitation);
    this.caption = h("p", { class: "caption" });
    this.columns = columns;
    this.body = h("tbody");
    this.table = h("details", { ontoggle: () => this.fill() }, h("summary", {}, "Table of values"),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${label}: values` },
        h("table", {}, h("thead", {}, h("tr", {}, ...columns.map((title) => h("th", { scope: "col" }, title)))), this.body)));
    this.root = h("figure", { class: name, role: "figure", "aria-label": label },
      this.area, h("figcaption", {}, this.caption, this.table));
    this.label = label;
    this.crosshair = new Crosshair(this.area, (x) => this.read(x));
    /** @type {unknown} what the table was filled from */
    this.filled = null;
    /** @type {unknown[]} what the canvas was drawn from */
    this.drawn = [];
  }

  /** @param {"light" | "dark"} theme */
  size(theme) {
    const { clientWidth: width, clientHeight: height } = this.area;
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
   * @param {unknown} source
   * @param {() => string[][]} rows
   */
  fillFrom(source, rows) {
    if (!this.table.open || this.filled === source) return;
    this.filled = source;
    this.body.replaceChildren(...rows().map((cells) => h("tr", {}, ...cells.map((cell) => h("td", {}, cell)))));
  }

  /** @param {string} summary */
  summarise(summary) {
    const label = summary ? `${this.label}. ${summary}` : this.label;
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

/** Loss over rate, with the picked rate on it. */
export class FinderFigure extends Figure {
  /** @param {(lr: number, settled: boolean) => void} pick */
  constructor(pick) {
    super("finder", "Loss over rate", ["Step", "Rate", "Loss", "Smoothed"]);
    // Not a tab stop of its own (the handle is), but a click on the curve leaves the arrow keys working.
    this.canvas.tabIndex = -1;
    this.sentences = [h("span"), h("span")];
    this.caption.append(...this.sentences);
    this.handle = new RateHandle(this.area, this.crosshair, pick);
    /** @type {any} */
    this.report = null;
  }

  /**
   * @param {any} core
   * @param {any} report
   * @param {{ theme: "light" | "dark", drawn: any, lr: number | null, range: { from: number, to: number } | null, summary: string, invitation: string }} look
   *   drawn: columns to draw instead of the report's own, if those are long
   */
  draw(core, report, { theme, drawn, lr, range, summary, invitation }) {
    this.report = report;
    const size = this.size(theme);
    this.table.hidden = !report;
    this.invite(report ? "" : invitation);
    if (!size || !report) {
      this.drawn = [];
      this.canvas.hidden = !report;
      this.crosshair.layout = null;
      this.crosshair.hide();
      this.handle.place(null, null);
      if (!report) for (const line of this.sentences) setText(line, "");
      return;
    }
    this.canvas.hidden = false;
    if (!this.stale([core, report, lr, range, ...Object.values(size)])) return;
    const layout = core.drawLrFind(this.canvas, { ...report, ...drawn }, { ...size, ...(lr !== null && { lr }), ...range });
    this.crosshair.layout = layout;
    this.handle.place(layout, lr, this.#at(lr));
    ending(report).forEach((text, line) => setText(this.sentences[line], text));
    this.summarise(summary);
    if (report.stop) this.fill();
  }

  /** @param {number | null} lr */
  #at(lr) {
    const index = lr === null ? -1 : nearest(this.report.lrs, lr);
    return index < 0 ? "" : `smoothed loss ${shownLoss(this.report.smoothed[index])}`;
  }

  /** @param {number} lr */
  read(lr) {
    if (!this.report) return null;
    const { lrs, losses, smoothed } = this.report;
    const i = nearest(lrs, lr);
    return i < 0 ? null : { x: lrs[i], text: `rate ${shown(lrs[i])} · loss ${shownLoss(losses[i], 3)} · smoothed ${shownLoss(smoothed[i], 3)}` };
  }

  fill() {
    const report = this.report;
    // While it runs only some of its points are here.
    if (!report?.stop) return;
    this.fillFrom(report, () => sample(report.lrs.length).map((i) => [
      String(i), shown(report.lrs[i], 4), shownLoss(report.losses[i], 4), shownLoss(report.smoothed[i], 4),
    ]));
  }
}

/** Loss over steps, of up to four runs. */
export class LossFigure extends Figure {
  constructor() {
    super("loss", "Loss while training", ["Run", "Step", "Rate", "Loss"]);
    this.legend = h("ul", { class: "legend" });
    this.caption.before(this.legend);
    /** @type {import("./session.js").Run[]} */
    this.runs = [];
  }

  /**
   * @param {any} core
   * @param {import("./session.js").Run[]} runs
   * @param {{ theme: "light" | "dark", total: number, summary: string, invitation: string }} look
   */
  draw(core, runs, { theme, total, summary, invitation }) {
    this.runs = [...runs].sort((a, b) => a.label.localeCompare(b.label));
    const size = this.size(theme);
    this.canvas.hidden = runs.length === 0;
    this.table.hidden = runs.length === 0;
    this.invite(runs.length ? "" : invitation);
    this.#legend();
    if (!size || !runs.length) {
      this.drawn = [];
      this.crosshair.layout = null;
      this.crosshair.hide();
      setText(this.caption, "");
      return;
    }
    if (!this.stale([core, total, ...this.runs.flatMap(({ label, trace }) => [label, trace]), ...Object.values(size)])) return;
    this.crosshair.layout = core.drawLoss(this.canvas, this.runs.map(({ drawn }) => ({ label: shown(drawn.lrs[0] ?? NaN), trace: drawn })), { ...size, total });
    const stop = runs.at(-1)?.trace.stop;
    setText(this.caption, stop && stop.reason !== "completed" ? sentence(stop.message) : "");
    this.summarise(summary);
    if (stop) this.fill();
  }

  #legend() {
    const items = this.runs.map(({ label, trace }) => {
      const { losses, accuracies } = trace.validation;
      const held = losses.length ? ` · held-out loss ${shownLoss(losses.at(-1))}` : "";
      const right = Number.isFinite(accuracies.at(-1)) ? ` · ${(accuracies.at(-1) * 100).toFixed(1)} % right` : "";
      return [label, `${shown(trace.lrs[0] ?? NaN)}${held}${right}`];
    });
    const key = JSON.stringify(items);
    if (this.legend.dataset.key === key) return;
    this.legend.dataset.key = key;
    this.legend.replaceChildren(...items.map(([label, text]) =>
      h("li", { class: `run-${label.toLowerCase()}` }, h("b", {}, label), ` ${text}`)));
  }

  /** @param {number} step */
  read(step) {
    const run = this.runs.find(({ trace }) => taken(trace) > step) ?? this.runs[0];
    if (!run?.trace.losses.length) return null;
    const { steps } = run.trace;
    const at = steps[nearest(steps, step)];
    const losses = this.runs.filter(({ trace }) => at < taken(trace))
      .map(({ label, trace }) => `${label} ${shownLoss(trace.losses[nearest(trace.steps, at)], 3)}`);
    return { x: at, text: `step ${at} · ${losses.join(" · ")}` };
  }

  fill() {
    const runs = this.runs;
    const key = runs.at(-1)?.trace;
    this.fillFrom(key, () => runs.flatMap(({ label, trace }) => sample(trace.losses.length, MAX_ROWS / runs.length).map((i) => [
      label, String(trace.steps[i]), shown(trace.lrs[i], 4), shownLoss(trace.losses[i], 4),
    ])));
  }
}

/** Steps of a run, also where only some of them are kept. @param {any} trace */
export const taken = ({ steps }) => (steps.at(-1) ?? -1) + 1;

/**
 * Index of the value nearest to `value` in a rising column; -1 when it is empty.
 *
 * @param {Float64Array} column
 * @param {number} value
 */
function nearest(column, value) {
  let [low, high] = [0, column.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (column[middle] < value) low = middle;
    else high = middle;
  }
  return high >= 0 && Math.abs(column[high] - value) < Math.abs(column[low] - value) ? high : Math.min(low, high);
}

/**
 * Indices 0 … length−1, thinned evenly to at most `most`, the last one kept.
 *
 * @param {number} length
 * @param {number} [most]
 */
function sample(length, most = MAX_ROWS) {
  const stride = Math.max(1, Math.ceil(length / most));
  const indices = Array.from({ length: Math.ceil(length / stride) }, (_, k) => k * stride);
  if (length && indices.at(-1) !== length - 1) indices.push(length - 1);
  return indices;
}

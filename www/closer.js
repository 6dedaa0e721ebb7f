// @ts-check
/** What few need at once, each behind its heading: seeds, stability along a run, loss and rate over steps, an own curve. */
import { enable, enabled, h, setText } from "./dom.js";
import { Figure, nearest, sample } from "./figure.js";
import { shown, shownLoss } from "./numbers.js";
import { OwnCurve } from "./own-curve.js";

/** Where each rule points, over the seeds. */
class BandFigure extends Figure {
  constructor() {
    super("band", "Every rule’s answers over the seeds", ["Rule", "Seeds that answer", "Lowest", "Median", "Highest"]);
    /** @type {any} */
    this.report = null;
  }

  /**
   * @param {any} core
   * @param {any} report
   * @param {{ theme: "light" | "dark", range: { from: number, to: number } | null }} look
   */
  draw(core, report, { theme, range }) {
    this.report = report;
    const size = this.size(theme);
    this.canvas.hidden = !report;
    this.table.hidden = !report;
    this.invite(report ? "" : "Run the finder with more than one seed.");
    if (!size || !report) return void (this.drawn = []);
    if (!this.stale([core, report, range, ...Object.values(size)])) return;
    this.crosshair.layout = core.drawLrBand(this.canvas, report, { ...size, ...range });
    this.fill();
  }

  fill() {
    const report = this.report;
    if (!report?.stop) return;
    this.fillFrom(report, () => report.rules.map((/** @type {any} */ { rule, lrs }) => {
      const given = Array.from(lrs).filter((lr) => !Number.isNaN(lr)).sort((a, b) => a - b);
      const [low, middle, high] = [0, given.length >> 1, given.length - 1].map((i) => (given.length ? shown(given[i]) : "–"));
      return [rule, `${given.length} of ${report.seeds.length}`, low, middle, high];
    }));
  }
}

/** Loss and rate over the steps of the range test, on two axes. */
class EpochsFigure extends Figure {
  constructor() {
    super("epochs", "Loss and rate over the steps", ["Step", "Rate", "Loss"]);
    /** @type {any} */
    this.report = null;
  }

  /**
   * @param {any} core
   * @param {any} report
   * @param {{ theme: "light" | "dark" }} look
   */
  draw(core, report, { theme }) {
    this.report = report;
    const size = this.size(theme);
    this.canvas.hidden = !report;
    this.table.hidden = !report;
    this.invite(report ? "" : "Run the finder first.");
    if (!size || !report) return void (this.drawn = []);
    if (!this.stale([core, report, ...Object.values(size)])) return;
    this.crosshair.layout = core.drawLrEpochs(this.canvas, report, size);
    this.fill();
  }

  /** @param {number} step */
  read(step) {
    const { lrs, losses } = this.report ?? { lrs: [], losses: [] };
    const i = Math.min(lrs.length - 1, Math.max(0, Math.round(step)));
    return i < 0 ? null : { x: i, text: `step ${i} · rate ${shown(lrs[i])} · loss ${shownLoss(losses[i], 3)}` };
  }

  fill() {
    const report = this.report;
    if (!report?.stop) return;
    this.fillFrom(report, () => sample(report.lrs.length).map((i) => [String(i), shown(report.lrs[i], 4), shownLoss(report.losses[i], 4)]));
  }
}

/** The edge of stability along a run. */
class StabilityFigure extends Figure {
  constructor() {
    super("stability", "The edge of stability along a run", ["Step", "λ max", "Edge", "Rate", "Loss"]);
    /** @type {any} */
    this.report = null;
  }

  /**
   * @param {any} core
   * @param {any} report
   * @param {{ theme: "light" | "dark", invitation: string }} look
   */
  draw(core, report, { theme, invitation }) {
    this.report = report;
    const size = this.size(theme);
    const shownReport = report?.limits.length > 0;
    this.canvas.hidden = !shownReport;
    this.table.hidden = !report;
    this.invite(shownReport ? "" : report?.reason && !report.formula ? report.reason : invitation);
    setText(this.caption, shownReport ? report.reason : "");
    if (!size || !shownReport) return void (this.drawn = []);
    if (!this.stale([core, report, ...Object.values(size)])) return;
    this.crosshair.layout = core.drawSharpness(this.canvas, report, size);
    this.fill();
  }

  /** @param {number} step */
  read(step) {
    const { steps, limits, lrs, lambdaMax } = this.report ?? { steps: [] };
    const i = nearest(steps, step);
    return i < 0 ? null : { x: steps[i], text: `step ${steps[i]} · edge ${shown(limits[i])} · rate ${shown(lrs[i])} · λ ${shown(lambdaMax[i])}` };
  }

  fill() {
    const report = this.report;
    if (!report?.stop) return;
    this.fillFrom(report, () => Array.from(report.steps, (/** @type {number} */ step, /** @type {number} */ i) => [
      String(step), shown(report.lambdaMax[i], 4), report.limits.length ? shown(report.limits[i], 4) : "–", shown(report.lrs[i], 4), shownLoss(report.losses[i], 4),
    ]));
  }
}

export class Closer {
  /**
   * @param {{ measure: () => void, stopMeasuring: () => void, readOwn: (text: string) => void, changed: () => void }} actions
   */
  constructor({ measure, stopMeasuring, readOwn, changed }) {
    this.band = new BandFigure();
    this.epochs = new EpochsFigure();
    this.stability = new StabilityFigure();
    this.own = new OwnCurve(readOwn);
    this.measureButton = h("button", { type: "button", onclick: () => enabled(this.measureButton) && measure() }, "Measure");
    this.stopButton = h("button", { type: "button", hidden: true, onclick: stopMeasuring }, "Stop");
    const part = (/** @type {string} */ name, /** @type {string} */ title, /** @type {Node[]} */ ...inside) =>
      h("details", { class: "part", "data-part": name, ontoggle: changed }, h("summary", {}, title), ...inside);
    this.parts = [
      part("seeds", "Where each rule points, seed by seed", this.band.root),
      part("stability", "The edge of stability along a run", h("div", { class: "row" }, this.measureButton, this.stopButton), this.stability.root),
      part("epochs", "Loss and rate over the steps", this.epochs.root),
      part("own", "Your own curve", this.own.root),
    ];
    this.root = h("section", { class: "closer", "aria-label": "A closer look" }, ...this.parts);
  }

  /** @param {import("./session.js").Session} session */
  update({ background, ground, state }) {
    const { course } = background;
    enable(this.measureButton, ground !== null && state.train.lr !== null);
    setText(this.measureButton, `Measure along ${state.train.steps} steps at ${state.train.lr === null ? "my rate" : shown(state.train.lr)}`);
    this.stopButton.hidden = course.state !== "running";
  }

  /**
   * @param {import("./session.js").Session} session
   * @param {"light" | "dark"} theme
   */
  draw({ core, background, curve, ground }, theme) {
    const [seeds, stability, epochs] = this.parts.map(({ open }) => open);
    const { band, course } = background;
    if (seeds) this.band.draw(core, band.stale ? null : band.report, { theme, range: ground?.range ?? null });
    if (stability) {
      const invitation = course.state === "running" ? "Measuring …" : "How close a run at your rate comes to the edge: press Measure.";
      this.stability.draw(core, course.stale ? null : course.report, { theme, invitation });
    }
    if (epochs) this.epochs.draw(core, curve, { theme });
  }
}

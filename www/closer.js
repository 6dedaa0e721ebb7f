// @ts-check
/**
 * What few need at once, each behind its heading: what the network answers, seeds, stability along a run, loss and rate
 * over steps, the run as code, a table and a curve of the user's own.
 */
import { CodePanel } from "./code.js";
import { enable, enabled, h, setText } from "./dom.js";
import { Figure, nearest, sample } from "./figure.js";
import { shown, shownLoss } from "./numbers.js";
import { PasteForm } from "./paste-form.js";

/**
 * @import { DataDescription, LrBandReport, LrFindReport, SharpnessRunReport } from "../pkg/lr_lab.js"
 * @import { Surface } from "./results.js"
 * @import { Session } from "./session.js"
 * @import { Range } from "./state.js"
 * @import { Core } from "./wasm.js"
 */

/** What the network answers over the plane, or along the line, of its features. */
class DecisionFigure extends Figure {
  constructor() {
    super("decision", "What the network answers", ["Feature 1", "Feature 2", "Target", "Held out"]);
    /** @type {Surface | null} */
    this.surface = null;
  }

  /**
   * @param {Core} core
   * @param {Surface | null} surface
   * @param {{ theme: "light" | "dark" }} look
   */
  draw(core, surface, { theme }) {
    this.surface = surface;
    const size = this.prepare(surface, { theme, invitation: "Train, and see here what the network has learned.", inputs: [core] });
    if (!size || !surface) return;
    const { names } = surface;
    this.head([names?.features[0] ?? "Feature 1", names?.features[1] ?? "Feature 2", names?.target ?? "Target", "Held out"]);
    core.drawDecision(this.canvas, surface, { ...size, ...names });
    this.fill();
  }

  fill() {
    const { surface } = this;
    if (!surface) return;
    const { xs, ys, targets, heldOut } = surface.points;
    const called = (/** @type {number} */ target) => surface.names?.classes[target] ?? shown(target);
    this.fillFrom(surface, () => sample(xs.length).map((i) => [shown(xs[i]), ys.length ? shown(ys[i]) : "–", called(targets[i]), heldOut[i] ? "yes" : "no"]));
  }
}

/** Where each rule points, over the seeds. */
class BandFigure extends Figure {
  constructor() {
    super("band", "Every rule’s answers over the seeds", ["Rule", "Seeds that answer", "Lowest", "Median", "Highest"]);
    /** @type {LrBandReport | null} */
    this.report = null;
  }

  /**
   * @param {Core} core
   * @param {LrBandReport | null} report
   * @param {{ theme: "light" | "dark", range: Range | null }} look
   */
  draw(core, report, { theme, range }) {
    this.report = report;
    const size = this.prepare(report, { theme, invitation: "Run the finder with more than one seed.", inputs: [core, range] });
    if (!size || !report) return;
    this.crosshair.layout = core.drawLrBand(this.canvas, report, { ...size, ...range });
    this.fill();
  }

  fill() {
    const report = this.report;
    if (!report?.stop) return;
    this.fillFrom(report, () => report.rules.map(({ rule, lrs }) => {
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
    /** @type {LrFindReport | null} */
    this.report = null;
  }

  /**
   * @param {Core} core
   * @param {LrFindReport | null} report
   * @param {{ theme: "light" | "dark" }} look
   */
  draw(core, report, { theme }) {
    this.report = report;
    const size = this.prepare(report, { theme, invitation: "Run the finder first.", inputs: [core] });
    if (!size || !report) return;
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
    /** @type {SharpnessRunReport | null} */
    this.report = null;
  }

  /**
   * @param {Core} core
   * @param {SharpnessRunReport | null} report
   * @param {{ theme: "light" | "dark", invitation: string }} look
   */
  draw(core, report, { theme, invitation }) {
    this.report = report;
    const edged = report?.limits.length ? report : null;
    // An optimizer without an edge says why.
    const why = report?.reason && !report.formula ? report.reason : invitation;
    setText(this.caption, edged?.reason ?? "");
    const size = this.prepare(edged, { theme, invitation: why, inputs: [core] });
    if (!size || !report) return;
    this.crosshair.layout = core.drawSharpness(this.canvas, report, size);
    this.fill();
  }

  /** @param {number} step */
  read(step) {
    if (!this.report) return null;
    const { steps, limits, lrs, lambdaMax } = this.report;
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
   * @param {{ measure: () => void, stopMeasuring: () => void, readOwn: (text: string) => void,
   *   readTable: (text: string, target?: string) => DataDescription | null, changed: () => void }} actions
   */
  constructor({ measure, stopMeasuring, readOwn, readTable, changed }) {
    this.decision = new DecisionFigure();
    this.band = new BandFigure();
    this.epochs = new EpochsFigure();
    this.stability = new StabilityFigure();
    this.code = new CodePanel(changed);
    this.curve = new PasteForm({
      id: "own-curve", label: "A column of rates and one of losses, as your own run printed them", example: "lr,loss\n1e-4,2.30\n2e-4,2.29\n…",
      action: "Read it", read: (text) => (readOwn(text), ""),
    });
    this.table = new PasteForm({
      id: "own-table", label: "Rows of numbers with the column to predict, as a spreadsheet saves them", example: "height,width,kind\n1.5,0.3,tree\n0.2,0.9,bush\n…",
      action: "Train on it", read: (text) => this.#describe(readTable(text, this.#chosen(text))),
    });
    this.target = h("select", { id: "own-target", onchange: () => this.table.submit() });
    this.targetField = h("div", { class: "row", hidden: true }, h("label", { for: "own-target" }, "To predict"), this.target);
    this.table.row.before(this.targetField);
    /** The text whose columns stand in the choice. */
    this.described = "";
    this.measureButton = h("button", { type: "button", onclick: () => enabled(this.measureButton) && measure() }, "Measure");
    this.stopButton = h("button", { type: "button", hidden: true, onclick: stopMeasuring }, "Stop");
    const part = (/** @type {string} */ name, /** @type {string} */ title, /** @type {Node[]} */ ...inside) =>
      h("details", { class: "part", "data-part": name, ontoggle: changed }, h("summary", {}, title), ...inside);
    this.parts = [
      part("decision", "What the network answers", this.decision.root),
      part("seeds", "Where each rule points, seed by seed", this.band.root),
      part("stability", "The edge of stability along a run", h("div", { class: "row" }, this.measureButton, this.stopButton), this.stability.root),
      part("epochs", "Loss and rate over the steps", this.epochs.root),
      part("code", "The run as code", this.code.root),
      part("own", "Your own curve", this.curve.root),
      part("table", "Your own data", this.table.root),
    ];
    this.root = h("section", { class: "closer", "aria-label": "A closer look" }, ...this.parts);
  }

  /** @param {Session} session */
  update({ background, ground, state, plane }) {
    this.parts[0].hidden = !plane;
    const { course } = background;
    enable(this.measureButton, ground !== null && state.train.lr !== null);
    setText(this.measureButton, `Measure along ${state.train.steps} steps at ${state.train.lr === null ? "my rate" : shown(state.train.lr)}`);
    this.stopButton.hidden = course.state !== "running";
  }

  /**
   * @param {Session} session
   * @param {"light" | "dark"} theme
   */
  draw(session, theme) {
    const { core, background, curve, ground, surface, plane } = session;
    if (!core) return;
    const [decision, seeds, stability, epochs, code] = this.parts.map(({ open }) => open);
    if (decision && plane) this.decision.draw(core, surface, { theme });
    const { band, course } = background;
    if (seeds) this.band.draw(core, band.stale ? null : band.report, { theme, range: ground?.range ?? null });
    if (stability) {
      const invitation = course.state === "running" ? "Measuring …" : "How close a run at your rate comes to the edge: press Measure.";
      this.stability.draw(core, course.stale ? null : course.report, { theme, invitation });
    }
    if (epochs) this.epochs.draw(core, curve, { theme });
    if (code) this.code.draw(session);
  }

  /** The column to predict, once one of this text's has been chosen. @param {string} text */
  #chosen(text) {
    const same = text === this.described;
    this.described = text;
    return same ? this.target.value : undefined;
  }

  /** @param {DataDescription | null} table  null: the reader can't change the data */
  #describe(table) {
    if (!table) return "";
    const { columns, target, rows, features, classes, problems } = table;
    this.target.replaceChildren(...columns.map((name) => h("option", { value: name }, name)));
    this.target.value = target;
    this.targetField.hidden = false;
    const what = classes ? `${classes} classes` : "a quantity";
    return [`${rows} rows, ${features} ${features === 1 ? "feature" : "features"}; ${target} is ${what}.`, ...problems].join(" ");
  }
}

// @ts-check
/**
 * What few need at once, each behind its heading: what the network answers, seeds, stability along a run, loss and rate
 * over steps, the run as code, a table and a curve of the user's own.
 */
import { CodePanel } from "./code.js";
import { button, enable, h, setText } from "./dom.js";
import { Figure, nearest, sample } from "./figure.js";
import { shown, shownLoss } from "./numbers.js";
import { PasteForm } from "./paste-form.js";
import { lookUp } from "./terms.js";
import { counted } from "./texts.js";

/**
 * @import { DataDescription, LrBandReport, LrFindReport, SharpnessRunReport } from "../pkg/lr_lab.js"
 * @import { Surface } from "./results.js"
 * @import { Session } from "./session.js"
 * @import { Id } from "./texts.js"
 * @import { Words } from "./words.js"
 * @import { Range } from "./state.js"
 * @import { Core } from "./wasm.js"
 */

/** What the network answers over the plane, or along the line, of its features. */
class DecisionFigure extends Figure {
  /** @param {Words} words */
  constructor(words) {
    super(words, "decision", "decision.figure", ["decision.feature-1", "decision.feature-2", "decision.target", "decision.held-out"]);
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
    const size = this.prepare(surface, { theme, invitation: this.words.say("decision.invitation"), inputs: [core] });
    if (!size || !surface) return;
    const { say } = this.words;
    const { names } = surface;
    this.head([names?.features[0] ?? say("decision.feature-1"), names?.features[1] ?? say("decision.feature-2"), names?.target ?? say("decision.target"), say("decision.held-out")]);
    core.drawDecision(this.canvas, surface, { ...size, ...names });
    this.fill();
  }

  fill() {
    const { surface } = this;
    if (!surface) return;
    const { xs, ys, targets, heldOut } = surface.points;
    const called = (/** @type {number} */ target) => surface.names?.classes[target] ?? shown(target);
    this.fillFrom(surface, () => sample(xs.length).map((i) => [shown(xs[i]), ys.length ? shown(ys[i]) : "–", called(targets[i]), this.words.say(heldOut[i] ? "decision.yes" : "decision.no")]));
  }
}

/** Where each rule points, over the seeds. */
class BandFigure extends Figure {
  /** @param {Words} words */
  constructor(words) {
    super(words, "band", "band.figure", ["band.rule", "band.answers", "band.lowest", "band.median", "band.highest"]);
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
    const size = this.prepare(report, { theme, invitation: this.words.say("band.invitation"), inputs: [core, range] });
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
      return [rule, this.words.say("figure.of", { count: given.length, all: report.seeds.length }), low, middle, high];
    }));
  }
}

/** Loss and rate over the steps of the range test, on two axes. */
class EpochsFigure extends Figure {
  /** @param {Words} words */
  constructor(words) {
    super(words, "epochs", "epochs.figure", ["column.step", "column.rate", "column.loss"]);
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
    const size = this.prepare(report, { theme, invitation: this.words.say("epochs.invitation"), inputs: [core] });
    if (!size || !report) return;
    this.crosshair.layout = core.drawLrEpochs(this.canvas, report, size);
    this.fill();
  }

  /** @param {number} step */
  read(step) {
    const { lrs, losses } = this.report ?? { lrs: [], losses: [] };
    const i = Math.min(lrs.length - 1, Math.max(0, Math.round(step)));
    return i < 0 ? null : { x: i, text: this.words.say("epochs.read", { step: i, lr: shown(lrs[i]), loss: shownLoss(this.words.say, losses[i], 3) }) };
  }

  fill() {
    const report = this.report;
    if (!report?.stop) return;
    this.fillFrom(report, () => sample(report.lrs.length).map((i) => [String(i), shown(report.lrs[i], 4), shownLoss(this.words.say, report.losses[i], 4)]));
  }
}

/** The edge of stability along a run. */
class StabilityFigure extends Figure {
  /** @param {Words} words */
  constructor(words) {
    super(words, "stability", "stability.figure", ["column.step", "stability.lambda", "stability.edge", "column.rate", "column.loss"]);
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
    return i < 0 ? null : { x: steps[i], text: this.words.say("stability.read", { step: steps[i], edge: shown(limits[i]), lr: shown(lrs[i]), lambda: shown(lambdaMax[i]) }) };
  }

  fill() {
    const report = this.report;
    if (!report?.stop) return;
    this.fillFrom(report, () => Array.from(report.steps, (/** @type {number} */ step, /** @type {number} */ i) => [
      String(step), shown(report.lambdaMax[i], 4), report.limits.length ? shown(report.limits[i], 4) : "–", shown(report.lrs[i], 4), shownLoss(this.words.say, report.losses[i], 4),
    ]));
  }
}

export class Closer {
  /**
   * @param {Words} words
   * @param {{ measure: () => void, stopMeasuring: () => void, readOwn: (text: string) => void,
   *   readTable: (text: string, target?: string) => DataDescription | null, changed: () => void }} actions
   */
  constructor(words, { measure, stopMeasuring, readOwn, readTable, changed }) {
    this.words = words;
    this.decision = new DecisionFigure(words);
    this.band = new BandFigure(words);
    this.epochs = new EpochsFigure(words);
    this.stability = new StabilityFigure(words);
    this.code = new CodePanel(words, changed);
    this.curve = new PasteForm(words, {
      id: "own-curve", label: "curve.label", example: "curve.example", action: "curve.read", read: (text) => (readOwn(text), ""),
    });
    this.table = new PasteForm(words, {
      id: "own-table", label: "table.label", example: "table.example", action: "table.train", read: (text) => this.#describe(readTable(text, this.#chosen(text))),
    });
    this.target = h("select", { id: "own-target", onchange: () => this.table.submit() });
    this.targetField = h("div", { class: "row", hidden: true }, h("label", { for: "own-target" }, words.of("table.target")), this.target);
    this.table.row.before(this.targetField);
    /** The text whose columns stand in the choice. */
    this.described = "";
    this.measureButton = button({}, measure);
    this.stopButton = h("button", { type: "button", hidden: true, onclick: stopMeasuring }, words.of("act.stop"));
    const part = (/** @type {string} */ name, /** @type {Id} */ title, /** @type {Node[]} */ ...inside) =>
      h("details", { class: "part", "data-part": name, ontoggle: changed }, h("summary", {}, words.of(title)), ...inside);
    this.parts = [
      part("decision", "decision.figure", this.decision.root),
      part("seeds", "closer.seeds", this.band.root),
      part("stability", "stability.figure", h("div", { class: "row" }, this.measureButton, this.stopButton), this.stability.root),
      part("epochs", "epochs.figure", this.epochs.root),
      part("code", "closer.code", this.code.root),
      part("own", "closer.own", this.curve.root),
      part("table", "closer.table", this.table.root),
    ];
    const glossary = h("button", {
      type: "button", class: "term to-glossary", "aria-haspopup": "dialog",
      onclick: () => lookUp(glossary, "learning-rate"),
    }, words.of("glossary"));
    this.root = h("section", { class: "closer", "aria-label": words.of("closer") }, ...this.parts, glossary);
  }

  /** @param {Session} session */
  update({ background, ground, state, plane }) {
    this.parts[0].hidden = !plane;
    const { course } = background;
    enable(this.measureButton, ground !== null && state.train.lr !== null);
    const { lr, steps } = state.train;
    setText(this.measureButton, lr === null ? this.words.say("stability.measure") : this.words.say("stability.measure-at", { steps, lr: shown(lr) }));
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
      const invitation = this.words.say(course.state === "running" ? "stability.measuring" : "stability.invitation");
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
    const { say } = this.words;
    const what = counted(say, classes ? "table.classes" : "table.quantity", features, { rows, target, classes });
    return [what, ...problems].join(" ");
  }
}

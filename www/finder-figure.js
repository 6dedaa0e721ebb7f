// @ts-check
/** The finder's figure: loss over rate, with the picked rate on it. */
import { setText, h } from "./dom.js";
import { Figure, drawnOf, nearest, sample } from "./figure.js";
import { ending } from "./headline.js";
import { shown, shownLoss } from "./numbers.js";
import { RateHandle } from "./overlay.js";
import { RangeSelection } from "./selection.js";
import { Zoom } from "./zoom.js";

/**
 * @import { FigureAsGood, FigureLimit, LrBandReport, LrFindCurve, LrFindReport } from "../pkg/lr_lab.js"
 * @import { Axis } from "./overlay.js"
 * @import { Range } from "./state.js"
 * @import { Core } from "./wasm.js"
 */

export class FinderFigure extends Figure {
  /**
   * @param {import("./words.js").Words} words
   * @param {(lr: number, settled: boolean) => void} pick
   * @param {(range: Range) => void} narrow
   * @param {(text: string) => void} looked what is seen of the curve, after a change
   */
  constructor(words, pick, narrow, looked) {
    super(words, "finder", "finder.figure", ["column.step", "column.rate", "column.loss", "column.smoothed"]);
    this.entitle("finder.title");
    this.sentences = [h("span"), h("span")];
    this.caption.append(this.sentences[0]);
    // That nothing was changed is for those who look closer.
    this.table.append(this.sentences[1]);
    this.zoom = new Zoom(this, looked, () => this.handle.lr);
    this.selection = new RangeSelection(words, this.area, this.crosshair, [
      { title: ({ from, to }) => words.say("finder.narrow", { from: shown(from), to: shown(to) }), act: narrow },
      this.zoom.choice,
    ]);
    this.handle = new RateHandle(words, this.area, this.crosshair, pick);
    this.area.addEventListener("click", (event) => {
      const value = this.crosshair.valueUnder(event);
      if (value !== null) this.zoom.clicked(event, () => pick(Number(value.toPrecision(3)), true));
    });
    this.caption.after(this.zoom.root);
    /** @type {LrFindReport | null} */
    this.report = null;
  }

  /**
   * @param {Core} core
   * @param {LrFindReport | null} report
   * @param {{ theme: "light" | "dark", drawn: LrFindCurve | null, lr: number | null, range: Range | null,
   *   band: LrBandReport | null, ghosts: LrFindReport[], limits: FigureLimit[], asGood: FigureAsGood | null, overTruth: boolean, summary: string, invitation: string }} look
   *   drawn: columns to draw instead of the report's own, if those are long; band: what other seeds give; ghosts: earlier
   *   passes; limits: rates beyond which training is not stable; asGood: what training has shown to be useful; overTruth: the truth lies under it, and has the labels
   */
  draw(core, report, { theme, drawn, lr, range, band, ghosts, limits, asGood, overTruth, summary, invitation }) {
    this.report = report;
    const whole = wholeOf(report, range);
    const seen = this.zoom.over(whole);
    const size = this.prepare(report, { theme, invitation, inputs: [core, lr, range, seen, band, ghosts, limits, asGood?.low, asGood?.high, overTruth, this.legendLeft] });
    if (!report) for (const line of this.sentences) setText(line, "");
    if (!this.crosshair.layout) {
      this.selection.clear();
      this.handle.place(null, null, null);
    }
    if (!size || !report) return;
    const layout = core.drawLrFind(this.canvas, drawnOf(report, drawn, "lrs", seen), {
      ...size, ...range, ...seen, ...(lr !== null && { lr }), overTruth, legendLeft: this.legendLeft, ...(band && { band: columnsOf(band) }), ghosts: ghosts.map(ghostOf), limits, ...(asGood && { asGood }),
    });
    this.crosshair.layout = layout;
    this.handle.place(layout, whole, lr, this.#at(lr));
    ending(this.words.say, report).forEach((text, line) => setText(this.sentences[line], text));
    this.summarise(summary);
    if (report.stop) this.fill();
  }

  /** @param {number | null} lr */
  #at(lr) {
    const { report } = this;
    const index = lr === null || !report ? -1 : nearest(report.lrs, lr);
    return index < 0 || !report ? "" : this.words.say("finder.at", { loss: shownLoss(this.words.say, report.smoothed[index]) });
  }

  /** @param {number} lr */
  read(lr) {
    if (!this.report) return null;
    const { lrs, losses, smoothed } = this.report;
    const { say } = this.words;
    const i = nearest(lrs, lr);
    return i < 0 ? null : { x: lrs[i], text: say("finder.read", { lr: shown(lrs[i]), loss: shownLoss(say, losses[i], 3), smoothed: shownLoss(say, smoothed[i], 3) }) };
  }

  fill() {
    const report = this.report;
    // While it runs only some of its points are here.
    if (!report?.stop) return;
    const { say } = this.words;
    this.fillFrom(report, () => sample(report.lrs.length).map((i) => [
      String(i), shown(report.lrs[i], 4), shownLoss(say, report.losses[i], 4), shownLoss(say, report.smoothed[i], 4),
    ]));
  }
}

/**
 * The axis when all of it is seen: the planned rates, or those of a curve from elsewhere.
 *
 * @param {LrFindReport | null} report
 * @param {Range | null} range
 * @returns {Axis | null}
 */
function wholeOf(report, range) {
  const [a, b] = range ? [range.from, range.to] : [report?.lrs[0] ?? NaN, report?.lrs.at(-1) ?? NaN];
  return report && Math.abs(b - a) > 0 ? { min: Math.min(a, b), max: Math.max(a, b), kind: "log" } : null;
}

/** What of a band is drawn. @param {LrBandReport} band */
const columnsOf = ({ lrs, lower, median, upper, seeds }) => ({ lrs, lower, median, upper, seeds });

/** What of an earlier report is drawn. @param {LrFindReport} report */
const ghostOf = ({ lrs, smoothed }) => ({ lrs, smoothed });

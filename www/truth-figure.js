// @ts-check
/** The truth strip: what training for real at each rate ended with, under the finder's curve and on its axis. */
import { h } from "./dom.js";
import { Figure, nearest } from "./figure.js";
import { kept } from "./headline.js";
import { percent, shown, shownLoss } from "./numbers.js";

export class TruthFigure extends Figure {
  /**
   * @param {import("./words.js").Words} words
   * @param {(lr: number, settled: boolean) => void} pick
   * @param {() => void} cancel
   * @param {import("./zoom.js").Zoom} zoom of the axis that it shares
   */
  constructor(words, pick, cancel, zoom) {
    super(words, "truth", "truth.figure", ["column.rate", "column.loss", "truth.lower", "truth.upper", "truth.diverged", "truth.gain"]);
    this.cancelButton = h("button", { type: "button", class: "stop", hidden: true, onclick: cancel }, words.of("act.stop"));
    this.entitle("truth.title");
    this.root.append(h("div", { class: "strip-head" }, this.cancelButton, this.table));
    this.caption.parentElement?.remove();
    zoom.attach(this);
    /** @type {import("../pkg/lr_lab.js").LrSweepReport | null} */
    this.report = null;
    this.area.addEventListener("click", (event) => {
      const value = this.crosshair.valueUnder(event);
      if (value === null || !this.report) return;
      // The dots are what was measured: a click near one means it.
      const lr = this.report.lrs[nearestOnLog(this.report.lrs, value)];
      zoom.clicked(event, () => pick(lr, true));
    });
  }

  /** @param {import("./background.js").Task<"sweep">} task */
  update({ state, estimate, stale }) {
    this.cancelButton.hidden = state !== "running" || estimate < 1500;
    this.root.classList.toggle("stale", stale);
  }

  /**
   * @param {import("./wasm.js").Core} core
   * @param {import("../pkg/lr_lab.js").LrSweepReport | null} report
   * @param {{ theme: "light" | "dark", lr: number | null, range: { from: number, to: number } | null, plot: { x: number, width: number } | null, limits: { lr: number, label: string }[],
   *   suggestions: { lr: number }[], summary: string, invitation: string }} look  plot: of the figure above; limits: rates beyond which training is not stable
   */
  draw(core, report, { theme, lr, range, plot, limits, suggestions, summary, invitation }) {
    this.report = report;
    const size = this.prepare(report, { theme, invitation, inputs: [core, lr, this.legendLeft, plot?.x, plot?.width, range, limits, suggestions] });
    if (!size || !report) return;
    this.crosshair.layout = core.drawLrSweep(this.canvas, report, {
      ...size, ...range, ...(lr !== null && { lr }), ...(plot && { left: plot.x, right: plot.x + plot.width }), legendLeft: this.legendLeft, limits, suggestions: suggestions.map(({ lr: at }) => ({ lr: at })),
    });
    this.summarise(summary);
    if (report.stop) this.fill();
  }

  /** @param {number} lr */
  read(lr) {
    if (!this.report) return null;
    const { lrs, median, lower, upper, gain, stop } = this.report;
    const i = nearestOnLog(lrs, lr);
    if (i < 0 || Number.isNaN(median[i])) return null;
    const { say } = this.words;
    const loss = Number.isFinite(median[i]) && say("truth.read.loss", { loss: shownLoss(say, median[i], 3), lower: shownLoss(say, lower[i]), upper: shownLoss(say, upper[i]) });
    // The best, and with it every gain, may still change.
    return { x: lrs[i], text: [say("truth.read.rate", { lr: shown(lrs[i]) }), loss, stop && kept(say, gain[i])].filter(Boolean).join(" · ") };
  }

  fill() {
    const report = this.report;
    if (!report?.stop) return;
    const { say } = this.words;
    this.fillFrom(report, () => Array.from(report.lrs, (/** @type {number} */ lr, /** @type {number} */ i) => [
      shown(lr, 4), ...[report.median, report.lower, report.upper].map((column) => shownLoss(say, column[i], 4)),
      say("figure.of", { count: report.diverged[i], all: report.seeds.length }), Number.isFinite(report.gain[i]) ? percent(report.gain[i]) : "–",
    ]));
  }
}

/**
 * @param {Float64Array} lrs rising
 * @param {number} lr
 */
function nearestOnLog(lrs, lr) {
  return nearest(lrs.map(Math.log), Math.log(lr));
}

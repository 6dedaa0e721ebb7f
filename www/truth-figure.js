// @ts-check
/** The truth strip: what training for real at each rate ended with, under the finder's curve and on its axis. */
import { enable, enabled, h, setText } from "./dom.js";
import { Figure, nearest } from "./figure.js";
import { kept } from "./headline.js";
import { duration, percent, shown, shownLoss } from "./numbers.js";

/** Where the legend begins, behind the heading. */
export const HEADED = 62;

export class TruthFigure extends Figure {
  /**
   * @param {(lr: number, settled: boolean) => void} pick
   * @param {() => void} begin
   * @param {() => void} cancel
   * @param {import("./zoom.js").Zoom} zoom of the axis that it shares
   */
  constructor(pick, begin, cancel, zoom) {
    super("truth", "Truth: loss after training at each rate", ["Rate", "Loss", "Lower quartile", "Upper quartile", "Diverged", "Gain kept"]);
    this.beginButton = h("button", { type: "button", class: "begin", hidden: true, onclick: () => enabled(this.beginButton) && begin() });
    this.cancelButton = h("button", { type: "button", class: "stop", hidden: true, onclick: cancel }, "Stop");
    this.bar = h("progress", { "aria-label": "Progress of the truth", max: "1", value: "0", hidden: true });
    this.area.prepend(h("h3", {}, "Truth"));
    this.root.append(h("div", { class: "strip-head" }, this.bar, this.beginButton, this.cancelButton, this.table));
    this.caption.parentElement?.remove();
    zoom.attach(this);
    /** @type {any} */
    this.report = null;
    this.area.addEventListener("click", (event) => {
      const value = this.crosshair.valueUnder(event);
      if (value === null || !this.report) return;
      // The dots are what was measured: a click near one means it.
      const lr = this.report.lrs[nearestOnLog(this.report.lrs, value)];
      zoom.clicked(event, () => pick(lr, true));
    });
  }

  /**
   * @param {import("./background.js").Task<"sweep">} task
   * @param {{ ready: boolean, runs: string }} about  runs: how many runs it takes, in words
   */
  update(task, { ready, runs }) {
    const { state, share, estimate, stale } = task;
    this.beginButton.hidden = state !== "offered";
    enable(this.beginButton, ready);
    setText(this.beginButton, `Train ${runs} (about ${duration(estimate)})`);
    this.cancelButton.hidden = state !== "running" || estimate < 1500;
    this.bar.hidden = state !== "running";
    this.bar.value = share;
    this.root.classList.toggle("stale", stale);
  }

  /**
   * @param {any} core
   * @param {any} report
   * @param {{ theme: "light" | "dark", lr: number | null, range: { from: number, to: number } | null, plot: { x: number, width: number } | null, limits: { lr: number, label: string }[],
   *   suggestions: { lr: number }[], summary: string, invitation: string }} look  plot: of the figure above; limits: rates beyond which training is not stable
   */
  draw(core, report, { theme, lr, range, plot, limits, suggestions, summary, invitation }) {
    this.report = report;
    const size = this.prepare(report, { theme, invitation, inputs: [core, lr, plot?.x, plot?.width, range, limits, suggestions] });
    if (!size) return;
    this.crosshair.layout = core.drawLrSweep(this.canvas, report, {
      ...size, ...range, ...(lr !== null && { lr }), ...(plot && { left: plot.x, right: plot.x + plot.width }), legendLeft: HEADED, limits, suggestions: suggestions.map(({ lr: at }) => ({ lr: at })),
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
    const loss = Number.isFinite(median[i]) ? ` · loss ${shownLoss(median[i], 3)} (${shownLoss(lower[i])} to ${shownLoss(upper[i])})` : "";
    // The best, and with it every gain, may still change.
    return { x: lrs[i], text: `rate ${shown(lrs[i])}${loss}${stop ? ` · ${kept(gain[i])}` : ""}` };
  }

  fill() {
    const report = this.report;
    if (!report?.stop) return;
    this.fillFrom(report, () => Array.from(report.lrs, (/** @type {number} */ lr, /** @type {number} */ i) => [
      shown(lr, 4), ...[report.median, report.lower, report.upper].map((column) => shownLoss(column[i], 4)),
      `${report.diverged[i]} of ${report.seeds.length}`, Number.isFinite(report.gain[i]) ? percent(report.gain[i]) : "–",
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

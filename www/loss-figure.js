// @ts-check
/** Loss over steps, of the runs beside each other. */
import { h, setText } from "./dom.js";
import { Figure, MAX_ROWS, drawnOf, nearest, sample } from "./figure.js";
import { sentence } from "./headline.js";
import { shown, shownLoss } from "./numbers.js";
import { called } from "./runs.js";
import { RunsTable } from "./runs-table.js";
import { RangeSelection } from "./selection.js";
import { Zoom } from "./zoom.js";

/** @typedef {import("./runs.js").Run} Run */

export class LossFigure extends Figure {
  /**
   * @param {{ pin: (run: Run) => void, remove: (run: Run) => void, changed: () => void }} actions
   * @param {(words: string) => void} looked what is seen of the curves, after a change
   */
  constructor({ pin, remove, changed }, looked) {
    super("loss", "Loss while training", ["Run", "Step", "Rate", "Loss"]);
    this.legend = new RunsTable(pin, remove, changed);
    this.reason = h("p", {});
    this.why = h("details", { class: "why-diverged", hidden: true }, h("summary", {}, "What happened?"), this.reason);
    this.zoom = new Zoom(this, looked);
    this.selection = new RangeSelection(this.area, this.crosshair, [this.zoom.choice]);
    this.caption.after(this.why, this.zoom.root);
    /** Those that are shown. @type {Run[]} */
    this.runs = [];
  }

  /**
   * @param {any} core
   * @param {Run[]} runs
   * @param {{ theme: "light" | "dark", total: number, ran: string, summary: string, invitation: string, notice: string, reason: string, batches: boolean }} look
   *   ran: what the latest has shown; reason: why it diverged, if it did; batches: whether the losses of the batches are drawn
   */
  draw(core, runs, { theme, total, ran, summary, invitation, notice, reason, batches }) {
    this.runs = this.legend.update([...runs].sort((a, b) => a.label.localeCompare(b.label)), { ran, notice });
    setText(this.reason, reason);
    this.why.hidden = reason === "";
    const seen = this.zoom.over(runs.length ? { min: 0, max: total, kind: "linear" } : null);
    const inputs = [core, total, seen, batches, ...this.runs.flatMap(({ label, trace }) => [label, trace])];
    const size = this.prepare(runs.length, { theme, invitation, inputs });
    if (!runs.length) setText(this.caption, "");
    if (!this.crosshair.layout) this.selection.clear();
    if (!size) return;
    const drawn = this.runs.map((run) => ({ label: called(run), letter: run.label, trace: drawnOf(run.trace, run.drawn, "steps", seen) }));
    this.crosshair.layout = core.drawLoss(this.canvas, drawn, { ...size, total, ...seen });
    const stop = runs.at(-1)?.trace.stop;
    setText(this.caption, stop && stop.reason !== "completed" ? sentence(stop.message) : "");
    this.summarise(summary);
    if (stop) this.fill();
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
    this.fillFrom(runs.map(({ label, fingerprint }) => `${label} ${fingerprint}`).join(), () => runs.flatMap(({ label, trace }) => sample(trace.losses.length, MAX_ROWS / runs.length).map((i) => [
      label, String(trace.steps[i]), shown(trace.lrs[i], 4), shownLoss(trace.losses[i], 4),
    ])));
  }
}

/** Steps of a run, also where only some of them are kept. @param {any} trace */
export const taken = ({ steps }) => (steps.at(-1) ?? -1) + 1;

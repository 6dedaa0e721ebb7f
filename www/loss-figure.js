// @ts-check
/** Loss over steps, of up to four runs. */
import { h, setText } from "./dom.js";
import { Figure, MAX_ROWS, nearest, sample } from "./figure.js";
import { sentence } from "./headline.js";
import { shown, shownLoss } from "./numbers.js";

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
    this.#legend();
    const inputs = [core, total, ...this.runs.flatMap(({ label, trace }) => [label, trace])];
    const size = this.prepare(runs.length, { theme, invitation, inputs });
    if (!runs.length) setText(this.caption, "");
    if (!size) return;
    this.crosshair.layout = core.drawLoss(this.canvas, this.runs.map(({ name, drawn }) => ({ label: name, trace: drawn })), { ...size, total });
    const stop = runs.at(-1)?.trace.stop;
    setText(this.caption, stop && stop.reason !== "completed" ? sentence(stop.message) : "");
    this.summarise(summary);
    if (stop) this.fill();
  }

  #legend() {
    const items = this.runs.map(({ label, name, trace }) => {
      const { losses, accuracies } = trace.validation;
      const held = losses.length ? ` · held-out loss ${shownLoss(losses.at(-1))}` : "";
      const right = Number.isFinite(accuracies.at(-1)) ? ` · ${(accuracies.at(-1) * 100).toFixed(1)} % right` : "";
      return [label, `${name}${held}${right}`];
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

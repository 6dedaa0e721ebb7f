// @ts-check
/** The runs in words, each with what can be done with it: hidden for a while, kept in its place, or removed. */
import { h, setText } from "./dom.js";
import { shownLoss } from "./numbers.js";

/** @typedef {import("./runs.js").Run} Run */

export class RunsLegend {
  /**
   * @param {(run: Run) => void} pin
   * @param {(run: Run) => void} remove
   * @param {() => void} changed other runs are shown
   */
  constructor(pin, remove, changed) {
    this.pin = pin;
    this.remove = remove;
    this.changed = changed;
    /** @type {WeakSet<Run>} */
    this.hidden = new WeakSet();
    this.root = h("ul", { class: "legend", "aria-label": "Runs" });
    /** @type {{ run: Run, item: HTMLElement, series: HTMLElement, text: Element, pin: HTMLElement, tools: HTMLElement }[]} */
    this.entries = [];
  }

  /** @param {Run[]} runs @returns {Run[]} those that are not hidden */
  update(runs) {
    // Something is always shown.
    if (runs.every((run) => this.hidden.has(run))) this.hidden = new WeakSet();
    if (runs.length !== this.entries.length || runs.some((run, at) => run !== this.entries[at].run)) this.#fill(runs);
    for (const { run, series, text, pin, tools } of this.entries) {
      const { name, trace, pinned } = run;
      const { losses, accuracies } = trace.validation;
      const share = Number.isFinite(accuracies.at(-1)) ? `${(accuracies.at(-1) * 100).toFixed(1)} %` : "";
      const held = losses.length ? ` · held-out ${shownLoss(losses.at(-1))}` : "";
      setText(text, `${name}${held}${share && ` (${share})`}`);
      text.setAttribute("title", `${name}${held}${share && ` · ${share} of the held-out rows right`}`);
      pin.setAttribute("aria-pressed", String(pinned));
      // A run that is cut off is not kept.
      tools.hidden = !trace.stop;
      series.setAttribute("aria-pressed", String(!this.hidden.has(run)));
    }
    return runs.filter((run) => !this.hidden.has(run));
  }

  /** Hides a run or shows it; the only one that is shown brings back the others. @param {Run} run */
  #toggle(run) {
    const others = this.entries.map((entry) => entry.run).filter((other) => other !== run);
    if (this.hidden.has(run)) this.hidden.delete(run);
    else if (others.some((other) => !this.hidden.has(other))) this.hidden.add(run);
    else for (const other of others) this.hidden.delete(other);
    this.changed();
  }

  /** @param {Run[]} runs */
  #fill(runs) {
    const root = /** @type {Document | ShadowRoot} */ (this.root.getRootNode());
    const focused = this.entries.findIndex(({ item }) => item.contains(root.activeElement));
    this.entries = runs.map((run) => {
      const { label } = run;
      const text = h("span", { class: "about" });
      const series = h("button", { type: "button", class: "series", onclick: () => this.#toggle(run) }, h("b", {}, label), text);
      const pin = h("button", { type: "button", class: "pin", "aria-label": `Pin run ${label}`, title: "Keep this run when a fifth one comes", onclick: () => this.pin(run) });
      const cross = h("span", { "aria-hidden": "true" }, "×");
      const remove = h("button", { type: "button", class: "drop", "aria-label": `Remove run ${label}`, title: "Remove this run", onclick: () => this.remove(run) }, cross);
      const tools = h("span", { class: "run-tools" }, pin, remove);
      const item = h("li", { class: `run-${label.toLowerCase()}` }, series, tools);
      return { run, item, series, text, pin, tools };
    });
    this.root.replaceChildren(...this.entries.map(({ item }) => item));
    // The one that was pressed may be gone: its neighbour is next.
    if (focused >= 0) this.entries[Math.min(focused, this.entries.length - 1)]?.pin.focus();
  }
}

// @ts-check
/** The runs in a table, each with what can be done with it: hidden for a while, kept in its place, or removed. */
import { h, setText } from "./dom.js";
import { called } from "./runs.js";
import { duration, percent, shownLoss } from "./numbers.js";

/** @typedef {import("./runs.js").Run} Run */

export class RunsTable {
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
    this.body = h("tbody");
    this.table = h("table", { hidden: true },
      h("thead", {}, h("tr", {}, ...["run", "lowest", "last", "right"].map((title) => h("th", { scope: "col" }, title)), h("td"))), this.body);
    this.empty = h("p", { class: "invitation" }, "Each training is a row here, with its held-out loss.");
    this.ran = h("p", { class: "ran" });
    this.notice = h("p", { class: "findings" });
    this.root = h("div", { class: "runs" }, this.empty, this.table, this.ran, this.notice);
    /** @type {{ run: Run, row: HTMLElement, series: HTMLElement, cells: HTMLElement[], pin: HTMLElement, tools: HTMLElement }[]} */
    this.entries = [];
  }

  /**
   * @param {Run[]} runs
   * @param {{ ran: string, notice: string }} words what the latest has shown; what the reader should know of the list
   * @returns {Run[]} those that are not hidden
   */
  update(runs, { ran, notice }) {
    // Something is always shown.
    if (runs.every((run) => this.hidden.has(run))) this.hidden = new WeakSet();
    if (runs.length !== this.entries.length || runs.some((run, at) => run !== this.entries[at].run)) this.#fill(runs);
    this.table.hidden = runs.length === 0;
    this.empty.hidden = runs.length > 0;
    setText(this.ran, ran);
    setText(this.notice, notice);
    const best = Math.min(...runs.map(({ trace }) => lastOf(trace)).filter(Number.isFinite));
    for (const { run, series, cells, pin, tools } of this.entries) {
      const { trace, pinned, took } = run;
      const [title, about] = /** @type {HTMLCollectionOf<HTMLElement>} */ (series.children);
      setText(title, called(run));
      const steps = `${trace.losses.length} steps`;
      setText(about, took ? `${steps}, ${duration(took, 1)}` : steps);
      const accuracy = trace.validation.accuracies.at(-1);
      const values = [lowestOf(trace), lastOf(trace)].map((loss) => (loss === undefined ? "–" : shownLoss(loss)));
      [...values, Number.isFinite(accuracy) ? percent(accuracy) : "–"].forEach((text, at) => setText(cells[at], text));
      cells[1].classList.toggle("best", runs.length > 1 && lastOf(trace) === best);
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
    const focused = this.entries.findIndex(({ row }) => row.contains(root.activeElement));
    this.entries = runs.map((run) => {
      const { label } = run;
      const series = h("button", { type: "button", class: "series", onclick: () => this.#toggle(run) }, h("span"), " ", h("small"));
      const pin = h("button", { type: "button", class: "pin", "aria-label": `Pin run ${label}`, onclick: () => this.pin(run) });
      const remove = h("button", { type: "button", class: "drop", "aria-label": `Remove run ${label}`, onclick: () => this.remove(run) }, h("span", { "aria-hidden": "true" }, "×"));
      const tools = h("span", { class: "run-tools" }, pin, remove);
      const cells = [0, 1, 2].map(() => h("td"));
      const row = h("tr", { class: `run-${label.toLowerCase()}` }, h("th", { scope: "row" }, h("b", {}, label), " ", series), ...cells, h("td", {}, tools));
      return { run, row, series, cells, pin, tools };
    });
    this.body.replaceChildren(...this.entries.map(({ row }) => row));
    // The one that was pressed may be gone: its neighbour is next.
    if (focused >= 0) this.entries[Math.min(focused, this.entries.length - 1)]?.pin.focus();
  }
}

/** The held-out loss at the end. @param {any} trace @returns {number} */
const lastOf = ({ validation }) => validation.losses.at(-1);

/** The lowest held-out loss on the way. @param {any} trace @returns {number | undefined} */
function lowestOf({ validation: { losses } }) {
  const finite = Array.from(/** @type {ArrayLike<number>} */ (losses)).filter(Number.isFinite);
  return finite.length ? Math.min(...finite) : losses.at(-1);
}

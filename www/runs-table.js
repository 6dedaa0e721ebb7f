// @ts-check
/** The runs in a table, each with what can be done with it: hidden for a while, kept in its place, or removed. */
import { h, setText } from "./dom.js";
import { called } from "./runs.js";
import { duration, percent, shownLoss } from "./numbers.js";
import { counted } from "./texts.js";

/** @typedef {import("./runs.js").Run} Run */

const COLUMNS = /** @type {const} */ (["runs.run", "runs.lowest", "runs.last", "runs.right"]);

export class RunsTable {
  /**
   * @param {import("./words.js").Words} words
   * @param {(run: Run) => void} pin
   * @param {(run: Run) => void} remove
   * @param {() => void} changed other runs are shown
   */
  constructor(words, pin, remove, changed) {
    this.words = words;
    this.pin = pin;
    this.remove = remove;
    this.changed = changed;
    /** @type {WeakSet<Run>} */
    this.hidden = new WeakSet();
    this.body = h("tbody");
    this.table = h("table", { hidden: true },
      h("thead", {}, h("tr", {}, ...COLUMNS.map((title) => h("th", { scope: "col" }, words.of(title))), h("td"))), this.body);
    this.empty = h("p", { class: "invitation" }, words.of("runs.none"));
    this.ran = h("p", { class: "ran" });
    this.notice = h("p", { class: "findings" });
    this.root = h("div", { class: "runs" }, this.empty, this.table, this.ran, this.notice);
    /** @type {{ run: Run, row: HTMLElement, series: HTMLElement, cells: HTMLElement[], pin: HTMLElement, drop: HTMLElement, tools: HTMLElement }[]} */
    this.entries = [];
  }

  /**
   * @param {Run[]} runs
   * @param {{ ran: string, notice: string }} words what the latest has shown; what the reader should know of the list
   * @returns {Run[]} those that are not hidden
   */
  update(runs, { ran, notice }) {
    const { say } = this.words;
    // Something is always shown.
    if (runs.every((run) => this.hidden.has(run))) this.hidden = new WeakSet();
    if (runs.length !== this.entries.length || runs.some((run, at) => run !== this.entries[at].run)) this.#fill(runs);
    this.table.hidden = runs.length === 0;
    this.empty.hidden = runs.length > 0;
    setText(this.ran, ran);
    setText(this.notice, notice);
    const best = Math.min(...runs.map(({ trace }) => lastOf(trace) ?? NaN).filter(Number.isFinite));
    for (const { run, series, cells, pin, drop, tools } of this.entries) {
      const { label, trace, pinned, took } = run;
      const [title, about] = /** @type {HTMLCollectionOf<HTMLElement>} */ (series.children);
      setText(title, called(say, run));
      const steps = counted(say, "runs.steps", trace.losses.length);
      setText(about, took ? `${steps}, ${duration(took, 1)}` : steps);
      const accuracy = trace.validation.accuracies.at(-1) ?? NaN;
      const values = [lowestOf(trace), lastOf(trace)].map((loss) => (loss === undefined ? "–" : shownLoss(say, loss)));
      [...values, Number.isFinite(accuracy) ? percent(accuracy) : "–"].forEach((text, at) => setText(cells[at], text));
      cells[1].classList.toggle("best", runs.length > 1 && lastOf(trace) === best);
      pin.setAttribute("aria-label", say("runs.pin", { run: label }));
      drop.setAttribute("aria-label", say("runs.remove", { run: label }));
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
      const pin = h("button", { type: "button", class: "pin", onclick: () => this.pin(run) });
      const drop = h("button", { type: "button", class: "drop", onclick: () => this.remove(run) }, h("span", { "aria-hidden": "true" }, "×"));
      const tools = h("span", { class: "run-tools" }, pin, drop);
      const cells = [0, 1, 2].map(() => h("td"));
      const row = h("tr", { class: `run-${label.toLowerCase()}` }, h("th", { scope: "row" }, h("b", {}, label), " ", series), ...cells, h("td", {}, tools));
      return { run, row, series, cells, pin, drop, tools };
    });
    this.body.replaceChildren(...this.entries.map(({ row }) => row));
    // The one that was pressed may be gone: its neighbour is next.
    if (focused >= 0) this.entries[Math.min(focused, this.entries.length - 1)]?.pin.focus();
  }
}

/** The held-out loss at the end. @param {import("../pkg/lr_lab.js").Trace} trace */
const lastOf = ({ validation }) => validation.losses.at(-1);

/** The lowest held-out loss on the way. @param {import("../pkg/lr_lab.js").Trace} trace @returns {number | undefined} */
function lowestOf({ validation: { losses } }) {
  const finite = Array.from(/** @type {ArrayLike<number>} */ (losses)).filter(Number.isFinite);
  return finite.length ? Math.min(...finite) : losses.at(-1);
}

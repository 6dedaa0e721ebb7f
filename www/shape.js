// @ts-check
/** Shape: the schedule's kind and fields, its figure, and what the linter says of it. */
import { SlotView } from "./controls.js";
import { h } from "./dom.js";
import { FieldView } from "./field.js";
import { typed, shown, words } from "./numbers.js";
import { conventionOf, spelled, suited } from "./schedule.js";
import { ScheduleFigure } from "./schedule-figure.js";

/**
 * @typedef {import("./field.js").Context} Context
 * @typedef {import("./field.js").Field} Field
 */

export class Shape {
  /**
   * @param {(key: string, value: string, committed: boolean) => void} set
   * @param {(fields: Record<string, string>) => void} reshape
   * @param {(words: string) => void} looked what is seen of the curve, after a change
   */
  constructor(set, reshape, looked) {
    this.kind = new FieldView({
      key: "schedule.kind", label: "Schedule", kind: "select", paths: ["schedule.kind"],
      options: ({ catalog }) => catalog.schedules.map(({ kind, title }) => ({ value: kind, title })),
    }, (value, committed) => set("schedule.kind", value, committed));
    // Its place is beside the rate, where one trains.
    this.slot = new SlotView({ slot: (context) => fieldsOf(context) }, set);
    this.figure = new ScheduleFigure((fields) =>
      reshape(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typed(value, 4)]))), looked);
    this.findings = h("ul", { class: "findings" });
    this.root = h("div", { class: "shape" },
      h("div", { class: "shape-fields" }, this.slot.root), this.figure.root, this.findings);
  }

  get fields() {
    return [this.kind, ...this.slot.fields];
  }

  /** @param {Context} context */
  update(context) {
    this.kind.update(context);
    this.slot.update(context);
  }

  /**
   * @param {import("./session.js").Session} session
   * @param {"light" | "dark"} theme
   */
  draw({ core, shape, state }, theme) {
    if (!core) return;
    const { what, findings, error } = shape;
    const ends = what && what.rates.length ? `first ${shown(what.rates[0])}, highest ${shown(highest(what.rates))}, last ${shown(what.rates[what.rates.length - 1])}` : "";
    const invitation = state.schedule.kind === "plateau" ? "Plateau follows the loss: its rates appear here once it has trained."
      : error ? "" : "Pick a rate first: the schedule is built around it.";
    this.figure.draw(core, what, { theme, invitation, caption: ends });
    const texts = findings.map(({ severity, message }) => `${severity === "warning" ? "Note: " : ""}${message}`);
    if (this.findings.textContent !== texts.join("")) this.findings.replaceChildren(...texts.map((text) => h("li", {}, text)));
  }
}

/** @param {ArrayLike<number>} rates */
const highest = (rates) => Array.from(rates).reduce((high, lr) => Math.max(high, lr), 0);

/** The chosen kind's fields, with what an empty one stands for. @param {Context} context @returns {Field[]} */
function fieldsOf({ state, catalog, perEpoch }) {
  const { schedule, train } = state;
  const kind = catalog.schedules.find((one) => one.kind === schedule.kind);
  const run = { lr: Number(train.lr) || 0.1, steps: Number(train.steps) || 1, perEpoch: perEpoch ?? 1 };
  const convention = conventionOf(schedule, kind);
  const own = (kind?.fields ?? []).filter(({ conventions }) => !conventions.length || conventions.includes(convention));
  const suiting = suited(schedule, run);
  const fields = own.map((info) => {
    const usual = suiting[info.name] ?? info.default;
    const kinds = /** @type {const} */ ({ choice: "select", flag: "flag" });
    /** @type {Field} */
    const field = {
      key: `schedule.${info.name}`, label: words(info.name), paths: [`schedule.${info.name}`],
      kind: kinds[/** @type {keyof typeof kinds} */ (info.type)] ?? (info.type === "text" || info.type === "schedules" ? "text" : "number"),
      options: () => info.choices.map((choice) => ({ value: choice, title: words(choice) })),
      placeholder: () => spelled(usual),
      stretch: info.type === "text" || info.type === "schedules", title: info.description,
    };
    return field;
  });
  if (schedule.kind === "plateau") return fields;
  return [...fields, {
    key: "schedule.unit", label: "Counted in", kind: "select", paths: ["schedule.unit"],
    options: () => [{ value: "step", title: "Steps" }, { value: "epoch", title: "Epochs" }],
  }];
}

// @ts-check
/** Shape: the schedule's kind and fields, its figure, and what the linter says of it. */
import { SlotView } from "./controls.js";
import { h, setText } from "./dom.js";
import { FieldView } from "./field.js";
import { choiceOf, nameOf } from "./names.js";
import { shown, typed } from "./numbers.js";
import { conventionOf, spelled, suited } from "./schedule.js";
import { ScheduleFigure } from "./schedule-figure.js";

/**
 * @typedef {import("./field.js").Context} Context
 * @typedef {import("./field.js").Field} Field
 */

export class Shape {
  /**
   * @param {import("./words.js").Words} words
   * @param {(key: string, value: string, committed: boolean) => void} set
   * @param {(fields: Record<string, string>) => void} reshape
   * @param {(text: string) => void} looked what is seen of the curve, after a change
   */
  constructor(words, set, reshape, looked) {
    this.words = words;
    this.kind = new FieldView(words, {
      key: "schedule.kind", label: "control.schedule", kind: "select", paths: ["schedule.kind"],
      options: ({ catalog }) => catalog.schedules.map(({ kind, title }) => ({ value: kind, title })),
    }, (value, committed) => set("schedule.kind", value, committed));
    // Its place is beside the rate, where one trains.
    this.slot = new SlotView(words, { slot: (context) => fieldsOf(context) }, set);
    this.figure = new ScheduleFigure(words, (fields) =>
      reshape(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typed(value, 4)]))), looked);
    this.findings = h("ul", { class: "findings" });
    this.about = h("p", { class: "help" });
    this.root = h("div", { class: "shape" },
      this.about, h("div", { class: "shape-fields" }, this.slot.root), this.figure.root, this.findings);
  }

  get fields() {
    return [this.kind, ...this.slot.fields];
  }

  /** @param {Context} context */
  update(context) {
    this.kind.update(context);
    setText(this.about, context.catalog.schedules.find(({ kind }) => kind === context.state.schedule.kind)?.description ?? "");
    this.slot.update(context);
  }

  /**
   * @param {import("./session.js").Session} session
   * @param {"light" | "dark"} theme
   */
  draw({ core, shape, state }, theme) {
    if (!core) return;
    const { say } = this.words;
    const { what, findings, error } = shape;
    const ends = what && what.rates.length ? say("shape.ends", { first: shown(what.rates[0]), highest: shown(highest(what.rates)), last: shown(what.rates[what.rates.length - 1]) }) : "";
    const invitation = state.schedule.kind === "plateau" ? say("shape.plateau") : error ? "" : say("shape.no-rate");
    this.figure.draw(core, what, { theme, invitation, caption: ends });
    const texts = findings.map(({ severity, message }) => (severity === "warning" ? say("shape.note", { note: message }) : message));
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
      key: `schedule.${info.name}`, label: (say) => nameOf(say, info.name), paths: [`schedule.${info.name}`],
      kind: kinds[/** @type {keyof typeof kinds} */ (info.type)] ?? (info.type === "text" || info.type === "schedules" ? "text" : "number"),
      options: ({ say }) => info.choices.map((choice) => ({ value: choice, title: choiceOf(say, choice) })),
      placeholder: () => spelled(usual),
      stretch: info.type === "text" || info.type === "schedules", title: info.description,
    };
    return field;
  });
  if (schedule.kind === "plateau") return fields;
  return [...fields, {
    key: "schedule.unit", label: "control.unit", kind: "select", paths: ["schedule.unit"],
    options: ({ say }) => [{ value: "step", title: say("control.unit.step") }, { value: "epoch", title: say("control.unit.epoch") }],
  }];
}

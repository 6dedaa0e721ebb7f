// @ts-check
/** Shape: the schedule's kind and fields, its figure, and what the linter says of it. */
import { SlotView } from "./controls.js";
import { h, setText } from "./dom.js";
import { FieldView } from "./field.js";
import { shown, typed } from "./numbers.js";
import { Pieces } from "./pieces.js";
import { hasPieces } from "./schedule.js";
import { scheduleFields } from "./schedule-fields.js";
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
    this.pieces = new Pieces(words, { set, reshape });
    this.figure = new ScheduleFigure(words, (fields) =>
      reshape(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typed(value, 4)]))), looked);
    this.findings = h("ul", { class: "findings" });
    this.about = h("p", { class: "help" });
    this.root = h("div", { class: "shape" },
      this.about, h("div", { class: "shape-fields" }, this.pieces.root, this.slot.root), this.figure.root, this.findings);
  }

  get fields() {
    return [this.kind, ...this.pieces.fields, ...this.slot.fields];
  }

  /** @param {Context} context */
  update(context) {
    this.kind.update(context);
    setText(this.about, context.catalog.schedules.find(({ kind }) => kind === context.state.schedule.kind)?.description ?? "");
    this.pieces.update(context, runOf(context));
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

/** What the empty fields follow. @param {Context} context */
const runOf = ({ state: { train }, perEpoch }) => ({ lr: Number(train.lr) || 0.1, steps: Number(train.steps) || 1, perEpoch: perEpoch ?? 1 });

/** The chosen kind's fields; its pieces have their own. @param {Context} context @returns {Field[]} */
function fieldsOf(context) {
  const { state: { schedule }, catalog } = context;
  const kind = catalog.schedules.find((one) => one.kind === schedule.kind);
  if (schedule.kind === "plateau") return scheduleFields(schedule, kind, runOf(context), "schedule");
  return [...(hasPieces(kind) ? [] : scheduleFields(schedule, kind, runOf(context), "schedule")), {
    key: "schedule.unit", label: "control.unit", kind: "select", paths: ["schedule.unit"],
    options: ({ say }) => [{ value: "step", title: say("control.unit.step") }, { value: "epoch", title: say("control.unit.epoch") }],
  }];
}

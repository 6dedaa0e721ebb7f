// @ts-check
/** A join or a product in pieces that look like schedules: each has its kind and its fields, and all can be moved. */
import { SlotView } from "./controls.js";
import { h } from "./dom.js";
import { FieldView } from "./field.js";
import { unlessRefused } from "./errors.js";
import { isLocked } from "./link.js";
import { buildSchedule, hasPieces, isJoined, piecesOf, typedSchedule } from "./schedule.js";
import { scheduleFields } from "./schedule-fields.js";

/**
 * @import { Context } from "./field.js"
 * @import { Piece } from "./schedule.js"
 * @import { Run } from "./usual.js"
 * @import { Words } from "./words.js"
 *
 * @typedef {Record<string, string>} Typed  what is typed of a piece
 * @typedef {{ set: (key: string, value: string, committed: boolean) => void, reshape: (fields: Typed) => void }} Actions
 *   reshape: changes that are one
 * @typedef {"kind" | "up" | "down" | "remove"} Part
 */

export class Pieces {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    /** @type {PieceView[]} */
    this.views = [];
    /** @type {Piece[]} */
    this.pieces = [];
    /** What is to have the focus when the pieces are others. @type {{ at: number, part: Part } | null} */
    this.next = null;
    this.list = h("div", { class: "pieces" });
    this.button = h("button", { type: "button", class: "small", onclick: () => this.#add() }, words.of("piece.add"));
    this.root = h("div", { hidden: true }, this.list, this.button);
  }

  /** @returns {FieldView[]} */
  get fields() {
    return this.root.hidden ? [] : this.views.slice(0, this.pieces.length).flatMap(({ fields }) => fields);
  }

  /** @param {Context} context @param {Run} run */
  update(context, run) {
    const { state: { schedule, page }, catalog: { schedules } } = context;
    const kind = schedules.find((one) => one.kind === schedule.kind);
    this.root.hidden = !hasPieces(kind);
    if (this.root.hidden) return;
    this.context = context;
    this.joined = isJoined(kind);
    this.pieces = piecesOf(schedule, schedules, run);
    while (this.views.length < this.pieces.length) this.views.push(new PieceView(this, this.views.length));
    const locked = isLocked(page, "schedule");
    const shown = this.views.slice(0, this.pieces.length);
    shown.forEach((view, i) => view.update(context, this.pieces[i], this.pieces.length, locked));
    if (this.list.children.length !== shown.length) this.list.replaceChildren(...shown.map(({ root }) => root));
    this.button.disabled = locked;
    if (this.next) shown[Math.min(this.next.at, shown.length - 1)]?.focus(this.next.part);
    this.next = null;
  }

  /** What is typed of each. @returns {Typed[]} */
  get #typed() {
    return this.pieces.map(({ settings: { unit, ...own } }) => ({ ...own, ...(unit !== this.context?.state.schedule.unit && { unit }) }));
  }

  /** A setting of a piece. @param {number} at @param {Typed} settings @param {boolean} committed */
  change(at, settings, committed) {
    const pieces = this.#typed;
    pieces[at] = "kind" in settings ? settings : { ...pieces[at], ...settings };
    this.actions.set("schedule.schedules", JSON.stringify(pieces), committed);
  }

  /** Where a piece begins. @param {number} at @param {string} text @param {boolean} committed */
  begin(at, text, committed) {
    const begins = this.pieces.slice(1).map(({ begin }, i) => (i + 1 === at ? text : begin));
    this.actions.set("schedule.boundaries", begins.join(", "), committed);
  }

  /** One more, which begins where the last one ends. */
  #add() {
    if (!this.context) return;
    const { catalog: { schedules } } = this.context;
    const pieces = this.#typed;
    // It goes on as it did, up to where the next one begins.
    if (this.joined) pieces[pieces.length - 1] = held(this.pieces[pieces.length - 1], this.context) ?? pieces[pieces.length - 1];
    this.next = { at: pieces.length, part: "kind" };
    this.actions.reshape({ schedules: JSON.stringify([...pieces, { kind: schedules[0].kind }]) });
  }

  /** @param {number} at */
  remove(at) {
    const begins = this.pieces.slice(1).map(({ begin }) => begin);
    begins.splice(Math.max(0, at - 1), 1);
    this.next = { at, part: "remove" };
    this.actions.reshape({ schedules: JSON.stringify(this.#typed.toSpliced(at, 1)), ...(this.joined && { boundaries: begins.join(", ") }) });
  }

  /** @param {number} at @param {number} by */
  move(at, by) {
    const pieces = this.#typed;
    [pieces[at], pieces[at + by]] = [pieces[at + by], pieces[at]];
    this.next = { at: at + by, part: by < 0 ? "up" : "down" };
    this.actions.reshape({ schedules: JSON.stringify(pieces) });
  }
}

/** A piece with all that it holds now, or null where the core refuses it. @param {Piece} piece @param {Context} context */
function held({ settings, run }, { catalog: { schedules }, state: { schedule } }) {
  return unlessRefused(() => typedSchedule(buildSchedule(settings, schedules, run, "schedule", schedule.unit), schedules));
}

class PieceView {
  /** @param {Pieces} pieces @param {number} at */
  constructor(pieces, at) {
    const { words } = pieces;
    const number = at + 1;
    const path = `schedule.schedules[${at}]`;
    this.path = path;
    this.at = at;
    /** @type {Piece | null} */
    this.piece = null;
    this.kind = new FieldView(words, {
      key: `${path}.kind`, label: (say) => say("piece", { number }), kind: "select", value: () => this.piece?.settings.kind ?? "",
      paths: [path, ...(at === 0 ? ["schedule.schedules"] : [])],
      // One in another is for those who write it.
      options: ({ catalog: { schedules } }) => schedules
        .filter((kind) => (!hasPieces(kind) && kind.kind !== "plateau") || kind.kind === this.piece?.settings.kind)
        .map(({ kind, title }) => ({ value: kind, title })),
    }, (kind, committed) => pieces.change(at, { kind }, committed));
    this.begin = new FieldView(words, {
      key: `schedule.boundaries[${at - 1}]`, kind: "number", paths: [`schedule.boundaries[${at - 1}]`, ...(at === 1 ? ["schedule.boundaries"] : [])],
      label: (say) => say(pieces.context?.state.schedule.unit === "epoch" ? "piece.begins.epoch" : "piece.begins.step"),
      value: () => this.piece?.begin ?? "", placeholder: () => String(this.piece?.start ?? ""), hidden: () => at === 0 || !pieces.joined,
    }, (text, committed) => pieces.begin(at, text, committed));
    this.slot = new SlotView(words, { slot: ({ catalog: { schedules } }) => this.#fields(schedules) },
      (key, value, committed) => pieces.change(at, { [key.slice(path.length + 1)]: value }, committed));
    const button = (/** @type {import("./texts.js").Id} */ name, /** @type {string} */ sign, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: "small sign", "aria-label": words.of(name, { number }), onclick: act }, h("span", { "aria-hidden": "true" }, sign));
    this.up = button("piece.up", "↑", () => pieces.move(at, -1));
    this.down = button("piece.down", "↓", () => pieces.move(at, 1));
    this.remove = button("piece.remove", "×", () => pieces.remove(at));
    this.root = h("div", { class: "piece", role: "group", "aria-label": words.of("piece", { number }) },
      this.kind.root, this.begin.root, this.slot.root, h("div", { class: "piece-tools" }, this.up, this.down, this.remove));
  }

  get fields() {
    return [this.kind, this.begin, ...this.slot.fields];
  }

  /** @param {import("../pkg/lr_lab.js").KindInfo[]} kinds */
  #fields(kinds) {
    if (!this.piece) return [];
    const { settings, run } = this.piece;
    return scheduleFields(settings, kinds.find(({ kind }) => kind === settings.kind), run, this.path);
  }

  /** @param {Context} context @param {Piece} piece @param {number} count @param {boolean} locked */
  update(context, piece, count, locked) {
    this.piece = piece;
    for (const part of [this.kind, this.begin, this.slot]) part.update(context);
    this.up.disabled = locked || this.at === 0;
    this.down.disabled = locked || this.at === count - 1;
    this.remove.disabled = locked || count === 1;
  }

  /** @param {Part} part */
  focus(part) {
    const { kind, up, down, remove } = this;
    const asked = { kind: kind.input, up, down, remove }[part];
    (asked.disabled ? kind.input : asked).focus();
  }
}

// @ts-check
/** A label, an input, and room for a message; the unit of every form here. */
import { h, setText } from "./dom.js";
import { complaint } from "./headline.js";
import { scrubbing } from "./scrub.js";
import { settingsOf } from "./state.js";

/**
 * @import { Id } from "./texts.js"
 *
 * @typedef {{ state: import("./state.js").State, datasets: import("./state.js").Dataset[],
 *   catalog: import("../pkg/lr_lab.js").Catalog, perEpoch?: number, say: import("./texts.js").Say }} Context
 * @typedef {{ value: string, title: string, group?: string }} Option
 * @typedef {{
 *   key: string, label: Id | ((say: import("./texts.js").Say) => string), kind: "number" | "text" | "select" | "flag", paths: string[],
 *   options?: (context: Context) => Option[], value?: (context: Context) => string,
 *   placeholder?: (context: Context) => string, help?: (context: Context) => string,
 *   hidden?: (context: Context) => boolean, wide?: boolean, stretch?: boolean, unit?: Id, title?: string,
 *   scrub?: import("./scrub.js").Scrub,
 * }} Field
 *   key: part and name in the state; paths: what the core calls it; wide: a line of its own, without its label;
 *   stretch: a line of its own when its text is long; scrub: how it moves under the hand; placeholder: what holds when it is empty
 */

/** A text longer than this does not fit beside its label. */
const LONG = 14;

let forms = 0;

export class FieldView {
  /**
   * @param {import("./words.js").Words} words
   * @param {Field} field
   * @param {(value: string, committed: boolean) => void} changed
   */
  constructor(words, field, changed) {
    forms += 1;
    this.words = words;
    const id = `field-${forms}`;
    this.field = field;
    this.input = makeInput(field, id, changed);
    this.help = h("p", { class: "help", id: `${id}-help`, hidden: true });
    this.message = h("p", { class: "message", id: `${id}-message`, hidden: true });
    this.label = h("label", { for: id });
    if (field.scrub && this.input instanceof HTMLInputElement) scrubbing(this.label, this.input, field.scrub, changed);
    this.root = h("div", { class: field.wide ? "field wide" : "field" },
      this.label,
      field.unit && h("span", { class: "unit", "aria-hidden": "true" }, words.of(field.unit)),
      this.input, this.message, this.help);
  }

  /** @param {Context} context */
  update(context) {
    const { field, input } = this;
    setText(this.label, typeof field.label === "function" ? field.label(context.say) : context.say(field.label));
    const [part, name] = field.key.split(".");
    const value = String(field.value?.(context) ?? settingsOf(context.state, part)[name] ?? "");
    if (input instanceof HTMLSelectElement) {
      const options = field.options?.(context) ?? [];
      // What there is to choose from comes with the core.
      fillSelect(input, options.length ? options : [{ value: "", title: this.words.say("control.to-come") }]);
      // Nothing typed: what holds then is what is shown.
      input.value = value || (field.placeholder?.(context) ?? "");
    } else if (field.kind === "flag") {
      input.checked = (value || field.placeholder?.(context)) === "true";
    } else {
      if (input.value !== value) input.value = value;
      input.placeholder = field.placeholder?.(context) ?? "";
    }
    if (field.stretch) this.root.classList.toggle("long", value.length > LONG);
    const help = field.help?.(context) ?? "";
    setText(this.help, help);
    this.help.hidden = help === "";
    this.root.hidden = field.hidden?.(context) ?? false;
    if (field.title && this.root.title !== field.title) this.root.title = field.title;
    this.#describe();
  }

  /** @param {import("./errors.js").Fault & { retry?: () => void } | null} error */
  complain(error) {
    setText(this.message, error ? complaint(this.words.say, error) : "");
    if (error?.retry) this.message.append(" ", h("button", { type: "button", class: "retry", onclick: error.retry }, this.words.say("act.retry")));
    this.message.hidden = !error;
    if (error) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
    this.#describe();
  }

  /** How long a part of `path` this field answers for. @param {string} path */
  answers(path) {
    const own = this.field.paths.filter((start) => path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`));
    return Math.max(0, ...own.map((start) => start.length));
  }

  #describe() {
    const ids = [this.message, this.help].filter((part) => !part.hidden).map((part) => part.id);
    if (ids.length) this.input.setAttribute("aria-describedby", ids.join(" "));
    else this.input.removeAttribute("aria-describedby");
  }
}

/**
 * @param {Field} field
 * @param {string} id
 * @param {(value: string, committed: boolean) => void} changed
 */
function makeInput({ kind }, id, changed) {
  if (kind === "select") {
    const select = h("select", { id, onchange: () => changed(select.value, true) });
    return select;
  }
  if (kind === "flag") {
    const box = h("input", { id, type: "checkbox", onchange: () => changed(String(box.checked), true) });
    return box;
  }
  const input = h("input", {
    id, type: "text", inputmode: kind === "number" ? "decimal" : null, autocomplete: "off", spellcheck: "false", autocapitalize: "off",
    oninput: () => changed(input.value, false), onchange: () => changed(input.value, true),
  });
  return input;
}

/**
 * Only where they differ: a select whose options change under an open list closes it.
 *
 * @param {HTMLSelectElement} select
 * @param {Option[]} options
 */
function fillSelect(select, options) {
  const key = JSON.stringify(options);
  if (select.dataset.key === key) return;
  select.dataset.key = key;
  const entry = (/** @type {Option} */ { value, title }) => h("option", { value }, title);
  const groups = [...new Set(options.map(({ group }) => group))];
  select.replaceChildren(...groups.flatMap((group) => {
    const own = options.filter((option) => option.group === group).map(entry);
    return group ? [h("optgroup", { label: group }, ...own)] : own;
  }));
}

/**
 * The field that an error is about; the one with the longest matching path.
 *
 * @param {FieldView[]} fields
 * @param {string} path
 * @returns {FieldView | null}
 */
export function fieldFor(fields, path) {
  const shown = fields.filter(({ root }) => !root.hidden);
  const best = shown.reduce((a, b) => (b.answers(path) > a.answers(path) ? b : a));
  return best.answers(path) > 0 ? best : null;
}

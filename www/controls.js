// @ts-check
/** The settings, generated from one table, and the messages at their fields. */
import { h, setText } from "./dom.js";
import { complaint } from "./headline.js";
import { PRESETS, lossesFor } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Dataset} Dataset
 * @typedef {{ value: string, title: string }} Option
 * @typedef {{
 *   key: string, label: string, kind: "number" | "text" | "select", paths: string[],
 *   options?: (context: { state: State, datasets: Dataset[] }) => Option[], wide?: boolean, unit?: string,
 *   help?: (context: { state: State, datasets: Dataset[] }) => string, hidden?: (state: State) => boolean,
 * }} Field
 */

const LOSS_TITLES = /** @type {Record<string, string>} */ ({
  "categorical-crossentropy": "cross-entropy",
  "binary-crossentropy": "binary cross-entropy",
  mse: "squared error",
});

/** @param {string[]} values */
const plainOptions = (values) => values.map((value) => ({ value, title: value }));
/** @param {State} state */
const underPreset = (state) => state.finder.preset !== "";

/** @type {{ title: string, fields: Field[] }[]} */
const GROUPS = [
  {
    title: "Data",
    fields: [
      {
        key: "experiment.data", label: "Data", kind: "select", paths: ["data.name", "data"], wide: true,
        options: ({ datasets }) => datasets.map(({ name, title }) => ({ value: name, title })),
        help: ({ state, datasets }) => aboutData(datasets.find(({ name }) => name === state.experiment.data)),
      },
      { key: "experiment.validation", label: "Validation", kind: "number", paths: ["data.validation"] },
    ],
  },
  {
    title: "Network",
    fields: [
      { key: "experiment.network", label: "Network", kind: "text", paths: ["model"] },
      {
        key: "experiment.activation", label: "Activation", kind: "select", paths: [],
        options: () => plainOptions(["relu", "tanh", "sigmoid", "linear"]),
      },
    ],
  },
  {
    title: "Training",
    fields: [
      {
        key: "experiment.optimizer", label: "Optimizer", kind: "select", paths: ["optimizer"],
        options: () => [{ value: "sgd", title: "SGD" }, { value: "sgd-nesterov", title: "SGD, Nesterov" }],
      },
      { key: "experiment.momentum", label: "Momentum", kind: "number", paths: ["optimizer.momentum"] },
      { key: "experiment.batch", label: "Batch size", kind: "number", paths: ["batchSize"] },
      {
        key: "experiment.loss", label: "Loss", kind: "select", paths: ["loss"],
        options: ({ state, datasets }) => lossesFor(taskOf(state, datasets)).map((value) => ({ value, title: LOSS_TITLES[value] ?? value })),
      },
      { key: "experiment.seed", label: "Seed", kind: "number", paths: ["seed"] },
    ],
  },
  {
    title: "Finder",
    fields: [
      {
        key: "finder.preset", label: "Preset", kind: "select", paths: ["finder.preset"],
        options: () => Object.entries(PRESETS).map(([value, { title }]) => ({ value, title })),
        help: ({ state }) => PRESETS[state.finder.preset]?.note ?? "",
      },
      { key: "finder.from", label: "From", kind: "number", paths: ["finder.startLr"], hidden: underPreset },
      { key: "finder.to", label: "To", kind: "number", paths: ["finder.endLr"], hidden: underPreset },
      { key: "finder.steps", label: "Steps", kind: "number", paths: ["finder.steps"], hidden: underPreset },
      { key: "finder.smoothing", label: "Smoothing", kind: "number", paths: ["finder.smoothing"], hidden: underPreset },
      { key: "finder.stop", label: "Stop at", kind: "number", paths: ["finder.stop"], unit: "× best", hidden: underPreset },
    ],
  },
];

/**
 * @param {State} state
 * @param {Dataset[]} datasets
 */
const taskOf = (state, datasets) => datasets.find(({ name }) => name === state.experiment.data)?.task ?? "classification";

/** @param {Dataset | undefined} dataset */
function aboutData(dataset) {
  if (!dataset) return "\u00a0"; // keeps the line until the list is there
  const { rows, features, classes } = dataset;
  return `${rows} rows, ${features} features, ${classes ? `${classes} classes` : "a number to predict"}.`;
}

let forms = 0;

/** A label, an input, and room for a message; the unit of every form here. */
export class FieldView {
  /**
   * @param {Field} field
   * @param {(value: string, committed: boolean) => void} changed
   */
  constructor(field, changed) {
    forms += 1;
    const id = `field-${forms}`;
    this.field = field;
    this.input = field.kind === "select"
      ? h("select", { id, onchange: () => changed(this.input.value, true) })
      : h("input", {
        id, type: "text", inputmode: field.kind === "number" ? "decimal" : null, autocomplete: "off", spellcheck: "false",
        oninput: () => changed(this.input.value, false), onchange: () => changed(this.input.value, true),
      });
    this.help = h("p", { class: "help", id: `${id}-help`, hidden: true });
    this.message = h("p", { class: "message", id: `${id}-message`, hidden: true });
    this.root = h("div", { class: field.wide ? "field wide" : "field" },
      h("label", { for: id }, field.label),
      field.unit && h("span", { class: "unit", "aria-hidden": "true" }, field.unit),
      this.input, this.message, this.help);
  }

  /** @param {{ state: State, datasets: Dataset[] }} context */
  update(context) {
    const [part, name] = this.field.key.split(".");
    const value = String(/** @type {any} */ (context.state)[part][name]);
    const { input } = this;
    if (input instanceof HTMLSelectElement) {
      const options = this.field.options?.(context) ?? [];
      const same = options.length === input.options.length && options.every(({ value: v }, i) => input.options[i].value === v);
      if (!same) input.replaceChildren(...options.map(({ value: v, title }) => h("option", { value: v }, title)));
    }
    if (this.input.value !== value) this.input.value = value;
    const help = this.field.help?.(context) ?? "";
    setText(this.help, help);
    this.help.hidden = help === "";
    this.root.hidden = this.field.hidden?.(context.state) ?? false;
    this.#describe();
  }

  /** @param {{ field: string, message: string } | null} error */
  complain(error) {
    setText(this.message, error ? complaint(error) : "");
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

/** All the settings of the rail. */
export class Controls {
  /** @param {(key: string, value: string, committed: boolean) => void} changed */
  constructor(changed) {
    /** @type {FieldView[]} */
    this.fields = [];
    const groups = GROUPS.map(({ title, fields }) => {
      const views = fields.map((field) => new FieldView(field, (value, committed) => changed(field.key, value, committed)));
      this.fields.push(...views);
      return h("fieldset", {}, h("legend", {}, title), ...views.map(({ root }) => root));
    });
    this.root = h("form", { class: "fields", onsubmit: (/** @type {Event} */ event) => event.preventDefault() }, ...groups);
  }

  /** @param {{ state: State, datasets: Dataset[] }} context */
  update(context) {
    for (const field of this.fields) field.update(context);
  }
}

/**
 * The field that an error is about; the one with the longest matching path.
 *
 * @param {FieldView[]} fields
 * @param {string} path
 * @returns {FieldView | null}
 */
export function fieldFor(fields, path) {
  const best = fields.reduce((a, b) => (b.answers(path) > a.answers(path) ? b : a));
  return best.answers(path) > 0 && !best.root.hidden ? best : null;
}

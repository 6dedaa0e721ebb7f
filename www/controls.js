// @ts-check
/** The settings of the rail, from one table; what there is to choose from comes from the core's catalog. */
import { h, setText } from "./dom.js";
import { FieldView } from "./field.js";
import { hasImages, needsImages } from "./network.js";
import { typed, words } from "./numbers.js";
import { PRESETS } from "./presets.js";
import { conventionOf, defaultOf, fieldsOf, lossesFor, sweepField } from "./state.js";

/**
 * @typedef {import("./field.js").Context} Context
 * @typedef {import("./field.js").Field} Field
 * @typedef {import("./field.js").Option} Option
 * @typedef {import("../pkg/lr_lab.js").FieldInfo} FieldInfo
 * @typedef {{ slot: (context: Context) => Field[] }} Slot  fields that depend on what is chosen
 * @typedef {{ note: (context: Context) => string }} Note
 * @typedef {Field | Slot | Note} Part
 * @typedef {{ title?: string, parts: Part[], more?: Part[] }} Group  more: behind a button
 */

/** @param {{ kind: string, title: string }[]} kinds */
const kindOptions = (kinds) => kinds.map(({ kind, title }) => ({ value: kind, title }));
/** Another system's finder, which smooths and stops as it does. @param {Context} context */
const ofLibrary = ({ state }) => state.finder.as !== "";
/** What an empty field of the sweep stands for. @param {Context} context @param {string} name */
const usualSweep = ({ state, catalog }, name) => {
  const usual = sweepField(state.finder.as, name, catalog)?.default;
  return typeof usual === "number" ? typed(usual) : "as it does";
};
/**
 * Choices of which the lab's own finder takes the first; in a library's, nothing chosen is what the library does.
 *
 * @param {Option[]} options
 * @param {string} own
 * @returns {(context: Context) => Option[]}
 */
const usualOr = (options, own) => (context) =>
  [{ value: "", title: ofLibrary(context) ? "As it does" : own }, ...options.filter(({ title }) => ofLibrary(context) || title !== own)];
/** @param {Context} context */
const datasetOf = ({ state, datasets }) => datasets.find(({ name }) => name === state.data.name);
/** @param {Context} context */
const optimizerOf = ({ state, catalog }) => catalog.optimizers.find(({ kind }) => kind === state.optimizer.kind);
/** Weights that came with a link. */
const GIVEN = { value: "given", title: "As given" };

/** @type {Group[]} */
const GROUPS = [
  {
    parts: [{
      key: "finder.preset", label: "Preset", kind: "select", paths: ["finder.preset"],
      options: () => Object.entries(PRESETS).map(([value, { title }]) => ({ value, title })),
      help: ({ state }) => PRESETS[state.finder.preset]?.note ?? "",
    }],
  },
  {
    title: "Data",
    parts: [
      {
        key: "data.name", label: "Data", kind: "select", paths: ["data"],
        options: ({ datasets }) => datasets.map(datasetOption),
        help: (context) => aboutData(datasetOf(context)),
      },
      { slot: (context) => (datasetOf(context)?.fields ?? []).map((field) => inRail(generated("data", field, ""))) },
    ],
    more: [
      { key: "data.validation", label: "Validation", kind: "number", scrub: "share", paths: ["data.validation"] },
      { key: "data.standardize", label: "Standardize", kind: "flag", paths: ["data.standardize"], placeholder: () => "true" },
      { note: (context) => sentences(datasetOf(context)?.description, sourceOf(datasetOf(context))) },
      { note: (context) => sentences(...(datasetOf(context)?.fields ?? []).map((field) => `${words(field.name)}: ${field.description}`)) },
    ],
  },
  {
    title: "Network",
    parts: [
      {
        key: "model.type", label: "Type", kind: "select", paths: [],
        options: () => [{ value: "dense", title: "Dense" }, { value: "convolution", title: "Convolution" }],
        value: ({ state }) => (needsImages(state.model.network) ? "convolution" : "dense"),
        hidden: (context) => !hasImages(datasetOf(context)),
      },
      { key: "model.network", label: "Network", kind: "text", paths: ["model", "data.inputShape"], stretch: true },
      {
        key: "model.activation", label: "Activation", kind: "select", paths: ["model.activation"],
        options: ({ catalog }) => kindOptions(catalog.activations),
      },
    ],
    more: [
      { key: "model.dropout", label: "Dropout", kind: "number", scrub: "share", paths: ["model.dropout"] },
      {
        key: "model.output", label: "Output", kind: "select", paths: [],
        options: ({ catalog }) => [{ value: "", title: "As the loss asks" }, ...kindOptions(catalog.activations)],
      },
      {
        key: "model.init", label: "Init", kind: "select", paths: ["model.init", "model.weights"],
        options: ({ state, catalog }) => [...(state.model.weights ? [GIVEN] : []), ...kindOptions(catalog.initializers)],
        value: ({ state }) => (state.model.weights ? GIVEN.value : state.model.init),
        help: ({ state, catalog }) => (state.model.weights ? "Each weight is the link’s own." : catalog.initializers.find(({ kind }) => kind === state.model.init)?.description ?? ""),
      },
    ],
  },
  {
    title: "Training",
    parts: [
      {
        key: "optimizer.kind", label: "Optimizer", kind: "select", paths: ["optimizer"],
        options: ({ catalog }) => kindOptions(catalog.optimizers),
      },
      { slot: (context) => optimizerFields(context).slice(0, 1).map(inRail) },
      { key: "training.batch", label: "Batch size", kind: "number", scrub: "count", paths: ["batchSize"] },
      {
        key: "training.loss", label: "Loss", kind: "select", paths: ["loss"],
        options: (context) => kindOptions(lossesFor(datasetOf(context)?.task ?? "", context.catalog).map(shortened)),
      },
      { key: "training.seed", label: "Seed", kind: "number", scrub: "count", paths: ["seed"] },
    ],
    more: [
      { slot: (context) => [...conventionField(context), ...optimizerFields(context).slice(1)] },
      { key: "training.shuffle", label: "Shuffle", kind: "flag", paths: [], help: () => "The rows of every epoch in a new random order." },
      { note: (context) => sentences(optimizerOf(context)?.description, usualRate(context)) },
      { note: ({ state, catalog }) => explained(catalog.losses.find(({ kind }) => kind === state.training.loss)) },
    ],
  },
  {
    title: "Finder",
    parts: [
      {
        key: "finder.as", label: "As in", kind: "select", paths: ["finder.preset"],
        options: ({ catalog }) => [{ value: "", title: "LR Lab" }, ...kindOptions(catalog.finder.presets)],
      },
      { key: "finder.from", label: "From", kind: "number", scrub: "factor", paths: ["finder.startLr"], placeholder: (context) => usualSweep(context, "startLr") },
      { key: "finder.to", label: "To", kind: "number", scrub: "factor", paths: ["finder.endLr"], placeholder: (context) => usualSweep(context, "endLr") },
      { key: "finder.steps", label: "Rates", kind: "number", scrub: "count", paths: ["finder.steps"], placeholder: (context) => usualSweep(context, "steps") },
      { key: "finder.smoothing", label: "Smoothing", kind: "number", scrub: "share", paths: ["finder.smoothing"], hidden: (context) => ofLibrary(context) || context.state.finder.smoother === "none" },
      { key: "finder.seeds", label: "Seeds", kind: "number", scrub: "count", paths: ["sweep.seeds", "band.seeds"] },
    ],
    more: [
      { note: ({ state, catalog }) => catalog.finder.presets.find(({ kind }) => kind === state.finder.as)?.description ?? "" },
      {
        key: "finder.smoother", label: "Average", kind: "select", paths: ["finder.smoothing.kind"], hidden: ofLibrary,
        options: ({ catalog }) => kindOptions(catalog.finder.smoothers),
      },
      { key: "finder.stop", label: "Stop at", kind: "number", paths: ["finder.stop"], unit: "× best", hidden: ofLibrary },
      {
        key: "finder.sweep", label: "Rates rise", kind: "select", paths: ["finder.sweep"],
        options: usualOr([{ value: "exponential", title: "By factors" }, { value: "linear", title: "Evenly" }], "By factors"),
      },
      {
        key: "finder.per", label: "A rate lasts", kind: "select", paths: ["finder.per"],
        options: usualOr([{ value: "batch", title: "A batch" }, { value: "epoch", title: "An epoch" }], "A batch"),
      },
      {
        key: "finder.lossOn", label: "Judged by", kind: "select", paths: ["finder.lossOn"],
        options: usualOr([
          { value: "batch", title: "Batch loss" }, { value: "validation", title: "Held-out rows" }, { value: "running-mean", title: "Running mean" },
        ], "Batch loss"),
      },
      {
        key: "finder.vary", label: "Seeds vary", kind: "select", paths: ["band.vary"],
        options: () => [{ value: "both", title: "Weights, order" }, { value: "weights", title: "Weights" }, { value: "order", title: "Order" }],
        help: () => "What the band around the curve shows: other initial weights, another order of the rows, or both.",
      },
      {
        key: "finder.edge", label: "Edge of stability", kind: "flag", paths: [],
        help: () => "The rate beyond which a step overshoots where the loss curves most: 2/λ for gradient descent.",
      },
      { key: "truth.rates", label: "True rates", kind: "number", scrub: "count", paths: ["sweep"] },
      {
        key: "truth.search", label: "Chosen", kind: "select", paths: ["sweep.search"],
        options: () => [{ value: "grid", title: "Grid" }, { value: "random", title: "At random" }],
        help: () => "At how many rates the network is trained for real, and whether they lie at equal distances.",
      },
    ],
  },
];

/** The name of a loss without the words that most of them share. @param {import("../pkg/lr_lab.js").LossInfo} loss */
function shortened({ kind, title }) {
  const short = title.replace(/\b(mean|categorical) /i, "");
  return { kind, title: short.charAt(0).toUpperCase() + short.slice(1) };
}

/** @param {{ title: string, description: string } | undefined} kind */
const explained = (kind) => (kind ? `${kind.title}: ${kind.description}` : "");

/** @param {import("./state.js").Dataset} dataset */
const datasetOption = ({ name, title, synthetic, provided }) =>
  ({ value: name, title: provided ? title : `${title} (fetched on demand)`, group: synthetic ? "Synthetic" : "Real" });

/** What is computed has no source to name. @param {import("./state.js").Dataset | undefined} dataset */
const sourceOf = (dataset) => (dataset?.synthetic ? undefined : dataset?.licence);

/** @param {import("./state.js").Dataset | undefined} dataset */
function aboutData(dataset) {
  if (!dataset) return "\u00a0"; // keeps the line until the list is there
  const { rows, features, inputShape, classes } = dataset;
  const what = classes ? `${classes} classes` : "regression";
  if (hasImages(dataset)) return `${rows || "Some"} images, ${inputShape.slice(0, 2).join("×")}, ${what}.`;
  return `${rows} rows, ${features} ${features === 1 ? "feature" : "features"}, ${what}.`;
}

/**
 * @param {string} part
 * @param {FieldInfo} info
 * @param {string} convention
 * @returns {Field}
 */
function generated(part, info, convention) {
  const value = defaultOf(info, convention);
  const kinds = /** @type {const} */ ({ choice: "select", flag: "flag" });
  return {
    key: `${part}.${info.name}`, label: words(info.name), paths: [`${part}.${info.name}`],
    kind: kinds[/** @type {keyof typeof kinds} */ (info.type)] ?? "number", scrub: scrubOf(info),
    options: () => info.choices.map((choice) => ({ value: choice, title: CHOICES[choice] ?? words(choice) })),
    placeholder: () => (typeof value === "number" ? typed(value) : String(value ?? "")),
    help: () => info.description,
  };
}

/** How a number of the catalog moves. @param {FieldInfo} info @returns {import("./scrub.js").Scrub | undefined} */
const scrubOf = ({ type, min, max }) =>
  (type === "whole" ? "count" : type === "number" ? (min === 0 && max !== null && max !== undefined && max <= 1 ? "share" : "factor") : undefined);

/** In the rail itself there is no room for a field’s sentence. @param {Field} field @returns {Field} */
const inRail = (field) => ({ ...field, help: undefined });

/** Names that have a spelling of their own. */
const CHOICES = /** @type {Record<string, string>} */ ({ pytorch: "PyTorch" });

/** The fields of the chosen optimizer, without the convention. @param {Context} context */
function optimizerFields(context) {
  const convention = conventionOf(optimizerOf(context), context.state.optimizer);
  const fields = fieldsOf(optimizerOf(context), convention).filter(({ name }) => name !== "convention");
  return fields.map((field) => generated("optimizer", field, convention));
}

/** @param {Context} context */
const conventionField = (context) =>
  (optimizerOf(context)?.fields ?? []).filter(({ name }) => name === "convention").map((field) => generated("optimizer", field, ""));

/** @param {Context} context */
function usualRate(context) {
  const convention = conventionOf(optimizerOf(context), context.state.optimizer);
  const rate = optimizerOf(context)?.defaultLr[/** @type {"keras" | "pytorch"} */ (convention)];
  return rate ? `${CHOICES[convention] ?? words(convention)} itself takes a rate of ${typed(rate)}.` : "";
}

/** @param {(string | undefined)[]} texts */
const sentences = (...texts) => texts.filter(Boolean).map((text) => `${text}`.replace(/[^.]$/, "$&.")).join(" ");

/** @typedef {(key: string, value: string, committed: boolean) => void} Changed */

/** A row of fields that may change with the choices; those that stay keep their element, and so the focus. */
export class SlotView {
  /**
   * @param {Slot} slot
   * @param {Changed} changed
   */
  constructor({ slot }, changed) {
    this.slot = slot;
    this.changed = changed;
    /** @type {Map<string, FieldView>} */
    this.made = new Map();
    /** @type {FieldView[]} */
    this.fields = [];
    this.root = h("div", { class: "slot" });
  }

  /** @param {Context} context */
  update(context) {
    this.fields = this.slot(context).map((field) => {
      const id = `${field.key} ${field.kind}`;
      const view = this.made.get(id) ?? new FieldView(field, (value, committed) => this.changed(field.key, value, committed));
      this.made.set(id, view);
      view.field = field;
      return view;
    });
    const roots = this.fields.map(({ root }) => root);
    if (roots.length !== this.root.children.length || roots.some((root, at) => this.root.children[at] !== root)) this.root.replaceChildren(...roots);
    for (const field of this.fields) field.update(context);
  }
}

class NoteView {
  /** @param {Note} note */
  constructor({ note }) {
    this.note = note;
    /** @type {FieldView[]} */
    this.fields = [];
    this.root = h("p", { class: "help" });
  }

  /** @param {Context} context */
  update(context) {
    const text = this.note(context);
    setText(this.root, text);
    this.root.hidden = text === "";
  }
}

/** A part as the list of what it shows. @param {Part} part @param {Changed} changed */
function partView(part, changed) {
  if ("slot" in part) return new SlotView(part, changed);
  if ("note" in part) return new NoteView(part);
  const view = new FieldView(part, (value, committed) => changed(part.key, value, committed));
  return { root: view.root, fields: [view], update: (/** @type {Context} */ context) => view.update(context) };
}

class GroupView {
  /**
   * @param {Group} group
   * @param {Changed} changed
   * @param {number} index
   */
  constructor({ title, parts, more = [] }, changed, index) {
    const own = parts.map((part) => partView(part, changed));
    const rare = more.map((part) => partView(part, changed));
    this.parts = [...own, ...rare];
    this.rest = h("div", { class: "rest", id: `more-${index}`, hidden: true }, ...rare.map(({ root }) => root));
    this.button = h("button", {
      type: "button", class: "disclose", "aria-expanded": "false", "aria-controls": this.rest.id,
      "aria-label": `More: ${title?.toLowerCase()}`, onclick: () => this.disclose(this.rest.hidden),
    }, "More");
    this.root = title
      ? h("fieldset", {}, h("legend", {}, title), more.length > 0 && this.button, ...own.map(({ root }) => root), this.rest)
      : h("div", { class: "first" }, ...own.map(({ root }) => root));
  }

  /** @param {boolean} open */
  disclose(open) {
    this.rest.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
  }

  /** Opens what hides a field. @param {FieldView} field */
  reveal(field) {
    if (this.rest.contains(field.root)) this.disclose(true);
  }
}

/** All the settings of the rail. */
export class Controls {
  /** @param {Changed} changed */
  constructor(changed) {
    this.groups = GROUPS.map((group, index) => new GroupView(group, changed, index));
    this.root = h("form", { class: "fields", onsubmit: (/** @type {Event} */ event) => event.preventDefault() }, ...this.groups.map(({ root }) => root));
  }

  /** @returns {FieldView[]} those of now: some come and go with the choices */
  get fields() {
    return this.groups.flatMap(({ parts }) => parts.flatMap(({ fields }) => fields));
  }

  /** @param {Context} context */
  update(context) {
    for (const { parts } of this.groups) for (const part of parts) part.update(context);
  }

  /** @param {FieldView} field */
  reveal(field) {
    for (const group of this.groups) group.reveal(field);
  }
}

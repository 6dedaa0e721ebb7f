// @ts-check
/** The settings of the rail, from one table; what there is to choose from comes from the core's catalog. */
import { h, setText } from "./dom.js";
import { FieldView } from "./field.js";
import { hasImages, needsImages } from "./network.js";
import { choiceOf, nameOf } from "./names.js";
import { typed } from "./numbers.js";
import { PRESETS } from "./presets.js";
import { conventionOf, defaultOf, fieldsOf, lossesFor, sweepField } from "./state.js";
import { counted } from "./texts.js";

/**
 * @typedef {import("./field.js").Context} Context
 * @typedef {import("./field.js").Field} Field
 * @typedef {import("./field.js").Option} Option
 * @typedef {import("../pkg/lr_lab.js").FieldInfo} FieldInfo
 * @typedef {{ slot: (context: Context) => Field[] }} Slot  fields that depend on what is chosen
 * @typedef {{ note: (context: Context) => string }} Note
 * @typedef {Field | Slot | Note} Part
 * @typedef {import("./texts.js").Id} Id
 * @typedef {import("./words.js").Words} Words
 * @typedef {{ title?: Id, parts: Part[], more?: Part[], open?: Id }} Group  more: behind a button, which open names
 */

/** @param {{ kind: string, title: string }[]} kinds */
const kindOptions = (kinds) => kinds.map(({ kind, title }) => ({ value: kind, title }));
/** Another system's finder, which smooths and stops as it does. @param {Context} context */
const ofLibrary = ({ state }) => state.finder.as !== "";
/** What an empty field of the sweep stands for. @param {Context} context @param {string} name */
const usualSweep = ({ say, state, catalog }, name) => {
  const usual = sweepField(state.finder.as, name, catalog)?.default;
  return typeof usual === "number" ? typed(usual) : say("control.as-it-does.empty");
};
/**
 * Choices of which the lab's own finder takes the first; in a library's, nothing chosen is what the library does.
 *
 * @param {{ value: string, title: Id }[]} options
 * @returns {(context: Context) => Option[]}
 */
const usualOr = (options) => (context) => {
  const usual = { value: "", title: ofLibrary(context) ? /** @type {const} */ ("control.as-it-does") : options[0].title };
  return [usual, ...options.slice(ofLibrary(context) ? 0 : 1)].map(({ value, title }) => ({ value, title: context.say(title) }));
};
/** Choices that are always the same. @param {{ value: string, title: Id }[]} options @returns {(context: Context) => Option[]} */
const choices = (options) => ({ say }) => options.map(({ value, title }) => ({ value, title: say(title) }));
/** @param {Context} context */
const datasetOf = ({ state, datasets }) => datasets.find(({ name }) => name === state.data.name);
/** @param {Context} context */
const optimizerOf = ({ state, catalog }) => catalog.optimizers.find(({ kind }) => kind === state.optimizer.kind);
/** Weights that came with a link. */
const GIVEN = "given";

/** @type {Group[]} */
const GROUPS = [
  {
    parts: [{
      key: "finder.preset", label: "control.preset", kind: "select", paths: ["finder.preset"],
      options: ({ say }) => Object.entries(PRESETS).map(([value, { title }]) => ({ value, title: say(title) })),
      help: ({ say, state }) => said(say, PRESETS[state.finder.preset]?.note),
    }],
  },
  {
    title: "group.data", open: "group.data.more",
    parts: [
      {
        key: "data.name", label: "control.data", kind: "select", paths: ["data"],
        options: ({ say, datasets }) => datasets.map((dataset) => datasetOption(say, dataset)),
        help: (context) => aboutData(context.say, datasetOf(context)),
      },
      { slot: (context) => (datasetOf(context)?.fields ?? []).filter(isNumber).map((field) => inRail(generated("data", field, ""))) },
    ],
    more: [
      { slot: (context) => (datasetOf(context)?.fields ?? []).filter((field) => !isNumber(field)).map((field) => generated("data", field, "")) },
      { key: "data.validation", label: "control.validation", kind: "number", scrub: "share", paths: ["data.validation"] },
      { key: "data.standardize", label: "control.standardize", kind: "flag", paths: ["data.standardize"], placeholder: () => "true" },
      { note: (context) => sentences(datasetOf(context)?.description, sourceOf(datasetOf(context))) },
      { note: (context) => sentences(...(datasetOf(context)?.fields ?? []).filter(isNumber).map((field) => `${nameOf(context.say, field.name)}: ${field.description}`)) },
    ],
  },
  {
    title: "group.network", open: "group.network.more",
    parts: [
      {
        key: "model.type", label: "control.type", kind: "select", paths: [],
        options: choices([{ value: "dense", title: "control.type.dense" }, { value: "convolution", title: "control.type.convolution" }]),
        value: ({ state }) => (needsImages(state.model.network) ? "convolution" : "dense"),
        hidden: (context) => !hasImages(datasetOf(context)),
      },
      { key: "model.network", label: "control.network", kind: "text", paths: ["model", "data.inputShape"], stretch: true },
      {
        key: "model.activation", label: "control.activation", kind: "select", paths: ["model.activation"],
        options: ({ catalog }) => kindOptions(catalog.activations),
      },
    ],
    more: [
      { key: "model.dropout", label: "control.dropout", kind: "number", scrub: "share", paths: ["model.dropout"] },
      {
        key: "model.output", label: "control.output", kind: "select", paths: [],
        options: ({ say, catalog }) => [{ value: "", title: say("control.output.usual") }, ...kindOptions(catalog.activations)],
      },
      {
        key: "model.init", label: "control.init", kind: "select", paths: ["model.init", "model.weights"],
        options: ({ say, state, catalog }) => [...(state.model.weights ? [{ value: GIVEN, title: say("control.init.given") }] : []), ...kindOptions(catalog.initializers)],
        value: ({ state }) => (state.model.weights ? GIVEN : state.model.init),
        help: ({ say, state, catalog }) => (state.model.weights ? say("control.init.given.help") : catalog.initializers.find(({ kind }) => kind === state.model.init)?.description ?? ""),
      },
    ],
  },
  {
    title: "group.training", open: "group.training.more",
    parts: [
      {
        key: "optimizer.kind", label: "control.optimizer", kind: "select", paths: ["optimizer"],
        options: ({ catalog }) => kindOptions(catalog.optimizers),
      },
      { slot: (context) => optimizerFields(context).slice(0, 1).map(inRail) },
      { key: "training.batch", label: "control.batch", kind: "number", scrub: "count", paths: ["batchSize"] },
      {
        key: "training.loss", label: "control.loss", kind: "select", paths: ["loss"],
        options: (context) => kindOptions(lossesFor(datasetOf(context)?.task ?? "", context.catalog).map(shortened)),
      },
      { key: "training.seed", label: "control.seed", kind: "number", scrub: "count", paths: ["seed"] },
    ],
    more: [
      { slot: (context) => [...conventionField(context), ...optimizerFields(context).slice(1)] },
      { key: "training.shuffle", label: "control.shuffle", kind: "flag", paths: [], help: ({ say }) => say("control.shuffle.help") },
      { note: (context) => sentences(optimizerOf(context)?.description, usualRate(context)) },
      { note: ({ state, catalog }) => explained(catalog.losses.find(({ kind }) => kind === state.training.loss)) },
    ],
  },
  {
    title: "group.finder", open: "group.finder.more",
    parts: [
      {
        key: "finder.as", label: "control.as", kind: "select", paths: ["finder.preset"],
        options: ({ say, catalog }) => [{ value: "", title: say("preset.lab") }, ...kindOptions(catalog.finder.presets)],
      },
      { key: "finder.from", label: "control.from", kind: "number", scrub: "factor", paths: ["finder.startLr"], placeholder: (context) => usualSweep(context, "startLr") },
      { key: "finder.to", label: "control.to", kind: "number", scrub: "factor", paths: ["finder.endLr"], placeholder: (context) => usualSweep(context, "endLr") },
      { key: "finder.steps", label: "control.rates", kind: "number", scrub: "count", paths: ["finder.steps"], placeholder: (context) => usualSweep(context, "steps") },
      { key: "finder.smoothing", label: "control.smoothing", kind: "number", scrub: "share", paths: ["finder.smoothing"], hidden: (context) => ofLibrary(context) || context.state.finder.smoother === "none" },
      { key: "finder.seeds", label: "control.seeds", kind: "number", scrub: "count", paths: ["sweep.seeds", "band.seeds"] },
    ],
    more: [
      { note: ({ state, catalog }) => catalog.finder.presets.find(({ kind }) => kind === state.finder.as)?.description ?? "" },
      {
        key: "finder.smoother", label: "control.smoother", kind: "select", paths: ["finder.smoothing.kind"], hidden: ofLibrary,
        options: ({ catalog }) => kindOptions(catalog.finder.smoothers),
      },
      { key: "finder.stop", label: "control.stop", kind: "number", paths: ["finder.stop"], unit: "control.stop.unit", hidden: ofLibrary },
      {
        key: "finder.sweep", label: "control.sweep", kind: "select", paths: ["finder.sweep"],
        options: usualOr([{ value: "exponential", title: "control.sweep.exponential" }, { value: "linear", title: "control.sweep.linear" }]),
      },
      {
        key: "finder.per", label: "control.per", kind: "select", paths: ["finder.per"],
        options: usualOr([{ value: "batch", title: "control.per.batch" }, { value: "epoch", title: "control.per.epoch" }]),
      },
      {
        key: "finder.lossOn", label: "control.loss-on", kind: "select", paths: ["finder.lossOn"],
        options: usualOr([
          { value: "batch", title: "control.loss-on.batch" }, { value: "validation", title: "control.loss-on.validation" },
          { value: "running-mean", title: "control.loss-on.mean" },
        ]),
      },
      {
        key: "finder.vary", label: "control.vary", kind: "select", paths: ["band.vary"],
        options: choices([{ value: "both", title: "control.vary.both" }, { value: "weights", title: "control.vary.weights" }, { value: "order", title: "control.vary.order" }]),
        help: ({ say }) => say("control.vary.help"),
      },
      {
        key: "finder.edge", label: "control.edge", kind: "flag", paths: [],
        help: ({ say }) => say("control.edge.help"),
      },
      { key: "truth.rates", label: "control.true-rates", kind: "number", scrub: "count", paths: ["sweep"] },
      {
        key: "truth.search", label: "control.search", kind: "select", paths: ["sweep.search"],
        options: choices([{ value: "grid", title: "control.search.grid" }, { value: "random", title: "control.search.random" }]),
        help: ({ say }) => say("control.search.help"),
      },
    ],
  },
];

/** A text that there may be. @param {import("./texts.js").Say} say @param {Id | undefined} id */
const said = (say, id) => (id ? say(id) : "");

/** The name of a loss without the words that most of them share. @param {import("../pkg/lr_lab.js").LossInfo} loss */
function shortened({ kind, title }) {
  const short = title.replace(/\b(mean |categorical |mittlere[rs]? |kategoriale )/i, "");
  return { kind, title: short.charAt(0).toUpperCase() + short.slice(1) };
}

/** @param {{ title: string, description: string } | undefined} kind */
const explained = (kind) => (kind ? `${kind.title}: ${kind.description}` : "");

/** @param {import("./texts.js").Say} say @param {import("./state.js").Dataset} dataset */
const datasetOption = (say, { name, title, synthetic, provided }) =>
  ({ value: name, title: provided ? title : say("control.data.fetched", { title }), group: say(synthetic ? "control.data.synthetic" : "control.data.real") });

/** What is computed has no source to name. @param {import("./state.js").Dataset | undefined} dataset */
const sourceOf = (dataset) => (dataset?.synthetic ? undefined : dataset?.licence);

/** @param {import("./texts.js").Say} say @param {import("./state.js").Dataset | undefined} dataset */
function aboutData(say, dataset) {
  if (!dataset) return "\u00a0"; // keeps the line until the list is there
  const { rows, features, inputShape, classes } = dataset;
  const what = classes ? say("control.data.classes", { classes }) : say("control.data.regression");
  const size = inputShape.slice(0, 2).join("×");
  if (hasImages(dataset)) return rows ? say("control.data.images", { rows, size, what }) : say("control.data.some-images", { size, what });
  return counted(say, "control.data.rows", features, { rows, what });
}

/**
 * @param {string} part
 * @param {FieldInfo} info
 * @param {string} convention
 * @returns {Field}
 */
function generated(part, info, convention) {
  const value = defaultOf(info, convention);
  const kinds = /** @type {const} */ ({ choice: "select", flag: "flag", wholes: "text" });
  const kind = kinds[/** @type {keyof typeof kinds} */ (info.type)] ?? "number";
  return {
    key: `${part}.${info.name}`, label: (say) => nameOf(say, info.name), paths: [`${part}.${info.name}`],
    kind, scrub: scrubOf(info),
    options: ({ say }) => info.choices.map((choice) => ({ value: choice, title: choiceOf(say, choice) })),
    placeholder: () => (typeof value === "number" ? typed(value) : String(value ?? "")), stretch: kind === "text",
    help: () => info.description,
  };
}

/** How a number of the catalog moves. @param {FieldInfo} info @returns {import("./scrub.js").Scrub | undefined} */
const scrubOf = ({ type, min, max }) =>
  (type === "whole" ? "count" : type === "number" ? (min === 0 && max !== null && max !== undefined && max <= 1 ? "share" : "factor") : undefined);

/** @param {FieldInfo} info */
const isNumber = ({ type }) => type === "number" || type === "whole";

/** In the rail itself there is no room for a field’s sentence. @param {Field} field @returns {Field} */
const inRail = (field) => ({ ...field, help: undefined });

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
  return rate ? context.say("control.usual-rate", { library: choiceOf(context.say, convention), lr: typed(rate) }) : "";
}

/** @param {(string | undefined)[]} texts */
const sentences = (...texts) => texts.filter(Boolean).map((text) => `${text}`.replace(/[^.]$/, "$&.")).join(" ");

/** @typedef {(key: string, value: string, committed: boolean) => void} Changed */

/** A row of fields that may change with the choices; those that stay keep their element, and so the focus. */
export class SlotView {
  /**
   * @param {Words} words
   * @param {Slot} slot
   * @param {Changed} changed
   */
  constructor(words, { slot }, changed) {
    this.words = words;
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
      const view = this.made.get(id) ?? new FieldView(this.words, field, (value, committed) => this.changed(field.key, value, committed));
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

/** A part as the list of what it shows. @param {Words} words @param {Part} part @param {Changed} changed */
function partView(words, part, changed) {
  if ("slot" in part) return new SlotView(words, part, changed);
  if ("note" in part) return new NoteView(part);
  const view = new FieldView(words, part, (value, committed) => changed(part.key, value, committed));
  return { root: view.root, fields: [view], update: (/** @type {Context} */ context) => view.update(context) };
}

class GroupView {
  /**
   * @param {Words} words
   * @param {Group} group
   * @param {Changed} changed
   * @param {number} index
   */
  constructor(words, { title, parts, more = [], open }, changed, index) {
    const own = parts.map((part) => partView(words, part, changed));
    const rare = more.map((part) => partView(words, part, changed));
    this.parts = [...own, ...rare];
    this.rest = h("div", { class: "rest", id: `more-${index}`, hidden: true }, ...rare.map(({ root }) => root));
    this.button = h("button", {
      type: "button", class: "disclose", "aria-expanded": "false", "aria-controls": this.rest.id,
      "aria-label": open && words.of(open), onclick: () => this.disclose(this.rest.hidden),
    }, words.of("group.more"));
    this.root = title
      ? h("fieldset", {}, h("legend", {}, words.of(title)), more.length > 0 && this.button, ...own.map(({ root }) => root), this.rest)
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
  /** @param {Words} words @param {Changed} changed */
  constructor(words, changed) {
    this.groups = GROUPS.map((group, index) => new GroupView(words, group, changed, index));
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

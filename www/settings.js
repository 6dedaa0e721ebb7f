// @ts-check
/** The settings and what they mean: which data, which experiment, which schedule; as a link and back. */
import { speaking } from "./core-texts.js";
import { isRefused, refused } from "./errors.js";
import { configOf, overlaid, stateFrom } from "./link.js";
import { DENSE, convolution, hasImages, needsImages } from "./network.js";
import { parseNumber } from "./numbers.js";
import { sizeOf } from "./remote.js";
import { asTaken } from "./schedule.js";
import {
  applyFinder, applyPreset, buildExperiment, buildFinderOptions, buildTrainOptions, defaultState, lossesFor, settingsOf, usualLoss,
} from "./state.js";
import { loaded } from "./wasm.js";
import { Words } from "./words.js";

/**
 * @import { Catalog, ExportCodeOptions, LintFinding, Schedule, Trace } from "../pkg/lr_lab.js"
 * @import { Refused } from "./errors.js"
 * @import { Dataset, State } from "./state.js"
 * @typedef {{ request: Schedule, rates: ArrayLike<number>, perUnit: number }} Sketch  a schedule as it is drawn; perUnit: steps in one t
 * @typedef {{ what: Sketch | null, findings: LintFinding[], error: Refused | null }} Shape  findings: what the linter says of it; error: why there is none
 */

/** What there is to choose from, before the core has said it. @type {Catalog} */
const NOTHING = { layers: [], activations: [], initializers: [], losses: [], optimizers: [], finder: { presets: [], rules: [], smoothers: [], stops: [] }, schedules: [] };
/** The name of a table of the user's own. */
const OWN = "own";

export class Settings {
  /** The latest link. */
  #opened = "";

  /** @param {() => void} changed @param {Words} [words] what its messages are in */
  constructor(changed, words = new Words()) {
    this.changed = changed;
    this.words = words;
    this.state = defaultState();
    this.beginning = JSON.stringify(this.state);
    /** The core on this thread. @type {import("./wasm.js").Core | null} */
    this.instance = null;
    /** @type {Dataset[]} */
    this.datasets = [];
    this.catalog = NOTHING;
    /** The loss was chosen by the user, so another data set keeps it where it fits. */
    this.lossChosen = false;
    /** A script looks for the rate too. */
    this.raced = false;
    /** @type {Dataset | null} a table of the user's own */
    this.own = null;
    /** @type {number | null} as the latest run counted them */
    this.stepsPerEpoch = null;
    /** @type {{ key: string, shape: Shape }} the last {@link sketch} */
    this.shaped = { key: "", shape: { what: null, findings: [], error: null } };
  }

  /** The core, which says all in the language of these words; null before it is there. */
  get core() {
    return this.instance && speaking(this.instance, this.words.language);
  }

  /** The settings are those that a page without a link begins with, whatever it shows of them. */
  get untouched() {
    return JSON.stringify({ ...this.state, page: {} }) === this.beginning;
  }

  /** The chosen data set. */
  get dataset() {
    return this.datasets.find(({ name }) => name === this.state.data.name) ?? this.datasets[0];
  }

  /** Another data set: what can't work with it becomes the usual choice; what was chosen stays where it can. */
  #match() {
    const { state, catalog } = this;
    const dataset = this.dataset;
    if (!dataset) return;
    const fits = lossesFor(dataset.task, catalog).some(({ kind }) => kind === state.training.loss);
    if (!fits || !this.lossChosen) {
      state.training.loss = usualLoss(dataset.task, catalog);
      this.lossChosen = false;
    }
    // Fetched pictures come as numbers from 0 to 1; standardized, their rare pixels would be the loudest.
    state.data.standardize = sizeOf(dataset.name) ? "false" : "";
    if (!hasImages(dataset) && needsImages(state.model.network)) state.model.network = DENSE;
  }

  /**
   * A table of the user's own becomes the data.
   *
   * @param {string} csv
   * @param {string} [target] the column to predict; by default the last
   */
  readTable(csv, target) {
    const described = loaded(this.core).describeData(csv, target);
    const same = this.own?.csv === csv && this.own.target === described.target;
    const edition = (this.own?.edition ?? 0) + (same ? 0 : 1);
    const own = { ...described, csv, edition, name: OWN, title: this.words.say("data.own"), description: "", licence: "", synthetic: false, fields: [], provided: true };
    this.own = own;
    this.datasets = [...this.datasets.filter(({ name }) => name !== OWN), own];
    this.set("data.name", OWN);
    return described;
  }

  /** Whether the data can be drawn with what the network answers to it. */
  get plane() {
    const { features = 0, classes = 0 } = this.dataset ?? {};
    return features === (classes ? 2 : 1);
  }

  /** What is what in a table of the user's own. @returns {{ features: string[], target: string, classes: string[] } | null} */
  get names() {
    const { columns, target, classNames: classes = [] } = this.dataset ?? {};
    return columns && target !== undefined ? { features: columns.filter((name) => name !== target), target, classes } : null;
  }

  /** Settings from before, or from a link. @param {State} state */
  restore(state) {
    Object.assign(this.state, state);
    this.changed();
  }

  /**
   * A control has a new value.
   *
   * @param {string} key
   * @param {string} value
   */
  set(key, value) {
    const [part, name] = key.split(".");
    const { state } = this;
    if (key === "finder.preset") applyPreset(state, value);
    else if (key === "finder.as") applyFinder(state, value);
    else if (key === "model.type") state.model.network = value === "dense" ? DENSE : convolution(this.dataset);
    else settingsOf(state, part)[name] = value;
    if (key === "schedule.kind") {
      // What was chosen for another kind may be none of this one's.
      for (const { name, type, choices } of this.catalog.schedules.find(({ kind }) => kind === value)?.fields ?? []) {
        if (type === "choice" && !choices.includes(state.schedule[name])) delete state.schedule[name];
      }
    }
    if (key === "finder.preset" || key === "training.loss") this.lossChosen = key === "training.loss";
    if (key === "training.loss" || key === "data.name") state.data.encoding = state.model.output = "";
    if (key === "data.name") {
      this.#match();
      // Classes of another set are others.
      delete state.data.classes;
      delete state.page.own;
    }
    // Weights that were given belong to no other layers, and another way to draw them takes their place.
    if (key === "model.init" || key === "model.network" || key === "model.type" || key === "data.name") state.model.weights = "";
    if (part === "data" || key === "training.batch") this.stepsPerEpoch = null;
    this.changed();
  }

  /** Steps in an epoch: of the latest run, else from rows and batch. */
  get perEpoch() {
    const { data, training } = this.state;
    const some = data.classes?.match(/\d+/g)?.length ?? 0;
    const rows = (this.dataset?.rows ?? 0) * (some ? some / this.dataset.classes : 1) * (1 - (parseNumber(data.validation) || 0));
    const batch = training.batch.trim() === "full" ? rows : parseNumber(training.batch);
    return this.stepsPerEpoch ?? Math.max(1, Math.ceil(Math.round(rows) / batch) || 1);
  }

  /**
   * The schedule as it is drawn, what the linter says of it, or why there is none. Made once for each state.
   *
   * @param {Trace | null} followed the latest run by plateau, whose rates are not known before
   */
  sketch(followed) {
    const { state, catalog, core, perEpoch } = this;
    const { lr, steps } = state.train;
    const plateau = state.schedule.kind === "plateau" ? followed : null;
    const key = JSON.stringify([state.schedule, lr, steps, perEpoch, plateau?.losses.length, catalog.schedules.length, this.words.language]);
    if (this.shaped.key === key) return this.shaped.shape;
    /** @type {Shape} */
    const shape = { what: null, findings: [], error: null };
    try {
      if (core) {
        // What is wrong with it is wrong at any rate.
        const { schedule: request, steps: length } = buildTrainOptions({ ...state, train: { ...state.train, lr: lr ?? 0.1 } }, catalog, perEpoch);
        const run = { steps: length, stepsPerEpoch: perEpoch };
        const findings = core.lintSchedule(request, run);
        if (lr !== null) shape.findings = findings;
        const rates = lr === null ? null : request.kind === "plateau" ? plateau?.lrs : core.sampleSchedule(request, run);
        const perUnit = request.unit === "epoch" ? perEpoch : 1;
        if (rates?.length) shape.what = { request, rates, perUnit };
      }
    } catch (error) {
      // The field says what is wrong; the last curve that was right stays.
      shape.error = refused(error);
      const { what } = this.shaped.shape;
      if (what?.request.kind === state.schedule.kind) shape.what = what;
    }
    this.shaped = { key, shape };
    return shape;
  }

  /** What a script elsewhere needs to know, in the names of the contract. */
  recipe() {
    const { experiment } = buildExperiment(this.state, this.dataset, this.catalog);
    const search = this.raced && { race: {}, finder: buildFinderOptions(this.state.finder) };
    return { experiment, ...buildTrainOptions(this.state, this.catalog, this.perEpoch), ...search };
  }

  /** A script that trains so elsewhere. Settings that are not accepted throw. @param {string} framework @returns {string} */
  script(framework) {
    const { experiment, ...options } = this.recipe();
    return loaded(this.core).exportCode(experiment, { ...options, framework: /** @type {ExportCodeOptions["framework"]} */ (framework) });
  }

  /**
   * The settings as the text behind the `#` of a link. Settings that are not accepted throw, as everywhere.
   *
   * @param {{ picked?: boolean }} [how] picked: with the picked rate whoever has picked it, so that the link trains alike everywhere
   */
  link({ picked = false } = {}) {
    const { state } = this;
    const { experiment } = buildExperiment(state, this.dataset, this.catalog);
    const chosen = state.train.lr !== null && (state.train.chosen || (picked && !state.page.lesson));
    const schedule = chosen ? this.recipe().schedule : null;
    // As runs have it: a proposed rate has more digits than they take.
    const lr = state.train.chosen || state.train.lr === null ? state.train.lr : asTaken(state.train.lr);
    const said = { ...state, train: { ...state.train, lr, chosen } };
    return loaded(this.core).encodeLink(configOf(said, { experiment, schedule, finder: buildFinderOptions(state.finder) }));
  }

  /**
   * Takes the settings of a link, which always opens.
   *
   * @param {string} hash
   * @returns {string[]} what of it was not taken at its word
   */
  open(hash) {
    this.#opened = hash;
    const { state, notes } = this.#read(hash);
    this.lossChosen = true;
    this.stepsPerEpoch = null;
    this.restore(state);
    return notes;
  }

  /** What of the latest link was not taken at its word, in the language of now. */
  notes() {
    return this.#read(this.#opened).notes;
  }

  /**
   * Takes what a link says of some keys. Nothing else changes, be it half typed or on a table of the user's own.
   *
   * @param {string} link
   * @param {string[]} keys
   * @returns {string[]} what of it was not taken at its word
   */
  amend(link, keys) {
    let now = "";
    try {
      now = this.link();
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
    const from = this.#read(now);
    const to = this.#read(overlaid(link, now, keys));
    for (const part of Object.keys(to.state)) {
      const [was, is, kept] = [from.state, to.state, this.state].map((state) => settingsOf(state, part));
      for (const name of Object.keys({ ...was, ...is })) if (JSON.stringify(was[name]) !== JSON.stringify(is[name])) kept[name] = is[name];
    }
    this.lossChosen ||= keys.includes("loss");
    this.stepsPerEpoch = null;
    this.changed();
    return to.notes.filter((note) => !from.notes.includes(note));
  }

  /** @param {string} link */
  #read(link) {
    const { config, notes } = loaded(this.core).decodeLink(link);
    const { state, notes: own } = stateFrom(this.words.say, config, this.catalog, this.datasets);
    return { state, notes: [...notes, ...own] };
  }
}

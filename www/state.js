// @ts-check
/**
 * The one state of an element, and what it means to the core. Settings are kept as typed, so that a half-typed number
 * survives a redraw; {@link buildExperiment} and its like turn them into the names of the JavaScript contract.
 */
import { SettingError } from "./faults.js";
import { DENSE, isActivated, readNetwork } from "./network.js";
import { parseNumber } from "./numbers.js";
import { PRESETS } from "./presets.js";
import { buildSchedule, read } from "./schedule.js";

/**
 * @import {
 *   AnswerReport, Catalog, DatasetInfo, Experiment, FieldInfo, FinderOptions, KindInfo, LinkConfig, LinkUi, LrBandOptions, LrFindReport,
 *   LrRaceReport, LrSweepOptions, NoneReport, RaceAnswerReport, SharpnessRunOptions,
 * } from "../pkg/lr_lab.js"
 * @import { ScheduleSettings } from "./usual.js"
 *
 * Typed settings by part, then by name. `optimizer` and `data` hold, besides what is written here, the fields that the
 * catalog names; one that is absent or empty is left to the core.
 *
 * @typedef {Record<string, string> & { name: string, validation: string, encoding: string }} DataSettings
 * @typedef {{ network: string, activation: string, output: string, dropout: string, init: string, weights: string }} ModelSettings
 *   output: the last layer's activation, or empty for what the loss asks for; weights: the initial ones as JSON, or drawn
 * @typedef {Record<string, string> & { kind: string }} OptimizerSettings
 * @typedef {{ loss: string, batch: string, shuffle: string, seed: string }} TrainingSettings
 * @typedef {{ preset: string, as: string, from: string, to: string, steps: string, sweep: string, per: string, lossOn: string,
 *   smoother: string, smoothing: string, stop: string, seeds: string, vary: string, edge: string }} FinderSettings
 * @typedef {{ rates: string, search: string }} TruthSettings
 * @typedef {{ lr: number | null, chosen: boolean, steps: string }} TrainSettings
 * @typedef {Omit<LinkUi, "preset" | "lr" | "steps" | "seeds" | "vary" | "edge" | "rates" | "search">
 *   & { view?: LinkConfig["view"] }} PageSettings  what a link says of the page, as the core gives it
 * @typedef {{ data: DataSettings, model: ModelSettings, optimizer: OptimizerSettings, training: TrainingSettings,
 *   finder: FinderSettings, truth: TruthSettings, schedule: ScheduleSettings, train: TrainSettings,
 *   page: PageSettings }} State
 * @typedef {{ from: number, to: number }} Range
 *
 * @typedef {DatasetInfo & { csv?: string, target?: string, columns?: string[], classNames?: string[], edition?: number }} Dataset
 *   edition: which of the user's own tables it is
 */

/** The rates of the lab's own finder; those of a library's are the core's to know, and stay empty here. */
const OWN_SWEEP = { from: "1e-5", to: "10", steps: "200" };

/** Defaults, version 1. @returns {State} */
export const defaultState = () => ({
  data: { name: "breast-cancer", validation: "0.2", encoding: "" },
  model: { network: DENSE, activation: "relu", output: "", dropout: "0", init: "glorot-uniform", weights: "" },
  optimizer: { kind: "sgd" },
  training: { loss: "categorical-crossentropy", batch: "32", shuffle: "true", seed: "1" },
  finder: { preset: "", as: "", ...OWN_SWEEP, sweep: "", per: "", lossOn: "", smoother: "corrected", smoothing: "0.95", stop: "4", seeds: "8", vary: "both", edge: "true" },
  truth: { rates: "20", search: "grid" },
  schedule: { kind: "constant", unit: "step" },
  train: { lr: null, chosen: false, steps: "400" },
  page: {},
});

/** A part's settings, for whoever has names of part and settings only. @param {State} state @param {string} part */
export const settingsOf = (state, part) => /** @type {Record<string, Record<string, unknown>>} */ (state)[part];

/** The usual loss of a task. */
const USUAL_LOSS = /** @type {Record<string, string>} */ ({ classification: "categorical-crossentropy", regression: "mse" });

/**
 * The state that a preset starts from. The picked rate and the page stay.
 *
 * @param {State} state
 * @param {string} preset
 */
export function applyPreset(state, preset) {
  const { page, train: { lr, chosen } } = state;
  Object.assign(state, defaultState(), { page });
  for (const [part, settings] of Object.entries(PRESETS[preset]?.settings ?? {})) Object.assign(settingsOf(state, part), settings);
  state.finder.preset = preset in PRESETS ? preset : "";
  Object.assign(state.train, { lr, chosen });
}

/**
 * @param {string} field
 * @param {string} text
 */
function number(field, text) {
  const value = parseNumber(text);
  if (Number.isFinite(value)) return value;
  throw new SettingError(field, text.trim() ? "setting.number" : "setting.empty", { text: text.trim() });
}

/** Rates and seeds of a truth. So many are never begun, and so the core is not asked whether it takes more. */
const MOST = 1000;

/** @param {string} field @param {string} text */
function atMost(field, text) {
  const value = number(field, text);
  if (value > MOST) throw new SettingError(field, "setting.many", { text: text.trim(), most: MOST });
  return value;
}

/**
 * What was typed into a part's fields, for the core; what is empty is left to it.
 *
 * @param {string} part
 * @param {Record<string, string>} settings
 * @param {FieldInfo[]} fields
 */
function typedFields(part, settings, fields) {
  const given = fields.filter(({ name }) => settings[name]?.trim());
  return Object.fromEntries(given.map((field) => [field.name, read(field, `${part}.${field.name}`, settings[field.name].trim())]));
}

/**
 * The convention of an optimizer: the chosen one, or its default.
 *
 * @param {KindInfo | undefined} kind
 * @param {OptimizerSettings} settings
 */
export const conventionOf = (kind, settings) =>
  settings.convention || String(kind?.fields.find(({ name }) => name === "convention")?.default ?? "");

/**
 * The fields that an optimizer has under a convention.
 *
 * @param {KindInfo | undefined} kind
 * @param {string} convention
 */
export const fieldsOf = (kind, convention) =>
  (kind?.fields ?? []).filter(({ conventions }) => !conventions?.length || conventions.includes(convention));

/**
 * What a field is when it is left out.
 *
 * @param {FieldInfo} field
 * @param {string} convention
 */
export const defaultOf = ({ default: value, defaults }, convention) =>
  (defaults ? defaults[/** @type {"keras" | "pytorch"} */ (convention)] : null) ?? value;

/**
 * The last layer and the coding of targets that belong to a loss.
 *
 * @param {State} state
 * @param {Dataset} dataset
 * @param {Catalog} catalog
 */
export function output({ model, training, data }, { task, classes }, { losses }) {
  const loss = losses.find(({ kind }) => kind === training.loss);
  if (task === "regression") return { kind: "dense", units: 1, activation: model.output || (loss?.outputActivation ?? "linear") };
  const activation = model.output || (loss?.outputActivation ?? "sigmoid");
  // A yes or no needs one output.
  const one = classes === 2 && loss?.outputActivation === "sigmoid" && !data.encoding;
  return { kind: "dense", units: one ? 1 : classes, activation };
}

/**
 * The losses that fit a task, in the catalog's order.
 *
 * @param {string} task
 * @param {Catalog} catalog
 */
export const lossesFor = (task, { losses }) =>
  task === "regression" ? losses.filter(({ outputActivation, classTargets }) => !outputActivation && !classTargets) : losses;

/**
 * The loss that a task starts with.
 *
 * @param {string} task
 * @param {Catalog} catalog
 */
export const usualLoss = (task, catalog) => {
  const fit = lossesFor(task, catalog).map(({ kind }) => kind);
  return fit.includes(USUAL_LOSS[task]) ? USUAL_LOSS[task] : fit[0];
};

/**
 * The hidden layers, and which control each came from.
 *
 * @param {ModelSettings} model
 * @param {Catalog} catalog
 */
function hidden({ network, activation, dropout }, catalog) {
  const rate = dropout.trim() ? number("model.dropout", dropout) : 0;
  const read = readNetwork(network);
  return read.flatMap((layer, at) => {
    const activated = isActivated(catalog.layers.find(({ kind }) => kind === layer.kind));
    const own = { layer: { ...(activated && { activation }), ...layer }, control: "model.layers" };
    const dropped = rate !== 0 && layer.kind === "dense" && read[at + 1]?.kind !== "dropout";
    return dropped ? [own, { layer: { kind: "dropout", rate }, control: "model.dropout" }] : [own];
  });
}

/**
 * The experiment for the core, and which control each layer came from.
 *
 * @param {State} state
 * @param {Dataset} dataset
 * @param {Catalog} catalog
 */
export function buildExperiment(state, dataset, catalog) {
  const { data, model, optimizer, training } = state;
  const layers = hidden(model, catalog);
  const kind = catalog.optimizers.find((one) => one.kind === optimizer.kind);
  // Names are as they were chosen; those that there are not the core refuses.
  const experiment = /** @type {Experiment} */ ({
    data: {
      // A table of the user's own is given as it is.
      ...(dataset.csv === undefined ? { name: data.name } : { csv: dataset.csv, target: dataset.target }),
      ...typedFields("data", data, dataset.fields),
      ...(data.standardize && { standardize: data.standardize === "true" }),
      validation: number("data.validation", data.validation),
      ...(data.encoding && { encoding: data.encoding }),
    },
    model: { layers: [...layers.map(({ layer }) => layer), output(state, dataset, catalog)], init: model.init, ...(model.weights && { weights: JSON.parse(model.weights) }) },
    loss: training.loss,
    optimizer: { kind: optimizer.kind, ...typedFields("optimizer", optimizer, fieldsOf(kind, conventionOf(kind, optimizer))) },
    batchSize: training.batch.trim() === "full" ? "full" : number("batchSize", training.batch),
    shuffle: training.shuffle === "true",
    seed: number("seed", training.seed),
  });
  return { experiment, origins: layers.map(({ control }) => control) };
}

/**
 * Another system's finder, or the lab's own: its rates take the place of those that were typed for the last one.
 *
 * @param {State} state
 * @param {string} as
 */
export function applyFinder({ finder }, as) {
  Object.assign(finder, { as }, as ? { from: "", to: "", steps: "" } : OWN_SWEEP);
}

/** @param {FinderSettings} settings @returns {FinderOptions} */
export function buildFinderOptions({ as, from, to, steps, sweep, per, lossOn, smoother, smoothing, stop }) {
  const typed = (/** @type {string} */ name, /** @type {string} */ text) => text.trim() && { [name]: number(`finder.${name}`, text) };
  return /** @type {FinderOptions} */ ({
    ...(as && { preset: as }),
    ...typed("startLr", from), ...typed("endLr", to), ...typed("steps", steps),
    ...(sweep && { sweep }), ...(per && { per }), ...(lossOn && { lossOn }),
    // A library smooths and stops as it does: that is what makes its finder its own.
    ...(!as && {
      smoothing: smoother === "none" ? { kind: smoother } : { kind: smoother, beta: number("finder.smoothing.beta", smoothing) },
      stop: stop.trim() === "never" ? "never" : { factor: number("finder.stop.factor", stop), against: "best-smoothed" },
    }),
  });
}

/**
 * A race for the rate, from what the range test answers.
 *
 * @param {State} state
 * @param {Catalog} catalog
 * @param {number} perEpoch steps in an epoch
 * @param {Pick<LrFindReport, "answer">} report
 */
export function buildRaceOptions(state, catalog, perEpoch, { answer }) {
  const from = rateOf(answer);
  return { ...buildTraining(state, catalog, perEpoch, from), length: /** @type {const} */ ("long"), ...(from && { from }) };
}

/** The rate that an answer names, if it does. @param {AnswerReport | RaceAnswerReport | NoneReport | undefined} answer */
export const rateOf = (answer) => (answer && "lr" in answer ? answer.lr : null);

/**
 * A training run at any rate, the peak of the chosen schedule; a constant one need not be named.
 *
 * @param {State} state
 * @param {Catalog} catalog
 * @param {number} perEpoch
 * @param {number | null} lr
 */
function buildTraining(state, catalog, perEpoch, lr) {
  const { schedule, steps } = buildTrainOptions({ ...state, train: { ...state.train, lr: lr ?? 0.01 } }, catalog, perEpoch);
  return state.schedule.kind === "constant" ? { steps } : { schedule, steps };
}

/**
 * The truth under a report: real training over its range, and at every rate that its rules and the race suggest. No seed
 * is one of the race's, so that no answer is judged by its own runs.
 *
 * @param {State} state
 * @param {Range} range
 * @param {Pick<LrFindReport, "suggestions" | "answer">} report
 * @param {LrRaceReport | null} race  its report, if it has one
 * @param {Catalog} catalog
 * @param {number} perEpoch steps in an epoch
 */
export function buildTruthOptions(state, { from, to }, { suggestions, answer }, race, catalog, perEpoch) {
  const { finder, truth, training } = state;
  const also = [...suggestions.map(({ lr }) => lr), rateOf(answer), rateOf(race?.answer)].filter((lr) => lr !== null);
  const first = number("seed", training.seed) + 2;
  const count = atMost("sweep.seeds", finder.seeds);
  return {
    from, to,
    count: atMost("sweep.count", truth.rates),
    search: /** @type {LrSweepOptions["search"]} */ (truth.search),
    also,
    // Another number is the core's to refuse.
    seeds: Number.isInteger(count) && count > 0 ? Array.from({ length: count }, (_, i) => first + i) : count,
    ...buildTraining(state, catalog, perEpoch, rateOf(answer)),
  };
}

/**
 * The band over seeds.
 *
 * @param {State} state
 * @param {FinderOptions} options the finder's own
 */
export const buildBandOptions = ({ finder }, options) =>
  ({ finder: options, seeds: number("band.seeds", finder.seeds), vary: /** @type {LrBandOptions["vary"]} */ (finder.vary) });

/** The curvature at the initial weights: what comes before the one step. @type {SharpnessRunOptions} */
export const EDGE_OPTIONS = { schedule: { kind: "constant", lr: 1e-3 }, steps: 1, points: 2 };

/**
 * The curvature along a run at the picked rate.
 *
 * @param {Parameters<typeof buildTrainOptions>} run
 */
export const buildCourseOptions = (...run) => ({ ...buildTrainOptions(...run), points: 21 });

/**
 * From which rate to which a sweep is planned: the axis of its figure from the first step on.
 *
 * @param {FinderSettings} settings
 * @param {Catalog} catalog
 * @returns {Range | null}
 */
export function plannedRange({ as, from, to }, catalog) {
  const usual = (/** @type {string} */ name) => Number(sweepField(as, name, catalog)?.default ?? NaN);
  const range = { from: from.trim() ? parseNumber(from) : usual("startLr"), to: to.trim() ? parseNumber(to) : usual("endLr") };
  return range.from > 0 && range.to > range.from ? range : null;
}

/**
 * What the catalog says of a library's sweep.
 *
 * @param {string} as
 * @param {string} name
 * @param {Catalog} catalog
 */
export const sweepField = (as, name, { finder }) =>
  finder.presets.find(({ kind }) => kind === as)?.fields.find((field) => field.name === name);

/**
 * A training run at the picked rate, by the chosen schedule.
 *
 * @param {State} state
 * @param {Catalog} catalog
 * @param {number} perEpoch steps in an epoch
 */
export function buildTrainOptions({ schedule, train: { lr, steps } }, catalog, perEpoch) {
  if (lr === null) throw new SettingError("schedule.lr", "setting.no-rate");
  const length = number("steps", steps);
  // The core takes it for a run that is over before it begins.
  if (length === 0) throw new SettingError("steps", "setting.no-steps");
  return { schedule: buildSchedule(schedule, catalog.schedules, { lr, steps: length, perEpoch }), steps: length };
}

/**
 * The rate that a report proposes: what the asked rule says, else the lab's own answer. Where the loss never clearly
 * falls there is none.
 *
 * @param {Pick<LrFindReport, "suggestions" | "answer">} report
 * @param {string} [rule]
 * @returns {number | null}
 */
export function proposedRate({ answer, suggestions }, rule) {
  const asked = suggestions.find((suggestion) => suggestion.rule === rule);
  return asked?.lr ?? rateOf(answer);
}

/** What the finder's curve depends on, to be compared. @param {State} state */
export const curveSettings = ({ data, model, optimizer, training, finder: { seeds, vary, edge, ...finder } }) => JSON.stringify([data, model, optimizer, training, finder]);

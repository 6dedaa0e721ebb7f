// @ts-check
/**
 * The one state of an element, and what it means to the core. Settings are kept as typed, so that a half-typed number
 * survives a redraw; {@link buildExperiment} and its like turn them into the names of the JavaScript contract.
 */
import { parseNumber } from "./numbers.js";

/**
 * @typedef {{ data: string, validation: string, encoding: string, network: string, activation: string, loss: string,
 *   optimizer: string, momentum: string, batch: string, seed: string }} ExperimentSettings
 * @typedef {{ preset: string, from: string, to: string, steps: string, smoothing: string, stop: string }} FinderSettings
 * @typedef {{ lr: number | null, chosen: boolean, steps: string }} TrainSettings
 * @typedef {{ experiment: ExperimentSettings, finder: FinderSettings, train: TrainSettings }} State
 * @typedef {{ from: number, to: number }} Range
 * @typedef {{ name: string, title: string, rows: number, features: number, classes: number, task: string,
 *   description: string, licence: string }} Dataset
 */

/** Defaults, version 1. */
const DEFAULTS = {
  experiment: {
    data: "breast-cancer", validation: "0.2", encoding: "", network: "10-10", activation: "relu",
    loss: "categorical-crossentropy", optimizer: "sgd", momentum: "0", batch: "32", seed: "1",
  },
  finder: { preset: "", from: "1e-5", to: "10", steps: "200", smoothing: "0.95", stop: "4" },
  train: { lr: null, chosen: false, steps: "400" },
};

/**
 * Named starting points: the experiment each sets. What the finder does under a preset is the core's to know.
 *
 * @type {Record<string, { title: string, note: string, experiment: Partial<ExperimentSettings>, range: Range | null }>}
 */
export const PRESETS = {
  "": { title: "LR Lab", note: "", experiment: {}, range: null },
  "document-001": {
    title: "Document 001",
    note: "The notebook’s own sweep: 48 batches, one after the other, the rate rising from 0.05.",
    experiment: { validation: "0", encoding: "label", loss: "mse", batch: "12" },
    range: { from: 0.05, to: 100 },
  },
};

/** @returns {State} */
export const defaultState = () => structuredClone(DEFAULTS);

/**
 * The state that a preset starts from.
 *
 * @param {State} state
 * @param {string} preset
 */
export function applyPreset(state, preset) {
  const fresh = defaultState();
  Object.assign(state.experiment, fresh.experiment, PRESETS[preset]?.experiment);
  Object.assign(state.finder, fresh.finder, { preset: preset in PRESETS ? preset : "" });
}

/** A setting that can't be sent to the core, told like the core's own errors. */
export class SettingError extends Error {
  /**
   * @param {string} field
   * @param {string} message
   */
  constructor(field, message) {
    super(message);
    this.name = "LrLabError";
    this.field = field;
  }
}

/**
 * @param {string} field
 * @param {string} text
 */
function number(field, text) {
  const value = parseNumber(text);
  if (Number.isFinite(value)) return value;
  throw new SettingError(field, text.trim()
    ? `“${text.trim()}” is not a number; type one such as 0.01, 3e-4 or 1/128.`
    : "Type a number such as 0.01, 3e-4 or 1/128.");
}

/** @param {string} text */
function hiddenUnits(text) {
  const typed = text.trim();
  if (typed === "" || typed === "none") return [];
  if (!/^\d+(\s*[-–,\s]\s*\d+)*$/.test(typed)) {
    throw new SettingError("model.layers", `“${typed}” is not a list of layers; type the units of each, such as 10-10.`);
  }
  return typed.split(/[^\d]+/).map(Number);
}

/**
 * The last layer and the coding of targets that belong to a loss.
 *
 * @param {ExperimentSettings} settings
 * @param {Dataset} dataset
 */
function output({ loss, encoding }, { task, classes }) {
  if (task === "regression") return { layer: { kind: "dense", units: 1, activation: "linear" } };
  if (encoding === "label") return { layer: { kind: "dense", units: classes, activation: "sigmoid" }, encoding };
  if (loss === "binary-crossentropy" && classes === 2) {
    return { layer: { kind: "dense", units: 1, activation: "sigmoid" }, encoding: "label" };
  }
  const activation = loss === "categorical-crossentropy" ? "softmax" : "sigmoid";
  return { layer: { kind: "dense", units: classes, activation }, encoding: "one-hot" };
}

/**
 * The losses that make sense for a task, the usual one first.
 *
 * @param {string} task
 */
export const lossesFor = (task) =>
  task === "regression" ? ["mse"] : ["categorical-crossentropy", "binary-crossentropy", "mse"];

/**
 * @param {ExperimentSettings} settings
 * @param {Dataset} dataset
 */
export function buildExperiment(settings, dataset) {
  const { layer, encoding } = output(settings, dataset);
  const hidden = hiddenUnits(settings.network);
  const layers = hidden.map((units) => ({ kind: "dense", units, activation: settings.activation }));
  const momentum = number("optimizer.momentum", settings.momentum);
  return {
    data: {
      name: settings.data,
      standardize: true,
      validation: number("data.validation", settings.validation),
      ...(encoding && { encoding }),
    },
    model: { layers: [...layers, layer], init: "glorot-uniform" },
    loss: settings.loss,
    optimizer: { kind: "sgd", convention: "keras", momentum, nesterov: settings.optimizer === "sgd-nesterov" },
    batchSize: settings.batch.trim() === "full" ? "full" : number("batchSize", settings.batch),
    shuffle: true,
    seed: number("seed", settings.seed),
  };
}

/** @param {FinderSettings} settings */
export function buildFinderOptions(settings) {
  if (settings.preset) return { preset: settings.preset };
  return {
    startLr: number("finder.startLr", settings.from),
    endLr: number("finder.endLr", settings.to),
    steps: number("finder.steps", settings.steps),
    smoothing: { kind: "corrected", beta: number("finder.smoothing.beta", settings.smoothing) },
    stop: settings.stop.trim() === "never"
      ? "never"
      : { factor: number("finder.stop.factor", settings.stop), against: "best-smoothed" },
  };
}

/**
 * From which rate to which a sweep is planned: the axis of its figure from the first step on.
 *
 * @param {FinderSettings} settings
 * @returns {Range | null}
 */
export function plannedRange({ preset, from, to }) {
  if (preset) return PRESETS[preset].range;
  const range = { from: parseNumber(from), to: parseNumber(to) };
  return range.from > 0 && range.to > range.from ? range : null;
}

/** @param {TrainSettings} settings */
export function buildTrainOptions({ lr, steps }) {
  if (lr === null) throw new SettingError("schedule.lr", "Pick a rate first: run the finder, or type one such as 0.1.");
  return { schedule: { kind: "constant", lr }, steps: number("steps", steps) };
}

/**
 * The rate that a report proposes: what the rules agree on, else the first rule's, else the middle of the useful range.
 *
 * @param {any} report
 * @returns {number | null}
 */
export function proposedRate({ consensus, suggestions, bounds }) {
  return consensus.lr ?? suggestions[0]?.lr ?? (bounds ? Math.sqrt(bounds.lower * bounds.upper) : null);
}

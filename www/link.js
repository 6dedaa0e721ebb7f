// @ts-check
/** The state as a link and back: the page's settings in the names of the contract, which the core's codec reads. */
import { writeNetwork } from "./network.js";
import { conventionOf, defaultState, fieldsOf, output } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Catalog} Catalog
 */

/** Numbers as they are typed, with all their digits. @param {unknown} value */
const spell = (value) => (value === undefined || value === null ? "" : Array.isArray(value) ? spellList(value) : String(value));

/** @param {unknown[]} list */
const spellList = (list) => (typeof list[0] === "object" ? JSON.stringify(list) : list.join(", "));

/**
 * What the codec is told.
 *
 * @param {State} state
 * @param {{ experiment: object, schedule: object | null, finder: object }} recipe
 */
export function configOf({ finder, truth, train }, { experiment, schedule, finder: options }) {
  return {
    experiment, finder: options, ...(schedule && { schedule }),
    ui: {
      ...(finder.preset && { preset: finder.preset }), ...(train.chosen && train.lr !== null && { lr: train.lr }),
      steps: Number(train.steps), seeds: Number(finder.seeds), vary: finder.vary, edge: finder.edge === "true",
      rates: Number(truth.rates), search: truth.search,
    },
  };
}

/**
 * The settings that a configuration has. What the page's fields can't say, such as a finder's cap, is left as it is here,
 * and named.
 *
 * @param {any} config
 * @param {Catalog} catalog
 * @param {import("./state.js").Dataset[]} datasets
 * @returns {{ state: State, notes: string[] }}
 */
export function stateFrom({ experiment, finder, schedule, ui }, catalog, datasets) {
  const state = defaultState();
  /** @type {string[]} */
  const notes = [];
  const { data, model, optimizer, loss, batchSize, shuffle, seed } = experiment;
  for (const [name, value] of Object.entries(data)) /** @type {any} */ (state.data)[name] = spell(value);
  state.data.encoding = data.encoding === "one-hot" ? "" : spell(data.encoding);

  const hidden = model.layers.slice(0, -1);
  state.model.activation = hidden.findLast((/** @type {any} */ { activation }) => activation)?.activation ?? state.model.activation;
  state.model.network = writeNetwork(hidden, state.model.activation);
  state.model.init = model.init ?? state.model.init;
  if (model.weights) state.model.weights = JSON.stringify(model.weights);

  const kind = catalog.optimizers.find((one) => one.kind === optimizer.kind);
  for (const [name, value] of Object.entries(optimizer)) state.optimizer[name] = spell(value);
  // What the library takes anyway is shown as such.
  for (const field of fieldsOf(kind, conventionOf(kind, state.optimizer))) {
    if (state.optimizer[field.name] === spell(field.default) && !field.defaults) delete state.optimizer[field.name];
  }

  Object.assign(state.training, { loss, batch: spell(batchSize), shuffle: spell(shuffle ?? true), seed: spell(seed ?? 0) });
  const dataset = datasets.find(({ name }) => name === data.name);
  const { activation } = model.layers.at(-1);
  if (dataset && activation !== output(state, dataset, catalog).activation) state.model.output = activation;
  finderInto(state, finder ?? {}, notes);
  scheduleInto(state, schedule, ui?.lr);
  Object.assign(state.finder, {
    preset: ui?.preset ?? "", seeds: spell(ui?.seeds ?? state.finder.seeds), vary: ui?.vary ?? "both", edge: String(ui?.edge ?? true),
  });
  Object.assign(state.truth, { rates: spell(ui?.rates ?? state.truth.rates), search: ui?.search ?? "grid" });
  Object.assign(state.train, { lr: ui?.lr ?? null, chosen: ui?.lr !== undefined, steps: spell(ui?.steps ?? state.train.steps) });
  return { state, notes };
}

/**
 * @param {State} state
 * @param {any} options
 * @param {string[]} notes
 */
function finderInto(state, { preset, startLr, endLr, steps, epochs, sweep, per, lossOn, smoothing, stop, lrCap }, notes) {
  const { finder } = state;
  finder.as = preset ?? "";
  Object.assign(finder, { from: spell(startLr), to: spell(endLr), steps: spell(steps), sweep: sweep === "exponential" && !preset ? "" : sweep ?? "", per: per ?? "", lossOn: lossOn ?? "" });
  if (!preset && smoothing) Object.assign(finder, { smoother: smoothing.kind, smoothing: spell(smoothing.beta ?? finder.smoothing) });
  if (!preset && stop) finder.stop = stop === "never" ? stop : spell(stop.factor ?? finder.stop);
  if (epochs !== undefined || lrCap !== undefined || (stop?.against && stop.against !== "best-smoothed")) {
    notes.push("This page’s finder counts in steps, has no cap, and stops against the lowest smoothed loss.");
  }
}

/**
 * @param {State} state
 * @param {any} schedule
 * @param {number | undefined} lr
 */
function scheduleInto(state, schedule, lr) {
  if (!schedule || (schedule.kind === "constant" && schedule.lr === lr)) return;
  for (const [name, value] of Object.entries(schedule)) state.schedule[name] = spell(value);
}

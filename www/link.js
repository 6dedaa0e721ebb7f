// @ts-check
/** The state as a link and back: the page's settings in the names of the contract, which the core's codec reads. */
import { writeNetwork } from "./network.js";
import { spell, typedSchedule } from "./schedule.js";
import { conventionOf, defaultState, fieldsOf, output, settingsOf } from "./state.js";

/**
 * @import { Catalog, DecodedLink, Experiment, FinderOptions, Layer, LinkConfig, Schedule } from "../pkg/lr_lab.js"
 * @import { Dataset, State } from "./state.js"
 */

/** What a link may ask for and the page does not do yet. */
const LATER = ["backend"];
/** @typedef {NonNullable<LinkConfig["view"]>} View */

/** The views that there are, and the parts of the page in each; all where none are named. @type {Record<View, string[] | undefined>} */
export const VIEWS = {
  finder: ["headline", "finder", "edge"], truth: ["headline", "truth", "edge"], schedule: ["schedule"], train: ["headline", "loss"],
  compare: ["headline", "loss"], full: undefined,
};

/** What a lesson leaves to the reader. */
const READERS = ["theme", "lang", "view"];

/** The key of each control; of those that aren't here it is the control's own name. */
const CONTROLS = /** @type {Record<string, string>} */ ({
  "data.name": "data", "data.samples": "n", model: "model", "model.activation": "act", "model.init": "init", optimizer: "opt",
  finder: "finder", "finder.preset": "preset", "finder.seeds": "seeds", "finder.vary": "vary", "finder.edge": "edge", schedule: "schedule",
});

/**
 * Whether the reader cannot change a setting. A preset changes all of them, and a lesson sets what it is about.
 *
 * @param {import("./state.js").PageSettings} page
 * @param {string} setting part and name, or a key
 */
export function isLocked({ lock = [], lesson }, setting) {
  const [part, name] = setting.split(".");
  const key = CONTROLS[setting] ?? CONTROLS[part] ?? name ?? part;
  if (lesson && !READERS.includes(key)) return true;
  return lock.includes("all") || lock.includes(key) || (key === "preset" && lock.length > 0);
}

/** @param {string} text */
const pairsOf = (text) => text.replace(/^#/, "").split("&").filter(Boolean);

/**
 * The text of a link that says what `over` says, and of other keys what `under` says.
 *
 * @param {string} over
 * @param {string} under
 * @param {string[]} [without] keys of which `under` says nothing
 */
export function overlaid(over, under, without = []) {
  const keyOf = (/** @type {string} */ pair) => pair.split("=")[0];
  const said = [...pairsOf(over).map(keyOf), ...without];
  return [...pairsOf(over), ...pairsOf(under).filter((pair) => !said.includes(keyOf(pair)))].join("&");
}

/**
 * The text of a link that says what attributes of these names say.
 *
 * @param {{ getAttribute: (name: string) => string | null }} element
 * @param {string[]} names
 */
export function linkOf(element, names) {
  const said = names.map((name) => ({ name, text: element.getAttribute(name) }));
  return said.flatMap(({ name, text }) => (text === null ? [] : `${name}=${encodeURIComponent(text)}`)).join("&");
}

/**
 * What the codec is told.
 *
 * @param {State} state
 * @param {{ experiment: Experiment, schedule: Schedule | null, finder: FinderOptions }} recipe
 */
export function configOf({ finder, truth, train, page: { view, ...page } }, { experiment, schedule, finder: options }) {
  return /** @type {LinkConfig} */ ({
    ...(view && { view }), experiment, finder: options, ...(schedule && { schedule }),
    ui: {
      ...page, ...(finder.preset && { preset: finder.preset }), ...(train.chosen && train.lr !== null && { lr: train.lr }),
      steps: Number(train.steps), seeds: Number(finder.seeds), vary: finder.vary, edge: finder.edge === "true",
      rates: Number(truth.rates), search: truth.search,
    },
  });
}

/**
 * The settings that a configuration has. What the page's fields can't say, such as a finder's cap, is left as it is here,
 * and named.
 *
 * @param {import("./texts.js").Say} say
 * @param {DecodedLink["config"]} config
 * @param {Catalog} catalog
 * @param {Dataset[]} datasets
 * @returns {{ state: State, notes: string[] }}
 */
export function stateFrom(say, { view, experiment, finder, schedule, ui }, catalog, datasets) {
  const state = defaultState();
  /** @type {string[]} */
  const notes = [];
  const { data, model, optimizer, loss, batchSize, shuffle, seed } = experiment;
  for (const [name, value] of Object.entries(data)) state.data[name] = spell(value);
  if (state.data.encoding === "one-hot") state.data.encoding = "";

  const hidden = model.layers.slice(0, -1);
  state.model.activation = hidden.map(activationOf).findLast(Boolean) ?? state.model.activation;
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
  const dataset = datasets.find(({ name }) => name === state.data.name);
  const activation = activationOf(model.layers.at(-1));
  if (dataset && activation !== output(state, dataset, catalog).activation) state.model.output = activation ?? "";
  finderInto(say, state, finder ?? {}, notes);
  const { preset = "", lr = null, steps, seeds, vary, edge, rates, search, autorun, ...page } = ui;
  scheduleInto(state, schedule, lr, catalog);
  Object.assign(state.finder, { preset, seeds: spell(seeds), vary, edge: String(edge) });
  Object.assign(state.truth, { rates: spell(rates), search });
  Object.assign(state.train, { lr, chosen: lr !== null, steps: spell(steps) });
  Object.assign(state.page, page, view && { view }, autorun !== "visible" && { autorun });
  const later = LATER.filter((key) => key in page);
  if (later.length) notes.push(say("link.later", { keys: later.join(", ") }));
  return { state, notes };
}

/** What is applied to a layer's sums, where it has some. @param {Layer | undefined} layer */
const activationOf = (layer) => (layer && "activation" in layer ? layer.activation : undefined);

/**
 * @param {import("./texts.js").Say} say
 * @param {State} state
 * @param {FinderOptions} options
 * @param {string[]} notes
 */
function finderInto(say, state, { preset, startLr, endLr, steps, epochs, sweep, per, lossOn, smoothing, stop, lrCap }, notes) {
  const { finder } = state;
  finder.as = preset ?? "";
  Object.assign(finder, { from: spell(startLr), to: spell(endLr), steps: spell(steps), sweep: sweep === "exponential" && !preset ? "" : sweep ?? "", per: per ?? "", lossOn: lossOn ?? "" });
  if (!preset && smoothing) {
    finder.smoother = smoothing.kind;
    if ("beta" in smoothing && smoothing.beta !== undefined) finder.smoothing = spell(smoothing.beta);
  }
  if (!preset && stop) finder.stop = stop === "never" ? stop : spell(stop.factor ?? finder.stop);
  const against = stop && stop !== "never" ? stop.against : undefined;
  if (epochs !== undefined || lrCap !== undefined || (against && against !== "best-smoothed")) {
    notes.push(say("link.finder"));
  }
}

/**
 * @param {State} state
 * @param {Schedule | undefined} schedule
 * @param {number | null} lr
 * @param {Catalog} catalog
 */
function scheduleInto(state, schedule, lr, { schedules }) {
  if (!schedule || (schedule.kind === "constant" && schedule.lr === lr)) return;
  state.schedule = { unit: "step", ...typedSchedule(schedule, schedules) };
}

// The core and the page's settings in Node, without a page: what a link would run in the browser is run here.
import { readFileSync } from "node:fs";

import { listDatasets } from "../../www/remote.js";
import { Settings } from "../../www/settings.js";
import {
  EDGE_OPTIONS, buildCourseOptions, buildExperiment, buildFinderOptions, buildRaceOptions, buildTrainOptions, buildTruthOptions, plannedRange,
} from "../../www/state.js";
import { loadCore } from "../../www/wasm.js";

const file = (name) => readFileSync(new URL(`../../data/${name}`, import.meta.url));

/** The page fetches the core from beside its own files; Node's fetch knows no files. */
async function loadFromDisk() {
  const { fetch } = globalThis;
  globalThis.fetch = async (address) => new Response(readFileSync(address), { headers: { "Content-Type": "application/wasm" } });
  try {
    return await loadCore();
  } finally {
    globalThis.fetch = fetch;
  }
}

export const core = await loadFromDisk();
core.provideData("mnist", new Uint8Array(file("mnist-3000-images.idx3-ubyte.gz")), new Uint8Array(file("mnist-3000-labels.idx1-ubyte.gz")));

/** What has been run, so that several checks can look at it. @type {Map<string, any>} */
const known = new Map();

/** The same for the same link, whichever step of a lesson it opens. @template T @param {(link: string) => T} make @returns {(link: string) => T} */
const once = (make) => (link) => {
  const key = `${make.name} ${link.replace(/(^|&)lesson=[^&]*/, "")}`;
  if (!known.has(key)) known.set(key, make(link));
  return known.get(key);
};

/** Runs to the end, then takes what is asked of it. */
function finished(run, take) {
  while (!run.advance(1 << 20).done);
  const taken = take(run);
  run.free();
  return taken;
}

const reportOf = (run) => finished(run, (one) => one.report());

/** The settings that a link opens, as on the page; it has to be taken at its word. */
export function opened(link) {
  const settings = new Settings(() => {});
  Object.assign(settings, { instance: core, datasets: listDatasets(core), catalog: core.catalog() });
  const notes = settings.open(link);
  if (notes.length) throw new Error(`${link}: ${notes.join(" ")}`);
  return settings;
}

/** A link's experiment, and its settings as the page's builders take them. */
function requestsOf(link) {
  const { state, dataset, catalog, perEpoch } = opened(link);
  return { state, catalog, perEpoch, dataset, experiment: buildExperiment(state, dataset, catalog).experiment };
}

/** The schedule of a link's training run, and how long it is. */
export function planOf(link) {
  const { state, catalog, perEpoch } = requestsOf(link);
  const { schedule, steps } = buildTrainOptions(state, catalog, perEpoch);
  return { schedule, run: { steps, stepsPerEpoch: perEpoch } };
}

/** A training run. */
export const trained = once(function fit(link) {
  const { state, catalog, perEpoch, dataset, experiment } = requestsOf(link);
  const rows = dataset.name === "breast-cancer" ? breastCancer() : [];
  return finished(new core.Fit(experiment, buildTrainOptions(state, catalog, perEpoch)), (fit) => ({
    trace: fit.trace(), fingerprint: fit.fingerprint(), outputs: rows.length ? fit.predict(rows) : [], classes: dataset.classes,
  }));
});

/** The loss of all rows that a link's run trains on, at its end, and what it has to improve on. */
export const trainedOn = once(function training(link) {
  const { state, catalog, perEpoch, experiment } = requestsOf(link);
  const { schedule, steps } = buildTrainOptions(state, catalog, perEpoch);
  const { finals, reference } = reportOf(new core.LrSweep(experiment, { lrs: [state.train.lr], schedule, steps, judgedBy: "training", seeds: [experiment.seed] }));
  return { loss: finals[0], reference };
});

/** A range test. */
export const swept = once(function find(link) {
  const { state, experiment } = requestsOf(link);
  return reportOf(new core.LrFind(experiment, buildFinderOptions(state.finder)));
});

/** Sweep, race and truth, each built on what came before, as on the page. */
export const judged = once(function truth(link) {
  const { state, catalog, perEpoch, experiment } = requestsOf(link);
  const race = reportOf(new core.LrRace(experiment, buildRaceOptions(state, catalog, perEpoch, swept(link))));
  const options = buildTruthOptions(state, plannedRange(state.finder, catalog), swept(link), race, catalog, perEpoch);
  return { report: reportOf(new core.LrSweep(experiment, options)), also: options.also };
});

/** The curvature at the start. */
export const edge = once(function sharpness(link) {
  const { experiment } = requestsOf(link);
  return reportOf(new core.SharpnessRun(experiment, EDGE_OPTIONS));
});

/** The curvature along the link's training run. */
export const course = once(function course(link) {
  const { state, catalog, perEpoch, experiment } = requestsOf(link);
  return reportOf(new core.SharpnessRun(experiment, buildCourseOptions(state, catalog, perEpoch)));
});

/** The features of all its rows, in their own units. */
function breastCancer() {
  return String(file("breast_cancer.csv")).trim().split("\n").slice(1).map((row) => row.split(",").slice(0, -1).map(Number));
}

// The core and the page's settings without a page, in Node: what a link would run, run here.
import { readFileSync } from "node:fs";

import { overlaid } from "../../www/link.js";
import { listDatasets } from "../../www/remote.js";
import { Settings } from "../../www/settings.js";
import {
  buildExperiment, buildFinderOptions, buildRaceOptions, buildTrainOptions, buildTruthOptions, plannedRange,
} from "../../www/state.js";
import { loadCore } from "../../www/wasm.js";

const data = (name) => new Uint8Array(readFileSync(new URL(`../../data/${name}`, import.meta.url)));

/** The page fetches the core from beside its own files; so does Node, which has no fetch for files. */
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
core.provideData("mnist", data("mnist-3000-images.idx3-ubyte.gz"), data("mnist-3000-labels.idx1-ubyte.gz"));

/** Runs to its end. */
function finish(run) {
  while (!run.advance(1 << 20).done);
  return run;
}

/** What each link gave, so that a run that several checks look at is trained once. */
const known = new Map();

/** @param {string} kind @param {string} link @param {() => any} make */
function once(kind, link, make) {
  const key = `${kind} ${link}`;
  if (!known.has(key)) known.set(key, make());
  return known.get(key);
}

/** The settings that a link opens, as on the page. */
export function opened(link) {
  const settings = new Settings(() => {});
  Object.assign(settings, { core, datasets: listDatasets(core), catalog: core.catalog() });
  const notes = settings.open(link);
  if (notes.length) throw new Error(`${link}: ${notes.join(" ")}`);
  return settings;
}

const experimentOf = ({ state, dataset, catalog }) => buildExperiment(state, dataset, catalog).experiment;

/** The request of a training run. */
export function trainingOf(link) {
  const settings = opened(link);
  return { experiment: experimentOf(settings), perEpoch: settings.perEpoch, ...buildTrainOptions(settings.state, settings.catalog, settings.perEpoch) };
}

/** A training run: its trace, its fingerprint, and what it answers. */
export const trained = (link) => once("fit", link, () => {
  const { experiment, schedule, steps } = trainingOf(link);
  const fit = finish(new core.Fit(experiment, { schedule, steps }));
  const run = { trace: fit.trace(), fingerprint: fit.fingerprint(), weights: fit.weights() };
  fit.free();
  return run;
});

export const swept = (link) => once("find", link, () => {
  const settings = opened(link);
  const run = finish(new core.LrFind(experimentOf(settings), buildFinderOptions(settings.state.finder)));
  const report = run.report();
  run.free();
  return report;
});

/** Sweep, race and truth, one built on the other as on the page. */
export const judged = (link) => once("truth", link, () => {
  const settings = opened(link);
  const { state, catalog, perEpoch } = settings;
  const experiment = experimentOf(settings);
  const report = swept(link);
  const race = finish(new core.LrRace(experiment, buildRaceOptions(state, catalog, perEpoch, report))).report();
  const options = buildTruthOptions(state, plannedRange(state.finder, catalog), report, race, catalog, perEpoch);
  return { ...finish(new core.LrSweep(experiment, options)).report(), planned: options.count, options };
});
export { overlaid };

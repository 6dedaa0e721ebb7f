// @ts-check
/// <reference lib="webworker" />
/**
 * Trains. A module worker with its own instance of the core; several jobs may run side by side.
 *
 * In, from the page (every message but the first three names its `job`):
 *   { type: "core", module }                        the compiled core, before all else
 *   { type: "provide", name, images, labels }       a data set, for the jobs after it
 *   { type: "texts", texts }                        the core's texts in another language, for what it says after it; null: English
 *   { type: "start", job, kind, experiment, options, pace, quiet, every, paused, plane }   kind: one of KINDS below
 *   { type: "pause" | "resume" | "step" | "cancel" | "drop" | "ack", job }
 * Out:
 *   { type: "started", job }                        the constructor accepted the settings
 *   { type: "refused", job, error: { field, message } }
 *   { type: "progress", job, progress, drawn }      drawn: the curve so far, thinned; the next one waits for an ack
 *   { type: "end", job, progress, result, drawn, fingerprint, busy }   result: the whole report or trace; drawn: null
 *       if short; busy: milliseconds of computation
 *   { type: "crashed", message }                    the instance trapped; the page ends this worker
 *   { type: "failed", message }                     the core could not be fetched
 *
 * `pace`: milliseconds over which a run is spread so that a person sees it, 0 for full speed.
 * `quiet`: milliseconds before the first progress, so that a rerun which is over at once doesn't flicker.
 * `every`: milliseconds between two of them at least.
 * `plane`: the features are so few that what the network answers can be drawn; progress and end bring a `surface`.
 */

/** A slice is short enough for Pause and Cancel to be answered at once. */
const SLICE_MS = 8;
const FRAME_MS = 16;
/** What a network answers changes slowly enough to be asked this rarely. */
const SURFACE_MS = 150;
/** Points of a curve that are drawn: more than two for every pixel column of a wide screen. */
const DRAWN = 8192;

/** @param {any} run */
const report = (run) => run.report();
/** A report short enough for a frame to show all of it. */
const REPORTED = { sketch: report, result: report };

/**
 * What can be run, how it is made, and what a frame shows of it.
 *
 * @type {Record<string, { make: (core: any, experiment: object, options: any) => any, sketch: (run: any) => any, result: (run: any) => any }>}
 */
const KINDS = {
  find: {
    make: (core, experiment, options) => new core.LrFind(experiment, options),
    sketch: (run) => run.curve(DRAWN),
    result: report,
  },
  fit: {
    make: (core, experiment, options) => new core.Fit(experiment, options),
    sketch: (run) => run.trace(DRAWN),
    result: (run) => run.trace(),
  },
  race: { make: (core, experiment, options) => new core.LrRace(experiment, options), ...REPORTED },
  sweep: { make: (core, experiment, options) => new core.LrSweep(experiment, options), ...REPORTED },
  band: { make: (core, experiment, { finder, ...options }) => new core.LrBand(experiment, finder, options), ...REPORTED },
  // A single call; made here, since it trains.
  "export-run": {
    make: (core, experiment, options) => {
      const text = core.exportRun(experiment, options);
      const { length: step } = text;
      return { text, advance: () => ({ done: true, step, total: step, loss: NaN, lr: NaN }), cancel() {}, free() {} };
    },
    sketch: (run) => run.text,
    result: (run) => run.text,
  },
  sharpness: { make: (core, experiment, options) => new core.SharpnessRun(experiment, options), ...REPORTED },
};

/**
 * @typedef {{ done: boolean, step: number, total: number, loss: number, lr: number }} Progress
 * @typedef {{
 *   id: number, kind: string, core: any, pace: number, quiet: number, every: number, paused: boolean, plane: boolean, surfaced: number, busy: number,
 *   progress: Progress | null, batch: number, clock: number, since: number, began: number,
 *   posted: number, cost: number, acked: boolean, queued: boolean,
 * }} Job
 */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** @type {Map<number, Job>} */
const jobs = new Map();

/** @type {(module: WebAssembly.Module) => void} */
let compiled;
/** @type {Promise<WebAssembly.Module>} */
const module = new Promise((given) => { compiled = given; });
const ready = Promise.all([import("../pkg/lr_lab.js"), module]).then(async ([core, module]) => {
  await core.default({ module_or_path: module });
  return core;
});
ready.catch((error) => scope.postMessage({ type: "failed", message: String(error?.message ?? error) }));

scope.addEventListener("message", async ({ data }) => {
  if (data.type === "core") return compiled(data.module);
  const core = await ready.catch(() => null);
  if (core) guard(data.job, () => receive(core, data));
});

/**
 * @param {any} core
 * @param {any} message
 */
function receive(core, message) {
  if (message.type === "provide") return core.provideData(message.name, message.images, message.labels);
  if (message.type === "texts") return core.setTexts(message.texts);
  if (message.type === "start") return begin(core, message);
  const job = jobs.get(message.job);
  if (!job) return;
  switch (message.type) {
    case "ack":
      job.acked = true;
      break;
    case "pause":
      job.paused = true;
      post(job);
      break;
    case "resume":
      job.paused = false;
      job.since = performance.now();
      queue(job);
      break;
    case "step":
      job.paused = true;
      advance(job, 1);
      if (job.progress?.done) finish(job);
      else post(job);
      break;
    case "cancel":
      job.core.cancel();
      finish(job);
      break;
    case "drop":
      end(job);
  }
}

/**
 * @param {any} core
 * @param {any} message
 */
function begin(core, { job: id, kind, experiment, options, pace, quiet, every, paused, plane = false }) {
  const running = KINDS[kind].make(core, experiment, options);
  const now = performance.now();
  /** @type {Job} */
  const job = {
    id, kind, core: running, pace, quiet, every, paused, plane, surfaced: 0, busy: 0, progress: null, batch: 1,
    clock: 0, since: now, began: now, posted: 0, cost: 0, acked: true, queued: false,
  };
  jobs.set(id, job);
  scope.postMessage({ type: "started", job: id });
  if (!paused) queue(job);
}

/**
 * One slice of work, then a breath in which messages are heard.
 *
 * @param {Job} job
 */
function turn(job) {
  job.queued = false;
  if (job.paused || !jobs.has(job.id)) return;
  const began = performance.now();
  job.clock += began - job.since;
  job.since = began;
  if (!job.progress) advance(job, 1);
  let now = performance.now();
  while (!job.progress?.done && now - began < SLICE_MS) {
    const allowed = due(job);
    if (allowed <= 0) break;
    advance(job, Math.min(allowed, job.batch));
    const took = performance.now() - now;
    if (took < 1) job.batch *= 2;
    else if (took > 3) job.batch = Math.max(1, Math.floor(job.batch / 2));
    now += took;
  }
  if (job.progress?.done) return finish(job);
  if (mayPost(job, now)) post(job);
  queue(job);
}

/**
 * How many steps the pace allows now.
 *
 * @param {Job} job
 */
function due({ pace, clock, progress }) {
  if (!pace || !progress) return Infinity;
  return Math.ceil((progress.total * clock) / pace) - progress.step;
}

/**
 * @param {Job} job
 * @param {number} steps
 */
function advance(job, steps) {
  const began = performance.now();
  job.progress = job.core.advance(steps);
  job.busy += performance.now() - began;
}

/** Message ports yield without the clamping that timers suffer. */
const channel = new MessageChannel();
channel.port1.onmessage = (/** @type {MessageEvent} */ { data }) => {
  const job = jobs.get(data);
  if (job) guard(job.id, () => turn(job));
};

/** @param {Job} job */
function queue(job) {
  if (job.queued) return;
  job.queued = true;
  if (due(job) > 0) channel.port2.postMessage(job.id);
  else setTimeout(() => guard(job.id, () => turn(job)), FRAME_MS / 2);
}

/**
 * At most once a frame, never while the page still draws the last one, and rarer when the report is costly to make.
 *
 * @param {Job} job
 * @param {number} now
 */
function mayPost(job, now) {
  return job.acked && now - job.began >= job.quiet && now - job.posted >= Math.max(FRAME_MS - 1, job.every, 4 * job.cost);
}

/** @param {Job} job */
function post(job) {
  if (!job.progress) return;
  const began = performance.now();
  const drawn = KINDS[job.kind].sketch(job.core);
  const surface = job.plane && began - job.surfaced > SURFACE_MS ? job.core.surface({ resolution: 48 }) : null;
  if (surface) job.surfaced = began;
  scope.postMessage({ type: "progress", job: job.id, progress: job.progress, drawn, surface }, buffers([drawn, surface]));
  job.posted = performance.now();
  job.cost = job.posted - began;
  job.acked = false;
}

/** @param {Job} job */
function finish(job) {
  const { sketch, result: whole } = KINDS[job.kind];
  const result = whole(job.core);
  const drawn = result.losses?.length > DRAWN ? sketch(job.core) : null;
  const fingerprint = job.kind === "fit" ? job.core.fingerprint() : null;
  const surface = job.plane ? job.core.surface() : null;
  end(job);
  const { id, progress, busy } = job;
  scope.postMessage({ type: "end", job: id, progress, result, drawn, fingerprint, busy, surface }, buffers([result, drawn, surface]));
}

/** @param {Job} job */
function end(job) {
  jobs.delete(job.id);
  job.core.free();
}

/**
 * The columns of a report or trace, to be handed over without a copy.
 *
 * @param {unknown} value
 * @returns {ArrayBuffer[]}
 */
function buffers(value) {
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part) => {
    if (part instanceof Float64Array || part instanceof Float32Array) return [/** @type {ArrayBuffer} */ (part.buffer)];
    return part && typeof part === "object" ? buffers(part) : [];
  });
}

/**
 * A refused setting is an answer; anything else the core throws means that its memory can't be trusted any more.
 *
 * @param {number} id
 * @param {() => void} work
 */
function guard(id, work) {
  try {
    work();
  } catch (error) {
    const { name, field, message } = /** @type {any} */ (error);
    jobs.delete(id);
    if (name === "LrLabError") scope.postMessage({ type: "refused", job: id, error: { field, message } });
    else scope.postMessage({ type: "crashed", message: String(message ?? error) });
  }
}

// @ts-check
/**
 * Trains: several jobs side by side, in slices short enough for whatever else goes on on their thread. A worker has them, or the
 * page where no worker may start. messages.js has what they hear and say.
 */
import { speaking, teachCore } from "./core-texts.js";
import { isRefused, messageOf } from "./errors.js";

/**
 * @import { DecisionSurface, Experiment, ProgressReport, SurfaceOptions } from "../pkg/lr_lab.js"
 * @import { FromJobs, Kind, Kinds, Order, ToJobs } from "./messages.js"
 * @import { Core } from "./wasm.js"
 */

/** A slice is short enough for Pause and Cancel to be answered at once. */
const SLICE_MS = 8;
const FRAME_MS = 16;
/** What a network answers changes slowly enough to be asked this rarely. */
const SURFACE_MS = 150;
/** Points of a curve that are drawn: more than two for every pixel column of a wide screen. */
const DRAWN = 8192;

/**
 * A run of the core, what a frame shows of it, and what it gives in the end.
 *
 * @template {Kind} [K=Kind]
 * @typedef {{
 *   run: { advance: (steps: number) => ProgressReport, cancel: () => void, free: () => void },
 *   sketch: () => Kinds[K]["drawn"], result: () => Kinds[K]["result"],
 *   fingerprint?: () => string, surface?: (options?: SurfaceOptions) => DecisionSurface,
 * }} Running
 */

/** How far a run is that was cancelled before its first step. @type {ProgressReport} */
const UNBEGUN = { done: false, step: 0, total: 0, loss: NaN, lr: NaN };

/**
 * What can be run, and how it is made.
 *
 * @type {{ [K in Kind]: (core: Core, experiment: Experiment, options: Kinds[K]["options"]) => Running<K> }}
 */
const KINDS = {
  find: (core, experiment, options) => {
    const run = new core.LrFind(experiment, options);
    return { run, sketch: () => run.curve(DRAWN), result: () => run.report() };
  },
  fit: (core, experiment, options) => {
    const run = new core.Fit(experiment, options);
    return { run, sketch: () => run.trace(DRAWN), result: () => run.trace(), fingerprint: () => run.fingerprint(), surface: (fineness) => run.surface(fineness) };
  },
  race: (core, experiment, options) => reported(new core.LrRace(experiment, options)),
  sweep: (core, experiment, options) => reported(new core.LrSweep(experiment, options)),
  band: (core, experiment, { finder, ...options }) => reported(new core.LrBand(experiment, finder, options)),
  sharpness: (core, experiment, options) => reported(new core.SharpnessRun(experiment, options)),
  // A single call; made here, since it trains.
  "export-run": (core, experiment, options) => {
    const text = core.exportRun(experiment, options);
    const { length: step } = text;
    const run = { advance: () => ({ done: true, step, total: step, loss: NaN, lr: NaN }), cancel() {}, free() {} };
    return { run, sketch: () => text, result: () => text };
  },
};

/**
 * One whose report is short enough for a frame to show all of it.
 *
 * @template R
 * @param {Running["run"] & { report: () => R }} run
 */
const reported = (run) => ({ run, sketch: () => run.report(), result: () => run.report() });

/**
 * @typedef {Running & Pick<Order, "language" | "pace" | "quiet" | "every" | "paused"> & {
 *   id: number, plane: boolean, surfaced: number, busy: number, progress?: ProgressReport, batch: number, clock: number,
 *   since: number, began: number, posted: number, cost: number, acked: boolean, queued: boolean,
 * }} Job
 */

export class Jobs {
  /**
   * @param {Core} core  this thread's
   * @param {{ postMessage: (message: FromJobs, handed: Transferable[]) => void }} port  to whoever asks for them
   */
  constructor(core, port) {
    this.core = core;
    this.port = port;
    /** @type {Map<number, Job>} */
    this.jobs = new Map();
    /** Message ports yield without the clamping that timers suffer. */
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = (/** @type {MessageEvent} */ { data }) => {
      const job = this.jobs.get(data);
      if (job) this.#guard(job.id, () => this.#turn(job));
    };
  }

  /** @param {ToJobs} message */
  hear(message) {
    this.#guard("job" in message ? message.job : null, () => this.#receive(message));
  }

  /** Forgets them all; after a trap there is no ending them in order. */
  stop() {
    this.jobs.clear();
    this.channel.port1.close();
  }

  /** @param {FromJobs} message @param {unknown[]} [reports] whose columns are handed over without a copy */
  #tell(message, reports = []) {
    this.port.postMessage(message, buffers(reports));
  }

  /** @param {ToJobs} message */
  #receive(message) {
    if (message.type === "provide") return this.core.provideData(message.name, message.images, message.labels);
    if (message.type === "texts") return teachCore(message.language, message.texts);
    if (message.type === "start") return this.#begin(message);
    const job = this.jobs.get(message.job);
    if (!job) return;
    speaking(this.core, job.language);
    switch (message.type) {
      case "ack":
        job.acked = true;
        break;
      case "pause":
        job.paused = true;
        this.#post(job);
        break;
      case "resume":
        job.paused = false;
        job.since = performance.now();
        this.#queue(job);
        break;
      case "step":
        job.paused = true;
        advance(job, 1);
        if (job.progress?.done) this.#finish(job);
        else this.#post(job);
        break;
      case "cancel":
        job.run.cancel();
        this.#finish(job);
        break;
      case "drop":
        this.#end(job);
    }
  }

  /**
   * @template {Kind} K
   * @param {{ job: number } & Order<K>} message
   */
  #begin({ job: id, kind, experiment, options, language, pace, quiet, every, paused, plane = false }) {
    const running = KINDS[kind](speaking(this.core, language), experiment, options);
    const now = performance.now();
    /** @type {Job} */
    const job = {
      ...running, id, language, pace, quiet, every, paused, plane, surfaced: 0, busy: 0, batch: 1,
      clock: 0, since: now, began: now, posted: 0, cost: 0, acked: true, queued: false,
    };
    this.jobs.set(id, job);
    this.#tell({ type: "started", job: id });
    if (!paused) this.#queue(job);
  }

  /**
   * One slice of work, then a breath in which messages are heard.
   *
   * @param {Job} job
   */
  #turn(job) {
    job.queued = false;
    if (job.paused || !this.jobs.has(job.id)) return;
    speaking(this.core, job.language);
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
    if (job.progress?.done) return this.#finish(job);
    if (mayPost(job, now)) this.#post(job);
    this.#queue(job);
  }

  /** @param {Job} job */
  #queue(job) {
    if (job.queued) return;
    job.queued = true;
    if (due(job) > 0) this.channel.port2.postMessage(job.id);
    else setTimeout(() => this.#guard(job.id, () => this.#turn(job)), FRAME_MS / 2);
  }

  /** @param {Job} job */
  #post(job) {
    if (!job.progress) return;
    const began = performance.now();
    const drawn = job.sketch();
    const surface = job.plane && began - job.surfaced > SURFACE_MS ? job.surface?.({ resolution: 48 }) ?? null : null;
    if (surface) job.surfaced = began;
    this.#tell({ type: "progress", job: job.id, progress: job.progress, drawn, surface }, [drawn, surface]);
    job.posted = performance.now();
    job.cost = job.posted - began;
    job.acked = false;
  }

  /** @param {Job} job */
  #finish(job) {
    const { id, progress = UNBEGUN, busy } = job;
    const result = job.result();
    const drawn = typeof result === "object" && "losses" in result && result.losses.length > DRAWN ? job.sketch() : null;
    const fingerprint = job.fingerprint?.() ?? null;
    const surface = job.plane ? job.surface?.() ?? null : null;
    this.#end(job);
    this.#tell({ type: "end", job: id, progress, result, drawn, fingerprint, busy, surface }, [result, drawn, surface]);
  }

  /** @param {Job} job */
  #end(job) {
    this.jobs.delete(job.id);
    job.run.free();
  }

  /**
   * A refused setting is an answer; anything else the core throws means that its memory can't be trusted any more.
   *
   * @param {number | null} id of the job, if it is one's
   * @param {() => void} work
   */
  #guard(id, work) {
    try {
      work();
    } catch (error) {
      if (id !== null) this.jobs.delete(id);
      if (!isRefused(error)) this.#tell({ type: "crashed", message: messageOf(error) });
      else if (id !== null) this.#tell({ type: "refused", job: id, error: { field: error.field, message: error.message } });
    }
  }
}

/** How many steps the pace allows now. @param {Job} job */
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
  job.progress = job.run.advance(steps);
  job.busy += performance.now() - began;
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

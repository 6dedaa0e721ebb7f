// @ts-check
/** What goes on behind a finished range test, on the pool: a race for the rate, the truth under it, its band over seeds, the edge of stability. */
import { poolSize } from "./workers.js";

/** What would take longer than this is offered, not done unasked. */
const PATIENCE_MS = 10_000;
/** How long a run goes on before its own pace tells how long it will take. */
const TRIAL_MS = 500;
/** A figure that fills by itself need not do so sixty times a second. */
const EVERY_MS = 80;
/** A finder's first steps are slow: only what is far beyond all patience isn't even tried. */
const HOPELESS = 5;

/**
 * @typedef {import("./workers.js").Lease} Lease
 * @typedef {import("./workers.js").Order} Order
 * @typedef {{ field: string, message: string }} Refused
 * @typedef {{
 *   changed: () => void, refused: (error: Refused) => void, crashed: (message: string) => void, failed: (message: string) => void,
 *   ended: (task: Task) => void, offered: (task: Task) => void,
 * }} Hooks
 * @typedef {{ lease: Lease, core: any, experiment: object, msPerStep: number }} Ground  what all tasks of a finder stand on
 */

/** One run on the pool and what it has shown. */
export class Task {
  /**
   * @param {Order["kind"]} kind
   * @param {((core: any, reports: any[]) => any) | null} merge  null: it is not made in parts
   * @param {Hooks} hooks
   */
  constructor(kind, merge, hooks) {
    this.kind = kind;
    this.merge = merge;
    this.hooks = hooks;
    /** @type {"idle" | "offered" | "running" | "done"} */
    this.state = "idle";
    /** The report of the settings before, while nothing of these has come. */
    this.stale = false;
    /** @type {any[]} the latest report of each part */
    this.parts = [];
    /** @type {any} the core that merges them */
    this.core = null;
    /** @type {any} */
    this.merged = null;
    /** How much is done, from 0 to 1. */
    this.share = 0;
    /** How long it may take, in milliseconds. */
    this.estimate = 0;
    /** @type {((asked?: boolean) => void) | null} */
    this.begin = null;
    /** @type {ReturnType<Lease["spread"]> | null} */
    this.job = null;
  }

  /** What all parts have shown, merged when somebody looks. @returns {any} */
  get report() {
    if (!this.merged && this.parts.length) this.merged = this.merge ? this.merge(this.core, this.parts) : this.parts[0];
    return this.merged;
  }

  /** What it has shown in the end, if that belongs to the settings. @returns {any} */
  get settled() {
    return this.state === "done" && !this.stale ? this.report : null;
  }

  /**
   * Begins it, or offers to where it would take long.
   *
   * @param {Ground} ground
   * @param {object} options
   * @param {number} steps of training, in all; 0: it is short, or asked for
   */
  plan({ lease, core, experiment, msPerStep }, options, steps) {
    this.estimate = (steps * msPerStep) / poolSize;
    const order = /** @type {Order} */ ({ kind: this.kind, experiment, options, pace: 0, quiet: 0, every: EVERY_MS, paused: false });
    this.begin = (asked = true) => {
      this.#set("running");
      this.share = 0;
      // Not from now: the workers may have to start first.
      let began = NaN;
      let ahead = 0;
      const show = (/** @type {any[]} */ reports) => {
        Object.assign(this, { core, parts: reports, merged: null, stale: false });
      };
      const spread = lease.spread(order, this.merge !== null, {
        progress: (reports, share) => {
          this.share = share;
          show(reports);
          const now = performance.now();
          if (Number.isNaN(began)) [began, ahead] = [now, share];
          const spent = now - began;
          if (spent > TRIAL_MS) this.estimate = spent / (share - ahead);
          if (!asked && this.estimate > PATIENCE_MS && spent > TRIAL_MS) {
            spread.drop();
            this.#offer();
          }
          this.hooks.changed();
        },
        end: (reports) => {
          lease.jobs.delete(spread);
          this.job = null;
          show(reports);
          this.#set("done");
          this.hooks.ended(this);
        },
        refused: (error) => {
          this.stop();
          this.hooks.refused(error);
        },
        crashed: (message) => this.hooks.crashed(message),
        failed: (message) => this.hooks.failed(message),
      });
      this.job = spread;
    };
    if (!steps || this.estimate < HOPELESS * PATIENCE_MS) return this.begin(!steps);
    // What was measured under other settings is no truth of these.
    this.#clear();
    this.#offer();
  }

  #offer() {
    this.job = null;
    this.#set("offered");
    this.hooks.offered(this);
  }

  /** Ends it; what has been measured stays. */
  cancel() {
    this.job?.cancel();
  }

  /** The last report is on the screen; send the next. */
  ack() {
    this.job?.ack();
  }

  /** Forgets the run; its report stays, as one of other settings, until another takes its place. */
  stop() {
    this.job?.drop();
    this.job = null;
    this.begin = null;
    this.stale = this.parts.length > 0;
    this.#set("idle");
  }

  forget() {
    this.stop();
    this.#clear();
  }

  #clear() {
    Object.assign(this, { parts: [], merged: null, stale: false });
  }

  /** @param {Task["state"]} state */
  #set(state) {
    this.state = state;
    this.hooks.changed();
  }
}

/** The tasks of an element. */
export class Background {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.race = new Task("race", (core, reports) => core.mergeLrRaces(reports), hooks);
    this.truth = new Task("sweep", (core, reports) => core.mergeLrSweeps(reports), hooks);
    this.band = new Task("band", (core, reports) => core.mergeLrBands(reports), hooks);
    /** The curvature at the start. */
    this.edge = new Task("sharpness", null, hooks);
    /** The curvature along a run. */
    this.course = new Task("sharpness", null, hooks);
  }

  get tasks() {
    return [this.race, this.truth, this.band, this.edge, this.course];
  }

  stop() {
    for (const task of this.tasks) task.stop();
  }

  forget() {
    for (const task of this.tasks) task.forget();
  }

  ack() {
    for (const task of this.tasks) task.ack();
  }
}

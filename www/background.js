// @ts-check
/** What goes on behind a finished range test, on the pool: a race for the rate, the truth under it, its band over seeds, the edge of stability. */
import { refused } from "./errors.js";
import { EDGE_OPTIONS, buildBandOptions, buildCourseOptions, buildRaceOptions, buildTruthOptions } from "./state.js";
import { poolSize } from "./workers.js";

/** What would take longer than this is offered, not done unasked. */
const PATIENCE_MS = 10_000;
/** How long a run goes on before its own pace tells how long it will take. */
const TRIAL_MS = 500;
/** A figure that fills by itself need not do so sixty times a second. */
const EVERY_MS = 80;
/** A finder's first steps are slow: only what is far beyond all patience isn't even tried. */
const HOPELESS = 5;

/** What a long race costs, in full trainings. */
const RACE_TRAININGS = 7;

/**
 * @import { Catalog, Experiment, FinderOptions, LrFindReport } from "../pkg/lr_lab.js"
 * @import { Kinds, Order, PooledKind } from "./messages.js"
 * @import { Language } from "./texts.js"
 * @import { Range, State } from "./state.js"
 * @import { Words } from "./words.js"
 * @import { Core } from "./wasm.js"
 * @import { Lease, Report } from "./workers.js"
 *
 * @typedef {{ field: string, message: string }} Refusal
 * @typedef {{
 *   experiment: Experiment, options: FinderOptions, settings: string, range: Range | null, msPerStep: number,
 * }} Ground  what a finished range test stands on, and all that follows from it; settings: those of its curve, to be compared
 * @typedef {{
 *   ground: Ground | null, curve: LrFindReport | null, lease: Lease | null, words: Words, state: State, catalog: Catalog, perEpoch: number,
 * }} Subject  whose range test it is
 * @typedef {Ground & { lease: Lease, language: Language }} On
 * @typedef {{ core: () => Core, changed: () => void, refused: (error: Refusal) => void, crashed: (message: string) => void, gone: () => void }} Troubles
 * @typedef {Troubles & { accepted: () => void, answered: () => void, truthEnd: () => void }} Hooks
 *   core: which merges the parts; accepted: all is planned as the settings say; answered: what it has found may be another rate
 */

/** One run on the pool and what it has shown. @template {PooledKind} K */
export class Task {
  /**
   * @param {K} kind
   * @param {((core: Core, reports: Report<K>[]) => Report<K>) | null} merge  null: it is not made in parts
   * @param {Troubles & { ended?: () => void, offered?: () => void }} hooks
   */
  constructor(kind, merge, hooks) {
    this.kind = kind;
    this.merge = merge;
    this.hooks = hooks;
    /** @type {"idle" | "offered" | "running" | "done"} */
    this.state = "idle";
    /** The report of the settings before, while nothing of these has come. */
    this.stale = false;
    /** @type {Report<K>[]} the latest report of each part */
    this.parts = [];
    /** @type {Report<K> | null} */
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

  /** What all parts have shown, merged when somebody looks. */
  get report() {
    if (!this.merged && this.parts.length) this.merged = this.merge ? this.merge(this.hooks.core(), this.parts) : this.parts[0];
    return this.merged;
  }

  /** What it has shown in the end, if that belongs to the settings. */
  get settled() {
    return this.state === "done" && !this.stale ? this.report : null;
  }

  /**
   * Begins it, or offers to where it would take long.
   *
   * @param {On} on
   * @param {Kinds[K]["options"]} options
   * @param {number} steps of training, in all; 0: it is short, or asked for
   * @param {boolean} [waits] it is offered however short it is
   */
  plan({ lease, language, experiment, msPerStep }, options, steps, waits = false) {
    this.estimate = (steps * msPerStep) / poolSize;
    /** @type {Order<K>} */
    const order = { kind: this.kind, experiment, options, language, pace: 0, quiet: 0, every: EVERY_MS, paused: false };
    this.begin = (asked = true) => {
      this.#set("running");
      this.share = 0;
      // Not from now: the workers may have to start first.
      let began = NaN;
      let ahead = 0;
      const show = (/** @type {Report<K>[]} */ reports) => {
        Object.assign(this, { parts: reports, merged: null, stale: false });
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
          this.hooks.ended?.();
        },
        refused: (error) => {
          this.stop();
          this.hooks.refused(error);
        },
        crashed: (message) => this.hooks.crashed(message),
        gone: () => {
          this.stop();
          this.hooks.gone();
        },
      });
      this.job = spread;
    };
    if (!steps || (!waits && this.estimate < HOPELESS * PATIENCE_MS)) return this.begin(!steps);
    // What was measured under other settings is no truth of these.
    this.#clear();
    this.#offer();
  }

  #offer() {
    this.job = null;
    this.#set("offered");
    this.hooks.offered?.();
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

  /** @param {"idle" | "offered" | "running" | "done"} state */
  #set(state) {
    this.state = state;
    this.hooks.changed();
  }
}

/** The tasks of an element, and when each is due. */
export class Background {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    /** @type {Subject | null} of the race and the truth */
    this.subject = null;
    /** Somebody looks at the truth, so it is trained for without being asked. */
    this.proves = true;
    this.race = new Task("race", (core, reports) => core.mergeLrRaces(reports), {
      ...hooks,
      ended: () => {
        hooks.answered();
        this.#prove();
      },
      offered: () => this.#prove(),
    });
    this.truth = new Task("sweep", (core, reports) => core.mergeLrSweeps(reports), {
      ...hooks,
      ended: () => {
        hooks.answered();
        hooks.truthEnd();
      },
    });
    this.band = new Task("band", (core, reports) => core.mergeLrBands(reports), hooks);
    /** The curvature at the start. */
    this.edge = new Task("sharpness", null, hooks);
    /** The curvature along a run. */
    this.course = new Task("sharpness", null, hooks);
  }

  get tasks() {
    return [this.race, this.truth, this.band, this.edge, this.course];
  }

  /** Races for the rate, then trains for real under the curve. @param {Subject} subject */
  judge(subject) {
    this.subject = subject;
    const { ground, curve, lease, state, catalog, perEpoch } = subject;
    if (!ground?.range || !lease || !curve?.stop || curve.stop.reason === "cancelled") return this.forget();
    this.#plan(subject, (on) => {
      const race = buildRaceOptions(state, catalog, perEpoch, curve);
      // The race first: what it finds is trained for real as well.
      this.race.plan(on, race, RACE_TRAININGS * race.steps);
    });
  }

  /** Trains for real at rates over the whole range, and draws the band. */
  #prove() {
    const { subject } = this;
    if (!subject?.curve || !subject.ground?.range) return;
    const { curve, state, catalog, perEpoch, ground: { range } } = subject;
    this.#plan(subject, (on) => {
      const rates = buildTruthOptions(state, range, curve, this.race.settled, catalog, perEpoch);
      const sweeps = buildBandOptions(state, on.options);
      this.truth.plan(on, rates, (rates.count + rates.also.length) * Number(state.finder.seeds) * rates.steps, !this.proves);
      if (sweeps.seeds > 1 && this.proves) this.band.plan(on, sweeps, sweeps.seeds * curve.lrs.length);
      else this.band.forget();
      if (state.finder.edge === "true") this.edge.plan(on, EDGE_OPTIONS, 0);
      else this.edge.forget();
      this.hooks.accepted();
    });
  }

  /** Measures the curvature along a run at the picked rate. @param {Subject} subject */
  measure(subject) {
    const { state, catalog, perEpoch } = subject;
    this.#plan(subject, (on) => this.course.plan(on, buildCourseOptions(state, catalog, perEpoch), 0));
  }

  /** Plans tasks on the finished finder's ground, if there is one. @param {Subject} subject @param {(on: On) => void} plan */
  #plan({ ground, lease, words: { language } }, plan) {
    if (!ground || !lease) return;
    try {
      plan({ ...ground, lease, language });
    } catch (error) {
      this.hooks.refused(refused(error));
    }
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

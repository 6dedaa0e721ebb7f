// @ts-check
/** What an element can be asked to do: find, train, judge, and the rest that a person does. Without the DOM. */
import { refused } from "./errors.js";
import { isLocked } from "./link.js";
import { parseNumber, typed } from "./numbers.js";
import { Running } from "./running.js";
import { buildFinderOptions, buildTrainOptions, curveSettings, plannedRange } from "./state.js";
import { loaded } from "./wasm.js";
import { Lease } from "./workers.js";

/**
 * @import { FitOptions, LinkRun } from "../pkg/lr_lab.js"
 * @import { Hooks, How } from "./running.js"
 * @import { OwnCurve } from "./results.js"
 * @import { About, Run } from "./runs.js"
 * @import { Range } from "./state.js"
 *
 * @typedef {import("./running.js").Refusal} Refusal
 */

/** What goes on behind a curve waits this long for the settings to stand still. */
const CALM_MS = 200;

/** A drawing that takes longer than this is not asked for every frame. */
const DRAW_MS = 12;

export class Session extends Running {
  /** @param {Hooks} hooks @param {import("./words.js").Words} [words] */
  constructor(hooks, words) {
    super(hooks, words);
    /** The range before the first narrower pass, as typed. @type {{ from: string, to: string } | null} */
    this.whole = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} until the background begins */
    this.judging = undefined;
    /** Runs have a place on the page: those of a link are worth their training. */
    this.seesRuns = false;
  }

  /** Runs the finder. @param {How} [how] */
  find(how = {}) {
    clearTimeout(this.judging);
    this.begin(() => this.find(how), (experiment) => {
      const options = buildFinderOptions(this.state.finder);
      const range = plannedRange(this.state.finder, this.catalog);
      const settings = curveSettings(this.state);
      this.background.stop();
      this.send({ kind: "find", experiment, options }, how, {
        started: () => { this.range = range; },
        drawn: (drawn) => this.grow(drawn),
        end: (result, drawn, msPerStep) => {
          this.take({ experiment, options, settings, range, msPerStep }, result, drawn);
          const { lr } = this.propose() ? this.state.train : { lr: null };
          this.settle("done");
          if (lr !== null) this.hooks.pick(lr);
          this.hooks.finderEnd(result);
          // While somebody drags, the next curve is on its way.
          clearTimeout(this.judging);
          if (how.quick) this.judging = setTimeout(() => this.judge(), CALM_MS);
          else this.judge();
          this.compare();
        },
      });
    });
  }

  /** Trains at the picked rate. */
  train() {
    if (this.runs.allPinned) return this.refuse({ field: "runs", message: this.words.say("runs.all-pinned") });
    this.hold();
    this.#train(() => buildTrainOptions(this.state, this.catalog, this.perEpoch));
  }

  /** Trains the next of the link's runs that is not there, and pins it; the others follow. */
  compare() {
    const next = this.nextGiven();
    if (!next || !this.seesRuns || this.busy || this.runs.allPinned) return;
    const { lr, schedule = { kind: "constant", lr } } = next;
    this.#train(() => ({ schedule, steps: parseNumber(this.state.train.steps) }), { quick: true }, next);
  }

  /**
   * @param {() => FitOptions} build
   * @param {How} [how]
   * @param {LinkRun | null} [given] one of the link's runs
   */
  #train(build, how = {}, given = null) {
    this.begin(() => this.#train(build, how, given), (experiment) => {
      const keep = (/** @type {Omit<Run, "label" | keyof About>} */ shown) => this.runs.keep(this.about(given), shown);
      this.send({ kind: "fit", experiment, options: build(), plane: !given && this.plane }, how, {
        drawn: (drawn) => keep({ trace: drawn, drawn, fingerprint: null }),
        end: (result, drawn, msPerStep, fingerprint) => {
          const run = keep({ trace: result, drawn: drawn ?? result, fingerprint, took: msPerStep * result.losses.length });
          this.stepsPerEpoch = result.stepsPerEpoch;
          // The words stay with what the reader did.
          if (given) this.runs.current = null;
          this.settle(this.report ? "done" : "idle");
          this.hooks.runEnd(run);
          this.compare();
        },
      });
    });
  }

  /** One step further; begins a paused run when none is on. */
  step() {
    if (!this.ready) return;
    if (!this.job) this.find({ paused: true });
    this.job?.step();
    if (this.status === "running") this.settle("paused");
  }

  /** The last frame is drawn: asks the workers for more; the longer it took, the later, so that the page stays free. @param {number} cost in milliseconds */
  ack(cost) {
    const more = () => {
      this.job?.ack();
      this.background.ack();
    };
    if (cost < DRAW_MS) more();
    else setTimeout(more, 3 * cost);
  }

  /** A fresh start with the same settings, but for the picked rate. */
  reset() {
    if (!isLocked(this.state.page, "lr")) Object.assign(this.state.train, { lr: null, chosen: false });
    this.clear();
  }

  /** Ends what is on and forgets all that was found and trained. */
  clear() {
    this.drop();
    this.whole = null;
    this.forget();
    this.runs.clear();
    this.progress = null;
    if (this.ready) this.settle("idle");
  }

  /**
   * A second pass over a narrower range, or, without one, back to where the first began.
   *
   * @param {Range | null} range
   */
  narrow(range) {
    const { finder } = this.state;
    const { from, to } = range ?? this.whole ?? finder;
    this.whole = range ? this.whole ?? { from: finder.from, to: finder.to } : null;
    this.set("finder.from", typeof from === "number" ? typed(from) : from);
    this.set("finder.to", typeof to === "number" ? typed(to) : to);
    this.find();
  }

  /**
   * The finder's report on a curve of the user's own; there is nothing to train under it.
   *
   * @param {string | OwnCurve} own
   */
  readOwn(own) {
    if (!this.ready) return;
    const { preset, smoothing, stop } = buildFinderOptions(this.state.finder);
    const { smoothed = "auto", planned = null } = typeof own === "string" ? {} : own;
    const table = typeof own === "string" ? own : { lrs: own.lrs, losses: own.losses };
    const options = { smoothed, ...(planned && { steps: planned }), ...(preset && { preset }), ...(smoothing && { smoothing, stop }) };
    const report = loaded(this.core).readLrFind(table, options);
    this.drop();
    this.takeOwn(report, own);
    this.kind = "find";
    this.progress = null;
    this.propose();
    this.settle("done");
    this.hooks.finderEnd(report);
  }

  /** The same for a curve that the page gives, whose faults the lab tells. @param {OwnCurve} curve */
  readGiven(curve) {
    try {
      this.readOwn(curve);
    } catch (error) {
      this.refuse(refused(error));
    }
  }

  /** Says all anew, in the words of now. Reports hold their words, so what was found is found again: it is the same. */
  reword() {
    this.changed();
    if (!this.ready) return;
    this.describe();
    // A lesson does its steps again.
    if (this.state.page.lesson) return;
    const { curve, state: { train } } = this;
    if (this.ownCurve) {
      const { lr, chosen } = train;
      this.readOwn(this.ownCurve);
      Object.assign(train, { lr, chosen });
    } else if (this.kind === "find" && (this.busy || curve?.stop)) {
      this.find({ quick: true });
    }
  }

  /** A run's data, weights, batches and rates as JSON, made in a worker. @returns {Promise<string>} */
  exportRun() {
    const { experiment, schedule, steps, race } = this.recipe();
    this.lease ??= new Lease();
    return this.lease.ask({ kind: "export-run", experiment, options: { schedule, steps, race }, language: this.words.language, pace: 0, quiet: 0, every: 0, paused: false });
  }

  /** Races for the rate, then trains for real under the finder's curve. Safe to call again when its settings change. */
  judge() {
    clearTimeout(this.judging);
    this.background.stop();
    // What was found out about other settings is no answer to these.
    this.follow();
    this.background.judge(this);
  }

  /** Measures the curvature along a run at the picked rate. */
  measure() {
    this.background.measure(this);
  }
}

// @ts-check
/** Run state, without the DOM: which run is on, what it has shown, which rate is picked. */
import { Background } from "./background.js";
import { isLocked } from "./link.js";
import { parseNumber, shown, typed } from "./numbers.js";
import { bring, listDatasets, sizeOf } from "./remote.js";
import { ALL_PINNED, Runs } from "./runs.js";
import { Settings } from "./settings.js";
import {
  EDGE_OPTIONS, buildBandOptions, buildCourseOptions, buildExperiment, buildFinderOptions, buildRaceOptions, buildTrainOptions, buildTruthOptions, plannedRange,
  curveSettings, proposedRate,
} from "./state.js";
import { forgetCore, loadCore, whyUnsupported } from "./wasm.js";
import { Lease } from "./workers.js";

/** Over how long a run is spread so that a person sees it happen. */
const FIND_MS = 900;
const TRAIN_MS = 1200;
/** A rerun after a change of settings shows nothing before this; mostly it is over by then. */
const QUIET_MS = 150;
/** What goes on behind a curve waits this long for the settings to stand still. */
const CALM_MS = 200;
/** What a long race costs, in full trainings. */
const RACE_TRAININGS = 7;
/** A curve that no rule has read. */
const UNREAD = { stop: null, suggestions: [], unanswered: [], bounds: null, answer: { none: "" } };
/**
 * @typedef {"loading" | "idle" | "running" | "paused" | "done" | "error" | "crashed"} Status
 * @typedef {import("./runs.js").Run} Run
 * @typedef {{ field: string, message: string, control?: string, retry?: () => void }} Refusal
 *   control: the path of the control that set the field, where that is another one
 * @typedef {{ title: string, total: number, loaded: number, stop: AbortController }} Fetching
 * @typedef {{
 *   status: (status: Status) => void,
 *   changed: () => void,
 *   progress: (progress: any) => void,
 *   refused: (error: Refusal) => void,
 *   accepted: () => void,
 *   finderEnd: (report: any) => void,
 *   runEnd: (run: Run) => void,
 *   truthEnd: (report: any) => void,
 *   pick: (lr: number) => void,
 * }} Hooks
 */

/** A schedule is wrong in itself, whoever goes by it. @param {string} path */
const own = (path) => path.replace(/^(race|sweep)\.(?=schedule)/, "");

export class Session extends Settings {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    super(() => this.hooks.changed());
    this.hooks = hooks;
    /** @type {Status} */
    this.status = "loading";
    /** What to say where the figures would be: why there are none. */
    this.trouble = "";
    /** This browser can't run the core at all: no use in trying again. */
    this.unsupported = false;
    /** @type {Fetching | null} data on its way, which the next run waits for */
    this.fetching = null;
    /** @type {string[]} which control each layer of the latest experiment came from */
    this.origins = [];
    /** @type {"find" | "fit"} */
    this.kind = "find";
    /** @type {any} */
    this.progress = null;
    /** @type {any} the finder's last finished report */
    this.report = null;
    /** @type {any} that report as it is shown */
    this.curve = null;
    /** @type {any} its columns, thinned for drawing; null when it is short */
    this.drawn = null;
    /** @type {any} the one under way, thinned, once it has something to show */
    this.partial = null;
    /** @type {import("./state.js").Range | null} the axis of the report that is shown */
    this.range = null;
    /** @type {any} what the network of the latest run answers over the plane of its features */
    this.surface = null;
    this.runs = new Runs();
    /** @type {Lease | null} */
    this.lease = null;
    /** @type {ReturnType<Lease["start"]> | null} */
    this.job = null;
    /** Curves of earlier, wider passes over the same experiment, the oldest first. @type {{ lrs: Float64Array, smoothed: Float64Array }[]} */
    this.ghosts = [];
    /** The range before the first narrower pass, as typed. @type {{ from: string, to: string } | null} */
    this.whole = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} until the background begins */
    this.judging = undefined;
    /** The latest settings of a run were accepted. */
    this.accepted = true;
    /** The run under way follows a change of settings. */
    this.rush = false;
    /** Runs have a place on the page: those of a link are worth their training. */
    this.seesRuns = false;
    /** @type {import("../pkg/lr_lab.js").LinkRun | null} which of the link's runs is under way */
    this.given = null;
    /** The last answer of {@link gainOf}. */
    this.asked = { report: null, lr: NaN, gain: NaN };
    /** What the background stands on: the finished finder's experiment and options. @type {any} */
    this.ground = null;
    this.background = new Background({
      changed: () => this.hooks.changed(),
      refused: ({ field, message }) => this.#refuse({ field: own(field), message: own(message) }),
      crashed: (message) => this.crash(message),
      failed: (message) => this.fail(message),
      ended: (task) => this.#ended(task),
      offered: (task) => task === this.background.race && this.#prove(),
    });
  }

  /** How much of the gain training at `lr` would keep, as far as it is known; NaN else. @param {number | null} lr @returns {number} */
  gainOf(lr) {
    const report = this.background.truth.settled;
    if (lr === null || !report) return NaN;
    if (this.asked.report !== report || this.asked.lr !== lr) this.asked = { report, lr, gain: this.core.sweepGain(report, lr)?.gain ?? NaN };
    return this.asked.gain;
  }

  /** Fetches the core. Safe to call again after a failure. */
  async load() {
    this.#settle("loading");
    const lacking = whyUnsupported();
    this.unsupported = lacking !== null;
    if (lacking) return this.#stuck("error", lacking);
    try {
      this.core = await loadCore();
      this.datasets = [...listDatasets(this.core), ...(this.own ? [this.own] : [])];
      this.catalog = this.core.catalog();
    } catch (error) {
      return this.fail(String(/** @type {any} */ (error)?.message ?? error));
    }
    this.trouble = "";
    this.#settle(this.report ? "done" : "idle");
    return true;
  }

  /** What the finder's figure shows. */
  get shownReport() {
    return this.partial ?? this.curve;
  }

  /** The finished curve is one of other settings. */
  get outdated() {
    return this.ground !== null && this.ground.settings !== curveSettings(this.state);
  }

  /** A run is on, or about to be. */
  get busy() {
    return this.job !== null || this.fetching !== null;
  }

  get ready() {
    return this.core !== null && !this.trouble;
  }

  /**
   * Runs the finder.
   *
   * @param {{ quick?: boolean, paused?: boolean }} [how] quick: at full speed, showing only what takes long
   */
  find({ quick = false, paused = false } = {}) {
    this.#start("find", () => buildFinderOptions(this.state.finder), quick, paused);
  }

  /** Keeps a run for as long as its data stays, or no longer. @param {Run} run */
  pin(run) {
    run.pinned = !run.pinned;
    if (!run.pinned) this.#disown(run);
    this.hooks.changed();
  }

  /** Forgets a finished run. @param {Run} run */
  remove(run) {
    this.runs.remove(run);
    this.#disown(run);
    this.hooks.changed();
  }

  /** No link has this run any more. @param {Run} run */
  #disown(run) {
    const { page } = this.state;
    if (page.runs) page.runs = page.runs.filter((one) => JSON.stringify(one) !== run.given);
    run.given = "";
  }

  /** Trains the next of the link's runs that is not there, and pins it; the others follow. */
  compare() {
    const { page: { runs = [] }, train } = this.state;
    const wanted = runs.map((run) => JSON.stringify(run));
    for (const run of this.runs.list) if (run.given && !wanted.includes(run.given)) this.runs.remove(run);
    const next = runs[wanted.findIndex((given) => this.runs.list.every((run) => run.given !== given))];
    if (!next || !this.seesRuns || this.busy || this.runs.allPinned) return;
    this.#start("fit", () => ({ schedule: next.schedule, steps: parseNumber(train.steps) }), true, false, next);
  }

  /** Picks the best that is known, unless the user has picked a rate. Whether it did. */
  propose() {
    const { train, page } = this.state;
    const lr = this.curve && !train.chosen ? this.#known ?? proposedRate(this.curve, page.rule) : null;
    if (lr !== null) train.lr = lr;
    return lr !== null;
  }

  /** The reader has begun to go by the picked rate: it stays what it is. */
  hold() {
    const { train } = this.state;
    train.chosen ||= train.lr !== null;
  }

  /** Whether nobody asked for another answer than this one. @param {"race" | "truth"} by */
  #asks(by) {
    return ["answer", by].includes(this.state.page.rule || "answer");
  }

  /** What goes on that may still move the picked rate. @returns {"race" | "truth" | ""} */
  get checking() {
    const answers = /** @type {const} */ (["race", "truth"]);
    return (!this.state.train.chosen && answers.find((by) => this.#asks(by) && this.background[by].state === "running")) || "";
  }

  /** What the truth or the race says, where one has ended. @returns {number | null} */
  get #known() {
    const { race, truth } = this.background;
    return (this.#asks("truth") && truth.settled?.best?.lr) || (this.#asks("race") && race.settled?.answer.lr) || null;
  }

  /** Trains at the picked rate. */
  train() {
    if (this.runs.allPinned) return this.#refuse({ field: "runs", message: ALL_PINNED });
    this.hold();
    this.#start("fit", () => buildTrainOptions(this.state, this.catalog, this.perEpoch), false, false);
  }

  pause() {
    if (this.status !== "running" || !this.job) return;
    this.job.pause();
    this.#settle("paused");
  }

  resume() {
    if (this.status !== "paused" || !this.job) return;
    this.job.resume();
    this.#settle("running");
  }

  /** One step further; begins a paused run when none is on. */
  step() {
    if (!this.ready) return;
    if (!this.job) this.find({ paused: true });
    this.job?.step();
    if (this.status === "running") this.#settle("paused");
  }

  cancel() {
    if (this.fetching) {
      this.#drop();
      this.#settle(this.report ? "done" : "idle");
    } else {
      this.job?.cancel();
    }
  }

  /** A fresh start with the same settings, but for the picked rate. */
  reset() {
    if (!isLocked(this.state.page, "lr")) Object.assign(this.state.train, { lr: null, chosen: false });
    this.forget();
  }

  /** Ends what is on and forgets all results. */
  forget() {
    this.#drop();
    this.whole = null;
    this.background.forget();
    this.ground = null;
    this.ghosts = [];
    this.report = null;
    this.curve = null;
    this.runs.clear();
    this.progress = null;
    if (this.ready) this.#settle("idle");
  }

  /** The element left the page: its worker is not needed. */
  stop() {
    const busy = this.busy;
    this.#drop();
    this.background.stop();
    this.lease?.release();
    this.lease = null;
    if (busy) this.#settle(this.report ? "done" : "idle");
  }

  /** Once more after a crash: new instances, the same settings. */
  async restart() {
    forgetCore();
    this.core = null;
    return this.load();
  }

  /**
   * @param {number} lr
   * @param {{ chosen?: boolean }} [how] chosen: by the user, so that a later report doesn't move it
   */
  pick(lr, { chosen = true } = {}) {
    Object.assign(this.state.train, { lr, chosen });
    this.hooks.changed();
  }

  /** Forgets the worker and says so. @param {string} message */
  crash(message) {
    this.#drop();
    this.background.stop();
    this.#stuck("crashed", `The computation stopped unexpectedly (${message}). Your settings are kept.`);
  }

  /** @param {string} message */
  fail(message) {
    this.#drop();
    this.background.stop();
    this.#stuck("error", `LR Lab’s program could not be loaded (${message}). Check the connection and try again.`);
  }

  /** The schedule as it is drawn. */
  get shape() {
    return this.sketch(this.runs.list.findLast(({ schedule }) => schedule === "plateau")?.trace ?? null);
  }

  /** By which rates the run goes that begins now. @returns {import("./runs.js").About} */
  #about() {
    const { given } = this;
    const schedule = (given?.schedule ?? this.state.schedule).kind;
    const rate = shown(given?.lr ?? this.state.train.lr ?? NaN);
    const name = schedule === "constant" ? rate : `${schedule} ${rate}`;
    return { schedule, name, pinned: given !== null, given: given ? JSON.stringify(given) : "" };
  }

  /** The settings of a run, built and handed to the worker.
   * @param {"find" | "fit"} kind
   * @param {() => object} buildOptions
   * @param {boolean} quick
   * @param {boolean} paused
   * @param {Session["given"]} [given] one of the link's runs
   */
  #start(kind, buildOptions, quick, paused, given = null) {
    if (!this.ready) return;
    this.#drop();
    if (kind === "find") clearTimeout(this.judging);
    this.accepted = false;
    let experiment;
    let options;
    if (!this.dataset.provided) {
      this.#fetch(() => this.#start(kind, buildOptions, quick, paused, given));
      return;
    }
    try {
      ({ experiment, origins: this.origins } = buildExperiment(this.state, this.dataset, this.catalog));
      options = buildOptions();
    } catch (error) {
      return this.#refuse(/** @type {any} */ (error));
    }
    const range = plannedRange(this.state.finder, this.catalog);
    const settings = curveSettings(this.state);
    const matter = JSON.stringify([this.state.data, this.state.training.loss, this.dataset.edition]);
    const { names } = this;
    const show = (/** @type {any} */ surface) => { if (surface) this.surface = { ...surface, names }; };
    const rush = quick || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const pace = rush ? 0 : kind === "find" ? FIND_MS : TRAIN_MS;
    this.kind = kind;
    this.rush = quick;
    this.given = given;
    if (kind === "find") this.background.stop();
    this.lease ??= new Lease();
    this.job = this.lease.start({ kind, experiment, options, pace, quiet: quick ? QUIET_MS : 0, every: 0, paused, plane: kind === "fit" && !given && this.plane }, {
      started: () => {
        this.accepted = true;
        this.hooks.accepted();
        if (matter !== this.runs.matter) {
          this.runs.clear(matter);
          this.surface = null;
          this.stepsPerEpoch = null;
        }
        if (kind === "find") this.range = range;
        this.progress = null;
        if (this.status !== "paused") this.#settle(paused ? "paused" : "running");
      },
      refused: (error) => this.#refuse(error),
      progress: (progress, drawn, surface) => {
        show(surface);
        this.#show(progress, drawn);
      },
      end: (progress, result, drawn, fingerprint, busy, surface) => {
        show(surface);
        if (kind === "find") this.#settleOn({ experiment, options, settings, range, msPerStep: busy / Math.max(1, progress.step) });
        this.#end(progress, result, drawn, fingerprint);
      },
      crashed: (message) => this.crash(message),
      failed: (message) => this.fail(message),
    });
  }

  /** The same experiment over a narrower range is a second pass, which keeps the curves before it. @param {any} ground */
  #settleOn(ground) {
    const before = this.ground;
    const same = before && JSON.stringify(before.experiment) === JSON.stringify(ground.experiment);
    const narrower = same && ground.range && before.range && spanOf(ground.range) < 0.97 * spanOf(before.range);
    if (narrower && this.report) this.ghosts = [...this.ghosts, this.report].slice(-3);
    else if (!same || JSON.stringify(before.range) !== JSON.stringify(ground.range)) this.ghosts = [];
    this.ground = ground;
  }

  /**
   * A second pass over a narrower range, or, without one, back to where the first began.
   *
   * @param {import("./state.js").Range | null} range
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
   * @param {string} text
   */
  readOwn(text) {
    if (!this.ready) return;
    const { preset, smoothing, stop } = /** @type {any} */ (buildFinderOptions(this.state.finder));
    const report = this.core.readLrFind(text, { ...(preset && { preset }), ...(smoothing && { smoothing, stop }) });
    this.#drop();
    this.background.forget();
    this.ground = null;
    this.ghosts = [];
    this.kind = "find";
    this.progress = null;
    this.report = report;
    this.curve = report;
    this.drawn = null;
    this.runs.current = null;
    this.range = null;
    this.propose();
    this.#settle("done");
    this.hooks.finderEnd(report);
  }

  /** A run's data, weights, batches and rates as JSON, made in a worker. @returns {Promise<string>} */
  exportRun() {
    const { experiment, schedule, steps, race } = this.recipe();
    this.lease ??= new Lease();
    return new Promise((done, fail) => {
      const lost = (/** @type {string} */ message) => fail(new Error(message));
      const order = /** @type {const} */ ({ kind: "export-run", experiment, options: { schedule, steps, race }, pace: 0, quiet: 0, every: 0, paused: false });
      this.lease?.start(order, { refused: fail, progress() {}, end: (_, text) => done(text), crashed: lost, failed: lost });
    });
  }

  /** Plans tasks on the finished finder's ground, if there is one. @param {(on: any) => void} plan */
  #behind(plan) {
    const { ground, lease, core } = this;
    if (!ground || !lease) return;
    try {
      plan({ ...ground, lease, core });
    } catch (error) {
      this.#refuse(/** @type {any} */ (error));
    }
  }

  /** Measures the curvature along a run at the picked rate. */
  measure() {
    this.#behind((on) => this.background.course.plan(on, buildCourseOptions(this.state, this.catalog, this.perEpoch), 0));
  }

  /** Races for the rate, then trains for real under the finder's curve. Safe to call again when its settings change. */
  judge() {
    clearTimeout(this.judging);
    this.background.stop();
    // What was found out about other settings is no answer to these.
    this.#follow();
    const { ground, curve } = this;
    if (!ground?.range || !this.lease || !curve?.stop || curve.stop.reason === "cancelled") return this.background.forget();
    this.#behind((on) => {
      const race = buildRaceOptions(this.state, this.catalog, this.perEpoch, curve);
      // The race first: what it finds is trained for real as well.
      this.background.race.plan(on, race, RACE_TRAININGS * race.steps);
    });
  }

  /** A task behind the curve has ended. @param {import("./background.js").Task} task */
  #ended(task) {
    const { race, truth } = this.background;
    if (task === race || task === truth) this.#follow();
    if (task === race) this.#prove();
    if (task === truth) this.hooks.truthEnd(truth.report);
  }

  /** Picks the best that is known now. */
  #follow() {
    const before = this.state.train.lr;
    if (!this.propose() || this.state.train.lr === before) return;
    this.hooks.pick(/** @type {number} */ (this.state.train.lr));
    this.hooks.changed();
  }

  /** Trains for real at rates over the whole range, and draws the band. */
  #prove() {
    this.#behind((on) => {
      const { state, curve, background: { race, truth, band, edge } } = this;
      const rates = buildTruthOptions(state, on.range, curve, race.settled, this.catalog, this.perEpoch);
      const sweeps = buildBandOptions(state, on.options);
      truth.plan(on, rates, (rates.count + rates.also.length) * Number(state.finder.seeds) * rates.steps);
      if (sweeps.seeds > 1) band.plan(on, sweeps, sweeps.seeds * curve.lrs.length);
      else band.forget();
      if (state.finder.edge === "true") edge.plan(on, EDGE_OPTIONS, 0);
      else edge.forget();
      // What the finder was refused for still stands at its field.
      if (this.accepted) this.hooks.accepted();
    });
  }

  /**
   * @param {any} progress
   * @param {any} drawn
   */
  #show(progress, drawn) {
    this.progress = progress;
    if (this.kind === "find") this.partial = { ...drawn, ...UNREAD };
    else this.#keep({ trace: drawn, drawn, fingerprint: null });
    this.hooks.progress(progress);
    this.hooks.changed();
  }

  /**
   * @param {any} progress
   * @param {any} result
   * @param {any} drawn
   * @param {string | null} fingerprint
   */
  #end(progress, result, drawn, fingerprint) {
    this.#forgetJob();
    this.progress = progress;
    if (this.kind === "find") {
      this.report = result;
      this.curve = curveOf(result);
      this.drawn = drawn;
      this.partial = null;
      this.runs.current = null;
      const proposed = this.propose();
      this.#settle("done");
      if (proposed) this.hooks.pick(/** @type {number} */ (this.state.train.lr));
      this.hooks.finderEnd(result);
      // While somebody drags, the next curve is on its way.
      clearTimeout(this.judging);
      if (this.rush) this.judging = setTimeout(() => this.judge(), CALM_MS);
      else this.judge();
    } else {
      const run = this.#keep({ trace: result, drawn: drawn ?? result, fingerprint });
      this.stepsPerEpoch = result.stepsPerEpoch;
      // The words stay with what the reader did.
      if (this.given) this.runs.current = null;
      this.#settle(this.report ? "done" : "idle");
      this.hooks.runEnd(run);
    }
    this.compare();
  }

  /**
   * Keeps a trace among the runs.
   *
   * @param {{ trace: any, drawn: any, fingerprint: string | null }} shown
   */
  #keep(shown) {
    return this.runs.keep(this.#about(), shown);
  }

  /**
   * Fetches the chosen data set, then goes on.
   *
   * @param {() => void} go
   */
  async #fetch(go) {
    const { name, title } = this.dataset;
    /** @type {Fetching} */
    const fetching = { title, total: sizeOf(name), loaded: 0, stop: new AbortController() };
    this.fetching = fetching;
    this.#settle("running");
    try {
      await bring(this.core, name, fetching.stop.signal, (loaded) => {
        fetching.loaded = loaded;
        this.hooks.changed();
      });
    } catch (error) {
      if (this.fetching !== fetching) return; // given up
      fetching.stop.abort();
      this.fetching = null;
      const why = String(/** @type {any} */ (error)?.message ?? error);
      return this.#refuse({ field: "data.name", message: `${title} could not be fetched (${why}).`, retry: go });
    }
    if (this.fetching !== fetching) return;
    this.fetching = null;
    this.datasets = [...listDatasets(this.core), ...(this.own ? [this.own] : [])];
    go();
  }

  /** @param {Refusal & { name?: string }} error */
  #refuse(error) {
    if (error.name && error.name !== "LrLabError") throw error;
    this.#forgetJob();
    this.partial = null;
    if (this.status === "running" || this.status === "paused") this.#settle(this.report ? "done" : "idle");
    const layer = /^model\.layers\[(\d+)\]/.exec(error.field ?? "");
    const control = layer ? this.origins[Number(layer[1])] : undefined;
    this.hooks.refused({ field: error.field, message: error.message, control, retry: error.retry });
  }

  /** Ends what is on without a word. */
  #drop() {
    this.fetching?.stop.abort();
    this.fetching = null;
    this.job?.drop();
    this.#forgetJob();
    this.partial = null;
    this.runs.cut();
  }

  #forgetJob() {
    if (this.job) this.lease?.jobs.delete(this.job);
    this.job = null;
  }

  /**
   * @param {Status} status
   * @param {string} trouble
   */
  #stuck(status, trouble) {
    this.trouble = trouble;
    this.#settle(status);
    return false;
  }

  /** @param {Status} status */
  #settle(status) {
    if (this.status !== status) {
      this.status = status;
      this.hooks.status(status);
    }
    this.hooks.changed();
  }
}

/** The decades of a range. @param {import("./state.js").Range} range */
const spanOf = ({ from, to }) => Math.log10(to / from);

/**
 * A report as it is shown: of a sweep that has not come to its end only the curve, since what the rules read from half
 * a curve jumps about and means nothing.
 *
 * @param {any} report
 */
function curveOf(report) {
  if (report.stop && report.stop.reason !== "cancelled") return report;
  return { ...report, ...UNREAD, stop: report.stop };
}

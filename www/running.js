// @ts-check
/** The run under way, from settings that are accepted or not to its end, and why none can be. Without the DOM. */
import { messageOf, refused } from "./errors.js";
import { ToldError, inWords } from "./faults.js";
import { slowedBy } from "./ladder.js";
import { Fetching, listDatasets } from "./remote.js";
import { Results } from "./results.js";
import { buildExperiment } from "./state.js";
import { forgetCore, loadCore, loaded, whyUnsupported } from "./wasm.js";
import { Lease } from "./workers.js";

/**
 * @import { DecisionSurface, Experiment, LrFindReport, LrSweepReport, ProgressReport } from "../pkg/lr_lab.js"
 * @import { Kinds, Order } from "./messages.js"
 * @import { Run } from "./runs.js"
 * @import { Id, Values } from "./texts.js"
 * @import { Job } from "./workers.js"
 *
 * @typedef {"loading" | "idle" | "running" | "paused" | "done" | "error" | "crashed"} Status
 * @typedef {{ field: string, message: string, control?: string, retry?: () => void }} Refusal
 *   control: the path of the control that set the field, where that is another one
 * @typedef {{
 *   status: (status: Status) => void,
 *   changed: () => void,
 *   progress: (progress: ProgressReport) => void,
 *   refused: (error: Refusal) => void,
 *   accepted: () => void,
 *   note: (text: string) => void,
 *   finderEnd: (report: LrFindReport) => void,
 *   runEnd: (run: Run) => void,
 *   truthEnd: (report: LrSweepReport) => void,
 *   pick: (lr: number) => void,
 * }} Hooks
 * @typedef {{ id: Id, values?: Values }} Trouble
 * @typedef {{ quick?: boolean, paused?: boolean }} How  quick: at full speed, showing only what takes long
 */

/**
 * Who takes what a run shows and gives.
 *
 * @template {"find" | "fit"} K
 * @typedef {{
 *   started?: () => void,
 *   drawn: (drawn: Kinds[K]["drawn"]) => void,
 *   end: (result: Kinds[K]["result"], drawn: Kinds[K]["drawn"] | null, msPerStep: number, fingerprint: string | null) => void,
 * }} Listener
 */

/** Over how long a run is spread so that a person sees it happen. */
const PACE_MS = { find: 900, fit: 1200 };
/** A rerun after a change of settings shows nothing before this; mostly it is over by then. */
const QUIET_MS = 150;

/** A schedule is wrong in itself, whoever goes by it. @param {string} path */
const own = (path) => path.replace(/^(race|sweep)\.(?=schedule)/, "");

export class Running extends Results {
  /** @param {Hooks} hooks @param {import("./words.js").Words} [words] */
  constructor(hooks, words) {
    super({
      changed: hooks.changed, pick: hooks.pick, truthEnd: hooks.truthEnd,
      refused: (error) => this.refuse({ field: own(error.field), message: own(inWords(this.words.say, error)) }),
      // What the finder was refused for still stands at its field.
      accepted: () => this.accepted && hooks.accepted(),
      crashed: (message) => this.crash(message),
      gone: () => this.refuse({ field: "", message: this.words.say("trouble.gone") }),
    }, words);
    this.hooks = hooks;
    /** @type {Status} */
    this.status = "loading";
    /** What to say where the figures would be: why there are none. @type {Trouble | null} */
    this.trouble = null;
    /** This browser can't run the core at all: no use in trying again. */
    this.unsupported = false;
    /** @type {Fetching | null} data on its way, which the next run waits for */
    this.fetching = null;
    /** @type {string[]} which control each layer of the latest experiment came from */
    this.origins = [];
    /** @type {"find" | "fit"} */
    this.kind = "find";
    /** @type {ProgressReport | null} */
    this.progress = null;
    /** @type {Lease | null} */
    this.lease = null;
    /** @type {Pick<Job<"find" | "fit">, "pause" | "resume" | "step" | "cancel" | "drop" | "ack"> | null} */
    this.job = null;
    /** The latest settings of a run were accepted. */
    this.accepted = true;
    /** The reader knows that no worker trains. */
    this.slowed = false;
  }

  /** Fetches the core. Safe to call again after a failure. */
  async load() {
    this.settle("loading");
    const lacking = whyUnsupported();
    this.unsupported = lacking !== null;
    if (lacking) return this.#stuck("error", { id: lacking });
    try {
      this.instance = await loadCore();
      this.describe();
    } catch (error) {
      return this.fail(error instanceof ToldError ? error : { id: "trouble.failed", values: { why: messageOf(error) } });
    }
    this.trouble = null;
    this.settle(this.report ? "done" : "idle");
    return true;
  }

  /** Once more after a crash: new instances, the same settings. */
  async restart() {
    forgetCore();
    this.instance = null;
    return this.load();
  }

  /** A run is on, or about to be. */
  get busy() {
    return this.job !== null || this.fetching !== null;
  }

  get ready() {
    return this.instance !== null && !this.trouble;
  }

  pause() {
    if (this.status !== "running" || !this.job) return;
    this.job.pause();
    this.settle("paused");
  }

  resume() {
    if (this.status !== "paused" || !this.job) return;
    this.job.resume();
    this.settle("running");
  }

  cancel() {
    if (this.fetching) {
      this.drop();
      this.settle(this.report ? "done" : "idle");
    } else {
      this.job?.cancel();
    }
  }

  /** The element left the page: its worker is not needed. */
  stop() {
    const busy = this.busy;
    this.drop();
    this.background.stop();
    this.lease?.release();
    this.lease = null;
    if (busy) this.settle(this.report ? "done" : "idle");
  }

  /** Forgets the worker and says so. @param {string} message */
  crash(message) {
    this.drop();
    this.background.stop();
    this.#stuck("crashed", { id: "trouble.crashed", values: { why: message } });
  }

  /** @param {Trouble} trouble */
  fail(trouble) {
    this.drop();
    this.background.stop();
    return this.#stuck("error", trouble);
  }

  /**
   * Begins a run, once its data is there. Settings that are not accepted are refused.
   *
   * @param {() => void} again
   * @param {(experiment: Experiment) => void} send
   */
  begin(again, send) {
    if (!this.ready) return;
    this.drop();
    this.accepted = false;
    if (!this.dataset.provided) return void this.#fetch(again);
    try {
      const { experiment, origins } = buildExperiment(this.state, this.dataset, this.catalog);
      this.origins = origins;
      send(experiment);
    } catch (error) {
      this.refuse(refused(error));
    }
  }

  /**
   * Hands a run to the worker.
   *
   * @template {"find" | "fit"} K
   * @param {Pick<Order<K>, "kind" | "experiment" | "options" | "plane">} run
   * @param {How} how
   * @param {Listener<K>} listener
   */
  send(run, { quick = false, paused = false }, listener) {
    const matter = JSON.stringify([this.state.data, this.state.training.loss, this.dataset.edition]);
    const { names } = this;
    const see = (/** @type {DecisionSurface | null} */ surface) => { if (surface) this.surface = { ...surface, names }; };
    const hurried = quick || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.kind = run.kind;
    this.lease ??= new Lease();
    this.job = this.lease.start({ ...run, language: this.words.language, pace: hurried ? 0 : PACE_MS[run.kind], quiet: quick ? QUIET_MS : 0, every: 0, paused }, {
      started: () => {
        this.accepted = true;
        this.hooks.accepted();
        this.#tellSlowed();
        if (matter !== this.runs.matter) {
          this.runs.clear(matter);
          this.surface = null;
          this.stepsPerEpoch = null;
        }
        listener.started?.();
        this.progress = null;
        if (this.status !== "paused") this.settle(paused ? "paused" : "running");
      },
      refused: (error) => this.refuse(error),
      progress: (progress, drawn, surface) => {
        see(surface);
        this.progress = progress;
        listener.drawn(drawn);
        this.hooks.progress(progress);
        this.hooks.changed();
      },
      end: (progress, result, drawn, fingerprint, busy, surface) => {
        see(surface);
        this.#forgetJob();
        this.progress = progress;
        listener.end(result, drawn, busy / Math.max(1, progress.step), fingerprint);
      },
      crashed: (message) => this.crash(message),
      gone: () => this.fail({ id: "trouble.gone" }),
    });
  }

  /** Says once why no worker trains. */
  #tellSlowed() {
    if (slowedBy && !this.slowed) this.hooks.note(this.words.say(slowedBy));
    this.slowed = slowedBy !== null;
  }

  /** What there is to choose from by now, in these words. */
  describe() {
    const core = loaded(this.core);
    this.catalog = core.catalog();
    if (this.own) this.own.title = this.words.say("data.own");
    this.datasets = [...listDatasets(core), ...(this.own ? [this.own] : [])];
  }

  /** Fetches the chosen data set, then goes on. @param {() => void} go */
  async #fetch(go) {
    const fetching = new Fetching(loaded(this.core), this.dataset, this.hooks.changed);
    this.fetching = fetching;
    this.settle("running");
    try {
      await fetching.done;
    } catch (error) {
      if (this.fetching !== fetching) return; // given up
      const { say } = this.words;
      fetching.stop.abort();
      this.fetching = null;
      return this.refuse({ field: "data.name", message: say("data.lost", { title: fetching.title, why: inWords(say, error) }), retry: go });
    }
    if (this.fetching !== fetching) return;
    this.fetching = null;
    this.describe();
    go();
  }

  /** @param {Refusal} error */
  refuse(error) {
    this.#forgetJob();
    this.partial = null;
    if (this.status === "running" || this.status === "paused") this.settle(this.report ? "done" : "idle");
    const layer = /^model\.layers\[(\d+)\]/.exec(error.field ?? "");
    const control = layer ? this.origins[Number(layer[1])] : undefined;
    this.hooks.refused({ field: error.field, message: inWords(this.words.say, error), control, retry: error.retry });
  }

  /** Ends what is on without a word. */
  drop() {
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
   * @param {Trouble} trouble
   */
  #stuck(status, trouble) {
    this.trouble = trouble;
    this.settle(status);
    return false;
  }

  /** @param {Status} status */
  settle(status) {
    if (this.status !== status) {
      this.status = status;
      this.hooks.status(status);
    }
    this.hooks.changed();
  }
}

// @ts-check
/** What has been found under the settings: the finder's curve, the runs beside each other, what goes on behind, and the rate that follows. */
import { Background } from "./background.js";
import { shown } from "./numbers.js";
import { Runs } from "./runs.js";
import { Settings } from "./settings.js";
import { curveSettings, proposedRate, rateOf } from "./state.js";
import { loaded } from "./wasm.js";

/**
 * @import { DecisionSurface, LinkRun, LrFindCurve, LrFindReport, LrSweepReport } from "../pkg/lr_lab.js"
 * @import { Ground, Hooks as BackgroundHooks } from "./background.js"
 * @import { About, Run } from "./runs.js"
 * @import { Range } from "./state.js"
 *
 * @typedef {DecisionSurface & { names: { features: string[], target: string, classes: string[] } | null }} Surface  names: those of the user's own table
 * @typedef {{ lrs: number[], losses: number[], smoothed?: boolean | "auto", planned?: number | null }} OwnCurve  planned: its steps, where it stopped before
 * @typedef {Omit<BackgroundHooks, "core" | "answered" | "truthEnd"> & { truthEnd: (report: LrSweepReport) => void, pick: (lr: number) => void }} Hooks
 */

/** What stands for the answers of a curve that no rule has read. */
const UNREAD = /** @satisfies {Partial<LrFindReport>} */ ({
  stop: null, suggestions: [], unanswered: [], bounds: null, answer: { none: "", sentence: { id: "", values: {} } },
});

export class Results extends Settings {
  /** @param {Hooks} hooks @param {import("./words.js").Words} [words] */
  constructor(hooks, words) {
    super(hooks.changed, words);
    this.picked = hooks.pick;
    /** @type {LrFindReport | null} the finder's last finished report */
    this.report = null;
    /** @type {LrFindReport | null} that report as it is shown */
    this.curve = null;
    /** The curve of the user's own that it is of, as it was given. @type {string | OwnCurve | null} */
    this.ownCurve = null;
    /** @type {LrFindCurve | null} its columns, thinned for drawing; null when it is short */
    this.drawn = null;
    /** @type {LrFindReport | null} the one under way, thinned, once it has something to show */
    this.partial = null;
    /** @type {Range | null} the axis of the report that is shown */
    this.range = null;
    /** What it stands on. @type {Ground | null} */
    this.ground = null;
    /** Curves of earlier, wider passes over the same experiment, the oldest first. @type {LrFindReport[]} */
    this.ghosts = [];
    /** @type {Surface | null} what the network of the latest run answers over the plane of its features */
    this.surface = null;
    this.runs = new Runs();
    /** The last answer of {@link gainOf}. @type {{ report: LrSweepReport | null, lr: number, gain: number }} */
    this.asked = { report: null, lr: NaN, gain: NaN };
    this.background = new Background({
      ...hooks,
      core: () => loaded(this.core),
      answered: () => this.follow(),
      truthEnd: () => this.background.truth.report && hooks.truthEnd(this.background.truth.report),
    });
  }

  /** What the finder's figure shows. */
  get shownReport() {
    return this.partial ?? this.curve;
  }

  /** The finished curve is one of other settings. */
  get outdated() {
    return this.ground !== null && this.ground.settings !== curveSettings(this.state);
  }

  /** The schedule as it is drawn. */
  get shape() {
    return this.sketch(this.runs.list.findLast(({ schedule }) => schedule === "plateau")?.trace ?? null);
  }

  /** A curve that is still growing, of which only what was drawn is known. @param {LrFindCurve} drawn */
  grow(drawn) {
    this.partial = { ...drawn, ...UNREAD, fingerprints: null, read: null };
  }

  /**
   * A finished curve. The same experiment over a narrower range is a second pass, which keeps the curves before it.
   *
   * @param {Ground} ground
   * @param {LrFindReport} report
   * @param {LrFindCurve | null} drawn
   */
  take(ground, report, drawn) {
    const before = this.ground;
    const same = before && JSON.stringify(before.experiment) === JSON.stringify(ground.experiment);
    const narrower = same && ground.range && before.range && spanOf(ground.range) < 0.97 * spanOf(before.range);
    if (narrower && this.report) this.ghosts = [...this.ghosts, this.report].slice(-3);
    else if (!same || JSON.stringify(before.range) !== JSON.stringify(ground.range)) this.ghosts = [];
    Object.assign(this, { ground, report, curve: curveOf(report), drawn, partial: null, ownCurve: null });
    this.runs.current = null;
  }

  /** A curve of the user's own, as it was given: there is nothing to train under it. @param {LrFindReport} report @param {string | OwnCurve} own */
  takeOwn(report, own) {
    this.forget();
    Object.assign(this, { report, curve: report, drawn: null, range: null, ownCurve: own });
    this.runs.current = null;
  }

  /** Forgets the curve and all that followed from it. */
  forget() {
    this.background.forget();
    Object.assign(this, { ground: null, ghosts: [], report: null, curve: null, ownCurve: null });
  }

  /** Keeps a run for as long as its data stays, or no longer. @param {Run} run */
  pin(run) {
    run.pinned = !run.pinned;
    if (!run.pinned) this.#disown(run);
    this.changed();
  }

  /** Forgets a finished run. @param {Run} run */
  remove(run) {
    this.runs.remove(run);
    this.#disown(run);
    this.changed();
  }

  /** No link has this run any more. @param {Run} run */
  #disown(run) {
    const { page } = this.state;
    if (page.runs) page.runs = page.runs.filter((one) => JSON.stringify(one) !== run.given);
    run.given = "";
  }

  /** The first of the link's runs that is not there; those that it no longer has go. @returns {LinkRun | undefined} */
  nextGiven() {
    const { runs = [] } = this.state.page;
    const wanted = runs.map((run) => JSON.stringify(run));
    for (const run of this.runs.list) if (run.given && !wanted.includes(run.given)) this.runs.remove(run);
    return runs[wanted.findIndex((given) => this.runs.list.every((run) => run.given !== given))];
  }

  /** By which rates a run goes. @param {LinkRun | null} given one of the link's; null: as the settings say @returns {About} */
  about(given) {
    const schedule = (given?.schedule ?? this.state.schedule).kind;
    const rate = shown(given?.lr ?? this.state.train.lr ?? NaN);
    const name = schedule === "constant" ? rate : `${schedule} ${rate}`;
    return { schedule, name, pinned: given !== null, given: given ? JSON.stringify(given) : "" };
  }

  /**
   * @param {number} lr
   * @param {{ chosen?: boolean }} [how] chosen: by the user, so that a later report doesn't move it
   */
  pick(lr, { chosen = true } = {}) {
    Object.assign(this.state.train, { lr, chosen });
    this.changed();
  }

  /** The reader has begun to go by the picked rate: it stays what it is. */
  hold() {
    const { train } = this.state;
    train.chosen ||= train.lr !== null;
  }

  /** Picks the best that is known, unless the user has picked a rate. Whether it did. */
  propose() {
    const { train, page } = this.state;
    const lr = this.curve && !train.chosen ? this.#known ?? proposedRate(this.curve, page.rule) : null;
    if (lr !== null) train.lr = lr;
    return lr !== null;
  }

  /** Picks the best that is known now, and says so where that is another. */
  follow() {
    const before = this.state.train.lr;
    const { lr } = this.propose() ? this.state.train : { lr: null };
    if (lr === null || lr === before) return;
    this.picked(lr);
    this.changed();
  }

  /** The picked rate and by whom it was picked; null where there is none. */
  get choice() {
    const { train: { lr, chosen }, page: { rule } } = this.state;
    const { race, truth } = this.background;
    if (lr === null) return null;
    const by = chosen ? "reader" : lr === truth.settled?.best?.lr && this.#asks("truth") ? "truth"
      : lr === rateOf(race.settled?.answer) && this.#asks("race") ? "race" : ["", "answer", "sweep"].includes(rule ?? "") ? "sweep" : "rule";
    return { lr, by: /** @type {"reader" | "truth" | "race" | "sweep" | "rule"} */ (by) };
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

  /** What the truth or the race says, where one has ended. */
  get #known() {
    const { race, truth } = this.background;
    return (this.#asks("truth") && truth.settled?.best?.lr) || (this.#asks("race") && rateOf(race.settled?.answer)) || null;
  }

  /** How much of the gain training at `lr` would keep, as far as it is known; NaN else. @param {number | null} lr @returns {number} */
  gainOf(lr) {
    const report = this.background.truth.settled;
    if (lr === null || !report) return NaN;
    if (this.asked.report !== report || this.asked.lr !== lr) this.asked = { report, lr, gain: loaded(this.core).sweepGain(report, lr)?.gain ?? NaN };
    return this.asked.gain;
  }
}

/** The decades of a range. @param {Range} range */
const spanOf = ({ from, to }) => Math.log10(to / from);

/**
 * A report as it is shown: of a sweep that has not come to its end only the curve, since what the rules read from half
 * a curve jumps about and means nothing.
 *
 * @param {LrFindReport} report
 */
function curveOf(report) {
  if (report.stop && report.stop.reason !== "cancelled") return report;
  return { ...report, ...UNREAD, stop: report.stop };
}

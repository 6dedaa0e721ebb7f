// @ts-check
/**
 * What the figures say, in plain words. Pure: from reports and traces to sentences.
 *
 * @import { AnswerReport, LrFindReport, LrRaceReport, LrSweepReport, NoneReport, RaceAnswerReport, Trace } from "../pkg/lr_lab.js"
 * @import { Run } from "./runs.js"
 * @import { Id, Say } from "./texts.js"
 */
import { inWords } from "./faults.js";
import { percent, shown, shownLoss } from "./numbers.js";
import { ODDS } from "./odds.js";
import { called } from "./runs.js";
import { counted } from "./texts.js";

/**
 * The verdict and why; and what the latest run has shown, where there is one.
 *
 * @param {Say} say
 * @param {{ status: string, kind: "find" | "fit", outdated: boolean, report: LrFindReport | null, run: Run | null, before: Run | undefined, lr: number | null, own: boolean,
 *   from: string, to: string, checking: Checking, race: LrRaceReport | null, truth: LrSweepReport | null, isWhole: boolean,
 *   gain: number, isBundled: boolean }} moment  outdated: the curve is one of other settings; before: the finished run before this one; own: the picked rate is the
 *   reader's choice; checking: what may still move it; race: when it is over; truth: as far as whole rounds go, isWhole: it is over; gain: what `lr` keeps;
 *   isBundled: the data is of the kind that the odds are of
 * @returns {{ found: string, why: string, ran: string }}
 *
 * @typedef {"race" | "truth" | ""} Checking
 */
export function headline(say, { status, kind, outdated, report, run, before, lr, own, from, to, checking, race, truth, isWhole, gain, isBundled }) {
  const ran = run ? trained(say, run) : "";
  const compare = run?.trace.stop ? joined(heldOut(say, run), compared(say, run, before)) : "";
  if (!report && run) return { found: ran, ran, why: compare };
  if (!report) {
    const broken = status === "error" || status === "crashed";
    return { found: say("verdict.untried"), why: broken || !from ? "" : say("verdict.untried.why", { from, to }), ran: "" };
  }
  const on = status === "running" || status === "paused";
  if (!report.stop && kind === "find" && on) return { ...trying(say, report, status === "paused"), ran: "" };
  if (report.stop?.reason === "cancelled" && !run) return { found: found(say, report), why: say("verdict.cancelled.why"), ran };
  if (outdated) return { found: say("verdict.untried"), why: say("verdict.outdated.why"), ran };
  const { verdict, why } = verdictOf(say, { report, race, truth, isWhole, checking, lr: own ? lr : null, gain, isBundled });
  return { found: verdict, why: compare || why, ran };
}

/** Sentences one after the other. @param {string[]} sentences */
const joined = (...sentences) => sentences.filter(Boolean).join(" ");

/** What a sweep has seen so far. @param {Say} say @param {LrFindReport} report @param {boolean} paused */
function trying(say, { lrs, smoothed, heldOutSmoothed }, paused) {
  const [lr, last, ago] = [lrs.at(-1), smoothed.at(-1) ?? NaN, smoothed.at(-11) ?? NaN];
  /** @type {Id} */
  const course = Number.isNaN(ago) ? "verdict.trying" : last < 0.99 * ago ? "verdict.trying.falls" : last > 1.01 * ago ? "verdict.trying.rises" : "verdict.trying.level";
  const measured = (heldOutSmoothed ?? []).filter(Number.isFinite);
  const [first, now] = [measured[0], measured.at(-1)];
  return {
    found: lr === undefined ? say("verdict.trying.begins") : say(course, { lr: shown(lr, 2) }),
    why: paused ? say("verdict.paused.why")
      : joined(measured.length > 1 && now !== undefined ? say("verdict.trying.held-out", { now: shownLoss(say, now), first: shownLoss(say, first) }) : "", say("verdict.trying.why")),
  };
}

/**
 * The best answer there is, and why. Of a truth that is not whole it says so with every number.
 *
 * @param {Say} say
 * @param {{ report: LrFindReport, race: LrRaceReport | null, truth: LrSweepReport | null, isWhole: boolean, checking: Checking, lr: number | null, gain: number,
 *   isBundled: boolean }} known  lr: a rate of the reader's own
 * @returns {{ verdict: string, why: string }}
 */
export function verdictOf(say, { report, race, truth, isWhole, checking, lr, gain, isBundled }) {
  if (truth?.rounds.done) {
    const whole = isWhole && truth.rounds.done === truth.rounds.of;
    const chosen = whole && lr !== null && !Number.isNaN(gain) && truth.best && lr !== truth.best.lr;
    return chosen ? choice(say, truth, lr, gain) : measured(say, truth, isWhole);
  }
  if (isWhole && truth) return measured(say, truth, isWhole);
  const checked = checking === "race" ? say("verdict.checked.race") : checking === "truth" ? say("verdict.checked.truth") : "";
  const { answer } = report;
  if (report.read) {
    const tried = "lr" in answer ? say("verdict.own", { lr: shown(answer.lr, 2) }) : "";
    return { verdict: joined(found(say, report), tried), why: joined(...report.read.notes, reason(answer)) };
  }
  if (race && "lr" in race.answer) {
    const { lr: raced, sure } = race.answer;
    const values = { lr: shown(raced, 2), count: race.lrs.length };
    const odds = sure && isBundled ? say("verdict.odds.race", ODDS.race) : "";
    return { verdict: say(sure ? "verdict.race" : "verdict.race.unsure", values), why: joined(reason(race.answer), odds, checked) };
  }
  if (race) return { verdict: say("verdict.race.none"), why: reason(race.answer) };
  if (!("lr" in answer)) {
    const verdict = report.bounds ? say("verdict.guess.none") : say("verdict.nothing", { lr: lastOf(report) });
    return { verdict, why: joined(reason(answer), rules(say, report), checked) };
  }
  const odds = isBundled && answer.sentence?.id === "answer.held-out" ? say("verdict.odds.sweep", ODDS.sweep) : "";
  return { verdict: say("verdict.guess", { lr: shown(answer.lr, 2) }), why: joined(reason(answer), odds, checked) };
}

/** Why the answer is what it is. @param {AnswerReport | RaceAnswerReport | NoneReport} answer */
const reason = (answer) => sentence(upper("lr" in answer ? answer.reason : answer.none));

/** What training for real has shown. @param {Say} say @param {LrSweepReport} truth @param {boolean} isWhole */
export function measured(say, truth, isWhole) {
  const { best, asGood, rounds: { done, of } } = truth;
  if (!done) return { verdict: say("verdict.truth.none"), why: "" };
  const partly = done < of;
  const open = !partly ? "" : say(isWhole ? "verdict.open.more" : "verdict.open.coming");
  if (!best || !asGood) {
    return { verdict: partly ? say("verdict.diverges.partly", { done, of }) : say("verdict.diverges"), why: joined(trainedFor(say, truth), open) };
  }
  const lr = shown(best.lr, 2);
  const around = inward(asGood.low, asGood.high, best.lr);
  const range = around && { low: around[0], high: around[1] };
  if (partly) {
    return { verdict: say("verdict.leads", { lr, done, of }), why: joined(trainedFor(say, truth), range ? say("verdict.leads.range", range) : "", open) };
  }
  const verdict = range ? say("verdict.truth", { lr, ...range }) : say("verdict.truth.alone", { lr });
  return { verdict, why: joined(trainedFor(say, truth), say(JUDGED[truth.judgedBy], { lr })) };
}

/** What the best rate is best at. @satisfies {Record<LrSweepReport["judgedBy"], Id>} */
const JUDGED = /** @type {const} */ ({ "validation": "verdict.lowest.held-out", "validation-best": "verdict.lowest.reached", "training": "verdict.lowest.training" });

/** What a truth rests on, as far as whole rounds go. @param {Say} say @param {LrSweepReport} truth */
const trainedFor = (say, { lrs, steps, rounds: { done } }) => counted(say, "verdict.trained", done, { rates: lrs.length, steps });

/** A rate of the reader's own, against the best. @param {Say} say @param {LrSweepReport} truth @param {number} lr @param {number} gain */
function choice(say, truth, lr, gain) {
  const { best, asGood } = truth;
  if (!best || !asGood) return measured(say, truth, true);
  const values = { lr: shown(lr), best: shown(best.lr, 2) };
  const verdict = gain === -Infinity ? say("verdict.choice.diverges", values)
    : gain >= 0.995 ? say("verdict.choice.best", values)
      : gain < 0.005 ? say("verdict.choice.none", values) : say("verdict.choice", { ...values, gain: percent(gain) });
  const around = inward(asGood.low, asGood.high, best.lr);
  const range = around ? say("verdict.choice.range", { low: around[0], high: around[1] }) : say("verdict.choice.alone", values);
  return { verdict, why: joined(trainedFor(say, truth), range) };
}

/**
 * A range in few digits that promises nothing beyond its ends and holds the best, as it is said; null where there is none to
 * speak of.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} best
 * @returns {[string, string] | null}
 */
export function inward(low, high, best) {
  const said = Number(best.toPrecision(2));
  for (const digits of [1, 2, 3]) {
    const unit = (/** @type {number} */ value) => 10 ** (Math.floor(Math.log10(value)) + 1 - digits);
    const [from, to] = [Math.ceil(low / unit(low) - 1e-9) * unit(low), Math.floor(high / unit(high) + 1e-9) * unit(high)];
    if (from < to && from <= said * (1 + 1e-9) && said <= to * (1 + 1e-9)) return [shown(from), shown(to)];
  }
  return null;
}

/** A run against the one before it, or what to do next. @param {Say} say @param {Run} run @param {Run | undefined} before */
function compared(say, run, before) {
  const [now, then] = [run, before].map((one) => one?.trace.validation.losses.at(-1) ?? NaN);
  if (run.trace.stop?.reason === "non-finite" || !before || !Number.isFinite(now) || !Number.isFinite(then)) return another(say, run.trace);
  /** @type {Id} */
  const better = Math.abs(now - then) < 0.01 * Math.abs(then) ? "trained.before.same" : now < then ? "trained.before.worse" : "trained.before.better";
  return say(better, { run: before.label, loss: shownLoss(say, then) });
}

/** What a sweep's curve looks like. @param {Say} say @param {LrFindReport} report */
function found(say, report) {
  const { stop, suggestions, bounds, lrs } = report;
  if (stop?.reason === "cancelled") return say("verdict.cancelled", { lr: lastOf(report) });
  const last = lrs.at(-1) ?? NaN;
  const blewUp = stop?.reason === "diverged" || stop?.reason === "non-finite";
  const end = blewUp ? say("curve.blows-up", { lr: shown(stop.lr, 2) })
    : bounds && bounds.upper < 0.8 * last ? say("curve.rises", { lr: shown(bounds.upper, 2) })
      : say("curve.holds", { lr: shown(last, 2) });
  const steep = bounds && suggestions.find(({ rule }) => rule.includes("steep"));
  const fall = steep ? say("curve.falls-fastest", { lr: shown(steep.lr, 2) })
    : bounds ? say("curve.falls", { low: shown(bounds.lower, 2), high: shown(bounds.upper, 2) }) : say("curve.never-falls");
  return joined(fall, end);
}

/** How far a curve came. @param {LrFindReport} report */
const lastOf = ({ lrs }) => shown(lrs.at(-1) ?? NaN, 2);

/** How much of the gain a rate keeps, in words. @param {Say} say @param {number} gain */
export function kept(say, gain) {
  if (!Number.isFinite(gain)) return say("gain.diverges");
  if (gain < 0.005) return say("gain.none");
  return gain >= 0.995 ? say("gain.best") : say("gain.kept", { gain: percent(gain) });
}

/** What the libraries make of a curve that says nothing. @param {Say} say @param {LrFindReport} report */
function rules(say, { suggestions, unanswered }) {
  if (!suggestions.length) return say("verdict.rules.none");
  const rates = suggestions.map(({ lr }) => lr);
  const [low, high] = [Math.min(...rates), Math.max(...rates)].map((rate) => shown(rate, 2));
  const values = { all: rates.length + unanswered.length, low, high };
  return counted(say, low === high ? "verdict.rules.same" : "verdict.rules", rates.length, values);
}

/** The course of a training run. @param {Say} say @param {Run} run */
export function trained(say, run) {
  const { schedule, name, trace } = run;
  const { losses, stop } = trace;
  const how = schedule === "constant" ? say("trained.at", { rate: name }) : say("trained.by", { run: called(say, run) });
  if (!stop) return say("trained.on", { how });
  if (stop.reason === "non-finite") return say("trained.blew-up", { how, step: stop.step });
  const { first, last } = ends(trace);
  const course = last < 0.9 * first ? "trained.fell" : last > 1.1 * first ? "trained.rose" : "trained.level";
  const words = counted(say, course, losses.length, { how, first: shownLoss(say, first), last: shownLoss(say, last) });
  return joined(words, stop.reason === "cancelled" ? say("trained.stopped") : "");
}

/**
 * Why a run's loss blew up, from what is known of it; empty where it did not.
 *
 * @param {Say} say
 * @param {Run | undefined} run
 * @param {{ edge: { lr: number, label: string } | null, best: { lr: number } | null }} known  edge: where training
 *   becomes unstable at the start; best: of the rates that were trained for real
 */
export function whatHappened(say, run, { edge, best }) {
  const stop = run?.trace.stop;
  if (!run || stop?.reason !== "non-finite") return "";
  const { lr, step } = stop;
  const limit = !edge ? ""
    : lr > edge.lr ? say("diverged.above", { edge: edge.label, times: shown(lr / edge.lr, 2) }) : say("diverged.below", { edge: edge.label });
  const { losses } = run.trace;
  const at = losses.findLastIndex(Number.isFinite);
  const last = at < 0 ? "" : say("diverged.last", { loss: shownLoss(say, losses[at]), step });
  const rate = best && best.lr < lr ? say("diverged.best", { lr: shown(best.lr) }) : "";
  return joined(say("diverged.why"), limit, last, rate);
}

/**
 * The first loss, and the mean of the last epoch's, since one batch says little.
 *
 * @param {Trace} trace
 */
export function ends({ losses, stepsPerEpoch }) {
  const tail = losses.subarray(Math.max(0, losses.length - Math.max(1, stepsPerEpoch)));
  return { first: losses[0] ?? NaN, last: tail.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0) / tail.length };
}

/** @param {Say} say @param {Run} run */
function heldOut(say, { label, trace: { validation } }) {
  const accuracy = validation.accuracies.at(-1) ?? NaN;
  const loss = validation.losses.at(-1) ?? NaN;
  if (!Number.isFinite(loss)) return "";
  const values = { label, loss: shownLoss(say, loss) };
  return Number.isFinite(accuracy) ? say("trained.right", { ...values, accuracy: percent(accuracy) }) : say("trained.held-out", values);
}

/** @param {Say} say @param {Trace} trace */
function another(say, trace) {
  if (trace.stop?.reason === "non-finite") return say("trained.next.lower");
  const { first, last } = ends(trace);
  return say(last > 0.9 * first ? "trained.next.another" : "trained.next.compare");
}

/**
 * Two sentences: why the sweep ended, and that it changed nothing. Empty ones while it runs keep their place.
 *
 * @param {Say} say
 * @param {LrFindReport} report
 */
export function ending(say, { stop, fingerprints }) {
  if (!stop) return ["", ""];
  if (!fingerprints) return [sentence(stop.message), ""];
  const [before, after] = [fingerprints.before, fingerprints.after].map((print) => `${print.slice(0, 6)}…`);
  return [sentence(stop.message), say(fingerprints.before === fingerprints.after ? "ending.same" : "ending.changed", { before, after })];
}

/** @param {string} text */
const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {string} text */
export const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

/**
 * An error under its field: without the path, which the reader sees as the label.
 *
 * @param {Say} say
 * @param {import("./errors.js").Fault} error
 */
export function complaint(say, error) {
  const [{ field }, message] = [error, inWords(say, error)];
  const text = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  return sentence(upper(text));
}

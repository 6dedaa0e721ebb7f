// @ts-check
/** What the figures say, in plain words. Pure: from reports and traces to sentences. */
import { called } from "./runs.js";
import { percent, shown, shownLoss } from "./numbers.js";

const COUNTS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

/**
 * The verdict and why; and what the latest run has shown, where there is one.
 *
 * @param {{ status: string, kind: "find" | "fit", outdated: boolean, report: any, run: any, before: any, lr: number | null, own: boolean,
 *   from: string, to: string, checking: "race" | "truth" | "", race: any, truth: any, isWhole: boolean,
 *   gain: number }} moment  outdated: the curve is one of other settings; before: the finished run before this one; own: the picked rate is the reader's choice; checking:
 *   what may still move it; race: when it is over; truth: as far as whole rounds go, isWhole: it is over; gain: what `lr` keeps
 * @returns {{ found: string, why: string, ran: string }}
 */
export function headline({ status, kind, outdated, report, run, before, lr, own, from, to, checking, race, truth, isWhole, gain }) {
  if (!report && run) return { found: trained(run), ran: trained(run), why: run.trace.stop ? `${heldOut(run.trace)}${compared(run, before)}` : "" };
  if (!report) {
    const broken = status === "error" || status === "crashed";
    const sweep = from ? `A sweep trains a copy of the network while the rate rises from ${from} to ${to}, and notes the loss of each batch.` : "";
    return { found: "Not tried yet with these settings.", why: broken ? "" : sweep, ran: "" };
  }
  const on = status === "running" || status === "paused";
  if (!report.stop && kind === "find" && on) return { ...trying(report, status === "paused"), ran: "" };
  const ran = run ? trained(run) : "";
  if (report.stop?.reason === "cancelled" && !run) {
    return { found: found(report), why: "Sweep starts again, from the first rate. The rules wait for a whole curve; a rate can be picked all the same.", ran };
  }
  if (outdated) return { found: "Not tried yet with these settings.", why: "The curve below is that of the settings before.", ran };
  const { verdict, why } = verdictOf({ report, race, truth, isWhole, checking, lr: own ? lr : null, gain });
  return { found: verdict, why: run?.trace.stop ? `${heldOut(run.trace)}${compared(run, before)}` : why, ran };
}

/** What a sweep has seen so far. @param {any} report @param {boolean} paused */
function trying({ lrs, smoothed, heldOutSmoothed }, paused) {
  const [last, ago] = [smoothed.at(-1), smoothed.at(-11)];
  const course = ago === undefined ? "" : last < 0.99 * ago ? ": the loss is falling" : last > 1.01 * ago ? ": the loss is rising" : ": the loss hardly moves";
  const measured = (heldOutSmoothed ?? []).filter(Number.isFinite);
  const heldOut = measured.length > 1 ? `Held-out loss ${shownLoss(measured.at(-1))}, at the start ${shownLoss(measured[0])}. ` : "";
  return {
    found: lrs.length ? `Trying rates, now ${shown(lrs.at(-1), 2)}${course}.` : "Trying rates.",
    why: paused ? "Paused: Step tries one more rate, Resume goes on." : `${heldOut}A first answer comes when the sweep has ended.`,
  };
}

/**
 * The best answer there is, and why. Of a truth that is not whole it says so with every number.
 *
 * @param {{ report: any, race: any, truth: any, isWhole: boolean, checking: string, lr: number | null, gain: number }} known
 *   lr: a rate of the reader's own
 * @returns {{ verdict: string, why: string }}
 */
export function verdictOf({ report, race, truth, isWhole, checking, lr, gain }) {
  if (truth?.rounds.done) {
    const whole = isWhole && truth.rounds.done === truth.rounds.of;
    return whole && lr !== null && !Number.isNaN(gain) && truth.best && lr !== truth.best.lr ? choice(truth, lr, gain) : measured(truth, isWhole);
  }
  if (isWhole && truth) return measured(truth, isWhole);
  const checked = checking === "race" ? " A race of short trainings checks it now." : checking === "truth" ? " Whole trainings at many rates check it now." : "";
  const { answer } = report;
  if (report.read) {
    const tried = answer.none ? "" : ` Try ${shown(answer.lr, 2)} first.`;
    return { verdict: `${found(report)}${tried}`, why: `${report.read.notes.map((/** @type {string} */ note) => `${note} `).join("")}${reason(answer)}` };
  }
  if (race && !race.answer.none) {
    const { lr: raced, sure } = race.answer;
    const of = `${race.lrs.length} rates`;
    return { verdict: sure ? `Take about ${shown(raced, 2)}, from a race of ${of}.` : `Perhaps ${shown(raced, 2)}: a race of ${of} is not sure.`, why: `${reason(race.answer)}${checked}` };
  }
  if (race?.answer.none) return { verdict: "No rate to take: the race found none.", why: reason(race.answer) };
  if (answer.none) return { verdict: report.bounds ? "No first guess from this sweep." : `Nothing to read: ${unclear(report)}.`, why: `${reason(answer)} ${rules(report)}${checked}` };
  return { verdict: `First guess: ${shown(answer.lr, 2)}.`, why: `${reason(answer)}${checked}` };
}

/** Why the answer is what it is. @param {{ none?: string, reason?: string }} answer */
const reason = ({ none, reason: why }) => sentence(upper(none ?? why ?? ""));

/** What training for real has shown. @param {any} truth @param {boolean} isWhole */
export function measured(truth, isWhole) {
  const { best, asGood, rounds: { done, of } } = truth;
  if (!done) return { verdict: "No seed has been trained at every rate yet: the truth was stopped too soon.", why: "" };
  const rates = trainedFor(truth);
  const partly = done < of;
  const open = isWhole ? "More seeds may move this." : "The seeds to come may move this.";
  if (!best) return { verdict: partly ? `Every rate diverges with ${done} of ${of} seeds.` : "Training diverges at every rate that was tried.", why: `${rates}.${partly ? ` ${open}` : ""}` };
  const lowest = `${shown(best.lr, 2)} ${JUDGED[/** @type {keyof typeof JUDGED} */ (truth.judgedBy)]}`;
  const around = inward(asGood.low, asGood.high, best.lr);
  if (partly) {
    const range = around ? ` From ${around[0]} to ${around[1]} rates keep nine tenths of the gain so far.` : "";
    return { verdict: `${shown(best.lr, 2)} leads after ${done} of ${of} seeds.`, why: `${rates}.${range} ${open}` };
  }
  const verdict = around ? `Take about ${shown(best.lr, 2)}. Anything from ${around[0]} to ${around[1]} does nearly as well.`
    : `Take about ${shown(best.lr, 2)}. No rate tried beside it keeps nine tenths of the gain.`;
  return { verdict, why: `${upper(rates)}; ${lowest}.` };
}

const JUDGED = {
  "validation": "ends with the lowest held-out loss", "validation-best": "reaches the lowest held-out loss", "training": "ends with the lowest training loss",
};

/** What a truth rests on, as far as whole rounds go. @param {any} truth */
const trainedFor = ({ lrs, steps, rounds: { done } }) => `${lrs.length} rates were trained for ${steps} steps with ${done === 1 ? "one seed" : `${done} seeds`} each`;

/** A rate of the reader's own, against the best. @param {any} truth @param {number} lr @param {number} gain */
function choice(truth, lr, gain) {
  const best = shown(truth.best.lr, 2);
  const mine = `Your rate, ${shown(lr)},`;
  const verdict = gain === -Infinity ? `${mine} diverges. Take about ${best}.`
    : gain >= 0.995 ? `${mine} does as well as the best.`
    : gain < 0.005 ? `${mine} ends no better than without training. Take about ${best}.` : `${mine} keeps ${percent(gain)} of what ${best} gains.`;
  const around = inward(truth.asGood.low, truth.asGood.high, truth.best.lr);
  return { verdict, why: `${trainedFor(truth)}; ${around ? `from ${around[0]} to ${around[1]} at least nine tenths are kept` : `beside ${best} none keeps nine tenths`}.` };
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

/** @param {any} run @param {any} before */
function compared(run, before) {
  if (run.trace.stop.reason === "non-finite" || !before) return another(run.trace);
  const [now, then] = [run, before].map(({ trace }) => trace.validation.losses.at(-1));
  if (!Number.isFinite(now) || !Number.isFinite(then)) return another(run.trace);
  const better = Math.abs(now - then) < 0.01 * Math.abs(then) ? "about the same" : now < then ? "which was worse" : "which was better";
  return `Run ${before.label} before it ended at ${shownLoss(then)}, ${better}.`;
}

/** @param {any} report */
function found(report) {
  const { stop, suggestions, bounds, lrs } = report;
  if (stop?.reason === "cancelled") return `Cancelled at a learning rate of ${shown(lrs.at(-1) ?? NaN, 2)}.`;
  const blewUp = stop?.reason === "diverged" || stop?.reason === "non-finite";
  const last = lrs.at(-1) ?? NaN;
  const end = blewUp ? `blows up at ${shown(stop.lr, 2)}`
    : bounds && bounds.upper < 0.8 * last ? `rises again past ${shown(bounds.upper, 2)}`
      : `has not blown up by ${shown(last, 2)}`;
  const steep = bounds && suggestions.find((/** @type {any} */ s) => s.rule.includes("steep"));
  if (steep) return `The loss falls fastest near ${shown(steep.lr, 2)} and ${end}.`;
  if (bounds) return `The loss falls between ${shown(bounds.lower, 2)} and ${shown(bounds.upper, 2)} and ${end}.`;
  return `The loss never clearly falls and ${end}.`;
}

/** How far a curve came that never falls. @param {any} report */
const unclear = ({ lrs }) => `up to ${shown(lrs.at(-1) ?? NaN, 2)} the loss never clearly falls`;

/**
 * How much of the gain a rate keeps, in words.
 *
 * @param {number} gain
 */
export function kept(gain) {
  if (!Number.isFinite(gain)) return "diverges";
  if (gain < 0.005) return "ends no better than without training";
  return gain >= 0.995 ? "ends as good as the best" : `keeps ${percent(gain)} of the gain`;
}

/** What the libraries make of a curve that says nothing. @param {any} report */
function rules({ suggestions, unanswered }) {
  if (!suggestions.length) return "No rule answers either.";
  const rates = suggestions.map((/** @type {any} */ s) => s.lr);
  const count = COUNTS[rates.length] ?? String(rates.length);
  const [low, high] = [Math.min(...rates), Math.max(...rates)].map((rate) => shown(rate, 2));
  return `${count} of ${rates.length + unanswered.length} rules answer all the same, ${low === high ? `all ${low}` : `from ${low} to ${high}`}.`;
}

/**
 * The course of a training run.
 *
 * @param {import("./runs.js").Run} run
 */
export function trained(run) {
  const { schedule, name, trace } = run;
  const { losses, stop } = trace;
  const at = schedule === "constant" ? `at ${name}` : `by ${called(run)}`;
  if (!stop) return `Training ${at} …`;
  if (stop.reason === "non-finite") return `Trained ${at}, the loss blew up at step ${stop.step}.`;
  const { first, last } = ends(trace);
  const course = last < 0.9 * first ? "fell from" : last > 1.1 * first ? "rose from" : "hardly moved:";
  const steps = stop.reason === "cancelled" ? `${losses.length} steps, then you stopped it` : `${losses.length} steps`;
  return `Trained ${at}, the loss ${course} ${shownLoss(first)} to ${shownLoss(last)} in ${steps}.`;
}

/**
 * Why a run's loss blew up, from what is known of it; empty where it did not.
 *
 * @param {{ trace: any } | undefined} run
 * @param {{ edge: { lr: number, label: string } | null, best: { lr: number } | null }} known  edge: where training
 *   becomes unstable at the start; best: of the rates that were trained for real
 */
export function whatHappened(run, { edge, best }) {
  const stop = run?.trace.stop;
  if (!run || stop?.reason !== "non-finite") return "";
  const { lr, step } = stop;
  const far = "Where the loss curves strongly, a step that is too long lands on the other side of the valley, higher than it began. "
    + "The slope is steeper there, so the next step is longer still.";
  const limit = !edge ? ""
    : lr > edge.lr ? ` That begins at ${edge.label}, and the rate was ${shown(lr / edge.lr, 2)} times as high.`
      : ` At the start that begins at ${edge.label}; on the way the curvature has grown.`;
  const { losses } = run.trace;
  const at = losses.findLastIndex(Number.isFinite);
  const last = at < 0 ? "" : ` The last loss that is a number is ${shownLoss(losses[at])}; at step ${step} the numbers had outgrown what 32 bits hold.`;
  const rate = best && best.lr < lr ? ` Of the rates that were trained for real, ${shown(best.lr)} ended best.` : "";
  return `${far}${limit}${last}${rate}`;
}

/**
 * The first loss, and the mean of the last epoch's, since one batch says little.
 *
 * @param {any} trace
 */
export function ends({ losses, stepsPerEpoch }) {
  const tail = losses.subarray(Math.max(0, losses.length - Math.max(1, stepsPerEpoch)));
  return { first: losses[0] ?? NaN, last: tail.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0) / tail.length };
}

/** @param {any} trace */
function heldOut({ validation }) {
  const accuracy = validation.accuracies.at(-1);
  const loss = validation.losses.at(-1);
  if (loss === undefined || !Number.isFinite(loss)) return "";
  if (Number.isFinite(accuracy)) return `The network gets ${percent(accuracy)} of the held-out rows right, with a loss of ${shownLoss(loss)}. `;
  return `On the held-out rows the loss is ${shownLoss(loss)}. `;
}

/** @param {any} trace */
function another(trace) {
  if (trace.stop.reason === "non-finite") return "Pick a lower rate and train again.";
  const { first, last } = ends(trace);
  if (last > 0.9 * first) return "Pick another rate and train again.";
  return "Pick another rate and train again to compare.";
}

/**
 * Two sentences: why the sweep ended, and that it changed nothing. Empty ones while it runs keep their place.
 *
 * @param {any} report
 */
export function ending({ stop, fingerprints }) {
  if (!stop) return ["", ""];
  const { before, after } = fingerprints ?? {};
  if (!before) return [sentence(stop.message), ""];
  const short = (/** @type {string} */ print) => `${print.slice(0, 6)}…`;
  const kept = before === after
    ? `Weights ${short(before)} before and after.`
    : `Weights before ${short(before)} differ from after ${short(after)}: the finder changed the network.`;
  return [sentence(stop.message), kept];
}

/** @param {string} text */
const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {string} text */
export const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

/**
 * An error under its field: without the path, which the reader sees as the label.
 *
 * @param {{ field: string, message: string }} error
 */
export function complaint({ field, message }) {
  const text = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  return sentence(upper(text));
}

// @ts-check
/** What the figures say, in plain words. Pure: from reports and traces to sentences. */
import { percent, shown, shownLoss } from "./numbers.js";

const COUNTS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

/**
 * The headline's two lines (what was found; what to do next, or what training showed) and the sentence under them.
 *
 * @param {{ status: string, kind: "find" | "fit", report: any, run: any, lr: number | null, from: string, to: string,
 *   canTrain: boolean, checking: "race" | "truth" | "", race: any, truth: any, gain: number }} moment  checking: what may
 *   still move the picked rate; race, truth: when they are over; gain: what `lr` keeps
 * @returns {{ found: string, next: string, detail: string }}
 */
export function headline({ status, kind, report, run, lr, from, to, canTrain, checking, race, truth, gain }) {
  if (!report) {
    const asks = { found: "Which learning rate trains this network?", next: "", detail: "" };
    if (status === "error" || status === "crashed") return asks;
    return {
      ...asks,
      next: status === "loading" ? "" : "Run the finder: one short training run while the rate rises.",
      detail: from ? `The rate rises from ${from} to ${to}; the loss of each batch shows which rates are too low, useful or too high.` : "",
    };
  }
  if (!report.stop && kind === "find" && (status === "running" || status === "paused")) {
    return {
      found: "The learning rate rises, batch by batch.",
      next: status === "paused" ? "Paused: Step tries one more rate, Resume goes on." : "Watch where the loss begins to fall, and where it blows up.",
      detail: from ? `From ${from} to ${to}; the faint line is each batch’s loss, the strong one its smoothed course.` : "",
    };
  }
  if (report.stop?.reason === "cancelled" && !run) {
    return { found: found(report), next: "Run starts again, from the first rate.", detail: "The rules wait for a whole curve; a rate can be picked all the same." };
  }
  return {
    found: found(report),
    next: run ? trained(run) : truth ? proven(truth) : invitation(lr, canTrain, checking),
    detail: run?.trace.stop ? `${heldOut(run.trace)}${(run.schedule === "constant" && mine(lr, gain)) || another(run.trace)}` : `${mine(lr, gain)}${read(report)}${raced(race)}${rules(report, truth)}`,
  };
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
  return blewUp ? `The loss never clearly falls and ${end}.` : `The loss never clearly falls and ${end}: try another range.`;
}

/**
 * @param {number | null} lr
 * @param {boolean} canTrain
 * @param {"race" | "truth" | ""} checking
 */
function invitation(lr, canTrain, checking) {
  if (lr === null) return "Pick a rate on the curve.";
  if (checking === "race") return `A first guess: ${shown(lr)}. A race of short trainings checks it now.`;
  if (checking === "truth") return `For now: ${shown(lr)}. Whole trainings at many rates check it.`;
  return canTrain ? `Next: train at ${shown(lr)} and see whether the loss really falls.` : `A rate to start from: ${shown(lr)}.`;
}

/**
 * What training for real has shown: the rates around the best that end as well.
 *
 * @param {any} truth
 */
export function proven({ best, asGood, rounds: { done, of } }) {
  if (!done) return "No seed has been trained at every rate yet: the truth was stopped too soon.";
  const shows = !best ? "every rate diverges"
    : asGood.low === asGood.high ? `${shown(best.lr, 2)} ends best, and no rate beside it keeps nine tenths of the gain`
      : `rates from ${shown(asGood.low, 2)} to ${shown(asGood.high, 2)} keep nine tenths of the gain`;
  return `Trained for real, ${shows}${done < of ? ` (${done} of ${of} seeds)` : ""}.`;
}

/**
 * @param {number | null} lr
 * @param {number} gain
 */
function mine(lr, gain) {
  return lr === null || Number.isNaN(gain) ? "" : `Your rate, ${shown(lr)}, ${kept(gain)}. `;
}

/** How a curve from elsewhere was read. @param {any} report */
const read = (report) => (report.read?.notes ?? []).map((/** @type {string} */ note) => `${note} `).join("");

/** @param {{ none?: string }} answer */
const unanswered = ({ none }) => (none ? sentence(upper(none)) : "");

/** @param {any} race */
function raced(race) {
  if (!race) return "";
  const { answer } = race;
  if (answer.none) return `${unanswered(answer)} `;
  return `A race of short trainings says ${shown(answer.lr, 2)}${answer.sure ? "" : ", but is not sure"}. `;
}

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

/**
 * @param {any} report
 * @param {any} truth  which says better than the curve where the useful rates are
 */
function rules({ suggestions, bounds, answer }, truth) {
  const useful = bounds && !truth ? ` The curve falls from ${shown(bounds.lower, 2)} to ${shown(bounds.upper, 2)}.` : "";
  if (!suggestions.length) return `No rule finds a rate to suggest. ${unanswered(answer)}`;
  if (answer.none) return `${unanswered(answer)} What the libraries answer all the same is in the table of the rules.`;
  const rates = suggestions.map((/** @type {any} */ s) => s.lr);
  const [low, high] = [Math.min(...rates), Math.max(...rates)];
  if (rates.length === 1) return `One rule answers: ${shown(low, 2)}.${useful}`;
  const decades = Math.log10(high / low);
  const apart = decades < 0.5 ? "close together" : `${Number(decades.toFixed(1))} decades apart`;
  const count = COUNTS[rates.length] ?? String(rates.length);
  return `${count} rules suggest between ${shown(low, 2)} and ${shown(high, 2)}, ${apart}.${useful}`;
}

/**
 * The course of a training run.
 *
 * @param {{ schedule: string, name: string, trace: any }} run
 */
export function trained({ schedule, name, trace }) {
  const { losses, stop } = trace;
  const at = schedule === "constant" ? `at ${name}` : `by ${name.replace(" ", ", ")}`;
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

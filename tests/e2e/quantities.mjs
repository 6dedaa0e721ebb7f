// What a lesson's check can be of: each a number, a text or a truth value about what a link runs. www/lessons/schema.json
// says in words what they are.
import { core, course, edge, judged, planOf, swept, trained, trainedOn } from "./bench.mjs";

const last = (list) => list[list.length - 1];
const mean = (list) => list.reduce((sum, number) => sum + number, 0) / list.length;
const indexOfLeast = (list) => list.reduce((least, number, i) => (number < list[least] ? i : least), 0);
const diverged = ({ trace }) => trace.stop.reason === "diverged";

/** How each fall compares with the loss before it: the step after which the loss was divided by most. */
const fastest = ({ losses }) => losses.reduce((best, loss, i) => (i > 0 && losses[i - 1] / loss > losses[best - 1] / losses[best] ? i : best), 1);

/** The class with the largest output, for each row. */
const answers = ({ outputs, classes }) => new Set(Array.from({ length: outputs.length / classes }, (_, row) => {
  const of = outputs.slice(row * classes, (row + 1) * classes);
  return of.indexOf(Math.max(...of));
})).size;

/** A truth's planned rates, without those that a rule or the race suggested, each with its gain. */
const planned = ({ report, also }) => Array.from(report.lrs, (lr, i) => ({ lr, gain: report.gain[i] })).filter(({ lr }) => !also.includes(lr));

const suggested = ({ suggestions }) => suggestions.map(({ lr }) => lr);

/** @type {Record<string, (link: string, how: { at?: number, rule?: string }) => number | string | boolean>} */
export const QUANTITIES = {
  loss: (link) => (diverged(trained(link)) ? Infinity : last(trained(link).trace.validation.losses)),
  "training-loss": (link) => trainedOn(link).loss,
  "batch-loss": (link, { at }) => (at === undefined ? last(trained(link).trace.losses) : trained(link).trace.losses[at]),
  "highest-batch-loss": (link) => Math.max(...trained(link).trace.losses),
  "epoch-loss": (link) => mean(trained(link).trace.losses.slice(-trained(link).trace.stepsPerEpoch)),
  accuracy: (link) => last(trained(link).trace.validation.accuracies),
  answers: (link) => answers(trained(link)),
  fingerprint: (link) => trained(link).fingerprint,
  rate: (link, { at }) => core.lrAt(planOf(link).schedule, at, planOf(link).run),
  "mean-rate": (link) => mean(trained(link).trace.lrs) / Math.max(...trained(link).trace.lrs),
  cuts: (link) => trained(link).trace.lrs.filter((lr, i, lrs) => i > 0 && lr < lrs[i - 1]).length,
  "cut-epoch": (link, { at }) => {
    const { lrs, stepsPerEpoch } = trained(link).trace;
    return Array.from(lrs.keys()).filter((i) => i > 0 && lrs[i] < lrs[i - 1])[at] / stepsPerEpoch;
  },
  lint: (link) => core.lintSchedule(planOf(link).schedule, planOf(link).run).map(({ rule }) => rule).join(" "),

  "sweep-rate": (link, { at }) => (at === undefined ? last(swept(link).lrs) : swept(link).lrs[at]),
  "sweep-loss": (link, { at }) => swept(link).losses[at],
  "smoothed-loss": (link, { at }) => swept(link).smoothed[at],
  "sweep-steps": (link) => swept(link).lrs.length,
  "fastest-epoch": (link) => fastest(swept(link)),
  "lowest-rate": (link) => swept(link).lrs[indexOfLeast(swept(link).smoothed)],
  "divided-minimum": (link) => QUANTITIES["lowest-rate"](link) / Math.min(30, Math.max(8, 10 * (50 / perDecade(link)) ** 0.66)),
  "lower-bound": (link) => swept(link).bounds?.lower ?? NaN,
  "upper-bound": (link) => swept(link).bounds?.upper ?? NaN,
  "useful-range": (link) => swept(link).bounds !== null,
  suggestion: (link, { rule }) => swept(link).suggestions.find((one) => one.rule === rule)?.lr ?? NaN,
  "answers-given": (link) => swept(link).suggestions.length,
  spread: (link) => Math.log10(Math.max(...suggested(swept(link))) / Math.min(...suggested(swept(link)))),
  alike: (link) => Math.max(...suggested(swept(link)).map((lr, _, all) => all.filter((other) => other === lr).length)),

  "kept-rates": (link) => planned(judged(link)).filter(({ gain }) => gain >= 0.9).length,
  "kept-low": (link) => judged(link).report.asGood.low,
  "kept-high": (link) => judged(link).report.asGood.high,
  "best-rate": (link) => judged(link).report.best.lr,
  "best-loss": (link) => judged(link).report.best.loss,
  reference: (link) => judged(link).report.reference,
  kept: (link, { at, rule }) => core.sweepGain(judged(link).report, at ?? QUANTITIES.suggestion(link, { rule })).gain,
  "widest-hole": (link) => Math.max(...planned(judged(link)).slice(1).map(({ lr }, i) => Math.log10(lr / planned(judged(link))[i].lr))),

  sharpness: (link, { at = 0 }) => (at === 0 ? edge(link).lambdaMax[0] : sharpnessAfter(link, at)),
  limit: (link) => edge(link).limits[0],
};

/** The steps that a sweep takes in a decade. */
function perDecade(link) {
  const { lrs } = swept(link);
  return 1 / Math.log10(lrs[1] / lrs[0]);
}

/** The curvature where it was measured nearest to a step. */
function sharpnessAfter(link, step) {
  const { steps, lambdaMax } = course(link);
  return lambdaMax[indexOfLeast(steps.map((one) => Math.abs(one - step)))];
}

/** What a check asks for, of a step's link. */
export const measured = (link, { of, at, rule }) => QUANTITIES[of](link, { at, rule });

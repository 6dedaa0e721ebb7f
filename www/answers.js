// @ts-check
/**
 * Every answer to "which rate?", in the order of what it was measured to keep. Pure: from reports to rows.
 *
 * @import { LrFindReport, LrRaceReport, LrSweepReport } from "../pkg/lr_lab.js"
 * @import { Say } from "./texts.js"
 */
import { shown } from "./numbers.js";

/**
 * @typedef {{ key: string, rule: string, name: string, system: string, lr: number, reason: string, gain: number, alike: string[] }} Answer
 *   rule: whose; name, system: what it is called, and what tells it from others; gain: what training at it keeps, NaN while that is
 *   not known; alike: the rules that say exactly the same
 * @typedef {{ name: string, reason: string }} Silence
 */

/**
 * @param {Say} say
 * @param {LrFindReport | null} report the last finished report
 * @param {LrRaceReport | null} race a finished race's report, if there is one
 * @param {LrSweepReport | null} truth what training for real has shown, if it has
 * @returns {{ own: Answer[], libraries: Answer[], silent: Silence[] }}
 */
export function answersOf(say, report, race, truth) {
  const gainAt = (/** @type {number} */ lr) => truth?.gain[truth.lrs.indexOf(lr)] ?? NaN;
  /** @returns {Answer} */
  const row = (/** @type {string} */ rule, /** @type {string} */ name, /** @type {string} */ system, /** @type {number} */ lr, /** @type {string} */ reason) =>
    ({ key: rule, rule, name, system, lr, reason, gain: gainAt(lr), alike: [] });
  /** @type {Answer[]} */
  const own = [];
  if (truth?.best) own.push(row("best", say("answers.truth"), say("answers.rates", { count: truth.lrs.length }), truth.best.lr, say("answers.truth.reason")));
  if (race && "lr" in race.answer) {
    const { lr, sure, reason } = race.answer;
    own.push(row("race", say("answers.race"), sure ? say("answers.rates", { count: race.lrs.length }) : say("answers.unsure"), lr, reason));
  }
  if (report && "lr" in report.answer) own.push(row("sweep", say("answers.sweep"), say("answers.one-pass"), report.answer.lr, report.answer.reason));
  /** @type {Answer[]} */
  const libraries = [];
  for (const { rule, system, lr, reason } of report?.suggestions ?? []) {
    const [name, from] = named(rule, system);
    const same = libraries.find((other) => other.lr === lr);
    if (same) same.alike.push([name, from].join(" ").trim());
    else libraries.push(row(rule, name, from, lr, reason));
  }
  const order = (/** @type {Answer} */ { gain }) => (Number.isNaN(gain) ? -Infinity : gain);
  if (truth) libraries.sort((a, b) => (order(a) === order(b) ? 0 : order(b) - order(a)));
  const silent = (report?.unanswered ?? []).map(({ rule, system, reason }) => ({ name: named(rule, system).join(" ").trim(), reason }));
  return { own, libraries, silent };
}

/** What the gains mean, and what agreement is worth. @param {Say} say @param {{ libraries: Answer[] }} answers @param {LrSweepReport | null} truth */
export function meaning(say, { libraries }, truth) {
  if (!truth?.best) return "";
  const scale = say("answers.scale");
  const most = libraries.reduce((/** @type {Answer | null} */ a, b) => (b.alike.length > (a?.alike.length ?? 1) ? b : a), null);
  if (!most || !(most.gain < 0.9)) return scale;
  const values = { count: most.alike.length + 1, lr: shown(most.lr), gain: gainText(say, most.gain) };
  return `${scale} ${say(Number.isFinite(most.gain) ? "answers.agree" : "answers.agree.diverges", values)}`;
}

/** @param {Say} say @param {number} gain */
export function gainText(say, gain) {
  if (Number.isNaN(gain)) return "";
  // Nothing but the best has all of it.
  return Number.isFinite(gain) ? `${gain === 1 ? 100 : Math.min(99, Math.max(0, Math.round(100 * gain)))}\u00a0%` : say("gain.diverges");
}

/**
 * What a rule is called in the table: short, with what tells it from its library's others beside it.
 *
 * @param {string} rule
 * @param {string} system
 * @returns {[string, string]}
 */
function named(rule, system) {
  const library = system.toLowerCase().split(/[^a-z0-9]+/);
  // Most libraries have one rule, and it is the steepest: there the library is the name, as in the figure.
  const own = rule.split("-").filter((word) => !library.includes(word) && word !== "steepest");
  return [system, own.join(" ")];
}

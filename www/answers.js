// @ts-check
/** Every answer to "which rate?", in the order of what it was measured to keep. Pure: from reports to rows. */
import { shown } from "./numbers.js";

/**
 * @typedef {{ key: string, rule: string, name: string, system: string, lr: number, reason: string, gain: number, alike: string[] }} Answer
 *   rule: whose; name, system: what it is called, and what tells it from others; gain: what training at it keeps, NaN while that is
 *   not known; alike: the rules that say exactly the same
 * @typedef {{ name: string, reason: string }} Silence
 */

/**
 * @param {any} report the last finished report
 * @param {any} race a finished race's report, if there is one
 * @param {any} truth what training for real has shown, if it has
 * @returns {{ own: Answer[], libraries: Answer[], silent: Silence[] }}
 */
export function answersOf(report, race, truth) {
  const { suggestions, unanswered, answer } = report ?? { suggestions: [], unanswered: [], answer: {} };
  const gainAt = (/** @type {number} */ lr) => truth?.gain[truth.lrs.indexOf(lr)] ?? NaN;
  const row = (/** @type {string} */ rule, /** @type {string} */ name, /** @type {string} */ system, /** @type {number} */ lr, /** @type {string} */ reason) =>
    ({ key: rule, rule, name, system, lr, reason, gain: gainAt(lr), alike: /** @type {string[]} */ ([]) });
  const own = [];
  if (truth?.best) own.push(row("best", "Truth", `${truth.lrs.length} rates`, truth.best.lr, "The lowest loss of all rates that were trained for real."));
  if (race?.answer.lr) own.push(row("race", "Race", race.answer.sure ? `${race.lrs.length} rates` : "not sure", race.answer.lr, race.answer.reason));
  if (answer.lr) own.push(row("sweep", "Sweep", "one pass", answer.lr, answer.reason));
  /** @type {Answer[]} */
  const libraries = [];
  for (const { rule, system, lr, reason } of suggestions) {
    const [name, from] = named(rule, system);
    const same = libraries.find((other) => other.lr === lr);
    if (same) same.alike.push([name, from].join(" ").trim());
    else libraries.push(row(rule, name, from, lr, reason));
  }
  const order = (/** @type {Answer} */ { gain }) => (Number.isNaN(gain) ? -Infinity : gain);
  if (truth) libraries.sort((a, b) => (order(a) === order(b) ? 0 : order(b) - order(a)));
  const silent = unanswered.map((/** @type {{ rule: string, system: string, reason: string }} */ { rule, system, reason }) => ({ name: named(rule, system).join(" ").trim(), reason }));
  return { own, libraries, silent };
}

/** What the gains mean, and what agreement is worth. @param {{ libraries: Answer[] }} answers @param {any} truth */
export function meaning({ libraries }, truth) {
  if (!truth?.best) return "";
  const scale = "100 % is the best rate; 0 % is no better than the best answer without training.";
  const most = libraries.reduce((/** @type {Answer | null} */ a, b) => (b.alike.length > (a?.alike.length ?? 1) ? b : a), null);
  if (!most || !(most.gain < 0.9)) return scale;
  const keeps = Number.isFinite(most.gain) ? `it keeps ${gainText(most.gain)}` : "it diverges";
  return `${scale} ${most.alike.length + 1} rules agree on ${shown(most.lr)}, and ${keeps}: agreement proves nothing.`;
}

/** @param {number} gain */
export function gainText(gain) {
  if (Number.isNaN(gain)) return "";
  // Nothing but the best has all of it.
  return Number.isFinite(gain) ? `${gain === 1 ? 100 : Math.min(99, Math.max(0, Math.round(100 * gain)))} %` : "diverges";
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

// @ts-check
/** What a session is at, put into words: the verdict on it, what comes next, where training is not stable. Without the DOM. */
import { headline } from "./headline.js";
import { nextSteps } from "./next-steps.js";
import { shown, typed } from "./numbers.js";
import { plannedRange } from "./state.js";

/**
 * @import { Session } from "./session.js"
 * @import { Say } from "./texts.js"
 */

/** @param {Say} say @param {Session} session */
export function headlineOf(say, session) {
  const { state, status, kind, outdated, shownReport, checking, dataset, runs: { current, list } } = session;
  const range = plannedRange(state.finder, session.catalog);
  const { race, truth } = session.background;
  // Until something has come of it, a step of a lesson says itself what there is to do.
  if (state.page.lesson && !shownReport && !current) return { found: "", why: "", ran: "" };
  return headline(say, {
    status, kind, outdated, report: shownReport, run: current, before: list.filter((run) => run !== current && run.trace.stop).at(-1), lr: state.train.lr, own: own(state),
    from: range ? typed(range.from) : "", to: range ? typed(range.to) : "",
    checking, race: race.settled, truth: truth.stale ? null : truth.report, isWhole: truth.settled !== null, gain: session.gainOf(state.train.lr),
    isBundled: dataset?.csv === undefined,
  });
}

/** @param {Say} say @param {Session} session @param {{ trains: boolean, trainable: boolean }} where */
export function nextStepsOf(say, session, where) {
  const { status, ready, shownReport, outdated, state, runs: { current }, background: { truth } } = session;
  const ended = current?.trace.stop && !current.given && current.name === session.about(null).name ? current : null;
  return nextSteps(say, {
    status, ready, report: shownReport, outdated, run: ended, lr: state.train.lr, own: own(state), ...where,
    constant: state.schedule.kind === "constant", offered: truth.state === "offered" ? truth.estimate : null, best: truth.settled?.best ?? null,
  });
}

/** Whether the picked rate is the reader's choice. @param {import("./state.js").State} state */
const own = ({ train, page }) => train.chosen || !["", "answer"].includes(page.rule ?? "");

/** @type {never[]} */
const NONE = [];

/** The line of each report, made once: a figure is drawn anew where what it shows is another. @type {WeakMap<object, { lr: number, label: string }[]>} */
const lines = new WeakMap();

/**
 * The rate beyond which training is not stable, as a line.
 *
 * @param {import("./background.js").Task<"sharpness">} edge
 */
export function limitsOf({ report, stale }) {
  const lr = report?.limits[0] ?? NaN;
  if (stale || !report?.formula || !Number.isFinite(lr)) return NONE;
  const known = lines.get(report) ?? [{ lr, label: `${report.formula} = ${shown(lr, 2)}` }];
  lines.set(report, known);
  return known;
}

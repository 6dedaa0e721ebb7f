// @ts-check
/**
 * What the reader may do next, the first of it being what the verdict leads to. Pure: from a moment to buttons.
 *
 * @import { LrFindReport } from "../pkg/lr_lab.js"
 * @import { Run } from "./runs.js"
 * @import { Say } from "./texts.js"
 */
import { duration, shown } from "./numbers.js";

/**
 * @typedef {"sweep" | "pause" | "resume" | "step" | "cancel" | "train" | "take" | "judge" | "shape" | "widen"} Act
 * @typedef {{ act: Act, words: string, lr?: number }} NextStep  lr: the rate that the act is about
 */

/**
 * @param {Say} say
 * @param {{ status: string, ready: boolean, report: LrFindReport | null, outdated: boolean, run: Run | null, lr: number | null, own: boolean, trains: boolean,
 *   trainable: boolean, constant: boolean, offered: number | null, best: { lr: number } | null }} moment
 *   report: the curve that is shown; outdated: it is one of other settings; run: the latest run at this rate and schedule, once it has ended; own: the rate
 *   is the reader's choice; trains: there is a place to train; trainable: and one may; constant: there is no schedule yet; offered:
 *   how long the truth would take, where it waits for a word; best: what the whole truth says
 * @returns {NextStep[]}
 */
export function nextSteps(say, { status, ready, report, outdated, run, lr, own, trains, trainable, constant, offered, best }) {
  if (status === "running" || status === "paused") {
    return [status === "paused" ? { act: "resume", words: say("act.resume") } : { act: "pause", words: say("act.pause") }, { act: "step", words: say("act.step") }, { act: "cancel", words: say("act.cancel") }];
  }
  if (!ready) return [];
  if (!report || outdated || report.stop?.reason === "cancelled") return [{ act: "sweep", words: say("act.sweep") }];
  if (report.read) return [];
  const widen = wider(report);
  if (widen && !own) return [{ act: "widen", words: say("act.widen", { lr: shown(widen) }), lr: widen }];
  /** @type {NextStep[]} */
  const judge = offered === null ? [] : [{ act: "judge", words: say("act.judge", { time: duration(offered) }) }];
  if (!trains || !trainable || lr === null) return judge;
  if (run) return constant ? [...judge, { act: "shape", words: say("act.shape") }] : judge;
  /** @type {NextStep} */
  const train = { act: "train", words: say("act.train-at", { lr: shown(lr) }), lr };
  return own && best && best.lr !== lr ? [train, { act: "take", words: say("act.take", { lr: shown(best.lr, 2) }), lr: best.lr }] : [...judge, train];
}

/** Up to which rate another sweep would see more, where this one shows nothing yet; null where it has seen enough. @param {LrFindReport} report */
function wider({ answer, bounds, stop, lrs }) {
  const last = lrs.at(-1) ?? NaN;
  return !("lr" in answer) && !bounds && stop?.reason === "completed" && last < 10 ? Math.max(10, last * 10) : null;
}

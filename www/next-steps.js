// @ts-check
/** What the reader may do next, the first of it being what the verdict leads to. Pure: from a moment to buttons. */
import { duration, shown } from "./numbers.js";

/**
 * @typedef {"sweep" | "pause" | "resume" | "step" | "cancel" | "train" | "take" | "judge" | "shape" | "widen"} Act
 * @typedef {{ act: Act, words: string, lr?: number }} NextStep  lr: the rate that the act is about
 */

/**
 * @param {{ status: string, ready: boolean, report: any, outdated: boolean, run: any, lr: number | null, own: boolean, trains: boolean,
 *   trainable: boolean, constant: boolean, offered: number | null, best: { lr: number } | null }} moment
 *   report: the curve that is shown; outdated: it is one of other settings; run: the latest run at this rate and schedule, once it has ended; own: the rate
 *   is the reader's choice; trains: there is a place to train; trainable: and one may; constant: there is no schedule yet; offered:
 *   how long the truth would take, where it waits for a word; best: what the whole truth says
 * @returns {NextStep[]}
 */
export function nextSteps({ status, ready, report, outdated, run, lr, own, trains, trainable, constant, offered, best }) {
  if (status === "running" || status === "paused") {
    return [status === "paused" ? { act: "resume", words: "Resume" } : { act: "pause", words: "Pause" }, { act: "step", words: "Step" }, { act: "cancel", words: "Cancel" }];
  }
  if (!ready) return [];
  if (!report || outdated || report.stop?.reason === "cancelled") return [{ act: "sweep", words: "Sweep" }];
  if (report.read) return [];
  const widen = wider(report);
  if (widen && !own) return [{ act: "widen", words: `Sweep on to ${shown(widen)}`, lr: widen }];
  /** @type {NextStep[]} */
  const judge = offered === null ? [] : [{ act: "judge", words: `Train at every rate, about ${duration(offered)}` }];
  if (!trains || !trainable || lr === null) return judge;
  if (run) return constant ? [...judge, { act: "shape", words: "Next: shape a schedule" }] : judge;
  /** @type {NextStep} */
  const train = { act: "train", words: `Train at ${shown(lr)}`, lr };
  return own && best && best.lr !== lr ? [train, { act: "take", words: `Take ${shown(best.lr, 2)} instead`, lr: best.lr }] : [...judge, train];
}

/** Up to which rate another sweep would see more, where this one shows nothing yet; null where it has seen enough. @param {any} report */
function wider({ answer, bounds, stop, lrs }) {
  const last = lrs.at(-1);
  return answer.none && !bounds && stop.reason === "completed" && last < 10 ? Math.max(10, last * 10) : null;
}

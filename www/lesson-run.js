// @ts-check
/** Does what a step of a lesson says, on a session: its runs one after the other, each to its end. */

/**
 * @typedef {import("./session.js").Session} Session
 * @typedef {import("./lesson.js").Step} Step
 * @typedef {(is: () => boolean) => Promise<void>} Wait  until something is so; never, once the step is left
 */

/** What was stopped before its end has shown nothing. */
export class Stopped extends Error {}

/** Which work an action, and a figure to look at, call for. A figure that is only looked at is filled first. @param {{ do: { action: Step["do"]["action"] }, see: { figure: Step["see"]["figure"] } }} step */
export function worksOf({ do: { action }, see: { figure } }) {
  const looks = action === "look";
  const train = action === "train" || (looks && figure === "loss");
  const truth = action === "truth" || (looks && figure === "truth");
  const edge = action === "edge" || figure === "edge";
  // The truth stands on a sweep, and so does the edge along a run.
  const sweep = action === "sweep" || truth || edge || ["finder", "rules", "truth", "epochs"].includes(figure);
  return { sweep, truth, train, edge };
}

/**
 * @param {Step} step
 * @param {Session} session
 * @param {{ open: (run: string) => void, wait: Wait, began: (run: number) => void }} how  open: takes the settings of a run
 */
export async function perform(step, session, { open, wait, began }) {
  const works = worksOf(step);
  const runs = step.do.runs ?? [""];
  /** @type {import("../pkg/lr_lab.js").LrFindReport[]} */
  const curves = [];
  for (const [at, run] of runs.entries()) {
    began(at);
    open(run);
    if (works.sweep) {
      await sweep(session, wait);
      // A race is no part of a step that only reads the curve.
      if (!works.truth) session.background.forget();
      // The curves before stay in sight behind this one.
      session.ghosts = [...curves];
      if (session.report) curves.push(session.report);
    }
    if (works.truth) await truth(session, wait);
    if (works.train) await train(session, wait);
    if (works.edge) await edge(session, wait);
  }
  // The step is what it was, beside what came of it.
  if (step.do.runs) open("");
}

/** @param {Session} session @param {Wait} wait */
async function sweep(session, wait) {
  const before = session.report;
  session.find();
  await wait(() => !session.busy);
  ended(session.report !== before && session.report?.stop);
}

/** @param {Session} session @param {Wait} wait */
async function train(session, wait) {
  const before = session.runs.current;
  session.train();
  await wait(() => !session.busy);
  const run = session.runs.current;
  ended(run !== before && run?.trace.stop);
}

/** Begins by itself behind a sweep, unless it would take long. @param {Session} session @param {Wait} wait */
async function truth({ background }, wait) {
  const { race, truth } = background;
  const rests = () => race.state !== "running" && truth.state !== "running";
  await wait(rests);
  if (truth.state === "offered") {
    truth.begin?.();
    await wait(rests);
  }
  ended(truth.settled?.stop);
}

/** @param {Session} session @param {Wait} wait */
async function edge(session, wait) {
  const { course } = session.background;
  session.measure();
  await wait(() => course.state !== "running");
  ended(course.settled?.stop);
}

/** @param {{ reason: string } | null | undefined | false} stop why something came to its end, if it did */
function ended(stop) {
  if (!stop || stop.reason === "cancelled") throw new Stopped();
}

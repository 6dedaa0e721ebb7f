// @ts-check
/** What can be taken away now: the figures and tables that there are, and the run as a script. */
import { FRAMEWORKS } from "./code.js";
import { called } from "./runs.js";
import { csv, json, png } from "./export.js";

/**
 * @param {import("./session.js").Session} session
 * @param {HTMLCanvasElement} finder the finder's figure, as it is seen
 * @returns {import("./export.js").Item[]}
 */
export function exportsOf(session, finder) {
  const { core, report, curve, background, state, ground } = session;
  if (!core) return [];
  const { list: runs } = session.runs;
  const { report: truth } = background.truth;
  const theme = /** @type {const} */ ({ theme: "light" });
  const found = curve && report && [
    { title: "Finder as PNG", file: "lr-finder.png", make: () => png(finder) },
    { title: "Finder as SVG", file: "lr-finder.svg", make: () => core.lrFindSvg(curve, { ...theme, width: 960, height: 360, ...(state.train.lr && { lr: state.train.lr }) }) },
    { title: "Finder as CSV", file: "lr-finder.csv", make: () => csv({ lr: report.lrs, loss: report.losses, smoothed: report.smoothed }) },
    { title: "Finder as JSON", file: "lr-finder.json", make: () => json(report) },
  ];
  const proven = truth && [
    { title: "Truth as SVG", file: "lr-truth.svg", make: () => core.lrSweepSvg(truth, { ...theme, width: 960, height: 240 }) },
    { title: "Truth as CSV", file: "lr-truth.csv", make: () => csv({ lr: truth.lrs, median: truth.median, lower: truth.lower, upper: truth.upper, gain: truth.gain }) },
  ];
  const last = runs.at(-1);
  const trained = last && [
    { title: "Losses as SVG", file: "lr-runs.svg", make: () => core.lossSvg(runs.map((run) => ({ label: called(run), letter: run.label, trace: run.trace })), { ...theme, width: 960, height: 360 }) },
    { title: `Run ${last.label} as CSV`, file: "lr-run.csv", make: () => csv({ step: last.trace.steps, lr: last.trace.lrs, loss: last.trace.losses }) },
  ];
  const elsewhere = state.train.lr !== null && ground && [
    ...Object.entries(FRAMEWORKS).map(([kind, title]) => ({ title: `${title} script`, file: `lr-lab-${kind}.py`, make: () => session.script(kind) })),
    { title: "Data for the scripts", file: "lr-lab-run.json", make: () => session.exportRun() },
  ];
  return [found, proven, trained, elsewhere].map((part) => part || []).flat();
}

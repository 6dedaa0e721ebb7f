// @ts-check
/** What the page and its workers say to each other, and what can be run there. Nothing but types. */

/**
 * @import {
 *   DecisionSurface, Experiment, ExportRunOptions, FinderOptions, FitOptions, LrBandOptions, LrBandReport, LrFindCurve, LrFindReport, LrRaceOptions,
 *   LrRaceReport, LrSweepOptions, LrSweepReport, ProgressReport, SharpnessRunOptions, SharpnessRunReport, Trace,
 * } from "../pkg/lr_lab.js"
 *
 * @import { Language } from "./texts.js"
 *
 * What can be run: what it is told, what a frame shows of it while it goes on, and what it gives in the end.
 *
 * @typedef {{
 *   "find": { options: FinderOptions, drawn: LrFindCurve, result: LrFindReport },
 *   "fit": { options: FitOptions, drawn: Trace, result: Trace },
 *   "race": { options: LrRaceOptions, drawn: LrRaceReport, result: LrRaceReport },
 *   "sweep": { options: LrSweepOptions, drawn: LrSweepReport, result: LrSweepReport },
 *   "band": { options: LrBandOptions & { finder: FinderOptions }, drawn: LrBandReport, result: LrBandReport },
 *   "sharpness": { options: SharpnessRunOptions, drawn: SharpnessRunReport, result: SharpnessRunReport },
 *   "export-run": { options: ExportRunOptions, drawn: string, result: string },
 * }} Kinds
 * @typedef {keyof Kinds} Kind
 * @typedef {"race" | "sweep" | "band" | "sharpness"} PooledKind  what goes on behind a finished range test
 */

/**
 * One run. `pace`: milliseconds over which it is spread so that a person sees it, 0 for full speed. `quiet`: milliseconds
 * before the first progress, so that a rerun which is over at once doesn't flicker. `every`: milliseconds between two of
 * them at least. `plane`: the features are so few that what the network answers can be drawn; progress and end bring a
 * `surface`. `language`: what its words are in.
 *
 * @template {Kind} [K=Kind]
 * @typedef {{
 *   kind: K, experiment: Experiment, language: Language, options: Kinds[K]["options"], pace: number, quiet: number, every: number, paused: boolean, plane?: boolean,
 * }} Order
 */

/**
 * To jobs: a data set, for those after it; the core’s texts in the language of one that follows; and jobs. A progress waits for
 * the `ack` of the one before. A worker is given the compiled core when it has awoken, and is asked whether it is still there.
 *
 * @typedef {{ type: "start", job: number } & Order} Start
 * @typedef {{ type: "provide", name: string, images: Uint8Array, labels: Uint8Array }
 *   | { type: "texts", language: Language, texts: Record<string, string> }
 *   | Start
 *   | { type: "pause" | "resume" | "step" | "cancel" | "drop" | "ack", job: number }} ToJobs
 * @typedef {ToJobs | { type: "core", module: WebAssembly.Module } | { type: "ping" }} ToWorker
 */

/**
 * From jobs: the settings were accepted, or not; the curve so far, thinned; the whole report or trace, with the thinned
 * one where it is long, and how many milliseconds were computed; the instance trapped, and the page ends this worker. From the
 * worker itself: its script runs, and waits for the core; it has that; it could not have it; it is still there.
 *
 * @typedef {{ type: "started", job: number }
 *   | { type: "refused", job: number, error: { field: string, message: string } }
 *   | { type: "progress", job: number, progress: ProgressReport, drawn: Kinds[Kind]["drawn"], surface: DecisionSurface | null }
 *   | { type: "end", job: number, progress: ProgressReport, result: Kinds[Kind]["result"], drawn: Kinds[Kind]["drawn"] | null,
 *       fingerprint: string | null, busy: number, surface: DecisionSurface | null }
 *   | { type: "crashed", message: string }} FromJobs
 * @typedef {FromJobs | { type: "awake" } | { type: "here" } | { type: "failed" } | { type: "pong" }} FromWorker
 */

export {};

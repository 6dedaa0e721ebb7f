// @ts-check
/** The runs that stand beside each other: as many as can be told apart, each under its letter. */

import { shown } from "./numbers.js";

/**
 * @import { Trace } from "../pkg/lr_lab.js"
 * @import { Say } from "./texts.js"
 */

const LETTERS = ["A", "B", "C", "D", "E", "F", "G", "H"];

/**
 * @typedef {{ schedule: string, name: string, pinned: boolean, given: string }} About
 *   schedule: its kind; name: by which rates; pinned: it stays when others come; given: the link's run that it is, as JSON
 * @typedef {About & { label: string, trace: Trace, drawn: Trace, fingerprint: string | null, took?: number }} Run  drawn: the trace, thinned; took: how long the
 *   worker was busy with it, in milliseconds
 */

/**
 * What a run is called: its schedule and the rates that it really went by.
 *
 * @param {Say} say
 * @param {Run} run
 */
export function called(say, { schedule, name, trace: { lrs, stop } }) {
  if (schedule === "constant") return say("called.constant", { rate: name });
  // On the way there only the plan is known.
  if (!stop || !lrs.length) return name;
  const [low, high] = rangeOf(lrs);
  return low === high ? `${schedule} ${shown(high, 2)}` : say("called.range", { schedule, high: shown(high, 2), low: shown(low, 2) });
}

/** The lowest and the highest of rates that change no more: a run is named in every frame. @type {WeakMap<Float64Array, [number, number]>} */
const ranges = new WeakMap();

/** @param {Float64Array} lrs */
function rangeOf(lrs) {
  const known = ranges.get(lrs);
  if (known) return known;
  let [low, high] = [lrs[0], lrs[0]];
  for (const lr of lrs) [low, high] = [Math.min(low, lr), Math.max(high, lr)];
  ranges.set(lrs, [low, high]);
  return /** @type {[number, number]} */ ([low, high]);
}

export class Runs {
  constructor() {
    /** @type {Run[]} the oldest first */
    this.list = [];
    /** @type {Run | null} the training under way or the latest one of these settings */
    this.current = null;
    /** What all have in common: losses on other data, or other losses, can't be compared. */
    this.matter = "";
    /** @type {{ run: Run, at: number } | null} whose place the run under way took */
    this.replaced = null;
  }

  /** What the reader should know of the list; empty where there is nothing. @param {Say} say */
  notice(say) {
    if (this.allPinned) return say("runs.all-pinned");
    return this.replaced ? say("runs.replaced", { run: this.replaced.run.label, name: called(say, this.replaced.run) }) : "";
  }

  /** No run may go for a new one. */
  get allPinned() {
    return this.list.length === LETTERS.length && this.list.every(({ pinned }) => pinned);
  }

  /**
   * Keeps a trace: of the run under way, or of a new one in place of the oldest that is not pinned.
   *
   * @param {About} about
   * @param {{ trace: Trace, drawn: Trace, fingerprint: string | null, took?: number }} shown
   */
  keep(about, shown) {
    if (!this.current || this.current.trace.stop) {
      const free = LETTERS.find((letter) => this.list.every(({ label }) => label !== letter));
      // Whatever was pinned since the run began, one has to go.
      const at = Math.max(0, this.list.findIndex(({ pinned }) => !pinned));
      this.replaced = free ? null : { run: this.list[at], at };
      const label = free ?? this.list[at].label;
      this.current = { label, ...about, ...shown };
      this.list = [...this.list.filter((run) => run !== this.replaced?.run), this.current];
    }
    return Object.assign(this.current, shown);
  }

  /** A training that is cut off is not a run to compare: it gives back the place that it took. */
  cut() {
    if (!this.current || this.current.trace.stop) return;
    this.list = this.list.filter((run) => run !== this.current);
    if (this.replaced) this.list.splice(this.replaced.at, 0, this.replaced.run);
    this.replaced = null;
    this.current = null;
  }

  /** @param {Run} run */
  remove(run) {
    this.list = this.list.filter((other) => other !== run);
    if (this.current === run) this.current = null;
  }

  /** Forgets them all; those to come have this in common. */
  clear(matter = this.matter) {
    Object.assign(this, { list: [], current: null, replaced: null, matter });
  }
}

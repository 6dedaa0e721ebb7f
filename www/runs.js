// @ts-check
/** The runs that stand beside each other: as many as can be told apart, each under its letter. */

import { shown } from "./numbers.js";

const LETTERS = ["A", "B", "C", "D", "E", "F", "G", "H"];
/** Why no further run may begin. */
export const ALL_PINNED = "All eight runs are pinned: unpin or remove one, and train again.";

/**
 * @typedef {{ schedule: string, name: string, pinned: boolean, given: string }} About
 *   schedule: its kind; name: by which rates; pinned: it stays when others come; given: the link's run that it is, as JSON
 * @typedef {About & { label: string, trace: any, drawn: any, fingerprint: string | null, took?: number }} Run  drawn: the trace, thinned; took: how long the
 *   worker was busy with it, in milliseconds
 */

/**
 * What a run is called: its schedule and the rates that it really went by.
 *
 * @param {Run} run
 */
export function called({ schedule, name, trace: { lrs, stop } }) {
  if (schedule === "constant") return `constant ${name}`;
  // On the way there only the plan is known.
  if (!stop || !lrs.length) return name;
  let [low, high] = [lrs[0], lrs[0]];
  for (const lr of lrs) [low, high] = [Math.min(low, lr), Math.max(high, lr)];
  return low === high ? `${schedule} ${shown(high, 2)}` : `${schedule}, ${shown(high, 2)} to ${shown(low, 2)}`;
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

  /** What the reader should know of the list; empty where there is nothing. */
  get notice() {
    if (this.allPinned) return ALL_PINNED;
    return this.replaced ? `Run ${this.replaced.run.label} before, ${called(this.replaced.run)}, has made room for this one. Pin a run to keep it.` : "";
  }

  /** No run may go for a new one. */
  get allPinned() {
    return this.list.length === LETTERS.length && this.list.every(({ pinned }) => pinned);
  }

  /**
   * Keeps a trace: of the run under way, or of a new one in place of the oldest that is not pinned.
   *
   * @param {About} about
   * @param {{ trace: any, drawn: any, fingerprint: string | null, took?: number }} shown
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

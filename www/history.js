// @ts-check
/** Undo and redo over the settings: snapshots of the state, those of one gesture taken together. */

/** Changes of the same setting within this time are one. */
const GESTURE_MS = 800;
const DEPTH = 200;

export class History {
  constructor() {
    /** @type {string[]} */
    this.past = [];
    /** @type {string[]} */
    this.future = [];
    this.last = { what: "", time: -Infinity };
  }

  /**
   * Keeps the state as it was before a change.
   *
   * @param {string} before
   * @param {string} what which setting is changed
   */
  keep(before, what) {
    const now = performance.now();
    const together = what === this.last.what && now - this.last.time < GESTURE_MS;
    this.last = { what, time: now };
    this.future = [];
    if (together || this.past.at(-1) === before) return;
    this.past.push(before);
    if (this.past.length > DEPTH) this.past.shift();
  }

  /**
   * @param {"past" | "future"} from
   * @param {string} now the state to come back to
   * @returns {string | null}
   */
  turn(from, now) {
    const other = from === "past" ? "future" : "past";
    let state = this[from].pop();
    // A change that was taken back at once left a snapshot equal to what is there.
    while (state === now) state = this[from].pop();
    if (state === undefined) return null;
    this[other].push(now);
    this.last.what = "";
    return state;
  }
}

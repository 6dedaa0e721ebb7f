// @ts-check
/** Changes of the settings: what can be undone, what the reader may not change, and what is run anew after each. */
import { History } from "./history.js";
import { isLocked } from "./link.js";
import { PRESETS } from "./presets.js";
import { curveSettings } from "./state.js";

/**
 * @import { Session } from "./session.js"
 * @import { State } from "./state.js"
 *
 * @typedef {{
 *   offer: (history: History) => void, note: (text: string) => void, say: (text: string) => void,
 *   show: () => void, arrange: (before: State) => void, autorun: () => void,
 * }} Page  show: one choice may change others, which are seen before anything else happens; arrange: all may be other ones than before
 */

/** A change of settings waits this long for the next one. */
const SETTLE_MS = 150;
/** What is only looked at until somebody trains by it. */
const SHAPE = "schedule.";
/** Settings that leave the finder's curve as it is, and change only what goes on behind it. */
const BEHIND = ["train.steps", "finder.seeds", "finder.vary", "finder.edge", "truth.rates", "truth.search"];

/** What goes on behind it. @param {State} state */
const behindSettings = ({ finder: { seeds, vary, edge }, truth, train: { steps }, schedule }) =>
  JSON.stringify([seeds, vary, edge, truth, steps, schedule]);

export class Editing {
  #history = new History();
  /** @type {ReturnType<typeof setTimeout> | undefined} until the rerun */
  #timer = undefined;
  /** Something is said of the latest link. */
  #noted = false;

  /**
   * @param {Session} session
   * @param {Page} page
   */
  constructor(session, page) {
    this.session = session;
    this.page = page;
    /** Something has been run: from now on a change runs it anew. */
    this.ran = false;
  }

  /** Says what there is to undo. */
  offer() {
    this.page.offer(this.#history);
  }

  /** What a person asked for goes before a rerun that waits. @param {() => void} act */
  attempt(act) {
    this.ran = true;
    this.wait();
    act();
  }

  /** No rerun, for now. */
  wait() {
    clearTimeout(this.#timer);
  }

  /** Whether the reader cannot change it. @param {string} setting */
  locked(setting) {
    return isLocked(this.session.state.page, setting);
  }

  /** A control has a new value. @param {string} key @param {string} value @param {boolean} committed */
  set(key, value, committed) {
    if (this.locked(key)) return;
    const { session } = this;
    const before = JSON.stringify(session.state);
    this.note([]);
    this.change(key, () => {
      session.set(key, key === "finder.preset" && !(value in PRESETS) ? "" : value);
      if (key.startsWith(SHAPE)) session.hold();
    });
    this.page.show();
    if (JSON.stringify(session.state) !== before) this.#again(key, committed);
  }

  /** A corner of the schedule was moved: its fields move together, and back together. @param {Record<string, string>} fields */
  reshape(fields) {
    if (this.locked("schedule")) return;
    const { session } = this;
    this.change("schedule", () => {
      for (const [name, value] of Object.entries(fields)) session.set(`${SHAPE}${name}`, value);
      session.hold();
      this.#again(SHAPE, false);
    });
  }

  /** Another rate is picked. Whether it may be. @param {number} lr */
  pick(lr) {
    if (this.locked("lr")) return false;
    this.change("train.lr", () => this.session.pick(lr));
    return true;
  }

  /**
   * Changes the settings so that it can be undone; changes of the same thing that follow at once are one.
   *
   * @template T
   * @param {string} what
   * @param {() => T} act
   * @returns {T}
   */
  change(what, act) {
    const before = JSON.stringify(this.session.state);
    const done = act();
    if (JSON.stringify(this.session.state) !== before) {
      this.#history.keep(before, what);
      this.offer();
    }
    return done;
  }

  /** Back to other settings, and what follows from them. @param {"past" | "future"} where */
  turn(where) {
    const state = this.#history.turn(where, JSON.stringify(this.session.state));
    this.offer();
    if (state === null) return;
    const before = { ...this.session.state };
    this.session.restore(JSON.parse(state));
    this.page.say(this.session.words.say(where === "past" ? "bar.undone" : "bar.redone"));
    this.#follow(before);
  }

  /** Other settings all at once, with what of them was not taken at its word. @param {string} what @param {() => string[]} act */
  turnTo(what, act) {
    const before = structuredClone(this.session.state);
    this.note(this.change(what, act));
    this.#follow(before);
  }

  /** Says what of a link was not taken at its word. @param {string[]} notes */
  note(notes) {
    this.#noted = notes.length > 0;
    this.page.note(notes.join(" "));
  }

  /** Says it again, in another language. */
  reword() {
    if (this.#noted) this.note(this.session.notes());
  }

  /** What follows from other settings. @param {State} before */
  #follow(before) {
    const { session } = this;
    this.page.arrange(before);
    // What says the same again takes nothing back, not even a rerun that waits.
    if (this.ran && JSON.stringify(before) === JSON.stringify(session.state)) return;
    this.wait();
    // In a lesson nothing runs before the reader has asked for it.
    if (session.state.page.lesson) return;
    session.propose();
    if (!this.ran) return this.page.autorun();
    // A schedule or a picked rate leaves the curve as it is.
    if ((!session.report && !session.busy) || before.page.lesson || curveSettings(session.state) !== curveSettings(before)) return session.find({ quick: true });
    if (behindSettings(session.state) !== behindSettings(before)) session.judge();
    session.compare();
  }

  /** Runs anew what a setting has changed. @param {string} key @param {boolean} committed */
  #again(key, committed) {
    if (!this.ran) return;
    this.wait();
    // What was measured belongs to the settings before.
    this.session.background.stop();
    // The truth went by the schedule.
    const behind = BEHIND.includes(key) || key.startsWith(SHAPE);
    this.#timer = setTimeout(() => (behind ? this.session.judge() : this.session.find({ quick: true })), committed ? 0 : SETTLE_MS);
  }
}

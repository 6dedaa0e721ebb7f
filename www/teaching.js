// @ts-check
/** The way into a lesson and out of it: what leads through one is fetched with the first. */
import { messageOf } from "./errors.js";

/**
 * @import { Editing } from "./editing.js"
 * @import { Guide } from "./lesson-guide.js"
 * @import { Session } from "./session.js"
 * @import { State } from "./state.js"
 * @import { View } from "./view.js"
 * @import { Words } from "./words.js"
 *
 * @typedef {{
 *   session: Session, editing: Editing, view: View, words: Words, open: () => string[], share: () => void, arrange: () => void, progressed: () => void,
 * }} Lab  open: takes the settings that the page itself asks for, and says what of them it did not
 */

export class Teaching {
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    /** @type {Guide | null} */
    this.guide = null;
  }

  /** Opens a lesson, or a step of one. @param {string} lesson */
  open(lesson) {
    this.lab.editing.turnTo(`lesson ${lesson}`, () => {
      this.lab.session.state.page.lesson = lesson;
      return [];
    });
  }

  /** The guide follows the state into a lesson and out of it. @param {State | null} before the settings before, if there were any */
  async follow(before) {
    const { session, view, words, share, arrange, progressed } = this.lab;
    if (!session.state.page.lesson) return this.guide?.close();
    try {
      const { Guide } = await import("./lesson-guide.js");
      this.guide ??= new Guide({ session, view, words, leave: (own) => this.#leave(own), turn: (key) => this.open(key), share, arrange, progressed });
    } catch (error) {
      this.#leave(before);
      return view.note(words.say("lesson.lost", { why: messageOf(error) }));
    }
    await this.guide.follow(before?.page.lesson ? null : before);
  }

  /** @param {State | null} own the reader's settings from before the lesson */
  #leave(own) {
    const { session, editing, open } = this.lab;
    editing.turnTo("lesson", () => {
      if (!own) return open();
      session.restore(structuredClone(own));
      return [];
    });
  }
}

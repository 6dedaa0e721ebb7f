// @ts-check
/** What one element says: its language, and the texts that have to be said again when it speaks another. */
import { say } from "./texts.js";

/** @import { Id, Language, Values } from "./texts.js" */

export class Words {
  /** @type {(() => void)[]} */
  #held = [];

  constructor() {
    /** @type {Language} */
    this.language = "en";
    /** @type {import("./texts.js").Say} */
    this.say = (id, values) => say(id, values, this.language);
  }

  /** A text that stays where it is put, for `h`. @param {Id} id @param {Values | (() => Values)} [values] */
  of(id, values) {
    return new Held((put) => {
      const tell = () => put(this.say(id, typeof values === "function" ? values() : values));
      this.#held.push(tell);
      tell();
    });
  }

  /** Speaks another language from now on. @param {import("./texts.js").Language} language */
  turn(language) {
    this.language = language;
    for (const tell of this.#held) tell();
  }
}

/** A text that is said where it is put, in whatever language. */
export class Held {
  /** @param {(put: (text: string) => void) => void} to */
  constructor(to) {
    this.to = to;
  }
}

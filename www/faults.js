// @ts-check
/** What goes wrong on the page's side, told in the language of whoever shows it. */
import { messageOf } from "./errors.js";
import { say } from "./texts.js";

/** @import { Id, Say, Values } from "./texts.js" */

/** Something that the page itself has words for. */
export class ToldError extends Error {
  /** @param {Id} id @param {Values} [values] */
  constructor(id, values = {}) {
    super(say(id, values));
    this.id = id;
    this.values = values;
  }
}

/** A setting that can't be sent to the core, told like the core's own errors. */
export class SettingError extends ToldError {
  /** @param {string} field @param {Id} id @param {Values} [values] */
  constructor(field, id, values) {
    super(id, values);
    this.name = "LrLabError";
    this.field = field;
  }
}

/** What went wrong, in somebody's language. @param {Say} say @param {unknown} error */
export function inWords(say, error) {
  return error instanceof ToldError ? say(error.id, error.values) : messageOf(error);
}

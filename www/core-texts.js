// @ts-check
/** The core's words in the languages that it does not speak by itself, and what this thread's core speaks now. */

import { isRefused } from "./errors.js";

/** @import { Language } from "./texts.js" */

/** @type {Map<Language, Record<string, string>>} */
const tables = new Map();
/** @type {Language} */
let spoken = "en";

/** Gives them, to the page when they have come and to a worker before a job in their language. @param {Language} language @param {Record<string, string>} texts */
export const teachCore = (language, texts) => void tables.set(language, texts);

/** What a core is given to speak a language; null: its own. @param {Language} language */
export const coreTexts = (language) => tables.get(language) ?? null;

/** A core that has just begun speaks English. */
export function speakAnew() {
  spoken = "en";
}

/**
 * This thread's core, saying what it says next in this language: elements of several, and jobs of theirs, may share it. Texts of
 * another version than the core's are none: it then says everything in English.
 *
 * @template {{ setTexts: (texts: Record<string, string> | null) => void }} C
 * @param {C} core
 * @param {Language} language
 */
export function speaking(core, language) {
  if (language === spoken) return core;
  spoken = language;
  try {
    core.setTexts(coreTexts(language));
  } catch (error) {
    if (!isRefused(error)) throw error;
    core.setTexts(null);
  }
  return core;
}

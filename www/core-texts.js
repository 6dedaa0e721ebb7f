// @ts-check
/** The core's words in the languages that it does not speak by itself, each fetched when an element speaks it. */

import { isRefused } from "./errors.js";

/** @import { Language } from "./texts.js" */

/** @type {Map<Language, Record<string, string>>} */
const tables = new Map();

/** Fetches them; where they can't be had, the core stays with its English. @param {Language} language */
export async function learnCore(language) {
  if (language === "en" || tables.has(language)) return;
  try {
    const answer = await fetch(new URL(`./texts/core-${language}.json`, import.meta.url));
    if (answer.ok) tables.set(language, await answer.json());
  } catch {
    // The next element that speaks it asks again.
  }
}

/** What an instance of the core is given to speak a language; null: its own. @param {Language} language */
export const coreTexts = (language) => tables.get(language) ?? null;

/**
 * Texts of another version than the core's are none: it then says everything in English.
 *
 * @param {{ setTexts: (texts: Record<string, string> | null) => void }} core
 * @param {Record<string, string> | null} texts null: English
 */
export function speakBy(core, texts) {
  try {
    core.setTexts(texts);
  } catch (error) {
    if (!isRefused(error)) throw error;
    core.setTexts(null);
  }
}

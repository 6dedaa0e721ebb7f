// @ts-check
/**
 * Which language an element speaks: the one that it is asked for, else its page's, else the browser's; English otherwise. Pages
 * of the lab itself are in English until the element speaks, so there the browser's comes first.
 */

import { LANGUAGES } from "./texts.js";

/** @import { Language } from "./texts.js" */

/** A language of ours from a tag such as `de-AT`. @param {string | null | undefined} tag */
const known = (tag) => LANGUAGES.find((language) => tag?.toLowerCase().split("-")[0] === language);

/**
 * @param {Element} element
 * @param {string | null} [asked] by a link or an attribute
 * @returns {Language}
 */
export function languageOf(element, asked) {
  const around = element.hasAttribute("home") ? null : element.parentElement?.closest("[lang]")?.getAttribute("lang");
  return [asked, around, ...navigator.languages].map(known).find((language) => language !== undefined) ?? "en";
}

/**
 * What a text of a data file is in a language.
 *
 * @param {Record<Language, string>} text
 * @param {Language} language
 */
export const inLanguage = (text, language) => text[language] ?? text.en;

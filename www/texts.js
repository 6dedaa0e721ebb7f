// @ts-check
/**
 * The page's own words: a table a language, by id. A text has places such as `{steps}` for what it speaks of. English is
 * here from the start and stands in for what another table lacks; the others come when somebody reads them.
 */
import en from "./texts/en.js";

/** @typedef {keyof typeof en} Id */
/** @typedef {Record<Id, string>} Table */

/** @type {Record<string, () => Promise<{ default: Table }>>} */
const others = { de: () => import("./texts/de.js") };
/** @type {Record<string, Partial<Table>>} */
const tables = { en };

/** Brings a language's words; where they can't be had, English stays. @param {string} language */
export async function learn(language) {
  if (language in tables || !(language in others)) return;
  await others[language]().then(({ default: table }) => { tables[language] = table; }, () => {});
}

/**
 * What the page says.
 *
 * @param {Id} id
 * @param {Record<string, string | number>} [values] what stands at the text's places
 * @param {string} [language]
 */
export const say = (id, values = {}, language = "en") =>
  (tables[language]?.[id] ?? en[id]).replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));

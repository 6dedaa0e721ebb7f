// @ts-check
/**
 * The page's own words: a table a language, by id. A text has places such as `{steps}` for what it speaks of. English is
 * here from the start and stands in for what another table lacks; the others come when somebody reads them.
 */
import en from "./texts/en.js";

/**
 * @typedef {"en" | "de"} Language
 * @typedef {keyof typeof en} Id
 * @typedef {Record<Id, string>} Table
 * @typedef {Record<string, string | number>} Values  what stands at a text's places
 * @typedef {(id: Id, values?: Values) => string} Say  says a text in somebody's language
 * @typedef {{ [K in Id]: K extends `${infer Text}.other` ? Text : never }[Id]} Countable  a text with a form for one and one for others
 */

/** What there is to choose from. @type {Language[]} */
export const LANGUAGES = ["en", "de"];

/** @type {Partial<Record<Language, () => Promise<{ default: Table }>>>} */
const others = { de: () => import("./texts/de.js") };
/** @type {Partial<Record<string, Partial<Table>>>} */
const tables = { en };

/** Brings a language's words; where they can't be had, English stays. @param {Language} language */
export async function learn(language) {
  if (language in tables) return;
  await others[language]?.().then(({ default: table }) => { tables[language] = table; }, () => {});
}

/**
 * What the page says.
 *
 * @param {Id} id
 * @param {Values} [values]
 * @param {string} [language]
 */
export const say = (id, values = {}, language = "en") =>
  (tables[language]?.[id] ?? en[id]).replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));

/**
 * A text that counts something, the number at its place `{count}`.
 *
 * @param {Say} say
 * @param {Countable} id
 * @param {number} count
 * @param {Values} [values]
 */
export const counted = (say, id, count, values = {}) => say(`${id}.${count === 1 ? "one" : "other"}`, { count, ...values });

/** Whether a name that is put together, such as a setting's of the catalog, is that of a text. @param {string} id @returns {id is Id} */
export const isId = (id) => id in en;

// @ts-check
/** The glossary, in a dialog that opens at a term, and the words that lead to it. */
import { h, term } from "./dom.js";
import { inWords } from "./faults.js";
import { inLanguage } from "./language.js";
import { say } from "./texts.js";

/** @typedef {{ id: string, term: import("./lesson.js").Text, text: import("./lesson.js").Text }} Entry */

/** Numbers of places on a figure, as a text writes them. */
const NUMBERS = "①②③④⑤";

/** The number of a place on a figure, as it stands there. @param {number} number from 1 */
export const badge = (number) => h("span", { class: "badge" }, number);

/** A text of a lesson: `[words](term)` leads to the glossary, ① is the number of a place. @param {string} text @returns {Node[]} */
export function written(text) {
  return text.split(/(\[[^\]]+\]\([a-z0-9-]+\)|[①-⑤])/).filter(Boolean).map((piece) => {
    if (NUMBERS.includes(piece)) return badge(NUMBERS.indexOf(piece) + 1);
    const [, words, id] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(piece) ?? [];
    return id ? term(words, (from) => explain(from, id)) : document.createTextNode(piece);
  });
}

/** Opens the glossary at a term, in the language around the words that were pressed. @param {HTMLElement} from @param {string} id */
export async function explain(from, id) {
  const open = from.closest("dialog.glossary");
  if (open) return show(/** @type {HTMLDialogElement} */ (open), id);
  const language = /** @type {import("./texts.js").Language} */ (from.closest("[lang]")?.getAttribute("lang") ?? "en");
  const root = /** @type {ShadowRoot} */ (from.getRootNode());
  const dialog = build(language);
  root.querySelector(".app")?.append(dialog);
  const [{ bring }, { dressForLessons }] = await Promise.all([import("./lesson.js"), import("./styles.js")]);
  await dressForLessons(root);
  const body = /** @type {HTMLElement} */ (dialog.lastElementChild);
  try {
    const entries = /** @type {Entry[]} */ (await bring("glossary.json"));
    body.append(h("dl", {}, ...entries.flatMap((entry) => [
      h("dt", { "data-term": entry.id, tabindex: "-1" }, inLanguage(entry.term, language)),
      h("dd", {}, ...written(inLanguage(entry.text, language))),
    ])));
  } catch (error) {
    body.append(h("p", {}, say("glossary.lost", { why: inWords((id, values) => say(id, values, language), error) }, language)));
  }
  dialog.showModal();
  show(dialog, id);
}

/** @param {string} language */
function build(language) {
  const title = say("glossary", {}, language);
  /** @type {HTMLDialogElement} */
  const dialog = h("dialog", {
    class: "glossary", lang: language, "aria-label": title, onclose: () => dialog.remove(),
    // A press beside the words is one on the dialog itself.
    onclick: (/** @type {Event} */ event) => event.target === dialog && dialog.close(),
  },
  h("div", { class: "glossary-head" }, h("h2", {}, title), h("button", { type: "button", onclick: () => dialog.close() }, say("glossary.close", {}, language))),
  h("div", { class: "glossary-body" }));
  return dialog;
}

/** @param {HTMLDialogElement} dialog @param {string} id */
function show(dialog, id) {
  for (const entry of dialog.querySelectorAll("dt")) {
    const asked = entry.dataset.term === id;
    entry.classList.toggle("asked", asked);
    if (!asked) continue;
    entry.scrollIntoView({ block: "start" });
    entry.focus({ preventScroll: true });
  }
}

// @ts-check
/** Words of a sentence that lead to the glossary. */
import { term } from "./dom.js";

/** The words to look for, by the term of the glossary that explains them. @type {[string, import("./texts.js").Id][]} */
const TERMS = [["gain-kept", "term.gain-kept"], ["held-out", "term.held-out"]];

/**
 * Opens the glossary at a term.
 *
 * @param {HTMLElement} from where it was asked for
 * @param {string} entry
 */
export const lookUp = (from, entry) => void import("./glossary.js").then(({ explain }) => explain(from, entry), () => {});

/**
 * Shows a sentence, in which each term's first mention leads to the glossary.
 *
 * @param {HTMLElement} element
 * @param {string} text
 * @param {import("./texts.js").Say} say
 */
export function setExplained(element, text, say) {
  if (element.textContent === text) return;
  /** @type {(Node | string)[]} */
  let pieces = [text];
  for (const [entry, id] of TERMS) {
    const words = say(id);
    const at = pieces.findIndex((piece) => typeof piece === "string" && piece.includes(words));
    if (at < 0) continue;
    const [before, ...after] = /** @type {string} */ (pieces[at]).split(words);
    pieces = pieces.toSpliced(at, 1, before, term(words, (from) => lookUp(from, entry)), after.join(words));
  }
  element.replaceChildren(...pieces);
}

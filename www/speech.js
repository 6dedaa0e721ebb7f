// @ts-check
/** Which language an element speaks, and its texts, which come before it does. */
import { coreTexts, teachCore } from "./core-texts.js";
import { fetchFile } from "./files.js";
import { languageOf } from "./language.js";
import { learn } from "./texts.js";

/**
 * @import { Language } from "./texts.js"
 * @import { Words } from "./words.js"
 */

export class Speech {
  /**
   * @param {Element} element
   * @param {Words} words what it says
   * @param {() => string | null | undefined} asked what a link or an attribute asks for now
   * @param {(language: Language) => void} turned it speaks another language
   */
  constructor(element, words, asked, turned) {
    this.words = words;
    this.turned = turned;
    this.wanted = () => languageOf(element, asked());
  }

  /** Speaks the language that is asked for, once its texts are there. */
  async follow() {
    const { words } = this;
    const language = this.wanted();
    if (language === words.language) return;
    await Promise.all([learn(language), learnCore(language)]);
    // Meanwhile it may have been asked for another, or been here before.
    if (language !== this.wanted() || language === words.language) return;
    words.turn(language);
    this.turned(language);
  }
}

/** Fetches the core's words; where they can't be had, it stays with its English. @param {Language} language */
async function learnCore(language) {
  if (language === "en" || coreTexts(language)) return;
  try {
    const answer = await fetchFile(`./texts/core-${language}.json`);
    if (answer.ok) teachCore(language, await answer.json());
  } catch {
    // The next element that speaks it asks again.
  }
}

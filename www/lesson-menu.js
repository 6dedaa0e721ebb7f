// @ts-check
/** The way into the lessons: a menu of them, and a line for whoever is new. */
import { h } from "./dom.js";
import { inWords } from "./faults.js";
import { inLanguage } from "./language.js";
import { remember, remembered } from "./memory.js";
import { Menu } from "./menu.js";

/** Remembers that somebody knows there are lessons. */
const KEY = "lr-lab-lessons";

export class LessonMenu extends Menu {
  /** @param {import("./words.js").Words} words @param {(key: string) => void} open */
  constructor(words, open) {
    super(words.of("lessons"), { fill: () => void this.#fill() });
    this.words = words;
    this.root.classList.add("lessons");
    this.open = (/** @type {string} */ key) => {
      this.close();
      this.dismiss();
      open(key);
    };
    /** The lesson that is open. */
    this.current = "";
    this.first = h("button", { type: "button", class: "plain", onclick: () => void import("./lesson.js").then(({ FIRST }) => this.open(FIRST)) }, words.of("lessons.first"));
    this.away = h("button", { type: "button", class: "plain", "aria-label": words.of("lessons.dismiss"), onclick: () => this.dismiss() }, h("span", { "aria-hidden": "true" }, "×"));
    this.offer = h("p", { class: "offer", hidden: true }, words.of("lessons.new"), " ", this.first, " ", this.away);
    this.knows = remembered(KEY) !== null;
  }

  /** @param {{ current: string, fits: boolean, offers: boolean }} now  fits: there is room for a lesson here; offers: whoever is new is asked */
  update({ current, fits, offers }) {
    this.current = current;
    this.root.hidden = !fits;
    this.offer.hidden = !fits || !offers || this.knows || current !== "";
  }

  /** Whoever has seen the offer, or a lesson, is not asked again. */
  dismiss() {
    this.knows = true;
    this.offer.hidden = true;
    remember(KEY, "seen");
  }

  async #fill() {
    const { say, language } = this.words;
    this.list.replaceChildren(h("li", { class: "wait" }, say("lessons.loading")));
    try {
      const { bringAll } = await import("./lesson.js");
      const lessons = await bringAll();
      this.list.replaceChildren(...lessons.map(({ id, number, title, minutes, audience }) => h("li", {},
        h("button", { type: "button", "aria-current": this.current === id && "true", onclick: () => this.open(id) },
          h("span", { class: "number" }, number), h("span", {}, inLanguage(title, language)),
          h("span", { class: "about" }, say("lessons.about", { minutes, audience: inLanguage(audience, language) }))))));
    } catch (error) {
      const why = inWords(say, error);
      this.list.replaceChildren(h("li", { class: "wait" }, say("lessons.lost", { why })),
        h("li", {}, h("button", { type: "button", onclick: () => void this.#fill() }, say("act.retry"))));
    }
  }
}

// @ts-check
/** The way into the lessons: a menu of them, and a line for whoever is new. */
import { h, setText } from "./dom.js";
import { inLanguage } from "./language.js";
import { Menu } from "./menu.js";
import { learn, say } from "./texts.js";

/** Remembers that somebody knows there are lessons. */
const KEY = "lr-lab-lessons";

export class LessonMenu extends Menu {
  /** @param {(key: string) => void} open */
  constructor(open) {
    super(say("lessons"), () => void this.#fill());
    this.root.classList.add("lessons");
    this.open = (/** @type {string} */ key) => {
      this.close();
      this.dismiss();
      open(key);
    };
    /** @type {import("./language.js").Language} */
    this.language = "en";
    /** The lesson that is open. */
    this.current = "";
    this.first = h("button", { type: "button", class: "plain", onclick: () => void import("./lesson.js").then(({ FIRST }) => this.open(FIRST)) });
    this.away = h("button", { type: "button", class: "plain", onclick: () => this.dismiss() }, h("span", { "aria-hidden": "true" }, "×"));
    this.words = h("span", {});
    this.offer = h("p", { class: "offer", hidden: true }, this.words, " ", this.first, " ", this.away);
    this.knows = remembered();
  }

  /** @param {{ language: import("./language.js").Language, current: string, fits: boolean, offers: boolean }} now  fits: there is room for a lesson here; offers: whoever is new is asked */
  async update({ language, current, fits, offers }) {
    this.current = current;
    this.root.hidden = !fits;
    this.offer.hidden = !fits || !offers || this.knows || current !== "";
    this.language = language;
    await learn(language);
    setText(this.summary, say("lessons", {}, language));
    setText(this.words, say("lessons.new", {}, language));
    setText(this.first, say("lessons.first", {}, language));
    this.away.setAttribute("aria-label", say("lessons.dismiss", {}, language));
    for (const root of [this.root, this.offer]) root.lang = language;
  }

  /** Whoever has seen the offer, or a lesson, is not asked again. */
  dismiss() {
    this.knows = true;
    this.offer.hidden = true;
    try {
      localStorage.setItem(KEY, "seen");
    } catch {
      // It is then asked again on the next visit.
    }
  }

  async #fill() {
    const { language } = this;
    this.list.replaceChildren(h("li", { class: "wait" }, say("lessons.loading", {}, language)));
    try {
      const { bringAll } = await import("./lesson.js");
      const lessons = await bringAll();
      this.list.replaceChildren(...lessons.map(({ id, number, title, minutes, audience }) => h("li", {},
        h("button", { type: "button", "aria-current": this.current === id && "true", onclick: () => this.open(id) },
          h("span", { class: "number" }, number), h("span", {}, inLanguage(title, language)),
          h("span", { class: "about" }, say("lessons.about", { minutes, audience: inLanguage(audience, language) }, language))))));
    } catch (error) {
      const why = String(/** @type {any} */ (error)?.message ?? error);
      this.list.replaceChildren(h("li", { class: "wait" }, say("lessons.lost", { why }, language)),
        h("li", {}, h("button", { type: "button", onclick: () => void this.#fill() }, say("lessons.retry", {}, language))));
    }
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false; // storage is refused in some frames
  }
}

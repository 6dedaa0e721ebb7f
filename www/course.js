// @ts-check
/** "Put it in your course": the lab as it is, as a snippet for the page of one's choice. Fetched when somebody asks for it. */
import { copied } from "./clipboard.js";
import { h } from "./dom.js";
import { VIEWS, overlaid } from "./link.js";
import { HOSTS } from "./snippets.js";

/** @typedef {import("./snippets.js").Embedded} Embedded */

export class Course {
  /**
   * @param {import("./words.js").Words} words
   * @param {Omit<Embedded, "keys"> & { hash: string }} lab  hash: the settings as a link
   */
  constructor(words, { base, address, hash }) {
    this.words = words;
    this.base = base;
    this.page = address.split("#")[0];
    this.hash = hash;
    const views = /** @type {import("./link.js").View[]} */ (Object.keys(VIEWS));
    const choice = (/** @type {string} */ name, /** @type {[string, string][]} */ options, /** @type {string} */ chosen) =>
      h("select", { "aria-label": name, onchange: () => this.#write() }, ...options.map(([value, title]) => h("option", { value, selected: value === chosen }, title)));
    this.host = choice(words.say("course.host"), Object.entries(HOSTS).map(([host, { name }]) => [host, name]), "html");
    this.view = choice(words.say("course.view"), views.map((view) => [view, words.say(`course.view.${view}`)]), "finder");
    this.locked = h("input", { type: "checkbox", onchange: () => this.#write() });
    this.text = h("textarea", { readonly: true, rows: "6", spellcheck: "false", "aria-label": words.say("course.snippet") });
    this.said = h("span", { class: "muted", role: "status" });
    this.root = h("dialog", { class: "glossary course", lang: words.language, "aria-label": words.say("course"), onclose: () => this.root.remove() },
      h("div", { class: "glossary-head" }, h("h2", {}, words.say("course")), h("button", { type: "button", onclick: () => this.root.close() }, words.say("glossary.close"))),
      h("div", { class: "course-body" },
        h("label", {}, words.say("course.host"), this.host), h("label", {}, words.say("course.view"), this.view),
        h("label", { class: "option" }, this.locked, words.say("course.lock")),
        this.text,
        h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: () => void this.#copy() }, words.say("course.copy")), this.said)));
    this.#write();
  }

  /** @param {Element} app */
  open(app) {
    app.append(this.root);
    this.root.showModal();
  }

  #write() {
    const hash = overlaid(`view=${this.view.value}${this.locked.checked ? "&lock=all" : ""}`, this.hash);
    this.text.value = HOSTS[this.host.value].write({ base: this.base, address: `${this.page}#${hash}`, keys: [...new URLSearchParams(hash)] });
    this.said.textContent = "";
  }

  async #copy() {
    this.text.select();
    this.said.textContent = this.words.say((await copied(this.text.value)) ? "code.copied" : "course.by-hand");
  }
}

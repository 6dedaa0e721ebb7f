// @ts-check
/** A table of the user's own: pasted, or from a file. */
import { h } from "./dom.js";
import { refused } from "./errors.js";
import { complaint } from "./headline.js";

/** @import { Id } from "./texts.js" */

export class PasteForm {
  /**
   * @param {import("./words.js").Words} words
   * @param {{ id: string, label: Id, example: Id, action: Id, read: (text: string) => string }} form
   *   read: takes the text and says what it is; throws what can't be read
   */
  constructor(words, { id, label, example, action, read }) {
    this.words = words;
    this.text = h("textarea", { id, rows: "6", spellcheck: "false", autocomplete: "off", placeholder: words.of(example) });
    this.message = h("p", { class: "message", role: "alert", id: `${id}-message`, hidden: true });
    this.about = h("p", { class: "help", role: "status" });
    this.file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/*", "aria-label": words.of("paste.file", () => ({ action: words.say(action) })), onchange: () => this.#load() });
    this.row = h("div", { class: "row" }, this.file, h("button", { type: "button", class: "primary", onclick: () => this.submit() }, words.of(action)));
    this.root = h("div", { class: "paste" }, h("label", { for: id }, words.of(label)), this.text, this.message, this.about, this.row);
    this.read = read;
  }

  async #load() {
    const file = this.file.files?.[0];
    if (!file) return;
    // Beyond this the core refuses it anyway, with a sentence.
    this.text.value = await file.slice(0, 21_000_000).text();
    this.submit();
  }

  submit() {
    try {
      this.about.textContent = this.read(this.text.value);
      this.#complain("");
    } catch (error) {
      const refusal = refused(error);
      this.about.textContent = "";
      this.#complain(complaint(this.words.say, refusal));
    }
  }

  /** @param {string} text */
  #complain(text) {
    this.message.textContent = text;
    this.message.hidden = text === "";
    if (text) this.text.setAttribute("aria-invalid", "true");
    else this.text.removeAttribute("aria-invalid");
    this.text.setAttribute("aria-describedby", text ? this.message.id : "");
  }
}

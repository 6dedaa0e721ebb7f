// @ts-check
/** A table of the user's own: pasted, or from a file. */
import { h } from "./dom.js";
import { refused } from "./errors.js";
import { complaint } from "./headline.js";

export class PasteForm {
  /**
   * @param {{ id: string, label: string, example: string, action: string, read: (text: string) => string }} form
   *   read: takes the text and says what it is; throws what can't be read
   */
  constructor({ id, label, example, action, read }) {
    this.text = h("textarea", { id, rows: "6", spellcheck: "false", autocomplete: "off", placeholder: example });
    this.message = h("p", { class: "message", role: "alert", id: `${id}-message`, hidden: true });
    this.about = h("p", { class: "help", role: "status" });
    this.file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/*", "aria-label": `${action}: a file`, onchange: () => this.#load() });
    this.row = h("div", { class: "row" }, this.file, h("button", { type: "button", class: "primary", onclick: () => this.submit() }, action));
    this.root = h("div", { class: "paste" }, h("label", { for: id }, label), this.text, this.message, this.about, this.row);
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
      this.#complain(complaint(refusal));
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

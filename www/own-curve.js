// @ts-check
/** A range test of the user's own: a table of rates and losses, pasted or from a file. */
import { h } from "./dom.js";
import { complaint } from "./headline.js";

const EXAMPLE = "lr,loss\n1e-4,2.30\n2e-4,2.29\n…";

export class OwnCurve {
  /** @param {(text: string) => void} read throws what can't be read */
  constructor(read) {
    this.text = h("textarea", { id: "own-curve", rows: "6", spellcheck: "false", autocomplete: "off", placeholder: EXAMPLE });
    this.message = h("p", { class: "message", role: "alert", id: "own-curve-message", hidden: true });
    this.file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/*", "aria-label": "A file with the table", onchange: () => this.#load() });
    this.root = h("div", { class: "own-curve" },
      h("label", { for: "own-curve" }, "A column of rates and one of losses, as your own run printed them"),
      this.text, this.message,
      h("div", { class: "row" }, this.file, h("button", { type: "button", class: "primary", onclick: () => this.#read() }, "Read it")));
    this.read = read;
  }

  async #load() {
    const file = this.file.files?.[0];
    if (!file) return;
    // Beyond this the core refuses it anyway, with a sentence.
    this.text.value = await file.slice(0, 21_000_000).text();
    this.#read();
  }

  #read() {
    try {
      this.read(this.text.value);
      this.#complain("");
    } catch (error) {
      const { name, field, message } = /** @type {any} */ (error);
      if (name !== "LrLabError") throw error;
      this.#complain(complaint({ field, message }));
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

// @ts-check
/** The run as a script for another library, to read and to copy. */
import { copied } from "./clipboard.js";
import { h, setText } from "./dom.js";
import { refused } from "./errors.js";
import { inWords } from "./faults.js";

/** What the core calls a library, and what people do. */
export const FRAMEWORKS = { keras: "Keras", pytorch: "PyTorch", optax: "Optax" };

export class CodePanel {
  /** @param {import("./words.js").Words} words @param {() => void} changed */
  constructor(words, changed) {
    this.words = words;
    this.framework = "keras";
    this.segments = h("div", { class: "segments", role: "group", "aria-label": words.of("code.library") },
      ...Object.entries(FRAMEWORKS).map(([kind, title]) => h("button", {
        type: "button", class: "segment", "data-framework": kind, "aria-pressed": String(kind === this.framework),
        onclick: () => {
          this.framework = kind;
          changed();
        },
      }, title)));
    this.raced = h("input", { type: "checkbox", onchange: changed });
    this.copyButton = h("button", { type: "button", onclick: () => this.#copy() }, words.of("code.copy"));
    this.said = h("span", { class: "hint", role: "status" });
    this.text = h("code");
    this.box = h("pre", { tabindex: "0", "aria-label": words.of("code.script") }, this.text);
    this.hint = h("p", { class: "hint" }, words.of("code.hint"));
    this.root = h("div", { class: "code" },
      h("div", { class: "row" }, this.segments, h("label", {}, this.raced, words.of("code.search")), this.copyButton, this.said), this.box, this.hint);
  }

  /** @param {import("./session.js").Session} session */
  draw(session) {
    const { say } = this.words;
    for (const segment of this.segments.children) segment.setAttribute("aria-pressed", String(segment.getAttribute("data-framework") === this.framework));
    session.raced = this.raced.checked;
    let text = "";
    let why = session.state.train.lr === null ? say("code.no-rate") : "";
    try {
      if (!why) text = session.script(this.framework);
    } catch (error) {
      why = inWords(say, refused(error));
    }
    this.copyButton.hidden = text === "";
    if (this.text.textContent === (text || why)) return;
    setText(this.text, text || why);
    setText(this.said, "");
  }

  async #copy() {
    const done = await copied(this.text.textContent ?? "");
    // What is selected can be copied by hand.
    if (!done) getSelection()?.selectAllChildren(this.text);
    setText(this.said, this.words.say(done ? "code.copied" : "code.selected"));
  }
}

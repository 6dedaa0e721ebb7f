// @ts-check
/** The run as a script for another library, to read and to copy. */
import { h, setText } from "./dom.js";
import { refused } from "./errors.js";

/** What the core calls a library, and what people do. */
export const FRAMEWORKS = { keras: "Keras", pytorch: "PyTorch", optax: "Optax" };

export class CodePanel {
  /** @param {() => void} changed */
  constructor(changed) {
    this.framework = "keras";
    this.segments = h("div", { class: "segments", role: "group", "aria-label": "Library" },
      ...Object.entries(FRAMEWORKS).map(([kind, title]) => h("button", {
        type: "button", class: "segment", "data-framework": kind, "aria-pressed": String(kind === this.framework),
        onclick: () => {
          this.framework = kind;
          changed();
        },
      }, title)));
    this.raced = h("input", { type: "checkbox", onchange: changed });
    this.copyButton = h("button", { type: "button", onclick: () => this.#copy() }, "Copy");
    this.said = h("span", { class: "hint", role: "status" });
    this.text = h("code");
    this.box = h("pre", { tabindex: "0", "aria-label": "Script" }, this.text);
    this.hint = h("p", { class: "hint" },
      "With the Export menu’s “Data for the scripts” beside it, it trains as the page does. Range test and race ask only for its class Training: put your own network there.");
    this.root = h("div", { class: "code" },
      h("div", { class: "row" }, this.segments, h("label", {}, this.raced, "With range test and race"), this.copyButton, this.said), this.box, this.hint);
  }

  /** @param {import("./session.js").Session} session */
  draw(session) {
    for (const segment of this.segments.children) segment.setAttribute("aria-pressed", String(segment.getAttribute("data-framework") === this.framework));
    session.raced = this.raced.checked;
    let text = "";
    let why = session.state.train.lr === null ? "First find a rate, or type one." : "";
    try {
      if (!why) text = session.script(this.framework);
    } catch (error) {
      why = refused(error).message;
    }
    this.copyButton.hidden = text === "";
    if (this.text.textContent === (text || why)) return;
    setText(this.text, text || why);
    setText(this.said, "");
  }

  async #copy() {
    const copied = await navigator.clipboard.writeText(this.text.textContent ?? "").then(() => true, () => false);
    // Where the clipboard is refused, what is selected can be copied by hand.
    if (!copied) getSelection()?.selectAllChildren(this.text);
    setText(this.said, copied ? "Copied." : "Selected: press Ctrl+C.");
  }
}

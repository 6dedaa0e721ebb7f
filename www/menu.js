// @ts-check
/** A button with a list under it, which closes when it is left. */
import { h } from "./dom.js";

export class Menu {
  /**
   * @param {import("./words.js").Held} title
   * @param {() => void} fill called when it opens
   */
  constructor(title, fill) {
    this.list = h("ul", {});
    this.summary = h("summary", { role: "button" }, title);
    this.root = h("details", { class: "menu", ontoggle: () => this.root.open && fill() }, this.summary, this.list);
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.root.open) return;
      event.stopPropagation();
      this.close();
      this.summary.focus();
    });
    this.root.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.root.contains(relatedTarget)) this.close();
    });
  }

  close() {
    this.root.open = false;
  }
}

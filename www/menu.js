// @ts-check
/** A button with something under it, a list mostly, which closes when it is left. */
import { h } from "./dom.js";

export class Menu {
  /**
   * @param {import("./words.js").Held | Element} title
   * @param {{ label?: import("./words.js").Held, inside?: HTMLElement, fill?: () => void }} [how]  label: what a picture as
   *   title is called; inside: what is under it; fill: called when it opens
   */
  constructor(title, { label, inside = h("ul", {}), fill = () => {} } = {}) {
    this.list = inside;
    this.summary = h("summary", { role: "button", "aria-label": label }, title);
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

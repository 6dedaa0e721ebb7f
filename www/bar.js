// @ts-check
/** The bar above all: the page's name, lessons, undo, redo, share, export, the page's theme. */
import { enable, enabled, h, icon } from "./dom.js";
import { ExportMenu } from "./export.js";
import { LessonMenu } from "./lesson-menu.js";

const UNDO = "M9 6 4 11l5 5M4 11h10a6 6 0 0 1 6 6v2";
const DOTS = "M5 12h.01M12 12h.01M19 12h.01";
const REDO = "M15 6l5 5-5 5M20 11H10a6 6 0 0 0-6 6v2";

export class Bar {
  /**
   * @param {{ undo: () => void, redo: () => void, share: () => void, learn: (lesson: string) => void }} actions
   * @param {() => import("./export.js").Item[]} items what can be taken away now
   * @param {(text: string) => void} say
   */
  constructor({ undo, redo, share, learn }, items, say) {
    this.undoButton = button("Undo", undo, UNDO);
    this.redoButton = button("Redo", redo, REDO);
    this.shareButton = button("Share", share);
    this.exports = new ExportMenu(items, say);
    this.lessons = new LessonMenu(learn);
    this.brand = h("slot", { name: "brand" });
    this.theme = h("slot", { name: "theme" });
    this.tools = h("div", { class: "tools", role: "group", "aria-label": "Undo, link, export" }, this.undoButton, this.redoButton, this.shareButton, this.exports.root);
    this.rest = h("div", { class: "drawer" });
    this.more = h("details", { class: "menu", hidden: true }, h("summary", { role: "button", "aria-label": "Undo, link, export" }, icon(DOTS)), this.rest);
    this.root = h("div", { class: "bar" }, this.brand, this.lessons.root, this.tools, this.more, this.theme);
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.more.open) return;
      this.more.open = false;
      this.more.querySelector("summary")?.focus();
    });
  }

  /**
   * On a page of the lab's own it stays in sight, with the page's name; elsewhere it is a row of tools, which on a phone are
   * behind a button.
   *
   * @param {boolean} narrow
   */
  arrange(narrow) {
    this.root.classList.toggle("branded", this.brand.assignedElements().length > 0);
    this.more.hidden = !narrow;
    if (narrow && this.tools.parentElement !== this.rest) this.rest.append(this.tools);
    if (!narrow && this.tools.parentElement !== this.root) this.more.before(this.tools);
  }

  /** @param {import("./history.js").History} history */
  offer({ past, future }) {
    enable(this.undoButton, past.length > 0);
    enable(this.redoButton, future.length > 0);
  }
}

/**
 * @param {string} name
 * @param {() => void} press
 * @param {string} [picture] instead of the name
 */
function button(name, press, picture) {
  const element = h("button", { type: "button", class: name.toLowerCase(), "aria-label": picture ? name : null, onclick: () => enabled(element) && press() }, picture ? icon(picture) : name);
  return element;
}

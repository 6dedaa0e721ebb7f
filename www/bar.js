// @ts-check
/** The bar above all: the page's name, lessons, undo, redo, share, export, the page's theme. */
import { button, enable, h, icon } from "./dom.js";
import { ExportMenu } from "./export.js";
import { framed } from "./files.js";
import { LessonMenu } from "./lesson-menu.js";
import { Menu } from "./menu.js";

const UNDO = "M9 6 4 11l5 5M4 11h10a6 6 0 0 1 6 6v2";
const DOTS = "M5 12h.01M12 12h.01M19 12h.01";
const REDO = "M15 6l5 5-5 5M20 11H10a6 6 0 0 0-6 6v2";

export class Bar {
  /**
   * @param {import("./words.js").Words} words
   * @param {{ undo: () => void, redo: () => void, share: () => void, embed: () => void, learn: (lesson: string) => void }} actions
   * @param {() => import("./export.js").Item[]} items what can be taken away now
   * @param {(text: string) => void} tell
   */
  constructor(words, { undo, redo, share, embed, learn }, items, tell) {
    this.undoButton = tool("undo", words.of("bar.undo"), undo, UNDO);
    this.redoButton = tool("redo", words.of("bar.redo"), redo, REDO);
    this.shareButton = tool("share", words.of("bar.share"), share);
    this.embedButton = tool("embed", words.of("bar.embed"), embed);
    // A snippet needs the lab's address.
    this.embedButton.hidden = !framed;
    this.exports = new ExportMenu(words, items, tell);
    this.lessons = new LessonMenu(words, learn);
    this.brand = h("slot", { name: "brand" });
    this.theme = h("slot", { name: "theme" });
    this.tools = h("div", { class: "tools", role: "group", "aria-label": words.of("bar.tools") }, this.undoButton, this.redoButton, this.shareButton, this.embedButton, this.exports.root);
    this.more = new Menu(icon(DOTS), { label: words.of("bar.tools"), inside: h("div", { class: "drawer" }) });
    this.root = h("div", { class: "bar" }, this.brand, this.lessons.root, this.tools, this.more.root, this.theme);
  }

  /**
   * On a page of the lab's own it stays in sight, with the page's name; elsewhere it is a row of tools, which on a phone are
   * behind a button.
   *
   * @param {boolean} narrow
   */
  arrange(narrow) {
    this.root.classList.toggle("branded", this.brand.assignedElements().length > 0);
    this.more.root.hidden = !narrow;
    if (narrow && this.tools.parentElement !== this.more.list) this.more.list.append(this.tools);
    if (!narrow && this.tools.parentElement !== this.root) this.more.root.before(this.tools);
  }

  /** @param {import("./history.js").History} history */
  offer({ past, future }) {
    enable(this.undoButton, past.length > 0);
    enable(this.redoButton, future.length > 0);
  }
}

/**
 * @param {string} className
 * @param {import("./words.js").Held} name
 * @param {() => void} press
 * @param {string} [picture] instead of the name
 */
const tool = (className, name, press, picture) => button({ class: className, "aria-label": picture ? name : null }, press, picture ? icon(picture) : name);

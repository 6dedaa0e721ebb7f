// @ts-check
/** Tabs over one panel, whose content they choose: the arrow keys go from one to the next. */
import { h } from "./dom.js";

export class Tabs {
  /**
   * @param {string} label
   * @param {Record<string, string>} choices value to title
   * @param {HTMLElement} panel
   * @param {(choice: string) => void} choose
   */
  constructor(label, choices, panel, choose) {
    this.panel = panel;
    this.tabs = Object.entries(choices).map(([value, title]) => h("button", {
      type: "button", class: "segment", role: "tab", id: `tab-${value}`, "data-choice": value, "aria-controls": panel.id, onclick: () => choose(value),
    }, title));
    this.root = h("div", { class: "segments tabs", role: "tablist", "aria-label": label, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) }, ...this.tabs);
  }

  /** Whether there is anything to choose. @param {boolean} on */
  offer(on) {
    this.root.hidden = !on;
    if (on) this.panel.setAttribute("role", "tabpanel");
    else for (const name of ["role", "aria-labelledby"]) this.panel.removeAttribute(name);
  }

  /** @param {string} choice */
  show(choice) {
    for (const tab of this.tabs) {
      const chosen = tab.dataset.choice === choice;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) this.panel.setAttribute("aria-labelledby", tab.id);
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { tabs } = this;
    const at = tabs.findIndex((tab) => tab === event.target);
    const moves = /** @type {Record<string, number>} */ ({ ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 });
    const next = tabs.at(moves[event.key] % tabs.length);
    if (!(event.key in moves) || at < 0 || !next) return;
    event.preventDefault();
    next.focus();
    next.click();
  }
}

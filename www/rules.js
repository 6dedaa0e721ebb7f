// @ts-check
/** Every rule's answer in a table; pressing one picks its rate. */
import { h, setText } from "./dom.js";
import { shown } from "./numbers.js";

export class RulesTable {
  /** @param {(lr: number) => void} pick */
  constructor(pick) {
    this.pick = pick;
    this.body = h("tbody");
    this.empty = h("p", { class: "invitation" });
    this.table = h("table", { hidden: true },
      h("thead", {}, h("tr", {}, ...["Rule", "Rate", "Why"].map((title) => h("th", { scope: "col" }, title)))), this.body);
    this.root = h("div", { class: "rules-table" }, this.empty, this.table);
    /** @type {any} */
    this.report = undefined;
  }

  /**
   * @param {any} report the last finished report
   * @param {number | null} lr
   */
  update(report, lr) {
    if (report !== this.report) {
      this.report = report;
      this.#fill(report);
    }
    for (const button of this.body.querySelectorAll("button")) {
      const picked = lr !== null && Number(button.dataset.lr) === lr;
      button.setAttribute("aria-pressed", String(picked));
      button.closest("tr")?.classList.toggle("picked", picked);
    }
  }

  /** @param {any} report */
  #fill(report) {
    const { suggestions, unanswered, consensus } = report ?? { suggestions: [], unanswered: [], consensus: { lr: null } };
    const rows = [];
    if (consensus.lr !== null && consensus.lr !== undefined) {
      rows.push(this.#row("consensus", "consensus", "of these rules", consensus.lr, consensus.reason));
    }
    for (const { rule, system, lr, reason } of suggestions) rows.push(this.#row(rule, ...named(rule, system), lr, reason));
    for (const { rule, system, reason } of unanswered) {
      const [name, from] = named(rule, system);
      rows.push(h("tr", { "data-rule": rule, class: "silent" },
        h("th", { scope: "row" }, name, " ", h("span", { class: "system" }, from)), h("td", { class: "rate" }, "–"), h("td", { class: "why" }, reason)));
    }
    this.body.replaceChildren(...rows);
    this.empty.hidden = rows.length > 0;
    setText(this.empty, report
      ? report.stop?.reason === "cancelled"
        ? "The sweep was cancelled before the rules could read it."
        : "No rule finds a rate on this curve. Pick one on it, or try another range."
      : "Each rule’s rate appears here when the sweep has ended.");
    this.table.hidden = rows.length === 0;
  }

  /**
   * @param {string} rule
   * @param {string} name
   * @param {string} system
   * @param {number} lr
   * @param {string} reason
   */
  #row(rule, name, system, lr, reason) {
    return h("tr", { "data-rule": rule },
      h("th", { scope: "row" }, h("button", { type: "button", "data-lr": lr, onclick: () => this.pick(lr) },
        name, " ", h("span", { class: "system" }, system))),
      h("td", { class: "rate" }, shown(lr)), h("td", { class: "why", title: reason }, reason));
  }
}

/**
 * A rule without its library's name in front, since the library stands beside it.
 *
 * @param {string} rule
 * @param {string} system
 * @returns {[string, string]}
 */
function named(rule, system) {
  const library = system.toLowerCase().split(/[^a-z0-9]+/);
  const words = rule.split("-");
  const own = words.findIndex((word) => !library.includes(word));
  return [words.slice(Math.max(0, own)).join(" "), system];
}

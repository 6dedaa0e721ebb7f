// @ts-check
/** Every rule's answer in a table; pressing one picks its rate. */
import { h, setText } from "./dom.js";
import { shown } from "./numbers.js";

export class RulesTable {
  /** @param {(lr: number) => void} pick */
  constructor(pick) {
    this.pick = pick;
    this.body = h("tbody");
    this.why = h("p", { class: "why-line" });
    this.empty = h("p", { class: "invitation" });
    this.table = h("table", { hidden: true },
      h("thead", {}, h("tr", {}, ...["Rule", "Rate", "× best", "Why"].map((title) => h("th", { scope: "col" }, title)))), this.body);
    this.root = h("div", { class: "rules-table" }, this.empty, this.table, this.why);
    /** @type {any} */
    this.report = undefined;
    /** @type {any} */
    this.truth = null;
  }

  /**
   * @param {any} report the last finished report
   * @param {any} truth what training for real has shown, if it has
   * @param {number | null} lr
   */
  update(report, truth, lr) {
    if (report !== this.report || truth !== this.truth) {
      this.report = report;
      this.truth = truth;
      this.#fill(report, truth);
    }
    for (const button of this.body.querySelectorAll("button")) {
      const picked = lr !== null && Number(button.dataset.lr) === lr;
      button.setAttribute("aria-pressed", String(picked));
      button.closest("tr")?.classList.toggle("picked", picked);
    }
    // Several rules may have the picked rate; one reason is enough.
    setText(this.why, this.body.querySelector(".picked .why")?.textContent ?? "");
  }

  /**
   * @param {any} report
   * @param {any} truth
   */
  #fill(report, truth) {
    const { suggestions, unanswered, consensus } = report ?? { suggestions: [], unanswered: [], consensus: { lr: null } };
    const rows = [];
    if (report && truth?.stop && truth.best) {
      rows.push(this.#row("best", "best", "measured", truth.best.lr, "The lowest loss of all rates that were trained for real."));
    }
    if (consensus.lr !== null && consensus.lr !== undefined) {
      rows.push(this.#row("consensus", "consensus", "", consensus.lr, consensus.reason));
    }
    for (const { rule, system, lr, reason } of suggestions) rows.push(this.#row(rule, ...named(rule, system), lr, reason));
    for (const { rule, system, reason } of unanswered) {
      const [name, from] = named(rule, system);
      rows.push(h("tr", { "data-rule": rule, class: "silent" },
        h("th", { scope: "row" }, name, " ", h("span", { class: "system" }, from)), h("td", { class: "rate" }, "–"), h("td", { class: "cost" }), h("td", { class: "why" }, reason)));
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
      h("td", { class: "rate" }, shown(lr)), h("td", { class: `cost ${grade(this.#regret(lr))}` }, regretText(this.#regret(lr))),
      h("td", { class: "why", title: reason }, reason));
  }

  /** What training at `lr` has cost; NaN while it has not been tried. @param {number} lr */
  #regret(lr) {
    const at = this.truth ? this.truth.lrs.indexOf(lr) : -1;
    return at < 0 ? NaN : this.truth.regret[at];
  }
}

/** @param {number} regret */
function regretText(regret) {
  if (Number.isNaN(regret)) return "";
  return Number.isFinite(regret) ? `${shown(regret, regret < 10 ? 2 : 3)}×` : "diverges";
}

/** @param {number} regret */
const grade = (regret) => (regret <= 1.5 ? "good" : regret > 3 ? "bad" : "");

/**
 * What a rule is called in the table: short, with what tells it from its library's others beside it.
 *
 * @param {string} rule
 * @param {string} system
 * @returns {[string, string]}
 */
function named(rule, system) {
  const library = system.toLowerCase().split(/[^a-z0-9]+/);
  // Most libraries have one rule, and it is the steepest: there the library is the name, as in the figure.
  const own = rule.split("-").filter((word) => !library.includes(word) && word !== "steepest");
  return library.includes("fastai") ? [own.join(" "), system] : [system, own.join(" ")];
}

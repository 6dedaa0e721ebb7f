// @ts-check
/** Every rule's answer in a table; pressing one picks its rate. */
import { h, setText } from "./dom.js";
import { percent, shown } from "./numbers.js";

/** The lab's own answers. */
const OWN = ["best", "race", "sweep"];

export class RulesTable {
  /** @param {(lr: number) => void} pick */
  constructor(pick) {
    this.pick = pick;
    this.body = h("tbody");
    this.why = h("p", { class: "why-line" });
    this.empty = h("p", { class: "invitation" });
    this.table = h("table", { hidden: true },
      h("thead", {}, h("tr", {}, ...["Rule", "Rate", "Gain", "Why"].map((title) => h("th", { scope: "col" }, title)))), this.body);
    this.root = h("div", { class: "rules-table" }, this.empty, this.table, this.why);
    /** @type {any} */
    this.report = undefined;
    /** @type {any} */
    this.race = null;
    /** @type {any} */
    this.truth = null;
    /** @type {Map<string, HTMLElement>} rows by what stands in them: they stay, and so does the focus on one */
    this.rows = new Map();
    /** The rate that was best when all were trained at. */
    this.best = this.#row("best", "best", "measured", NaN, "The lowest loss of all rates that were trained for real.");
  }

  /**
   * @param {any} report the last finished report
   * @param {any} race a finished race's report, if there is one
   * @param {any} truth what training for real has shown, if it has
   * @param {number | null} lr
   * @param {boolean} locked no other rate can be picked
   */
  update(report, race, truth, lr, locked) {
    if (report !== this.report || race !== this.race) {
      Object.assign(this, { report, race, truth: undefined });
      this.#fill(report, race);
    }
    if (truth !== this.truth) {
      this.truth = truth;
      this.#price(truth);
    }
    for (const button of this.body.querySelectorAll("button")) {
      const picked = lr !== null && Number(button.dataset.lr) === lr;
      button.setAttribute("aria-pressed", String(picked));
      button.disabled = locked;
      button.closest("tr")?.classList.toggle("picked", picked);
    }
    // Several rules may have the picked rate; one reason is enough.
    setText(this.why, this.body.querySelector(".picked .why")?.textContent ?? "");
  }

  /**
   * @param {any} report
   * @param {any} race
   */
  #fill(report, race) {
    const { suggestions, unanswered, answer } = report ?? { suggestions: [], unanswered: [], answer: {} };
    const rows = [];
    if (report) rows.push(this.best);
    this.best.hidden = true;
    if (race?.answer.lr) rows.push(this.#row("race", "race", race.answer.sure ? "" : "not sure", race.answer.lr, race.answer.reason));
    if (answer.lr) rows.push(this.#row("sweep", "sweep", "first guess", answer.lr, answer.reason));
    for (const { rule, system, lr, reason } of suggestions) rows.push(this.#row(rule, ...named(rule, system), lr, reason));
    for (const { rule, system, reason } of unanswered) rows.push(this.#row(rule, ...named(rule, system), null, reason));
    this.#order(rows);
    this.empty.hidden = rows.length > 1;
    setText(this.empty, report
      ? report.stop?.reason === "cancelled"
        ? "The sweep was cancelled before the rules could read it."
        : "No rule finds a rate on this curve. Pick one on it, or try another range."
      : "Each rule’s rate appears here when the sweep has ended.");
    this.table.hidden = rows.length <= 1;
  }

  /** Puts the rows in their places and leaves alone those that are there. @param {HTMLElement[]} rows */
  #order(rows) {
    const places = this.body.children;
    for (const place of [...places]) if (!rows.includes(/** @type {HTMLElement} */ (place))) place.remove();
    rows.forEach((row, at) => places[at] !== row && this.body.insertBefore(row, places[at] ?? null));
  }

  /**
   * @param {string} rule
   * @param {string} name
   * @param {string} system
   * @param {number | null} lr  null: it has no answer
   * @param {string} reason
   */
  #row(rule, name, system, lr, reason) {
    const key = [rule, system, lr === null].join();
    const row = this.rows.get(key) ?? this.#blank(rule, name, system, lr === null);
    this.rows.set(key, row);
    row.querySelector("button")?.setAttribute("data-lr", String(lr));
    const [, rate, , why] = row.children;
    setText(rate, lr === null ? "–" : shown(lr));
    setText(why, reason);
    why.setAttribute("title", reason);
    return row;
  }

  /**
   * @param {string} rule
   * @param {string} name
   * @param {string} system
   * @param {boolean} silent
   */
  #blank(rule, name, system, silent) {
    const title = [name, " ", h("span", { class: "system" }, system)];
    const pick = (/** @type {Event} */ { currentTarget }) => this.pick(Number(/** @type {HTMLElement} */ (currentTarget).dataset.lr));
    return h("tr", { "data-rule": rule, class: silent && "silent" },
      h("th", { scope: "row" }, ...(silent ? title : [h("button", { type: "button", onclick: pick }, ...title)])),
      h("td", { class: "rate" }), h("td", { class: "cost" }), h("td", { class: "why" }));
  }

  /**
   * What training at each answer keeps. Below the lab's own answers the libraries' come in that order; a button that is
   * pressed or has the focus stays what it is.
   *
   * @param {any} truth
   */
  #price(truth) {
    const best = truth?.best;
    this.best.hidden = !best;
    if (best) {
      setText(/** @type {Element} */ (this.best.querySelector(".rate")), shown(best.lr));
      this.best.querySelector("button")?.setAttribute("data-lr", String(best.lr));
    }
    /** @type {Map<Element, number>} */
    const kept = new Map();
    for (const button of this.body.querySelectorAll("button")) {
      const at = truth ? truth.lrs.indexOf(Number(button.dataset.lr)) : -1;
      const gain = at < 0 ? NaN : truth.gain[at];
      const row = /** @type {HTMLElement} */ (button.closest("tr"));
      const cell = /** @type {Element} */ (row.querySelector(".cost"));
      setText(cell, gainText(gain));
      cell.className = `cost ${grade(gain)}`;
      if (!Number.isNaN(gain)) kept.set(row, gain);
    }
    if (!truth) return;
    const rows = /** @type {HTMLElement[]} */ ([...this.body.children]);
    const place = (/** @type {HTMLElement} */ row) => (OWN.includes(row.dataset.rule ?? "") ? Infinity : kept.get(row) ?? -Infinity);
    const focused = /** @type {ShadowRoot} */ (this.body.getRootNode()).activeElement;
    this.#order(rows.sort((a, b) => (place(a) === place(b) ? 0 : place(b) - place(a))));
    // A row that moves loses the focus.
    if (focused instanceof HTMLElement && this.body.contains(focused)) focused.focus({ preventScroll: true });
  }
}

/** @param {number} gain */
function gainText(gain) {
  if (Number.isNaN(gain)) return "";
  return Number.isFinite(gain) ? percent(Math.max(0, gain)) : "diverges";
}

/** @param {number} gain */
const grade = (gain) => (gain >= 0.9 ? "good" : gain < 0.5 ? "bad" : "");

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

// @ts-check
/** Every answer in a table, the lab's own first; pressing one picks its rate. */
import { answersOf, gainText, meaning } from "./answers.js";
import { h, setText } from "./dom.js";
import { shown } from "./numbers.js";

/** @typedef {import("./answers.js").Answer} Answer */

export class RulesTable {
  /** @param {(lr: number) => void} pick */
  constructor(pick) {
    this.pick = pick;
    this.own = h("tbody");
    this.libraries = h("tbody");
    this.between = h("tbody", {}, h("tr", {}, h("th", { scope: "rowgroup", colspan: "3", class: "between" }, "What each library says")));
    this.why = h("p", { class: "why-line" });
    this.meaning = h("p", { class: "meaning" });
    this.empty = h("p", { class: "invitation" });
    this.table = h("table", { hidden: true },
      h("thead", {}, h("tr", {}, ...["LR Lab", "rate", "gain kept"].map((title) => h("th", { scope: "col" }, title)))), this.own, this.between, this.libraries);
    this.silent = h("ul", {});
    this.silence = h("details", { class: "silence", hidden: true }, h("summary", {}), this.silent);
    this.root = h("div", { class: "rules-table" }, this.empty, this.table, this.why, this.silence, this.meaning);
    /** @type {unknown[]} what the table was filled from */
    this.filled = [];
    /** @type {Map<string, HTMLElement>} rows by what stands in them: they stay, and so does the focus on one */
    this.rows = new Map();
  }

  /**
   * @param {any} report the last finished report
   * @param {any} race a finished race's report, if there is one
   * @param {any} truth what training for real has shown, if it has
   * @param {number | null} lr
   * @param {boolean} locked no other rate can be picked
   */
  update(report, race, truth, lr, locked) {
    const from = [report, race, truth];
    if (!this.filled.length || from.some((one, at) => one !== this.filled[at])) {
      this.filled = from;
      this.#fill(report, race, truth);
    }
    for (const button of this.table.querySelectorAll("button")) {
      const picked = lr !== null && Number(button.dataset.lr) === lr;
      button.setAttribute("aria-pressed", String(picked));
      button.disabled = locked;
      button.closest("tr")?.classList.toggle("picked", picked);
    }
    // Several answers may be the picked rate; one reason is enough.
    const picked = /** @type {HTMLElement | null} */ (this.table.querySelector("tr.picked"));
    setText(this.why, picked?.dataset.reason ?? "");
  }

  /**
   * @param {any} report
   * @param {any} race
   * @param {any} truth
   */
  #fill(report, race, truth) {
    const answers = answersOf(report, race, truth);
    const { own, libraries, silent } = answers;
    const focused = /** @type {ShadowRoot} */ (this.root.getRootNode()).activeElement;
    order(this.own, own.map((answer) => this.#row(answer)));
    order(this.libraries, libraries.map((answer) => this.#row(answer)));
    // A row that moves loses the focus.
    if (focused instanceof HTMLElement && this.table.contains(focused)) focused.focus({ preventScroll: true });
    this.between.hidden = libraries.length === 0;
    this.silence.hidden = silent.length === 0 || own.length + libraries.length === 0;
    setText(/** @type {Element} */ (this.silence.firstElementChild), `${silent.length} without an answer`);
    this.silent.replaceChildren(...silent.map(({ name, reason }) => h("li", {}, h("b", {}, name), ` ${reason}`)));
    setText(this.meaning, meaning(answers, truth));
    this.table.hidden = own.length + libraries.length === 0;
    this.empty.hidden = !this.table.hidden;
    setText(this.empty, report
      ? report.stop?.reason === "cancelled"
        ? "The sweep was cancelled before the rules could read it."
        : "No rule finds a rate on this curve. Pick one on it, or try another range."
      : "Each rule’s rate appears here when the sweep has ended.");
  }

  /** @param {Answer} answer */
  #row({ key, rule, name, system, lr, reason, gain, alike }) {
    const row = this.rows.get(key) ?? this.#blank(rule);
    this.rows.set(key, row);
    const [title, about] = /** @type {HTMLElement} */ (row.querySelector("button")).children;
    row.querySelector("button")?.setAttribute("data-lr", String(lr));
    row.dataset.reason = alike.length ? `${reason} The same: ${alike.join(", ")}.` : reason;
    setText(title, name);
    setText(about, [system, alike.length ? `+ ${alike.length} alike` : ""].filter(Boolean).join(" "));
    setText(row.children[1], shown(lr));
    const [kept] = row.children[2].children;
    const [bar, text] = kept.children;
    setText(text, gainText(gain));
    const { style } = /** @type {HTMLElement} */ (bar);
    style.setProperty("--kept", String(Math.max(0, Math.min(1, gain || 0))));
    bar.toggleAttribute("hidden", Number.isNaN(gain));
    kept.className = `kept ${gain >= 0.9 ? "good" : ""}`;
    return row;
  }

  /** @param {string} rule */
  #blank(rule) {
    const pick = (/** @type {Event} */ { currentTarget }) => this.pick(Number(/** @type {HTMLElement} */ (currentTarget).dataset.lr));
    return h("tr", { "data-rule": rule },
      h("th", { scope: "row" }, h("button", { type: "button", onclick: pick }, h("span"), " ", h("span", { class: "system" }))),
      h("td", { class: "rate" }), h("td", {}, h("div", { class: "kept" }, h("i", { class: "bar", "aria-hidden": "true" }), h("span"))));
  }
}

/** Puts rows in their places and leaves alone those that are there. @param {HTMLElement} body @param {HTMLElement[]} rows */
function order(body, rows) {
  const places = body.children;
  for (const place of [...places]) if (!rows.includes(/** @type {HTMLElement} */ (place))) place.remove();
  rows.forEach((row, at) => places[at] !== row && body.insertBefore(row, places[at] ?? null));
}

// @ts-check
/** Every answer in a table, the lab's own first; pressing one picks its rate. */
import { answersOf, gainText, meaning } from "./answers.js";
import { h, setText } from "./dom.js";
import { sentence } from "./headline.js";
import { shown } from "./numbers.js";

/** @typedef {import("./answers.js").Answer} Answer */

const COLUMNS = /** @type {const} */ (["answers.lab", "answers.rate", "answers.gain"]);

export class RulesTable {
  /** @param {import("./words.js").Words} words @param {(lr: number) => void} pick */
  constructor(words, pick) {
    this.words = words;
    this.pick = pick;
    this.own = h("tbody");
    this.libraries = h("tbody");
    this.between = h("tbody", {}, h("tr", {}, h("th", { scope: "rowgroup", colspan: "3", class: "between" }, words.of("answers.libraries"))));
    /** They keep the room of the lab's answers that are still to come. */
    this.blank = [0, 1, 2].map(() => h("tr", { class: "blank", "aria-hidden": "true" }, h("td", { colspan: "3" }, "\u00a0")));
    this.why = h("p", { class: "why-line" });
    this.meaning = h("p", { class: "meaning" });
    this.empty = h("p", { class: "invitation" });
    this.table = h("table", { hidden: true },
      h("thead", {}, h("tr", {}, ...COLUMNS.map((title) => h("th", { scope: "col" }, words.of(title))))), this.own, this.between, this.libraries);
    this.table.addEventListener("keydown", (event) => this.#key(event));
    this.silent = h("ul", {});
    this.silence = h("details", { class: "silence", hidden: true }, h("summary", {}), this.silent);
    this.root = h("div", { class: "rules-table" }, this.empty, this.table, this.why, this.silence, this.meaning);
    /** @type {unknown[]} what the table was filled from */
    this.filled = [];
    /** @type {Map<string, HTMLElement>} rows by what stands in them: they stay, and so does the focus on one */
    this.rows = new Map();
  }

  /**
   * @param {import("../pkg/lr_lab.js").LrFindReport | null} report the last finished report
   * @param {import("../pkg/lr_lab.js").LrRaceReport | null} race a finished race's report, if there is one
   * @param {import("../pkg/lr_lab.js").LrSweepReport | null} truth what training for real has shown, if it has
   * @param {number | null} lr
   * @param {boolean} locked no other rate can be picked
   */
  update(report, race, truth, lr, locked) {
    const from = [report, race, truth, this.words.language];
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
    this.#rove();
    // Several answers may be the picked rate; one reason is enough.
    const picked = /** @type {HTMLElement | null} */ (this.table.querySelector("tr.picked"));
    setText(this.why, picked?.dataset.reason ?? "");
  }

  /** The list is one stop of the Tab key: at the answer that has the focus, else the picked one, else the first. */
  #rove() {
    const buttons = [...this.table.querySelectorAll("button")];
    const focused = /** @type {ShadowRoot} */ (this.root.getRootNode()).activeElement;
    const stop = buttons.find((button) => button === focused) ?? buttons.find((button) => button.getAttribute("aria-pressed") === "true") ?? buttons[0];
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  /** The arrow keys go from answer to answer. @param {KeyboardEvent} event */
  #key(event) {
    const buttons = [...this.table.querySelectorAll("button")];
    const at = buttons.findIndex((button) => button === event.target);
    const moves = /** @type {Record<string, number>} */ ({ ArrowUp: Math.max(0, at - 1), ArrowDown: at + 1, Home: 0, End: buttons.length - 1 });
    const next = buttons[moves[event.key]];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
    this.#rove();
  }

  /**
   * @param {import("../pkg/lr_lab.js").LrFindReport | null} report
   * @param {import("../pkg/lr_lab.js").LrRaceReport | null} race
   * @param {import("../pkg/lr_lab.js").LrSweepReport | null} truth
   */
  #fill(report, race, truth) {
    const { say } = this.words;
    const answers = answersOf(say, report, race, truth);
    const { own, libraries, silent } = answers;
    const focused = /** @type {ShadowRoot} */ (this.root.getRootNode()).activeElement;
    // A row at another place would jump; another row at it does not.
    if (!(focused && this.table.contains(focused))) this.rows.clear();
    const room = this.blank.slice(own.length);
    order(this.own, [...room, ...own.map((answer) => this.#row(answer))]);
    order(this.libraries, libraries.map((answer) => this.#row(answer)));
    // A row that moves loses the focus.
    if (focused instanceof HTMLElement && this.table.contains(focused)) focused.focus({ preventScroll: true });
    this.between.hidden = libraries.length === 0;
    this.silence.hidden = silent.length === 0 || own.length + libraries.length === 0;
    setText(/** @type {Element} */ (this.silence.firstElementChild), say("answers.silent", { count: silent.length }));
    this.silent.replaceChildren(...silent.map(({ name, reason }) => h("li", {}, h("b", {}, name), ` ${reason}`)));
    setText(this.meaning, meaning(say, answers, truth));
    this.table.hidden = own.length + libraries.length === 0;
    this.empty.hidden = !this.table.hidden;
    setText(this.empty, say(!report ? "answers.later" : report.stop?.reason === "cancelled" ? "answers.cancelled" : "answers.none"));
  }

  /** @param {Answer} answer */
  #row({ key, rule, name, system, lr, reason, gain, alike }) {
    const { say } = this.words;
    const row = this.rows.get(key) ?? this.#blank(rule);
    this.rows.set(key, row);
    const [title, about] = /** @type {HTMLElement} */ (row.querySelector("button")).children;
    row.querySelector("button")?.setAttribute("data-lr", String(lr));
    row.dataset.reason = alike.length ? say("answers.same", { reason: sentence(reason), rules: alike.join(", ") }) : reason;
    setText(title, name);
    setText(about, [system, alike.length ? say("answers.alike", { count: alike.length }) : ""].filter(Boolean).join(" "));
    setText(row.children[1], shown(lr));
    const [kept] = row.children[2].children;
    const [bar, text] = kept.children;
    setText(text, gainText(say, gain));
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

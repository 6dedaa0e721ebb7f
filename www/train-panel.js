// @ts-check
/** Training at the picked rate: rate, schedule, steps, the button; the losses over steps, and the runs beside them. */
import { button, enable, h, setText } from "./dom.js";
import { SettingError } from "./faults.js";
import { FieldView } from "./field.js";
import { whatHappened } from "./headline.js";
import { LossFigure, taken } from "./loss-figure.js";
import { nudged, parseNumber, shown, typed } from "./numbers.js";
import { STEP } from "./overlay.js";

/** @typedef {import("./runs.js").Run} Run */

export class TrainPanel {
  /**
   * @param {import("./words.js").Words} words
   * @param {{ set: (key: string, value: string, committed: boolean) => void, pick: (lr: number, settled: boolean) => void, hold: () => void,
   *   train: () => void, changed: () => void, pin: (run: Run) => void, remove: (run: Run) => void }} actions
   * @param {FieldView} kind which schedule: its other fields are elsewhere
   * @param {(text: string) => void} looked what is seen of the curves, after a change
   */
  constructor(words, actions, kind, looked) {
    this.words = words;
    this.actions = actions;
    /** @type {FieldView} */
    this.rate = new FieldView(words, { key: "train.lr", label: "train.rate", kind: "number", paths: ["schedule"], value: ({ state }) => this.text(state.train.lr) }, (value) => this.#typed(value));
    // Nothing may move under somebody who is about to type.
    this.rate.input.addEventListener("focus", actions.hold);
    // Left empty, it says the picked rate again.
    this.rate.input.addEventListener("blur", () => actions.changed());
    this.steps = new FieldView(words, { key: "train.steps", label: "train.steps", kind: "number", paths: ["steps"] }, (value, committed) => actions.set("train.steps", value, committed));
    const nudge = (/** @type {number} */ by) => {
      const from = parseNumber(this.rate.input.value);
      if (from > 0) actions.pick(nudged(from, by), true);
    };
    const stepBy = (/** @type {import("./texts.js").Id} */ name, /** @type {string} */ sign, /** @type {number} */ by) =>
      h("button", { type: "button", "aria-label": words.of(name), tabindex: "-1", onclick: () => nudge(by) }, h("span", { "aria-hidden": "true" }, sign));
    this.stepper = h("div", { class: "stepper" }, stepBy("train.lower", "−", -STEP), stepBy("train.higher", "+", STEP));
    this.rate.root.classList.add("rate-field");
    this.rate.input.before(this.stepper);
    this.stepper.firstElementChild?.after(this.rate.input);
    this.stepper.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      nudge(event.key === "ArrowUp" ? STEP : -STEP);
    });
    this.batches = h("input", { type: "checkbox", id: "batch-losses", onchange: () => {
      this.asked = this.batches.checked;
      actions.changed();
    } });
    /** Whether the losses of the batches are drawn, if the reader has said so. @type {boolean | null} */
    this.asked = null;
    this.button = button({ class: "train" }, actions.train, words.of("train.train"));
    this.whyNot = h("p", { class: "why-not", id: "why-not", hidden: true });
    this.form = h("div", { class: "train-form" }, this.rate.root, kind.root, this.steps.root, this.button, this.whyNot);
    this.loss = new LossFigure(words, actions, looked);
    this.loss.caption.after(h("span", { class: "option" }, this.batches, h("label", { for: "batch-losses" }, words.of("train.batches"))));
    this.root = h("section", { class: "panel train-panel", "aria-label": words.of("train.panel") },
      h("div", { class: "panel-head" }, h("h3", {}, words.of("train.title")), this.form), this.loss.root);
    this.runs = h("section", { class: "panel runs-panel", "aria-label": words.of("runs") },
      h("div", { class: "panel-head" }, h("h3", {}, words.of("runs")), h("span", { class: "hint" }, words.of("runs.hint"))), this.loss.legend.root);
  }

  /** @param {import("./field.js").Context} context */
  update(context) {
    for (const field of [this.rate, this.steps]) field.update(context);
  }

  /** Whether one may train now; if not, it says why. @param {import("./session.js").Session} session */
  offer({ ready, state, runs, outdated, curve }) {
    const { lr, chosen } = state.train;
    const { say } = this.words;
    const why = !ready ? "" : runs.allPinned ? say("runs.all-pinned")
      : lr === null ? (curve ? say("train.no-rate") : "")
        : outdated && !chosen ? say("train.outdated") : "";
    const trainable = ready && lr !== null && why === "";
    enable(this.button, trainable);
    setText(this.whyNot, why);
    this.whyNot.hidden = why === "";
    if (why) this.button.setAttribute("aria-describedby", this.whyNot.id);
    else this.button.removeAttribute("aria-describedby");
    return trainable;
  }

  /**
   * @param {import("./session.js").Session} session
   * @param {{ theme: "light" | "dark", plot: { x: number, width: number } | null, ran: string, edge: { lr: number, label: string } | null, taught: string }} look  taught: what a lesson says to do
   */
  draw({ core, state, runs, progress, background }, { theme, plot, ran, edge, taught }) {
    if (!core) return;
    const { say } = this.words;
    const { list, current } = runs;
    const total = Math.max(0, ...list.map(({ trace }) => taken(trace)), current && !current.trace.stop ? progress?.total ?? 0 : 0);
    const { lr, steps } = state.train;
    const invitation = taught ? taught : lr === null ? say("train.first") : say("train.now", { steps, lr: shown(lr) });
    const reason = whatHappened(say, list.at(-1), { edge, best: background.truth.settled?.best ?? null });
    const batches = this.asked ?? list.length < 2;
    this.batches.checked = batches;
    this.loss.draw(core, list, { theme, plot, total, reason, ran, summary: ran, invitation, notice: runs.notice(say), batches });
  }

  /** What the rate's field says: what the user is typing, or the picked rate. @param {number | null} lr */
  text(lr) {
    const root = /** @type {ShadowRoot} */ (this.root.getRootNode());
    const text = this.rate.input.value;
    const typing = text.trim() === "" || parseNumber(text) === lr || this.rate.input.hasAttribute("aria-invalid");
    if (typing && root.activeElement === this.rate.input) return text;
    return lr === null ? "" : typed(lr);
  }

  /** @param {string} text */
  #typed(text) {
    const lr = parseNumber(text);
    if (lr > 0 && Number.isFinite(lr)) {
      this.rate.complain(null);
      this.actions.pick(lr, true);
    } else if (text.trim()) {
      this.rate.complain(new SettingError("schedule.lr", "setting.rate", { text: text.trim() }));
    }
  }
}

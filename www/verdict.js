// @ts-check
/** The verdict above the figures: what is known, why, and what to do next. */
import { h, setText } from "./dom.js";
import { setExplained } from "./terms.js";

/** @typedef {import("./next-steps.js").NextStep} NextStep */

export class Verdict {
  /** @param {(step: NextStep) => void} act */
  constructor(act) {
    this.found = h("h2", { tabindex: "-1", id: "verdict" });
    this.why = h("p", { class: "why" });
    this.root = h("div", { class: "verdict" }, h("div", { class: "words" }, this.found, this.why));
    this.steps = new NextSteps(act);
    this.root.append(this.steps.root);
  }

  /** What to do next, which is read out with the verdict; or that alone. */
  focus() {
    const next = this.steps.root.querySelector("button");
    (next ?? this.found).focus();
  }

  /** @param {{ found: string, why: string }} words @param {import("./texts.js").Say} say */
  update({ found, why }, say) {
    setExplained(this.found, found, say);
    setExplained(this.why, why, say);
  }
}

/** The buttons of what comes next; one that stays keeps its element, and so the focus. */
class NextSteps {
  /** @param {(step: NextStep) => void} act */
  constructor(act) {
    this.act = act;
    /** @type {Map<string, { button: HTMLElement, step: NextStep }>} */
    this.made = new Map();
    this.root = h("div", { class: "next-steps" });
  }

  /** @param {NextStep[]} steps */
  update(steps) {
    const entries = steps.map((step) => Object.assign(this.made.get(step.act) ?? this.#make(step), { step }));
    entries.forEach(({ button, step }, at) => {
      setText(button, step.words);
      button.classList.toggle("primary", at === 0 && step.act !== "pause" && step.act !== "resume");
    });
    const buttons = entries.map(({ button }) => button);
    const { children } = this.root;
    if (buttons.length === children.length && buttons.every((button, at) => button === children[at])) return;
    const focused = /** @type {ShadowRoot} */ (this.root.getRootNode()).activeElement;
    const held = focused !== null && this.root.contains(focused);
    this.root.replaceChildren(...buttons);
    // The button that was pressed may be gone: what comes next has its place, and the focus.
    if (held) (buttons.find((button) => button === focused) ?? buttons[0])?.focus();
  }

  /** @param {NextStep} step */
  #make(step) {
    const entry = { step, button: h("button", { type: "button", "data-act": step.act, "aria-describedby": "verdict", onclick: () => this.act(entry.step) }) };
    this.made.set(step.act, entry);
    return entry;
  }
}

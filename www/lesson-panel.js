// @ts-check
/** A lesson in the rail's place: predict, do, see, explain. */
import { button, enable, h, setText } from "./dom.js";
import { written } from "./glossary.js";
import { inLanguage } from "./language.js";

/**
 * @typedef {import("./lesson.js").Lesson} Lesson
 * @typedef {import("./texts.js").Id} Id
 * @typedef {{ act: () => void, stop: () => void, turn: (by: number) => void, leave: () => void, share: () => void,
 *   retry: () => void, checked: (words: string) => void }} Presses
 * @typedef {{ run: number, runs: number, share: number } | null} Doing  which of how many runs is on, and how much of it is done
 */

export class LessonPanel {
  /** @param {import("./words.js").Words} words  of a language that is not another while this is shown @param {Presses} presses */
  constructor(words, presses) {
    this.words = words;
    this.presses = presses;
    /** @type {Lesson | null} */
    this.lesson = null;
    /** The step that is built. */
    this.built = -1;
    this.place = h("p", { class: "label" });
    this.title = h("h2", { tabindex: "-1" });
    this.segments = h("div", { class: "segments-done", "aria-hidden": "true" });
    const leave = this.#say("lesson.leave");
    this.leave = h("button", { type: "button", class: "leave", "aria-label": leave, title: leave, onclick: presses.leave }, h("span", { "aria-hidden": "true" }, "×"));
    this.head = h("div", { class: "lesson-head" }, h("div", { class: "lesson-place" }, this.place, this.leave), this.title, this.segments);

    this.verdict = h("span", { class: "told" });
    this.question = h("legend", {});
    this.choices = h("div", { class: "choices" });
    this.correct = h("p", { class: "correct", hidden: true });
    this.check = this.#button("lesson.check", "check", () => this.#check());
    this.predict = this.#part("lesson.predict", this.verdict,
      h("fieldset", { class: "question" }, this.question, this.choices), this.check, this.correct);

    this.done = h("span", { class: "told" });
    this.task = h("p", {});
    this.act = h("button", { type: "button", class: "primary act", onclick: () => (this.doing ? presses.stop() : presses.act()) });
    this.bar = h("progress", { max: "1", value: "0", "aria-label": this.#say("lesson.do") });
    this.state = h("p", { class: "state", role: "status" });
    this.do = this.#part("lesson.do", this.done, this.task, this.act, this.bar, this.state);

    this.seen = h("p", {});
    this.see = this.#part("lesson.see", null, this.seen);
    this.why = h("p", {});
    this.equation = h("p", { class: "equation" });
    this.explain = this.#part("lesson.explain", null, this.why, this.equation);
    this.later = h("p", { class: "later" }, this.#say("lesson.later"));
    this.body = h("div", { class: "lesson-body" }, this.predict, this.do, this.see, this.explain, this.later);

    this.back = this.#button("lesson.back", "back", () => presses.turn(-1));
    this.link = this.#button("lesson.link", "plain", presses.share);
    this.next = this.#button("lesson.next", "primary", () => presses.turn(1));
    this.foot = h("div", { class: "lesson-foot" }, this.back, this.link, this.next);

    this.trouble = h("p", {});
    this.retry = this.#button("act.retry", "retry", presses.retry);
    this.notice = h("div", { class: "lesson-trouble", role: "alert" }, this.trouble, this.retry);
    this.root = h("aside", { class: "lesson", "aria-label": this.#say("lesson") }, this.head, this.notice, this.body, this.foot);
    /** @type {Doing} */
    this.doing = null;
    this.wait();
  }

  /** There is no lesson yet, or why it did not come. @param {string} [trouble] */
  wait(trouble = "") {
    this.lesson = null;
    this.built = -1;
    for (const part of [this.body, this.foot, this.segments]) part.hidden = true;
    this.notice.hidden = trouble === "";
    setText(this.trouble, trouble);
    setText(this.place, this.#say("lesson"));
    setText(this.title, trouble ? "" : this.#say("lesson.loading"));
    this.title.hidden = trouble !== "";
  }

  /** The step that is open; a new one from its top. @param {Lesson} lesson */
  show(lesson) {
    if (this.lesson === lesson && this.built === lesson.at) return this.update();
    this.lesson = lesson;
    this.built = lesson.at;
    for (const part of [this.body, this.foot, this.segments, this.title]) part.hidden = false;
    this.notice.hidden = true;
    const { file, step, steps, at, isLast } = lesson;
    setText(this.place, this.#say("lesson.place", { number: file.number, step: at + 1, steps: steps.length }));
    setText(this.title, this.#in(file.title));
    this.question.replaceChildren(...written(this.#in(step.predict.question)));
    this.choices.replaceChildren(...step.predict.choices.map((choice, i) => h("label", { class: "choice" },
      h("input", { type: "radio", name: "prediction", value: i, onchange: () => { lesson.choose(i); this.update(); } }), h("span", {}, this.#in(choice)))));
    this.task.replaceChildren(...written(this.#in(step.do.text)));
    this.seen.replaceChildren(...written(this.#in(step.see.text)));
    this.why.replaceChildren(...written(this.#in(step.explain.text)));
    this.equation.replaceChildren(...raised(step.explain.equation ?? ""));
    this.equation.hidden = !step.explain.equation;
    setText(this.next, this.#say(isLast ? "lesson.finish" : "lesson.next"));
    this.body.scrollTop = 0;
    this.tell(null);
    this.update();
  }

  /** What the reader has done. */
  update() {
    const { lesson } = this;
    if (!lesson) return;
    const { record, step, at, isRight } = lesson;
    this.segments.replaceChildren(...lesson.records.map(({ done }, i) => h("span", { class: i === at ? "here" : done ? "full" : "" })));
    for (const [i, input] of this.choices.querySelectorAll("input").entries()) {
      input.checked = record.choice === i;
      input.disabled = record.checked;
      input.parentElement?.classList.toggle("is", record.checked && i === step.predict.right);
    }
    enable(this.check, record.choice !== null);
    this.check.hidden = record.checked;
    setText(this.verdict, isRight === null ? "" : isRight ? `✓ ${this.#say("lesson.right")}` : this.#say("lesson.wrong"));
    this.verdict.classList.toggle("good", isRight === true);
    this.correct.hidden = isRight !== false;
    setText(this.correct, isRight === false ? this.#say("lesson.correct", { answer: this.#in(step.predict.choices[step.predict.right]) }) : "");
    setText(this.done, record.done ? `✓ ${this.#say("lesson.done")}` : "");
    this.done.classList.toggle("good", record.done);
    this.see.hidden = this.explain.hidden = !record.done;
    this.later.hidden = record.done;
    enable(this.back, at > 0);
  }

  /** How far the step's work is. @param {Doing} doing @param {string} [trouble] why it did not come to its end */
  tell(doing, trouble = "") {
    this.doing = doing;
    const { step, record } = /** @type {Lesson} */ (this.lesson);
    const what = this.#say(`lesson.${step.do.action}`);
    setText(this.act, doing ? this.#say("lesson.stop") : record.done ? this.#say("lesson.again") : what);
    this.act.classList.toggle("primary", !doing && !record.done);
    this.bar.hidden = !doing;
    this.bar.value = doing?.share ?? 0;
    const several = doing && doing.runs > 1 ? this.#say("lesson.busy", { what, run: doing.run + 1, runs: doing.runs }) : "";
    setText(this.state, trouble || several);
  }

  /** Brings what has opened into sight. */
  reveal() {
    const [see, end, body] = [this.see, this.explain, this.body].map((part) => part.getBoundingClientRect());
    this.body.scrollTop += Math.max(0, Math.min(see.top - body.top, end.bottom - body.bottom));
  }

  #check() {
    const { lesson } = this;
    if (!lesson) return;
    lesson.check();
    this.update();
    // The button is gone; what comes next has the focus.
    this.act.focus({ preventScroll: true });
    this.presses.checked(`${this.verdict.textContent}. ${this.correct.textContent}`);
  }

  /** @param {Id} id @param {Record<string, string | number>} [values] */
  #say(id, values) {
    return this.words.say(id, values);
  }

  /** @param {import("./lesson.js").Text} text */
  #in(text) {
    return inLanguage(text, this.words.language);
  }

  /** @param {Id} id @param {string} className @param {() => void} press */
  #button(id, className, press) {
    return button({ class: className }, press, this.#say(id));
  }

  /** @param {Id} id @param {HTMLElement | null} told @param {...Node} inside */
  #part(id, told, ...inside) {
    return h("section", { class: `lesson-part ${id.split(".")[1]}` }, h("div", { class: "part-head" }, h("h3", { class: "label" }, this.#say(id)), told), ...inside);
  }
}

/** An equation with its exponents raised: x^2, x^(a/b). @param {string} equation @returns {Node[]} */
function raised(equation) {
  return equation.split(/(\^(?:\([^()]*\)|[\w.−]+))/).filter(Boolean).map((piece) =>
    piece[0] === "^" ? h("sup", {}, piece.slice(1).replace(/^\((.*)\)$/, "$1")) : document.createTextNode(piece));
}

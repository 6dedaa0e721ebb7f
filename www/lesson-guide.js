// @ts-check
/**
 * Leads through a lesson. Which step is open, the state says; the guide follows it: takes the step's settings, shows its
 * words and its figure, and does what it says. It is fetched with the first lesson.
 */
import { h, setText } from "./dom.js";
import { inWords } from "./faults.js";
import { LessonPanel } from "./lesson-panel.js";
import { Marks } from "./lesson-marks.js";
import { Stopped, perform, worksOf } from "./lesson-run.js";
import { dressForLessons } from "./styles.js";
import { open } from "./lesson.js";
import { titleOf } from "./names.js";
import { parseNumber, shown } from "./numbers.js";
import { Runs } from "./runs.js";

/**
 * @typedef {import("./lesson.js").Lesson} Lesson
 * @typedef {import("./lesson.js").Place} Place
 * @typedef {{
 *   session: import("./session.js").Session, view: import("./view.js").View, words: import("./words.js").Words,
 *   turn: (key: string) => void, leave: (own: import("./state.js").State | null) => void, share: () => void, arrange: () => void, progressed: () => void,
 * }} Lab  turn: opens another step, which can be undone; leave: gives back the settings from before the lesson
 */

/** The parts of the page that a figure is in, by their names in a link's `show`. @type {Record<Place, string[]>} */
const PARTS = {
  finder: ["finder"], rules: ["finder", "rules"], truth: ["finder", "truth"], schedule: ["schedule"], loss: ["loss"], edge: ["edge"], epochs: ["others"],
};
/** What stays on the page whatever the step. */
export const ALWAYS = ["headline", "export"];

export class Guide {
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    /** @type {Lesson | null} */
    this.lesson = null;
    /** Each lesson that was opened, with what the reader has done in it. @type {Map<string, Lesson>} */
    this.known = new Map();
    /** What the reader had before the lesson. @type {{ state: import("./state.js").State | null, runs: Runs } | null} */
    this.own = null;
    this.marks = new Marks();
    this.language = lab.words.language;
    this.panel = this.#newPanel();
    /** Where the figure will be. */
    this.place = h("p", { class: "invitation to-come" }, lab.words.of("lesson.invitation"));
    this.settings = h("ul", {});
    this.setBy = h("section", { class: "set-by" }, h("h3", { class: "label" }), this.settings);
    /** @type {{ run: number, runs: number, share: number } | null} */
    this.doing = null;
    /** What is waited for. @type {{ is: () => boolean, done: () => void }[]} */
    this.waits = [];
    /** Why the core would not. */
    this.refusal = "";
    /** The reader has asked for this step here, so that the focus goes with it. */
    this.asked = false;
    /** A section of the page that was opened for a figure. @type {HTMLDetailsElement | null} */
    this.unfolded = null;
  }

  /** How far the reader is, with the fingerprint of the latest run, so that a number can be traced to what was trained; null in no lesson. */
  get progress() {
    const fingerprint = this.lab.session.runs.list.at(-1)?.fingerprint ?? null;
    return this.lesson && { ...this.lesson.progress, fingerprint };
  }

  /** There is something to look at, which answers the question, so it waits until somebody asks for it. */
  get looks() {
    const { lesson } = this;
    return lesson?.step.do.action === "look" && !this.doing && !lesson.record.done;
  }

  /** The parts of the page that the step is about. */
  get parts() {
    if (!this.lesson) return ALWAYS;
    const { step: { do: { action }, see: { figure } } } = this.lesson;
    if (this.looks) return ALWAYS;
    return [...ALWAYS, ...PARTS[figure], ...(action === "train" ? PARTS.loss : [])];
  }

  /** The state is in a lesson. @param {import("./state.js").State | null} before the settings before this change, where there were any */
  async follow(before) {
    const { session, view } = this.lab;
    const key = session.state.page.lesson ?? "";
    if (!this.own) {
      this.own = { state: before, runs: session.runs };
      session.runs = new Runs();
    }
    this.#halt();
    await dressForLessons(/** @type {ShadowRoot} */ (view.root.getRootNode()));
    // Meanwhile another may have been opened, or none.
    const isOver = () => session.state.page.lesson !== key || !this.own;
    if (isOver()) return;
    const { language } = this.lab.words;
    if (language !== this.language) {
      this.language = language;
      this.panel.root.remove();
      this.panel = this.#newPanel();
    }
    if (!this.panel.root.isConnected) {
      view.root.classList.add("taught");
      view.bar.root.after(this.panel.root);
      view.main.append(this.setBy);
      view.figures.before(this.place);
    }
    if (!this.lesson || this.lesson.find(key) < 0) await this.#bring(key);
    if (isOver()) return;
    if (this.lesson) this.#enter(this.lesson.turn(this.lesson.find(key)));
    else this.lab.arrange();
  }

  /** The state is in no lesson any more: the page is what it was. */
  close() {
    if (!this.own) return;
    const { session, view } = this.lab;
    this.#halt();
    session.runs = this.own.runs;
    this.own = null;
    this.lesson = null;
    this.marks.clear();
    this.#unfold(null);
    this.panel.root.remove();
    this.setBy.remove();
    this.place.remove();
    view.root.classList.remove("taught");
  }

  /** After every drawing. */
  update() {
    const { session } = this.lab;
    this.marks.place();
    this.place.hidden = !this.looks;
    for (const one of this.waits.filter(({ is }) => is())) {
      this.waits = this.waits.filter((other) => other !== one);
      one.done();
    }
    if (!this.doing) return;
    this.doing.share = shareOf(session);
    this.panel.tell(this.doing);
  }

  /** @param {string} message */
  refused(message) {
    this.refusal = message;
  }

  /** Does what the step says. */
  async act() {
    const { lesson, panel, lab } = this;
    if (!lesson) return;
    const { step, record } = lesson;
    this.#halt();
    this.doing = { run: 0, runs: step.do.runs?.length ?? 1, share: 0 };
    panel.tell(this.doing);
    lab.arrange();
    let trouble = "";
    try {
      await perform(step, lab.session, {
        open: (run) => this.#open(lesson, run),
        wait: (is) => new Promise((done) => {
          this.waits.push({ is, done });
          lab.arrange();
        }),
        began: (run) => { if (this.doing) this.doing.run = run; },
      });
      record.done = true;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      trouble = this.refusal ? this.#say("lesson.failed", { why: this.refusal }) : this.#say("lesson.stopped");
    }
    this.doing = null;
    panel.update();
    panel.tell(null, trouble);
    if (trouble) return;
    lab.progressed();
    lab.view.say(`${this.#say("lesson.done")}. ${panel.seen.textContent}`);
    panel.reveal();
    this.#figure(step.see.figure).scrollIntoView({ block: "nearest" });
  }

  #newPanel() {
    const { lab } = this;
    return new LessonPanel(lab.words, {
      act: () => void this.act(), stop: () => this.#stop(), turn: (by) => this.#turn(by), leave: () => this.#leave(), share: lab.share,
      retry: () => void this.follow(null),
      checked: (words) => {
        lab.view.say(words);
        lab.progressed();
      },
    });
  }

  /** @param {string} key */
  async #bring(key) {
    const { lab, panel } = this;
    this.lesson = null;
    panel.wait();
    lab.arrange();
    const isOver = () => lab.session.state.page.lesson !== key;
    try {
      const found = await open(key);
      if (isOver()) return;
      if (!found) return this.#decline(key);
      this.lesson = this.known.get(found.file.id) ?? found;
      this.known.set(found.file.id, this.lesson);
    } catch (error) {
      if (!isOver()) panel.wait(this.#say("lesson.lost", { why: inWords(this.lab.words.say, error) }));
    }
  }

  /** What a link asks for is not there; whatever else it says, holds. @param {string} key */
  #decline(key) {
    const { session, view, leave } = this.lab;
    delete session.state.page.lesson;
    leave(session.state);
    view.note(this.#say("lesson.unknown", { name: key }));
  }

  /** A step from its beginning; one that was done before is done again, so that its figure is there. @param {Lesson} lesson */
  #enter(lesson) {
    const { step, record } = lesson;
    this.#open(lesson, "");
    this.#tellSettings(step);
    this.panel.show(lesson);
    this.#unfold(step.see.figure);
    this.marks.clear();
    if (step.see.marks) this.marks.put(this.#drawn(step.see.figure), step.see.marks, this.language);
    this.lab.arrange();
    if (this.asked) this.panel.title.focus();
    this.asked = false;
    this.lab.progressed();
    if (record.done) void this.act();
  }

  /** Takes the settings of the step, or of one of its runs; how the reader has the page, stays. @param {Lesson} lesson @param {string} run */
  #open(lesson, run) {
    const { session } = this.lab;
    const { view, theme, lang, height, backend, title } = session.state.page;
    session.open(lesson.link(run));
    Object.assign(session.state.page, JSON.parse(JSON.stringify({ view, theme, lang, height, backend, title })));
  }

  /** @param {number} by */
  #turn(by) {
    const { lesson } = this;
    if (!lesson) return;
    if (by > 0 && lesson.isLast) return this.#leave();
    this.asked = true;
    this.lab.turn(lesson.keyOf(lesson.at + by));
  }

  #leave() {
    const { lab } = this;
    lab.leave(this.own?.state ?? null);
    lab.view.note(this.#say("lesson.left"));
  }

  #stop() {
    const { session } = this.lab;
    if (session.busy) session.cancel();
    else session.background.stop();
  }

  /** Nothing goes on any more, and nothing of it is left. */
  #halt() {
    this.waits = [];
    this.doing = null;
    this.refusal = "";
    this.lab.session.clear();
  }

  /** @param {Place} place the figure that is drawn */
  #drawn(place) {
    const { finder, truth, shape, training: { loss }, closer } = this.lab.view;
    return { finder, rules: finder, truth, schedule: shape.figure, loss, edge: closer.stability, epochs: closer.epochs }[place];
  }

  /** What is to be looked at. @param {Place} place */
  #figure(place) {
    return place === "rules" ? this.lab.view.rules.root : this.#drawn(place).area;
  }

  /** @param {Place | null} place */
  #unfold(place) {
    const part = place && /** @type {HTMLDetailsElement | null} */ (this.#figure(place).closest("details.part"));
    if (this.unfolded && this.unfolded !== part) this.unfolded.open = false;
    this.unfolded = part;
    if (part) part.open = true;
  }

  /** What the lesson has set, in the words of the page. @param {import("./lesson.js").Step} step */
  #tellSettings({ do: { action, runs }, see }) {
    const { state: { model, optimizer, training, train, schedule, finder }, catalog, dataset } = this.lab.session;
    const works = worksOf({ do: { action }, see });
    const trains = (works.train || works.edge) && !runs;
    const rate = (/** @type {string} */ typed) => shown(parseNumber(typed));
    const chips = [
      dataset.title, [model.network, titleOf(catalog.activations, model.activation)].filter(Boolean).join(" "), titleOf(catalog.losses, training.loss), titleOf(catalog.optimizers, optimizer.kind),
      training.batch === "full" ? this.#say("lesson.set.full") : this.#say("lesson.set.batch", { size: training.batch }),
      works.sweep && finder.from && this.#say("lesson.set.range", { from: rate(finder.from), to: rate(finder.to) }),
      trains && train.lr !== null && this.#say("lesson.set.rate", { lr: shown(train.lr) }),
      trains && this.#say("lesson.set.steps", { steps: train.steps }),
      schedule.kind !== "constant" && titleOf(catalog.schedules, schedule.kind),
    ];
    setText(/** @type {Element} */ (this.setBy.firstElementChild), this.#say("lesson.set"));
    this.settings.replaceChildren(...chips.filter(Boolean).map((chip) => h("li", {}, String(chip))));
  }

  /** @param {import("./texts.js").Id} id @param {Record<string, string | number>} [values] */
  #say(id, values) {
    return this.lab.words.say(id, values);
  }
}

/** How much of what goes on is done. @param {import("./session.js").Session} session */
function shareOf({ busy, progress, background }) {
  if (busy) return progress?.total ? progress.step / progress.total : 0;
  return background.tasks.find(({ state }) => state === "running")?.share ?? 0;
}

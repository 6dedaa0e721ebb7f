// @ts-check
/** The element's inside: builds it once, then shows a session in it. */
import { Bar } from "./bar.js";
import { Closer } from "./closer.js";
import { h, setText } from "./dom.js";
import { exportsOf } from "./exports.js";
import { fieldFor } from "./field.js";
import { Foot } from "./foot.js";
import { FinderFigure } from "./finder-figure.js";
import { complaint, measured } from "./headline.js";
import { keepKeys } from "./keys.js";
import { layOut } from "./layout.js";
import { VIEWS, isLocked } from "./link.js";
import { headlineOf, limitsOf, nextStepsOf } from "./moment.js";
import { shown, typed } from "./numbers.js";
import { Rail } from "./rail.js";
import { RulesTable } from "./rules.js";
import { Shape } from "./shape.js";
import { TrainPanel } from "./train-panel.js";
import { TruthFigure } from "./truth-figure.js";
import { Verdict } from "./verdict.js";

/** Narrower than this the rail becomes a bar at the bottom with a sheet. */
const WIDE = 900;

/** @type {never[]} */
const NONE = [];

/**
 * @typedef {{
 *   run: () => void, toggle: () => void, step: () => void, reset: () => void, cancel: () => void, train: () => void,
 *   recover: () => void, judge: () => void, stopJudging: () => void, measure: () => void, stopMeasuring: () => void,
 *   undo: () => void, redo: () => void, share: () => void, embed: () => void, changed: () => void, learn: (lesson: string) => void,
 *   readOwn: (text: string) => void, readTable: (text: string, target?: string) => import("../pkg/lr_lab.js").DataDescription | null,
 *   narrow: (range: import("./state.js").Range | null) => void, pick: (lr: number, settled: boolean) => void, hold: () => void, whole: () => string,
 *   reshape: (fields: Record<string, string>) => void,
 *   pin: (run: import("./runs.js").Run) => void, remove: (run: import("./runs.js").Run) => void,
 *   set: (key: string, value: string, committed: boolean) => void,
 * }} Actions
 */

export class View {
  /** @param {import("./words.js").Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    this.narrow = false;
    /** @type {import("./link.js").View} */
    this.kind = "finder";
    this.small = false;
    /** Somebody has named the parts that are shown. */
    this.chosen = false;
    /** @type {string[] | undefined} the parts that are shown; by default all */
    this.show = undefined;
    /** @type {import("./session.js").Session | null} */
    this.session = null;
    /** What the last update said. */
    this.text = { found: "", why: "", ran: "" };
    /** The settings that the controls show. */
    this.settled = "";
    /** @type {import("./state.js").Range | null} the range that a second pass would have */
    this.useful = null;
    /** @type {"pick" | "shape"} */
    this.moment = "pick";

    const looked = (/** @type {string} */ text) => {
      this.say(text);
      actions.changed();
    };
    this.bar = new Bar(words, actions, () => this.takeaways(), (text) => this.say(text));
    this.rail = new Rail(words, actions, () => this.#sheet());
    this.lessons = this.bar.lessons;
    this.verdict = new Verdict((step) => this.#act(step));
    this.finder = new FinderFigure(words, actions.pick, actions.narrow, looked);
    this.narrowButton = h("button", { type: "button", class: "small", hidden: true });
    this.wholeButton = h("button", { type: "button", class: "small", hidden: true, onclick: () => actions.narrow(null) }, words.of("finder.whole"));
    this.finder.caption.after(this.narrowButton, this.wholeButton);
    this.narrowButton.addEventListener("click", () => this.useful && actions.narrow(this.useful));
    this.truth = new TruthFigure(words, actions.pick, actions.stopJudging, this.finder.zoom);
    this.finder.crosshair.join(this.truth.crosshair);
    this.rules = new RulesTable(words, (lr) => actions.pick(lr, true));
    this.shape = new Shape(words, actions.set, actions.reshape, looked);
    this.training = new TrainPanel(words, actions, this.shape.kind, looked);
    this.shape.figure.crosshair.join(this.training.loss.crosshair);
    this.closer = new Closer(words, actions);

    this.notes = h("p", { class: "notes", role: "status", hidden: true });
    this.trouble = h("p", {});
    this.recover = h("button", { type: "button", class: "recover primary", onclick: actions.recover });
    this.notice = h("div", { class: "notice", role: "alert", hidden: true }, this.trouble, this.recover);
    this.moments = h("div", { class: "segments", role: "group", "aria-label": words.of("moment") },
      .../** @type {const} */ (["pick", "shape"]).map((moment) => h("button", { type: "button", class: "segment", "data-moment": moment, onclick: () => {
        this.turnTo(moment);
        actions.changed();
      } }, words.of(`moment.${moment}`))));
    this.hints = { pick: h("span", { class: "hint" }, words.of("moment.pick.hint")), shape: h("span", { class: "hint" }, words.of("moment.shape.hint")) };
    this.charts = h("div", { class: "charts" }, this.finder.root, this.truth.root);
    this.ratePanel = h("section", { class: "panel rate-panel", "aria-label": words.of("moment.panel") },
      h("div", { class: "panel-head" }, this.moments, this.hints.pick, this.hints.shape), this.rules.root, this.shape.root);
    this.figures = h("div", { class: "figures", id: "figures" }, this.charts, this.ratePanel, this.training.root, this.training.runs);
    // The default result, which the page may hold from before the program arrived.
    this.first = h("slot", {});
    this.heading = h("p", { class: "heading", role: "heading", "aria-level": "2", hidden: true });
    this.foot = new Foot(words, actions.whole);
    this.main = h("div", { class: "main" }, this.heading, this.first, this.verdict.root, this.lessons.offer, this.notes, this.notice, this.figures, this.closer.root, this.foot.root);
    const [decision, seeds, stability, epochs, code, own, table] = this.closer.parts;
    /** What each name of `show` stands for. @type {Record<string, Element[]>} */
    this.named = {
      headline: [this.verdict.root], settings: [this.rail.settings, this.rail.sheetButton], finder: [this.finder.root], truth: [this.truth.root],
      band: [seeds], edge: [stability], rules: [this.rules.root], schedule: [this.shape.root, this.shape.kind.root], loss: [this.training.root, this.training.runs],
      surface: [decision], table: [own, table], code: [code], export: [this.bar.root], others: [epochs],
    };
    this.ownTable = table;
    this.live = h("p", { class: "live", "aria-live": "polite" });
    this.skip = h("button", { type: "button", class: "skip", onclick: () => this.verdict.focus() }, words.of("skip"));
    // Numbers read from left to right, whatever the page around does.
    this.root = h("div", { class: "app", dir: "ltr", lang: words.language }, this.skip, this.bar.root, this.rail.root, this.main, this.live);
    this.turnTo("pick");
    this.root.addEventListener("resized", actions.changed);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.rail.open) this.rail.turn(false);
      const typing = event.composedPath().some((node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement);
      if (typing || event.altKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) actions.redo();
      else actions.undo();
    });
    keepKeys(this.root);
    // While the sheet is open what lies under it is inert, so a press there arrives at the root.
    this.root.addEventListener("click", (event) => event.target === this.root && this.rail.open && this.rail.turn(false));
  }

  /** What can be taken away now. */
  takeaways() {
    return this.session ? exportsOf(this.words.say, this.session, this.finder.canvas) : [];
  }

  get fields() {
    return [...this.rail.controls.fields, this.training.rate, this.training.steps, ...this.shape.fields];
  }

  /** @param {string} part */
  shows(part) {
    return this.show?.includes(part) ?? true;
  }

  /** It is all of the lab. */
  get full() {
    return this.kind === "full";
  }

  /** Whether one can train here. */
  get trains() {
    return this.shows("loss") && (this.full || this.small);
  }

  /** Brings what has begun into sight where not all of it is. @param {"find" | "train"} what */
  open(what) {
    if (!this.narrow) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    (what === "train" && this.trains ? this.training.root : this.main).scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  }

  /**
   * Wide or narrow, all of it or a small view, all parts or some.
   *
   * @param {number} width
   * @param {import("./link.js").View} kind
   * @param {string[] | undefined} show
   * @param {boolean} small
   */
  arrange(width, kind, show, small) {
    this.kind = kind;
    this.small = small;
    this.narrow = width < WIDE && !small;
    this.chosen = show !== undefined;
    this.show = show ?? VIEWS[kind];
    layOut(this);
  }

  /**
   * Shows the words and the controls; the canvases are drawn by {@link draw}, which comes after it.
   *
   * @param {import("./session.js").Session} session
   */
  update(session) {
    const { say, language } = this.words;
    const { state, status, datasets, catalog, trouble, perEpoch } = session;
    this.session = session;
    this.root.lang = language;
    this.bar.tools.hidden = !session.ready;
    const context = { say, state, datasets, catalog, perEpoch };
    // Most of what changes is on the figures.
    const settings = JSON.stringify([language, state, this.training.text(state.train.lr), perEpoch, catalog.schedules.length, datasets.map(({ name, provided }) => [name, provided])]);
    if (settings !== this.settled) {
      this.settled = settings;
      this.rail.controls.update(context);
      this.training.update(context);
      this.shape.update(context);
      this.#lock(state.page);
      this.#flag(session.shape.error);
    }

    this.text = this.told(session);
    this.verdict.update(this.text, say);
    const trainable = this.training.offer(session);
    this.verdict.steps.update(nextStepsOf(say, session, { trains: this.trains, trainable }));
    this.notice.hidden = !trouble;
    setText(this.trouble, trouble ? say(trouble.id, trouble.values) : "");
    setText(this.recover, say(status === "crashed" ? "act.restart" : "act.retry"));
    this.recover.hidden = session.unsupported;
    const waits = this.waits(session);
    this.first.hidden = !waits;
    this.verdict.root.classList.toggle("silent", !this.text.found);
    this.verdict.root.hidden = waits;
    this.figures.hidden = waits || (Boolean(trouble) && !session.report);
    this.closer.root.hidden = !this.full || this.figures.hidden;
    this.rail.root.hidden = this.small || (Boolean(trouble) && !session.report);
    this.root.classList.toggle("alone", this.rail.root.hidden);
    this.root.classList.toggle("busy", status === "running" || status === "paused");
    // What stands there is of the curve before, or of the settings before.
    this.root.classList.toggle("sweeping", session.partial !== null);
    this.root.classList.toggle("outdated", session.outdated && session.partial === null);

    this.rail.update(session);
    setText(this.heading, state.page.title ?? "");
    this.heading.hidden = !state.page.title;
    if (this.small) this.foot.update(session);
    const { race, truth } = session.background;
    this.rules.update(session.curve, race.settled, truth.settled, state.train.lr, isLocked(state.page, "lr"));
    // Its room is kept from the start; only a curve from elsewhere has no truth.
    this.truth.root.hidden = session.report !== null && !session.ground;
    this.#offerPass(session);
    this.closer.update(session);
    this.truth.update(truth);
  }

  /** Whether what the page holds from before stays: nothing can take its place yet. @param {import("./session.js").Session} session */
  waits({ shownReport, untouched }) {
    return !shownReport && this.first.assignedElements().length > 0 && untouched && !this.chosen;
  }

  /** What there is to say of a session. @param {import("./session.js").Session} session */
  told(session) {
    return headlineOf(this.words.say, session);
  }

  /** @param {import("./next-steps.js").NextStep} step */
  #act({ act, lr = NaN }) {
    const { actions } = this;
    const acts = {
      sweep: actions.run, pause: actions.toggle, resume: actions.toggle, step: actions.step, cancel: actions.cancel, train: actions.train, judge: actions.judge,
      take: () => actions.pick(lr, true),
      widen: () => actions.set("finder.to", typed(lr), true),
      shape: () => {
        this.turnTo("shape");
        actions.changed();
        this.shape.kind.input.focus();
        if (this.narrow) this.ratePanel.scrollIntoView({ block: "start" });
      },
    };
    acts[act]();
  }

  /**
   * @param {import("./session.js").Session} session
   * @param {"light" | "dark"} theme
   */
  draw(session, theme) {
    const { core, state, shownReport, curve } = session;
    if (!core || session.trouble) return;
    const { text, words: { say } } = this;
    const live = shownReport !== curve || !curve;
    const { band, edge, truth } = session.background;
    const limits = limitsOf(edge);
    // Behind a curve that is still growing only what belongs to it may stand.
    const behind = live || !session.ground;
    const taught = state.page.lesson ? say("lesson.invitation") : "";
    // A lesson is not about a rate that nobody has picked.
    const mine = taught && !state.train.chosen ? null : state.train.lr;
    this.finder.draw(core, shownReport, {
      theme, lr: mine, range: session.range,
      drawn: live ? null : session.drawn,
      band: behind || band.stale || !this.shows("band") ? null : band.report,
      ghosts: live ? NONE : session.ghosts,
      limits: behind || !this.shows("edge") ? NONE : limits,
      asGood: (!behind && truth.settled?.asGood) || null,
      overTruth: !this.truth.root.hidden && this.shows("truth"),
      summary: live ? "" : `${text.found} ${text.why}`,
      invitation: session.busy ? "" : taught || say("finder.invitation"),
    });
    this.truth.draw(core, truth.report, {
      theme, lr: truth.stale ? null : mine, range: this.finder.zoom.range ?? session.ground?.range ?? null, plot: this.finder.crosshair.layout?.plot ?? null, limits: this.shows("edge") && !truth.stale ? limits : NONE,
      suggestions: session.curve?.suggestions ?? NONE, summary: truth.settled ? measured(say, truth.settled, true).verdict : "",
      invitation: truth.state === "offered" ? say("truth.invitation") : "",
    });
    if (this.moment === "shape") this.shape.draw(session, theme);
    if (this.full) this.closer.draw(session, theme);
    if (this.trains) this.training.draw(session, { theme, plot: this.narrow ? null : this.finder.crosshair.layout?.plot ?? null, ran: text.ran, edge: limits[0] ?? null, taught });
  }

  /** @param {import("./history.js").History} history */
  offer(history) {
    this.bar.offer(history);
  }

  /** Answers or schedule: which of the two stands beside the curve. @param {"pick" | "shape"} moment */
  turnTo(moment) {
    this.moment = moment;
    for (const segment of /** @type {HTMLCollectionOf<HTMLElement>} */ (this.moments.children)) segment.setAttribute("aria-pressed", String(segment.dataset.moment === moment));
    this.rules.root.hidden = moment !== "pick";
    this.shape.root.hidden = moment !== "shape";
    for (const [of, hint] of Object.entries(this.hints)) hint.hidden = of !== moment;
  }

  /** What the reader cannot change. @param {import("./state.js").PageSettings} page */
  #lock(page) {
    for (const { field, input } of this.fields) input.disabled = isLocked(page, field.key);
    for (const button of this.training.stepper.querySelectorAll("button")) button.disabled = isLocked(page, "lr");
    this.finder.handle.root.inert = isLocked(page, "lr");
    this.ownTable.hidden = isLocked(page, "data");
    this.root.dataset.locked = ["schedule", "runs"].filter((key) => isLocked(page, key)).join(" ");
  }

  /** The fields of the schedule, whose faults are known before anything runs. */
  get #planned() {
    return [...this.shape.fields, this.training.steps];
  }

  /** What is wrong with the schedule, at its field. @param {{ field: string, message: string } | null} error */
  #flag(error) {
    for (const field of this.#planned) field.complain(null);
    if (error) fieldFor(this.#planned, error.field)?.complain(error);
  }

  /** The second pass without a pointer: over the useful range, and back. @param {import("./session.js").Session} session */
  #offerPass({ curve, ground, whole, busy, state }) {
    const { bounds } = curve ?? {};
    const range = ground?.range;
    const locked = isLocked(state.page, "finder");
    this.finder.selection.offer(0, ground !== null && !locked);
    const useful = bounds && { from: Number((bounds.lower / 2).toPrecision(2)), to: Number((bounds.upper * 2).toPrecision(2)) };
    this.useful = useful && range && !busy && !locked && useful.from > range.from && useful.to < range.to ? useful : null;
    this.narrowButton.hidden = !this.useful;
    if (this.useful) setText(this.narrowButton, this.words.say("finder.closer", { from: shown(this.useful.from), to: shown(this.useful.to) }));
    this.wholeButton.hidden = !whole || busy || locked;
  }

  /** @param {import("./session.js").Refusal} error */
  complain(error) {
    this.accept();
    const field = fieldFor(this.fields, error.control ?? error.field);
    if (field) {
      this.rail.controls.reveal(field);
      field.complain(error);
    }
    this.rail.general.hidden = Boolean(field);
    setText(this.rail.general, field ? "" : complaint(this.words.say, error));
    return field;
  }

  /** The schedule's own faults stay. */
  accept() {
    const planned = this.#planned;
    for (const field of this.fields) if (!planned.includes(field)) field.complain(null);
    this.rail.general.hidden = true;
  }

  /** What of a link was not taken at its word, or where it is if it couldn't be copied. @param {string} text */
  note(text) {
    setText(this.notes, text);
    this.notes.hidden = text === "";
  }

  /** Speaks to those who can't see the figures. @param {string} text */
  say(text) {
    setText(this.live, text);
  }

  /** Speaks of what has begun, or come to a halt. @param {import("./session.js").Session} session */
  announce({ status, fetching, kind }) {
    const { say } = this.words;
    if (status === "running") this.say(fetching ? say("said.fetching", { title: fetching.title }) : say(kind === "fit" ? "said.training" : "said.finding"));
    if (status === "paused") this.say(say("said.paused"));
    if (status === "error" || status === "crashed") this.accept();
  }

  /** The settings' sheet of a phone has been opened or shut. */
  #sheet() {
    this.root.classList.toggle("sheet", this.rail.open);
    this.main.inert = this.rail.open && this.narrow;
  }
}

// @ts-check
/** The element's inside: builds it once, then shows a session in it. */
import { Closer } from "./closer.js";
import { FRAMEWORKS } from "./code.js";
import { Controls } from "./controls.js";
import { enable, enabled, h, setText } from "./dom.js";
import { ExportMenu, csv, json, png } from "./export.js";
import { FieldView, fieldFor } from "./field.js";
import { FinderFigure } from "./finder-figure.js";
import { complaint, headline, measured, trained, whatHappened } from "./headline.js";
import { LessonMenu } from "./lesson-menu.js";
import { isLocked } from "./link.js";
import { LossFigure, taken } from "./loss-figure.js";
import { nudged, parseNumber, shownLoss, shown, typed } from "./numbers.js";
import { STEP } from "./overlay.js";
import { RulesTable } from "./rules.js";
import { ALL_PINNED } from "./runs.js";
import { plannedRange } from "./state.js";
import { Shape } from "./shape.js";
import { Tabs } from "./tabs.js";
import { say } from "./texts.js";
import { TruthFigure } from "./truth-figure.js";

/** Narrower than this the rail becomes a bar at the bottom with a sheet. */
const WIDE = 900;
/** Narrower than this the lower panels stand one above the other, as in the style sheet. */
const ABREAST = 1180;

/** @type {any[]} */
const NONE = [];

/**
 * @typedef {{
 *   run: () => void, toggle: () => void, step: () => void, reset: () => void, cancel: () => void, train: () => void,
 *   recover: () => void, judge: () => void, stopJudging: () => void, measure: () => void, stopMeasuring: () => void,
 *   undo: () => void, redo: () => void, share: () => void, changed: () => void, learn: (lesson: string) => void,
 *   readOwn: (text: string) => void, readTable: (text: string, target?: string) => any,
 *   narrow: (range: import("./state.js").Range | null) => void, pick: (lr: number, settled: boolean) => void, hold: () => void,
 *   reshape: (fields: Record<string, string>) => void,
 *   pin: (run: import("./runs.js").Run) => void, remove: (run: import("./runs.js").Run) => void,
 *   set: (key: string, value: string, committed: boolean) => void,
 * }} Actions
 */

export class View {
  /** @param {Actions} actions */
  constructor(actions) {
    this.actions = actions;
    this.narrow = false;
    this.full = false;
    /** @type {string[] | undefined} the parts that are shown; by default all */
    this.show = undefined;

    this.controls = new Controls(actions.set);
    this.rate = new FieldView({ key: "train.lr", label: "Learning rate", kind: "number", paths: ["schedule"] }, (value) => this.#typeRate(value));
    // Nothing may move under somebody who is about to type.
    this.rate.input.addEventListener("focus", actions.hold);
    this.trainSteps = new FieldView({ key: "train.steps", label: "Training steps", kind: "number", paths: ["steps"] },
      (value, committed) => actions.set("train.steps", value, committed));

    this.runButton = button("Run", "run primary", actions.run);
    this.pauseButton = button("Pause", "pause", actions.toggle);
    this.stepButton = button("Step", "step", actions.step);
    this.resetButton = button("Reset", "reset", actions.reset);
    this.cancelButton = button("Cancel", "cancel", actions.cancel);
    this.trainButton = button("Train", "train", actions.train);
    this.sheetButton = h("button", {
      type: "button", class: "more", "aria-label": "Settings", "aria-expanded": "false", "aria-controls": "settings", onclick: () => this.#sheet(!this.sheetOpen),
    }, h("span", { "aria-hidden": "true" }, "⋯"));

    const nudge = (/** @type {number} */ by) => {
      const from = parseNumber(this.rate.input.value);
      if (from > 0) actions.pick(nudged(from, by), true);
    };
    this.stepper = h("div", { class: "stepper" },
      h("button", { type: "button", "aria-label": "Lower rate", onclick: () => nudge(-STEP) }, h("span", { "aria-hidden": "true" }, "−")),
      h("button", { type: "button", "aria-label": "Higher rate", onclick: () => nudge(STEP) }, h("span", { "aria-hidden": "true" }, "+")));
    this.rate.root.classList.add("rate-field");
    this.rate.input.before(this.stepper);
    this.stepper.firstElementChild?.after(this.rate.input);

    this.bar = h("progress", { "aria-label": "Progress", max: "1", value: "0" });
    this.count = h("p", { class: "count" });
    this.general = h("p", { class: "message general", hidden: true });
    this.buttons = h("div", { class: "buttons" }, this.runButton, this.pauseButton, this.stepButton, this.resetButton, this.cancelButton, this.sheetButton);
    this.settings = h("div", { class: "settings", id: "settings" }, this.controls.root);
    this.actionsBox = h("div", { class: "actions" }, this.buttons, h("div", { class: "progress" }, this.bar, this.count), this.general);
    this.rail = h("aside", { class: "rail", "aria-label": "Settings and controls" }, this.settings, this.actionsBox);

    this.found = h("span", { class: "found" });
    this.next = h("span", { class: "next" });
    this.notes = h("p", { class: "notes", role: "status", hidden: true });
    this.detail = h("p", { class: "detail" });
    this.trouble = h("p", {});
    this.recover = button("Retry", "recover primary", actions.recover);
    this.notice = h("div", { class: "notice", role: "alert", hidden: true }, this.trouble, this.recover);
    const looked = (/** @type {string} */ words) => {
      this.say(words);
      actions.changed();
    };
    this.finder = new FinderFigure(actions.pick, actions.narrow, looked);
    this.narrowButton = h("button", { type: "button", class: "small", hidden: true }, "Look closer");
    this.wholeButton = h("button", { type: "button", class: "small", hidden: true, onclick: () => actions.narrow(null) }, "Whole range");
    this.finder.caption.after(this.narrowButton, this.wholeButton);
    this.narrowButton.addEventListener("click", () => this.useful && actions.narrow(this.useful));
    /** @type {"pick" | "shape"} */
    this.moment = "pick";
    /** The settings that the controls show. */
    this.settled = "";
    /** @type {import("./state.js").Range | null} the range that a second pass would have */
    this.useful = null;
    this.closer = new Closer(actions);
    this.truth = new TruthFigure(actions.pick, actions.judge, actions.stopJudging, this.finder.zoom);
    this.rules = new RulesTable((lr) => actions.pick(lr, true));
    this.loss = new LossFigure(actions, looked);
    this.finder.crosshair.join(this.truth.crosshair);
    this.trainForm = h("div", { class: "train-form" }, this.trainSteps.root, this.trainButton);
    this.shape = new Shape(actions.set, actions.reshape, looked);
    this.shape.figure.crosshair.join(this.loss.crosshair);
    this.moments = h("div", { class: "segments", role: "group", "aria-label": "What to do with the curve" },
      ...["pick", "shape"].map((moment) => button(moment === "pick" ? "Pick" : "Shape", "segment", () => {
        this.#turnTo(/** @type {"pick" | "shape"} */ (moment));
        actions.changed();
      })));
    this.hint = h("span", { class: "hint" });
    this.lossPanel = h("section", { class: "panel loss-panel", "aria-label": "Training" },
      h("div", { class: "panel-head" }, h("h3", {}, "Train"), this.trainForm), this.loss.root);
    this.ratePanel = h("section", { class: "panel rate-panel", "aria-label": "Rate and schedule" },
      h("div", { class: "panel-head" }, this.moments, this.hint), this.rules.root, this.shape.root);
    this.figures = h("div", { class: "figures", id: "figures" }, this.finder.root, this.truth.root,
      h("div", { class: "lower" }, this.ratePanel, this.lossPanel), this.closer.root);
    /** @type {"find" | "shape" | "train"} what a phone shows */
    this.tab = "find";
    this.tabs = new Tabs("What to show", { find: "Find", shape: "Shape", train: "Train" }, this.figures,
      (tab) => this.open(/** @type {"find" | "shape" | "train"} */ (tab)));
    /** @type {import("./session.js").Session | null} */
    this.session = null;
    /** What the last update said. */
    this.text = { found: "", next: "", detail: "" };
    this.undoButton = button("Undo", "undo", actions.undo);
    this.redoButton = button("Redo", "redo", actions.redo);
    this.shareButton = button("Copy link", "share", actions.share);
    this.exports = new ExportMenu(() => this.#exports(), (text) => this.say(text));
    this.lessons = new LessonMenu(actions.learn);
    this.tools = h("div", { class: "tools", role: "group", "aria-label": "Lessons, undo, link, export" }, this.lessons.root, this.undoButton, this.redoButton, this.shareButton, this.exports.root);
    // The default result, which the page may hold from before the program arrived.
    this.first = h("slot", {});
    this.main = h("div", { class: "main" }, this.tools, this.first,
      this.head = h("div", { class: "head" }, h("h2", {}, this.found, " ", this.next), this.detail, this.lessons.offer), this.notes, this.notice, this.tabs.root, this.figures);
    const [decision, seeds, stability, epochs, code, own, table] = this.closer.parts;
    /** What each name of `show` stands for. @type {Record<string, Element[]>} */
    this.named = {
      headline: [this.head], settings: [this.settings, this.sheetButton], finder: [this.finder.root], truth: [this.truth.root],
      band: [seeds], edge: [stability], rules: [this.rules.root], schedule: [this.shape.root], loss: [this.lossPanel],
      surface: [decision], table: [own, table], code: [code], export: [this.tools], others: [epochs],
    };
    this.ownTable = table;
    this.live = h("p", { class: "live", "aria-live": "polite" });
    this.root = h("div", { class: "app" }, this.rail, this.main, this.live);
    this.#turnTo("pick");
    this.root.addEventListener("resized", actions.changed);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.sheetOpen) this.#sheet(false);
    });
    // While the sheet is open what lies under it is inert, so a press there arrives at the root.
    this.root.addEventListener("click", (event) => event.target === this.root && this.sheetOpen && this.#sheet(false));
  }

  get fields() {
    return [...this.controls.fields, this.rate, this.trainSteps, ...this.shape.fields];
  }

  get sheetOpen() {
    return this.sheetButton.getAttribute("aria-expanded") === "true";
  }

  get tabbed() {
    return this.narrow && this.full && !this.show;
  }

  /** @param {string} part */
  shows(part) {
    return this.show?.includes(part) ?? true;
  }

  /** Whether one can train here. */
  get trains() {
    return this.full && this.shows("loss");
  }

  /** Where one figure is shown at a time, this one. @param {"find" | "shape" | "train"} tab */
  open(tab) {
    if (!this.tabbed) return;
    this.tab = tab;
    this.root.dataset.tab = tab;
    this.tabs.show(tab);
    this.#turnTo(tab === "shape" ? "shape" : "pick");
    this.actions.changed();
  }

  /**
   * Wide or narrow, full or finder alone, all parts or some: who stands where.
   *
   * @param {number} width
   * @param {boolean} full
   * @param {string[]} [show]
   */
  arrange(width, full, show) {
    this.narrow = width < WIDE;
    this.full = full;
    this.show = show;
    for (const [name, parts] of Object.entries(this.named)) for (const part of parts) part.toggleAttribute("data-off", !this.shows(name));
    this.ratePanel.toggleAttribute("data-off", !this.shows("rules") && !this.shows("schedule"));
    this.root.classList.toggle("bare", !this.shows("settings"));
    this.root.dataset.view = full ? "full" : "finder";
    this.root.classList.toggle("narrow", this.narrow);
    // One figure at a time where there is no room for more; without training there is only one.
    this.tabs.offer(this.tabbed);
    this.moments.hidden = this.tabbed || !full || !this.shows("rules") || !this.shows("schedule");
    if (this.tabbed) this.open(this.tab);
    else delete this.root.dataset.tab;
    if (!full || !this.shows("schedule")) this.#turnTo("pick");
    else if (!this.shows("rules")) this.#turnTo("shape");
    this.main.inert = this.narrow && this.sheetOpen;
    this.lossPanel.hidden = !full;
    const home = this.narrow ? this.buttons : this.trains ? this.trainForm : this.actionsBox;
    if (this.rate.root.parentElement !== home) {
      if (this.narrow) this.sheetButton.before(this.rate.root);
      else home.prepend(this.rate.root);
    }
    // Reading down, training comes before the list of other rates.
    const lower = /** @type {HTMLElement} */ (this.lossPanel.parentElement);
    const stacked = width <= ABREAST;
    if (stacked !== (lower.firstElementChild === this.lossPanel)) lower[stacked ? "prepend" : "append"](this.lossPanel);
    // On a phone the rarer buttons live in the sheet.
    const rarer = [this.pauseButton, this.stepButton, this.resetButton];
    if (this.narrow && this.pauseButton.parentElement === this.buttons) this.settings.prepend(h("div", { class: "rarer" }, ...rarer));
    if (!this.narrow && this.pauseButton.parentElement !== this.buttons) {
      const box = this.pauseButton.parentElement;
      this.runButton.after(...rarer);
      box?.remove();
    }
  }

  /**
   * Shows the words and the controls; the canvases are drawn by {@link draw}, which comes after it.
   *
   * @param {import("./session.js").Session} session
   */
  update(session) {
    const { state, status, datasets, catalog, fetching, progress, trouble } = session;
    this.session = session;
    this.tools.hidden = !session.ready;
    const train = { ...state.train, lr: this.#rateText(state.train.lr) };
    const { perEpoch } = session;
    const context = /** @type {any} */ ({ state: { ...state, train }, datasets, catalog, perEpoch });
    // Most of what changes is on the figures.
    const settings = JSON.stringify([context.state, perEpoch, catalog.schedules.length, datasets.map(({ name, provided }) => [name, provided])]);
    if (settings !== this.settled) {
      this.settled = settings;
      for (const part of [this.controls, this.rate, this.trainSteps, this.shape]) part.update(context);
      this.#lock(state.page);
      this.#flag(session.shape.error);
    }

    this.text = this.words(session);
    setText(this.found, this.text.found);
    setText(this.next, this.text.next);
    setText(this.detail, this.text.detail);
    this.notice.hidden = !trouble;
    setText(this.trouble, trouble);
    setText(this.recover, status === "crashed" ? "Restart" : "Retry");
    this.recover.hidden = session.unsupported;
    this.figures.hidden = Boolean(trouble) && !session.report;
    const waits = !session.shownReport && !trouble && this.first.assignedElements().length > 0 && session.untouched && !this.show;
    this.first.hidden = !waits;
    this.head.hidden = waits;
    this.head.classList.toggle("silent", !this.text.found);
    if (waits) this.figures.hidden = true;
    this.tabs.root.hidden = !this.tabbed || this.figures.hidden;
    this.rail.hidden = Boolean(trouble) && !session.report;
    this.root.classList.toggle("alone", this.rail.hidden);

    const running = status === "running" || status === "paused";
    enable(this.runButton, session.ready);
    enable(this.pauseButton, running && !fetching);
    setText(this.pauseButton, status === "paused" ? "Resume" : "Pause");
    enable(this.stepButton, session.ready);
    enable(this.cancelButton, running);
    enable(this.resetButton, session.ready);
    enable(this.trainButton, session.ready && state.train.lr !== null && !session.runs.allPinned);
    // What stands in the table is of the curve before.
    this.root.classList.toggle("sweeping", session.partial !== null);
    this.#swapCancel(running);
    if (fetching) {
      this.bar.value = Math.min(1, fetching.loaded / fetching.total);
      setText(this.count, `fetching ${Math.round(fetching.total / 1000)} kB …`);
    } else {
      this.bar.value = progress?.total ? progress.step / progress.total : 0;
      setText(this.count, progress ? `step ${progress.step} of ${progress.total} · loss ${shownLoss(progress.loss)}` : "");
    }
    const { race, truth } = session.background;
    this.rules.update(session.curve, race.settled, truth.settled, state.train.lr, isLocked(state.page, "lr"));
    this.truth.root.hidden = truth.state === "idle" && !truth.report;
    this.#offerPass(session);
    this.closer.root.hidden = !this.full;
    this.closer.update(session);
    this.truth.update(truth, { ready: session.ready, runs: `at ${state.truth.rates} rates × ${state.finder.seeds} seeds` });
  }

  /** @param {import("./session.js").Session} session */
  words(session) {
    const { state, status, kind, runs, shownReport } = session;
    const range = plannedRange(state.finder, session.catalog);
    const { race, truth } = session.background;
    const { current, list } = runs;
    // Until something has come of it, a step of a lesson says itself what there is to do.
    if (state.page.lesson && !shownReport && !current) return { found: "", next: "", detail: "" };
    const own = state.train.chosen || !["", "answer"].includes(state.page.rule ?? "");
    return headline({
      status, kind, outdated: session.outdated, report: shownReport, run: current, before: list.filter((run) => run !== current && run.trace.stop).at(-1), lr: state.train.lr, own,
      from: range ? typed(range.from) : "", to: range ? typed(range.to) : "",
      checking: session.checking, race: race.settled, truth: truth.stale ? null : truth.report, isWhole: truth.settled !== null, gain: session.gainOf(state.train.lr),
    });
  }

  /**
   * @param {import("./session.js").Session} session
   * @param {"light" | "dark"} theme
   */
  draw(session, theme) {
    const { core, state, shownReport, curve, progress } = session;
    const { list: runs, current, allPinned } = session.runs;
    if (!core || session.trouble) return;
    const { text } = this;
    const live = shownReport !== curve || !curve;
    const { band, edge } = session.background;
    const limits = limitsOf(edge);
    // Behind a curve that is still growing only what belongs to it may stand.
    const behind = live || !session.ground;
    const taught = state.page.lesson ? say("lesson.invitation", {}, this.lessons.language) : "";
    // A lesson is not about a rate that nobody has picked.
    const mine = taught && !state.train.chosen ? null : state.train.lr;
    this.finder.draw(core, shownReport, {
      theme, lr: mine, range: session.range,
      drawn: live ? null : session.drawn,
      band: behind || band.stale || !this.shows("band") ? null : band.report,
      ghosts: live ? NONE : session.ghosts,
      limits: behind || !this.shows("edge") ? NONE : limits,
      asGood: (!behind && session.background.truth.settled?.asGood) || null,
      summary: live ? "" : `${text.found} ${text.detail}`,
      invitation: session.busy ? "" : taught || "Press Run to see the loss at every rate.",
    });
    const { truth } = session.background;
    this.truth.draw(core, truth.report, {
      theme, lr: truth.stale ? null : mine, range: this.finder.zoom.range ?? session.ground?.range ?? null, left: this.finder.crosshair.layout?.plot.x ?? null,
      suggestions: session.curve?.suggestions ?? NONE, summary: truth.settled ? measured(truth.settled, true).verdict : "",
      invitation: truth.state === "offered" ? "Long runs wait for your word." : "",
    });
    if (!this.full) return;
    if (this.moment === "shape") this.shape.draw(session, theme);
    this.closer.draw(session, theme);
    const total = Math.max(0, ...runs.map(({ trace }) => taken(trace)), current && !current.trace.stop ? progress?.total ?? 0 : 0);
    const lr = state.train.lr;
    const invitation = taught || (lr === null
      ? "First find a rate; then train with it here."
      : `Now train with it: ${state.train.steps} steps at ${shown(lr)}. The loss of every batch appears here, and that of the held-out rows.`);
    const reason = whatHappened(runs.at(-1), { edge: limits[0] ?? null, best: truth.settled?.best ?? null });
    this.loss.draw(core, runs, {
      theme, total, reason, summary: runs.length ? trained(/** @type {any} */ (runs.at(-1))) : "", invitation, notice: allPinned ? ALL_PINNED : "",
    });
  }

  /** @param {import("./history.js").History} history */
  offer({ past, future }) {
    enable(this.undoButton, past.length > 0);
    enable(this.redoButton, future.length > 0);
  }

  /** What can be taken away now. @returns {import("./export.js").Item[]} */
  #exports() {
    const { session } = this;
    if (!session) return [];
    const { core, report, curve, background, state } = session;
    const { list: runs } = session.runs;
    const { report: truth } = background.truth;
    const theme = /** @type {const} */ ({ theme: "light" });
    const found = curve && [
      { title: "Finder as PNG", file: "lr-finder.png", make: () => png(this.finder.canvas) },
      { title: "Finder as SVG", file: "lr-finder.svg", make: () => core.lrFindSvg(curve, { ...theme, width: 960, height: 360, ...(state.train.lr && { lr: state.train.lr }) }) },
      { title: "Finder as CSV", file: "lr-finder.csv", make: () => csv({ lr: report.lrs, loss: report.losses, smoothed: report.smoothed }) },
      { title: "Finder as JSON", file: "lr-finder.json", make: () => json(report) },
    ];
    const proven = truth && [
      { title: "Truth as SVG", file: "lr-truth.svg", make: () => core.lrSweepSvg(truth, { ...theme, width: 960, height: 240 }) },
      { title: "Truth as CSV", file: "lr-truth.csv", make: () => csv({ lr: truth.lrs, median: truth.median, lower: truth.lower, upper: truth.upper, gain: truth.gain }) },
    ];
    const last = runs.at(-1);
    const trained = last && [
      { title: "Losses as SVG", file: "lr-runs.svg", make: () => core.lossSvg(runs.map(({ name, label, trace }) => ({ label: name, letter: label, trace })), { ...theme, width: 960, height: 360 }) },
      { title: `Run ${last.label} as CSV`, file: "lr-run.csv", make: () => csv({ step: last.trace.steps, lr: last.trace.lrs, loss: last.trace.losses }) },
    ];
    const elsewhere = state.train.lr !== null && session.ground && [
      ...Object.entries(FRAMEWORKS).map(([kind, title]) => ({ title: `${title} script`, file: `lr-lab-${kind}.py`, make: () => session.script(kind) })),
      { title: "Data for the scripts", file: "lr-lab-run.json", make: () => session.exportRun() },
    ];
    return [found, proven, trained, elsewhere].flatMap((part) => part || []);
  }

  /** Rules or schedule: which of the two stands beside the loss. @param {"pick" | "shape"} moment */
  #turnTo(moment) {
    this.moment = moment;
    for (const segment of this.moments.children) segment.setAttribute("aria-pressed", String(segment.textContent?.toLowerCase() === moment));
    this.rules.root.hidden = moment !== "pick";
    this.shape.root.hidden = moment !== "shape";
    setText(this.hint, moment === "pick" ? "a rule’s answer, or drag the handle" : "drag a corner, or type");
  }

  /** What the reader cannot change. @param {import("./state.js").PageSettings} page */
  #lock(page) {
    for (const { field, input } of this.fields) input.disabled = isLocked(page, field.key);
    for (const button of this.stepper.querySelectorAll("button")) button.disabled = isLocked(page, "lr");
    this.finder.handle.root.inert = isLocked(page, "lr");
    this.ownTable.hidden = isLocked(page, "data");
    this.hint.hidden = isLocked(page, "lr");
    this.root.dataset.locked = ["schedule", "runs"].filter((key) => isLocked(page, key)).join(" ");
  }

  /** What is wrong with the schedule, at its field. @param {any} error */
  #flag(error) {
    for (const field of this.shape.fields) field.complain(null);
    if (error) fieldFor(this.shape.fields, error.field)?.complain(error);
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
    if (this.useful) this.narrowButton.title = `Run from ${shown(this.useful.from)} to ${shown(this.useful.to)}`;
    this.wholeButton.hidden = !whole || busy || locked;
  }

  /** @param {import("./session.js").Refusal} error */
  complain(error) {
    this.accept();
    const field = fieldFor(this.fields, error.control ?? error.field);
    if (field) {
      this.controls.reveal(field);
      field.complain(error);
    }
    this.general.hidden = Boolean(field);
    setText(this.general, field ? "" : complaint(error));
    return field;
  }

  /** The schedule's own faults stay. */
  accept() {
    for (const field of this.fields) if (!this.shape.fields.includes(field)) field.complain(null);
    this.general.hidden = true;
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

  /** @param {string} text */
  #typeRate(text) {
    const lr = parseNumber(text);
    if (lr > 0 && Number.isFinite(lr)) {
      this.rate.complain(null);
      this.actions.pick(lr, true);
    } else if (text.trim()) {
      this.rate.complain({ field: "schedule.lr", message: `“${text.trim()}” is not a rate; type a number above 0, such as 0.1, 3e-4 or 1/128.` });
    }
  }

  /** What the rate's field says: what the user is typing, or the picked rate. @param {number | null} lr */
  #rateText(lr) {
    const root = /** @type {ShadowRoot} */ (this.root.getRootNode());
    const text = this.rate.input.value;
    if (root.activeElement === this.rate.input && (parseNumber(text) === lr || this.rate.input.hasAttribute("aria-invalid"))) return text;
    return lr === null ? "" : typed(lr);
  }

  /** On a phone Cancel takes Run's place while a run is on, and the focus with it. @param {boolean} running */
  #swapCancel(running) {
    const root = /** @type {ShadowRoot} */ (this.root.getRootNode());
    const focused = root.activeElement;
    this.root.classList.toggle("busy", running);
    if (!this.narrow) return;
    if (running && focused === this.runButton) this.cancelButton.focus();
    if (!running && focused === this.cancelButton) this.runButton.focus();
  }

  /** @param {boolean} open */
  #sheet(open) {
    this.sheetButton.setAttribute("aria-expanded", String(open));
    this.root.classList.toggle("sheet", open);
    this.main.inert = open && this.narrow;
    if (open) this.controls.fields[0].input.focus();
    else this.sheetButton.focus();
  }
}

/**
 * The rate beyond which training is not stable, as a line.
 *
 * @param {import("./background.js").Task} edge
 */
function limitsOf({ report, stale }) {
  const lr = report?.limits[0];
  return !stale && report?.formula && Number.isFinite(lr) ? [{ lr, label: `${report.formula} = ${shown(lr, 2)}` }] : NONE;
}

/**
 * @param {string} name
 * @param {string} className
 * @param {() => void} press
 */
function button(name, className, press) {
  const element = h("button", { type: "button", class: className, onclick: () => enabled(element) && press() }, name);
  return element;
}

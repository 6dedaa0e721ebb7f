// @ts-check
/**
 * `<lr-lab>`: finds a learning rate in the page.
 *
 * Attributes: every key of a link (docs/link.md). On the lab's own pages `home` names the view that holds where a link
 * names none, and Copy link leads there; elsewhere it leads to embed.html. `data-theme` is the reader's choice of
 * colours, where a link makes none.
 * Events, all CustomEvents that bubble out of shadow roots: ready, statechange { state }, progress (at most 4 a second),
 * finderend (the report), truthend (the report of the sweep under it), runend { trace, fingerprint }, pick { lr },
 * error { field, message }, link { hash, address } when it was asked for, theme { theme, locked } when the colours change.
 * Its attribute `state` is loading, idle, running, paused, done, error or crashed.
 */
import { PRESETS } from "./presets.js";
import { messageOf, refused } from "./errors.js";
import { History } from "./history.js";
import { languageOf } from "./language.js";
import { VIEWS, isLocked, linkOf, overlaid } from "./link.js";
import { Session } from "./session.js";
import { curveSettings } from "./state.js";
import { View } from "./view.js";
import { loaded } from "./wasm.js";

/** @import { LrFindReport, ProgressReport } from "../pkg/lr_lab.js" */

/** A change of settings waits this long for the next one. */
const SETTLE_MS = 150;
const PROGRESS_EVENT_MS = 250;
/** A drawing that takes longer than this is not asked for every frame. */
const DRAW_MS = 12;

/** What is only looked at until somebody trains by it. */
const SHAPE = "schedule.";
/** Settings that leave the finder's curve as it is, and change only what goes on behind it. */
const BEHIND = ["train.steps", "finder.seeds", "finder.vary", "finder.edge", "truth.rates", "truth.search"];

const dark = matchMedia("(prefers-color-scheme: dark)");

/** The style sheets, fetched once for all elements; constructable, so that a strict policy allows them. */
const sheets = Promise.all(["./style.css", "./figures.css"].map((file) => fetch(new URL(file, import.meta.url))
  .then((response) => (response.ok ? response.text() : ""))
  .catch(() => "")
  .then((css) => new CSSStyleSheet().replace(css))));

/** What goes on behind it. @param {import("./state.js").State} state */
const behindSettings = ({ finder: { seeds, vary, edge }, truth, train: { steps }, schedule }) =>
  JSON.stringify([seeds, vary, edge, truth, steps, schedule]);

export class LrLab extends HTMLElement {
  #session = new Session({
    status: (status) => this.#status(status),
    changed: () => this.#redraw(),
    progress: (progress) => this.#progress(progress),
    refused: (error) => this.#refused(error),
    accepted: () => this.#view.accept(),
    finderEnd: (report) => this.#finderEnd(report),
    runEnd: ({ trace, fingerprint }) => {
      this.#view.say(this.#view.words(this.#session).ran);
      this.#emit("runend", { trace, fingerprint });
    },
    truthEnd: (report) => this.#emit("truthend", report),
    pick: (lr) => this.#emit("pick", { lr }),
  });

  #view = new View({
    run: () => this.run(),
    toggle: () => (this.#session.status === "paused" ? this.resume() : this.pause()),
    step: () => this.step(),
    reset: () => this.reset(),
    cancel: () => this.cancel(),
    train: () => this.train(),
    recover: () => this.#recover(),
    judge: () => this.#session.background.truth.begin?.(),
    stopJudging: () => this.#session.background.truth.cancel(),
    measure: () => this.#session.measure(),
    stopMeasuring: () => this.#session.background.course.cancel(),
    share: () => this.#share(),
    learn: (lesson) => this.#learn(lesson),
    undo: () => this.undo(),
    redo: () => this.redo(),
    readOwn: (text) => this.#session.readOwn(text),
    readTable: (text, target) => {
      if (this.#locked("data")) return null;
      const described = this.#change("data.name", () => this.#session.readTable(text, target));
      this.#attempt(() => this.#session.find({ quick: true }));
      return described;
    },
    narrow: (range) => {
      if (!this.#locked("finder")) this.#change("narrow", () => this.#attempt(() => this.#session.narrow(range)));
    },
    changed: () => this.#redraw(),
    pick: (lr, settled) => this.#pick(lr, settled),
    hold: () => this.#session.hold(),
    set: (key, value, committed) => this.#set(key, value, committed),
    pin: (run) => {
      this.#change("runs", () => this.#session.pin(run));
      this.#view.say(this.#session.runs.notice);
    },
    remove: (run) => this.#change("runs", () => this.#session.remove(run)),
    // The fields of a corner move together, and back together.
    reshape: (fields) => this.#change("schedule", () => {
      if (this.#locked("schedule")) return;
      for (const [name, value] of Object.entries(fields)) this.#session.set(`${SHAPE}${name}`, value);
      this.#session.hold();
      this.#again(SHAPE, false);
    }),
  });

  #history = new History();
  /** Leads through lessons, from the first that is opened. @type {import("./lesson-guide.js").Guide | null} */
  #guide = null;
  /** A link that came before the core. */
  #pending = "";
  #opened = false;
  /** @type {((report: LrFindReport) => void)[]} */
  #waiting = [];
  #built = false;
  #ran = false;
  #shown = false;
  #frame = 0;
  #timer = 0;
  #lastProgress = 0;
  /** The last colours. */
  #look = "";
  #resized = new ResizeObserver(() => this.#arrange());
  /** Which attributes there are the core knows, which comes later: all are watched. */
  #told = new MutationObserver((changes) => this.#amend(changes.map(({ attributeName }) => attributeName ?? "")));
  #seen = new IntersectionObserver((entries) => this.#appear(entries.some((entry) => entry.isIntersecting)));
  #restyle = () => this.#redraw();
  #rescale = () => {
    this.#redraw();
    this.#watchDensity();
  };
  /** @type {MediaQueryList | null} */
  #density = null;

  constructor() {
    super();
    this.#told.observe(this, { attributes: true });
    this.addEventListener("keydown", (event) => {
      const typing = event.composedPath().some((node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement);
      if (typing || event.altKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) this.redo();
      else this.undo();
    });
  }

  connectedCallback() {
    this.#resized.observe(this);
    this.#seen.observe(this);
    dark.addEventListener("change", this.#restyle);
    this.#watchDensity();
    if (!this.#built) this.#build();
    else this.#redraw();
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#seen.disconnect();
    dark.removeEventListener("change", this.#restyle);
    this.#density?.removeEventListener("change", this.#rescale);
    clearTimeout(this.#timer);
    // A move within the page disconnects and connects in one task: only a real removal stops the worker.
    queueMicrotask(() => {
      if (!this.isConnected) this.#session.stop();
    });
  }

  /** Runs the finder. */
  run() {
    this.#view.open("find");
    this.#attempt(() => this.#session.find());
  }
  pause() { this.#session.pause(); }
  resume() { this.#session.resume(); }
  /** Advances by one step, of a paused run or of a new one. */
  step() {
    if (!this.#session.busy) this.#view.open("find");
    this.#attempt(() => this.#session.step());
  }
  /** Forgets the results and the picked rate; keeps the settings. */
  reset() {
    clearTimeout(this.#timer);
    this.#session.reset();
    this.#view.accept();
    this.#view.say("Reset.");
  }
  cancel() { this.#session.cancel(); }
  /** Trains at the picked rate. */
  train() {
    this.#view.open("train");
    this.#attempt(() => this.#session.train());
  }

  /** The settings as the text behind the `#` of a link; empty for the defaults. */
  getLink() { return this.#session.link(); }

  /**
   * Takes the settings of a link, as soon as the core is there; where it says nothing, the attributes hold. A link always
   * opens: what is not accepted in it is said in the page.
   *
   * @param {string} hash
   */
  openLink(hash) {
    if (this.#opened && this.#session.ready) this.#turnTo("link", () => this.#session.open(overlaid(hash, linkOf(this, this.#keys))));
    else this.#pending = hash;
  }

  undo() { this.#turn("past"); }
  redo() { this.#turn("future"); }

  /**
   * The finder's latest report; waits for a first one.
   *
   * @returns {Promise<LrFindReport>}
   */
  getResult() {
    const { report } = this.#session;
    return report ? Promise.resolve(report) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #build() {
    this.#built = true;
    this.setAttribute("state", this.#session.status);
    // What the page holds in its place stays until there is something to take it.
    const styles = await sheets;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = styles;
    root.append(this.#view.root);
    this.setAttribute("built", "");
    this.#view.offer(this.#history);
    this.#arrange();
    await this.#load();
  }

  async #load() {
    const loaded = await this.#session.load();
    if (!loaded) return this.#emit("error", { field: null, message: this.#session.trouble });
    this.#begin();
    this.#autorun();
  }

  /** With the settings of attributes and link, which no undo takes back. */
  #begin() {
    const pending = this.#pending;
    this.#pending = "";
    if (this.#opened) return void (pending && this.openLink(pending));
    this.#opened = true;
    const link = overlaid(pending, linkOf(this, this.#keys));
    if (link) this.#view.note(this.#session.open(link).join(" "));
    void this.#teach(null);
    this.#arrange();
    this.#emit("ready", {});
  }

  async #recover() {
    const loaded = await this.#session.restart();
    if (!loaded) return;
    this.#begin();
    if (!this.#session.report) this.run();
    else this.#redraw();
  }

  /** @param {boolean} visible */
  #appear(visible) {
    this.#shown = visible;
    if (!visible) return;
    this.#redraw();
    this.#autorun();
  }

  #autorun() {
    const when = this.#session.state.page.autorun ?? "visible";
    if (this.#ran || !this.#opened || !this.#session.ready || this.#session.state.page.lesson || when === "no" || (when !== "yes" && !this.#shown)) return;
    // A finished picture is not painted away: the whole curve takes its place at once.
    this.#attempt(() => this.#session.find({ quick: this.#view.waits(this.#session) }));
  }

  /** What a person asked for goes before a rerun that waits. @param {() => void} act */
  #attempt(act) {
    this.#ran = true;
    clearTimeout(this.#timer);
    act();
  }

  /** Back to other settings, and what follows from them. @param {"past" | "future"} where */
  #turn(where) {
    const state = this.#history.turn(where, JSON.stringify(this.#session.state));
    this.#view.offer(this.#history);
    if (state === null) return;
    const before = { ...this.#session.state };
    this.#session.restore(JSON.parse(state));
    this.#view.say(where === "past" ? "Undone." : "Redone.");
    this.#follow(before);
  }

  /** Other settings all at once, with what of them was not taken at its word. @param {string} what @param {() => string[]} act */
  #turnTo(what, act) {
    const before = structuredClone(this.#session.state);
    this.#view.note(this.#change(what, act).join(" "));
    this.#follow(before);
  }

  /** What follows from other settings. @param {import("./state.js").State} before */
  #follow(before) {
    const session = this.#session;
    this.#view.accept();
    void this.#teach(before);
    this.#arrange();
    clearTimeout(this.#timer);
    // In a lesson nothing runs before the reader has asked for it.
    if (session.state.page.lesson) return;
    session.propose();
    if (!this.#ran) return this.#autorun();
    // A schedule or a picked rate leaves the curve as it is.
    if ((!session.report && !session.busy) || curveSettings(session.state) !== curveSettings(before)) return session.find({ quick: true });
    if (behindSettings(session.state) !== behindSettings(before)) session.judge();
    session.compare();
  }

  /** Opens a lesson, or a step of one. @param {string} lesson */
  #learn(lesson) {
    this.#turnTo(`lesson ${lesson}`, () => {
      this.#session.state.page.lesson = lesson;
      return [];
    });
  }

  /** The guide follows the state into a lesson and out of it. @param {import("./state.js").State | null} before the settings before, if there were any */
  async #teach(before) {
    const session = this.#session;
    if (!session.state.page.lesson) return this.#guide?.close();
    const leave = (/** @type {import("./state.js").State | null} */ own) => this.#turnTo("lesson", () => {
      if (!own) return session.open(linkOf(this, this.#keys.filter((key) => key !== "lesson")));
      session.restore(structuredClone(own));
      return [];
    });
    try {
      const { Guide } = await import("./lesson-guide.js");
      this.#guide ??= new Guide({
        session, view: this.#view, language: () => this.#language, leave, turn: (key) => this.#learn(key), share: () => this.#share(), arrange: () => this.#arrange(),
      });
    } catch (error) {
      leave(before);
      return this.#view.note(`The lesson could not be fetched (${/** @type {any} */ (error).message}).`);
    }
    await this.#guide.follow(before?.page.lesson ? null : before);
  }

  get #language() {
    return languageOf(this, this.#session.state.page.lang);
  }

  /** Attributes have changed: those that are keys apply. @param {string[]} names */
  #amend(names) {
    const keys = this.#opened && this.#session.ready ? this.#keys.filter((key) => names.includes(key)) : [];
    if (keys.length) this.#turnTo(keys.join(), () => this.#session.amend(linkOf(this, keys), keys));
    else this.#redraw();
  }

  get #keys() {
    return loaded(this.#session.core).linkKeys().map(({ name }) => name);
  }

  /** What is asked for of the page: before the core is there, as link and attributes have it. @param {"view" | "theme"} key */
  #asked(key) {
    if (this.#opened) return this.#session.state.page[key];
    return new URLSearchParams(this.#pending.replace(/^#/, "")).get(key) ?? this.getAttribute(key);
  }

  /** @param {string} setting */
  #locked(setting) {
    return isLocked(this.#session.state.page, setting);
  }

  /** Puts the link into the clipboard and, on a page of ours, into the address. */
  async #share() {
    try {
      const hash = this.getLink();
      const page = this.hasAttribute("home") ? location.href.split("#")[0] : new URL("../embed.html", import.meta.url).href;
      const address = `${page}${hash && `#${hash}`}`;
      this.#emit("link", { hash, address });
      await navigator.clipboard.writeText(address).then(
        () => this.#view.note("The link is copied."),
        () => this.#view.note(`The link: ${address}`),
      );
    } catch (error) {
      this.#refused(refused(error));
    }
  }

  /**
   * Changes the settings so that it can be undone; changes of the same thing that follow at once are one.
   *
   * @template T
   * @param {string} what
   * @param {() => T} act
   * @returns {T}
   */
  #change(what, act) {
    const before = JSON.stringify(this.#session.state);
    const done = act();
    if (JSON.stringify(this.#session.state) !== before) {
      this.#history.keep(before, what);
      this.#view.offer(this.#history);
    }
    return done;
  }

  /** @param {string} key @param {string} value @param {boolean} committed */
  #set(key, value, committed) {
    if (this.#locked(key)) return;
    const before = JSON.stringify(this.#session.state);
    this.#view.note("");
    this.#change(key, () => {
      this.#session.set(key, key === "finder.preset" && !(value in PRESETS) ? "" : value);
      if (key.startsWith(SHAPE)) this.#session.hold();
    });
    // One choice may change others; they show it before anything else happens.
    if (this.shadowRoot?.firstChild) this.#view.update(this.#session);
    if (JSON.stringify(this.#session.state) !== before) this.#again(key, committed);
  }

  /** Runs anew what a setting has changed. @param {string} key @param {boolean} committed */
  #again(key, committed) {
    if (!this.#ran) return;
    clearTimeout(this.#timer);
    // What was measured belongs to the settings before.
    this.#session.background.stop();
    // The truth went by the schedule.
    const behind = BEHIND.includes(key) || key.startsWith(SHAPE);
    this.#timer = setTimeout(() => (behind ? this.#session.judge() : this.#session.find({ quick: true })), committed ? 0 : SETTLE_MS);
  }

  /** @param {number} lr @param {boolean} settled */
  #pick(lr, settled) {
    if (this.#locked("lr")) return;
    this.#change("train.lr", () => this.#session.pick(lr));
    if (settled) this.#emit("pick", { lr });
  }

  /** @param {string} status */
  #status(status) {
    this.setAttribute("state", status);
    this.#emit("statechange", { state: status });
    const { fetching, kind } = this.#session;
    if (status === "running") this.#view.say(fetching ? `Fetching ${fetching.title}.` : kind === "fit" ? "Training." : "The finder runs.");
    if (status === "paused") this.#view.say("Paused.");
    if (status === "error" || status === "crashed") this.#view.accept();
  }

  /** @param {ProgressReport} progress */
  #progress({ step, total, loss, lr }) {
    const now = performance.now();
    if (now - this.#lastProgress < PROGRESS_EVENT_MS) return;
    this.#lastProgress = now;
    this.#emit("progress", { kind: this.#session.kind === "fit" ? "train" : "finder", step, total, loss, lr });
  }

  /** @param {LrFindReport} report */
  #finderEnd(report) {
    for (const resolve of this.#waiting.splice(0)) resolve(report);
    const { found, why } = this.#view.words(this.#session);
    this.#view.say(`${found} ${why}`);
    this.#emit("finderend", report);
  }

  /** @param {import("./session.js").Refusal} error */
  #refused(error) {
    this.#guide?.refused(error.message);
    this.#view.complain(error);
    this.#emit("error", { field: error.field, message: error.message });
  }

  #arrange() {
    const width = this.clientWidth;
    const view = [this.#asked("view"), this.getAttribute("home")].find((name) => VIEWS.includes(name));
    const { lesson, show } = this.#session.state.page;
    if (width > 0) this.#view.arrange(width, lesson ? true : view === "full", lesson ? this.#guide?.parts ?? [] : show);
    this.#session.seesRuns = this.#view.trains;
    this.#redraw();
  }

  #watchDensity() {
    this.#density?.removeEventListener("change", this.#rescale);
    this.#density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    this.#density.addEventListener("change", this.#rescale);
  }

  /** At most one drawing a frame. */
  #redraw() {
    if (this.#frame || !this.isConnected) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    if (!this.shadowRoot?.firstChild) return;
    const theme = this.#theme();
    const look = `${theme} ${this.#locked("theme")}`;
    if (look !== this.#look) this.#emit("theme", { theme, locked: this.#locked("theme") });
    this.#look = look;
    this.#view.root.dataset.theme = theme;
    this.#view.update(this.#session);
    const { lesson = "", show, lock = [] } = this.#session.state.page;
    void this.#view.lessons.update({ language: this.#language, current: lesson, fits: this.#view.full && !show && !lock.length, offers: this.hasAttribute("home") });
    const began = performance.now();
    try {
      this.#view.draw(this.#session, theme);
    } catch (error) {
      // The core trapped while drawing: its memory can't be trusted any more.
      this.#session.crash(messageOf(error));
    }
    this.#guide?.update();
    this.#ack(performance.now() - began);
  }

  /** Asks the worker for more; the longer a drawing took, the later, so that the page stays free. @param {number} cost */
  #ack(cost) {
    const { job, background } = this.#session;
    const more = () => {
      job?.ack();
      background.ack();
    };
    if (cost < DRAW_MS) more();
    else setTimeout(more, 3 * cost);
  }

  /** @returns {"light" | "dark"} */
  #theme() {
    const wanted = this.#asked("theme") ?? this.dataset.theme;
    if (wanted === "light" || wanted === "dark") return wanted;
    return dark.matches ? "dark" : "light";
  }

  /** @param {string} type @param {unknown} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get("lr-lab")) customElements.define("lr-lab", LrLab);

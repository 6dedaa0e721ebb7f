// @ts-check
/**
 * `<lr-lab>`: finds a learning rate in the page.
 *
 * Attributes: every key of a link (docs/link.md). On the lab's own pages `home` names the view that holds where a link
 * names none, and Share leads there; elsewhere it leads to embed.html. `data-theme` is the reader's choice of
 * colours, where a link makes none.
 * Events, all CustomEvents that bubble out of shadow roots: ready, statechange { state }, progress (at most 4 a second),
 * finderend (the report), truthend (the report of the sweep under it), runend { trace, fingerprint }, pick { lr },
 * error { field, message }, change when a reader has changed a setting, link { hash, address } when it was asked for, theme { theme, locked } when the colours change,
 * language { language } when it speaks another.
 * Its attribute `state` is loading, idle, running, paused, done, error or crashed.
 */
import { Editing } from "./editing.js";
import { messageOf, refused } from "./errors.js";
import { inWords } from "./faults.js";
import { framed } from "./files.js";
import { VIEWS, linkOf, overlaid } from "./link.js";
import { Screen } from "./screen.js";
import { Session } from "./session.js";
import { Speech } from "./speech.js";
import { sheets } from "./styles.js";
import { Teaching } from "./teaching.js";
import { View } from "./view.js";
import { loaded } from "./wasm.js";
import { Words } from "./words.js";

/** @import { LrFindReport, ProgressReport } from "../pkg/lr_lab.js" @import { OwnCurve } from "./results.js" */

const PROGRESS_EVENT_MS = 250;
/** A drawing that takes longer than this is not asked for every frame. */
const DRAW_MS = 12;

export class LrLab extends HTMLElement {
  #words = new Words();

  #session = new Session({
    status: (status) => this.#status(status),
    changed: () => this.#redraw(),
    progress: (progress) => this.#progress(progress),
    refused: (error) => this.#refused(error),
    accepted: () => this.#view.accept(),
    note: (text) => this.#view.note(text),
    finderEnd: (report) => this.#finderEnd(report),
    runEnd: ({ trace, fingerprint }) => {
      this.#view.say(this.#view.told(this.#session).ran);
      this.#emit("runend", { trace, fingerprint });
    },
    truthEnd: (report) => this.#emit("truthend", report),
    pick: (lr) => this.#emit("pick", { lr }),
  }, this.#words);

  #view = new View(this.#words, {
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
    learn: (lesson) => this.#teaching.open(lesson),
    undo: () => this.undo(),
    redo: () => this.redo(),
    readOwn: (text) => this.#session.readOwn(text),
    readTable: (text, target) => {
      if (this.#editing.locked("data")) return null;
      const described = this.#editing.change("data.name", () => this.#session.readTable(text, target));
      this.#editing.attempt(() => this.#session.find({ quick: true }));
      return described;
    },
    narrow: (range) => {
      if (!this.#editing.locked("finder")) this.#editing.change("narrow", () => this.#editing.attempt(() => this.#session.narrow(range)));
    },
    changed: () => this.#redraw(),
    pick: (lr, settled) => this.#editing.pick(lr) && settled && this.#emit("pick", { lr }),
    hold: () => this.#session.hold(),
    set: (key, value, committed) => this.#editing.set(key, value, committed),
    pin: (run) => {
      this.#editing.change("runs", () => this.#session.pin(run));
      this.#view.say(this.#session.runs.notice(this.#words.say));
    },
    remove: (run) => this.#editing.change("runs", () => this.#session.remove(run)),
    reshape: (fields) => this.#editing.reshape(fields),
  });

  #editing = new Editing(this.#session, {
    offer: (history) => {
      this.#view.offer(history);
      this.#emit("change", {});
    },
    note: (text) => this.#view.note(text),
    say: (text) => this.#view.say(text),
    show: () => this.shadowRoot?.firstChild && this.#view.update(this.#session),
    arrange: (before) => {
      this.#view.accept();
      void this.#teaching.follow(before);
      this.#arrange();
    },
    autorun: () => this.#autorun(),
  });

  #teaching = new Teaching({
    session: this.#session, editing: this.#editing, view: this.#view, words: this.#words,
    open: () => this.#session.open(linkOf(this, this.#keys.filter((key) => key !== "lesson"))),
    share: () => this.#share(), arrange: () => this.#arrange(),
  });

  #speech = new Speech(this, this.#words, () => this.#asked("lang"), (language) => {
    this.#emit("language", { language });
    if (this.#session.state.page.lesson) void this.#teaching.follow(null);
    this.#editing.reword();
    this.#session.reword();
  });

  /** A link that came before the core. */
  #pending = "";
  #opened = false;
  /** @type {((report: LrFindReport) => void)[]} */
  #waiting = [];
  #built = false;
  #shown = false;
  #frame = 0;
  #lastProgress = 0;
  /** The last colours. */
  #look = "";
  #resized = new ResizeObserver(() => this.#arrange());
  /** Which attributes there are the core knows, which comes later: all are watched. */
  #told = new MutationObserver((changes) => this.#amend(changes.map(({ attributeName }) => attributeName ?? "")));
  #seen = new IntersectionObserver((entries) => this.#appear(entries.some((entry) => entry.isIntersecting)));
  #screen = new Screen(() => this.#redraw());

  constructor() {
    super();
    this.#told.observe(this, { attributes: true });
  }

  connectedCallback() {
    this.#resized.observe(this);
    this.#seen.observe(this);
    this.#screen.watch();
    if (!this.#built) this.#build();
    else this.#redraw();
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#seen.disconnect();
    this.#screen.leave();
    this.#editing.wait();
    // A move within the page disconnects and connects in one task: only a real removal stops the worker.
    queueMicrotask(() => {
      if (!this.isConnected) this.#session.stop();
    });
  }

  /** Runs the finder. */
  run() {
    this.#view.open("find");
    this.#editing.attempt(() => this.#session.find());
  }
  pause() { this.#session.pause(); }
  resume() { this.#session.resume(); }
  /** Advances by one step, of a paused run or of a new one. */
  step() {
    if (!this.#session.busy) this.#view.open("find");
    this.#editing.attempt(() => this.#session.step());
  }
  /** Forgets the results and the picked rate; keeps the settings. */
  reset() {
    this.#editing.wait();
    this.#session.reset();
    this.#view.accept();
    this.#view.say(this.#words.say("said.reset"));
  }
  cancel() { this.#session.cancel(); }
  /** Trains at the picked rate. */
  train() {
    this.#view.open("train");
    this.#editing.attempt(() => this.#session.train());
  }

  /** The settings as the text behind the `#` of a link; empty for the defaults. */
  getLink() { return this.#session.link(); }

  /**
   * Takes the settings of a link, as soon as the core is there; where it says nothing, the attributes hold. A link always
   * opens: what is not accepted in it is said in the page. @param {string} hash
   */
  openLink(hash) {
    if (this.#opened && this.#session.ready) this.#editing.turnTo("link", () => this.#session.open(overlaid(hash, linkOf(this, this.#keys))));
    else this.#pending = hash;
  }

  undo() { this.#editing.turn("past"); }
  redo() { this.#editing.turn("future"); }

  /** Takes a range test that ran elsewhere, as the finder's report. @param {OwnCurve} curve */
  readCurve(curve) { this.#session.readGiven(curve); }

  /** The finder's latest report; waits for a first one. @returns {Promise<LrFindReport>} */
  getResult() {
    const { report } = this.#session;
    return report ? Promise.resolve(report) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #build() {
    this.#built = true;
    this.setAttribute("state", this.#session.status);
    // What the page holds in its place stays until there is something to take it.
    const [styles] = await Promise.all([sheets, this.#speech.follow()]);
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = styles;
    root.append(this.#view.root);
    this.setAttribute("built", "");
    this.#editing.offer();
    this.#arrange();
    // What has nothing to show yet takes no place, not for one frame.
    this.#view.update(this.#session);
    await this.#load();
  }

  async #load() {
    const loaded = await this.#session.load();
    // By now the page may have handed over its link.
    await this.#speech.follow();
    if (!loaded) return this.#emit("error", { field: null, message: this.#session.trouble && this.#words.say(this.#session.trouble.id, this.#session.trouble.values) });
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
    if (link) this.#editing.note(this.#session.open(link));
    void this.#teaching.follow(null);
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
    if (this.#editing.ran || !this.#opened || !this.#session.ready || this.#session.state.page.lesson || when === "no" || (when !== "yes" && !this.#shown)) return;
    // A finished picture is not painted away: the whole curve takes its place at once.
    this.#editing.attempt(() => this.#session.find({ quick: this.#view.waits(this.#session) }));
  }

  /** Attributes have changed: those that are keys apply. @param {string[]} names */
  #amend(names) {
    const keys = this.#opened && this.#session.ready ? this.#keys.filter((key) => names.includes(key)) : [];
    if (keys.length) this.#editing.turnTo(keys.join(), () => this.#session.amend(linkOf(this, keys), keys));
    else this.#redraw();
  }

  get #keys() {
    return loaded(this.#session.core).linkKeys().map(({ name }) => name);
  }

  /** What is asked for of the page: before the core is there, as link and attributes have it. @param {"view" | "theme" | "lang"} key */
  #asked(key) {
    if (this.#opened) return this.#session.state.page[key];
    return new URLSearchParams(this.#pending.replace(/^#/, "")).get(key) ?? this.getAttribute(key);
  }

  /** Puts the link into the clipboard and, on a page of ours, into the address. */
  async #share() {
    try {
      const hash = this.getLink();
      const page = this.hasAttribute("home") ? location.href.split("#")[0] : framed;
      const address = `${page}${hash && `#${hash}`}`;
      this.#emit("link", { hash, address });
      await navigator.clipboard.writeText(address).then(
        () => this.#view.note(this.#words.say("bar.copied")),
        () => this.#view.note(this.#words.say("bar.link", { address })),
      );
    } catch (error) {
      this.#refused(refused(error));
    }
  }

  /** @param {string} status */
  #status(status) {
    this.setAttribute("state", status);
    this.#emit("statechange", { state: status });
    this.#view.announce(this.#session);
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
    const { found, why } = this.#view.told(this.#session);
    this.#view.say(`${found} ${why}`);
    this.#emit("finderend", report);
  }

  /** @param {import("./session.js").Refusal} error */
  #refused(error) {
    const message = inWords(this.#words.say, error);
    this.#teaching.guide?.refused(message);
    this.#view.complain(error);
    this.#emit("error", { field: error.field, message });
  }

  #arrange() {
    const width = this.clientWidth;
    const view = [this.#asked("view"), this.getAttribute("home")].find((name) => VIEWS.includes(name));
    const { lesson, show } = this.#session.state.page;
    if (width > 0) this.#view.arrange(width, lesson ? true : view === "full", lesson ? this.#teaching.guide?.parts ?? [] : show);
    this.#session.seesRuns = this.#view.trains;
    this.#redraw();
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
    void this.#speech.follow();
    const theme = this.#theme();
    const look = `${theme} ${this.#editing.locked("theme")}`;
    if (look !== this.#look) this.#emit("theme", { theme, locked: this.#editing.locked("theme") });
    this.#look = look;
    this.#view.root.dataset.theme = theme;
    this.#view.update(this.#session);
    const { lesson = "", show, lock = [] } = this.#session.state.page;
    this.#view.lessons.update({ current: lesson, fits: this.#view.full && !show && !lock.length, offers: this.hasAttribute("home") });
    const began = performance.now();
    try {
      this.#view.draw(this.#session, theme);
    } catch (error) {
      // The core trapped while drawing: its memory can't be trusted any more.
      this.#session.crash(messageOf(error));
    }
    this.#teaching.guide?.update();
    this.#ack(performance.now() - began);
  }

  /** Asks the worker for more; the longer a drawing took, the later, so that the page stays free. @param {number} cost */
  #ack(cost) {
    const more = () => {
      this.#session.job?.ack();
      this.#session.background.ack();
    };
    if (cost < DRAW_MS) more();
    else setTimeout(more, 3 * cost);
  }

  /** @returns {"light" | "dark"} */
  #theme() {
    const wanted = this.#asked("theme") ?? this.dataset.theme;
    if (wanted === "light" || wanted === "dark") return wanted;
    return this.#screen.dark ? "dark" : "light";
  }

  /** @param {string} type @param {unknown} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get("lr-lab")) customElements.define("lr-lab", LrLab);

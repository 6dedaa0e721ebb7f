// @ts-check
/**
 * `<lr-lab>`: finds a learning rate in the page.
 *
 * Attributes: every key of a link (docs/link.md). On the lab's own pages `home` names the view that holds where a link
 * names none, and Share leads there; elsewhere it leads to embed.html. `data-theme` is the reader's choice of
 * colours, where a link makes none.
 * Events, all CustomEvents on the element itself, which do not bubble: ready, statechange { state }, progress (at most 4 a second),
 * finderend (the report), truthend (the report of the sweep under it), runend { trace, fingerprint }, pick { lr },
 * error { field, message }, lesson (as getLesson gives it), change when a reader has changed a setting, link { hash, address } when it was asked for, theme { theme, locked } when the colours change,
 * language { language } when it speaks another.
 * Its attribute `state` is loading, idle, running, paused, done, error or crashed.
 */
import { Around } from "./around.js";
import { Doors } from "./doors.js";
import { Editing } from "./editing.js";
import { messageOf } from "./errors.js";
import { inWords } from "./faults.js";
import { linkOf, overlaid } from "./link.js";
import { Session } from "./session.js";
import { Share } from "./share.js";
import { Speech } from "./speech.js";
import { Standing } from "./standing.js";
import { sheets } from "./styles.js";
import { Teaching } from "./teaching.js";
import { View } from "./view.js";
import { loaded } from "./wasm.js";
import { Words } from "./words.js";

/** @import { LrFindReport, ProgressReport } from "../pkg/lr_lab.js" @import { OwnCurve } from "./results.js" */

const PROGRESS_EVENT_MS = 250;

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
    share: () => this.#share.copy(),
    embed: () => void this.#share.embed(),
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
    whole: () => this.#share.whole,
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
    show: () => this.hasAttribute("built") && this.#view.update(this.#session),
    arrange: (before) => {
      this.#view.accept();
      void this.#teaching.follow(before);
      this.#arrange();
    },
    autorun: () => this.#autorun(),
  });

  #teaching = new Teaching({
    session: this.#session, editing: this.#editing, view: this.#view, words: this.#words,
    open: () => this.#session.open(linkOf(this.#attributes, this.#keys.filter((key) => key !== "lesson"))),
    share: () => this.#share.copy(), arrange: () => this.#arrange(), progressed: () => this.#emit("lesson", this.getLesson()),
  });

  /** @type {Share} */
  #share = new Share(this, {
    session: this.#session, view: this.#view, words: this.#words,
    shared: (link) => this.#emit("link", link), refused: (error) => this.#refused(error),
  });

  #doors = new Doors({
    session: this.#session, editing: this.#editing, view: this.#view, words: this.#words,
    opened: () => this.#opened, refused: (error) => this.#refused(error),
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
  #built = false;
  #shown = false;
  #frame = 0;
  #lastProgress = 0;
  /** The last colours. */
  #look = "";
  #standing = new Standing(this, (key) => this.#asked(key));
  /** Its attributes, as far as they are keys. */
  #attributes = { getAttribute: (/** @type {string} */ name) => this.#standing.attribute(name) };
  #around = new Around(this, {
    changed: () => this.#redraw(), resized: () => this.#arrange(), seen: (visible) => this.#appear(visible), told: (names) => this.#amend(names),
  });

  connectedCallback() {
    this.#standing.takeTitle();
    this.#around.watch();
    if (!this.#built) this.#build();
    else this.#redraw();
  }

  disconnectedCallback() {
    this.#around.leave();
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
    if (this.#opened && this.#session.ready) this.#editing.turnTo("link", () => this.#session.open(overlaid(hash, linkOf(this.#attributes, this.#keys))));
    else this.#pending = hash;
  }

  undo() { this.#editing.turn("past"); }
  redo() { this.#editing.turn("future"); }

  /**
   * The finder's latest report: of a sweep that is on once it has ended; null where there is none. Rejected where the lab
   * can't run, with the reason. What stands below is told in doors.js.
   *
   * @returns {Promise<LrFindReport | null>}
   */
  getResult() { return this.#doors.result(); }

  getState() { return this.#doors.state(); }
  /** @param {Record<string, string>} keys */
  set(keys) { this.#doors.set(keys); }
  /** How far the reader of a lesson is; null in none. */
  getLesson() { return this.#teaching.guide?.progress ?? null; }
  /** @param {string} file */
  export(file) { return this.#doors.export(file); }
  /** Takes a range test that ran elsewhere, as the finder's report. @param {OwnCurve} curve */
  readCurve(curve) { this.#session.readGiven(curve); }

  async #build() {
    this.#built = true;
    this.setAttribute("state", this.#session.status);
    // What the page holds in its place stays until there is something to take it.
    const root = this.#standing.open();
    const [styles] = await Promise.all([sheets, this.#speech.follow()]);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...styles];
    root.replaceChildren(this.#view.root);
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
    if (loaded) {
      this.#begin();
      this.#autorun();
    } else {
      this.#emit("error", { field: null, message: this.#doors.trouble });
    }
    this.#doors.settle();
  }

  /** With the settings of attributes and link, which no undo takes back. */
  #begin() {
    const pending = this.#pending;
    this.#pending = "";
    if (this.#opened) return void (pending && this.openLink(pending));
    this.#opened = true;
    const link = overlaid(pending, linkOf(this.#attributes, this.#keys));
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
    if (names.includes("title") && !this.#standing.takeTitle()) names = names.filter((name) => name !== "title");
    const keys = this.#opened && this.#session.ready ? this.#keys.filter((key) => names.includes(key)) : [];
    if (keys.length) this.#editing.turnTo(keys.join(), () => this.#session.amend(linkOf(this.#attributes, keys), keys));
    else this.#redraw();
  }

  get #keys() {
    return loaded(this.#session.core).linkKeys().map(({ name }) => name);
  }

  /**
   * What is asked for of the page: before the core is there, as link and attributes have it.
   *
   * @template {"view" | "theme" | "lang" | "height" | "show" | "lesson"} K
   * @param {K} key
   */
  #asked(key) {
    if (this.#opened) return this.#session.state.page[key];
    return new URLSearchParams(this.#pending.replace(/^#/, "")).get(key) ?? this.getAttribute(key);
  }

  /** @param {string} status */
  #status(status) {
    this.setAttribute("state", status);
    this.#emit("statechange", { state: status });
    this.#view.announce(this.#session);
    this.#doors.settle();
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
    this.#doors.settle();
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
    const { lesson, show } = this.#session.state.page;
    const { view, small } = this.#standing;
    this.#standing.arrange();
    if (width > 0) this.#view.arrange(width, lesson ? "full" : view, lesson ? this.#teaching.guide?.parts ?? [] : show, small);
    this.#session.seesRuns = this.#view.trains;
    this.#session.background.proves = this.#view.shows("truth");
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
    if (!this.hasAttribute("built")) return;
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
    this.#session.ack(performance.now() - began);
  }

  /** @returns {"light" | "dark"} */
  #theme() {
    const wanted = this.#asked("theme") ?? this.dataset.theme;
    if (wanted === "light" || wanted === "dark") return wanted;
    return this.#around.scheme;
  }

  /** @param {string} type @param {unknown} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

if (!customElements.get("lr-lab")) customElements.define("lr-lab", LrLab);

// @ts-check
/**
 * `<lr-lab>`: finds a learning rate in the page.
 *
 * Attributes: `view` (finder, full), `autorun` (visible, yes, no), `theme` (light, dark; else the system's), `preset`.
 * Events, all CustomEvents that bubble out of shadow roots: ready, statechange { state }, progress (at most 4 a second),
 * finderend (the report), truthend (the report of the sweep under it), runend { trace, fingerprint }, pick { lr },
 * error { field, message }, link { hash, address } when it was asked for.
 * Its attribute `state` is loading, idle, running, paused, done, error or crashed.
 */
import { PRESETS } from "./presets.js";
import { History } from "./history.js";
import { ALL_PINNED } from "./runs.js";
import { Session } from "./session.js";
import { View } from "./view.js";

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

/** The style sheet, fetched once for all elements; constructable, so that a strict policy allows it. */
const sheet = fetch(new URL("./style.css", import.meta.url))
  .then((response) => (response.ok ? response.text() : ""))
  .catch(() => "")
  .then((css) => new CSSStyleSheet().replace(css));

/** What the finder's curve depends on. @param {import("./state.js").State} state */
const curveSettings = ({ data, model, optimizer, training, finder: { seeds, vary, edge, ...finder } }) => ({ data, model, optimizer, training, finder });

export class LrLab extends HTMLElement {
  static observedAttributes = ["view", "autorun", "theme", "preset"];

  #session = new Session({
    status: (status) => this.#status(status),
    changed: () => this.#redraw(),
    progress: (progress) => this.#progress(progress),
    refused: (error) => this.#refused(error),
    accepted: () => this.#view.accept(),
    finderEnd: (report) => this.#finderEnd(report),
    runEnd: ({ trace, fingerprint }) => {
      this.#view.say(this.#view.words(this.#session).next);
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
    undo: () => this.undo(),
    redo: () => this.redo(),
    readOwn: (text) => this.#session.readOwn(text),
    readTable: (text, target) => {
      const described = this.#change("data.name", () => this.#session.readTable(text, target));
      this.#attempt(() => this.#session.find({ quick: true }));
      return described;
    },
    narrow: (range) => this.#change("narrow", () => this.#attempt(() => this.#session.narrow(range))),
    changed: () => this.#redraw(),
    pick: (lr, settled) => this.#pick(lr, settled),
    set: (key, value, committed) => this.#set(key, value, committed),
    pin: (run) => {
      this.#session.pin(run);
      this.#view.say(this.#session.runs.allPinned ? ALL_PINNED : "");
    },
    remove: (run) => this.#session.remove(run),
    // The fields of a corner move together, and back together.
    reshape: (fields) => this.#change("schedule", () => {
      for (const [name, value] of Object.entries(fields)) this.#session.set(`${SHAPE}${name}`, value);
    }),
  });

  #history = new History();
  /** @type {string | null} a link that came before the core */
  #pending = null;
  /** @type {((report: any) => void)[]} */
  #waiting = [];
  #built = false;
  #ran = false;
  #shown = false;
  #frame = 0;
  #timer = 0;
  #lastProgress = 0;
  #resized = new ResizeObserver(() => this.#arrange());
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

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    if (name === "preset") this.#set("finder.preset", value ?? "", true);
    else if (name === "view") this.#arrange();
    else if (name === "autorun") this.#autorun();
    else this.#redraw();
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
   * Takes the settings of a link, as soon as the core is there, and runs the finder. A link always opens: what is not
   * accepted in it is said in the page.
   *
   * @param {string} hash
   */
  openLink(hash) {
    if (!this.#session.ready) {
      this.#pending = hash;
      return;
    }
    this.#view.note(this.#change("link", () => this.#session.open(hash)).join(" "));
    this.#view.accept();
    if (this.#ran) this.#attempt(() => this.#session.find({ quick: true }));
  }

  undo() { this.#turn("past"); }
  redo() { this.#turn("future"); }

  /**
   * The finder's latest report; waits for a first one.
   *
   * @returns {Promise<any>}
   */
  getResult() {
    const { report } = this.#session;
    return report ? Promise.resolve(report) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #build() {
    this.#built = true;
    this.setAttribute("state", this.#session.status);
    // What the page holds in its place stays until there is something to take it.
    const style = await sheet;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    root.append(this.#view.root);
    this.setAttribute("built", "");
    this.#view.offer(this.#history);
    this.#arrange();
    await this.#load();
  }

  async #load() {
    const loaded = await this.#session.load();
    if (!loaded) return this.#emit("error", { field: null, message: this.#session.trouble });
    this.#emit("ready", {});
    if (this.#pending !== null) this.openLink(this.#pending);
    this.#pending = null;
    this.#autorun();
  }

  async #recover() {
    const loaded = await this.#session.restart();
    if (!loaded) return;
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
    const when = this.getAttribute("autorun") ?? "visible";
    if (this.#ran || !this.#session.ready || when === "no" || (when !== "yes" && !this.#shown)) return;
    this.run();
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
    const before = JSON.stringify(curveSettings(this.#session.state));
    this.#session.restore(JSON.parse(state));
    this.#view.accept();
    this.#view.say(where === "past" ? "Undone." : "Redone.");
    if (!this.#ran) return;
    clearTimeout(this.#timer);
    // A schedule or a picked rate leaves the curve as it is.
    if (JSON.stringify(curveSettings(this.#session.state)) === before) this.#session.judge();
    else this.#session.find({ quick: true });
  }

  /** Puts the link into the clipboard and, on a page of ours, into the address. */
  async #share() {
    try {
      const hash = this.getLink();
      const address = `${location.href.split("#")[0]}${hash && `#${hash}`}`;
      this.#emit("link", { hash, address });
      await navigator.clipboard.writeText(address).then(
        () => this.#view.note("The link is copied."),
        () => this.#view.note(`The link: ${address}`),
      );
    } catch (error) {
      const refused = /** @type {any} */ (error);
      if (refused.name !== "LrLabError") throw error;
      this.#refused(refused);
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
    const before = JSON.stringify(this.#session.state);
    this.#view.note("");
    this.#change(key, () => this.#session.set(key, key === "finder.preset" && !(value in PRESETS) ? "" : value));
    // One choice may change others; they show it before anything else happens.
    if (this.shadowRoot?.firstChild) this.#view.update(this.#session);
    if (JSON.stringify(this.#session.state) === before || !this.#ran || key.startsWith(SHAPE)) return;
    clearTimeout(this.#timer);
    const again = BEHIND.includes(key) ? () => this.#session.judge() : () => this.#session.find({ quick: true });
    this.#timer = setTimeout(again, committed ? 0 : SETTLE_MS);
  }

  /** @param {number} lr @param {boolean} settled */
  #pick(lr, settled) {
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

  /** @param {any} progress */
  #progress({ step, total, loss, lr }) {
    const now = performance.now();
    if (now - this.#lastProgress < PROGRESS_EVENT_MS) return;
    this.#lastProgress = now;
    this.#emit("progress", { kind: this.#session.kind === "fit" ? "train" : "finder", step, total, loss, lr });
  }

  /** @param {any} report */
  #finderEnd(report) {
    for (const resolve of this.#waiting.splice(0)) resolve(report);
    const { found, detail } = this.#view.words(this.#session);
    this.#view.say(`${found} ${detail}`);
    this.#emit("finderend", report);
  }

  /** @param {import("./session.js").Refusal} error */
  #refused(error) {
    this.#view.complain(error);
    this.#emit("error", { field: error.field, message: error.message });
  }

  #arrange() {
    const width = this.clientWidth;
    if (width > 0) this.#view.arrange(width, this.getAttribute("view") === "full");
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
    this.#view.root.dataset.theme = this.#theme();
    this.#view.update(this.#session);
    const began = performance.now();
    try {
      this.#view.draw(this.#session, this.#theme());
    } catch (error) {
      // The core trapped while drawing: its memory can't be trusted any more.
      this.#session.crash(String(/** @type {any} */ (error)?.message ?? error));
    }
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
    const wanted = this.getAttribute("theme");
    if (wanted === "light" || wanted === "dark") return wanted;
    return dark.matches ? "dark" : "light";
  }

  /** @param {string} type @param {unknown} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get("lr-lab")) customElements.define("lr-lab", LrLab);

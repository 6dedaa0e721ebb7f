// @ts-check
/** A place for jobs: what trains there, started when it is needed, and who listens. */
import { coreTexts } from "./core-texts.js";
import { Engine } from "./ladder.js";

/**
 * @import { DecisionSurface, ProgressReport } from "../pkg/lr_lab.js"
 * @import { Language } from "./texts.js"
 * @import { FromJobs, Kind, Kinds, Order, ToJobs } from "./messages.js"
 */

/**
 * @template {Kind} [K=Kind]
 * @typedef {{
 *   started?(): void,
 *   refused(error: { field: string, message: string }): void,
 *   progress(progress: ProgressReport, drawn: Kinds[K]["drawn"], surface: DecisionSurface | null): void,
 *   end(progress: ProgressReport, result: Kinds[K]["result"], drawn: Kinds[K]["drawn"] | null, fingerprint: string | null, busy: number,
 *     surface: DecisionSurface | null): void,
 *   crashed(message: string): void,
 *   gone(): void,
 * }} Handlers  gone: the browser ends whatever trains it
 */

/** How often a worker with something to do is asked whether it is still there. */
const BEAT_MS = 1000;
/** How many times in a row it may not answer: a single step of a large network takes its time, a script on its way more. */
const PATIENCE = 8;
const FIRST_PATIENCE = 20;
/** How often the same jobs are begun again, each time with twice the patience. */
const RENEWALS = 2;

/** Data that whatever trains is given when it starts. @type {Map<string, { images: Uint8Array, labels: Uint8Array }>} */
const provided = new Map();
/** @type {Set<Station>} */
const stations = new Set();

/** @type {ReturnType<typeof setInterval> | undefined} */
let beating;

export class Station {
  constructor() {
    /** @type {Engine | null} */
    this.engine = null;
    /** The languages, besides English, that it has been given the texts of. @type {Set<Language>} */
    this.taught = new Set();
    /** @type {Map<number, { order: Order, handlers: Handlers, cancelled: boolean }>} */
    this.jobs = new Map();
    this.renewals = 0;
  }

  /** @param {number} job @param {Order} order @param {Handlers} handlers */
  start(job, order, handlers) {
    this.jobs.set(job, { order: { ...order }, handlers, cancelled: false });
    this.#begin(job, order);
  }

  /** @param {number} job @param {"pause" | "resume" | "step" | "cancel" | "drop" | "ack"} type */
  tell(job, type) {
    const known = this.jobs.get(job);
    if (!known) return;
    if (type === "drop") this.jobs.delete(job);
    // In case it has to be begun again.
    if (type === "pause" || type === "step") known.order.paused = true;
    if (type === "resume") known.order.paused = false;
    if (type === "cancel") known.cancelled = true;
    this.post({ type, job });
  }

  /** @param {ToJobs} message */
  post(message) {
    this.engine ??= this.#open();
    this.engine.post(message);
  }

  stop() {
    this.#close();
    this.jobs.clear();
    this.renewals = 0;
  }

  /** Begins all again if nothing is heard any more. A script in one call answers only when it is done. */
  beat() {
    const { engine, jobs } = this;
    if (!engine || !jobs.size || [...jobs.values()].some(({ order }) => order.kind === "export-run")) return;
    if (engine.ask() < (engine.early ? FIRST_PATIENCE : PATIENCE << this.renewals)) return;
    // It never began: another way may.
    if (engine.early) return engine.fail("slowed.silent");
    this.renewals += 1;
    if (this.renewals > RENEWALS) return this.#lose((handlers) => handlers.gone());
    this.#close();
    for (const [job, { order, cancelled }] of jobs) {
      this.#begin(job, order);
      if (cancelled) this.post({ type: "cancel", job });
    }
  }

  /** @param {number} job @param {Order} order */
  #begin(job, order) {
    const texts = !this.taught.has(order.language) && coreTexts(order.language);
    if (texts) {
      this.taught.add(order.language);
      this.post({ type: "texts", language: order.language, texts });
    }
    this.post({ type: "start", job, ...order });
  }

  #open() {
    const engine = new Engine({
      hear: (message) => this.#hear(message),
      crashed: (message) => this.#lose((handlers) => handlers.crashed(message)),
    });
    for (const [name, files] of provided) engine.post({ type: "provide", name, ...files });
    stations.add(this);
    beating ??= setInterval(() => stations.forEach((station) => station.beat()), BEAT_MS);
    return engine;
  }

  #close() {
    this.engine?.stop();
    this.engine = null;
    this.taught.clear();
    stations.delete(this);
    if (stations.size) return;
    clearInterval(beating);
    beating = undefined;
  }

  /** @param {FromJobs} message */
  #hear(message) {
    if (message.type === "crashed") return;
    const handlers = this.jobs.get(message.job)?.handlers;
    if (!handlers) return;
    switch (message.type) {
      case "started":
        return handlers.started?.();
      case "progress":
        return handlers.progress(message.progress, message.drawn, message.surface);
      case "refused":
        this.jobs.delete(message.job);
        return handlers.refused(message.error);
      case "end":
        this.jobs.delete(message.job);
        this.renewals = 0;
        return handlers.end(message.progress, message.result, message.drawn, message.fingerprint, message.busy, message.surface);
    }
  }

  /** Tells everyone whose run is gone. @param {(handlers: Handlers) => void} tell */
  #lose(tell) {
    const bereft = [...this.jobs.values()];
    this.stop();
    for (const { handlers } of bereft) tell(handlers);
  }
}

/**
 * Gives a fetched data set to whatever trains, and to what comes after it.
 *
 * @param {string} name
 * @param {Uint8Array} images
 * @param {Uint8Array} labels
 */
export function provide(name, images, labels) {
  provided.set(name, { images, labels });
  for (const station of stations) station.engine?.post({ type: "provide", name, images, labels });
}

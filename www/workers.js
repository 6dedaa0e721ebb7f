// @ts-check
/**
 * Workers as the page sees them. Elements on a page share them: one for what the user waits for, and a pool, as many as
 * the machine has processors, for what goes on behind it. They start with their first job and stop with the last
 * element. A worker that crashed is ended; the next job starts another.
 */

import { compiled } from "./wasm.js";

/**
 * @import { DecisionSurface, ProgressReport } from "../pkg/lr_lab.js"
 * @import { FromWorker, Kind, Kinds, Order, PooledKind, ToWorker } from "./messages.js"
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
 *   failed(message: string): void,
 * }} Handlers
 */

/** Data that every worker is given when it starts. @type {Map<string, { images: Uint8Array, labels: Uint8Array }>} */
const provided = new Map();
/** What every worker speaks; null: English. @type {Record<string, string> | null} */
let spoken = null;
let lastJob = 0;
let tenants = 0;

/** One worker, started when it is needed, and who listens to its jobs. */
class Station {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Map<number, Handlers>} */
    this.listeners = new Map();
  }

  /** @param {ToWorker} message */
  post(message) {
    this.worker ??= this.#start();
    this.worker.postMessage(message);
  }

  stop() {
    this.worker?.terminate();
    this.worker = null;
    this.listeners.clear();
  }

  #start() {
    const started = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: this.name });
    started.addEventListener("message", ({ data }) => this.#hear(data));
    started.addEventListener("error", (event) => {
      event.preventDefault();
      // Without a message the script itself did not arrive.
      if (event.message) this.#lose("crashed", event.message);
      else this.#lose("failed", "worker.js could not be fetched");
    });
    // No one asks for a run before the core is there.
    const tell = (/** @type {ToWorker} */ message) => started.postMessage(message);
    tell({ type: "core", module: compiled });
    if (spoken) tell({ type: "texts", texts: spoken });
    for (const [name, files] of provided) tell({ type: "provide", name, ...files });
    return started;
  }

  /** @param {FromWorker} message */
  #hear(message) {
    if (message.type === "crashed" || message.type === "failed") return this.#lose(message.type, message.message);
    const handlers = this.listeners.get(message.job);
    if (!handlers) return;
    switch (message.type) {
      case "started":
        return handlers.started?.();
      case "progress":
        return handlers.progress(message.progress, message.drawn, message.surface);
      case "refused":
        this.listeners.delete(message.job);
        return handlers.refused(message.error);
      case "end":
        this.listeners.delete(message.job);
        return handlers.end(message.progress, message.result, message.drawn, message.fingerprint, message.busy, message.surface);
    }
  }

  /**
   * Tells everyone whose run is gone.
   *
   * @param {"crashed" | "failed"} how
   * @param {string} message
   */
  #lose(how, message) {
    const bereft = [...this.listeners.values()];
    this.stop();
    for (const handlers of bereft) handlers[how](message);
  }
}

const front = new Station("lr-lab");
/** More than eight gain little and cost memory each. */
const pool = Array.from({ length: Math.min(8, globalThis.navigator?.hardwareConcurrency || 2) }, (_, i) => new Station(`lr-lab ${i + 1}`));

/** How many workers share a run that is {@link Lease.spread}. */
export const poolSize = pool.length;

/**
 * Gives a fetched data set to the workers, and to those that come after them.
 *
 * @param {string} name
 * @param {Uint8Array} images
 * @param {Uint8Array} labels
 */
export function provide(name, images, labels) {
  provided.set(name, { images, labels });
  for (const station of [front, ...pool]) station.worker?.postMessage({ type: "provide", name, images, labels });
}

/**
 * Gives the core's texts in another language to the workers, and to those that come after them.
 *
 * @param {Record<string, string> | null} texts  null: English
 */
export function speak(texts) {
  spoken = texts;
  for (const station of [front, ...pool]) station.worker?.postMessage({ type: "texts", texts });
}

/** An element's share in the workers. */
export class Lease {
  constructor() {
    tenants += 1;
    /** What ends with it. @type {Set<{ drop: () => void }>} */
    this.jobs = new Set();
  }

  /**
   * @template {Kind} K
   * @param {Order<K>} order
   * @param {Handlers<K>} handlers
   */
  start(order, handlers) {
    const job = new Job(front, order, handlers);
    this.jobs.add(job);
    return job;
  }

  /**
   * A run on the pool: in parts, one on each worker, or whole on one of them.
   *
   * @template {PooledKind} K
   * @param {Order<K>} order
   * @param {boolean} divisible
   * @param {SpreadHandlers<K>} handlers
   */
  spread(order, divisible, handlers) {
    const spread = new Spread(order, divisible, handlers);
    this.jobs.add(spread);
    return spread;
  }

  /** What a run gives in the end, when nobody looks at it before. @template {Kind} K @param {Order<K>} order @returns {Promise<Kinds[K]["result"]>} */
  ask(order) {
    return new Promise((done, fail) => {
      const lost = (/** @type {string} */ message) => fail(new Error(message));
      this.start(order, { refused: fail, progress() {}, end: (_, result) => done(result), crashed: lost, failed: lost });
    });
  }

  /** Ends this element's jobs, and the workers when nobody else needs them. */
  release() {
    for (const job of this.jobs) job.drop();
    tenants -= 1;
    if (tenants === 0) for (const station of [front, ...pool]) station.stop();
  }
}

/** One run in a worker. @template {Kind} K */
export class Job {
  /**
   * @param {Station} station
   * @param {Order<K>} order
   * @param {Handlers<K>} handlers
   */
  constructor(station, order, handlers) {
    lastJob += 1;
    this.id = lastJob;
    this.station = station;
    station.listeners.set(this.id, handlers);
    station.post({ type: "start", job: this.id, ...order });
  }

  pause() { this.#send("pause"); }
  resume() { this.#send("resume"); }
  step() { this.#send("step"); }
  cancel() { this.#send("cancel"); }
  /** The last progress is on the screen; send the next. */
  ack() { this.#send("ack"); }

  /** Forgets the run: nothing more is heard of it. */
  drop() {
    this.#send("drop");
    this.station.listeners.delete(this.id);
  }

  /** @param {"pause" | "resume" | "step" | "cancel" | "drop" | "ack"} type */
  #send(type) {
    if (this.station.listeners.has(this.id)) this.station.post({ type, job: this.id });
  }
}

/**
 * @template {PooledKind} K
 * @typedef {Kinds[K]["drawn"] | Kinds[K]["result"]} Report  of a run that is short enough to be drawn whole
 */

/**
 * @template {PooledKind} K
 * @typedef {{
 *   refused(error: { field: string, message: string }): void,
 *   progress(reports: Report<K>[], share: number): void,
 *   end(reports: Report<K>[]): void,
 *   crashed(message: string): void,
 *   failed(message: string): void,
 * }} SpreadHandlers  reports: the latest of each part; share: how much is done, from 0 to 1
 */

/** One run in as many parts as the pool has workers. Whoever asked merges the parts' reports. @template {PooledKind} K */
class Spread {
  /**
   * @param {Order<K>} order
   * @param {boolean} divisible
   * @param {SpreadHandlers<K>} handlers
   */
  constructor(order, divisible, handlers) {
    const stations = divisible ? pool : pool.slice(-1);
    const of = stations.length;
    /** @type {(Report<K> | null)[]} */
    const reports = Array(of).fill(null);
    /** @type {number[]} */
    const shares = Array(of).fill(0);
    let left = of;
    let lost = false;
    const arrived = () => reports.filter((report) => report !== null);
    /** The first trouble is everyone's. @param {() => void} tell */
    const lose = (tell) => {
      if (lost) return;
      lost = true;
      this.drop();
      tell();
    };
    const part = (/** @type {number} */ index) => (divisible ? { ...order, options: { ...order.options, part: { index, of } } } : order);
    this.jobs = stations.map((station, index) => new Job(station, part(index), {
      progress: ({ step, total }, drawn) => {
        reports[index] = drawn;
        shares[index] = step / Math.max(1, total);
        handlers.progress(arrived(), shares.reduce((a, b) => a + b) / of);
      },
      end: (_progress, result) => {
        reports[index] = result;
        shares[index] = 1;
        left -= 1;
        if (left === 0) handlers.end(arrived());
        else handlers.progress(arrived(), shares.reduce((a, b) => a + b) / of);
      },
      refused: (error) => lose(() => handlers.refused(error)),
      crashed: (message) => lose(() => handlers.crashed(message)),
      failed: (message) => lose(() => handlers.failed(message)),
    }));
  }

  cancel() { for (const job of this.jobs) job.cancel(); }
  ack() { for (const job of this.jobs) job.ack(); }
  drop() { for (const job of this.jobs) job.drop(); }
}

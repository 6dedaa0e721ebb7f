// @ts-check
/**
 * Workers as the page sees them. Elements on a page share them: one for what the user waits for, and a pool, as many as
 * the machine has processors, for what goes on behind it. They start with their first job and stop with the last
 * element. A worker that crashed is ended; the next job starts another.
 */

import { ToldError } from "./faults.js";
import { Station } from "./station.js";

/**
 * @import { Kind, Kinds, Order, PooledKind } from "./messages.js"
 * @import { Handlers } from "./station.js"
 */

let lastJob = 0;
let tenants = 0;

const front = new Station();
/** More than eight gain little and cost memory each. */
const pool = Array.from({ length: Math.min(8, globalThis.navigator?.hardwareConcurrency || 2) }, () => new Station());

/** How many workers share a run that is {@link Lease.spread}. */
export const poolSize = pool.length;

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
      const crashed = (/** @type {string} */ message) => fail(new Error(message));
      this.start(order, { refused: fail, progress() {}, end: (_, result) => done(result), crashed, gone: () => fail(new ToldError("trouble.gone")) });
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
    station.start(this.id, order, /** @type {Handlers} */ (handlers));
  }

  pause() { this.station.tell(this.id, "pause"); }
  resume() { this.station.tell(this.id, "resume"); }
  step() { this.station.tell(this.id, "step"); }
  cancel() { this.station.tell(this.id, "cancel"); }
  /** The last progress is on the screen; send the next. */
  ack() { this.station.tell(this.id, "ack"); }
  /** Forgets the run: nothing more is heard of it. */
  drop() { this.station.tell(this.id, "drop"); }
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
 *   gone(): void,
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
      gone: () => lose(() => handlers.gone()),
    }));
  }

  cancel() { for (const job of this.jobs) job.cancel(); }
  ack() { for (const job of this.jobs) job.ack(); }
  drop() { for (const job of this.jobs) job.drop(); }
}

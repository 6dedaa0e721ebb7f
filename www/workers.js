// @ts-check
/**
 * Workers as the page sees them: elements on a page share one, which starts with the first job and stops with the last
 * element. A worker that crashed is ended; the next job starts another.
 */

/**
 * @typedef {{
 *   started?: () => void,
 *   refused: (error: { field: string, message: string }) => void,
 *   progress: (progress: any, drawn: any) => void,
 *   end: (progress: any, result: any, drawn: any, fingerprint: string | null) => void,
 *   crashed: (message: string) => void,
 *   failed: (message: string) => void,
 * }} Handlers
 * @typedef {{ kind: "find" | "fit", experiment: object, options: object, pace: number, quiet: number, paused: boolean }} Order
 */

/** @type {Worker | null} */
let worker = null;
/** @type {Map<number, Handlers>} */
const listeners = new Map();
/** Data that every worker is given when it starts. @type {Map<string, { images: Uint8Array, labels: Uint8Array }>} */
const provided = new Map();
let lastJob = 0;
let tenants = 0;

/**
 * Gives a fetched data set to the worker, and to those that come after it.
 *
 * @param {string} name
 * @param {Uint8Array} images
 * @param {Uint8Array} labels
 */
export function provide(name, images, labels) {
  provided.set(name, { images, labels });
  worker?.postMessage({ type: "provide", name, images, labels });
}

/** An element's share in the worker. */
export class Lease {
  constructor() {
    tenants += 1;
    /** @type {Set<Job>} */
    this.jobs = new Set();
  }

  /**
   * @param {Order} order
   * @param {Handlers} handlers
   */
  start(order, handlers) {
    const job = new Job(order, handlers);
    this.jobs.add(job);
    return job;
  }

  /** Ends this element's jobs, and the worker when nobody else needs it. */
  release() {
    for (const job of this.jobs) job.drop();
    tenants -= 1;
    if (tenants === 0) stopWorker();
  }
}

/** One run in the worker. */
class Job {
  /**
   * @param {Order} order
   * @param {Handlers} handlers
   */
  constructor(order, handlers) {
    lastJob += 1;
    this.id = lastJob;
    worker ??= startWorker();
    listeners.set(this.id, handlers);
    worker.postMessage({ type: "start", job: this.id, ...order });
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
    listeners.delete(this.id);
  }

  /** @param {string} type */
  #send(type) {
    if (listeners.has(this.id)) worker?.postMessage({ type, job: this.id });
  }
}

function startWorker() {
  const started = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "lr-lab" });
  started.addEventListener("message", ({ data }) => hear(data));
  started.addEventListener("error", (event) => {
    event.preventDefault();
    // Without a message the script itself did not arrive.
    if (event.message) lose("crashed", event.message);
    else lose("failed", "worker.js could not be fetched");
  });
  for (const [name, files] of provided) started.postMessage({ type: "provide", name, ...files });
  return started;
}

/** @param {any} message */
function hear(message) {
  if (message.type === "crashed" || message.type === "failed") return lose(message.type, message.message);
  const handlers = listeners.get(message.job);
  if (!handlers) return;
  switch (message.type) {
    case "started":
      return handlers.started?.();
    case "progress":
      return handlers.progress(message.progress, message.drawn);
    case "refused":
      listeners.delete(message.job);
      return handlers.refused(message.error);
    case "end":
      listeners.delete(message.job);
      return handlers.end(message.progress, message.result, message.drawn, message.fingerprint);
  }
}

/**
 * Tells everyone whose run is gone.
 *
 * @param {"crashed" | "failed"} how
 * @param {string} message
 */
function lose(how, message) {
  const bereft = [...listeners.values()];
  stopWorker();
  for (const handlers of bereft) handlers[how](message);
}

function stopWorker() {
  worker?.terminate();
  worker = null;
  listeners.clear();
}

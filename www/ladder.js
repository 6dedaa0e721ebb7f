// @ts-check
/**
 * What trains, by the first way that the page and its policies allow: a worker from its own address; one from a blob that imports
 * it, where that is another origin's or the page has none; one from its text, where there are no addresses; else slices on this
 * thread.
 */
import { worker } from "./files.js";
import { Jobs } from "./jobs.js";
import { compiled, loaded } from "./wasm.js";

/**
 * @import { Id } from "./texts.js"
 * @import { FromJobs, FromWorker, ToJobs, ToWorker } from "./messages.js"
 *
 * @typedef {{ createScriptURL: (address: string) => string }} Policy
 * @typedef {{ createPolicy: (name: string, rules: Policy) => Policy }} Policies  of Trusted Types, which not every browser has
 */

/** Where scripts may come from only by a policy, as Trusted Types have it. @type {Policy | undefined} */
let policy;

/** @param {string} address @param {WorkerType} [type] */
function started(address, type) {
  try {
    return new Worker(policy ? policy.createScriptURL(address) : address, { type });
  } catch (error) {
    const { trustedTypes } = /** @type {{ trustedTypes?: Policies }} */ (globalThis);
    if (policy || !trustedTypes || !(error instanceof TypeError)) throw error;
    // Only what is named in this file becomes a worker.
    policy = trustedTypes.createPolicy("lr-lab", { createScriptURL: (own) => own });
    return started(address, type);
  }
}

/** The address of the one text that a page may have to start workers from. @type {string | undefined} */
let blobbed;
/** @param {string} text */
const blob = (text) => (blobbed ??= URL.createObjectURL(new Blob([text], { type: "text/javascript" })));

const { address, text } = worker;
/** No module: a page without an origin has those from nowhere. */
const importing = `import(${JSON.stringify(address)}).catch(()=>postMessage({type:"failed"}))`;
const WAYS = address ? [() => started(address, "module"), () => started(blob(importing))] : [() => started(blob(text ?? ""))];

/** The first way that may work: those before it have failed where another did not. */
let known = 0;

/** Why workers were refused, once nothing but this thread was left. @type {Id | null} */
export let slowedBy = null;

/** @param {unknown} error @returns {Id} */
function causeOf(error) {
  if (typeof Worker !== "function") return "slowed.none";
  return error instanceof DOMException && error.name === "SecurityError" ? "slowed.address" : "slowed.silent";
}

/** @typedef {{ hear: (message: FromJobs) => void, crashed: (message: string) => void }} Listener */

/** One worker, or what stands in for it. */
export class Engine {
  /** @param {Listener} listener */
  constructor(listener) {
    this.listener = listener;
    /** What it was told before it was there, for the next way if this one fails. @type {ToJobs[] | null} */
    this.early = [];
    /** @type {Id | null} */
    this.cause = null;
    this.way = known;
    /** Whether it has been heard since it was last asked, and how often it was not. */
    this.heard = true;
    this.missed = 0;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {{ jobs: Jobs, port: MessagePort } | null} on this thread */
    this.slices = null;
    this.#begin();
  }

  /** @param {ToJobs} message */
  post(message) {
    if (this.early) this.early.push(message);
    else if (this.slices) this.slices.port.postMessage(message);
    else this.#tell(message);
  }

  stop() {
    this.worker?.terminate();
    this.slices?.jobs.stop();
    this.slices?.port.close();
    this.worker = this.slices = null;
  }

  /** Asks whether it is still there. @returns {number} how many times in a row there was no answer */
  ask() {
    if (!this.worker) return 0;
    this.missed = this.heard ? 0 : this.missed + 1;
    this.heard = false;
    this.#tell({ type: "ping" });
    return this.missed;
  }

  /** This way does not work. @param {Id} cause */
  fail(cause) {
    this.cause ??= cause;
    this.worker?.terminate();
    this.way += 1;
    this.#begin();
  }

  /** @param {ToWorker} message */
  #tell(message) {
    this.worker?.postMessage(message);
  }

  #begin() {
    if (this.way >= WAYS.length) return this.#slice();
    try {
      this.#hearken(WAYS[this.way]());
    } catch (error) {
      this.fail(causeOf(error));
    }
  }

  /** @param {Worker} worker */
  #hearken(worker) {
    this.worker = worker;
    worker.addEventListener("message", ({ data }) => {
      if (worker === this.worker) this.#hear(data);
    });
    worker.addEventListener("error", (event) => {
      // A script that fails where it should begin is for its author to see; what is said below is for the reader.
      if (!this.early || !event.message) event.preventDefault();
      if (worker !== this.worker) return;
      if (this.early) this.fail("slowed.silent");
      else this.listener.crashed(event.message);
    });
    this.heard = true;
  }

  /** @param {FromWorker} message */
  #hear(message) {
    this.heard = true;
    switch (message.type) {
      case "pong":
        break;
      case "awake":
        // No one asks for a run before the core is there.
        if (compiled) this.#tell({ type: "core", module: compiled });
        break;
      case "failed":
        this.fail("slowed.silent");
        break;
      case "here":
        known = this.way;
        this.#hasBegun();
        break;
      case "crashed":
        this.listener.crashed(message.message);
        break;
      default:
        this.listener.hear(message);
    }
  }

  #slice() {
    this.worker = null;
    slowedBy ??= this.cause;
    const { port1, port2 } = new MessageChannel();
    const jobs = new Jobs(loaded(), port2);
    port1.onmessage = ({ data }) => this.#hear(data);
    port2.onmessage = ({ data }) => jobs.hear(data);
    this.slices = { jobs, port: port1 };
    this.#hasBegun();
  }

  #hasBegun() {
    const { early } = this;
    this.early = null;
    for (const message of early ?? []) this.post(message);
  }
}

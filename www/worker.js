// @ts-check
/// <reference lib="webworker" />
/** A worker: an instance of the core, and the jobs that it trains. */
import init, * as core from "../pkg/lr_lab.js";
import { Jobs } from "./jobs.js";

/** @import { FromWorker, ToWorker } from "./messages.js" */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** @param {FromWorker} message */
const tell = (message) => scope.postMessage(message);

/** @type {Promise<Jobs> | undefined} */
let jobs;

scope.addEventListener("message", async ({ data }) => {
  const message = /** @type {ToWorker} */ (data);
  if (message.type === "ping") return tell({ type: "pong" });
  if (message.type !== "core") return (await jobs)?.hear(message);
  jobs = init({ module_or_path: message.module }).then(() => new Jobs(core, scope));
  jobs.then(() => tell({ type: "here" }), () => tell({ type: "failed" }));
});
// A compiled module does not pass between some contexts.
scope.addEventListener("messageerror", () => tell({ type: "failed" }));
tell({ type: "awake" });

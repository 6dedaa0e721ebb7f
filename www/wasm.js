// @ts-check
/** The Rust core on the main thread: it draws and lists data sets. Workers make instances of their own of the same module. */
import { speakAnew } from "./core-texts.js";
import { messageOf } from "./errors.js";
import { ToldError } from "./faults.js";
import { fetchFile, packedWith } from "./files.js";

/** A function whose body is `i8x16.splat`: valid only where WebAssembly has SIMD. */
const SIMD_PROBE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
);

/**
 * Why this browser can't run the lab, in a sentence for the reader; null when it can.
 *
 * @returns {"trouble.no-wasm" | "trouble.no-simd" | null}
 */
export function whyUnsupported() {
  if (typeof WebAssembly !== "object" || typeof WebAssembly.validate !== "function") return "trouble.no-wasm";
  return WebAssembly.validate(SIMD_PROBE) ? null : "trouble.no-simd";
}

/** @typedef {typeof import("../pkg/lr_lab.js")} Core */

/** The core once it is there, for what is asked of it in passing: a live binding. @type {Core | null} */
export let core = null;

/** For what is asked only once the core is there. @param {Core | null} [instance] */
export function loaded(instance = core) {
  if (!instance) throw new Error("The core is not there yet.");
  return instance;
}

/** @type {Promise<Core> | null} */
let loading = null;
/** An instance has begun, and may have trapped since. */
let begun = false;

/**
 * The initialised module, one for all elements on the page.
 *
 * @returns {Promise<Core>}
 * @throws {ToldError} why there is none
 */
export function loadCore() {
  loading ??= start().catch((error) => {
    forgetCore();
    throw error instanceof ToldError ? error : new ToldError(isPolicy(error) ? "trouble.policy" : "trouble.failed", { why: messageOf(error) });
  });
  return loading;
}

/** After a failure or a trap: the next {@link loadCore} starts a new instance. */
export function forgetCore() {
  loading = core = null;
}

/** The compiled core, for a worker's own instance; null before it is there. @type {WebAssembly.Module | null} */
export let compiled = null;

async function start() {
  const [instance, module] = await Promise.all([import("../pkg/lr_lab.js"), compiled ?? compile()]);
  // What the browser kept of an older version may be only one of the two.
  compiled = isOf(instance, module) ? module : await compile("reload");
  if (!isOf(instance, compiled)) {
    compiled = null;
    throw new ToldError("trouble.versions");
  }
  if (begun) instance.__wbg_reset_state();
  else await instance.default({ module_or_path: compiled });
  begun = true;
  speakAnew();
  return (core = instance);
}

/** Whether JavaScript and module are of one build. @param {Core} instance @param {WebAssembly.Module} module */
function isOf({ build }, module) {
  const [stamp] = WebAssembly.Module.customSections(module, "build");
  return build === (stamp && new TextDecoder().decode(stamp)) && (!packedWith || packedWith === build);
}

/** A page may forbid what it calls eval, and WebAssembly with it; each browser words that in its own way. @param {unknown} error */
const isPolicy = (error) => error instanceof WebAssembly.CompileError && /CSP|Content Security Policy|unsafe-eval/i.test(error.message);

const PROGRAM = "../pkg/lr_lab_bg.wasm";

/** Fetched beside the JavaScript, not after it, and compiled as it arrives. @param {RequestCache} [cache] */
async function compile(cache) {
  const answer = await fetchFile(PROGRAM, { cache }).catch(async (error) => {
    // An answer that may not be read is one all the same.
    const there = await fetchFile(PROGRAM, { mode: "no-cors" }).catch(() => null);
    throw there ? new ToldError("trouble.cors") : error;
  });
  if (!answer.ok) throw new Error(`${new URL(answer.url).pathname}: ${answer.status}`);
  // Compiling a stream needs a server that knows the type.
  if (answer.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}

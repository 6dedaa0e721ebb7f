// @ts-check
/** The Rust core on the main thread: it draws and lists data sets. Workers make instances of their own of the same module. */

/** A function whose body is `i8x16.splat`: valid only where WebAssembly has SIMD. */
const SIMD_PROBE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
);

/**
 * Why this browser can't run the lab.
 *
 * @returns {string | null} a sentence for the reader, or null when it can
 */
export function whyUnsupported() {
  if (typeof WebAssembly !== "object" || typeof WebAssembly.validate !== "function") {
    return "This browser has no WebAssembly, with SIMD, which LR Lab needs to train networks. "
      + "It may be switched off by a policy; a current Chrome, Edge, Firefox or Safari runs it.";
  }
  if (!WebAssembly.validate(SIMD_PROBE)) {
    return "This browser’s WebAssembly lacks SIMD, which LR Lab needs to train networks. "
      + "A current Chrome, Edge, Firefox or Safari (16.4 and later) on a machine from the last ten years has it.";
  }
  return null;
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
let attempt = 0;

/**
 * The initialised module, one for all elements on the page.
 *
 * @returns {Promise<Core>}
 */
export function loadCore() {
  loading ??= start().catch((error) => {
    forgetCore();
    throw error;
  });
  return loading;
}

/** After a failed fetch or a trap: the next {@link loadCore} starts a new instance under a new address. */
export function forgetCore() {
  loading = core = null;
  attempt += 1;
}

/** The compiled core, for a worker's own instance; null before it is there. @type {WebAssembly.Module | null} */
export let compiled = null;

async function start() {
  // A module that trapped, or whose fetch failed, stays so in the browser's module map: ask for another.
  const address = attempt === 0 ? "../pkg/lr_lab.js" : `../pkg/lr_lab.js?again=${attempt}`;
  const [instance, module] = await Promise.all([/** @type {Promise<Core>} */ (import(address)), compile()]);
  await instance.default({ module_or_path: module });
  compiled = module;
  return (core = instance);
}

/** Fetched beside the JavaScript, not after it, and compiled as it arrives. */
async function compile() {
  const address = new URL("../pkg/lr_lab_bg.wasm", import.meta.url);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname}: ${answer.status}`);
  // Compiling a stream needs a server that knows the type.
  if (answer.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}

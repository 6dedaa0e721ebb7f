// @ts-check
/**
 * The lab in a frame. Its events go to the page around as `{ source: "lr-lab", v: 1, id, type, detail }`; that page, and no
 * other window, may send `{ target: "lr-lab", type, detail, id }`, and has an answer of the same type and id.
 */
/** @typedef {import("./lr-lab.js").LrLab} LrLab */

const EVENTS = ["ready", "statechange", "progress", "finderend", "truthend", "runend", "pick", "lesson", "error"];

/** What the page around may ask for. @type {Record<string, (lab: LrLab, detail: never) => unknown>} */
const ASKED = {
  run: (lab) => lab.run(), pause: (lab) => lab.pause(), resume: (lab) => lab.resume(), step: (lab) => lab.step(), cancel: (lab) => lab.cancel(),
  train: (lab) => lab.train(), reset: (lab) => lab.reset(), undo: (lab) => lab.undo(), redo: (lab) => lab.redo(),
  set: (lab, /** @type {Record<string, string>} */ keys) => lab.set(keys),
  getState: (lab) => lab.getState(), getLesson: (lab) => lab.getLesson(), getResult: (lab) => lab.getResult(),
  export: (lab, /** @type {string} */ file) => lab.export(file),
};

/** @param {unknown} message */
const tell = (message) => parent.postMessage(message, "*");

/** @param {string} type @param {unknown} detail @param {unknown} [id] of what is answered */
const say = (type, detail, id = window.name || null) => tell({ source: "lr-lab", v: 1, id, type, detail });

/** @param {LrLab} lab */
export function speakFor(lab) {
  for (const type of EVENTS) lab.addEventListener(type, (event) => say(type, /** @type {CustomEvent} */ (event).detail));
  addEventListener("message", (event) => {
    if (event.source === parent && event.data?.target === "lr-lab") void answer(lab, event.data);
  });
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(lab.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    say("resize", { height });
    // Pages that know frames, but not this one, such as those of learning platforms.
    tell({ type: "iframe-resized", height });
    tell({ subject: "lti.frameResize", height });
  }).observe(lab);
}

/** @param {LrLab} lab @param {{ type: unknown, detail: never, id: unknown }} message */
async function answer(lab, { type, detail, id }) {
  try {
    const asked = typeof type === "string" && Object.hasOwn(ASKED, type) ? ASKED[type] : null;
    if (!asked) throw new Error(`${String(type)}? ${Object.keys(ASKED).join(", ")}`);
    say(/** @type {string} */ (type), (await asked(lab, detail)) ?? null, id);
  } catch (error) {
    const { field = null, message } = /** @type {{ field?: string | null, message: string }} */ (error);
    say("error", { field, message }, id);
  }
}

// @ts-check
/**
 * The lab as a widget of notebooks, as anywidget has them. Each key of a link is a trait of the model, a text or null; `curve`
 * one that ran elsewhere; `result` what the finder has found, which the lab alone sets.
 */
import { unlessRefused } from "./errors.js";
import "./lr-lab.js";
import { loadCore } from "./wasm.js";

/**
 * @import { LrFindReport } from "../pkg/lr_lab.js"
 * @import { LrLab } from "./lr-lab.js"
 * @import { OwnCurve } from "./results.js"
 *
 * @typedef {{
 *   get: (name: string) => unknown, set: (name: string, value: unknown) => void, save_changes: () => void,
 *   on: (event: string, heard: () => void) => void, off: (event: string, heard: () => void) => void,
 * }} Model
 */

/** What a reader or a run may have changed of the link. */
const CHANGES = ["change", "pick", "statechange"];

/** What the lab's link says, by key; null while a setting is refused, which is in no link. @param {LrLab} lab */
const saidBy = (lab) => unlessRefused(() => new Map(new URLSearchParams(lab.getLink())));

/** Where no program is behind the page, as in MyST, there is nothing to save or leave, which some hosts say by an error. @param {() => void} act */
function ifThereIs(act) {
  try {
    act();
  } catch { /* the lab needs neither */ }
}

/** @param {{ model: Model, el: HTMLElement }} host @returns {Promise<() => void>} what ends it */
async function render({ model, el }) {
  // Where there is no core, the lab itself says why.
  const keys = await loadCore().then((core) => core.linkKeys().map(({ name }) => name), () => []);
  const lab = /** @type {LrLab} */ (document.createElement("lr-lab"));
  /** @type {Map<string, string>} */
  let said = new Map();

  const ask = (/** @type {string} */ key) => {
    const value = model.get(key);
    if (typeof value === "string") lab.setAttribute(key, value);
    else lab.removeAttribute(key);
  };
  const read = () => {
    const curve = /** @type {OwnCurve | null} */ (model.get("curve"));
    // A loss that is no number is null on its way here.
    if (curve) lab.readCurve({ ...curve, losses: curve.losses.map((loss) => loss ?? NaN) });
  };
  const tell = async () => {
    // An undo says that it comes before it does.
    await null;
    const now = saidBy(lab) ?? said;
    const changed = keys.filter((key) => now.get(key) !== said.get(key) && (now.get(key) ?? null) !== (model.get(key) ?? null));
    said = now;
    for (const key of changed) model.set(key, now.get(key) ?? null);
    if (changed.length) ifThereIs(() => model.save_changes());
  };
  const report = (/** @type {Event} */ event) => {
    const { suggestions, answer, read } = /** @type {CustomEvent<LrFindReport>} */ (event).detail;
    model.set("result", { suggestions, answer, read });
    ifThereIs(() => model.save_changes());
  };

  const heard = keys.map((key) => /** @type {const} */ ([`change:${key}`, () => ask(key)]));
  for (const [event, hear] of [...heard, /** @type {const} */ (["change:curve", read])]) model.on(event, hear);
  keys.forEach(ask);
  // The curve that is given is the run.
  if (model.get("curve") && !lab.hasAttribute("autorun")) lab.setAttribute("autorun", "no");
  lab.addEventListener("finderend", report);
  lab.addEventListener("ready", () => {
    said = saidBy(lab) ?? said;
    for (const event of CHANGES) lab.addEventListener(event, tell);
    read();
  });
  el.append(lab);
  return () => {
    for (const [event, hear] of [...heard, /** @type {const} */ (["change:curve", read])]) ifThereIs(() => model.off(event, hear));
    lab.remove();
  };
}

export default { render };

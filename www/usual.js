// @ts-check
/**
 * What the empty fields of a schedule stand for. They follow the picked rate and the number of steps, so that a shape fits
 * before anything is typed.
 */
import { unlessRefused } from "./errors.js";
import { core } from "./wasm.js";

/**
 * @import { FieldInfo, Schedule } from "../pkg/lr_lab.js"
 *
 * @typedef {Record<string, string> & { kind: string, unit: "step" | "epoch" }} ScheduleSettings
 * @typedef {{ lr: number, steps: number, perEpoch: number }} Run  what empty fields follow
 */

/**
 * What empty fields stand for, where the core has no default or a better one for this run.
 *
 * @param {ScheduleSettings} settings
 * @param {Run} run
 * @returns {Record<string, unknown>}
 */
export const suited = ({ kind, unit }, { lr, steps, perEpoch }) =>
  core?.suitedSchedule(kind, { lr, steps: count(steps), stepsPerEpoch: count(perEpoch), unit }) ?? {};

/** Half-typed numbers of steps suit something too. @param {number} steps */
export const count = (steps) => Math.min(1e7, Math.max(1, Math.round(steps) || 1));

/** Any run will do where only choices are asked about. */
const SOME = { lr: 0.1, steps: 100, perEpoch: 1 };
/** Links are long to write for so little. @type {Map<string, string | null>} */
const known = new Map();

/**
 * Which of a choice holds when none is made. It may depend on the others, so that the catalog can't say; but a link leaves
 * out what holds anyway.
 *
 * @param {ScheduleSettings} settings
 * @param {FieldInfo} field
 * @param {FieldInfo[]} fields all that its kind has: others may be typed for another kind
 * @returns {string | null}
 */
export function usualChoice(settings, { name, type, choices, default: value, conventions }, fields) {
  const asked = type === "choice" ? value === null : type === "flag" && conventions.length > 0;
  if (!core || !asked) return null;
  const chosen = fields.flatMap(({ name: other, type: kind }) => (kind === "choice" && settings[other] && other !== name ? [[other, settings[other]]] : []));
  const key = JSON.stringify([settings.kind, name, chosen]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const request = { kind: settings.kind, ...suited(settings, SOME), ...Object.fromEntries(chosen) };
  const without = linkOf(request);
  const values = type === "flag" ? [false, true] : choices;
  const usual = without && values.find((one) => linkOf({ ...request, [name]: one }) === without);
  known.set(key, usual === undefined || usual === null ? null : String(usual));
  return known.get(key) ?? null;
}

/** @param {Record<string, unknown>} schedule */
const linkOf = (schedule) => unlessRefused(() => core?.encodeLink({ schedule: /** @type {Schedule} */ (schedule) }) ?? null);

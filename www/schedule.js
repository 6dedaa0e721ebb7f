// @ts-check
/**
 * The schedule as it is typed, and what it means to the core. A field that is left empty follows the picked rate and the
 * number of steps, so that a shape fits before anything is typed.
 */
import { SettingError } from "./errors.js";
import { parseNumber, typed } from "./numbers.js";
import { core } from "./wasm.js";

/** @import { FieldInfo, KindInfo, Schedule } from "../pkg/lr_lab.js" */
/** @typedef {Record<string, string> & { kind: string, unit: "step" | "epoch" }} ScheduleSettings */

/**
 * What the empty fields of a shape stand for, where the core has no default or a better one for this run.
 *
 * @param {ScheduleSettings} settings
 * @param {{ lr: number, steps: number, perEpoch: number }} run
 * @returns {Record<string, unknown>}
 */
export const suited = ({ kind, unit }, { lr, steps, perEpoch }) =>
  core?.suitedSchedule(kind, { lr, steps: count(steps), stepsPerEpoch: count(perEpoch), unit }) ?? {};

/** Half-typed numbers of steps suit something too. @param {number} steps */
const count = (steps) => Math.min(1e7, Math.max(1, Math.round(steps) || 1));

/** A value as it is typed: numbers in their shortest form, lists with commas, schedules as JSON. @param {unknown} value */
export function spelled(value) {
  if (typeof value === "number") return typed(value, 4);
  if (Array.isArray(value) && typeof value[0] === "number") return value.map((number) => typed(number, 4)).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}

/**
 * The schedule for the core.
 *
 * @param {ScheduleSettings} settings
 * @param {KindInfo[]} kinds
 * @param {{ lr: number, steps: number, perEpoch: number }} run
 * @returns {Schedule} as typed: what it may hold is the core's to say
 */
export function buildSchedule(settings, kinds, run) {
  const kind = kinds.find((one) => one.kind === settings.kind);
  const fields = (kind?.fields ?? []).filter(({ conventions }) => !conventions.length || conventions.includes(conventionOf(settings, kind)));
  const usual = suited(settings, run);
  const given = fields.flatMap((field) => {
    const text = settings[field.name]?.trim() ?? "";
    const value = text ? read(field, text) : rounded(field, usual[field.name]);
    return value === undefined ? [] : [[field.name, value]];
  });
  const unit = settings.unit === "epoch" && settings.kind !== "plateau" && { unit: settings.unit };
  return /** @type {Schedule} */ ({ kind: settings.kind, ...unit, ...Object.fromEntries(given) });
}

/** @param {ScheduleSettings} settings @param {KindInfo | undefined} kind */
export const conventionOf = (settings, kind) =>
  settings.convention || String(kind?.fields.find(({ name }) => name === "convention")?.default ?? "");

/**
 * @param {FieldInfo} field
 * @param {unknown} value
 */
const rounded = ({ type }, value) => (type === "number" && typeof value === "number" ? Number(value.toPrecision(6)) : value);

/**
 * @param {FieldInfo} field
 * @param {string} text
 */
function read({ name, type }, text) {
  const refuse = (/** @type {string} */ what) => new SettingError(`schedule.${name}`, `“${text}” is ${what}.`);
  if (type === "flag") return text === "true";
  if (type === "text" || type === "choice") return text;
  if (type === "schedules") {
    try {
      return JSON.parse(text);
    } catch {
      throw refuse("no list of schedules; write them as JSON, such as [{ \"kind\": \"constant\", \"lr\": 0.1 }]");
    }
  }
  const several = type === "numbers" || type === "wholes";
  const numbers = (several ? text.replaceAll(/[[\]]/g, "").split(/[,;]\s*|\s+/).filter(Boolean) : [text]).map(parseNumber);
  if (!numbers.every(Number.isFinite)) throw refuse(several ? "no list of numbers; type some such as 100, 200" : "not a number; type one such as 0.01, 3e-4 or 1/128");
  return several ? numbers : numbers[0];
}

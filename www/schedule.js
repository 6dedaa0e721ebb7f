// @ts-check
/**
 * The schedule as it is typed, and what it means to the core. A field that is left empty follows the picked rate and the
 * number of steps, so that a shape fits before anything is typed.
 */
import { SettingError } from "./errors.js";
import { parseNumber, typed } from "./numbers.js";

/**
 * @typedef {import("./state.js").FieldInfo} FieldInfo
 * @typedef {import("./state.js").Kind} Kind
 * @typedef {Record<string, string> & { kind: string, unit: string }} ScheduleSettings
 */

/** What an empty field stands for where the core has no default: `lr` is the picked rate, `n` the length of the run. */
const FITTING = /** @type {Record<string, Record<string, (lr: number, n: number) => unknown>>} */ ({
  "": {
    lr: (lr) => lr, initLr: (lr) => lr, maxLr: (lr) => lr, baseLr: (lr) => lr / 10, startLr: (lr) => lr / 100, endLr: (lr) => lr,
    totalSteps: (_, n) => n, decaySteps: (_, n) => n, steps: (_, n) => n, stepSize: (_, n) => part(n, 4), firstDecaySteps: (_, n) => part(n, 4),
    stepSizeUp: (_, n) => part(n, 8), warmupSteps: (_, n) => part(n, 10), stableSteps: (_, n) => part(n, 2), factor: () => 0.5, decayRate: () => 0.5, k: (_, n) => 3 / n,
    modelSize: () => 64, milestones: (_, n) => [part(n, 2), Math.floor((3 * n) / 4)], boundaries: (_, n) => [part(n, 2)], values: (lr) => [lr, lr / 10],
    expression: () => "lr * (1 - step / totalSteps)",
  },
  "inverse-time": { decaySteps: (_, n) => part(n, 10), decayRate: () => 1 },
  exponential: { decaySteps: (_, n) => part(n, 4) },
  geometric: { startLr: (lr) => lr, endLr: (lr) => lr / 100 },
  linear: { startLr: (lr) => lr, endLr: () => 0 },
  "warmup-stable-decay": { decaySteps: (_, n) => n - part(n, 10) - part(n, 2) },
  plateau: { factor: () => 0.5, patience: () => 3 },
  join: {
    boundaries: (_, n) => [part(n, 10)],
    schedules: (lr, n) => [
      { kind: "linear", startLr: lr / 100, endLr: lr, steps: part(n, 10) },
      { kind: "cosine", initLr: lr, decaySteps: n - part(n, 10) },
    ],
  },
  product: {
    schedules: (lr, n) => [
      { kind: "warm-restarts", initLr: lr, firstDecaySteps: part(n, 4), tMul: 1 },
      { kind: "exponential", initLr: 1, decayRate: 0.5, decaySteps: part(n, 4) },
    ],
  },
});

/** @param {number} n @param {number} share */
const part = (n, share) => Math.max(1, Math.floor(n / share));

/** Where the shape counts epochs, it has as many as the run. @param {ScheduleSettings} settings @param {number} steps @param {number} perEpoch */
const lengthIn = ({ unit }, steps, perEpoch) => (unit === "epoch" ? Math.max(1, Math.ceil(steps / perEpoch)) : steps);

/**
 * What an empty field stands for; undefined where that is the core's to say.
 *
 * @param {ScheduleSettings} settings
 * @param {FieldInfo} field
 * @param {{ lr: number, steps: number, perEpoch: number }} run
 */
export function fitting(settings, { name, default: usual }, { lr, steps, perEpoch }) {
  const own = FITTING[settings.kind]?.[name];
  // What the shape's own defaults leave out, such as a rate that only some have, stays out.
  if (!own && usual !== null) return undefined;
  if (!own && (OPTIONAL[settings.kind] ?? []).includes(name)) return undefined;
  const value = (own ?? FITTING[""][name])?.(lr, lengthIn(settings, steps, perEpoch));
  return value;
}

/** Fields without a default that may be left out all the same. */
const OPTIONAL = /** @type {Record<string, string[]>} */ ({
  cosine: ["warmupTarget"], exponential: ["endLr"], cyclic: ["stepSizeDown"], "inverse-sqrt": ["timescale"], expression: [],
});

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
 * @param {Kind[]} kinds
 * @param {{ lr: number, steps: number, perEpoch: number }} run
 */
export function buildSchedule(settings, kinds, run) {
  const kind = kinds.find((one) => one.kind === settings.kind);
  const fields = (kind?.fields ?? []).filter(({ conventions }) => !conventions.length || conventions.includes(conventionOf(settings, kind)));
  const given = fields.flatMap((field) => {
    const text = settings[field.name]?.trim() ?? "";
    const value = text ? read(field, text) : rounded(field, fitting(settings, field, run));
    return value === undefined ? [] : [[field.name, value]];
  });
  return { kind: settings.kind, ...(settings.unit === "epoch" && settings.kind !== "plateau" && { unit: "epoch" }), ...Object.fromEntries(given) };
}

/** @param {ScheduleSettings} settings @param {Kind | undefined} kind */
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

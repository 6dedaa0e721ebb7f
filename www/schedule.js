// @ts-check
/** The schedule as it is typed, and what it means to the core. */
import { unlessRefused } from "./errors.js";
import { SettingError } from "./faults.js";
import { parseNumber, typed } from "./numbers.js";
import { count, defaultsOf, suited } from "./usual.js";
import { core } from "./wasm.js";

/** @import { FieldInfo, KindInfo, Schedule } from "../pkg/lr_lab.js" */
/**
 * @import { Run, ScheduleSettings } from "./usual.js"
 *
 * @typedef {{ settings: ScheduleSettings, run: Run, begin: string, start: number }} Piece
 *   one of a join or a product: begin: where it begins, as typed; start: where it begins
 */

/** A value as it is typed: numbers in their shortest form, lists with commas, schedules as JSON. @param {unknown} value */
export function spelled(value) {
  if (typeof value === "number") return typed(value, 4);
  if (Array.isArray(value) && typeof value[0] === "number") return value.map((number) => typed(number, 4)).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}

/** Numbers as they are typed, with all their digits. @param {unknown} value @returns {string} */
export function spell(value) {
  if (Array.isArray(value)) return spellList(value);
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  return String(value ?? "");
}

/** @param {unknown[]} list */
const spellList = (list) => (typeof list[0] === "object" ? JSON.stringify(list) : list.map(spell).join(", "));

/**
 * The schedule for the core.
 *
 * @param {ScheduleSettings} settings
 * @param {KindInfo[]} kinds
 * @param {Run} run
 * @param {string} [path] what the core calls it
 * @param {string} [unit] what it counts if it says nothing
 * @returns {Schedule} as typed: what it may hold is the core's to say
 */
export function buildSchedule(settings, kinds, run, path = "schedule", unit = "step") {
  const kind = kinds.find((one) => one.kind === settings.kind);
  const usual = suited(settings, run);
  const pieces = hasPieces(kind) ? piecesOf(settings, kinds, run) : null;
  /** @type {(field: FieldInfo) => [string, unknown][]} */
  const give = (field) => {
    const { name, type } = field;
    const at = `${path}.${name}`;
    if (type === "schedules") return [[name, pieces?.map((piece, i) => buildSchedule(piece.settings, kinds, piece.run, `${at}[${i}]`, settings.unit))]];
    if (pieces && name === BOUNDARIES) return [[name, pieces.slice(1).map(({ begin, start }, i) => (begin ? readNumber(`${at}[${i}]`, begin) : start))]];
    const text = settings[name]?.trim() ?? "";
    const value = text ? read(field, at, text) : rounded(field, usual[name]);
    return value === undefined ? [] : [[name, value]];
  };
  const counts = settings.unit !== unit && settings.kind !== "plateau" && { unit: settings.unit };
  return /** @type {Schedule} */ ({ kind: settings.kind, ...counts, ...Object.fromEntries(fieldsOf(kind, settings).flatMap(give)) });
}

/** Where the pieces of a join begin. */
const BOUNDARIES = "boundaries";

/** Whether it is built from others. @param {KindInfo | undefined} kind */
export const hasPieces = (kind) => kind?.fields.some(({ type }) => type === "schedules") ?? false;

/** Whether its pieces follow each other. @param {KindInfo | undefined} kind */
export const isJoined = (kind) => hasPieces(kind) && (kind?.fields.some(({ name }) => name === BOUNDARIES) ?? false);

/**
 * The pieces of a join or a product, and the run that each is to suit: in a join its own stretch, from the rate at which
 * the piece before has ended.
 *
 * @param {ScheduleSettings} settings
 * @param {KindInfo[]} kinds
 * @param {Run} run
 * @returns {Piece[]}
 */
export function piecesOf(settings, kinds, run) {
  const usual = /** @type {{ schedules: Schedule[], boundaries?: number[] }} */ (suited(settings, run));
  const given = settings.schedules?.trim() ? parsed(settings.schedules) : (usual.schedules ?? []).map(readable);
  const joined = isJoined(kinds.find(({ kind }) => kind === settings.kind));
  const length = Math.ceil(run.steps / stepsIn(settings.unit, run));
  const begins = (settings.boundaries ?? "").split(/[,;]/).map((text) => text.trim());
  const starts = [0];
  for (let i = 1; joined && i < given.length; i += 1) {
    // Where nothing is typed, those that follow share what is left.
    const [before, left] = [starts[i - 1], given.length - i + 1];
    const start = begins[i - 1] ? parseNumber(begins[i - 1]) : usual.boundaries?.[i - 1] ?? Math.round(before + (length - before) / left);
    starts.push(Number.isFinite(start) ? start : before);
  }
  /** @type {Piece[]} */
  const pieces = [];
  given.forEach((fields, i) => {
    const own = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, spell(value)]));
    const piece = /** @type {ScheduleSettings} */ ({ unit: settings.unit, ...own });
    const before = pieces.at(-1);
    const lr = !before ? run.lr : joined ? lastRate(before, kinds) ?? run.lr : 1;
    const steps = joined ? ((starts[i + 1] ?? length) - starts[i]) * stepsIn(settings.unit, run) : run.steps;
    pieces.push({ settings: piece, run: { ...run, lr, steps: count(steps) }, begin: (joined && i > 0 && begins[i - 1]) || "", start: starts[i] ?? 0 });
  });
  return pieces;
}

/** What suits, in numbers for people. @param {Schedule} schedule @returns {Record<string, unknown>} */
const readable = (schedule) =>
  Object.fromEntries(Object.entries(schedule).map(([name, value]) => [name, typeof value === "number" ? Number(value.toPrecision(4)) : value]));

/** @param {string} unit @param {Run} run */
const stepsIn = (unit, { perEpoch }) => (unit === "epoch" ? perEpoch : 1);

/** @param {string} text @returns {Record<string, unknown>[]} */
function parsed(text) {
  try {
    const list = JSON.parse(text);
    if (Array.isArray(list)) return list;
  } catch {
    // Said below.
  }
  throw new SettingError("schedule.schedules", "setting.schedules", { text });
}

/** The rate at which a piece has ended, if it is one to go on from. @param {Piece} piece @param {KindInfo[]} kinds */
function lastRate({ settings, run }, kinds) {
  // What is refused its own field says.
  const lr = unlessRefused(() => core?.lrAt(buildSchedule(settings, kinds, run), run.steps, { steps: run.steps, stepsPerEpoch: count(run.perEpoch) }));
  return lr && Number.isFinite(lr) ? Number(lr.toPrecision(4)) : null;
}

/**
 * A schedule of the core's as it would be typed. What it leaves out is the core's default, not what would suit a run.
 *
 * @param {Schedule} schedule
 * @param {KindInfo[]} kinds
 * @returns {Record<string, string> & { kind: string }}
 */
export function typedSchedule(schedule, kinds) {
  /** @type {Record<string, string> & { kind: string }} */
  const settings = { kind: schedule.kind, ...Object.fromEntries(Object.entries(schedule).map(([name, value]) => [name, spell(value)])) };
  if ("schedules" in schedule) settings.schedules = JSON.stringify(schedule.schedules.map((piece) => typedSchedule(piece, kinds)));
  const fitted = suited({ ...settings, unit: "step" }, { lr: 0.1, steps: 1, perEpoch: 1 });
  for (const { name, default: value } of kinds.find(({ kind }) => kind === schedule.kind)?.fields ?? []) {
    if (name in fitted && !(name in schedule)) settings[name] = spell(value);
  }
  return settings;
}

/** The fields of a kind under its convention. @param {KindInfo | undefined} kind @param {ScheduleSettings} settings */
export function fieldsOf(kind, settings) {
  if (!kind?.fields.some(({ conventions }) => conventions.length)) return kind?.fields ?? [];
  const convention = settings.convention || String(defaultsOf(settings, kind).convention);
  return kind.fields.filter(({ conventions }) => !conventions.length || conventions.includes(convention));
}

/**
 * @param {FieldInfo} field
 * @param {unknown} value
 */
const rounded = ({ type }, value) => (type === "number" && typeof value === "number" ? asTaken(value) : value);

/** A number that nobody has typed, with the digits that a run takes of it. @param {number} value */
export const asTaken = (value) => Number(value.toPrecision(6));

/**
 * What was typed into a field.
 *
 * @param {FieldInfo} field
 * @param {string} at what the core calls it
 * @param {string} text
 */
export function read({ type }, at, text) {
  if (type === "flag") return text === "true";
  if (type === "text" || type === "choice") return text;
  if (type !== "numbers" && type !== "wholes") return readNumber(at, text);
  const numbers = text.replaceAll(/[[\]]/g, "").split(/[,;]\s*|\s+/).filter(Boolean).map(parseNumber);
  if (!numbers.every(Number.isFinite)) throw new SettingError(at, "setting.numbers", { text });
  return numbers;
}

/** @param {string} at @param {string} text */
function readNumber(at, text) {
  const value = parseNumber(text);
  if (Number.isFinite(value)) return value;
  throw new SettingError(at, "setting.number", { text });
}

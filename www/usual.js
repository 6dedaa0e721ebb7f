// @ts-check
/**
 * What the empty fields of a schedule stand for. They follow the picked rate and the number of steps, so that a shape fits
 * before anything is typed.
 */
import { core } from "./wasm.js";

/**
 * @import { KindInfo } from "../pkg/lr_lab.js"
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

/**
 * What settings that are left out stand for. It may depend on the choices made, such as the convention.
 *
 * @param {ScheduleSettings} settings
 * @param {KindInfo} kind
 * @returns {Record<string, unknown>}
 */
export function defaultsOf(settings, { kind, fields }) {
  const choices = fields.filter(({ name, type }) => type === "choice" && settings[name]).map(({ name }) => [name, settings[name]]);
  return core?.scheduleDefaults(kind, Object.fromEntries(choices)) ?? {};
}

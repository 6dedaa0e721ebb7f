// @ts-check
/** What goes wrong: a setting that is refused, which its field says, and everything else. */

/**
 * @typedef {Error & { field: string }} Refused  thrown by the core, or here before it is asked
 * @typedef {{ field: string, message: string }} Fault  what was refused, whoever tells of it
 */

/** @param {unknown} error @returns {error is Refused} */
export const isRefused = (error) => error instanceof Error && error.name === "LrLabError";

/** What was refused; whatever else was thrown is thrown on. @param {unknown} error */
export function refused(error) {
  if (isRefused(error)) return error;
  throw error;
}

/**
 * What an act gives, or null where the core refuses it.
 *
 * @template T
 * @param {() => T} act
 */
export function unlessRefused(act) {
  try {
    return act();
  } catch (error) {
    return refused(error) && null;
  }
}

/** What went wrong, in words; what a worker tells of is no Error. @param {unknown} error */
export const messageOf = (error) => (typeof error === "object" && error && "message" in error ? String(error.message) : String(error));

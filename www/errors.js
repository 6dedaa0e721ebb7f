// @ts-check
/** What goes wrong: a setting that is refused, which its field says, and everything else. */

/** @typedef {Error & { field: string }} Refused  thrown by the core, or here before it is asked */

/** A setting that can't be sent to the core, told like the core's own errors. */
export class SettingError extends Error {
  /**
   * @param {string} field
   * @param {string} message
   */
  constructor(field, message) {
    super(message);
    this.name = "LrLabError";
    this.field = field;
  }
}

/** @param {unknown} error @returns {error is Refused} */
export const isRefused = (error) => error instanceof Error && error.name === "LrLabError";

/** What was refused; whatever else was thrown is thrown on. @param {unknown} error */
export function refused(error) {
  if (isRefused(error)) return error;
  throw error;
}

/** What went wrong, in words. @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

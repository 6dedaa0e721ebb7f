// @ts-check

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

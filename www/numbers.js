// @ts-check
/** Numbers as people type them and as the page writes them. */

/**
 * Reads `3e-4`, `1/128`, `20 %`, `-0.5`, with the typographic minus too.
 *
 * @param {string} text
 * @returns {number} NaN when it is not a number
 */
export function parseNumber(text) {
  const typed = text.trim().replaceAll("−", "-").replaceAll(/\s+/g, "");
  const fraction = typed.split("/");
  if (fraction.length === 2) return plain(fraction[0]) / plain(fraction[1]);
  if (typed.endsWith("%")) return plain(typed.slice(0, -1)) / 100;
  return plain(typed);
}

/** @param {string} text */
const plain = (text) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN);

/**
 * A number to three digits as it can be typed back: `0.117`, `3e-4`, `1.25e-5`.
 *
 * @param {number} value
 * @param {number} [digits]
 */
export function typed(value, digits = 3) {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(digits)));
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`;
}

/**
 * The same for reading, with a real minus sign.
 *
 * @param {number} value
 * @param {number} [digits]
 */
export const shown = (value, digits = 3) => typed(value, digits).replaceAll("-", "−");

/**
 * A loss as the page writes it; what is not finite is said in words.
 *
 * @param {number} value
 * @param {number} [digits]
 */
export function shownLoss(value, digits = 2) {
  if (Number.isNaN(value)) return "not a number";
  return Number.isFinite(value) ? shown(value, value >= 1 ? Math.max(3, digits) : digits) : "infinite";
}

/**
 * A time that something takes, roughly.
 *
 * @param {number} milliseconds
 * @param {number} [digits] of seconds below ten, where it was measured
 */
export function duration(milliseconds, digits = 0) {
  const seconds = milliseconds / 1000;
  if (digits && seconds < 9.5) return `${Number(seconds.toPrecision(digits))} s`;
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** `weightDecay` and `beta1` as a person writes them. @param {string} name */
export function words(name) {
  const parted = name.replaceAll(/([a-z])([A-Z0-9])/g, "$1 $2").replaceAll("-", " ").toLowerCase();
  return parted.charAt(0).toUpperCase() + parted.slice(1);
}

/** @param {number} fraction */
export const percent = (fraction) => `${Number((fraction * 100).toFixed(1))} %`;

/**
 * The rate after a step of the arrow keys or buttons: `decades` further on the log axis, to three digits.
 *
 * @param {number} lr
 * @param {number} decades
 */
export const nudged = (lr, decades) => Number((lr * 10 ** decades).toPrecision(3));

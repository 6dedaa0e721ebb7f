// @ts-check
/** Numbers that move under the hand: dragging a field's label, or the arrow keys in the field, changes its value. */
import { parseNumber, typed } from "./numbers.js";

/** How a number moves: a rate by factors, a share between 0 and 1, a count by ones or, when it is large, by factors. */
/** @typedef {"factor" | "share" | "count"} Scrub */

/** Pixels of a notch. */
const NOTCH = 6;

/**
 * A value `notches` notches further.
 *
 * @param {number} value
 * @param {number} notches
 * @param {Scrub} scrub
 */
export function moved(value, notches, scrub) {
  if (scrub === "share") return typed(Math.min(0.999, Math.max(0, value + 0.01 * notches)));
  if (scrub === "factor") return typed(value * 10 ** (0.05 * notches));
  const next = value < 20 ? value + notches : value * 2 ** (notches / 12);
  return String(Math.max(value > 0 ? 1 : 0, Math.round(next)));
}

/**
 * @param {HTMLElement} label
 * @param {HTMLInputElement} input
 * @param {Scrub} scrub
 * @param {(value: string, committed: boolean) => void} changed
 */
export function scrubbing(label, input, scrub, changed) {
  /** @type {{ x: number, value: number } | null} */
  let start = null;
  let dragged = false;
  // What an empty field stands for is where it begins.
  const now = () => parseNumber(input.value.trim() || input.placeholder);
  /** @param {number} value @param {number} notches */
  const move = (value, notches) => {
    const text = moved(value, notches, scrub);
    if (text === input.value) return;
    input.value = text;
    changed(text, true);
  };
  label.classList.add("scrub");
  label.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || input.disabled || Number.isNaN(now())) return;
    start = { x: event.clientX, value: now() };
    dragged = false;
    label.setPointerCapture(event.pointerId);
  });
  label.addEventListener("pointermove", (event) => {
    if (!start) return;
    const notches = Math.trunc((event.clientX - start.x) / NOTCH);
    dragged ||= notches !== 0;
    if (dragged) move(start.value, notches);
  });
  label.addEventListener("pointerup", () => { start = null; });
  label.addEventListener("pointercancel", () => { start = null; });
  // The click at the end of a drag would put the caret into the field.
  label.addEventListener("click", (event) => dragged && event.preventDefault());
  input.addEventListener("keydown", (event) => {
    const notches = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!notches || event.ctrlKey || event.metaKey || event.altKey || Number.isNaN(now())) return;
    event.preventDefault();
    move(now(), notches);
  });
}

// @ts-check
/** The only DOM toolkit: one element maker. Text always arrives as text nodes, never as markup. */
import { Held } from "./words.js";

/**
 * Makes an element. `on…` properties become listeners, `class` and `aria-…` and the like become attributes,
 * `true` an empty attribute; `false`, `null` and `undefined` are left out. A text that is {@link Held} follows the language.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | Held | string | number | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (value instanceof Held) {
      value.to((text) => element.setAttribute(name, text));
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter(present).map((child) => (child instanceof Held ? told(child) : child instanceof Node ? child : String(child))));
  return element;
}

/** @param {Held} held */
function told(held) {
  const text = new Text();
  held.to((words) => { text.data = words; });
  return text;
}

/**
 * @param {unknown} child
 * @returns {child is Node | Held | string | number}
 */
const present = (child) => child !== false && child !== null && child !== undefined;

/**
 * Sets text only when it differs, so that live regions speak once and layout rests.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A button that does nothing while it is off.
 *
 * @param {Record<string, unknown>} attributes
 * @param {() => void} press
 * @param {...Parameters<typeof h>[2]} children
 */
export function button(attributes, press, ...children) {
  const element = h("button", { type: "button", ...attributes, onclick: () => enabled(element) && press() }, ...children);
  return element;
}

/**
 * Words of a sentence that lead to what explains them.
 *
 * @param {string} words
 * @param {(from: HTMLElement) => void} explain
 */
export function term(words, explain) {
  const element = h("button", { type: "button", class: "term", "aria-haspopup": "dialog", onclick: () => explain(element) }, words);
  return element;
}

/**
 * A button that is off is no stop of the Tab key, but keeps the focus if it has it.
 *
 * @param {HTMLElement} button
 * @param {boolean} on
 */
export function enable(button, on) {
  button.tabIndex = on ? 0 : -1;
  if (on) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}

/** @param {Element} button */
export const enabled = (button) => button.getAttribute("aria-disabled") !== "true";

/**
 * A small picture of lines, drawn in the colour of the text around it.
 *
 * @param {string} path of 24 by 24 units
 */
export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", width: "16", height: "16", "aria-hidden": "true", class: "icon" })) picture.setAttribute(name, value);
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}

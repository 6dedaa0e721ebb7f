// @ts-check
/**
 * A network as it is typed: `10-10`, `conv8x3-pool2-flat-32-drop0.1`. Each layer is the beginning of a word of its name
 * in the catalog and its numbers in the catalog's order; a number alone is a layer of the first kind, a dense one. A
 * layer may name its own activation: `16:tanh-16`.
 */
import { SettingError } from "./errors.js";
import { parseNumber } from "./numbers.js";

/**
 * @typedef {import("./state.js").Kind} Kind
 * @typedef {Pick<import("./state.js").Catalog, "layers" | "activations">} Names
 * @typedef {Record<string, unknown> & { kind: string }} Layer
 */

/** Side of an image from which the larger of the two convolutional networks is worth its time. */
const LARGE_IMAGE = 20;

const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)%?`;
const LAYER = new RegExp(`^([a-z]+(?:2d)?)?(${NUMBER}(?:x${NUMBER})*)?(?::([a-z]+))?$`);

/** A name in one word: hyphens part layers. @param {string} name */
export const joined = (name) => name.replaceAll("-", "");

/**
 * The hidden layers that a text names. What their numbers may be is the core's to check.
 *
 * @param {string} text
 * @param {Names} names the catalog's
 * @returns {Layer[]}
 */
export function readNetwork(text, names) {
  const typed = text.trim().toLowerCase();
  if (typed === "" || typed === "none") return [];
  const whole = [...names.layers, ...names.activations].reduce((line, { kind }) => line.replaceAll(kind, joined(kind)), typed);
  // Spaces before a layer's numbers and around its colon are no new layer.
  const close = whole.replaceAll(/([a-z])\s+(?=[\d.])/g, "$1").replaceAll(/(\d)\s*[x×]\s*(?=[\d.])/g, "$1x").replaceAll(/\s*:\s*/g, ":");
  return close.split(/[\s,;–→-]+/).filter(Boolean).map((item) => readLayer(item, names));
}

/**
 * @param {string} item
 * @param {Names} names
 * @returns {Layer}
 */
function readLayer(item, { layers, activations }) {
  const [, word = "", digits = "", own] = LAYER.exec(item) ?? [];
  const kind = word ? kindOf(word, layers) : digits ? layers[0] : null;
  const values = digits ? digits.split("x").map(parseNumber) : [];
  const numbers = (kind?.fields ?? []).filter(({ type }) => type === "number" || type === "whole");
  if (!kind || values.length > numbers.length || (own && !isActivated(kind))) {
    throw new SettingError("model.layers", `“${item}” is not a layer; accepted are units, such as 10-10, and ${accepted(layers)}`);
  }
  const activation = activations.find((one) => joined(one.kind) === own)?.kind;
  if (own && !activation) {
    throw new SettingError("model.layers", `“${own}” is not an activation; accepted are ${activations.map((one) => one.kind).join(", ")}`);
  }
  return { kind: kind.kind, ...Object.fromEntries(values.map((value, at) => [numbers[at].name, value])), ...(activation && { activation }) };
}

/** Whether layers of a kind have an activation. @param {Kind | undefined} kind */
export const isActivated = (kind) => kind?.fields.some(({ name }) => name === "activation") ?? false;

/**
 * The only kind of which a word begins so.
 *
 * @param {string} word
 * @param {Kind[]} kinds
 */
function kindOf(word, kinds) {
  const found = kinds.filter(({ kind }) => [...kind.split("-"), joined(kind)].some((part) => part.startsWith(word)));
  return found.length === 1 ? found[0] : null;
}

/** @param {Kind[]} kinds */
function accepted(kinds) {
  const forms = kinds.slice(1).map(({ kind, fields }) => {
    const numbers = fields.filter(({ type }) => type === "number" || type === "whole").map(({ name }) => `‹${name}›`);
    return `${kind.split("-").at(-1)?.replace(/2d$/, "")}${numbers.join("x")}`;
  });
  return `${forms.slice(0, -1).join(", ")} or ${forms.at(-1)}`;
}

/** Whether a layer works on images, not on rows. @param {{ kind: string }} layer */
const onImages = ({ kind }) => kind.endsWith("2d");

/**
 * @param {string} text
 * @param {Names} names
 */
export function needsImages(text, names) {
  try {
    return readNetwork(text, names).some(onImages);
  } catch {
    return false;
  }
}

/** @param {{ inputShape: number[] } | undefined} dataset */
export const hasImages = (dataset) => (dataset?.inputShape.length ?? 1) > 1;

/** Networks to start from. The larger convolution is document 003's. */
export const DENSE = "10-10";
/** @param {{ inputShape: number[] }} dataset */
export const convolution = ({ inputShape: [side] }) =>
  side >= LARGE_IMAGE ? "conv32x3-pool-flat-128-drop0.1" : "conv8x3-pool-flat-32-drop0.1";

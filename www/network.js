// @ts-check
/**
 * A network as it is typed: `10-10`, `conv8x3-pool2-flat-32-drop0.1`. Each layer is the beginning of a word of its name
 * in the catalog and its numbers in the catalog's order; a number alone is a layer of the first kind, a dense one.
 */
import { SettingError } from "./errors.js";
import { parseNumber } from "./numbers.js";

/**
 * @typedef {import("./state.js").Kind} Kind
 * @typedef {Record<string, unknown> & { kind: string }} Layer
 */

/** Side of an image from which the larger of the two convolutional networks is worth its time. */
const LARGE_IMAGE = 20;

const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)%?`;
const LAYER = new RegExp(`^([a-z]+(?:2d)?)?(${NUMBER}(?:x${NUMBER})*)?$`);

/**
 * The hidden layers that a text names. What their numbers may be is the core's to check.
 *
 * @param {string} text
 * @param {Kind[]} kinds the catalog's layers
 * @returns {Layer[]}
 */
export function readNetwork(text, kinds) {
  const typed = text.trim().toLowerCase();
  if (typed === "" || typed === "none") return [];
  // Hyphens part layers, so those within a layer's name go; spaces before its numbers too.
  const named = kinds.reduce((line, { kind }) => line.replaceAll(kind, kind.replaceAll("-", "")), typed);
  const joined = named.replaceAll(/([a-z])\s+(?=[\d.])/g, "$1").replaceAll(/(\d)\s*[x×]\s*(?=[\d.])/g, "$1x");
  return joined.split(/[\s,;–→-]+/).filter(Boolean).map((item) => readLayer(item, kinds));
}

/**
 * @param {string} item
 * @param {Kind[]} kinds
 * @returns {Layer}
 */
function readLayer(item, kinds) {
  const [, word = "", digits = ""] = LAYER.exec(item) ?? [];
  const kind = word ? kindOf(word, kinds) : digits ? kinds[0] : null;
  const values = digits ? digits.split("x").map(parseNumber) : [];
  const numbers = (kind?.fields ?? []).filter(({ type }) => type === "number" || type === "whole");
  if (!kind || values.length > numbers.length) {
    throw new SettingError("model.layers", `“${item}” is not a layer; accepted are units, such as 10-10, and ${accepted(kinds)}`);
  }
  return { kind: kind.kind, ...Object.fromEntries(values.map((value, at) => [numbers[at].name, value])) };
}

/**
 * The only kind of which a word begins so.
 *
 * @param {string} word
 * @param {Kind[]} kinds
 */
function kindOf(word, kinds) {
  const found = kinds.filter(({ kind }) => [...kind.split("-"), kind.replaceAll("-", "")].some((part) => part.startsWith(word)));
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
 * @param {Kind[]} kinds
 */
export function needsImages(text, kinds) {
  try {
    return readNetwork(text, kinds).some(onImages);
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

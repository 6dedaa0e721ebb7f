// @ts-check
/** Networks as they are typed: `10-10`, `conv8x3-pool2-flat-32-drop0.1`, `16:tanh-16`. The grammar is the core's. */
import { loaded } from "./wasm.js";

/** @import { KindInfo, Layer } from "../pkg/lr_lab.js" */

/** Side of an image from which the larger of the two convolutional networks is worth its time. */
const LARGE_IMAGE = 20;

/** The hidden layers that a text names. What their numbers may be is the experiment's to check. @param {string} text */
export const readNetwork = (text) => loaded().readNetwork(text);

/** Hidden layers as they are typed, each with its activation where that is not the usual one. @param {Layer[]} layers @param {string} activation */
export const writeNetwork = (layers, activation) => loaded().writeNetwork(layers, activation);

/** Whether layers of a kind have an activation. @param {KindInfo | undefined} kind */
export const isActivated = (kind) => kind?.fields.some(({ name }) => name === "activation") ?? false;

/** Whether a network has layers that work on images. @param {string} text */
export function needsImages(text) {
  try {
    return readNetwork(text).some(({ kind }) => kind.endsWith("2d"));
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

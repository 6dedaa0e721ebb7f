// @ts-check
/** Named starting points: what each sets apart from the defaults. */

/** @import { Id } from "./texts.js" */

/** @type {Record<string, { title: Id, note?: Id, settings: Record<string, Record<string, string>> }>} */
export const PRESETS = {
  "": { title: "preset.lab", settings: {} },
  "document-000": {
    title: "preset.000",
    note: "preset.000.note",
    settings: {
      data: { name: "sine", validation: "0" },
      model: { activation: "tanh" },
      training: { loss: "mse", batch: "full" },
      finder: { as: "document-000", from: "", to: "", steps: "100" },
    },
  },
  "document-001": {
    title: "preset.001",
    note: "preset.001.note",
    settings: {
      data: { validation: "0", encoding: "label" },
      training: { loss: "mse", batch: "12" },
      finder: { as: "document-001", from: "", to: "", steps: "" },
    },
  },
  "document-003": {
    title: "preset.003",
    note: "preset.003.note",
    settings: {
      data: { name: "mnist", validation: "0.2", standardize: "false" },
      model: { network: "conv32x3-pool-flat-128-drop0.1" },
      optimizer: { kind: "adam" },
      training: { batch: "32" },
      finder: { from: "1e-6", to: "1", steps: "150", smoothing: "0.9", stop: "4" },
      train: { steps: "375" },
    },
  },
};

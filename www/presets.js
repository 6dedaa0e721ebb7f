// @ts-check
/** Named starting points: what each sets apart from the defaults. */

/** @type {Record<string, { title: string, note: string, settings: Record<string, Record<string, string>> }>} */
export const PRESETS = {
  "": { title: "LR Lab", note: "", settings: {} },
  "document-000": {
    title: "Document 000",
    note: "Full-batch regression: the rate rises geometrically, once an epoch; then a second, narrower pass.",
    settings: {
      data: { name: "sine", validation: "0" },
      model: { activation: "tanh" },
      training: { loss: "mse", batch: "full" },
      finder: { as: "document-000", from: "", to: "", steps: "100" },
    },
  },
  "document-001": {
    title: "Document 001",
    note: "The notebook’s own sweep: 48 batches, one after the other, the rate rising from 0.05.",
    settings: {
      data: { validation: "0", encoding: "label" },
      training: { loss: "mse", batch: "12" },
      finder: { as: "document-001", from: "", to: "", steps: "" },
    },
  },
  "document-003": {
    title: "Document 003",
    note: "A small convolutional network on MNIST, and a sweep over two epochs.",
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

// The first step of training of W1 after navigation, by one contender alone: ?lab or ?convnet. Each asks at once for all
// that it needs.

const task = fetch("../workloads.json").then((response) => response.json());

const contenders = {
  lab: async () => {
    const module_or_path = fetch("../../pkg/lr_lab_bg.wasm");
    const ready = async () => {
      const core = await import("../../pkg/lr_lab.js");
      await core.default({ module_or_path });
      return core;
    };
    const [[{ experiment, lr }], { lab }, core] = await Promise.all([task, import("./lab.js"), ready()]);
    return lab(core, experiment, lr);
  },
  convnet: async () => {
    const loaded = new Promise((done, fail) => {
      const script = Object.assign(document.createElement("script"), { src: "node_modules/convnetjs/build/convnet-min.js", onload: done, onerror: fail });
      document.head.append(script);
    });
    const table = fetch("../../data/breast_cancer.csv").then((response) => response.text());
    const [[{ experiment, lr }], text, { convnet }] = await Promise.all([task, table, import("./convnet.js"), loaded]);
    // The first line says what the columns are.
    const rows = text.trim().split("\n").slice(1, 1 + experiment.batchSize).map((line) => line.split(",").map(Number));
    const features = rows[0].length - 1;
    const x = rows.map((row) => row.slice(0, features));
    const y = rows.map((row) => (row[features] ? [0, 1] : [1, 0]));
    const widths = [features, ...experiment.model.layers.map(({ units }) => units)];
    const layers = experiment.model.layers.map((layer, at) => ({
      ...layer, kernel: Array.from({ length: widths[at] * layer.units }, () => Math.random() - 0.5), bias: Array(layer.units).fill(0),
    }));
    const learning = { loss: experiment.loss, optimizer: experiment.optimizer.kind, lr };
    return convnet(window.convnetjs, { network: { input: [1, 1, features], layers }, batches: [{ x, y }], learning });
  },
};

const contender = await contenders[location.search.slice(1)]();
contender.advance(1);
window.firstStep = performance.now();

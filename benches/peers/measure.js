// The measurement itself, the same in a page and in Node: checks that all train alike, then times them in turns.

import { convnet } from "./convnet.js";
import { lab } from "./lab.js";
import { simdLimit } from "./limit.js";
import { tensorflow } from "./tensorflow.js";

/**
 * What a peer trains: the prepared rows of full batches, the initial weights, the rule.
 * @typedef {{
 *   network: { input: number[], layers: any[] },
 *   batches: { x: number[][], y: number[][] }[],
 *   learning: { loss: string, optimizer: string, lr: number },
 * }} Workload
 */

/** Steps over which all must have the same losses. */
const CHECKED = 10;
/** How far a loss may be from ours, relative: `f32` sums in other orders, or `f64`. */
const TOLERANCE = 1e-3;
/** Full batches that the peers go round. */
const BATCHES = 10;
/** Milliseconds that a contender trains in a turn, at least a step. */
const TURN = 60;

/**
 * @param {{ core: any, before: any, fresh: () => Promise<any>, memory: (core: any) => number, tf: any, convnetjs: any,
 *   images: Uint8Array, labels: Uint8Array, workloads: any[], turns: number, log: (line: string) => void }} given
 */
export async function measure(given) {
  const { core, before, workloads, turns, images, labels, log } = given;
  core.provideData("mnist", await cut(images), await cut(labels));
  before?.provideData("mnist", await cut(images), await cut(labels));
  const limit = simdLimit();
  const results = [];
  for (const workload of workloads) {
    log(`${workload.name}: ${workload.title}`);
    const run = exported(core, workload);
    const peer = peerWorkload(workload, run);
    const contenders = [(experiment) => lab(core, experiment, workload.lr)];
    if (before) contenders.push((experiment) => lab(before, experiment, workload.lr, "before"));
    if (given.tf) {
      contenders.push(() => tensorflow(given.tf, "wasm", peer));
      contenders.push(() => tensorflow(given.tf, "wasm", peer, true));
      contenders.push(() => tensorflow(given.tf, "cpu", peer));
    }
    if (given.convnetjs) contenders.push(() => convnet(given.convnetjs, peer));
    await check(contenders, withoutDropout(workload.experiment), run.losses, log);
    const times = await time(contenders, workload.experiment, run, limit, turns);
    results.push({ name: workload.name, ...times, flops: flops(peer) });
  }
  return { results, finder: await finder(given), memory: await memory(given) };
}

/** Pictures that are trained on: more of them, with the largest network's weights, would be too long a text to export. */
const PICTURES = 1280;

/** The first pictures or labels of a gzipped IDX file. */
async function cut(file) {
  const stream = new Blob([file]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const view = new DataView(bytes.buffer);
  // The fourth byte is the number of dimensions, whose sizes follow.
  const sizes = Array.from({ length: bytes[3] }, (_, i) => view.getUint32(4 + 4 * i));
  view.setUint32(4, PICTURES);
  const item = sizes.slice(1).reduce((size, dimension) => size * dimension, 1);
  return bytes.slice(0, 4 + 4 * sizes.length + PICTURES * item);
}

/** Without dropout: no two libraries draw the same masks. */
const withoutDropout = (experiment) => {
  const layers = experiment.model.layers.filter(({ kind }) => kind !== "dropout");
  return { ...experiment, model: { ...experiment.model, layers } };
};

function exported(core, { experiment, lr }) {
  const options = { schedule: { kind: "constant", lr }, steps: BATCHES };
  return JSON.parse(core.exportRun(withoutDropout(experiment), options));
}

/** @returns {Workload} */
function peerWorkload({ experiment, lr }, run) {
  const tensors = run.initialWeights.values();
  const specs = withoutDropout(experiment).model.layers;
  const layers = specs.map((spec, i) => {
    if (spec.kind !== "dense" && spec.kind !== "conv2d") return spec;
    const [kernel, bias] = [tensors.next().value.values, tensors.next().value.values];
    // A cross-entropy takes the sums before the last activation, as ours does.
    const last = i === specs.length - 1 && experiment.loss !== "mse";
    return { ...spec, kernel, bias, activation: last ? "linear" : spec.activation };
  });
  const [first, second, third] = run.inputShape;
  const input = third === undefined ? [1, 1, first] : [first, second, third];
  const batches = run.batches.map((rows) => ({
    x: rows.map((row) => run.training.features[row]),
    y: rows.map((row) => run.training.targets[row]),
  }));
  return { network: { input, layers }, batches, learning: { loss: experiment.loss, optimizer: experiment.optimizer.kind, lr } };
}

/** Ours has trained its losses already; the others must come to the same ones. */
async function check(contenders, experiment, want, log) {
  for (const make of contenders) {
    const contender = await make(experiment);
    const losses = contender.losses(CHECKED);
    const far = losses.map((loss, i) => Math.abs(loss - want[i]) / want[i]);
    const worst = Math.max(...far);
    log(`  ${contender.name}: losses within ${worst.toExponential(1)} of ours over ${CHECKED} steps`);
    contender.free();
    if (!(worst <= TOLERANCE)) throw new Error(`${contender.name} trains something else: ${losses} against ${want}`);
  }
}

/** Milliseconds a step of a full batch, turn by turn. */
async function time(contenders, experiment, run, limit, turns) {
  const made = [];
  for (const make of contenders) made.push(await make(experiment));
  // An epoch of ours ends with a smaller batch.
  const full = run.batches[0].length;
  const share = full / (run.training.features.length / run.stepsPerEpoch);
  const steps = [];
  for (const [i, contender] of made.entries()) {
    await settle(contender);
    contender.advance(2);
    // Long enough for the compiler to have seen everything.
    let count = 1;
    for (let spent = 0; spent < TURN; count *= 2) {
      const start = performance.now();
      contender.advance(count);
      spent = performance.now() - start;
      steps[i] = Math.max(1, Math.round((count * TURN) / spent));
    }
  }
  const times = made.map(() => /** @type {number[]} */ ([]));
  const limits = [];
  for (let turn = 0; turn < turns; turn++) {
    limits.push(limit());
    for (const [i, contender] of made.entries()) {
      await settle(contender);
      const start = performance.now();
      contender.advance(steps[i]);
      times[i].push(((performance.now() - start) / steps[i]) * (contender.wholeEpochs ? share : 1));
    }
  }
  for (const contender of made) contender.free();
  return { contenders: made.map(({ name }, i) => ({ name, times: times[i] })), limits };
}

/** Lets the page breathe, and makes a TensorFlow.js contender's backend the current one. */
async function settle(contender) {
  await new Promise((done) => setTimeout(done));
  await contender.select?.();
}

/** Operations of a step in the products: forward, by the weights, and by the inputs but for the first layer's. */
function flops({ network, batches }) {
  let [height, width, channels] = network.input;
  let [total, first] = [0, true];
  for (const { kind, bias, kernel, kernelSize, filters } of network.layers) {
    if (kernel) {
      const places = kind === "conv2d" ? (height - kernelSize + 1) * (width - kernelSize + 1) : 1;
      total += 2 * places * kernel.length * batches[0].x.length * (first ? 2 : 3);
      first = false;
    }
    if (kind === "conv2d") [height, width, channels] = [height - kernelSize + 1, width - kernelSize + 1, filters];
    if (kind === "max-pool2d") [height, width] = [Math.floor(height / 2), Math.floor(width / 2)];
    if (kind === "dense") [height, width, channels] = [1, 1, bias.length];
  }
  return total;
}

/** Milliseconds of a finder of 200 steps on breast cancer, from the request to the report. */
async function finder({ core, workloads, turns }) {
  const { experiment } = workloads[0];
  const times = [];
  for (let turn = 0; turn < 3 * turns; turn++) {
    const start = performance.now();
    const run = new core.LrFind(experiment, { steps: 200 });
    run.advance(Infinity);
    run.report();
    times.push(performance.now() - start);
    run.free();
    await new Promise((done) => setTimeout(done));
  }
  return times;
}

/** MiB of an instance that holds MNIST: with it, after a finder, after a run, and after both again. */
async function memory({ fresh, memory, images, labels, workloads }) {
  const core = await fresh();
  const { experiment, lr } = workloads[workloads.length - 1];
  const sizes = [];
  const note = () => sizes.push(memory(core) / 2 ** 20);
  core.provideData("mnist", images, labels);
  note();
  for (let round = 0; round < 2; round++) {
    const find = new core.LrFind(experiment, { steps: 20 });
    find.advance(Infinity);
    find.report();
    find.free();
    note();
    const fit = new core.Fit(experiment, { schedule: { kind: "constant", lr }, steps: 20 });
    fit.advance(Infinity);
    fit.free();
    note();
  }
  return sizes;
}

// ConvNetJS: its layers and their passes, row by row as it works; loss and update are written here, since it has neither
// every loss nor Adam as published (its trainer multiplies by the bias corrections where they divide).

/** @param {any} cn the library @param {import("./measure.js").Workload} workload */
export function convnet(cn, { network, batches, learning }) {
  const layers = [];
  let [sx, sy, depth] = network.input;
  const add = (layer) => {
    layers.push(layer);
    [sx, sy, depth] = [layer.out_sx, layer.out_sy, layer.out_depth];
  };
  const size = () => ({ in_sx: sx, in_sy: sy, in_depth: depth });
  add(new cn.InputLayer({ out_sx: sx, out_sy: sy, out_depth: depth }));
  for (const { kind, kernel, bias, activation, filters, kernelSize } of network.layers) {
    if (kind === "dense") {
      const layer = new cn.FullyConnLayer({ ...size(), num_neurons: bias.length });
      layer.filters.forEach((filter, o) => filter.w.forEach((_, i) => (filter.w[i] = kernel[i * bias.length + o])));
      bias.forEach((value, o) => (layer.biases.w[o] = value));
      add(layer);
    } else if (kind === "conv2d") {
      const layer = new cn.ConvLayer({ ...size(), sx: kernelSize, filters, stride: 1, pad: 0 });
      layer.filters.forEach((filter, f) => filter.w.forEach((_, i) => (filter.w[i] = kernel[i * filters + f])));
      bias.forEach((value, f) => (layer.biases.w[f] = value));
      add(layer);
    } else if (kind === "max-pool2d") {
      add(new cn.PoolLayer({ ...size(), sx: 2, stride: 2 }));
    }
    const Activation = { relu: cn.ReluLayer, tanh: cn.TanhLayer, sigmoid: cn.SigmoidLayer }[activation];
    if (Activation) add(new Activation(size()));
  }
  const weights = layers.flatMap((layer) => layer.getParamsAndGrads());
  const moments = weights.map(({ params }) => [new Float64Array(params.length), new Float64Array(params.length)]);
  const rows = batches.map(({ x, y }) => x.map((row, i) => {
    const input = new cn.Vol(network.input[0], network.input[1], network.input[2], 0);
    input.w.set(row);
    return { input, target: y[i] };
  }));
  let steps = 0;

  const step = () => {
    const batch = rows[steps % rows.length];
    let loss = 0;
    for (const { input, target } of batch) {
      let values = input;
      for (const layer of layers) values = layer.forward(values, true);
      values.dw.fill(0);
      loss += lossAndGradient(learning.loss, values.w, target, values.dw, batch.length);
      for (let i = layers.length - 1; i >= 0; i--) layers[i].backward();
    }
    steps += 1;
    update(weights, moments, learning, steps);
    return loss;
  };
  return {
    name: "ConvNetJS",
    advance: (count) => {
      for (let i = 0; i < count; i++) step();
    },
    losses: (count) => Array.from({ length: count }, step),
    free: () => {},
  };
}

/** The row's share of the batch's mean loss; its gradient into `gradient`. */
function lossAndGradient(loss, z, y, gradient, rows) {
  let sum = 0;
  if (loss === "mse") {
    for (let i = 0; i < z.length; i++) {
      gradient[i] = (2 * (z[i] - y[i])) / (z.length * rows);
      sum += (z[i] - y[i]) ** 2;
    }
    return sum / (z.length * rows);
  }
  if (loss === "binary-crossentropy") {
    for (let i = 0; i < z.length; i++) {
      gradient[i] = (1 / (1 + Math.exp(-z[i])) - y[i]) / (z.length * rows);
      sum += Math.log1p(Math.exp(-Math.abs(z[i]))) + Math.max(z[i], 0) - z[i] * y[i];
    }
    return sum / (z.length * rows);
  }
  const max = Math.max(...z);
  let total = 0;
  for (let i = 0; i < z.length; i++) total += gradient[i] = Math.exp(z[i] - max);
  for (let i = 0; i < z.length; i++) {
    sum += y[i] * (Math.log(total) + max - z[i]);
    gradient[i] = (gradient[i] / total - y[i]) / rows;
  }
  return sum / rows;
}

/** One step of Keras's SGD or Adam; the gradients are 0 after it. */
function update(weights, moments, { optimizer, lr }, t) {
  const rate = (lr * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
  weights.forEach(({ params, grads }, at) => {
    const [mean, square] = moments[at];
    for (let i = 0; i < params.length; i++) {
      const g = grads[i];
      grads[i] = 0;
      if (optimizer === "sgd") {
        params[i] -= lr * g;
      } else {
        mean[i] += 0.1 * (g - mean[i]);
        square[i] += 0.001 * (g * g - square[i]);
        params[i] -= (rate * mean[i]) / (Math.sqrt(square[i]) + 1e-7);
      }
    }
  });
}

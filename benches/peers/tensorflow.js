// TensorFlow.js as fast as it goes: the two passes written out in its kernels, the weights of a small network in one flat
// tensor, so that an update is one row of kernels and not one for each weight. How much that takes off is measured too.

/** From so many weights on, slicing and joining them costs more than a few more kernels. */
const LARGE = 20_000;

/**
 * @param {any} tf @param {string} backend @param {import("./measure.js").Workload} workload
 * @param {boolean} apart Whether the weights of a small network are tensors of their own, as they usually are.
 */
export async function tensorflow(tf, backend, { network, batches, learning }, apart = false) {
  await tf.setBackend(backend);
  const places = [];
  const flat = [];
  const place = (values, shape) => {
    places.push({ start: flat.length, size: values.length, shape });
    for (const value of values) flat.push(value);
  };
  let [height, width, channels] = network.input;
  let features = height * width * channels;
  for (const { kind, kernel, bias, filters, kernelSize } of network.layers) {
    if (kind === "dense") {
      place(kernel, [features, bias.length]);
      place(bias, [bias.length]);
      features = bias.length;
    } else if (kind === "conv2d") {
      place(kernel, [kernelSize * kernelSize * channels, filters]);
      place(bias, [filters]);
      [height, width, channels] = [height - kernelSize + 1, width - kernelSize + 1, filters];
      features = height * width * channels;
    } else if (kind === "max-pool2d") {
      [height, width] = [Math.floor(height / 2), Math.floor(width / 2)];
      features = height * width * channels;
    }
  }
  const image = network.layers[0].kind === "conv2d";
  const tensors = batches.map(({ x, y }) => ({
    x: image ? tf.tensor4d(x.flat(), [x.length, ...network.input]) : tf.tensor2d(x),
    y: tf.tensor2d(y),
    rows: x.length,
  }));
  const parts = flat.length < LARGE && !apart ? [{ start: 0, size: flat.length, shape: [flat.length] }] : places;
  let states = parts.map(({ start, size, shape }) => {
    const zeros = () => (learning.optimizer === "adam" ? tf.zeros(shape) : tf.scalar(0));
    return { weights: tf.tensor(flat.slice(start, start + size), shape), mean: zeros(), square: zeros() };
  });
  let steps = 0;

  /** The next step; its loss as a tensor where it is wanted. */
  const step = (wanted) => {
    const { x, y, rows } = tensors[steps % tensors.length];
    steps += 1;
    const { loss, next } = tf.tidy(() => {
      const joined = parts !== places;
      const slice = ({ start, size, shape }) => tf.reshape(tf.slice(states[0].weights, start, size), shape);
      const weights = joined ? places.map(slice) : states.map((state) => state.weights);
      const { gradients, loss } = passes(tf, network, learning.loss, weights, x, y, rows, wanted);
      const flatten = () => [tf.concat(gradients.map((gradient) => tf.reshape(gradient, [-1])))];
      const by = joined ? flatten() : gradients;
      return { next: states.map((state, i) => update(tf, state, by[i], learning, steps)), loss };
    });
    states.forEach((state, i) => {
      // SGD hands its unused means on.
      for (const name of Object.keys(state)) if (next[i][name] !== state[name]) state[name].dispose();
    });
    states = next;
    return loss;
  };
  return {
    name: `TensorFlow.js ${backend}${apart ? ", a tensor a weight" : ""}`,
    select: () => tf.setBackend(backend),
    advance: (count) => {
      for (let i = 0; i < count; i++) step(false);
      states[0].weights.dataSync();
    },
    losses: (count) => Array.from({ length: count }, () => step(true).dataSync()[0]),
    free: () => {
      for (const tensor of [...states.flatMap(Object.values), ...tensors.flatMap(({ x, y }) => [x, y])]) tensor.dispose();
    },
  };
}

/** Gradients in the order of the weights, and the mean loss where it is wanted. */
function passes(tf, network, lossKind, weights, x, y, rows, wanted) {
  // Transposed apart: the wasm backend has a fast product only for matrices as they lie.
  const back = [];
  let at = 0;
  let values = x;
  network.layers.forEach(({ kind, activation, kernelSize }) => {
    const input = values;
    if (kind === "dense") {
      const [kernel, bias] = [weights[at++], weights[at++]];
      const fused = activation === "relu" ? "relu" : "linear";
      const z = tf.fused.matMul({ a: input, b: kernel, bias, activation: fused });
      values = activation === "tanh" ? tf.tanh(z) : activation === "sigmoid" ? tf.sigmoid(z) : z;
      const output = values;
      back.push((dy, first) => {
        const dz = derivative(tf, activation, output, dy);
        const dx = first ? null : tf.matMul(dz, tf.transpose(kernel));
        return { dx, gradients: [tf.matMul(tf.transpose(input), dz), tf.sum(dz, 0)] };
      });
    } else if (kind === "conv2d") {
      const [kernel, bias] = [weights[at++], weights[at++]];
      const [, height, width, channels] = input.shape;
      const [h, w, taps] = [height - kernelSize + 1, width - kernelSize + 1, kernelSize * kernelSize * channels];
      // Windows as rows of a matrix: there is no kernel for the gradient by the filters.
      const windows = [];
      for (let k = 0; k < kernelSize; k++) {
        for (let l = 0; l < kernelSize; l++) windows.push(tf.slice(input, [0, k, l, 0], [rows, h, w, channels]));
      }
      const patches = tf.reshape(tf.concat(windows, 3), [-1, taps]);
      const output = tf.fused.matMul({ a: patches, b: kernel, bias, activation: "relu" });
      values = tf.reshape(output, [rows, h, w, -1]);
      back.push((dy) => {
        const dz = derivative(tf, "relu", output, tf.reshape(dy, output.shape));
        return { dx: null, gradients: [tf.matMul(tf.transpose(patches), dz), tf.sum(dz, 0)] };
      });
    } else if (kind === "max-pool2d") {
      const [, height, width, channels] = input.shape;
      const [h, w] = [height / 2, width / 2];
      values = tf.maxPool(input, 2, 2, "valid");
      const output = values;
      // The gradient goes to the first of equals, which a blank background is full of; there is no kernel for it.
      back.push((dy) => {
        // In four dimensions: slices of six are slow.
        const pairs = tf.reshape(input, [rows * h, 2, w, 2 * channels]);
        const shape = [rows * h, 1, w, channels];
        const [largest, free] = [tf.reshape(output, shape), [tf.reshape(dy, shape)]];
        const parts = [0, 1, 2, 3].map((tap) => {
          const x = tf.slice(pairs, [0, tap >> 1, 0, (tap & 1) * channels], shape);
          const part = tf.mul(tf.cast(tf.equal(x, largest), "float32"), free[tap]);
          free.push(tf.sub(free[tap], part));
          return part;
        });
        const lines = [tf.concat(parts.slice(0, 2), 3), tf.concat(parts.slice(2), 3)];
        return { dx: tf.reshape(tf.concat(lines, 1), [rows, height, width, channels]), gradients: [] };
      });
    } else if (kind === "flatten") {
      values = tf.reshape(input, [rows, -1]);
      back.push((dy) => ({ dx: tf.reshape(dy, input.shape), gradients: [] }));
    }
  });
  let { dy, loss } = lossAndGradient(tf, lossKind, values, y, rows, wanted);
  const gradients = [];
  for (let i = back.length - 1; i >= 0; i--) {
    const { dx, gradients: own } = back[i](dy, i === 0 || network.layers.slice(0, i).every(({ kernel }) => !kernel));
    gradients.unshift(...own);
    dy = dx;
    if (!dy) break;
  }
  return { gradients, loss };
}

function derivative(tf, activation, y, dy) {
  if (activation === "relu") return tf.mul(dy, tf.step(y));
  if (activation === "tanh") return tf.mul(dy, tf.sub(1, tf.square(y)));
  if (activation === "sigmoid") return tf.mul(dy, tf.mul(y, tf.sub(1, y)));
  return dy;
}

function lossAndGradient(tf, kind, z, y, rows, wanted) {
  const count = rows * z.shape[1];
  if (kind === "mse") {
    const difference = tf.sub(z, y);
    return { dy: tf.mul(difference, 2 / count), loss: wanted && tf.mean(tf.square(difference)) };
  }
  if (kind === "binary-crossentropy") {
    const dy = tf.mul(tf.sub(tf.sigmoid(z), y), 1 / count);
    const loss = () => tf.mean(tf.sub(tf.add(tf.log(tf.add(1, tf.exp(tf.neg(tf.abs(z))))), tf.relu(z)), tf.mul(z, y)));
    return { dy, loss: wanted && loss() };
  }
  const shifted = tf.sub(z, tf.max(z, 1, true));
  const exponentials = tf.exp(shifted);
  const total = tf.sum(exponentials, 1, true);
  const dy = tf.mul(tf.sub(tf.div(exponentials, total), y), 1 / rows);
  return { dy, loss: wanted && tf.mean(tf.sum(tf.mul(y, tf.sub(tf.log(total), shifted)), 1)) };
}

/** Keras's SGD or Adam over one tensor of weights. */
function update(tf, { weights, mean, square }, gradient, { optimizer, lr }, t) {
  if (optimizer === "sgd") return { weights: tf.sub(weights, tf.mul(gradient, lr)), mean, square };
  const rate = (lr * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
  const m = tf.add(tf.mul(mean, 0.9), tf.mul(gradient, 0.1));
  const v = tf.add(tf.mul(square, 0.999), tf.mul(tf.square(gradient), 0.001));
  const delta = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), 1e-7));
  return { weights: tf.sub(weights, delta), mean: m, square: v };
}

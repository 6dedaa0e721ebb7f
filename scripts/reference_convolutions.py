"""Trains small convolutional networks with Keras 3.15 for tests/fixtures/training_convolutions.json.

    pip install keras==3.15.1 jax
    KERAS_BACKEND=jax python scripts/reference_convolutions.py

Odd sizes, two convolutions, several channels, batches that don't divide the rows. Everything is float32; batches are
consecutive rows; `losses[i]` is measured before the update of step i.
"""

import json
import pathlib

import keras
import numpy as np
from keras import layers

FIXTURE = pathlib.Path(__file__).parent.parent / "tests" / "fixtures" / "training_convolutions.json"

BUILDERS = {
    "conv2d": lambda s: layers.Conv2D(s["filters"], s["kernel_size"], activation=s["activation"]),
    "max_pool2d": lambda s: layers.MaxPooling2D(s["pool_size"]),
    "flatten": lambda s: layers.Flatten(),
    "dense": lambda s: layers.Dense(s["units"], activation=s["activation"]),
}


def conv(filters, kernel_size, activation):
    return {"type": "conv2d", "filters": filters, "kernel_size": kernel_size, "activation": activation}


def pool(size):
    return {"type": "max_pool2d", "pool_size": size}


def dense(units, activation):
    return {"type": "dense", "units": units, "activation": activation}


FLATTEN = {"type": "flatten"}

CASES = [
    ("two_convolutions", [9, 7, 2], [conv(3, 3, "relu"), conv(4, 2, "tanh"), pool(2), FLATTEN, dense(3, "softmax")],
     "categorical_crossentropy", ("SGD", {"momentum": 0.9}), 0.02, 5),
    ("pool_between", [11, 10, 1], [conv(2, 4, "relu"), pool(3), conv(5, 2, "relu"), FLATTEN, dense(6, "tanh"), dense(2, "linear")],
     "mse", ("Adam", {}), 0.01, 7),
    ("a_kernel_as_large_as_the_image", [4, 4, 3], [conv(6, 4, "sigmoid"), FLATTEN, dense(1, "sigmoid")],
     "binary_crossentropy", ("RMSprop", {}), 0.005, 4),
]


def rounded(array):
    flat = [float(str(number)) for number in np.asarray(array, np.float32).ravel()]
    return np.array(flat).reshape(np.shape(array)).tolist()


def tensor(array):
    return {"shape": list(np.shape(array)), "values": [float(str(n)) for n in np.asarray(array, np.float32).ravel()]}


def train(seed, name, shape, specs, loss, optimizer, lr, batch_size):
    rng = np.random.default_rng(seed)
    rows, steps = 17, 24
    features = np.asarray(rounded(rng.normal(size=(rows, int(np.prod(shape))))), np.float32)
    outputs = specs[-1]["units"]
    signal = features[:, :outputs] + 0.3 * features[:, -outputs:]
    targets = {"categorical_crossentropy": np.eye(outputs)[signal.argmax(axis=1)],
               "binary_crossentropy": (signal > 0).astype(float), "mse": np.sin(signal)}[loss]
    targets = np.asarray(rounded(targets), np.float32)
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input(shape)] + [BUILDERS[spec["type"]](spec) for spec in specs])
    model.set_weights([np.asarray(rounded(weight)) for weight in model.get_weights()])
    initial = [tensor(weight) for weight in model.get_weights()]
    kind, arguments = optimizer
    model.compile(loss=loss, optimizer=getattr(keras.optimizers, kind)(learning_rate=lr, **arguments))
    rates = [lr * (1.0 + 0.5 * (step % 3)) for step in range(steps)]
    losses, start = [], 0
    for rate in rates:
        model.optimizer.learning_rate = rate
        batch = slice(start, start + batch_size)
        x, y = features[batch].reshape(-1, *shape), targets[batch]
        losses.append(float(model.train_on_batch(x, y)))
        model.reset_metrics()
        start = start + batch_size if start + batch_size < rows else 0
    return {
        "name": name, "framework": "keras", "version": keras.__version__, "dtype": "float32",
        "model": {"input_shape": shape, "layers": specs}, "loss": loss,
        "optimizer": {"name": kind, "args": arguments}, "batch_size": batch_size, "lr": rates,
        "features": rounded(features), "targets": rounded(targets), "initial_weights": initial, "losses": losses,
        "final_weights": [tensor(weight) for weight in model.get_weights()],
    }


FIXTURE.write_text(json.dumps([train(seed, *case) for seed, case in enumerate(CASES)]) + "\n")

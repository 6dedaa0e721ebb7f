"""A network of PyTorch's and one of Keras's for a race, importable by the workers of a pool.

Both learn sin(3x) from 128 points; the seed decides weights, order and split.
"""

import functools

import numpy

ROWS, HELD_OUT, BATCH, UNITS = 128, 32, 16, 16


def data(seed):
    """Points and their order: features and targets that are trained on, those held out, and the rows of each step."""
    draw = numpy.random.default_rng(seed)
    x = draw.uniform(-1, 1, (ROWS, 1)).astype("float32")
    y = numpy.sin(3 * x)
    rows = functools.partial(draw.integers, 0, ROWS - HELD_OUT, BATCH)
    return (x[HELD_OUT:], y[HELD_OUT:]), (x[:HELD_OUT], y[:HELD_OUT]), rows


def pytorch(lr, seed, steps):
    """SGD with momentum in PyTorch."""
    import torch

    # The same sums in every process.
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(1, UNITS), torch.nn.Tanh(), torch.nn.Linear(UNITS, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    (x, y), held_out, rows = data(seed)
    for _ in range(steps):
        at = rows()
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(torch.from_numpy(x[at])), torch.from_numpy(y[at])).backward()
        optimizer.step()
    with torch.no_grad():
        return torch.nn.functional.mse_loss(model(torch.from_numpy(held_out[0])), torch.from_numpy(held_out[1]))


def keras(lr, seed, steps):
    """The same in Keras."""
    import keras

    # Without a seed of its own an initializer draws one from `random`, as do other threads of a Dask worker.
    first, last = (keras.initializers.GlorotUniform(2 * seed + layer) for layer in range(2))
    hidden = keras.layers.Dense(UNITS, "tanh", kernel_initializer=first)
    model = keras.Sequential([keras.Input((1,)), hidden, keras.layers.Dense(1, kernel_initializer=last)])
    model.compile(keras.optimizers.SGD(lr, momentum=0.9), loss="mse")
    (x, y), held_out, rows = data(seed)
    if steps:
        at = numpy.concatenate([rows() for _ in range(steps)])
        model.fit(x[at], y[at], batch_size=BATCH, shuffle=False, verbose=0)
    return model.evaluate(*held_out, batch_size=HELD_OUT, verbose=0)

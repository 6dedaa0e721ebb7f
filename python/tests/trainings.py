"""Functions that a race can train, importable by the workers of a pool."""

import os
import pathlib


def table(lrs, finals, untrained):
    """A training whose losses are those of a table, [rates × seeds]."""

    def train(lr, seed, steps):
        return untrained[seed] if steps == 0 else finals[lrs.index(lr)][seed]

    return train


def parabola(lr, seed, steps):
    """Gradient descent on w² from 3 + seed: it diverges above a rate of 1."""
    weight = 3.0 + seed
    for _ in range(steps):
        weight -= lr * 2 * weight
    return weight**2


def parabola_of(lr, seed, steps, curvature):
    """The same on curvature·w²/2: the best rate is 1 / curvature."""
    weight = 3.0 + seed
    for _ in range(steps):
        weight -= lr * curvature * weight
    return curvature * weight**2 / 2


class Dying:
    """`parabola`, whose worker is killed in the first runs at a rate: as many as `deaths`, counted in a folder."""

    def __init__(self, folder, lr, deaths):
        self.folder, self.lr, self.deaths = str(folder), lr, deaths

    def __call__(self, lr, seed, steps):
        folder = pathlib.Path(self.folder)
        if steps and lr >= self.lr and len(list(folder.iterdir())) < self.deaths:
            # A file of its own for each, made before it dies.
            (folder / str(os.getpid())).touch()
            os._exit(1)
        return parabola(lr, seed, steps)


def failing(lr, seed, steps):
    """A mistake of the reader's."""
    if steps:
        raise KeyError("no such layer")
    return 1.0

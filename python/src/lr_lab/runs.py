"""Trainings, one after the other in this process or on any executor."""

import math
import traceback
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from contextlib import closing, nullcontext
from types import SimpleNamespace

from .check import refused

# How often in a row no run at all may come back before the cause is taken to be the runs and not their workers.
TRIES = 3


def final_losses(train, runs, executor=None):
    """What `train(*run)` gives for each run: a loss, infinite where training diverged.

    A loss that is not finite, an OverflowError and a FloatingPointError are a training that diverged; any other error
    of `train` ends all and is raised. A run whose worker died is made again.

    Arguments:
        train: a function; it must be importable for processes, while Dask and loky take any.
        runs: its arguments, a tuple for each run.
        executor: None for this process, a `concurrent.futures.Executor`, or a function that makes one.

    Errors:
        ValueError: no executor. TypeError: `train` gave no number.
        RuntimeError: no worker came back with a run, three times in a row; it names the run and has the cause.
    """
    if not (executor is None or isinstance(executor, Executor) or callable(executor)):
        accepted = (
            "None, a concurrent.futures.Executor, such as a Dask client's get_executor(), or a function that makes one"
        )
        raise refused("executor", executor, accepted)
    with _progress(len(runs)) as progress:
        if executor is not None:
            with closing(_pools(executor)) as pools:
                return _on_pools(train, runs, pools, progress)
        losses = []
        for run in runs:
            losses.append(_loss(train, run))
            progress.update()
        return losses


def _on_pools(train, runs, pools, progress):
    losses, fruitless, turn, pool = {}, 0, 0, next(pools)
    while missing := {at: run for at, run in enumerate(runs) if at not in losses}:
        found, death = _turn(train, missing, turn, pool, progress)
        losses |= found
        turn += 1
        fruitless = 0 if found else fruitless + 1
        if fruitless == TRIES:
            run = ", ".join(map(repr, next(iter(missing.values()))))
            raise RuntimeError(
                f"no worker came back with train({run}), {TRIES} times; where an executor of another kind than those "
                "of concurrent.futures and Dask breaks, give a function that makes one"
            ) from death
        if isinstance(death, BrokenExecutor):
            pool = next(pools, pool)
    return [losses[at] for at in range(len(runs))]


def _turn(train, runs, turn, pool, progress):
    """The losses of the runs that came back, and why another did not."""
    losses, death, futures = {}, None, {}
    try:
        for at, run in runs.items():
            futures[pool.submit(_outcome, train, run, turn)] = at
    except BrokenExecutor as error:
        death = error
    try:
        for future in as_completed(futures):
            # What `train` raises comes back as an outcome, so an error of the future is its worker's.
            try:
                loss, error, where = future.result()
            except Exception as lost:
                death = lost
                continue
            if error is not None:
                raise error from RuntimeError(f"in a worker:\n{where}")
            losses[futures[future]] = loss
            progress.update()
    finally:
        for future in futures:
            future.cancel()
    return losses, death


def _outcome(train, run, _turn):
    """The loss, or the error and its traceback. Dask takes the same call for the same task, so each turn is its own."""
    try:
        return _loss(train, run), None, ""
    except Exception as error:
        return None, error, traceback.format_exc()


def _loss(train, run):
    try:
        given = train(*run)
    except (OverflowError, FloatingPointError):
        return math.inf
    try:
        loss = float(given)
    except (TypeError, ValueError):
        call = ", ".join(map(repr, run))
        raise TypeError(f"train({call}): {given!r}; accepted is a number, the loss on held-out rows") from None
    return loss if math.isfinite(loss) else math.inf


def _pools(executor):
    """The executor, and one like it whenever it has broken: a process pool takes no runs after a worker's death."""
    if callable(executor):
        while True:
            with executor() as pool:
                yield pool
    yield executor
    # It tells its settings no other way.
    while isinstance(executor, ProcessPoolExecutor):
        settings = executor._max_workers, executor._mp_context, executor._initializer, executor._initargs
        with ProcessPoolExecutor(*settings) as pool:
            yield pool


def _progress(total):
    """A bar of tqdm's, where it is installed."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return nullcontext(SimpleNamespace(update=lambda: None))
    return tqdm(total=total, unit="run")

"""A race on executors: the same answer as in this process, and a worker that dies is a run that is made again."""

import functools
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from trainings import Dying, failing, parabola

import lr_lab

# Threads of the test's own process would not survive a fork.
processes = functools.partial(ProcessPoolExecutor, 2, multiprocessing.get_context("spawn"))


@pytest.fixture(scope="module")
def here():
    return lr_lab.race(parabola, 0.1, 40)


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, processes])
def test_the_answer_does_not_depend_on_where_the_runs_are_made(executor, here):
    with executor() as pool:
        assert lr_lab.race(parabola, 0.1, 40, executor=pool) == here
    assert lr_lab.race(parabola, 0.1, 40, executor=executor) == here


def test_nor_on_a_cluster(cluster, here):
    assert lr_lab.race(parabola, 0.1, 40, executor=cluster.get_executor()) == here
    # A function that no worker can import.
    assert lr_lab.race(lambda *run: parabola(*run), 0.1, 40, executor=cluster.get_executor()) == here


def test_nor_on_loky(here):
    loky = pytest.importorskip("loky", reason="loky is not installed")
    assert lr_lab.race(parabola, 0.1, 40, executor=lambda: loky.ProcessPoolExecutor(2)) == here


@pytest.mark.parametrize("deaths", [1, 3])
def test_a_process_that_dies_is_a_run_that_is_made_again(deaths, here, tmp_path):
    train = Dying(tmp_path, lr=0.1, deaths=deaths)
    with processes() as pool:
        assert lr_lab.race(train, 0.1, 40, executor=pool) == here
    assert len(list(tmp_path.iterdir())) >= 1


def test_a_pool_that_a_function_makes_is_made_again(here, tmp_path):
    assert lr_lab.race(Dying(tmp_path, lr=0.1, deaths=1), 0.1, 40, executor=processes) == here


# Dask gives a task up with its fourth worker, and two runs have this rate.
@pytest.mark.parametrize("deaths", [1, 7])
def test_a_worker_of_a_cluster_that_dies_is_a_run_that_is_made_again(deaths, cluster, here, tmp_path):
    train = Dying(tmp_path, lr=1.0, deaths=deaths)
    assert lr_lab.race(train, 0.1, 40, executor=cluster.get_executor()) == here
    assert len(list(tmp_path.iterdir())) >= 1


def test_a_worker_of_loky_that_dies_is_a_run_that_is_made_again(here, tmp_path):
    loky = pytest.importorskip("loky", reason="loky is not installed")
    train = Dying(tmp_path, lr=0.1, deaths=1)
    assert lr_lab.race(train, 0.1, 40, executor=lambda: loky.ProcessPoolExecutor(2)) == here


def test_a_run_that_kills_every_worker_is_named(tmp_path):
    train = Dying(tmp_path, lr=1.0, deaths=1000)
    with (
        processes() as pool,
        pytest.raises(RuntimeError, match=r"no worker came back with train\(1.0, 0, 20\), 3 times"),
    ):
        lr_lab.race(train, 0.1, 40, executor=pool)


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor, processes])
def test_a_mistake_of_the_reader_s_is_raised_and_not_tried_again(executor):
    with pytest.raises(KeyError, match="no such layer"):
        lr_lab.race(failing, 0.1, 40, executor=executor)


def test_progress_is_told_where_tqdm_is_installed(capsys):
    pytest.importorskip("tqdm", reason="tqdm is not installed")
    lr_lab.race(parabola, 0.1, 40, length="short")
    assert "7/7" in capsys.readouterr().err

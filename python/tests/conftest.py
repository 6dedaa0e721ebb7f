"""What the tests have in common. They run against the installed package: `cargo xtask test python`."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest

# TensorFlow and PyTorch cannot be imported together. Workers have it from here.
os.environ.setdefault("KERAS_BACKEND", "jax")

HERE = pathlib.Path(__file__).parent
REPOSITORY = HERE.parent.parent


def cases(name):
    """The cases of a fixture. In them "inf" and "NaN" are numbers, which JSON does not know."""
    return json.loads((HERE / "fixtures" / f"{name}.json").read_text("utf-8"))


def numbers(values):
    return [[float(each) for each in value] if isinstance(value, list) else float(value) for value in values]


@pytest.fixture(scope="session")
def ask_core():
    """What a function of the core answers, in Node, where the page has it from."""
    node, package = shutil.which("node"), REPOSITORY / "pkg" / "lr_lab.js"
    if node is None:
        pytest.skip("Node is not installed")
    if not package.is_file():
        pytest.skip("pkg/ is not built: cargo xtask build")

    def ask(function, question):
        command = [node, str(HERE / "ask_core.mjs"), str(package), function]
        done = subprocess.run(command, input=json.dumps(question, allow_nan=False), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


@pytest.fixture
def cluster():
    """A Dask cluster of two workers, each a process."""
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client

"""Range tests made anew by the real libraries, where they are installed: their own answer stands beside ours.

pip install torch fastai lightning torch-lr-finder pytorch-ignite matplotlib     or     pip install keras jax
"""

import pytest
from test_history import answers

from lr_lab.history import read_history

STEPS = 100


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is not installed")


@pytest.fixture
def network(torch):
    """A small classifier, and 256 rows of noisy points in batches of 16."""
    torch.manual_seed(1)
    x = torch.randn(256, 4)
    y = (x[:, 0] * x[:, 1] + 0.3 * torch.randn(256) > 0).long()
    model = torch.nn.Sequential(torch.nn.Linear(4, 16), torch.nn.ReLU(), torch.nn.Linear(16, 2))
    rows = torch.utils.data.TensorDataset(x, y)
    return model, torch.utils.data.DataLoader(rows, batch_size=16, shuffle=True), rows


def library(name, called):
    return pytest.importorskip(name, reason=f"{called} is not installed")


def test_fastai(network, ask_core, tmp_path):
    library("fastai", "fastai")
    from fastai.basics import CrossEntropyLossFlat, DataLoader, DataLoaders, Learner
    from fastai.callback.schedule import minimum, slide, steep, valley

    model, _, rows = network
    loader = DataLoader(rows, bs=16, shuffle=True, num_workers=0)
    learn = Learner(DataLoaders(loader, loader), model, loss_func=CrossEntropyLossFlat(), path=tmp_path)
    with learn.no_bar(), learn.no_logging():
        found = learn.lr_find(num_it=STEPS, suggest_funcs=(minimum, steep, valley, slide), show_plot=False)
    for history in (learn, learn.recorder):
        curve = read_history(history)
        assert curve["source"] == "fastai"
        ours = answers(ask_core("readLrFind", curve), "fastai")
        assert ours == {f"fastai-{rule}": lr for rule, lr in found._asdict().items()}


def test_lightning(torch, network, ask_core, tmp_path):
    library("lightning", "Lightning")
    from lightning.pytorch import LightningModule, Trainer
    from lightning.pytorch.tuner import Tuner

    model, loader, _ = network

    class Module(LightningModule):
        def __init__(self):
            super().__init__()
            self.model, self.lr = model, 1e-3

        def training_step(self, batch, _):
            return torch.nn.functional.cross_entropy(self.model(batch[0]), batch[1])

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=self.lr)

    quiet = {
        "logger": False,
        "enable_progress_bar": False,
        "enable_model_summary": False,
        "enable_checkpointing": False,
    }
    trainer = Trainer(max_epochs=1, default_root_dir=tmp_path, accelerator="cpu", **quiet)
    finder = Tuner(trainer).lr_find(Module(), loader, min_lr=1e-5, max_lr=10, num_training=STEPS)
    curve = read_history(finder)
    assert (curve["source"], curve["planned"]) == ("lightning", STEPS)
    for given in (curve, read_history(finder.results)):
        assert answers(ask_core("readLrFind", given), "lightning")["lightning-steepest"] == finder.suggestion()


def test_torch_lr_finder(torch, network, ask_core):
    torch_lr_finder = library("torch_lr_finder", "torch-lr-finder")
    matplotlib = library("matplotlib", "Matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    model, loader, _ = network
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-5, momentum=0.9)
    finder = torch_lr_finder.LRFinder(model, optimizer, torch.nn.CrossEntropyLoss(), device="cpu")
    finder.range_test(loader, end_lr=10, num_iter=STEPS)
    _, suggestion = finder.plot(suggest_lr=True, ax=plt.subplots()[1])
    assert read_history(finder)["source"] == "torch-lr-finder"
    for history in (finder, finder.history):
        ours = answers(ask_core("readLrFind", read_history(history)), "torch-lr-finder")
        assert ours == {"torch-lr-finder-steepest": suggestion}


def test_ignite(torch, network, ask_core):
    library("ignite", "pytorch-ignite")
    from ignite.engine import create_supervised_trainer
    from ignite.handlers import FastaiLRFinder

    model, loader, _ = network
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4)
    trainer, finder = create_supervised_trainer(model, optimizer, torch.nn.CrossEntropyLoss()), FastaiLRFinder()
    with finder.attach(
        trainer, to_save={"model": model, "optimizer": optimizer}, end_lr=10.0, num_iter=STEPS
    ) as attached:
        attached.run(loader)
    assert read_history(finder)["source"] == "ignite"
    for history in (finder, finder.get_results()):
        ours = answers(ask_core("readLrFind", read_history(history)), "ignite")
        assert ours == {"ignite-steepest": finder.lr_suggestion()}


def test_keras(ask_core):
    keras = library("keras", "Keras")
    import numpy

    keras.utils.set_random_seed(1)
    x = numpy.random.default_rng(1).normal(size=(256, 4)).astype("float32")
    y = (x[:, 0] * x[:, 1] > 0).astype("int32")
    model = keras.Sequential([keras.layers.Dense(16, "relu"), keras.layers.Dense(2, "softmax")])
    model.compile(keras.optimizers.SGD(), loss="sparse_categorical_crossentropy")
    schedule = keras.callbacks.LearningRateScheduler(lambda epoch: 1e-4 * 10 ** (epoch / 10))
    history = model.fit(x, y, epochs=60, batch_size=32, callbacks=[schedule], verbose=0)
    curve = read_history(history)
    assert (curve["source"], curve["smoothed"]) == ("keras", False)
    assert curve["lrs"] == [float(lr) for lr in history.history["learning_rate"]]
    report = ask_core("readLrFind", curve)
    assert report["read"]["smoothed"] is False and answers(report, "keras")

"""Training and judging a classifier, on any device, and loading the weights of one."""

import os
import pickle
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import ipywidgets
import torch
from IPython.display import display
from torch import nn
from torch.utils.data import Dataset


def fit(model, loader, optimizer, epochs):
    """Train a classifier, with a progress bar; return the mean loss of each epoch.

    Args:
        model: a module that turns a batch of inputs into scores of shape (N, classes).
        loader: gives batches (inputs, labels), the labels int64 of shape (N,). They may be on
            another device than the model.
        optimizer: holds the parameters of the model. epochs: how often to go through the loader.

    Interrupt the kernel to stop: the model keeps what it has learned, and can be trained on. The
    last of the losses is then that of a part of an epoch.

    Raises:
        ValueError or TypeError: if one of these cannot be trained with.
    """
    device = _ready_to_train(model, loader, optimizer, epochs)
    model.train()
    losses = []
    with ProgressBar(epochs, len(loader)) as progress:
        for _ in range(epochs):
            losses.append([])
            for x, y in _pairs(loader):
                loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses[-1].append(loss.detach())
                progress.step(losses[-1][-1])
    return [torch.stack(epoch).mean().item() for epoch in losses if epoch]


@torch.no_grad()
def evaluate(model, loader):
    """Return the accuracy: the share of inputs whose largest score is that of their label.

    Args:
        model, loader: as in :func:`fit`. The model is left in the mode that it was in.
    """
    device, was_training = _device_of(model), model.training
    right = seen = 0
    try:
        model.eval()
        for x, y in _pairs(loader):
            right += (model(x.to(device)).argmax(dim=1) == y.to(device)).sum().item()
            seen += len(y)
    finally:
        model.train(was_training)
    return right / seen


def load_weights(model, path):
    """Fill a model with the ``state_dict`` in a file, and return the model.

    The file is read with ``weights_only=True``, so that it can hold tensors and no program. The
    model is changed only if all of it fits.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if the file is cut short, damaged, or no ``state_dict`` of such a model.
    """
    device = _device_of(model)
    if device.type == "meta":
        raise ValueError("The model is on meta, where nothing has numbers: make it on the CPU.")
    if not isinstance(path, str | os.PathLike):
        given = f"a {type(path).__name__}"
        raise TypeError(f"The path is {given}; wanted is load_weights(model, path).")
    path = Path(path)
    state = _read_state(path, device)
    if not isinstance(state, dict) or not all(isinstance(v, torch.Tensor) for v in state.values()):
        held = f"a {type(state).__name__}"
        if isinstance(state, dict):
            held += f" of {', '.join(map(str, state))}: one of these may be the state_dict"
        raise ValueError(f"{path.name} holds {held}; what is wanted is {_STATE_DICT}.")
    found, wanted = _shapes(state), _shapes(model.state_dict())
    if found != wanted:
        missing = _listed(wanted.items() - found.items())
        surplus = _listed(found.items() - wanted.items())
        raise ValueError(
            f"{path.name} holds the weights of another model. The {type(model).__name__} here "
            f"wants {missing}; the file has {surplus}. Names and shapes must be the same."
        )
    model.load_state_dict(state)
    return model


class ProgressBar(ipywidgets.HBox):
    """A bar that fills while a model is trained; it says the epoch and the loss beside it.

    A page without a kernel shows how many epochs there are, the same on every machine.
    """

    SECONDS = 0.1  # from one change of the bar to the next: more would slow the training down

    def __init__(self, epochs, batches):
        self.epochs, self.batches, self.done, self.shown = epochs, batches, 0, 0.0
        self.bar = ipywidgets.IntProgress(0, 0, epochs * batches)
        self.text = ipywidgets.Label()
        super().__init__([self.bar, self.text])

    def __repr__(self):
        return f"Training: {self.epochs} epoch{'' if self.epochs == 1 else 's'}"

    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": repr(self)}

    def __enter__(self):
        display(self)
        return self

    def step(self, loss):
        """Count a batch; ``loss`` is a tensor, read only when the bar changes."""
        self.done += 1
        self.loss = loss
        now = time.monotonic()
        if now - self.shown > self.SECONDS:
            self.shown = now
            self._show()

    def _show(self):
        self.bar.value = self.done
        self.text.value = f"{self._place()}, loss {self.loss.item():.2f}"

    def _place(self):
        epoch, batch = divmod(max(self.done - 1, 0), self.batches)
        return f"epoch {epoch + 1} of {self.epochs}, batch {batch + 1} of {self.batches}"

    def __exit__(self, kind, error, traceback):
        """Say how far it got where the kernel was interrupted, and let the notebook go on."""
        if self.done:
            self._show()
        self.bar.bar_style = "success" if kind is None else "danger"
        if kind is None and self.done and not self.loss.isfinite():
            print("The loss is no number any more. Begin anew, with a smaller learning rate.")
        if kind is not KeyboardInterrupt:
            return False
        print(f"Stopped after {self.done:,} of {self.bar.max:,} steps ({self._place()}).")
        print("The model keeps what it has learned; call fit again to go on.")
        return True


# --- is it what it should be? --------------------------------------------------------------------


def _device_of(model):
    if isinstance(model, type):
        raise TypeError(f"The model is the class {model.__name__}: make one, {model.__name__}().")
    parameter = next(model.parameters(), None) if isinstance(model, nn.Module) else None
    if parameter is None:
        given = f"a {type(model).__name__}"
        raise TypeError(f"The model is {given}; it must be an nn.Module with parameters.")
    return parameter.device


def _ready_to_train(model, loader, optimizer, epochs):
    """Return the device of the model; raise a sentence if these cannot be trained with."""
    device = _device_of(model)
    if not isinstance(epochs, int) or isinstance(epochs, bool) or epochs < 1:
        raise ValueError(f"epochs is {epochs!r}; it must be a whole number, 1 or more.")
    if not isinstance(optimizer, torch.optim.Optimizer):
        given = f"a {type(optimizer).__name__}"
        raise TypeError(f"The optimizer is {given}; wanted is one such as torch.optim.SGD(...).")
    held = {id(parameter) for group in optimizer.param_groups for parameter in group["params"]}
    if not any(id(parameter) in held for parameter in model.parameters()):
        raise ValueError(
            "The optimizer holds no parameter of this model, so its steps would change nothing "
            "here. Make the optimizer from model.parameters(), after the model."
        )
    if isinstance(loader, Iterator) or not hasattr(loader, "__len__"):  # used up after an epoch
        given = f"a {type(loader).__name__}"
        raise TypeError(f"The loader is {given}; it must be a DataLoader, or a list of batches.")
    return device


def _pairs(loader):
    """The batches of a loader; raise a sentence for one that is no (inputs, labels)."""
    if isinstance(loader, Dataset):
        raise TypeError("The loader is a dataset; wrap it: DataLoader(dataset, batch_size=100).")
    if not len(loader):
        raise ValueError("The loader gives no batch.")
    for batch in loader:
        pair = isinstance(batch, list | tuple) and len(batch) == 2
        if not pair or not all(isinstance(part, torch.Tensor) for part in batch):
            given = f"a {type(batch).__name__}"
            raise TypeError(f"A batch is {given}; it must be a pair of tensors: inputs, labels.")
        x, y = batch
        if y.shape != x.shape[:1] or y.dtype != torch.int64:
            kind = str(y.dtype).removeprefix("torch.")
            raise ValueError(
                f"The labels are {kind} of shape {tuple(y.shape)}; wanted is int64 of shape "
                f"{tuple(x.shape[:1])}: for each input, the place of the right score."
            )
        yield x, y


# --- files of weights ----------------------------------------------------------------------------

_AGAIN = "Copy it or save it again."
_STATE_DICT = "a state_dict, as torch.save(model.state_dict(), path) writes it"


def _read_state(path, device):
    if not path.is_file():
        there = "is a folder" if path.is_dir() else "is not there"
        raise FileNotFoundError(f"The file {path.name} {there}; no weights to load.")
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if archive.testzip():  # torch.load takes a changed byte for a number
                    raise zipfile.BadZipFile
        return torch.load(path, map_location=device, weights_only=True)
    except PermissionError:
        raise PermissionError(f"You have no right to read the file {path.name}.") from None
    except Exception as error:  # of many kinds, as each part of a damaged file fails differently
        raise ValueError(f"{path.name} {_why_unreadable(path, error)}") from None


def _why_unreadable(path, error):
    with path.open("rb") as file:
        start = file.read(2)
    if start != b"PK":  # torch.save writes a zip archive
        held = "was not written by torch.save, or is damaged" if start else "is empty"
        return f"{held}; what is wanted is {_STATE_DICT}."
    if not zipfile.is_zipfile(path):
        return f"is cut short: the end of the file is missing. {_AGAIN}"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if not any(name.endswith("data.pkl") for name in names):
        return f"is a zip archive of something else; what is wanted is {_STATE_DICT}."
    if isinstance(error, pickle.UnpicklingError):
        return (
            "holds more than tensors, and reading the rest would run a program out of the file. "
            f"What is wanted is {_STATE_DICT}."
        )
    return f"is damaged. {_AGAIN}"


def _shapes(state):
    return {name: tuple(value.shape) for name, value in state.items()}


def _listed(shapes, most=4):
    names = [f"{name} {shape}" for name, shape in sorted(shapes)]
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return ", ".join(names[:most] + more) or "nothing else"

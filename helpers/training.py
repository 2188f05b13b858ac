"""Training and judging a classifier, on any device."""

import math
import time
from collections.abc import Iterator

import ipywidgets
import torch
from IPython.display import display
from torch import nn
from torch.utils.data import Dataset

from helpers.threads import one_thread
from helpers.weights import device_of, load_weights

# Whoever trains a model wants its weights back, so lessons find load_weights here, too.
__all__ = ["ProgressBar", "evaluate", "fit", "labelled_batches", "load_weights"]


@one_thread()
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
    device = device_of(model)
    _check_training(model, loader, optimizer, epochs)
    bar = ProgressBar(epochs, len(loader))
    display(bar)
    model.train()
    losses = []
    try:
        for _ in range(epochs):
            losses.append([])
            for x, y in labelled_batches(loader):
                loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses[-1].append(loss.detach())
                bar.step(loss)
    except KeyboardInterrupt:
        print(f"Stopped after {bar.done:,} of {bar.total:,} steps ({bar.place()}).")
        print("The model keeps what it has learned; call fit again to go on.")
    finally:
        bar.finish()
    means = [torch.stack(epoch).mean().item() for epoch in losses if epoch]
    if means and not math.isfinite(means[-1]):
        print("The loss is no number any more. Begin anew, with a smaller learning rate.")
    return means


@one_thread()
@torch.no_grad()
def evaluate(model, loader):
    """Return the accuracy: the share of inputs whose largest score is that of their label.

    Args:
        model, loader: as in :func:`fit`. The model is left in the mode that it was in.
    """
    device, was_training = device_of(model), model.training
    _check_loader(loader)
    right = seen = 0
    try:
        model.eval()
        for x, y in labelled_batches(loader):
            right += (model(x.to(device)).argmax(dim=1) == y.to(device)).sum().item()
            seen += len(y)
    finally:
        model.train(was_training)
    return right / seen


def labelled_batches(loader):
    """Yield the batches of a loader, (inputs, labels), each looked at before it is used."""
    for batch in loader:
        _check_batch(batch)
        x, y = batch
        yield x, y


class ProgressBar(ipywidgets.HBox):
    """A bar that fills while a model is trained; it says the epoch and the loss beside it.

    A page without a kernel shows how many epochs there are, the same on every machine.
    """

    SECONDS = 0.1  # from one change of the bar to the next: more would slow the training down

    def __init__(self, epochs, batches):
        self.epochs, self.batches, self.total = epochs, batches, epochs * batches
        self.done, self.shown = 0, -math.inf
        self.bar = ipywidgets.IntProgress(0, 0, self.total)
        self.text = ipywidgets.Label()
        super().__init__([self.bar, self.text])

    def __repr__(self):
        return f"Training: {self.epochs} epoch{'' if self.epochs == 1 else 's'}"

    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": repr(self)}

    def step(self, loss):
        """Count a batch; ``loss`` is a tensor, read only when the bar changes."""
        self.done += 1
        self.loss = loss
        now = time.monotonic()
        if now - self.shown > self.SECONDS:
            self.shown = now
            self._show()

    def finish(self):
        """Show how far it got: green at the end, red before it."""
        if self.done:
            self._show()
        self.bar.bar_style = "success" if self.done >= self.total else "danger"

    def place(self):
        """Return where it is, such as ``"epoch 2 of 5, batch 17 of 600"``."""
        epoch, batch = divmod(max(self.done - 1, 0), self.batches)
        return f"epoch {epoch + 1} of {self.epochs}, batch {batch + 1} of {self.batches}"

    def _show(self):
        self.bar.value = self.done
        self.text.value = f"{self.place()}, loss {self.loss.item():.2f}"


# --- is it what it should be? --------------------------------------------------------------------


def _check_training(model, loader, optimizer, epochs):
    """Raise a sentence if these cannot be trained with."""
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
    _check_loader(loader)


def _check_loader(loader):
    """Raise a sentence if this does not give batches, as often as it is asked."""
    if isinstance(loader, Dataset):
        raise TypeError("The loader is a dataset; wrap it: DataLoader(dataset, batch_size=100).")
    if isinstance(loader, Iterator) or not hasattr(loader, "__len__"):  # used up after an epoch
        given = f"a {type(loader).__name__}"
        raise TypeError(f"The loader is {given}; it must be a DataLoader, or a list of batches.")
    if not len(loader):
        raise ValueError("The loader gives no batch.")


def _check_batch(batch):
    """Raise a sentence if this is no pair of inputs and labels."""
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

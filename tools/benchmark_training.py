"""What a layer and a loader cost: ``python -m tools.benchmark_training``.

The training of lesson 9 (MNIST, batches of 100, five epochs) once with ``fit`` and ``nn.Linear``,
and once written as bare matrix products, with the gradients by hand. Both get the same batches from
the same kind of ``DataLoader``, start from the same numbers and must read as many test images. They
take turns, and the medians of the rounds are compared: ``fit`` should take at most 1.3 times as
long. The last lines say what the batches themselves cost, one epoch of them:

- from the images as they are stored, each turned into a tensor when it is asked for,
- from one tensor of all images, image by image, as ``DataLoader`` does it and lesson 9,
- from the same tensor, each batch cut out at once, which is as fast as it gets.
"""

import statistics
import time

import torch
from torch.utils.data import DataLoader, TensorDataset

from helpers.data import load_mnist
from helpers.models import DigitClassifier
from helpers.training import evaluate, fit

ROUNDS, EPOCHS, BATCH, LR = 5, 5, 100, 0.2


def with_fit(model, loader):
    """Train as lesson 9 does."""
    fit(model, loader, torch.optim.SGD(model.parameters(), lr=LR), EPOCHS)


@torch.no_grad()
def with_matrix_products(model, loader):
    """The same steps on two tensors: the gradient of the scores is softmax minus the label."""
    weight, bias = model.linear.weight, model.linear.bias
    for _ in range(EPOCHS):
        for x, y in loader:
            x = x.flatten(1)
            slope = (x @ weight.T + bias).softmax(dim=1)
            slope[torch.arange(len(y)), y] -= 1
            slope /= len(y)
            weight -= LR * (slope.T @ x)
            bias -= LR * slope.sum(dim=0)


def seconds(function, *args):
    """How long a call takes."""
    start = time.perf_counter()
    function(*args)
    return time.perf_counter() - start


def in_turn(*functions):
    """The median time of each function, called in turn, after one round that is not counted."""
    rounds = [[seconds(function) for function in functions] for _ in range(1 + ROUNDS)][1:]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def loader_of(dataset):
    """The shuffled batches of lesson 9."""
    order = torch.Generator().manual_seed(0)
    return DataLoader(dataset, batch_size=BATCH, shuffle=True, generator=order)


def go_through(loader):
    """Ask for every batch, and do nothing with it."""
    for _ in loader:
        pass


def cut_out(images, labels):
    """One epoch of shuffled batches without a loader."""
    for rows in torch.randperm(len(images)).split(BATCH):
        images[rows], labels[rows]


def as_tensors(dataset):
    """All images of a dataset as one tensor, and their labels."""
    return TensorDataset(dataset.data[:, None] / 255, dataset.targets)


def main():
    """Print the two tables."""
    train, test = load_mnist(train=True), load_mnist(train=False)
    train_set, test_batches = as_tensors(train), DataLoader(as_tensors(test), batch_size=1000)
    models = {}

    def run(way):
        torch.manual_seed(0)
        models[way] = DigitClassifier()
        way(models[way], loader_of(train_set))

    ours, bare = in_turn(lambda: run(with_fit), lambda: run(with_matrix_products))
    print(f"\n{EPOCHS} epochs, median of {ROUNDS}   seconds   accuracy")
    for way, took in [(with_fit, ours), (with_matrix_products, bare)]:
        print(f"{way.__name__:24}{took:10.2f}{evaluate(models[way], test_batches):11.4f}")
    print(f"ratio {ours / bare:.2f}, to be at most 1.3")
    one, other = (model.linear.weight for model in models.values())
    print(f"the weights differ by at most {(one - other).abs().max().item():.0e}")

    sources = {
        "image by image, transformed": lambda: go_through(loader_of(train)),
        "image by image, from a tensor": lambda: go_through(loader_of(train_set)),
        "batch by batch, from a tensor": lambda: cut_out(*train_set.tensors),
    }
    made = seconds(as_tensors, train)
    print(f"\none epoch of batches, median of {ROUNDS}   seconds")
    for name, took in zip(sources, in_turn(*sources.values()), strict=True):
        print(f"{name:34}{took:8.2f}")
    print(f"{'making the tensor, once':34}{made:8.2f}")


if __name__ == "__main__":
    main()

"""Situations in which a training step is tried without looking on: it may not know of any of them.

A step that passes the ordinary ones may still count on how many outputs there are, on a dtype, or
on a loss and gradients of ordinary size. Each situation shows one such belief.
"""

import copy

import torch
from torch import nn

from helpers.checking.arguments import changed, copied
from helpers.checking.comparing import close
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call

TOLD = {
    "first-step-fails": "On the first step of a model your function raises an error: `.grad` is "
    "None until `backward` has run once. The optimizer has a method that can deal with that.",
    "only-sometimes": "Where the loss is small already, your step brings the weights to another "
    "place than the five lines do. Does it go on a condition? Whether to stop is up to the caller.",
    "holds-back": "Where weights and gradients are large, your step brings the weights to another "
    "place than the five lines do. Something keeps them small, such as a clamp or a clipping.",
    "one-kind-of-loss": "With three outputs an example, `nn.CrossEntropyLoss` and targets that are "
    "whole numbers of shape (N,), your step fails. Output and target go into the loss as they "
    "come: what do you do to one of them?",
    "shape-for-the-loss": "With a loss that adds up along dimension 1 your step fails. Output and "
    "target go into the loss in the shapes that they have: where do you change one?",
    "one-kind-of-x": "With an `nn.Embedding`, whose `x` are whole numbers of shape (N,), your step "
    "fails. `x` goes into the model as it comes: what do you do to it?",
    "one-dtype": "With a model and examples of float64 your step fails. All of them have the same "
    "dtype: where do you convert one?",
    "leaves-it-changed": "Your step ends with {what} changed. It moves the numbers of the weights, "
    "and leaves the rest of the model to whoever calls it.",
    "changes-the-optimizer": "Your step ends with another {what} in the optimizer. The caller has "
    "chosen it, and the next steps still need it.",
}


def check_situations(answer, draw):
    """Reject a step that is right only for ordinary models, losses and numbers."""
    x, y = draw.tensor(6, 3), draw.tensor(6, 1) + 20
    linear = draw.fill(nn.Linear(3, 1), small)
    take(answer, linear, nn.MSELoss(), x, y, "first-step-fails")
    with torch.no_grad():
        nearly = linear(x) + 0.01
    take(answer, linear, nn.MSELoss(), x, nearly, "only-sometimes")
    take(answer, linear, along_dimension_1, x, y, "shape-for-the-loss")
    large = draw.fill(nn.Linear(3, 1), lambda numbers: 20 * numbers)
    take(answer, large, nn.MSELoss(), 20 * x, 20 * y, "holds-back", lr=1e-4)
    digits = torch.tensor([2, 0, 1, 1, 2, 0])
    three = draw.fill(nn.Linear(4, 3), small)
    take(answer, three, nn.CrossEntropyLoss(), draw.tensor(6, 4), digits, "one-kind-of-loss")
    double = draw.fill(nn.Linear(3, 1), small).double()
    take(answer, double, nn.MSELoss(), x.double() / 3, y.double() / 3, "one-dtype")
    table = draw.fill(nn.Embedding(5, 2), small)
    take(answer, table, nn.MSELoss(), digits, draw.tensor(6, 2), "one-kind-of-x")


def along_dimension_1(output, target):
    return (output - target).square().sum(dim=1).mean()


def small(numbers):
    return numbers / 4


def take(answer, model, loss_function, x, y, misconception, lr=0.017):
    """Take one step with a model and with a copy of it; reject it unless both end alike."""
    ours, theirs = copy.deepcopy(model), copy.deepcopy(model)
    our_optimizer = torch.optim.SGD(ours.parameters(), lr=lr)
    their_optimizer = torch.optim.SGD(theirs.parameters(), lr=lr)
    loss_function(ours(x), y).backward()
    our_optimizer.step()
    kept = Kept(theirs, their_optimizer)
    call(
        lambda x, y: answer(theirs, loss_function, their_optimizer, x, y),
        x,
        y,
        name="`train_step`",
        any_error=misconception,
    )
    kept.check()
    places = [list(one.parameters()) for one in (theirs, ours, model)]
    alike = identical if misconception == "one-dtype" else close
    if all(map(alike, places[0], places[1])):
        return
    is_first = misconception == "first-step-fails"
    if is_first and all(map(torch.equal, places[0], places[2])):
        reject("another-model")
    reject("another-step" if is_first else misconception)


def identical(one, other):
    """Whether two tensors of float64 agree in more digits than float32 has."""
    return one.dtype == other.dtype and torch.allclose(one, other, rtol=1e-11, atol=1e-12)


class Kept:
    """What a step has to leave as it is: of the model all but its numbers, and the optimizer."""

    def __init__(self, model, optimizer):
        self.model, self.optimizer = model, optimizer
        (self.before,) = copied([model])
        self.options = self.read_options()

    def read_options(self):
        groups = self.optimizer.param_groups
        return [{name: one for name, one in group.items() if name != "params"} for group in groups]

    def check(self):
        """Reject a step that has changed anything of it."""
        if what := changed(self.model, self.before, trained=True):
            reject("leaves-it-changed", what=what)
        for old, new in zip(self.options, self.read_options(), strict=False):
            for name in old:
                if old[name] != new.get(name):
                    reject("changes-the-optimizer", what=name)

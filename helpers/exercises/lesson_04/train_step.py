"""04.1, write the step."""

import copy
import math

import torch
from torch import nn

from helpers.checking.comparing import close
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.wording import describe
from helpers.exercises.lesson_04 import situations, watch
from helpers.exercises.lesson_04.one_number import one_number
from helpers.exercises.lesson_04.watch import Watch

TOLD = {
    **watch.TOLD,
    **situations.TOLD,
    "earlier-loss": "`train_step` moves the weights as it should, but it returns the loss of an "
    "earlier call. What of your function lives on between two calls: a list, or a name outside it?",
    "wrong-type": "`train_step` moves the weights as it should, but it returns {given}. The loss "
    "alone is asked, as a number or as a tensor of one number: which of your variables holds it?",
    "loss-after-the-step": "`train_step` moves the weights as it should, but it returns the loss "
    "after the step. The loss that you called `backward` on is asked; it costs no second forward.",
    "another-loss": "`train_step` moves the weights as it should, but it returns {given:g}, where "
    "the loss of these examples is {asked:g}. What does `loss_function` give you, and what do you "
    "do to it?",
}


def check(answer):
    a_function(answer, ["model", "loss_function", "optimizer", "x", "y"], "train_step")
    draw, losses = Draw("04.1"), []
    check_steps(answer, draw, nn.MSELoss(), losses)
    check_steps(answer, draw, nn.MSELoss(), losses, momentum=0.9, steps=2)
    check_steps(answer, draw, lopsided, losses)
    situations.check_situations(answer, draw)


def lopsided(output, target):
    """A loss that counts an output above its target four times as much as one below it."""
    error = output - target
    return (error.square() * (1 + 3 * (error > 0))).mean()


def check_steps(answer, draw, loss_function, losses, momentum=0, steps=1):
    """Take steps with a model and with a copy of it, and reject them unless both end alike."""
    n_in, count = draw.sizes(2, 3, 8)
    theirs = draw.fill(nn.Linear(n_in, 1), situations.small)
    ours = copy.deepcopy(theirs)
    our_optimizer = torch.optim.SGD(ours.parameters(), lr=0.017, momentum=momentum)
    their_optimizer = torch.optim.SGD(theirs.parameters(), lr=0.017, momentum=momentum)
    old_x, old_y = draw.tensor(count, n_in), draw.tensor(count, 1)
    loss_function(theirs(old_x), old_y).backward()  # what was in .grad before must not count
    kept = situations.Kept(theirs, their_optimizer)
    for _ in range(steps):
        x, y = draw.tensor(count, n_in), draw.tensor(count, 1)
        loss = loss_function(ours(x), y)
        our_optimizer.zero_grad()
        loss.backward()
        our_optimizer.step()
        watching = Watch(theirs, loss_function, their_optimizer, x, y)
        returned = watching.call(answer)
        kept.check()
        pairs = zip(theirs.parameters(), ours.parameters(), strict=True)
        if not all(close(one, other) and one.dtype == other.dtype for one, other in pairs):
            watching.explain([one.detach() for one in ours.parameters()])
        check_loss(returned, loss.item(), loss_function(ours(x), y).item(), losses)
        losses.append(loss.item())


def check_loss(returned, before, after, earlier):
    """Reject what a step returns unless it is the loss that the step started from."""
    value = one_number(returned)
    if value is None:
        reject("wrong-type", given=describe(returned))
    if math.isclose(value, before, rel_tol=1e-4):
        return
    if math.isclose(value, after, rel_tol=1e-4):
        reject("loss-after-the-step")
    if any(math.isclose(value, one, rel_tol=1e-4) for one in earlier):
        reject("earlier-loss")
    reject("another-loss", given=value, asked=before)


EXERCISE = Exercise(
    id="04.1",
    name="train_step",
    stub="""\
def train_step(model, loss_function, optimizer, x, y):
    return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: a training step is five lines, and 4.4 names "
        "them in its takeaway.",
        "If the check says that nothing moves, or that old gradients count: put your lines "
        "beside those five, and look at their order.",
        "If it says None: the last line has to hand something back.",
    ),
    solutions=(
        """\
def train_step(model, loss_function, optimizer, x, y):
    output = model(x)
    loss = loss_function(output, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()""",
        """\
def train_step(model, loss_function, optimizer, x, y):
    def closure():
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        return loss

    return optimizer.step(closure)""",
        """\
def train_step(net, criterion, opt, inputs, targets):
    cost = criterion(net.forward(inputs), targets)
    gradients = torch.autograd.grad(cost, list(net.parameters()))
    for parameter, gradient in zip(net.parameters(), gradients):
        parameter.grad = gradient
    opt.step()
    net.zero_grad()
    return cost""",
    ),
)

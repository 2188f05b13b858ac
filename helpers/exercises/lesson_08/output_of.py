"""08.4, an input that follows its model."""

import copy

import torch
from torch import nn

from helpers.checking.comparing import compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call

TOLD = {
    "parameters-not-called": "`model.parameters` without parentheses is the method itself. Call "
    "it, and it goes through the parameters.",
    "to-the-model": "`.to` wants a place, and you give it something that has none of its own. What "
    "the model holds has one.",
    "asks-the-generator": "`model.parameters()` goes through all the parameters and has no place "
    "of its own. One parameter has: how does section 8.6 take the first?",
    "writes-the-device": "You assign to x.device. A tensor says there where it is, and nobody can "
    "change it: see section 8.4 for how to get a tensor that is elsewhere.",
    "asks-the-module": "You ask the module for its device, and a module has none. What it holds "
    "does.",
    "one-kind-of-model": "That works for one kind of model: not every model has a `.weight`, and "
    "not every model can be counted like a list. What does every model with parameters offer, "
    "whatever it is made of?",
    "fixed-place": "Model and x are both on the CPU here, and you take x away from there. Name no "
    "device: ask the model where it is.",
    "moves-the-model": "The model is somewhere else afterwards. Whoever calls `output_of` goes on "
    "with it: let the model stay, and move x.",
    "returns-the-input": "You return x, moved to the model. What the model makes of it is asked.",
    "cuts-the-gradient": "The numbers are right, but the output has lost its note `grad_fn`: a "
    "model that is used like this cannot learn. Return what the model returns.",
    "input-stays": "The model is on `meta`, and what it is called with is not. Two things are "
    "needed: where the model is, and the tensor that `.to` returns.",
    "brings-meta-back": "With the model on `meta`, you bring something from there back to the CPU. "
    "Only x should move: the model stays, and its output stays with it.",
}

ASKING = {  # what goes wrong while asking for the place of a model
    "'method' object": "parameters-not-called",
    "invalid combination": "to-the-model",
    "'generator' object": "asks-the-generator",
    "not writable": "writes-the-device",
    "has no attribute 'device'": "asks-the-module",
    "has no attribute 'weight'": "one-kind-of-model",
    "not subscriptable": "one-kind-of-model",
}
TOGETHER = ASKING | {"device": "fixed-place", "CUDA": "fixed-place", "NVIDIA": "fixed-place"}
APART = {"Cannot copy out of meta": "brings-meta-back"} | ASKING | {"device": "input-stays"}


def check(answer):
    a_function(answer, ["model", "x"], "output_of")
    draw = Draw("08.4")
    n, hidden, n_out, rows = draw.sizes(4)
    x = draw.tensor(rows, n)
    two_layers = nn.Sequential(nn.Linear(n, hidden), nn.Linear(hidden, n_out))
    for model in (two_layers, nn.Linear(n, n_out)):
        check_together(answer, model, x)
        check_apart(answer, copy.deepcopy(model).to("meta"), x)


def check_together(answer, model, x):
    """Reject the function unless it gives the output of a model that is where x is."""
    got = call(answer, model, x, symptoms=TOGETHER)
    if next(model.parameters()).device.type != "cpu":
        reject("moves-the-model")
    compare(
        got,
        model(x).detach(),
        "The output",
        beliefs=[("returns-the-input", x)],
        otherwise="What does the model get for x?",
    )
    if not got.requires_grad:
        reject("cuts-the-gradient")


def check_apart(answer, model, x):
    """Reject the function unless it brings x to a model that is on ``meta``."""
    got = call(answer, model, x, name="`output_of` with a model on `meta`", symptoms=APART)
    if not isinstance(got, torch.Tensor) or not got.is_meta:
        reject("brings-meta-back")


EXERCISE = Exercise(
    id="08.4",
    name="output_of",
    stub="""\
def output_of(model, x):
    return model(x)""",
    check=check,
    told=TOLD,
    hints=(
        "If you cannot find where the model is: a module has no place, and what it holds "
        "has. Look at section 8.6.",
        "If the error still names two devices: does anybody keep the tensor that `.to` returns?",
    ),
    solutions=(
        """\
def output_of(model, x):
    device = next(model.parameters()).device
    return model(x.to(device))""",
        """\
def output_of(model, x):
    for parameter in model.parameters():
        x = x.to(parameter.device)
    return model(x)""",
    ),
)

"""08.4, an input that follows its model."""

import copy
import types

import torch
from torch import nn

from helpers.checking.comparing import compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import Rejected, reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe

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
    "returns-several": "You return {given}, and one thing is asked: what the model gives for x.",
    "asks-the-buffers": "`next` finds nothing there. A model need not hold any buffers, or "
    "layers inside of it; it has parameters, says the question.",
    "changes-the-dtype": "x came in as {came}, and the model gets it as {went}. Only the place of "
    "x should change: `.to` takes the dtype along when it is handed more than a device.",
    "skips-the-hooks": "A hook of the model does not run: you call its `forward` by name. Lesson 7 "
    "tells what runs the hooks.",
    "cuts-the-input": "No gradient gets back to x: on its way to the model it is cut off from "
    "where it came from, or made anew from its numbers. Move x itself.",
    "names-a-place": "Your function knows `meta` by name, or tries one place after the other. The "
    "model may be anywhere, on a GPU for instance. It can tell you where.",
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
    check_what_goes_in(answer, nn.Linear(n, n_out), x)
    check_whole_numbers(answer)
    if isinstance(answer, types.FunctionType) and names_meta(answer.__code__):
        reject("names-a-place")


def ask(answer, model, x, **options):
    """Call the answer, and reject what is no single output, or no call at all."""
    home = next(model.parameters()).device
    try:
        got = call(answer, model, x, **options)
    except Rejected as wrong:
        if wrong.misconception == "mutates-input" and next(model.parameters()).device != home:
            reject("moves-the-model")
        if wrong.raised and "StopIteration" in wrong.message:
            reject("asks-the-buffers")
        raise
    if isinstance(got, tuple | list):
        reject("returns-several", given=describe(got))
    return got


def check_what_goes_in(answer, model, x):
    """Reject the function unless the model is called with x, in one piece with its gradient."""
    calls = []
    model.register_forward_hook(lambda module, inputs, output: calls.append(inputs[0]))
    model.eval()  # so that a change of the mode, or of gradients, shows
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, 0.25)
    x = x.clone().requires_grad_()
    got = ask(answer, model, x)
    if not calls:
        reject("skips-the-hooks")
    if torch.autograd.grad(got.sum(), x, allow_unused=True)[0] is None:
        reject("cuts-the-input")


class Picks(nn.Module):
    """Takes whole numbers, and notes what it is called with."""

    def __init__(self):
        super().__init__()
        self.rows = nn.Embedding(5, 3)
        self._calls = []

    def forward(self, x):
        self._calls.append(x)
        return self.rows(x.long())


def check_whole_numbers(answer):
    """Reject the function if it makes another dtype of x, or other numbers."""
    model, x = Picks(), torch.tensor([3, 1, 4])
    ask(answer, model, x)
    for seen in model._calls:
        if seen.dtype != x.dtype:
            reject("changes-the-dtype", came=x.dtype, went=seen.dtype)


def names_meta(code):
    """Whether the code of a function has the name of the device in it, here or further in."""
    parts = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    return "meta" in code.co_consts or "is_meta" in code.co_names or any(map(names_meta, parts))


def check_together(answer, model, x):
    """Reject the function unless it gives the output of a model that is where x is."""
    got = ask(answer, model, x, symptoms=TOGETHER)
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
    got = ask(answer, model, x, name="`output_of` with a model on `meta`", symptoms=APART)
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

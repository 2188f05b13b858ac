"""02.2, layers for three tasks."""

from dataclasses import dataclass

import torch
from torch import nn

from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_module
from helpers.checking.rejection import NotAttemptedError, reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe

TOLD = {
    "wrong-type": "You give {given}, and the dictionary of the stub is wanted, with a layer in "
    "place of each of its dots.",
    "missing-part": "There is no layer for {name!r}: keep the keys of the stub.",
    "left-open": "For {name!r} you leave in_features open, to be found out when the first data "
    "comes. Here it is known: at which place of the shape does it stand?",
    "several-layers": "For {name!r} you give {count} layers in a row, and one is asked, from the "
    "features straight to the outputs.",
    "not-the-layer-alone": "For {name!r} the outputs are not those of one layer: there is also "
    "{what}. A layer alone multiplies by its weight, adds its bias, and can give any number. "
    "Which ones can never come out of yours, or not the same way twice?",
    "in-out-order": "For {name!r} your layer reads {reads} and makes {features} of them. Which of "
    "the two sizes does nn.Linear take first, what goes in or what comes out?",
    "samples-as-features": "For {name!r} your layer reads {reads}, and {rows} is how many {things} "
    "there are. A layer reads one row at a time: how long is a row?",
    "not-read-off-the-data": "For {name!r} your layer reads {reads}, and the data has the shape "
    "({rows}, {features}). in_features is not yours to choose: at which place of the shape do the "
    "features stand?",
    "rows-lost": "For {rows} {things}, `{layer}` gives {output}. Each of the {things} asks for its "
    "own row of outputs.",
    "output-for-each-sample": "For {name!r} your layer gives {gives} a row, as many as there are "
    "{things}. A layer works on each row alone and never knows how many there are. What does the "
    "task ask about one of them?",
    "output-for-each-feature": "For {name!r} your layer gives {gives} a row, as many as there are "
    "features. The features are what is known; count what is asked.",
    "one-number-for-the-class": "For {name!r} your layer gives {gives} a row. One number would "
    "have to say which animal it is, as if a cat were more than a dog and less than a horse. What "
    "needs a score of its own?",
    "class-miscounted": "For {name!r} your layer gives {gives} a row. Count the animals: each kind "
    "that is named in the task gets a score, and nothing else does.",
    "not-read-off-the-task": "For {name!r} your layer gives {gives} a row. out_features comes from "
    "the task: what is the answer for one row of it, a number, one of several classes, or yes and "
    "no?",
}


@dataclass(frozen=True)
class Task:
    """One of the three tasks."""

    name: str
    things: str
    """What its data has a row for."""
    rows: int
    features: int
    outputs: tuple[int, ...]
    """How many outputs will do."""


TASKS = (
    Task("price", "flats", rows=200, features=9, outputs=(1,)),
    Task("animal", "pictures", rows=80, features=64, outputs=(7,)),
    Task("spam", "mails", rows=500, features=30, outputs=(1, 2)),
)


def check(answer):
    if not isinstance(answer, dict | nn.ModuleDict):
        reject("wrong-type", given=describe(answer))
    for task in TASKS:
        if task.name not in answer:
            reject("missing-part", name=task.name)
        if answer[task.name] is ...:
            raise NotAttemptedError(f"{task.name!r} is still the dots.")
        layer = f'layers["{task.name}"]'
        module = a_module(answer[task.name], layer).float()
        check_inputs(module, task)
        check_outputs(module, task, layer)
        check_that_it_is_a_layer(module, task, layer)


def check_inputs(module, task):
    linear = linear_in(module)
    if any(isinstance(part, nn.LazyLinear) for part in linear):
        reject("left-open", name=task.name)
    if not linear:
        return
    n_in, n_out = linear[0].in_features, linear[-1].out_features
    facts = vars(task) | {"reads": counted(n_in, "feature")}
    if n_in == task.features and len(linear) > 1:
        reject("several-layers", count=len(linear), **facts)
    if n_in == task.features:
        return
    if n_in in task.outputs and n_out == task.features:
        reject("in-out-order", **facts)
    if n_in == task.rows:
        reject("samples-as-features", **facts)
    reject("not-read-off-the-data", **facts)


def check_outputs(module, task, layer):
    data = Draw(f"02.2 {task.name}").tensor(task.rows, task.features)
    y = call(module, data, name=f"`{layer}`")
    if not isinstance(y, torch.Tensor) or y.dim() != 2 or len(y) != task.rows:
        reject("rows-lost", layer=layer, output=describe(y), **vars(task))
    n_out = y.shape[1]
    if n_out in task.outputs:
        return
    facts = vars(task) | {"gives": counted(n_out, "output")}
    if n_out == task.rows:
        reject("output-for-each-sample", **facts)
    if n_out == task.features:
        reject("output-for-each-feature", **facts)
    if task.name != "animal":
        reject("not-read-off-the-task", **facts)
    if n_out == 1:
        reject("one-number-for-the-class", **facts)
    reject("class-miscounted", **facts)


def check_that_it_is_a_layer(module, task, layer):
    """Reject a module whose outputs are not weight times features plus bias, of one layer."""
    x = Draw(f"02.2 {task.name} again").tensor(50, task.features) * 10
    y, half, none = (outputs(module, one, layer) for one in (x, x / 2, torch.zeros(x.shape)))
    want, linear = 2 * half - none, linear_in(module)  # so it is where all is only multiplied
    if linear:
        want = x @ linear[0].weight.detach().T
        want = want if linear[0].bias is None else want + linear[0].bias.detach()
    if not torch.allclose(y, want, rtol=1e-3, atol=1e-3):
        reject("not-the-layer-alone", what=what_else(module), **vars(task))


def outputs(module, x, layer):
    return call(module, x, name=f"`{layer}`").detach()


def what_else(module):
    """What a module has besides its nn.Linear, in words."""
    names = [
        type(part).__name__
        for part in module.modules()
        if type(part) not in (nn.Linear, nn.Sequential)
    ]
    return names[0] if names else "a hook, or a forward of your own"


def linear_in(module):
    return [part for part in module.modules() if isinstance(part, nn.Linear)]


def counted(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


EXERCISE = Exercise(
    id="02.2",
    name="layers",
    stub="""\
layers = {
    "price": ...,
    "animal": ...,
    "spam": ...,
}""",
    check=check,
    told=TOLD,
    hints=(
        "If the layer does not fit the data: in_features is the length of one row.",
        "If you do not know how many outputs: what would the answer for one flat, one "
        "picture or one mail look like?",
        "If you hesitate between two answers for spam: 2.6 shows how they are related. "
        "Both are in use.",
    ),
    solutions=(
        """\
layers = {
    "price": nn.Linear(9, 1),  # one number
    "animal": nn.Linear(64, 7),  # a score for each animal
    "spam": nn.Linear(30, 1),  # usual; two scores do as well
}""",
        """\
layers = {
    "price": nn.Linear(out_features=1, in_features=9, dtype=torch.float64),
    "animal": nn.Linear(64, 7, bias=True),
    "spam": nn.Linear(30, 2, bias=False),
}""",
    ),
)

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
    if not isinstance(answer, dict):
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


def check_inputs(module, task):
    linear = [part for part in module.modules() if isinstance(part, nn.Linear)]
    if not linear:
        return
    n_in, n_out = linear[0].in_features, linear[-1].out_features
    if n_in in (0, task.features):  # 0: it waits for its data
        return
    facts = vars(task) | {"reads": counted(n_in, "feature")}
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
    "animal": nn.Sequential(nn.Linear(64, 20), nn.ReLU(), nn.Linear(20, 7)),
    "spam": nn.Linear(30, 2, bias=False),
}""",
    ),
)

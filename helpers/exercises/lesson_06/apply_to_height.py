"""06.4, a layer along the height."""

import torch
from torch import nn

from helpers.checking.comparing import compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call

TOLD = {
    "reads-the-width": "The layer reads the rows of x, along the width. It takes whatever stands "
    "last: which axis has to stand there?",
    "sizes-of-the-lesson": "A 28 stands in the way: a layer or a number of the lesson. Use the "
    "layer that you are given, and take lengths from x.",
    "fixed-number-of-axes": "Your function works for one number of axes only. x may have any "
    "number in front of the height: count the axes from the end.",
    "all-axes-turned": "For two axes it works, but with {axes} the first one comes last: yours "
    "turns the order of all axes around. Only two of them should change places.",
    "weight-untransposed": "The columns are ready, and your product takes the weight as it is. It "
    "has a row for each output: what does a layer do to it before it multiplies?",
    "bias-down-the-wrong-axis": "The bias has one number for each output, and after your product "
    "the outputs do not stand on the last axis: the bias is added along the width.",
    "not-swapped-back": "The numbers are right, and the height comes out in the place of the "
    "width. Put the axes back where they were.",
    "reshaped-for-swapped": "The sizes fit, but the columns are torn apart: a reshape fills in the "
    "numbers in the old order, row by row. Swapping two axes is something else.",
    "drops-the-result": "You return x as it came: what the layer gives is not kept. A call makes "
    "something new, and does not change what it is given.",
    "forgets-the-bias": "That is the product with the weight alone. The layer does one thing more.",
    "no-gradient": "The numbers are right, but no gradient gets through: a layer in there, or "
    "before it, could not learn. Something cuts the gradient off, such as `torch.no_grad()`, "
    "`.detach()` or `.data`.",
}


def check(answer):
    a_function(answer, ["layer", "x"], "apply_to_height")
    draw = Draw("06.4")
    height, width, outputs, *leading = draw.sizes(6, 2, 8)
    for lead in ((), leading[:1], (leading[0], 1), leading):
        check_columns(answer, draw, lead, height, width, outputs)
    check_columns(answer, draw, (), 5, 5, 5)  # where all lengths agree, nothing complains
    check_gradient(answer, draw)


def check_columns(answer, draw, lead, height, width, outputs):
    layer, x = nn.Linear(height, outputs), draw.tensor(*lead, height, width)
    weight, bias = draw.tensor(outputs, height), draw.tensor(outputs) + 0.125
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    columns = x.mT @ weight.T + bias  # (..., width, outputs)
    want = columns.mT
    torn = x.reshape(*lead, width, height) @ weight.T + bias
    # A square is the same after a reshape: then it is its rows that the layer reads.
    why_torn = "reads-the-width" if height == width else "reshaped-for-swapped"
    got = call(
        answer,
        layer,
        x,
        symptoms=symptoms_for(lead, height, width, outputs),
        any_error="fixed-number-of-axes" if lead else None,
        facts={"axes": x.dim()},
    )
    compare(
        got,
        want,
        f"What you return for x of shape {tuple(x.shape)} and nn.Linear({height}, {outputs})",
        beliefs=[
            ("not-swapped-back", columns),
            (why_torn, torn),
            ("reshaped-for-swapped", torn.mT),
            ("reshaped-for-swapped", torn.reshape(want.shape)),
            ("reshaped-for-swapped", columns.reshape(want.shape)),
            ("drops-the-result", x),
            ("forgets-the-bias", want - bias[:, None]),
        ],
        otherwise="Each column of x should go through the given layer by itself, whole and in "
        "order.",
        show=True,
    )


def symptoms_for(lead, height, width, outputs):
    """Part of the error for an x of shape (*lead, height, width) -> misconception."""
    symptoms = {
        "and 28x": "sizes-of-the-lesson",
        "28]' is invalid": "sizes-of-the-lesson",
        f"x{width} and {height}x": "fixed-number-of-axes" if lead else "reads-the-width",
        f"x{height} and {outputs}x": "weight-untransposed",
        "must match the size of tensor": "bias-down-the-wrong-axis",
        "out of range": "fixed-number-of-axes",
        "number of dimensions": "fixed-number-of-axes",
        "too many indices": "fixed-number-of-axes",
        "values to unpack": "fixed-number-of-axes",
    }
    if lead:
        symptoms[f"x{lead[0]} and {height}x"] = "all-axes-turned"
    return symptoms


def check_gradient(answer, draw):
    layer, x = nn.Linear(5, 5), draw.tensor(5, 5).requires_grad_()
    y = call(answer, layer, x, symptoms={"requires grad": "no-gradient"})
    if not y.requires_grad:
        reject("no-gradient")
    needed = (x, layer.weight, layer.bias)
    for gradient in torch.autograd.grad(y.sum(), needed, allow_unused=True):
        if gradient is None:
            reject("no-gradient")


EXERCISE = Exercise(
    id="06.4",
    name="apply_to_height",
    stub="""\
def apply_to_height(layer, x):
    return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: a layer reads the last axis. What do you do to "
        "`x` first, so that the height is the last one?",
        "If the last two lengths come out in the wrong order: what you did before the "
        "layer has to be undone after it.",
        "If it works for an image and not for a batch: count from the end. -1 is the last "
        "axis, -2 the one before it.",
    ),
    solutions=(
        """\
def apply_to_height(layer, x):
    return layer(x.transpose(-1, -2)).transpose(-1, -2)""",
        """\
def apply_to_height(layer, x):
    return layer.weight @ x + layer.bias[:, None]  # W @ x reads the columns of x""",
        """\
def apply_to_height(layer, x):
    return torch.stack([layer(x[..., c]) for c in range(x.shape[-1])], dim=-1)""",
    ),
)

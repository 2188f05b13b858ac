"""06.4, a layer along the height."""

import torch
from torch import nn

from helpers.checking.comparing import close, compare
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
    "turns the order of all axes around, or swaps the first with the last. Which two change "
    "places?",
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
    "something-after": "The right numbers went through something after the layer: a function such "
    "as a ReLU, or a rounding (`half` rounds as well). They are asked as the layer gives them.",
    "another-layer": "For the same x and layer your function gives other numbers the second time. "
    "Does it make a layer of its own, or draw something? The layer is given.",
    "forgets-the-bias": "That is the product with the weight alone. The layer does one thing more.",
    "transpose-of-nothing": "`transpose` and `swapaxes` swap two axes, and have to be told which "
    "two. `.T` and `.mT` are the ones without parentheses.",
}


def check(answer):
    a_function(answer, ["layer", "x"], "apply_to_height")
    draw = Draw("06.4")
    for axes, dtype in ((0, None), (1, None), (2, None), (3, None), (1, torch.float64)):
        height, width, outputs, *leading = draw.sizes(6, 2, 9)
        lead = (leading[0], 1) if axes == 2 else leading[:axes]
        check_columns(answer, draw, lead, height, width, outputs, dtype)
    check_columns(answer, draw, (), 5, 5, 5)  # where all lengths agree, nothing complains


def check_columns(answer, draw, lead, height, width, outputs, dtype=None):
    dtype = dtype or torch.float32
    layer = nn.Linear(height, outputs, dtype=dtype)
    x = draw.tensor(*lead, height, width).to(dtype)
    weight, bias = draw.tensor(outputs, height).to(dtype) / 3, draw.tensor(outputs).to(dtype) / 3
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
    if isinstance(got, torch.Tensor) and got.shape == want.shape and not close(got, want):
        again = call(answer, layer, x)
        if isinstance(again, torch.Tensor) and not close(again, got):
            reject("another-layer")
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
            ("something-after", want.relu()),
            ("something-after", want.sigmoid()),
            ("something-after", want.softmax(-1)),
            ("something-after", want.softmax(-2)),
            ("something-after", want.round()),
            ("something-after", want.round(decimals=2)),
            ("something-after", want.half()),
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
        "transpose() received an invalid": "transpose-of-nothing",
        "transpose() missing": "transpose-of-nothing",
        "swapaxes() missing": "transpose-of-nothing",
        "must match the size of tensor": "bias-down-the-wrong-axis",
        "out of range": "fixed-number-of-axes",
        "number of dimensions": "fixed-number-of-axes",
        "too many indices": "fixed-number-of-axes",
        "values to unpack": "fixed-number-of-axes",
    }
    if lead:
        symptoms[f"x{lead[0]} and {height}x"] = "all-axes-turned"
    return symptoms


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

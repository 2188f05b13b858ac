"""01.3, a sum and a difference."""

import torch

from helpers.checking.comparing import a_tensor, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.rejection import Rejected, reject

TOLD = {
    "transposed": "`weight` has the shape (3, 2): one row for each input. A weight is (out, in), "
    "one row for each output. Write down what each output multiplies x with, as a row.",
    "wrong-shape": "`weight` has the shape {shape}. Two outputs are asked, each of three inputs: "
    "one row for each output, with one number for each input.",
    "true-or-false": "`weight` holds only true and false, and a layer multiplies float32. True "
    "has no sign, either: what should the third number of the second row be?",
    "whole-numbers": "`weight` holds whole numbers ({dtype}), and a layer multiplies float32. A "
    "point behind one of its numbers makes a tensor of floats: 1. in place of 1.",
    "not-float32": "`weight` has the dtype {dtype}, and a layer holds float32.",
    "outputs-swapped": "Both outputs are right, and they come in the wrong order. Row 0 of the "
    "weight makes the first output.",
    "difference-turned": "The second output is the last number minus the first, and first minus "
    "last is asked. Which of the two counts negative?",
    "second-for-last": "The second output is the first number minus the second. x has three "
    "numbers: at which place is the last one?",
    "middle-for-first": "The second output is the middle number minus the last. If you turned a "
    "table with one row for each input: reshape keeps the order of the numbers, `.T` makes rows "
    "of columns. If you wrote the row yourself: which place is the first?",
    "last-left-out": "The second output is the first number alone. What does the last one have to "
    "do?",
    "sum-without-middle": "The first output leaves the middle number out. How much does each "
    "number count in a sum?",
    "all-zeros": "A weight of zeros makes 0 of everything. How much does each number count?",
    "nearly": "The outputs come near to what is asked, and are not the same. In a sum and in a "
    "difference no number counts a little more or less.",
    "middle-counts": "The middle number plays a part in the second output, and only the first and "
    "the last are asked. Which weight makes an input count nothing?",
    "sum-for-difference": "The second output adds the first and the last number, and their "
    "difference is asked. How does a weight take something away?",
    "mean-for-sum": "The first output is the mean of the three numbers, a third of what is asked. "
    "How much does each number count in a sum?",
}


def check(answer):
    W = a_tensor(answer, "`weight`")
    if W.shape == (3, 2):
        reject("transposed")
    if W.shape != (2, 3):
        reject("wrong-shape", shape=tuple(W.shape))
    if W.dtype == torch.bool:
        reject("true-or-false")
    if not W.is_floating_point():
        reject("whole-numbers", dtype=W.dtype)
    if W.dtype != torch.float32:
        reject("not-float32", dtype=W.dtype)
    check_outputs(W)


def check_outputs(W):
    x = Draw("01.3").tensor(4, 3)
    first, middle, last = x.T
    total, stray = x.sum(dim=1), W[1, 1] * middle
    try:
        compare(
            x @ W.T,
            side_by_side(total, first - last),
            "The output with your `weight`",
            beliefs=[
                ("outputs-swapped", side_by_side(first - last, total)),
                ("difference-turned", side_by_side(total, last - first)),
                ("second-for-last", side_by_side(total, first - middle)),
                ("middle-for-first", side_by_side(total, middle - last)),
                ("last-left-out", side_by_side(total, first)),
                ("sum-without-middle", side_by_side(first + last, first - last)),
                ("all-zeros", torch.zeros(4, 2)),
                ("middle-counts", side_by_side(total, first - last + stray)),
                ("sum-for-difference", side_by_side(total, first + last)),
                ("mean-for-sum", side_by_side(total / 3, first - last)),
            ],
            otherwise="Take x = (1, 2, 3) and do each row by hand: how much does each number "
            "count?",
            show=True,
        )
    except Rejected as wrong:
        near = torch.tensor([[1.0, 1, 1], [1, 0, -1]])
        if wrong.misconception == "wrong-values" and (W - near).abs().max() < 0.2:
            raise Rejected("nearly", picture=wrong.picture) from None
        raise


def side_by_side(*outputs):
    return torch.stack(outputs, dim=1)


EXERCISE = Exercise(
    id="01.3",
    name="weight",
    stub="weight = ...",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: the sum of three numbers is a dot product. "
        "Which w makes x @ w the sum of x?",
        "If the shape is wrong: one row for each output, one number in it for each input.",
        "If the second output is off: its row multiplies the first number by one thing, "
        "the middle one by another, and the last one by a third. Which number makes an "
        "input count nothing?",
    ),
    solutions=(
        "weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]])",
        """\
weight = torch.ones(2, 3)
weight[1] = torch.tensor([1.0, 0.0, -1.0])""",
        "weight = nn.Parameter(torch.tensor([[1.0, 1, 1], [1, 0, -1]]))",
    ),
)

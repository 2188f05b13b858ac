"""05.1, ten rows by four."""

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import count, expects_each, shape
from helpers.checking.rejection import Rejected

TOLD = {
    # numbers
    "rounds-down": "So many batches are full. Without drop_last the loader keeps the rows that "
    "are left.",
    "half-a-batch": "A loader hands out no half of a batch: the rows that are left come as a batch "
    "of their own, or not at all.",
    "counts-rows": "That counts the rows. A batch holds several of them.",
    "drop-last-ignored": "That counts the short batch. What does drop_last do?",
    "nothing-unused": "Then the short batch would be kept. What drops it?",
    "counts-batches-for-rows": "One batch is left out. How many rows are in it?",
    "another-answer": "Write the numbers 0 to 9 in a row, put a stroke after each fourth, and "
    "count again.",
    # shapes
    "axes-swapped": "A batch is (examples, features), in this order. Your two lengths are the "
    "other way round.",
    "whole-table": "That is the whole table. A batch is a portion of it.",
    "layer-too-early": "That is what the layer makes of it. What does the loader hand out, before "
    "any layer?",
    "last-is-full": "That is a full batch. How many of the 10 rows are left when it is the last "
    "one's turn?",
    "layer-changes-nothing": "That is what goes into the layer. What does nn.Linear(7, 5) do to "
    "the last dimension?",
    "weight-for-output": "These are the sizes of the layer alone. Each row that goes in gives one "
    "row out.",
    "another-shape": "A shape has two lengths here: the rows of this batch, and the numbers in "
    "each row.",
}

check_numbers = expects_each(
    count,
    {
        "number of batches": 3,
        "number of batches with drop_last=True": 2,
        "rows unused with drop_last=True": 2,
    },
    beliefs={
        "number of batches": {2: "rounds-down", 2.5: "half-a-batch", 10: "counts-rows"},
        "number of batches with drop_last=True": {3: "drop-last-ignored", 2.5: "half-a-batch"},
        "rows unused with drop_last=True": {0: "nothing-unused", 1: "counts-batches-for-rows"},
    },
)

check_shapes = expects_each(
    shape,
    {
        "shape of the first batch": (4, 7),
        "shape of the last batch": (2, 7),
        "shape of layer(last batch)": (2, 5),
    },
    beliefs={
        "shape of the first batch": {
            (7, 4): "axes-swapped",
            (10, 7): "whole-table",
            (4, 5): "layer-too-early",
        },
        "shape of the last batch": {
            (7, 2): "axes-swapped",
            (2, 5): "layer-too-early",
            (4, 7): "last-is-full",
        },
        "shape of layer(last batch)": {
            (5, 2): "axes-swapped",
            (4, 5): "last-is-full",
            (2, 7): "layer-changes-nothing",
            (5, 7): "weight-for-output",
            (7, 5): "weight-for-output",
        },
    },
)


def check(answer):
    check_numbers(answer)
    try:
        check_shapes(answer)
    except Rejected as wrong:
        if wrong.misconception == "another-answer":
            raise Rejected("another-shape", opening=wrong.opening) from None
        raise


EXERCISE = Exercise(
    id="05.1",
    name="lengths",
    stub="""\
lengths = {
    "number of batches": ...,
    "shape of the first batch": ...,
    "shape of the last batch": ...,
    "shape of layer(last batch)": ...,
    "number of batches with drop_last=True": ...,
    "rows unused with drop_last=True": ...,
}""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know how many batches there are: write 0 to 9 in a row, and put a "
        "stroke after each fourth.",
        "If a shape is off: the first length counts examples, the last one features. Which "
        "of the two does the loader cut, and which does the layer change?",
    ),
    solutions=(
        """\
lengths = {
    "number of batches": 3,
    "shape of the first batch": (4, 7),
    "shape of the last batch": (2, 7),
    "shape of layer(last batch)": (2, 5),
    "number of batches with drop_last=True": 2,
    "rows unused with drop_last=True": 2,
}""",
        """\
lengths = {
    "number of batches": 10 // 4 + 1,
    "shape of the first batch": [4, 7],
    "shape of the last batch": torch.Size([2, 7]),
    "shape of layer(last batch)": (2, 5),
    "number of batches with drop_last=True": 2,
    "rows unused with drop_last=True": 10 % 4,
}""",
    ),
)

"""01.2, the shape of a weight."""

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import expects, shape

TOLD = {
    "in-out-order": "That is the order in which nn.Linear takes its sizes. The weight has one row "
    "for each output: what does that make its first length?",
    "counts-numbers": "That is how many numbers the weight holds. Its shape says how they are "
    "arranged, in rows and columns.",
    "one-row-only": "That is one row of it, the weight of a single output.",
    "one-per-output": "A row for each output: how long is each of these rows?",
    "counts-inputs-fed": "A weight is a table of rows and columns. It knows nothing about how many "
    "inputs you will feed in.",
    "another-answer": "Its two lengths are the two sizes of nn.Linear(5, 2), in the order of 1.3.",
}


check = expects(
    shape,
    (2, 5),
    beliefs={
        (5, 2): "in-out-order",
        (10,): "counts-numbers",
        (5,): "one-row-only",
        (2,): "one-per-output",
        (1, 2, 5): "counts-inputs-fed",
    },
)


EXERCISE = Exercise(
    id="01.2",
    name="weight_shape",
    stub="weight_shape = ...",
    check=check,
    told=TOLD,
    hints=(
        "If you hesitate between two orders: how many outputs does this layer have, and "
        "what does each output have of its own?",
        "If you gave one number: the weight is a table, and its shape has two lengths.",
    ),
    solutions=(
        "weight_shape = (2, 5)",
        "weight_shape = nn.Linear(5, 2).weight.shape",
        "weight_shape = [2, 5]",
    ),
)

"""02.1, six output shapes."""

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import expects_each, shape_or_error

TOLD = {
    "needs-a-table": "You assume that the layer wants rows and columns, no more and no less. It "
    "wants one thing only: the right length along the last dimension.",
    "adds-a-dimension": "That has a dimension more than the input. A layer adds none: it replaces "
    "the numbers that it reads by those that it makes.",
    "nothing-changes": "That is the shape that goes in. What does the layer do to the length of a "
    "row?",
    "first-dimension": "That replaces the first number of the shape. Which of its numbers counts "
    "the features?",
    "sizes-of-the-layer": "Those are the two sizes of the layer. What comes out depends on the "
    "input, too.",
    "drops-leading": "That leaves out dimensions that the input has. The layer works on the last "
    "dimension; what happens to those before it?",
    "merges-leading": "That counts the rows right, but as one long table. An error message does it "
    "like this; does the output?",
    "empty-is-an-error": "A table without rows is a table all the same. What does the layer "
    "compare with its in_features?",
    "empties-the-row": "A length of 0 says that there are no rows. Does it say anything about how "
    "long a row would be?",
    "any-length-goes": "That puts the number of outputs in the last place, whatever stood there. "
    "First compare the length that stands there with what the layer reads.",
    "looks-along-any-axis": "You assume that the layer looks for the right length among all the "
    "dimensions. It looks in one place only.",
    "counts-all-numbers": "That counts all the numbers of the input together. The layer counts "
    "along one dimension only.",
    "another-answer": "Look at the last number of the input first: is it what the layer reads? If "
    "so, follow each dimension from the input to the output.",
}

ANSWERS = {
    "(6,)": (4,),
    "(5, 6)": (5, 4),
    "(2, 1, 5, 6)": (2, 1, 5, 4),
    "(0, 6)": (0, 4),
    "(6, 5)": "error",
    "(3, 2)": "error",
}

BELIEFS = {
    "(6,)": {
        "error": "needs-a-table",
        (1, 4): "adds-a-dimension",
        (6, 4): "adds-a-dimension",
        (6,): "nothing-changes",
    },
    "(5, 6)": {
        (5, 6, 4): "adds-a-dimension",
        (4, 6): "first-dimension",
        (6, 4): "sizes-of-the-layer",
        (4,): "drops-leading",
    },
    "(2, 1, 5, 6)": {
        "error": "needs-a-table",
        (4, 1, 5, 6): "first-dimension",
        (5, 4): "drops-leading",
        (2, 5, 4): "drops-leading",
        (10, 4): "merges-leading",
    },
    "(0, 6)": {
        (0, 6): "nothing-changes",
        (4,): "drops-leading",
        "error": "empty-is-an-error",
        (0, 0): "empties-the-row",
        (0,): "empties-the-row",
    },
    "(6, 5)": {
        (6, 4): "any-length-goes",
        (4, 5): "looks-along-any-axis",
        (5, 4): "looks-along-any-axis",
    },
    "(3, 2)": {
        (3, 4): "any-length-goes",
        (4,): "counts-all-numbers",
    },
}


EXERCISE = Exercise(
    id="02.1",
    name="predicted",
    stub="""\
predicted = {
    "(6,)": ...,
    "(5, 6)": ...,
    "(2, 1, 5, 6)": ...,
    "(0, 6)": ...,
    "(6, 5)": ...,
    "(3, 2)": ...,
}""",
    check=expects_each(shape_or_error, ANSWERS, BELIEFS),
    told=TOLD,
    hints=(
        "If you do not know where to start: cover all but the last number of a shape. Can the "
        "layer read it?",
        "If the number of dimensions is off: count the numbers of the input's shape. The output's "
        "shape has as many.",
        "If you hesitate at (0, 6): write down what (2, 6) and (1, 6) give, then go on.",
    ),
    solutions=(
        """\
predicted = {
    "(6,)": (4,),
    "(5, 6)": (5, 4),
    "(2, 1, 5, 6)": (2, 1, 5, 4),
    "(0, 6)": (0, 4),
    "(6, 5)": "error",  # 5 features, and the layer reads 6
    "(3, 2)": "error",  # 6 numbers, but rows of 2
}""",
        """\
predicted = {}
for size in [(6,), (5, 6), (2, 1, 5, 6), (0, 6), (6, 5), (3, 2)]:
    predicted[str(size)] = [*size[:-1], 4] if size[-1] == 6 else "Error\"""",
    ),
)

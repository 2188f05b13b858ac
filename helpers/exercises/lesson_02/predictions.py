"""Lesson 2, in_features and out_features: what is predicted before a cell is run."""

from dataclasses import replace

from helpers.checking.exercise import prediction
from helpers.checking.kinds import count, number, shape, shape_or_error, word
from helpers.checking.rejection import Rejected

_words = word("none", "one", "both")


def _how_many(answer):
    """Read a number of mistakes as the word for it, and the words as they are."""
    try:
        value = number.read(answer)
    except Rejected:
        return _words.read(answer)
    return {0: "none", 1: "one", 2: "both"}.get(value) or _words.read(answer)


how_many_of_two = replace(_words, read=_how_many)

PREDICTIONS = (
    prediction(
        "02.a",
        shape_or_error,
        (1, 1, 1, 1, 1, 3),
        beliefs={
            "error": "needs-a-table",
            (3,): "drops-brackets",
            (1, 3): "one-pair-of-brackets",
            (1, 1, 1, 1, 1, 4): "nothing-changes",
            (1, 1, 1, 3): "miscounts-brackets",
            (1, 1, 1, 1, 3): "miscounts-brackets",
            (1, 1, 1, 1, 1, 1, 3): "miscounts-brackets",
            (3, 1, 1, 1, 1, 4): "first-dimension",
        },
        told={
            "needs-a-table": "You assume that the layer works on tables only. It reads rows, "
            "and does not count the brackets around them.",
            "drops-brackets": "You assume that the layer takes all the brackets away. In 2.1 "
            "there was one pair around the row: was it gone in the output?",
            "one-pair-of-brackets": "That is what came out in 2.1, where one more pair of brackets "
            "was around the row. Here there are five.",
            "nothing-changes": "That is the shape that goes in. Four numbers per row is what "
            "the layer reads; how many does it make?",
            "miscounts-brackets": "Count the numbers in the shape of `six`, and in yours.",
            "first-dimension": "That changes the first dimension. Along which one do the four "
            "features lie?",
            "another-answer": "Start from 2.1, and put brackets around both rows, the one that "
            "goes in and the one that comes out.",
        },
        hint="What happened to the one leading dimension of (1, 4) in 2.1?",
    ),
    prediction(
        "02.b",
        shape_or_error,
        (0, 3),
        beliefs={
            "error": "empty-is-an-error",
            (1, 3): "makes-a-row",
            (3,): "drops-leading",
            (0, 4): "nothing-changes",
            (0, 0): "empties-the-row",
        },
        told={
            "empty-is-an-error": "You assume that a table without rows is a mistake. The layer "
            "checks one length only, and it is not the number of rows.",
            "makes-a-row": "That is one row of outputs. How many rows went in?",
            "drops-leading": "That is one plain row of outputs, and the first dimension is "
            "gone. The shape that goes in has two numbers.",
            "nothing-changes": "That is the shape that goes in, as if nothing were done where "
            "no numbers are. The shape still says how long a row would be.",
            "empties-the-row": "You assume that the rows are empty as well. The 0 counts the "
            "rows; it does not say how long a row is.",
            "another-answer": "Begin with the shape (2, 4), a table of two rows. What comes "
            "out for two rows, for one row, for no row?",
        },
        hint="Two rows of four give two rows of three. And no rows of four?",
    ),
    prediction(
        "02.c",
        shape,
        (4, 3),
        beliefs={
            (3, 4): "weight-as-stored",
            (1, 4): "the-missing-input",
            (5, 3): "layer-adapts",
            (3, 5): "weight-adapts",
            (4,): "one-length",
            (3,): "one-length",
            (1, 5): "the-input-again",
        },
        told={
            "weight-as-stored": "That is how the weight is stored. Lesson 1 wrote the layer as "
            "a product: what is done to the weight first?",
            "the-missing-input": "That is the input which the layer would have liked. The "
            "message is about what the input is multiplied with.",
            "layer-adapts": "With this the product would work, and there would be no message. "
            "A layer keeps the sizes that it was made with.",
            "weight-adapts": "That is the weight of a layer for five numbers. This layer "
            "keeps the sizes that it was made with.",
            "one-length": "`mat` is short for matrix, a table of rows and columns. Which two "
            "lengths has the table of the layer?",
            "the-input-again": "That is `mat1`, your input. The other side of the product "
            "belongs to the layer.",
            "another-answer": "The layer brings in its weight. Which shape has it, and how "
            "does it enter the product?",
        },
        hint=(
            "In lesson 1 a layer without bias was one short line with an `@`. What stood right "
            "of the `@`?"
        ),
    ),
    prediction(
        "02.d",
        shape,
        (14, 5),
        beliefs={
            (7, 2, 5): "shape-as-given",
            (2, 5): "drops-leading",
            (7, 5): "counts-blocks",
            (9, 5): "adds-leading",
            (1, 5): "one-row-at-a-time",
            (1, 70): "merges-everything",
            (7, 10): "merges-the-end",
            (14,): "one-length",
            (70,): "merges-everything",
            (5, 14): "turned",
            (14, 4): "what-comes-out",
            (14, 3): "what-comes-out",
            (7, 2, 3): "what-comes-out",
        },
        told={
            "shape-as-given": "That is the shape as you gave it. `mat` is short for matrix, "
            "and a matrix has two dimensions.",
            "drops-leading": "That counts the rows of one block. There are seven blocks.",
            "counts-blocks": "That counts the blocks. How many rows of five are in them, all "
            "together?",
            "adds-leading": "That adds the two leading dimensions up. Seven blocks with two "
            "rows each: count the rows.",
            "one-row-at-a-time": "That is one row. The layer does not go through the rows one "
            "after the other; it multiplies all of them at once.",
            "merges-everything": "That puts all the numbers into one row. The layer keeps rows "
            "apart from each other, as 2.4 showed.",
            "one-length": "That is the count of rows. A table has a second length, too.",
            "turned": "Those lengths stand the other way round: rows come first.",
            "what-comes-out": "The last number of it belongs to the layer. Asked is what goes in: "
            "how long was a row that you gave?",
            "merges-the-end": "That puts the two rows of a block together into one. Features "
            "of different rows never meet.",
            "another-answer": "A row is what lies along the last dimension. How many rows, and "
            "how long is one?",
        },
        hint="Count the rows of five, as 2.4 counted its rows of four.",
    ),
    prediction(
        "02.e",
        count,
        7850,
        beliefs={
            7840: "forgets-the-bias",
            7841: "one-bias",
            8624: "bias-per-input",
            794: "adds-the-sizes",
            2: "counts-tensors",
            784: "inputs-only",
            785: "one-output-only",
            10: "bias-alone",
            8634: "two-biases",
        },
        told={
            "forgets-the-bias": "That is the weight alone. The layer is made with a bias as well.",
            "one-bias": "You assume that the bias is a single number. Read again what the bias "
            "is added to, and count.",
            "bias-per-input": "You assume that the bias has a number for each input. It is not "
            "added to the inputs.",
            "inputs-only": "That counts what goes in. Each output has a row of weights of its own.",
            "one-output-only": "That is one output with its bias. How many outputs are there?",
            "bias-alone": "That is the bias alone. The weight belongs to the layer, too.",
            "two-biases": "That counts a bias for the inputs, too. To what is a bias added?",
            "adds-the-sizes": "That adds the two sizes. The weight is a table, with a row of "
            "784 for each output.",
            "counts-tensors": "That counts the tensors, the weight and the bias. Count the "
            "numbers in them.",
            "another-answer": "Count the weight first, rows times columns, then the bias.",
        },
        hint=(
            "Count for a small layer first, such as nn.Linear(4, 3): how many numbers are in "
            "its weight, and how many outputs are there to add something to?"
        ),
    ),
    prediction(
        "02.f",
        shape_or_error,
        "error",
        beliefs={
            (6, 1): "samples-one-by-one",
            (6,): "numbers-one-by-one",
            (1,): "puts-together",
            (1, 1): "adds-a-row",
        },
        told={
            "samples-one-by-one": "You assume that the layer takes the six numbers one by one, "
            "as six rows. Along which dimension does it look for its features, and what "
            "lies there?",
            "numbers-one-by-one": "You assume that the layer works on each number alone, as "
            "NumPy does in `3 * x`. A layer reads a whole row at a time.",
            "puts-together": "You assume that the layer makes one number of all six. For this "
            "it would need six weights.",
            "adds-a-row": "You assume that the output has one row of one number. Which of the "
            "six numbers would the layer's one weight be for?",
            "another-answer": "Apply the rule of 2.3 to the shape (6,): what is its last "
            "dimension, and what does the layer read?",
        },
        hint="A shape with a single number: is that number the count of samples or of features?",
    ),
    prediction(
        "02.g",
        how_many_of_two,
        "one",
        beliefs={"both": "errors-list-everything", "none": "layer-copes"},
        told={
            "errors-list-everything": "You assume that a message lists all mistakes. Where "
            "does Python stop, and can it know what would have come after?",
            "layer-copes": "You assume that the call works. In 2.5 and 2.9 each of these "
            "mistakes alone made it fail.",
            "another-answer": "Choose one of the three words.",
        },
        hint=(
            "A message is written at the moment when a step fails. Are the steps after it "
            "still done?"
        ),
    ),
)

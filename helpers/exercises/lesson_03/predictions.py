"""Lesson 3, the bias: what is predicted before a cell is run."""

from helpers.checking.exercise import prediction
from helpers.checking.kinds import count, shape, word
from helpers.exercises.lesson_03.answers import a_bias, one_number

PREDICTIONS = (
    prediction(
        "03.a",
        shape,
        (5,),
        beliefs={
            (4,): "bias-per-input",
            (4, 1): "bias-per-input",
            (1, 4): "bias-per-input",
            (5, 4): "bias-per-weight",
            (4, 5): "bias-per-weight",
            (20,): "bias-per-weight",
            (1,): "one-bias-for-all",
            (): "one-bias-for-all",
            (1, 5): "table-of-one-row",
            (5, 1): "table-of-one-column",
        },
        told={
            "bias-per-input": "That is one number for each input. The bias is added after the "
            "dot products, when the inputs are already summed up.",
            "bias-per-weight": "That is as many numbers as the weight has. A bias is not added "
            "to each weight, but to each dot product.",
            "one-bias-for-all": "That is a single number for the whole layer. Do all dot "
            "products get the same?",
            "table-of-one-row": "That is a table with one row. Does a plain list of numbers "
            "need rows and columns?",
            "table-of-one-column": "That is a table with one column. Does a plain list of "
            "numbers need rows and columns?",
            "another-answer": "Think of what it is added to: how many dot products does one "
            "input make?",
        },
        hint="How many dot products does the first layer make of one input?",
    ),
    prediction(
        "03.b",
        one_number,
        42,
        beliefs={
            12: "bias-forgotten",
            32: "bias-per-row",
            22: "first-number-for-all",
            72: "bias-summed-up",
            360: "bias-multiplies",
            30: "dot-product-forgotten",
            43: "end-of-the-first-row",
            24: "middle-of-the-row",
            11: "start-of-the-row",
            (11, 24, 42): "whole-row",
            (13, 37, 43): "first-row",
            13: "another-place",
            37: "another-place",
        },
        told={
            "bias-forgotten": "That is the dot product alone. The layer has a bias, too.",
            "bias-per-row": "You assume that the first row gets 10 and the second 20; no row "
            "is left for the 30. The numbers of a bias do not belong to rows.",
            "first-number-for-all": "That adds the first number of the bias. Which output "
            "stands at the end of a row?",
            "bias-summed-up": "That adds all three numbers of the bias. Each dot product gets "
            "one of them.",
            "bias-multiplies": "That multiplies by the bias. The weight multiplies; what does "
            "the bias do?",
            "dot-product-forgotten": "That is the bias alone, with no dot product in it.",
            "end-of-the-first-row": "That is the end of the first row.",
            "middle-of-the-row": "That is the middle of the second row.",
            "start-of-the-row": "That is the start of the second row.",
            "whole-row": "That is the whole row. Which of its numbers stands at the end?",
            "first-row": "That is the whole first row. Which row is asked, and which of its "
            "numbers?",
            "another-place": "That is a number of the first row.",
            "another-answer": "Take the last dot product of the second row, and the number of "
            "the bias that belongs to the same output.",
        },
        hint=(
            "Which of the three outputs stands at the end of a row, and which number of the "
            "bias is its own?"
        ),
    ),
    prediction(
        "03.c",
        a_bias,
        "none",
        beliefs={"zeros": "bias-of-zeros", "error": "name-is-gone"},
        told={
            "bias-of-zeros": "Zeros would compute the same, but they would still be a "
            "parameter, to be stored and learnt. Is that what `bias=False` asks for?",
            "name-is-gone": "You assume that the name goes away with the numbers. Code that "
            "asks any layer for its `bias` would then break on this one.",
            "another-answer": "Choose one of the three words.",
        },
        hint="Two questions: is the name `bias` still there, and are there numbers behind it?",
    ),
    prediction(
        "03.d",
        count,
        6,
        beliefs={
            1: "bias-added-once",
            2: "once-per-block",
            3: "rows-of-one-block",
            5: "counts-the-bias",
            30: "same-number-everywhere",
            0: "zero-weight-silences-bias",
        },
        told={
            "bias-added-once": "You assume that the bias is added once, in one row. What do "
            "the other rows get?",
            "once-per-block": "You assume that each of the two blocks gets the bias once. A "
            "layer knows no blocks, it treats each row alone.",
            "rows-of-one-block": "That counts the rows of one block only. How many blocks are "
            "there?",
            "counts-the-bias": "That is how many numbers the bias holds. Only one of them is "
            "50; where does it go?",
            "same-number-everywhere": "You assume that every number of the output is 50. But "
            "each output has a number of its own.",
            "zero-weight-silences-bias": "You assume that a weight of zero wipes out the bias. "
            "The weight makes the dot products zero; when is the bias added?",
            "another-answer": "Which rows of the output get the bias, and at which places of a row "
            "does the 50 stand?",
        },
        hint=(
            "How many rows does an output of shape (2, 3, 5) have, and how many numbers of a "
            "row are 50?"
        ),
    ),
    prediction(
        "03.e",
        word("row", "column", "error"),
        "row",
        beliefs={"column": "bias-knows-its-place", "error": "shapes-must-be-equal"},
        told={
            "bias-knows-its-place": "That is what a bias should do, and what you meant. "
            "PyTorch does not know that it is a bias: it only lines up the two shapes.",
            "shapes-must-be-equal": "Write the two shapes below each other, and compare the "
            "lengths at each dimension. Where they differ, is one of them 1?",
            "another-answer": "Choose one of the three words.",
        },
        hint=(
            "A length of 1 is repeated. In which direction does a (3, 1) have to grow to fill "
            "the table?"
        ),
    ),
    prediction(
        "03.f",
        one_number,
        10,
        beliefs={
            0: "linear-by-name",
            20: "bias-on-one-side-only",
            -10: "sides-swapped",
            30: "every-bias-counts-plus",
            24: "nothing-taken-away",
            14: "only-what-is-taken-away",
            (10, 20, 30): "all-three",
        },
        told={
            "linear-by-name": "You assume that a linear layer keeps the rule, as its name "
            "says. Count how often the bias is added on each side.",
            "bias-on-one-side-only": "That counts the bias of f(u) and of f(v). And the bias "
            "of f(u + v)?",
            "sides-swapped": "A number below 0 says that f(u + v) holds the bias more often "
            "than f(u) and f(v) together. Count again.",
            "every-bias-counts-plus": "That adds up all the biases there are. One of them is "
            "taken away.",
            "nothing-taken-away": "That is f(u) + f(v) alone. What has to be taken away from it?",
            "only-what-is-taken-away": "That is f(u + v) alone. From what is it to be taken away?",
            "all-three": "Those are the numbers for all three outputs. Only the first is asked.",
            "another-answer": "What becomes of the dot products in this sum, and what of the bias?",
        },
        hint="Write `x @ W.T + b` for each of the three f, and see what cancels out.",
    ),
    prediction(
        "03.g",
        word("more", "less", "same"),
        "same",
        beliefs={"more": "counts-products-only", "less": "sees-small-weights-only"},
        told={
            "counts-products-only": "It is true that more inputs make more products to add up. "
            "But what happens to the weight in each of them?",
            "sees-small-weights-only": "It is true that each weight is smaller. But how many "
            "products are added up?",
            "another-answer": "Choose one of the three words.",
        },
        hint=(
            "Two things change with the number of inputs: how large the weights are, and how "
            "many products are added."
        ),
    ),
)

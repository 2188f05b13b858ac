"""01.1, a dot product by hand."""

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import expects
from helpers.exercises.lesson_01.dot_product import dot_product

TOLD = {
    "stops-at-products": "A dot product is one number: one more step comes after multiplying the "
    "pairs.",
    "drops-signs": "That counts every product as positive. Look at the signs of each pair.",
    "one-sign-lost": "One of the negative products is not counted as negative.",
    "zero-counts": "Two slips lead there: 3 for the pair (0, 3), or -6 for the pair (3, -3). Do "
    "both pairs again.",
    "sign-of-the-sum": "The size is right, and the sign is not. Add up the products once more, "
    "with their signs.",
    "sums-of-pairs": "That has to do with sums of pairs. The two numbers of a pair are multiplied.",
    "multiplies-the-products": "A 0 in x makes its own product 0. The other three still count, as "
    "the products are added up.",
    "product-of-sums": "That is the sum of x times the sum of w. Multiply first, pair by pair, and "
    "add up afterwards.",
    "adds-everything": "That adds up all eight numbers. What happens to the two numbers of a pair "
    "first?",
    "takes-the-mean": "That is the mean of the products. What did you divide by?",
    "another-answer": "Write down the four products first, each with its sign, then add them up.",
}


check = expects(
    dot_product,
    -8,
    beliefs={
        (2, -1, 0, -9): "stops-at-products",
        (3, 0, 3, 0): "sums-of-pairs",
        8: "sign-of-the-sum",
        12: "drops-signs",
        -6: "one-sign-lost",
        10: "one-sign-lost",
        -5: "zero-counts",
        0: "multiplies-the-products",
        9: "product-of-sums",
        6: "adds-everything",
        -2: "takes-the-mean",
    },
)


EXERCISE = Exercise(
    id="01.1",
    name="result",
    stub="result = ...",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: write the four pairs one below the other, (1, "
        "2), (-1, 1), (0, 3), (3, -3), and multiply each.",
        "If your number is too large: two of the four products are negative.",
    ),
    solutions=(
        "result = 1 * 2 + (-1) * 1 + 0 * 3 + 3 * (-3)",
        "result = torch.dot(torch.tensor([1.0, -1, 0, 3]), torch.tensor([2.0, 1, 3, -3]))",
    ),
)

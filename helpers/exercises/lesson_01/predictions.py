"""Lesson 1, the dot product: what is predicted before a cell is run."""

import math

from helpers.checking.exercise import prediction
from helpers.checking.kinds import number, shape, word
from helpers.exercises.lesson_01.dot_product import dot_product
from helpers.exercises.lesson_01.point import point

PREDICTIONS = (
    prediction(
        "01.a",
        dot_product,
        16.5,
        beliefs={
            (0.5, -2, 6, 12): "stops-at-products",
            20.5: "drops-signs",
            45: "product-of-sums",
            14.5: "adds-everything",
            4.125: "takes-the-mean",
            (1.5, 1, 5, 7): "sums-of-pairs",
            52.5: "sums-of-pairs",
            4.5: "sums-one-row",
            10: "sums-one-row",
            -16.5: "sign-of-the-sum",
            18.5: "pair-forgotten",
            10.5: "pair-forgotten",
            -72: "multiplies-the-products",
            16: "rounded",
            17: "rounded",
        },
        told={
            "stops-at-products": "A dot product is one number: what is left to do with these?",
            "drops-signs": "That counts -1 times 2 as if it were positive. Each product keeps "
            "its sign.",
            "product-of-sums": "That adds up x, adds up w, and multiplies at the end. A dot "
            "product multiplies first, pair by pair.",
            "adds-everything": "That adds up all eight numbers. The two numbers of a pair are "
            "multiplied, and only the products are added.",
            "takes-the-mean": "That is the mean of the products. A dot product adds them up "
            "and does not divide.",
            "sums-of-pairs": "That adds the two numbers of a pair. They are multiplied, and the "
            "products are added.",
            "sums-one-row": "Only one of the two lists is added up there, or only some of the "
            "products. Each number meets its partner in the other list.",
            "sign-of-the-sum": "The size is right, and the sign is not. Only one of the products "
            "is below 0.",
            "pair-forgotten": "One of the four pairs seems to be left out. Each of them adds its "
            "product.",
            "multiplies-the-products": "That multiplies the four products. A dot product adds "
            "them up.",
            "rounded": "That is a whole number, rounded or miscounted: half of 1 is no whole "
            "number.",
            "another-answer": "Write the four products one below the other, each with its "
            "sign, and add them.",
        },
        hint="Four products, one for each pair, and then one sum.",
    ),
    prediction(
        "01.b",
        shape,
        (3, 4),
        beliefs={
            (4, 3): "in-out-order",
            (12,): "counts-numbers",
            (4,): "one-row-only",
            (1, 4): "one-row-only",
            (3,): "one-per-output",
            (2, 3): "shape-of-the-table",
        },
        told={
            "in-out-order": "That is the shape of B, and the order of the sizes in "
            "nn.Linear(4, 3). But look at what went into the layer: was it B itself?",
            "counts-numbers": "That is how many numbers the weight holds. They are arranged in "
            "rows and columns.",
            "one-row-only": "That is the weight of one output. This layer has more than one.",
            "one-per-output": "That is one number for each output. But each output is a dot "
            "product: how many numbers does it need?",
            "shape-of-the-table": "That is the shape of the table that comes out, one row for "
            "each input. The weight does not know how many inputs come.",
            "another-answer": "Look at what was copied into the weight in 1.2, and at its shape.",
        },
        hint="Find the line with copy_ in 1.2. What is the shape of its argument?",
    ),
    prediction(
        "01.c",
        word("error", "turned", "cut"),
        "error",
        beliefs={"turned": "copy-transposes", "cut": "copy-cuts"},
        told={
            "copy-transposes": "You assume that copy_ knows what you mean. It copies number by "
            "number, row 0 to row 0, and turns nothing.",
            "copy-cuts": "You assume that copy_ leaves numbers out. It copies all of them or none.",
            "another-answer": "Choose one of the three words.",
        },
        hint="Where would copy_ put the number in row 3 of the table?",
    ),
    prediction(
        "01.d",
        word("float32", "float64", "error"),
        "error",
        beliefs={"float32": "layer-converts", "float64": "larger-dtype-wins"},
        told={
            "layer-converts": "You assume that the layer turns float64 into float32 by itself. "
            "It takes the input as it comes.",
            "larger-dtype-wins": "You assume that the kind with more bits wins, as it does in "
            "NumPy. The product of input and weight is stricter.",
            "another-answer": "Choose one of the three words.",
        },
        hint="Does anybody in this call decide which of the two dtypes is meant?",
    ),
    prediction(
        "01.e",
        point,
        (2, 1),
        beliefs={
            (2, -1): "reads-the-row",
            (1, 0): "stays-put",
            (-1, 1): "second-column",
            (1, 2): "two-ways-there",
            (1, 1): "reads-the-second-row",
            (2, 0): "keeps-the-diagonal",
            ((2, 1), (-1, 1)): "two-points",
            ((2, -1), (1, 1)): "gives-the-weight",
        },
        told={
            "reads-the-row": "That is row 0 of W. A row makes one output from all inputs: "
            "which of its numbers meets the 1, and which the 0?",
            "stays-put": "That is where it started. Only the table with ones on its diagonal "
            "and zeros elsewhere moves nothing.",
            "second-column": "That is where the other basis vector lands. The 1 stands at the "
            "first place of (1, 0).",
            "two-ways-there": "Two ways lead there: to add up each row of W, as for the point (1, "
            "1), or to exchange the coordinates. One number of each row meets a 0 here, and row 0 "
            "makes the first coordinate.",
            "reads-the-second-row": "That is row 1 of W. A row makes one output from all inputs: "
            "which of its numbers meets the 1, and which the 0?",
            "keeps-the-diagonal": "That leaves out what the second row of W makes of the 1. Each "
            "row makes an output.",
            "two-points": "You give two points, and one is asked: where (1, 0) lands.",
            "gives-the-weight": "That is W itself. Where does the point (1, 0) land, which W "
            "moves?",
            "another-answer": "Each output is the dot product of (1, 0) with one row of W: do "
            "both by hand.",
        },
        hint="Two dot products by hand: (1, 0) with row 0 of W, and (1, 0) with row 1.",
    ),
    prediction(
        "01.f",
        number,
        90,
        beliefs={
            180: "zero-is-opposite",
            0: "zero-is-alike",
            45: "halfway-to-right",
            360: "length-decides",
            math.pi / 2: "in-radians",
            1.5708: "in-radians",
            1.5707: "in-radians",
            1.571: "in-radians",
            1.57: "in-radians",
            1.6: "in-radians",
            36.87: "counts-from-an-axis",
            53.13: "counts-from-an-axis",
            126.87: "counts-from-an-axis",
            -90: "turned-the-other-way",
            270: "not-the-first",
        },
        told={
            "zero-is-opposite": "At 180 degrees x points the other way, and that makes the dot "
            "product as negative as it can be. Zero lies between.",
            "zero-is-alike": "At 0 degrees both point the same way, and the products of the "
            "pairs are all positive.",
            "halfway-to-right": "At 45 degrees x still points mostly along w.",
            "length-decides": "After a full turn x is where it began. The angle does change "
            "the dot product.",
            "in-radians": "That is an angle in radians. Give it in degrees: a full turn has "
            "360 of them.",
            "not-the-first": "The turn begins at 0 degrees, where x points along w. Was there "
            "a zero before?",
            "counts-from-an-axis": "That is counted from an axis. Asked is the angle between x "
            "and w, which is 0 where x points along w.",
            "turned-the-other-way": "That turns the other way. The angle between two directions "
            "has no sign.",
            "another-answer": "At 0 degrees x points along w. Which x has no part along w, and "
            "none against it?",
        },
        hint="Try w = (1, 0), and find a direction whose first coordinate is 0.",
    ),
)

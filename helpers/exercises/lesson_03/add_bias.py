"""03.4, mend a bias that goes the wrong way."""

import torch

from helpers.checking.comparing import a_tensor, close, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import Rejected, reject
from helpers.checking.sandbox import call
from helpers.exercises.lesson_01.digits import fine, loses_digits
from helpers.exercises.lesson_02 import calls
from helpers.exercises.lesson_02.calls import Calls

TOLD = calls.TOLD | {
    "column-does-not-fit": "It raises an error for {shapes}. Write the shapes of the two summands "
    "below each other, with their last dimensions lined up: where do the numbers of b lie, and to "
    "which dimension of the table do they belong?",
    "bias-blown-up": "It raises an error for {shapes}: b has fewer numbers than the table, and "
    "reshaping makes no new ones. Who makes the copies?",
    "counts-b-and-rows-together": "It raises an error for {shapes}: you count through b and "
    "through the rows together. Is there a number in b for each row?",
    "bias-forgotten": "You give the table as it was: where does b get in?",
    "bias-as-column": "Nothing complains for {shapes}, but b lies in the table as a column, so "
    "that each row gets one number. What should get one number each?",
    "bias-per-row": "You give each row one number of b, and drop the others. b has a number for "
    "each output: in which direction do outputs lie side by side?",
    "bias-summed-up": "You add up b first, so that each place gets the same. Each output has a "
    "number of its own.",
    "bias-averaged": "You take the mean of b, so that each place gets the same. Each output has a "
    "number of its own.",
    "first-row-only": "Only the first row gets the bias. Who else is waiting for it?",
    "bias-subtracted": "You take the bias away. What is asked to be done with it?",
    "first-number-for-all": "Each place gets the first number of b. Each output has one of its "
    "own.",
    "table-forgotten": "You give the numbers of b alone. To what should they be added?",
    "bias-multiplies": "You multiply by the bias. What is asked to be done with it?",
    "bias-added-twice": "The bias is in your output twice.",
    "squeezes-everything": "For {shapes} your output has lost a dimension. A length of 1 is a "
    "dimension all the same: what in your code takes it away?",
    "loses-digits": "For {shapes} your output comes near to what is asked, and is not the same. "
    "What rounds or changes the numbers a little on the way?",
    "output-on-its-side": "The numbers are right, and the table lies on its side: give it back "
    "with a row for each input.",
}


def check(answer):
    a_function(answer, ["products", "b"], "add_bias")
    draw, earlier = Draw("03.4"), Calls(answer)
    few, some, many = sorted(draw.sizes(3))
    sizes = [(few, some), (many, some), (some, some), (1, many), (few, 1), (1, 1), (few, some)]
    for n, n_out in sizes:
        check_sum(answer, earlier, fine(draw, n, n_out), fine(draw, n_out))
    check_sum(answer, earlier, fine(draw, few, some).double(), fine(draw, some).double())


def check_sum(answer, earlier, products, b):
    n, n_out = products.shape
    shapes = f"products of shape {(n, n_out)} and b of shape {(n_out,)}"
    facts, what = {"shapes": shapes}, f"The output of `add_bias` for {shapes}"
    symptoms = {
        f"({n}) must match the size of tensor b ({n_out})": "column-does-not-fit",
        f"({n_out}) must match the size of tensor b ({n})": "column-does-not-fit",
        f"existing size ({n_out}) at non-singleton dimension 0": "column-does-not-fit",
        f"shape '[{n}, {n_out}]' is invalid": "bias-blown-up",
        f"shape '[{n}, 1]' is invalid": "column-does-not-fit",
        "out of bounds": "counts-b-and-rows-together",
    }
    beliefs = [
        ("bias-forgotten", products),
        ("bias-summed-up", products + b.sum()),
        ("bias-averaged", products + b.mean()),
        ("bias-subtracted", products - b),
        ("first-number-for-all", products + b[0]),
        ("table-forgotten", b.expand(products.shape)),
        ("bias-multiplies", products * b),
        ("bias-added-twice", products + 2 * b),
        ("first-row-only", torch.cat([products[:1] + b, products[1:]])),
        ("output-on-its-side", (products + b).T),
    ]
    if n in (1, n_out):
        beliefs.append(("bias-as-column", products + b[:, None]))
    if n < n_out:
        beliefs.append(("bias-per-row", products + b[:n, None]))
    with earlier.watched():
        got = call(answer, products, b, symptoms=symptoms, facts=facts)
        earlier.look_at(got)
        try:
            compare(
                got,
                products + b,
                what,
                beliefs=beliefs,
                otherwise="Each place of the table should get one number of b: the one of its "
                "output.",
                facts=facts,
                show=True,
            )
        except Rejected as wrong:
            if wrong.misconception == "wrong-values" and loses_digits(got, products + b):
                reject("loses-digits", **facts)
            if wrong.misconception == "wrong-shape" and 1 in products.shape:
                value = a_tensor(got, what)
                if value.dim() < 2 and close(value.flatten(), (products + b).flatten()):
                    reject("squeezes-everything", **facts)
            raise
    earlier.keep(got)


EXERCISE = Exercise(
    id="03.4",
    name="add_bias",
    stub="""\
def add_bias(products, b):
    b = b.unsqueeze(1)  # gives b a second dimension
    return products + b""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not see what is wrong: print `b.shape` after the first line, and compare 3.5.",
        "If it works for a square table only by luck: try it with two rows and five "
        "outputs, and write the shapes of the two summands below each other.",
    ),
    solutions=(
        """\
def add_bias(products, b):
    return products + b""",
        """\
def add_bias(products, b):
    b = b.unsqueeze(0)
    return products + b""",
        """\
def add_bias(products, b):
    columns = products.T + b.unsqueeze(1)
    return columns.T""",
        """\
def add_bias(products, b):
    return torch.stack([row + b for row in products])""",
    ),
)

"""04.2, three curves, three causes."""

import dataclasses
import re

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import expects_each, word

# Each belief sees one feature of a curve; the sentence says what else belongs to the cause.
TOLD = {
    "climbing-is-the-rate": "Past its limit, a learning rate makes the loss grow at every step, "
    "without ever turning back. Does this curve do so?",
    "moving-is-old-gradients": "Gradients that add up run past the lowest point and have to turn "
    "round, again and again. Does this curve ever turn round?",
    "high-is-the-shape": "With a target of shape (N,) the loss falls, settles at a height and "
    "stays there. Does this curve settle?",
    "no-line-is-standing": "Without `step` nothing moves, and the loss is the same number at every "
    "step. Compare the first numbers of this curve.",
    "an-end-is-a-success": "These examples lie on a line exactly, so a training without a mistake "
    "comes down to a loss of 0 and stays there. Look at the last columns.",
}

# The losses that the question shows are real: x from -3 to 4, y = 9x + 4, start at w = 1 and b = 0,
# with a learning rate of 0.01 in curve A, 0.2 in B (the limit is 0.18), and 0.05 in C.
WORDS = word("lr", "zero_grad", "shape", "step", "fine")


def read(answer):
    """One of the words; "zero grad" and "lr (too large)" are read as well."""
    if isinstance(answer, str):
        answer = re.sub(r"\(.*?\)", "", answer)
        answer = re.sub(r"zero[ -]+grad", "zero_grad", answer, flags=re.IGNORECASE)
    return WORDS.read(answer)


check = expects_each(
    dataclasses.replace(WORDS, read=read),
    {"curve A": "zero_grad", "curve B": "lr", "curve C": "shape"},
    beliefs={
        "any": {
            "lr": "climbing-is-the-rate",
            "zero_grad": "moving-is-old-gradients",
            "shape": "high-is-the-shape",
            "step": "no-line-is-standing",
            "fine": "an-end-is-a-success",
        }
    },
)


EXERCISE = Exercise(
    id="04.2",
    name="causes",
    stub="""\
causes = {
    "curve A": ...,
    "curve B": ...,
    "curve C": ...,
}""",
    check=check,
    told=TOLD,
    hints=(
        "If two causes seem possible: ask of each curve whether it grows, swings, settles "
        "or stands still, and whether it ends near 0.",
        "If you do not remember what a mistake looks like: the table at the end of the "
        "lesson has a line for each.",
    ),
    solutions=(
        "causes = {'curve A': 'zero_grad', 'curve B': 'lr', 'curve C': 'shape'}",
        'causes = {"curve C": "Shape", "curve B": "LR", "curve A": "zero_grad"}',
    ),
)

"""09.1, name the digit."""

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import count, expects_each
from helpers.checking.rejection import reject
from helpers.exercises.lesson_09.templates import DIGITS

TOLD = {
    "place-for-digit": "You may have read the place of the picture. The four are mixed, and "
    "letters stand above them so that you have to look.",
    "orange-is-ink": "You may have read the orange pixels as the ink of a digit. What does ink do "
    "to the score where a weight is negative?",
    "stroke-left-out": "Part of the purple belongs to no stroke of that digit. A template asks for "
    "ink wherever it is purple: follow all of it.",
    "stroke-added": "That digit needs a stroke, or the closing of a loop, where this template is "
    "not purple. What does it say of ink there?",
    "upside-down": "You may have turned the picture. A layer turns nothing: each weight knows one "
    "pixel, and top stays top.",
    "another-answer": "Go over the picture twice: where does it want ink, and where does it want "
    "none?",
}

PLACES = [{"A": 0, "B": 1, "C": 2, "D": 3}, {"A": 1, "B": 2, "C": 3, "D": 4}]

check_each = expects_each(
    count,
    DIGITS,
    beliefs={
        "A": {
            0: "stroke-added",
            1: "stroke-left-out",
            2: "stroke-left-out",
            5: "stroke-added",
            6: "orange-is-ink",
            7: "stroke-left-out",
            8: "stroke-added",
            9: "stroke-added",
        },
        "B": {
            1: "orange-is-ink",
            6: "stroke-left-out",
            8: "stroke-added",
            9: "stroke-added",
        },
        "C": {
            0: "stroke-added",
            5: "stroke-left-out",
            8: "stroke-added",
            9: "upside-down",
        },
        "D": {
            1: "stroke-left-out",
            2: "stroke-added",
            3: "stroke-added",
            4: "stroke-added",
            9: "stroke-added",
        },
    },
)


def check(given):
    if str(given) in map(str, PLACES):  # as text: not all that may be in there can be compared
        reject("place-for-digit")
    check_each(given)


EXERCISE = Exercise(
    id="09.1",
    name="digits",
    stub="""\
from helpers import figures
from helpers.exercises.lesson_09 import templates_to_name

digits = {"A": ..., "B": ..., "C": ..., "D": ...}
figures.templates(templates_to_name(), names="ABCD")""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: look at the purple pixels only. They are where "
        "this digit has its ink, and most others have not.",
        "If two digits seem possible: think of the ink of each. Which of them would run "
        "over orange pixels?",
    ),
    solutions=(
        'digits = {"A": 3, "B": 0, "C": 6, "D": 7}',
        'digits = dict(zip("DCBA", torch.tensor([7, 6, 0, 3])))',
    ),
)

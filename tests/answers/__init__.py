"""Wrong answers, one file a lesson, each under the misconception that leads to it.

An answer is written in one of two ways. A text is its whole source. A tuple is a small mistake in
the first right answer of the exercise: an old text, what stands in its place, the next old text,
and so on. Adding a wrong answer is adding one of these.
"""

import importlib

from helpers.exercises import EXERCISES, LESSONS
from tests.answers.slips import slip


def _sources(exercise, answers):
    right = EXERCISES[exercise].solutions[0]
    return [one if isinstance(one, str) else slip(right, *one) for one in answers]


WRONG = {
    exercise: {name: _sources(exercise, answers) for name, answers in misconceptions.items()}
    for lesson in LESSONS
    for exercise, misconceptions in importlib.import_module(f"{__name__}.{lesson}").WRONG.items()
}
"""Id -> misconception -> sources."""

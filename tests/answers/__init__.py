"""Wrong answers, one file a lesson, each under the misconception that leads to it; right ones, too.

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


_lessons = [importlib.import_module(f"{__name__}.{lesson}") for lesson in LESSONS]
WRONG = {
    exercise: {name: _sources(exercise, answers) for name, answers in misconceptions.items()}
    for lesson in _lessons
    for exercise, misconceptions in lesson.WRONG.items()
}
"""Id -> misconception -> sources."""
RIGHT = {
    exercise: _sources(exercise, answers)
    for lesson in _lessons
    for exercise, answers in getattr(lesson, "RIGHT", {}).items()
}
"""Id -> sources of unusual right answers, which no solution shows."""

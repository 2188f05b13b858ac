"""How long a learner waits for each check: ``python -m tools.benchmark_checks``.

For each exercise the median of several runs, in milliseconds: the check of a right answer alone,
the same inside `grade` (which looks after time, settings and random states), and `grade` of the
wrong answer that takes longest. Answers that never come back are left out: they take the limit of
`helpers.checking.deadline.SECONDS` by design. A class should never wait for 200 ms.
"""

import statistics
import time

from helpers.checks import grade
from helpers.exercises import EXERCISES
from tests.answers import WRONG

RUNS = 9
WORST = 200  # milliseconds


def milliseconds(function, *args):
    """Return the median time of a call, after one call that is not counted."""
    function(*args)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        function(*args)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def wrong_answers(exercise):
    """Yield every wrong answer that comes back."""
    if exercise.kind:
        yield from exercise.check.keywords["beliefs"]
    for misconception, sources in WRONG.get(exercise.id, {}).items():
        if misconception != "loops-forever":
            yield from map(exercise.answer, sources)


def main():
    """Print a row for each exercise, and at the end the slowest."""
    print(f"{'':8}{'check alone':>12}{'graded':>12}{'slowest wrong':>16}")
    slowest = {}
    for name, exercise in EXERCISES.items():
        right = exercise.answer(exercise.solutions[0])
        alone, graded = milliseconds(exercise.check, right), milliseconds(grade, name, right)
        wrong = max(milliseconds(grade, name, answer) for answer in wrong_answers(exercise))
        slowest[name] = max(graded, wrong)
        print(f"{name:8}{alone:12.1f}{graded:12.1f}{wrong:16.1f}")
    name = max(slowest, key=slowest.get)
    print(f"The slowest is {name} with {slowest[name]:.1f} ms; {WORST} ms are allowed.")


if __name__ == "__main__":
    main()

"""How long a learner waits for each check: ``python tests/benchmark_checks.py``.

For each exercise the median of several runs, in milliseconds: the check of a right answer alone,
the same inside `grade` (which looks after time, settings and random states), and `grade` of the
wrong answer that takes longest. Answers that never come back are left out: they take the limit of
`helpers.trials.SECONDS` by design. A class should never wait for 200 ms.
"""

import statistics
import time

from helpers.checks import EXERCISES, grade

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


def main():
    """Print a row for each exercise, and at the end the slowest."""
    print(f"{'':8}{'check alone':>12}{'graded':>12}{'slowest wrong':>16}")
    slowest = {}
    for name, record in EXERCISES.items():
        right = record.answer(record.solutions[0])
        alone, graded = milliseconds(record.check, right), milliseconds(grade, name, right)
        wrong = max(
            milliseconds(grade, name, record.answer(source))
            for misconception, sources in record.wrong.items()
            if misconception != "loops-forever"
            for source in sources
        )
        slowest[name] = max(graded, wrong)
        print(f"{name:8}{alone:12.1f}{graded:12.1f}{wrong:16.1f}")
    name = max(slowest, key=slowest.get)
    print(f"The slowest is {name} with {slowest[name]:.1f} ms; {WORST} ms are allowed.")


if __name__ == "__main__":
    main()

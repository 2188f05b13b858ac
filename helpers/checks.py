"""What a learner sees of the checks: verdicts, hints, solutions, and what is passed so far.

The questions are in ``helpers.exercises``, one folder a lesson. How an answer is tried and judged
is in ``helpers.checking``.
"""

import datetime
import difflib
import textwrap

from IPython import get_ipython
from IPython.display import Markdown, display

from helpers.checking.grading import grade_answer
from helpers.checking.progress import passed, progress_file, remember
from helpers.checking.wording import describe
from helpers.exercises import EXERCISES

__all__ = ["check", "grade", "hint", "progress", "solution"]

VERDICTS = {
    "passed": "passed",
    "wrong": "not yet",
    "not attempted": "not attempted yet",
    "broken": "could not be checked",
}

# In this kernel: who was tried, who was asked for, and how many were shown.
_attempted, _asked_for = set(), set()
_hints_shown, _solutions_shown = {}, {}


def grade(exercise, answer):
    """Return the :class:`~helpers.checking.grading.Grade` of an answer, and remember nothing.

    Args:
        exercise: the id of an exercise (``"07.2"``) or a prediction (``"07.a"``).
        answer: whatever the learner wrote: a value, a function, a class, a module.

    The answer is tried for ``helpers.checking.deadline.SECONDS``, or longer where it is in a step
    that cannot be interrupted.

    Raises:
        ValueError: if there is no exercise of this id.
    """
    return grade_answer(_exercise(exercise), answer)


def check(exercise, answer=..., *more):
    """Print what is right or wrong about an answer, and remember what is passed.

    See :func:`grade`, which does the checking. Returns nothing, so that a cell shows the verdict
    and no more. ``more`` is what is left over where the parentheses of a shape were forgotten.
    """
    if not (asked := _found(exercise)):
        return
    if more:
        given = ", ".join(map(describe, (answer, *more)))
        _say(f"{asked.id}: put the parts of your answer in parentheses: ({given}).")
        return
    verdict = grade_answer(asked, answer)
    if verdict.status in ("passed", "wrong"):
        _attempted.add(asked.id)
    message = verdict.message
    if verdict.status == "passed":
        problem = remember(asked.id)
        lesson = _of_lesson(asked.lesson)
        done = len(passed().intersection(lesson))
        message += f" Lesson {asked.lesson}: {done} of {len(lesson)} passed.{problem}"
    if verdict.status == "broken":
        message += _keep_trace(asked.id, verdict.trace)
    _say(f"{asked.id} {VERDICTS[verdict.status]}. {message}")
    if verdict.printed:
        print(f"Your code printed, when it was called:\n{verdict.printed.rstrip()}")
    if verdict.picture and get_ipython():
        display(verdict.picture())


def hint(exercise):
    """Show the next hint of an exercise; after the last one, the first again."""
    if not (asked := _found(exercise)):
        return
    place = _next(_hints_shown, asked.id, len(asked.hints))
    _show(f"**Hint {place + 1} of {len(asked.hints)} for {asked.id}.** {asked.hints[place]}")
    if place + 1 == len(asked.hints):
        _say(f'That was the last one. What is left is solution("{asked.id}").')


def solution(exercise):
    """Show a right answer to an exercise: after an attempt, or when asked for twice.

    Asked for again, it shows another right answer, where there is one.
    """
    if not (asked := _found(exercise)):
        return
    if asked.id not in _attempted | _asked_for | passed():
        _asked_for.add(asked.id)
        _say(
            f"{asked.id} is not attempted yet. A wrong try teaches more than a look: answer "
            f'first, or ask for hint("{asked.id}"). To see the solution all the same, run '
            f'solution("{asked.id}") once more.'
        )
        return
    place = _next(_solutions_shown, asked.id, len(asked.solutions))
    which = "another right answer" if place else "a right answer"
    _show(f"**{asked.id}: {which}.**\n\n```python\n{asked.solutions[place].strip()}\n```")


def progress():
    """Print a table of what is passed so far, one row a lesson."""
    rows, done = [("lesson", "passed", "still open")], passed()
    for lesson in sorted({asked.lesson for asked in EXERCISES.values()}):
        ids = _of_lesson(lesson)
        still = [name for name in ids if name not in done]
        rows.append((lesson, f"{len(ids) - len(still)} of {len(ids)}", " ".join(still) or "-"))
    for row in rows:
        print("{:8}{:10}{}".format(*row))


def _next(shown, name, length):
    """Return 0, 1, ... for one call after the other, and begin again after ``length`` of them."""
    count = shown.get(name, 0)
    shown[name] = count + 1
    return count % length


def _say(text):
    """Print with line breaks between words: Jupyter breaks long lines in the middle of a word."""
    print(textwrap.fill(str(text), width=80, break_long_words=False, break_on_hyphens=False))


def _show(markdown):
    if get_ipython():
        display(Markdown(markdown))
    else:
        print(markdown)


def _keep_trace(exercise, trace):
    """Add where a check failed to a file beside the progress; return a sentence that says where."""
    file = progress_file().with_name("check-failures.txt")
    now = datetime.datetime.now().isoformat(timespec="seconds")
    try:
        with file.open("a", encoding="utf-8") as failures:
            failures.write(f"{now} {exercise}\n{trace}\n")
    except OSError:
        print(trace)
        return " Add what is printed above: it shows where the check failed."
    return f" Add what stands in {file}: it shows where the check failed."


# --- finding an exercise -------------------------------------------------------------------------


def _exercise(exercise):
    """Return the exercise of an id, written in any likely way; ValueError says which there are."""
    wanted = f"{exercise:.1f}" if isinstance(exercise, float) else str(exercise)
    wanted = wanted.strip().lower()
    wanted = wanted if wanted[1:2].isdigit() else f"0{wanted}"
    if wanted in EXERCISES:
        return EXERCISES[wanted]
    near = _of_lesson(wanted[:2]) or difflib.get_close_matches(wanted, EXERCISES)
    there = ", ".join(near) if near else f"from {min(EXERCISES)} to {max(EXERCISES)}"
    given = repr(exercise) if isinstance(exercise, str | int | float) else describe(exercise)
    raise ValueError(
        f"There is no exercise {given}. An id is the lesson, a dot, and a number for an exercise "
        f'or a letter for a prediction, in quotes: check("01.1", answer). Here: {there}.'
    )


def _found(exercise):
    """Return the exercise of an id; print a sentence and return None where there is none."""
    try:
        return _exercise(exercise)
    except ValueError as unknown:
        _say(unknown)
        return None


def _of_lesson(lesson):
    return [name for name, asked in EXERCISES.items() if asked.lesson == lesson]

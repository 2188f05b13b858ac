"""Checks of predictions and exercises, with hints and solutions, and what is passed so far.

The exercises themselves, with the answers that each check must accept and reject, are in
``helpers.exercises``, one file a lesson.
"""

import difflib
import inspect
import json
import os
import tempfile
import textwrap
import types
from dataclasses import dataclass
from pathlib import Path

from IPython import get_ipython
from IPython.display import Markdown, display

from helpers.exercises import EXERCISES
from helpers.trials import NotAttemptedError, Rejected, describe, notebook_left_alone

__all__ = ["EXERCISES", "Grade", "check", "grade", "hint", "progress", "solution"]

VERDICTS = {"passed": "passed", "wrong": "not yet", "not attempted": "not attempted yet"}


@dataclass(frozen=True)
class Grade:
    """What a check says about an answer."""

    status: str
    """``"passed"``, ``"wrong"`` or ``"not attempted"``."""
    message: str
    """One or two sentences for the learner."""
    misconception: str | None = None
    """A stable key for what is wrong; None unless ``status`` is ``"wrong"``."""
    picture: object = None
    """None, or a function that draws the answer beside the target."""


def grade(exercise, answer):
    """Return the :class:`Grade` of an answer, and print nothing.

    Args:
        exercise: the id of an exercise (``"07.2"``) or a prediction (``"07.a"``).
        answer: whatever the learner wrote: a value, a function, a class, a module.

    The answer is tried for at most ``helpers.trials.SECONDS``. Whatever it does, the seed, the
    default dtype, the grad mode and the like are afterwards as before. No error of the answer gets
    out; it becomes part of the message.

    Raises:
        ValueError: if there is no exercise of this id.
    """
    record = _record(exercise)
    if _is_untouched(record, answer):
        return Grade("not attempted", _what_to_do(record))
    if answer is None and record.kind is None:
        return Grade("wrong", f"`{record.name}` is None: nothing was put into it.", "none")
    try:
        with notebook_left_alone():
            record.check(answer)
    except NotAttemptedError as blank:
        return Grade("not attempted", f"{blank} {_what_to_do(record)}")
    except Rejected as wrong:
        return Grade("wrong", wrong.message, wrong.misconception, wrong.picture)
    except KeyboardInterrupt:
        return Grade("wrong", "You stopped the check before it was done.", "interrupted")
    except Exception as error:
        what = f"`{record.name}`" if record.name else "your answer"
        message = (
            f"The check cannot make sense of {what}, {describe(answer)}: it fails with "
            f"{type(error).__name__}. Keep the form of the stub and fill in its dots only."
        )
        return Grade("wrong", message, "unreadable")
    if record.kind:
        return Grade("passed", "Your prediction holds.")
    return Grade("passed", "It does what was asked." if callable(answer) else "That is right.")


def check(exercise, answer=..., *more):
    """Print what is right or wrong about an answer, and remember what is passed.

    See :func:`grade`, which does the checking. Returns nothing, so that a cell shows the verdict
    and no more. ``more`` is what is left over where the parentheses of a shape were forgotten.
    """
    if not (record := _found(exercise)):
        return
    if more:
        given = ", ".join(map(describe, (answer, *more)))
        _say(f"{record.id}: put the parts of your answer in parentheses: ({given}).")
        return
    verdict = grade(record.id, answer)
    if verdict.status != "not attempted":
        _attempted.add(record.id)
    message = verdict.message
    if verdict.status == "passed":
        problem = _remember(record.id)
        lesson = _of_lesson(record.lesson)
        done = len(_passed().intersection(lesson))
        message += f" Lesson {record.lesson}: {done} of {len(lesson)} passed.{problem}"
    _say(f"{record.id} {VERDICTS[verdict.status]}. {message}")
    if verdict.picture and get_ipython():
        display(verdict.picture())


def hint(exercise):
    """Show the next hint of an exercise; after the last one, the first again."""
    if not (record := _found(exercise)):
        return
    place = _next(_hints_shown, record.id, len(record.hints))
    _show(f"**Hint {place + 1} of {len(record.hints)} for {record.id}.** {record.hints[place]}")
    if place + 1 == len(record.hints):
        _say(f'That was the last one. What is left is solution("{record.id}").')


def solution(exercise):
    """Show a right answer to an exercise: after an attempt, or when asked for twice.

    Asked for again, it shows another right answer, where there is one.
    """
    if not (record := _found(exercise)):
        return
    if record.id not in _attempted | _asked_for | _passed():
        _asked_for.add(record.id)
        _say(
            f"{record.id} is not attempted yet. A wrong try teaches more than a look: answer "
            f'first, or ask for hint("{record.id}"). To see the solution all the same, run '
            f'solution("{record.id}") once more.'
        )
        return
    place = _next(_solutions_shown, record.id, len(record.solutions))
    which = "another right answer" if place else "a right answer"
    _show(f"**{record.id}: {which}.**\n\n```python\n{record.solutions[place].strip()}\n```")


def progress():
    """Print a table of what is passed so far, one row a lesson."""
    passed = _passed()
    rows = [("lesson", "passed", "still open")]
    for lesson in sorted({record.lesson for record in EXERCISES.values()}):
        ids = _of_lesson(lesson)
        still = [name for name in ids if name not in passed]
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


# --- finding a record ----------------------------------------------------------------------------


def _record(exercise):
    """Return the record of an id, written in any likely way; ValueError says which there are."""
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
    """Return the record of an id; print a sentence and return None where there is none."""
    try:
        return _record(exercise)
    except ValueError as unknown:
        _say(unknown)
        return None


def _of_lesson(lesson):
    return [name for name, record in EXERCISES.items() if record.lesson == lesson]


def _what_to_do(record):
    if record.kind:
        return f"Put {record.kind.wants} in place of the dots."
    return f'Fill in the cell above and run both. Stuck? hint("{record.id}")'


# --- is it attempted? ----------------------------------------------------------------------------


def _is_untouched(record, answer):
    """Whether the answer is what the stub made: dots, or code that does what its code does."""
    if record.kind or not (inspect.isfunction(answer) or inspect.isclass(answer)):
        return _has_dots_only(answer)
    return _code(answer) == _code(record.answer(record.stub))


def _has_dots_only(answer):
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, list | tuple) and answer:
        return all(map(_has_dots_only, answer))
    return answer is ...


def _code(thing):
    """What a function or a class does, in a form that can be compared."""
    if isinstance(thing, types.FunctionType):
        return _code(thing.__code__)
    if isinstance(thing, staticmethod | classmethod):
        return _code(thing.__func__)
    if isinstance(thing, types.CodeType):
        return thing.co_code, thing.co_names, [_code(value) for value in thing.co_consts]
    if inspect.isclass(thing):
        members = {
            name: _code(value)
            for name, value in vars(thing).items()
            if isinstance(value, types.FunctionType | staticmethod | classmethod)
        }
        return [base.__name__ for base in thing.__bases__], members
    return repr(thing)


# --- what is passed ------------------------------------------------------------------------------

_attempted, _asked_for = set(), set()
_hints_shown, _solutions_shown = {}, {}
_passed_here = set()  # in this kernel, in case nothing can be written


def progress_file():
    """Return the file of what is passed: ``.progress.json`` in the folder of the notebook.

    The environment variable NN_LINEAR_PROGRESS names another file.
    """
    return Path(os.environ.get("NN_LINEAR_PROGRESS") or ".progress.json")


def _passed():
    try:
        return _passed_here | _stored()
    except (OSError, ValueError):
        return set(_passed_here)


def _stored():
    """Return the ids in the file; ValueError if it holds something else."""
    stored = json.loads(progress_file().read_text(encoding="utf-8"))
    if not isinstance(stored, list) or not all(isinstance(name, str) for name in stored):
        raise ValueError("not a list of ids")
    return set(stored)


def _remember(exercise):
    """Store that an exercise is passed; return an empty text, or why it could not be stored."""
    if exercise in _passed():
        return ""
    _passed_here.add(exercise)
    file = progress_file()
    try:
        try:
            stored = _stored()
        except FileNotFoundError:
            stored = set()
        except ValueError:  # not ours, or damaged: somebody may want to look at it
            os.replace(file, f"{file}.old")
            stored = set()
        # Written beside and moved: a crash in the middle leaves the old file.
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=file.name) as folder:
            new = Path(folder, "new")
            new.write_text(json.dumps(sorted(stored | _passed_here)), encoding="utf-8")
            os.replace(new, file)
    except OSError as error:
        return f" (Kept until this notebook is closed: {error.strerror} for {file}.)"
    return ""

"""From an answer to a verdict: is it attempted, is it right, and if not, what is behind it."""

import inspect
import threading
import traceback
import types
from dataclasses import dataclass, replace

from helpers.checking.deadline import time_budget
from helpers.checking.patches import put_back_functions
from helpers.checking.rejection import NotAttemptedError, Rejected
from helpers.checking.sandbox import prints_kept
from helpers.checking.settings import notebook_left_alone
from helpers.checking.wording import describe


@dataclass(frozen=True)
class Grade:
    """What a check says about an answer."""

    status: str
    """``"passed"``, ``"wrong"``, ``"not attempted"``, or ``"broken"`` where the check failed."""
    message: str
    """One or two sentences for the learner."""
    misconception: str | None = None
    """A stable key for what is wrong; None unless ``status`` is ``"wrong"``."""
    picture: object = None
    """None, or a function that draws the answer beside the target."""
    printed: str = ""
    """What the answer printed when the check called it, the first time that it printed."""
    trace: str = ""
    """Where the check itself failed, for whoever mends it; empty unless it is ``"broken"``."""


_one_at_a_time = threading.Lock()  # two checks would take each other's settings and prints


def grade_answer(exercise, answer):
    """Return the :class:`Grade` of an answer to an :class:`~helpers.checking.exercise.Exercise`.

    Nothing is printed, but for a check that cannot be interrupted in time. Whatever the answer
    does, the seed, the default dtype, the grad mode and the like are afterwards as before. No
    error of the answer gets out; it becomes part of the message.
    """
    if not _one_at_a_time.acquire(blocking=False):
        return Grade(
            "not attempted",
            "Another check is running, and this one is left out. Is there a check inside of your "
            "answer? Give it a cell of its own.",
        )
    try:
        with notebook_left_alone(), time_budget(exercise.patience), prints_kept() as printed:
            verdict = _judge(exercise, answer)
            return replace(verdict, printed=next(filter(None, printed), ""))
    except KeyboardInterrupt:
        return Grade("wrong", "You stopped the check before it was done.", "interrupted")
    except BaseException as error:  # an answer may compare itself, or write itself, with SystemExit
        return _broken(exercise, answer, error)
    finally:
        _one_at_a_time.release()


def _judge(exercise, answer):
    """The grade that the check of the exercise gives; its own errors get out."""
    if patched := put_back_functions():
        return Grade(
            "wrong",
            f"Your notebook had another function in the place of {', '.join(patched)}. It is back "
            "now: give yours a name of its own, and run this check again.",
            "replaces-a-function",
        )
    if _is_untouched(exercise, answer):
        return Grade("not attempted", what_to_do(exercise))
    if answer is None and exercise.kind is None:
        return Grade("wrong", f"`{exercise.name}` is None: nothing was put into it.", "none")
    try:
        exercise.check(answer)
    except NotAttemptedError as blank:
        return Grade("not attempted", f"{blank} {what_to_do(exercise)}")
    except Rejected as wrong:
        message = wrong.sentence(exercise.told)
        return Grade("wrong", message, wrong.misconception, wrong.picture)
    if exercise.kind:
        return Grade("passed", "Your prediction holds.")
    return Grade("passed", "It does what was asked." if callable(answer) else "That is right.")


def what_to_do(exercise):
    """How to answer an exercise that is not attempted yet, as a sentence."""
    if exercise.kind:
        return exercise.kind.instruction
    return f'Fill in the cell above and run both. Stuck? hint("{exercise.id}")'


def _broken(exercise, answer, error):
    """The grade where the check itself fails: a mistake of the course, whatever the answer is."""
    what = f"`{exercise.name}`" if exercise.name else "your answer"
    return Grade(
        "broken",
        f"The check of {exercise.id} fails on {what}, {describe(answer)}, with "
        f"{type(error).__name__}. That is a mistake of the course and says nothing about your "
        "answer. Please report it where you got the course: the id, your code and this message.",
        trace="".join(traceback.format_exception(error)),
    )


# --- is it attempted? ----------------------------------------------------------------------------


def _is_untouched(exercise, answer):
    """Whether the answer is what the stub made: dots, or code that does what its code does."""
    if exercise.kind or not (inspect.isfunction(answer) or inspect.isclass(answer)):
        return _has_dots_only(answer)
    return _code(answer) == _code(exercise.answer(exercise.stub))


def _has_dots_only(answer):
    """Whether an answer is the dots of a stub, or a list, tuple or dict of nothing else."""
    waiting, seen = [answer], set()
    while waiting:
        one = waiting.pop()
        parts = list(one.values()) if isinstance(one, dict) else one
        if one is ...:
            continue
        if not isinstance(parts, list | tuple) or not parts or id(one) in seen:
            return False
        seen.add(id(one))
        waiting += parts
    return True


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

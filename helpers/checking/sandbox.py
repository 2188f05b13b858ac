"""Calling what a learner wrote: whatever goes wrong in there becomes a sentence."""

import contextlib
import io
import sys
import warnings
from dataclasses import dataclass, field

from torch import nn

from helpers.checking import deadline
from helpers.checking.arguments import changed, copied, modes_of
from helpers.checking.errors import Idea, idea_behind, text_of
from helpers.checking.patches import put_back_functions
from helpers.checking.rejection import NotAttemptedError, Rejected
from helpers.checking.settings import put_back, read_settings
from helpers.checking.wording import describe_call, kind_of, name_of

MOST_PRINTED = 2_000  # characters that are kept of what an answer prints in one call

_printed = []  # what the answer printed in each call of the check that runs now


class _Prints(io.StringIO):
    """Keeps the beginning of what is printed: an endless loop may print gigabytes."""

    def write(self, text):
        room = MOST_PRINTED - self.tell()
        if room > 0:
            super().write(text[:room])
            if len(text) > room:
                super().write(" ...")
        return len(text)


@contextlib.contextmanager
def prints_kept():
    """In here, what the answer prints in each call is kept in the list that is handed over."""
    _printed.clear()
    yield _printed


def call(
    function,
    *inputs,
    name=None,
    returns=True,
    may_change=(),
    may_seed=False,
    symptoms=None,
    any_error=None,
    too_long=None,
    facts=None,
    **named,
):
    """Call what the learner wrote, and turn everything that can go wrong into a sentence.

    Args:
        function: a function, a class or a module; ``inputs`` and ``named`` are its arguments.
        name: how a message calls it; the function's own name where it is left out.
        returns: False where returning nothing is right.
        may_change: those of the arguments that it is meant to change.
        may_seed: True where it may set the seed, which is put back all the same.
        symptoms: part of an error message -> misconception, for the errors that tell which idea is
            missing. The sentences are in the table ``told`` of the exercise.
        any_error: the misconception behind any other error. Without it, the error is repeated to
            the learner.
        too_long: the misconception where it does not come back in time; the engine has one, too.
        facts: what is filled into the sentences of these misconceptions.

    Raises:
        Rejected: if it raises, does not come back in time, returns None, changes an argument, a
            setting that the whole notebook shares, or a function of PyTorch.
        NotAttemptedError: if it returns ``...``.
    """
    name = name or name_of(function)
    given = describe_call(function, inputs, named)
    kept = [
        value for value in (*inputs, *named.values()) if not any(value is one for one in may_change)
    ]
    before, is_module = copied(kept), isinstance(function, nn.Module)
    modes = modes_of(function) if is_module else {}
    run = _run(function, inputs, named, may_seed)
    if isinstance(run.error, deadline.TimeUp) and too_long:
        raise Rejected(too_long, facts=facts)
    if isinstance(run.error, deadline.TimeUp | KeyboardInterrupt):
        raise _stopped(run, name, given)
    for misconception, what in run.changes[:1]:  # where it also raised, the most likely cause
        raise Rejected(misconception, f"{name} {what}")
    text = text_of(run.error) if run.error else ""
    for part, misconception in (symptoms or {}).items():
        if run.error and part in text:
            raise Rejected(misconception, facts=facts)
    for value, copy in zip(kept, before, strict=True):
        if what := changed(value, copy):
            is_all_of_it = what == f"the {kind_of(value)}"
            raise Rejected(
                "mutates-input",
                f"{name} changes {what} that it is given, and whoever calls it still needs that as "
                f"it was.{' Compute a new one instead.' if is_all_of_it else ''}",
            )
    if any(one.training != training for one, training in modes.items()):
        raise Rejected(
            "changes-its-mode",
            f"{name} switches itself to train or eval mode when it is called. Whoever uses it "
            "chooses the mode.",
        )
    if run.error and any_error:
        raise Rejected(any_error, facts=facts)
    if run.error:
        said = f"{name} raises {type(run.error).__name__}{given}{_first_line(text)}."
        if run.idea:
            raise Rejected(run.idea.misconception, f"{said} {run.idea.sentence}", raised=True)
        raise Rejected("raises", said, raised=True)
    if run.result is ...:
        raise NotAttemptedError(f"{name} still returns the dots.")
    if run.result is None and returns:
        said = " It prints something, but printing is not returning." if run.printed else ""
        raise Rejected(
            "none", f"{name} returns None{given}.{said} Does each way through end in a return?"
        )
    return run.result


@dataclass
class _Run:
    """What came of running something that a learner wrote."""

    result: object = None
    error: BaseException | None = None
    idea: Idea | None = None
    """What is behind the error, where that is known."""
    held: bool = False
    """Whether it could not be interrupted in time."""
    changes: list = field(default_factory=list)
    """(misconception, what it does) for each thing of the notebook that it changed."""
    printed: str = ""


def _run(function, inputs, named, may_seed):
    """Call it in a notebook that is put back at the end; return what came of it, errors too."""
    run, settings, printed = _Run(), read_settings(), _Prints()
    clock = deadline.Clock(call.__code__, _teller(sys.stdout))
    to_us = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed)
    try:
        with clock, to_us[0], to_us[1], warnings.catch_warnings():
            warnings.simplefilter("ignore")
            run.result = function(*inputs, **named)
    except BaseException as error:
        run.idea = idea_behind(error)
        run.error = error.with_traceback(None)  # which would keep everything alive that it used
    run.held, run.printed = clock.held, printed.getvalue()
    _printed.append(run.printed)
    if replaced := put_back_functions():
        what = (
            f"puts another function in the place of {', '.join(replaced)}, for the whole notebook. "
            "It is back now. Give yours a name of its own."
        )
        run.changes.append(("replaces-a-function", what))
    run.changes += put_back(settings, may_seed=may_seed)
    return run


def _teller(stream):
    """A function that prints a sentence there, whatever the answer does to sys.stdout."""
    return lambda sentence: print(sentence, file=stream, flush=True)


def _first_line(text):
    """How an error begins, to put behind its name; a line that ends in : goes on in the next."""
    first, _, rest = text.strip().partition("\n")
    if first.endswith(":"):
        first += " " + rest.strip().partition("\n")[0]
    return f": {first[:300].rstrip('.')}" if first else ""


def _stopped(run, name, given):
    """The rejection of what was stopped, by the check or by the learner."""
    if run.held:
        return Rejected(
            "cannot-be-interrupted",
            f"{name} does not come back in time{given}, and was in a step that the check could not "
            "interrupt. Does it wait for something, or compute far more than is asked?",
        )
    if isinstance(run.error, KeyboardInterrupt):
        return Rejected("interrupted", "You stopped the check before it was done. Run it again.")
    return Rejected(
        "loops-forever",
        f"{name} does not come back{given}: the check stopped it. Look at its loop: what makes it "
        "end?",
    )

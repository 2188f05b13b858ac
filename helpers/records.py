"""What an exercise is made of. The exercises themselves are in ``helpers.exercises``."""

import math
import numbers
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset

from helpers.trials import NotAttemptedError, Rejected, describe, reject

# What the source of an answer may use, as the lessons import it.
_IMPORTED = {
    "torch": torch,
    "nn": nn,
    "np": np,
    "DataLoader": DataLoader,
    "Dataset": Dataset,
    "TensorDataset": TensorDataset,
}


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One question of a lesson, with everything that the notebook and the tests need of it.

    Adding an exercise is adding one of these to the ``RECORDS`` of its lesson, and its cells to the
    notebook; the tests then find both.
    """

    id: str
    """Lesson, dot, number (``"07.2"``); a letter in place of the number for a prediction."""
    title: str
    minutes: int
    """How long a beginner may take."""
    asks: str
    """The question, in Markdown, as it stands in the notebook."""
    name: str
    """What the stub binds: the variable, function or class that is checked."""
    stub: str
    """The cell to fill in, as it stands in the notebook. It runs, and does nothing."""
    check: Callable[[object], None]
    """Returns for a right answer, and calls ``helpers.trials.reject`` for a wrong one."""
    hints: tuple[str, ...]
    """One to three, each beginning with a symptom: "If the error says ...: ..."."""
    solutions: tuple[str, ...]
    """Source of right answers, each binding ``name``; the first is the one that is shown first."""
    wrong: dict[str, tuple[str, ...]]
    """Misconception -> source of the answers that it leads to."""
    kind: "Kind | None" = None
    """For a prediction, the kind of value that it asks for."""

    @property
    def lesson(self):
        """The number of the lesson, as two digits."""
        return self.id[:2]

    def answer(self, source):
        """Return what ``source`` binds to ``name``; for a prediction, what it evaluates to."""
        names = dict(_IMPORTED, __name__="answer")
        if self.kind:
            return eval(source, names)
        exec(source, names)
        return names[self.name]


def slip(source, *changes):
    """Return a source with some of its text changed: what a small mistake makes of a right one.

    Args:
        changes: an old text, a new one, the next old text, and so on.

    Raises:
        ValueError: if an old text is not there.
    """
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        if old not in source:
            raise ValueError(f"{old!r} is not in the source:\n{source}")
        source = source.replace(old, new)
    return source


# --- answers that are values ---------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """A kind of value that a question asks for."""

    wants: str
    """In words, with an example: "a shape such as (2, 3)"."""
    read: Callable[[object], object]
    """Turns what the learner wrote into a value to compare; rejects what is not of this kind."""
    write: Callable[[object], str] = str
    """The value as a message repeats it."""
    not_of_it: tuple[str, ...] = ("{}", "torch.zeros(2, 3)")
    """Source of things that are not of this kind."""


def expects(kind, answer, beliefs, otherwise, *, within=1e-6, verb="give"):
    """Return a check for one value.

    Args:
        kind: one of the kinds below. answer: the right value.
        beliefs: (misconception, wrong value, sentence): which belief leads to that value. The same
            misconception may come with several values.
        otherwise: what to think of, for any other wrong value.
        within: for a number, how far off it may be.
        verb: what the learner does: "You give 3" or "You predict 3".
    """

    def check(given):
        value = kind.read(given)
        if _equal(value, answer, within):
            return
        for misconception, wrong, sentence in beliefs:
            if _equal(value, wrong, within):
                reject(misconception, f"You {verb} {kind.write(value)}. {sentence}")
        reject("another-answer", f"You {verb} {kind.write(value)}. {otherwise}")

    return check


def expects_each(kind, answers, beliefs, otherwise, *, within=1e-6):
    """Return a check for a dict of values, one for each part of a question.

    Args:
        kind: of all values. answers: label -> right value, the keys as the stub has them.
        beliefs: (misconception, label, wrong value, sentence), as in :func:`expects`. None as the
            label stands for any part.
        otherwise: what to think of, for any other wrong value.

    The first part that is wrong is the one that is told about.
    """

    def check(given):
        if not isinstance(given, dict):
            _unlike(given, "the dictionary of the stub, with its dots filled in,")
        if missing := [label for label in answers if label not in given]:
            reject(
                "missing-part",
                f"There is no answer for {missing[0]!r}: keep the keys of the stub as they are.",
            )
        if blank := [label for label in answers if given[label] is ...]:
            raise NotAttemptedError(f"{blank[0]!r} is still the dots.")
        for label, answer in answers.items():
            try:
                value = kind.read(given[label])
            except Rejected as wrong:
                reject(wrong.misconception, f"For {label!r}: {wrong.message}")
            if _equal(value, answer, within):
                continue
            told = f"For {label!r} you give {kind.write(value)}."
            for misconception, of, wrong, sentence in beliefs:
                if of in (None, label) and _equal(value, wrong, within):
                    reject(misconception, f"{told} {sentence}")
            reject("another-answer", f"{told} {otherwise}")

    return check


def prediction(exercise, asks, *, kind, answer, beliefs, otherwise, hint, others=(), within=1e-6):
    """Return the record of a prediction: a question that is answered before a cell is run.

    Args:
        exercise: its id, such as ``"07.a"``.
        asks: the sentences of the question, as they stand in the Markdown cell before it.
        kind, answer, beliefs, otherwise, within: as in :func:`expects`.
        hint: one sentence that helps without giving the value away.
        others: examples of wrong values that no belief is known for.
    """
    wrong = {"wrong-type": kind.not_of_it}
    for misconception, value, _ in [*beliefs, *(("another-answer", value, "") for value in others)]:
        wrong[misconception] = (*wrong.get(misconception, ()), repr(value))
    return Exercise(
        id=exercise,
        title="Prediction",
        minutes=1,
        asks=asks,
        name="",
        stub="...",
        check=expects(kind, answer, beliefs, otherwise, within=within, verb="predict"),
        hints=(hint,),
        solutions=(repr(answer),),
        wrong=wrong,
        kind=kind,
    )


def _equal(value, other, within):
    if isinstance(value, tuple) and isinstance(other, tuple):
        return len(value) == len(other) and all(
            _equal(a, b, within) for a, b in zip(value, other, strict=True)
        )
    if isinstance(value, float | int) and isinstance(other, float | int):
        return math.isclose(value, other, rel_tol=1e-6, abs_tol=within)
    return type(value) is type(other) and value == other


def _unlike(answer, wants):
    if answer is None:
        reject("none", f"You give None. Wanted: {wants.rstrip(',')}.")
    reject("wrong-type", f"You give {describe(answer)}. Wanted: {wants.rstrip(',')}.")


_A_SHAPE = "a shape such as (2, 3)"


def _read_shape(answer):
    if isinstance(answer, torch.Tensor | np.ndarray):
        thing = "a tensor" if isinstance(answer, torch.Tensor) else "an array"  # its shape may tell
        reject(
            "wrong-type",
            f"You give {thing}, and a shape is asked: one length for each dimension, in "
            "parentheses.",
        )
    if isinstance(answer, str) and re.fullmatch(r"(torch\.Size)?[\s\d,xX×*()\[\]]+", answer):
        answer = tuple(int(length) for length in re.findall(r"\d+", answer))
    if _is_number(answer):
        answer = (answer,)
    if not isinstance(answer, list | tuple) or not all(map(_is_number, answer)):
        _unlike(answer, _A_SHAPE)
    if any(length != int(length) or length < 0 for length in answer):
        reject("no-length", f"You give {answer}. Each number of a shape is a length: 0, 1, 2, ...")
    return tuple(int(length) for length in answer)


def _is_number(value):
    return (
        isinstance(value, numbers.Real)
        and not isinstance(value, bool | np.bool_)
        and math.isfinite(value)
    )


def _number(wants):
    def read(answer):
        if isinstance(answer, str):
            if re.fullmatch(r"\s*-?\d{1,3}(,\d{3})+\s*", answer):  # 7,850 as the lessons print it
                answer = answer.replace(",", "")
            spelt, percent = re.subn(r"%\s*$", "", answer)
            above, _, below = spelt.partition("/")
            try:
                answer = float(above) / float(below or 1) / 100**percent
            except (ValueError, ZeroDivisionError):
                _unlike(answer, wants)
        if isinstance(answer, torch.Tensor | np.ndarray | np.generic):
            if math.prod(answer.shape) != 1 or getattr(answer, "is_meta", False):
                _unlike(answer, wants)
            answer = answer.item()
        if isinstance(answer, numbers.Real) and math.isnan(answer):
            reject("nan", f"You give nan, which means 'not a number'. Wanted: {wants}.")
        if not _is_number(answer):
            _unlike(answer, wants)
        return float(answer)

    return Kind(wants, read, _write_number)


def _write_number(value):
    return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"


shape = Kind(_A_SHAPE, _read_shape)
number = _number("a number such as 12.5")
count = _number("a whole number such as 12")


def _plain(text):
    """A word without what surrounds it; "An error!" and RuntimeError are "error"."""
    if isinstance(text, type):
        text = text.__name__
    word = str(text).removeprefix("torch.").strip(" .!\"'").lower().removeprefix("an ")
    return "error" if re.fullmatch(r"\w+error", word) else word


def word(*words):
    """One of these words. Case does not matter; True is "yes", and None is "none"."""
    *most, last = (f'"{one}"' for one in words)
    wants = f"{', '.join(most)} or {last}"
    spellings = {one.lower(): one for one in words}
    if "yes" in words:
        spellings |= {"y": "yes", "n": "no", "true": "yes", "false": "no"}

    def read(answer):
        likely = str | bool | np.bool_ | torch.dtype | torch.device | type
        if not isinstance(answer, likely) and not (answer is None and "none" in spellings):
            _unlike(answer, f"one of the words {wants}")
        given = _plain(answer)
        named = [one for one in spellings if re.search(rf"\b{re.escape(one)}s?\b", given)]
        if given not in spellings and len(named) == 1 and not re.search(r"\bnot?\b", given):
            given = named[0]  # "the first batch"
        if given not in spellings:
            reject("no-choice", f'You give "{answer}", and the words to choose from are {wants}.')
        return spellings[given]

    return Kind(wants, read, lambda value: f'"{value}"')


yes_or_no = word("yes", "no")


def or_error(kind):
    """A value of this kind, or the word "error"."""
    wants = f'{kind.wants} or the word "error"'

    def read(answer):
        if isinstance(answer, str | type) and _plain(answer) == "error":
            return "error"
        try:
            return kind.read(answer)
        except Rejected as wrong:
            also = ' Or the word "error".' if wrong.misconception == "wrong-type" else ""
            reject(wrong.misconception, wrong.message + also)

    return Kind(wants, read, lambda value: f'"{value}"' if value == "error" else kind.write(value))


shape_or_error = or_error(shape)


def several(kind, length):
    """A tuple of ``length`` values of one kind; a list will do."""
    wants = f"{length} values in parentheses, each of them {kind.wants},"

    def read(answer):
        if isinstance(answer, torch.Tensor | np.ndarray) and answer.ndim == 1:
            answer = answer.tolist()
        given = answer
        if isinstance(answer, str) and "," in answer:
            answer = answer.strip("()[] ").split(",")
        if not isinstance(answer, list | tuple):
            _unlike(answer, wants)
        if len(answer) != length:
            reject("wrong-count", f"You give {describe(given)}. Wanted: {wants.rstrip(',')}.")
        if any(one is ... for one in answer):
            raise NotAttemptedError("One of the answers is still the dots.")
        return tuple(kind.read(one) for one in answer)

    def write(value):
        return f"({', '.join(kind.write(one) for one in value)})"

    return Kind(wants, read, write)

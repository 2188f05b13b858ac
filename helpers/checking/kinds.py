"""The kinds of values that a question asks for, read as beginners write them.

A check for values is made with :func:`expects` or :func:`expects_each` from one of these kinds:
``shape``, ``number``, ``count``, ``word(...)``, ``yes_or_no``, ``or_error(...)``,
``shape_or_error`` and ``several(...)``.
"""

import functools
import math
import numbers
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from helpers.checking.rejection import NotAttemptedError, Rejected
from helpers.checking.wording import describe


@dataclass(frozen=True)
class Kind:
    """A kind of value that a question asks for."""

    wants: str
    """In words, with an example: "a shape such as (2, 3)"."""
    read: Callable[[object], object]
    """Turns what the learner wrote into a value to compare; rejects what is not of this kind."""
    write: Callable[[object], str] = str
    """The value as a message repeats it."""
    each: str = ""
    """Of several values: what each of them is to be."""

    @property
    def instruction(self):
        """What to do with the dots of the stub, as a sentence."""
        wanted = f"{self.wants}, each of them {self.each}," if self.each else self.wants
        return f"Put {wanted} in place of the dots."


# --- checks for values ---------------------------------------------------------------------------


def expects(kind, answer, beliefs, *, within=1e-6, verb="give"):
    """Return a check for one value.

    Args:
        kind: one of the kinds below. answer: the right value.
        beliefs: wrong value -> the misconception that leads to it. The sentences are in the table
            ``told`` of the exercise, with ``"another-answer"`` for any other wrong value.
        within: for a number, how far off it may be.
        verb: what the learner does: "You give 3" or "You predict 3".
    """

    parts = {"kind": kind, "answer": answer, "beliefs": beliefs, "within": within, "verb": verb}
    return functools.partial(_check_value, **parts)


def _check_value(given, *, kind, answer, beliefs, within, verb):
    value = kind.read(given)
    if not _equal(value, answer, within):
        opening = f"You {verb} {kind.write(value)}."
        raise Rejected(_belief_behind(value, beliefs, within), opening=opening)


def expects_each(kind, answers, beliefs, *, within=1e-6):
    """Return a check for a dict of values, one for each part of a question.

    Args:
        kind: of all values. answers: label -> right value, the keys as the stub has them.
        beliefs: label -> (wrong value -> misconception), as in :func:`expects`; what stands under
            the label ``"any"`` counts for every part.
        within: for a number, how far off it may be.

    The first part that is wrong is the one that is told about.
    """

    def check(given):
        if not isinstance(given, dict):
            raise _unlike(given, "the dictionary of the stub, with its dots filled in")
        if missing := [label for label in answers if label not in given]:
            raise Rejected(
                "missing-part",
                f"There is no answer for {missing[0]!r}: keep the keys of the stub as they are.",
            )
        if blank := [label for label in answers if given[label] is ...]:
            raise NotAttemptedError(f"{blank[0]!r} is still the dots.")
        for label, answer in answers.items():
            try:
                value = kind.read(given[label])
            except Rejected as wrong:
                message = f"For {label!r}: {wrong.message}"
                raise Rejected(wrong.misconception, message) from None
            if not _equal(value, answer, within):
                known = beliefs.get(label, {}) | beliefs.get("any", {})
                opening = f"For {label!r} you give {kind.write(value)}."
                raise Rejected(_belief_behind(value, known, within), opening=opening)

    return check


def _belief_behind(value, beliefs, within):
    """The misconception that leads to a wrong value, or "another-answer"."""
    known = (belief for wrong, belief in beliefs.items() if _equal(value, wrong, within))
    return next(known, "another-answer")


def _equal(value, other, within):
    if isinstance(value, tuple) and isinstance(other, tuple):
        return len(value) == len(other) and all(
            _equal(a, b, within) for a, b in zip(value, other, strict=True)
        )
    if isinstance(value, float | int) and isinstance(other, float | int):
        return math.isclose(value, other, rel_tol=1e-6, abs_tol=within)
    return type(value) is type(other) and value == other


def _unlike(answer, wants):
    """The rejection of what is not of the kind that is wanted."""
    if answer is None:
        return Rejected("none", f"You give None. Wanted: {wants}.")
    return Rejected("wrong-type", f"You give {describe(answer)}. Wanted: {wants}.")


# --- shapes --------------------------------------------------------------------------------------

_A_SHAPE = "a shape such as (2, 3)"


def _read_shape(answer):
    if isinstance(answer, torch.Tensor | np.ndarray):
        thing = "a tensor" if isinstance(answer, torch.Tensor) else "an array"  # its shape may tell
        raise Rejected(
            "wrong-type",
            f"You give {thing}, and a shape is asked: one length for each dimension, in "
            "parentheses.",
        )
    if isinstance(answer, str) and re.fullmatch(r"(torch\.Size)?[\s\d,xX×*()\[\]]+", answer):
        answer = tuple(int(length) for length in re.findall(r"\d+", answer))
    if _is_number(answer):
        answer = (answer,)
    if not isinstance(answer, list | tuple) or not all(map(_is_number, answer)):
        raise _unlike(answer, _A_SHAPE)
    if any(length != int(length) or length < 0 for length in answer):
        raise Rejected(
            "no-length", f"You give {answer}. Each number of a shape is a length: 0, 1, 2, ..."
        )
    return tuple(int(length) for length in answer)


def _is_number(value):
    return (
        isinstance(value, numbers.Real)
        and not isinstance(value, bool | np.bool_)
        and math.isfinite(value)
    )


shape = Kind(_A_SHAPE, _read_shape)


# --- numbers -------------------------------------------------------------------------------------


def _number(wants):
    def read(answer):
        if isinstance(answer, str):
            answer = _spelt_out(answer, wants)
        if isinstance(answer, torch.Tensor | np.ndarray | np.generic):
            if math.prod(answer.shape) != 1 or getattr(answer, "is_meta", False):
                raise _unlike(answer, wants)
            answer = answer.item()
        if isinstance(answer, numbers.Real) and math.isnan(answer):
            raise Rejected("nan", f"You give nan, which means 'not a number'. Wanted: {wants}.")
        if not _is_number(answer):
            raise _unlike(answer, wants)
        return float(answer)

    return Kind(wants, read, _write_number)


def _spelt_out(text, wants):
    """The number in a text: "7,850" as the lessons print it, "3/4", "75%", "-2.5"."""
    plain = text.strip()
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+", plain):
        plain = plain.replace(",", "")
    percent = plain.endswith("%")
    above, _, below = plain.removesuffix("%").partition("/")
    try:
        value = float(above) / float(below or 1)
    except (ValueError, ZeroDivisionError):
        raise _unlike(text, wants) from None
    return value / 100 if percent else value


def _write_number(value):
    return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"


number = _number("a number such as 12.5")
count = _number("a whole number such as 12")


# --- words ---------------------------------------------------------------------------------------


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
            raise _unlike(answer, f"one of the words {wants}")
        given = _plain(answer)
        named = [one for one in spellings if re.search(rf"\b{re.escape(one)}s?\b", given)]
        if given not in spellings and len(named) == 1 and not re.search(r"\bnot?\b", given):
            given = named[0]  # "the first batch"
        if given not in spellings:
            told = textwrap.shorten(str(answer), 60, placeholder="...")
            raise Rejected(
                "no-choice", f'You give "{told}", and the words to choose from are {wants}.'
            )
        return spellings[given]

    return Kind(wants, read, lambda value: f'"{value}"')


def _plain(text):
    """A word without what surrounds it; "An error!" and RuntimeError are "error"."""
    if isinstance(text, type):
        text = text.__name__
    word = str(text).removeprefix("torch.").strip(" .!\"'").lower().removeprefix("an ")
    return "error" if re.fullmatch(r"\w+error", word) else word


yes_or_no = word("yes", "no")


# --- one kind or another, and several at once ----------------------------------------------------


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
            raise Rejected(wrong.misconception, wrong.message + also) from None

    return Kind(wants, read, lambda value: f'"{value}"' if value == "error" else kind.write(value))


shape_or_error = or_error(shape)


def several(kind, length):
    """A tuple of ``length`` values of one kind; a list will do."""
    some = f"{length} values in parentheses"
    wants = f"{some}, each of them {kind.wants}"

    def read(answer):
        if isinstance(answer, torch.Tensor | np.ndarray) and answer.ndim == 1:
            answer = answer.tolist()
        given = answer
        if isinstance(answer, str) and "," in answer:
            answer = answer.strip("()[] ").split(",")
        if not isinstance(answer, list | tuple):
            raise _unlike(answer, wants)
        if len(answer) != length:
            raise Rejected("wrong-count", f"You give {describe(given)}. Wanted: {wants}.")
        if any(one is ... for one in answer):
            raise NotAttemptedError("One of the answers is still the dots.")
        return tuple(kind.read(one) for one in answer)

    def write(value):
        return f"({', '.join(kind.write(one) for one in value)})"

    return Kind(some, read, write, each=kind.wants)

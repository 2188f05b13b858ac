"""The kinds of values that a question asks for, read as beginners write them.

A check for values is made with :func:`expects` or :func:`expects_each` from one of these kinds:
``shape``, ``number``, ``count``, ``word(...)``, ``yes_or_no``, ``or_error(...)``,
``shape_or_error`` and ``several(...)``.
"""

import decimal
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
_SPELT_SHAPE = re.compile(r"((torch\.Size|a |the )?(shape )?)?(\d|by|[\s,xX×*()\[\]-])+\.?")


def _read_shape(answer):
    if isinstance(answer, torch.Tensor | np.ndarray) and _holds_lengths(answer):
        answer = answer.tolist()
    if isinstance(answer, torch.Tensor | np.ndarray):
        thing = "a tensor" if isinstance(answer, torch.Tensor) else "an array"  # its shape may tell
        raise Rejected(
            "wrong-type",
            f"You give {thing}, and a shape is asked: one length for each dimension, in "
            "parentheses.",
        )
    if isinstance(answer, str) and _SPELT_SHAPE.fullmatch(answer.strip()):
        answer = tuple(int(length) for length in re.findall(r"\d+", answer))
    if _is_number(answer):
        answer = (answer,)
    if isinstance(answer, list | tuple):
        answer = tuple(_plain_number(length) for length in answer)
    if not isinstance(answer, tuple) or not all(map(_is_number, answer)):
        raise _unlike(answer, _A_SHAPE)
    if any(length != int(length) or length < 0 for length in answer):
        raise Rejected(
            "no-length", f"You give {answer}. Each number of a shape is a length: 0, 1, 2, ..."
        )
    return tuple(int(length) for length in answer)


def _holds_lengths(values):
    """Whether a tensor or an array is a row of a few whole numbers, as a shape is written."""
    whole = "int" in str(values.dtype)
    return whole and values.ndim == 1 and len(values) <= 6 and not getattr(values, "is_meta", False)


def _plain_number(value):
    """A number out of a tensor or an array that holds nothing else."""
    is_one = isinstance(value, torch.Tensor | np.ndarray) and math.prod(value.shape) == 1
    return value.item() if is_one and not getattr(value, "is_meta", False) else value


def _is_number(value):
    if not isinstance(value, numbers.Real) or isinstance(value, bool | np.bool_):
        return False
    return -1e300 < value < 1e300  # what can be a float; nan is none of them


shape = Kind(_A_SHAPE, _read_shape)


# --- numbers -------------------------------------------------------------------------------------

_SMALL = "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve"
_TENS = "zero, ten, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety, hundred"
_NUMBER_WORDS = {
    **{word: 10 * place for place, word in enumerate(_TENS.split(", "))},
    **{word: place for place, word in enumerate(_SMALL.split(", "))},
}
_NONE = ("none", "no", "nothing", "never")
_DIGITS = r"-?(?:\d{1,3}(?:[, _]\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:e[+-]?\d+)?|-?\.\d+"
_BEFORE = r"(?:(?:about|at|exactly|is|it is|only|\w+ ?=) ?)*=?\s*"
_AFTER = r"\s*°?(?:[a-z]+)?"  # a unit


def _number(wants, *, counts=False):
    def read(answer):
        if isinstance(answer, str):
            answer = _spelt_out(answer, wants, counts)
        if isinstance(answer, list | tuple) and len(answer) == 1:
            answer = answer[0]
        if isinstance(answer, decimal.Decimal):
            answer = float(answer)
        if isinstance(answer, torch.Tensor | np.ndarray | np.generic):
            if math.prod(answer.shape) != 1 or getattr(answer, "is_meta", False):
                raise _unlike(answer, wants)
            answer = answer.item()
        if isinstance(answer, numbers.Real) and answer != answer:  # of a nan, and of nothing else
            raise Rejected("nan", f"You give nan, which means 'not a number'. Wanted: {wants}.")
        if not _is_number(answer):
            raise _unlike(answer, wants)
        return float(answer)

    return Kind(wants, read, _write_number)


def _spelt_out(text, wants, counts):
    """The number in a text, as beginners write it.

    In digits ("7,850", "3/4", "16,5", "-8"), as a share ("75%"), in words ("four", "none"), or
    with words around it ("about 90", "n = 256", "90 degrees"). Of a count, "1 of 4" is 1 and "10%"
    is 10.
    """
    plain = text.strip().rstrip(".").lower().replace("\N{MINUS SIGN}", "-").replace("minus ", "-")
    plain = re.sub(r"^=|(?<=-)\s+", "", plain).strip()
    if plain == "nan":
        return math.nan
    if plain in _NUMBER_WORDS:
        return _NUMBER_WORDS[plain]
    if plain in _NONE and counts:
        return 0
    if re.fullmatch(r"-?\d+,\d{1,2}", plain):  # a comma before the decimals
        return float(plain.replace(",", "."))
    if counts and (part := re.fullmatch(rf"(?:only |about )?({_DIGITS}) (?:out )?of .*", plain)):
        plain = part[1]
    if found := re.fullmatch(rf"{_BEFORE}({_DIGITS})\s*(%?){_AFTER}", plain):
        value = float(re.sub(r"[, _]", "", found[1]))
        return value / 100 if found[2] and not counts else value
    if found := re.fullmatch(rf"({_DIGITS})\s*/\s*({_DIGITS})\s*(%?)", plain):
        above, below = (float(re.sub(r"[, _]", "", part)) for part in found.groups()[:2])
        if below:
            return above / below / (100 if found[3] else 1)
    raise _unlike(text, wants)


def _write_number(value):
    return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"


number = _number("a number such as 12.5")
count = _number("a whole number such as 12", counts=True)


# --- words ---------------------------------------------------------------------------------------


_DENIALS = {"no", "non", "not", "nor", "never", "without", "too", "less", "more"}


def word(*words, also=()):
    """One of these words. Case does not matter; True is "yes", and None is "none".

    Args:
        also: further words that are read and not offered, as each shows a belief.
    """
    *most, last = (f'"{one}"' for one in words)
    wants = f"{', '.join(most)} or {last}"
    spellings = {one.lower(): one for one in (*words, *also)}
    if "yes" in words:
        spellings |= {"y": "yes", "n": "no", "true": "yes", "false": "no"}

    def read(answer):
        if isinstance(answer, int) and not isinstance(answer, bool) and "zero" in spellings:
            answer = str(answer)
        likely = str | bool | np.bool_ | torch.dtype | torch.device | type
        if not isinstance(answer, likely) and not (answer is None and "none" in spellings):
            raise _unlike(answer, f"one of the words {wants}")
        given = _plain(answer)
        named = [one for one in spellings if re.search(rf"\b{re.escape(one)}s?\b", given)]
        denied = _DENIALS & set(re.findall(r"\w+", given)) - spellings.keys()
        begun = [one for one in words if len(given) > 2 and one.lower().startswith(given)]
        if given not in spellings and len(named) == 1 and not denied:
            given = named[0]  # "the first batch"
        elif given not in spellings and len(begun) == 1:
            given = begun[0].lower()  # "neg"
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
    word = {"1st": "first", "2nd": "second", "3rd": "third", "0": "zero"}.get(word, word)
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
            also = ' Or the word "error".' if wrong.misconception in ("wrong-type", "none") else ""
            raise Rejected(wrong.misconception, wrong.message + also) from None

    return Kind(wants, read, lambda value: f'"{value}"' if value == "error" else kind.write(value))


shape_or_error = or_error(shape)


def several(kind, length):
    """A tuple of ``length`` values of one kind; a list will do."""
    some = f"{length} values in parentheses"
    wants = f"{some}, each of them {kind.wants}"

    def read(answer):
        if isinstance(answer, torch.Tensor | np.ndarray) and answer.ndim in (1, 2):
            answer = answer[0] if answer.ndim == 2 and len(answer) == 1 else answer
            answer = answer.tolist() if answer.ndim == 1 else answer
        given = answer
        if isinstance(answer, str) and re.search(r"[,;]| and ", answer):
            answer = re.split(r"[,;]| and ", answer.strip("()[]. "))
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

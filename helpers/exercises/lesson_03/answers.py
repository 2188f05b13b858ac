"""What some predictions of lesson 3 ask for: one number of several, and what a bias may be."""

from dataclasses import replace

import numpy as np
import torch

from helpers.checking.kinds import number, word
from helpers.checking.rejection import Rejected
from helpers.checking.wording import describe


def _read_one(answer):
    """Read one number as a number, and several as a tuple."""
    if isinstance(answer, torch.Tensor | np.ndarray) and answer.ndim == 1 and len(answer) > 1:
        answer = answer.tolist()
    if isinstance(answer, list | tuple) and 1 < len(answer) < 10:
        return tuple(map(number.read, answer))
    return number.read(answer)


def _write_one(value):
    return f"{len(value)} numbers" if isinstance(value, tuple) else number.write(value)


one_number = replace(number, read=_read_one, write=_write_one)

_word = word("zeros", "none", "error")


def _read_bias(answer):
    """Read zeros, written as a word or as numbers, and all that a bias may be besides."""
    if isinstance(answer, str) and answer.strip(" .!\"'").lower() in ("zero", "0", "nonetype"):
        return "none" if "none" in answer.lower() else "zeros"
    if answer is type(None):
        return "none"
    try:
        values = np.asarray(answer, dtype=float) if not isinstance(answer, str | type) else None
    except (TypeError, ValueError, RuntimeError):
        values = None
    if answer is not None and values is not None and values.size and not values.any():
        return "zeros"
    try:
        return _word.read(answer)
    except Rejected as wrong:
        given = f'"{answer}"' if isinstance(answer, str) and len(answer) < 60 else describe(answer)
        wants = 'the words to choose from are "zeros", None and "error"'
        raise Rejected(wrong.misconception, f"You give {given}, and {wants}.") from None


a_bias = replace(_word, wants='"zeros", None or "error"', read=_read_bias)

"""What 01.a and 01.1 ask for: a number, or the products of those who stop before the sum."""

import numpy as np
import torch

from helpers.checking.comparing import a_tensor
from helpers.checking.kinds import Kind, number


def _read(answer):
    """Read one number as a number, and several as a tuple."""
    values = answer
    if isinstance(answer, torch.Tensor):
        values = a_tensor(answer, "Your answer").flatten().tolist()
    if isinstance(answer, np.ndarray):
        values = answer.flatten().tolist()
    if isinstance(values, list | tuple) and len(values) > 1:
        return tuple(map(number.read, values))
    return number.read(answer)


def _write(value):
    return f"{len(value)} numbers" if isinstance(value, tuple) else number.write(value)


dot_product = Kind(number.wants, _read, _write)

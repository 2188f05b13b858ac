"""What 01.e asks for: the two coordinates of a point, or those of two points."""

import re
from dataclasses import replace

import numpy as np
import torch

from helpers.checking.kinds import number, several

_two = several(number, 2)


def _read(answer):
    if isinstance(answer, torch.Tensor | np.ndarray) and 2 in answer.shape and answer.ndim == 2:
        one_column = answer.shape[1] == 1
        answer = answer.reshape(-1).tolist() if one_column else answer.tolist()
    if isinstance(answer, list | tuple) and all(isinstance(one, list | tuple) for one in answer):
        if len(answer) == 1:
            return _two.read(answer[0])
        if len(answer) == 2 and len(answer[0]) == len(answer[1]) == 2:
            return tuple(map(_two.read, answer))
    if isinstance(answer, str):
        answer = re.sub(r"\s*(;|\band\b)\s*", ", ", answer)
    return _two.read(answer)


def _write(value):
    return "two pairs of numbers" if isinstance(value[0], tuple) else _two.write(value)


point = replace(_two, read=_read, write=_write)

"""Functions of PyTorch and NumPy that an answer has put others in place of.

An answer that replaces ``torch.allclose`` would decide its own verdict, and everything that the
notebook does after it.
"""

import inspect
import math

import numpy as np
import torch
from torch import nn

_WATCHED = {
    "torch": torch,
    "torch.nn": nn,
    "torch.nn.functional": nn.functional,
    "torch.Tensor": torch.Tensor,
    "nn.Module": nn.Module,
    "nn.Linear": nn.Linear,
    "np": np,
    "math": math,
}
_ORIGINALS = {
    name: {key: one for key, one in vars(place).items() if callable(one) and key != "Storage"}
    for name, place in _WATCHED.items()
}  # torch.Storage follows the default dtype


def put_back_functions():
    """Put back every function that was replaced since the course was imported; return the names."""
    return [f"{name}.{key}" for name in _WATCHED for key in _put_back(name)]


def _put_back(name):
    place, originals = _WATCHED[name], _ORIGINALS[name]
    now = vars(place)
    replaced = [
        key
        for key, one in originals.items()
        if now.get(key) is not one and not _is_by_pytorch(now.get(key), key)
    ]
    for key in replaced:
        setattr(place, key, originals[key])
    return replaced + (_take_away_hiding(place, originals) if inspect.isclass(place) else [])


def _is_by_pytorch(function, key):
    """Whether PyTorch has wrapped one of its own, as it does when it imports its compiler."""
    of = getattr(function, "__module__", None) or ""
    return of.partition(".")[0] == "torch" and getattr(function, "__name__", "") == key


def _take_away_hiding(place, originals):
    """Take away what was added to a class and hides a method that it inherits."""
    added = [key for key, one in vars(place).items() if callable(one) and key not in originals]
    hiding = [key for key in added if any(hasattr(base, key) for base in place.__bases__)]
    for key in hiding:
        delattr(place, key)
    return hiding

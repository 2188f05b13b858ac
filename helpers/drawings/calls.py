"""Calls of a layer, without a trace in the random numbers of the lesson, and what they give."""

import re

import torch
from torch import nn


def new_layer(in_features, out_features):
    """An ``nn.Linear`` that takes no random numbers from those of the lesson."""
    with torch.random.fork_rng(devices=[]):
        return nn.Linear(in_features, out_features)


def outcome(layer, x):
    """The shape of ``layer(x)`` and None, or None and the text of the error that it raises.

    Newer releases of PyTorch put the name of the operation in front of some errors ("addmm: mat1
    and mat2 ..."). It is left out, so that a drag says the same with all of them.
    """
    try:
        return tuple(layer(x).shape), None
    except RuntimeError as error:
        return None, re.sub(r"^(add)?mm: ", "", str(error))

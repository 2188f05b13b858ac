"""Answers that nobody expects: none of them is right anywhere."""

import random

import numpy as np
import torch
from torch import nn

JUNK = {
    "None": None,
    "a text": "text",
    "a long text": "text " * 100,
    "an empty list": [],
    "an empty dict": {},
    "a nested list": [[], [1]],
    "nan": float("nan"),
    "infinity": float("inf"),
    "a complex number": 1 + 2j,
    "an object": object(),
    "a class": object,
    "an exception": ValueError("no"),
    "a module of Python": random,
    "a function without arguments": lambda: 1,
    "a built-in": len,
    "an empty tensor": torch.zeros(0),
    "a tensor of nan": torch.full((2, 3), torch.nan),
    "a tensor without data": torch.zeros(2, 3, device="meta"),
    "a complex tensor": torch.zeros(2, dtype=torch.complex64),
    "a boolean tensor": torch.ones(3, dtype=torch.bool),
    "an array of objects": np.array([None, {}], dtype=object),
    "a layer of other sizes": nn.Linear(11, 13),
    "a module without forward": nn.Module(),
    "a class without forward": nn.Module,
}

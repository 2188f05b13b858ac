"""An answer that replaces a function of PyTorch decides no verdict, and does not keep it."""

import math

import pytest
import torch
from torch import nn

from helpers.checking.comparing import compare
from helpers.checking.patches import put_back_functions
from helpers.checking.sandbox import call
from tests.rejections import rejection


def always(*args, **kwargs):
    return True


@pytest.mark.parametrize(
    ("place", "name", "told"),
    [
        (torch, "allclose", "torch.allclose"),
        (torch, "isclose", "torch.isclose"),
        (torch.Tensor, "__eq__", "torch.Tensor.__eq__"),
        (torch.Tensor, "sum", "torch.Tensor.sum"),  # which it inherits
        (nn.Linear, "forward", "nn.Linear.forward"),
        (nn, "Linear", "torch.nn.Linear"),
        (nn.functional, "mse_loss", "torch.nn.functional.mse_loss"),
        (math, "sqrt", "math.sqrt"),
    ],
)
def test_a_function_that_is_replaced_is_named_and_put_back(place, name, told):
    before = getattr(place, name)

    def answer():
        setattr(place, name, always)
        return 1

    wrong = rejection(call, answer)
    assert wrong.misconception == "replaces-a-function"
    assert told in wrong.message
    assert getattr(place, name) is before or getattr(place, name) == before
    assert put_back_functions() == []


def test_an_answer_cannot_make_every_number_right():
    want = torch.ones(2)

    def answer():
        torch.isclose = torch.allclose = always
        return torch.zeros(2)

    assert rejection(call, answer).misconception == "replaces-a-function"
    assert rejection(compare, torch.zeros(2), want, "It").misconception == "wrong-values"


def test_what_pytorch_replaces_by_itself_is_no_mistake():
    def answer():
        torch.set_default_dtype(torch.float64)  # torch.Storage follows
        torch.set_default_dtype(torch.float32)
        nn.init.uniform_(torch.empty(2))
        return torch.compiler.is_compiling() or 1  # wraps torch.manual_seed where it is first used

    assert call(answer) == 1

"""An answer of another form than the stub's is told which form is wanted."""

import pytest
import torch
from torch import nn

from helpers.checking.forms import a_class, a_function, a_module
from tests.rejections import rejection


class Own(nn.Module):
    pass


@pytest.mark.parametrize(
    ("answer", "misconception"),
    [
        (3, "wrong-type"),
        ("f", "wrong-type"),
        (nn.Linear(2, 2), "wrong-type"),
        (nn.Linear, "wrong-type"),
        (lambda: 1, "wrong-signature"),
        (lambda a, b, c: 1, "wrong-signature"),
    ],
)
def test_what_is_no_such_function_is_rejected(answer, misconception):
    wrong = rejection(a_function, answer, ["x", "y"], "f")
    assert wrong.misconception == misconception
    assert "`f`" in wrong.message


@pytest.mark.parametrize(
    "answer", [lambda x, y: 1, lambda *args: 1, lambda a, b, c=3: 1, torch.add, max]
)
def test_any_function_that_takes_the_arguments_will_do(answer):
    a_function(answer, ["x", "y"], "f")


@pytest.mark.parametrize(
    ("answer", "misconception"), [(Own(), "wrong-type"), (3, "wrong-type"), (int, "no-base-class")]
)
def test_what_is_no_such_class_is_rejected(answer, misconception):
    assert rejection(a_class, answer, "Own").misconception == misconception
    a_class(Own, "Own")


@pytest.mark.parametrize("answer", [Own, 3, None, torch.zeros(2)])
def test_what_is_no_module_is_rejected(answer):
    assert rejection(a_module, answer, "model").misconception == "wrong-type"


def test_a_module_is_copied_before_it_is_tried():
    layer = nn.Linear(2, 2)
    copy = a_module(layer, "layer")
    nn.init.zeros_(copy.weight)
    assert layer.weight.abs().sum() > 0


def test_a_module_that_cannot_be_copied_is_told_why():
    layer = nn.Linear(2, 2)
    layer.scaled = layer.weight * 2
    assert rejection(a_module, layer, "layer").misconception == "no-leaf"

"""A message names a value in few words, and never with what only this kernel knows."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers.checking.wording import describe, describe_call, name_of


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.zeros(2, 3), "a tensor of shape (2, 3)"),
        (torch.zeros(2, dtype=torch.int64), "an int64 tensor of shape (2,)"),
        (np.zeros(2), "a float64 array of shape (2,)"),
        (nn.Linear, "the class Linear"),
        (len, "the function len"),
        (3, "3"),
        ("x" * 200, "a str"),
    ],
)
def test_a_message_names_a_value_in_few_words(value, words):
    assert describe(value) == words


pytestmark = pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")


class Endless:
    def __repr__(self):
        while True:
            pass


class Broken:
    def __repr__(self):
        raise SystemExit


class NoSuper(nn.Module):
    def __init__(self):
        pass


def test_what_a_learner_wrote_does_not_run_to_be_named():
    assert describe(Endless()) == "an Endless"
    assert describe(Broken()) == "a Broken"
    assert describe([Endless()]) == "a list"
    assert describe({"a": Broken()}) == "a dict"
    assert describe(NoSuper()) == "a NoSuper"
    assert describe(nn.Sequential(NoSuper.__new__(NoSuper))) == "a Sequential"


def test_a_value_that_is_nested_without_end_is_named():
    inside, deep = [], [1]
    inside.append(inside)
    for _ in range(5000):
        deep = [deep]
    assert describe(inside) == describe(deep) == "a list"
    assert describe(10**5000) == "an int"
    nested = torch.nested.nested_tensor([torch.zeros(2), torch.zeros(3)])
    assert describe(nested) == "a tensor that is nested"


def test_a_call_is_named_by_its_arguments():
    def answer(x, n=3):
        return x

    given = describe_call(answer, (torch.zeros(2, 3), 5), {})
    assert given == " for x of shape (2, 3), n = 5"
    assert describe_call(nn.Linear(3, 1), (torch.zeros(2, 3),), {}) == " for input of shape (2, 3)"
    assert describe_call(answer, (), {}) == ""


def test_a_function_and_a_module_are_called_by_their_names():
    assert name_of(len) == "`len`"
    assert name_of(nn.Linear) == "`Linear`"
    assert name_of(nn.Linear(1, 1)) == "Your Linear"

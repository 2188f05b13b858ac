"""A difference between what is asked and what an answer gives is named, and no other is."""

import numpy as np
import pytest
import torch

from helpers.checking.comparing import a_tensor, close, compare
from tests.rejections import rejection


@pytest.mark.parametrize(
    ("value", "misconception"),
    [
        (None, "none"),
        ([1.0], "list"),
        ((1.0,), "list"),
        ([torch.zeros(2), torch.zeros(2)], "list"),
        (np.ones(2), "numpy-array"),
        (1.0, "wrong-type"),
        ("1", "wrong-type"),
        (torch.zeros(2, device="meta"), "wrong-device"),
        (torch.zeros(2, dtype=torch.complex64), "wrong-dtype"),
    ],
    ids=repr,
)
def test_what_is_no_tensor_is_rejected(value, misconception):
    assert rejection(a_tensor, value, "The output").misconception == misconception


WANT = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


@pytest.mark.parametrize(
    ("got", "misconception"),
    [
        (WANT.T, "wrong-shape"),
        (WANT[None], "wrong-shape"),
        (WANT.flatten(), "wrong-shape"),
        (torch.zeros(2, 3, 0), "wrong-shape"),
        (WANT.double(), "wrong-dtype"),
        (WANT.long(), "wrong-dtype"),
        (WANT * torch.nan, "nan"),
        (WANT + 1, "wrong-values"),
        (WANT * torch.inf, "wrong-values"),
        (WANT.flip(0), "upside-down"),
    ],
)
def test_a_difference_is_named(got, misconception):
    beliefs = [("upside-down", WANT.flip(0))]
    assert rejection(compare, got, WANT, "It", beliefs=beliefs).misconception == misconception


def test_equal_numbers_pass_and_so_does_another_order_of_adding_up():
    compare(WANT.clone().requires_grad_(), WANT, "It")
    compare(WANT + 1e-6, WANT, "It")
    compare(torch.tensor([torch.nan]), torch.tensor([torch.nan]), "It")


def test_a_belief_that_leads_to_the_right_numbers_is_no_misconception():
    compare(WANT, WANT, "It", beliefs=[("same", WANT.clone())])


def test_right_numbers_in_the_wrong_shape_are_told_so():
    assert "right numbers" in rejection(compare, WANT.flatten(), WANT, "It").message
    assert "right numbers" not in rejection(compare, WANT.T, WANT, "It").message


def test_target_and_answer_are_drawn_only_where_that_is_asked_for():
    assert rejection(compare, WANT + 1, WANT, "It").picture is None
    picture = rejection(compare, WANT + 1, WANT, "It", show=True).picture()
    assert "6 of 6 numbers differ" in picture.description
    assert rejection(compare, torch.zeros(9, 9), torch.ones(9, 9), "It", show=True).picture is None


@pytest.mark.parametrize("size", [0.001, 0.01, 1.0, 1000.0])
def test_the_count_of_wrong_numbers_goes_by_what_is_accepted(size):
    want = torch.full((3,), size)
    nearly = want * 1.0002 + 2e-5  # two steps beyond what is accepted, whatever the size
    wrong = rejection(compare, torch.stack([nearly[0], want[1], nearly[2]]), want, "It")
    assert wrong.message == "It: 2 of 3 numbers are not what is asked."


def test_tensors_are_close_only_where_shapes_are_equal():
    assert close(WANT, WANT.double() + 1e-6)
    assert not close(WANT, WANT + 1e-3)
    assert not close(WANT, WANT[:1])

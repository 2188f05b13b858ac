"""Pictures and drags must write alike, or readers do not see that they are about one thing."""

import pytest
import torch
from torch import nn

from helpers.captions import landing, listed, on_device, signed, sum_of, terms_of, written


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.0, "2"), (0.5, "0.5"), (-0.001, "0"), (1.006, "1.01"), (100.0, "100"), (-1.25, "-1.25")],
)
def test_numbers_are_written_short_and_without_minus_zero(value, text):
    assert written(value) == written(torch.tensor(value)) == text


def test_a_parameter_is_written_without_a_warning(recwarn):
    assert listed(nn.Parameter(torch.tensor([3.0, -4.5]))) == "3, -4.5"
    assert not recwarn.list


def test_a_negative_number_in_a_sum_stands_in_parentheses():
    assert (signed(-2.0), signed(2.0), signed(0.0)) == ("(-2)", "2", "0")
    x, w = torch.tensor([1.0, 2.0]), torch.tensor([3.0, -4.5])
    assert terms_of(x, w) == "1·3 + 2·(-4.5)"
    assert sum_of(x * w) == "3 + (-9)"


def test_the_basis_vectors_land_on_the_columns_of_the_weight():
    weight = torch.tensor([[2.0, -1.0], [1.0, 0.5]])
    assert landing(weight) == (
        "(1, 0) lands on (2, 1) and (0, 1) lands on (-1, 0.5), the two columns of W"
    )


def test_a_device_without_anything_is_said_to_have_nothing():
    assert on_device("cpu", ["x", "b"]) == "on cpu: x, b"
    assert on_device("meta", []) == "on meta: nothing"

"""Pictures and drags must look and write alike, or readers do not see that they are about one."""

import pytest
import torch
from matplotlib.colors import to_rgb

from helpers.roles import ROLES, listed, signed, terms_of


@pytest.mark.parametrize("look", ROLES.values(), ids=ROLES)
def test_a_tint_is_the_colour_mixed_with_white(look):
    assert look.tint(1) == pytest.approx(to_rgb(look.colour))
    assert look.tint(0) == (1, 1, 1)
    half = [(1 + channel) / 2 for channel in to_rgb(look.colour)]
    assert look.tint(0.5) == pytest.approx(half)


def test_a_negative_number_in_a_sum_stands_in_parentheses():
    assert (signed(-2.0), signed(2.0), signed(0.0)) == ("(-2)", "2", "0")
    x, w = torch.tensor([1.0, 2.0]), torch.tensor([3.0, -4.5])
    assert terms_of(x, w) == "1·3 + 2·(-4.5)"
    assert listed(w) == "3, -4.5"

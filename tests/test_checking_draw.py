"""A check says the same about the same answer each time, as it draws the same numbers."""

import torch
from torch import nn

from helpers.checking.draw import Draw


def test_the_same_seed_draws_the_same_and_no_length_twice():
    one, other = Draw("07.1"), Draw("07.1")
    assert one.sizes(4) == other.sizes(4)
    assert torch.equal(one.tensor(5, 2), other.tensor(5, 2))
    for _ in range(20):
        assert len(set(one.sizes(3))) == 3
    assert (Draw("x").tensor(400) != 0).all()
    assert not torch.equal(Draw("07.1").tensor(9), Draw("07.2").tensor(9))


def test_a_module_is_filled_with_what_is_drawn():
    layer = Draw("x").fill(nn.Linear(3, 2), lambda numbers: numbers / 4)
    draw = Draw("x")
    assert torch.equal(layer.weight, draw.tensor(2, 3) / 4)
    assert torch.equal(layer.bias, draw.tensor(2) / 4)
    assert layer.weight.requires_grad

"""What a notebook has set is the same after a check, and does not decide what the check says."""

import contextlib
import random

import numpy as np
import pytest
import torch

from helpers.checking.sandbox import call
from helpers.checking.settings import notebook_left_alone, read_settings
from tests.rejections import rejection


def test_random_states_and_settings_are_put_back():
    def states():
        return torch.get_rng_state().tolist(), random.getstate(), str(np.random.get_state())

    torch.set_default_dtype(torch.float64)
    try:
        before = states()
        with torch.no_grad(), notebook_left_alone():
            assert torch.get_default_dtype() == torch.float32
            assert torch.is_grad_enabled()
            torch.manual_seed(1), random.seed(1), np.random.seed(1)
            torch.rand(3), random.random(), np.random.rand()
        assert states() == before
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("seed", [0, 1, 42, 1234])
def test_a_seed_is_noticed_even_where_the_notebook_has_the_same(seed):
    torch.manual_seed(seed)
    with notebook_left_alone():
        wrong = rejection(call, lambda: torch.manual_seed(seed))
    assert wrong.misconception == "changes-seed"


def test_a_seed_may_be_set_where_that_is_said_and_is_put_back():
    def fails():
        torch.manual_seed(0)
        raise LookupError

    before = read_settings()
    assert call(lambda: torch.manual_seed(0), may_seed=True)
    assert rejection(call, fails, may_seed=True).misconception == "raises"
    assert read_settings() == before


def test_all_is_put_back_after_an_error_too():
    before = torch.get_rng_state()
    with contextlib.suppress(ZeroDivisionError), notebook_left_alone():
        torch.rand(3)
        raise ZeroDivisionError
    assert torch.equal(torch.get_rng_state(), before)


def test_gradients_work_in_a_notebook_in_inference_mode():
    with torch.inference_mode(), notebook_left_alone():
        x = torch.ones(2, requires_grad=True)
        x.sum().backward()
    assert x.grad.tolist() == [1, 1]

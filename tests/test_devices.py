"""A lesson must run where there is no GPU, and use one where there is."""

import itertools

import pytest
import torch

from helpers import devices


@pytest.mark.parametrize(
    ("cuda", "mps", "best"),
    [
        (True, True, "cuda"),
        (True, False, "cuda"),
        (False, True, "mps"),
        (False, False, "cpu"),
    ],
)
def test_the_fastest_device_of_the_machine_is_picked(monkeypatch, cuda, mps, best):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert devices.pick_device() == torch.device(best)


@pytest.mark.filterwarnings("ignore")  # PyTorch may have something to say about this machine's GPU
def test_a_layer_runs_on_the_device_that_was_picked():
    device = devices.pick_device()
    assert torch.nn.Linear(2, 3, device=device)(torch.ones(4, 2, device=device)).shape == (4, 3)


@pytest.mark.parametrize("device", devices.RECORDED_MILLISECONDS)
def test_each_recorded_time_belongs_to_a_size(device):
    times, sizes = devices.RECORDED_MILLISECONDS[device], devices.RECORDED_SIZES
    assert len(times) == len(sizes)
    assert all(time > 0 for time in times)
    assert all(small < large for small, large in itertools.pairwise(sizes))

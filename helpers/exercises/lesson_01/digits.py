"""Numbers with many digits, so that rounding shows, and whether digits were lost on the way."""

import torch

SCALES = (1, 10, 100, 1000)


def fine(draw, *shape):
    """Return a drawn float32 tensor of numbers that no few decimals can hold, from -1.3 to 1.5."""
    return draw.tensor(*shape) / 3 + 0.1


def loses_digits(got, want):
    """Whether ``got`` comes near to ``want`` in all places, as rounded or cut numbers do."""
    if not isinstance(got, torch.Tensor) or got.shape != want.shape or not got.numel():
        return False
    if got.is_complex() or got.dtype == torch.bool:
        return False
    got, want = got.detach().double(), want.detach().double()
    off = (got - want).abs()
    if (off <= 0.01 * want.abs() + 0.005 * want.abs().max()).all():
        return True
    return any((off < 1 / scale).all() and _whole(got * scale) for scale in SCALES)


def _whole(values):
    return torch.allclose(values, values.round(), rtol=0, atol=1e-3)

"""Comparing what an answer gives with what is asked, and what it was given with what it left."""

import numpy as np
import torch

from helpers.checking.rejection import NotAttemptedError, Rejected
from helpers.checking.wording import describe

TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}  # float32 sums of different order agree to this


def a_tensor(value, what):
    """Return ``value`` detached and on the CPU; reject it unless it is a tensor with numbers."""
    if value is ...:
        raise NotAttemptedError(f"{what} is still the dots.")
    if value is None:
        raise Rejected("none", f"{what} is None; a tensor is wanted.")
    if isinstance(value, np.ndarray):
        raise Rejected(
            "numpy-array",
            f"{what} is a NumPy array, and a tensor is wanted: layers work on tensors only. "
            "torch.tensor(...) or torch.from_numpy(...) makes one.",
        )
    if isinstance(value, list | tuple) and any(isinstance(one, torch.Tensor) for one in value):
        raise Rejected(
            "list",
            f"{what} is a {type(value).__name__} of tensors, and one tensor is wanted: torch.stack "
            "makes one of equal shapes, torch.cat joins them along a dimension that is there.",
        )
    if isinstance(value, list | tuple):
        raise Rejected(
            "list",
            f"{what} is a {type(value).__name__}, and a tensor is wanted: a list has no shape "
            "and no dtype. torch.tensor([...]) makes one.",
        )
    if not isinstance(value, torch.Tensor):
        raise Rejected("wrong-type", f"{what} is {describe(value)}, and a tensor is wanted.")
    if value.is_meta:
        raise Rejected(
            "wrong-device", f"{what} is on the meta device, where tensors have no numbers."
        )
    if value.is_nested or value.layout != torch.strided or value.is_quantized:
        raise Rejected("wrong-type", f"{what} is of a special kind; an ordinary tensor is wanted.")
    if value.is_complex():
        raise Rejected("wrong-dtype", f"{what} holds complex numbers ({value.dtype}).")
    return value.detach().cpu()


def compare(got, want, what, *, beliefs=(), otherwise="", facts=None, show=False):
    """Reject ``got`` unless it is ``want``: a tensor of the same shape, dtype and numbers.

    Args:
        got: what the learner gives. want: a tensor.
        what: the words for it that begin a message, such as "The output of `affine`".
        beliefs: (misconception, tensor that it leads to), tried before anything else. The
            sentences are in the table ``told`` of the exercise.
        otherwise: what to think of, where the numbers differ and no belief leads to them.
        facts: what is filled into the sentences of the beliefs.
        show: draw the answer beside the target. Only where the target does not give it away.

    Floating-point numbers may differ by ``TOLERANCE``.
    """
    value = a_tensor(got, what)
    picture = _side_by_side(want, value) if show else None
    for misconception, wrong in beliefs:
        if close(value, wrong) and not close(wrong, want):
            raise Rejected(misconception, facts=facts, picture=picture)
    if value.is_floating_point() and value.isnan().any() and not want.isnan().any():
        raise Rejected(
            "nan",
            f"{what} holds nan, which is no number. It comes from memory that was never filled, "
            "or from a division of 0 by 0.",
        )
    if value.shape != want.shape:
        have, asked = tuple(value.shape), tuple(want.shape)
        same = value.numel() == want.numel() and close(value.flatten(), want.flatten())
        raise Rejected(
            "wrong-shape",
            f"{what} has the right numbers in the wrong shape: {have}, where {asked} is asked. "
            "The shape says what each number belongs to."
            if same
            else f"{what} has the shape {have}, and {asked} is asked.",
            picture=picture,
        )
    if value.dtype != want.dtype:
        raise Rejected(
            "wrong-dtype",
            f"{what} has the dtype {value.dtype}, and {want.dtype} is asked. Which of your "
            "numbers brings the other dtype in?",
        )
    off = ~_close_numbers(value, want)
    if off.any():
        raise Rejected(
            "wrong-values",
            f"{what}: {int(off.sum())} of {off.numel()} numbers are not what is asked. "
            f"{otherwise}".rstrip(),
            picture=picture,
        )


def close(value, want):
    """Whether two tensors have the same shape and the same numbers, within ``TOLERANCE``."""
    return value.shape == want.shape and bool(_close_numbers(value, want).all())


def _close_numbers(value, want):
    return torch.isclose(value.double(), want.double(), **TOLERANCE, equal_nan=True)


def _side_by_side(target, yours):
    def draw():
        from helpers import figures  # matplotlib takes a while, and most checks draw nothing

        return figures.side_by_side(target, yours)

    drawable = all(1 <= one.dim() <= 2 and 0 < one.numel() <= 60 for one in (target, yours))
    return draw if drawable else None

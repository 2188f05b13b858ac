"""What the errors tell that an answer to 03.2 raises: part of an error -> misconception."""

import itertools

import torch


def common_symptoms(x, W):
    """What errors say, with a bias or without, about the product and about what b is."""
    symptoms = {
        "NoneType": "none-not-handled",
        "Boolean value of Tensor": "asks-a-tensor-yes-or-no",
    }
    if x.dtype == torch.float64:
        symptoms |= dict.fromkeys(
            ["same dtype", "scalar type", "torch.DoubleTensor"], "other-dtype"
        )
    if x.dim() == 2:
        (n, n_in), n_out = x.shape, len(W)
        tables = ((n, n_in), (n_out, n_in))
        sizes = [
            one for a, b in (tables, tables[::-1]) for one in itertools.product(turns(a), turns(b))
        ]
        unfit = [f"({a}x{b} and {c}x{d})" for (a, b), (c, d) in sizes if b != c]
        return (
            symptoms
            | dict.fromkeys(unfit, "product-does-not-fit")
            | {
                "3D tensor": "blocks-only",
                f"(1x{n_in} and {n}x{n_in})": "one-row-only",
                "1D tensors expected": "one-row-only",
            }
        )
    not_two = [
        "matrix",
        "2D",
        "2-D",
        "at least 1D",
        "to unpack",
        "Dimension out of range",
        "3D tensor",
    ]
    not_two += [
        "number of subscripts",
        "must match the size",
        "invalid for input",
        "too many indices",
    ]
    if x.dim() > 2:
        not_two += ["cannot be multiplied", "size mismatch", "Expected size for first two"]
    return symptoms | dict.fromkeys(not_two, "two-dimensions-only")


def turns(shape):
    """A table as it lies, and turned."""
    return shape, shape[::-1]


def symptoms_without_bias(x, W):
    """The errors of ``x * W``, as far as nothing else leads to the same sizes."""
    if x.dim() != 2:
        return {}
    (n, n_in), n_out = x.shape, len(W)
    last = "at non-singleton dimension 1"
    return {
        f"tensor a ({n_out}) must match the size of tensor b ({n_in}) {last}": "bias-per-input",
        f"tensor a ({n}) must match the size of tensor b ({n_out})": "product-without-sum",
        f"tensor b ({n}) at non-singleton dimension 0": "product-without-sum",
        f"tensor a ({n_in}) must match the size of tensor b ({n_out})": "product-without-sum",
        f"tensor b ({n}) at non-singleton dimension 1": "bias-does-not-fit",
    }


def symptoms_with_bias(W):
    """The errors of a sum: of x and b where their lengths meet, else of the products and b."""
    n_out, n_in = W.shape
    return {
        f"({n_in}) must match the size of tensor b ({n_out})": "bias-added-to-the-input",
        f"({n_out}) must match the size of tensor b ({n_in})": "bias-added-to-the-input",
        "must match the size": "bias-does-not-fit",
    }

"""What pictures and drags write alike: numbers, and what both a picture and its drag say."""

import torch


def written(value):
    """A number as the pictures write it: at most two decimals, no trailing zeros, no -0."""
    if isinstance(value, torch.Tensor):
        value = value.item()  # float() warns of a tensor with a gradient
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def signed(value):
    """A number that may follow + or ·: in parentheses where it is negative."""
    return f"({written(value)})" if value < 0 else written(value)


def listed(values):
    """Numbers with commas between them."""
    return ", ".join(map(written, values))


def sum_of(values):
    """Numbers with + between them: ``2 + (-1)``."""
    return " + ".join(map(signed, values))


def terms_of(x, w):
    """The terms of a dot product of two vectors of shape (n,): ``2·3 + 0·(-1)``."""
    return " + ".join(f"{written(a)}·{signed(b)}" for a, b in zip(x, w, strict=True))


def landing(weight):
    """Where a 2x2 weight moves the two basis vectors, in a sentence."""
    first, second = weight.T
    return (
        f"(1, 0) lands on ({listed(first)}) and (0, 1) lands on ({listed(second)}), "
        "the two columns of W"
    )


def yes_or_no(yes):
    """A word behind a mark."""
    return "✓ yes" if yes else "✗ no"


def on_device(device, names):
    """What is on a device: ``on meta: weight, bias``."""
    return f"on {device}: {', '.join(names) or 'nothing'}"

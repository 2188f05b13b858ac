"""What pictures and drags have in common: the colours of the roles, and the shapes they ask for.

A role (input, weight, bias, output, target, gradient, error) has one colour everywhere, from the
Okabe-Ito palette, whose colours stay apart for most colour-blind readers (Okabe and Ito, "Color
Universal Design", 2008). No role is told by colour alone: every matrix carries its letter and its
shape, every curve its own line style or marker.
"""

from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Role:
    """How one role looks in every picture: a colour, a marker for points, a style for lines."""

    colour: str
    marker: str
    line: str

    def tint(self, share=0.25):
        """The colour mixed with white; ``share`` is how much of the colour is left, 0 to 1."""
        channels = (int(self.colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
        return tuple(1 - share * (1 - channel) for channel in channels)


ROLES = {
    "input": Role("#0072B2", "o", "-"),
    "weight": Role("#E69F00", "s", "-"),
    "bias": Role("#009E73", "^", "--"),
    "output": Role("#CC79A7", "D", "-"),
    "target": Role("#000000", "o", ":"),
    "gradient": Role("#56B4E9", "v", "-."),
    "error": Role("#D55E00", "X", "-"),
}

GREY = "#666666"  # arrows and frames that have no role
DEVICE_GROUND = "#F4F4F4"
YES_GROUND = "#D8D8D8"  # a no stands on white

SIGNED = "PuOr"  # the colour map of matplotlib for an image with signs, in which 0 is white
ABOVE_0, BELOW_0 = "#542788", "#B35806"  # its purple and its orange


def check_shapes(**given):
    """Raise a sentence where a tensor has not the shape that a picture can draw.

    Args:
        given: by name, a tensor and the names of its dimensions, such as ``"out in"``. A dimension
            of the same name has the same length everywhere; a name that is a number is the length.
            None stands for a tensor that was left out.
    """
    lengths = {}
    for name, (tensor, dimensions) in given.items():
        if tensor is None:
            continue
        dimensions = dimensions.split()
        wanted = f"a tensor of shape ({', '.join(dimensions)})"
        if not isinstance(tensor, torch.Tensor):
            raise TypeError(f"{name} is a {type(tensor).__name__}; this picture draws {wanted}.")
        shape = tuple(tensor.shape)
        if len(shape) != len(dimensions):
            raise ValueError(f"{name} has the shape {shape}; this picture draws {wanted}.")
        for dimension, length in zip(dimensions, shape, strict=True):
            known = int(dimension) if dimension.isdigit() else lengths.setdefault(dimension, length)
            if length != known:
                raise ValueError(
                    f"{name} has the shape {shape}; this picture draws {wanted}, "
                    f"and here {dimension} is {known}."
                )

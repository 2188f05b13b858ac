"""Every picture of the course, in one visual language.

Each function draws tensors of the lesson and returns a ``Picture``: a matplotlib figure that shows
itself in a notebook, together with one sentence that says in words what was drawn.

- ``algebra``: matrices with their numbers, their products and their sums.
- ``geometry``: what a layer does to points, directions and lines.
- ``layers``: nodes, parameters, and what a module does with its attributes.
- ``regression``: fitted lines, losses, and the way down to the smallest.
- ``digits``: images, and how a classifier reads them.
- ``devices``: where things are, and how long an operation takes there.

What they are drawn on is in ``canvas``, and what they share in ``pieces``. What each role (input,
weight, bias, output, ...) looks like stands in ``helpers.roles``, and what a picture has in common
with its drag in ``helpers.captions`` and in the rooms of ``helpers.drawings``.
"""

from helpers.figures.algebra import broadcast_sum, dot_product, matrix_product, rows, side_by_side
from helpers.figures.devices import places, timings
from helpers.figures.digits import (
    accuracies,
    confusion,
    image_times_template,
    images,
    mistakes,
    templates,
)
from helpers.figures.geometry import likeness, lines, plane
from helpers.figures.layers import network, parameter_histogram, registration_grid
from helpers.figures.regression import fitted_lines, loss_curves, loss_surface

__all__ = [
    "accuracies",
    "broadcast_sum",
    "confusion",
    "dot_product",
    "fitted_lines",
    "image_times_template",
    "images",
    "likeness",
    "lines",
    "loss_curves",
    "loss_surface",
    "matrix_product",
    "mistakes",
    "network",
    "parameter_histogram",
    "places",
    "plane",
    "registration_grid",
    "rows",
    "side_by_side",
    "templates",
    "timings",
]

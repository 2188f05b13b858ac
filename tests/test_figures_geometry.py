"""A plane, a direction or a line that is drawn wrong teaches something wrong."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers import figures
from tests.pictures import TURN, drawn, texts

pytestmark = pytest.mark.filterwarnings("error")


def test_the_plane_lands_where_the_weight_says():
    before, after = drawn("plane").picture.axes
    arrows = [a.xy for a in after.texts if not a.get_text()]
    assert [tuple(arrow) for arrow in arrows] == [(2, 1), (-1, 1)]
    grids = [np.stack([line.get_xydata() for line in ax.lines]) for ax in (before, after)]
    square, landed = (torch.tensor(grid).float() for grid in grids)
    assert torch.allclose(landed, nn.functional.linear(square, TURN))
    corners = {tuple(corner) for corner in after.patches[0].get_xy().tolist()}
    assert corners == {(0, 0), (2, 1), (1, 2), (-1, 1)}


def test_likeness_draws_the_dot_product_over_the_angle():
    picture = drawn("likeness").picture
    curve = picture.axes[1].lines[1]
    expected = 20 * np.cos(np.deg2rad(curve.get_xdata()))
    assert np.allclose(curve.get_ydata(), expected, atol=1e-4)
    assert {"10", "0", "-10", "-20"} <= set(texts(picture))


def test_lines_tilt_with_the_weight_and_lift_with_the_bias():
    slopes, heights = [], []
    for ax in drawn("lines").picture.axes:
        for line in ax.lines:
            x, y = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
            if line.get_label().startswith(("w =", "b =")):
                slopes.append((y[1] - y[0]) / (x[1] - x[0]))
                heights.append(y.mean())
    assert slopes == [-1, 0.5, 2, 1, 1, 1]
    assert heights == [0, 0, 0, -3, 0, 3]


def test_more_lines_than_can_be_told_apart_are_refused_and_not_left_out():
    with pytest.raises(ValueError, match=r"2 weights and 5 biases; .* at most 4 of each"):
        figures.lines([1, 2], [1, 2, 3, 4, 5])

"""Lines, losses and paths must be where their numbers are, or nobody sees the training."""

import math

import numpy as np
import pytest

from helpers import figures
from helpers.roles import ROLES
from tests.pictures import LINE_X, LINE_Y, PATH, drawn

pytestmark = pytest.mark.filterwarnings("error")


def test_the_fitted_line_and_its_errors_are_where_the_numbers_say():
    ax = drawn("fitted_lines").picture.axes[0]
    fit, best, data = ax.lines
    assert list(fit.get_ydata()) == [7, 88]
    assert list(best.get_ydata()) == [5, 95]
    assert list(data.get_ydata()) == LINE_Y.flatten().tolist()
    segments = [segment[:, 1].tolist() for segment in ax.collections[0].get_segments()]
    assert segments == [[y, 9 * x + 7] for x, y in enumerate(LINE_Y.flatten().tolist())]


def test_a_line_through_every_point_has_no_errors_to_draw():
    ax = figures.fitted_lines(LINE_X, LINE_Y, {"best": (10.0, 5.0)}).axes[0]
    assert not ax.collections


def test_loss_curves_draw_each_run_as_far_as_it_is_finite():
    picture = figures.loss_curves({"good": [4.0, 2.0, 1.0], "bad": [1.0, 100.0, math.nan]})
    good, bad = picture.axes
    assert list(good.lines[0].get_ydata()) == [4, 2, 1]
    assert list(bad.lines[0].get_ydata()) == [1, 100]
    assert picture.description.endswith("good: it falls; bad: it ends at nan")


@pytest.mark.parametrize(
    ("losses", "course"),
    [
        ([1.0, 3.0, 9.0], "it grows"),
        ([4.0, 4.0, 4.0], "it does not fall"),
        ([4.0, 1.0, 5.0, 1.0, 5.0], "it swings up and down"),
    ],
)
def test_the_course_of_a_loss_is_said_in_words(losses, course):
    assert figures.loss_curves({"a": losses}).description.endswith(f"a: {course}")


def test_the_loss_surface_is_lowest_at_its_star_and_carries_the_path():
    ax, _ = drawn("loss_surface").picture.axes
    outline, steps, start, star = ax.lines
    for line in (outline, steps):
        assert np.allclose(line.get_xydata(), PATH)
    assert steps.get_marker() == start.get_marker() == ROLES["gradient"].marker
    assert np.allclose(start.get_xydata(), [PATH[0]])
    assert np.allclose(star.get_xydata(), [(10.0, 5.0)])
    low, high = ax.get_xlim()
    assert low < 0
    assert high > 10


def test_each_edge_between_two_greys_is_as_high_as_the_mean_squared_error_there():
    ax = drawn("loss_surface").picture.axes[0]
    contours = ax.collections[0]
    edges = np.concatenate([path.vertices for path in contours.get_paths()])
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    inside = (abs(edges - [left, low]) > 0.01) & (abs(edges - [right, high]) > 0.01)
    w, b = edges[inside.all(axis=1)].T
    heights = np.log10(1 + np.square(w * LINE_X.numpy() + b - LINE_Y.numpy()).mean(axis=0))
    assert len(heights) > 100
    assert abs(heights[:, None] - contours.levels).min(axis=1).max() < 0.05  # they are 0.4 apart

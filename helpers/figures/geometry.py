"""What a layer does to points: it moves the plane, compares directions, or draws a line."""

import math

import torch

from helpers.captions import landing, listed, written
from helpers.figures.canvas import WIDEST, Picture, styled
from helpers.figures.pieces import BEHIND_TEXT, array, draw_vector
from helpers.roles import ROLES, check_shapes


@styled
def plane(weight):
    """A 2x2 weight as a motion of the plane: the grid, the unit square and the two basis vectors.

    Args:
        weight: shape (2, 2). Its two columns are where the basis vectors land.
    """
    check_shapes(weight=(weight, "2 2"))
    picture = Picture(WIDEST, 4.2)
    before, after = picture.subplots(1, 2, sharex=True, sharey=True)
    reach = 1 + max(2.0, weight.abs().sum(dim=1).max().item())
    _grid(before, torch.eye(2), arrows="input", area="input")
    _grid(after, weight, arrows="weight", area="output")
    for ax, title in [(before, "before: x"), (after, "after: y = x @ W.T")]:
        ax.set(title=title, xlabel="first coordinate", xlim=(-reach, reach), ylim=(-reach, reach))
        ax.set_aspect("equal")
    before.set_ylabel("second coordinate")
    return picture.described(landing(weight))


def _grid(ax, matrix, *, arrows, area):
    """The grid, the square and the basis vectors where a 2x2 matrix moves them.

    Args:
        arrows, area: the roles whose colours the vectors and the square have.
    """
    steps = torch.linspace(-2, 2, 5)
    for fixed in steps:
        for ends in ((steps, fixed.expand(5)), (fixed.expand(5), steps)):
            moved = matrix @ torch.stack(ends)
            ax.plot(*moved.tolist(), color="#BBBBBB", linewidth=1, zorder=1)
    square = torch.tensor([[0.0, 1, 1, 0], [0, 0, 1, 1]])
    ax.fill(*(matrix @ square).tolist(), color=ROLES[area].tint(0.4), zorder=2)
    for end, name in zip(matrix.T, ["first", "second"], strict=True):
        draw_vector(ax, end, arrows)
        right_of_it, above_it = end[0] > 0, end[1] >= 0
        ax.annotate(
            f"{name}\n({listed(end)})",
            end.tolist(),
            xytext=(8 if right_of_it else -8, 4 if above_it else -4),
            textcoords="offset points",
            ha="left" if right_of_it else "right",
            va="bottom" if above_it else "top",
            bbox=BEHIND_TEXT,
            zorder=4,
        )


@styled
def likeness(w, length=1.0):
    """The dot product of w with a vector x of fixed length that turns all the way around.

    Args:
        w: shape (2,). length: the length of x.
    """
    check_shapes(w=(w, "2"))
    angles = torch.arange(0, 361, 5)
    turned = torch.deg2rad(angles + _degrees(w))
    xs = length * torch.stack([turned.cos(), turned.sin()], dim=1)
    dots = xs @ w
    picture = Picture(WIDEST, 4)
    left, right = picture.subplots(1, 2, width_ratios=[2, 3])
    reach = 1.35 * max(length, w.norm().item())
    draw_vector(left, w, "weight")
    left.annotate("w", w.tolist(), xytext=(6, 6), textcoords="offset points", fontweight="bold")
    drawn = [60, 90, 120, 180]  # degrees
    places = [angle // 5 for angle in drawn]
    for x, dot in zip(xs[places], dots[places], strict=True):
        draw_vector(left, x, "input")
        left.text(*(1.22 * x).tolist(), written(dot), ha="center", va="center")
    left.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[])
    left.set(xlabel="x @ w for four directions of x", aspect="equal")
    left.spines[:].set_visible(False)
    right.axhline(0, color="black", linewidth=1)
    right.plot(array(angles), array(dots), color=ROLES["output"].colour)
    look = ROLES["input"]
    right.plot(drawn, array(dots[places]), look.marker, color=look.colour)
    right.set(xlabel="angle from w to x (degrees)", ylabel="x @ w", xticks=range(0, 361, 90))
    return picture.described(
        f"x @ w is {written(dots.max())} when x points along w, 0 at 90 and 270 degrees, "
        f"and {written(dots.min())} when x points the other way"
    )


def _degrees(vector):
    """The angle of a vector of shape (2,), counted from (1, 0)."""
    return math.degrees(math.atan2(vector[1].item(), vector[0].item()))


@styled
def lines(weights, biases):
    """Lines y = w x + b: on the left w changes and b is 0, on the right b changes and w is 1.

    Args:
        weights, biases: the numbers to draw, at most four each.
    """
    styles = ["-", "--", "-.", ":"]
    if max(len(weights), len(biases)) > len(styles):
        raise ValueError(
            f"{len(weights)} weights and {len(biases)} biases; "
            f"this picture draws at most {len(styles)} of each."
        )
    picture = Picture(8, 3.3)
    left, right = picture.subplots(1, 2, sharey=True)
    tilted = [(w, 0, f"w = {written(w)}") for w in weights]
    lifted = [(1, b, f"b = {written(b)}") for b in biases]
    for ax, role, drawn, title in [
        (left, "weight", tilted, "w tilts the line (b = 0)"),
        (right, "bias", lifted, "b lifts the line (w = 1)"),
    ]:
        ax.axhline(0, color="#BBBBBB", linewidth=1)
        ax.axvline(0, color="#BBBBBB", linewidth=1)
        for (w, b, label), style in zip(drawn, styles, strict=False):
            ends = [-3 * w + b, 3 * w + b]
            ax.plot([-3, 3], ends, color=ROLES[role].colour, linestyle=style, label=label)
            ax.annotate(
                label,
                (3, ends[1]),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                bbox=BEHIND_TEXT,
            )
        ax.plot(0, 0, "o", color="black", markersize=6)
        ax.set(title=title, xlabel="x", xlim=(-3, 4.4), xticks=range(-3, 4))
    left.set_ylabel("y = w x + b")
    return picture.described(
        f"with b = 0 every line passes through (0, 0), whatever w is ({listed(weights)}); "
        f"with w = 1 the lines are parallel and cross x = 0 at b = {listed(biases)}"
    )

"""The pieces that the pictures share: cells with numbers, names, arrows, and images with signs."""

import matplotlib as mpl
import torch
from matplotlib.patches import FancyArrowPatch, Rectangle

from helpers.captions import written
from helpers.figures.canvas import TEXT, Picture
from helpers.roles import GREY, ROLES, SIGNED

CELL = 0.55  # inches for one cell of a drawn matrix
BEHIND_TEXT = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}


def array(tensor):
    """The numbers of a tensor as matplotlib takes them, from any device, without a gradient."""
    return tensor.detach().cpu().numpy()


def new_sheet(width, height):
    """A picture to draw cells on: one unit is one cell, y grows downwards like row numbers."""
    picture = Picture(width * CELL, height * CELL, layout=None)
    sheet = picture.add_axes((0, 0, 1, 1))
    sheet.set(xlim=(0, width), ylim=(height, 0))
    sheet.axis("off")
    return picture, sheet


def draw_cells(sheet, left, top, values, role, *, strong=None, pale=False):
    """A matrix as cells with their numbers.

    Args:
        values: shape (rows, columns).
        strong: an index of ``values``: these cells are marked. pale: whether all are mere copies.
    """
    look = ROLES[role]
    marked = torch.zeros(values.shape, dtype=torch.bool)
    if strong is not None:
        marked[strong] = True
    for i, numbers in enumerate(values.tolist()):
        for j, value in enumerate(numbers):
            share = 0.65 if marked[i, j] else 0.0 if pale else 0.2
            cell = Rectangle(
                (left + j, top + i),
                1,
                1,
                facecolor=look.tint(share),
                edgecolor=look.colour,
                linewidth=3 if marked[i, j] else 1.5,
                linestyle=":" if pale else "-",
                zorder=3 if marked[i, j] else 2,
            )
            sheet.add_patch(cell)
            text = written(value)
            sheet.text(
                left + j + 0.5,
                top + i + 0.5,
                text,
                ha="center",
                va="center",
                zorder=4,
                fontsize=TEXT if len(text) < 5 else 11.6,
            )


def draw_name(sheet, left, middle, text, role):
    """The name of a matrix on the colour of its role, behind the marker of the role."""
    look = ROLES[role]
    point = {"marker": look.marker, "color": look.colour, "edgecolor": "black", "linewidth": 1}
    sheet.scatter(left + 0.15, middle, s=80, **point, zorder=4)
    ground = {"facecolor": look.tint(), "edgecolor": look.colour, "pad": 3}
    sheet.text(left, middle, f"    {text}", va="center", fontweight="bold", bbox=ground)


def draw_arrow(sheet, start, end):
    """An arrow without a role, from one (x, y) to another."""
    look = {"arrowstyle": "-|>", "mutation_scale": 16, "linewidth": 2, "color": GREY}
    sheet.add_patch(FancyArrowPatch(start, end, **look))


def draw_vector(ax, end, role):
    """An arrow from (0, 0) in the colour of a role; ``end`` is a tensor of shape (2,)."""
    arrow = {"arrowstyle": "-|>", "mutation_scale": 18, "shrinkA": 0, "shrinkB": 0}
    look = {"color": ROLES[role].colour, "linewidth": 3}
    ax.annotate("", end.tolist(), (0, 0), arrowprops=arrow | look, zorder=3)


def draw_signed(ax, values, top):
    """An image with signs: white is 0, purple is above and orange is below.

    Args:
        values: shape (height, width). top: the value with the strongest colour, and -top as well.
    """
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    steps = mpl.colormaps[SIGNED].resampled(15)  # few colours keep notebooks small
    return ax.imshow(array(values), cmap=steps, vmin=-top, vmax=top, interpolation="nearest")


def plain(value, _position=None):
    """A number for an axis, without powers of ten: their small raised digits are hard to read."""
    if value and not 9e-6 < abs(value) < 1e6:
        return f"{value:.0e}"
    return f"{value:,.5f}".rstrip("0").rstrip(".")

"""A line and its training: the points, the loss over the steps, and the way down its surface."""

import itertools
import math

import matplotlib as mpl
import numpy as np
import torch
from matplotlib.colors import ListedColormap

from helpers.captions import written
from helpers.drawings.surface import surface_of
from helpers.figures.canvas import WIDEST, Picture, styled
from helpers.figures.pieces import array, plain
from helpers.roles import ROLES


@styled
def fitted_lines(x, y, fits):
    """Data points, each line that was fitted to them, and how far the points are from the first.

    Args:
        x, y: shape (N,) or (N, 1).
        fits: a dictionary from a label to (slope, intercept), at most three.
    """
    x, y = array(x.flatten()), array(y.flatten())
    picture = Picture(7.5, 3.4)
    ax = picture.subplots()
    ends = np.array([x.min(), x.max()])
    styles = ["-", "--", "-."]
    for index, (label, (slope, intercept)) in enumerate(fits.items()):
        reached = slope * x + intercept
        if index == 0 and abs(reached - y).max() > 0.01 * (y.max() - y.min()):
            ax.vlines(x, y, reached, color=ROLES["error"].colour, label="error")
        name = f"{label}: y = {written(slope)} x + {written(intercept)}"
        look = {"color": ROLES["output"].colour, "linestyle": styles[index]}
        ax.plot(ends, slope * ends + intercept, **look, label=name)
    ax.plot(x, y, "o", color=ROLES["target"].colour, label="data")
    ax.set(xlabel="x (input)", ylabel="y (target)")
    ax.legend()
    told = "; ".join(
        f"{label}: slope {written(slope)}, intercept {written(intercept)}"
        for label, (slope, intercept) in fits.items()
    )
    return picture.described(f"{len(x)} points and the line fitted to them: {told}")


@styled
def loss_curves(curves, log=True):
    """The loss over the steps of training, one panel for each run.

    Args:
        curves: a dictionary from a title to the list of losses of that run; losses that are not
            finite are left out of the drawing.
        log: whether the axis of the loss is logarithmic.
    """
    picture = Picture(min(WIDEST, 2 + 3 * len(curves)), 3)
    axes = picture.subplots(1, len(curves), squeeze=False)[0]
    for ax, (title, losses) in zip(axes, curves.items(), strict=True):
        finite = [(step, loss) for step, loss in enumerate(losses) if math.isfinite(loss)]
        ax.plot(*zip(*finite, strict=True), color=ROLES["error"].colour)
        ax.set(title=title, xlabel="step")
        if log:
            ax.set_yscale("log")
            ax.yaxis.set_major_formatter(plain)
            ax.minorticks_off()
    axes[0].set_ylabel("loss")
    told = "; ".join(f"{title}: {_course(losses)}" for title, losses in curves.items())
    return picture.described(f"loss over the steps, {told}")


def _course(losses):
    """How a run of losses went, in words that hold for every version of torch."""
    first, last = losses[0], losses[-1]
    if not math.isfinite(last):
        return "it ends at nan"
    rises = sum(after > before for before, after in itertools.pairwise(losses))
    steps = len(losses) - 1
    if steps / 4 < rises < 3 * steps / 4 and last > first / 4:
        return "it swings up and down"
    return "it falls" if last < first else "it does not fall" if last == first else "it grows"


@styled
def loss_surface(x, y, path, minimum):
    """The mean squared error over all slopes and intercepts, seen from above, with a path over it.

    Args:
        x, y: shape (N,) or (N, 1).
        path: a list of (slope, intercept), one a step. minimum: the best (slope, intercept).
    """
    path, (best_slope, best_intercept) = torch.tensor(path), minimum
    reach = 1.15 * (path - torch.tensor(minimum)).abs().amax(dim=0).clamp(min=1e-3)
    slopes = best_slope + torch.linspace(-1, 1, 121) * reach[0]
    intercepts = best_intercept + torch.linspace(-1, 1, 121) * reach[1]
    x, y = (values.detach().reshape(-1, 1) for values in (x, y))
    loss = array(surface_of(x, y).loss(slopes, intercepts[:, None]))
    picture = Picture(7.5, 3.7)
    ax = picture.subplots()
    greys = ListedColormap(mpl.colormaps["Greys"](np.linspace(0, 0.65, 256)))
    drawn = ax.contourf(array(slopes), array(intercepts), np.log10(loss + 1), levels=9, cmap=greys)
    bar = picture.colorbar(drawn, ax=ax, label="loss")
    marks = [mark for mark in (0, 10, 100, 1000, 10000) if mark <= loss.max()]
    bar.set_ticks([math.log10(mark + 1) for mark in marks], labels=[*map(plain, marks)])
    look = ROLES["gradient"]
    outline = {"color": "black", "linewidth": 4.5, "markersize": 9}  # seen on every grey
    for shape in (outline, {"color": look.colour, "markersize": 6, "label": "steps taken"}):
        ax.plot(*array(path.T), marker=look.marker, **shape)
    for place, role, marker, size, label in [
        (path[0].tolist(), "gradient", look.marker, 11, "start"),
        (minimum, "error", "*", 18, "smallest loss"),
    ]:
        shape = {"color": ROLES[role].colour, "markeredgecolor": "black", "markersize": size}
        ax.plot(*place, marker, label=label, **shape)
    ax.set(xlabel="slope w", ylabel="intercept b")
    ax.locator_params(integer=True)
    ax.legend(loc="upper right", frameon=True, framealpha=1)
    return picture.described(
        f"{len(path) - 1} steps from slope {written(path[0, 0])}, intercept {written(path[0, 1])} "
        f"to slope {written(path[-1, 0])}, intercept {written(path[-1, 1])}; the smallest loss is "
        f"at slope {written(best_slope)}, intercept {written(best_intercept)}"
    )

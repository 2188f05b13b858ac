"""Every picture of the course, in one visual language.

What each role (input, weight, bias, output, ...) looks like stands in ``helpers.roles``.

Each function draws tensors of the lesson and returns a ``Picture``: a matplotlib figure that shows
itself in a notebook, together with one sentence that says in words what was drawn. Sizes are in
inches; at 100 dots an inch no text is smaller than 16 pixels. No picture is wider than ``WIDEST``,
or part of it would be out of sight in JupyterLab at 1280 pixels with its file browser open.
"""

import io
import itertools
import math

import matplotlib as mpl
import numpy as np
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Rectangle
from PIL import Image

from helpers.roles import ROLES, check_shapes, listed, number, signed, terms_of

TEXT = 13  # points: 18 pixels at 100 dots an inch
DOTS_PER_INCH = 100
SHARPNESS = 1.5  # pixels stored for each pixel shown, for screens of double density
AREA = 200  # pixels: a colour that covers as many is exactly as drawn in the stored PNG
BLEND = 32  # how far any other colour may move there, in levels of red, green and blue
CELL = 0.55  # inches for one cell of a drawn matrix
WIDEST = 8.4  # inches

BEHIND_TEXT = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}

STYLE = {
    "font.size": TEXT,
    "axes.titlesize": TEXT,
    "axes.labelsize": TEXT,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "legend.fontsize": 12,
    "legend.frameon": False,
    "lines.linewidth": 2.5,
    "lines.markersize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,  # as Python prints it, and as the cells have it
}


class Picture(Figure):
    """A figure that shows itself in Jupyter, with a sentence for those who cannot see it.

    The sentence is stored as the plain text of the output, where nbval compares it, and as the
    picture's ``alt`` in the output's metadata. ``unconfined`` there tells JupyterLab to scroll a
    picture in a narrow window rather than to shrink it until nobody can read it.
    """

    def __init__(self, width, height, layout="constrained"):
        super().__init__(figsize=(width, height), dpi=DOTS_PER_INCH, layout=layout)
        self.set_facecolor("white")
        if layout:
            self.get_layout_engine().set(w_pad=0.1, h_pad=0.1)  # no text at the edge of a dark page
        FigureCanvasAgg(self)
        self.description = ""

    def described(self, sentence):
        """Attach the sentence that says what was drawn, and return the picture."""
        self.description = sentence
        return self

    def png(self):
        """The picture as PNG bytes, with a palette, which keeps notebooks small."""
        with mpl.rc_context(STYLE):
            self.set_dpi(DOTS_PER_INCH * SHARPNESS)
            self.canvas.draw()
            pixels = np.asarray(self.canvas.buffer_rgba())[..., :3].astype(int)
            self.set_dpi(DOTS_PER_INCH)
        image, file = _with_palette(pixels), io.BytesIO()
        image.save(file, format="png", optimize=True)
        return file.getvalue()

    def __repr__(self):
        return f"Picture: {self.description}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        width, height = (round(inches * DOTS_PER_INCH) for inches in self.get_size_inches())
        shown = {"width": width, "height": height, "alt": self.description, "unconfined": True}
        return {"image/png": self.png(), "text/plain": repr(self)}, {"image/png": shown}


# --- matrices with their numbers -----------------------------------------------------------------


@mpl.rc_context(STYLE)
def dot_product(x, w):
    """The dot product of two vectors as a table: x, w, the products, and their sum.

    Args:
        x, w: tensors of shape (n,), n at most 10.
    """
    check_shapes(x=(x, "n"), w=(w, "n"))
    products = x * w
    n = len(x)
    picture, sheet = _sheet(n + 6.1, 4.6)
    for top, name, values, role in [
        (0.3, "x", x, "input"),
        (1.8, "w", w, "weight"),
        (3.3, "x * w", products, "output"),
    ]:
        _name(sheet, 0.3, top + 0.5, name, role)
        _cells(sheet, 2.2, top, values[None], role)
    for column in range(n):
        sheet.text(2.7 + column, 1.55, "×", ha="center", va="center")
        sheet.text(2.7 + column, 3.05, "=", ha="center", va="center")
    sheet.text(n + 4.5, 3.8, "sum  =", ha="right", va="center")
    _cells(sheet, n + 4.8, 3.3, products.sum()[None, None], "output", strong=(0, 0))
    terms = " + ".join(signed(value) for value in products)
    return picture.described(f"the products {terms} add up to {number(products.sum())}")


@mpl.rc_context(STYLE)
def matrix_product(x, weight, bias=None, *, row=0, column=0):
    """The product x @ weight.T laid out so that each output stands where its row and column meet.

    Args:
        x: shape (N, in). weight: shape (out, in), drawn as weight.T. bias: shape (out,) or None.
        row, column: the output number whose row of x and whose row of ``weight`` are marked.
    """
    check_shapes(x=(x, "N in"), weight=(weight, "out in"), bias=(bias, "out"))
    y = x @ weight.T + (0 if bias is None else bias)
    (n, n_in), n_out = x.shape, len(weight)
    terms = terms_of(x[row], weight[column])
    if bias is not None:
        terms += f" + {signed(bias[column])}"
    left, top = n_in + 1.4, n_in + (1.7 if bias is None else 3)
    picture, sheet = _sheet(left + n_out + max(4.8, 0.8 + 0.2 * len(terms)), top + n + 0.3)
    _name(sheet, left, 0.45, f"W.T  {tuple(weight.T.shape)}", "weight")
    _cells(sheet, left, 0.9, weight.T, "weight", strong=(slice(None), column))
    _name(sheet, 0.3, top - 0.45, f"x  {tuple(x.shape)}", "input")
    _cells(sheet, 0.3, top, x, "input", strong=(row, slice(None)))
    _cells(sheet, left, top, y, "output", strong=(row, column))
    _name(sheet, left + n_out + 0.4, top + n / 2, f"y  {tuple(y.shape)}", "output")
    if bias is not None:
        sheet.text(left - 0.4, top - 1.1, "+", ha="center", va="center", fontsize=20)
        _cells(sheet, left, top - 1.6, bias[None], "bias", strong=(0, column))
        _name(sheet, left + n_out + 0.4, top - 1.1, f"b  {tuple(bias.shape)}", "bias")
    result = number(y[row, column])
    sheet.text(left + n_out + 0.5, 1.3, f"row {row} of x\nwith row {column} of W:", va="top")
    sheet.text(left + n_out + 0.5, 3.0, f"{terms}\n= {result}", va="top", fontweight="bold")
    return picture.described(
        f"x {tuple(x.shape)} times W.T {tuple(weight.T.shape)} is y {tuple(y.shape)}; "
        f"y[{row}, {column}] = {terms} = {result}"
    )


@mpl.rc_context(STYLE)
def side_by_side(target, yours):
    """What was asked beside what an answer gives; cells that differ are marked.

    Args:
        target, yours: tensors of one or two dimensions. Where the shapes differ, no cell is marked.
    """
    drawn = [one.detach().reshape(-1, one.shape[-1]) for one in (target, yours)]
    (n, width), (other_n, other_width) = (one.shape for one in drawn)
    middle = max(width, 4) + 1.3
    picture, sheet = _sheet(middle + max(other_width, 4) + 0.3, max(n, other_n) + 1.3)
    _name(sheet, 0.3, 0.45, f"asked  {tuple(target.shape)}", "target")
    _cells(sheet, 0.3, 0.95, drawn[0], "target")
    _name(sheet, middle, 0.45, f"yours  {tuple(yours.shape)}", "output")
    _cells(sheet, middle, 0.95, drawn[1], "output")
    if target.shape != yours.shape:
        shapes = f"{tuple(target.shape)} is asked, yours is {tuple(yours.shape)}"
        return picture.described(f"two tables of different shapes: {shapes}")
    off = ~torch.isclose(*(one.double() for one in drawn), rtol=1e-4, atol=1e-5)
    for row, column in off.nonzero().tolist():
        frame = {"facecolor": "none", "edgecolor": ROLES["error"].colour, "linewidth": 4}
        sheet.add_patch(Rectangle((middle + column, 0.95 + row), 1, 1, **frame, zorder=5))
    return picture.described(f"{int(off.sum())} of {off.numel()} numbers differ from what is asked")


@mpl.rc_context(STYLE)
def broadcast_sum(products, bias):
    """The sum of a matrix and a bias, with the copies that broadcasting makes of the bias.

    Args:
        products: shape (N, out). bias: shape (out,), (1, out) or (N, 1).
    """
    check_shapes(products=(products, "N out"))
    copies, total = torch.broadcast_to(bias, products.shape), products + bias
    n, n_out = products.shape
    given = bias if bias.dim() == 2 else bias[None]
    picture, sheet = _sheet(3 * n_out + 4.2, n + 1.6)
    _name(sheet, 0.3, 0.45, f"x @ W.T  {tuple(products.shape)}", "output")
    _cells(sheet, 0.3, 0.95, products, "output")
    _name(sheet, n_out + 1.8, 0.45, f"b  {tuple(bias.shape)}", "bias")
    _cells(sheet, n_out + 1.8, 0.95, copies, "bias", pale=True)
    _cells(sheet, n_out + 1.8, 0.95, given, "bias", strong=(slice(None), slice(None)))
    _name(sheet, 2 * n_out + 3.3, 0.45, f"y  {tuple(total.shape)}", "output")
    _cells(sheet, 2 * n_out + 3.3, 0.95, total, "output")
    for x, sign in [(n_out + 1.05, "+"), (2 * n_out + 2.55, "=")]:
        sheet.text(x, 0.95 + n / 2, sign, ha="center", va="center", fontsize=20)
    return picture.described(
        f"a bias of shape {tuple(bias.shape)} adds {listed(copies[0])} along the first row "
        f"and {listed(copies[:, 0])} down the first column"
    )


@mpl.rc_context(STYLE)
def rows(blocks, outputs, names=None):
    """Blocks of rows, each row of the last dimension beside the row that the layer makes of it.

    Args:
        blocks: tensors of shape (N, in): the batches, or the blocks of a tensor of more dimensions.
        outputs: for each block a tensor of shape (N, out).
        names: a label for each block; ``batch 0``, ``batch 1``, ... where it is left out.
    """
    names = names or [f"batch {index}" for index in range(len(blocks))]
    n_in, n_out = blocks[0].shape[-1], outputs[0].shape[-1]
    height = sum(len(block) for block in blocks) + 0.5 * len(blocks) + 0.9
    picture, sheet = _sheet(n_in + n_out + 8.2, height)
    left, right = 2.6, n_in + 4.6
    _name(sheet, left, 0.45, "input rows", "input")
    _name(sheet, right, 0.45, "output rows", "output")
    top, told = 1.0, []
    for name, block, output in zip(names, blocks, outputs, strict=True):
        middle = top + len(block) / 2
        sheet.text(0.2, middle, name, va="center")
        _cells(sheet, left, top, block, "input")
        _cells(sheet, right, top, output, "output")
        for step in range(len(block)):
            _arrow(sheet, left + n_in + 0.2, top + step + 0.5, right - 0.2, top + step + 0.5)
        shapes = f"{tuple(block.shape)} → {tuple(output.shape)}"
        sheet.text(right + n_out + 0.3, middle, shapes, va="center")
        told.append(f"{name} {shapes}")
        top += len(block) + 0.5
    return picture.described(
        f"each row of the input becomes one row of the output: {'; '.join(told)}"
    )


# --- geometry ------------------------------------------------------------------------------------


@mpl.rc_context(STYLE)
def plane(weight):
    """A 2x2 weight as a motion of the plane: the grid, the unit square and the two basis vectors.

    Args:
        weight: shape (2, 2). Its two columns are where the basis vectors land.
    """
    check_shapes(weight=(weight, "2 2"))
    picture = Picture(WIDEST, 4.2)
    axes = picture.subplots(1, 2, sharex=True, sharey=True)
    reach = 1 + max(2.0, float(weight.abs().sum(dim=1).max()))
    steps = torch.linspace(-2, 2, 5)
    square = torch.tensor([[0.0, 1, 1, 0], [0, 0, 1, 1]])
    for ax, matrix, title, arrows, area in [
        (axes[0], torch.eye(2), "before: x", "input", "input"),
        (axes[1], weight, "after: y = x @ W.T", "weight", "output"),
    ]:
        for fixed in steps:
            for line in ((steps, fixed.expand(5)), (fixed.expand(5), steps)):
                moved = matrix @ torch.stack(line)
                ax.plot(*moved.tolist(), color="#BBBBBB", linewidth=1, zorder=1)
        ax.fill(*(matrix @ square).tolist(), color=ROLES[area].tint(0.4), zorder=2)
        for end, name in zip(matrix.T, ["first", "second"], strict=True):
            _vector(ax, end, arrows)
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
        ax.set(title=title, xlabel="first coordinate", xlim=(-reach, reach), ylim=(-reach, reach))
        ax.set_aspect("equal")
    axes[0].set_ylabel("second coordinate")
    first, second = weight.T
    return picture.described(
        f"(1, 0) lands on ({listed(first)}) and (0, 1) lands on ({listed(second)}), "
        "the two columns of W"
    )


@mpl.rc_context(STYLE)
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
    reach = 1.35 * max(length, float(w.norm()))
    _vector(left, w, "weight")
    left.annotate("w", w.tolist(), xytext=(6, 6), textcoords="offset points", fontweight="bold")
    drawn = [60, 90, 120, 180]
    shown = [angle // 5 for angle in drawn]
    for x, dot in zip(xs[shown], dots[shown], strict=True):
        _vector(left, x, "input")
        left.text(*(1.22 * x).tolist(), number(dot), ha="center", va="center")
    left.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[])
    left.set(xlabel="x @ w for four directions of x", aspect="equal")
    left.spines[:].set_visible(False)
    right.axhline(0, color="black", linewidth=1)
    right.plot(angles, dots, color=ROLES["output"].colour)
    right.plot(drawn, dots[shown], ROLES["input"].marker, color=ROLES["input"].colour)
    right.set(xlabel="angle from w to x (degrees)", ylabel="x @ w", xticks=range(0, 361, 90))
    return picture.described(
        f"x @ w is {number(dots.max())} when x points along w, 0 at 90 and 270 degrees, "
        f"and {number(dots.min())} when x points the other way"
    )


@mpl.rc_context(STYLE)
def lines(weights, biases):
    """Lines y = w x + b: on the left w changes and b is 0, on the right b changes and w is 1.

    Args:
        weights, biases: the numbers to draw, at most four each.
    """
    x = torch.linspace(-3, 3, 2)
    styles = ["-", "--", "-.", ":"]
    if max(len(weights), len(biases)) > len(styles):
        raise ValueError(
            f"{len(weights)} weights and {len(biases)} biases; "
            f"this picture draws at most {len(styles)} of each."
        )
    picture = Picture(8, 3.3)
    axes = picture.subplots(1, 2, sharey=True)
    for ax, role, pairs, title in [
        (axes[0], "weight", [(w, 0) for w in weights], "w tilts the line (b = 0)"),
        (axes[1], "bias", [(1, b) for b in biases], "b lifts the line (w = 1)"),
    ]:
        ax.axhline(0, color="#BBBBBB", linewidth=1)
        ax.axvline(0, color="#BBBBBB", linewidth=1)
        for (w, b), style in zip(pairs, styles, strict=False):
            y = w * x + b
            label = f"w = {number(w)}" if role == "weight" else f"b = {number(b)}"
            ax.plot(x, y, color=ROLES[role].colour, linestyle=style, label=label)
            ax.annotate(
                label,
                (3, float(y[-1])),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                bbox=BEHIND_TEXT,
            )
        ax.plot(0, 0, "o", color="black", markersize=6)
        ax.set(title=title, xlabel="x", xlim=(-3, 4.4), xticks=range(-3, 4))
    axes[0].set_ylabel("y = w x + b")
    return picture.described(
        f"with b = 0 every line passes through (0, 0), whatever w is ({listed(weights)}); "
        f"with w = 1 the lines are parallel and cross x = 0 at b = {listed(biases)}"
    )


# --- networks and parameters ---------------------------------------------------------------------


@mpl.rc_context(STYLE)
def network(weight, bias=None, *, row=0):
    """A layer as nodes and arrows beside the matrix and the vector that hold its numbers.

    Args:
        weight: shape (out, in). bias: shape (out,) or None.
        row: the output node whose weights are marked, in the drawing and in the matrix.
    """
    check_shapes(weight=(weight, "out in"), bias=(bias, "out"))
    n_out, n_in = weight.shape
    picture, sheet = _sheet(n_in + 11.1, 1.25 * max(n_in, n_out) + 0.4)
    middle = 0.625 * max(n_in, n_out) + 0.2
    inputs = [(0.8, middle + 1.25 * (i - (n_in - 1) / 2)) for i in range(n_in)]
    outputs = [(5.6, middle + 1.25 * (j - (n_out - 1) / 2)) for j in range(n_out)]
    for j, end in enumerate(outputs):
        for i, start in enumerate(inputs):
            marked = j == row
            sheet.plot(
                *zip(start, end, strict=True),
                color=ROLES["weight"].colour if marked else "#CCCCCC",
                linewidth=3 if marked else 1.5,
                zorder=2 if marked else 1,
            )
            if marked:
                x, y = (
                    start[0] + 0.28 * (end[0] - start[0]),
                    start[1] + 0.28 * (end[1] - start[1]),
                )
                sheet.text(
                    x,
                    y,
                    number(weight[j, i]),
                    ha="center",
                    va="center",
                    zorder=3,
                    bbox=BEHIND_TEXT,
                )
    for names, places, role in [("x", inputs, "input"), ("y", outputs, "output")]:
        for index, place in enumerate(places):
            sheet.add_patch(
                Circle(
                    place,
                    0.5,
                    facecolor=ROLES[role].tint(),
                    edgecolor=ROLES[role].colour,
                    linewidth=2,
                    zorder=4,
                )
            )
            sheet.text(*place, f"{names}[{index}]", ha="center", va="center", zorder=5)
    left, top = 8.2, middle - n_out / 2
    _name(sheet, left, top - 0.5, f"W  {tuple(weight.shape)}", "weight")
    _cells(sheet, left, top, weight, "weight", strong=(row, slice(None)))
    told = f"{n_in} input nodes, {n_out} output nodes, {n_in * n_out} weights"
    if bias is not None:
        for place, value in zip(outputs, bias, strict=True):
            sheet.text(
                place[0] + 0.75,
                place[1],
                f"+ {number(value)}",
                va="center",
                bbox={"facecolor": ROLES["bias"].tint(), "edgecolor": "none", "pad": 3},
            )
        _name(sheet, left + n_in + 1, top - 0.5, f"b  {tuple(bias.shape)}", "bias")
        _cells(sheet, left + n_in + 1, top, bias[:, None], "bias", strong=(row, 0))
        told += f", {n_out} biases"
    return picture.described(
        f"{told}; the {n_in} arrows into y[{row}] are row {row} of W: {listed(weight[row])}"
    )


@mpl.rc_context(STYLE)
def parameter_histogram(layer):
    """Histograms of a fresh layer's weight and bias, with the bounds they were drawn between.

    Args:
        layer: an ``nn.Linear`` with a bias; bounds are -1/sqrt(in) and 1/sqrt(in).
    """
    bound = 1 / math.sqrt(layer.in_features)
    picture = Picture(7, 2.4)
    axes = picture.subplots(1, 2)
    for ax, role, values in [
        (axes[0], "weight", layer.weight),
        (axes[1], "bias", layer.bias),
    ]:
        look = ROLES[role]
        ax.hist(
            values.detach().flatten(),
            bins=10,
            range=(-bound, bound),
            color=look.tint(0.6),
            edgecolor=look.colour,
        )
        for side in (-bound, bound):
            ax.axvline(side, color="black", linestyle=":")
        ax.set(title=f"{role}: {values.numel():,} numbers", xlabel="value", ylabel="how many")
        ax.set_xticks([-bound, 0, bound], [f"-{number(bound)}", "0", number(bound)])
        ax.yaxis.set_major_formatter(_plain)
    return picture.described(
        f"every weight and every bias lies between -{number(bound)} and {number(bound)}, "
        "all values about equally often"
    )


# --- regression ----------------------------------------------------------------------------------


@mpl.rc_context(STYLE)
def fitted_lines(x, y, fits):
    """Data points, each line that was fitted to them, and how far the points are from the first.

    Args:
        x, y: shape (N,) or (N, 1).
        fits: a dictionary from a label to (slope, intercept), at most three.
    """
    x, y = x.detach().flatten(), y.detach().flatten()
    picture = Picture(7.5, 3.4)
    ax = picture.subplots()
    ends = torch.stack([x.min(), x.max()])
    styles = ["-", "--", "-."]
    for index, (label, (slope, intercept)) in enumerate(fits.items()):
        line = slope * ends + intercept
        misses = (slope * x + intercept - y).abs()
        if index == 0 and misses.max() > 0.01 * (y.max() - y.min()):
            ax.vlines(x, y, slope * x + intercept, color=ROLES["error"].colour, label="error")
        name = f"{label}: y = {number(slope)} x + {number(intercept)}"
        ax.plot(ends, line, color=ROLES["output"].colour, linestyle=styles[index], label=name)
    ax.plot(x, y, "o", color=ROLES["target"].colour, label="data")
    ax.set(xlabel="x (input)", ylabel="y (target)")
    ax.legend()
    told = "; ".join(
        f"{label}: slope {number(slope)}, intercept {number(intercept)}"
        for label, (slope, intercept) in fits.items()
    )
    return picture.described(f"{len(x)} points and the line fitted to them: {told}")


@mpl.rc_context(STYLE)
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
            ax.yaxis.set_major_formatter(_plain)
            ax.minorticks_off()
    axes[0].set_ylabel("loss")
    told = "; ".join(f"{title}: {_course(losses)}" for title, losses in curves.items())
    return picture.described(f"loss over the steps, {told}")


@mpl.rc_context(STYLE)
def loss_surface(x, y, path, minimum):
    """The mean squared error over all slopes and intercepts, seen from above, with a path over it.

    Args:
        x, y: shape (N,) or (N, 1).
        path: a list of (slope, intercept), one a step. minimum: the best (slope, intercept).
    """
    x, y = x.detach().flatten(), y.detach().flatten()
    path, (best_slope, best_intercept) = torch.tensor(path), minimum
    reach = 1.15 * (path - torch.tensor(minimum)).abs().amax(dim=0).clamp(min=1e-3)
    slopes = best_slope + torch.linspace(-1, 1, 121) * reach[0]
    intercepts = best_intercept + torch.linspace(-1, 1, 121) * reach[1]
    errors = slopes[None, :, None] * x + intercepts[:, None, None] - y
    loss = errors.square().mean(dim=-1)
    picture = Picture(7.5, 3.7)
    ax = picture.subplots()
    greys = ListedColormap(mpl.colormaps["Greys"](np.linspace(0, 0.65, 256)))
    drawn = ax.contourf(slopes, intercepts, (loss + 1).log10(), levels=9, cmap=greys)
    bar = picture.colorbar(drawn, ax=ax, label="loss")
    marks = [mark for mark in (0, 10, 100, 1000, 10000) if mark <= loss.max()]
    bar.set_ticks([math.log10(mark + 1) for mark in marks], labels=[*map(_plain, marks)])
    look = ROLES["gradient"]
    outline = {"color": "black", "linewidth": 4.5, "markersize": 9}  # seen on every grey
    for shape in (outline, {"color": look.colour, "markersize": 6, "label": "steps taken"}):
        ax.plot(*path.T, marker=look.marker, **shape)
    ax.plot(
        *path[0],
        look.marker,
        color=look.colour,
        markeredgecolor="black",
        markersize=11,
        label="start",
    )
    ax.plot(
        best_slope,
        best_intercept,
        "*",
        color=ROLES["error"].colour,
        markeredgecolor="black",
        markersize=18,
        label="smallest loss",
    )
    ax.set(xlabel="slope w", ylabel="intercept b")
    ax.locator_params(integer=True)
    ax.legend(loc="upper right", frameon=True, framealpha=1)
    return picture.described(
        f"{len(path) - 1} steps from slope {number(path[0, 0])}, intercept {number(path[0, 1])} to "
        f"slope {number(path[-1, 0])}, intercept {number(path[-1, 1])}; the smallest loss is at "
        f"slope {number(best_slope)}, intercept {number(best_intercept)}"
    )


# --- images --------------------------------------------------------------------------------------


@mpl.rc_context(STYLE)
def images(pictures, titles, *, mark_row=None):
    """Tensors drawn as images side by side: dark is large; where there are signs, 0 is white.

    Args:
        pictures: tensors of shape (height, width), drawn to one scale of pixels.
        titles: a line for each.
        mark_row: the number of a row to frame in every image, or None.
    """
    gap, head = 0.14, 0.1 + 0.28 * max(title.count("\n") + 1 for title in titles)  # inches
    for image in pictures:
        check_shapes(image=(image, "height width"))
    tallest = max(image.shape[0] for image in pictures)
    slots = [max(image.shape[1], 0.55 * tallest) for image in pictures]  # room for the title
    pixel = min(3.0 / tallest, (WIDEST - gap * len(slots)) / sum(slots))  # inches for one
    width, height = pixel * sum(slots) + gap * len(slots), head + pixel * tallest + 0.1
    picture = Picture(width, height, layout=None)
    left = gap / 2
    for image, title, slot in zip(pictures, titles, slots, strict=True):
        tall, wide = (pixel * length for length in image.shape)
        middle = left + pixel * slot / 2
        place = (middle - wide / 2, height - head - tall, wide, tall)
        ax = picture.add_axes([a / b for a, b in zip(place, [width, height] * 2, strict=True)])
        left += pixel * slot + gap
        image = image.detach().numpy()
        signed = bool((image < 0).any())
        top = float(abs(image).max())
        ax.imshow(
            image,
            interpolation="nearest",
            cmap="PuOr" if signed else "Greys",
            vmin=-top if signed else 0,
            vmax=top,
        )
        ax.set(title=title, xticks=[], yticks=[])
        ax.spines[:].set_visible(True)
        if mark_row is not None:  # the frame stands around the row and hides nothing of it
            ax.add_patch(
                Rectangle(
                    (-0.5, mark_row - 0.75),
                    image.shape[1],
                    1.5,
                    fill=False,
                    edgecolor=ROLES["input"].colour,
                    linewidth=2.5,
                )
            )
    shapes = ", ".join(
        f"{title} {tuple(image.shape)}".replace("\n", " ")
        for title, image in zip(titles, pictures, strict=True)
    )
    marked = "" if mark_row is None else f"; row {mark_row} is framed"
    return picture.described(f"{len(pictures)} images: {shapes}{marked}")


# --- a classifier of images ----------------------------------------------------------------------


@mpl.rc_context(STYLE)
def accuracies(values, *, name="", guessing=0.1):
    """Accuracies as bars with their numbers, beside the accuracy of guessing.

    Args:
        values: a dictionary from the name of a bar to an accuracy, 0 to 1.
        name: what the names count. guessing: the accuracy of guessing.
    """
    picture = Picture(min(WIDEST, 2.6 + 1.1 * len(values)), 3.2)
    ax = picture.subplots()
    bars = ax.bar(list(values), list(values.values()), 0.6, color=ROLES["output"].tint(0.65))
    ax.axhline(guessing, color="black", linestyle=ROLES["target"].line, label="guessing")
    numbers = [f"{value:.3f}" for value in values.values()]
    ax.bar_label(bars, numbers, padding=4, bbox=BEHIND_TEXT)
    ax.set(ylim=(0, 1.12), xlabel=name, ylabel="accuracy", yticks=[0, 0.25, 0.5, 0.75, 1])
    ax.legend(loc="upper left", bbox_to_anchor=(1, 0.3))
    names = f"{name} {', '.join(values)}".strip()
    return picture.described(
        f"the accuracy as bars: {names}; a dotted line at {guessing}, guessing"
    )


@mpl.rc_context(STYLE)
def templates(weight, names=range(10)):
    """The rows of the weight of a classifier as images, all in one scale of colours.

    Args:
        weight: shape (classes, 784), each row an image of 28x28 pixels. names: one for each row.
    """
    check_shapes(weight=(weight, f"{len(names)} 784"))
    pictures = weight.detach().cpu().reshape(-1, 28, 28)
    picture = Picture(WIDEST, 0.3 + 1.95 * math.ceil(len(names) / 5))
    axes = picture.subplots(math.ceil(len(names) / 5), min(5, len(names)), squeeze=False)
    for ax, image, name in zip(axes.flat, pictures, names, strict=True):
        drawn = _signed_image(ax, image, float(abs(pictures).max()))
        ax.set_title(str(name), fontweight="bold")
    bar = picture.colorbar(drawn, ax=axes, aspect=30, label="weight")
    bar.ax.axhline(0, color="black", linewidth=1)
    named = ", ".join(map(str, names))
    return picture.described(f"{len(names)} templates of 28x28 weights in one scale: {named}")


@mpl.rc_context(STYLE)
def image_times_template(image, weight, bias, *, row):
    """A score as a dot product of images: image, template, their products; and all the scores.

    Args:
        image: shape (28, 28). weight: shape (10, 784). bias: shape (10,).
        row: which row of the weight is drawn as the template.
    """
    check_shapes(image=(image, "28 28"), weight=(weight, "10 784"), bias=(bias, "10"))
    image, weight, bias = (part.detach().cpu() for part in (image, weight, bias))
    template = weight[row].reshape(28, 28)
    products = image * template
    scores = weight @ image.flatten() + bias
    picture = Picture(WIDEST, 3.2)
    axes = picture.subplots(1, 4, width_ratios=(1, 1, 1, 1.15))
    axes[0].imshow(image, cmap="Greys", vmin=0, vmax=1, interpolation="nearest")
    top = float(abs(template).max())
    for ax, part in zip(axes[1:3], (template, products), strict=True):
        _signed_image(ax, part, top)
    for ax, title in zip(axes, ("image", f"template {row}", "products"), strict=False):
        ax.set(title=title, xticks=[], yticks=[])
        ax.spines[:].set_visible(True)
    result = f"{products.sum():.1f} {'-' if bias[row] < 0 else '+'} {abs(bias[row]):.1f}"
    axes[2].set_xlabel(f"sum + bias\n= {result}\n= {scores[row]:.1f}")
    shades = [ROLES["output"].tint(1 if digit == row else 0.35) for digit in range(10)]
    axes[3].barh(range(10), scores, color=shades)
    axes[3].axvline(0, color="black", linewidth=1)
    axes[3].set(title="score", yticks=range(10), ylim=(9.6, -0.6))
    axes[3].plot(scores.max(), scores.argmax(), "D", color="black", clip_on=False)
    return picture.described(
        f"an image, template {row}, and their 784 products, whose sum and a bias are score {row}; "
        "the ten scores as bars, the largest one marked"
    )


@mpl.rc_context(STYLE)
def confusion(labels, read, *, pairs=3):
    """How often each digit was read as which: a table, with the most confused pairs framed.

    Args:
        labels: int64 of shape (N,), what was meant. read: int64 of shape (N,), what was read.
        pairs: how many pairs are framed and told; a pair counts both ways together.
    """
    check_shapes(labels=(labels, "N"), read=(read, "N"))
    labels, read = labels.cpu(), read.cpu()
    counts = torch.bincount(10 * labels + read, minlength=100).reshape(10, 10)
    mistakes = counts.clone().fill_diagonal_(0)
    few = mistakes.max() / 10  # so few are left out, so that the others can be seen
    picture = Picture(7.6, 4.2)
    ax, side = picture.subplots(1, 2, width_ratios=(5, 2))
    shades = ListedColormap([ROLES["error"].tint(share / 10) for share in range(7)])
    ax.imshow(mistakes, cmap=shades, aspect="auto")
    for (label, digit), count in np.ndenumerate(counts.numpy()):
        look = "bold" if label == digit else "normal"
        told = str(count) if count > few or (label == digit and count) else ""
        ax.text(digit, label, told, ha="center", va="center", fontsize=12, fontweight=look)
    ax.set(xlabel="read as", ylabel="label", xticks=range(10), yticks=range(10))
    side.axis("off")
    side.text(0, 1, "most confused", va="top", fontweight="bold")
    both = (mistakes + mistakes.T).triu()
    for place, at in enumerate(both.flatten().argsort(descending=True, stable=True)[:pairs]):
        one, other = divmod(int(at), 10)
        for label, digit in [(one, other), (other, one)]:
            frame = {"fill": False, "edgecolor": "black", "linewidth": 2.5}
            ax.add_patch(Rectangle((digit - 0.5, label - 0.5), 1, 1, **frame))
        told = f"{one} and {other}:\n{both[one, other]} times"
        side.text(0, 0.86 - 0.16 * place, told, va="top")
    return picture.described(
        f"a table of 10 labels by 10 digits read; right answers on the diagonal, the {pairs} most "
        "confused pairs framed"
    )


@mpl.rc_context(STYLE)
def mistakes(images, labels, read):
    """Images that were read as something else, each with its label and what was read.

    Args:
        images: shape (N, 28, 28), N at most 12. labels, read: shape (N,).
    """
    check_shapes(images=(images, "N 28 28"), labels=(labels, "N"), read=(read, "N"))
    rows = math.ceil(len(images) / 6)
    picture = Picture(WIDEST, 2.05 * rows)
    axes = picture.subplots(rows, 6, squeeze=False).ravel()
    few = mpl.colormaps["Greys"].resampled(9)  # few greys keep notebooks small
    for ax in axes:
        ax.axis("off")
    for ax, image, label, digit in zip(axes, images.cpu(), labels, read, strict=False):
        ax.imshow(image, cmap=few, vmin=0, vmax=1, interpolation="nearest")
        ax.set_title(f"label {label}\nread as {digit}")
    return picture.described(f"{len(images)} images, each with its label and what was read")


def _signed_image(ax, values, top):
    """Draw an image with signs: white is 0, purple adds, orange takes away."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    steps = mpl.colormaps["PuOr"].resampled(15)  # few colours keep notebooks small
    return ax.imshow(values, cmap=steps, vmin=-top, vmax=top, interpolation="nearest")


# --- modules and devices -------------------------------------------------------------------------


@mpl.rc_context(STYLE)
def registration_grid(answers):
    """What a module does with each kind of attribute: a table of yes and no.

    Args:
        answers: a dictionary from a kind of attribute to a dictionary from a question to a bool;
            the questions are the same for each kind.
    """
    questions = list(next(iter(answers.values())))
    step, first, tall = 2.45, 0.4 + 0.22 * max(map(len, answers)), 1.0
    picture, sheet = _sheet(first + step * len(questions) + 0.1, 1.7 + tall * len(answers))
    for column, question in enumerate(questions):
        sheet.text(
            first + step * (column + 0.5),
            0.8,
            question.replace(" ", "\n", 1),
            ha="center",
            va="center",
        )
    for line, (kind, row) in enumerate(answers.items()):
        top = 1.6 + tall * line
        sheet.text(0.1, top + tall / 2, kind, va="center", fontweight="bold")
        for column, question in enumerate(questions):
            yes = row[question]
            sheet.add_patch(
                Rectangle(
                    (first + step * column, top),
                    step,
                    tall,
                    linewidth=1.5,
                    facecolor="#D8D8D8" if yes else "white",
                    edgecolor="#666666",
                )
            )
            sheet.text(
                first + step * (column + 0.5),
                top + tall / 2,
                "✓ yes" if yes else "✗ no",
                ha="center",
                va="center",
            )
    told = "; ".join(
        f"{kind}: " + (", ".join(q for q in questions if row[q]) or "none of them")
        for kind, row in answers.items()
    )
    return picture.described(told)


@mpl.rc_context(STYLE)
def places(devices):
    """Where things are: one box for each device, with the names of what is on it.

    Args:
        devices: a dictionary from the name of a device to a list of (name, role).
    """
    wide = 7.4
    tall = 1.9 + 0.9 * max(len(things) for things in devices.values())
    picture, sheet = _sheet(0.4 + wide * len(devices), tall + 0.2)
    for index, (device, things) in enumerate(devices.items()):
        left = 0.4 + wide * index
        sheet.add_patch(
            FancyBboxPatch(
                (left, 0.3),
                wide - 0.5,
                tall - 0.4,
                linewidth=2,
                boxstyle="round,pad=0,rounding_size=0.2",
                facecolor="#F4F4F4",
                edgecolor="black",
            )
        )
        sheet.text(left + 0.3, 0.85, device, va="center", fontweight="bold")
        for line, (name, role) in enumerate(things):
            _name(sheet, left + 0.5, 1.8 + 0.9 * line, name, role)
    told = "; ".join(
        f"on {device}: {', '.join(name for name, _ in things) or 'nothing'}"
        for device, things in devices.items()
    )
    return picture.described(told)


@mpl.rc_context(STYLE)
def timings(sizes, milliseconds):
    """Recorded times of one operation over its size, one curve for each device.

    Args:
        sizes: the n of the n x n matrices.
        milliseconds: a dictionary from a device to its times in milliseconds, one for each size.
    """
    picture = Picture(WIDEST, 4)
    ax = picture.subplots()
    looks = [("black", "o", "--"), ("#777777", "s", "-")]
    for (device, times), (colour, marker, line) in zip(milliseconds.items(), looks, strict=True):
        ax.plot(sizes, times, color=colour, marker=marker, linestyle=line, label=device)
    ax.set(
        xscale="log",
        yscale="log",
        xlabel="n: two n × n matrices are multiplied",
        ylabel="time (ms)",
    )
    ax.set_xticks(sizes, [str(n) for n in sizes])
    ax.yaxis.set_major_formatter(_plain)
    ax.minorticks_off()
    ax.legend()
    (name_a, a), (name_b, b) = milliseconds.items()
    return picture.described(
        f"at n = {sizes[0]}: {name_a} {a[0]} ms, {name_b} {b[0]} ms; "
        f"at n = {sizes[-1]}: {name_a} {a[-1]} ms, {name_b} {b[-1]} ms"
    )


# --- the pieces that the pictures share ----------------------------------------------------------


def _with_palette(pixels):
    """An image with a palette of few colours, which keeps notebooks small.

    The colours of areas and lines (the 200 most frequent ones, where there are more) stay exact. Of
    the others, blends at the edges of shapes, enough are kept that none moves by more than
    ``BLEND``, as far as the 256 places of a palette allow. Pillow's own methods move pale tints, or
    even white, by several levels.
    """
    codes, places, counts = np.unique(
        pixels @ [65536, 256, 1], return_inverse=True, return_counts=True
    )
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    frequent = colours[np.argsort(-counts, kind="stable")]
    exact = min(200, (counts >= AREA).sum())
    palette = frequent[:exact]
    for colour in frequent[exact:]:
        if _distances(colour, palette).min() > BLEND and len(palette) < 256:
            palette = np.vstack([palette, colour])
    nearest = _distances(colours[:, None], palette).argmin(axis=1)
    image = Image.fromarray(nearest[places].reshape(pixels.shape[:2]).astype(np.uint8))
    image.putpalette(palette.astype(np.uint8).tobytes())
    return image


def _distances(colour, palette):
    return np.sqrt(np.square(colour - palette).sum(axis=-1))


def _sheet(width, height):
    """A picture to draw cells on: one unit is one cell, y grows downwards like row numbers."""
    picture = Picture(width * CELL, height * CELL, layout=None)
    sheet = picture.add_axes((0, 0, 1, 1))
    sheet.set(xlim=(0, width), ylim=(height, 0))
    sheet.axis("off")
    return picture, sheet


def _cells(sheet, left, top, values, role, *, strong=None, pale=False):
    """Draw a 2-D tensor as cells with their numbers; ``strong`` is the index of the marked ones."""
    look = ROLES[role]
    marked = torch.zeros(values.shape, dtype=torch.bool)
    if strong is not None:
        marked[strong] = True
    for i, line in enumerate(values.detach()):
        for j, value in enumerate(line):
            sheet.add_patch(
                Rectangle(
                    (left + j, top + i),
                    1,
                    1,
                    facecolor=look.tint(0.65) if marked[i, j] else look.tint(0.0 if pale else 0.2),
                    edgecolor=look.colour,
                    linewidth=3 if marked[i, j] else 1.5,
                    linestyle=":" if pale else "-",
                    zorder=3 if marked[i, j] else 2,
                )
            )
            text = number(value)
            sheet.text(
                left + j + 0.5,
                top + i + 0.5,
                text,
                ha="center",
                va="center",
                zorder=4,
                fontsize=TEXT if len(text) < 5 else 11.6,
            )


def _name(sheet, left, middle, text, role):
    """The name of a matrix on the colour of its role, behind the marker of the role."""
    look = ROLES[role]
    sheet.scatter(
        left + 0.15, middle, 80, look.colour, look.marker, edgecolor="black", linewidth=1, zorder=4
    )
    sheet.text(
        left,
        middle,
        f"    {text}",
        va="center",
        fontweight="bold",
        bbox={"facecolor": look.tint(), "edgecolor": look.colour, "pad": 3},
    )


def _arrow(sheet, x0, y0, x1, y1):
    sheet.add_patch(
        FancyArrowPatch(
            (x0, y0), (x1, y1), arrowstyle="-|>", mutation_scale=16, linewidth=2, color="#666666"
        )
    )


def _vector(ax, end, role):
    arrow = {"arrowstyle": "-|>", "mutation_scale": 18, "shrinkA": 0, "shrinkB": 0}
    look = {"color": ROLES[role].colour, "linewidth": 3}
    ax.annotate("", end.tolist(), (0, 0), arrowprops=arrow | look, zorder=3)


def _plain(value, _position=None):
    """A number for an axis, without powers of ten: their small raised digits are hard to read."""
    if value and not 9e-6 < abs(value) < 1e6:
        return f"{value:.0e}"
    return f"{value:,.5f}".rstrip("0").rstrip(".")


def _degrees(vector):
    return math.degrees(math.atan2(float(vector[1]), float(vector[0])))


def _course(losses):
    """How a run of losses went, in words that hold for every version of torch."""
    first, last = losses[0], losses[-1]
    if not math.isfinite(last):
        return "it ends at nan"
    rises = sum(after > before for before, after in itertools.pairwise(losses))
    if len(losses) / 4 < rises < 3 * len(losses) / 4 and last > first / 4:
        return "it swings up and down"
    return "it falls" if last < first else "it does not fall" if last == first else "it grows"

"""What a layer is made of: its nodes, its numbers, and what a module does with an attribute."""

import math

from matplotlib.patches import Circle, Rectangle

from helpers.captions import listed, written, yes_or_no
from helpers.figures.canvas import Picture, styled
from helpers.figures.pieces import BEHIND_TEXT, array, draw_cells, draw_name, new_sheet, plain
from helpers.roles import GREY, ROLES, YES_GROUND, check_shapes


@styled
def network(weight, bias=None, *, row=0):
    """A layer as nodes and arrows beside the matrix and the vector that hold its numbers.

    Args:
        weight: shape (out, in). bias: shape (out,) or None.
        row: the output node whose weights are marked, in the drawing and in the matrix.
    """
    check_shapes(weight=(weight, "out in"), bias=(bias, "out"))
    n_out, n_in = weight.shape
    picture, sheet = new_sheet(n_in + 11.1, 1.25 * max(n_in, n_out) + 0.4)
    middle = 0.625 * max(n_in, n_out) + 0.2
    inputs = [(0.8, middle + 1.25 * (i - (n_in - 1) / 2)) for i in range(n_in)]
    outputs = [(5.6, middle + 1.25 * (j - (n_out - 1) / 2)) for j in range(n_out)]
    for j, end in enumerate(outputs):
        for i, start in enumerate(inputs):
            _connection(sheet, start, end, weight[j, i] if j == row else None)
    _nodes(sheet, "x", inputs, "input")
    _nodes(sheet, "y", outputs, "output")
    left, top = 8.2, middle - n_out / 2
    draw_name(sheet, left, top - 0.5, f"W  {tuple(weight.shape)}", "weight")
    draw_cells(sheet, left, top, weight, "weight", strong=(row, slice(None)))
    told = f"{n_in} input nodes, {n_out} output nodes, {n_in * n_out} weights"
    if bias is not None:
        ground = {"facecolor": ROLES["bias"].tint(), "edgecolor": "none", "pad": 3}
        for (x, y), value in zip(outputs, bias, strict=True):
            sheet.text(x + 0.75, y, f"+ {written(value)}", va="center", bbox=ground)
        draw_name(sheet, left + n_in + 1, top - 0.5, f"b  {tuple(bias.shape)}", "bias")
        draw_cells(sheet, left + n_in + 1, top, bias[:, None], "bias", strong=(row, 0))
        told += f", {n_out} biases"
    return picture.described(
        f"{told}; the {n_in} arrows into y[{row}] are row {row} of W: {listed(weight[row])}"
    )


def _connection(sheet, start, end, value=None):
    """The line between two nodes; with its value, it is marked."""
    ends = list(zip(start, end, strict=True))
    if value is None:
        sheet.plot(*ends, color="#CCCCCC", linewidth=1.5, zorder=1)
        return
    sheet.plot(*ends, color=ROLES["weight"].colour, linewidth=3, zorder=2)
    place = [a + 0.28 * (b - a) for a, b in ends]
    sheet.text(*place, written(value), ha="center", va="center", zorder=3, bbox=BEHIND_TEXT)


def _nodes(sheet, letter, places, role):
    """A circle in the colour of a role at each place, with its name: x[0], x[1], ..."""
    colours = {"facecolor": ROLES[role].tint(), "edgecolor": ROLES[role].colour}
    for index, place in enumerate(places):
        sheet.add_patch(Circle(place, 0.5, **colours, linewidth=2, zorder=4))
        sheet.text(*place, f"{letter}[{index}]", ha="center", va="center", zorder=5)


@styled
def parameter_histogram(layer):
    """Histograms of a fresh layer's weight and bias, with the bounds they were drawn between.

    Args:
        layer: an ``nn.Linear`` with a bias; bounds are -1/sqrt(in) and 1/sqrt(in).
    """
    bound = 1 / math.sqrt(layer.in_features)
    picture = Picture(7, 2.4)
    axes = picture.subplots(1, 2)
    for ax, role, values in zip(axes, ("weight", "bias"), (layer.weight, layer.bias), strict=True):
        look = ROLES[role]
        colours = {"color": look.tint(0.6), "edgecolor": look.colour}
        ax.hist(array(values.flatten()), bins=10, range=(-bound, bound), **colours)
        for side in (-bound, bound):
            ax.axvline(side, color="black", linestyle=":")
        ax.set(title=f"{role}: {values.numel():,} numbers", xlabel="value", ylabel="how many")
        ax.set_xticks([-bound, 0, bound], [f"-{written(bound)}", "0", written(bound)])
        ax.yaxis.set_major_formatter(plain)
    return picture.described(
        f"every weight and every bias lies between -{written(bound)} and {written(bound)}, "
        "all values about equally often"
    )


@styled
def registration_grid(answers):
    """What a module does with each kind of attribute: a table of yes and no.

    Args:
        answers: a dictionary from a kind of attribute to a dictionary from a question to a bool;
            the questions are the same for each kind.
    """
    questions = list(next(iter(answers.values())))
    first, wide, tall = 0.4 + 0.22 * max(map(len, answers)), 2.45, 1.0
    picture, sheet = new_sheet(first + wide * len(questions) + 0.1, 1.7 + tall * len(answers))
    lefts = [first + wide * column for column in range(len(questions))]
    for left, question in zip(lefts, questions, strict=True):
        text = question.replace(" ", "\n", 1)
        sheet.text(left + wide / 2, 0.8, text, ha="center", va="center")
    told = []
    for line, (kind, row) in enumerate(answers.items()):
        top = 1.6 + tall * line
        sheet.text(0.1, top + tall / 2, kind, va="center", fontweight="bold")
        for left, question in zip(lefts, questions, strict=True):
            ground = YES_GROUND if row[question] else "white"
            look = {"facecolor": ground, "edgecolor": GREY, "linewidth": 1.5}
            sheet.add_patch(Rectangle((left, top), wide, tall, **look))
            text = yes_or_no(row[question])
            sheet.text(left + wide / 2, top + tall / 2, text, ha="center", va="center")
        yes = [question for question in questions if row[question]]
        told.append(f"{kind}: {', '.join(yes) or 'none of them'}")
    return picture.described("; ".join(told))

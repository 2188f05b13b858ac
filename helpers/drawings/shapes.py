"""Shapes: what a linear layer makes of the shape of its input, or why it cannot."""

import math
import textwrap

import torch

from helpers.drawings import svg
from helpers.drawings.calls import new_layer, outcome
from helpers.roles import GREY, ROLES

UNIT = 14  # the side of one number in a small table
LAST = 170  # where the column of the last dimension begins


def linear_shapes(shape, in_features, out_features):
    """A shape on its way through ``nn.Linear``: the shape that comes out, or PyTorch's error.

    On the left are the dimensions, on the right the two tables that the layer multiplies.

    Args:
        shape: the input's, with at most 4 dimensions, 14 rows, and 8 numbers in a row.
        in_features, out_features: whole numbers from 1 to 8.
    """
    shape, rows = tuple(shape), math.prod(shape[:-1])
    if len(shape) > 4 or rows > 14 or max(*shape[-1:], in_features, out_features) > 8:
        raise ValueError(
            "This picture has room for 4 dimensions, 14 rows and 8 features, and not for an input "
            f"of shape {shape}, {in_features} in_features and {out_features} out_features."
        )
    result, error = outcome(new_layer(in_features, out_features), torch.zeros(shape))
    name = f"nn.Linear({in_features}, {out_features})"
    parts = [
        *_dimensions(27, 54, "x", shape, "input"),
        *_machine(name, shape, in_features, out_features, fits=not error),
        *(_error(error) if error else _output(result)),
        *_tables(shape, rows, in_features, out_features, fits=not error),
        *_captions(shape, rows, in_features, result),
    ]
    given = f"{_rows(rows)} of {shape[-1]}" if shape else "a number without a last dimension"
    sentence = f"{name} turns {shape}, which is {given}, into {result}"
    if error:
        sentence = f"{name} does not take {shape}, which is {given}: {error}"
    return svg.finish(880, 450, parts, sentence)


def _rows(count):
    return "1 row" if count == 1 else f"{count} rows"


def _dimensions(label, top, letter, shape, role):
    """The lengths of a shape in cells, the last one marked and in a column of its own."""
    leading, last = torch.tensor([shape[:-1]]), torch.tensor([shape[-1:]])
    yield from svg.label(12, label, f"{letter} {shape}", role)
    yield from svg.cells(LAST - 20 - svg.CELL * leading.numel(), top, leading, role)
    yield from svg.cells(LAST, top, last, role, strong=True)
    yield svg.write(LAST + 62, top + 23, "last dimension" if shape else "no last dimension")


def _machine(name, shape, in_features, out_features, *, fits):
    """The layer below the last dimension of the input, and whether the two fit."""
    middle, judged = LAST + svg.CELL / 2, "nothing to read: does not fit"
    if shape:
        judged = f"{shape[-1]} is {'' if fits else 'not '}{in_features}: "
        judged += "fits" if fits else "does not fit"
    yield svg.area(svg.box(160, 154, 270, 158), "weight", share=0.2)
    yield svg.line([(middle, 102), (middle, 160)], GREY, 2.5)
    yield from _mark(middle, 128, fits)
    yield svg.write(LAST + 62, 128, judged, bold=True)
    yield svg.write(LAST + 62, 233, name, bold=True)
    for top, size, text in [(162, in_features, "in_features"), (258, out_features, "out_features")]:
        yield from svg.cells(LAST, top, torch.tensor([[size]]), "weight", strong=True)
        yield svg.write(LAST + 62, top + 23, text)


def _mark(x, y, fits):
    """A tick or a cross in a circle."""
    colour = "#000000" if fits else ROLES["error"].colour
    strokes = [[(-7, 0), (-2, 6), (7, -6)]] if fits else [[(-6, -6), (6, 6)], [(-6, 6), (6, -6)]]
    circle = f'cx="{svg.at(x)}" cy="{svg.at(y)}" r="15" stroke-width="2"'
    yield f'<circle {circle} fill="#FFFFFF" stroke="{colour}"/>'
    for stroke in strokes:
        yield svg.line([(x + across, y + down) for across, down in stroke], colour, 4)


def _output(result):
    """The output's dimensions: the leading ones pass by the layer, the last comes out of it."""
    count, last = len(result) - 1, LAST + svg.CELL / 2
    for place in range(count):
        middle = LAST - 20 - svg.CELL * (place + 0.5)
        yield from svg.arrow((middle, 104), (middle, 346), "input", 3)
    yield from svg.arrow((last, 314), (last, 346), "output", 3)
    yield '<rect x="12" y="206" width="140" height="54" fill="#FFFFFF"/>'
    told = ["carried over", "unchanged"] if count else ["no leading", "dimensions"]
    for place, text in enumerate(told):
        yield svg.write(148, 220 + 26 * place, text, anchor="end")
    yield from _dimensions(421, 350, "y", result, "output")


def _error(error):
    """The text of an error in a dashed frame, where the output would be."""
    yield svg.area(svg.box(12, 334, 418, 104), "error", share=0.1, dotted=True)
    for place, text in enumerate(textwrap.wrap(f"RuntimeError: {error}", 38)):
        yield svg.write(24, 354 + 25 * place, text)


def _tables(shape, rows, in_features, out_features, *, fits):
    """The two tables that are multiplied and what they make: the size of each, and the numbers.

    Marked are the two sizes that must be equal, a row of mat1 and a column of mat2.
    """
    lefts = (460, 604, 748)
    if shape:
        yield from _table(lefts[0], "mat1: x", "input", (rows, shape[-1]), marked=1)
        yield svg.write(578, 77, "=" if fits else "≠", anchor="middle", size=26)
    yield from _table(lefts[1], "mat2: W.T", "weight", (in_features, out_features), marked=0)
    if fits:
        yield svg.write(722, 77, "→", anchor="middle", size=26)
        yield from _table(lefts[2], "y", "output", (rows, out_features))


def _table(left, name, role, sizes, marked=None):
    """The name of a table, its two sizes, and a square for each of its numbers.

    Args:
        marked: which of the sizes is marked, and with it the first line of squares of that length.
    """
    rows, columns = sizes
    top, wide, tall = 118, UNIT * columns, UNIT * rows
    strong = torch.tensor([[marked == 0, marked == 1]])
    yield from svg.label(left, 27, name, role)
    yield from svg.cells(left, 54, torch.tensor([sizes]), role, strong=strong)
    yield svg.area(svg.box(left, top, wide, tall), role, share=0.2)
    if marked is not None:
        first = (wide, min(UNIT, tall)) if marked else (UNIT, tall)
        yield svg.area(svg.box(left, top, *first), role, share=0.65)
    colour = ROLES[role].colour
    for x in range(left + UNIT, left + wide, UNIT):
        yield svg.line([(x, top), (x, top + tall)], colour, 1)
    for y in range(top + UNIT, top + tall, UNIT):
        yield svg.line([(left, y), (left + wide, y)], colour, 1)


def _captions(shape, rows, in_features, result):
    """What the sizes of the tables come from, line by line."""
    told = ["mat1: none, as there is no last dimension", "mat2: in_features x out_features"]
    if shape:
        product = " · ".join(map(str, shape[:-1]))
        made = f"{product} = {_rows(rows)}" if len(shape) > 2 else _rows(rows)
        told[0] = f"mat1: {made} of {shape[-1]} number{'' if shape[-1] == 1 else 's'}"
        equal = "equal" if result else "not equal"
        told.append(f"inner sizes: {shape[-1]} and {in_features}, {equal}")
    if result:
        told.append(f"y: {_rows(rows)} of {result[-1]}, in the shape {result}")
    for place, text in enumerate(told):
        yield svg.write(460, 346 + 28 * place, text)

"""Matrices with their numbers: what a product and a sum of them are made of."""

import torch

from helpers.captions import sum_of, terms_of, written
from helpers.drawings import svg
from helpers.roles import check_shapes


def matrix_product(x, weight, *, row, column):
    """One number of x @ weight.T: where its row and column meet, and the products it is made of.

    Args:
        x: shape (N, in). weight: shape (out, in), drawn as weight.T.
        row, column: which number of the output; its row of x and its row of ``weight`` are marked.
    """
    check_shapes(x=(x, "N in"), weight=(weight, "out in"))
    y = x @ weight.T
    (n, n_in), n_out = x.shape, len(weight)
    products = x[row] * weight[column]
    left, top = 12 + svg.CELL * (n_in + 1), 54 + svg.CELL * (n_in + 1)
    right = left + svg.CELL * n_out + 124
    result = written(y[row, column])
    parts = [
        *svg.label(12, top - 24, f"x {tuple(x.shape)}", "input"),
        *svg.cells(12, top, x, "input", strong=svg.mask(x, row, slice(None))),
        *svg.label(left, 24, f"W.T {tuple(weight.T.shape)}", "weight"),
        *svg.cells(left, 48, weight.T, "weight", strong=svg.mask(weight.T, slice(None), column)),
        *svg.label(left, top - 24, f"y {tuple(y.shape)}", "output"),
        *svg.cells(left, top, y, "output", strong=svg.mask(y, row, column)),
    ]
    for place, (name, values, role) in enumerate(
        [
            (f"x[{row}]", x[row], "input"),
            (f"W[{column}]", weight[column], "weight"),
            ("products", products, "output"),
        ]
    ):
        height = 48 + place * (svg.CELL + 24)
        parts.append(svg.write(right - 10, height + svg.CELL / 2, name, anchor="end", bold=True))
        parts += svg.cells(right, height, values[None], role, strong=True)
        if place:
            sign = "×" if place == 1 else "="
            middles = (right + svg.CELL * (step + 0.5) for step in range(n_in))
            parts += [svg.write(middle, height - 12, sign, anchor="middle") for middle in middles]
    parts.append(svg.write(right - 10, height + 93, "sum", anchor="end", bold=True))
    parts += svg.cells(right, height + 70, y[row, column][None, None], "output", strong=True)
    parts.append(svg.write(right + svg.CELL + 10, height + 93, f"= {sum_of(products)}"))
    sums = (f"= {sum_of(a * b)}" for a in x for b in weight)  # of all: the picture keeps its width
    widest = max(svg.CELL * n_in, svg.CELL + 10 + svg.width_of(max(sums, key=len)))
    sentence = (
        f"y[{row}, {column}] is the dot product of row {row} of x and row {column} of W: "
        f"{terms_of(x[row], weight[column])} = {result}"
    )
    lowest = max(top + svg.CELL * n, height + 70 + svg.CELL)
    return svg.finish(right + widest + 12, lowest + 12, parts, sentence)


def broadcast_sum(products, bias, *, marked):
    """The sum of a matrix and a bias; the cells that one number of the bias reaches are marked.

    Args:
        products: shape (N, out). bias: shape (out,) or (N, 1).
        marked: the place of that number in ``bias``, counted from 0.
    """
    check_shapes(products=(products, "N out"))
    copies, total = torch.broadcast_to(bias, products.shape), products + bias
    n, n_out = products.shape
    across = bias.dim() == 2  # a column, which broadcasting copies across the row
    reached, copied = torch.zeros(2, *total.shape, dtype=torch.bool)
    (reached if across else reached.T)[marked] = True
    (copied.T if across else copied)[1:] = True
    lefts = [12 + step * (svg.CELL * n_out + 62) for step in range(3)]
    parts = [
        *svg.label(lefts[0], 24, f"x @ W.T {tuple(products.shape)}", "output"),
        *svg.cells(lefts[0], 48, products, "output"),
        *svg.label(lefts[1], 24, f"b {tuple(bias.shape)}", "bias"),
        *svg.cells(lefts[1], 48, copies, "bias", strong=reached, dotted=copied),
        *svg.label(lefts[2], 24, f"y {tuple(total.shape)}", "output"),
        *svg.cells(lefts[2], 48, total, "output", strong=reached),
    ]
    for left, sign in zip(lefts[1:], "+=", strict=True):
        parts.append(svg.write(left - 31, 48 + svg.CELL * n / 2, sign, anchor="middle", size=26))
    value = written(bias.flatten()[marked])
    place = f"b[{marked}, 0]" if across else f"b[{marked}]"
    where = f"all {n_out} numbers of row {marked}" if across else f"column {marked} in all {n} rows"
    sentence = f"{place} = {value} of a bias of shape {tuple(bias.shape)} is added to {where}"
    return svg.finish(lefts[2] + svg.CELL * n_out + 12, 60 + svg.CELL * n, parts, sentence)

"""Matrices with their numbers: products, sums, and what differs between two of them."""

import torch
from matplotlib.patches import Rectangle

from helpers.captions import listed, signed, sum_of, terms_of, written
from helpers.figures.canvas import styled
from helpers.figures.pieces import draw_arrow, draw_cells, draw_name, new_sheet
from helpers.roles import ROLES, check_shapes


@styled
def dot_product(x, w):
    """The dot product of two vectors as a table: x, w, the products, and their sum.

    Args:
        x, w: tensors of shape (n,), n at most 10.
    """
    check_shapes(x=(x, "n"), w=(w, "n"))
    products = x * w
    n = len(x)
    picture, sheet = new_sheet(n + 6.1, 4.6)
    for top, name, values, role in [
        (0.3, "x", x, "input"),
        (1.8, "w", w, "weight"),
        (3.3, "x * w", products, "output"),
    ]:
        draw_name(sheet, 0.3, top + 0.5, name, role)
        draw_cells(sheet, 2.2, top, values[None], role)
    for column in range(n):
        sheet.text(2.7 + column, 1.55, "×", ha="center", va="center")
        sheet.text(2.7 + column, 3.05, "=", ha="center", va="center")
    sheet.text(n + 4.5, 3.8, "sum  =", ha="right", va="center")
    draw_cells(sheet, n + 4.8, 3.3, products.sum()[None, None], "output", strong=(0, 0))
    return picture.described(f"the products {sum_of(products)} add up to {written(products.sum())}")


@styled
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
    picture, sheet = new_sheet(left + n_out + max(4.8, 0.8 + 0.2 * len(terms)), top + n + 0.3)
    draw_name(sheet, left, 0.45, f"W.T  {tuple(weight.T.shape)}", "weight")
    draw_cells(sheet, left, 0.9, weight.T, "weight", strong=(slice(None), column))
    draw_name(sheet, 0.3, top - 0.45, f"x  {tuple(x.shape)}", "input")
    draw_cells(sheet, 0.3, top, x, "input", strong=(row, slice(None)))
    draw_cells(sheet, left, top, y, "output", strong=(row, column))
    draw_name(sheet, left + n_out + 0.4, top + n / 2, f"y  {tuple(y.shape)}", "output")
    if bias is not None:
        sheet.text(left - 0.4, top - 1.1, "+", ha="center", va="center", fontsize=20)
        draw_cells(sheet, left, top - 1.6, bias[None], "bias", strong=(0, column))
        draw_name(sheet, left + n_out + 0.4, top - 1.1, f"b  {tuple(bias.shape)}", "bias")
    result = written(y[row, column])
    sheet.text(left + n_out + 0.5, 1.3, f"row {row} of x\nwith row {column} of W:", va="top")
    sheet.text(left + n_out + 0.5, 3.0, f"{terms}\n= {result}", va="top", fontweight="bold")
    return picture.described(
        f"x {tuple(x.shape)} times W.T {tuple(weight.T.shape)} is y {tuple(y.shape)}; "
        f"y[{row}, {column}] = {terms} = {result}"
    )


@styled
def side_by_side(target, yours):
    """What was asked beside what an answer gives; cells that differ are marked.

    Args:
        target, yours: tensors of one or two dimensions. Where the shapes differ, no cell is marked.
    """
    drawn = [one.detach().reshape(-1, one.shape[-1]) for one in (target, yours)]
    (n, width), (other_n, other_width) = (one.shape for one in drawn)
    middle = max(width, 4) + 1.3
    picture, sheet = new_sheet(middle + max(other_width, 4) + 0.3, max(n, other_n) + 1.3)
    draw_name(sheet, 0.3, 0.45, f"asked  {tuple(target.shape)}", "target")
    draw_cells(sheet, 0.3, 0.95, drawn[0], "target")
    draw_name(sheet, middle, 0.45, f"yours  {tuple(yours.shape)}", "output")
    draw_cells(sheet, middle, 0.95, drawn[1], "output")
    if target.shape != yours.shape:
        shapes = f"{tuple(target.shape)} is asked, yours is {tuple(yours.shape)}"
        return picture.described(f"two tables of different shapes: {shapes}")
    off = ~torch.isclose(*(one.double() for one in drawn), rtol=1e-4, atol=1e-5)
    frame = {"facecolor": "none", "edgecolor": ROLES["error"].colour, "linewidth": 4}
    for row, column in off.nonzero().tolist():
        sheet.add_patch(Rectangle((middle + column, 0.95 + row), 1, 1, **frame, zorder=5))
    return picture.described(f"{int(off.sum())} of {off.numel()} numbers differ from what is asked")


@styled
def broadcast_sum(products, bias):
    """The sum of a matrix and a bias, with the copies that broadcasting makes of the bias.

    Args:
        products: shape (N, out). bias: shape (out,), (1, out) or (N, 1).
    """
    check_shapes(products=(products, "N out"))
    copies, total = torch.broadcast_to(bias, products.shape), products + bias
    n, n_out = products.shape
    given = bias if bias.dim() == 2 else bias[None]
    picture, sheet = new_sheet(3 * n_out + 4.2, n + 1.6)
    draw_name(sheet, 0.3, 0.45, f"x @ W.T  {tuple(products.shape)}", "output")
    draw_cells(sheet, 0.3, 0.95, products, "output")
    draw_name(sheet, n_out + 1.8, 0.45, f"b  {tuple(bias.shape)}", "bias")
    draw_cells(sheet, n_out + 1.8, 0.95, copies, "bias", pale=True)
    draw_cells(sheet, n_out + 1.8, 0.95, given, "bias", strong=(slice(None), slice(None)))
    draw_name(sheet, 2 * n_out + 3.3, 0.45, f"y  {tuple(total.shape)}", "output")
    draw_cells(sheet, 2 * n_out + 3.3, 0.95, total, "output")
    for x, sign in [(n_out + 1.05, "+"), (2 * n_out + 2.55, "=")]:
        sheet.text(x, 0.95 + n / 2, sign, ha="center", va="center", fontsize=20)
    return picture.described(
        f"a bias of shape {tuple(bias.shape)} adds {listed(copies[0])} along the first row "
        f"and {listed(copies[:, 0])} down the first column"
    )


@styled
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
    picture, sheet = new_sheet(n_in + n_out + 8.2, height)
    left, right = 2.6, n_in + 4.6
    draw_name(sheet, left, 0.45, "input rows", "input")
    draw_name(sheet, right, 0.45, "output rows", "output")
    top, told = 1.0, []
    for name, block, output in zip(names, blocks, outputs, strict=True):
        middle = top + len(block) / 2
        sheet.text(0.2, middle, name, va="center")
        draw_cells(sheet, left, top, block, "input")
        draw_cells(sheet, right, top, output, "output")
        for row in range(len(block)):
            height = top + row + 0.5
            draw_arrow(sheet, (left + n_in + 0.2, height), (right - 0.2, height))
        shapes = f"{tuple(block.shape)} → {tuple(output.shape)}"
        sheet.text(right + n_out + 0.3, middle, shapes, va="center")
        told.append(f"{name} {shapes}")
        top += len(block) + 0.5
    return picture.described(
        f"each row of the input becomes one row of the output: {'; '.join(told)}"
    )

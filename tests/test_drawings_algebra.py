"""A product or a sum that is marked wrong would show a learner the wrong row or column."""

import functools
import itertools

import pytest
import torch
from torch import nn

from helpers.captions import written
from helpers.drawings import svg
from helpers.drawings.algebra import broadcast_sum, matrix_product
from tests.svg_reader import as_text, cells, elements, has_colour, size_of

X = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 0.0, 1.0, 3.0]])
W = torch.tensor([[1.0, 0.0, 2.0, -1.0], [0.0, 5.0, 1.0, 1.0], [3.0, 1.0, 0.0, 2.0]])
B = torch.tensor([0.0, 20.0, 0.0])
SQUARE = torch.arange(9.0).reshape(3, 3)
PLACES = list(itertools.product(range(2), range(3)))


@functools.cache
def product(row, column):
    return matrix_product(X, W, row=row, column=column)


@pytest.mark.parametrize(("row", "column"), PLACES)
def test_the_product_marks_one_row_one_column_and_the_number_they_make(row, column):
    drawing = product(row, column)
    y = nn.functional.linear(X, W)
    products = X[row] * W[column]
    inputs, marked_inputs = cells(drawing, "input")
    weights, marked_weights = cells(drawing, "weight")
    outputs, marked_outputs = cells(drawing, "output")
    assert sorted(inputs) == sorted(as_text(X) + as_text(X[row]))
    assert marked_inputs == 2 * as_text(X[row])  # in the matrix, and alone
    assert sorted(weights) == sorted(as_text(W) + as_text(W[column]))
    assert sorted(marked_weights) == sorted(2 * as_text(W[column]))
    result = written(y[row, column])
    assert sorted(outputs) == sorted(as_text(y) + as_text(products) + [result])
    assert sorted(marked_outputs) == sorted([*as_text(products), result, result])
    assert drawing.sentence.startswith(f"y[{row}, {column}] is the dot product of row {row} of x")
    assert drawing.sentence.endswith(f"= {result}")


def test_the_product_keeps_its_size_while_another_number_is_picked():
    assert len({size_of(product(*place)) for place in PLACES}) == 1


@pytest.mark.parametrize("marked", range(3))
def test_a_number_of_the_bias_reaches_one_column(marked):
    bias = torch.zeros(3)
    bias[marked] = 20
    drawing = broadcast_sum(SQUARE, bias, marked=marked)
    assert cells(drawing, "bias") == (3 * as_text(bias), ["20", "20", "20"])
    everything, reached = cells(drawing, "output")
    assert sorted(everything) == sorted(as_text(SQUARE) + as_text(SQUARE + bias))
    assert reached == as_text(SQUARE[:, marked] + 20)
    assert drawing.sentence == (
        f"b[{marked}] = 20 of a bias of shape (3,) is added to column {marked} in all 3 rows"
    )


@pytest.mark.parametrize("marked", range(3))
def test_a_number_of_a_column_of_biases_reaches_one_row(marked):
    bias = torch.zeros(3, 1)
    bias[marked] = 20
    drawing = broadcast_sum(SQUARE, bias, marked=marked)
    _, reached = cells(drawing, "output")
    assert reached == as_text(SQUARE[marked] + 20)
    assert drawing.sentence.endswith(f"is added to all 3 numbers of row {marked}")


@pytest.mark.parametrize("bias", [B, B[:, None]])
def test_only_the_copies_of_a_bias_are_dotted(bias):
    drawing = broadcast_sum(SQUARE, bias, marked=1)
    green = [cell for cell in elements(drawing, "rect") if has_colour(cell, "bias")]
    boxes = [cell for cell in green if cell.get("height") == str(svg.CELL)]
    boxes.sort(key=lambda cell: (float(cell.get("y")), float(cell.get("x"))))
    dotted = torch.tensor([bool(cell.get("stroke-dasharray")) for cell in boxes]).reshape(3, 3)
    copies = torch.ones(3, 3, dtype=torch.bool)
    copies[(slice(None), 0) if bias.dim() == 2 else 0] = False  # where the bias itself is drawn
    assert torch.equal(dotted, copies)


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (lambda: matrix_product(X, W.T, row=0, column=0), r"weight has the shape \(4, 3\)"),
        (lambda: broadcast_sum(B, B, marked=0), r"products has the shape \(3,\)"),
    ],
)
def test_a_tensor_that_cannot_be_drawn_is_named_with_its_shape(draw, sentence):
    with pytest.raises(ValueError, match=sentence):
        draw()

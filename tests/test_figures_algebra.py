"""The numbers in the cells are the lesson: each has to be there, in its place and its colour."""

import numpy as np
import pytest
import torch
from matplotlib.colors import same_color
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle
from torch import nn

from helpers import figures
from helpers.roles import ROLES
from tests.pictures import B, W, X, cells, coloured, drawn, texts
from tests.svg_reader import as_text

pytestmark = pytest.mark.filterwarnings("error")


def test_the_name_of_a_matrix_carries_the_marker_of_its_role():
    sheet = drawn("matrix_product with bias").picture.axes[0]
    names = [text for text in sheet.texts if text.get_text().startswith(" ")]
    told = {text.get_text().split()[0]: text.get_position() for text in names}
    for name, role in {"x": "input", "W.T": "weight", "b": "bias", "y": "output"}.items():
        left, middle = told[name]
        (marker,) = [
            m for m in sheet.collections if tuple(m.get_offsets()[0]) == (left + 0.15, middle)
        ]
        shape = MarkerStyle(ROLES[role].marker)
        expected = shape.get_path().transformed(shape.get_transform())
        assert np.array_equal(marker.get_paths()[0].vertices, expected.vertices)
        assert same_color(marker.get_facecolor()[0], ROLES[role].colour)


def test_the_dot_product_shows_its_factors_products_and_sum():
    picture = drawn("dot_product").picture
    assert coloured(picture, "input") == ["1", "2", "3", "4"]
    assert coloured(picture, "weight") == ["1", "0", "2", "-1"]
    assert coloured(picture, "output") == ["1", "0", "6", "-4", "3"]
    assert picture.description == "the products 1 + 0 + 6 + (-4) add up to 3"


def test_the_matrix_product_shows_every_number_and_marks_one_row_and_column():
    picture = drawn("matrix_product").picture
    assert coloured(picture, "input") == as_text(X)
    assert coloured(picture, "weight") == as_text(W.T)
    assert coloured(picture, "output") == as_text(nn.functional.linear(X, W))
    marked = [number for number, strong in cells(picture).values() if strong]
    assert marked == as_text(W[2]) + as_text(X[1]) + ["12"]
    assert "2·3 + 0·1 + 1·0 + 3·2\n= 12" in texts(picture)


def test_the_matrix_product_adds_the_bias_where_there_is_one():
    picture = drawn("matrix_product with bias").picture
    assert coloured(picture, "bias") == ["10", "20", "30"]
    assert coloured(picture, "output") == as_text(nn.functional.linear(X, W, B))
    assert "2·3 + 0·1 + 1·0 + 3·2 + 30\n= 42" in texts(picture)


def test_the_cells_in_which_an_answer_differs_from_what_was_asked_are_framed():
    yours = X.clone()
    yours[1, 2] += 5
    picture = figures.side_by_side(X, yours)
    sheet = picture.axes[0]
    error = ROLES["error"].colour
    frames = [cell.get_xy() for cell in sheet.patches if same_color(cell.get_edgecolor(), error)]
    (framed,) = frames
    assert cells(picture)[round(framed[0], 2), round(framed[1], 2)][0] == "6"
    assert coloured(picture, "target") == as_text(X)
    assert {"asked  (2, 4)", "yours  (2, 4)"} <= set(texts(picture))
    assert picture.description == "1 of 8 numbers differ from what is asked"


def test_tables_of_two_shapes_stand_side_by_side_without_a_frame():
    picture = figures.side_by_side(X, X.T)
    assert (coloured(picture, "target"), coloured(picture, "output")) == (as_text(X), as_text(X.T))
    assert "(2, 4) is asked, yours is (4, 2)" in picture.description


@pytest.mark.parametrize("bias", [B[:2], B[:2].reshape(1, 2), B.reshape(3, 1)])
def test_broadcasting_shows_the_given_bias_and_its_copies(bias):
    products = torch.arange(6.0).reshape(3, 2)
    picture = figures.broadcast_sum(products, bias)
    patches = [p for p in picture.axes[0].patches if type(p) is Rectangle]
    dotted = [p for p in patches if p.get_linestyle() == ":"]
    strong = [p for p in patches if p.get_linewidth() == 3]
    assert len(dotted) == products.numel()
    assert len(strong) == bias.numel()
    assert coloured(picture, "output") == as_text(products) + as_text(products + bias)


def test_rows_stand_beside_what_the_layer_makes_of_them():
    picture = drawn("rows").picture
    assert coloured(picture, "input") == as_text(X) + as_text(X[:1])
    assert coloured(picture, "output") == as_text(X @ W.T) + as_text(X[:1] @ W.T)
    assert {"batch 0", "(2, 4) → (2, 3)", "batch 1", "(1, 4) → (1, 3)"} <= set(texts(picture))

"""What the shape explorer says must be what the layer does, the error word for word."""

import itertools
import math

import pytest
import torch
from torch import nn

from helpers.drawings.shapes import linear_shapes
from helpers.roles import ROLES
from tests.svg_reader import cells, elements, has_colour, points, size_of, texts

FIT = [((4,), 4, 3), ((0, 4), 4, 5), ((6, 2), 2, 8), ((2, 3, 4), 4, 3), ((1, 1, 1, 4), 4, 1)]
MISFIT = [((5,), 4, 3), ((0, 5), 4, 3), ((6, 2), 1, 1), ((2, 3, 5), 4, 3), ((7, 2, 8), 7, 8)]


def message_of(shape, n_in, n_out):
    """What PyTorch says to a shape that does not fit, from the word on that all releases share."""
    with pytest.raises(RuntimeError) as raised:
        nn.functional.linear(torch.zeros(shape), torch.zeros(n_out, n_in), torch.zeros(n_out))
    message = str(raised.value)
    return message[max(message.find("mat1"), 0) :]


@pytest.mark.parametrize(("shape", "n_in", "n_out"), FIT)
def test_a_shape_that_fits_comes_out_as_the_layer_gives_it(shape, n_in, n_out):
    drawing = linear_shapes(shape, n_in, n_out)
    given = torch.zeros(shape)
    result = nn.functional.linear(given, torch.zeros(n_out, n_in))
    table = [math.prod(shape[:-1]), n_out]
    assert cells(drawing, "output") == ([*map(str, [*table, *result.shape])], [str(n_out)])
    assert f"y {tuple(result.shape)}" in texts(drawing)
    assert f"{n_in} is {n_in}: fits" in texts(drawing)
    assert drawing.sentence.endswith(f"into {tuple(result.shape)}")
    assert not [one for one in elements(drawing, "polygon") if has_colour(one, "error")]


@pytest.mark.parametrize(("shape", "n_in", "n_out"), MISFIT)
def test_a_shape_that_does_not_fit_shows_the_error_of_pytorch_and_no_output(shape, n_in, n_out):
    drawing = linear_shapes(shape, n_in, n_out)
    error = message_of(shape, n_in, n_out)
    assert f"RuntimeError: {error} " in " ".join(texts(drawing)) + " "
    assert drawing.sentence.endswith(f": {error}")
    assert f"{shape[-1]} is not {n_in}: does not fit" in texts(drawing)
    assert cells(drawing, "output") == ([], [])
    assert not [text for text in texts(drawing) if text.startswith("y ")]


@pytest.mark.parametrize(("shape", "n_in", "n_out"), [*FIT, *MISFIT])
def test_the_last_dimension_and_the_size_that_it_meets_are_marked(shape, n_in, n_out):
    drawing = linear_shapes(shape, n_in, n_out)
    rows, last = math.prod(shape[:-1]), shape[-1]
    dimensions, table = [*map(str, shape)], [str(rows), str(last)]
    assert cells(drawing, "input") == ([*dimensions, *table], [str(last), str(last)])
    layer = [str(n_in), str(n_out)]
    assert cells(drawing, "weight") == ([*layer, *layer], [str(n_in), *layer])
    assert {"=", "≠"} & {*texts(drawing)} == {"=" if last == n_in else "≠"}


@pytest.mark.parametrize(("shape", "n_in", "n_out"), [*FIT, *MISFIT])
def test_the_tables_have_a_square_for_each_number(shape, n_in, n_out):
    drawing = linear_shapes(shape, n_in, n_out)
    sizes = [("input", (math.prod(shape[:-1]), shape[-1])), ("weight", (n_in, n_out))]
    for role, (rows, columns) in sizes:
        areas = [points(one) for one in elements(drawing, "polygon") if has_colour(one, role)]
        corner = 460 if role == "input" else 604
        table, marked = (
            [((x - corner) / 14, (y - 118) / 14) for x, y in area]
            for area in areas
            if (corner, 118) in area
        )
        assert table[2] == (columns, rows)
        assert marked[2] == ((columns, min(1, rows)) if role == "input" else (1, rows))


@pytest.mark.parametrize(
    ("shape", "caption"),
    [
        ((2, 3, 5), "mat1: 2 · 3 = 6 rows of 5 numbers"),
        ((1, 1, 1, 4), "mat1: 1 · 1 · 1 = 1 row of 4 numbers"),
        ((0, 4), "mat1: 0 rows of 4 numbers"),
        ((4,), "mat1: 1 row of 4 numbers"),
    ],
)
def test_the_rows_of_mat1_are_the_leading_dimensions_multiplied(shape, caption):
    assert caption in texts(linear_shapes(shape, 4, 3))


def test_a_bare_number_has_no_last_dimension_to_read():
    drawing = linear_shapes((), 1, 3)
    error = message_of((), 1, 3)
    assert cells(drawing, "input") == ([], [])
    assert f"RuntimeError: {error}" in " ".join(texts(drawing))
    assert {"x ()", "no last dimension"} <= set(texts(drawing))
    assert drawing.sentence.endswith(error)


def test_whether_it_fits_is_told_by_a_mark_and_not_by_colour_alone():
    for n, strokes in ((4, 1), (5, 2)):  # a tick is one stroke, a cross is two
        drawing = linear_shapes((2, n), 4, 3)
        (circle,) = elements(drawing, "circle")
        mark = [
            line
            for line in elements(drawing, "polyline")
            if line.get("stroke") == circle.get("stroke")
        ]
        assert len(mark) == strokes
        assert (circle.get("stroke") == ROLES["error"].colour) == (n == 5)


def test_an_error_stays_inside_its_frame():
    for shape, n_in in [((), 4), ((7, 2, 8), 7)]:
        drawing = linear_shapes(shape, n_in, 3)
        (frame,) = [one for one in elements(drawing, "polygon") if has_colour(one, "error")]
        (left, top), (right, bottom) = points(frame)[0], points(frame)[2]
        start = texts(drawing).index(next(t for t in texts(drawing) if "RuntimeError" in t))
        lines = [
            text
            for text in elements(drawing, "text")[start:]
            if left < float(text.get("x")) < right and top < float(text.get("y")) < bottom
        ]
        words = " ".join(line.text for line in lines)
        assert words == f"RuntimeError: {message_of(shape, n_in, 3)}"
        assert all(float(line.get("x")) + 10 * len(line.text) <= right for line in lines)


def test_the_picture_keeps_its_size_and_leaves_the_random_numbers_alone():
    before, sizes = torch.get_rng_state(), set()
    for (shape, _, _), n_in in itertools.product([*FIT, *MISFIT], (1, 4, 8)):
        sizes.add(size_of(linear_shapes(shape, n_in, 8)))
    assert len(sizes) == 1
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("sizes", [((2, 3, 9), 4, 3), ((3, 5, 4), 4, 3), ((4,), 4, 9)])
def test_a_shape_that_there_is_no_room_for_is_named(sizes):
    with pytest.raises(ValueError, match=r"room for .* and not for an input of shape \("):
        linear_shapes(*sizes)

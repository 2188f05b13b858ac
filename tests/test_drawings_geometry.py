"""A plane or a line that lands elsewhere than its numbers say teaches the wrong picture."""

import itertools

import pytest
import torch
from torch import nn

from helpers.captions import written
from helpers.drawings.geometry import line, plane
from helpers.roles import GREY
from tests.svg_reader import as_text, cells, elements, has_colour, points, texts

TURN = torch.tensor([[2.0, -1.0], [1.0, 1.0]])
FLAT = torch.tensor([[1.0, 2.0], [0.5, 1.0]])


def on_the_plane(corner):
    """The coordinates of a place in the panel of a plane, which shows -4 to 4 on 46 pixels each."""
    x, y = corner
    return round(x / 46 - 4, 1), round(4 - y / 46, 1)


@pytest.mark.parametrize("weight", [TURN, FLAT, -TURN, torch.tensor([[0.5, 3.0], [-3.0, 2.5]])])
def test_the_plane_lands_where_the_weight_says(weight):
    drawing = plane(weight)
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    landed = nn.functional.linear(torch.tensor(square), weight)
    areas = [area for area in elements(drawing, "polygon") if has_colour(area, "output")]
    expected = [tuple(round(value, 1) for value in corner) for corner in landed.tolist()]
    assert [on_the_plane(corner) for corner in points(areas[0])] == expected
    heads = [head for head in elements(drawing, "polygon") if has_colour(head, "weight")]
    tips = [on_the_plane(points(head)[0]) for head in heads]
    assert tips == [tuple(column) for column in weight.T.tolist()]
    assert cells(drawing, "weight")[0] == as_text(weight)


def test_the_grid_of_the_plane_moves_with_the_weight():
    grid = [g for g in elements(plane(TURN), "polyline") if g.get("stroke") == GREY]
    ends = [ends for k in range(-3, 4) for ends in ([(k, -3), (k, 3)], [(-3, k), (3, k)])]
    landed = nn.functional.linear(torch.tensor(ends).float(), TURN)
    for drawn, expected in zip(grid, landed.tolist(), strict=True):
        assert [on_the_plane(end) for end in points(drawn)] == [tuple(end) for end in expected]


def test_the_plane_says_where_the_basis_vectors_land_and_when_it_is_flat():
    assert plane(TURN).sentence == (
        "(1, 0) lands on (2, 1) and (0, 1) lands on (-1, 1), the two columns of W"
    )
    assert plane(FLAT).sentence.endswith("the whole plane lands on one line")
    assert plane(torch.zeros(2, 2)).sentence.endswith("lands on one point")
    assert {"first (2, 1)", "second (-1, 1)"} <= set(texts(plane(TURN)))


def test_the_labels_of_the_plane_never_cover_each_other():
    steps = [-3.0, -1.5, 0.0, 0.5, 3.0]
    for numbers in itertools.product(steps, repeat=4):
        drawing = plane(torch.tensor(numbers).reshape(2, 2))
        one, other = (
            tuple(float(box.get(k)) for k in ("x", "y", "width", "height"))
            for box in elements(drawing, "rect")
            if box.get("fill-opacity")
        )
        apart = abs(one[1] - other[1]) >= 24 or one[0] + one[2] <= other[0] + 0.1
        assert apart or other[0] + other[2] <= one[0] + 0.1, numbers
        for x, y, width, height in (one, other):
            assert min(x, y) >= 0, numbers
            assert max(x + width, y + height) <= 368, numbers


@pytest.mark.parametrize(("w", "b"), [(2, 3), (-3, -2.5), (0, 0), (0.5, -1)])
def test_the_line_tilts_with_w_and_is_lifted_by_b(w, b):
    drawing = line(w, b)
    strokes = elements(drawing, "polyline")
    (drawn,) = [points(one) for one in strokes if has_colour(one, "output")]
    (x0, y0), (x1, y1) = [(x / 60 - 3.5, 7 - y / 28) for x, y in drawn]
    assert (round(x0, 2), round(x1, 2)) == (-3.5, 3.5)
    assert (y1 - y0) / (x1 - x0) == pytest.approx(w, abs=0.01)
    assert (y0 + y1) / 2 == pytest.approx(b, abs=0.01)
    (lift,) = [points(one) for one in strokes if has_colour(one, "bias")]
    assert [7 - y / 28 for _, y in lift] == pytest.approx([0, b], abs=0.01)
    (rise,) = [points(one) for one in strokes if has_colour(one, "weight")]
    assert [7 - y / 28 for _, y in rise] == pytest.approx([b, b + w], abs=0.01)
    assert {f"w = {written(w)}", f"b = {written(b)}"} <= set(texts(drawing))
    assert f"crosses x = 0 at {written(b)}," in drawing.sentence


def test_a_negative_bias_is_written_as_people_write_it():
    assert "y = 2 x - 2.5" in texts(line(2, -2.5))


def test_a_weight_that_does_not_move_a_plane_is_named_with_its_shape():
    with pytest.raises(ValueError, match=r"weight has the shape \(3, 4\).*\(2, 2\)"):
        plane(torch.zeros(3, 4))

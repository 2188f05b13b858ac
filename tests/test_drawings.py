"""A drag shows its numbers only in its drawing, so what each of them draws is asserted here."""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
import torch
from svg_reader import as_text, cells, elements, has_colour, points, texts
from torch import nn

from helpers import drawings, figures
from helpers.drawings import svg
from helpers.roles import number

X = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 0.0, 1.0, 3.0]])
W = torch.tensor([[1.0, 0.0, 2.0, -1.0], [0.0, 5.0, 1.0, 1.0], [3.0, 1.0, 0.0, 2.0]])
B = torch.tensor([0.0, 20.0, 0.0])
SQUARE = torch.arange(9.0).reshape(3, 3)
TURN = torch.tensor([[2.0, -1.0], [1.0, 1.0]])
FLAT = torch.tensor([[1.0, 2.0], [0.5, 1.0]])
X_OF_LINE = torch.arange(10.0).reshape(-1, 1)
EXAMPLES = (X_OF_LINE, 10 * X_OF_LINE + 5, (2.0, 1.0))
IMAGES = torch.eye(28).expand(3, 1, 28, 28)
LAYER, CLASSIFIER = nn.Linear(28, 100), nn.Linear(784, 10)
SMALL = nn.Linear(4, 3)


def batches(batch_size, *, shuffle=False, drop_last=False):
    settings = {"batch_size": batch_size, "shuffle": shuffle, "drop_last": drop_last}
    return drawings.batches(torch.ones(6, 4), SMALL, **settings, epoch=4)


def image_vectors(read, layer, height, width):
    return drawings.image_vectors(IMAGES, layer, read=read, height=height, width=width, number=27)


def image_scores(row, image=None, scale=1.0):
    torch.manual_seed(0)
    layer = nn.Linear(784, 10)
    weight, bias = scale * layer.weight.detach(), scale * layer.bias.detach()
    image = torch.rand(28, 28) if image is None else image
    return drawings.image_scores(image, weight, bias, label=7, row=row)


EVERY_DRAWING = {
    "matrix_product": lambda: drawings.matrix_product(X, W, row=1, column=2),
    "broadcast_sum": lambda: drawings.broadcast_sum(SQUARE, B, marked=1),
    "broadcast_sum of a column": lambda: drawings.broadcast_sum(SQUARE, B[:, None], marked=1),
    "plane": lambda: drawings.plane(TURN),
    "plane on a line": lambda: drawings.plane(FLAT),
    "plane on a point": lambda: drawings.plane(torch.zeros(2, 2)),
    "line": lambda: drawings.line(2, 3),
    "line that falls": lambda: drawings.line(-3, -2.5),
    "image_scores": lambda: image_scores(row=3),
    "image_scores without ink": lambda: image_scores(image=torch.zeros(28, 28), row=0),
    "image_scores of large numbers": lambda: image_scores(scale=100.0, row=9),
    "descent": lambda: drawings.descent(*EXAMPLES, lr=0.035, steps=50),
    "descent of no step": lambda: drawings.descent(*EXAMPLES, lr=0.001, steps=0),
    "descent of many steps": lambda: drawings.descent(*EXAMPLES, lr=0.034, steps=1000),
    "descent of huge numbers": lambda: drawings.descent(*EXAMPLES, lr=0.04, steps=200),
    "descent to nan": lambda: drawings.descent(*EXAMPLES, lr=0.1, steps=1000),
    "linear_shapes": lambda: drawings.linear_shapes((2, 3, 4), 4, 3),
    "linear_shapes that do not fit": lambda: drawings.linear_shapes((7, 2, 8), 7, 8),
    "linear_shapes of a number": lambda: drawings.linear_shapes((), 4, 3),
    "linear_shapes of no rows": lambda: drawings.linear_shapes((0, 8), 8, 8),
    "linear_shapes of many dimensions": lambda: drawings.linear_shapes((1, 1, 1, 8), 8, 8),
    "batches": lambda: batches(batch_size=2, drop_last=True),
    "batches of one row each": lambda: batches(batch_size=1, shuffle=True),
    "batches of which there is none": lambda: batches(batch_size=7, drop_last=True),
    "image_vectors": lambda: image_vectors("row", LAYER, 28, 20),
    "image_vectors of columns": lambda: image_vectors("column", LAYER, 28, 16),
    "image_vectors of whole images": lambda: image_vectors("image", CLASSIFIER, 28, 28),
    "image_vectors of small images": lambda: image_vectors("image", CLASSIFIER, 16, 16),
    "registration": lambda: drawings.registration("with_grad", beside=False, lines=4),
    "registration that fails": lambda: drawings.registration("plain", beside=False, lines=4),
    "registration of a parameter": lambda: drawings.registration("parameter", beside=True, lines=4),
    "registration at first": lambda: drawings.registration("buffer", beside=True, lines=1),
    "places": lambda: drawings.places("plain tensor", 'x = x.to("meta")', 'model.to("meta")'),
    "places on meta": lambda: drawings.places(
        "buffer", 'x = x.to("meta")', 'model = model.to("meta")'
    ),
    "places on the CPU": lambda: drawings.places(
        "plain tensor", "# x is not moved", "# model is not moved"
    ),
}


def test_every_drawing_is_looked_at_by_these_tests():
    assert {*drawings.__all__} - {"Drawing"} == {name.split()[0] for name in EVERY_DRAWING}


@pytest.mark.parametrize("name", EVERY_DRAWING)
def test_a_drawing_stands_on_white_and_says_in_words_what_it_shows(name):
    drawing = EVERY_DRAWING[name]()
    root = ET.fromstring(drawing.svg)
    ground = root[0]
    assert (root.get("role"), root.get("aria-label")) == ("img", drawing.sentence)
    assert drawing.sentence
    assert (ground.get("width"), ground.get("height")) == ("100%", "100%")
    assert (ground.get("fill"), ground.get("fill-opacity")) == ("#FFFFFF", None)


@pytest.mark.parametrize("name", EVERY_DRAWING)
def test_a_drawing_can_be_read_from_the_back_row(name):
    drawing = EVERY_DRAWING[name]()
    root = ET.fromstring(drawing.svg)
    assert float(root.get("width")) <= 880
    assert float(root.get("height")) <= 480  # and the sliders above it fit on the screen
    sizes = [float(element.get("font-size", svg.TEXT)) for element in root.iter()]
    assert min(sizes) >= 16


@pytest.mark.parametrize("name", EVERY_DRAWING)
def test_no_text_is_cut_off_at_the_edge_of_a_drawing(name):
    drawing = EVERY_DRAWING[name]()
    root = ET.fromstring(drawing.svg)
    panels = [panel for panel in root if panel.tag.endswith("svg")]
    places = [(root, root), *((panel, panel) for panel in panels)]
    for place, frame in places:
        for text in place.findall("{http://www.w3.org/2000/svg}text"):
            size = float(text.get("font-size", svg.TEXT))
            width = 0.5 * size * len(text.text)
            share = {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor"), 0.0)
            left = float(text.get("x")) - share * width
            if not text.get("transform"):
                assert left >= 0, text.text
                assert left + width <= float(frame.get("width")), text.text
            assert size / 2 <= float(text.get("y")) <= float(frame.get("height")), text.text


def test_coordinates_are_rounded_so_that_every_machine_writes_the_same():
    for draw in EVERY_DRAWING.values():
        assert draw() == draw()
        for element in ET.fromstring(draw().svg).iter():
            for name in ("x", "y", "cx", "cy", "width", "height", "points"):
                for value in re.findall(r"[^\s,]+", element.get(name, "")):
                    assert re.fullmatch(r"100%|-?\d+(\.\d)?", value)


@pytest.mark.parametrize(("row", "column"), itertools.product(range(2), range(3)))
def test_the_product_marks_one_row_one_column_and_the_number_they_make(row, column):
    drawing = drawings.matrix_product(X, W, row=row, column=column)
    y = nn.functional.linear(X, W)
    products = X[row] * W[column]
    inputs, marked_inputs = cells(drawing, "input")
    weights, marked_weights = cells(drawing, "weight")
    outputs, marked_outputs = cells(drawing, "output")
    assert sorted(inputs) == sorted(as_text(X) + as_text(X[row]))
    assert marked_inputs == 2 * as_text(X[row])  # in the matrix, and alone
    assert sorted(weights) == sorted(as_text(W) + as_text(W[column]))
    assert sorted(marked_weights) == sorted(2 * as_text(W[column]))
    result = number(y[row, column])
    assert sorted(outputs) == sorted(as_text(y) + as_text(products) + [result])
    assert sorted(marked_outputs) == sorted([*as_text(products), result, result])
    assert drawing.sentence.startswith(f"y[{row}, {column}] is the dot product of row {row} of x")
    assert drawing.sentence.endswith(f"= {result}")


def test_the_product_keeps_its_size_while_another_number_is_picked():
    sizes = set()
    for row, column in itertools.product(range(2), range(3)):
        root = ET.fromstring(drawings.matrix_product(X, W, row=row, column=column).svg)
        sizes.add((root.get("width"), root.get("height")))
    assert len(sizes) == 1


def test_the_product_is_laid_out_as_in_the_picture_of_the_same_name():
    picture = figures.matrix_product(X, W, row=1, column=2)
    drawn = texts(drawings.matrix_product(X, W, row=1, column=2))
    names = {"x (2, 4)", "W.T (4, 3)", "y (2, 3)"}
    assert names <= {" ".join(text.get_text().split()) for text in picture.axes[0].texts}
    assert names <= set(drawn)


@pytest.mark.parametrize("marked", range(3))
def test_a_number_of_the_bias_reaches_one_column(marked):
    bias = torch.zeros(3)
    bias[marked] = 20
    drawing = drawings.broadcast_sum(SQUARE, bias, marked=marked)
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
    drawing = drawings.broadcast_sum(SQUARE, bias, marked=marked)
    _, reached = cells(drawing, "output")
    assert reached == as_text(SQUARE[marked] + 20)
    assert drawing.sentence.endswith(f"is added to all 3 numbers of row {marked}")


@pytest.mark.parametrize("bias", [B, B[:, None]])
def test_only_the_copies_of_a_bias_are_dotted(bias):
    drawing = drawings.broadcast_sum(SQUARE, bias, marked=1)
    green = [cell for cell in elements(drawing, "rect") if has_colour(cell, "bias")]
    boxes = [cell for cell in green if cell.get("height") == str(svg.CELL)]
    assert len([cell for cell in boxes if cell.get("stroke-dasharray")]) == 6
    assert len(boxes) == 9


def on_the_plane(corner):
    """The coordinates of a place in the panel of a plane, which shows -4 to 4 on 46 pixels each."""
    x, y = corner
    return round(x / 46 - 4, 1), round(4 - y / 46, 1)


@pytest.mark.parametrize("weight", [TURN, FLAT, -TURN, torch.tensor([[0.5, 3.0], [-3.0, 2.5]])])
def test_the_plane_lands_where_the_weight_says(weight):
    drawing = drawings.plane(weight)
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
    drawing = drawings.plane(TURN)
    grid = [g for g in elements(drawing, "polyline") if g.get("stroke") == svg.GREY]
    ends = [ends for k in range(-3, 4) for ends in ([(k, -3), (k, 3)], [(-3, k), (3, k)])]
    landed = nn.functional.linear(torch.tensor(ends).float(), TURN)
    for drawn, expected in zip(grid, landed.tolist(), strict=True):
        assert [on_the_plane(end) for end in points(drawn)] == [tuple(end) for end in expected]


def test_the_plane_says_where_the_basis_vectors_land_and_when_it_is_flat():
    assert drawings.plane(TURN).sentence == (
        "(1, 0) lands on (2, 1) and (0, 1) lands on (-1, 1), the two columns of W"
    )
    assert drawings.plane(FLAT).sentence.endswith("the whole plane lands on one line")
    assert drawings.plane(torch.zeros(2, 2)).sentence.endswith("lands on one point")
    assert {"first (2, 1)", "second (-1, 1)"} <= set(texts(drawings.plane(TURN)))


def test_the_labels_of_the_plane_never_cover_each_other():
    steps = [-3.0, -1.5, 0.0, 0.5, 3.0]
    for numbers in itertools.product(steps, repeat=4):
        drawing = drawings.plane(torch.tensor(numbers).reshape(2, 2))
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
    drawing = drawings.line(w, b)
    lines = elements(drawing, "polyline")
    (drawn,) = [points(one) for one in lines if has_colour(one, "output")]
    (x0, y0), (x1, y1) = [(x / 60 - 3.5, 7 - y / 28) for x, y in drawn]
    assert (round(x0, 2), round(x1, 2)) == (-3.5, 3.5)
    assert (y1 - y0) / (x1 - x0) == pytest.approx(w, abs=0.01)
    assert (y0 + y1) / 2 == pytest.approx(b, abs=0.01)
    (lift,) = [points(one) for one in lines if has_colour(one, "bias")]
    assert [7 - y / 28 for _, y in lift] == pytest.approx([0, b], abs=0.01)
    (rise,) = [points(one) for one in lines if has_colour(one, "weight")]
    assert [7 - y / 28 for _, y in rise] == pytest.approx([b, b + w], abs=0.01)
    assert {f"w = {number(w)}", f"b = {number(b)}"} <= set(texts(drawing))
    assert f"crosses x = 0 at {number(b)}," in drawing.sentence


def test_a_negative_bias_is_written_as_people_write_it():
    assert "y = 2 x - 2.5" in texts(drawings.line(2, -2.5))


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (lambda: drawings.plane(W), r"weight has the shape \(3, 4\).*\(2, 2\)"),
        (lambda: drawings.matrix_product(X, W.T, row=0, column=0), r"weight has the shape"),
        (lambda: drawings.broadcast_sum(B, B, marked=0), r"products has the shape \(3,\)"),
    ],
)
def test_a_tensor_that_cannot_be_drawn_is_named_with_its_shape(draw, sentence):
    with pytest.raises(ValueError, match=sentence):
        draw()

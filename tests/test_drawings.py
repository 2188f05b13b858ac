"""Every drawing must be readable, and the same on every computer.

What each of them draws is asserted in the file of its room: a drag shows its numbers nowhere else.
"""

import functools
import inspect
import pkgutil
import re

import pytest
import torch
from matplotlib.text import Text
from torch import nn

from helpers import drawings, figures, widgets
from helpers.drawings import svg
from helpers.drawings.algebra import broadcast_sum, matrix_product
from helpers.drawings.attributes import registration
from helpers.drawings.devices import places
from helpers.drawings.digits import image_scores
from helpers.drawings.geometry import line, plane
from helpers.drawings.loader import batches
from helpers.drawings.reading import image_vectors
from helpers.drawings.regression import descent
from helpers.drawings.shapes import linear_shapes
from tests.svg_reader import root_of, texts

X = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 0.0, 1.0, 3.0]])
W = torch.tensor([[1.0, 0.0, 2.0, -1.0], [0.0, 5.0, 1.0, 1.0], [3.0, 1.0, 0.0, 2.0]])
B = torch.tensor([0.0, 20.0, 0.0])
SQUARE = torch.arange(9.0).reshape(3, 3)
TURN = torch.tensor([[2.0, -1.0], [1.0, 1.0]])
FLAT = torch.tensor([[1.0, 2.0], [0.5, 1.0]])
LINE_X = torch.arange(10.0).reshape(-1, 1)
EXAMPLES = (LINE_X, 10 * LINE_X + 5, (2.0, 1.0))
IMAGES = torch.eye(28).expand(3, 1, 28, 28)
torch.manual_seed(0)
INK = torch.rand(28, 28)
LAYER, CLASSIFIER, SMALL = nn.Linear(28, 100), nn.Linear(784, 10), nn.Linear(4, 3)


def loaded(batch_size, *, shuffle=False, drop_last=False):
    settings = {"batch_size": batch_size, "shuffle": shuffle, "drop_last": drop_last}
    return batches(torch.ones(6, 4), SMALL, **settings, epoch=4)


def vectors(read, layer, height, width):
    return image_vectors(IMAGES, layer, read=read, height=height, width=width, marked=27)


def scores(row, image=INK, scale=1.0):
    weight, bias = scale * CLASSIFIER.weight.detach(), scale * CLASSIFIER.bias.detach()
    return image_scores(image, weight, bias, label=7, row=row)


EVERY_DRAWING = {
    "matrix_product": lambda: matrix_product(X, W, row=1, column=2),
    "broadcast_sum": lambda: broadcast_sum(SQUARE, B, marked=1),
    "broadcast_sum of a column": lambda: broadcast_sum(SQUARE, B[:, None], marked=1),
    "plane": lambda: plane(TURN),
    "plane on a line": lambda: plane(FLAT),
    "plane on a point": lambda: plane(torch.zeros(2, 2)),
    "line": lambda: line(2, 3),
    "line that falls": lambda: line(-3, -2.5),
    "image_scores": lambda: scores(row=3),
    "image_scores without ink": lambda: scores(image=torch.zeros(28, 28), row=0),
    "image_scores of large numbers": lambda: scores(scale=100.0, row=9),
    "descent": lambda: descent(*EXAMPLES, lr=0.035, steps=50),
    "descent of no step": lambda: descent(*EXAMPLES, lr=0.001, steps=0),
    "descent of many steps": lambda: descent(*EXAMPLES, lr=0.034, steps=1000),
    "descent of huge numbers": lambda: descent(*EXAMPLES, lr=0.04, steps=200),
    "descent to nan": lambda: descent(*EXAMPLES, lr=0.1, steps=1000),
    "linear_shapes": lambda: linear_shapes((2, 3, 4), 4, 3),
    "linear_shapes that do not fit": lambda: linear_shapes((7, 2, 8), 7, 8),
    "linear_shapes of a number": lambda: linear_shapes((), 4, 3),
    "linear_shapes of no rows": lambda: linear_shapes((0, 8), 8, 8),
    "linear_shapes of many dimensions": lambda: linear_shapes((1, 1, 1, 8), 8, 8),
    "batches": lambda: loaded(batch_size=2, drop_last=True),
    "batches of one row each": lambda: loaded(batch_size=1, shuffle=True),
    "batches of which there is none": lambda: loaded(batch_size=7, drop_last=True),
    "image_vectors": lambda: vectors("row", LAYER, 28, 20),
    "image_vectors of columns": lambda: vectors("column", LAYER, 28, 16),
    "image_vectors of whole images": lambda: vectors("image", CLASSIFIER, 28, 28),
    "image_vectors of small images": lambda: vectors("image", CLASSIFIER, 16, 16),
    "registration": lambda: registration("with_grad", beside=False, lines=4),
    "registration that fails": lambda: registration("plain", beside=False, lines=4),
    "registration of a parameter": lambda: registration("parameter", beside=True, lines=4),
    "registration at first": lambda: registration("buffer", beside=True, lines=1),
    "places": lambda: places("plain tensor", 'x = x.to("meta")', 'model.to("meta")'),
    "places on meta": lambda: places("buffer", 'x = x.to("meta")', 'model = model.to("meta")'),
    "places on the CPU": lambda: places("plain tensor", "# x is not moved", "# model is not moved"),
}
each_drawing = pytest.mark.parametrize("name", EVERY_DRAWING)


@functools.cache
def drawn(name):
    return EVERY_DRAWING[name]()


def test_the_drawing_of_every_drag_is_looked_at_by_these_tests():
    drags = {
        name
        for name, function in inspect.getmembers(widgets, inspect.isfunction)
        if function.__module__ == widgets.__name__ and name[0] != "_"
    }
    assert {name.split()[0] for name in EVERY_DRAWING} == drags
    assert not drags & {room.name for room in pkgutil.iter_modules(drawings.__path__)}


@each_drawing
def test_a_drawing_stands_on_white_and_says_in_words_what_it_shows(name):
    drawing, root = drawn(name), root_of(drawn(name))
    ground = root[0]
    assert (root.get("role"), root.get("aria-label")) == ("img", drawing.sentence)
    assert drawing.sentence
    assert (ground.get("width"), ground.get("height")) == ("100%", "100%")
    assert (ground.get("fill"), ground.get("fill-opacity")) == ("#FFFFFF", None)


@each_drawing
def test_a_drawing_can_be_read_from_the_back_row(name):
    root = root_of(drawn(name))
    assert float(root.get("width")) <= 880
    assert float(root.get("height")) <= 480  # and the sliders above it fit on the screen
    sizes = [float(element.get("font-size", svg.TEXT)) for element in root.iter()]
    assert min(sizes) >= 16


@each_drawing
def test_no_text_is_cut_off_at_the_edge_of_a_drawing(name):
    root = root_of(drawn(name))
    frames = [root, *(part for part in root if part.tag.endswith("svg"))]
    found = [(frame, text) for frame in frames for text in frame if text.tag.endswith("text")]
    assert found
    for frame, text in found:
        size = float(text.get("font-size", svg.TEXT))
        width = 0.5 * size * len(text.text)
        share = {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor"), 0.0)
        left = float(text.get("x")) - share * width
        if not text.get("transform"):
            assert left >= 0, text.text
            assert left + width <= float(frame.get("width")), text.text
        assert size / 2 <= float(text.get("y")) <= float(frame.get("height")), text.text


@each_drawing
def test_coordinates_are_rounded_so_that_every_machine_writes_the_same(name):
    assert drawn(name) == EVERY_DRAWING[name]()
    for element in root_of(drawn(name)).iter():
        for attribute in ("x", "y", "cx", "cy", "width", "height", "points"):
            for value in re.findall(r"[^\s,]+", element.get(attribute, "")):
                assert re.fullmatch(r"100%|-?\d+(\.\d)?", value)


@pytest.mark.parametrize(
    ("name", "picture", "shared"),
    [
        (
            "matrix_product",
            lambda: figures.matrix_product(X, W, row=1, column=2),
            {"x (2, 4)", "W.T (4, 3)", "y (2, 3)"},
        ),
        (
            "broadcast_sum",
            lambda: figures.broadcast_sum(SQUARE, B),
            {"x @ W.T (3, 3)", "b (3,)", "y (3, 3)"},
        ),
        (
            "plane",
            lambda: figures.plane(TURN),
            {"before: x", "after: y = x @ W.T", "first coordinate", "second coordinate"},
        ),
        (
            "descent",
            lambda: figures.loss_surface(*EXAMPLES[:2], [EXAMPLES[2]], (10.0, 5.0)),
            {"slope w", "intercept b", "loss", "start"},
        ),
        (
            "registration",
            lambda: figures.registration_grid({"with_grad": {"gets a grad?": 1, "moved?": 0}}),
            {"✓ yes", "✗ no"},
        ),
        (
            "image_scores",
            lambda: figures.image_times_template(INK, CLASSIFIER.weight, CLASSIFIER.bias, row=3),
            {"products"},
        ),
    ],
)
def test_a_drag_names_things_as_the_picture_that_it_animates(name, picture, shared):
    in_picture = {" ".join(text.get_text().split()) for text in picture().findobj(Text)}
    assert shared <= in_picture & {*texts(drawn(name))}

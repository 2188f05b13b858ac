"""Every picture that the tests look at, drawn once, and how to read back what is in it."""

import functools
from typing import NamedTuple

import matplotlib as mpl
import matplotlib.style
import numpy as np
import torch
from matplotlib.colors import same_color
from matplotlib.patches import Rectangle
from torch import nn

from helpers import figures
from helpers.devices import RECORDED_MILLISECONDS, RECORDED_SIZES
from helpers.figures.canvas import DOTS_PER_INCH, SHARPNESS, Picture
from helpers.roles import ROLES

X = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 0.0, 1.0, 3.0]])
W = torch.tensor([[1.0, 0.0, 2.0, -1.0], [0.0, 5.0, 1.0, 1.0], [3.0, 1.0, 0.0, 2.0]])
B = torch.tensor([10.0, 20.0, 30.0])
SQUARE = torch.arange(9.0).reshape(3, 3)
TURN = torch.tensor([[2.0, -1.0], [1.0, 1.0]])
LINE_X = torch.arange(10.0).reshape(-1, 1)
LINE_Y = 10 * LINE_X + 5
PATH = [(0.0, 0.0), (9.0, 2.0), (10.0, 4.9)]
INK = torch.rand(12, 28, 28, generator=torch.Generator().manual_seed(0))
LABELS = torch.tensor([9, 9, 9, 4, 4, 2, 2, 2, 2, 0, 1, 3])
READ = torch.tensor([4, 4, 9, 9, 4, 8, 8, 8, 8, 0, 1, 5])  # 2 as 8 four times, 9 as 4 twice
GRID = {
    "plain tensor": {"in parameters()": False, "follows .to()": False},
    "nn.Parameter": {"in parameters()": True, "follows .to()": True},
}
torch.manual_seed(0)
CLASSIFIER = nn.Linear(784, 10)
FRESH = nn.Linear(100, 2000)

EVERY_PICTURE = {
    "dot_product": lambda: figures.dot_product(X[0], W[0]),
    "matrix_product": lambda: figures.matrix_product(X, W, row=1, column=2),
    "matrix_product with bias": lambda: figures.matrix_product(X, W, B, row=1, column=2),
    "side_by_side": lambda: figures.side_by_side(X, X + 1),
    "broadcast_sum": lambda: figures.broadcast_sum(SQUARE, B),
    "rows": lambda: figures.rows([X, X[:1]], [X @ W.T, X[:1] @ W.T]),
    "plane": lambda: figures.plane(TURN),
    "likeness": lambda: figures.likeness(torch.tensor([4.0, 3.0]), length=4.0),
    "lines": lambda: figures.lines([-1, 0.5, 2], [-3, 0, 3]),
    "network": lambda: figures.network(W, B, row=1),
    "parameter_histogram": lambda: figures.parameter_histogram(FRESH),
    "fitted_lines": lambda: figures.fitted_lines(
        LINE_X, LINE_Y, {"fit": (9.0, 7.0), "best": (10.0, 5.0)}
    ),
    "loss_curves": lambda: figures.loss_curves({"lr = 0.1": [3.0, 1.0], "lr = 1": [1.0, 9.0]}),
    "loss_surface": lambda: figures.loss_surface(LINE_X, LINE_Y, PATH, (10.0, 5.0)),
    "images": lambda: figures.images([INK[0], INK[1][:9] - 0.5], ["a", "b"], mark_row=4),
    "accuracies": lambda: figures.accuracies({"before": 0.08, "after": 0.92}),
    "templates": lambda: figures.templates(CLASSIFIER.weight),
    "templates of four": lambda: figures.templates(CLASSIFIER.weight[:4], "ABCD"),
    "image_times_template": lambda: figures.image_times_template(
        INK[0], CLASSIFIER.weight, CLASSIFIER.bias, row=3
    ),
    "confusion": lambda: figures.confusion(LABELS, READ),
    "mistakes": lambda: figures.mistakes(INK, LABELS, READ),
    "mistakes of five": lambda: figures.mistakes(INK[:5], LABELS[:5], READ[:5]),
    "registration_grid": lambda: figures.registration_grid(GRID),
    "places": lambda: figures.places({"cpu": [("x", "input")], "meta": [("weight", "weight")]}),
    "timings": lambda: figures.timings(RECORDED_SIZES, RECORDED_MILLISECONDS),
}


class Drawn(NamedTuple):
    """A picture, what a notebook stores of it, and what it stores about that."""

    picture: Picture
    data: dict
    metadata: dict


@functools.cache
def drawn(name):
    """A picture as it was laid out to be stored, for a user with settings that must not show."""
    with mpl.rc_context():
        mpl.style.use("dark_background")
        mpl.rcParams.update({"text.usetex": True, "font.family": "No Such Font"})
        picture = EVERY_PICTURE[name]()
        stored = picture._repr_mimebundle_()
    picture.set_dpi(DOTS_PER_INCH * SHARPNESS)
    return Drawn(picture, *stored)


def texts(picture):
    """Everything written into a picture, in drawing order."""
    return [text.get_text().strip() for ax in picture.axes for text in ax.texts]


def cells(picture):
    """The drawn cells as {(left, top): (number, is it marked)}, in units of one cell."""
    sheet = picture.axes[0]
    numbers = {}
    for text in sheet.texts:
        x, y = text.get_position()
        numbers[round(x - 0.5, 2), round(y - 0.5, 2)] = text.get_text()
    return {
        (round(cell.get_x(), 2), round(cell.get_y(), 2)): (
            numbers[round(cell.get_x(), 2), round(cell.get_y(), 2)],
            cell.get_linewidth() == 3,
        )
        for cell in sheet.patches
        if type(cell) is Rectangle
    }


def coloured(picture, role):
    """The numbers of the cells that have the colour of a role."""
    sheet = picture.axes[0]
    colour = ROLES[role].colour
    places = {
        (round(cell.get_x(), 2), round(cell.get_y(), 2))
        for cell in sheet.patches
        if type(cell) is Rectangle and same_color(cell.get_edgecolor(), colour)
    }
    return [number for place, (number, _) in cells(picture).items() if place in places]


def shown(ax):
    """The numbers of the image in a panel."""
    return torch.tensor(np.asarray(ax.images[0].get_array()))

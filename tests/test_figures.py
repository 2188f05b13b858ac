"""Every picture must be readable, on any page and with any settings of matplotlib.

What each of them draws is asserted in the file of its room, as nbval does not compare pictures.
"""

import io
import itertools
import pkgutil

import matplotlib as mpl
import numpy as np
import pytest
import torch
from PIL import Image

from helpers import figures
from helpers.figures import canvas, pieces
from helpers.roles import ROLES
from tests.pictures import CLASSIFIER, EVERY_PICTURE, INK, B, W, X, drawn

pytestmark = pytest.mark.filterwarnings("error")  # what is deprecated now fails in a year
each_picture = pytest.mark.parametrize("name", EVERY_PICTURE)


def pixels(name):
    """The stored picture, with red, green, blue and how opaque each pixel is."""
    image = Image.open(io.BytesIO(drawn(name).data["image/png"]))
    return np.asarray(image.convert("RGBA"))


def written(picture):
    """The texts that are seen in a picture, without the numbers along its axes."""
    found = []
    for ax in picture.axes:
        found += [*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label]
        found += ax.get_legend().get_texts() if ax.get_legend() else []
    return [text for text in found if text.get_text() and text.get_visible()]


def test_every_picture_function_is_looked_at_by_these_tests():
    assert {*figures.__all__} == {name.split()[0] for name in EVERY_PICTURE}


def test_every_picture_function_can_be_called_by_its_name_and_no_room_hides_it():
    rooms = {room.name for room in pkgutil.iter_modules(figures.__path__)}
    made = {
        name
        for room in rooms - {"canvas", "pieces"}
        for name, thing in vars(getattr(figures, room)).items()
        if getattr(thing, "__module__", "") == f"helpers.figures.{room}" and name[0] != "_"
    }
    assert made == {*figures.__all__}
    assert not rooms & made


@each_picture
def test_a_picture_shows_itself_on_white_with_a_description_and_no_version(name):
    _, data, metadata = drawn(name)
    about = Image.open(io.BytesIO(data["image/png"])).info
    assert set(about) <= {"transparency"}  # no Software, no date
    assert (pixels(name)[..., 3] == 255).all()
    assert (pixels(name)[0, 0, :3] == 255).all()
    described = metadata["image/png"]
    assert data["text/plain"] == f"Picture: {described['alt']}"
    assert described["alt"]
    assert described["unconfined"] is True  # a narrow window scrolls it and shrinks no text


@pytest.mark.parametrize("name", ["dot_product", "lines", "images", "loss_surface", "timings"])
def test_no_setting_of_matplotlib_changes_a_picture(name):
    """All other tests see pictures that were drawn on a dark ground, with LaTeX, without a font."""
    assert EVERY_PICTURE[name]().png() == drawn(name).data["image/png"]


def test_a_picture_leaves_the_settings_of_its_user_alone():
    users = {"font.size": 31, "lines.linewidth": 7, "axes.spines.top": True}
    with mpl.rc_context(users):
        EVERY_PICTURE["lines"]().png()
        assert {name: mpl.rcParams[name] for name in users} == users


def test_the_stored_picture_keeps_the_colours_of_the_roles():
    stored = pixels("matrix_product with bias")[..., :3].reshape(-1, 3).astype(int)
    for role, share in itertools.product(("input", "weight", "bias", "output"), (0.2, 0.65)):
        colour = 255 * np.array(ROLES[role].tint(share))  # of a plain cell or a marked one
        close = (abs(stored - colour) <= 4).all(axis=1)
        assert close.sum() > 1000, (role, share)


@each_picture
def test_a_picture_can_be_read_from_the_back_row(name):
    picture = drawn(name).picture
    width, _ = picture.get_size_inches() * canvas.DOTS_PER_INCH
    assert width <= 848  # what JupyterLab has for it at 1280 pixels, with its file browser
    found = picture.findobj(match=lambda thing: hasattr(thing, "get_fontsize"))
    seen = [text for text in found if text.get_visible() and text.get_text()]
    smallest = min(text.get_fontsize() for text in seen)
    assert smallest * canvas.DOTS_PER_INCH / 72 >= 16
    for text in seen:
        assert "$" not in text.get_text()  # raised digits would be smaller
        assert "\N{MINUS SIGN}" not in text.get_text()  # the cells and Python have a hyphen


@each_picture
def test_nothing_in_a_picture_is_cut_off_at_its_edge(name):
    picture = drawn(name).picture
    whole = picture.bbox.padded(1)
    assert len(written(picture)) >= 2
    for text in written(picture):
        box = text.get_window_extent()
        assert whole.x0 <= box.x0, text.get_text()
        assert box.x1 <= whole.x1, text.get_text()
        assert whole.y0 <= box.y0, text.get_text()
        assert box.y1 <= whole.y1, text.get_text()


@each_picture
def test_no_text_of_a_picture_lies_over_another(name):
    boxes = [(text.get_text(), text.get_window_extent()) for text in written(drawn(name).picture)]
    for (one, here), (other, there) in itertools.combinations(boxes, 2):
        same = one == other  # a given bias is drawn over its copies
        assert same or not here.overlaps(there), (one, other)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.00001, "0.00001"), (0.1, "0.1"), (0, "0"), (1000, "1,000"), (1e28, "1e+28")],
)
def test_the_numbers_at_an_axis_are_written_out_as_long_as_they_can_be_read(value, text):
    assert pieces.plain(value) == text


def test_the_axes_of_losses_and_times_and_counts_have_such_numbers():
    for name in ("loss_curves", "timings", "parameter_histogram"):
        for ax in drawn(name).picture.axes:
            assert ax.yaxis.get_major_formatter()(1000) == "1,000"


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (
            lambda: figures.dot_product(X[0], W[0][:3]),
            r"w has the shape \(3,\).*\(n\), and here n is 4",
        ),
        (lambda: figures.dot_product([1, 2], W[0]), r"x is a list; this picture draws a tensor"),
        (lambda: figures.matrix_product(X[0], W), r"x has the shape \(4,\).*\(N, in\)"),
        (lambda: figures.matrix_product(X, W.T), r"weight has the shape \(4, 3\).*here in is 4"),
        (lambda: figures.matrix_product(X, W, B[:2]), r"bias has the shape \(2,\).*here out is 3"),
        (lambda: figures.broadcast_sum(B, B), r"products has the shape \(3,\).*\(N, out\)"),
        (lambda: figures.plane(W), r"weight has the shape \(3, 4\).*\(2, 2\)"),
        (lambda: figures.likeness(B), r"w has the shape \(3,\).*\(2\)"),
        (lambda: figures.network(W, B[:, None]), r"bias has the shape \(3, 1\).*\(out\)"),
        (
            lambda: figures.images([X[0]], ["a row"]),
            r"image has the shape \(4,\).*\(height, width\)",
        ),
        (
            lambda: figures.image_times_template(INK, CLASSIFIER.weight, CLASSIFIER.bias, row=3),
            r"image has the shape \(12, 28, 28\).*\(28, 28\)",
        ),
    ],
)
def test_a_tensor_that_cannot_be_drawn_is_named_with_its_shape_and_the_shape_wanted(draw, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        draw()


@pytest.mark.parametrize(
    "draw",
    [
        lambda weight, bias: figures.dot_product(weight[0], weight[1]),
        lambda weight, bias: figures.matrix_product(weight, weight[:2], bias[:2]),
        lambda weight, bias: figures.broadcast_sum(weight, bias),
        lambda weight, bias: figures.rows([weight], [weight @ weight.T]),
        lambda weight, bias: figures.network(weight, bias),
        lambda weight, bias: figures.plane(weight[:2, :2]),
        lambda weight, bias: figures.likeness(weight[0, :2]),
        lambda weight, bias: figures.images([weight], ["W"]),
    ],
)
def test_the_parameters_of_a_layer_are_drawn_as_they_are(draw):
    """Without the warnings of PyTorch and NumPy about a tensor that has a gradient."""
    parameters = [torch.nn.Parameter(values) for values in (torch.eye(3), B)]
    assert draw(*parameters).description == draw(torch.eye(3), B).description

"""nbval does not compare pictures, so what each of them draws is asserted here."""

import io
import itertools
import math

import numpy as np
import pytest
import torch
from matplotlib.colors import same_color
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Circle, Rectangle
from PIL import Image
from torch import nn

from helpers import figures
from helpers.devices import RECORDED_MILLISECONDS, RECORDED_SIZES

X = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 0.0, 1.0, 3.0]])
W = torch.tensor([[1.0, 0.0, 2.0, -1.0], [0.0, 5.0, 1.0, 1.0], [3.0, 1.0, 0.0, 2.0]])
B = torch.tensor([10.0, 20.0, 30.0])
LINE_X = torch.arange(10.0).reshape(-1, 1)
LINE_Y = 10 * LINE_X + 5
INK = torch.rand(12, 28, 28, generator=torch.Generator().manual_seed(0))
torch.manual_seed(0)
CLASSIFIER = nn.Linear(784, 10)
LABELS = torch.tensor([9, 9, 9, 4, 4, 2, 2, 2, 2, 0, 1, 3])
READ = torch.tensor([4, 4, 9, 9, 4, 8, 8, 8, 8, 0, 1, 5])  # 2 as 8 four times, 9 as 4 twice
GRID = {
    "plain tensor": {"in parameters()": False, "follows .to()": False},
    "nn.Parameter": {"in parameters()": True, "follows .to()": True},
}

EVERY_PICTURE = {
    "dot_product": lambda: figures.dot_product(X[0], W[0]),
    "matrix_product": lambda: figures.matrix_product(X, W, row=1, column=2),
    "matrix_product with bias": lambda: figures.matrix_product(X, W, B),
    "side_by_side": lambda: figures.side_by_side(X, X + 1),
    "broadcast_sum": lambda: figures.broadcast_sum(X @ W.T, B),
    "rows": lambda: figures.rows([X, X[:1]], [X @ W.T, X[:1] @ W.T]),
    "plane": lambda: figures.plane(torch.tensor([[2.0, -1.0], [1.0, 1.0]])),
    "likeness": lambda: figures.likeness(torch.tensor([4.0, 3.0]), length=4.0),
    "lines": lambda: figures.lines([-1, 0.5, 2], [-3, 0, 3]),
    "network": lambda: figures.network(W, B, row=1),
    "parameter_histogram": lambda: figures.parameter_histogram(nn.Linear(100, 2000)),
    "fitted_lines": lambda: figures.fitted_lines(LINE_X, LINE_Y, {"fit": (9.0, 7.0)}),
    "loss_curves": lambda: figures.loss_curves({"lr = 0.1": [3.0, 1.0], "lr = 1": [1.0, 9.0]}),
    "loss_surface": lambda: figures.loss_surface(
        LINE_X, LINE_Y, [(0.0, 0.0), (9.0, 2.0), (10.0, 4.9)], (10.0, 5.0)
    ),
    "images": lambda: figures.images([torch.rand(28, 28), torch.randn(28, 100)], ["a", "b"]),
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
    colour = figures.ROLES[role].colour
    places = {
        (round(cell.get_x(), 2), round(cell.get_y(), 2))
        for cell in sheet.patches
        if type(cell) is Rectangle and same_color(cell.get_edgecolor(), colour)
    }
    return [number for place, (number, _) in cells(picture).items() if place in places]


def as_text(tensor):
    return [figures.number(value) for value in tensor.flatten()]


def test_every_picture_function_is_looked_at_by_these_tests():
    functions = {
        name
        for name, thing in vars(figures).items()
        if callable(thing) and getattr(thing, "__module__", "") == figures.__name__
    }
    private_or_shared = {"Role", "Picture", "number"} | {n for n in functions if n.startswith("_")}
    assert functions - private_or_shared == {name.split()[0] for name in EVERY_PICTURE}


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_a_picture_shows_itself_on_white_with_a_description_and_no_version(name):
    data, metadata = EVERY_PICTURE[name]()._repr_mimebundle_()
    image = Image.open(io.BytesIO(data["image/png"]))
    assert set(image.info) <= {"transparency"}  # no Software, no date
    shown = np.asarray(image.convert("RGBA"))
    assert (shown[..., 3] == 255).all()
    assert (shown[0, 0, :3] == 255).all()
    assert data["text/plain"].startswith("Picture: ")
    assert metadata["image/png"]["alt"] in data["text/plain"]
    assert metadata["image/png"]["alt"]


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_a_narrow_window_scrolls_a_picture_rather_than_shrinking_its_text(name):
    _, metadata = EVERY_PICTURE[name]()._repr_mimebundle_()
    assert metadata["image/png"]["unconfined"] is True


def test_the_stored_picture_keeps_the_colours_of_the_roles():
    picture = figures.matrix_product(X, W, B, row=1, column=2)
    pixels = np.asarray(Image.open(io.BytesIO(picture.png())).convert("RGB")).reshape(-1, 3)
    for role in ("input", "weight", "bias", "output"):
        for share in (0.2, 0.65):  # a plain cell and a marked one
            colour = 255 * np.array(figures.ROLES[role].tint(share))
            close = (abs(pixels - colour) <= 4).all(axis=1)
            assert close.sum() > 1000, (role, share)


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_a_picture_can_be_read_from_the_back_row(name):
    picture = EVERY_PICTURE[name]()
    width, _ = picture.get_size_inches() * figures.DOTS_PER_INCH
    assert width <= 848  # what JupyterLab has for it at 1280 pixels, with its file browser
    picture.png()
    found = picture.findobj(match=lambda thing: hasattr(thing, "get_fontsize"))
    written = [text for text in found if text.get_visible() and text.get_text()]
    smallest = min(text.get_fontsize() for text in written)
    assert smallest * figures.DOTS_PER_INCH / 72 >= 16
    for text in written:
        assert "$" not in text.get_text()  # raised digits would be smaller
        assert "\N{MINUS SIGN}" not in text.get_text()  # the cells and Python have a hyphen


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_nothing_in_a_picture_is_cut_off_at_its_edge(name):
    picture = EVERY_PICTURE[name]()
    picture.canvas.draw()
    renderer = picture.canvas.get_renderer()
    whole = picture.bbox.padded(1)
    for ax in picture.axes:
        for text in [*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label]:
            if text.get_text() and text.get_visible():
                box = text.get_window_extent(renderer)
                assert whole.x0 <= box.x0, text.get_text()
                assert box.x1 <= whole.x1, text.get_text()
                assert whole.y0 <= box.y0, text.get_text()
                assert box.y1 <= whole.y1, text.get_text()


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_no_text_of_a_picture_lies_over_another(name):
    picture = EVERY_PICTURE[name]()
    picture.canvas.draw()
    written = [text for ax in picture.axes for text in [*ax.texts, ax.title] if text.get_text()]
    for one, other in itertools.combinations(written, 2):
        overlap = one.get_window_extent().overlaps(other.get_window_extent())
        same = one.get_text() == other.get_text()  # a given bias is drawn over its copies
        assert same or not overlap, (one.get_text(), other.get_text())


def test_roles_differ_in_colour_and_in_marker_or_line():
    looks = list(figures.ROLES.values())
    assert len({look.colour for look in looks}) == len(looks)
    for one, other in itertools.combinations(looks, 2):
        assert (one.marker, one.line) != (other.marker, other.line)


def test_the_name_of_a_matrix_carries_the_marker_of_its_role():
    sheet = figures.matrix_product(X, W, B).axes[0]
    names = [text for text in sheet.texts if text.get_text().startswith(" ")]
    told = {text.get_text().split()[0]: text.get_position() for text in names}
    for name, role in {"x": "input", "W.T": "weight", "b": "bias", "y": "output"}.items():
        left, middle = told[name]
        (marker,) = [
            m for m in sheet.collections if tuple(m.get_offsets()[0]) == (left + 0.15, middle)
        ]
        shape = MarkerStyle(figures.ROLES[role].marker)
        drawn = shape.get_path().transformed(shape.get_transform())
        assert np.array_equal(marker.get_paths()[0].vertices, drawn.vertices)
        assert same_color(marker.get_facecolor()[0], figures.ROLES[role].colour)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.00001, "0.00001"), (0.1, "0.1"), (0, "0"), (1000, "1,000"), (1e28, "1e+28")],
)
def test_the_numbers_at_an_axis_are_written_out_as_long_as_they_can_be_read(value, text):
    assert figures.loss_curves({"a": [1.0, 2.0]}).axes[0].yaxis.get_major_formatter()(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.0, "2"), (0.5, "0.5"), (-0.001, "0"), (1.006, "1.01"), (100.0, "100"), (-1.25, "-1.25")],
)
def test_numbers_are_written_short_and_without_minus_zero(value, text):
    assert figures.number(value) == text


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
    ],
)
def test_a_tensor_that_cannot_be_drawn_is_named_with_its_shape_and_the_shape_wanted(draw, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        draw()


def test_the_dot_product_shows_its_factors_products_and_sum():
    picture = figures.dot_product(X[0], W[0])
    assert coloured(picture, "input") == ["1", "2", "3", "4"]
    assert coloured(picture, "weight") == ["1", "0", "2", "-1"]
    assert coloured(picture, "output") == ["1", "0", "6", "-4", "3"]
    assert "add up to 3" in picture.description


def test_the_matrix_product_shows_every_number_and_marks_one_row_and_column():
    picture = figures.matrix_product(X, W, row=1, column=2)
    assert coloured(picture, "input") == as_text(X)
    assert coloured(picture, "weight") == as_text(W.T)
    assert coloured(picture, "output") == as_text(nn.functional.linear(X, W))
    marked = [number for number, strong in cells(picture).values() if strong]
    assert marked == as_text(W[2]) + as_text(X[1]) + ["12"]
    assert "2·3 + 0·1 + 1·0 + 3·2\n= 12" in texts(picture)


def test_the_matrix_product_adds_the_bias_where_there_is_one():
    picture = figures.matrix_product(X, W, B, row=0, column=1)
    assert coloured(picture, "bias") == ["10", "20", "30"]
    assert coloured(picture, "output") == as_text(nn.functional.linear(X, W, B))


def test_the_cells_in_which_an_answer_differs_from_what_was_asked_are_framed():
    yours = X.clone()
    yours[1, 2] += 5
    picture = figures.side_by_side(X, yours)
    sheet = picture.axes[0]
    error = figures.ROLES["error"].colour
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
    drawn = [p for p in picture.axes[0].patches if type(p) is Rectangle]
    dotted = [p for p in drawn if p.get_linestyle() == ":"]
    strong = [p for p in drawn if p.get_linewidth() == 3]
    assert len(dotted) == products.numel()
    assert len(strong) == bias.numel()
    assert coloured(picture, "output") == as_text(products) + as_text(products + bias)


def test_rows_stand_beside_what_the_layer_makes_of_them():
    picture = figures.rows([X, X[:1]], [X @ W.T, X[:1] @ W.T])
    assert coloured(picture, "input") == as_text(X) + as_text(X[:1])
    assert coloured(picture, "output") == as_text(X @ W.T) + as_text(X[:1] @ W.T)
    assert "(2, 4) → (2, 3)" in texts(picture)
    assert "(1, 4) → (1, 3)" in texts(picture)


def test_the_plane_lands_where_the_weight_says():
    weight = torch.tensor([[2.0, -1.0], [1.0, 1.0]])
    picture = figures.plane(weight)
    after = picture.axes[1]
    arrows = [a.xy for a in after.texts if not a.get_text()]
    assert [tuple(arrow) for arrow in arrows] == [(2, 1), (-1, 1)]
    grid = torch.tensor(np.stack([line.get_xydata() for line in after.lines])).float()
    before = torch.tensor(np.stack([line.get_xydata() for line in picture.axes[0].lines])).float()
    assert torch.allclose(grid, nn.functional.linear(before, weight))
    corners = {tuple(corner) for corner in after.patches[0].get_xy().tolist()}
    assert corners == {(0, 0), (2, 1), (1, 2), (-1, 1)}


def test_likeness_draws_the_dot_product_over_the_angle():
    picture = figures.likeness(torch.tensor([4.0, 3.0]), length=4.0)
    curve = picture.axes[1].lines[1]
    expected = 20 * np.cos(np.deg2rad(curve.get_xdata()))
    assert np.allclose(curve.get_ydata(), expected, atol=1e-4)
    assert {"10", "0", "-10", "-20"} <= set(texts(picture))


def test_lines_tilt_with_the_weight_and_lift_with_the_bias():
    left, right = figures.lines([-1, 2], [-3, 3]).axes
    slopes, heights = [], []
    for ax in (left, right):
        for line in ax.lines:
            x, y = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
            if line.get_label().startswith(("w =", "b =")):
                slopes.append((y[1] - y[0]) / (x[1] - x[0]))
                heights.append(y.mean())
    assert slopes == [-1, 2, 1, 1]
    assert heights == [0, 0, -3, 3]


def test_more_lines_than_can_be_told_apart_are_refused_and_not_left_out():
    with pytest.raises(ValueError, match=r"2 weights and 5 biases; .* at most 4 of each"):
        figures.lines([1, 2], [1, 2, 3, 4, 5])


def test_the_network_has_every_arrow_and_marks_those_of_one_output():
    picture = figures.network(W, B, row=1)
    sheet = picture.axes[0]
    assert len([p for p in sheet.patches if isinstance(p, Circle)]) == 4 + 3
    assert len(sheet.lines) == 4 * 3
    assert len([line for line in sheet.lines if line.get_linewidth() == 3]) == 4
    assert coloured(picture, "weight") == as_text(W)
    assert coloured(picture, "bias") == as_text(B)
    added = [text for text in sheet.texts if text.get_text().startswith("+")]
    assert [text.get_text() for text in added] == ["+ 10", "+ 20", "+ 30"]
    for text in added:
        assert same_color(text.get_bbox_patch().get_facecolor(), figures.ROLES["bias"].tint())


def test_the_histogram_counts_every_parameter_between_its_bounds():
    torch.manual_seed(0)
    layer = nn.Linear(100, 2000)
    weight, bias = figures.parameter_histogram(layer).axes
    for ax, count in [(weight, 200_000), (bias, 2000)]:
        bars = [p for p in ax.patches if type(p) is Rectangle]
        assert sum(bar.get_height() for bar in bars) == count
        assert math.isclose(bars[0].get_x(), -0.1, abs_tol=1e-6)
        assert {round(line.get_xdata()[0], 6) for line in ax.lines} == {-0.1, 0.1}


def test_the_fitted_line_and_its_errors_are_where_the_numbers_say():
    ax = figures.fitted_lines(LINE_X, LINE_Y, {"fit": (9.0, 7.0), "best": (10.0, 5.0)}).axes[0]
    fit, best, data = ax.lines
    assert list(fit.get_ydata()) == [7, 88]
    assert list(best.get_ydata()) == [5, 95]
    assert list(data.get_ydata()) == LINE_Y.flatten().tolist()
    segments = [segment[:, 1].tolist() for segment in ax.collections[0].get_segments()]
    assert segments == [[y, 9 * x + 7] for x, y in enumerate(LINE_Y.flatten().tolist())]


def test_a_line_through_every_point_has_no_errors_to_draw():
    ax = figures.fitted_lines(LINE_X, LINE_Y, {"best": (10.0, 5.0)}).axes[0]
    assert not ax.collections


def test_loss_curves_draw_each_run_as_far_as_it_is_finite():
    picture = figures.loss_curves({"good": [4.0, 2.0, 1.0], "bad": [1.0, 100.0, math.nan]})
    good, bad = picture.axes
    assert list(good.lines[0].get_ydata()) == [4, 2, 1]
    assert list(bad.lines[0].get_ydata()) == [1, 100]
    assert picture.description.endswith("good: it falls; bad: it ends at nan")


def test_the_loss_surface_is_lowest_at_its_star_and_carries_the_path():
    path = [(0.0, 0.0), (9.0, 2.0), (10.0, 4.9)]
    picture = figures.loss_surface(LINE_X, LINE_Y, path, (10.0, 5.0))
    ax = picture.axes[0]
    outline, steps, start, star = ax.lines
    for line in (outline, steps):
        assert np.allclose(line.get_xydata(), path)
    assert steps.get_marker() == start.get_marker() == figures.ROLES["gradient"].marker
    assert np.allclose(start.get_xydata(), [path[0]])
    assert np.allclose(star.get_xydata(), [(10.0, 5.0)])
    low, high = ax.get_xlim()
    assert low < 0
    assert high > 10


def test_images_show_the_tensor_and_white_for_zero():
    image, signed = torch.rand(4, 6), torch.tensor([[-2.0, 1.0, 0.0]])
    picture = figures.images([image, signed], ["one", "two"], mark_row=0)
    drawn = [ax.images[0] for ax in picture.axes]
    assert np.allclose(drawn[0].get_array(), image)
    assert np.allclose(drawn[1].get_array(), signed)
    assert drawn[1].get_clim() == (-2, 2)
    assert drawn[0].get_clim() == (0, float(image.max()))
    frame = picture.axes[0].patches[0]
    assert (frame.get_x(), frame.get_width()) == (-0.5, 6)
    assert frame.get_y() + frame.get_height() / 2 == 0  # the middle of row 0


def test_the_registration_grid_says_yes_and_no_where_it_should():
    picture = figures.registration_grid(GRID)
    answers = [text for text in texts(picture) if text in {"✓ yes", "✗ no"}]
    assert answers == ["✗ no", "✗ no", "✓ yes", "✓ yes"]
    assert "plain tensor: none of them" in picture.description


def test_things_are_drawn_in_the_box_of_their_device():
    picture = figures.places({"cpu": [("x", "input")], "meta": [("weight", "weight")]})
    left = {text.get_text().strip(): text.get_position()[0] for text in picture.axes[0].texts}
    boxes = [p.get_bbox() for p in picture.axes[0].patches]
    assert boxes[0].x0 < left["x"] < boxes[0].x1 < boxes[1].x0 < left["weight"] < boxes[1].x1


def test_timings_draw_the_recorded_figures():
    ax = figures.timings(RECORDED_SIZES, RECORDED_MILLISECONDS).axes[0]
    for line in ax.lines:
        assert list(line.get_ydata()) == RECORDED_MILLISECONDS[line.get_label()]
        assert list(line.get_xdata()) == RECORDED_SIZES


def shown(ax):
    """The numbers of the image in a panel."""
    return torch.tensor(np.asarray(ax.images[0].get_array()))


def test_accuracies_are_bars_of_their_height_beside_the_line_of_guessing():
    picture = EVERY_PICTURE["accuracies"]()
    (ax,) = picture.axes
    assert [bar.get_height() for bar in ax.patches] == [0.08, 0.92]
    assert texts(picture) == ["0.080", "0.920"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["before", "after"]
    assert set(ax.lines[0].get_ydata()) == {0.1}


def test_templates_are_the_rows_of_the_weight_in_one_scale_with_white_at_zero():
    axes = EVERY_PICTURE["templates"]().axes
    assert [ax.get_title() for ax in axes[:10]] == [str(digit) for digit in range(10)]
    top = CLASSIFIER.weight.abs().max().item()
    for ax, row in zip(axes, CLASSIFIER.weight.detach(), strict=False):
        assert torch.equal(shown(ax).flatten(), row)
        assert ax.images[0].get_clim() == pytest.approx((-top, top))


def test_the_score_is_the_sum_of_the_products_that_are_drawn():
    picture = EVERY_PICTURE["image_times_template"]()
    image, template, products, bars = picture.axes
    assert torch.equal(shown(image), INK[0])
    assert torch.equal(shown(template).flatten(), CLASSIFIER.weight[3].detach())
    torch.testing.assert_close(shown(products), shown(image) * shown(template))
    scores = CLASSIFIER(INK[0].flatten()).detach()
    widths = torch.tensor([bar.get_width() for bar in bars.patches])
    torch.testing.assert_close(widths, scores, check_dtype=False)
    assert products.get_xlabel().endswith(f"= {scores[3]:.1f}")
    ((largest, row),) = bars.lines[-1].get_xydata()
    assert (largest, row) == (pytest.approx(scores.max().item()), scores.argmax())


def test_the_confusion_counts_each_pair_and_frames_the_most_confused_pairs():
    picture = EVERY_PICTURE["confusion"]()
    table, side = picture.axes
    written = {text.get_position(): text.get_text() for text in table.texts if text.get_text()}
    pairs = list(zip(READ.tolist(), LABELS.tolist(), strict=True))
    assert written == {pair: str(pairs.count(pair)) for pair in pairs}
    frames = [(frame.get_x() + 0.5, frame.get_y() + 0.5) for frame in table.patches]
    assert frames[:4] == [(8, 2), (2, 8), (9, 4), (4, 9)]
    told = [text.get_text() for text in side.texts]
    assert told[1:3] == ["2 and 8:\n4 times", "4 and 9:\n3 times"]
    assert (table.get_xlabel(), table.get_ylabel()) == ("read as", "label")
    assert shown(table)[4, 4] == 0  # a right answer is not shaded


def test_each_mistake_has_its_label_and_what_was_read():
    axes = EVERY_PICTURE["mistakes of five"]().axes
    assert [ax.get_title() for ax in axes[:5]] == [
        f"label {label}\nread as {digit}"
        for label, digit in zip(LABELS.tolist(), READ.tolist(), strict=False)
    ][:5]
    for ax, image in zip(axes[:5], INK, strict=False):
        assert torch.equal(shown(ax), image)
    assert not any(ax.images for ax in axes[5:])


@pytest.mark.parametrize("name", ["templates", "image_times_template", "confusion", "mistakes"])
def test_what_depends_on_the_data_is_not_in_the_sentence_that_nbval_compares(name):
    other = {
        "templates": lambda: figures.templates(2 * CLASSIFIER.weight),
        "image_times_template": lambda: figures.image_times_template(
            INK[1], 2 * CLASSIFIER.weight, CLASSIFIER.bias, row=3
        ),
        "confusion": lambda: figures.confusion(READ, LABELS),
        "mistakes": lambda: figures.mistakes(INK.flip(0), READ, LABELS),
    }
    assert other[name]().description == EVERY_PICTURE[name]().description

"""A drag whose picture lags behind its sliders teaches something wrong."""

import base64
import itertools
import re

import ipywidgets
import pytest
import torch
from torch import nn

from helpers import widgets
from helpers.captions import written
from helpers.drawings.attributes import registration
from helpers.drawings.devices import places
from helpers.drawings.geometry import line, plane
from helpers.drawings.regression import descent
from helpers.drawings.shapes import linear_shapes

X = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 0.0, 1.0, 3.0]])
W = torch.tensor([[1.0, 0.0, 2.0, -1.0], [0.0, 5.0, 1.0, 1.0], [3.0, 1.0, 0.0, 2.0]])
SQUARE = torch.arange(9.0).reshape(3, 3)
TURN = torch.tensor([[2.0, -1.0], [1.0, 1.0]])
TEN = torch.arange(10.0).reshape(-1, 1)
IMAGES = torch.eye(28).expand(3, 1, 28, 28)
torch.manual_seed(0)
LAYER, CLASSIFIER = nn.Linear(28, 100), nn.Linear(784, 10)
SMALL = nn.Linear(3, 2)

EVERY_DRAG = {
    "matrix_product": lambda: widgets.matrix_product(X, W, row=1, column=2),
    "plane": lambda: widgets.plane(TURN),
    "line": lambda: widgets.line(2, 3),
    "broadcast_sum": lambda: widgets.broadcast_sum(SQUARE, marked=1, value=20),
    "linear_shapes": lambda: widgets.linear_shapes((2, 3, "n"), n=5, in_features=4, out_features=3),
    "batches": lambda: widgets.batches(SQUARE, SMALL, batch_size=2, drop_last=True),
    "descent": lambda: widgets.descent(TEN, 10 * TEN + 5, (2.0, 1.0)),
    "image_vectors": lambda: widgets.image_vectors(IMAGES, LAYER, CLASSIFIER, width=20, number=14),
    "image_scores": lambda: widgets.image_scores(IMAGES, torch.tensor([5, 0, 4]), CLASSIFIER),
    "registration": lambda: widgets.registration("with_grad"),
    "places": lambda: widgets.places("plain tensor", 'x = x.to("meta")', 'model.to("meta")'),
}
each_drag = pytest.mark.parametrize("make", EVERY_DRAG.values(), ids=EVERY_DRAG)


def move(drag, **values):
    """Move controls by name, as the front end does, and return the new drawing."""
    for name, value in values.items():
        drag.controls[name].value = value
    return drag.drawing


def test_every_drag_is_moved_by_these_tests():
    functions = {
        name
        for name, thing in vars(widgets).items()
        if callable(thing) and getattr(thing, "__module__", "") == widgets.__name__
    }
    assert {name for name in functions if not name.startswith("_")} - {"Drag"} == set(EVERY_DRAG)


@each_drag
def test_the_picture_and_its_sentence_are_there_from_the_start(make):
    drag = make()
    _, sentence = drag.picture.value.split(drag.drawing.svg)
    assert drag.drawing.sentence in sentence


@each_drag
def test_every_control_changes_the_picture_and_back(make):
    drag = make()
    start = drag.picture.value
    for control in drag.controls.values():
        before = control.value
        if isinstance(control, ipywidgets.SelectionSlider):
            control.index = 0 if control.index else 1
        else:
            control.value = control.max if before == control.min else control.min
        assert drag.picture.value != start
        control.value = before
        assert drag.picture.value == start


@each_drag
def test_the_last_of_many_quick_moves_is_the_one_that_is_shown(make):
    drag, fresh = make(), make()
    control, other = list(drag.controls.values())[-1], list(fresh.controls.values())[-1]
    for step in range(25):
        if isinstance(control, ipywidgets.SelectionSlider):
            control.index = step % len(control.options)
        else:
            control.value = control.min + step % (control.max - control.min + 1)
    other.value = control.value
    assert drag.picture.value == fresh.picture.value


@each_drag
def test_every_control_is_named_and_redraws_while_it_moves(make):
    for control in make().controls.values():
        assert control.description
        assert control.tooltip == control.description
        assert getattr(control, "continuous_update", True)


@pytest.mark.parametrize("name", [name for name in EVERY_DRAG if name != "image_scores"])
def test_nbval_compares_a_sentence_and_a_still_picture_and_nothing_random(name):
    one, same = EVERY_DRAG[name](), EVERY_DRAG[name]()
    data, other = one._repr_mimebundle_(), same._repr_mimebundle_()
    assert data.keys() == {
        "application/vnd.jupyter.widget-view+json",
        "text/html",
        "text/plain",
    }
    assert data["text/plain"] == f"Drag: {one.drawing.sentence}"
    for kind in ("text/plain", "text/html"):
        assert data[kind] == other[kind]
    code = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', data["text/html"])[1]
    assert base64.b64decode(code).decode() == one.drawing.svg
    assert f'alt="{one.drawing.sentence}"' in data["text/html"]


def test_a_still_that_depends_on_the_data_is_a_picture_with_a_sentence_that_does_not():
    drag = EVERY_DRAG["image_scores"]()
    data, metadata = drag._repr_mimebundle_()
    assert data.keys() == {
        "application/vnd.jupyter.widget-view+json",
        "image/png",
        "text/plain",
    }
    told = metadata["image/png"]["alt"]
    assert data["text/plain"] == f"Drag: {told}"
    other = widgets.image_scores(IMAGES.flip(3), torch.tensor([1, 2, 3]), nn.Linear(784, 10))
    assert repr(other) == repr(drag)


def test_the_product_that_is_picked_is_the_one_that_is_shown():
    drag = EVERY_DRAG["matrix_product"]()
    y = nn.functional.linear(X, W)
    for row in range(2):
        for column in range(3):
            sentence = move(drag, row=row, column=column).sentence
            assert sentence.startswith(f"y[{row}, {column}] is")
            assert sentence.endswith(f"= {written(y[row, column])}")


def test_each_slider_of_the_plane_moves_its_own_number():
    drag = EVERY_DRAG["plane"]()
    drawing = move(drag, w00=0.5, w01=-2.5, w10=3, w11=1.5)
    assert drawing == plane(torch.tensor([[0.5, -2.5], [3.0, 1.5]]))


def test_a_slider_that_is_off_by_a_rounding_error_draws_the_step_it_stands_on():
    noisy = 2.000000000000001  # what JupyterLab sends for 2
    drag = EVERY_DRAG["plane"]()
    assert move(drag, w00=noisy) == plane(TURN)
    assert move(EVERY_DRAG["line"](), w=-noisy) == line(-2, 3)


def test_w_and_b_are_the_numbers_of_the_line():
    assert move(EVERY_DRAG["line"](), w=-0.5, b=1) == line(-0.5, 1)


def test_the_shape_of_the_bias_decides_where_its_number_goes():
    drag = EVERY_DRAG["broadcast_sum"]()
    sentence = move(drag, marked=2, value=-5).sentence
    assert sentence == "b[2] = -5 of a bias of shape (3,) is added to column 2 in all 3 rows"
    sentence = move(drag, shape=(3, 1)).sentence
    assert sentence == "b[2, 0] = -5 of a bias of shape (3, 1) is added to all 3 numbers of row 2"


def test_each_slider_of_the_shapes_moves_its_own_number():
    drag = EVERY_DRAG["linear_shapes"]()
    assert drag.drawing == linear_shapes((2, 3, 5), 4, 3)
    assert move(drag, n=4) == linear_shapes((2, 3, 4), 4, 3)
    assert move(drag, out_features=8) == linear_shapes((2, 3, 4), 4, 8)
    assert move(drag, in_features=1) == linear_shapes((2, 3, 4), 1, 8)


def test_every_shape_on_the_slider_can_be_drawn_with_any_sizes():
    drag = EVERY_DRAG["linear_shapes"]()
    ranks = set()
    for label, picked in drag.controls["shape"].options:
        for n, n_in in itertools.product((1, 8), repeat=2):
            shape = (*picked[:-1], n) if picked else ()
            drawing = move(drag, shape=picked, n=n, in_features=n_in, out_features=8)
            assert drawing == linear_shapes(shape, n_in, 8)
            assert f"x {label.replace('n', str(n))}" in drawing.svg
            ranks.add(len(shape))
    assert ranks == {0, 1, 2, 3, 4}


def test_a_shape_that_is_not_on_the_slider_is_refused():
    with pytest.raises(ValueError, match=r"shape of x is \(2, 3, 5\); .*\(2, 3, 'n'\)"):
        widgets.linear_shapes((2, 3, 5), n=5, in_features=4, out_features=3)


def test_the_rates_reach_past_the_limit_and_the_steps_from_none_to_a_thousand():
    drag = EVERY_DRAG["descent"]()
    rates, counts = ([value for _, value in drag.controls[name].options] for name in drag.controls)
    limit = 2 / 58.44
    assert min(rates) < limit < max(rates)
    assert (min(counts), max(counts)) == (0, 1000)
    for lr, steps in itertools.product(rates, counts):
        drawing = move(drag, lr=lr, steps=steps)
        assert drawing == descent(TEN, 10 * TEN + 5, (2.0, 1.0), lr=lr, steps=steps)


def test_each_slider_of_the_batches_is_a_setting_of_the_loader():
    drag = EVERY_DRAG["batches"]()
    assert "epoch 1 with batch_size=2, shuffle=False, drop_last=True" in drag.drawing.sentence
    sentence = move(drag, batch_size=4, shuffle=True, drop_last=False, epoch=3).sentence
    assert sentence.startswith("epoch 3 with batch_size=4, shuffle=True, drop_last=False, ")


def test_a_batch_size_may_be_larger_than_the_data():
    drag = EVERY_DRAG["batches"]()
    assert "len(loader) = 0; left out: rows 0, 1, 2" in move(drag, batch_size=4).sentence
    assert "len(loader) = 1; batch 0: rows 0, 1, 2" in move(drag, drop_last=False).sentence


def test_a_table_that_would_not_hide_the_trap_is_refused():
    with pytest.raises(ValueError, match=r"products has the shape \(2, 3\)"):
        widgets.broadcast_sum(X @ W.T)


def test_each_way_to_read_an_image_has_its_layer():
    drag = EVERY_DRAG["image_vectors"]()
    start = "nn.Linear(28, 100) on images (3, 1, 28, 20) reads 3 · 1 · 28 = 84 rows of 20 numbers"
    assert drag.drawing.sentence.startswith(start)
    assert "among them row 14," in drag.drawing.sentence
    sentence = move(drag, read="column", marked=9).sentence
    assert "reads 3 · 1 · 20 = 60 columns of 28 numbers, among them column 9," in sentence
    sentence = move(drag, read="image", height=16, width=28).sentence
    assert sentence.startswith("nn.Linear(784, 10) on images.flatten(1) (3, 448)")
    assert "row 9 as numbers 252 to 279" in sentence


@pytest.mark.parametrize(
    ("images", "layer", "sentence"),
    [
        (IMAGES[:, 0], LAYER, r"images has the shape \(3, 28, 28\)"),
        (IMAGES, CLASSIFIER, r"layer.weight has the shape \(10, 784\).*\(out, 28\)"),
    ],
)
def test_images_and_layers_that_cannot_be_read_together_are_refused(images, layer, sentence):
    with pytest.raises(ValueError, match=sentence):
        widgets.image_vectors(images, layer, CLASSIFIER)


def test_the_kind_its_company_and_the_lines_run_are_those_of_the_sliders():
    drag = EVERY_DRAG["registration"]()
    assert drag.drawing == registration("with_grad", beside=False, lines=4)
    assert move(drag, lines=3) == registration("with_grad", beside=False, lines=3)
    assert move(drag, beside=True) == registration("with_grad", beside=True, lines=3)
    assert move(drag, kind="buffer") == registration("buffer", beside=True, lines=3)


def test_the_kinds_come_in_the_order_of_the_grid():
    control = EVERY_DRAG["registration"]().controls["kind"]
    names = [name for name, _ in control.options]
    assert names == ["plain", "with_grad", "parameter", "buffer"]


def test_each_slider_of_the_places_chooses_its_own_line():
    drag = EVERY_DRAG["places"]()
    for name, control in drag.controls.items():
        for choice in range(len(control.options)):
            control.index = choice
            state = {other: slider.value for other, slider in drag.controls.items()}
            assert state[name] == control.options[choice][1]
            assert drag.drawing == places(**state)


def test_a_start_that_is_not_on_a_slider_is_named_with_those_that_are():
    with pytest.raises(ValueError, match=r"kind is 'Parameter'; .* one of \['plain', "):
        widgets.registration("Parameter")
    with pytest.raises(ValueError, match=r"x.to is 'x\.cuda\(\)'; .* one of"):
        widgets.places("buffer", "x.cuda()", 'model.to("meta")')


def test_the_image_and_the_template_that_are_picked_are_the_ones_that_are_scored():
    drag = EVERY_DRAG["image_scores"]()
    scores = CLASSIFIER(IMAGES.flatten(1))[0]
    for row in (4, 0, 9):
        score = f"{scores[row]:.1f}".replace("-0.0", "0.0")
        assert move(drag, row=row).sentence.startswith(f"score {row} = {score}, ")
    assert move(drag, index=1).sentence.endswith(" a 0")
    assert move(drag, index=2).sentence.endswith(" a 4")


def test_a_moved_image_is_scored_where_it_lies():
    drag = EVERY_DRAG["image_scores"]()
    image = torch.zeros(28, 28)
    image[:-3, 5:] = torch.eye(28)[3:, :-5]  # 5 to the right, 3 up
    score = CLASSIFIER(image.flatten())[4].item()
    drawing = move(drag, row=4, right=5, down=-3)
    assert drawing.sentence.startswith(f"score 4 = {score:.1f}, ")

"""A drag whose picture lags behind its sliders teaches something wrong."""

import base64
import re

import ipywidgets
import pytest
import torch
from torch import nn

from helpers import drawings, widgets
from helpers.roles import number

X = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 0.0, 1.0, 3.0]])
W = torch.tensor([[1.0, 0.0, 2.0, -1.0], [0.0, 5.0, 1.0, 1.0], [3.0, 1.0, 0.0, 2.0]])
SQUARE = torch.arange(9.0).reshape(3, 3)
TURN = torch.tensor([[2.0, -1.0], [1.0, 1.0]])

EVERY_DRAG = {
    "matrix_product": lambda: widgets.matrix_product(X, W, row=1, column=2),
    "plane": lambda: widgets.plane(TURN),
    "line": lambda: widgets.line(2, 3),
    "broadcast_sum": lambda: widgets.broadcast_sum(SQUARE, marked=1, value=20),
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
            control.index = 1
        else:
            control.value = control.min
        assert drag.picture.value != start
        control.value = before
        assert drag.picture.value == start


@each_drag
def test_the_last_of_many_quick_moves_is_the_one_that_is_shown(make):
    drag, fresh = make(), make()
    control, other = list(drag.controls.values())[-1], list(fresh.controls.values())[-1]
    for step in range(25):
        control.value = control.min + step % (control.max - control.min + 1)
    other.value = control.value
    assert drag.picture.value == fresh.picture.value


@each_drag
def test_every_control_is_named_and_redraws_while_it_moves(make):
    for control in make().controls.values():
        assert control.description
        assert control.tooltip == control.description
        assert getattr(control, "continuous_update", True)


@each_drag
def test_nbval_compares_a_sentence_and_a_still_picture_and_nothing_random(make):
    one, same = make(), make()
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


def test_the_product_that_is_picked_is_the_one_that_is_shown():
    drag = EVERY_DRAG["matrix_product"]()
    y = nn.functional.linear(X, W)
    for row in range(2):
        for column in range(3):
            sentence = move(drag, row=row, column=column).sentence
            assert sentence.startswith(f"y[{row}, {column}] is")
            assert sentence.endswith(f"= {number(y[row, column])}")


def test_each_slider_of_the_plane_moves_its_own_number():
    drag = EVERY_DRAG["plane"]()
    drawing = move(drag, w00=0.5, w01=-2.5, w10=3, w11=1.5)
    assert drawing == drawings.plane(torch.tensor([[0.5, -2.5], [3.0, 1.5]]))


def test_a_slider_that_is_off_by_a_rounding_error_draws_the_step_it_stands_on():
    noisy = 2.000000000000001  # what JupyterLab sends for 2
    drag = EVERY_DRAG["plane"]()
    assert move(drag, w00=noisy) == drawings.plane(TURN)
    assert move(EVERY_DRAG["line"](), w=-noisy) == drawings.line(-2, 3)


def test_w_and_b_are_the_numbers_of_the_line():
    assert move(EVERY_DRAG["line"](), w=-0.5, b=1) == drawings.line(-0.5, 1)


def test_the_shape_of_the_bias_decides_where_its_number_goes():
    drag = EVERY_DRAG["broadcast_sum"]()
    sentence = move(drag, marked=2, value=-5).sentence
    assert sentence == "b[2] = -5 of a bias of shape (3,) is added to column 2 in all 3 rows"
    sentence = move(drag, shape=(3, 1)).sentence
    assert sentence == "b[2, 0] = -5 of a bias of shape (3, 1) is added to all 3 numbers of row 2"


def test_a_table_that_would_not_hide_the_trap_is_refused():
    with pytest.raises(ValueError, match=r"products has the shape \(2, 3\)"):
        widgets.broadcast_sum(X @ W.T)

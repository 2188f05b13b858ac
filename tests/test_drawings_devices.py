"""Where everything is, against what PyTorch does with the same lines written out by hand."""

import functools
import itertools

import pytest
import torch
from torch import nn

from helpers.drawings import svg
from helpers.drawings.devices import places
from tests.svg_reader import as_text, cells, elements, has_colour, points, size_of, texts

X = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
SHIFT = torch.tensor([1.0, 2.0, 3.0])
SHIFTS = ("plain tensor", "buffer")
MOVES_X = ("# x is not moved", 'x.to("meta")', 'x = x.to("meta")')
MOVES_MODEL = ("# model is not moved", 'model.to("meta")', 'model = model.to("meta")')
EVERY_STATE = list(itertools.product(SHIFTS, MOVES_X, MOVES_MODEL))
each_state = pytest.mark.parametrize(("shift", "move_x", "move_model"), EVERY_STATE)
CELLS = {"x": 6, "weight": 6, "bias": 2, "shift": 3, "y": 4}
draw = functools.cache(places)


def devices_of(shift, move_x, move_model):
    """The device of each tensor, and the error of the call, or None."""
    x = "meta" if move_x == MOVES_X[2] else "cpu"
    layer = "cpu" if move_model == MOVES_MODEL[0] else "meta"
    where = {"x": x, "weight": layer, "bias": layer}
    where["shift"] = layer if shift == "buffer" else "cpu"
    try:
        total = X.to(x) + SHIFT.to(where["shift"])
        where["y"] = nn.Linear(3, 2, device=layer)(total).device.type
    except RuntimeError as error:
        return where, str(error)
    return where, None


def drawn_on(drawing):
    """By name, the device in whose box the label of a tensor stands."""
    boxes = [box for box in elements(drawing, "rect") if box.get("rx")]
    edges = [(float(box.get("x")), float(box.get("width"))) for box in boxes]
    found = {}
    for text in elements(drawing, "text"):
        name = text.text.partition(" (")[0]
        if name in CELLS and text.get("font-weight") == "bold":
            inside = [left < float(text.get("x")) < left + width for left, width in edges]
            found[name] = ["cpu", "meta"][inside.index(True)]
    return found


@each_state
def test_everything_stands_in_the_box_of_its_device(shift, move_x, move_model):
    drawing = draw(shift, move_x, move_model)
    where, _ = devices_of(shift, move_x, move_model)
    assert drawn_on(drawing) == where
    for device in ("cpu", "meta"):
        here = [name for name in CELLS if where.get(name) == device]
        told = drawing.sentence.partition(f"on {device}: ")[2].partition(";")[0]
        assert sorted(told.split(", ")) == (sorted(here) or ["nothing"])


@each_state
def test_the_call_gives_what_pytorch_gives(shift, move_x, move_model):
    drawing = draw(shift, move_x, move_model)
    where, error = devices_of(shift, move_x, move_model)
    if error:
        assert f"RuntimeError: {error}" in texts(drawing)
        assert drawing.sentence.endswith(error)
    else:
        assert f"y is on {where['y']}, of shape (2, 2)" in texts(drawing)
        assert drawing.sentence.endswith("model(x) gives y of shape (2, 2)")


@each_state
def test_a_frame_is_around_the_code_that_fails(shift, move_x, move_model):
    drawing = draw(shift, move_x, move_model)
    where, error = devices_of(shift, move_x, move_model)
    frames = [frame for frame in elements(drawing, "polygon") if has_colour(frame, "error")]
    assert len(frames) == (2 if error else 0)  # around the code and around the message
    if error:
        (code,) = [text for text in elements(drawing, "text") if text.text.startswith("return")]
        (left, _), (right, _), *_ = points(frames[0])
        begin = float(code.get("x"))
        first, last = (round((x - begin) / svg.CODE) for x in (left, right))
        stops = "x + self.shift" if where["x"] != where["shift"] else "self.layer"
        assert code.text[first:last] == stops
        assert f"stops at {stops} with" in drawing.sentence


@each_state
def test_only_what_is_on_the_cpu_has_numbers(shift, move_x, move_model):
    drawing = draw(shift, move_x, move_model)
    where, _ = devices_of(shift, move_x, move_model)
    boxes = [box for box in elements(drawing, "rect") if box.get("height") == str(svg.CELL)]
    empty = [box for box in boxes if box.get("stroke-dasharray")]
    for device, drawn in (("meta", empty), ("cpu", [box for box in boxes if box not in empty])):
        assert len(drawn) == sum(CELLS[name] for name in where if where[name] == device)
    numbers = [text for text in texts(drawing) if text.lstrip("-").isdigit()]
    assert len(numbers) == len(boxes) - len(empty) + 3  # and the numbers of the three lines


def test_on_the_cpu_the_output_is_that_of_the_numbers_drawn():
    drawing = draw("buffer", *EVERY_STATE[0][1:])
    weight = torch.tensor([float(text) for text in cells(drawing, "weight")[0]]).reshape(2, 3)
    added = [float(text) for text in cells(drawing, "bias")[0]]
    assert added[2:] == SHIFT.tolist()
    y = nn.functional.linear(X + SHIFT, weight, torch.tensor(added[:2]))
    assert cells(drawing, "input")[0] == as_text(X)
    assert cells(drawing, "output")[0] == as_text(y)
    assert len({*as_text(y)}) == 4


def test_the_lines_that_run_are_those_that_are_drawn():
    for shift, *moves in EVERY_STATE:
        drawing = draw(shift, *moves)
        assert {*moves, "y = model(x)"} <= set(texts(drawing))
        assert ("self.register_buffer" in " ".join(texts(drawing))) is (shift == "buffer")


def test_every_state_has_a_sentence_of_its_own_and_the_same_size():
    made = [draw(*state) for state in EVERY_STATE]
    assert len({drawing.sentence for drawing in made}) == len(EVERY_STATE) == 18
    assert {size_of(drawing) for drawing in made} == {("848", "480")}


def test_a_call_draws_no_random_numbers_and_moves_no_x_of_the_next():
    state = torch.random.get_rng_state()
    first = places(*EVERY_STATE[0])
    places("buffer", MOVES_X[2], MOVES_MODEL[1])
    assert places(*EVERY_STATE[0]) == first
    assert torch.equal(torch.random.get_rng_state(), state)


@pytest.mark.parametrize("place", range(3))
def test_a_line_that_cannot_be_drawn_is_named(place):
    state = list(EVERY_STATE[0])
    state[place] = 'x.to("cuda")'
    with pytest.raises(ValueError, match=r"This picture draws .*, and not 'x\.to\(\"cuda\"\)'"):
        places(*state)

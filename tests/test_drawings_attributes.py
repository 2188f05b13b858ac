"""The grid of the four kinds, line by line, against what PyTorch itself says of each kind."""

import functools
import itertools

import pytest
import torch

from helpers.drawings.attributes import registration
from tests.svg_reader import as_text, cells, elements, size_of, texts

X = torch.tensor([1.0, 0.0, 2.0])
NUMBERS = torch.tensor([[1.0, 2.0, 0.0], [0.0, -1.0, 3.0]])
KINDS = {  # in parameters()? in state_dict()? follows .to()? gets a grad? moved by a step?
    "plain": [False, False, False, False, False],
    "with_grad": [False, False, False, True, False],
    "parameter": [True, True, True, True, True],
    "buffer": [False, True, True, False, False],
}
EVERY_STATE = list(itertools.product(KINDS, (False, True), (1, 2, 3, 4)))
each_kind = pytest.mark.parametrize("kind", KINDS)
each_company = pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside"])
draw = functools.cache(registration)


def answers(drawing):
    """The words below the five questions, left to right."""
    return [text for text in texts(drawing) if text in ("✓ yes", "✗ no", "not yet")]


@each_kind
@each_company
def test_after_four_lines_every_kind_has_its_five_answers(kind, beside):
    drawing = draw(kind, beside=beside, lines=4)
    assert answers(drawing) == ["✓ yes" if yes else "✗ no" for yes in KINDS[kind]]
    questions = [text for text in texts(drawing) if text.endswith("?")]
    told = [f"{q} {'yes' if yes else 'no'}" for q, yes in zip(questions, KINDS[kind], strict=True)]
    assert "; ".join(told) in drawing.sentence


@each_kind
def test_a_question_is_answered_once_its_line_has_run(kind):
    known = {1: 2, 2: 3, 3: 4, 4: 5}
    final = answers(draw(kind, beside=True, lines=4))
    for lines, count in known.items():
        drawing = draw(kind, beside=True, lines=lines)
        assert answers(drawing) == final[:count] + ["not yet"] * (5 - count)
        dotted = [box for box in elements(drawing, "rect") if box.get("height") == "40"]
        assert [bool(box.get("stroke-dasharray")) for box in dotted] == [
            answer == "not yet" for answer in answers(drawing)
        ]


@each_kind
@each_company
def test_only_the_numbers_that_a_step_moves_are_marked(kind, beside):
    moved = NUMBERS - 0.1 * X if kind == "parameter" else NUMBERS
    everything, marked = cells(draw(kind, beside=beside, lines=4), "weight")
    rows = zip(NUMBERS, moved, strict=True)  # the first numbers are drawn beside those of now
    assert everything == [text for row in rows for text in as_text(torch.stack(row))]
    assert marked == (["0.9", "-0.2", "-0.1", "2.8"] if kind == "parameter" else [])
    _, marked = cells(draw(kind, beside=beside, lines=3), "weight")
    assert marked == []


@each_kind
@each_company
def test_the_gradient_is_drawn_where_there_is_one(kind, beside):
    for lines in (2, 3):
        drawing = draw(kind, beside=beside, lines=lines)
        there = lines == 3 and kind in ("with_grad", "parameter")
        assert cells(drawing, "gradient")[0] == (2 * as_text(X) if there else [])
        assert ("None" in texts(drawing)) is not there


@each_kind
def test_the_weight_says_which_dtype_it_has(kind):
    assert "weight float32" in texts(draw(kind, beside=False, lines=1))
    follows = "weight float64" if kind in ("parameter", "buffer") else "weight float32"
    assert follows in texts(draw(kind, beside=False, lines=2))


def test_the_module_lists_what_it_knows():
    known = {
        ("plain", False): ("nothing", "nothing"),
        ("buffer", False): ("nothing", "weight"),
        ("with_grad", True): ("beside", "beside"),
        ("parameter", True): ("weight, beside", "weight, beside"),
    }
    for (kind, beside), (parameters, state) in known.items():
        written = texts(draw(kind, beside=beside, lines=1))
        assert {f"parameters(): {parameters}", f"state_dict(): {state}"} <= set(written)


def error_of(attempt):
    with pytest.raises((RuntimeError, ValueError)) as caught:
        attempt()
    return f"{caught.type.__name__}: {caught.value}"


@each_kind
def test_the_errors_are_those_of_pytorch_and_gone_with_a_parameter_beside(kind):
    no_gradient, empty = error_of(NUMBERS.sum().backward), error_of(lambda: torch.optim.SGD([]))
    expected = {
        "plain": [no_gradient, empty],
        "with_grad": [empty],
        "parameter": [],
        "buffer": [no_gradient, empty],
    }
    alone = draw(kind, beside=False, lines=4)
    drawn = [text for text in texts(alone) if "Error: " in text]
    assert drawn == expected[kind]
    assert all(error in alone.sentence for error in drawn)
    beside = draw(kind, beside=True, lines=4)
    assert "Error" not in beside.svg


def test_lines_that_have_not_run_are_grey_and_raise_nothing_yet():
    drawing = draw("plain", beside=False, lines=2)
    code = {text.text: text for text in elements(drawing, "text")}
    run, waiting = code["module.to(torch.float64)"], code["module(x).sum().backward()"]
    assert (run.get("font-weight"), run.get("fill")) == ("bold", "#000000")
    assert (waiting.get("font-weight"), waiting.get("fill")) == (None, "#666666")
    assert "Error" not in drawing.svg


def test_every_state_has_a_sentence_of_its_own_and_the_same_size():
    made = [draw(k, beside=b, lines=n) for k, b, n in EVERY_STATE]
    assert len({drawing.sentence for drawing in made}) == len(EVERY_STATE) == 32
    assert {size_of(drawing) for drawing in made} == {("848", "476")}


@pytest.mark.parametrize(("kind", "lines"), [("Parameter", 4), ("plain", 0), ("plain", 5)])
def test_what_cannot_be_drawn_is_said_in_a_sentence(kind, lines):
    with pytest.raises(ValueError, match=r"draws the kinds plain, .* after 1 to 4 lines"):
        draw(kind, beside=False, lines=lines)

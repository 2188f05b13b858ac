"""A value is read the way a beginner writes it, and the line that is told names the belief."""

import decimal

import numpy as np
import pytest
import torch

from helpers.checking.kinds import (
    count,
    expects,
    expects_each,
    number,
    or_error,
    several,
    shape,
    shape_or_error,
    word,
    yes_or_no,
)
from helpers.checking.rejection import NotAttemptedError
from tests.junk import JUNK
from tests.rejections import rejection


@pytest.mark.parametrize(
    "written",
    [
        (2, 3),
        [2, 3],
        torch.Size([2, 3]),
        "(2, 3)",
        "2 x 3",
        "2×3",
        "[2,3]",
        "torch.Size([2, 3])",
        "2X3",
        (2.0, 3.0),
        (np.int64(2), np.int64(3)),
    ],
    ids=repr,
)
def test_a_shape_is_read_however_it_is_written(written):
    assert shape.read(written) == (2, 3)


def test_a_single_length_is_a_shape_of_one_dimension():
    assert shape.read(5) == shape.read((5,)) == shape.read("5") == (5,)
    assert shape.read(()) == ()


@pytest.mark.parametrize(
    ("written", "misconception"),
    [
        (torch.zeros(2, 3), "wrong-type"),
        (np.zeros((2, 3)), "wrong-type"),
        ("two by three", "wrong-type"),
        (None, "none"),
        ((2, None), "wrong-type"),
        ((2, True), "wrong-type"),
        ((2, -3), "no-length"),
        ((2, 1.5), "no-length"),
        (float("nan"), "wrong-type"),
    ],
    ids=repr,
)
def test_what_is_no_shape_is_told_so(written, misconception):
    assert rejection(shape.read, written).misconception == misconception


@pytest.mark.parametrize(
    "written", [12.5, "12.5", " 12.5 ", torch.tensor(12.5), torch.tensor([12.5]), np.float32(12.5)]
)
def test_a_number_is_read_however_it_is_written(written):
    assert number.read(written) == 12.5
    assert number.read("7,850") == 7850
    assert number.read("1/10") == number.read("1 / 10 ") == 0.1
    assert number.read("10%") == number.read("10 % ") == 0.1


@pytest.mark.parametrize(
    ("written", "misconception"),
    [
        ("twelve and a half", "wrong-type"),
        ("12 and 13", "wrong-type"),
        ("not 12", "wrong-type"),
        ("less than 12", "wrong-type"),
        ("2 too few", "wrong-type"),
        (10**400, "wrong-type"),
        ([12.5, 1], "wrong-type"),
        ("1/0", "wrong-type"),
        ("%", "wrong-type"),
        (torch.zeros(2), "wrong-type"),
        (True, "wrong-type"),
        (1j, "wrong-type"),
        (float("inf"), "wrong-type"),
        (torch.zeros((), device="meta"), "wrong-type"),
        (float("nan"), "nan"),
        ("nan", "nan"),
        (None, "none"),
    ],
    ids=repr,
)
def test_what_is_no_number_is_told_so(written, misconception):
    assert rejection(number.read, written).misconception == misconception


@pytest.mark.parametrize(
    ("written", "number_it_is"),
    [
        ("16,5", 16.5),
        ("= 16.5", 16.5),
        ("16.5.", 16.5),
        ("\N{MINUS SIGN}8", -8),
        ("- 8", -8),
        ("minus 8", -8),
        ("90°", 90),
        ("at 90 degrees", 90),
        ("7850 parameters", 7850),
        ("7 850", 7850),
        ("n = 256", 256),
        ("n=256", 256),
        ("about 90", 90),
        ("six", 6),
        ("Ninety", 90),
        ([12], 12),
        (decimal.Decimal("16.5"), 16.5),
        ("1e-3", 0.001),
    ],
    ids=repr,
)
def test_a_number_may_have_words_around_it_or_be_one(written, number_it_is):
    assert number.read(written) == count.read(written) == number_it_is


@pytest.mark.parametrize(
    ("written", "number_it_is"),
    [
        ("1 of 4", 1),
        ("only 1", 1),
        ("3 of the four", 3),
        ("1 out of 4", 1),
        ("10%", 10),
        ("none", 0),
    ],
)
def test_a_count_may_be_some_of_many(written, number_it_is):
    assert count.read(written) == number_it_is


@pytest.mark.parametrize(
    "written",
    [
        "3 by 4",
        "3-by-4",
        "(3,4).",
        "shape (3, 4)",
        "[3 4]",
        np.array([3, 4]),
        torch.tensor([3, 4]),
        (torch.tensor(3), torch.tensor(4)),
    ],
    ids=repr,
)
def test_a_shape_may_be_spelt_out_or_stand_in_a_tensor(written):
    assert shape.read(written) == (3, 4)


def test_a_word_with_another_beside_it_may_say_the_opposite():
    kind = word("lr", "shape")
    assert kind.read("the lr") == "lr"
    for given in ("lr too small", "not the lr", "non-lr", "no lr"):
        assert rejection(kind.read, given).misconception == "no-choice"


def test_a_word_to_choose_turns_nothing_around():
    assert word("less", "more").read("by less") == "less"
    assert word("less", "more").read("less than 0.001") == "less"


def test_a_word_may_be_read_that_is_not_offered():
    kind = word("cpu", "gpu", also=("cuda",))
    assert kind.read("cuda") == "cuda"
    assert "cuda" not in kind.instruction
    assert "cuda" not in rejection(kind.read, "tpu").message.replace('"tpu"', "")


def test_a_word_may_be_begun_or_counted():
    assert word("same", "different").read("differ") == "different"
    assert word("positive", "negative").read("neg") == "negative"
    assert word("first", "second").read("2nd") == "second"
    assert word("positive", "zero").read(0) == "zero"
    assert rejection(word("first", "firm").read, "fir").misconception == "no-choice"


def test_words_are_read_in_any_case_and_other_words_are_told_the_choice():
    kind = word("error", "turned", "cut")
    assert kind.read(" Error. ") == kind.read("an error!") == "error"
    assert kind.read("it raises errors") == "error"
    assert word("zeros", "none").read(None) == word("zeros", "none").read("None") == "none"
    assert rejection(kind.read, "no error").misconception == "no-choice"
    assert rejection(kind.read, "cut or error").misconception == "no-choice"
    assert word("float32", "float64").read(torch.float32) == "float32"
    wrong = rejection(kind.read, "explodes")
    assert wrong.misconception == "no-choice"
    assert '"error", "turned" or "cut"' in wrong.message
    assert rejection(kind.read, 3).misconception == "wrong-type"


@pytest.mark.parametrize("written", [True, "yes", "Yes", "y", "YES.", np.True_])
def test_yes_is_read_however_it_is_written(written):
    assert yes_or_no.read(written) == "yes"
    assert yes_or_no.read("n") == yes_or_no.read(False) == "no"


@pytest.mark.parametrize(("kind", "written"), [(shape, (2, 3)), (number, 12.5)])
def test_an_error_may_be_predicted_in_place_of_a_value(kind, written):
    either = or_error(kind)
    assert either.read("Error.") == "error"
    assert either.read(written) == either.read(str(written)) == written
    assert (either.write("error"), either.write(written)) == ('"error"', str(written))
    wrong = rejection(either.read, "no idea")
    assert wrong.misconception == "wrong-type"
    assert wrong.message.endswith('Or the word "error".')
    assert either.read(RuntimeError) == either.read("RuntimeError") == "error"


@pytest.mark.parametrize("thing", [torch.zeros(2, 5), np.zeros((2, 5))])
def test_a_tensor_in_place_of_its_shape_is_not_told_that_shape(thing):
    wrong = rejection(shape.read, thing)
    assert wrong.misconception == "wrong-type"
    assert "(2, 5)" not in wrong.message


def test_several_values_are_read_one_by_one():
    kind = several(shape, 2)
    assert kind.read([(2, 3), "4, 5"]) == ((2, 3), (4, 5))
    assert several(number, 2).read("(1, -2)") == several(number, 2).read("1 and -2") == (1, -2)
    assert several(yes_or_no, 2).read("y, n") == ("yes", "no")
    assert rejection(kind.read, [(2, 3)]).misconception == "wrong-count"
    assert rejection(kind.read, "grow").misconception == "wrong-type"
    assert rejection(kind.read, 3).misconception == "wrong-type"
    assert rejection(kind.read, [(2, 3), torch.zeros(1)]).misconception == "wrong-type"
    assert several(number, 2).read(torch.tensor([1.0, 2.0])) == (1, 2)
    with pytest.raises(NotAttemptedError):
        kind.read([(2, 3), ...])


def test_a_belief_is_named_and_anything_else_gets_the_idea():
    check = expects(number, 90, {180: "opposite"}, within=0.5)
    check(90.2)
    told = {"opposite": "The other way.", "another-answer": "Turn."}
    wrong = rejection(check, 180)
    assert wrong.misconception == "opposite"
    assert wrong.sentence(told) == "You give 180. The other way."
    assert rejection(check, 60).sentence(told) == "You give 60. Turn."


def test_a_number_and_a_tuple_of_it_are_two_answers():
    check = expects(several(number, 2), (1, 2), {})
    check((1, 2))
    assert rejection(check, (2, 1)).misconception == "another-answer"


def test_the_parts_of_a_question_are_checked_one_by_one():
    beliefs = {"second": {(4, 3): "in-out"}, "any": {(4,): "row"}}
    told = {"in-out": "In, out.", "row": "A row.", "another-answer": "Look."}
    check = expects_each(shape, {"first": (2, 2), "second": (3, 4)}, beliefs)
    check({"first": (2, 2), "second": (3, 4), "more": 1})
    assert rejection(check, {"first": (2, 2), "second": (4, 3)}).misconception == "in-out"
    assert rejection(check, {"first": (4, 3), "second": (4, 3)}).misconception == "another-answer"
    wrong = rejection(check, {"first": 4, "second": (4, 3)})
    assert wrong.misconception == "row"
    assert wrong.sentence(told) == "For 'first' you give (4,). A row."
    assert rejection(check, {"first": (2, 2)}).misconception == "missing-part"
    wrong = rejection(check, {"first": (2, 2), "second": "no idea"})
    assert wrong.misconception == "wrong-type"
    assert wrong.message.startswith("For 'second': You give 'no idea'.")
    assert rejection(check, [(2, 2), (3, 4)]).misconception == "wrong-type"
    with pytest.raises(NotAttemptedError):
        check({"first": (2, 2), "second": ...})


def test_what_is_wanted_is_told_as_a_sentence():
    assert shape.instruction == "Put a shape such as (2, 3) in place of the dots."
    assert several(number, 2).instruction == (
        "Put 2 values in parentheses, each of them a number such as 12.5, in place of the dots."
    )


# --- answers that nobody expects -----------------------------------------------------------------

KINDS = {
    "shape": shape,
    "number": number,
    "word": word("up", "down"),
    "yes or no": yes_or_no,
    "shape or error": shape_or_error,
    "several numbers": several(number, 2),
    "several shapes": several(shape, 3),
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_is_too_strange_for_a_sentence(kind):
    for name, thing in JUNK.items():
        if isinstance(thing, list) and not thing:
            continue  # the shape of a tensor without dimensions
        wrong = rejection(KINDS[kind].read, thing)
        assert wrong.message.endswith("."), name
        assert len(wrong.message) < 300, name

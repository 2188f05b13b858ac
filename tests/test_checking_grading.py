"""An answer gets one of four verdicts, and no error of it, or of the check, gets out."""

import dataclasses
import sys
import threading
import time

import pytest
import torch
from torch import nn

from helpers.checking import deadline
from helpers.checking.exercise import Exercise, prediction
from helpers.checking.forms import a_function
from helpers.checking.grading import Grade, grade_answer
from helpers.checking.kinds import expects, number, word
from helpers.checking.rejection import NotAttemptedError, Rejected, reject
from helpers.checking.sandbox import call

pytestmark = pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")


def check(answer):
    a_function(answer, ["x"], "double")
    if (got := call(answer, 2)) != 4:
        reject("not-twice", got=got)


DOUBLE = Exercise(
    id="01.9",
    name="double",
    stub="def double(x):\n    return ...",
    check=check,
    told={"not-twice": "Twice 2 is not {got}."},
    hints=("If it is wrong: add x to x.",),
    solutions=("def double(x):\n    return x + x",),
)
GUESS = prediction(
    "01.z",
    word("up", "down", "left"),
    "up",
    beliefs={"down": "falls"},
    told={"falls": "It rises.", "another-answer": "Look up."},
    hint="Mind your head.",
)


def checked_by(function):
    """DOUBLE with another check."""
    return dataclasses.replace(DOUBLE, check=function)


def test_a_right_answer_passes():
    verdict = grade_answer(DOUBLE, DOUBLE.answer(DOUBLE.solutions[0]))
    assert verdict == Grade("passed", "It does what was asked.")
    assert grade_answer(GUESS, "up") == Grade("passed", "Your prediction holds.")


def test_a_value_that_is_right_is_told_so():
    value = dataclasses.replace(DOUBLE, check=expects(number, 4, {}))
    assert grade_answer(value, 4) == Grade("passed", "That is right.")


def test_a_wrong_answer_is_told_the_sentence_of_its_misconception():
    verdict = grade_answer(DOUBLE, lambda x: 5)
    assert verdict == Grade("wrong", "Twice 2 is not 5.", "not-twice")
    verdict = grade_answer(GUESS, "down")
    assert verdict == Grade("wrong", 'You predict "down". It rises.', "falls")
    verdict = grade_answer(GUESS, "left")
    assert verdict == Grade("wrong", 'You predict "left". Look up.', "another-answer")


@pytest.mark.parametrize("comment", ["", "# a comment\n", "print()\n"])
def test_a_stub_beside_other_code_is_still_untouched(comment):
    assert grade_answer(DOUBLE, DOUBLE.answer(comment + DOUBLE.stub)).status == "not attempted"


def test_a_stub_with_another_name_for_its_argument_is_still_untouched():
    renamed = "def double(number):\n    return ..."
    assert grade_answer(DOUBLE, DOUBLE.answer(renamed)).status == "not attempted"
    begun = "def double(number):\n    return number"
    assert grade_answer(DOUBLE, DOUBLE.answer(begun)).status == "wrong"


@pytest.mark.parametrize("blank", [..., [...], (..., ...), {"a": ..., "b": ...}, [[...]]], ids=repr)
def test_dots_are_no_attempt(blank):
    verdict = grade_answer(GUESS, blank)
    assert verdict.status == "not attempted"
    assert verdict.message == 'Put "up", "down" or "left" in place of the dots.'


def test_dots_that_a_check_finds_are_no_attempt():
    def find(answer):
        raise NotAttemptedError("`first` is still the dots.")

    verdict = grade_answer(checked_by(find), 3)
    assert verdict.status == "not attempted"
    assert verdict.message.startswith("`first` is still the dots. Fill in the cell above")


def test_nothing_put_into_a_variable_gets_a_sentence():
    verdict = grade_answer(DOUBLE, None)
    assert (verdict.status, verdict.misconception) == ("wrong", "none")


def test_a_mistake_of_the_check_is_not_told_as_one_of_the_learner():
    def broken(answer):
        raise AttributeError("oops")

    verdict = grade_answer(checked_by(broken), 3)
    assert verdict.status == "broken"
    assert verdict.misconception is None
    assert "a mistake of the course" in verdict.message
    assert "01.9" in verdict.message
    assert "oops" not in verdict.message
    assert "AttributeError: oops" in verdict.trace
    assert "in broken" in verdict.trace


def test_a_misconception_without_a_sentence_is_a_mistake_of_the_check():
    def nameless(answer):
        reject("never-told")

    assert grade_answer(checked_by(nameless), 3).status == "broken"


def test_a_check_that_is_stopped_says_so():
    def stop(answer):
        raise KeyboardInterrupt

    assert grade_answer(checked_by(stop), 3).misconception == "interrupted"


def test_a_picture_comes_with_the_verdict():
    def draw(answer):
        raise Rejected("wrong-values", "No.", picture=lambda: "a picture")

    assert grade_answer(checked_by(draw), 3).picture() == "a picture"


def test_a_check_starts_from_the_defaults_of_pytorch_and_puts_the_notebook_back():
    seen = []

    def look(answer):
        seen.append((torch.get_default_dtype(), torch.is_grad_enabled(), nn.Linear(1, 1)))

    torch.set_default_dtype(torch.float64)
    before = torch.get_rng_state()
    try:
        with torch.no_grad():
            assert grade_answer(checked_by(look), 3).status == "passed"
            assert not torch.is_grad_enabled()
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)
    assert seen[0][:2] == (torch.float32, True)
    assert torch.equal(torch.get_rng_state(), before)


# --- answers that nobody expects -----------------------------------------------------------------


class Quits:
    def __eq__(self, other):
        raise SystemExit

    __hash__ = None

    @property
    def shape(self):
        raise SystemExit


def holds_itself():
    answer = []
    answer.append(answer)
    return answer


def nested(depth):
    answer = []
    for _ in range(depth):
        answer = [answer]
    return answer


STRANGE = {  # made when a test wants them: PyTorch warns of some
    "raises when it is compared": Quits,
    "a list that holds itself": holds_itself,
    "a deep list": lambda: nested(5000),
    "a deep list in a dict": lambda: {"a": nested(5000)},
    "a nested tensor": lambda: torch.nested.nested_tensor([torch.zeros(2), torch.zeros(3)]),
    "a sparse tensor": lambda: torch.zeros(2, 2).to_sparse(),
    "a number of many digits": lambda: 10**5000,
}


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("exercise", [DOUBLE, GUESS], ids=lambda one: one.id)
def test_no_answer_gets_an_error_out(exercise, name):
    assert grade_answer(exercise, STRANGE[name]()).status in ("wrong", "broken")


def test_a_check_inside_an_answer_is_left_out_and_the_answer_is_judged():
    inner = []

    def double(x):
        inner.append(grade_answer(DOUBLE, double))
        return x + x

    assert grade_answer(DOUBLE, double).status == "passed"
    assert inner[0].status == "not attempted"
    assert "a check inside of your answer" in inner[0].message


def test_a_check_in_another_thread_at_the_same_time_is_left_out():
    others = []

    def double(x):
        other = threading.Thread(target=lambda: others.append(grade_answer(GUESS, "up")))
        other.start()
        other.join()
        return x + x

    before = sys.stdout
    assert grade_answer(DOUBLE, double).status == "passed"
    assert others[0].status == "not attempted"
    assert sys.stdout is before
    assert grade_answer(GUESS, "up").status == "passed"


def test_what_an_answer_prints_comes_with_its_verdict(capsys):
    def double(x):
        print("x is", x)
        return x + x

    assert grade_answer(DOUBLE, double).printed == "x is 2\n"
    assert grade_answer(DOUBLE, lambda x: x + x).printed == ""
    assert capsys.readouterr().out == ""


def test_a_function_that_the_notebook_has_replaced_is_back_before_the_check():
    before = torch.allclose
    torch.allclose = lambda *args, **kwargs: True
    verdict = grade_answer(DOUBLE, lambda x: x + x)
    assert torch.allclose is before
    assert (verdict.status, verdict.misconception) == ("wrong", "replaces-a-function")
    assert grade_answer(DOUBLE, lambda x: x + x).status == "passed"


def test_an_exercise_may_have_more_time(monkeypatch):
    monkeypatch.setattr(deadline, "SECONDS", 0.2)

    def slowly(x):
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            pass
        return x + x

    assert grade_answer(DOUBLE, slowly).misconception == "loops-forever"
    assert grade_answer(dataclasses.replace(DOUBLE, patience=100), slowly).status == "passed"

"""Each exercise is proven by its right and its wrong answers: a new one is tested by existing.

An exercise that passes a wrong answer teaches a mistake, and one that rejects a right answer, or
names the wrong reason, costs a learner an evening.
"""

import functools
import random
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch
from torch import nn

from helpers.checking import deadline
from helpers.checks import grade, hint, solution
from helpers.exercises import EXERCISES
from tests.answers import RIGHT, WRONG
from tests.junk import JUNK

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
LESSONS = {path.stem[:2]: path for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
PREDICTIONS = [one for one in EXERCISES.values() if one.kind]
EXERCISES_ONLY = [one for one in EXERCISES.values() if not one.kind]
MISCONCEPTIONS = [(name, key) for name, misconceptions in WRONG.items() for key in misconceptions]


def id_of(exercise):
    return exercise.id


each = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=id_of)
each_prediction = pytest.mark.parametrize("exercise", PREDICTIONS, ids=id_of)
each_exercise = pytest.mark.parametrize("exercise", EXERCISES_ONLY, ids=id_of)
each_lesson = pytest.mark.parametrize("lesson", LESSONS)

MINUTES = r"\((\d+) minutes?\)\Z"  # how long a beginner may take, at the end of a question


@pytest.fixture(autouse=True)
def much_time(monkeypatch):
    """No answer that comes back is stopped, however busy the machine is."""
    monkeypatch.setattr(deadline, "SECONDS", 60)


def judge(exercise, answer, misconception=None):
    """Grade an answer; one that is known to be endless is stopped soon."""
    seconds = 0.3 if misconception == "loops-forever" else deadline.SECONDS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deadline, "SECONDS", seconds)
        return grade(exercise.id, answer)


def state():
    """What of a notebook no check may change."""
    return (
        torch.get_rng_state().tolist(),
        str(np.random.get_state()),
        random.getstate(),
        torch.get_default_dtype(),
        torch.is_grad_enabled(),
        torch.get_deterministic_debug_mode(),
        torch.empty(0).device,
    )


# --- right answers -------------------------------------------------------------------------------


@each
def test_a_stub_is_not_attempted(exercise):
    blank = ... if exercise.kind else exercise.answer(exercise.stub)
    assert grade(exercise.id, blank).status == "not attempted"


@each
def test_a_right_answer_passes_whatever_the_notebook_has_set_and_leaves_it_so(exercise):
    for source in exercise.solutions:
        answer = exercise.answer(source)
        before = state()
        verdict = grade(exercise.id, answer)
        assert verdict.status == "passed", f"{source}\n{verdict.message}"
        assert state() == before
        torch.set_default_dtype(torch.float64)
        torch.use_deterministic_algorithms(True)
        try:
            with torch.no_grad():
                before = state()
                assert grade(exercise.id, answer).status == "passed"
                assert state() == before
        finally:
            torch.set_default_dtype(torch.float32)
            torch.use_deterministic_algorithms(False)


@pytest.mark.parametrize("name", RIGHT)
def test_an_unusual_right_answer_passes(name):
    for source in RIGHT[name]:
        verdict = grade(name, EXERCISES[name].answer(source))
        assert verdict.status == "passed", f"{source}\n{verdict.message}"


def test_right_answers_pass_in_any_order():
    exercises = list(EXERCISES.values())
    random.Random(0).shuffle(exercises)
    for exercise in exercises:
        verdict = grade(exercise.id, exercise.answer(exercise.solutions[-1]))
        assert verdict.status == "passed", f"{exercise.id}: {verdict.message}"


@each_exercise
def test_a_check_does_not_change_a_module_that_it_is_given(exercise):
    answer = exercise.answer(exercise.solutions[0])
    modules = answer.values() if isinstance(answer, dict) else [answer]
    for module in modules:
        if isinstance(module, nn.Module):
            before = {name: value.clone() for name, value in module.state_dict().items()}
            grade(exercise.id, answer)
            torch.testing.assert_close(module.state_dict(), before, rtol=0, atol=0)
            assert all(parameter.grad is None for parameter in module.parameters())


# --- wrong answers -------------------------------------------------------------------------------


@functools.cache
def verdicts(name, misconception):
    """The verdicts on the answers that a misconception leads to."""
    exercise, given = EXERCISES[name], []
    for source in WRONG[name][misconception]:
        answer = exercise.answer(source)
        before = state()
        given.append(judge(exercise, answer, misconception))
        assert state() == before, source
    return given


@pytest.mark.parametrize(("name", "misconception"), MISCONCEPTIONS, ids=lambda part: part)
def test_a_wrong_answer_is_told_its_own_misconception(name, misconception):
    told = verdicts(name, misconception)
    assert told
    for verdict, source in zip(told, WRONG[name][misconception], strict=True):
        assert verdict.status == "wrong", f"{source}\n{verdict.message}\n{verdict.trace}"
        assert verdict.misconception == misconception, f"{source}\n{verdict.message}"


@each_exercise
def test_three_wrong_answers_of_each_exercise_are_known(exercise):
    assert sum(map(len, WRONG[exercise.id].values())) >= 3


@each_lesson
def test_nothing_is_told_that_no_wrong_answer_leads_to(lesson):
    exercises = [one for one in EXERCISES_ONLY if one.lesson == lesson]
    told = set().union(*(one.told for one in exercises))
    assert told <= {key for one in exercises for key in WRONG[one.id]}


@each_prediction
def test_a_prediction_names_the_belief_behind_each_value(exercise):
    beliefs = exercise.check.keywords["beliefs"]
    assert beliefs
    assert set(beliefs.values()) | {"another-answer"} == set(exercise.told)
    for value, belief in beliefs.items():
        verdict = grade(exercise.id, value)
        assert verdict.misconception == belief, value
        assert verdict.message.endswith(exercise.told[belief])


# --- what the messages say -----------------------------------------------------------------------


def messages_of(exercise):
    """Misconception -> the messages that its answers get."""
    if exercise.kind:
        return {belief: {sentence} for belief, sentence in exercise.told.items()}
    misconceptions = WRONG[exercise.id]
    return {key: {one.message for one in verdicts(exercise.id, key)} for key in misconceptions}


@each
def test_two_misconceptions_get_two_messages(exercise):
    told = [message for messages in messages_of(exercise).values() for message in messages]
    assert len(told) == len(set(told))


def given_away(exercise):
    """Texts that would tell the answer: a predicted value, a longer line of a solution."""
    if exercise.kind:
        value = exercise.solutions[0]
        return [value] if len(value) > 2 else [f" {value} ", f" {value}."]
    lines = [line.strip() for source in exercise.solutions for line in source.splitlines()]
    stub = [line.strip() for line in exercise.stub.splitlines()]
    values = [line.partition("=")[2].strip() for line in lines if re.match(r"\w+ = ", line)]
    return [text for text in [*lines, *values] if len(text) > 11 and text not in stub]


@each
def test_no_message_and_no_hint_gives_the_answer_away(exercise):
    texts = [message for messages in messages_of(exercise).values() for message in messages]
    for text in [*texts, *exercise.hints]:
        for answer in given_away(exercise):
            assert answer not in text, f"{answer!r} in {text!r}"


@each
def test_what_a_learner_reads_is_plain(exercise):
    texts = [message for messages in messages_of(exercise).values() for message in messages]
    assert texts
    for text in [*texts, *exercise.hints]:
        assert "!" not in text.replace("!=", "")
        assert not re.search(r"\bincorrect\b|\bobviously\b|\bsimply\b|\bjust\b", text.lower()), text
        assert text.rstrip("`)\"'").endswith((".", "?", ":")), text
        assert len(text) < 420, text


@each
def test_hints_go_by_symptom_and_can_be_shown(exercise, capsys):
    assert 1 <= len(exercise.hints) <= 3
    for text in exercise.hints:
        assert exercise.kind or text.startswith("If "), text
        hint(exercise.id)
        assert text in capsys.readouterr().out


@each
def test_every_solution_can_be_shown(exercise, capsys):
    for _ in range(len(exercise.solutions) + 1):
        solution(exercise.id)
    shown = capsys.readouterr().out
    for source in exercise.solutions:
        assert source.strip() in shown


# --- answers that nobody expects -----------------------------------------------------------------


@each_exercise
def test_no_answer_is_too_strange_for_a_sentence(exercise):
    for name, answer in JUNK.items():
        verdict = grade(exercise.id, answer)
        assert verdict.status == "wrong", f"{name}: {verdict.message}\n{verdict.trace}"


def loop(*args, **kwargs):
    while True:
        pass


def fail(*args, **kwargs):
    raise LookupError("the cupboard is bare")


BEFORE = {  # misconception -> what an answer does before it does the right thing
    "loops-forever": loop,
    "raises": fail,
    "changes-seed": lambda: torch.manual_seed(3),
    "changes-default-dtype": lambda: torch.set_default_dtype(torch.float64),
    "changes-grad-mode": lambda: torch.set_grad_enabled(False),
    "changes-determinism": lambda: torch.use_deterministic_algorithms(True),
}
MAY_SEED = {"04.3", "09.2"}  # the exercises that train: the question leaves the seed to the learner


def spoilt(answer, before):
    """A function or class that does something else before it does what it did."""
    if isinstance(answer, type):
        method = "forward" if issubclass(answer, nn.Module) else "__getitem__"

        class Spoilt(answer):
            pass

        setattr(Spoilt, method, spoilt(getattr(answer, method), before))
        return Spoilt

    def do_both(*args, **kwargs):
        before()
        return answer(*args, **kwargs)

    return do_both


RUN = [
    one
    for one in EXERCISES_ONLY
    if callable(answer := one.answer(one.solutions[0])) and not isinstance(answer, nn.Module)
]  # a value is only looked at: nothing that the learner wrote runs in its check


@pytest.mark.parametrize("exercise", RUN, ids=id_of)
@pytest.mark.parametrize("misconception", BEFORE)
def test_code_that_misbehaves_is_told_so(exercise, misconception):
    answer = exercise.answer(exercise.solutions[0])
    verdict = judge(exercise, spoilt(answer, BEFORE[misconception]), misconception)
    if misconception == "changes-seed" and exercise.id in MAY_SEED:
        assert verdict.status == "passed", verdict.message
    else:
        assert (verdict.status, verdict.misconception) == ("wrong", misconception), verdict.message


# --- the notebooks -------------------------------------------------------------------------------


@functools.cache
def cells_of(lesson):
    return nbformat.read(LESSONS[lesson], as_version=4).cells


def checked(cell):
    """The id that a cell checks, or None."""
    found = re.fullmatch(r'check\("(\S+)", (?:\.\.\.|\w+)\)', cell.source)
    return found and found[1]


def place_of(exercise):
    """Where in the cells of its lesson an exercise is checked."""
    cells = cells_of(exercise.lesson)
    return next(place for place, cell in enumerate(cells) if checked(cell) == exercise.id)


@each_lesson
def test_a_lesson_asks_what_there_is_a_check_for_in_the_same_order(lesson):
    asked = [checked(cell) for cell in cells_of(lesson) if checked(cell)]
    assert asked == [one.id for one in EXERCISES.values() if one.lesson == lesson]
    letters = [name for name in asked if EXERCISES[name].kind]
    assert len(letters) >= 4
    assert len(asked) - len(letters) >= 3
    assert letters == [f"{lesson}.{letter}" for letter in "abcdefghijklm"[: len(letters)]]


def test_the_notebooks_use_only_ids_that_exist():
    for lesson in LESSONS:
        source = "".join(cell.source for cell in cells_of(lesson))
        named = re.findall(r'(?:check|hint|solution)\("(\d\d\.\w+)"', source)
        assert named
        assert set(named) <= EXERCISES.keys()


@each
def test_the_question_stands_above_the_cell_to_fill_in(exercise):
    cells, place = cells_of(exercise.lesson), place_of(exercise)
    if exercise.kind:
        assert cells[place].source == f'check("{exercise.id}", ...)'
        question = cells[place - 1]
    else:
        assert cells[place].source == f'check("{exercise.id}", {exercise.name})'
        assert cells[place - 1].source == exercise.stub
        question = cells[place - 2]
        assert re.match(rf"### Exercise {exercise.id}: \S", question.source)
        assert re.search(MINUTES, question.source)
    assert question.cell_type == "markdown"
    assert "?" in question.source or not exercise.kind


@each_prediction
def test_a_prediction_comes_before_a_cell_that_answers_it(exercise):
    cells = cells_of(exercise.lesson)[place_of(exercise) + 1 :]
    following = [cell for cell in cells if cell.cell_type == "code"]
    assert following[0].outputs or following[1].outputs
    assert not checked(following[0])


@each_exercise
def test_an_exercise_binds_no_name_that_a_lesson_uses(exercise):
    for cell in cells_of(exercise.lesson):
        if cell.cell_type == "code" and cell.source != exercise.stub and not checked(cell):
            assert not re.search(
                rf"^(?:def|class) {exercise.name}\b|^{exercise.name} = ", cell.source, re.MULTILINE
            ), cell.id


@each_lesson
def test_the_minutes_of_the_exercises_are_said(lesson):
    questions = [cell for cell in cells_of(lesson) if cell.source.startswith("### Exercise ")]
    minutes = sum(int(re.search(MINUTES, question.source)[1]) for question in questions)
    opening = next(cell for cell in cells_of(lesson) if cell.source.startswith("## Exercises"))
    assert f"about {minutes} minutes" in opening.source

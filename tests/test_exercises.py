"""Every exercise is proven by its own record: a new one is tested by existing.

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
from nbclient import NotebookClient
from torch import nn

from helpers import trials
from helpers.checks import EXERCISES, grade, hint, solution

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
LESSONS = {path.stem[:2]: path for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
EXERCISES_ONLY = [record for record in EXERCISES.values() if not record.kind]
WRONG = [
    pytest.param(record, misconception, source, id=f"{record.id}-{misconception}-{number}")
    for record in EXERCISES.values()
    for misconception, sources in record.wrong.items()
    for number, source in enumerate(sources)
]

each_record = pytest.mark.parametrize("record", EXERCISES.values(), ids=lambda record: record.id)
each_exercise = pytest.mark.parametrize("record", EXERCISES_ONLY, ids=lambda record: record.id)
each_wrong_answer = pytest.mark.parametrize(("record", "misconception", "source"), WRONG)
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


@pytest.fixture(autouse=True)
def much_time(monkeypatch):
    """No answer that comes back is stopped, however busy the machine is."""
    monkeypatch.setattr(trials, "SECONDS", 60)


def judge(record, answer, misconception=None):
    """Grade an answer; one that is known to be endless is stopped soon."""
    seconds = 0.3 if misconception == "loops-forever" else trials.SECONDS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trials, "SECONDS", seconds)
        return grade(record.id, answer)


@functools.cache
def verdict_on_wrong(name, misconception, source):
    record = EXERCISES[name]
    return judge(record, record.answer(source), misconception)


def stub_of(record):
    return ... if record.kind else record.answer(record.stub)


# --- stubs, solutions, wrong answers -------------------------------------------------------------


@each_record
def test_a_stub_is_not_attempted(record):
    assert grade(record.id, stub_of(record)).status == "not attempted"


@each_record
def test_a_right_answer_passes_twice(record):
    for source in record.solutions:
        answer = record.answer(source)
        for _ in range(2):
            verdict = grade(record.id, answer)
            assert verdict.status == "passed", f"{source}\n{verdict.message}"


def test_right_answers_pass_in_any_order():
    records = list(EXERCISES.values())
    for seed in range(2):
        random.Random(seed).shuffle(records)
        for record in records:
            verdict = grade(record.id, record.answer(record.solutions[-1]))
            assert verdict.status == "passed", f"{record.id}: {verdict.message}"


@each_wrong_answer
def test_a_wrong_answer_is_told_its_own_misconception(record, misconception, source):
    verdict = verdict_on_wrong(record.id, misconception, source)
    assert (verdict.status, verdict.misconception) == ("wrong", misconception), verdict.message


def test_three_hundred_wrong_answers_are_known_and_at_least_three_of_each_question():
    assert len(WRONG) >= 300
    for record in EXERCISES.values():
        assert sum(map(len, record.wrong.values())) >= 3, record.id


# --- what the messages say -----------------------------------------------------------------------


def messages_of(record):
    """Misconception -> the messages that its answers get."""
    return {
        name: {verdict_on_wrong(record.id, name, source).message for source in sources}
        for name, sources in record.wrong.items()
    }


@each_record
def test_two_misconceptions_get_two_messages(record):
    told = [message for messages in messages_of(record).values() for message in messages]
    assert len(told) == len(set(told))


def given_away(record):
    """Texts that would tell the answer: a predicted value, a longer line of a solution."""
    if record.kind:
        value = record.solutions[0]
        return [value] if len(value) > 2 else [f" {value} ", f" {value}."]
    lines = [line.strip() for source in record.solutions for line in source.splitlines()]
    stub = [line.strip() for line in record.stub.splitlines()]
    values = [line.partition("=")[2].strip() for line in lines if re.match(r"\w+ = ", line)]
    return [text for text in [*lines, *values] if len(text) > 11 and text not in stub]


@each_record
def test_no_message_and_no_hint_gives_the_answer_away(record):
    texts = [message for messages in messages_of(record).values() for message in messages]
    for text in [*texts, *record.hints]:
        told = text.partition("You predict")[2].partition(". ")[2] or text
        for answer in given_away(record):
            assert answer not in told, f"{answer!r} in {text!r}"


@each_record
def test_what_a_learner_reads_is_plain(record):
    texts = [message for messages in messages_of(record).values() for message in messages]
    for text in [*texts, *record.hints, record.asks]:
        assert "!" not in text.replace("!=", "")
        assert not re.search(r"\bincorrect\b|\bobviously\b|\bsimply\b|\bjust\b", text.lower()), text
        assert text.rstrip("`)\"'").endswith((".", "?", ":")), text
    for message in texts:
        assert len(message) < 420, message


@each_record
def test_hints_go_by_symptom_and_can_be_shown(record, capsys):
    assert 1 <= len(record.hints) <= 3
    for text in record.hints:
        assert record.kind or text.startswith("If "), text
        hint(record.id)
        assert text in capsys.readouterr().out


@each_record
def test_every_solution_can_be_shown(record, capsys):
    for _ in range(len(record.solutions) + 1):
        solution(record.id)
    shown = capsys.readouterr().out
    for source in record.solutions:
        assert source.strip() in shown


# --- answers that nobody expects -----------------------------------------------------------------

JUNK = {
    "None": None,
    "a text": "text",
    "a long text": "text " * 100,
    "an empty list": [],
    "an empty dict": {},
    "a nested list": [[], [1]],
    "nan": float("nan"),
    "infinity": float("inf"),
    "a complex number": 1 + 2j,
    "an object": object(),
    "a class": object,
    "an exception": ValueError("no"),
    "a module of Python": random,
    "a function without arguments": lambda: 1,
    "a built-in": len,
    "an empty tensor": torch.zeros(0),
    "a tensor of nan": torch.full((2, 3), torch.nan),
    "a tensor without data": torch.zeros(2, 3, device="meta"),
    "a complex tensor": torch.zeros(2, dtype=torch.complex64),
    "a boolean tensor": torch.ones(3, dtype=torch.bool),
    "an array of objects": np.array([None, {}], dtype=object),
    "a layer of other sizes": nn.Linear(11, 13),
    "a module without forward": nn.Module(),
    "a class without forward": nn.Module,
}


@each_record
@pytest.mark.parametrize("name", JUNK)
def test_no_answer_is_too_strange_for_a_sentence(record, name):
    if JUNK[name] is None and record.solutions == ("'none'",):
        return  # for once it is right
    verdict = grade(record.id, JUNK[name])
    assert verdict.status == "wrong"
    assert verdict.misconception != "unreadable", verdict.message


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
MAY_SEED = {"09.2"}  # the exercises that leave the seed to the learner: a training may set it


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


@each_exercise
@pytest.mark.parametrize("misconception", BEFORE)
def test_code_that_misbehaves_is_told_so(record, misconception):
    answer = record.answer(record.solutions[0])
    if isinstance(answer, nn.Module) or not callable(answer):
        return  # a value: nothing that the learner wrote runs in the check
    verdict = judge(record, spoilt(answer, BEFORE[misconception]), misconception)
    if misconception == "changes-seed" and record.id in MAY_SEED:
        assert verdict.status == "passed", verdict.message
        return
    assert (verdict.status, verdict.misconception) == ("wrong", misconception), verdict.message


# --- the notebook is left as it was --------------------------------------------------------------


def state():
    return (
        torch.get_rng_state().tolist(),
        str(np.random.get_state()),
        random.getstate(),
        torch.get_default_dtype(),
        torch.is_grad_enabled(),
        torch.get_deterministic_debug_mode(),
        torch.empty(0).device,
    )


@each_record
def test_a_check_leaves_the_notebook_as_it_was(record):
    for misconception, sources in [("", record.solutions), *record.wrong.items()]:
        for source in sources:
            answer = record.answer(source)
            before = state()
            judge(record, answer, misconception)
            assert state() == before, source


@each_exercise
def test_a_check_does_not_change_a_module_that_it_is_given(record):
    answer = record.answer(record.solutions[0])
    modules = answer.values() if isinstance(answer, dict) else [answer]
    for module in modules:
        if isinstance(module, nn.Module):
            before = {name: value.clone() for name, value in module.state_dict().items()}
            grade(record.id, answer)
            torch.testing.assert_close(module.state_dict(), before, rtol=0, atol=0)
            assert all(parameter.grad is None for parameter in module.parameters())


@each_record
def test_a_check_does_not_depend_on_the_settings_of_the_notebook(record):
    answer, wrong = record.answer(record.solutions[0]), next(iter(record.wrong.items()))
    wrong_answer = record.answer(wrong[1][0])
    torch.set_default_dtype(torch.float64)
    torch.use_deterministic_algorithms(True)
    try:
        with torch.no_grad():
            assert grade(record.id, answer).status == "passed"
            assert grade(record.id, wrong_answer).misconception == wrong[0]
    finally:
        torch.set_default_dtype(torch.float32)
        torch.use_deterministic_algorithms(False)


# --- the notebooks -------------------------------------------------------------------------------


def cells_of(lesson):
    return nbformat.read(LESSONS[lesson], as_version=4).cells


def checked(cell):
    """The id that a cell checks, or None."""
    found = re.fullmatch(r'check\("(\S+)", (?:\.\.\.|\w+)\)', cell.source)
    return found and found[1]


@each_lesson
def test_a_lesson_asks_what_is_recorded_in_the_same_order(lesson):
    asked = [checked(cell) for cell in cells_of(lesson) if checked(cell)]
    assert asked == [record.id for record in EXERCISES.values() if record.lesson == lesson]
    letters = [name for name in asked if EXERCISES[name].kind]
    assert len(letters) >= 4
    assert len(asked) - len(letters) >= 3
    assert letters == [f"{lesson}.{letter}" for letter in "abcdefghijklm"[: len(letters)]]


def test_the_notebooks_use_only_ids_that_exist():
    for lesson in LESSONS:
        source = "".join(cell.source for cell in cells_of(lesson))
        named = re.findall(r'(?:check|hint|solution)\("(\d\d\.\w+)"', source)
        assert set(named) <= EXERCISES.keys()


@each_record
def test_the_question_stands_above_the_cell_to_fill_in(record):
    cells = cells_of(record.lesson)
    place = next(place for place, cell in enumerate(cells) if checked(cell) == record.id)
    if record.kind:
        assert cells[place].source == f'check("{record.id}", ...)'
        question = cells[place - 1]
    else:
        assert cells[place].source == f'check("{record.id}", {record.name})'
        assert cells[place - 1].source == record.stub
        question = cells[place - 2]
        assert f"{record.id}: {record.title}" in question.source
        assert f"({record.minutes} minute" in question.source
    assert question.cell_type == "markdown"
    assert record.asks in question.source


@each_record
def test_a_prediction_comes_before_a_cell_that_answers_it(record):
    cells = cells_of(record.lesson)
    place = next(place for place, cell in enumerate(cells) if checked(cell) == record.id)
    if record.kind:
        following = [cell for cell in cells[place + 1 :] if cell.cell_type == "code"]
        assert following[0].outputs or following[1].outputs
        assert not checked(following[0])


@each_exercise
def test_an_exercise_binds_no_name_that_a_lesson_uses(record):
    cells = cells_of(record.lesson)
    for cell in cells:
        if cell.cell_type == "code" and cell.source != record.stub and not checked(cell):
            assert not re.search(
                rf"^(?:def|class) {record.name}\b|^{record.name} = ", cell.source, re.MULTILINE
            ), cell.id


@each_lesson
def test_the_minutes_of_the_exercises_are_said(lesson):
    minutes = sum(record.minutes for record in EXERCISES_ONLY if record.lesson == lesson)
    opening = next(cell for cell in cells_of(lesson) if cell.source.startswith("## Exercises"))
    assert f"about {minutes} minutes" in opening.source


@each_lesson
def test_a_solved_lesson_runs_from_top_to_bottom(lesson, tmp_path, monkeypatch):
    monkeypatch.setenv("NN_LINEAR_PROGRESS", str(tmp_path / "progress.json"))
    notebook = nbformat.read(LESSONS[lesson], as_version=4)
    solved = {record.stub: record.solutions[0] for record in EXERCISES_ONLY}
    for cell in notebook.cells:
        exercise = checked(cell)
        if exercise and EXERCISES[exercise].kind:
            right = EXERCISES[exercise].solutions[0]
            cell.source = cell.source.replace("...", right)
        elif cell.cell_type == "code":
            cell.source = solved.get(cell.source, cell.source)
    where = {"metadata": {"path": str(NOTEBOOKS)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()
    verdicts = [
        cell.outputs[0].text for cell in notebook.cells if cell.source.startswith('check("')
    ]
    assert len(verdicts) == len([name for name in EXERCISES if name.startswith(lesson)])
    for verdict in verdicts:
        assert re.match(r"\d\d\.\w+ passed\.", verdict), verdict

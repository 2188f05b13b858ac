"""What a learner sees of a check, and what is kept of it."""

import dataclasses

import pytest
import torch

from helpers import checks
from helpers.checking import progress as progress_of
from helpers.checking.grading import Grade
from helpers.checks import check, grade, hint, progress, solution
from helpers.exercises import EXERCISES
from tests.answers import WRONG


@pytest.fixture(autouse=True)
def fresh_kernel(tmp_path, monkeypatch):
    """As if nothing had been answered yet, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NN_LINEAR_PROGRESS", raising=False)
    monkeypatch.setattr(progress_of, "_passed_here", set())
    for name in ("_attempted", "_asked_for"):
        monkeypatch.setattr(checks, name, set())
    for name in ("_hints_shown", "_solutions_shown"):
        monkeypatch.setattr(checks, name, {})


# --- check and grade -----------------------------------------------------------------------------


def told(capsys):
    """What was printed since the last time, as one line."""
    return " ".join(capsys.readouterr().out.split())


def test_a_verdict_is_printed_and_nothing_is_returned(capsys):
    verdicts = []
    for answer in (-8, 12, ...):
        assert check("01.1", answer) is None
        verdicts.append(told(capsys))
    passed, wrong, blank = verdicts
    lesson = [one for one in EXERCISES.values() if one.lesson == "01"]
    assert passed == f"01.1 passed. That is right. Lesson 01: 1 of {len(lesson)} passed."
    assert wrong.startswith("01.1 not yet. You give 12. ")
    assert blank.startswith("01.1 not attempted yet. ")


def test_grade_says_the_same_as_check_and_prints_nothing(capsys):
    verdict = grade("01.1", 12)
    assert capsys.readouterr().out == ""
    assert isinstance(verdict, Grade)
    assert (verdict.status, verdict.misconception) == ("wrong", "drops-signs")
    check("01.1", 12)
    assert told(capsys) == f"01.1 not yet. {verdict.message}"
    assert grade("01.1", -8) == Grade("passed", "That is right.")
    assert grade("01.1", ...).status == "not attempted"


def test_grading_alone_is_not_counted(capsys):
    grade("01.1", -8)
    progress()
    assert "01      0 of " in capsys.readouterr().out


@pytest.mark.parametrize("written", ["01.1", " 01.1 ", "1.1", 1.1])
def test_an_id_is_understood_however_it_is_written(written):
    assert grade(written, -8).status == "passed"


@pytest.mark.parametrize("written", ["01.99", "99.1", "", None, 7, -8, object(), [1], "dot"])
def test_an_unknown_id_gets_a_sentence(written, capsys):
    for function in (check, hint, solution):
        function(written)
        assert told(capsys).startswith("There is no exercise ")
    with pytest.raises(ValueError, match="There is no exercise"):
        grade(written, -8)


def test_an_unknown_id_of_a_lesson_is_told_those_of_the_lesson(capsys):
    check("01.99", 1)
    assert told(capsys).endswith("01.1, 01.2, 01.3, 01.4.")


def test_a_check_without_an_answer_is_not_attempted(capsys):
    check("01.1")
    assert "not attempted yet" in capsys.readouterr().out


def test_forgotten_parentheses_get_a_sentence(capsys):
    check("01.2", 2, 5)
    assert told(capsys) == "01.2: put the parts of your answer in parentheses: (2, 5)."


def test_a_check_that_fails_is_no_attempt_and_leaves_its_trace(tmp_path, monkeypatch, capsys):
    def broken(answer):
        raise AttributeError("oops")

    changed = dataclasses.replace(EXERCISES["01.1"], check=broken)
    monkeypatch.setitem(EXERCISES, "01.1", changed)
    for _ in range(2):
        check("01.1", 3)
        shown = told(capsys)
        assert shown.startswith("01.1 could not be checked. The check of 01.1 fails on `result`, 3")
        assert "Add what stands in check-failures.txt" in shown
    trace = (tmp_path / "check-failures.txt").read_text()
    assert trace.count("AttributeError: oops") == 2
    solution("01.1")
    assert "not attempted yet" in told(capsys)


def test_what_an_answer_prints_is_shown_below_the_verdict(capsys):
    def put(layer, B):
        print("B is", tuple(B.shape))
        with torch.no_grad():
            layer.weight.copy_(B.T)

    check("01.4", put)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("01.4 passed. ")
    assert lines[-2] == "Your code printed, when it was called:"
    assert lines[-1].startswith("B is (")


def test_a_trace_that_cannot_be_written_is_shown(tmp_path, monkeypatch, capsys):
    def broken(answer):
        raise AttributeError("oops")

    changed = dataclasses.replace(EXERCISES["01.1"], check=broken)
    monkeypatch.setitem(EXERCISES, "01.1", changed)
    (tmp_path / "check-failures.txt").mkdir()
    check("01.1", 3)
    assert "AttributeError: oops" in capsys.readouterr().out


def test_asked_and_yours_are_drawn_in_a_notebook(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr(checks, "get_ipython", lambda: object())
    monkeypatch.setattr(checks, "display", shown.append)
    check("01.3", torch.ones(2, 3))
    assert [type(picture).__name__ for picture in shown] == ["Picture"]
    check("01.3", EXERCISES["01.3"].answer(EXERCISES["01.3"].solutions[0]))
    assert len(shown) == 1


# --- hints and solutions -------------------------------------------------------------------------


def test_hints_come_one_by_one_and_then_again(capsys):
    hints = EXERCISES["01.3"].hints
    for _ in range(len(hints) + 1):
        hint("01.3")
    lines = capsys.readouterr().out.splitlines()
    assert lines.pop(len(hints)) == 'That was the last one. What is left is solution("01.3").'
    assert [line.partition("** ")[2] for line in lines] == [*hints, hints[0]]


def test_a_solution_waits_for_an_attempt_or_for_being_asked_twice(capsys):
    solution("01.3")
    refused = capsys.readouterr().out
    assert "not attempted yet" in refused
    assert EXERCISES["01.3"].solutions[0] not in refused
    solution("01.3")
    assert EXERCISES["01.3"].solutions[0] in capsys.readouterr().out


def test_right_answers_are_shown_one_by_one_and_then_again(capsys):
    asked = EXERCISES["01.3"]
    check("01.3", torch.ones(2, 3))
    capsys.readouterr()
    for source in [*asked.solutions, asked.solutions[0]]:
        solution("01.3")
        assert source in capsys.readouterr().out


def test_a_wrong_attempt_opens_the_solution_and_a_blank_one_does_not(capsys):
    check("01.1", ...)
    solution("01.1")
    assert EXERCISES["01.1"].solutions[0] not in capsys.readouterr().out
    check("01.2", (5, 2))
    solution("01.2")
    assert EXERCISES["01.2"].solutions[0] in capsys.readouterr().out


# --- what is passed ------------------------------------------------------------------------------


def table(capsys):
    progress()
    rows = [line.split(maxsplit=4) for line in capsys.readouterr().out.splitlines()]
    return {row[0]: row[1:] for row in rows}


def test_progress_is_a_row_a_lesson_with_what_is_still_open(capsys):
    check("01.2", (2, 5))
    capsys.readouterr()
    rows = table(capsys)
    assert set(rows) == {"lesson"} | {one.lesson for one in EXERCISES.values()}
    done, _, total, still = rows["01"]
    assert (done, int(total)) == ("1", len([name for name in EXERCISES if name[:2] == "01"]))
    assert "01.1" in still
    assert "01.2" not in still


def test_ids_of_another_release_of_the_course_are_in_no_row(tmp_path, capsys):
    (tmp_path / ".progress.json").write_text('["99.1", "01.1"]')
    rows = table(capsys)
    assert "99" not in rows
    assert rows["01"][0] == "1"


def test_what_cannot_be_stored_is_told_and_counts_all_the_same(tmp_path, monkeypatch, capsys):
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("NN_LINEAR_PROGRESS", str(tmp_path / "no-folder" / "progress.json"))
    check("01.1", -8)
    shown = told(capsys)
    assert "01.1 passed. " in shown
    assert "Kept until this notebook is closed: " in shown
    assert table(capsys)["01"][0] == "1"


def test_passing_twice_counts_once(capsys):
    check("01.1", -8)
    first = told(capsys)
    check("01.1", -8)
    assert told(capsys) == first


def test_lines_break_between_words(capsys):
    for source in WRONG["01.4"]["reshaped"]:
        check("01.4", EXERCISES["01.4"].answer(source))
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert len(shown.splitlines()) > 1

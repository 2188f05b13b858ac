"""What a learner wrote comes back in time, or is stopped; what cannot be stopped says so."""

import contextlib
import importlib
import io
import subprocess
import sys
import threading
import time

import pytest
import torch

from helpers.checking import deadline
from helpers.checking.deadline import time_budget
from helpers.checking.rejection import Rejected
from helpers.checking.sandbox import call
from tests.rejections import rejection


@pytest.fixture(autouse=True)
def little_time(monkeypatch):
    monkeypatch.setattr(deadline, "SECONDS", 0.3)
    monkeypatch.setattr(deadline, "GRACE", 0.2)


def loop():
    while True:
        pass


def loop_that_catches_errors():
    while True:
        with contextlib.suppress(Exception):
            loop()


def loop_that_builds():
    numbers = []
    while len(numbers) < 10:
        numbers.append(torch.zeros(1))
        numbers.pop()


@pytest.mark.parametrize("endless", [loop, loop_that_catches_errors, loop_that_builds])
def test_an_endless_loop_is_stopped(endless):
    start = time.monotonic()
    assert rejection(call, endless).misconception == "loops-forever"
    assert time.monotonic() - start < 10


def test_an_endless_loop_is_stopped_in_any_thread():
    told = []

    def run():
        try:
            call(loop)
        except Rejected as wrong:
            told.append(wrong.misconception)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert told == ["loops-forever"]


def test_all_calls_of_a_check_share_its_time():
    def wait():
        end = time.monotonic() + 0.08
        while time.monotonic() < end:
            pass
        return True

    def check():
        for _ in range(100):
            call(wait)

    with time_budget():
        assert rejection(check).misconception == "loops-forever"


def test_an_import_is_not_interrupted(tmp_path, monkeypatch):
    slow = "import time\nend = time.monotonic() + 0.6\nwhile time.monotonic() < end: pass\n"
    (tmp_path / "slow_to_import.py").write_text(slow + "done = True\n")
    monkeypatch.syspath_prepend(tmp_path)

    def needs_it():
        return importlib.import_module("slow_to_import").done

    with time_budget():
        assert call(needs_it)
        assert call(lambda: 1) == 1  # and its time was not counted
    del sys.modules["slow_to_import"]


def test_an_endless_loop_is_stopped_in_a_file_that_is_being_imported(tmp_path, monkeypatch):
    source = (
        "from helpers.checking.sandbox import call\ndef loop():\n    while True: pass\ncall(loop)\n"
    )
    (tmp_path / "answers.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    assert rejection(importlib.import_module, "answers").misconception == "loops-forever"


def test_code_can_be_traced_after_a_check():
    # A debugger, a profiler and coverage hung in Python 3.11 once an interruption was taken back.
    source = """
import cProfile
from helpers.checking import deadline, sandbox
from helpers.checking.rejection import Rejected
deadline.SECONDS = 0.2
def loop():
    while True: pass
for answer in (int, loop):
    try: sandbox.call(answer)
    except Rejected: pass
    cProfile.run("sandbox.call(int)")
"""
    subprocess.run([sys.executable, "-c", source], check=True, timeout=120)


def test_no_late_interruption_reaches_the_notebook():
    for _ in range(5):
        rejection(call, loop)
        end = time.monotonic() + 0.02
        while time.monotonic() < end:
            pass


def test_a_step_that_cannot_be_interrupted_says_so_before_it_is_over(monkeypatch):
    shown, shown_before_the_verdict = io.StringIO(), []
    monkeypatch.setattr(sys, "stdout", shown)

    def check():
        try:
            call(time.sleep, 1.5, name="`wait`")  # one step: the check can only wait for it
        finally:
            shown_before_the_verdict.append(shown.getvalue())

    wrong = rejection(check)
    assert wrong.misconception == "cannot-be-interrupted"
    assert wrong.message.startswith("`wait` does not come back in time")
    assert "loop" not in wrong.message
    assert shown_before_the_verdict[0].count("Kernel, Interrupt Kernel") == 1


def test_a_learner_is_told_how_long_a_slow_answer_is_waited_for(monkeypatch):
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stdout", shown)

    def answer():
        end = time.monotonic() + 0.6
        while time.monotonic() < end:
            pass
        return 1

    with time_budget(patience=100):
        assert call(answer) == 1
    assert shown.getvalue().count("The check waits for up to 30; to stop it before") == 1


def test_a_slow_step_that_comes_back_in_time_is_not_told_about(monkeypatch, capsys):
    monkeypatch.setattr(deadline, "SECONDS", 60)
    assert call(lambda: time.sleep(0.6) or 1) == 1
    assert capsys.readouterr().out == ""

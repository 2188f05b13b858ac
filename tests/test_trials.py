"""An answer may do anything; the check must come back with a sentence, the notebook unharmed."""

import contextlib
import importlib
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from helpers import trials
from helpers.trials import (
    Draw,
    NotAttemptedError,
    Rejected,
    a_class,
    a_function,
    a_module,
    a_tensor,
    call,
    compare,
    describe,
    notebook_left_alone,
)


@pytest.fixture(autouse=True)
def much_time(monkeypatch):
    """Nothing that comes back is stopped, however busy the machine is."""
    monkeypatch.setattr(trials, "SECONDS", 60)


@pytest.fixture
def little_time(monkeypatch, much_time):
    monkeypatch.setattr(trials, "SECONDS", 0.3)


with_little_time = pytest.mark.usefixtures("little_time")


def rejection(function, *args, **kwargs):
    with pytest.raises(Rejected) as caught:
        function(*args, **kwargs)
    return caught.value


# --- call ----------------------------------------------------------------------------------------


def test_a_call_gives_back_what_the_function_returns():
    assert call(lambda a, b=1: a + b, 2, b=3) == 5


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
@with_little_time
def test_an_endless_loop_is_stopped(endless):
    start = time.monotonic()
    assert rejection(call, endless).misconception == "loops-forever"
    assert time.monotonic() - start < 10


@with_little_time
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


@with_little_time
def test_all_calls_of_a_check_share_its_time():
    def wait():
        end = time.monotonic() + 0.08
        while time.monotonic() < end:
            pass
        return True

    def check():
        for _ in range(100):
            call(wait)

    with notebook_left_alone():
        assert rejection(check).misconception == "loops-forever"


@with_little_time
def test_an_import_is_not_interrupted(tmp_path, monkeypatch):
    slow = "import time\nend = time.monotonic() + 0.6\nwhile time.monotonic() < end: pass\n"
    (tmp_path / "slow_to_import.py").write_text(slow + "done = True\n")
    monkeypatch.syspath_prepend(tmp_path)

    def needs_it():
        return importlib.import_module("slow_to_import").done

    with notebook_left_alone():
        assert call(needs_it)
        assert call(lambda: 1) == 1  # and its time was not counted
    del sys.modules["slow_to_import"]


@with_little_time
def test_an_endless_loop_is_stopped_in_a_file_that_is_being_imported(tmp_path, monkeypatch):
    source = "from helpers.trials import call\ndef loop():\n    while True: pass\ncall(loop)\n"
    (tmp_path / "answers.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    assert rejection(importlib.import_module, "answers").misconception == "loops-forever"


def test_code_can_be_traced_after_a_check():
    # A debugger, a profiler and coverage hung in Python 3.11 once an interruption was taken back.
    source = """
import cProfile
from helpers import trials
trials.SECONDS = 0.2
def loop():
    while True: pass
for answer in (int, loop):
    try: trials.call(answer)
    except trials.Rejected: pass
    cProfile.run("trials.call(int)")
"""
    folder = Path(trials.__file__).parent.parent
    subprocess.run([sys.executable, "-c", source], cwd=folder, check=True, timeout=120)


@with_little_time
def test_no_late_interruption_reaches_the_notebook():
    for _ in range(5):
        rejection(call, loop)
        end = time.monotonic() + 0.02
        while time.monotonic() < end:
            pass


def leave():
    raise SystemExit


def recurse():
    return recurse()


@pytest.mark.parametrize(
    ("function", "misconception", "words"),
    [
        (lambda x: x @ torch.zeros(7, 7), "raises", "RuntimeError for x of shape (2, 3): "),
        (lambda x: None, "none", "returns None for x of shape (2, 3)"),
        (lambda x: print(x), "none", "printing is not returning"),
        (lambda x: x.add_(1), "mutates-input", "changes the tensor that it is given"),
        (lambda x: x.resize_(1), "mutates-input", "changes the tensor"),
        (lambda x: x.unsqueeze_(0), "mutates-input", "changes the tensor"),
        (lambda x: leave(), "raises", "SystemExit"),
        (lambda x: recurse(), "raises", "RecursionError"),
        (lambda x: torch.manual_seed(0), "changes-seed", "sets the seed"),
        (
            lambda x: torch.set_default_dtype(torch.float64) or 1,
            "changes-default-dtype",
            "default dtype",
        ),
        (lambda x: torch.set_grad_enabled(False) or 1, "changes-grad-mode", "gradients"),
        (
            lambda x: torch.use_deterministic_algorithms(True) or 1,
            "changes-determinism",
            "deterministic",
        ),
        (lambda x: torch.set_default_device("meta") or 1, "changes-default-device", "device"),
        # few machines have this one, and no tensor can be made until it is taken back
        (lambda x: torch.set_default_device("xpu") or 1, "changes-default-device", "device"),
        (lambda x: os.chdir("/") or 1, "changes-folder", "folder"),
    ],
)
def test_what_goes_wrong_is_named(function, misconception, words, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    torch.manual_seed(1)
    before = trials._settings()
    wrong = rejection(call, function, torch.ones(2, 3), name="`answer`")
    assert wrong.misconception == misconception
    assert wrong.message.startswith("`answer` ")
    assert words in wrong.message
    assert trials._settings() == before


@pytest.mark.parametrize(
    "change",
    [
        (np.ones(3), lambda value: value.fill(2)),
        ([1, 2], lambda value: value.append(3)),
        ([1, [2]], lambda value: value[1].append(3)),
        ({"a": 1}, lambda value: value.update(b=2)),
        ({1, 2}, lambda value: value.add(3)),
        ([torch.ones(2)], lambda value: value[0].zero_()),
    ],
    ids=lambda change: repr(change[0]),
)
def test_a_changed_input_of_any_kind_is_found(change):
    value, spoil = change
    assert rejection(call, lambda given: [spoil(given)], value).misconception == "mutates-input"


def test_an_input_that_may_change_may_change():
    x = torch.ones(2)
    call(torch.Tensor.zero_, x, may_change=(x,))
    assert x.tolist() == [0, 0]


def test_nan_and_gradients_in_an_input_are_no_change():
    call(lambda x, y: 1, torch.tensor([torch.nan]), torch.ones(2, requires_grad=True))


def test_a_known_error_becomes_its_own_sentence():
    symptoms = {"cannot be multiplied": ("not-transposed", "Turn it.")}
    wrong = rejection(
        call, torch.mm, torch.zeros(2, 3), torch.zeros(2, 3), symptoms=symptoms, name="f"
    )
    assert (wrong.misconception, wrong.message) == ("not-transposed", "Turn it.")


def test_dots_that_come_back_are_no_attempt():
    with pytest.raises(NotAttemptedError):
        call(lambda: ...)


def test_prints_and_warnings_of_an_answer_do_not_reach_the_notebook(capfd):
    def noisy():
        print("here")
        torch.nn.functional.mse_loss(torch.zeros(2, 1), torch.zeros(2))
        return 1

    call(noisy)
    assert capfd.readouterr() == ("", "")


# --- the notebook is left alone ------------------------------------------------------------------


def test_random_states_and_settings_are_put_back():
    def states():
        return torch.get_rng_state().tolist(), random.getstate(), str(np.random.get_state())

    torch.set_default_dtype(torch.float64)
    try:
        before = states()
        with torch.no_grad(), notebook_left_alone():
            assert torch.get_default_dtype() == torch.float32
            assert torch.is_grad_enabled()
            torch.manual_seed(1), random.seed(1), np.random.seed(1)
            torch.rand(3), random.random(), np.random.rand()
        assert states() == before
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("seed", [0, 1, 42, 1234])
def test_a_seed_is_noticed_even_where_the_notebook_has_the_same(seed):
    torch.manual_seed(seed)
    with notebook_left_alone():
        wrong = rejection(call, lambda: torch.manual_seed(seed))
    assert wrong.misconception == "changes-seed"


def test_a_seed_may_be_set_where_that_is_said_and_is_put_back():
    def fails():
        torch.manual_seed(0)
        raise LookupError

    before = trials._settings()
    assert call(lambda: torch.manual_seed(0), may_seed=True)
    assert rejection(call, fails, may_seed=True).misconception == "raises"
    assert trials._settings() == before


def test_all_is_put_back_after_an_error_too():
    before = torch.get_rng_state()
    with contextlib.suppress(ZeroDivisionError), notebook_left_alone():
        torch.rand(3)
        raise ZeroDivisionError
    assert torch.equal(torch.get_rng_state(), before)


def test_gradients_work_in_a_notebook_in_inference_mode():
    with torch.inference_mode(), notebook_left_alone():
        x = torch.ones(2, requires_grad=True)
        x.sum().backward()
    assert x.grad.tolist() == [1, 1]


# --- what an answer has to be --------------------------------------------------------------------


class Own(nn.Module):
    pass


@pytest.mark.parametrize(
    ("answer", "misconception"),
    [
        (3, "wrong-type"),
        ("f", "wrong-type"),
        (nn.Linear(2, 2), "wrong-type"),
        (nn.Linear, "wrong-type"),
        (lambda: 1, "wrong-signature"),
        (lambda a, b, c: 1, "wrong-signature"),
    ],
)
def test_what_is_no_such_function_is_rejected(answer, misconception):
    wrong = rejection(a_function, answer, ["x", "y"], "f")
    assert wrong.misconception == misconception
    assert "`f`" in wrong.message


@pytest.mark.parametrize(
    "answer", [lambda x, y: 1, lambda *args: 1, lambda a, b, c=3: 1, torch.add, max]
)
def test_any_function_that_takes_the_arguments_will_do(answer):
    a_function(answer, ["x", "y"], "f")


@pytest.mark.parametrize(
    ("answer", "misconception"), [(Own(), "wrong-type"), (3, "wrong-type"), (int, "no-base-class")]
)
def test_what_is_no_such_class_is_rejected(answer, misconception):
    assert rejection(a_class, answer, "Own").misconception == misconception
    a_class(Own, "Own")


@pytest.mark.parametrize("answer", [Own, 3, None, torch.zeros(2)])
def test_what_is_no_module_is_rejected(answer):
    assert rejection(a_module, answer, "model").misconception == "wrong-type"


def test_a_module_is_copied_before_it_is_tried():
    layer = nn.Linear(2, 2)
    copy = a_module(layer, "layer")
    nn.init.zeros_(copy.weight)
    assert layer.weight.abs().sum() > 0


def test_a_module_that_cannot_be_copied_is_told_why():
    layer = nn.Linear(2, 2)
    layer.scaled = layer.weight * 2
    assert rejection(a_module, layer, "layer").misconception == "no-leaf"


@pytest.mark.parametrize(
    ("value", "misconception"),
    [
        (None, "none"),
        ([1.0], "list"),
        ((1.0,), "list"),
        ([torch.zeros(2), torch.zeros(2)], "list"),
        (np.ones(2), "numpy-array"),
        (1.0, "wrong-type"),
        ("1", "wrong-type"),
        (torch.zeros(2, device="meta"), "wrong-device"),
        (torch.zeros(2, dtype=torch.complex64), "wrong-dtype"),
    ],
    ids=repr,
)
def test_what_is_no_tensor_is_rejected(value, misconception):
    assert rejection(a_tensor, value, "The output").misconception == misconception


# --- compare -------------------------------------------------------------------------------------

WANT = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


@pytest.mark.parametrize(
    ("got", "misconception"),
    [
        (WANT.T, "wrong-shape"),
        (WANT[None], "wrong-shape"),
        (WANT.flatten(), "wrong-shape"),
        (torch.zeros(2, 3, 0), "wrong-shape"),
        (WANT.double(), "wrong-dtype"),
        (WANT.long(), "wrong-dtype"),
        (WANT * torch.nan, "nan"),
        (WANT + 1, "wrong-values"),
        (WANT * torch.inf, "wrong-values"),
        (WANT.flip(0), "upside-down"),
    ],
)
def test_a_difference_is_named(got, misconception):
    beliefs = [("upside-down", WANT.flip(0), "Turn it over.")]
    assert rejection(compare, got, WANT, "It", beliefs=beliefs).misconception == misconception


def test_equal_numbers_pass_and_so_does_another_order_of_adding_up():
    compare(WANT.clone().requires_grad_(), WANT, "It")
    compare(WANT + 1e-6, WANT, "It")
    compare(torch.tensor([torch.nan]), torch.tensor([torch.nan]), "It")


def test_a_belief_that_leads_to_the_right_numbers_is_no_misconception():
    compare(WANT, WANT, "It", beliefs=[("same", WANT.clone(), "Never said.")])


def test_right_numbers_in_the_wrong_shape_are_told_so():
    assert "right numbers" in rejection(compare, WANT.flatten(), WANT, "It").message
    assert "right numbers" not in rejection(compare, WANT.T, WANT, "It").message


def test_target_and_answer_are_drawn_only_where_that_is_asked_for():
    assert rejection(compare, WANT + 1, WANT, "It").picture is None
    picture = rejection(compare, WANT + 1, WANT, "It", show=True).picture()
    assert "6 of 6 numbers differ" in picture.description
    assert rejection(compare, torch.zeros(9, 9), torch.ones(9, 9), "It", show=True).picture is None


# --- small things --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.zeros(2, 3), "a tensor of shape (2, 3)"),
        (torch.zeros(2, dtype=torch.int64), "an int64 tensor of shape (2,)"),
        (np.zeros(2), "a float64 array of shape (2,)"),
        (nn.Linear, "the class Linear"),
        (len, "the function len"),
        (3, "3"),
        ("x" * 200, "a str"),
    ],
)
def test_a_message_names_a_value_in_few_words(value, words):
    assert describe(value) == words


def test_the_same_seed_draws_the_same_and_no_length_twice():
    one, other = Draw("07.1"), Draw("07.1")
    assert one.sizes(4) == other.sizes(4)
    assert torch.equal(one.tensor(5, 2), other.tensor(5, 2))
    for _ in range(20):
        assert len(set(one.sizes(3))) == 3
    assert (Draw("x").tensor(400) != 0).all()
    assert not torch.equal(Draw("07.1").tensor(9), Draw("07.2").tensor(9))

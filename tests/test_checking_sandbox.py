"""An answer may do anything when it is called; what comes of it is a sentence."""

import os
import sys

import numpy as np
import pytest
import torch
from torch import nn

from helpers.checking import deadline
from helpers.checking.rejection import NotAttemptedError
from helpers.checking.sandbox import call, prints_kept
from helpers.checking.settings import read_settings
from tests.rejections import rejection


@pytest.fixture(autouse=True)
def much_time(monkeypatch):
    """Nothing that comes back is stopped, however busy the machine is."""
    monkeypatch.setattr(deadline, "SECONDS", 60)


def test_a_call_gives_back_what_the_function_returns():
    assert call(lambda a, b=1: a + b, 2, b=3) == 5


def leave():
    raise SystemExit


def recurse():
    return recurse()


@pytest.mark.parametrize(
    ("function", "misconception", "words"),
    [
        (
            lambda x: x @ torch.zeros(7, 7),
            "inner-sizes-differ",
            "RuntimeError for x of shape (2, 3): ",
        ),
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
        (lambda x: torch.set_num_threads(3) or 1, "changes-threads", "threads"),
        (
            lambda x: [torch.autograd.set_detect_anomaly(True)],
            "changes-anomaly-mode",
            "anomalies",
        ),
        (
            lambda x: torch.set_float32_matmul_precision("medium") or 1,
            "changes-matmul-precision",
            "products of matrices",
        ),
        (
            lambda x: torch.set_printoptions(precision=2, sci_mode=False) or 1,
            "changes-print-options",
            "tensors are printed",
        ),
        (
            lambda x: np.set_printoptions(precision=2) or 1,
            "changes-numpy-print-options",
            "arrays are printed",
        ),
        (lambda x: np.seterr(all="raise"), "changes-numpy-errors", "division by zero"),
        (lambda x: sys.setrecursionlimit(5000) or 1, "changes-recursion-limit", "how deep"),
        (
            lambda x: os.environ.update(CUDA_VISIBLE_DEVICES="") or 1,
            "changes-environment",
            "environment",
        ),
        (lambda x: sys.settrace(lambda *args: None) or 1, "changes-tracing", "each step"),
    ],
)
def test_what_goes_wrong_is_named(function, misconception, words, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    torch.manual_seed(1)
    before = read_settings()
    wrong = rejection(call, function, torch.ones(2, 3), name="`answer`")
    assert wrong.misconception == misconception
    assert wrong.message.startswith("`answer` ")
    assert words in wrong.message
    assert read_settings() == before


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


@pytest.mark.parametrize(
    "spoil",
    [
        lambda layer: nn.init.zeros_(layer.weight),
        lambda layer: layer.weight.data.mul_(2),
        lambda layer: layer.weight.requires_grad_(False),
        lambda layer: setattr(layer, "bias", None),
        lambda layer: setattr(layer, "weight", nn.Parameter(torch.zeros(1, 2))),
        lambda layer: layer.double(),
        lambda layer: layer.register_buffer("more", torch.zeros(1)),
        lambda layer: layer.eval(),
        lambda layer: layer.register_forward_hook(print),
        lambda layer: setattr(layer, "in_features", 7),
        lambda layer: setattr(layer, "seen", True),
        lambda layer: setattr(layer, "last", torch.ones(1)),
        lambda layer: setattr(layer, "forward", lambda x: x),
        lambda layer: setattr(layer, "weight", nn.Parameter(layer.weight.detach().clone())),
        lambda layer: layer(torch.ones(3, 2)).sum().backward(),
    ],
)
def test_a_module_that_is_changed_is_found(spoil):
    wrong = rejection(call, lambda layer: [spoil(layer)], nn.Linear(2, 1))
    assert wrong.misconception == "mutates-input"
    assert " the module that it is given" in wrong.message or " in the module" in wrong.message
    wrong = rejection(call, lambda layers: [spoil(layers[0])], [nn.Linear(2, 1)])
    assert wrong.misconception == "mutates-input"


def test_a_module_that_is_used_is_not_changed():
    assert call(lambda layer: layer(torch.ones(3, 2)), nn.Linear(2, 1)).shape == (3, 1)
    assert call(lambda layer: layer, nn.LazyLinear(1))


def test_whether_an_input_learns_is_the_business_of_whoever_calls():
    wrong = rejection(call, lambda x: x.requires_grad_(), torch.ones(2))
    assert "changes whether gradients are kept for the tensor" in wrong.message


def test_a_module_of_ones_own_does_not_choose_its_mode():
    class Own(nn.Module):
        def forward(self, x):
            self.eval()
            return x

    assert rejection(call, Own(), torch.ones(2)).misconception == "changes-its-mode"


def test_an_input_that_may_change_may_change():
    x = torch.ones(2)
    call(torch.Tensor.zero_, x, may_change=(x,))
    assert x.tolist() == [0, 0]


def test_nan_and_gradients_in_an_input_are_no_change():
    call(lambda x, y: 1, torch.tensor([torch.nan]), torch.ones(2, requires_grad=True))


def test_a_known_error_becomes_its_own_sentence():
    symptoms = {"cannot be multiplied": "not-transposed"}
    given = torch.zeros(2, 3), torch.zeros(2, 3)
    wrong = rejection(call, torch.mm, *given, symptoms=symptoms, facts={"name": "W"})
    assert wrong.misconception == "not-transposed"
    assert wrong.sentence({"not-transposed": "Turn {name}."}) == "Turn W."


def test_any_other_error_can_have_a_sentence_too():
    def fails():
        raise LookupError("the cupboard is bare")

    known = {"symptoms": {"full": "too-much"}, "any_error": "too-little"}
    assert rejection(call, fails, **known).misconception == "too-little"
    assert rejection(call, fails, symptoms={"bare": "too-bare"}).misconception == "too-bare"


def test_an_error_whose_first_line_says_little_is_told_with_its_second():
    layer = nn.Linear(2, 1)
    wrong = rejection(call, layer.load_state_dict, {"weight": torch.zeros(1, 2)}, name="f")
    assert "Missing key(s) in state_dict" in wrong.message


def test_an_error_that_cannot_be_written_is_told_by_its_class():
    class Bad(Exception):
        def __str__(self):
            raise ValueError

    def answer():
        raise Bad

    assert rejection(call, answer).message == "`answer` raises Bad."


def test_a_failure_after_a_changed_argument_is_told_by_the_change():
    wrong = rejection(call, lambda x: x.unsqueeze_(0) @ torch.zeros(7), torch.ones(2, 3))
    assert wrong.misconception == "mutates-input"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_sys_stdout_is_what_it_was_whatever_an_answer_does_to_it(stream):
    before = getattr(sys, stream)

    def answer():
        setattr(sys, stream, None)
        return 1

    call(answer)
    assert getattr(sys, stream) is before


def test_endless_printing_is_kept_in_a_bounded_space(monkeypatch):
    monkeypatch.setattr(deadline, "SECONDS", 0.3)

    def answer():
        while True:
            print("x" * 10_000)

    with prints_kept() as printed:
        rejection(call, answer)
    assert len(printed) == 1
    assert printed[0].startswith("xxx")
    assert len(printed[0]) < 3_000


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

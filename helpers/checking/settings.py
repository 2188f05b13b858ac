"""The settings and random states that a whole notebook shares: read, put back, and named."""

import contextlib
import copy
import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch


@dataclass(frozen=True)
class Setting:
    """One setting of the notebook that an answer has to leave alone."""

    misconception: str
    what: str
    """What an answer does that changes it, and what to do instead: "changes the ..."."""
    read: Callable
    write: Callable
    default: object = None
    """What a check starts from; None for whatever the notebook has."""


def _default_device():
    """The default device; None if it is one that this machine does not have."""
    try:
        return torch.empty(0).device  # get_default_device of 2.6 raises once it was set to None
    except (RuntimeError, AssertionError):
        return None


def _set_default_device(device):
    torch.set_default_device(None if device == torch.device("cpu") else device)


def _print_options():
    return copy.copy(torch._tensor_str.PRINT_OPTS)  # PyTorch has no public way to read them


def _set_print_options(options):
    names = ("precision", "threshold", "edgeitems", "linewidth", "sci_mode")
    torch.set_printoptions(**{name: getattr(options, name) for name in names})


# PyTorch sets some of its own when it imports parts of itself, and those are its own affair.
_VARIABLES = {*os.environ, "CUDA_VISIBLE_DEVICES", "CUDA_LAUNCH_BLOCKING", "OMP_NUM_THREADS"}


def _environment():
    return {name: os.environ.get(name) for name in _VARIABLES}


def _set_environment(variables):
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


SHARED = (
    Setting(
        "changes-default-dtype",
        "changes the default dtype of the whole notebook (torch.set_default_dtype). Say the dtype "
        "where a tensor is made: dtype=...",
        torch.get_default_dtype,
        torch.set_default_dtype,
        torch.float32,
    ),
    Setting(
        "changes-grad-mode",
        "switches gradients off or on for the whole notebook (torch.set_grad_enabled). "
        "`with torch.no_grad():` ends where its block ends.",
        torch.is_grad_enabled,
        torch.set_grad_enabled,
        True,
    ),
    Setting(
        "changes-determinism",
        "changes the deterministic mode of the whole notebook "
        "(torch.use_deterministic_algorithms). The exercise does not need it.",
        torch.get_deterministic_debug_mode,
        torch.set_deterministic_debug_mode,
        0,
    ),
    Setting(
        "changes-default-device",
        "changes the default device of the whole notebook (torch.set_default_device). Say the "
        "device where a tensor is made: device=...",
        _default_device,
        _set_default_device,
        torch.device("cpu"),
    ),
    Setting(
        "changes-folder",
        "changes the folder that the notebook works in (os.chdir). The exercise does not need it.",
        os.getcwd,
        os.chdir,
    ),
    Setting(
        "changes-threads",
        "changes how many threads the whole notebook computes with (torch.set_num_threads). The "
        "exercise does not need it.",
        torch.get_num_threads,
        torch.set_num_threads,
        1,  # on a busy computer threads wait for each other, and no check gains from a second
    ),
    Setting(
        "changes-anomaly-mode",
        "switches the search for anomalies on or off for the whole notebook "
        "(torch.autograd.set_detect_anomaly). It is slow, and the exercise does not need it.",
        torch.is_anomaly_enabled,
        torch.autograd.set_detect_anomaly,
        False,
    ),
    Setting(
        "changes-matmul-precision",
        "changes how exact products of matrices are in the whole notebook "
        "(torch.set_float32_matmul_precision). The exercise does not need it.",
        torch.get_float32_matmul_precision,
        torch.set_float32_matmul_precision,
        "highest",
    ),
    Setting(
        "changes-print-options",
        "changes how tensors are printed in the whole notebook (torch.set_printoptions). Do that "
        "in a cell of its own, if you want it.",
        _print_options,
        _set_print_options,
    ),
    Setting(
        "changes-numpy-print-options",
        "changes how arrays are printed in the whole notebook (np.set_printoptions). Do that in a "
        "cell of its own, if you want it.",
        np.get_printoptions,
        lambda options: np.set_printoptions(**options),
    ),
    Setting(
        "changes-numpy-errors",
        "changes what NumPy does at a division by zero and the like in the whole notebook "
        "(np.seterr). The exercise does not need it.",
        np.geterr,
        lambda errors: np.seterr(**errors),
    ),
    Setting(
        "changes-recursion-limit",
        "changes how deep functions may call each other in the whole notebook "
        "(sys.setrecursionlimit). The exercise does not need it.",
        sys.getrecursionlimit,
        sys.setrecursionlimit,
    ),
    Setting(
        "changes-environment",
        "changes the environment variables of the whole notebook (os.environ). The exercise does "
        "not need it.",
        _environment,
        _set_environment,
    ),
    Setting(
        "changes-tracing",
        "sets a function that Python calls at each step (sys.settrace). The exercise does not "
        "need it.",
        sys.gettrace,
        sys.settrace,
    ),
)
SETS_THE_SEED = (
    "sets the seed (torch.manual_seed), for the whole notebook: each layer made after it starts "
    "with the same numbers. Leave the seed to whoever calls it."
)


def read_settings():
    """Return every setting as it is now, to hand to :func:`put_back`."""
    return [setting.read() for setting in SHARED], torch.default_generator.initial_seed()


def put_back(before, *, may_seed=False):
    """Put the settings back as they were; return (misconception, sentence) for each change.

    Args:
        before: what :func:`read_settings` returned. may_seed: whether a seed is no change.
    """
    values, seed = before
    changes = []
    for setting, value in zip(SHARED, values, strict=True):
        if setting.read() != value:
            setting.write(value)
            changes.append((setting.misconception, setting.what))
    if torch.default_generator.initial_seed() != seed:
        torch.default_generator.manual_seed(seed)
        if not may_seed:
            changes.append(("changes-seed", SETS_THE_SEED))
    return changes


@contextlib.contextmanager
def notebook_left_alone():
    """Check in here: settings start at PyTorch's defaults, and all is put back at the end.

    That is the settings above and the random states of torch, NumPy and Python.
    """
    before = read_settings()
    states = [(write, read()) for read, write in _random_states()]
    try:
        for setting in SHARED:
            if setting.default is not None and setting.read() != setting.default:
                setting.write(setting.default)
        torch.default_generator.manual_seed(20_011)  # none that an answer sets: see put_back
        with torch.inference_mode(False), torch.enable_grad():
            yield
    finally:
        put_back(before)
        for write, state in states:
            write(state)


def _random_states():
    yield torch.default_generator.get_state, torch.default_generator.set_state
    yield np.random.get_state, np.random.set_state
    yield random.getstate, random.setstate
    if torch.cuda.is_initialized():
        yield torch.cuda.get_rng_state_all, torch.cuda.set_rng_state_all
    if torch.backends.mps.is_available():
        yield torch.mps.get_rng_state, torch.mps.set_rng_state

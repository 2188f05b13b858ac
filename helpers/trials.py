"""What a check is made of: call an answer safely, compare what it gives, name the missing idea.

A check of ``helpers.exercises`` is a plain function that takes the answer, tries it with these
tools, and returns if it is right. The tools reject whatever goes wrong with a sentence, so that a
check spells out only the misconceptions of its own exercise.
"""

import contextlib
import copy
import ctypes
import inspect
import io
import os
import random
import sys
import threading
import time
import warnings

import numpy as np
import torch
from torch import nn

SECONDS = 5.0  # that one check may take, all its calls together
TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}  # float32 sums of different order agree to this


class Rejected(Exception):
    """An answer is wrong: a stable key for the misconception, and what to tell the learner.

    ``picture`` is None or a function without arguments that draws the answer beside the target.
    """

    def __init__(self, misconception, message, picture=None):
        super().__init__(message)
        self.misconception, self.message, self.picture = misconception, message, picture


class NotAttemptedError(Exception):
    """A blank of the stub is still ``...``."""


def reject(misconception, message, picture=None):
    """Stop the check: the answer is wrong, for this reason.

    Raises:
        Rejected: always.
    """
    raise Rejected(misconception, message, picture)


# --- numbers to try an answer with ---------------------------------------------------------------


class Draw:
    """Random shapes and numbers to try an answer with, the same ones for the same seed.

    A check that draws from here says the same about the same answer each time, and leaves the
    random state of the notebook alone.
    """

    def __init__(self, seed):
        self.random = random.Random(seed)

    def sizes(self, count, low=2, high=7):
        """Return ``count`` different lengths from ``low`` to ``high``, in random order."""
        return self.random.sample(range(low, high + 1), count)

    def tensor(self, *shape):
        """Return a float32 tensor of this shape: quarters from -4 to 4, none of them 0."""
        count = int(np.prod(shape))
        quarters = [n / 4 for n in range(-16, 17) if n]
        return torch.tensor(self.random.choices(quarters, k=count)).reshape(shape)


# --- calling what the learner wrote --------------------------------------------------------------


def call(
    function,
    *inputs,
    name=None,
    returns=True,
    may_change=(),
    may_seed=False,
    symptoms=None,
    **named,
):
    """Call what the learner wrote, and turn everything that can go wrong into a sentence.

    Args:
        function: a function, a class or a module; ``inputs`` and ``named`` are its arguments.
        name: how a message calls it; the function's own name where it is left out.
        returns: False where returning nothing is right.
        may_change: those of the arguments that it is meant to change.
        may_seed: True where it may set the seed, which is put back all the same.
        symptoms: part of an error message -> (misconception, sentence), for the errors that tell
            which idea is missing. Any other error is repeated to the learner.

    Raises:
        Rejected: if it raises, does not come back in time, returns None, changes an argument, or
            changes a setting that the whole notebook shares.
        NotAttemptedError: if it returns ``...``.
    """
    name = name or _name_of(function)
    given = _described(function, inputs, named)
    arguments = [
        value
        for value in (*inputs, *named.values())
        if not any(value is changed for changed in may_change)
    ]
    before, settings, printed = _copied(arguments), _settings(), io.StringIO()
    try:
        with _time_limit(), contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = function(*inputs, **named)
    except _TimeUp:
        reject(
            "loops-forever",
            f"{name} does not come back{given}: the check stopped it. Look at its loop: what "
            "makes it end?",
        )
    except KeyboardInterrupt:
        reject("interrupted", "You stopped the check before it was done. Run it again.")
    except BaseException as error:
        message = (str(error).strip().splitlines() or [""])[0]
        for misconception, sentence in _changes(settings, may_seed):  # most likely the cause
            reject(misconception, f"{name} {sentence}")
        for part, (misconception, sentence) in (symptoms or {}).items():
            if part in str(error):
                reject(misconception, sentence)
        said = f": {message[:300].rstrip('.')}" if message else ""
        reject("raises", f"{name} raises {type(error).__name__}{given}{said}.")
    for misconception, sentence in _changes(settings, may_seed):
        reject(misconception, f"{name} {sentence}")
    for value, copied in zip(arguments, before, strict=True):
        if not _same(value, copied):
            reject(
                "mutates-input",
                f"{name} changes the {_kind(value)} that it is given, and whoever calls it still "
                "needs that as it was. Compute a new one instead.",
            )
    if result is ...:
        raise NotAttemptedError(f"{name} still returns the dots.")
    if result is None and returns:
        said = " It prints something, but printing is not returning." if printed.getvalue() else ""
        reject("none", f"{name} returns None{given}.{said} Does each way through end in a return?")
    return result


def _name_of(function):
    if isinstance(function, nn.Module):
        return f"your {type(function).__name__}"
    return f"`{getattr(function, '__name__', type(function).__name__)}`"


def _kind(value):
    kinds = {torch.Tensor: "tensor", np.ndarray: "array", nn.Module: "module"}
    return next((kind for of, kind in kinds.items() if isinstance(value, of)), type(value).__name__)


def describe(value):
    """A value as a message names it: a tensor by its shape, anything else by what Python prints."""
    if isinstance(value, torch.Tensor | np.ndarray):
        dtype = str(value.dtype).removeprefix("torch.")
        kind = _kind(value) if dtype == "float32" else f"{dtype} {_kind(value)}"
        return f"{_with_article(kind)} of shape {tuple(value.shape)}"
    if inspect.isclass(value):
        return f"the class {value.__name__}"
    if inspect.isroutine(value):
        return f"the function {value.__name__}"
    text = repr(value)
    return text if _is_short(text) else _with_article(type(value).__name__)


def _is_short(text):
    return len(text) <= 60 and "\n" not in text and " at 0x" not in text


def _with_article(noun):
    return f"{'an' if noun[0].lower() in 'aeio' else 'a'} {noun}"


def _described(function, inputs, named):
    """The arguments of a call, as a clause to put after 'it raises'; empty without arguments."""
    target = function.forward if isinstance(function, nn.Module) else function
    try:
        bound = inspect.signature(target).bind(*inputs, **named).arguments.items()
    except (TypeError, ValueError):
        bound = [("", value) for value in inputs] + list(named.items())
    parts = [
        f"{name} of shape {tuple(value.shape)}"
        if name and isinstance(value, torch.Tensor)
        else f"{name} = {describe(value)}"
        if name
        else describe(value)
        for name, value in bound
    ]
    return f" for {', '.join(parts)}" if parts else ""


def _copied(arguments):
    return [
        value.detach().clone() if isinstance(value, torch.Tensor) else _deep(value)
        for value in arguments
    ]


def _deep(value):
    if isinstance(value, np.ndarray | list | tuple | dict | set):
        with contextlib.suppress(Exception):
            return copy.deepcopy(value)
    return value


def _same(value, before):
    if isinstance(value, torch.Tensor):
        if value.shape != before.shape or value.dtype != before.dtype:
            return False
        return value.is_meta or bool(value.detach().isclose(before, 0, 0, equal_nan=True).all())
    if isinstance(value, np.ndarray):
        return value.shape == before.shape and np.array_equal(value, before, equal_nan=True)
    if isinstance(value, list | tuple):
        return len(value) == len(before) and all(map(_same, value, before))
    if isinstance(value, dict):
        return list(value) == list(before) and all(map(_same, value.values(), before.values()))
    if isinstance(value, set):
        return value == before
    return True


# --- the time a check may take -------------------------------------------------------------------


class _TimeUp(BaseException):
    """Raised into an answer that runs too long; no ``except Exception`` of its own stops it."""


_time = threading.local()  # .left: the seconds that the check now running may still use
TICK = 0.05  # seconds from one look at the clock to the next


@contextlib.contextmanager
def _time_limit():
    """Raise ``_TimeUp`` in the body once the time of the check is used up.

    The interpreter raises it between two steps of Python code, on every system and in any thread;
    a signal would work on the main thread of Linux and macOS only. An import is never interrupted,
    as a module that is half imported stays broken, and its time does not count: torch imports
    parts of itself, for seconds, when they are first used. Source:
    https://docs.python.org/3/c-api/threads.html#c.PyThreadState_SetAsyncExc
    """
    thread, over = threading.get_ident(), threading.Event()
    left, imports, sent = getattr(_time, "left", SECONDS), 0.0, False

    def watch():
        nonlocal imports, sent
        last = start
        while not over.wait(TICK):
            now = time.monotonic()
            if _is_importing(thread):
                imports += now - last
            elif now - start - imports > left:
                sent = True
                _raise_in(thread, _TimeUp)
            last = now

    start = time.monotonic()
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        try:
            yield
        finally:
            over.set()
            watcher.join()
    finally:
        if sent:
            _let_arrive(thread)
        if hasattr(_time, "left"):
            _time.left -= max(0.0, time.monotonic() - start - imports)


def _raise_in(thread, exception):
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exception))


def _let_arrive(thread):
    """Have a ``_TimeUp`` that was sent and not raised yet raised here, where it does no harm.

    NULL in its place would take it back, but Python 3.11 then looks for it ever after: all code
    runs slower, and hangs under a debugger, a profiler or coverage.
    """
    with contextlib.suppress(_TimeUp):
        _raise_in(thread, _TimeUp)
        while True:
            pass


def _is_importing(thread):
    frame = sys._current_frames().get(thread)
    while frame and frame.f_code is not call.__code__:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


# --- the settings that a notebook shares ---------------------------------------------------------


def _default_device():
    """The default device; None if it is one that this machine does not have."""
    try:
        return torch.empty(0).device  # get_default_device of 2.6 raises once it was set to None
    except (RuntimeError, AssertionError):
        return None


# misconception -> (what an answer does, how to read the setting, how to write it, its default)
_SHARED = {
    "changes-default-dtype": (
        "changes the default dtype of the whole notebook (torch.set_default_dtype). Say the dtype "
        "where a tensor is made: dtype=...",
        torch.get_default_dtype,
        torch.set_default_dtype,
        torch.float32,
    ),
    "changes-grad-mode": (
        "switches gradients off or on for the whole notebook (torch.set_grad_enabled). "
        "`with torch.no_grad():` ends where its block ends.",
        torch.is_grad_enabled,
        torch.set_grad_enabled,
        True,
    ),
    "changes-determinism": (
        "changes the deterministic mode of the whole notebook "
        "(torch.use_deterministic_algorithms). The exercise does not need it.",
        torch.get_deterministic_debug_mode,
        torch.set_deterministic_debug_mode,
        0,
    ),
    "changes-default-device": (
        "changes the default device of the whole notebook (torch.set_default_device). Say the "
        "device where a tensor is made: device=...",
        _default_device,
        lambda device: torch.set_default_device(None if device == torch.device("cpu") else device),
        torch.device("cpu"),
    ),
    "changes-folder": (
        "changes the folder that the notebook works in (os.chdir). The exercise does not need it.",
        os.getcwd,
        os.chdir,
        None,
    ),
}


def _settings():
    settings = {name: read() for name, (_, read, _, _) in _SHARED.items()}
    return settings | {"seed": torch.default_generator.initial_seed()}


def _changes(before, may_seed=False):
    """Put the settings back as they were, and return (misconception, sentence) for each change."""
    changes = []
    for name, (sentence, read, write, _) in _SHARED.items():
        if read() != before[name]:
            write(before[name])
            changes.append((name, sentence))
    if torch.default_generator.initial_seed() != before["seed"]:
        torch.default_generator.manual_seed(before["seed"])
        sentence = (
            "sets the seed (torch.manual_seed), for the whole notebook: each layer made after it "
            "starts with the same numbers. Leave the seed to whoever calls it."
        )
        if not may_seed:
            changes.append(("changes-seed", sentence))
    return changes


@contextlib.contextmanager
def notebook_left_alone():
    """Check in here: settings start at PyTorch's defaults, and all is put back at the end.

    That is the settings above, the random states of torch, NumPy and Python, and the time limit.
    """
    settings = _settings()
    states = [(write, read()) for read, write in _random_states()]
    try:
        for name, (_, _, write, default) in _SHARED.items():
            if default is not None and settings[name] != default:
                write(default)
        _time.left = SECONDS
        torch.default_generator.manual_seed(20_011)  # none that an answer sets: see _changes
        with torch.inference_mode(False), torch.enable_grad():
            yield
    finally:
        del _time.left
        _changes(settings)
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


# --- what an answer has to be --------------------------------------------------------------------


def a_function(answer, parameters, name):
    """Reject ``answer`` unless it is a function that takes this many arguments.

    Args:
        parameters: their names, in order, as the stub has them.
        name: how the exercise calls the function.
    """
    if isinstance(answer, nn.Module) or inspect.isclass(answer) or not callable(answer):
        reject(
            "wrong-type",
            f"You give {describe(answer)}, and the function `{name}` itself is wanted: pass its "
            "name, without parentheses behind it.",
        )
    try:
        inspect.signature(answer).bind(*parameters)
    except TypeError:
        wanted = ", ".join(parameters)
        reject(
            "wrong-signature",
            f"`{name}` is called as {name}({wanted}), and yours does not take these arguments. "
            "Keep the first line of the stub.",
        )
    except ValueError:
        pass  # built-in: no signature to look at


def a_class(answer, name, base=nn.Module):
    """Reject ``answer`` unless it is a class derived from ``base``."""
    if isinstance(answer, base):
        reject(
            "wrong-type",
            f"You give one {type(answer).__name__}, already made; the class `{name}` itself is "
            "wanted, without parentheses behind it.",
        )
    if not inspect.isclass(answer):
        reject("wrong-type", f"You give {describe(answer)}, and the class `{name}` is wanted.")
    if not issubclass(answer, base):
        reject(
            "no-base-class",
            f"`{answer.__name__}` does not derive from {base.__name__}: it misses everything that "
            f"{base.__name__} brings along. Name {base.__name__} in the parentheses of the class.",
        )


def a_module(answer, name):
    """Return a copy of ``answer``, so that no trial changes it; reject it unless it is a module."""
    if inspect.isclass(answer) and issubclass(answer, nn.Module):
        reject(
            "wrong-type",
            f"`{name}` is the class {answer.__name__}; a module made from it is wanted. Call the "
            "class, with its sizes in parentheses.",
        )
    if not isinstance(answer, nn.Module):
        reject(
            "wrong-type",
            f"`{name}` is {describe(answer)}, and a module is wanted, such as nn.Linear(...).",
        )
    try:
        return copy.deepcopy(answer)
    except RuntimeError:
        reject(
            "no-leaf",
            f"`{name}` holds a tensor that was computed from others, with its grad_fn, and cannot "
            "be copied. What a module holds is made from plain numbers, as an nn.Parameter.",
        )


def a_tensor(value, what):
    """Return ``value`` detached and on the CPU; reject it unless it is a tensor without NaN."""
    if value is ...:
        raise NotAttemptedError(f"{what} is still the dots.")
    if value is None:
        reject("none", f"{what} is None; a tensor is wanted.")
    if isinstance(value, np.ndarray):
        reject(
            "numpy-array",
            f"{what} is a NumPy array, and a tensor is wanted: layers work on tensors only. "
            "torch.tensor(...) or torch.from_numpy(...) makes one.",
        )
    if isinstance(value, list | tuple) and any(isinstance(one, torch.Tensor) for one in value):
        reject(
            "list",
            f"{what} is a {type(value).__name__} of tensors, and one tensor is wanted: torch.stack "
            "makes one of equal shapes, torch.cat joins them along a dimension that is there.",
        )
    if isinstance(value, list | tuple):
        reject(
            "list",
            f"{what} is a {type(value).__name__}, and a tensor is wanted: a list has no shape "
            "and no dtype. torch.tensor([...]) makes one.",
        )
    if not isinstance(value, torch.Tensor):
        reject("wrong-type", f"{what} is {describe(value)}, and a tensor is wanted.")
    if value.is_meta:
        reject("wrong-device", f"{what} is on the meta device, where tensors have no numbers.")
    if value.is_complex():
        reject("wrong-dtype", f"{what} holds complex numbers ({value.dtype}).")
    return value.detach().cpu()


def compare(got, want, what, *, beliefs=(), otherwise="", show=False):
    """Reject ``got`` unless it is ``want``: a tensor of the same shape, dtype and numbers.

    Args:
        got: what the learner gives. want: a tensor.
        what: the words for it that begin a message, such as "The output of `affine`".
        beliefs: (misconception, tensor that it leads to, sentence), tried before anything else.
        otherwise: what to think of, where the numbers differ and no belief leads to them.
        show: draw the answer beside the target. Only where the target does not give it away.

    Floating-point numbers may differ by ``TOLERANCE``.
    """
    value = a_tensor(got, what)
    picture = _side_by_side(want, value) if show else None
    for misconception, wrong, sentence in beliefs:
        if _close(value, wrong) and not _close(wrong, want):
            reject(misconception, sentence, picture)
    if value.is_floating_point() and value.isnan().any() and not want.isnan().any():
        reject(
            "nan",
            f"{what} holds nan, which is no number. It comes from memory that was never filled, "
            "or from a division of 0 by 0.",
        )
    if value.shape != want.shape:
        have, asked = tuple(value.shape), tuple(want.shape)
        same = value.numel() == want.numel() and _close(value.flatten(), want.flatten())
        reject(
            "wrong-shape",
            f"{what} has the right numbers in the wrong shape: {have}, where {asked} is asked. "
            "The shape says what each number belongs to."
            if same
            else f"{what} has the shape {have}, and {asked} is asked.",
            picture,
        )
    if value.dtype != want.dtype:
        reject(
            "wrong-dtype",
            f"{what} has the dtype {value.dtype}, and {want.dtype} is asked. Which of your "
            "numbers brings the other dtype in?",
        )
    if not _close(value, want):
        far = (value.double() - want.double()).abs().nan_to_num(torch.inf)
        off = int((far > 1e-4).sum())
        reject(
            "wrong-values",
            f"{what}: {off} of {far.numel()} numbers are not what is asked. {otherwise}".rstrip(),
            picture,
        )


def _close(value, want):
    if value.shape != want.shape:
        return False
    return torch.allclose(value.double(), want.double(), **TOLERANCE, equal_nan=True)


def _side_by_side(target, yours):
    def draw():
        from helpers import figures  # matplotlib takes a while, and most checks draw nothing

        return figures.side_by_side(target, yours)

    drawable = all(1 <= one.dim() <= 2 and 0 < one.numel() <= 60 for one in (target, yours))
    return draw if drawable else None

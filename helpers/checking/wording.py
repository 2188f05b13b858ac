"""How a message names a value, a function, and the arguments of a call."""

import inspect
import math

import numpy as np
import torch
from torch import nn

LONGEST = 60  # characters of a value that are repeated to the learner
_PLAIN = (bool, int, float, complex, str, bytes, type(None), type(...), range, slice)
_OF_LIBRARIES = (torch.Size, torch.dtype, torch.device, np.generic, nn.Module, BaseException)


def describe(value):
    """A value as a message names it: a tensor by its shape, anything else by what Python prints.

    Nothing that a learner wrote runs here: an object of a class of his own is named by its class,
    as its ``repr`` may raise, or never come back.
    """
    if isinstance(value, torch.Tensor | np.ndarray):
        return _describe_numbers(value)
    if inspect.isclass(value):
        return f"the class {value.__name__}"
    if inspect.isroutine(value):
        return f"the function {value.__name__}"
    text = _written(value)
    return _with_article(type(value).__name__) if text is None else text


def _describe_numbers(value):
    dtype = str(value.dtype).removeprefix("torch.")
    kind = kind_of(value) if dtype == "float32" else f"{dtype} {kind_of(value)}"
    if getattr(value, "is_nested", False):
        return f"{_with_article(kind)} that is nested"
    return f"{_with_article(kind)} of shape {tuple(value.shape)}"


def _written(value):
    """What Python prints for a value, or None if that is long, or not known to be harmless."""
    if not _is_harmless(value):
        return None
    try:
        text = repr(value)
    except Exception:  # a number of too many digits, a module whose super().__init__() is missing
        return None
    return text if len(text) <= LONGEST and "\n" not in text and " at 0x" not in text else None


def _is_harmless(value, depth=0):
    """Whether printing runs code of Python and its libraries only, and not much of it."""
    if isinstance(value, list | tuple | set | dict) and type(value).__module__ == "builtins":
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        return (
            depth < 4
            and len(value) < LONGEST
            and all(_is_harmless(one, depth + 1) for one in parts)
        )
    if type(value) in _PLAIN:
        return not isinstance(value, int) or value.bit_length() < 4 * LONGEST
    if isinstance(value, torch.Tensor | np.ndarray):
        return depth > 0 and math.prod(value.shape) < LONGEST
    from_library = type(value).__module__.partition(".")[0] in ("torch", "numpy", "builtins")
    if isinstance(value, nn.Module):
        return from_library and not vars(value).get("_modules")
    return from_library and isinstance(value, _OF_LIBRARIES)


def kind_of(value):
    """What a value is called in a message: "tensor", "array", "module", or the name of its type."""
    kinds = {torch.Tensor: "tensor", np.ndarray: "array", nn.Module: "module"}
    return next((kind for of, kind in kinds.items() if isinstance(value, of)), type(value).__name__)


def name_of(function):
    """What a message calls a function, a class or a module that a learner wrote."""
    if isinstance(function, nn.Module):
        return f"Your {type(function).__name__}"
    is_named = inspect.isclass(function) or inspect.isroutine(function)
    return f"`{function.__name__ if is_named else type(function).__name__}`"


def describe_call(function, inputs, named):
    """The arguments of a call, as a clause to put after 'it raises'; empty without arguments."""
    target = function.forward if isinstance(function, nn.Module) else function
    try:
        bound = inspect.signature(target).bind(*inputs, **named).arguments.items()
    except (TypeError, ValueError):
        bound = [("", value) for value in inputs] + list(named.items())
    parts = [_argument(name, value) for name, value in bound]
    return f" for {', '.join(parts)}" if parts else ""


def _argument(name, value):
    if not name:
        return describe(value)
    if isinstance(value, torch.Tensor):
        return f"{name} of shape {tuple(value.shape)}"
    return f"{name} = {describe(value)}"


def _with_article(noun):
    return f"{'an' if noun[0].lower() in 'aeio' else 'a'} {noun}"

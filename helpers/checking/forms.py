"""What an answer can be besides a value: a function, a class, a module."""

import copy
import inspect

from torch import nn

from helpers.checking.rejection import Rejected
from helpers.checking.wording import describe


def a_function(answer, parameters, name):
    """Reject ``answer`` unless it is a function that takes this many arguments.

    Args:
        parameters: their names, in order, as the stub has them.
        name: how the exercise calls the function.
    """
    if isinstance(answer, nn.Module) or inspect.isclass(answer) or not callable(answer):
        raise Rejected(
            "wrong-type",
            f"You give {describe(answer)}, and the function `{name}` itself is wanted: pass its "
            "name, without parentheses behind it.",
        )
    try:
        inspect.signature(answer).bind(*parameters)
    except TypeError:
        wanted = ", ".join(parameters)
        raise Rejected(
            "wrong-signature",
            f"`{name}` is called as {name}({wanted}), and yours does not take these arguments. "
            "Keep the first line of the stub.",
        ) from None
    except ValueError:
        pass  # built-in: no signature to look at


def a_class(answer, name, base=nn.Module):
    """Reject ``answer`` unless it is a class derived from ``base``."""
    if isinstance(answer, base):
        raise Rejected(
            "wrong-type",
            f"You give one {type(answer).__name__}, already made; the class `{name}` itself is "
            "wanted, without parentheses behind it.",
        )
    if not inspect.isclass(answer):
        raise Rejected(
            "wrong-type", f"You give {describe(answer)}, and the class `{name}` is wanted."
        )
    if not issubclass(answer, base):
        raise Rejected(
            "no-base-class",
            f"`{answer.__name__}` does not derive from {base.__name__}: it misses everything that "
            f"{base.__name__} brings along. Name {base.__name__} in the parentheses of the class.",
        )


def a_module(answer, name):
    """Return a copy of ``answer``, so that no trial changes it; reject it unless it is a module."""
    if inspect.isclass(answer) and issubclass(answer, nn.Module):
        raise Rejected(
            "wrong-type",
            f"`{name}` is the class {answer.__name__}; a module made from it is wanted. Call the "
            "class, with its sizes in parentheses.",
        )
    if not isinstance(answer, nn.Module):
        raise Rejected(
            "wrong-type",
            f"`{name}` is {describe(answer)}, and a module is wanted, such as nn.Linear(...).",
        )
    try:
        return copy.deepcopy(answer)
    except RuntimeError:
        raise Rejected(
            "no-leaf",
            f"`{name}` holds a tensor that was computed from others, with its grad_fn, and cannot "
            "be copied. What a module holds is made from plain numbers, as an nn.Parameter.",
        ) from None

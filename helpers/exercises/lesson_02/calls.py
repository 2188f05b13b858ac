"""The calls of one function: does one of them reach into another, and which layers are called?"""

import contextlib
import inspect

import numpy as np
import torch
from torch import nn

from helpers.checking.arguments import changed, copied
from helpers.checking.rejection import Rejected, reject

TOLD = {
    "calls-share": "One call of yours reaches into another: {what}. A default argument, or a name "
    "outside of the function, is made once, and all calls share it. Make what you return anew in "
    "each call.",
}
_SHARED = (list, dict, set, torch.Tensor, np.ndarray)


class Calls:
    """What a function returned so far, and the defaults that all its calls share."""

    def __init__(self, function):
        self.returned = []
        self.defaults = _defaults(function)
        self.before = copied(self.defaults)

    @contextlib.contextmanager
    def watched(self):
        """In here the next call is judged; a rejection may come from what calls share."""
        try:
            yield
        except Rejected:
            pairs = zip(self.defaults, self.before, strict=True)
            if self.returned and any(changed(value, before) for value, before in pairs):
                reject("calls-share", what="a default of its first line holds what is left over")
            raise

    def look_at(self, got):
        """Reject what is the result of an earlier call, or has overwritten one."""
        for earlier, before in self.returned:
            if changed(earlier, before):
                reject("calls-share", what="what you returned before has other numbers now")
            if got is earlier:
                reject("calls-share", what="you return what an earlier call has returned")

    def keep(self, got):
        """Remember the result of a call that is judged."""
        if isinstance(got, torch.Tensor):
            self.returned.append((got, *copied([got])))


def _defaults(function):
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [one.default for one in parameters if isinstance(one.default, _SHARED)]


@contextlib.contextmanager
def modules_called():
    """In here, all modules that are called are put into the list that is handed over."""
    called = []
    handle = nn.modules.module.register_module_forward_hook(
        lambda module, x, y: called.append(module)
    )
    try:
        yield called
    finally:
        handle.remove()

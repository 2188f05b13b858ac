"""Is what an answer was given as it was before? A copy from before the call, and what changed."""

import numpy as np
import torch
from torch import nn

_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
_PLAIN = (bool, int, float, str, tuple, type(None))


def copied(values):
    """Copies of the arguments of a call, to be compared with :func:`changed` after it."""
    return [_copy(value) for value in values]


def changed(value, before, *, trained=False):
    """What of an argument is not as its copy says, in words that follow "changes"; "" if nothing.

    Numbers are compared to the bit, with their shape and dtype. Of a module also counts which of
    them are learnt, their gradients, hooks, the mode (train or eval) and public attributes.

    Args:
        trained: whether the numbers and gradients of a module are meant to be others now.
    """
    if isinstance(value, torch.Tensor):
        return _changed_tensor(value, before)
    if isinstance(value, nn.Module):
        return _changed_module(value, before, trained)
    if isinstance(value, np.ndarray):
        same = value.shape == before.shape and np.array_equal(value, before, equal_nan=True)
        return "" if same else "the array"
    if isinstance(value, list | tuple):
        return "" if _same_parts(value, before) else f"the {type(value).__name__}"
    if isinstance(value, dict):
        same = list(value) == list(before) and _same_parts(value.values(), before.values())
        return "" if same else "the dict"
    if isinstance(value, set):
        return "" if value == before else "the set"
    return ""


def modes_of(module):
    """Whether a module and the modules in it are in training mode, each with its mode."""
    return {one: one.training for one in module.modules()}


def _same_parts(values, before):
    values, before = list(values), list(before)
    return len(values) == len(before) and not any(map(changed, values, before))


def _copy(value):
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, nn.Module):
        state = _state_of(value)
        numbers = {name: one.detach().clone() for name, one in state["held"].items()}
        gradients = {name: _copy(one.grad) for name, one in state["held"].items()}
        return state | {"numbers": numbers, "gradients": gradients}
    if isinstance(value, list | tuple):
        return [_copy(one) for one in value]
    if isinstance(value, dict):
        return {name: _copy(one) for name, one in value.items()}
    if isinstance(value, np.ndarray | set):
        return value.copy()
    return value


def _changed_tensor(value, before):
    if value.shape != before.shape or value.dtype != before.dtype:
        return "the tensor"
    numbers = value.detach()
    if not value.is_meta:
        numbers = numbers.to(before.device)
        if not numbers.isclose(before.detach(), 0, 0, equal_nan=True).all():
            return "the tensor"
    if value.requires_grad != before.requires_grad:
        return "whether gradients are kept for the tensor"
    return ""


def _state_of(module):
    """What a module holds, and what it does with it; of its numbers, only which tensors."""
    held = dict([*module.named_parameters(), *module.named_buffers()])
    held = {name: one for name, one in held.items() if not nn.parameter.is_lazy(one)}
    parts = list(module.modules())
    return {
        "held": held,
        "learnt": {name: one.requires_grad for name, one in held.items()},
        "modes": modes_of(module),
        "hooks": [[len(getattr(part, kind, ())) for kind in _HOOKS] for part in parts],
        "attributes": [_public(part) for part in parts],
    }


def _public(module):
    """The attributes with names of their own: plain values, and of others which object it is."""
    return {
        name: value if isinstance(value, _PLAIN) else id(value)
        for name, value in vars(module).items()
        if not name.startswith("_") and name != "training"
    }


def _changed_module(module, before, trained):
    now = _state_of(module)
    held, compared = now["held"], {} if trained else now["held"]
    if held.keys() != before["held"].keys():
        return "what is in the module"
    for name, one in compared.items():
        if _changed_tensor(one.detach(), before["numbers"][name]):
            return "the module"
    if any(one is not before["held"][name] for name, one in held.items()):
        return "which Parameters are in the module"
    if now["learnt"] != before["learnt"]:
        return "which Parameters are learnt in the module"
    if not all(
        _same_gradient(one.grad, before["gradients"][name]) for name, one in compared.items()
    ):
        return "the gradients in the module"
    if now["modes"] != before["modes"]:
        return "the mode (train or eval) of the module"
    if now["hooks"] != before["hooks"]:
        return "the hooks of the module"
    if now["attributes"] != before["attributes"]:
        return "the attributes of the module"
    return ""


def _same_gradient(one, other):
    if one is None or other is None:
        return one is other
    return one.shape == other.shape and torch.equal(one, other.to(one.device))

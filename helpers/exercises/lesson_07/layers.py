"""What the four classes of lesson 7 have in common: how one is made, called, and looked into."""

import inspect

import torch
from torch import nn

from helpers.checking.comparing import a_tensor, close
from helpers.checking.draw import Draw
from helpers.checking.forms import a_class
from helpers.checking.rejection import NotAttemptedError, Rejected, reject
from helpers.checking.sandbox import call

TOLD = {
    "no-forward": "`{name}` has no method with the name that a call looks for. Compare the names "
    "of your methods with 7.5, letter by letter.",
    "wrong-signature": "The `__init__` of your `{name}` does not take the arguments of the stub. "
    "Keep its first line, with two underscores on each side of its name.",
    "missing-super": "The `__init__` of nn.Module never ran, or ran too late: the lists in which "
    "it keeps Parameters and layers are not there when your class needs them.",
    "super-with-sizes": "You hand the sizes on to the `__init__` of nn.Module, and that one takes "
    "nothing: the sizes are for your class only.",
    "no-tensor-in-it": "You make a Parameter of something that is not a tensor. A Parameter is a "
    "tensor with a mark: first the tensor, then the mark.",
    "plain-tensor": "`{name}` is a plain {kind}: one can compute with it, but the module does not "
    "know of it, so it is never learnt and never saved.",
    "gradient-is-enough": "`{name}` gets a gradient, and yet it is not in `parameters()`: an "
    "optimizer never sees it. requires_grad does not put a tensor on the module's list.",
    "buffer": "`{name}` is a buffer: it is saved and moved with the layer, but `parameters()` "
    "leaves it out, so it is never learnt.",
    "computed-from-a-parameter": "`{name}` is computed from a Parameter, and what is computed from "
    "one is a plain tensor again. Compute and move first, and make the Parameter last.",
    "other-names": "Your layer registers {known}, and there is no `{name}`. Weights are saved and "
    "loaded by name.",
    "not-kept": "Your layer has no Parameter `{name}`. A name without `self.` in front is gone "
    "when `__init__` ends, and into a list, tuple or dict a module does not look.",
    "too-much": "The `state_dict()` of your layer has `{name}`, which is not asked. A layer that "
    "holds more cannot trade its numbers.",
    "no-self": "Your `forward` takes one argument, and a method gets two: first the layer itself, "
    "then x.",
    "made-in-forward": "Your forward makes numbers. At a later call others may stand in their "
    "place, and an optimizer that was made before never got them. What is kept is made once, when "
    "the layer is made.",
    "changes-its-numbers": "Your forward writes into `{name}`: after a call it holds other "
    "numbers. A forward reads what is learnt; what fills it or takes a step stands elsewhere.",
    "random-in-training": "In training mode the same x gives other numbers at each call, and in "
    "eval mode it does not. Something in your module drops or draws numbers, and nobody asked.",
    "takes-what-comes": "A layer of yours has no sizes until it is called: it takes whatever comes "
    "first. The sizes are known when the layer is made.",
    "wrong-dtype": "Nobody asked for a dtype, and `{name}` is {dtype}. nn.Linear then takes the "
    "default, float32.",
    "without-numbers": "Nobody asked for a device, and `{name}` is on `meta`, where tensors have "
    "no numbers.",
    "two-dimensional-only": "An x of shape {shape} does not come out as it should: your forward "
    "counts on a table. nn.Linear changes the last length, and keeps whatever is in front of it.",
    "cuts-at-zero": "Negative numbers become 0 in your output. Nothing of that kind is asked.",
    "bends": "Your output does not go in step with x: half-way between two inputs it is not "
    "half-way between the two outputs. Something bends it, and only products and sums are asked.",
    "cuts-the-output": "The numbers are right, but no gradient gets through your forward. "
    "Something switches the recording off for the whole of it, or cuts its result.",
    "cuts-a-parameter": "The numbers are right, but no gradient reaches `{name}`. Does it want "
    "none? Or which step, on the way to the output, hands on bare numbers, so that PyTorch loses "
    "track of where they come from?",
}


def a_layer_class(answer, name, *sizes, **options):
    """Reject ``answer`` unless it is a module class made from such arguments, with a forward."""
    a_class(answer, name)
    if answer.__init__ is nn.Module.__init__:
        reject("wrong-signature", name=name)
    if answer.forward is nn.Module.forward:
        reject("no-forward", name=name)
    try:
        inspect.signature(answer).bind(*sizes, **options)
    except TypeError:
        reject("wrong-signature", name=name)


def make(answer, *sizes, symptoms=None, facts=None, **options):
    """Make a layer of the learner's class; symptoms and facts are as in ``call``."""
    known = {
        "before Module.__init__": "missing-super",
        "descriptor '__init__' of 'super'": "missing-super",
        "__init__() takes 1 positional argument": "super-with-sizes",
        "object has no attribute 'detach'": "no-tensor-in-it",
    }
    layer = call(answer, *sizes, symptoms=known | (symptoms or {}), facts=facts, **options)
    for name, value in vars(layer).items():
        if value is ...:
            raise NotAttemptedError(f"`{name}` is still the dots.")
    if "_parameters" not in vars(layer):
        reject("missing-super")
    if any(map(nn.parameter.is_lazy, nn.Module.parameters(layer))):
        reject("takes-what-comes")
    return layer


def plain_numbers(layer):
    """Reject a layer whose Parameters are elsewhere, or of another dtype, though nobody said so."""
    for name, parameter in layer.named_parameters():
        if parameter.is_meta:
            reject("without-numbers", name=name)
        if parameter.dtype != torch.float32:
            reject("wrong-dtype", name=name, dtype=parameter.dtype)


def registers(layer, *names, x=None):
    """Reject a layer unless its Parameters have exactly these names, and say what is there.

    With an ``x``, a layer that lacks one is called, to see whether its forward makes it.
    """
    known = dict(layer.named_parameters())
    for name in names:
        value = getattr(layer, name, None)
        is_tensor = isinstance(value, torch.Tensor)
        if name in known:
            continue
        if name in dict(layer.named_buffers()):
            reject("buffer", name=name)
        if is_tensor and value.grad_fn is not None:
            reject("computed-from-a-parameter", name=name)
        if is_tensor and value.requires_grad:
            reject("gradient-is-enough", name=name)
        if value is not None:
            kind = "tensor" if is_tensor else type(value).__name__
            reject("plain-tensor", name=name, kind=kind)
        key = "other-names" if known else "not-kept"
        facts = {"name": name, "known": ", ".join(f"`{one}`" for one in known)}
        if x is not None:
            output(layer, x, any_error=key, **facts)
        reject(key, **facts)
    for name in layer.state_dict():
        if name not in names:
            reject("too-much", name=name)


def set_numbers(numbers):
    """Write into Parameters: pairs of a Parameter and a tensor."""
    with torch.no_grad():
        for parameter, values in numbers:
            parameter.copy_(values)


def output(layer, x, symptoms=None, any_error=None, **facts):
    """Call a layer twice; reject it if its numbers, or what it gives, are not the same again.

    Args:
        symptoms, any_error, facts: as in :func:`helpers.checking.sandbox.call`.
    """
    before = {name: (one, one.detach().clone()) for name, one in layer.named_parameters()}
    no_self = {"forward() takes 1 positional argument": "no-self"}
    known = no_self | (symptoms or {})
    try:
        y = call(layer, x, symptoms=known, any_error=any_error, facts=facts)
        again = call(layer, x)
    except Rejected as wrong:
        if wrong.misconception == "changes-its-mode":
            has_the_same(layer, before)  # a layer that was made in forward has a mode, too
        raise
    has_the_same(layer, before)
    after = dict(layer.named_parameters())
    for name, (parameter, numbers) in before.items():
        if after[name] is not parameter:
            reject("made-in-forward")
        if not torch.equal(parameter.detach(), numbers):
            reject("changes-its-numbers", name=name)
    if not same(again, y):
        layer.eval()
        calm = same(call(layer, x), call(layer, x))
        layer.train()
        reject("random-in-training" if calm else "made-in-forward")
    return y


def has_the_same(layer, before):
    """Reject a layer that has other Parameters than before."""
    if dict(layer.named_parameters()).keys() != before.keys():
        reject("made-in-forward")


def same(y, other):
    """Whether two outputs are the same."""
    return close(a_tensor(y, "The output"), a_tensor(other, "The output"))


def straight(layer, x, y, want):
    """Reject an output ``y`` that is not ``want`` because something cuts it off, or bends it."""
    value = a_tensor(y, "The output")
    if value.shape != want.shape or value.isnan().any() or close(value, want):
        return
    if close(value, want.relu()):
        reject("cuts-at-zero")
    other = x.flip(-1) + 1
    between = a_tensor(call(layer, (x + other) / 2), "The output")
    ends = value + a_tensor(call(layer, other), "The output")
    if not torch.isclose(2 * between.double(), ends.double(), rtol=1e-3, atol=1e-3).all():
        reject("bends")


def learns(layer, x):
    """Reject a layer unless a gradient reaches each of its Parameters, and its input."""
    x = x.clone().requires_grad_()
    y = call(layer, x)
    if not y.requires_grad:
        reject("cuts-the-output")
    g = Draw("gradient").tensor(*y.shape)
    call((y * g).sum().backward, name="backward() after your forward", returns=False)
    for name, tensor in [*layer.named_parameters(), ("x", x)]:
        if tensor.grad is None:
            reject("cuts-a-parameter", name=name)

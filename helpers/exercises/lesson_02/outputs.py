"""What 02.3 to 02.5 have in common: a function that is to return the outputs of a given layer."""

import torch
from torch import nn

from helpers.checking.arguments import changed, copied
from helpers.checking.comparing import a_tensor, close, compare
from helpers.checking.rejection import Rejected, reject
from helpers.checking.sandbox import call
from helpers.exercises.lesson_01.digits import loses_digits
from helpers.exercises.lesson_02 import calls
from helpers.exercises.lesson_02.calls import modules_called

TOLD = calls.TOLD | {
    "fixed-length": "The lengths that you reshape to do not fit {given}. N differs from call to "
    "call: is one of them written as a fixed number?",
    "changes-the-layer": "After the call the layer is not what it was: its weight or bias holds "
    "other numbers, or another dtype. Whoever uses it next relies on them. Change what you hand to "
    "it instead.",
    "bias-left-out": "Your output for {given} lacks the bias of the layer. The layer multiplies by "
    "its weight, and then adds a number to each output.",
    "another-layer": "Your output for {given} is what another layer makes of it, and the given one "
    "is never called. Only its own weight and bias lead to its outputs: a new layer starts with "
    "others.",
    "layer-not-called": "Your output for {given} is not what the given layer makes of it, and you "
    "never call that layer. Only its own weight and bias lead to its outputs.",
    "squeezes-everything": "For {given} and out_features = {n_out} your output holds the right "
    "numbers and has a dimension less. A length of 1 is a dimension all the same: what in your "
    "code takes it away?",
    "cut-short": "Your output for {given} begins right and ends too early. N differs from call to "
    "call: how does your code know where the last {row} is?",
    "bias-added-twice": "The bias is in your output twice. What does the layer add by itself?",
    "relu-behind": "Your output for {given} has 0 in place of each number below 0. The outputs of "
    "the layer are asked as they are.",
    "loses-digits": "Your output for {given} comes near to what is asked, and is not the same. "
    "What rounds or changes the numbers a little on the way?",
    "one-row-only": "Your output for {given} is as long as that for a single {row}, and there are "
    "{rows}. Each {row} asks for an output of its own.",
}


def a_layer(draw, n_in, n_out, bias=True):
    """Return a layer, its weight and its bias: no 0 or 1 in them to hide a mistake.

    Without a bias, the bias that is returned is 0.
    """
    layer = draw.fill(nn.Linear(n_in, n_out, bias=bias), lambda numbers: numbers + 0.1)
    return layer, layer.weight.detach().clone(), layer.bias.detach().clone() if bias else 0


def check_outputs(earlier, function, layer, table, want, *, symptoms, beliefs, otherwise, **facts):
    """Reject ``function`` unless it returns ``want`` for this layer and table.

    Args:
        earlier: the :class:`Calls` of this function.
        symptoms: as in :func:`helpers.checking.sandbox.call`.
        beliefs, otherwise: as in :func:`helpers.checking.comparing.compare`.
        facts: for the sentences; among them ``given``, how a message calls the table, and ``row``,
            what ``want`` has a row for.
    """
    facts |= {"rows": len(want), "n_out": layer.out_features}
    what = f"Your output for {facts['given']}"
    beliefs = [*beliefs, *beliefs_about_the_bias(layer, want)]
    with earlier.watched(), modules_called() as called:
        got = outputs_of(function, layer, table, symptoms, facts)
        earlier.look_at(got)
        try:
            compare(got, want, what, beliefs=beliefs, otherwise=otherwise, facts=facts, show=True)
        except Rejected as wrong:
            if wrong.misconception in ("wrong-values", "wrong-shape"):
                name = cause_of(a_tensor(got, what), want, layer, called)
                if name:
                    raise Rejected(name, facts=facts, picture=wrong.picture) from None
            raise
    earlier.keep(got)


def beliefs_about_the_bias(layer, want):
    if layer.bias is None:
        return []
    without = want - layer.bias.detach()
    table = torch.atleast_2d(without)
    names = [("bias-left-out", one) for one in (without, table, table.T)]
    return [*names, ("bias-added-twice", want + layer.bias.detach())]


def cause_of(got, want, layer, called):
    """What is behind outputs that are not the right ones, where that can be told, or ""."""
    numbers, right = got.flatten(), close(got.flatten(), want.flatten())
    if layer not in called and not right:
        others = any(isinstance(one, nn.Linear) for one in called)
        return "another-layer" if others else "layer-not-called"
    if right and got.dim() < want.dim() and got.squeeze().shape == want.squeeze().shape:
        return "squeezes-everything"
    if len(want) > 1 and numbers.numel() == want[0].numel():
        return "one-row-only"
    if 0 < len(numbers) < want.numel() and close(numbers, want.flatten()[: len(numbers)]):
        return "cut-short"
    if got.shape == want.shape and close(got, want.clamp(min=0)):
        return "relu-behind"
    return "loses-digits" if loses_digits(got, want) else ""


def outputs_of(function, layer, table, symptoms, facts):
    """Call the function; reject it if it changes the layer, which is behind many an error."""
    (before,) = copied([layer])
    symptoms = symptoms | {"is invalid for input of size": "fixed-length"}
    try:
        return call(function, layer, table, symptoms=symptoms, facts=facts)
    except Rejected:
        if changed(layer, before) == "the module":
            reject("changes-the-layer")
        raise

"""What 02.3 to 02.5 have in common: a function that is to return the outputs of a given layer."""

import torch
from torch import nn

from helpers.checking.arguments import changed, copied
from helpers.checking.comparing import a_tensor, close, compare
from helpers.checking.rejection import Rejected, reject
from helpers.checking.sandbox import call

TOLD = {
    "fixed-length": "The lengths that you reshape to do not fit {given}. N differs from call to "
    "call: is one of them written as a fixed number?",
    "changes-the-layer": "After the call the layer is not what it was: its weight or bias holds "
    "other numbers, or another dtype. Whoever uses it next relies on them. Change what you hand to "
    "it instead.",
    "bias-left-out": "Your output for {given} lacks the bias of the layer. The layer multiplies by "
    "its weight, and then adds a number to each output.",
    "another-layer": "Your output for {given} is not what the given layer makes of it, and you "
    "never call that layer. Only its own weight and bias lead to its outputs: a new layer starts "
    "with others.",
    "one-row-only": "Your output for {given} is as long as that for a single {row}, and there are "
    "{rows}. Each {row} asks for an output of its own.",
}


def a_layer(draw, n_in, n_out):
    """Return a layer, its weight and its bias: no 0 or 1 in them to hide a mistake."""
    layer = nn.Linear(n_in, n_out)
    with torch.no_grad():
        layer.weight.copy_(draw.tensor(n_out, n_in) + 0.1)
        layer.bias.copy_(draw.tensor(n_out) + 0.1)
    return layer, layer.weight.detach().clone(), layer.bias.detach().clone()


def check_outputs(function, layer, table, want, *, symptoms, beliefs, otherwise, **facts):
    """Reject ``function`` unless it returns ``want`` for this layer and table.

    Args:
        symptoms: as in :func:`helpers.checking.sandbox.call`.
        beliefs, otherwise: as in :func:`helpers.checking.comparing.compare`.
        facts: for the sentences; among them ``given``, how a message calls the table, and ``row``,
            what ``want`` has a row for.
    """
    facts["rows"] = len(want)
    what = f"Your output for {facts['given']}"
    without_bias = want - layer.bias.detach()
    inputs = []
    layer.register_forward_hook(lambda module, x, y: inputs.append(x))
    got = outputs_of(function, layer, table, symptoms, facts)
    beliefs = [
        *beliefs,
        ("bias-left-out", without_bias),
        ("bias-left-out", torch.atleast_2d(without_bias)),
        ("bias-left-out", torch.atleast_2d(without_bias).T),
    ]
    try:
        compare(got, want, what, beliefs=beliefs, otherwise=otherwise, facts=facts, show=True)
    except Rejected as wrong:
        if wrong.misconception not in ("wrong-values", "wrong-shape"):
            raise
        numbers = a_tensor(got, what).flatten()
        if not inputs and not close(numbers, want.flatten()):
            raise Rejected("another-layer", facts=facts, picture=wrong.picture) from None
        if len(want) > 1 and numbers.numel() == want[0].numel():
            raise Rejected("one-row-only", facts=facts, picture=wrong.picture) from None
        raise


def outputs_of(function, layer, table, symptoms, facts):
    """Call the function; reject it if it changes the layer, which is behind many an error."""
    (before,) = copied([layer])
    symptoms = symptoms | {"is invalid for input of size": "fixed-length"}
    try:
        return call(function, layer, table, symptoms=symptoms, facts=facts)
    except Rejected:
        if changed(layer, before):
            reject("changes-the-layer")
        raise

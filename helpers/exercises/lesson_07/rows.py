"""Layers in a row, which 07.2 and 07.3 build in two ways."""

import itertools

from torch import nn

from helpers.checking.comparing import a_tensor, close, compare
from helpers.checking.draw import Draw
from helpers.checking.rejection import reject
from helpers.exercises.lesson_07 import layers
from helpers.exercises.lesson_07.layers import (
    learns,
    make,
    output,
    plain_numbers,
    set_numbers,
    straight,
)

TOLD = layers.TOLD | {
    "list-of-layers": "It should have {asked} layers, and `parameters()` finds {found}: a plain "
    "list, tuple or dict of layers is to a module what a plain tensor is. It is kept, and not "
    "looked into.",
    "parameters-by-hand": "Your own `parameters` finds the layers, and the module does not know of "
    "them: `state_dict()` saves nothing, and `.to` moves nothing. A module finds by itself what is "
    "put where it looks.",
    "layers-missing": "It should have {asked} layers for the sizes {sizes}, and `parameters()` "
    "finds {found} of their weights and {biases} of their biases. Where are the others?",
    "layers-not-kept": "Your forward asks for a name that is not there. Without `self.` in front "
    "a name is gone when `__init__` ends; and is it the same name, letter by letter?",
    "equal-sizes": "For the sizes {sizes} there are {asked} layers, with numbers of their own, "
    "and yours has {found} that fit. Is a layer left out or taken twice where sizes are the same?",
    "bias-left-out": "It has the weights of {asked} layers, and {biases} biases. Each linear layer "
    "has one, unless somebody says that it has none.",
    "more-than-layers": "For the sizes {sizes} `parameters()` finds {extra} more than the weights "
    "and biases of the layers in between. Nothing else is to be learnt.",
    "other-kind-of-layer": "Your module holds an nn.{kind}, and linear layers are asked.",
    "layers-of-another": "What you make second has the layers of the first, too. What is made once "
    "for all, as a default such as `layers=[]` or in the class itself, belongs to all of them.",
    "made-with-one-thing": "A linear layer is made from two sizes, and yours gets one thing. A "
    "tuple is one thing until a star in front of it hands over what is in it; and x is no size.",
    "sizes-swapped": "One of your layers takes as many numbers as it should give, and gives as "
    "many as it should take. In which order does nn.Linear want its two sizes?",
    "not-chained": "Two layers do not fit together: a layer gets something of another length than "
    "it takes. Follow x: what goes into each of them?",
    "stops-too-early": "What comes out is the output of the first layer. What ends your forward "
    "before the next one has run?",
    "extra-step": "Negative numbers become 0 on the way. Only the layers themselves are asked.",
    "shortcut": "Where a layer gives as many numbers as it takes, you add what goes in to what "
    "comes out. Only the layers themselves are asked.",
}

KNOWN = (nn.Linear, nn.ParameterList, nn.ParameterDict)
ONE_THING = {"missing 1 required positional argument: 'out_features'": "made-with-one-thing"}
NOT_THERE = {"has no attribute": "layers-not-kept", "is not defined": "layers-not-kept"}


def layers_between(layer, sizes, x):
    """Return the weights and the biases of the linear layers from size to size, by their shapes.

    Where two shapes are the same, they come in the order in which the module keeps them.
    """
    known = list(nn.Module.parameters(layer))
    by_hand = (nn.Module.parameters, nn.Module.named_parameters)
    if not known and (type(layer).parameters, type(layer).named_parameters) != by_hand:
        reject("parameters-by-hand")
    for part in layer.modules():
        has_numbers = any(one is not None for one in part._parameters.values())
        is_torch = type(part).__module__.startswith("torch.nn.modules")
        if has_numbers and is_torch and not isinstance(part, KNOWN):
            reject("other-kind-of-layer", kind=type(part).__name__)
    steps, left = list(itertools.pairwise(sizes)), list(known)
    weights = [take(left, (n_out, n_in)) for n_in, n_out in steps]
    biases = [take(left, (n_out,)) for _, n_out in steps]
    facts = {
        "asked": len(steps),
        "found": sum(one is not None for one in weights),
        "biases": sum(one is not None for one in biases),
        "sizes": list(sizes),
        "extra": len(left),
    }
    if None in weights or None in biases:
        explain_what_is_missing(layer, sizes, left, x, facts)
    if left:
        reject("more-than-layers", **facts)
    return weights, biases


def take(parameters, shape):
    """Remove the first Parameter of this shape from a list, and return it; None if none has it."""
    for place, one in enumerate(parameters):
        if tuple(one.shape) == shape:
            return parameters.pop(place)
    return None


def explain_what_is_missing(layer, sizes, left, x, facts):
    """Reject a layer in whose Parameters some linear layers are missing."""
    steps = list(itertools.pairwise(sizes))
    if facts["found"] < facts["asked"] and keeps_layers_unseen(layer):
        reject("list-of-layers", **facts)
    if len(set(sizes)) < len(sizes):
        output(layer, x, ONE_THING, any_error="equal-sizes", **facts)
        reject("equal-sizes", **facts)
    if {tuple(one.shape) for one in left} & set(steps):
        reject("sizes-swapped")
    if facts["found"] == facts["asked"] and any(
        isinstance(one, nn.Linear) and one.bias is None for one in layer.modules()
    ):
        reject("bias-left-out", **facts)
    output(layer, x, ONE_THING | NOT_THERE, any_error="layers-missing", **facts)  # may make them
    reject("layers-missing", **facts)


def keeps_layers_unseen(layer):
    """Whether a module keeps layers in a list, tuple, set or dict, where it does not look."""
    own = [value for name, value in vars(layer).items() if name not in vars(nn.Module())]
    lists = [list(one.values()) if isinstance(one, dict) else one for one in own]
    lists = [one for one in lists if isinstance(one, list | tuple | set)]
    return any(isinstance(one, nn.Module) for one in itertools.chain(*lists))


def orders(parameters):
    """All orders of Parameters in which each place has the same shape as now."""
    shapes = [one.shape for one in parameters]
    orders = map(list, itertools.permutations(parameters))
    return [order for order in orders if [one.shape for one in order] == shapes]


def through(pairs, x, then=lambda x, y: y):
    """Send x through linear layers; ``then`` makes something of what goes in and what comes out."""
    for weight, bias in pairs:
        x = then(x, x @ weight.T + bias)
    return x.detach()


def targets(weights, biases, x):
    """Pairs of a misconception, None for the right one, and the output that it leads to."""
    pairs = list(zip(weights, biases, strict=True))
    last, first = pairs[-1:], pairs[:1]
    bent = through(last, through(pairs[:-1], x, lambda x, y: y.relu()))
    want = through(pairs, x)
    led = [
        ("extra-step", bent),
        ("extra-step", bent.relu()),
        ("extra-step", want.relu()),
        ("stops-too-early", through(first, x)),
        ("shortcut", through(pairs, x, lambda x, y: x + y if x.shape == y.shape else y)),
    ]
    if want.shape == x.shape:
        led.append(("shortcut", want + x))
    return want, led


def check_in_a_row(answer, sizes, *arguments, symptoms=None, facts=None):
    """Reject a class unless its layers send x through linear layers, from each size to the next."""
    draw = Draw(str(sizes))
    known = ONE_THING | (symptoms or {})
    layer, another = (make(answer, *arguments, symptoms=known, facts=facts) for _ in range(2))
    own = set(map(id, nn.Module.parameters(layer)))
    if own & set(map(id, nn.Module.parameters(another))):
        reject("layers-of-another")
    table, row = draw.tensor(9, sizes[0]), draw.tensor(sizes[0])
    plain_numbers(layer)
    weights, biases = layers_between(layer, sizes, table)
    set_numbers((one, draw.tensor(*one.shape)) for one in weights + biases)
    for x in (table, draw.tensor(2, 3, sizes[0]), row):
        check_output(layer, sizes, weights, biases, x, known, facts)
    learns(layer, table)


def check_output(layer, sizes, weights, biases, x, symptoms, facts):
    """Reject a layer unless it sends x through the linear layers with these numbers."""
    shape = tuple(x.shape)
    if len(shape) == 2:
        symptoms = {"cannot be multiplied": "not-chained"} | NOT_THERE | symptoms
        y = output(layer, x, symptoms, **(facts or {}))
    else:
        y = output(layer, x, any_error="two-dimensional-only", shape=shape)
    value, beliefs = a_tensor(y, "The output"), []
    for order in itertools.product(orders(weights), orders(biases)):
        want, led = targets(*order, x)
        if close(value, want):
            return
        beliefs += led
    want, _ = targets(weights, biases, x)
    if not any(close(value, wrong) for _, wrong in beliefs):
        straight(layer, x, y, want)
    compare(
        y,
        want,
        f"The output for an x of shape {shape} and the sizes {tuple(sizes)}",
        beliefs=beliefs,
        otherwise="Each layer takes what the one before it gives.",
        show=True,
    )

"""Layers in a row, which 07.2 and 07.3 build in two ways."""

import itertools

import torch
from torch import nn

from helpers.checking.comparing import compare
from helpers.checking.draw import Draw
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call
from helpers.exercises.lesson_07 import layers
from helpers.exercises.lesson_07.layers import learns, make, output, set_numbers

TOLD = layers.TOLD | {
    "list-of-layers": "It should have {asked} layers, and `parameters()` finds {found}: a plain "
    "list, tuple or dict of layers is to a module what a plain tensor is. It is kept, and not "
    "looked into.",
    "layers-missing": "It should have {asked} layers for the sizes {sizes}, and `parameters()` "
    "finds {found} of their weights and {biases} of their biases. Where are the others?",
    "sizes-swapped": "One of your layers takes as many numbers as it should give, and gives as "
    "many as it should take. In which order does nn.Linear want its two sizes?",
    "not-chained": "Two layers do not fit together: a layer gets something of another length than "
    "it takes. Follow x: what goes into each of them?",
    "stops-too-early": "What comes out is the output of the first layer. What ends your forward "
    "before the next one has run?",
    "extra-step": "Negative numbers become 0 on the way. Only the layers themselves are asked.",
}


def layers_between(layer, sizes, x):
    """Return [(weight, bias), ...] of the linear layers from size to size, whatever their names.

    The sizes all differ, so that the shape of a Parameter says to which layer it belongs.
    """
    if any(nn.parameter.is_lazy(one) for one in layer.parameters()):
        call(layer, x)  # nn.LazyLinear learns its sizes from x
    shapes = {tuple(one.shape): one for one in layer.parameters()}
    steps = list(itertools.pairwise(sizes))
    weights = [shapes[n_out, n_in] for n_in, n_out in steps if (n_out, n_in) in shapes]
    biases = [shapes[n_out,] for _, n_out in steps if (n_out,) in shapes]
    facts = {"asked": len(steps), "found": len(weights), "biases": len(biases), "sizes": sizes}
    if len(weights) != len(steps) or len(biases) != len(steps):
        lists = [one for one in vars(layer).values() if isinstance(one, list | tuple)]
        if any(isinstance(one, nn.Module) for one in itertools.chain(*lists)):
            reject("list-of-layers", **facts)
        if shapes.keys() & set(steps):
            reject("sizes-swapped")
        output(layer, x, any_error="layers-missing", **facts)  # which may make them
        reject("layers-missing", **facts)
    return list(zip(weights, biases, strict=True))


def through(pairs, x, then=lambda x: x):
    """Send x through linear layers one after the other, with ``then`` after all but the last."""
    for place, (weight, bias) in enumerate(pairs):
        x = (x if place == 0 else then(x)) @ weight.T + bias
    return x.detach()


def check_in_a_row(answer, sizes, *arguments):
    """Reject a class unless its layers send x through linear layers, from each size to the next."""
    draw = Draw(str(sizes))
    layer = make(answer, *arguments)
    table, row = draw.tensor(9, sizes[0]), draw.tensor(sizes[0])
    pairs = layers_between(layer, sizes, table)
    set_numbers((one, draw.tensor(*one.shape)) for pair in pairs for one in pair)
    for x in (table, draw.tensor(2, 3, sizes[0]), row):
        bent, first = through(pairs, x, torch.relu), through(pairs[:1], x)
        compare(
            output(layer, x, {"cannot be multiplied": "not-chained"}),
            through(pairs, x),
            f"The output for an x of shape {tuple(x.shape)} and the sizes {tuple(sizes)}",
            beliefs=[
                ("extra-step", bent),
                ("extra-step", bent.relu()),
                ("stops-too-early", first),
            ],
            otherwise="Each layer takes what the one before it gives.",
            show=True,
        )
    learns(layer, table)

"""07.1, mend a module: a scale and a shift."""

import torch

from helpers.checking.comparing import compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.rejection import reject
from helpers.exercises.lesson_07 import layers
from helpers.exercises.lesson_07.layers import (
    a_layer_class,
    learns,
    make,
    output,
    plain_numbers,
    registers,
    same,
    set_numbers,
    straight,
)

TOLD = layers.TOLD | {
    "one-for-all": "`{name}` is a single number for all {size} numbers of x. It runs, as one "
    "number spreads over them all, but each of them is to have its own.",
    "other-start": "`{name}` does not start with the numbers of the stub. Mend the class, and "
    "leave what it computes at the start as it is.",
    "does-not-fit": "Two tensors in forward do not fit: `*` and `+` pair them from the last "
    "dimension on, where x has its {size} numbers. Is x turned, or has something another length?",
    "wrong-dtype": "Nobody asked for a dtype, and `{name}` is {dtype}. PyTorch makes float32 where "
    "nobody says otherwise.",
    "two-dimensional-only": "An x of shape {shape} does not come through: your forward counts on a "
    "table. Only the last length is known, and any number of others may stand in front.",
    "by-its-length": "For an x of shape {shape} the output is off, and for others it is right. "
    "Here another length is the same as the last one: it is the last that counts.",
}


def check(answer):
    a_layer_class(answer, "Stretch", 3)
    draw = Draw("07.1")
    for size in draw.sizes(2):
        layer = make(answer, size)
        registers(layer, "scale", "shift", x=torch.ones(4, size))
        plain_numbers(layer)
        for name, start in [("scale", torch.ones(size)), ("shift", torch.zeros(size))]:
            one = getattr(layer, name)
            if one.numel() == 1:
                reject("one-for-all", name=name, size=size)
            if one.shape == start.shape and one.dtype == start.dtype and not one.equal(start):
                reject("other-start", name=name)
            compare(one, start, f"`{name}`")
        scale, shift = draw.tensor(size), draw.tensor(size)
        set_numbers([(layer.scale, scale), (layer.shift, shift)])
        for shape in [(9, size), (size,), (2, 3, size), (size, size), (size, 2, size)]:
            check_output(layer, draw.tensor(*shape))
        learns(layer, draw.tensor(9, size))


def check_output(layer, x):
    """Reject a layer unless it stretches x."""
    shape, size = tuple(x.shape), x.shape[-1]
    table_only = None if len(shape) == 2 else "two-dimensional-only"
    y = output(layer, x, {"must match": "does-not-fit"}, table_only, size=size, shape=shape)
    want = (x * layer.scale + layer.shift).detach()
    if len(shape) > 1 and shape[0] == size and not same(y, want):
        reject("by-its-length", shape=shape)
    straight(layer, x, y, want)
    compare(
        y,
        want,
        f"The output for an x of shape {shape}",
        otherwise="The forward of the stub computes the right thing: compare.",
        show=True,
    )


EXERCISE = Exercise(
    id="07.1",
    name="Stretch",
    stub="""\
class Stretch(nn.Module):
    def __init__(self, size):
        self.scale = torch.ones(size)
        self.shift = torch.zeros(size)

    def forward(self, x):
        return x * self.scale + self.shift""",
    check=check,
    told=TOLD,
    hints=(
        "If an error names something that you never wrote and that begins with `_`: which "
        "line belongs at the top of every `__init__`?",
        "If it runs and does not learn: make a `Stretch(3)`, and look at what its "
        "`parameters()` hold.",
    ),
    solutions=(
        """\
class Stretch(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(size))
        self.shift = nn.Parameter(torch.zeros(size))

    def forward(self, x):
        return x * self.scale + self.shift""",
        """\
class Stretch(nn.Module):
    def __init__(self, length):
        super(Stretch, self).__init__()
        for name, start in {"shift": 0.0, "scale": 1.0}.items():
            self.register_parameter(name, nn.Parameter(torch.full((length,), start)))

    def forward(self, numbers):
        return torch.addcmul(self.shift, numbers, self.scale)""",
    ),
)

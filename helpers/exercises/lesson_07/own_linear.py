"""07.4, write it without looking."""

import torch
from torch import nn
from torch.nn.modules.module import register_module_parameter_registration_hook

from helpers.checking.comparing import a_tensor, close, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_class
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe
from helpers.exercises.lesson_07 import first_numbers
from helpers.exercises.lesson_07.first_numbers import check_first_numbers
from helpers.exercises.lesson_07.layers import (
    a_layer_class,
    learns,
    make,
    output,
    plain_numbers,
    registers,
    set_numbers,
    straight,
)

TOLD = first_numbers.TOLD | {
    "hidden-linear": "Your layer lets an nn.Linear do the work. Here you derive from nn.Module, "
    "and write what is inside of nn.Linear: its numbers, and what it computes with them.",
    "in-out-layout": "The weight of {made} has the shape {shape}, (in, out). It can compute the "
    "same, but it cannot trade weights with nn.Linear: see 7.6.",
    "wrong-shape": "The {name} of {made} has the shape {shape}. A weight has a row for each "
    "output, and in it a number for each input; a bias has one number for each output.",
    "bias-forgotten": "{made} has a weight and no bias. The bias is there unless somebody says "
    "`bias=False`.",
    "bias-per-input": "The bias of {made} has the shape {shape}, a number for each input. It is "
    "added to the outputs: how many of them are there?",
    "bias-broadcasts": "The bias of {made} has the shape {shape}. It may run, as a sum spreads a "
    "dimension of length 1, but it cannot trade with nn.Linear, whose bias is one plain row.",
    "not-transposed": "A product in forward does not fit: the lengths that meet in it are not "
    "equal. Write down the shapes of x and of the weight. How often is the weight turned, and by "
    "whom? (nn.functional.linear turns it by itself.)",
    "rand-takes-sizes": "torch.rand and torch.randn take the lengths of what they make, and no "
    "bounds: rand draws between 0 and 1. How do numbers from there get between the bounds?",
    "no-such-function": "`{name}` has no function of this name. What fills a tensor is "
    "a method of the tensor, or is in nn.init, and its name ends with an underscore.",
    "does-not-fit": "Two tensors in forward do not fit: `+` and `*` pair number with number. Write "
    "the shape of each step beside it. What has a column for each output, and from when on?",
    "asks-the-numbers": "A tensor of several numbers stands after an `if`, and several numbers are "
    "neither true nor false. Ask whether it is there, not what it holds.",
    "bias-not-added": "The layer keeps a bias, and the output comes out without it. What is done "
    "with it in forward?",
    "bias-twice": "The bias is added twice. Something that you call in forward may add it already.",
    "drops-lengths-of-one": "For a batch of a single row, x of shape (1, in), the output loses a "
    "dimension. Something in your forward drops every length of 1.",
    "bias-false-ignored": "With `bias=False` the layer still has a bias in its `state_dict()`. "
    "What is left out is not there at all, not even as zeros.",
    "bias-false-keeps": "With `bias=False` `self.bias` is {given}. Where nn.Linear has no bias, "
    "there is nothing that could be added, not even zeros.",
    "no-bias-there": "With `bias=False` forward takes or adds a `self.bias` that is not there, or "
    "is None. What does `__init__` put there in that case, and what does forward ask first?",
    "ignores-device": 'OwnLinear(..., device="meta") has its `{name}` on {device}. The argument '
    "arrives in `__init__`: who hands it on?",
    "ignores-dtype": "OwnLinear(..., dtype=torch.float64) has its `{name}` in {dtype}. Follow the "
    "argument dtype through your `__init__`: where does it arrive?",
    "left-behind": "With `{option}` the layer cannot take an x of the same {kind}: something in "
    "forward has another one, or turns x into another.",
}


def make_own(answer, *sizes, **options):
    """Make an OwnLinear; reject it if that makes an nn.Linear anywhere."""
    linears = []

    def note(module, name, parameter):
        if isinstance(module, nn.Linear):
            linears.append(module)

    watch = register_module_parameter_registration_hook(note)  # PyTorch tells it of each Parameter
    symptoms = {
        "rand(): ": "rand-takes-sizes",
        "randn(): ": "rand-takes-sizes",
        "rand() received": "rand-takes-sizes",
        "module 'torch' has no attribute": "no-such-function",
    }
    try:
        layer = make(answer, *sizes, symptoms=symptoms, facts={"name": "torch"}, **options)
    finally:
        watch.remove()
    if linears:
        reject("hidden-linear")
    return layer


def check_parts(layer, n_in, n_out):
    """Reject a layer unless it has the Parameters of nn.Linear(n_in, n_out)."""
    made = f"OwnLinear({n_in}, {n_out})"
    if list(dict(layer.named_parameters())) == ["weight"] and getattr(layer, "bias", None) is None:
        reject("bias-forgotten", made=made)
    registers(layer, "weight", "bias", x=torch.ones(4, n_in))
    weight, bias = tuple(layer.weight.shape), tuple(layer.bias.shape)
    if weight == (n_in, n_out) and n_in != n_out:
        reject("in-out-layout", made=made, shape=weight)
    if bias == (n_in,) and n_in != n_out:
        reject("bias-per-input", made=made, shape=bias)
    if layer.bias.numel() in (1, n_out) and bias != (n_out,):
        reject("bias-broadcasts", made=made, shape=bias)
    for name, shape, asked in [("weight", weight, (n_out, n_in)), ("bias", bias, (n_out,))]:
        if shape != asked:
            reject("wrong-shape", name=name, made=made, shape=shape)
    plain_numbers(layer)


def check_output(layer, n_in, n_out, draw):
    """Give a layer the numbers of an nn.Linear, and reject it unless it computes the same."""
    theirs = nn.Linear(n_in, n_out)
    W, b, x = draw.tensor(n_out, n_in), draw.tensor(n_out), draw.tensor(9, n_in)
    set_numbers([(theirs.weight, W), (theirs.bias, b)])
    call(layer.load_state_dict, theirs.state_dict(), name="load_state_dict", returns=False)
    symptoms = {
        "cannot be multiplied": "not-transposed",
        "must match the size of tensor": "does-not-fit",
        "Boolean value of Tensor": "asks-the-numbers",
    }
    y = output(layer, x, symptoms)
    straight(layer, x, y, x @ W.T + b)
    compare(
        y,
        x @ W.T + b,
        f"With known numbers in it, the output of OwnLinear({n_in}, {n_out})",
        beliefs=[
            ("bias-not-added", x @ W.T),
            ("bias-twice", x @ W.T + 2 * b),
        ],
        otherwise="Do one output by hand: a row of x with a row of the weight, and then the bias.",
        show=True,
    )


def check_leading_dimensions(layer, n_in, draw):
    """Reject a layer that takes tables only."""
    for leading in [(2, 3), (1,), ()]:
        x = draw.tensor(*leading, n_in)
        key = "drops-lengths-of-one" if leading == (1,) else "two-dimensional-only"
        facts = {"shape": tuple(x.shape)}
        got = a_tensor(call(layer, x, any_error=key, facts=facts), "The output")
        want = (x @ layer.weight.T + layer.bias).detach()
        if not close(got, want):
            reject(key, **facts)


def check_without_bias(answer, n_in, n_out, draw):
    """Reject a class that cannot leave out the bias."""
    layer = make_own(answer, n_in, n_out, bias=False)
    if "bias" in layer.state_dict():
        reject("bias-false-ignored")
    kept = getattr(layer, "bias", None)
    if kept is not None:
        reject("bias-false-keeps", given=describe(kept))
    registers(layer, "weight")
    W, x = draw.tensor(n_out, n_in), draw.tensor(9, n_in)
    set_numbers([(layer.weight, W)])
    symptoms = {"has no attribute 'bias'": "no-bias-there", "NoneType": "no-bias-there"}
    compare(
        output(layer, x, symptoms),
        x @ W.T,
        "The output with `bias=False`",
        otherwise="Without a bias, what is left is the product of x and the weight.",
    )


def check_device_and_dtype(answer, n_in, n_out, draw):
    """Reject a class that does not make its numbers where, and as what, it is told."""
    x = draw.tensor(9, n_in)
    for names in (["weight", "bias"], ["weight"]):
        layer = make_own(answer, n_in, n_out, bias="bias" in names, device="meta")
        registers(layer, *names)
        for name, parameter in layer.named_parameters():
            if not parameter.is_meta:
                reject("ignores-device", name=name, device=parameter.device)
        facts = {"option": 'device="meta"', "kind": "device"}
        call(layer, x.to("meta"), any_error="left-behind", facts=facts)

        layer = make_own(answer, n_in, n_out, bias="bias" in names, dtype=torch.float64)
        registers(layer, *names)
        for name, parameter in layer.named_parameters():
            if parameter.dtype != torch.float64:
                reject("ignores-dtype", name=name, dtype=parameter.dtype)
        facts = {"option": "dtype=torch.float64", "kind": "dtype"}
        y = call(layer, x.double(), any_error="left-behind", facts=facts)
        want = x.double() @ layer.weight.T + (layer.bias if "bias" in names else 0)
        compare(y, want.detach(), "For an x of float64, the output of a layer of float64")


def check(answer):
    a_class(answer, "OwnLinear")
    if issubclass(answer, nn.Linear):
        reject("hidden-linear")
    a_layer_class(answer, "OwnLinear", 3, 2, bias=False, device=None, dtype=None)
    draw = Draw("07.4")
    n_in, n_out = draw.sizes(2)
    for sizes in [(n_in, n_out), (3, 3), (3, 1)]:
        layer = make_own(answer, *sizes)
        check_parts(layer, *sizes)
        check_output(layer, *sizes, draw)
        learns(layer, draw.tensor(4, sizes[0]))
        check_leading_dimensions(layer, sizes[0], draw)
    check_without_bias(answer, n_in, n_out, draw)
    check_device_and_dtype(answer, n_in, n_out, draw)
    check_first_numbers(make_own, answer)


EXERCISE = Exercise(
    id="07.4",
    name="OwnLinear",
    stub="""\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        self.weight = ...
        self.bias = ...

    def forward(self, x):
        return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: leave `bias`, `device` and `dtype` for later. "
        "Which line comes first in every `__init__`, and what makes a tensor learn?",
        "If a shape or a product does not fit: write the shapes down for `OwnLinear(3, 2)` "
        "and an x of (4, 3). The weight has a row for each output.",
        "If `bias=False` fails: `self.bias` has to be something even then, and forward has "
        "to ask what it is.",
    ),
    solutions=(
        """\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        where = {"device": device, "dtype": dtype}
        bound = in_features**-0.5
        weight = torch.empty(out_features, in_features, **where).uniform_(-bound, bound)
        self.weight = nn.Parameter(weight)
        self.bias = None
        if bias:
            b = torch.empty(out_features, **where).uniform_(-bound, bound)
            self.bias = nn.Parameter(b)

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias""",
        """\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super(OwnLinear, self).__init__()
        sizes = {"bias": (out_features,)} if bias else {}
        for name, size in {**sizes, "weight": (out_features, in_features)}.items():
            numbers = torch.empty(size, device=device, dtype=dtype)
            self.register_parameter(name, nn.Parameter(numbers))
            nn.init.uniform_(self.get_parameter(name), -(in_features**-0.5), in_features**-0.5)
        if not bias:
            self.register_parameter("bias", None)

    def forward(self, input):
        return nn.functional.linear(input, self.weight, self.bias)""",
        """\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.weight = nn.Parameter(torch.zeros(out_features, in_features))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None
        nn.init.kaiming_uniform_(self.weight, a=5**0.5)
        if bias:
            with torch.no_grad():
                self.bias.copy_((2 * torch.rand(out_features) - 1) / in_features**0.5)
        self.to(device=device, dtype=dtype)

    def forward(self, x):
        y = torch.einsum("...i,oi->...o", x, self.weight)
        if self.bias is not None:
            y += self.bias
        return y""",
    ),
)

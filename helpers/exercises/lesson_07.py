"""Lesson 7, your own linear layer: what it asks, and the answers that its checks know."""

import inspect
import itertools
import random

import numpy as np
import torch
from torch import nn
from torch.nn.modules.module import register_module_parameter_registration_hook

from helpers import trials
from helpers.records import Exercise, count, number, prediction, slip, word
from helpers.trials import Draw, NotAttemptedError, a_class, a_tensor, compare

# --- the misconceptions, and what is said to each ------------------------------------------------

TOLD = {
    # the class and its __init__
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
    # what the layer keeps
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
    "hidden-linear": "Your layer lets an nn.Linear do the work. Here you derive from nn.Module, "
    "and write what is inside of nn.Linear: its numbers, and what it computes with them.",
    "list-of-layers": "It should have {asked} layers, and `parameters()` finds {found}: a plain "
    "list, tuple or dict of layers is to a module what a plain tensor is. It is kept, and not "
    "looked into.",
    "layers-missing": "It should have {asked} layers for the sizes {sizes}, and `parameters()` "
    "finds {found} of their weights and {biases} of their biases. Where are the others?",
    "sizes-swapped": "One of your layers takes as many numbers as it should give, and gives as "
    "many as it should take. In which order does nn.Linear want its two sizes?",
    # the shapes and first numbers of what it keeps
    "one-for-all": "`{name}` is a single number for all {size} numbers of x. It runs, as one "
    "number spreads over them all, but each of them is to have its own.",
    "other-start": "`{name}` does not start with the numbers of the stub. Mend the class, and "
    "leave what it computes at the start as it is.",
    "in-out-layout": "The weight of {made} has the shape {shape}, (in, out). It can compute the "
    "same, but it cannot trade weights with nn.Linear: see 7.6.",
    "wrong-shape": "The {name} of {made} has the shape {shape}. A weight has a row for each "
    "output, and in it a number for each input; a bias has one number for each output.",
    "wrong-dtype": "Nobody asked for a dtype, and `{name}` is {dtype}. nn.Linear then takes the "
    "default, float32.",
    "bias-forgotten": "{made} has a weight and no bias. The bias is there unless somebody says "
    "`bias=False`.",
    "bias-per-input": "The bias of {made} has the shape {shape}, a number for each input. It is "
    "added to the outputs: how many of them are there?",
    "bias-broadcasts": "The bias of {made} has the shape {shape}. It may run, as a sum spreads a "
    "dimension of length 1, but it cannot trade with nn.Linear, whose bias is one plain row.",
    "never-filled": "`{name}` is memory as found: room was made for its numbers, and nobody filled "
    "it. See 7.7.",
    "zero-init": "`weight` starts as zeros. nn.Linear starts with random numbers: outputs that "
    "start alike in a deeper model would learn alike.",
    "zero-bias": "`bias` starts as zeros. Many layers do, and they learn; nn.Linear draws its bias "
    "by the same rule as its weight.",
    "constant-init": "`{name}` starts with one number, {largest:.3g}, everywhere. nn.Linear draws "
    "each number by itself.",
    "only-positive": "No number in `{name}` starts below 0. The rule of nn.Linear reaches as far "
    "to the left of 0 as to the right.",
    "normal-init": "`{name}` starts with numbers up to {largest:.2f} that crowd around 0, as on a "
    "bell curve. nn.Linear spreads its numbers evenly, as many far from 0 as near it.",
    "bound-without-root": "`{name}` starts between {least:.3f} and {largest:.3f} for 50 inputs. "
    "That is far too narrow: which step of the rule is missing?",
    "bound-of-outputs": "`{name}` starts between {least:.3f} and {largest:.3f} for 50 inputs and "
    "400 outputs. That goes by the outputs. What does the rule go by?",
    "wrong-range": "`{name}` starts between {least:.3f} and {largest:.3f} for 50 inputs. Compute "
    "the bound of the rule for that many, and compare.",
    "same-start": "Two layers, made one after the other, start with the same numbers in `{name}`. "
    "Each layer has to draw new ones.",
    # what forward computes
    "no-self": "Your `forward` takes one argument, and a method gets two: first the layer itself, "
    "then x.",
    "made-in-forward": "Your forward makes numbers. At a later call others may stand in their "
    "place, and an optimizer that was made before never got them. What is kept is made once, when "
    "the layer is made.",
    "not-chained": "Two layers do not fit together: a layer gets something of another length than "
    "it takes. Follow x: what goes into each of them?",
    "stops-too-early": "What comes out is the output of the first layer. What ends your forward "
    "before the next one has run?",
    "extra-step": "Negative numbers become 0 on the way. Only the layers themselves are asked.",
    "not-transposed": "A product in forward does not fit: the lengths that meet in it are not "
    "equal. Write down the shapes of x and of the weight. How often is the weight turned, and by "
    "whom? (nn.functional.linear turns it by itself.)",
    "does-not-fit": "Two tensors in forward do not fit: `+` and `*` pair number with number. Write "
    "the shape of each step beside it. What has a column for each output, and from when on?",
    "asks-the-numbers": "A tensor of several numbers stands after an `if`, and several numbers are "
    "neither true nor false. Ask whether it is there, not what it holds.",
    "bias-not-added": "The layer keeps a bias, and the output comes out without it. What is done "
    "with it in forward?",
    "bias-twice": "The bias is added twice. Something that you call in forward may add it already.",
    "two-dimensional-only": "An x of shape {shape} does not come out as it should: your forward "
    "counts on a table. nn.Linear changes the last length, and keeps whatever is in front of it.",
    "drops-lengths-of-one": "For a batch of a single row, x of shape (1, in), the output loses a "
    "dimension. Something in your forward drops every length of 1.",
    # the gradients
    "cuts-the-output": "The numbers are right, but no gradient gets through your forward. "
    "Something switches the recording off for the whole of it, or cuts its result.",
    "cuts-a-parameter": "The numbers are right, but no gradient reaches `{name}`. Does it want "
    "none? Or which step, on the way to the output, hands on bare numbers, so that PyTorch loses "
    "track of where they come from?",
    # the arguments of OwnLinear
    "bias-false-ignored": "With `bias=False` the layer still has a bias in its `state_dict()`. "
    "What is left out is not there at all, not even as zeros.",
    "no-bias-there": "With `bias=False` forward takes or adds a `self.bias` that is not there, or "
    "is None. What does `__init__` put there in that case, and what does forward ask first?",
    "ignores-device": 'OwnLinear(..., device="meta") has its `{name}` on {device}. The argument '
    "arrives in `__init__`: who hands it on?",
    "ignores-dtype": "OwnLinear(..., dtype=torch.float64) has its `{name}` in {dtype}. Follow the "
    "argument dtype through your `__init__`: where does it arrive?",
    "left-behind": "With `{option}` the layer cannot take an x of the same {kind}: something in "
    "forward has another one, or turns x into another.",
}


def reject(key, **facts):
    """Reject an answer for a misconception of the table."""
    trials.reject(key, TOLD[key].format(**facts))


def call(function, *inputs, symptoms=None, facts=None, **named):
    """Call what the learner wrote; ``symptoms`` is part of an error message -> misconception."""
    told = {
        part: (key, TOLD[key].format(**(facts or {}))) for part, key in (symptoms or {}).items()
    }
    return trials.call(function, *inputs, symptoms=told, **named)


# --- what the four classes have in common --------------------------------------------------------


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


def make(answer, *sizes, **options):
    """Make a layer of the learner's class."""
    symptoms = {
        "before Module.__init__": "missing-super",
        "descriptor '__init__' of 'super'": "missing-super",
        "__init__() takes 1 positional argument": "super-with-sizes",
        "object has no attribute 'detach'": "no-tensor-in-it",
    }
    layer = call(answer, *sizes, symptoms=symptoms, **options)
    for name, value in vars(layer).items():
        if value is ...:
            raise NotAttemptedError(f"`{name}` is still the dots.")
    if "_parameters" not in vars(layer):
        reject("missing-super")
    return layer


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
            output(layer, x, {"": key}, **facts)
        reject(key, **facts)
    for name in layer.state_dict():
        if name not in names:
            reject("too-much", name=name)


def set_numbers(numbers):
    """Write into Parameters: pairs of a Parameter and a tensor."""
    with torch.no_grad():
        for parameter, values in numbers:
            parameter.copy_(values)


def output(layer, x, symptoms=None, **facts):
    """Call a layer twice; reject it if its numbers, or what it gives, are not the same again."""
    before = {name: (one, one.detach().clone()) for name, one in layer.named_parameters()}
    no_self = {"forward() takes 1 positional argument": "no-self"}
    y = call(layer, x, symptoms=no_self | (symptoms or {}), facts=facts)
    again = call(layer, x)
    after = dict(layer.named_parameters())
    anew = after.keys() != before.keys() or any(
        after[name] is not one or not torch.equal(one.detach(), values)
        for name, (one, values) in before.items()
    )
    if not anew:
        y_now, y_then = a_tensor(again, "The output"), a_tensor(y, "The output")
        anew = y_now.shape != y_then.shape or not torch.allclose(y_now, y_then, equal_nan=True)
    if anew:
        reject("made-in-forward")
    return y


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


# --- 07.1 ----------------------------------------------------------------------------------------


def stretch(answer):
    a_layer_class(answer, "Stretch", 3)
    draw = Draw("07.1")
    for size in draw.sizes(2):
        layer = make(answer, size)
        registers(layer, "scale", "shift", x=torch.ones(4, size))
        for name, start in [("scale", torch.ones(size)), ("shift", torch.zeros(size))]:
            one = getattr(layer, name)
            if one.numel() == 1:
                reject("one-for-all", name=name, size=size)
            if one.shape == start.shape and one.dtype == start.dtype and not one.equal(start):
                reject("other-start", name=name)
            compare(one, start, f"`{name}`")
        scale, shift = draw.tensor(size), draw.tensor(size)
        set_numbers([(layer.scale, scale), (layer.shift, shift)])
        for x in (draw.tensor(9, size), draw.tensor(size), draw.tensor(2, 3, size)):
            compare(
                output(layer, x),
                x * scale + shift,
                f"The output for an x of shape {tuple(x.shape)}",
                otherwise="The forward of the stub computes the right thing: compare.",
                show=True,
            )
        learns(layer, draw.tensor(9, size))


# --- 07.2 and 07.3 -------------------------------------------------------------------------------


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
        output(layer, x, {"": "layers-missing"}, **facts)  # which may make them
        reject("layers-missing", **facts)
    return list(zip(weights, biases, strict=True))


def through(pairs, x, then=lambda x: x):
    """Send x through linear layers one after the other, with ``then`` after all but the last."""
    for place, (weight, bias) in enumerate(pairs):
        x = (x if place == 0 else then(x)) @ weight.T + bias
    return x.detach()


def in_a_row(answer, sizes, *arguments):
    """Check a layer that is to send x through linear layers, from each size to the next."""
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
                ("extra-step", bent, TOLD["extra-step"]),
                ("extra-step", bent.relu(), TOLD["extra-step"]),
                ("stops-too-early", first, TOLD["stops-too-early"]),
            ],
            otherwise="Each layer takes what the one before it gives.",
            show=True,
        )
    learns(layer, table)


def stack(answer):
    a_layer_class(answer, "Stack", [3, 2])
    draw = Draw("07.2")
    for how_many in (3, 2, 4):
        sizes = draw.sizes(how_many)
        in_a_row(answer, sizes, list(sizes))


def chain(answer):
    a_layer_class(answer, "Chain", 3, 4, 2)
    draw = Draw("07.3")
    for _ in range(2):
        sizes = draw.sizes(3)
        in_a_row(answer, sizes, *sizes)


# --- 07.4 ----------------------------------------------------------------------------------------


def make_own(answer, *sizes, **options):
    """Make an OwnLinear; reject it if that makes an nn.Linear anywhere."""
    linears = []

    def note(module, name, parameter):
        if isinstance(module, nn.Linear):
            linears.append(module)

    watch = register_module_parameter_registration_hook(note)  # PyTorch tells it of each Parameter
    try:
        layer = make(answer, *sizes, **options)
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
    if weight == (n_in, n_out) != (n_out, n_in):
        reject("in-out-layout", made=made, shape=weight)
    if bias == (n_in,) != (n_out,):
        reject("bias-per-input", made=made, shape=bias)
    if layer.bias.numel() in (1, n_out) and bias != (n_out,):
        reject("bias-broadcasts", made=made, shape=bias)
    for name, shape, asked in [("weight", weight, (n_out, n_in)), ("bias", bias, (n_out,))]:
        if shape != asked:
            reject("wrong-shape", name=name, made=made, shape=shape)
    for name, parameter in layer.named_parameters():
        if parameter.dtype != torch.float32:
            reject("wrong-dtype", name=name, dtype=parameter.dtype)


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
    compare(
        output(layer, x, symptoms),
        x @ W.T + b,
        f"With known numbers in it, the output of OwnLinear({n_in}, {n_out})",
        beliefs=[
            ("bias-not-added", x @ W.T, TOLD["bias-not-added"]),
            ("bias-twice", x @ W.T + 2 * b, TOLD["bias-twice"]),
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
        got = a_tensor(call(layer, x, symptoms={"": key}, facts=facts), "The output")
        want = (x @ layer.weight.T + layer.bias).detach()
        if got.shape != want.shape or not torch.allclose(got, want.to(got.dtype), atol=1e-4):
            reject(key, **facts)


def check_without_bias(answer, n_in, n_out, draw):
    """Reject a class that cannot leave out the bias."""
    layer = make_own(answer, n_in, n_out, bias=False)
    if "bias" in layer.state_dict():
        reject("bias-false-ignored")
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
        call(layer, x.to("meta"), symptoms={"": "left-behind"}, facts=facts)

        layer = make_own(answer, n_in, n_out, bias="bias" in names, dtype=torch.float64)
        registers(layer, *names)
        for name, parameter in layer.named_parameters():
            if parameter.dtype != torch.float64:
                reject("ignores-dtype", name=name, dtype=parameter.dtype)
        facts = {"option": "dtype=torch.float64", "kind": "dtype"}
        y = call(layer, x.double(), symptoms={"": "left-behind"}, facts=facts)
        want = x.double() @ layer.weight.T + (layer.bias if "bias" in names else 0)
        compare(y, want.detach(), "For an x of float64, the output of a layer of float64")


def check_first_numbers(answer):
    """Reject a class unless its numbers start evenly spread between -1/sqrt(in) and 1/sqrt(in)."""
    torch.manual_seed(7_000_007)  # so that a right answer is never unlucky
    np.random.seed(7)
    random.seed(7)
    torch.use_deterministic_algorithms(True, warn_only=True)  # torch.empty holds nan
    layer, another = make_own(answer, 50, 400), make_own(answer, 50, 400)
    torch.use_deterministic_algorithms(False)
    for name, parameter in layer.named_parameters():
        check_spread(name, parameter.detach().double())
        if torch.equal(parameter, another.get_parameter(name)):
            reject("same-start", name=name)


def check_spread(name, numbers):
    """Reject first numbers that nn.Linear(50, 400) would not start with."""
    least, largest = numbers.min().item(), numbers.max().item()
    facts = {"name": name, "least": least, "largest": largest}
    if numbers.isnan().any():
        reject("never-filled", **facts)
    if least == largest == 0:
        reject("zero-bias" if name == "bias" else "zero-init")
    if least == largest:
        reject("constant-init", **facts)
    if least >= 0:
        reject("only-positive", **facts)
    if (numbers - numbers.mean()).pow(4).mean() / numbers.var() ** 2 > 2.1:  # even 1.8, normal 3
        reject("normal-init", **facts)
    near = 0.01 if name == "weight" else 0.1  # few numbers may miss the ends

    def reaches(bound):
        ends = torch.tensor([-least, largest]) / bound
        return ends.min() > 1 - near and ends.max() < 1 + 1e-5

    if reaches(1 / 50):
        reject("bound-without-root", **facts)
    if reaches(400**-0.5):
        reject("bound-of-outputs", **facts)
    if not reaches(50**-0.5):
        reject("wrong-range", **facts)


def own_linear(answer):
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
    check_first_numbers(answer)


# --- right answers; the wrong ones are these with a slip -----------------------------------------

STRETCH = """\
class Stretch(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(size))
        self.shift = nn.Parameter(torch.zeros(size))

    def forward(self, x):
        return x * self.scale + self.shift"""

STACK = """\
class Stack(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x"""

CHAIN = """\
class Chain(nn.Module):
    def __init__(self, n_in, n_between, n_out):
        super().__init__()
        self.first = nn.Linear(n_in, n_between)
        self.second = nn.Linear(n_between, n_out)

    def forward(self, x):
        between = self.first(x)
        return self.second(between)"""

CHAIN_IN_FORWARD = """\
class Chain(nn.Module):
    def __init__(self, n_in, n_between, n_out):
        super().__init__()
        self.first = nn.Linear(n_in, n_between)
        self.sizes = (n_between, n_out)

    def forward(self, x):
        between = self.first(x).detach()
        second = nn.Linear(*self.sizes)
        return second(between)"""

OWN = """\
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
        return y if self.bias is None else y + self.bias"""

WITH_LINEAR = """\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.linear = nn.Linear(in_features, out_features, bias, device, dtype)

    def forward(self, x):
        return self.linear(x)"""

IN_FORWARD = """\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.sizes = out_features, in_features

    def forward(self, x):
        self.weight = nn.Parameter(torch.rand(*self.sizes))
        self.bias = nn.Parameter(torch.rand(self.sizes[0]))
        return x @ self.weight.T + self.bias"""

W_MADE = "torch.empty(out_features, in_features, **where).uniform_(-bound, bound)"
B_MADE = "torch.empty(out_features, **where).uniform_(-bound, bound)"


def slips(source, table):
    """Misconception -> sources: what the table has, with each tuple being a slip in ``source``."""
    return {
        key: tuple(one if isinstance(one, str) else slip(source, *one) for one in changes)
        for key, changes in table.items()
    }


def forward(line):
    """OWN with this line as the body of forward."""
    return OWN.partition("        y = x @")[0] + "        " + line


def made_by(code):
    """OWN with other first numbers in its weight and its bias: ``code`` with SIZES in it."""
    weight, bias = code.replace("SIZES", "out_features, in_features"), "out_features"
    return slip(OWN, W_MADE, weight, B_MADE, code.replace("SIZES", bias))


# what a learner believes -> what then stands in the source, in place of what
STRETCH_SLIPS = {
    "missing-super": [
        ("super().__init__()", "pass"),
        ("super().__init__()", "super().__init__"),
        ("super().__init__()", "super.__init__()"),
        ("nn.Parameter", "", "super().__init__()", "pass"),
    ],
    "super-with-sizes": [("__init__()", "__init__(size)")],
    "plain-tensor": [("nn.Parameter", "")],
    "gradient-is-enough": [("nn.Parameter", "", "(size)", "(size, requires_grad=True)")],
    "buffer": [("self.scale = nn.Parameter(", 'self.register_buffer("scale", ')],
    "not-kept": [("self.scale =", "scale =", "self.shift =", "shift =")],
    "other-names": [("self.scale", "self.w", "self.shift", "self.b")],
    "no-tensor-in-it": [("torch.ones(size)", "size")],
    "one-for-all": [("torch.ones(size)", "torch.ones(1)")],
    "other-start": [("torch.ones(size)", "torch.rand(size)")],
    "wrong-shape": [("torch.zeros(size)", "torch.zeros(1, size)")],
    "cuts-a-parameter": [
        ("x * self.scale", "x * self.scale.data"),
        ("ones(size))", "ones(size), requires_grad=False)"),
    ],
    "mutates-input": [("x * self.scale", "x.mul_(self.scale.data)")],
    "none": [("return x * self.scale + self.shift", "print(x)")],
}

STACK_SLIPS = {
    "list-of-layers": [
        ("nn.ModuleList(layers)", "layers"),
        ("nn.ModuleList(layers)", "tuple(layers)"),
    ],
    "no-forward": [("forward", "forwards")],
    "missing-super": [("super().__init__()", "pass")],
    "stops-too-early": [("x = layer(x)", "return layer(x)")],
    "not-chained": [("x = layer(x)", "y = layer(x)", "return x", "return y")],
    "layers-missing": [("i + 1])", "i + 1], bias=False)"), ("len(sizes) - 1", "len(sizes) - 2")],
    "sizes-swapped": [("sizes[i], sizes[i + 1]", "sizes[i + 1], sizes[i]")],
    "extra-step": [("layer(x)", "layer(x).relu()")],
    "cuts-the-output": [("return x", "return x.detach()")],
    "none": [("return x", "print(x)")],
    "no-self": [("forward(self, x)", "forward(x)")],
    "raises": [("len(sizes) - 1", "len(sizes)")],
}

CHAIN_SLIPS = {
    "made-in-forward": [
        slip(CHAIN_IN_FORWARD, ".detach()", ""),
        slip(CHAIN_IN_FORWARD, ".detach()", "", "second", "self.second"),
        slip(CHAIN_IN_FORWARD, "second = ", 'if not hasattr(self, "second"): second = ')
        .replace(".detach()", "")
        .replace(" second", " self.second"),
    ],
    "cuts-a-parameter": [
        ("self.first(x)", "self.first(x).detach()"),
        ("self.first(x)", "self.first(x).data"),
        ("self.first(x)", "self.first(x.detach())"),
    ],
    "cuts-the-output": [("    def forward", "    @torch.no_grad()\n    def forward")],
    "list-of-layers": [("nn.Linear(n_between, n_out)", "[nn.Linear(n_between, n_out)]")],
    "layers-missing": [
        ("        self.second = nn.Linear(n_between, n_out)\n", "", "self.second(b", "nn.ReLU()(b")
    ],
    "sizes-swapped": [("(n_between, n_out)", "(n_out, n_between)")],
    "not-chained": [("second(between)", "second(x)")],
    "stops-too-early": [("self.second(between)", "between")],
    "extra-step": [("self.first(x)", "self.first(x).relu()")],
    "none": [("return ", "")],
    "changes-seed": [slip(CHAIN_IN_FORWARD, "second =", "torch.manual_seed(0); second =")],
    "wrong-signature": [("n_in, n_between, n_out", "sizes")],
}

OWN_SLIPS = {
    # what it keeps
    "missing-super": [("super().__init__()", "pass"), ("__init__()", "__init__")],
    "plain-tensor": [
        ("nn.Parameter(weight)", "weight", "nn.Parameter(b)", "b"),
        ("nn.Parameter(weight)", "weight.numpy()"),
    ],
    "computed-from-a-parameter": [
        ("nn.Parameter(weight)", "nn.Parameter(weight).to(torch.float64)")
    ],
    "hidden-linear": [
        WITH_LINEAR,
        slip(WITH_LINEAR, "nn.Linear(in", "[nn.Linear(in", "dtype)\n", "dtype)]\n"),
        ("nn.Parameter(weight)", "nn.Linear(in_features, out_features).weight"),
        "class OwnLinear(nn.Linear):\n    pass",
    ],
    "other-names": [("self.weight", "self.W", "self.bias", "self.b")],
    "too-much": [("bound = in", "self.s = nn.Parameter(torch.ones(1)); bound = in")],
    "bias-forgotten": [("if bias:", "if False:"), ("bias=True", "bias=False")],
    # its shapes
    "in-out-layout": [(W_MADE, W_MADE.replace("out_features, in_", "in_features, out_"), ".T", "")],
    "wrong-shape": [(W_MADE, B_MADE)],
    "bias-per-input": [(B_MADE, B_MADE.replace("out_", "in_"))],
    "bias-broadcasts": [
        (B_MADE, B_MADE.replace("out_features", "1")),
        (B_MADE, B_MADE.replace("out_features", "1, out_features")),
    ],
    # what it computes
    "bias-not-added": [forward("return x @ self.weight.T")],
    "bias-twice": [("x @ self.weight.T", "nn.functional.linear(x, self.weight, self.bias)")],
    "not-transposed": [
        ("self.weight.T", "self.weight"),
        forward("return nn.functional.linear(x, self.weight.T, self.bias)"),
    ],
    "does-not-fit": [("x @ self", "x * self"), forward("return self.weight @ x.T + self.bias")],
    "two-dimensional-only": [
        ("x @ self.weight.T", "x.mm(self.weight.T)"),
        ("x @ ", "x.reshape(-1, x.shape[-1]) @ "),
        ("x @ self.weight.T", "torch.stack([row @ self.weight.T for row in x])"),
    ],
    "drops-lengths-of-one": [("x @ self.weight.T", "(x @ self.weight.T).squeeze()")],
    "asks-the-numbers": [("self.bias is None", "not self.bias")],
    # what it does to the gradients
    "cuts-a-parameter": [
        ("self.weight.T", "self.weight.data.T"),
        ("y + self.bias", "y + self.bias.data"),
    ],
    "cuts-the-output": [("y + self.bias", "(y + self.bias).data")],
    "made-in-forward": [
        ("y = x", "nn.init.kaiming_uniform_(self.weight, a=5**0.5); y = x"),
        IN_FORWARD,
        slip(IN_FORWARD, "self.weight", "weight", "self.bias", "bias"),
    ],
    # what it gives, and what it changes
    "none": [("return y if self.bias is None else", "print(y);")],
    "wrong-dtype": [("dtype=None", "dtype=torch.float64")],
    "wrong-type": [OWN + "\n\n\nOwnLinear = OwnLinear(3, 2)"],
    "changes-seed": [("bound = in", "torch.manual_seed(0); bound = in")],
    "wrong-signature": [
        (", device=None, dtype=None", "", "**where", ""),
        ("def __init__", "def __int__"),
    ],
    # its arguments
    "bias-false-ignored": [
        ("if bias:", "if True:"),
        ("= None\n", "= nn.Parameter(torch.zeros(out_features))\n"),
    ],
    "no-bias-there": [
        ("self.bias = None", "pass"),
        forward("return x @ self.weight.T + self.bias"),
    ],
    "ignores-device": [
        ('"device": device, ', ""),
        (B_MADE, B_MADE.replace("**where", "dtype=dtype")),
    ],
    "ignores-dtype": [
        (', "dtype": dtype', ""),
        (B_MADE, B_MADE.replace("**where", "device=device")),
    ],
    "left-behind": [("x @", "x.float() @"), ("= None\n", "= torch.zeros(out_features)\n")],
    # its first numbers
    "never-filled": [made_by("torch.empty(SIZES, **where)")],
    "zero-init": [made_by("torch.zeros(SIZES, **where)")],
    "zero-bias": [(B_MADE, "torch.zeros(out_features, **where)")],
    "constant-init": [made_by("torch.ones(SIZES, **where)")],
    "only-positive": [made_by("torch.rand(SIZES, **where) * bound")],
    "normal-init": [made_by("torch.randn(SIZES, **where) * bound")],
    "bound-without-root": [("in_features**-0.5", "1 / in_features")],
    "bound-of-outputs": [("in_features**-0.5", "out_features**-0.5")],
    "wrong-range": [
        ("in_features**-0.5", "in_features**0.5"),
        made_by("torch.rand(SIZES, **where) * 2 - 1"),
    ],
    "same-start": [
        (
            W_MADE,
            "torch.arange(in_features * out_features, **where).sin().mul(bound)"
            ".view(out_features, in_features)",
        )
    ],
}

# --- the questions --------------------------------------------------------------------------------

RECORDS = (
    prediction(
        "07.a",
        'What happens in 1000 steps? Answer "error" (training stops), or which layers change: '
        '"both", "first", "second" or "none".',
        kind=word("error", "both", "first", "second", "none"),
        answer="first",
        beliefs=[
            (
                "always-complains",
                "error",
                "You assume that the optimizer complains again. It did so because it was handed "
                "nothing at all. Is it handed nothing here?",
            ),
            (
                "forward-is-enough",
                "both",
                "You assume that a layer learns because it takes part in forward. What does an "
                "optimizer change: what forward uses, or what it is handed?",
            ),
            (
                "last-layer-learns",
                "second",
                "You may assume that the layer closest to the loss learns. What does each of the "
                "two layers put into `model.parameters()`?",
            ),
            (
                "one-spoils-all",
                "none",
                "You assume that one layer keeps the other from learning. The optimizer changes "
                "what is on its list, and does not care what is missing. Is anything on it?",
            ),
        ],
        otherwise="Choose one of the words.",
        hint="What is in the list `model.parameters()`, and what is not?",
    ),
    prediction(
        "07.b",
        "What is the gradient of that sum for the first number of the bias?",
        kind=number,
        answer=4,
        beliefs=[
            (
                "one-row-only",
                1,
                "You count one row of x only. How often does the first number of the bias go into "
                "the sum?",
            ),
            (
                "every-output",
                8,
                "You count all outputs. Into which of them does the *first* number of the bias go?",
            ),
            (
                "value-for-gradient",
                10,
                "That is the number itself, not its gradient. A gradient says how much the sum "
                "grows when that number grows by 1.",
            ),
            (
                "no-gradient-for-a-bias",
                0,
                "You assume that the sum does not change with the bias. Add 1 to its first number: "
                "what happens to the outputs?",
            ),
        ],
        otherwise="Add 1 to the first number of the bias. By how much does the sum of all outputs "
        "grow?",
        others=[2],
        hint="Add 1 to the first number of the bias: which outputs change, and by how much does "
        "the sum grow?",
    ),
    prediction(
        "07.c",
        "How many of the four tensors does one step of an optimizer made with "
        "`module.parameters()` move?",
        kind=count,
        answer=1,
        beliefs=[
            (
                "gradient-is-enough",
                2,
                "You may count a tensor because it gets a gradient. What is the optimizer given, "
                "and is that tensor in it?",
            ),
            (
                "buffers-learn",
                3,
                "You may count the buffer because it belongs to the module. Does that put it into "
                "`module.parameters()`?",
            ),
            (
                "forward-is-enough",
                4,
                "You assume that a tensor moves when it takes part in forward. The two of "
                "`PlainTensorLinear` took part, too. Did they move?",
            ),
            (
                "nothing-moves",
                0,
                "You assume that no tensor here learns. Which list is the optimizer made with, and "
                "is it empty?",
            ),
        ],
        otherwise="There are four tensors: go through them one by one.",
        others=[5],
        hint="Which of the four tensors are in `module.parameters()`?",
    ),
    prediction(
        "07.d",
        'Does it fail when it is made ("made"), when it is called ("called"), or never ("never")?',
        kind=word("made", "called", "never"),
        answer="called",
        beliefs=[
            (
                "always-at-once",
                "made",
                "You assume that it fails like the other two. They failed because something was to "
                "be put on a list. Does a plain tensor go on one?",
            ),
            (
                "plain-needs-nothing",
                "never",
                "You assume that a module with only a plain tensor needs no list at all. The first "
                "sentence of 7.4 names three lists. When is each of them needed?",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="Which lists does a module keep (see the beginning of 7.4), and when does it need "
        "each of them?",
    ),
    prediction(
        "07.e",
        "How many words are in the list at the end?",
        kind=count,
        answer=1,
        beliefs=[
            (
                "forward-runs-hooks",
                2,
                "You assume that both lines do the same. A forward does what is written in it. Are "
                "hooks written there?",
            ),
            (
                "hooks-need-asking",
                0,
                "You assume that the hook never runs. It is attached so that it runs with the "
                "model.",
            ),
            (
                "hook-for-each-row",
                4,
                "You assume that a hook runs for each row of x. It gets the whole output at once.",
            ),
        ],
        otherwise="The model runs twice. For each of the two runs, ask whether the hook runs.",
        others=[3],
        hint="The forward of `PlainTensorLinear` says nothing of hooks. Who runs them?",
    ),
    prediction(
        "07.f",
        'When in and out are equal, the shapes do fit. What happens then? Answer "error", "same" '
        '(the outputs are the same) or "different".',
        kind=word("error", "same", "different"),
        answer="different",
        beliefs=[
            (
                "loading-knows-layouts",
                "error",
                "You assume that load_state_dict knows which length is which. It compares names "
                "and shapes. Is there anything left that it can notice?",
            ),
            (
                "loading-transposes",
                "same",
                "You assume that load_state_dict turns the weight. It copies number by number, "
                "into the same row and column.",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="Where does the number in row 0 and column 2 of the weight end up, and what does "
        "each of the two layers do with it?",
    ),
    prediction(
        "07.g",
        "How many Parameters does the module find in the list?",
        kind=count,
        answer=0,
        beliefs=[
            (
                "lists-are-searched",
                4,
                "You assume that the module looks into the list. What does it register: anything "
                "that is assigned to an attribute, or only certain kinds of things?",
            ),
            (
                "counts-the-list",
                1,
                "You may count the list itself. What kind of thing does a module register?",
            ),
        ],
        otherwise="Ask what the module does when a Python list is assigned to an attribute.",
        others=[2],
        hint="What are the two kinds of things that a module registers for learning?",
    ),
    Exercise(
        id="07.1",
        title="Mend a module: a scale and a shift",
        minutes=3,
        asks="`Stretch(size)` takes an `x` whose last length is `size`, with any number of "
        "dimensions in front. It multiplies each of the `size` numbers by one of its own, kept in "
        "`scale`, and adds one of its own, kept in `shift`. Every scale starts at 1, every shift "
        "at 0, and both are to be learnt. The class makes two mistakes: one raises an error when "
        "the module is called, and behind it waits one that is silent. Mend both.",
        name="Stretch",
        stub="""\
class Stretch(nn.Module):
    def __init__(self, size):
        self.scale = torch.ones(size)
        self.shift = torch.zeros(size)

    def forward(self, x):
        return x * self.scale + self.shift""",
        check=stretch,
        hints=(
            "If an error names something that you never wrote and that begins with `_`: which "
            "line belongs at the top of every `__init__`?",
            "If it runs and does not learn: make a `Stretch(3)`, and look at what its "
            "`parameters()` hold.",
        ),
        solutions=(
            STRETCH,
            """\
class Stretch(nn.Module):
    def __init__(self, length):
        super(Stretch, self).__init__()
        for name, start in {"shift": 0.0, "scale": 1.0}.items():
            self.register_parameter(name, nn.Parameter(torch.full((length,), start)))

    def forward(self, numbers):
        return torch.addcmul(self.shift, numbers, self.scale)""",
        ),
        wrong=slips(STRETCH, STRETCH_SLIPS),
    ),
    Exercise(
        id="07.2",
        title="Mend a module: a stack of layers",
        minutes=3,
        asks="`Stack(sizes)` takes a list of sizes such as `[3, 5, 2]`. It sends `x` through a "
        "linear layer from 3 to 5, what comes out through one from 5 to 2, and so on for a list "
        "of any length. All of its layers are to be learnt. Again there are two mistakes, one "
        "that raises an error and one that is silent. Mend both.",
        name="Stack",
        stub="""\
class Stack(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]

    def forwards(self, x):
        for layer in self.layers:
            x = layer(x)
        return x""",
        check=stack,
        hints=(
            "If the error speaks of a missing function: compare the names of the methods with the "
            "one in the message, letter by letter.",
            "If it runs and does not learn: count `list(Stack([3, 5, 2]).parameters())`. Each "
            "layer should bring a weight and a bias.",
        ),
        solutions=(
            STACK,
            """\
class Stack(nn.Sequential):
    def __init__(self, sizes):
        super().__init__(*(nn.Linear(n, m) for n, m in zip(sizes, sizes[1:])))""",
        ),
        wrong=slips(STACK, STACK_SLIPS),
    ),
    Exercise(
        id="07.3",
        title="Mend a module: two layers, and nobody complains",
        minutes=4,
        asks="`Chain(n_in, n_between, n_out)` sends `x` through a linear layer from `n_in` to "
        "`n_between` numbers, and what comes out through one from `n_between` to `n_out`. Both "
        "are to be learnt. It runs, the shapes are right, `loss.backward()` runs too, and after a "
        "thousand steps nothing has been learnt. Find the two silent mistakes, and mend them.",
        name="Chain",
        stub=CHAIN_IN_FORWARD,
        check=chain,
        hints=(
            "If two calls with the same x give different outputs: which line runs at every call, "
            "and should run once?",
            "If a Parameter is there and does not move: call `backward()`, and look at its "
            "`grad`. When it is None, follow the numbers from it to the output, and look for the "
            "place where the track ends.",
        ),
        solutions=(
            CHAIN,
            """\
class Chain(nn.Module):
    def __init__(self, a, b, c):
        super().__init__()
        self.both = nn.Sequential(nn.Linear(a, b), nn.LazyLinear(c))

    def forward(self, x):
        return self.both(x)""",
        ),
        wrong=slips(CHAIN, CHAIN_SLIPS),
    ),
    Exercise(
        id="07.4",
        title="Write it without looking",
        minutes=12,
        asks="Scroll 7.8 out of sight and write the linear layer again, as `OwnLinear`, from "
        "what you know of it:\n\n"
        "- it holds what `nn.Linear` holds, under the same names and in the same shapes, so that "
        "the two can trade their `state_dict()`s, and with `bias=False` it has no bias at all;\n"
        "- it computes what `nn.Linear` computes, for an `x` with any number of dimensions in "
        "front, and it learns;\n"
        "- all of its numbers start evenly spread between -1/√in and 1/√in;\n"
        "- `device` and `dtype` say where its numbers are and of which kind.\n\n"
        "Your layer is to have no `nn.Linear` inside. An import that you need goes into the same "
        "cell.",
        name="OwnLinear",
        stub="""\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        self.weight = ...
        self.bias = ...

    def forward(self, x):
        return ...""",
        check=own_linear,
        hints=(
            "If you do not know where to start: leave `bias`, `device` and `dtype` for later. "
            "Which line comes first in every `__init__`, and what makes a tensor learn?",
            "If a shape or a product does not fit: write the shapes down for `OwnLinear(3, 2)` "
            "and an x of (4, 3). The weight has a row for each output.",
            "If `bias=False` fails: `self.bias` has to be something even then, and forward has to "
            "ask what it is.",
        ),
        solutions=(
            OWN,
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
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else 0
        nn.init.kaiming_uniform_(self.weight, a=5**0.5)
        if bias:
            with torch.no_grad():
                self.bias.copy_((2 * torch.rand(out_features) - 1) / in_features**0.5)
        self.to(device=device, dtype=dtype)

    def forward(self, x):
        y = torch.einsum("...i,oi->...o", x, self.weight)
        y += self.bias
        return y""",
        ),
        wrong=slips(OWN, OWN_SLIPS),
    ),
)

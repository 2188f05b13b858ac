"""08.2, a model that leaves something behind."""

import torch
from torch import nn

from helpers.checking.comparing import a_tensor, close, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_class
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call

TOLD = {
    "super-missing": "The module is given something to keep before `super().__init__()` has made "
    "the lists for it. Look at the order of the lines in `__init__`.",
    "name-is-taken": "A line above `register_buffer` assigns to `self` under the same name, so the "
    "name is taken, by a plain attribute for instance. Each tensor needs one of the two lines "
    "only.",
    "buffer-without-name": "A buffer needs a name and a tensor, and you give one thing only. Under "
    "which name should `forward` find it?",
    "keeps-the-none": "A None stands where mean or std should be. `register_buffer` returns "
    "nothing that could be stored: it puts the tensor into the module by itself.",
    "self-forgotten": "A name stands alone that belongs to the module. Inside the class, how does "
    "the stub reach what the module holds?",
    "names-one-device": "The model is on the CPU until somebody moves it, and one of its tensors "
    "is somewhere else from the start. Where the model goes is said later, by whoever calls `.to`.",
    "loses-the-layer": "The model holds no nn.Linear with one input for each number of the mean. "
    "Leave that line of the stub as it is.",
    "other-outputs": "The layer gives {given} numbers for each row of x, and that of the stub "
    "gives 2. Leave that line as it is.",
    "loses-the-bias": "The layer has lost its bias, which that of the stub has. Leave that line of "
    "the stub as it is.",
    "takes-what-comes": "The layer has no sizes until it is called: it takes whatever comes first. "
    "In the stub it knows from the start how many numbers it takes.",
    "other-dtype": "`{name}` is {dtype} from the start, and nobody asked for it. The layer of the "
    "stub takes the default, float32; what it becomes later, `.double()` says.",
    "cuts-a-parameter": "The numbers are right, but no gradient reaches `{name}`: the layer would "
    "not learn all of its numbers. Which step hands on bare numbers?",
    "by-its-length": "For as many rows as columns the output is off, and for other tables it is "
    "right. The numbers for mean and std are in the columns, whatever the lengths are.",
    "cuts-at-zero": "Negative numbers become 0 in your output. Leave behind the layer what the "
    "stub has there, which is nothing.",
    "gradient-is-enough": "You ask for gradients of mean or std, and they stay behind all the "
    "same. requires_grad puts nothing on the lists of a module, and would make mean and std learn.",
    "cuts-the-gradient": "The numbers are right, but the output has lost its note `grad_fn`: the "
    "layer would never learn again.",
    "trained": "They go along now, and `model.parameters()` hands them to the optimizer too, which "
    "changes them at each step. Mean and std were measured and should stay as they are.",
    "left-behind": 'After `model.to("meta")` the model meets a tensor that is still on the CPU. '
    "The model moves what it keeps in its own lists, and a plain attribute is in none of them.",
    "moves-the-input": "On `meta` you bring the input back to the tensor that stayed on the CPU. "
    "The input is where it should be, with the model: mend what was left behind.",
    "not-stored": "They go along now, but not into the `state_dict`: whoever loads the model "
    "standardises with other numbers. Which argument of yours keeps them out?",
    "moved-by-hand": "It computes on each device, because you see to it by hand. The model still "
    "does not know both tensors, and its `state_dict` is not complete. Tell the model that they "
    "are its own.",
    "one-dtype-only": "After `model.double()` the layer is float64, and `forward` hands it "
    "float32. Name no dtype in `forward`: mean and std follow the model by themselves.",
}

SYMPTOMS = {
    "before Module.__init__": "super-missing",
    "already exists": "name-is-taken",
    "register_buffer() missing": "buffer-without-name",
    "NoneType": "keeps-the-none",
    "'register_buffer' is not defined": "self-forgotten",
    "'mean' is not defined": "self-forgotten",
    "'std' is not defined": "self-forgotten",
    "'layer' is not defined": "self-forgotten",
    "CUDA": "names-one-device",
    "NVIDIA": "names-one-device",
    "expected device": "names-one-device",
    "same device": "names-one-device",
}


def check(answer):
    a_class(answer, "Standardised")
    draw = Draw("08.2")
    n, rows = draw.sizes(2, 3, 6)
    mean, std, x = draw.tensor(n) + 0.1, draw.tensor(n).abs() + 0.1, draw.tensor(rows, n)

    model, layer = make(answer, mean, std)
    W, b = (one.detach() for one in layer.values())
    want = (x - mean) / std @ W.T + b
    check_output(model, layer, x, want)
    square = draw.tensor(n, n)
    got = a_tensor(call(model, square, name="Your model", symptoms=SYMPTOMS), "The output")
    if not close(got, (square - mean) / std @ W.T + b):
        reject("by-its-length")
    check_moving(answer, mean, std, x)
    other, _ = make(answer, draw.tensor(n), draw.tensor(n).abs() + 1)
    check_storing(model, other, x, want)
    check_doubling(answer, mean, std, x)


def make(answer, mean, std):
    """Return a model of the learner's class, and {name: Parameter} of its layer, weight first."""
    name = "`Standardised(mean, std)`"
    model = call(answer, mean.clone(), std.clone(), name=name, symptoms=SYMPTOMS)
    known = dict(model.named_parameters())
    if any(map(nn.parameter.is_lazy, known.values())):
        reject("takes-what-comes")
    for name, one in known.items():
        if one.is_meta:
            reject("names-one-device")
        if one.dtype != torch.float32:
            reject("other-dtype", name=name, dtype=one.dtype)
    weight = found(known, (2, len(mean)))
    if weight is None:
        linears = [one for one in model.modules() if isinstance(one, nn.Linear)]
        if linears and linears[0].in_features == len(mean):
            reject("other-outputs", given=linears[0].out_features)
        reject("loses-the-layer")
    bias = found(known, (2,))
    if bias is None:
        reject("loses-the-bias")
    return model, {weight: known[weight], bias: known[bias]}


def found(parameters, shape):
    """The name of the Parameter of this shape; of several, one that is learnt goes first."""
    fitting = [name for name, one in parameters.items() if tuple(one.shape) == shape]
    return min(fitting, key=lambda name: not parameters[name].requires_grad, default=None)


def check_output(model, layer, x, want):
    """Reject a model that computes something else, or that learns more, or less, than its layer."""
    got = call(model, x, name="Your model", symptoms=SYMPTOMS)
    compare(
        got,
        want,
        "The output of your model",
        beliefs=[("cuts-at-zero", want.relu())],
        otherwise="Compare with the stub: what is stored under each name, and what `forward` does "
        "with it.",
    )
    if not got.requires_grad:
        reject("cuts-the-gradient")
    learnt = sum(one.numel() for one in model.parameters() if one.requires_grad)
    if learnt > sum(one.numel() for one in layer.values()):
        reject("trained")
    for name, one in layer.items():
        if not one.requires_grad or gradient(got, one) is None:
            reject("cuts-a-parameter", name=name)


def gradient(output, parameter):
    """The gradient that gets from an output to a Parameter; None if none does."""
    return torch.autograd.grad(output.sum(), parameter, retain_graph=True, allow_unused=True)[0]


def check_moving(answer, mean, std, x):
    """Reject a class whose model does not compute on another device."""
    model, _ = make(answer, mean, std)
    call(model.to, "meta", name='`model.to("meta")`')
    symptoms = {"Cannot copy out of meta": "moves-the-input", "device": "left-behind"}
    plain = [one for one in vars(model).values() if isinstance(one, torch.Tensor)]
    if any(one.requires_grad for one in plain):
        symptoms["device"] = "gradient-is-enough"
    call(model, x.to("meta"), name="Your model on `meta`", symptoms=symptoms)


def check_storing(model, other, x, want):
    """Load a model's state into one with another mean and std: it should then do the same."""
    state = call(model.state_dict, name="`model.state_dict()`")
    call(other.load_state_dict, state, name="`load_state_dict`")
    if close(a_tensor(call(other, x), "The output of your model"), want):
        return
    if any(name not in state for name, _ in other.named_buffers()):
        reject("not-stored")
    reject("moved-by-hand")


def check_doubling(answer, mean, std, x):
    """Reject a class whose model does not compute in another dtype."""
    model, layer = make(answer, mean, std)
    call(model.double, name="`model.double()`")
    name = "Your model after `.double()`"
    got = call(model, x.double(), name=name, symptoms={"dtype": "one-dtype-only"})
    W, b = (model.get_parameter(name).detach() for name in layer)
    want = (x.double() - mean.double()) / std.double() @ W.T + b
    compare(got, want, "After `model.double()` the output")


EXERCISE = Exercise(
    id="08.2",
    name="Standardised",
    stub="""\
class Standardised(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.mean = mean
        self.std = std
        self.layer = nn.Linear(len(mean), 2)

    def forward(self, x):
        return self.layer((x - self.mean) / self.std)""",
    check=check,
    told=TOLD,
    hints=(
        "If it fails on `meta`: which of the three attributes does the module know as its "
        "own, and what are the other two?",
        "If the optimizer gets too much: lesson 7 knows two kinds of tensor that follow "
        "`.to`. One is learnt, the other is not.",
        "If `register_buffer` complains: it wants the name as text first, then the tensor, "
        "and it does the assigning by itself.",
    ),
    solutions=(
        """\
class Standardised(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.layer = nn.Linear(len(mean), 2)

    def forward(self, x):
        return self.layer((x - self.mean) / self.std)""",
        """\
class Standardised(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.mean = nn.Buffer(mean)
        self.std = nn.Buffer(std)
        self.layer = nn.Linear(len(mean), 2)

    def forward(self, x):
        return self.layer((x - self.mean) / self.std)""",
        """\
class Standardised(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("both", torch.stack([mean, 1 / std]))
        self.layer = nn.Linear(len(mean), 2)

    def forward(self, x):
        mean, one_over_std = self.both
        return self.layer((x - mean) * one_over_std)""",
    ),
)

"""08.2, a model that leaves something behind."""

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
    want = layer((x - mean) / std).detach()
    check_output(model, layer, x, want)
    check_moving(answer, mean, std, x)
    other, _ = make(answer, draw.tensor(n), draw.tensor(n).abs() + 1)
    check_storing(model, other, x, want)
    check_doubling(answer, mean, std, x)


def make(answer, mean, std):
    """Return a model of the learner's class, and the layer that it holds."""
    name = "`Standardised(mean, std)`"
    model = call(answer, mean.clone(), std.clone(), name=name, symptoms=SYMPTOMS)
    layer = next((one for one in model.modules() if isinstance(one, nn.Linear)), None)
    if layer is None or layer.in_features != len(mean):
        reject("loses-the-layer")
    return model, layer


def check_output(model, layer, x, want):
    """Reject a model that computes something else, or that learns more, or less, than its layer."""
    got = call(model, x, name="Your model", symptoms=SYMPTOMS)
    compare(
        got,
        want,
        "The output of your model",
        otherwise="Compare with the stub: what is stored under each name, and what `forward` does "
        "with it.",
    )
    if not got.requires_grad:
        reject("cuts-the-gradient")
    learnt = sum(one.numel() for one in model.parameters() if one.requires_grad)
    if learnt > sum(one.numel() for one in layer.parameters()):
        reject("trained")


def check_moving(answer, mean, std, x):
    """Reject a class whose model does not compute on another device."""
    model, _ = make(answer, mean, std)
    call(model.to, "meta", name='`model.to("meta")`')
    symptoms = {"Cannot copy out of meta": "moves-the-input", "device": "left-behind"}
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
    want = layer((x.double() - mean.double()) / std.double())
    compare(got, want.detach(), "After `model.double()` the output")


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

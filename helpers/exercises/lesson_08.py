"""Lesson 8, devices: what it asks, and the answers that its checks know."""

import contextlib
import copy
import inspect
from unittest import mock

import torch
from torch import nn

from helpers import devices
from helpers.records import (
    Exercise,
    count,
    expects_each,
    prediction,
    word,
    yes_or_no,
)
from helpers.trials import Draw, a_class, a_function, call, compare, describe, reject

# --- 08.1: where each of these is ----------------------------------------------------------------

_RIGHT_PLACES = {
    "x": "cpu",
    "layer.weight": "meta",
    "y": "meta",
    "layer(x)": "error",
    "layer(y)": "meta",
    "torch.zeros(3)": "cpu",
    "y.cpu()": "error",
}
_FETCHES = (
    "You assume that a layer brings its input to where it is itself. Did PyTorch move anything so "
    "far without being told?"
)
_FOLLOWS = (
    "You assume that the layer works where its input is. It multiplies two tensors: who would "
    "fetch the other one?"
)
_NO_NUMBERS = (
    "You expect `meta` to refuse all work, as it has no numbers. What does every tensor there "
    "still have, and is that enough to say where a result is?"
)

places = expects_each(
    word("cpu", "meta", "error"),
    _RIGHT_PLACES,
    [
        (
            "tensor-moves-in-place",
            "x",
            "meta",
            "You expect `x.to(...)` to move x itself. What does `.to` do with the tensor it "
            "returns, and does anybody keep that here?",
        ),
        (
            "module-returns-a-copy",
            "layer.weight",
            "cpu",
            "You assume that `.to` makes another module, as it does with a tensor. A module keeps "
            "its tensors as attributes: what happens to those?",
        ),
        (
            "result-is-not-kept",
            "y",
            "cpu",
            "That is where x is. But y is the name of what `.to` returns.",
        ),
        ("meta-refuses", "y", "error", _NO_NUMBERS),
        ("meta-refuses", "layer(y)", "error", _NO_NUMBERS),
        ("layer-fetches-its-input", "layer(x)", "meta", _FETCHES),
        ("result-follows-the-input", "layer(x)", "cpu", _FOLLOWS),
        (
            "result-comes-home",
            "layer(y)",
            "cpu",
            "You assume that a result comes back to the CPU by itself. Nothing moves unless you "
            "say so: where are the tensors that it is computed from?",
        ),
        (
            "new-tensors-follow",
            "torch.zeros(3)",
            "meta",
            "You assume that a move changes where new tensors are made. It moves one tensor or one "
            "module; what does torch.zeros hear about that?",
        ),
        (
            "numbers-come-back",
            "y.cpu()",
            "cpu",
            "You expect the numbers of x to come back. Which numbers does y have to bring along?",
        ),
        (
            "meta-stays-in-silence",
            "y.cpu()",
            "meta",
            "You assume that `.cpu()` does nothing, in silence. It was asked for a tensor on the "
            "CPU, with numbers in it.",
        ),
    ],
    "Go through the five lines once more, and write down for each name where it is.",
)

# --- 08.2: a model that leaves tensors behind ----------------------------------------------------

_SELF = (
    "self-forgotten",
    "A name stands alone that belongs to the module. Inside the class, how does the stub reach "
    "what the module holds?",
)
_ONE_DEVICE = (
    "names-one-device",
    "The model is on the CPU until somebody moves it, and one of its tensors is somewhere else "
    "from the start. Where the model goes is said later, by whoever calls `.to`.",
)
_WHILE_USED = {
    "before Module.__init__": (
        "super-missing",
        "The module is given something to keep before `super().__init__()` has made the lists for "
        "it. Look at the order of the lines in `__init__`.",
    ),
    "already exists": (
        "name-is-taken",
        "A line above `register_buffer` assigns to `self` under the same name, so the name is "
        "taken, by a plain attribute for instance. Each tensor needs one of the two lines only.",
    ),
    "register_buffer() missing": (
        "buffer-without-name",
        "A buffer needs a name and a tensor, and you give one thing only. Under which name should "
        "`forward` find it?",
    ),
    "NoneType": (
        "keeps-the-none",
        "A None stands where mean or std should be. `register_buffer` returns nothing that could "
        "be stored: it puts the tensor into the module by itself.",
    ),
    **{f"'{name}' is not defined": _SELF for name in ("register_buffer", "mean", "std", "layer")},
    **dict.fromkeys(("CUDA", "NVIDIA", "expected device", "same device"), _ONE_DEVICE),
}


def standardised(answer):
    a_class(answer, "Standardised")
    draw = Draw("08.2")
    n, rows = draw.sizes(2, 3, 6)
    mean, std, x = draw.tensor(n) + 0.1, draw.tensor(n).abs() + 0.1, draw.tensor(rows, n)

    model, layer = _made(answer, mean, std)
    want = layer((x - mean) / std).detach()
    got = call(model, x, name="Your model", symptoms=_WHILE_USED)
    compare(
        got,
        want,
        "The output of your model",
        otherwise="Compare with the stub: what is stored under each name, and what `forward` does "
        "with it.",
    )
    if not got.requires_grad:
        reject(
            "cuts-the-gradient",
            "The numbers are right, but the output has lost its note `grad_fn`: the layer would "
            "never learn again.",
        )
    learnt = sum(tensor.numel() for tensor in model.parameters() if tensor.requires_grad)
    if learnt > sum(tensor.numel() for tensor in layer.parameters()):
        reject(
            "trained",
            "They go along now, and `model.parameters()` hands them to the optimizer too, which "
            "changes them at each step. Mean and std were measured and should stay as they are.",
        )
    _moves(answer, mean, std, x)
    _stores(answer, model, draw, x, want)
    _doubles(answer, mean, std, x)


def _made(answer, mean, std):
    """A model of this class, and the layer that it holds."""
    making = "`Standardised(mean, std)`"
    model = call(answer, mean.clone(), std.clone(), name=making, symptoms=_WHILE_USED)
    layer = next((one for one in model.modules() if isinstance(one, nn.Linear)), None)
    if layer is None or layer.in_features != len(mean):
        reject(
            "loses-the-layer",
            "The model holds no nn.Linear with one input for each number of the mean. Leave that "
            "line of the stub as it is.",
        )
    return model, layer


def _moves(answer, mean, std, x):
    model, _ = _made(answer, mean, std)
    call(model.to, "meta", name='`model.to("meta")`')
    left = (
        "left-behind",
        'After `model.to("meta")` the model meets a tensor that is still on the CPU. The model '
        "moves what it keeps in its own lists, and a plain attribute is in none of them.",
    )
    came_back = (
        "moves-the-input",
        "On `meta` you bring the input back to the tensor that stayed on the CPU. The input is "
        "where it should be, with the model: mend what was left behind.",
    )
    call(
        model,
        x.to("meta"),
        name="Your model on `meta`",
        symptoms={"Cannot copy out of meta": came_back, "device": left},
    )


def _stores(answer, model, draw, x, want):
    """Load the model's state into one with another mean and std: it should then do the same."""
    n = x.shape[1]
    other, _ = _made(answer, draw.tensor(n), draw.tensor(n).abs() + 1)
    state = call(model.state_dict, name="`model.state_dict()`")
    call(other.load_state_dict, state, name="`load_state_dict`")
    if torch.allclose(call(other, x), want, rtol=1e-4, atol=1e-5):
        return
    if any(name not in state for name, _ in other.named_buffers()):
        reject(
            "not-stored",
            "They go along now, but not into the `state_dict`: whoever loads the model "
            "standardises with other numbers. Which argument of yours keeps them out?",
        )
    reject(
        "moved-by-hand",
        "It computes on each device, because you see to it by hand. The model still does not know "
        "both tensors, and its `state_dict` is not complete. Tell the model that they are its own.",
    )


def _doubles(answer, mean, std, x):
    model, layer = _made(answer, mean, std)
    call(model.double, name="`model.double()`")
    one_dtype = (
        "one-dtype-only",
        "After `model.double()` the layer is float64, and `forward` hands it float32. Name no "
        "dtype in `forward`: mean and std follow the model by themselves.",
    )
    after = "Your model after `.double()`"
    got = call(model, x.double(), name=after, symptoms={"dtype": one_dtype})
    want = layer((x.double() - mean.double()) / std.double())
    compare(got, want.detach(), "After `model.double()` the output")


# --- 08.3: choosing a device ---------------------------------------------------------------------


class _Question:
    """Stands for a function of PyTorch that says what there is, and notes that it was asked."""

    def __init__(self, name, answer, asked):
        self.name, self.answer, self.asked = name, answer, asked

    def __call__(self, check_available=False):
        self.asked.add(self.name)
        return self.answer(check_available) if callable(self.answer) else self.answer

    def __bool__(self):  # `if torch.cuda.is_available:` looks at the function itself
        self.asked.add("the function itself")
        return True


@contextlib.contextmanager
def _machine(cuda, mps):
    """Play a machine with or without CUDA and MPS; yields the set of what it was asked.

    Everything that PyTorch has to tell which devices there are says the same; ``torch.accelerator``
    does what it does in the newest releases.
    """
    asked = set()
    best = torch.device("cuda") if cuda else torch.device("mps") if mps else None
    built_for = torch.device("cuda")
    questions = [
        (torch.cuda, "is_available", "cuda", cuda),
        (torch.cuda, "device_count", "cuda", int(cuda)),
        (torch.backends.mps, "is_available", "mps", mps),
        (torch.mps, "is_available", "mps", mps),
        (torch.backends.mps, "is_built", "built", True),
        (torch.backends.cuda, "is_built", "built", True),
        (torch.accelerator, "is_available", "accelerator", cuda or mps),
        (
            torch.accelerator,
            "current_accelerator",
            "accelerator",
            lambda check_available: best if best or check_available else built_for,
        ),
    ]
    with contextlib.ExitStack() as patches:
        for module, name, what, says in questions:
            patches.enter_context(mock.patch.object(module, name, _Question(what, says, asked)))
        yield asked


# (CUDA, MPS) -> how a message calls the machine, what it has, and the device to choose
_MACHINES = {
    (False, False): ("neither CUDA nor MPS", ["cpu"], "cpu"),
    (False, True): ("MPS only", ["cpu", "mps"], "mps"),
    (True, False): ("CUDA only", ["cpu", "cuda"], "cuda"),
    (True, True): ("both CUDA and MPS", ["cpu", "mps", "cuda"], "cuda"),
}
_NOT_CALLED = (
    "not-called",
    "Without parentheses, `is_available` is the function itself and not its answer. And a function "
    "counts as true, whatever it would answer.",
)


def pick_device(answer):
    a_function(answer, [], "pick_device")
    picked, asked = [], set()
    for there, (machine, _, _) in _MACHINES.items():
        no_way = (
            "no-way-left",
            f"On a machine with {machine} you return a name that no line has given a value. Which "
            "way does your function go there?",
        )
        no_name = (
            "no-such-name",
            "You name a device that PyTorch does not know. Look at the list of names in section "
            "8.2.",
        )
        symptoms = {"device string": no_name, "local variable": no_way}
        with _machine(*there) as questions:
            picked.append(_a_device(call(answer, name="`pick_device`", symptoms=symptoms)))
        asked |= questions
    _judge(picked, asked)


def _a_device(device):
    if isinstance(device, _Question):
        reject(*_NOT_CALLED)
    if isinstance(device, str):
        reject(
            "text-for-a-device",
            f"You return the text {describe(device)}. `pick_device` should return the device "
            "itself, which has a `.type`: see how 8.2 makes one from a name.",
        )
    if not isinstance(device, torch.device):
        reject("wrong-type", f"You return {describe(device)}, and a torch.device is wanted.")
    return device


def _judge(picked, asked):
    """Say what is wrong with the devices chosen on the four machines, after these questions."""
    off, absent = [], []
    for device, (machine, has, best) in zip(picked, _MACHINES.values(), strict=True):
        told = f"On a machine with {machine} you give {device}"
        if device.type not in has or device.index:  # each of them has one GPU at most
            absent.append(told)
        if device.type != best:
            off.append(told)
    if not off and not absent:
        return
    kinds = [device.type for device in picked]
    _, only_mps, only_cuda, both = kinds
    if "the function itself" in asked:
        reject(*_NOT_CALLED)
    if len(set(kinds)) == 1 and not asked:
        reject(
            "never-asks",
            f"You give {both} on each machine, and ask nobody what it has. The questions must be "
            "asked inside the function, each time it is called.",
        )
    if absent:
        reject(
            "takes-what-is-not-there",
            f"{absent[0]}, which this machine does not have. What does each question answer there, "
            "and which way does your function go?",
        )
    if set(kinds) == {"cpu"}:
        reject(
            "asks-in-vain",
            "You ask, and give cpu on each machine all the same. Follow your function where an "
            "answer is True: which line is reached, and what does it return?",
        )
    if (only_mps == "cpu" and "mps" not in asked) or (only_cuda == "cpu" and "cuda" not in asked):
        reject(
            "one-question-only",
            f"{off[0]}. Its GPU stays idle, as you do not ask about it: there are two questions to "
            "ask.",
        )
    if both == "mps":
        reject(
            "cuda-overruled",
            f"{off[0]}. CUDA should come first wherever it is: which of your lines has the last "
            "word there?",
        )
    reject(
        "another-answer",
        f"{off[0]}. Follow your function line by line for this machine: what does each question "
        "answer?",
    )


# --- 08.4: an input that follows its model -------------------------------------------------------

_ONE_KIND_OF_MODEL = (
    "one-kind-of-model",
    "That works for one kind of model: not every model has a `.weight`, and not every model can be "
    "counted like a list. What does every model with parameters offer, whatever it is made of?",
)
_FIXED = (
    "fixed-place",
    "Model and x are both on the CPU here, and you take x away from there. Name no device: ask "
    "the model where it is.",
)
_STAYS = (
    "input-stays",
    "The model is on `meta`, and what it is called with is not. Two things are needed: where the "
    "model is, and the tensor that `.to` returns.",
)
_BACK = (
    "brings-meta-back",
    "With the model on `meta`, you bring something from there back to the CPU. Only x should move: "
    "the model stays, and its output stays with it.",
)
_ASKING = {
    "'method' object": (
        "parameters-not-called",
        "`model.parameters` without parentheses is the method itself. Call it, and it goes through "
        "the parameters.",
    ),
    "invalid combination": (
        "to-the-model",
        "`.to` wants a place, and you give it something that has none of its own. What the model "
        "holds has one.",
    ),
    "'generator' object": (
        "asks-the-generator",
        "`model.parameters()` goes through all the parameters and has no place of its own. One "
        "parameter has: how does section 8.6 take the first?",
    ),
    "not writable": (
        "writes-the-device",
        "You assign to x.device. A tensor says there where it is, and nobody can change it: see "
        "section 8.4 for how to get a tensor that is elsewhere.",
    ),
    "has no attribute 'device'": (
        "asks-the-module",
        "You ask the module for its device, and a module has none. What it holds does.",
    ),
    "has no attribute 'weight'": _ONE_KIND_OF_MODEL,
    "not subscriptable": _ONE_KIND_OF_MODEL,
}


def output_of(answer):
    a_function(answer, ["model", "x"], "output_of")
    draw = Draw("08.4")
    n, hidden, n_out, rows = draw.sizes(4)
    x = draw.tensor(rows, n)
    together = _ASKING | dict.fromkeys(("device", "CUDA", "NVIDIA"), _FIXED)
    apart = {"Cannot copy out of meta": _BACK} | _ASKING | {"device": _STAYS}
    two = nn.Sequential(nn.Linear(n, hidden), nn.Linear(hidden, n_out))
    for model in (two, nn.Linear(n, n_out)):
        got = call(answer, model, x, symptoms=together)
        if next(model.parameters()).device.type != "cpu":
            reject(
                "moves-the-model",
                "The model is somewhere else afterwards. Whoever calls `output_of` goes on with "
                "it: let the model stay, and move x.",
            )
        returns_x = "You return x, moved to the model. What the model makes of it is asked."
        compare(
            got,
            model(x).detach(),
            "The output",
            beliefs=[("returns-the-input", x, returns_x)],
            otherwise="What does the model get for x?",
        )
        if not got.requires_grad:
            reject(
                "cuts-the-gradient",
                "The numbers are right, but the output has lost its note `grad_fn`: a model that "
                "is used like this cannot learn. Return what the model returns.",
            )
        away = copy.deepcopy(model).to("meta")
        got = call(answer, away, x, name="`output_of` with a model on `meta`", symptoms=apart)
        if not isinstance(got, torch.Tensor) or not got.is_meta:
            reject(*_BACK)


# --- sources of wrong answers --------------------------------------------------------------------


def _places(**changed):
    rows = [f'    "{label}": "{value}",' for label, value in (_RIGHT_PLACES | changed).items()]
    return "\n".join(["places = {", *rows, "}"])


def _model(
    first='self.register_buffer("mean", mean)',
    second='self.register_buffer("std", std)',
    forward="return self.layer((x - self.mean) / self.std)",
):
    return f"""\
class Standardised(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        {first}
        {second}
        self.layer = nn.Linear(len(mean), 2)

    def forward(self, x):
        {forward}"""


_PLAIN = "self.mean = mean", "self.std = std"


def _picks(body):
    """Source of ``pick_device``; CUDA and MPS in it stand for the two questions."""
    body = body.replace("CUDA", "torch.cuda.is_available()")
    return f"def pick_device():\n    {body.replace('MPS', 'torch.backends.mps.is_available()')}"


def _gives(output):
    return f"def output_of(model, x):\n    return {output}"


# --- the records ---------------------------------------------------------------------------------

RECORDS = (
    prediction(
        "08.a",
        "Suppose that your machine has a GPU. Where is a tensor for which you choose no device: "
        '"cpu", "gpu" or "depends" (PyTorch takes the one that suits it)?',
        kind=word("cpu", "gpu", "depends"),
        answer="cpu",
        beliefs=[
            (
                "gpu-by-itself",
                "gpu",
                "You expect PyTorch to use a GPU wherever there is one. Who would have told it to?",
            ),
            (
                "pytorch-chooses",
                "depends",
                "You expect PyTorch to weigh up what is best for each tensor. Would you know where "
                "your tensors are, then?",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="PyTorch moves nothing by itself, and it starts where every machine can start.",
    ),
    prediction(
        "08.b",
        "On a Mac whose GPU is called `mps`, which device does this line choose? Answer "
        '"cpu", "mps" or "error".',
        kind=word("cpu", "mps", "error"),
        answer="cpu",
        beliefs=[
            (
                "cuda-means-any-gpu",
                "mps",
                "You assume that the line asks for any GPU. Whose GPUs are called `cuda`?",
            ),
            (
                "asking-fails",
                "error",
                "You expect the question to fail where there is no CUDA. It has two answers, True "
                "and False.",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="What does the question in the line answer on a Mac? Then follow the `if`.",
    ),
    prediction(
        "08.c",
        'After `layer.to("meta")` on a line of its own, where is the layer\'s weight: "cpu" or '
        '"meta"? If you expect the line to fail, answer "error".',
        kind=word("cpu", "meta", "error"),
        answer="meta",
        beliefs=[
            (
                "module-returns-a-copy",
                "cpu",
                "That holds for a tensor, which `.to` leaves where it is. Is a module a tensor, or "
                "something that keeps tensors?",
            ),
            (
                "only-tensors-move",
                "error",
                "That would be so if only tensors had `.to`. Modules have it too.",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="A module holds its tensors as attributes. What could `.to` do to an attribute?",
    ),
    prediction(
        "08.d",
        "Its first layer is on the CPU, as `x` is, and its second layer is on `meta`. The shapes "
        'fit and the dtypes are equal. Where does `model(x)` stop: at the "first" layer, at the '
        '"second", or "nowhere"?',
        kind=word("first", "second", "nowhere"),
        answer="second",
        beliefs=[
            (
                "whole-model-is-looked-at",
                "first",
                "You assume that PyTorch looks through the whole model before it starts. The model "
                "calls one layer after the other: which tensors does that layer compute with?",
            ),
            ("layer-fetches-its-input", "nowhere", _FETCHES),
        ],
        otherwise="Choose one of the three words.",
        hint="Take one layer after the other: where is its input, and where is its weight?",
    ),
    prediction(
        "08.e",
        'How many of these four go along when you say `.to("meta")`?',
        kind=count,
        answer=3,
        beliefs=[
            (
                "all-attributes-go",
                4,
                "You assume that every attribute goes. Does the module know each of them as its "
                "own? Think of lesson 7's grid.",
            ),
            (
                "only-parameters-go",
                2,
                "You assume that only the parameters go, as only they are for an optimizer. Is "
                "that all that a module keeps a list of?",
            ),
            (
                "inner-layers-stay",
                1,
                "You assume that most of them stay. Does a module know the layers inside it, and "
                "whatever else it was told to keep?",
            ),
            (
                "nothing-goes",
                0,
                "You assume that nothing goes. In 8.4 you moved a layer: what went along there?",
            ),
        ],
        otherwise="There are four tensors to count.",
        others=[5],
        hint="Which of the four does the module keep in one of its own lists?",
    ),
    prediction(
        "08.f",
        'Is the weight that the optimizer holds still the layer\'s weight? Answer "yes" or "no".',
        kind=yes_or_no,
        answer="no",
        beliefs=[
            (
                "optimizer-follows",
                "yes",
                "You assume that the optimizer follows the layer. It was given a list of objects, "
                "once. Now the layer gets new ones: does anybody tell the optimizer?",
            ),
        ],
        otherwise="Answer yes or no.",
        hint="The optimizer knows no layer, only the objects of its list. Which objects does the "
        "layer hold after this move?",
    ),
    prediction(
        "08.g",
        "Of n = 128, 256, 512 and 1024, which is the smallest at which the GPU is faster?",
        kind=count,
        answer=256,
        beliefs=[
            (
                "order-costs-nothing",
                128,
                "You come close. Divide the CPU's time at 1024 by eight, once for each step down "
                "to 128: is what is left more than the GPU needs to get its order?",
            ),
            (
                "stops-too-soon",
                512,
                "You come close. Take an eighth of the CPU's time once more: does the CPU then "
                "need less than the GPU needs to get its order?",
            ),
            (
                "work-shrinks-slowly",
                1024,
                "You are far off: there the GPU is nearly 40 times as fast. How much of the CPU's "
                "time is left at half the n, and is that still more than the GPU's?",
            ),
            *(
                (
                    "figures-not-read",
                    n,
                    "Read the two rows of the table: which of the two is faster at n = 64, and "
                    "which at n = 1024? The change is between them.",
                )
                for n in (64, 2048, 4096, 8192)
            ),
        ],
        otherwise="Choose one of the four sizes.",
        others=[100],
        hint="For small work the order takes longest, for large work the multiplications do. Below "
        "which n does the CPU need less than the order alone?",
    ),
    Exercise(
        id="08.1",
        title="Where is it?",
        minutes=4,
        asks="These five lines run one after the other, on any machine:\n\n"
        "```python\n"
        "x = torch.ones(2, 3)\n"
        "layer = nn.Linear(3, 4)\n"
        'x.to("meta")\n'
        'layer.to("meta")\n'
        'y = x.to("meta")\n'
        "```\n\n"
        'After them, where is each of the seven things in the cell below? Answer `"cpu"`, '
        '`"meta"`, or `"error"` if asking for it raises an error. Answer before you try.',
        name="places",
        stub=_places(**dict.fromkeys(_RIGHT_PLACES, "...")).replace('"..."', "..."),
        check=places,
        hints=(
            "If you do not know where to start: for each of the three lines with `.to`, say if "
            "it moves something or returns something, and whether anybody keeps what it returns.",
            "If one of the calls of the layer is off: write down where the weight is and where the "
            "input is. Do the two agree?",
            "If the last one is off: which numbers does a tensor on `meta` have?",
        ),
        solutions=(
            _places(),
            """\
x = torch.ones(2, 3)
layer = nn.Linear(3, 4).to("meta")
y = x.to("meta")
places = {
    "x": x.device,
    "layer.weight": layer.weight.device,
    "y": y.device,
    "layer(x)": "An error!",
    "layer(y)": layer(y).device,
    "torch.zeros(3)": torch.zeros(3).device,
    "y.cpu()": "error",
}""",
        ),
        wrong={
            "tensor-moves-in-place": (_places(x="meta", **{"layer(x)": "meta"}),),
            "module-returns-a-copy": (_places(**{"layer.weight": "cpu", "layer(y)": "error"}),),
            "result-is-not-kept": (_places(y="cpu"),),
            "meta-refuses": (_places(**{"layer(y)": "error"}), _places(y="error")),
            "layer-fetches-its-input": (_places(**{"layer(x)": "meta"}),),
            "result-follows-the-input": (_places(**{"layer(x)": "on the cpu, with x"}),),
            "result-comes-home": (_places(**{"layer(y)": "cpu"}),),
            "new-tensors-follow": (_places(**{"torch.zeros(3)": "meta"}),),
            "numbers-come-back": (_places(**{"y.cpu()": "cpu"}),),
            "meta-stays-in-silence": (_places(**{"y.cpu()": "meta"}),),
            "no-choice": (_places(x="gpu"), _places(**{"layer(y)": "no error"})),
            "missing-part": ('places = {"x": "cpu", "y": "meta"}',),
            "wrong-type": ('places = ["cpu", "meta", "meta", "error", "meta", "cpu", "error"]',),
        },
    ),
    Exercise(
        id="08.2",
        title="A model that leaves something behind",
        minutes=6,
        asks="`Standardised(mean, std)` subtracts a mean and divides by a standard deviation "
        "before its layer; both are tensors with one number for each input. After "
        '`model.to("meta")` it fails, and its `state_dict` holds the layer only. Mend it: '
        "`.to` and `.double()` should take `mean` and `std` along, and `state_dict` should store "
        "them. An optimizer that gets `model.parameters()` should leave both as they are.",
        name="Standardised",
        stub=_model(*_PLAIN),
        check=standardised,
        hints=(
            "If it fails on `meta`: which of the three attributes does the module know as its own, "
            "and what are the other two?",
            "If the optimizer gets too much: lesson 7 knows two kinds of tensor that follow `.to`. "
            "One is learnt, the other is not.",
            "If `register_buffer` complains: it wants the name as text first, then the tensor, and "
            "it does the assigning by itself.",
        ),
        solutions=(
            _model(),
            _model("self.mean = nn.Buffer(mean)", "self.std = nn.Buffer(std)"),
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
        wrong={
            "left-behind": (
                _model('self.mean = mean.to("cpu")', 'self.std = std.to("cpu")'),
                _model(second="self.std = std"),
            ),
            "trained": (_model("self.mean = nn.Parameter(mean)", "self.std = nn.Parameter(std)"),),
            "moved-by-hand": (
                _model(
                    *_PLAIN,
                    "return self.layer((x - self.mean.to(x.device)) / self.std.to(x.device))",
                ),
            ),
            "moves-the-input": (
                _model(*_PLAIN, 'return self.layer((x.to("cpu") - self.mean) / self.std)'),
            ),
            "names-one-device": (
                _model('self.mean = mean.to("meta")', 'self.std = std.to("meta")'),
                _model('self.register_buffer("mean", mean.cuda())'),
            ),
            "not-stored": (_model('self.register_buffer("mean", mean, persistent=False)'),),
            "one-dtype-only": (
                _model(forward="return self.layer(((x - self.mean) / self.std).float())"),
            ),
            "keeps-the-none": (_model('self.mean = self.register_buffer("mean", mean)'),),
            "name-is-taken": (
                _model(_PLAIN[0] + '\n        self.register_buffer("mean", mean)'),
                _model(
                    'self.mean = nn.Parameter(mean)\n        self.register_buffer("mean", mean)'
                ),
            ),
            "buffer-without-name": (_model("self.register_buffer(mean)"),),
            "self-forgotten": (_model(forward="return self.layer((x - mean) / std)"),),
            "super-missing": (_model().replace("super().__init__()", "pass"),),
            "loses-the-layer": (_model().replace("len(mean)", "3"),),
            "cuts-the-gradient": (
                _model(forward="return self.layer((x - self.mean) / self.std).detach()"),
            ),
            "mutates-input": (
                _model(forward="x -= self.mean\n        return self.layer(x / self.std)"),
            ),
            "none": (_model(forward="self.layer((x - self.mean) / self.std)"),),
            "wrong-type": ("Standardised = nn.Sequential(nn.Linear(3, 2))",),
        },
    ),
    Exercise(
        id="08.3",
        title="Choose a device",
        minutes=5,
        asks="Write `pick_device()`. It returns a `torch.device`: CUDA if this machine has it, "
        "otherwise MPS if it has that, otherwise the CPU. Ask `torch.cuda.is_available()` and "
        "`torch.backends.mps.is_available()`. You need no GPU to try it: the check plays four "
        "machines, with both, with one of them, and with neither.",
        name="pick_device",
        stub=_picks("return ..."),
        check=pick_device,
        hints=(
            "If it gives the same device everywhere: the two questions must be asked inside the "
            "function, with parentheses behind their names.",
            "If one machine is off: there are three ways out of the function. Which one comes "
            "first, and what is left when both answers are no?",
            "If you return a text: torch.device makes a device from its name.",
        ),
        solutions=(
            inspect.getsource(devices.pick_device),
            """\
def pick_device():
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return torch.device(next((name for name, yes in there.items() if yes), "cpu"))""",
            """\
def pick_device():
    best = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    return torch.device("cpu") if best is None else best""",
        ),
        wrong={
            "never-asks": (
                "device = torch.zeros(1).device\n" + _picks("return device"),
                _picks('return torch.device("cuda")'),
            ),
            "no-such-name": (_picks('return torch.device("gpu" if CUDA else "cpu")'),),
            "text-for-a-device": (_picks('return "cuda" if CUDA else "mps" if MPS else "cpu"'),),
            "not-called": (
                _picks('return torch.device("cuda" if torch.cuda.is_available else "cpu")'),
            ),
            "one-question-only": (
                _picks('return torch.device("cuda" if CUDA else "cpu")'),
                _picks('return torch.device("mps" if MPS else "cpu")'),
            ),
            "cuda-overruled": (
                _picks('return torch.device("mps" if MPS else "cuda" if CUDA else "cpu")'),
                """\
def pick_device():
    if torch.cuda.is_available():
        device = torch.device("cuda")
    if torch.backends.mps.is_available():
        device = torch.device("mps")
    else:
        device = torch.device("cpu")
    return device""",
            ),
            "takes-what-is-not-there": (
                _picks('return torch.device("cuda" if CUDA or MPS else "cpu")'),
                _picks('return torch.device("cuda:1" if CUDA else "mps" if MPS else "cpu")'),
            ),
            "asks-in-vain": (
                """\
def pick_device():
    if torch.cuda.is_available():
        torch.device("cuda")
    elif torch.backends.mps.is_available():
        torch.device("mps")
    return torch.device("cpu")""",
            ),
            "another-answer": (
                _picks('return torch.device("cuda" if CUDA and MPS else "mps" if MPS else "cpu")'),
            ),
            "no-way-left": (
                """\
def pick_device():
    if torch.cuda.is_available():
        device = torch.device("cuda")
    elif torch.backends.mps.is_available():
        device = torch.device("mps")
    return device""",
            ),
            "none": (_picks('print("cuda" if CUDA else "cpu")'),),
            "changes-default-device": (
                _picks('torch.set_default_device("cuda")\n    return torch.device("cuda")'),
            ),
            "wrong-type": ("pick_device = torch.device('cpu')", _picks("return CUDA")),
        },
    ),
    Exercise(
        id="08.4",
        title="An input that follows its model",
        minutes=4,
        asks="`output_of(model, x)` should return the output of `model` for `x`, wherever the two "
        "are: it brings `x` to the device of the model, and leaves the model where it is. The "
        "model can be any module that has parameters, all on one device. As it stands, it works "
        "only where the two happen to be together. Mend it.",
        name="output_of",
        stub=_gives("model(x)"),
        check=output_of,
        hints=(
            "If you cannot find where the model is: a module has no place, and what it holds has. "
            "Look at section 8.6.",
            "If the error still names two devices: does anybody keep the tensor that `.to` "
            "returns?",
        ),
        solutions=(
            """\
def output_of(model, x):
    device = next(model.parameters()).device
    return model(x.to(device))""",
            """\
def output_of(model, x):
    for parameter in model.parameters():
        x = x.to(parameter.device)
    return model(x)""",
        ),
        wrong={
            "input-stays": (
                """\
def output_of(model, x):
    x.to(next(model.parameters()).device)
    return model(x)""",
                _gives('model(x.to("cpu"))'),
            ),
            "fixed-place": (_gives('model(x.to("meta"))'), _gives("model(x.cuda())")),
            "writes-the-device": (
                """\
def output_of(model, x):
    x.device = next(model.parameters()).device
    return model(x)""",
            ),
            "parameters-not-called": (_gives("model(x.to(next(model.parameters).device))"),),
            "to-the-model": (_gives("model(x.to(model))"),),
            "asks-the-module": (_gives("model(x.to(model.device))"),),
            "asks-the-generator": (
                _gives("model(x.to(model.parameters().device))"),
                _gives("model(x.to(model.parameters()[0].device))"),
            ),
            "one-kind-of-model": (
                _gives("model(x.to(model.weight.device))"),
                _gives("model(x.to(model[0].weight.device))"),
            ),
            "brings-meta-back": (
                _gives("model.to(x.device)(x)"),
                _gives("model(x.to(next(model.parameters()).device)).cpu()"),
            ),
            "moves-the-model": (
                "def output_of(model, x):\n    y = model(x)\n    model.to('meta')\n    return y",
            ),
            "returns-the-input": (_gives("x.to(next(model.parameters()).device)"),),
            "cuts-the-gradient": (
                """\
def output_of(model, x):
    with torch.no_grad():
        return model(x.to(next(model.parameters()).device))""",
            ),
            "none": ("def output_of(model, x):\n    model(x.to(next(model.parameters()).device))",),
            "wrong-type": ("output_of = nn.Linear(3, 2)",),
        },
    ),
)

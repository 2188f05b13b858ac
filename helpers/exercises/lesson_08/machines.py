"""Four machines, with and without CUDA and MPS, that 08.3 plays on any machine."""

import contextlib
from dataclasses import dataclass
from unittest import mock

import torch


@dataclass(frozen=True)
class Machine:
    """A machine with at most one GPU of each kind."""

    name: str
    cuda: bool
    mps: bool
    best: str
    """The kind of device to choose there."""

    def has(self, device):
        """Whether this device is there."""
        there = {"cpu": True, "cuda": self.cuda, "mps": self.mps}
        return there.get(device.type, False) and not device.index


NEITHER = Machine("neither CUDA nor MPS", cuda=False, mps=False, best="cpu")
ONLY_MPS = Machine("MPS only", cuda=False, mps=True, best="mps")
ONLY_CUDA = Machine("CUDA only", cuda=True, mps=False, best="cuda")
BOTH = Machine("both CUDA and MPS", cuda=True, mps=True, best="cuda")


class Question:
    """Stands for a function of PyTorch that says what there is, and notes that it was asked."""

    def __init__(self, about, answer, asked):
        self.about, self.answer, self.asked = about, answer, asked

    def __call__(self):
        self.asked.add(self.about)
        return self.answer

    def __bool__(self):  # `if torch.cuda.is_available:` looks at the function itself
        self.asked.add("the function itself")
        return True


class Accelerator(Question):
    """Stands for ``torch.accelerator.current_accelerator``.

    As in the newest releases, it names what torch was built for, whether or not it is there,
    unless it is told to look.
    """

    def __call__(self, check_available=False):
        there = super().__call__()
        return there if there or check_available else torch.device("cuda")


@contextlib.contextmanager
def play(machine, answer):
    """Let PyTorch say what it would say on this machine; yields the set of what it was asked.

    The answer may know a function of PyTorch by a name of its own, from an import.
    """
    asked = set()
    gpu = None if machine.best == "cpu" else torch.device(machine.best)

    def question(about, answer):
        return Question(about, answer, asked)

    said = [
        (torch.cuda, "is_available", question("cuda", machine.cuda)),
        (torch.cuda, "device_count", question("cuda", int(machine.cuda))),
        (torch.backends.mps, "is_available", question("mps", machine.mps)),
        (torch.mps, "is_available", question("mps", machine.mps)),
        (torch.cpu, "is_available", question("cpu", True)),
        (torch.backends.mps, "is_built", question("built", True)),
        (torch.backends.cuda, "is_built", question("built", True)),
        (torch.accelerator, "is_available", question("accelerator", gpu is not None)),
        (torch.accelerator, "current_accelerator", Accelerator("accelerator", gpu, asked)),
    ]
    with contextlib.ExitStack() as patches:
        names = getattr(answer, "__globals__", {})
        for module, name, stand_in in said:
            function = getattr(module, name)
            imported = {key: stand_in for key, value in names.items() if value is function}
            patches.enter_context(mock.patch.object(module, name, stand_in))
            patches.enter_context(mock.patch.dict(names, imported))
        yield asked

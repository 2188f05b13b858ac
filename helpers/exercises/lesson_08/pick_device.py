"""08.3, choose a device."""

import torch

from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe
from helpers.exercises.lesson_08.machines import (
    BOTH,
    NEITHER,
    ONLY_CUDA,
    ONLY_MPS,
    Question,
    play,
)

TOLD = {
    "no-such-name": "You name a device that PyTorch does not know. Look at the list of names in "
    "section 8.2.",
    "answer-for-a-name": "torch.device gets True, which is the answer to a question. It wants the "
    "name of a device: which name goes with which question?",
    "no-way-left": "On a machine with {machine} you return a name that no line has given a value. "
    "Which way does your function go there?",
    "not-called": "Without parentheses, `is_available` is the function itself and not its answer. "
    "And a function counts as true, whatever it would answer.",
    "text-for-a-device": "You return the text {given}. `pick_device` should return the device "
    "itself, which has a `.type`: see how 8.2 makes one from a name.",
    "wrong-type": "You return {given}, and a torch.device is wanted.",
    "never-asks": "You give {device} on each machine, and ask nobody what it has. The questions "
    "must be asked inside the function, each time it is called.",
    "takes-what-is-not-there": "On a machine with {machine} you give {device}, which this machine "
    "does not have. What does each question answer there, and which way does your function go?",
    "asks-in-vain": "You ask, and give cpu on each machine all the same. Follow your function "
    "where an answer is True: which line is reached, and what does it return?",
    "one-question-only": "On a machine with {machine} you give {device}. Its GPU stays idle, as "
    "you do not ask about it: there are two questions to ask.",
    "cuda-overruled": "On a machine with {machine} you give {device}. CUDA should come first "
    "wherever it is: which of your lines has the last word there?",
    "another-answer": "On a machine with {machine} you give {device}. Follow your function line by "
    "line for this machine: what does each question answer?",
}

ANSWERS = {"got (bool)": "answer-for-a-name", "not bool": "answer-for-a-name"}


def check(answer):
    a_function(answer, [], "pick_device")
    picked, asked = {}, set()
    for machine in (NEITHER, ONLY_MPS, ONLY_CUDA, BOTH):
        with play(machine, answer) as questions:
            picked[machine] = pick(answer, machine)
        asked |= questions
    judge(picked, asked)


def pick(answer, machine):
    """Return the device that the answer gives on this machine."""
    device = call(
        answer,
        name="`pick_device`",
        symptoms={"device string": "no-such-name", "local variable": "no-way-left"} | ANSWERS,
        facts={"machine": machine.name},
    )
    if isinstance(device, Question):
        reject("not-called")
    if isinstance(device, str):
        reject("text-for-a-device", given=describe(device))
    if not isinstance(device, torch.device):
        reject("wrong-type", given=describe(device))
    return device


def judge(picked, asked):
    """Say what is wrong with the devices picked on the four machines, after these questions."""
    off = [machine for machine in picked if picked[machine].type != machine.best]
    absent = [machine for machine in picked if not machine.has(picked[machine])]
    if not off and not absent:
        return
    if "the function itself" in asked:
        reject("not-called")
    kinds = {device.type for device in picked.values()}
    if len(kinds) == 1 and not asked:
        reject("never-asks", device=picked[BOTH].type)
    if absent:
        reject("takes-what-is-not-there", machine=absent[0].name, device=picked[absent[0]])
    if kinds == {"cpu"}:
        reject("asks-in-vain")
    facts = {"machine": off[0].name, "device": picked[off[0]]}
    mps_idle = picked[ONLY_MPS].type == "cpu" and "mps" not in asked
    cuda_idle = picked[ONLY_CUDA].type == "cpu" and "cuda" not in asked
    if mps_idle or cuda_idle:
        reject("one-question-only", **facts)
    if picked[BOTH].type == "mps":
        reject("cuda-overruled", **facts)
    reject("another-answer", **facts)


EXERCISE = Exercise(
    id="08.3",
    name="pick_device",
    stub="""\
def pick_device():
    return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If it gives the same device everywhere: the two questions must be asked inside "
        "the function, with parentheses behind their names.",
        "If one machine is off: there are three ways out of the function. Which one comes "
        "first, and what is left when both answers are no?",
        "If you return a text: torch.device makes a device from its name.",
    ),
    solutions=(
        '''\
def pick_device():
    """Return the fastest kind of device of this machine: CUDA, MPS or the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")''',
        """\
def pick_device():
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return torch.device(next((name for name, yes in there.items() if yes), "cpu"))""",
        """\
def pick_device():
    best = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    return torch.device("cpu") if best is None else best""",
    ),
)

"""What a module does with each kind of attribute, line by line."""

import torch
from torch import nn

from helpers.captions import listed, yes_or_no
from helpers.drawings import svg
from helpers.roles import GREY, YES_GROUND

X = torch.tensor([1.0, 0.0, 2.0])
NUMBERS = torch.tensor([[1.0, 2.0, 0.0], [0.0, -1.0, 3.0]])
KINDS = {
    "plain": "self.weight = torch.tensor(numbers)",
    "with_grad": "self.weight = torch.tensor(numbers, requires_grad=True)",
    "parameter": "self.weight = nn.Parameter(torch.tensor(numbers))",
    "buffer": 'self.register_buffer("weight", torch.tensor(numbers))',
}
BESIDE = "self.beside = nn.Parameter(torch.ones(3))"
LINES = (
    "module = Own()",
    "module.to(torch.float64)",
    "module(x).sum().backward()",
    "torch.optim.SGD(module.parameters(), lr=0.1).step()",
)


class Own(nn.Module):
    """A module with a weight of one kind, made by the very line of code that is drawn."""

    def __init__(self, kind, beside):
        super().__init__()
        names = {"self": self, "torch": torch, "nn": nn, "numbers": NUMBERS.tolist()}
        for line in (KINDS[kind], BESIDE) if beside else (KINDS[kind],):
            exec(line, names)

    def forward(self, x):
        """Both attributes take part, as in the lesson."""
        return x * (self.weight + self.beside) if hasattr(self, "beside") else x * self.weight


def registration(kind, *, beside, lines):
    """An attribute of one kind through four lines of code: its numbers, and five yes or no.

    Args:
        kind: "plain", "with_grad", "parameter" or "buffer".
        beside: whether the module has a Parameter beside it.
        lines: how many of the four lines have run, from 1 to 4.
    """
    if kind not in KINDS or not 1 <= lines <= len(LINES):
        raise ValueError(
            f"This picture draws the kinds {', '.join(KINDS)} after 1 to {len(LINES)} lines, "
            f"and not {kind!r} after {lines}."
        )
    module, errors = _run(kind, beside, lines)
    answers = _answers(module, lines)
    parts = [*_code(kind, beside, lines, errors), *_numbers(module), *_grid(answers)]
    told = [
        f"{question} {'yes' if yes else 'no'}"
        for question, yes in answers.items()
        if yes is not None
    ]
    if answers["moved by a step?"]:
        told.append(f"its numbers are now {listed(module.weight.detach().flatten())}")
    told += [f"line {line} raises {error}" for line, error in errors.items()]
    company = "beside a Parameter" if beside else "alone in its module"
    sentence = f"{kind}, {company}, after line {lines}: {'; '.join(told)}"
    return svg.finish(848, 476, parts, sentence)


def _run(kind, beside, lines):
    """The module after so many lines, and by line the errors that they raised."""
    names, errors = {"Own": lambda: Own(kind, beside), "torch": torch, "x": X}, {}
    for count, line in enumerate(LINES[:lines], 1):
        try:
            exec(line, names)
        except (RuntimeError, ValueError) as error:
            errors[count] = f"{type(error).__name__}: {error}"
    return names["module"], errors


def _answers(module, lines):
    """By question yes, no, or None where the line that answers it has not run."""
    weight = module.weight.detach()
    answers = [
        (1, "in parameters()?", "weight" in dict(module.named_parameters())),
        (1, "in state_dict()?", "weight" in module.state_dict()),
        (2, "follows .to()?", weight.dtype == torch.float64),
        (3, "gets a grad?", module.weight.grad is not None),
        (4, "moved by a step?", not torch.equal(weight, NUMBERS.to(weight.dtype))),
    ]
    return {question: yes if line <= lines else None for line, question, yes in answers}


def _code(kind, beside, lines, errors):
    """The lines of the class, and of the program; those that have not run are grey."""
    yield svg.write(12, 20, "in __init__:", size=svg.SMALL)
    yield svg.code(120, 20, KINDS[kind], bold=True)
    if beside:
        yield svg.code(120, 44, BESIDE)
    yield svg.write(12, 68, "in forward:", size=svg.SMALL)
    yield svg.code(
        120, 68, f"return x * {'(self.weight + self.beside)' if beside else 'self.weight'}"
    )
    for count, (line, middle) in enumerate(zip(LINES, (104, 130, 156, 206), strict=True), 1):
        if count == lines:
            yield f'<rect x="8" y="{middle - 13}" width="832" height="26" fill="#E8E8E8"/>'
        fill = "#000000" if count <= lines else GREY
        yield svg.code(14, middle, str(count), fill=fill)
        yield svg.code(42, middle, line, bold=count == lines, fill=fill)
        if count in errors:
            frame = svg.box(42, middle + 12, 794, 24)
            yield svg.area(frame, "error", share=0.1, dotted=True)
            yield svg.write(50, middle + 24, errors[count], size=svg.SMALL)


def _numbers(module):
    """The weight as it was made, as it is now, and its gradient; what the module knows; x."""
    weight, grad = module.weight.detach(), module.weight.grad
    now = str(weight.dtype).removeprefix("torch.")
    moved = weight != NUMBERS.to(weight.dtype)
    yield from svg.label(12, 270, "numbers", "weight")
    yield from svg.cells(12, 288, NUMBERS, "weight", dotted=True)
    yield svg.write(166, 334, "→", anchor="middle", size=26)
    yield from svg.label(182, 270, f"weight {now}", "weight")
    yield from svg.cells(182, 288, weight, "weight", strong=moved)
    yield from svg.label(382, 270, "weight.grad", "gradient")
    if grad is None:
        yield svg.write(382, 311, "None")
    else:
        yield from svg.cells(382, 288, grad, "gradient")
    for middle, name, known in [
        (270, "parameters()", dict(module.named_parameters())),
        (298, "state_dict()", module.state_dict()),
    ]:
        yield svg.write(570, middle, f"{name}: {', '.join(known) or 'nothing'}")
    yield from svg.label(570, 349, "x (3,)", "input")
    yield from svg.cells(660, 326, X[None], "input")


def _grid(answers):
    """The row of the lesson's grid for this kind: a word and a mark in each column."""
    for column, (question, yes) in enumerate(answers.items()):
        left, middle = 12 + 164.8 * column, 12 + 164.8 * (column + 0.5)
        yield svg.write(middle, 408, question, anchor="middle", size=svg.SMALL)
        dashes = ' stroke-dasharray="2 4"' if yes is None else ""
        yield (
            f'<rect x="{svg.at(left)}" y="424" width="164.8" height="40" stroke="{GREY}" '
            f'stroke-width="1.5" fill="{YES_GROUND if yes else "#FFFFFF"}"{dashes}/>'
        )
        text = "not yet" if yes is None else yes_or_no(yes)
        yield svg.write(middle, 444, text, anchor="middle", bold=yes is not None)

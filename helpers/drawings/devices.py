"""Where tensors and a module are: what `.to` moves, and what becomes of a call then."""

import itertools

import torch
from torch import nn

from helpers.captions import on_device
from helpers.drawings import svg
from helpers.drawings.calls import new_layer
from helpers.roles import DEVICE_GROUND, GREY, ROLES

X = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
SHIFTS = {
    "plain tensor": "self.shift = torch.tensor([1.0, 2.0, 3.0])",
    "buffer": 'self.register_buffer("shift", torch.tensor([1.0, 2.0, 3.0]))',
}
MOVES_X = {
    "# x is not moved": "x stays on cpu",
    'x.to("meta")': "makes a copy on meta; nobody keeps it",
    'x = x.to("meta")': "x is now the name of the copy on meta",
}
MOVES_MODEL = {
    "# model is not moved": "the model stays on cpu",
    'model.to("meta")': "moves the model itself",
    'model = model.to("meta")': "moves the model itself, and returns it",
}
WIDTH = 412  # of the box of a device
SPOTS = {
    "x": (14, 203),
    "y": (262, 203),
    "weight": (14, 341),
    "bias": (162, 341),
    "shift": (262, 341),
}


class Shifted(nn.Module):
    """The model of the lesson, its shift made by the very line of code that is drawn."""

    def __init__(self, shift):
        super().__init__()
        exec(SHIFTS[shift], {"self": self, "torch": torch})
        self.layer = new_layer(3, 2)
        self.layer.load_state_dict(
            {
                "weight": torch.tensor([[1.0, 0.0, 1.0], [0.0, 2.0, 1.0]]),
                "bias": torch.tensor([10.0, 20.0]),
            }
        )

    def forward(self, x):
        """Shapes: (*, 3) -> (*, 2)."""
        return self.layer(x + self.shift)


def places(shift, move_x, move_model):
    """What is on the CPU and what on meta after two lines of code, and what a call gives then.

    Args:
        shift: the kind of the model's shift, "plain tensor" or "buffer".
        move_x, move_model: the two lines, of ``MOVES_X`` and ``MOVES_MODEL``.
    """
    for choice, known in [(shift, SHIFTS), (move_x, MOVES_X), (move_model, MOVES_MODEL)]:
        if choice not in known:
            raise ValueError(f"This picture draws {', '.join(known)}, and not {choice!r}.")
    names = {"x": X, "model": Shifted(shift)}
    exec(f"{move_x}\n{move_model}", names)
    x, model = names["x"], names["model"]
    y, error, stopped = _call(model, x)
    things = {
        "x": (x, "input"),
        "weight": (model.layer.weight, "weight"),
        "bias": (model.layer.bias, "bias"),
        "shift": (model.shift, "bias"),
    }
    if y is not None:
        things["y"] = (y, "output")
    moves = [(move_x, MOVES_X[move_x]), (move_model, MOVES_MODEL[move_model])]
    parts = [*_code(shift, moves, y, error, stopped)]
    told = []
    for index, device in enumerate(("cpu", "meta")):
        here = {name: one for name, one in things.items() if one[0].device.type == device}
        parts += _box(8 + (WIDTH + 8) * index, device, here)
        told.append(on_device(device, here))
    result = f"stops at {stopped} with {error}" if error else f"gives y of shape {tuple(y.shape)}"
    lines = f"{move_x}, {move_model}".replace("# ", "")
    sentence = f"{lines}, shift is a {shift}; {'; '.join(told)}; model(x) {result}"
    return svg.finish(848, 480, parts, sentence.replace('"', "'"))


def _call(model, x):
    """The output of model(x), or None with the error and the piece of code that raises it."""
    reached = []
    model.layer.register_forward_pre_hook(lambda *_: reached.append("layer"))
    try:
        return model(x), None, None
    except RuntimeError as error:
        stopped = "self.layer" if reached else "x + self.shift"
        return None, f"{type(error).__name__}: {error}", stopped


def _code(shift, moves, y, error, stopped):
    """The lines of the class, with a frame where it stops, and those of the program."""
    forward = "return self.layer(x + self.shift)"
    if error:
        left = 120 + svg.CODE * forward.index(stopped)
        yield _frame(left, 34, left + svg.CODE * len(stopped), 58)
        yield _frame(200, 116, 840, 142)
    yield svg.write(12, 20, "in __init__:", size=svg.SMALL)
    yield svg.code(120, 20, SHIFTS[shift], bold=True)
    yield svg.write(12, 46, "in forward:", size=svg.SMALL)
    yield svg.code(120, 46, forward)
    result = error or f"y is on {y.device}, of shape {tuple(y.shape)}"
    lines = [*moves, ("y = model(x)", result)]
    for count, (line, told) in enumerate(lines):
        middle = 77 + 26 * count
        yield svg.code(12, middle, str(count + 1))
        yield svg.code(40, middle, line, bold=True)
        yield svg.write(330 if count < 2 else 212, middle, told, size=svg.SMALL)


def _frame(left, top, right, bottom):
    corners = svg.box(left, top, right - left, bottom - top)
    return svg.area(corners, "error", share=0.1, dotted=True)


def _box(left, device, things):
    """A device with what is on it: each tensor in its own place, those of the model in a frame."""
    title = "meta: shapes without numbers" if device == "meta" else device
    yield (
        f'<rect x="{left}" y="150" width="{WIDTH}" height="326" rx="8" fill="{DEVICE_GROUND}" '
        'stroke="#000000" stroke-width="2"/>'
        f'<rect x="{left + 4}" y="318" width="{WIDTH - 8}" height="154" fill="none" '
        f'stroke="{GREY}" stroke-width="1.5" stroke-dasharray="6 4"/>'
    )
    yield svg.write(left + 10, 168, title, bold=True)
    yield svg.write(left + WIDTH - 12, 454, "model", anchor="end")
    for name, (tensor, role) in things.items():
        (across, top), matrix = SPOTS[name], tensor.detach().reshape(-1, tensor.shape[-1])
        label = f"{name} {tuple(tensor.shape)}" if name in ("x", "y") else name
        yield from svg.label(left + across, top, label, role)
        draw = _empty if tensor.is_meta else svg.cells
        yield from draw(left + across, top + 18, matrix, role)


def _empty(left, top, matrix, role):
    """A matrix that has a shape and no numbers."""
    rows, columns = matrix.shape
    for i, j in itertools.product(range(rows), range(columns)):
        yield (
            f'<rect x="{left + svg.CELL * j}" y="{top + svg.CELL * i}" width="{svg.CELL}" '
            f'height="{svg.CELL}" fill="#FFFFFF" stroke="{ROLES[role].colour}" '
            'stroke-width="1.5" stroke-dasharray="2 4"/>'
        )

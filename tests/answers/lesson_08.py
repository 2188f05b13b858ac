"""Lesson 8, devices: wrong answers, each under the misconception that leads to it."""

# Parts of the first right answer of 08.2.
MEAN = 'self.register_buffer("mean", mean)'
STD = 'self.register_buffer("std", std)'
FORWARD = "return self.layer((x - self.mean) / self.std)"


def picks(body):
    """Source of a pick_device; CUDA and MPS in it stand for the two questions."""
    body = body.replace("CUDA", "torch.cuda.is_available()")
    body = body.replace("MPS", "torch.backends.mps.is_available()")
    return f"def pick_device():\n    {body}"


def gives(output):
    """Source of an output_of of one line."""
    return f"def output_of(model, x):\n    return {output}"


WRONG = {
    "08.1": {
        "tensor-moves-in-place": [
            ('"x": "cpu"', '"x": "meta"', '"layer(x)": "error"', '"layer(x)": "meta"'),
        ],
        "module-returns-a-copy": [
            (
                '"layer.weight": "meta"',
                '"layer.weight": "cpu"',
                '"layer(y)": "meta"',
                '"layer(y)": "error"',
            ),
        ],
        "result-is-not-kept": [
            ('"y": "meta"', '"y": "cpu"'),
        ],
        "meta-refuses": [
            ('"layer(y)": "meta"', '"layer(y)": "error"'),
            ('"y": "meta"', '"y": "error"'),
        ],
        "layer-fetches-its-input": [
            ('"layer(x)": "error"', '"layer(x)": "meta"'),
        ],
        "result-follows-the-input": [
            ('"layer(x)": "error"', '"layer(x)": "on the cpu, with x"'),
        ],
        "result-comes-home": [
            ('"layer(y)": "meta"', '"layer(y)": "cpu"'),
        ],
        "new-tensors-follow": [
            ('"torch.zeros(3)": "cpu"', '"torch.zeros(3)": "meta"'),
        ],
        "numbers-come-back": [
            ('"y.cpu()": "error"', '"y.cpu()": "cpu"'),
        ],
        "meta-stays-in-silence": [
            ('"y.cpu()": "error"', '"y.cpu()": "meta"'),
        ],
        "another-answer": [
            ('"x": "cpu"', '"x": "error"'),
            ('"torch.zeros(3)": "cpu"', '"torch.zeros(3)": "error"'),
        ],
        "no-choice": [
            ('"x": "cpu"', '"x": "gpu"'),
            ('"layer(y)": "meta"', '"layer(y)": "no error"'),
        ],
        "missing-part": [
            'places = {"x": "cpu", "y": "meta"}',
        ],
        "wrong-type": [
            'places = ["cpu", "meta", "meta", "error", "meta", "cpu", "error"]',
        ],
    },
    "08.2": {
        "left-behind": [
            (MEAN, 'self.mean = mean.to("cpu")', STD, 'self.std = std.to("cpu")'),
            (STD, "self.std = std"),
        ],
        "trained": [
            (MEAN, "self.mean = nn.Parameter(mean)", STD, "self.std = nn.Parameter(std)"),
        ],
        "moved-by-hand": [
            (
                MEAN,
                "self.mean = mean",
                STD,
                "self.std = std",
                FORWARD,
                "return self.layer((x - self.mean.to(x.device)) / self.std.to(x.device))",
            ),
        ],
        "moves-the-input": [
            (
                MEAN,
                "self.mean = mean",
                STD,
                "self.std = std",
                FORWARD,
                'return self.layer((x.to("cpu") - self.mean) / self.std)',
            ),
        ],
        "names-one-device": [
            (MEAN, 'self.mean = mean.to("meta")', STD, 'self.std = std.to("meta")'),
            (MEAN, 'self.register_buffer("mean", mean.cuda())'),
        ],
        "not-stored": [
            (MEAN, 'self.register_buffer("mean", mean, persistent=False)'),
        ],
        "one-dtype-only": [
            (FORWARD, "return self.layer(((x - self.mean) / self.std).float())"),
        ],
        "keeps-the-none": [
            (MEAN, f"self.mean = {MEAN}"),
        ],
        "name-is-taken": [
            (MEAN, f"self.mean = mean\n        {MEAN}"),
            (MEAN, f"self.mean = nn.Parameter(mean)\n        {MEAN}"),
        ],
        "buffer-without-name": [
            (MEAN, "self.register_buffer(mean)"),
        ],
        "self-forgotten": [
            (FORWARD, "return self.layer((x - mean) / std)"),
            (MEAN, 'register_buffer("mean", mean)'),
            (FORWARD, "return layer((x - self.mean) / self.std)"),
        ],
        "super-missing": [
            ("super().__init__()", "pass"),
        ],
        "loses-the-layer": [
            ("len(mean), 2", "len(mean) + 1, 2"),
        ],
        "other-outputs": [
            ("len(mean), 2", "len(mean), len(mean)"),
        ],
        "loses-the-bias": [
            ("len(mean), 2", "len(mean), 2, bias=False"),
        ],
        "takes-what-comes": [
            ("nn.Linear(len(mean), 2)", "nn.LazyLinear(2)"),
        ],
        "other-dtype": [
            ("len(mean), 2)", "len(mean), 2).double()"),
        ],
        "cuts-a-parameter": [
            (
                FORWARD,
                "w = self.layer.weight.detach()\n"
                "        return (x - self.mean) / self.std @ w.T + self.layer.bias",
            ),
        ],
        "by-its-length": [
            (
                "        return",
                "        x = x.T if x.shape[0] == len(self.mean) else x\n        return",
            ),
        ],
        "cuts-at-zero": [
            (FORWARD, f"{FORWARD}.relu()"),
        ],
        "gradient-is-enough": [
            (
                MEAN,
                "self.mean = mean.clone().requires_grad_()",
                STD,
                "self.std = std.clone().requires_grad_()",
            ),
        ],
        "cuts-the-gradient": [
            (FORWARD, f"{FORWARD}.detach()"),
        ],
        "mutates-input": [
            (FORWARD, "x -= self.mean\n        return self.layer(x / self.std)"),
        ],
        "none": [
            (FORWARD, "self.layer((x - self.mean) / self.std)"),
        ],
        "wrong-type": [
            "Standardised = nn.Sequential(nn.Linear(3, 2))",
        ],
    },
    "08.3": {
        "never-asks": [
            "device = torch.zeros(1).device\n" + picks("return device"),
            picks('return torch.device("cuda")'),
        ],
        "no-such-name": [
            picks('return torch.device("gpu" if CUDA else "cpu")'),
        ],
        "answer-for-a-name": [
            picks('return torch.device(CUDA or MPS or "cpu")'),
        ],
        "text-for-a-device": [
            picks('return "cuda" if CUDA else "mps" if MPS else "cpu"'),
        ],
        "not-called": [
            picks('return torch.device("cuda" if torch.cuda.is_available else "cpu")'),
            picks("return torch.cuda.is_available"),
        ],
        "one-question-only": [
            picks('return torch.device("cuda" if CUDA else "cpu")'),
            picks('return torch.device("mps" if MPS else "cpu")'),
        ],
        "cuda-overruled": [
            picks('return torch.device("mps" if MPS else "cuda" if CUDA else "cpu")'),
            """\
def pick_device():
    if torch.cuda.is_available():
        device = torch.device("cuda")
    if torch.backends.mps.is_available():
        device = torch.device("mps")
    else:
        device = torch.device("cpu")
    return device""",
        ],
        "takes-what-is-not-there": [
            picks('return torch.device("cuda" if CUDA or MPS else "cpu")'),
            picks('return torch.device("cuda:1" if CUDA else "mps" if MPS else "cpu")'),
            picks('return torch.accelerator.current_accelerator() or torch.device("cpu")'),
        ],
        "asks-in-vain": [
            picks(
                'if torch.cpu.is_available():\n        return torch.device("cpu")\n'
                '    return torch.device("cuda" if CUDA else "mps")'
            ),
            """\
def pick_device():
    if torch.cuda.is_available():
        torch.device("cuda")
    elif torch.backends.mps.is_available():
        torch.device("mps")
    return torch.device("cpu")""",
        ],
        "another-answer": [
            picks('return torch.device("cuda" if CUDA and MPS else "mps" if MPS else "cpu")'),
        ],
        "no-way-left": [
            """\
def pick_device():
    if torch.cuda.is_available():
        device = torch.device("cuda")
    elif torch.backends.mps.is_available():
        device = torch.device("mps")
    return device""",
        ],
        "none": [
            picks('print("cuda" if CUDA else "cpu")'),
        ],
        "changes-default-device": [
            picks('torch.set_default_device("cuda")\n    return torch.device("cuda")'),
        ],
        "wrong-type": [
            "pick_device = torch.device('cpu')",
            picks("return CUDA"),
        ],
    },
    "08.4": {
        "input-stays": [
            """\
def output_of(model, x):
    x.to(next(model.parameters()).device)
    return model(x)""",
            gives('model(x.to("cpu"))'),
        ],
        "fixed-place": [
            gives('model(x.to("meta"))'),
            gives("model(x.cuda())"),
        ],
        "writes-the-device": [
            """\
def output_of(model, x):
    x.device = next(model.parameters()).device
    return model(x)""",
        ],
        "parameters-not-called": [
            gives("model(x.to(next(model.parameters).device))"),
        ],
        "to-the-model": [
            gives("model(x.to(model))"),
        ],
        "asks-the-module": [
            gives("model(x.to(model.device))"),
        ],
        "asks-the-generator": [
            gives("model(x.to(model.parameters().device))"),
            gives("model(x.to(model.parameters()[0].device))"),
        ],
        "one-kind-of-model": [
            gives("model(x.to(model.weight.device))"),
            gives("model(x.to(model[0].weight.device))"),
        ],
        "brings-meta-back": [
            gives("model.to(x.device)(x)"),
            gives("model(x.to(next(model.parameters()).device)).cpu()"),
        ],
        "moves-the-model": [
            """\
def output_of(model, x):
    y = model(x)
    model.to('meta')
    return y""",
        ],
        "returns-the-input": [
            gives("x.to(next(model.parameters()).device)"),
        ],
        "cuts-the-gradient": [
            """\
def output_of(model, x):
    with torch.no_grad():
        return model(x.to(next(model.parameters()).device))""",
        ],
        "mutates-input": [
            """\
def output_of(model, x):
    x -= x.mean()
    return model(x.to(next(model.parameters()).device))""",
        ],
        "returns-several": [
            gives("(model(x.to(next(model.parameters()).device)), x)"),
        ],
        "asks-the-buffers": [
            gives("model(x.to(next(model.buffers()).device))"),
        ],
        "changes-the-dtype": [
            gives("model(x.to(next(model.parameters())))"),
            gives("model(x.float().to(next(model.parameters()).device))"),
            gives("model(x.type_as(next(model.parameters())))"),
            gives("model(x.to(next(model.parameters()).device) * 1.0)"),
        ],
        "skips-the-hooks": [
            gives("model.forward(x.to(next(model.parameters()).device))"),
        ],
        "cuts-the-input": [
            gives("model(x.detach().to(next(model.parameters()).device))"),
            gives("model(torch.tensor(x.tolist(), device=next(model.parameters()).device))"),
        ],
        "names-a-place": [
            """\
def output_of(model, x):
    try:
        return model(x)
    except RuntimeError:
        return model(x.to("meta"))""",
            gives('model(x.to("meta") if next(model.parameters()).is_meta else x)'),
        ],
        "none": [
            """\
def output_of(model, x):
    model(x.to(next(model.parameters()).device))""",
        ],
        "wrong-type": [
            "output_of = nn.Linear(3, 2)",
        ],
    },
}

# Right answers that a check refused once.
RIGHT = {
    "08.2": [
        """\
from helpers.models import MyLinear


class Standardised(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.layer = MyLinear(len(mean), 2)

    def forward(self, x):
        return self.layer((x - self.mean) / self.std)""",
    ],
    "08.3": [
        """\
from torch.backends.mps import is_available as has_mps
from torch.cuda import is_available as has_cuda


def pick_device():
    return torch.device("cuda" if has_cuda() else "mps" if has_mps() else "cpu")""",
    ],
    "08.e": ['"3/4"', '"3 of 4"'],
}

"""Lesson 6, MNIST shapes: wrong answers, each under the misconception that leads to it."""

from helpers.exercises.lesson_06 import counts, shapes


def shapes_but(label, value):
    """All shapes right but this one."""
    return f"shapes = {shapes.ANSWERS | {label: value}}"


def counts_but(label, value):
    """All counts right but this one."""
    return f"counts = {counts.ANSWERS | {label: value}}"


def model(*parts):
    return f"ten_scores = nn.Sequential({', '.join(parts)})"


def scores(result, sizes="784, 10"):
    """A function of images x that uses a layer, ``linear``."""
    return f"linear = nn.Linear({sizes})\nten_scores = lambda x: {result}"


def height(result):
    return f"def apply_to_height(layer, x):\n    return {result}"


WRONG = {
    "06.1": {
        "reads-the-height": [
            shapes_but("layer(batch)", (5, 1, 50, 28)),
            shapes_but("layer(left)", (5, 1, 50, 18)),
        ],
        "two-axes-replaced": [
            shapes_but("layer(batch)", (5, 1, 50, 50)),
            shapes_but("layer(upper)", (5, 1, 50, 50)),
        ],
        "sees-whole-images": [
            shapes_but("layer(batch)", (5, 50)),
        ],
        "drops-the-channel": [
            shapes_but("layer(batch)", (5, 28, 50)),
        ],
        "numbers-of-the-lesson": [
            shapes_but("layer(batch)", (5, 1, 28, 100)),
            shapes_but("layer(batch)", (3, 1, 28, 50)),
        ],
        "everything-must-fit": [
            shapes_but("layer(batch)", "error"),
            shapes_but("layer(upper)", "error"),
        ],
        "crop-ignored": [
            shapes_but("layer(upper)", (5, 1, 28, 50)),
            shapes_but("nn.Flatten()(upper)", (5, 784)),
        ],
        "slice-miscounted": [
            shapes_but("layer(upper)", (5, 1, 17, 50)),
            shapes_but("layer(upper)", (5, 1, 19, 50)),
        ],
        "any-width-fits": [
            shapes_but("layer(left)", (5, 1, 28, 50)),
        ],
        "shape-of-the-input": [
            shapes_but("layer(upper)", (5, 1, 18, 28)),
            shapes_but("layer(left)", (5, 1, 28, 18)),
        ],
        "loses-the-images": [
            shapes_but("nn.Flatten()(upper)", (2520,)),
            shapes_but("nn.Flatten()(upper)", (504,)),
        ],
        "joins-other-axes": [
            shapes_but("nn.Flatten()(upper)", (5, 1, 504)),
            shapes_but("nn.Flatten()(upper)", (90, 28)),
        ],
        "goes-through-the-layer": [
            shapes_but("nn.Flatten()(upper)", (5, 900)),
            shapes_but("nn.Flatten()(upper)", "error"),
        ],
        "another-answer": [
            shapes_but("layer(batch)", (4, 1, 28, 50)),
            shapes_but("nn.Flatten()(upper)", (5, 46)),
        ],
        "missing-part": [
            'shapes = {"layer(batch)": (5, 1, 28, 50)}',
        ],
        "wrong-type": [
            'shapes = [(5, 1, 28, 50), (5, 1, 18, 50), "error", (5, 504)]',
            shapes_but("layer(left)", "it does not fit"),
        ],
    },
    "06.2": {
        "forgets-the-bias": [
            counts_but("nn.Linear(28, 100)", 2800),
            counts_but("nn.Linear(784, 10)", 7840),
            counts_but("larger / smaller", 2.8),
        ],
        "bias-per-input": [
            counts_but("nn.Linear(28, 100)", 2828),
        ],
        "adds-the-sizes": [
            counts_but("nn.Linear(28, 100)", 128),
        ],
        "counts-every-row": [
            counts_but("nn.Linear(28, 100)", 28 * 2900),
            counts_but("nn.Linear(28, 100)", 28 * 2800),
        ],
        "counts-swapped": [
            counts_but("nn.Linear(28, 100)", 7850),
            counts_but("nn.Linear(784, 10)", 2900),
        ],
        "counts-every-image": [
            counts_but("nn.Linear(28, 100)", 3 * 2900),
        ],
        "ratio-turned": [
            counts_but("larger / smaller", 2900 / 7850),
        ],
        "difference": [
            counts_but("larger / smaller", 7850 - 2900),
        ],
        "no-decimals": [
            counts_but("larger / smaller", 3),
            counts_but("larger / smaller", 2),
        ],
        "another-answer": [
            counts_but("nn.Linear(784, 10)", 78400),
            counts_but("larger / smaller", 2.6),
            counts_but("larger / smaller", 2.75),
            counts_but("larger / smaller", 2.65),
        ],
        "missing-part": [
            'counts = {"nn.Linear(28, 100)": 2900}',
        ],
        "wrong-type": [
            "counts = (2900, 7850, 2.7)",
            counts_but("nn.Linear(28, 100)", (2, 900)),  # written 2,900
            counts_but("larger / smaller", "the second"),
        ],
    },
    "06.3": {
        "not-flattened": [
            "ten_scores = nn.Linear(784, 10)",
            model("nn.Linear(784, 10)", "nn.Flatten()"),
            """\
linear = nn.Linear(784, 10)
def ten_scores(images):
    images.flatten(1)
    return linear(images)""",
        ],
        "flattens-the-batch": [
            scores("linear(x.flatten())"),
        ],
        "a-row-at-a-time": [
            "ten_scores = nn.Linear(28, 10)",
            model("nn.Linear(28, 10)", "nn.Flatten()"),
        ],
        "in-out-order": [
            model("nn.Flatten()", "nn.Linear(10, 784)"),
        ],
        "in-features-off": [
            model("nn.Flatten()", "nn.Linear(560, 10)"),
            model("nn.Flatten()", "nn.Linear(28, 10)"),
        ],
        "keeps-the-channel": [
            model("nn.Flatten(2)", "nn.Linear(784, 10)"),
        ],
        "one-number-an-image": [
            scores("linear(x.flatten(1)).argmax(dim=1)"),
        ],
        "one-answer-for-all": [
            scores("linear(x[0].flatten())"),
        ],
        "fixed-shape": [
            scores("linear(x.reshape(3, 784))"),
        ],
        "fixed-batch": [
            scores("linear(x.squeeze().flatten(1))"),
        ],
        "images-mixed": [
            scores("linear(x.reshape(784, -1).T)"),
        ],
        "drawn-anew": [
            """\
def ten_scores(images):
    return nn.Linear(784, 10)(images.flatten(1))""",
            """\
def ten_scores(images):
    return torch.rand(len(images), 10)""",
        ],
        "nan": [
            """\
W = torch.full((784, 10), torch.nan)  # as torch.empty may give
ten_scores = lambda x: x.flatten(1) @ W""",
        ],
        "softmax-added": [
            model("nn.Flatten()", "nn.Linear(784, 10)", "nn.Softmax(dim=1)"),
            model("nn.Flatten()", "nn.Linear(784, 10)", "nn.LogSoftmax(dim=1)"),
        ],
        "not-linear": [
            """\
ten_scores = nn.Sequential(
    nn.Flatten(), nn.Linear(784, 100), nn.ReLU(), nn.Linear(100, 10)
)""",
            model("nn.Flatten()", "nn.Linear(784, 10)", "nn.Sigmoid()"),
        ],
        "leaves-pixels-out": [
            scores("linear(x)[:, 0, -1]", sizes="28, 10"),
        ],
        "rows-added-up": [
            scores("linear(x).mean(dim=(1, 2))", sizes="28, 10"),
            scores("linear(x.mean(dim=(1, 3)))", sizes="28, 10"),
        ],
        "squeezed-on-the-way": [
            model("nn.Linear(28, 10)", "nn.Flatten()", "nn.Linear(280, 10)"),
            scores("linear(x.flatten(1)).repeat(1, 5)", sizes="784, 2"),
        ],
        "no-bias": [
            model("nn.Flatten()", "nn.Linear(784, 10, bias=False)"),
        ],
        "one-bias": [
            """\
W, b = torch.randn(10, 784), torch.randn(1)
ten_scores = lambda x: x.flatten(1) @ W.T + b""",
        ],
        "same-weight": [
            """\
W, b = torch.randn(784, 1).expand(784, 10), torch.randn(10)
ten_scores = lambda x: x.flatten(1) @ W + b""",
        ],
        "rounded": [
            scores("linear(x.flatten(1)).half().float()"),
            scores("linear(x.flatten(1)).round(decimals=2)"),
        ],
        "averages-the-batch": [
            model("nn.Flatten()", "nn.Linear(784, 10)", "nn.BatchNorm1d(10)"),
            scores("(linear(x.flatten(1)) - linear(x.flatten(1)).mean(dim=0))"),
        ],
        "ignores-images": [
            """\
linear, images = nn.Linear(784, 10), torch.rand(3, 1, 28, 28)
def ten_scores(x):
    return linear(images.flatten(1))""",
            """\
def ten_scores(images):
    return torch.zeros(len(images), 10)""",
        ],
        "no-forward": [
            """\
class TenScores(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(784, 10)

    def foward(self, x):
        return self.linear(x.flatten(1))


ten_scores = TenScores()""",
        ],
        "no-place-for-self": [
            """\
class TenScores(nn.Module):
    def forward(x):
        return x.flatten(1)


ten_scores = TenScores()""",
        ],
        "scores-not-a-model": [
            "ten_scores = nn.Linear(784, 10)(torch.zeros(3, 1, 28, 28).flatten(1))",
        ],
        "none": [
            """\
linear = nn.Linear(784, 10)
def ten_scores(images):
    print(linear(images.flatten(1)))""",
        ],
        "mutates-input": [
            """\
linear = nn.Linear(784, 10)
def ten_scores(x):
    x /= 255
    return linear(x.flatten(1))""",
        ],
        "list": [
            "ten_scores = [nn.Flatten(), nn.Linear(784, 10)]",
            scores("[linear(image.flatten()) for image in x]"),
        ],
        "wrong-type": [
            "ten_scores = nn.Flatten",
        ],
        "wrong-shape": [
            model("nn.Flatten()", "nn.Linear(784, 3)"),
        ],
        "wrong-dtype": [
            scores("linear(x.flatten(1)).double()"),
        ],
    },
    "06.4": {
        "reads-the-width": [
            height("layer(x)"),
            """\
def apply_to_height(layer, x):
    if x.shape[-1] == layer.in_features:
        return layer(x)
    return layer(x.transpose(-1, -2)).transpose(-1, -2)""",
        ],
        "not-swapped-back": [
            height("layer(x.transpose(-1, -2))"),
            height("torch.stack([layer(x[..., c]) for c in range(x.shape[-1])])"),
        ],
        "reshaped-for-swapped": [
            """\
def apply_to_height(layer, x):
    *lead, H, W = x.shape
    return layer(x.reshape(*lead, W, H)).transpose(-1, -2)""",
            """\
def apply_to_height(layer, x):
    *lead, H, W = x.shape
    return layer(x.transpose(-1, -2)).reshape(*lead, -1, W)""",
        ],
        "fixed-number-of-axes": [
            height("layer(x.transpose(2, 3)).transpose(2, 3)"),
            height("layer(x.transpose(0, 1)).transpose(0, 1)"),
            """\
def apply_to_height(layer, x):
    out = torch.zeros(x.shape[0], x.shape[1], layer.out_features, x.shape[3])
    for n in range(len(x)):
        out[n, 0] = layer(x[n, 0].T).T
    return out""",
        ],
        "all-axes-turned": [
            height("layer(x.T).T"),
            height("layer(x.transpose(0, -1)).transpose(0, -1)"),
        ],
        "sizes-of-the-lesson": [
            """\
along_height = nn.Linear(28, 10)
def apply_to_height(layer, x):
    return along_height(x.transpose(-1, -2)).transpose(-1, -2)""",
            height("layer(x.reshape(-1, 28)).reshape(*x.shape[:-2], -1, x.shape[-1])"),
        ],
        "weight-untransposed": [
            height("(x.mT @ layer.weight + layer.bias).mT"),
        ],
        "forgets-the-bias": [
            height("layer.weight @ x"),
        ],
        "bias-down-the-wrong-axis": [
            height("layer.weight @ x + layer.bias"),
        ],
        "drops-the-result": [
            """\
def apply_to_height(layer, x):
    x = x.transpose(-1, -2)
    layer(x)
    return x.transpose(-1, -2)""",
        ],
        "transpose-of-nothing": [
            height("layer(x.transpose()).transpose()"),
        ],
        "something-after": [
            height("layer(x.transpose(-1, -2)).transpose(-1, -2).relu()"),
            height("layer(x.transpose(-1, -2)).transpose(-1, -2).half().float()"),
        ],
        "mutates-input": [
            """\
def apply_to_height(layer, x):
    x.transpose_(-1, -2)
    return layer(x).transpose(-1, -2)""",
        ],
        "none": [
            """\
def apply_to_height(layer, x):
    print(layer(x.transpose(-1, -2)).transpose(-1, -2))""",
        ],
        "list": [
            height("[layer(x[..., c]) for c in range(x.shape[-1])]"),
        ],
        "wrong-type": [
            "apply_to_height = nn.Linear(28, 10)",
        ],
        "wrong-values": [
            height("layer(x.transpose(-1, -2).flip(-1)).transpose(-1, -2)"),
        ],
        "another-layer": [
            """\
def apply_to_height(layer, x):
    layer = nn.Linear(layer.in_features, layer.out_features)
    return layer(x.transpose(-1, -2)).transpose(-1, -2)""",
        ],
        "wrong-shape": [
            height("layer(x.squeeze().transpose(-1, -2)).transpose(-1, -2)"),
        ],
    },
}

RIGHT = {
    "06.3": [
        scores("linear(x.flatten(1)).detach()"),
        scores("torch.tensor(linear(x.flatten(1)).detach().numpy())"),
        """\
linear = nn.Linear(784, 10)
@torch.inference_mode()
def ten_scores(images):
    return linear(images.flatten(1))""",
    ],
    "06.4": [
        height("layer(x.data.transpose(-1, -2)).transpose(-1, -2)"),
        height("layer(x.transpose(-1, -2)).transpose(-1, -2).detach()"),
        """\
def apply_to_height(layer, x):
    W, b = layer.weight.detach().numpy(), layer.bias.detach().numpy()
    return torch.from_numpy(W @ x.numpy() + b[:, None])""",
    ],
}
"""Right answers that a check once refused."""

"""Lesson 9, a digit classifier: wrong answers, each under the misconception that leads to it."""

# Parts of the first right answer of 09.2.
LAYERS = "nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)"
STEP = "        optimizer.step()\n"
ZERO = "        optimizer.zero_grad()\n"
TARGETS = "(model(images), labels)"

# Parts of the first right answer of 09.3.
SIZES = "first.in_features, second.out_features"
PRODUCT = "second.weight @ first.weight"
COPY = f"one.weight.copy_({PRODUCT})"
FILL_BIAS = """\
        one.bias.zero_()
        if first.bias is not None:
            one.bias += second.weight @ first.bias
        if second.bias is not None:
            one.bias += second.bias
"""

WRONG = {
    "09.1": {
        "place-for-digit": [
            'digits = {"A": 0, "B": 1, "C": 2, "D": 3}',
            'digits = {"A": 1, "B": 2, "C": 3, "D": 4}',
        ],
        "orange-is-ink": [
            ('"A": 3', '"A": 6'),
            ('"B": 0', '"B": 1'),
        ],
        "stroke-left-out": [
            ('"A": 3', '"A": 1'),
            ('"A": 3', '"A": 2'),
            ('"A": 3', '"A": 7'),
            ('"B": 0', '"B": 6'),
            ('"C": 6', '"C": 5'),
            ('"D": 7', '"D": 1'),
        ],
        "stroke-added": [
            ('"A": 3', '"A": 0'),
            ('"A": 3', '"A": 5'),
            ('"A": 3', '"A": 8'),
            ('"A": 3', '"A": 9'),
            ('"B": 0', '"B": 8'),
            ('"B": 0', '"B": 9'),
            ('"C": 6', '"C": 0'),
            ('"C": 6', '"C": 8'),
            ('"D": 7', '"D": 2'),
            ('"D": 7', '"D": 3'),
            ('"D": 7', '"D": 4'),
            ('"D": 7', '"D": 9'),
        ],
        "upside-down": [
            ('"C": 6', '"C": 9'),
        ],
        "another-answer": [
            ('"B": 0', '"B": 4'),
            ('"D": 7', '"D": 8'),
        ],
        "missing-part": [
            'digits = {"A": 3, "B": 0}',
        ],
        "wrong-type": [
            "digits = [3, 0, 6, 7]",
            ('"A": 3', '"A": "a three, I think, or an eight"'),
        ],
    },
    "09.2": {
        "one-linear-layer": [
            (LAYERS, "nn.Linear(784, 10)", "range(50)", "range(150)"),
            (
                LAYERS,
                "nn.Linear(784, 10)",
                "Adam(model.parameters(), lr=0.01)",
                "SGD(model.parameters(), 0.5)",
            ),
            (LAYERS, "nn.Linear(784, 10), nn.Softmax(dim=1)"),
            (LAYERS, "nn.Linear(784, 10), nn.Sigmoid()"),
        ],
        "linear-layers-collapse": [
            ("nn.ReLU(), ", ""),
            (
                f"nn.Flatten(), {LAYERS}",
                "nn.Conv2d(1, 2, 8, stride=4), nn.Flatten(), nn.Linear(72, 10)",
            ),
        ],
        "bent-at-the-end": [
            (LAYERS, "nn.Linear(784, 10), nn.ReLU()"),
        ],
        "untrained": [
            f"""\
def train_better(images, labels):
    return nn.Sequential(nn.Flatten(), {LAYERS})""",
            """\
def train_better(images, labels):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10)).double()""",
            ("        loss.backward()\n", ""),
        ],
        "no-step-taken": [
            (STEP, ""),
            ("Adam(model.parameters()", "Adam(nn.Linear(784, 10).parameters()"),
            ("Adam", "SGD"),
            ("optimizer.step()", "optimizer.step"),
            ("    return model", "        return model"),
        ],
        "same-scores-for-all": [
            (
                "    optimizer =",
                "    for parameter in model.parameters():\n"
                "        nn.init.zeros_(parameter)\n"
                "    optimizer =",
            ),
        ],
        "driven-away": [
            (ZERO, ""),
            (ZERO, "", LAYERS, "nn.Linear(784, 10)"),
        ],
        "learned-by-heart": [
            (
                LAYERS,
                "nn.Linear(784, 9), nn.Tanh(), nn.Linear(9, 10)",
                "range(50)",
                "range(150)",
            ),
        ],
        "too-little-training": [
            ("range(50)", "range(6)"),
            (LAYERS, "nn.Linear(784, 2), nn.ReLU(), nn.Linear(2, 10)"),
        ],
        "nan": [
            (TARGETS, f"{TARGETS} / 0"),
        ],
        "loops-forever": [
            ("for _ in range(50):", "while True:"),
        ],
        "not-flattened": [
            ("nn.Flatten(), ", ""),
        ],
        "flattened-outside": [
            ("nn.Flatten(), ", "", "model(images)", "model(images.flatten(1))"),
        ],
        "not-chained": [
            ("nn.Linear(64, 10)", "nn.Linear(784, 10)"),
        ],
        "not-made": [
            ("nn.ReLU()", "nn.ReLU"),
            ("nn.ReLU()", "torch.relu"),
        ],
        "name-of-no-layer": [
            ("nn.ReLU", "nn.relu"),
            ("nn.ReLU", "nn.Relu"),
        ],
        "labels-not-as-given": [
            (TARGETS, "(model(images), labels[:, None])"),
            (TARGETS, "(model(images), labels.float())"),
        ],
        "label-without-score": [
            (TARGETS, "(model(images), labels + 1)"),
            ("nn.Linear(64, 10)", "nn.Linear(64, 9)"),
        ],
        "fixed-batch": [
            """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(784, 64), nn.Linear(64, 10)

    def forward(self, x):
        return self.b(self.a(x.reshape(1000, 784)).relu())


def train_better(images, labels):
    model = Net()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(50):
        loss = nn.functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model""",
        ],
        "no-gradient": [
            ("        loss =", "        with torch.no_grad():\n            loss ="),
        ],
        "digits-not-scores": [
            (
                "    return model",
                "    class Reads(nn.Module):\n"
                "        def forward(self, x):\n"
                "            return model(x).argmax(dim=1)\n\n"
                "    return Reads()",
            ),
        ],
        "wrong-shape": [
            ("nn.Linear(64, 10)", "nn.Linear(64, 784)"),
        ],
        "returns-a-function": [
            ("return model", "return lambda x: model(x)"),
            ("return model", "return model.forward"),
        ],
        "labels-for-scores": [
            ("cross_entropy", "mse_loss"),
        ],
        "returns-the-loss": [
            ("return model", "return loss"),
            ("return model", "return loss.item()"),
        ],
        "returns-the-scores": [
            ("return model", "return model(images)"),
        ],
        "returns-the-weights": [
            ("return model", "return model.state_dict()"),
        ],
        "wrong-type": [
            ("return model", "return model, loss"),
            ("return model", "return nn.Linear"),
            "train_better = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))",
        ],
        "wrong-signature": [
            ("(images, labels)", "(images)", TARGETS, "(model(images), images)"),
        ],
        "none": [
            ("return model", "print(loss.item())"),
        ],
        "mutates-input": [
            ("    model =", "    images -= images.mean()\n    model ="),
        ],
    },
    "09.3": {
        "product-does-not-fit": [
            (PRODUCT, "first.weight @ second.weight"),
        ],
        "product-turned": [
            (
                PRODUCT,
                "first.weight @ second.weight if first.in_features == second.out_features "
                "else second.weight @ first.weight",
            ),
        ],
        "weight-turned": [
            (PRODUCT, "second.weight.T @ first.weight"),
            (PRODUCT, "second.weight @ first.weight.T"),
        ],
        "transposed": [
            (COPY, "one.weight = nn.Parameter(first.weight.T @ second.weight.T)"),
            (PRODUCT, "first.weight.T @ second.weight.T"),
            (COPY, "one.weight[:] = first.weight.T @ second.weight.T"),
        ],
        "added-to-random": [
            ("        one.bias.zero_()\n", ""),
        ],
        "asks-if-true": [
            ("if first.bias is not None", "if first.bias"),
        ],
        "columns-do-not-match": [
            (PRODUCT, "second.weight * first.weight"),
        ],
        "elementwise": [
            (
                PRODUCT,
                "second.weight * first.weight if first.weight.shape == second.weight.shape "
                "else second.weight @ first.weight",
            ),
        ],
        "keeps-one-weight": [
            (COPY, "one.weight = nn.Parameter(second.weight.clone())"),
        ],
        "first-bias-forgotten": [
            ("one.bias += second.weight @ first.bias", "pass"),
        ],
        "second-bias-forgotten": [
            ("one.bias += second.bias", "pass"),
        ],
        "outputs-do-not-match": [
            (FILL_BIAS, "        one.bias.copy_(first.bias + second.bias)\n"),
        ],
        "biases-added": [
            (
                "second.weight @ first.bias",
                "first.bias if len(first.bias) == len(one.bias) else second.weight @ first.bias",
            ),
        ],
        "no-bias-at-all": [
            (FILL_BIAS, "", SIZES, f"{SIZES}, bias=False"),
        ],
        "bias-left-over": [
            (
                FILL_BIAS,
                "        if first.bias is not None or second.bias is not None:\n"
                "            one.bias.copy_(second(first(torch.zeros(first.in_features))))\n",
            ),
        ],
        "number-for-a-bias": [
            (
                FILL_BIAS,
                "        a = 0 if first.bias is None else first.bias\n"
                "        b = 0 if second.bias is None else second.bias\n"
                "        one.bias.copy_(second.weight @ a + b)\n",
            ),
        ],
        "layers-for-numbers": [
            """\
def collapse(first, second):
    return second(first)""",
            """\
def collapse(first, second):
    return nn.Linear(first, second)""",
        ],
        "nearly": [
            (COPY, COPY.replace(PRODUCT, f"({PRODUCT}).mul(10).round().div(10)")),
        ],
        "frozen": [
            ("return one", "return one.requires_grad_(False)"),
        ],
        "left-random": [
            """\
def collapse(first, second):
    return nn.Linear(first.in_features, second.out_features)""",
            (FILL_BIAS, ""),
        ],
        "bias-does-not-fit": [
            ("second.weight @ first.bias", "first.weight @ first.bias"),
            ("second.weight @ first.bias", "first.bias @ second.weight"),
        ],
        "bias-always-there": [
            (FILL_BIAS, "        one.bias.copy_(second.weight @ first.bias + second.bias)\n"),
        ],
        "not-a-parameter": [
            (COPY, f"one.weight = {PRODUCT}"),
        ],
        "recorded-writing": [
            ("with torch.no_grad():", "if True:"),
        ],
        "copied-into-other-sizes": [
            (SIZES, "second.out_features, first.in_features"),
        ],
        "sizes-of-the-lesson": [
            (SIZES, "784, 10"),
        ],
        "in-out-order": [
            (
                SIZES,
                "second.out_features, first.in_features",
                COPY,
                f"one.weight = nn.Parameter({PRODUCT})",
                "one.bias.zero_()",
                "one.bias = nn.Parameter(torch.zeros(second.out_features))",
            ),
        ],
        "other-sizes": [
            (
                SIZES,
                "first.out_features, second.out_features",
                COPY,
                f"one.weight = nn.Parameter({PRODUCT})",
            ),
        ],
        "reuses-a-layer": [
            """\
def collapse(first, second):
    return second""",
        ],
        "mutates-input": [
            """\
def collapse(first, second):
    second.bias.data = second(first.bias).data
    second.weight.data = (second.weight @ first.weight).data
    return second""",
            (
                "one.bias += second.bias",
                "second.bias += one.bias\n            one.bias.copy_(second.bias)",
            ),
            (
                "    one =",
                "    if first.bias is None:\n"
                "        first.bias = nn.Parameter(torch.zeros(first.out_features))\n"
                "    one =",
            ),
        ],
        "shares-numbers": [
            (
                "    return one",
                "    if first.bias is None:\n        one.bias = second.bias\n    return one",
            ),
        ],
        "still-two-layers": [
            """\
def collapse(first, second):
    return nn.Sequential(first, second)""",
        ],
        "returns-a-tensor": [
            """\
def collapse(first, second):
    return second.weight @ first.weight""",
        ],
        "wrong-type": [
            """\
def collapse(first, second):
    return lambda x: second(first(x))""",
            """\
def collapse(first, second):
    return second.weight @ first.weight, second(first.bias)""",
            """\
def collapse(first, second):
    return nn.Linear""",
            ("return one", "one.__class__ = type('Mine', (nn.Linear,), {})\n    return one"),
            (
                "    return one",
                "    lazy = nn.LazyLinear(second.out_features)\n"
                "    lazy.weight, lazy.bias = one.weight, one.bias\n"
                "    return lazy",
            ),
            "collapse = nn.Linear(784, 10)",
        ],
        "wrong-dtype": [
            (SIZES, f"{SIZES}, dtype=torch.float64"),
        ],
        "wrong-signature": [
            ("(first, second)", "(first, second, x)"),
        ],
        "none": [
            ("return one", "print(one)"),
        ],
    },
}

# Right answers that a check refused once.
RIGHT = {
    "09.1": ['digits = {"A": "three", "B": "zero", "C": "six", "D": "seven"}'],
    "09.a": ['"10%"', '"10 of 100"'],
    "09.c": ['"90 %"'],
}

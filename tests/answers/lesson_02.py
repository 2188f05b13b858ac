"""Lesson 2, in_features and out_features: wrong answers, each under its misconception."""

from helpers.exercises.lesson_02.predicted import ANSWERS


def shapes_but(label, value):
    """All shapes right but this one."""
    return f"predicted = {ANSWERS | {label: value}}"


def layers(price="nn.Linear(9, 1)", animal="nn.Linear(64, 7)", spam="nn.Linear(30, 1)"):
    return f'layers = {{"price": {price}, "animal": {animal}, "spam": {spam}}}'


def one_each(result):
    return f"def one_each(layer, samples):\n    return {result}"


def by_hour(*body, more=""):
    """An answer to 02.4, from the lines of its body."""
    return "\n    ".join([f"def by_hour(layer, readings{more}):", *body])


WRONG = {
    "02.1": {
        "needs-a-table": [
            shapes_but("(6,)", "error"),
            shapes_but("(2, 1, 5, 6)", "error"),
        ],
        "adds-a-dimension": [
            shapes_but("(6,)", (1, 4)),
            shapes_but("(6,)", (6, 4)),
            shapes_but("(5, 6)", (5, 6, 4)),
        ],
        "nothing-changes": [
            shapes_but("(6,)", (6,)),
            shapes_but("(0, 6)", (0, 6)),
        ],
        "first-dimension": [
            shapes_but("(5, 6)", (4, 6)),
            shapes_but("(2, 1, 5, 6)", (4, 1, 5, 6)),
        ],
        "sizes-of-the-layer": [
            shapes_but("(5, 6)", (6, 4)),
        ],
        "drops-leading": [
            shapes_but("(5, 6)", (4,)),
            shapes_but("(2, 1, 5, 6)", (5, 4)),
            shapes_but("(2, 1, 5, 6)", (2, 5, 4)),
            shapes_but("(0, 6)", (4,)),
        ],
        "merges-leading": [
            shapes_but("(2, 1, 5, 6)", (10, 4)),
        ],
        "empty-is-an-error": [
            shapes_but("(0, 6)", "error"),
        ],
        "empties-the-row": [
            shapes_but("(0, 6)", (0, 0)),
            shapes_but("(0, 6)", (0,)),
        ],
        "any-length-goes": [
            shapes_but("(6, 5)", (6, 4)),
            shapes_but("(3, 2)", (3, 4)),
        ],
        "looks-along-any-axis": [
            shapes_but("(6, 5)", (4, 5)),
            shapes_but("(6, 5)", (5, 4)),
        ],
        "counts-all-numbers": [
            shapes_but("(3, 2)", (4,)),
        ],
        "missing-part": [
            'predicted = {"(6,)": (4,)}',
            "predicted = {(6,): (4,), (5, 6): (5, 4)}",
        ],
        "wrong-type": [
            'predicted = [(4,), (5, 4), (2, 1, 5, 4), (0, 4), "error", "error"]',
            shapes_but("(5, 6)", "five by four"),
        ],
        "no-length": [
            shapes_but("(6,)", (-1, 4)),
        ],
        "none": [
            shapes_but("(6, 5)", None),
        ],
        "another-answer": [
            shapes_but("(5, 6)", "error"),
            shapes_but("(0, 6)", (6, 4)),
            shapes_but("(3, 2)", (3, 2)),
        ],
    },
    "02.2": {
        "in-out-order": [
            layers(price="nn.Linear(1, 9)"),
            layers(spam="nn.Linear(2, 30)"),
        ],
        "samples-as-features": [
            layers(price="nn.Linear(200, 9)"),
        ],
        "not-read-off-the-data": [
            layers(price="nn.Linear(64, 7)", animal="nn.Linear(9, 1)"),
        ],
        "output-for-each-sample": [
            layers(price="nn.Linear(9, 200)"),
        ],
        "output-for-each-feature": [
            layers(price="nn.Linear(9, 9)"),
        ],
        "one-number-for-the-class": [
            layers(animal="nn.Linear(64, 1)"),
        ],
        "class-miscounted": [
            layers(animal="nn.Linear(64, 6)"),
            layers(animal="nn.Linear(64, 3)"),
        ],
        "not-read-off-the-task": [
            layers(price="nn.Linear(9, 2)"),
            layers(spam="nn.Linear(30, 3)"),
        ],
        "left-open": [layers(price="nn.LazyLinear(1)")],
        "several-layers": [
            layers(price="nn.Sequential(nn.Linear(9, 5), nn.Linear(9, 1))"),
            layers(animal="nn.Sequential(nn.Linear(64, 20), nn.ReLU(), nn.Linear(20, 7))"),
        ],
        "not-the-layer-alone": [
            layers(price="nn.Sequential(nn.Linear(9, 1), nn.ReLU())"),
            layers(animal="nn.Sequential(nn.Linear(64, 7), nn.Softmax(dim=1))"),
            layers(spam="nn.Sequential(nn.Linear(30, 1), nn.Sigmoid())"),
            layers(spam="nn.Sequential(nn.Linear(30, 1), nn.Dropout())"),
            "layer = nn.Linear(9, 1)\nlayer.forward = lambda x: x[:, :1]\n" + layers(price="layer"),
            "layer = nn.Linear(9, 1)\nlayer.register_forward_hook(lambda m, x, y: y.relu())\n"
            + layers(price="layer"),
        ],
        "rows-lost": [
            layers(animal="nn.Sequential(nn.Linear(64, 7), nn.Flatten(0))"),
        ],
        "raises": [
            layers(price="nn.Bilinear(9, 9, 1)"),
        ],
        "missing-part": [
            'layers = {"price": nn.Linear(9, 1)}',
        ],
        "wrong-type": [
            "layers = [nn.Linear(9, 1), nn.Linear(64, 7), nn.Linear(30, 1)]",
            layers(price="(9, 1)"),
            layers(animal="nn.Linear"),
            layers(price="nn.Linear(9, 1)(torch.ones(200, 9))"),
        ],
    },
    "02.3": {
        "samples-as-features": [
            one_each("layer(samples.reshape(1, -1))"),
            one_each("layer(samples.T)"),
        ],
        "bare-number": [
            one_each("torch.stack([layer(sample) for sample in samples])"),
        ],
        "fixed-length": [
            one_each("layer(samples.reshape(6, 1)).reshape(6)"),
        ],
        "column-comes-back": [
            one_each("layer(samples.reshape(-1, 1))"),
        ],
        "wrong-shape": [
            one_each("layer.weight * samples + layer.bias"),
        ],
        "squeezes-everything": [
            one_each("layer(samples.reshape(-1, 1)).squeeze()"),
        ],
        "one-row-only": [
            """\
def one_each(layer, samples):
    for sample in samples:
        return layer(sample.reshape(1))""",
            one_each("layer(samples.reshape(-1, 1)).mean()"),
        ],
        "bias-left-out": [
            one_each("samples * layer.weight"),
        ],
        "another-layer": [
            """\
def one_each(layer, samples):
    layer = nn.Linear(len(samples), 1)
    return layer(samples)""",
        ],
        "layer-not-called": [
            """\
def one_each(layer, samples):
    try:
        return layer(samples)
    except RuntimeError:
        return samples""",
        ],
        "changes-the-layer": [
            """\
def one_each(layer, samples):
    with torch.no_grad():
        layer.weight.fill_(1)
        layer.bias.fill_(0)
    return layer(samples.reshape(-1, 1)).reshape(-1)""",
        ],
        "wrong-values": [
            """\
def one_each(layer, samples):
    y = torch.zeros(len(samples))
    for i in range(1, len(samples)):
        y[i] = layer(samples[i].reshape(1))[0]
    return y""",
        ],
        "calls-share": [
            """\
def one_each(layer, samples, out=[]):
    for sample in samples:
        out.append(layer(sample.reshape(1)))
    return torch.cat(out)""",
        ],
        "absolute": [one_each("layer(samples.abs().reshape(-1, 1)).reshape(-1)")],
        "sorts": [one_each("layer(samples.sort().values.reshape(-1, 1)).reshape(-1)")],
        "cut-short": [one_each("layer(samples.reshape(-1, 1)).reshape(-1)[:6]")],
        "bias-added-twice": [one_each("layer(samples.reshape(-1, 1)).reshape(-1) + layer.bias")],
        "relu-behind": [one_each("layer(samples.reshape(-1, 1)).reshape(-1).relu()")],
        "loses-digits": [one_each("layer(samples.reshape(-1, 1)).reshape(-1).round(decimals=1)")],
        "mutates-input": [
            """\
def one_each(layer, samples):
    samples.unsqueeze_(1)
    return layer(samples).reshape(-1)""",
            """\
def one_each(layer, samples):
    layer.requires_grad_(False)
    return layer(samples.reshape(-1, 1)).reshape(-1)""",
        ],
        "list": [
            one_each("[layer(sample.reshape(1)) for sample in samples]"),
        ],
        "none": [
            """\
def one_each(layer, samples):
    print(layer(samples.reshape(-1, 1)).reshape(-1))""",
        ],
    },
    "02.4": {
        "hours-lie-last": [
            ("layer(readings.T)", "layer(readings).T"),
        ],
        "fits-by-chance": [
            """\
def by_hour(layer, readings):
    if readings.shape[1] != layer.in_features:
        readings = readings.T
    return layer(readings)""",
        ],
        "reshaped": [
            ("readings.T", "readings.reshape(-1, layer.in_features)"),
        ],
        "flattens": [
            ("readings.T", "readings.flatten()"),
        ],
        "fixed-length": [
            ("readings.T", "readings.reshape(48, -1)"),
        ],
        "turned-back": [
            ("layer(readings.T)", "layer(readings.T).T"),
            ("layer(readings.T)", "layer.weight @ readings + layer.bias[:, None]"),
        ],
        "one-row-only": [
            """\
def by_hour(layer, readings):
    for column in readings.T:
        return layer(column)""",
        ],
        "bias-left-out": [
            ("layer(readings.T)", "layer.weight @ readings"),
        ],
        "another-layer": [
            """\
def by_hour(layer, readings):
    layer = nn.Linear(readings.shape[-1], layer.out_features)
    return layer(readings)""",
        ],
        "layer-not-called": [("layer(readings.T)", "readings.T")],
        "changes-the-layer": [
            """\
def by_hour(layer, readings):
    layer.weight.data = layer.weight.data.T
    return layer(readings.T)""",
        ],
        "wrong-shape": [
            ("layer(readings.T)", "layer(readings.T)[None]"),
        ],
        "cut-short": [("readings.T", "readings.T[:24]")],
        "squeezes-everything": [
            ("readings.T)", "readings.T).squeeze()"),
            by_hour("y = layer(readings.T)", "return y[0] if len(y) == 1 else y"),
            by_hour("y = layer(readings.T)", "return y[:, 0] if y.shape[1] == 1 else y"),
        ],
        "none-not-handled": [
            by_hour("return (layer.weight @ readings).T + layer.bias"),
            by_hour("return (layer.weight @ readings + layer.bias[:, None]).T"),
        ],
        "bias-does-not-fit": [by_hour("return layer.weight @ readings + layer.bias")],
        "bias-added-twice": [by_hour("return layer(readings.T) + layer.bias")],
        "relu-behind": [("readings.T)", "readings.T).relu()")],
        "loses-digits": [
            ("readings.T)", "readings.T).round(decimals=2)"),
            ("readings.T)", "readings.T).round()"),
            ("readings.T", "readings.T.half().float()"),
        ],
        "calls-share": [
            by_hour(
                "shape = tuple(readings.shape)",
                "if shape not in memory:",
                "    memory[shape] = layer(readings.T)",
                "return memory[shape]",
                more=", memory={}",
            ),
            by_hour(
                "y = layer(readings.T).detach()",
                "return out.resize_(y.shape).copy_(y)",
                more=", out=torch.zeros(0)",
            ),
        ],
        "mutates-input": [
            """\
def by_hour(layer, readings):
    readings.t_()
    return layer(readings)""",
        ],
        "list": [
            ("layer(readings.T)", "[layer(column) for column in readings.T]"),
        ],
        "none": [
            ("return", "y ="),
        ],
        "transposes-as-numpy": [
            ("readings.T", "readings.transpose()"),
        ],
    },
    "02.5": {
        "keeps-the-dtype": [
            """\
def feed(layer, numbers):
    numbers = torch.as_tensor(numbers)
    numbers.float()
    return layer(numbers)""",
            """\
def feed(layer, numbers):
    numbers = torch.as_tensor(numbers)
    if numbers.dtype in (torch.int64, torch.float64):
        numbers = numbers.float()
    return layer(numbers)""",
        ],
        "stays-numpy": [
            """\
def feed(layer, numbers):
    if isinstance(numbers, torch.Tensor):
        numbers = numbers.float()
    return layer(numbers)""",
        ],
        "no-parentheses": [
            (".float()", ".float"),
        ],
        "tensors-only": [
            ("torch.as_tensor(numbers).float()", "numbers.float()"),
        ],
        "arrays-only": [
            ("torch.as_tensor(numbers).float()", "torch.tensor(numbers.astype(np.float32))"),
        ],
        "from-numpy-for-tensors": [
            ("torch.as_tensor", "torch.from_numpy"),
        ],
        "converts-the-layer": [
            """\
def feed(layer, numbers):
    numbers = torch.as_tensor(numbers)
    return layer.to(numbers.dtype)(numbers)""",
        ],
        "changes-the-layer": [
            """\
def feed(layer, numbers):
    layer.double()
    return layer(torch.as_tensor(numbers).double()).float()""",
        ],
        "cuts-decimals": [
            (".float()", ".int().float()"),
        ],
        "bias-left-out": [
            (
                "layer(torch.as_tensor(numbers).float())",
                "torch.as_tensor(numbers).float() @ layer.weight.T",
            ),
        ],
        "one-row-only": [
            ("as_tensor(numbers)", "as_tensor(numbers[0])"),
        ],
        "loses-digits": [
            (".float()", ".half().float()"),
        ],
        "squeezes-everything": [
            ("float())", "float()).squeeze()"),
            (
                "return layer(torch.as_tensor(numbers).float())",
                "y = layer(torch.as_tensor(numbers).float())\n"
                "    return y[0] if len(y) == 1 else y",
            ),
        ],
        "none-not-handled": [
            (
                "layer(torch.as_tensor(numbers).float())",
                "torch.as_tensor(numbers).float() @ layer.weight.T + layer.bias",
            ),
        ],
        "calls-share": [
            (
                "numbers):\n    return layer(torch.as_tensor(numbers).float())",
                "numbers, out=torch.zeros(0)):\n    y = layer(torch.as_tensor(numbers).float())\n"
                "    return out.resize_(y.shape).copy_(y.detach())",
            ),
        ],
        "changes-default-dtype": [
            """\
def feed(layer, numbers):
    torch.set_default_dtype(torch.float64)
    return layer(torch.as_tensor(numbers).float())""",
        ],
        "wrong-dtype": [
            ("float())", "float()).double()"),
        ],
        "none": [
            """\
def feed(layer, numbers):
    if isinstance(numbers, torch.Tensor):
        return layer(numbers.float())""",
        ],
    },
}


RIGHT = {
    "02.g": ["1", "'1'", "1.0"],
    "02.2": [
        'layers = nn.ModuleDict({"price": nn.Linear(9, 1), "animal": nn.Linear(64, 7), '
        '"spam": nn.Linear(30, 1)})',
        layers(spam="nn.Linear(30, 2, bias=False)"),
    ],
    "02.3": [
        one_each("nn.functional.linear(samples[:, None], layer.weight, layer.bias)[:, 0]"),
        one_each("layer(samples.view(-1, 1)).flatten()"),
        one_each("layer(samples.unsqueeze(-1)).squeeze(-1)"),
        one_each("layer.forward(samples[..., None])[..., 0]"),
    ],
    "02.4": [
        by_hour("return torch.vmap(layer, in_dims=1)(readings)"),
        by_hour("return nn.functional.linear(readings.t(), layer.weight, layer.bias)"),
        by_hour("return layer(torch.einsum('fn->nf', readings))"),
        by_hour("return torch.cat([layer(readings[:, [n]].T) for n in range(readings.shape[1])])"),
    ],
    "02.5": [
        "def feed(layer, numbers):\n"
        "    return layer(torch.tensor(np.array(numbers)).to(torch.float32))",
        "def feed(layer, numbers):\n    return layer(torch.asarray(numbers, dtype=torch.float32))",
    ],
}
"""Id -> right answers that a check could take for wrong, and that are not worth showing."""

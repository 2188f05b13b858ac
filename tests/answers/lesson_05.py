"""Lesson 5, the DataLoader: wrong answers, each under the misconception behind it."""

# Two lines of the first right answer of 05.3.
LOOP = "range(0, len(data), batch_size)"
SLICE = "start : start + batch_size"

LIST_FOR_ALL_CALLS = """\
batches = []
def make_batches(data, batch_size):
    for start in range(0, len(data), batch_size):
        batches.append(data[start : start + batch_size])
    return batches"""

FILLED_UP = """\
def make_batches(data, batch_size):
    short = -len(data) % batch_size
    data = torch.cat([data, torch.zeros(short, data.shape[1])])
    return list(data.reshape(-1, batch_size, data.shape[1]))"""

REST_IN_THE_LAST = """\
def make_batches(data, batch_size):
    if len(data) < batch_size:
        return [data] if len(data) else []
    full = len(data) // batch_size
    cuts = [i * batch_size for i in range(full)] + [len(data)]
    return [data[a:b] for a, b in zip(cuts[:-1], cuts[1:])]"""

SHORT_FIRST = """\
def make_batches(data, batch_size):
    rest = len(data) % batch_size
    batches = [data[:rest]] if rest else []
    for start in range(rest, len(data), batch_size):
        batches.append(data[start : start + batch_size])
    return batches"""

ENDLESS = """\
def make_batches(data, batch_size):
    batches, start = [], 0
    while start < len(data):
        batches = [*batches[-9:], data[start : start + batch_size]]
    return batches"""


def make_batches(returned):
    """An answer to 05.3 of one line."""
    return f"def make_batches(data, batch_size):\n    return {returned}"


def predict_all(*lines):
    """An answer to 05.4 of these lines."""
    return "\n    ".join(["def predict_all(layer, loader):", *lines])


WRONG = {
    "05.1": {
        # numbers
        "rounds-down": [('batches": 3', 'batches": 10 // 4')],
        "half-a-batch": [('batches": 3', 'batches": 10 / 4')],
        "counts-rows": [('batches": 3', 'batches": 10')],
        "drop-last-ignored": [
            ('batches with drop_last=True": 2', 'batches with drop_last=True": 3')
        ],
        "nothing-unused": [('unused with drop_last=True": 2', 'unused with drop_last=True": 0')],
        "counts-batches-for-rows": [
            ('unused with drop_last=True": 2', 'unused with drop_last=True": 1')
        ],
        "another-answer": [('batches": 3', 'batches": 40')],
        # shapes
        "axes-swapped": [
            ('first batch": (4, 7)', 'first batch": (7, 4)'),
            ('the last batch": (2, 7)', 'the last batch": (7, 2)'),
            ("(2, 5)", "(5, 2)"),
        ],
        "whole-table": [("(4, 7)", "(10, 7)")],
        "layer-too-early": [("(4, 7)", "(4, 5)"), ("(2, 7)", "(2, 5)")],
        "last-is-full": [("(2, 7)", "(4, 7)"), ("(2, 5)", "(4, 5)")],
        "layer-changes-nothing": [("(2, 5)", "(2, 7)")],
        "weight-for-output": [("(2, 5)", "(5, 7)"), ("(2, 5)", "(7, 5)")],
        "another-shape": [("(2, 7)", "2")],
        "wrong-type": ["lengths = [3, (4, 7)]"],
    },
    "05.2": {
        # the class
        "wrong-type": [
            (
                "self.x[i], self.y[i]",
                "self.x[i], self.y[i]\n\n\nRows = Rows(torch.zeros(5, 2), torch.zeros(5, 1))",
            )
        ],
        "ready-made": [
            "Rows = TensorDataset",
            ("self.x, self.y = x, y", "self.x = TensorDataset(x, y)"),
        ],
        "no-method": [
            ("__len__", "len"),
            ("__getitem__", "get_item"),
            ("(Dataset)", "", "__getitem__", "get_item"),
        ],
        "forgets-self": [
            ("self.x[i], self.y[i]", "x[i], y[i]"),
            ("self.x, self.y = x, y", "x, y = x, y"),
        ],
        "no-place-for-self": [("(self, i)", "(i)")],
        "asks-itself": [("len(self.x)", "len(self)"), ("self.x[i], self.y[i]", "self[i]")],
        "shared-by-all": [("self.x, self.y = x, y", "Rows.x, Rows.y = x, y")],
        "mutates-input": [("self.x, self.y = x, y", "x /= x.max(); self.x, self.y = x, y")],
        # its length
        "shape-for-length": [("len(self.x)", "self.x.shape")],
        "counts-features": [
            ("len(self.x)", "self.x.shape[1]"),
            ("len(self.x)", "max(self.x.shape)"),
        ],
        "fixed-length": [("len(self.x)", "5")],
        "wrong-length": [
            ("len(self.x)", "len(self.x) - 1"),
            ("len(self.x)", "len(self.x) + len(self.y)"),
        ],
        # its examples
        "none": [("self.x[i], self.y[i]", "print(self.x[i], self.y[i])")],
        "no-pair": [("self.x[i], self.y[i]", "self.x[i]")],
        "takes-columns": [("[i]", "[:, i]")],
        "table-for-row": [("[i]", ""), ("[i]", "[i : i + 1]")],
        "swapped": [("self.x[i], self.y[i]", "self.y[i], self.x[i]")],
        "x-twice": [("self.y[i]", "self.x[i]")],
        "other-row": [("[i]", "[0]"), ("[i]", "[i - 1]")],
        "wrong-dtype": [("= x, y", "= x.float(), y.float()")],
        "list-that-grows": [
            """\
class Rows(Dataset):
    rows = []

    def __init__(self, x, y):
        for pair in zip(x, y):
            self.rows.append(pair)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        return self.rows[i]""",
        ],
        "one-tensor-for-two": [
            ("self.x[i], self.y[i]", "torch.stack([self.x[i], self.y[i]])"),
        ],
        "other-data": [
            (
                "class Rows",
                "X = torch.arange(20.0).reshape(-1, 1)\ny = 2 * X\n\n\nclass Rows",
                "self.x[i], self.y[i]",
                "X[i], y[i]",
            )
        ],
        "other-order": [
            ("= x, y", "= x.flip(0), y.flip(0)"),
            (
                "self.x, self.y = x, y",
                "order = torch.randperm(len(x)); self.x, self.y = x[order], y[order]",
            ),
        ],
    },
    "05.3": {
        # what comes back
        "none": [("return batches", "print(batches)")],
        "wrong-type": [make_batches("DataLoader(data, batch_size)")],
        "same-list-again": [LIST_FOR_ALL_CALLS],
        "one-tensor": [("return batches", "return torch.cat(batches)")],
        "loops-forever": [ENDLESS],
        # the shape of a batch
        "single-rows": [(SLICE, "start")],
        "tears-rows": [(SLICE, ":, " + SLICE)],
        "slice-end-as-count": [(SLICE, "start:batch_size")],
        "empty-batch": [
            ("len(data)", "len(data) + 1"),
            make_batches("torch.split(data, batch_size)"),
        ],
        "wrong-sizes": [
            make_batches("list(data.chunk(batch_size))"),
        ],
        "fixed-size": [
            (LOOP, "range(0, len(data), 3)", SLICE, "start : start + 3"),
            make_batches("list(torch.split(data, 4))"),
        ],
        "evened-out": [
            make_batches("list(data.chunk(-(-len(data) // batch_size))) if len(data) else []"),
        ],
        "rest-in-the-last": [REST_IN_THE_LAST],
        "short-batch-first": [SHORT_FIRST],
        "other-sizes": [
            make_batches("[data[:2], data[2:]]"),
        ],
        "reshape-cannot": [
            make_batches("list(data.reshape(-1, batch_size, data.shape[1]))"),
        ],
        "fixed-columns": [
            make_batches("list(data.reshape(-1, batch_size, 3))"),
        ],
        "slice-without-end": [(SLICE, "start:")],
        # the rows in the batches
        "changes-rows": [FILLED_UP],
        "other-dtype": [(f"data[{SLICE}]", f"data[{SLICE}].float()")],
        "rows-twice": [(LOOP, "range(len(data))")],
        "other-order": [("append(", "insert(0, ")],
        "skips-rows": [(SLICE, SLICE + " - 1")],
        "stops-after-one": [("    return", "        return")],
        "drops-the-rest": [("len(data)", "len(data) - batch_size + 1")],
        "loses-the-end": [("len(data)", "len(data) - 1")],
    },
    "05.4": {
        # what the layer gets
        "whole-batch": [
            predict_all("return torch.cat([layer(batch) for batch in loader])"),
            predict_all("return layer(loader)"),
        ],
        "feeds-targets": [("layer(x)", "layer(y)")],
        "goes-around-the-loader": [predict_all("return layer(loader.dataset.tensors[0])")],
        "mutates-input": [
            ("(layer(x))", "(layer(x))\n        layer.weight.data -= 0.01"),
            ("    outputs =", "    layer.train()\n    outputs ="),
            ("    outputs =", "    layer.zero_grad()\n    outputs ="),
        ],
        "changes-grad-mode": [
            ("y in loader:", "y in loader:\n        torch.set_grad_enabled(False)")
        ],
        # what is kept of its outputs
        "none": [predict_all("for x, y in loader:", "    print(layer(x))")],
        "keeps-nothing": [
            ("outputs.append(layer(x))", "layer(x)"),
            (
                "= []",
                "= [torch.tensor([])]",
                "outputs.append(",
                "torch.cat([*outputs, ",
                "x))",
                "x)])",
            ),
        ],
        "last-batch-only": [("outputs.append(layer(x))", "outputs = [layer(x)]")],
        "first-batch-only": [
            predict_all("for x, y in loader:", "    return layer(x)"),
            predict_all("inputs, targets = next(iter(loader))", "return layer(inputs)"),
        ],
        "first-batch-again": [("layer(x)", "layer(next(iter(loader))[0])")],
        # how they are put together
        "list": [
            predict_all("return [layer(x) for x, y in loader]"),
            ("torch.cat(outputs)", "torch.cat(outputs), y"),
        ],
        "wrong-type": [predict_all("return (layer(x) for x, y in loader)")],
        "stacks": [predict_all("return torch.stack([layer(x) for x, y in loader])")],
        "side-by-side": [predict_all("return torch.cat([layer(x) for x, y in loader], dim=1)")],
        "builds-from-tensors": [("torch.cat", "torch.tensor")],
        "same-list-again": [
            "outputs = []\n"
            + predict_all(
                "for x, y in loader:", "    outputs.append(layer(x))", "return torch.cat(outputs)"
            ),
        ],
        "drops-the-short-batch": [
            ("return torch.cat(outputs)", "return torch.cat(outputs[:-1])"),
        ],
        "fills-up": [
            (
                "return torch.cat(outputs)",
                "return torch.cat([*outputs, torch.zeros(2, layer.out_features)])",
            ),
        ],
        "something-after": [
            ("layer(x)", "layer(x).relu()"),
            ("layer(x)", "layer(x).softmax(dim=1)"),
            ("layer(x)", "layer(x).round(decimals=2)"),
            ("layer(x)", "layer(x).half().float()"),
        ],
        "no-bias": [("layer(x)", "x @ layer.weight.T")],
        "another-layer": [
            ("layer(x)", "nn.Linear(layer.in_features, layer.out_features)(x)"),
        ],
        "wrong-dtype": [("torch.cat(outputs)", "torch.cat(outputs).float()")],
        "adds-batches": [predict_all("return sum(layer(x) for x, y in loader)")],
        "wrong-shape": [("torch.cat(outputs)", "torch.cat(outputs).squeeze()")],
    },
}

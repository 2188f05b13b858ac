"""Lesson 7, your own linear layer: wrong answers, each under the misconception behind it."""

from helpers.exercises.lesson_07 import chain
from tests.answers import own_linear
from tests.answers.slips import slip

CHAIN_IN_FORWARD = chain.EXERCISE.stub

ONE_FOR_EACH_PAIR = """\
class Stack(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.pairs = list(zip(sizes, sizes[1:]))
        self.made = nn.ModuleDict({f"{a}_{b}": nn.Linear(a, b) for a, b in self.pairs})

    def forward(self, x):
        for a, b in self.pairs:
            x = self.made[f"{a}_{b}"](x)
        return x"""


WRONG = {
    "07.1": {
        "missing-super": [
            ("super().__init__()", "pass"),
            ("super().__init__()", "super().__init__"),
            ("super().__init__()", "super.__init__()"),
            ("nn.Parameter", "", "super().__init__()", "pass"),
        ],
        "super-with-sizes": [("__init__()", "__init__(size)")],
        "plain-tensor": [("nn.Parameter", "")],
        "gradient-is-enough": [("nn.Parameter", "", "(size)", "(size, requires_grad=True)")],
        "buffer": [("self.scale = nn.Parameter(", 'self.register_buffer("scale", ')],
        "not-kept": [("self.scale =", "scale =", "self.shift =", "shift =")],
        "other-names": [("self.scale", "self.w", "self.shift", "self.b")],
        "no-tensor-in-it": [("torch.ones(size)", "size")],
        "one-for-all": [("torch.ones(size)", "torch.ones(1)")],
        "other-start": [("torch.ones(size)", "torch.rand(size)")],
        "wrong-shape": [("torch.zeros(size)", "torch.zeros(1, size)")],
        "wrong-dtype": [("(size)", "(size, dtype=torch.float64)")],
        "without-numbers": [("(size))", '(size, device="meta"))')],
        "takes-what-comes": [("nn.Parameter(torch.ones(size))", "nn.UninitializedParameter()")],
        "does-not-fit": [("x * self.scale + self.shift", "(x.T * self.scale + self.shift).T")],
        "two-dimensional-only": [("x * self.scale", "x[:, :] * self.scale")],
        "by-its-length": [
            (
                "        return",
                "        if x.shape[0] == len(self.scale):\n"
                "            x = x.transpose(0, -1)\n"
                "            return (x * self.scale + self.shift).transpose(0, -1)\n"
                "        return",
            )
        ],
        "cuts-at-zero": [("x * self.scale + self.shift", "(x * self.scale + self.shift).relu()")],
        "bends": [("x * self.scale + self.shift", "(x * self.scale + self.shift).tanh()")],
        "random-in-training": [
            ("x * self.scale", "nn.functional.dropout(x, 0.2, self.training) * self.scale")
        ],
        "cuts-a-parameter": [
            ("x * self.scale", "x * self.scale.data"),
            ("ones(size))", "ones(size), requires_grad=False)"),
        ],
        "mutates-input": [("x * self.scale", "x.mul_(self.scale.data)")],
        "none": [("return x * self.scale + self.shift", "print(x)")],
    },
    "07.2": {
        "list-of-layers": [
            ("nn.ModuleList(layers)", "layers"),
            ("nn.ModuleList(layers)", "tuple(layers)"),
        ],
        "no-forward": [("forward", "forwards")],
        "missing-super": [("super().__init__()", "pass")],
        "stops-too-early": [("x = layer(x)", "return layer(x)")],
        "not-chained": [("x = layer(x)", "y = layer(x)", "return x", "return y")],
        "bias-left-out": [("i + 1])", "i + 1], bias=False)")],
        "layers-missing": [
            ("len(sizes) - 1", "len(sizes) - 2"),
            (
                "nn.ModuleList(layers)",
                "layers\n        self.w = nn.ParameterList([one.weight for one in layers])",
            ),
        ],
        "layers-not-kept": [
            ("self.layers =", "kept ="),
            ("self.layers =", "self.layer ="),
            ("in self.layers", "in layers"),
        ],
        "equal-sizes": [
            (
                "for i in range(len(sizes) - 1)]",
                "for i in range(len(sizes) - 1) if sizes[i] != sizes[i + 1]]",
            ),
            ("        layers =", "        sizes = list(dict.fromkeys(sizes))\n        layers ="),
            (
                "sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)",
                "n, sizes[sizes.index(n) + 1]) for n in sizes[:-1]",
            ),
            ONE_FOR_EACH_PAIR,
        ],
        "shortcut": [
            (
                "x = layer(x)",
                "y = layer(x)\n            x = x + y if x.shape == y.shape else y",
            ),
            (
                "        for",
                "        start = x\n        for",
                "return x",
                "return x + start if x.shape == start.shape else x",
            ),
        ],
        "more-than-layers": [
            ("        layers =", "        self.s = nn.Linear(1, 1)\n        layers =")
        ],
        "other-kind-of-layer": [
            ("nn.Linear", "nn.Embedding"),
            ("(sizes) - 1)]", "(sizes) - 1)]\n        self.norm = nn.LayerNorm(sizes[-1])"),
        ],
        "layers-of-another": [
            (
                "(self, sizes)",
                "(self, sizes, layers=[])",
                "layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]",
                "layers += [nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]",
            )
        ],
        "made-with-one-thing": [("sizes[i], sizes[i + 1]", "sizes[i : i + 2]")],
        "parameters-by-hand": [
            (
                "nn.ModuleList(layers)",
                "layers\n\n"
                "    def parameters(self):\n"
                "        return [one for layer in self.layers for one in layer.parameters()]",
            )
        ],
        "takes-what-comes": [("nn.Linear(sizes[i], ", "nn.LazyLinear(")],
        "wrong-dtype": [("nn.ModuleList(layers)", "nn.ModuleList(layers).double()")],
        "without-numbers": [("i + 1])", 'i + 1], device="meta")')],
        "two-dimensional-only": [("        for", "        x = x.flatten(1)\n        for")],
        "beyond-the-end": [("len(sizes) - 1", "len(sizes)")],
        "counts-on-a-length": [
            (
                "sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)",
                "a, b) for a, b in [(sizes[0], sizes[1]), (sizes[1], sizes[2])]",
            ),
            ("        layers =", "        a, b, c = sizes\n        layers ="),
        ],
        "random-in-training": [
            ("x = layer(x)", "x = nn.functional.dropout(layer(x), 0.5, self.training)"),
        ],
        "bends": [("layer(x)", "layer(x).tanh()"), ("return x", "return x.softmax(-1)")],
        "sizes-swapped": [("sizes[i], sizes[i + 1]", "sizes[i + 1], sizes[i]")],
        "extra-step": [("layer(x)", "layer(x).relu()")],
        "cuts-the-output": [("return x", "return x.detach()")],
        "none": [("return x", "print(x)")],
        "no-self": [("forward(self, x)", "forward(x)")],
    },
    "07.3": {
        "made-in-forward": [
            slip(CHAIN_IN_FORWARD, ".detach()", ""),
            slip(CHAIN_IN_FORWARD, ".detach()", "", "second", "self.second"),
            slip(CHAIN_IN_FORWARD, "second = ", 'if not hasattr(self, "second"): second = ')
            .replace(".detach()", "")
            .replace(" second", " self.second"),
        ],
        "cuts-a-parameter": [
            ("self.first(x)", "self.first(x).detach()"),
            ("self.first(x)", "self.first(x).data"),
            ("self.first(x)", "self.first(x.detach())"),
        ],
        "cuts-the-output": [("    def forward", "    @torch.no_grad()\n    def forward")],
        "list-of-layers": [("nn.Linear(n_between, n_out)", "[nn.Linear(n_between, n_out)]")],
        "layers-missing": [
            (
                "        self.second = nn.Linear(n_between, n_out)\n",
                "",
                "self.second(b",
                "nn.ReLU()(b",
            )
        ],
        "sizes-swapped": [("(n_between, n_out)", "(n_out, n_between)")],
        "not-chained": [("second(between)", "second(x)")],
        "stops-too-early": [("self.second(between)", "between")],
        "extra-step": [("self.first(x)", "self.first(x).relu()")],
        "bends": [("self.first(x)", "self.first(x).tanh()")],
        "shortcut": [
            (
                "return self.second(between)",
                "y = self.second(between)\n        return x + y if x.shape == y.shape else y",
            )
        ],
        "equal-sizes": [
            (
                "nn.Linear(n_between, n_out)",
                "nn.Linear(n_between, n_out) if n_between != n_out else nn.Identity()",
            )
        ],
        "made-with-one-thing": [
            ("nn.Linear(n_between, n_out)", "nn.Linear((n_between, n_out))"),
            ("self.first(x)", "nn.Linear(x)"),
        ],
        "takes-what-comes": [("nn.Linear(n_between, n_out)", "nn.LazyLinear(n_out)")],
        "wrong-dtype": [("(n_between, n_out)", "(n_between, n_out, dtype=torch.float64)")],
        "none": [("return ", "")],
        "changes-seed": [slip(CHAIN_IN_FORWARD, "second =", "torch.manual_seed(0); second =")],
        "wrong-signature": [("n_in, n_between, n_out", "sizes")],
    },
    "07.4": own_linear.WRONG,
}

# Right answers that a check refused once.
RIGHT = {
    "07.2": [
        """\
class Stack(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        pairs = list(zip(sizes, sizes[1:]))
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in reversed(pairs))

    def forward(self, x):
        for layer in reversed(self.layers):
            x = layer(x)
        return x""",
        """\
class Stack(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.weights, self.biases = nn.ParameterList(), nn.ParameterList()
        for n, m in zip(sizes, sizes[1:]):
            self.weights.append(nn.Parameter(torch.rand(m, n)))
            self.biases.append(nn.Parameter(torch.rand(m)))

    def forward(self, x):
        for weight, bias in zip(self.weights, self.biases):
            x = nn.functional.linear(x, weight, bias)
        return x""",
    ],
    "07.3": [
        """\
class Chain(nn.Module):
    def __init__(self, n_in, n_between, n_out):
        super().__init__()
        self.second = nn.Linear(n_between, n_out)
        self.first = nn.Linear(n_in, n_between)

    def forward(self, x):
        return self.second(self.first(x))""",
    ],
    "07.4": [
        """\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        bound = in_features**-0.5
        where = {"device": device, "dtype": dtype}
        self.weight = nn.Parameter((torch.rand(out_features, in_features, **where) * 2 - 1) * bound)
        if bias:
            self.bias = nn.Parameter((torch.rand(out_features, **where) * 2 - 1) * bound)

    def forward(self, x):
        y = x @ self.weight.T
        return y + self.bias if hasattr(self, "bias") else y""",
    ],
}

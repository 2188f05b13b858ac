"""Lesson 7, your own linear layer: wrong answers, each under the misconception behind it."""

from helpers.exercises.lesson_07 import chain
from tests.answers.slips import slip

CHAIN_IN_FORWARD = chain.EXERCISE.stub

WITH_LINEAR = """\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.linear = nn.Linear(in_features, out_features, bias, device, dtype)

    def forward(self, x):
        return self.linear(x)"""

IN_FORWARD = """\
class OwnLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.sizes = out_features, in_features

    def forward(self, x):
        self.weight = nn.Parameter(torch.rand(*self.sizes))
        self.bias = nn.Parameter(torch.rand(self.sizes[0]))
        return x @ self.weight.T + self.bias"""

# How the first right answer of 07.4 makes its first numbers.
W_MADE = "torch.empty(out_features, in_features, **where).uniform_(-bound, bound)"
B_MADE = "torch.empty(out_features, **where).uniform_(-bound, bound)"


def forward(line):
    """A slip in 07.4: this line is all of forward."""
    return (
        "        y = x @ self.weight.T\n        return y if self.bias is None else y + self.bias",
        "        " + line,
    )


def made_by(code):
    """A slip in 07.4: other first numbers in weight and bias, by ``code`` with SIZES in it."""
    weight, bias = (
        code.replace("SIZES", of) for of in ("out_features, in_features", "out_features")
    )
    return (W_MADE, weight, B_MADE, bias)


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
        "layers-missing": [
            ("i + 1])", "i + 1], bias=False)"),
            ("len(sizes) - 1", "len(sizes) - 2"),
        ],
        "sizes-swapped": [("sizes[i], sizes[i + 1]", "sizes[i + 1], sizes[i]")],
        "extra-step": [("layer(x)", "layer(x).relu()")],
        "cuts-the-output": [("return x", "return x.detach()")],
        "none": [("return x", "print(x)")],
        "no-self": [("forward(self, x)", "forward(x)")],
        "raises": [("len(sizes) - 1", "len(sizes)")],
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
        "none": [("return ", "")],
        "changes-seed": [slip(CHAIN_IN_FORWARD, "second =", "torch.manual_seed(0); second =")],
        "wrong-signature": [("n_in, n_between, n_out", "sizes")],
    },
    "07.4": {
        # what it keeps
        "missing-super": [("super().__init__()", "pass"), ("__init__()", "__init__")],
        "plain-tensor": [
            ("nn.Parameter(weight)", "weight", "nn.Parameter(b)", "b"),
            ("nn.Parameter(weight)", "weight.numpy()"),
        ],
        "computed-from-a-parameter": [
            ("nn.Parameter(weight)", "nn.Parameter(weight).to(torch.float64)")
        ],
        "hidden-linear": [
            WITH_LINEAR,
            slip(WITH_LINEAR, "nn.Linear(in", "[nn.Linear(in", "dtype)\n", "dtype)]\n"),
            ("nn.Parameter(weight)", "nn.Linear(in_features, out_features).weight"),
            "class OwnLinear(nn.Linear):\n    pass",
        ],
        "other-names": [("self.weight", "self.W", "self.bias", "self.b")],
        "too-much": [("bound = in", "self.s = nn.Parameter(torch.ones(1)); bound = in")],
        "bias-forgotten": [("if bias:", "if False:"), ("bias=True", "bias=False")],
        # its shapes
        "in-out-layout": [
            (W_MADE, W_MADE.replace("out_features, in_", "in_features, out_"), ".T", "")
        ],
        "wrong-shape": [(W_MADE, B_MADE)],
        "bias-per-input": [(B_MADE, B_MADE.replace("out_", "in_"))],
        "bias-broadcasts": [
            (B_MADE, B_MADE.replace("out_features", "1")),
            (B_MADE, B_MADE.replace("out_features", "1, out_features")),
        ],
        # what it computes
        "bias-not-added": [forward("return x @ self.weight.T")],
        "bias-twice": [("x @ self.weight.T", "nn.functional.linear(x, self.weight, self.bias)")],
        "not-transposed": [
            ("self.weight.T", "self.weight"),
            forward("return nn.functional.linear(x, self.weight.T, self.bias)"),
        ],
        "does-not-fit": [("x @ self", "x * self"), forward("return self.weight @ x.T + self.bias")],
        "two-dimensional-only": [
            ("x @ self.weight.T", "x.mm(self.weight.T)"),
            ("x @ ", "x.reshape(-1, x.shape[-1]) @ "),
            ("x @ self.weight.T", "torch.stack([row @ self.weight.T for row in x])"),
        ],
        "drops-lengths-of-one": [("x @ self.weight.T", "(x @ self.weight.T).squeeze()")],
        "asks-the-numbers": [("self.bias is None", "not self.bias")],
        # what it does to the gradients
        "cuts-a-parameter": [
            ("self.weight.T", "self.weight.data.T"),
            ("y + self.bias", "y + self.bias.data"),
        ],
        "cuts-the-output": [("y + self.bias", "(y + self.bias).data")],
        "made-in-forward": [
            ("y = x", "nn.init.kaiming_uniform_(self.weight, a=5**0.5); y = x"),
            IN_FORWARD,
            slip(IN_FORWARD, "self.weight", "weight", "self.bias", "bias"),
        ],
        # what it gives, and what it changes
        "none": [("return y if self.bias is None else", "print(y);")],
        "wrong-dtype": [("dtype=None", "dtype=torch.float64")],
        "wrong-type": [("y + self.bias", "y + self.bias\n\n\nOwnLinear = OwnLinear(3, 2)")],
        "changes-seed": [("bound = in", "torch.manual_seed(0); bound = in")],
        "wrong-signature": [
            (", device=None, dtype=None", "", "**where", ""),
            ("def __init__", "def __int__"),
        ],
        # its arguments
        "bias-false-ignored": [
            ("if bias:", "if True:"),
            ("= None\n", "= nn.Parameter(torch.zeros(out_features))\n"),
        ],
        "no-bias-there": [
            ("self.bias = None", "pass"),
            forward("return x @ self.weight.T + self.bias"),
        ],
        "ignores-device": [
            ('"device": device, ', ""),
            (B_MADE, B_MADE.replace("**where", "dtype=dtype")),
        ],
        "ignores-dtype": [
            (', "dtype": dtype', ""),
            (B_MADE, B_MADE.replace("**where", "device=device")),
        ],
        "left-behind": [("x @", "x.float() @"), ("= None\n", "= torch.zeros(out_features)\n")],
        # its first numbers
        "never-filled": [made_by("torch.empty(SIZES, **where)")],
        "zero-init": [made_by("torch.zeros(SIZES, **where)")],
        "zero-bias": [(B_MADE, "torch.zeros(out_features, **where)")],
        "constant-init": [made_by("torch.ones(SIZES, **where)")],
        "only-positive": [made_by("torch.rand(SIZES, **where) * bound")],
        "normal-init": [made_by("torch.randn(SIZES, **where) * bound")],
        "bound-without-root": [("in_features**-0.5", "1 / in_features")],
        "bound-of-outputs": [("in_features**-0.5", "out_features**-0.5")],
        "wrong-range": [
            ("in_features**-0.5", "in_features**0.5"),
            made_by("torch.rand(SIZES, **where) * 2 - 1"),
        ],
        "same-start": [
            (
                W_MADE,
                "torch.arange(in_features * out_features, **where).sin().mul(bound)"
                ".view(out_features, in_features)",
            )
        ],
    },
}

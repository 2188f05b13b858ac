"""07.4, write it without looking: wrong answers, each under the misconception behind it."""

from tests.answers.slips import slip

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
    "in-out-layout": [(W_MADE, W_MADE.replace("out_features, in_", "in_features, out_"), ".T", "")],
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
    "changes-its-numbers": [("y = x", "nn.init.kaiming_uniform_(self.weight, a=5**0.5); y = x")],
    "random-in-training": [("y = x", "x = nn.functional.dropout(x, 0.5, self.training); y = x")],
    "cuts-at-zero": [forward("return nn.functional.linear(x, self.weight, self.bias).relu()")],
    "bends": [forward("return nn.functional.linear(x, self.weight, self.bias).sigmoid()")],
    "without-numbers": [("device=None", 'device="meta"')],
    "made-in-forward": [
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
    "left-behind": [("x @", "x.float() @")],
    "bias-false-keeps": [
        ("= None\n", "= torch.zeros(out_features)\n"),
        ("= None\n", "= 0\n", "y if self.bias is None else ", ""),
        ("= None\n", "= False\n", "self.bias is None", "self.bias is False"),
    ],
    "rand-takes-sizes": [made_by("torch.rand(-bound, bound, (SIZES))")],
    "no-such-function": [made_by("torch.uniform(-bound, bound, (SIZES))")],
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
        ("in_features**-0.5", "(in_features + 1) ** -0.5"),
        ("in_features**-0.5", "0.99 * in_features**-0.5"),
        ("in_features**-0.5", "in_features**0.5"),
        made_by("torch.rand(SIZES, **where) * 2 - 1"),
    ],
    "same-start": [
        (
            W_MADE,
            "torch.linspace(-bound, bound, in_features * out_features, **where)"
            ".view(out_features, in_features)",
        )
    ],
    "one-end-only": [(".uniform_(-bound, bound)", ".uniform_(bound)")],
    "same-rows": [
        (
            W_MADE,
            "torch.empty(in_features, **where).uniform_(-bound, bound).repeat(out_features, 1)",
        )
    ],
    "uneven": [
        made_by("torch.rand(SIZES, **where).round().mul(2).sub(1) * bound"),
        made_by("torch.rand(SIZES, **where).mul(3.14).cos() * bound"),
        (B_MADE, "torch.rand(out_features, **where).mul(2.98).sub(1.49).round() * bound"),
    ],
}

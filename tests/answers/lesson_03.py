"""Lesson 3, the bias: wrong answers, each under the misconception behind it."""

from functools import partial


def counts(first, second, third, fourth):
    """An answer to 03.1."""
    return f"""\
parameter_counts = {{
    "nn.Linear(6, 4)": {first},
    "nn.Linear(6, 4, bias=False)": {second},
    "nn.Linear(9, 1)": {third},
    "nn.Linear(2, 9)": {fourth},
}}"""


def function(head, *body):
    """The source of a function, from what stands behind its def and the lines of its body."""
    return "\n    ".join([f"def {head}:", *body])


affine = partial(function, "affine(x, W, b)")
fold = partial(function, "fold(layer)")
add_bias = partial(function, "add_bias(products, b)")


def product(code):
    """An answer to 03.2 with this code for the dot products."""
    return affine(f"y = {code}", "return y if b is None else y + b")


def with_bias(code):
    """An answer to 03.2 with this code for what becomes of the dot products, y, and b."""
    return affine("y = x @ W.T", f"return y if b is None else {code}")


# How most answers to 03.3 begin.
W_AND_B = ("W, b = layer.weight, layer.bias", "b = torch.zeros(len(W)) if b is None else b")


WRONG = {
    "03.1": {
        "forgets-the-bias": [counts(24, 24, 9, 18), counts(28, 24, 9, 27)],
        "bias-per-input": [counts(30, 24, 18, 20), counts(28, 24, 18, 27)],
        "one-bias-for-all": [counts(25, 24, 10, 19)],
        "bias-per-weight": [counts(48, 24, 18, 36)],
        "adds-the-sizes": [counts(10, 10, 10, 11), counts(14, 10, 11, 20)],
        "counts-an-absent-bias": [
            counts(28, 28, 10, 27),
            counts(28, 25, 10, 27),
            counts(28, 30, 10, 27),
        ],
        "learns-nothing-without-bias": [counts(28, 0, 10, 27)],
        "counts-the-tensors": [counts(2, 1, 2, 2)],
        "counts-the-bias-only": [counts(4, 0, 1, 9)],
        "another-answer": [counts(28, 24, 10, 28)],
        "wrong-type": [counts((4, 6), (4, 6), (1, 9), (9, 2)), "parameter_counts = 89"],
        "missing-part": ['parameter_counts = {"first": 28, "second": 24}'],
    },
    "03.2": {
        # what it is
        "wrong-type": [
            "affine = nn.Linear(4, 3)",
            affine("return nn.Linear(W.shape[1], W.shape[0])"),
        ],
        "wrong-signature": ["def affine(x, W):\n    return x @ W.T"],
        # its product
        "product-does-not-fit": [
            product("x @ W"),
            product("W @ x"),
            product("W.T @ x"),
            product("x.T @ W"),
        ],
        "untransposed": [product("x @ (W if W.shape[0] == W.shape[1] else W.T)")],
        "output-on-its-side": [
            affine("y = W @ x.T", "return y if b is None else y + b[:, None]"),
            product("x @ W.T if len(x) != len(W) else W @ x.T"),
        ],
        "product-without-sum": [
            product("x * W"),
            affine("return x * W.T + b"),
            product("(x * W).sum(dim=-1)"),
        ],
        "one-row-only": [
            affine(
                "b = torch.zeros(len(W)) if b is None else b",
                "return torch.tensor([W[i] @ x + b[i] for i in range(len(W))])",
            ),
            product("torch.stack([torch.dot(x, row) for row in W])"),
        ],
        "two-dimensions-only": [
            product("torch.mm(x, W.T)"),
            product("(W @ x.T).T"),
            product("torch.einsum('ni,oi->no', x, W)"),
            affine("n, n_in = x.shape", "y = x @ W.T", "return y if b is None else y + b"),
            product("torch.stack([W @ row for row in x])"),
        ],
        "flattens-and-stays-flat": [
            affine(
                "if x.dim() > 1:",
                "    x = x.reshape(-1, W.shape[1])",
                "y = x @ W.T",
                "return y if b is None else y + b",
            ),
        ],
        # without a bias
        "none-not-handled": [
            affine("return x @ W.T + b"),
            affine("return x @ W.T + b.flatten()"),
        ],
        "asks-a-tensor-yes-or-no": [
            affine("return x @ W.T + b if b else x @ W.T"),
            affine("b = b or torch.zeros(len(W))", "return x @ W.T + b"),
            affine(
                "if b == None:",
                "    return x @ W.T",
                "if b != 0:",
                "    return x @ W.T + b",
            ),
        ],
        "none-adds-something": [
            affine("if b is None:", "    b = torch.ones(len(W))", "return x @ W.T + b"),
            affine(
                "layer = nn.Linear(W.shape[1], W.shape[0])",
                "with torch.no_grad():",
                "    layer.weight.copy_(W)",
                "    if b is not None:",
                "        layer.bias.copy_(b)",
                "return layer(x)",
            ),
        ],
        # with one
        "bias-forgotten": [affine("return x @ W.T")],
        "bias-added-twice": [product("nn.functional.linear(x, W, b)")],
        "bias-multiplies": [with_bias("y * b")],
        "bias-summed-up": [with_bias("y + sum(b)")],
        "bias-added-to-the-input": [
            affine("if b is not None:", "    x = x + b", "return x @ W.T"),
            affine(
                "if b is not None and x.shape[-1] == len(b):",
                "    return (x + b) @ W.T",
                "return x @ W.T if b is None else x @ W.T + b",
            ),
        ],
        "bias-does-not-fit": [
            with_bias("y + b.reshape(-1, 1)"),
            affine("b = torch.zeros(len(x)) if b is None else b", "return x @ W.T + b"),
        ],
        "bias-along-the-rows": [
            affine(
                "y = x @ W.T",
                "if b is None:",
                "    return y",
                "return y + (b[:, None] if y.dim() == 2 and len(y) == len(b) else b)",
            ),
        ],
        # what it gives, and what it changes
        "raises": [
            affine("return torch.affine(x, W, b)"),
        ],
        "bias-per-input": [
            affine("b = torch.zeros(W.shape[1]) if b is None else b", "return x @ W.T + b"),
            affine(
                "layer = nn.Linear(W.shape[0], W.shape[1])",
                "with torch.no_grad():",
                "    layer.weight.copy_(W)",
                "return layer(x)",
            ),
        ],
        "inner-sizes-differ": [
            "layer = nn.Linear(4, 3)\n\ndef affine(x, W, b):\n    return layer(x)",
        ],
        "none": [
            affine("print(x @ W.T if b is None else x @ W.T + b)"),
            affine("if b is not None:", "    return x @ W.T + b"),
        ],
        "list": [affine("y = x @ W.T", "return (y if b is None else y + b).tolist()")],
        "numpy-array": [
            affine("y = x.numpy() @ W.numpy().T", "return y if b is None else y + b.numpy()"),
        ],
        "wrong-dtype": [
            product("x.double() @ W.double().T"),
            affine("y = x.float() @ W.float().T", "return y if b is None else y + b.float()"),
        ],
        "wrong-values": [product("-x @ W.T")],
        "bias-subtracted": [with_bias("y - b")],
        "first-number-for-all": [with_bias("y + b[0]")],
        "starts-anew": [affine("return nn.Linear(W.shape[1], W.shape[0])(x)")],
        "squeezes-everything": [
            affine("y = x @ W.T", "return (y if b is None else y + b).squeeze()"),
            with_bias("y + b if len(y) != 1 else (y + b)[0]"),
        ],
        "blocks-only": [product("torch.bmm(x, W.T)")],
        "loses-digits": [
            with_bias("(y + b).round(decimals=2)"),
            product("(x.half() @ W.half().T).float()"),
        ],
        "other-dtype": [
            affine(
                "b = torch.zeros(len(W)) if b is None else b",
                "return nn.functional.linear(x, W, b.float())",
            ),
        ],
        "asks-numbers-of-b": [
            affine(
                "if b is not None and b.sum() != 0:", "    return x @ W.T + b", "return x @ W.T"
            ),
            affine("if b is not None and b[0] != 0:", "    return x @ W.T + b", "return x @ W.T"),
        ],
        "arguments-swapped": [
            function("affine(W, x, b)", "y = x @ W.T", "return y if b is None else y + b"),
        ],
        "relu-behind": [affine("return nn.functional.linear(x, W, b).relu()")],
        "calls-share": [
            function(
                "affine(x, W, b, memory={})",
                "key = (x.shape, W.shape, b is None)",
                "if key not in memory:",
                "    memory[key] = nn.functional.linear(x, W, b)",
                "return memory[key]",
            ),
        ],
        "mutates-input": [affine("W.t_()", "y = x @ W", "return y if b is None else y + b")],
        "changes-seed": [affine("torch.manual_seed(0)", "return nn.functional.linear(x, W, b)")],
    },
    "03.3": {
        # where it stops
        "bias-stays-one-dimensional": [
            fold("return torch.cat([layer.bias, layer.weight], dim=1)"),
            fold(
                "b = layer.bias",
                "b = torch.zeros(len(layer.weight)) if b is None else b",
                "return torch.cat([b, layer.weight])",
            ),
        ],
        "none-not-handled": [
            fold("return torch.cat([layer.bias.reshape(-1, 1), layer.weight], dim=1)"),
            fold("return torch.cat([layer.bias[:, None], layer.weight], dim=1)"),
        ],
        "asks-a-tensor-yes-or-no": [
            fold(
                "b = layer.bias or torch.zeros(layer.out_features)",
                "return torch.cat([b[:, None], layer.weight], dim=1)",
            ),
        ],
        "records-the-copy": [
            fold(
                "new = nn.Linear(layer.in_features + 1, layer.out_features, bias=False)",
                "new.weight[:, 1:] = layer.weight",
                "return new.weight",
            ),
        ],
        # which way things stand
        "bias-as-a-row": [
            fold(
                "b = layer.bias",
                "b = torch.zeros(layer.in_features) if b is None else b",
                "return torch.cat([b[:, None], layer.weight], dim=1)",
            ),
            fold("return torch.cat([layer.bias[None], layer.weight], dim=0)"),
            fold("return torch.cat([layer.bias[None], layer.weight], dim=1)"),
            fold(
                "ones = torch.ones(1, layer.in_features)",
                "return torch.cat([ones, layer.weight])",
            ),
            fold(
                "b = torch.zeros(1, 1) if layer.bias is None else layer.bias[:, None]",
                "return torch.cat([b, layer.weight], dim=1)",
            ),
        ],
        "in-out-order": [fold(*W_AND_B, "return torch.cat([b[None], W.T], dim=0)")],
        "no-column-without-bias": [
            fold(
                "if layer.bias is None:",
                "    return layer.weight",
                "return torch.cat([layer.bias[:, None], layer.weight], dim=1)",
            ),
        ],
        "wrong-shape": [fold("return layer.weight")],
        # what the 1 meets
        "one-stands-last": [fold(*W_AND_B, "return torch.cat([W, b.reshape(-1, 1)], dim=1)")],
        "ones-for-the-bias": [
            fold("W = layer.weight", "return torch.cat([torch.ones(len(W), 1), W], dim=1)"),
            fold(
                "W, b = layer.weight, layer.bias",
                "b = torch.ones(len(W)) if b is None else b",
                "return torch.cat([b[:, None], W], dim=1)",
            ),
            fold("W = layer.weight", "return torch.cat([W, torch.ones(len(W), 1)], dim=1)"),
        ],
        "bias-left-out": [fold("return nn.functional.pad(layer.weight, (1, 0))")],
        "bias-added-to-the-weight": [
            fold(*W_AND_B, "return torch.cat([b[:, None], W + b[:, None]], dim=1)"),
        ],
        "wrong-values": [fold("return nn.functional.pad(layer.weight, (1, 0), value=2.0)")],
        "bias-turned": [fold(*W_AND_B, "return torch.cat([-b[:, None], W], dim=1)")],
        "bias-summed-up": [
            fold(
                *W_AND_B, "b = b.sum().expand(len(W))", "return torch.cat([b[:, None], W], dim=1)"
            ),
        ],
        "squeezes-everything": [
            fold(*W_AND_B, "return torch.cat([b[:, None], W], dim=1).squeeze()"),
        ],
        "starts-anew": [
            fold("return torch.randn(layer.out_features, layer.in_features + 1)"),
            fold("return nn.Linear(layer.in_features + 1, layer.out_features).weight"),
        ],
        "loses-digits": [
            fold(*W_AND_B, "return torch.cat([b[:, None], W], dim=1).round(decimals=2)"),
            fold(*W_AND_B, "return torch.cat([b[:, None], W], dim=1).half().float()"),
        ],
        "other-dtype": [
            fold(
                "b = layer(torch.zeros(1, layer.in_features)).T",
                "return torch.cat([b, layer.weight], dim=1)",
            ),
        ],
        "wrong-dtype": [fold(*W_AND_B, "return torch.cat([b[:, None], W], dim=1).float()")],
        "calls-share": [
            function(
                "fold(layer, memory={})",
                "key = layer.weight.shape, layer.bias is None",
                "if key not in memory:",
                "    b = torch.zeros(len(layer.weight)) if layer.bias is None else layer.bias",
                "    memory[key] = torch.cat([b[:, None], layer.weight], dim=1)",
                "return memory[key]",
            ),
        ],
        "gives-it-a-bias": [
            fold(
                "if layer.bias is None:",
                "    layer.bias = nn.Parameter(torch.zeros(layer.out_features))",
                "return torch.cat([layer.bias[:, None], layer.weight], dim=1)",
            ),
        ],
        # what it is, what it gives, and what it changes
        "wrong-type": [
            "fold = nn.Linear(4, 3)",
            fold("return nn.Linear(layer.in_features + 1, layer.out_features, bias=False)"),
        ],
        "none": [
            fold(
                "b = layer.bias",
                "if b is not None:",
                "    return torch.cat([b[:, None], layer.weight], dim=1)",
            ),
        ],
        "list": [fold("return [layer.bias, layer.weight]")],
        "mutates-input": [
            fold(
                "b = layer.bias",
                "b = torch.zeros(layer.out_features) if b is None else b",
                "folded = torch.cat([b[:, None], layer.weight], dim=1)",
                "layer.weight = nn.Parameter(folded)",
                "return layer.weight",
            ),
            fold(
                "W, b = layer.weight.detach(), layer.bias",
                "b = torch.zeros(len(W)) if b is None else b.detach()",
                "folded = torch.cat([b[:, None], W], dim=1)",
                "layer.bias = None",
                "return folded",
            ),
        ],
    },
    "03.4": {
        # where it stops
        "column-does-not-fit": [
            ("+ b", "+ b.reshape(-1, 1)"),
            add_bias("b = b.reshape(products.shape[0], 1)", "return products + b"),
            add_bias("b = b.unsqueeze(-1)", "return products + b"),
            ("products + b", "products.T + b"),
            add_bias("b = b.unsqueeze(1)", "return products + b.expand(products.shape)"),
        ],
        "bias-blown-up": [("+ b", "+ b.reshape(products.shape)")],
        "counts-b-and-rows-together": [
            add_bias(
                "rows = [products[i] + b[i] for i in range(len(b))]",
                "return torch.stack(rows)",
            ),
        ],
        "fixed-length": [("+ b", "+ b.reshape(1, 3)")],
        "raises": [("products + b", "products.plus(b)")],
        "sizes-differ": [
            ("+ b", "+ b.expand(2, -1)"),
            "column = torch.ones(3, 1)\n\n" + add_bias("return products + column.flatten()"),
        ],
        # where the numbers of b go
        "bias-forgotten": [("products + b", "products")],
        "bias-as-column": [
            add_bias(
                "try:",
                "    return products + b.unsqueeze(1)",
                "except RuntimeError:",
                "    return products + b",
            ),
        ],
        "bias-per-row": [
            add_bias("b = b.unsqueeze(1)", "return products + b[: len(products)]"),
            add_bias(
                "rows = [products[i] + b[i] for i in range(len(products))]",
                "return torch.stack(rows)",
            ),
        ],
        "bias-summed-up": [("+ b", "+ b.sum()")],
        "bias-averaged": [("+ b", "+ b.mean()")],
        "first-row-only": [add_bias("total = products.clone()", "total[0] += b", "return total")],
        "output-on-its-side": [add_bias("b = b.unsqueeze(1)", "return products.T + b")],
        "wrong-values": [("+ b", "+ b.flip(0)")],
        "first-number-for-all": [("+ b", "+ b[0]")],
        "table-forgotten": [("products + b", "b.expand(products.shape)")],
        "bias-subtracted": [("+ b", "- b")],
        "bias-multiplies": [("+ b", "* b")],
        "bias-added-twice": [("+ b", "+ 2 * b")],
        "squeezes-everything": [("products + b", "(products + b).squeeze()")],
        "loses-digits": [
            ("products + b", "(products + b).round(decimals=2)"),
            ("products + b", "(products.half() + b.half()).float()"),
        ],
        "wrong-dtype": [
            ("products + b", "(products + b).float()"),
            ("products + b", "torch.tensor((products + b).tolist())"),
        ],
        "calls-share": [
            function(
                "add_bias(products, b, out=torch.zeros(0))",
                "y = products + b",
                "return out.resize_(y.shape).copy_(y)",
            ),
        ],
        # what it is, what it gives, and what it changes
        "wrong-type": ["add_bias = torch.ones(2, 3)"],
        "wrong-signature": ["def add_bias(products):\n    return products"],
        "none": [("return", "products =")],
        "list": [add_bias("return [row + b for row in products]")],
        "mutates-input": [
            add_bias("products += b", "return products"),
            add_bias("for row in products:", "    row += b", "return products"),
        ],
    },
}


RIGHT = {
    "03.b": ["torch.tensor([42.0])", "[42]"],
    "03.c": ["None", "'None'", "type(None)"],
    "03.2": [
        "class Affine(nn.Module):\n"
        "    def forward(self, x, W, b):\n"
        "        return nn.functional.linear(x, W, b)\n\naffine = Affine()",
        "affine = nn.functional.linear",
        affine("y = torch.einsum('...i,oi->...o', x, W)", "return y if b is None else y + b"),
        affine("y = torch.tensordot(x, W, dims=([-1], [1]))", "return y if b is None else b + y"),
        affine("y = x.matmul(W.mT)", "return y + (0 if b is None else b)"),
        affine("b = W.new_zeros(len(W)) if b is None else b", "return x @ W.T + b"),
        affine("b = torch.zeros(len(W)) if b is None else b", "return x @ W.T + b"),
        affine("y = (x[..., None, :] * W).sum(-1)", "return y if b is None else y + b"),
    ],
    "03.3": [
        fold(*W_AND_B, "return torch.column_stack([b, W])"),
        fold(
            "if layer.bias is None:",
            "    return nn.functional.pad(layer.weight, (1, 0))",
            "return torch.cat((layer.bias.unsqueeze(1), layer.weight), 1)",
        ),
        fold(*W_AND_B, "return torch.hstack((b.view(-1, 1), W))"),
        fold(*W_AND_B, "return torch.vstack([b, W.T]).T"),
    ],
    "03.4": [
        add_bias("return products + b.expand(products.shape)"),
        add_bias("return torch.add(products, b)"),
        add_bias("return products + b[None, :]"),
        add_bias("return products + b.repeat(len(products), 1)"),
        add_bias("total = products.clone()", "total += b", "return total"),
        add_bias("return (products.T + b[:, None]).T"),
    ],
}
"""Id -> right answers that a check could take for wrong, and that are not worth showing."""

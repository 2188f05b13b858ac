"""Lesson 1, the dot product: wrong answers, each under the misconception behind it."""


def put(*body):
    """An answer to 01.4, from the lines of its body."""
    return "\n    ".join(["def put(layer, B):", *body])


WRONG = {
    "01.1": {
        "stops-at-products": [
            "result = [2, -1, 0, -9]",
            "result = torch.tensor([1, -1, 0, 3]) * torch.tensor([2, 1, 3, -3])",
        ],
        "drops-signs": ["result = 12", "result = 2 + 1 + 0 + 9"],
        "one-sign-lost": ["result = 2 + 1 - 9", "result = 2 - 1 + 9"],
        "zero-counts": ["result = 2 - 1 + 3 - 9", "result = 2 - 1 - 6"],
        "multiplies-the-products": ["result = 2 * -1 * 0 * -9"],
        "product-of-sums": ["result = (1 - 1 + 0 + 3) * (2 + 1 + 3 - 3)"],
        "adds-everything": ["result = 1 - 1 + 0 + 3 + 2 + 1 + 3 - 3"],
        "takes-the-mean": ["result = -8 / 4"],
        "wrong-type": ['result = "minus eight"'],
        "sign-of-the-sum": ["result = 8"],
        "sums-of-pairs": ["result = (3, 0, 3, 0)"],
        "another-answer": [
            "result = 7",
            "result = (1, -1, 0, 3) + (2, 1, 3, -3)",
            "result = np.outer([1, -1, 0, 3], [2, 1, 3, -3])",
        ],
    },
    "01.2": {
        "in-out-order": ["weight_shape = (5, 2)", "weight_shape = [5, 2]"],
        "counts-numbers": ["weight_shape = (10,)", "weight_shape = 10"],
        "one-row-only": ["weight_shape = (5,)", "weight_shape = nn.Linear(5, 2).weight[0].shape"],
        "one-per-output": ["weight_shape = 2"],
        "counts-inputs-fed": ["weight_shape = (1, 2, 5)"],
        "another-answer": ["weight_shape = (2, 6)", "weight_shape = (5, 5)"],
        "wrong-type": [
            "weight_shape = nn.Linear(5, 2).weight",
            'weight_shape = "two by five"',
        ],
    },
    "01.3": {
        # what it is
        "list": ["weight = [[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]]"],
        "numpy-array": ["weight = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]])"],
        "wrong-type": ["weight = nn.Linear(3, 2, bias=False)"],
        "transposed": [
            "weight = torch.tensor([[1.0, 1.0], [1.0, 0.0], [1.0, -1.0]])",
            "weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]]).T",
        ],
        "wrong-shape": [
            "weight = torch.tensor([1.0, 1.0, 1.0, 1.0, 0.0, -1.0])",
            "weight = torch.tensor([[1.0, 1.0, 1.0]])",
            "weight = torch.tensor([[[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]]])",
            "weight = torch.tensor([6.0, -2.0])",
        ],
        "whole-numbers": ["weight = torch.tensor([[1, 1, 1], [1, 0, -1]])"],
        "not-float32": [
            "weight = torch.from_numpy(np.array([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]]))",
        ],
        # what it makes of x
        "outputs-swapped": ["weight = torch.tensor([[1.0, 0.0, -1.0], [1.0, 1.0, 1.0]])"],
        "difference-turned": ["weight = torch.tensor([[1.0, 1.0, 1.0], [-1.0, 0.0, 1.0]])"],
        "second-for-last": ["weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, -1.0, 0.0]])"],
        "middle-counts": [
            "weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, 1.0, -1.0]])",
            "weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, -1.0, -1.0]])",
        ],
        "sum-for-difference": ["weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, 1.0]])"],
        "mean-for-sum": ["weight = torch.tensor([[1 / 3, 1 / 3, 1 / 3], [1.0, 0.0, -1.0]])"],
        "wrong-values": [
            "weight = torch.ones(2, 3)",
            "weight = nn.Linear(3, 2, bias=False).weight",
            "weight = torch.tensor([[1.0, 2.0, 3.0], [1.0, 0.0, -3.0]])",
        ],
        "middle-for-first": [
            "weight = torch.tensor([[1.0, 1.0], [1.0, 0.0], [1.0, -1.0]]).reshape(2, 3)",
            "weight = torch.tensor([[1.0, 1.0, 1.0], [0.0, 1.0, -1.0]])",
        ],
        "last-left-out": ["weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]])"],
        "sum-without-middle": ["weight = torch.tensor([[1.0, 0.0, 1.0], [1.0, 0.0, -1.0]])"],
        "all-zeros": ["weight = torch.zeros(2, 3)"],
        "nearly": ["weight = torch.tensor([[1.0, 1.0, 1.01], [1.0, 0.0, -0.9]])"],
        "true-or-false": ["weight = torch.tensor([[True, True, True], [True, False, True]])"],
    },
    "01.4": {
        # what it is
        "wrong-type": ["put = nn.Linear(3, 2, bias=False)"],
        "wrong-signature": ["def put(layer):\n    pass"],
        # where it stops
        "table-does-not-fit": [("B.T", "B.T.T"), put('layer.load_state_dict({"weight": B})')],
        "records-the-copy": [put("layer.weight.copy_(B.T)")],
        "no-grad-not-called": [("no_grad()", "no_grad")],
        "assigns-a-tensor": [
            put("del layer.weight", "layer.weight = B.T"),
            ("layer.weight.copy_(B.T)", "layer.weight = B.T"),
        ],
        "raises": [put("layer.weight.copy_from(B.T)")],
        "counts-beyond-the-end": [
            put(
                "with torch.no_grad():",
                "    for i in range(4):",
                "        for j in range(3):",
                "            layer.weight[j, i] = B[i, j]",
            ),
        ],
        # what it leaves in the layer
        "none": [put("layer.weight = None")],
        "data-of-any-shape": [put("layer.weight.data = B")],
        "new-parameter": [put("layer.weight = nn.Parameter(B.T)")],
        "nothing-written": [
            put("return layer"),
            ("    with", "    layer = nn.Linear(*B.shape, bias=False)\n    with"),
            put("return B.T"),
            put("layer.weight == B.T"),
        ],
        "copies-untransposed": [
            put(
                "if B.shape != layer.weight.shape:",
                "    B = B.T",
                "with torch.no_grad():",
                "    layer.weight.copy_(B)",
            ),
        ],
        "reshaped": [("B.T", "B.reshape(layer.weight.shape)")],
        "adds-to-the-weight": [("layer.weight.copy_(B.T)", "layer.weight += B.T")],
        "wrong-dtype": [put("layer.double().weight.data.copy_(B.T)")],
        "wrong-values": [("B.T", "B.T.flip(0)"), ("B.T", "2 * B.T")],
        "not-all-of-it": [
            ("layer.weight.copy_(B.T)", "layer.weight[0] = B[:, 0]"),
            put(
                "with torch.no_grad():",
                "    for i in range(B.shape[0] - 1):",
                "        layer.weight[:, i] = B[i]",
            ),
        ],
        "signs-lost": [("B.T", "B.T.abs()")],
        "loses-digits": [
            ("B.T", "B.T.round()"),
            ("B.T", "B.T.round(decimals=3)"),
            ("B.T", "B.T.int()"),
            ("B.T", "B.T.half()"),
            ("B.T", "B.T * 1.0001"),
        ],
        "length-lost": [
            ("B.T", "B.squeeze().T"),
            ("B.T", "B.squeeze(0).T if len(B) == 1 else B.T"),
        ],
        "changes-more": [
            (" put(layer, B):", " put(layer, B):\n    layer.eval()"),
            (" put(layer, B):", " put(layer, B):\n    layer.B = B"),
            (" put(layer, B):", " put(layer, B):\n    layer.in_features = B.shape[1]"),
            (" put(layer, B):", " put(layer, B):\n    layer.register_buffer('B', B)"),
            (" put(layer, B):", " put(layer, B):\n    layer(torch.eye(len(B))).sum().backward()"),
            (
                " put(layer, B):",
                " put(layer, B):\n    layer.register_forward_hook(lambda m, x, y: None)",
            ),
            (
                " put(layer, B):",
                " put(layer, B):\n    layer.bias = nn.Parameter(torch.zeros(B.shape[1]))",
            ),
        ],
        "stops-learning": [put("layer.weight.requires_grad_(False)", "layer.weight.copy_(B.T)")],
        "shares-memory": [
            put("layer.weight.data = B.T"),
            put("layer.weight.data = B.T.contiguous()"),
            put("torch.nn.utils.vector_to_parameters(B.T.flatten(), layer.parameters())"),
        ],
        # what else it changes
        "mutates-input": [("B.T", "B.t_()")],
        "changes-grad-mode": [put("torch.set_grad_enabled(False)", "layer.weight.copy_(B.T)")],
    },
}


RIGHT = {
    "01.a": ["[16.5]", "torch.tensor([16.5])"],
    "01.e": [
        "torch.tensor([[2.0, 1.0]])",
        "torch.tensor([[2.0], [1.0]])",
        "np.array([2, 1])",
        "'2 and 1'",
        "'(2; 1)'",
    ],
    "01.1": ["result = (-8,)"],
    "01.4": [
        put("with torch.no_grad():", "    layer.weight += B.T - layer.weight"),
        put("layer.weight.data.copy_(B.T)"),
        put("layer.weight.data[:] = B.T"),
        put("layer.weight.data = B.T.clone()"),
        put("with torch.no_grad():", "    layer.weight.set_(B.T.clone())"),
        put("layer.state_dict()['weight'].copy_(B.t())"),
        put("with torch.inference_mode():", "    layer.weight.copy_(B.transpose(0, 1))"),
    ],
}
"""Id -> right answers that a check could take for wrong, and that are not worth showing."""

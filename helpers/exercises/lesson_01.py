"""Lesson 1, the dot product: what it asks, and the answers that its checks know."""

import math

import numpy as np
import torch
from torch import nn

from helpers.records import Exercise, Kind, expects, number, prediction, several, shape, word
from helpers.trials import Draw, a_function, a_tensor, call, compare, reject


def one_or_more(answer):
    """Read a number; several come back as a tuple, for those who stop before the sum."""
    if isinstance(answer, torch.Tensor):
        answer = a_tensor(answer, "Your answer")
    values = answer.flatten().tolist() if isinstance(answer, torch.Tensor | np.ndarray) else answer
    if isinstance(values, list | tuple) and len(values) > 1:
        return tuple(map(number.read, values))
    return number.read(answer)


def write_one_or_more(value):
    return f"{len(value)} numbers" if isinstance(value, tuple) else number.write(value)


dot_product = Kind(number.wants, one_or_more, write_one_or_more, ("{}", "'many'"))

by_hand = expects(
    dot_product,
    -8,
    [
        (
            "stops-at-products",
            (2, -1, 0, -9),
            "A dot product is one number: one more step comes after multiplying the pairs.",
        ),
        (
            "drops-signs",
            12,
            "That counts every product as positive. Look at the signs of each pair.",
        ),
        ("one-sign-lost", -6, "One of the negative products is not counted as negative."),
        ("one-sign-lost", 10, "One of the negative products is not counted as negative."),
        ("zero-counts", -5, "One number of x is 0: how much does 0 times 3 add?"),
        (
            "multiplies-the-products",
            0,
            "A 0 in x makes its own product 0. The other three still count, as the products are "
            "added up.",
        ),
        (
            "product-of-sums",
            9,
            "That is the sum of x times the sum of w. Multiply first, pair by pair, and add up "
            "afterwards.",
        ),
        (
            "adds-everything",
            6,
            "That adds up all eight numbers. What happens to the two numbers of a pair first?",
        ),
        ("takes-the-mean", -2, "That is the mean of the products. What did you divide by?"),
    ],
    "Write down the four products first, each with its sign, then add them up.",
)


weight_shape = expects(
    shape,
    (2, 5),
    [
        (
            "in-out-order",
            (5, 2),
            "That is the order in which nn.Linear takes its sizes. The weight has one row for each "
            "output: what does that make its first length?",
        ),
        (
            "counts-numbers",
            (10,),
            "That is how many numbers the weight holds. Its shape says how they are arranged, in "
            "rows and columns.",
        ),
        ("one-dimension", (5,), "That is one row of it, the weight of a single output."),
        ("one-dimension", (2,), "A row for each output: how long is each of these rows?"),
        (
            "counts-inputs-fed",
            (1, 2, 5),
            "A weight is a table of rows and columns. It knows nothing about how many inputs you "
            "will feed in.",
        ),
    ],
    "Its two lengths are the two sizes of nn.Linear(5, 2), in the order of 1.3.",
)


def sum_and_difference(answer):
    W = a_tensor(answer, "`weight`")
    x = Draw("01.3").tensor(4, 3)
    want = torch.stack([x.sum(dim=1), x[:, 0] - x[:, 2]], dim=1)
    if W.shape == (3, 2):
        reject(
            "transposed",
            "`weight` has the shape (3, 2): one row for each input. A weight is (out, in), one row "
            "for each output. Write down what each output multiplies x with, as a row.",
        )
    if W.shape != (2, 3):
        reject(
            "wrong-shape",
            f"`weight` has the shape {tuple(W.shape)}. Two outputs are asked, each of three "
            "inputs: one row for each output, with one number for each input.",
        )
    if not W.is_floating_point():
        reject(
            "wrong-dtype",
            f"`weight` holds whole numbers ({W.dtype}), and a layer multiplies float32. A point "
            "behind one of its numbers makes a tensor of floats: 1. in place of 1.",
        )
    if W.dtype != torch.float32:
        reject("wrong-dtype", f"`weight` has the dtype {W.dtype}, and a layer holds float32.")
    got = x @ W.T
    total, difference = want.T
    compare(
        got,
        want,
        "The output with your `weight`",
        beliefs=[
            (
                "outputs-swapped",
                want.flip(1),
                "Both outputs are right, and they come in the wrong order. Row 0 of the weight "
                "makes the first output.",
            ),
            (
                "difference-turned",
                torch.stack([total, -difference], dim=1),
                "The second output is the last number minus the first, and first minus last is "
                "asked. Which of the two counts negative?",
            ),
            (
                "second-for-last",
                torch.stack([total, x[:, 0] - x[:, 1]], dim=1),
                "The second output is the first number minus the second. x has three numbers: at "
                "which place is the last one?",
            ),
            (
                "middle-counts",
                torch.stack([total, difference + W[1, 1] * x[:, 1]], dim=1),
                "The middle number plays a part in the second output, and only the first and the "
                "last are asked. Which weight makes an input count nothing?",
            ),
            (
                "sum-for-difference",
                torch.stack([total, x[:, 0] + x[:, 2]], dim=1),
                "The second output adds the first and the last number, and their difference is "
                "asked. How does a weight take something away?",
            ),
            (
                "mean-for-sum",
                torch.stack([total / 3, difference], dim=1),
                "The first output is the mean of the three numbers, a third of what is asked. How "
                "much does each number count in a sum?",
            ),
        ],
        otherwise="Take x = (1, 2, 3) and do each row by hand: how much does each number count?",
        show=True,
    )


def put(answer):
    a_function(answer, ["layer", "B"], "put")
    draw = Draw("01.4")
    for n_in, n_out in [draw.sizes(2), (3, 3)]:
        layer, B = nn.Linear(n_in, n_out, bias=False), draw.tensor(n_in, n_out)
        weight, before, table = layer.weight, layer.weight.detach().clone(), B.clone()
        call(
            answer,
            layer,
            B,
            returns=False,
            may_change=(layer,),
            symptoms={
                "must match the size": (
                    "copies-untransposed",
                    f"A table B of shape {(n_in, n_out)} does not fit into a weight of shape "
                    f"{(n_out, n_in)}: B has one column for each output, the weight has one row "
                    "for each output.",
                ),
                "leaf Variable": (
                    "records-the-copy",
                    "PyTorch refuses to overwrite a weight that is to be learnt. Which `with` "
                    "line tells it that this is no computation to learn from?",
                ),
                "context manager": (
                    "no-grad-not-called",
                    "`torch.no_grad` has no parentheses behind it: that is only its name, and "
                    "begins no block.",
                ),
                "cannot assign": (
                    "assigns-a-tensor",
                    "You assign a plain tensor to layer.weight, and a weight must be a Parameter. "
                    "Write into the weight that is already there.",
                ),
            },
        )
        if tuple(layer.weight.shape) != (n_out, n_in):
            reject(
                "data-of-any-shape",
                f"Afterwards the weight has the shape {tuple(layer.weight.shape)}, and "
                f"nn.Linear({n_in}, {n_out}) needs {(n_out, n_in)}. Nothing complained: "
                "only a copy compares the shapes.",
            )
        if layer.weight is not weight:
            reject(
                "new-parameter",
                "layer.weight is another Parameter now, and the one that the layer had stays as it "
                "was. Write into the one that is already there.",
            )
        compare(
            weight,
            table.T,
            "The weight after `put`",
            beliefs=[
                (
                    "nothing-written",
                    before,
                    "The layer's weight is what it was before. What is returned, printed or put "
                    "into another layer does not reach it.",
                ),
                (
                    "copies-untransposed",
                    table,
                    "For a square B nothing complains, and layer(x) comes out as x @ B.T. The "
                    "layer itself multiplies by the transposed weight: what must the weight be, "
                    "so that x @ B comes out?",
                ),
                (
                    "reshaped",
                    table.reshape(n_out, n_in),
                    "B was reshaped to fit: that fills the weight row by row and tears the columns "
                    "of B apart. What stands in one column belongs together, to one output.",
                ),
                (
                    "adds-to-the-weight",
                    before + table.T,
                    "The numbers of B are added to the random ones that the layer began with. A "
                    "copy replaces them.",
                ),
            ],
            otherwise="Each row makes one output: which numbers of B belong to that output?",
            show=True,
        )
        if not weight.requires_grad:
            reject(
                "stops-learning",
                "The numbers are right, but the weight no longer requires a gradient: the layer "
                "would never learn again. Only the copying should go unrecorded.",
            )
        B.zero_()
        if not torch.equal(weight, table.T):
            reject(
                "shares-memory",
                "The numbers are right, but the weight shares its memory with B: whoever changes "
                "B later changes the layer. Copy the numbers instead of handing B over.",
            )


RECORDS = (
    prediction(
        "01.a",
        "Compute it in your head first. What do you get?",
        kind=dot_product,
        answer=16.5,
        beliefs=[
            (
                "stops-at-products",
                (0.5, -2, 6, 12),
                "A dot product is one number: what is left to do with these?",
            ),
            (
                "drops-signs",
                20.5,
                "That counts -1 times 2 as if it were positive. Each product keeps its sign.",
            ),
            (
                "product-of-sums",
                45,
                "That adds up x, adds up w, and multiplies at the end. A dot product multiplies "
                "first, pair by pair.",
            ),
            (
                "adds-everything",
                14.5,
                "That adds up all eight numbers. The two numbers of a pair are multiplied, and "
                "only the products are added.",
            ),
            (
                "takes-the-mean",
                4.125,
                "That is the mean of the products. A dot product adds them up and does not divide.",
            ),
        ],
        otherwise="Write the four products one below the other, each with its sign, and add them.",
        others=[15, 0, 17, -72],
        hint="Four products, one for each pair, and then one sum.",
    ),
    prediction(
        "01.b",
        "So which shape does the layer's weight have?",
        kind=shape,
        answer=(3, 4),
        beliefs=[
            (
                "in-out-order",
                (4, 3),
                "That is the shape of B, and the order of the sizes in nn.Linear(4, 3). But "
                "look at what went into the layer: was it B itself?",
            ),
            (
                "counts-numbers",
                (12,),
                "That is how many numbers the weight holds. They are arranged in rows and columns.",
            ),
            (
                "one-row-only",
                (4,),
                "That is the weight of one output. This layer has more than one.",
            ),
            (
                "one-row-only",
                (1, 4),
                "That is the weight of one output. This layer has more than one.",
            ),
            (
                "one-per-output",
                (3,),
                "That is one number for each output. But each output is a dot product: how "
                "many numbers does it need?",
            ),
            (
                "shape-of-the-table",
                (2, 3),
                "That is the shape of the table that comes out, one row for each input. The "
                "weight does not know how many inputs come.",
            ),
        ],
        otherwise="Look at what was copied into the weight in 1.2, and at its shape.",
        others=[(3, 5), (2, 4)],
        hint="Find the line with copy_ in 1.2. What is the shape of its argument?",
    ),
    prediction(
        "01.c",
        'What happens? Answer "error", "turned" (the table is transposed to fit) or '
        '"cut" (the part that fits is copied).',
        kind=word("error", "turned", "cut"),
        answer="error",
        beliefs=[
            (
                "copy-transposes",
                "turned",
                "You assume that copy_ knows what you mean. It copies number by number, row 0 to "
                "row 0, and turns nothing.",
            ),
            (
                "copy-cuts",
                "cut",
                "You assume that copy_ leaves numbers out. It copies all of them or none.",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="Where would copy_ put the number in row 3 of the table?",
    ),
    prediction(
        "01.d",
        'What does the layer give for a float64 input: "float32", "float64" or "error"?',
        kind=word("float32", "float64", "error"),
        answer="error",
        beliefs=[
            (
                "layer-converts",
                "float32",
                "You assume that the layer turns float64 into float32 by itself. It takes the "
                "input as it comes.",
            ),
            (
                "larger-dtype-wins",
                "float64",
                "You assume that the kind with more bits wins, as it does in NumPy. The product of "
                "input and weight is stricter.",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="Does anybody in this call decide which of the two dtypes is meant?",
    ),
    prediction(
        "01.e",
        "Where does (1, 0) land?",
        kind=several(number, 2),
        answer=(2, 1),
        beliefs=[
            (
                "reads-the-row",
                (2, -1),
                "That is row 0 of W. A row makes one output from all inputs: which of its "
                "numbers meets the 1, and which the 0?",
            ),
            (
                "stays-put",
                (1, 0),
                "That is where it started. Only the table with ones on its diagonal and zeros "
                "elsewhere moves nothing.",
            ),
            (
                "second-column",
                (-1, 1),
                "That is where the other basis vector lands. The 1 stands at the first place of "
                "(1, 0).",
            ),
            (
                "rows-added",
                (1, 2),
                "That adds up each row of W, as for the point (1, 1). Here one number of each row "
                "meets a 0, and row 0 makes the first coordinate.",
            ),
        ],
        otherwise="Each output is the dot product of (1, 0) with one row of W: do both by hand.",
        others=[(3, 0)],
        hint="Two dot products by hand: (1, 0) with row 0 of W, and (1, 0) with row 1.",
    ),
    prediction(
        "01.f",
        "At how many degrees between `x` and `w` is `x @ w` zero for the first time?",
        kind=number,
        answer=90,
        beliefs=[
            (
                "zero-is-opposite",
                180,
                "At 180 degrees x points the other way, and that makes the dot product as "
                "negative as it can be. Zero lies between.",
            ),
            (
                "zero-is-alike",
                0,
                "At 0 degrees both point the same way, and the products of the pairs are all "
                "positive.",
            ),
            (
                "halfway-to-right",
                45,
                "At 45 degrees x still points mostly along w.",
            ),
            (
                "length-decides",
                360,
                "After a full turn x is where it began. The angle does change the dot product.",
            ),
            *(
                (
                    "in-radians",
                    angle,
                    "That is an angle in radians. Give it in degrees: a full turn has 360 of them.",
                )
                for angle in (math.pi / 2, 1.5708, 1.5707, 1.571, 1.57)
            ),
            (
                "not-the-first",
                270,
                "The turn begins at 0 degrees, where x points along w. Was there a zero before?",
            ),
        ],
        otherwise="Count from w, not from an axis: at 0 degrees x points along w. Which x has no "
        "part along w, and none against it?",
        others=[60, 126.87, 36.87],
        hint="Try w = (1, 0), and find a direction whose first coordinate is 0.",
    ),
    Exercise(
        id="01.1",
        title="A dot product by hand",
        minutes=2,
        asks="Compute the dot product of `x = (1, -1, 0, 3)` and `w = (2, 1, 3, -3)` with pen and "
        "paper, and write down the number.",
        name="result",
        stub="result = ...",
        check=by_hand,
        hints=(
            "If you do not know where to start: write the four pairs one below the other, (1, 2), "
            "(-1, 1), (0, 3), (3, -3), and multiply each.",
            "If your number is too large: two of the four products are negative.",
        ),
        solutions=(
            "result = 1 * 2 + (-1) * 1 + 0 * 3 + 3 * (-3)",
            "result = torch.dot(torch.tensor([1.0, -1, 0, 3]), torch.tensor([2.0, 1, 3, -3]))",
        ),
        wrong={
            "stops-at-products": (
                "result = [2, -1, 0, -9]",
                "result = torch.tensor([1, -1, 0, 3]) * torch.tensor([2, 1, 3, -3])",
            ),
            "drops-signs": ("result = 12", "result = 2 + 1 + 0 + 9"),
            "one-sign-lost": ("result = 2 + 1 - 9", "result = 2 - 1 + 9"),
            "zero-counts": ("result = 2 - 1 + 3 - 9",),
            "multiplies-the-products": ("result = 2 * -1 * 0 * -9",),
            "product-of-sums": ("result = (1 - 1 + 0 + 3) * (2 + 1 + 3 - 3)",),
            "adds-everything": ("result = 1 - 1 + 0 + 3 + 2 + 1 + 3 - 3",),
            "takes-the-mean": ("result = -8 / 4",),
            "wrong-type": ('result = "minus eight"', "result = -8,"),
            "another-answer": (
                "result = 8",
                "result = (1, -1, 0, 3) + (2, 1, 3, -3)",
                "result = np.outer([1, -1, 0, 3], [2, 1, 3, -3])",
            ),
        },
    ),
    Exercise(
        id="01.2",
        title="The shape of a weight",
        minutes=1,
        asks="Which shape does the weight of `nn.Linear(5, 2)` have? Answer before you ask "
        "PyTorch.",
        name="weight_shape",
        stub="weight_shape = ...",
        check=weight_shape,
        hints=(
            "If you hesitate between two orders: how many outputs does this layer have, and what "
            "does each output have of its own?",
            "If you gave one number: the weight is a table, and its shape has two lengths.",
        ),
        solutions=(
            "weight_shape = (2, 5)",
            "weight_shape = nn.Linear(5, 2).weight.shape",
            "weight_shape = [2, 5]",
        ),
        wrong={
            "in-out-order": ("weight_shape = (5, 2)", "weight_shape = [5, 2]"),
            "counts-numbers": ("weight_shape = (10,)", "weight_shape = 10"),
            "one-dimension": ("weight_shape = (5,)", "weight_shape = 2"),
            "counts-inputs-fed": ("weight_shape = (1, 2, 5)",),
            "another-answer": ("weight_shape = (2, 6)", "weight_shape = (5, 5)"),
            "wrong-type": (
                "weight_shape = nn.Linear(5, 2).weight",
                'weight_shape = "two by five"',
            ),
        },
    ),
    Exercise(
        id="01.3",
        title="A sum and a difference",
        minutes=5,
        asks="Find the weight for `nn.Linear(3, 2, bias=False)` so that for any three numbers "
        "the first output is their sum and the second output is the first number minus the last. "
        "Write it as a tensor of `float32`.",
        name="weight",
        stub="weight = ...",
        check=sum_and_difference,
        hints=(
            "If you do not know where to start: the sum of three numbers is a dot product. Which "
            "w makes x @ w the sum of x?",
            "If the shape is wrong: one row for each output, one number in it for each input.",
            "If the second output is off: its row multiplies the first number by one thing, the "
            "middle one by another, and the last one by a third. Which number makes an input "
            "count nothing?",
        ),
        solutions=(
            "weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]])",
            "weight = torch.ones(2, 3)\nweight[1] = torch.tensor([1.0, 0.0, -1.0])",
            "weight = nn.Parameter(torch.tensor([[1.0, 1, 1], [1, 0, -1]]))",
        ),
        wrong={
            "transposed": (
                "weight = torch.tensor([[1.0, 1.0], [1.0, 0.0], [1.0, -1.0]])",
                "weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]]).T",
            ),
            "outputs-swapped": ("weight = torch.tensor([[1.0, 0.0, -1.0], [1.0, 1.0, 1.0]])",),
            "difference-turned": ("weight = torch.tensor([[1.0, 1.0, 1.0], [-1.0, 0.0, 1.0]])",),
            "second-for-last": ("weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, -1.0, 0.0]])",),
            "middle-counts": (
                "weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, 1.0, -1.0]])",
                "weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, -1.0, -1.0]])",
            ),
            "sum-for-difference": ("weight = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, 1.0]])",),
            "mean-for-sum": ("weight = torch.tensor([[1 / 3, 1 / 3, 1 / 3], [1.0, 0.0, -1.0]])",),
            "wrong-shape": (
                "weight = torch.tensor([1.0, 1.0, 1.0, 1.0, 0.0, -1.0])",
                "weight = torch.tensor([[1.0, 1.0, 1.0]])",
                "weight = torch.tensor([[[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]]])",
                "weight = torch.tensor([6.0, -2.0])",
            ),
            "wrong-dtype": (
                "weight = torch.tensor([[1, 1, 1], [1, 0, -1]])",
                "weight = torch.from_numpy(np.array([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]]))",
            ),
            "list": ("weight = [[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]]",),
            "numpy-array": ("weight = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]])",),
            "wrong-values": (
                "weight = torch.ones(2, 3)",
                "weight = nn.Linear(3, 2, bias=False).weight",
                "weight = torch.tensor([[1.0, 1.0], [1.0, 0.0], [1.0, -1.0]]).reshape(2, 3)",
            ),
            "wrong-type": ("weight = nn.Linear(3, 2, bias=False)",),
        },
    ),
    Exercise(
        id="01.4",
        title="Repair a copy",
        minutes=5,
        asks="`put(layer, B)` should write the numbers of a table `B` of shape (in, out) into the "
        "weight that a layer without bias already has, so that `layer(x)` equals `x @ B`. As "
        "it stands, it raises an error for most tables, and for a square one it is wrong in "
        "silence. Repair it.",
        name="put",
        stub="""\
def put(layer, B):
    with torch.no_grad():
        layer.weight.copy_(B)""",
        check=put,
        hints=(
            "If the error names two sizes that do not match: compare the shapes of B and of "
            "layer.weight.",
            "If it works for a square table only by luck: a column of B belongs to one output. "
            "Where does the layer keep the numbers of one output?",
        ),
        solutions=(
            """\
def put(layer, B):
    with torch.no_grad():
        layer.weight.copy_(B.T)""",
            """\
def put(layer, table):
    with torch.no_grad():
        for j in range(table.shape[1]):
            layer.weight[j] = table[:, j]
    return layer""",
            """\
def put(layer, B):
    layer.load_state_dict({"weight": B.T})  # lesson 3 shows load_state_dict""",
        ),
        wrong={
            "copies-untransposed": (
                "def put(layer, B):\n    with torch.no_grad():\n        layer.weight.copy_(B.T.T)",
                "def put(layer, B):\n    if B.shape != layer.weight.shape:\n        B = B.T\n"
                "    with torch.no_grad():\n        layer.weight.copy_(B)",
            ),
            "no-grad-not-called": (
                "def put(layer, B):\n    with torch.no_grad:\n        layer.weight.copy_(B.T)",
            ),
            "nothing-written": (
                "def put(layer, B):\n    return layer",
                "def put(layer, B):\n    layer = nn.Linear(*B.shape, bias=False)\n"
                "    with torch.no_grad():\n        layer.weight.copy_(B.T)",
                "def put(layer, B):\n    return B.T",
                "def put(layer, B):\n    layer.weight == B.T",
            ),
            "adds-to-the-weight": (
                "def put(layer, B):\n    with torch.no_grad():\n        layer.weight += B.T",
            ),
            "mutates-input": (
                "def put(layer, B):\n    with torch.no_grad():\n        layer.weight.copy_(B.t_())",
            ),
            "wrong-dtype": ("def put(layer, B):\n    layer.double().weight.data.copy_(B.T)",),
            "raises": (
                "def put(layer, B):\n    with torch.no_grad():\n"
                "        for i in range(4):\n            for j in range(3):\n"
                "                layer.weight[j, i] = B[i, j]",
            ),
            "records-the-copy": ("def put(layer, B):\n    layer.weight.copy_(B.T)",),
            "assigns-a-tensor": (
                "def put(layer, B):\n    with torch.no_grad():\n        layer.weight = B.T",
            ),
            "data-of-any-shape": ("def put(layer, B):\n    layer.weight.data = B",),
            "new-parameter": ("def put(layer, B):\n    layer.weight = nn.Parameter(B.T)",),
            "stops-learning": (
                "def put(layer, B):\n    layer.weight.requires_grad_(False)\n"
                "    layer.weight.copy_(B.T)",
            ),
            "reshaped": (
                "def put(layer, B):\n    with torch.no_grad():\n"
                "        layer.weight.copy_(B.reshape(layer.weight.shape))",
            ),
            "shares-memory": ("def put(layer, B):\n    layer.weight.data = B.T",),
            "changes-grad-mode": (
                "def put(layer, B):\n    torch.set_grad_enabled(False)\n"
                "    layer.weight.copy_(B.T)",
            ),
            "wrong-type": ("put = nn.Linear(3, 2, bias=False)",),
            "wrong-signature": ("def put(layer):\n    pass",),
            "wrong-values": (
                "def put(layer, B):\n    with torch.no_grad():\n"
                "        for i in range(B.shape[0] - 1):\n            layer.weight[:, i] = B[i]",
            ),
        },
    ),
)

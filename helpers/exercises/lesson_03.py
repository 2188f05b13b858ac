"""Lesson 3, the bias: what it asks, and the answers that its checks know."""

import torch
from torch import nn

from helpers.records import Exercise, count, expects_each, number, prediction, shape, word
from helpers.trials import Draw, a_function, a_tensor, call, compare, reject

parameter_counts = expects_each(
    count,
    {
        "nn.Linear(6, 4)": 28,
        "nn.Linear(6, 4, bias=False)": 24,
        "nn.Linear(9, 1)": 10,
        "nn.Linear(2, 9)": 27,
    },
    [
        *(
            (
                "forgets-the-bias",
                of,
                weights,
                "That is the weight alone. Is this layer without a bias?",
            )
            for of, weights in [
                ("nn.Linear(6, 4)", 24),
                ("nn.Linear(9, 1)", 9),
                ("nn.Linear(2, 9)", 18),
            ]
        ),
        *(
            (
                "bias-per-input",
                of,
                total,
                "That is the weight and one more number for each input. Which side of the layer "
                "does the bias belong to?",
            )
            for of, total in [
                ("nn.Linear(6, 4)", 30),
                ("nn.Linear(9, 1)", 18),
                ("nn.Linear(2, 9)", 20),
            ]
        ),
        *(
            (
                "one-bias-for-all",
                of,
                total,
                "That is the weight and a single number more, shared by all outputs. Do two "
                "outputs share a bias?",
            )
            for of, total in [("nn.Linear(6, 4)", 25), ("nn.Linear(2, 9)", 19)]
        ),
        *(
            (
                "bias-per-weight",
                of,
                total,
                "You assume that each single weight has a bias of its own. A bias is added after "
                "the products are summed up.",
            )
            for of, total in [
                ("nn.Linear(6, 4)", 48),
                ("nn.Linear(9, 1)", 18),
                ("nn.Linear(2, 9)", 36),
            ]
        ),
        *(
            (
                "adds-the-sizes",
                of,
                total,
                "That adds the two sizes up. A weight is a table: how many numbers does a table "
                "of so many rows and columns hold?",
            )
            for of, totals in [
                ("nn.Linear(6, 4)", (10, 14)),
                ("nn.Linear(6, 4, bias=False)", (10,)),
                ("nn.Linear(9, 1)", (11,)),
                ("nn.Linear(2, 9)", (11,)),
            ]
            for total in totals
        ),
        *(
            (
                "counts-an-absent-bias",
                "nn.Linear(6, 4, bias=False)",
                total,
                "That counts a bias, and this layer is made without one. How many numbers are "
                "there in a bias that is `None`?",
            )
            for total in (28, 25, 30, 48)
        ),
        (
            "learns-nothing-without-bias",
            "nn.Linear(6, 4, bias=False)",
            0,
            "You assume that the layer learns nothing. `bias=False` takes the bias away, and "
            "nothing else.",
        ),
        *(
            (
                "counts-the-tensors",
                of,
                tensors,
                "That is how many tensors the layer learns. Count the numbers in them.",
            )
            for of, tensors in [("nn.Linear(6, 4)", 2), ("nn.Linear(6, 4, bias=False)", 1)]
        ),
        *(
            (
                "counts-the-bias-only",
                of,
                total,
                "That is the bias alone. Both parameters of the layer are asked.",
            )
            for of, total in [
                ("nn.Linear(6, 4)", 4),
                ("nn.Linear(9, 1)", 1),
                ("nn.Linear(2, 9)", 9),
            ]
        ),
    ],
    "Count in two steps: the numbers in the weight, then the numbers in the bias, if there is one.",
)


_ALONG_THE_ROWS = (
    "bias-along-the-rows",
    "What you add does not fit to the dot products. PyTorch lines up shapes at their last "
    "dimension: what lies there, and how many numbers do you bring?",
)


def affine(answer):
    a_function(answer, ["x", "W", "b"], "affine")
    draw = Draw("03.2")
    for dims in (2, 2, 1, 3, 4):
        *leading, n_in, n_out = draw.sizes(dims + 1)
        _try_affine(answer, draw, leading, n_in, n_out)
    _try_affine(answer, draw, [4], 4, 4)
    _try_affine(answer, draw, [3], 2, 1)


def _try_affine(answer, draw, leading, n_in, n_out):
    x, W, b = draw.tensor(*leading, n_in), draw.tensor(n_out, n_in), draw.tensor(n_out)
    symptoms, products = _affine_symptoms(x, W), x @ W.T
    on_its_side = (
        "output-on-its-side",
        f"For x of shape {tuple(x.shape)} your output comes with the outputs first. Which "
        "dimension does a layer change, and which ones does it leave where they are?",
    )

    got = call(answer, x, W, None, symptoms=symptoms | _product_sizes(x, W))
    shape_of_got = tuple(getattr(got, "shape", ()))
    if len(leading) == 1 and shape_of_got == (n_out, *leading) != (*leading, n_out):
        reject(*on_its_side)
    if len(leading) > 1 and len(shape_of_got) == 2:
        reject(
            "flattens-and-stays-flat",
            f"x has the shape {tuple(x.shape)}, and your output is a table of shape "
            f"{shape_of_got}. All dimensions but the last should come out as they went in.",
        )
    beliefs = []
    if leading and shape_of_got == products.shape:  # the same number on top in each row?
        on_top = (a_tensor(got, "The output of `affine`") - products).reshape(-1, n_out)[0]
        sentence = (
            "b is None, and yet each row of your output gets the same numbers on top of its dot "
            "products. Where do they come from?"
        )
        beliefs += [("none-adds-something", products + on_top.nan_to_num(), sentence)]
    if leading == [n_in] == [n_out]:
        untransposed = (
            "For a square W nothing complains, and the columns of W make your outputs. Where does "
            "W keep the numbers of one output?"
        )
        key, sentence = on_its_side
        beliefs += [("untransposed", x @ W, untransposed), (key, products.T, sentence)]
    compare(
        got,
        products,
        f"The output of `affine` for x of shape {tuple(x.shape)} and b = None",
        beliefs=beliefs,
        otherwise="Each output is the dot product of x with one row of W.",
        show=True,
    )

    beliefs = [
        (
            "bias-forgotten",
            products,
            "That is the dot products alone: b is given, and does not get into the output.",
        ),
        (
            "bias-added-twice",
            products + 2 * b,
            "The bias is in your output twice. Does something you call add it already?",
        ),
        (
            "bias-multiplies",
            products * b,
            "You multiply by the bias. What is done with a bias once the dot product is there?",
        ),
        (
            "bias-summed-up",
            products + b.sum(),
            "You add all numbers of the bias to each output. Each output has one of its own.",
        ),
    ]
    key, sentence = before_the_product = (
        "bias-added-to-the-input",
        "You add b before the product. x has one number for each input; what does b have one for?",
    )
    if n_in == n_out:
        beliefs += [(key, (x + b) @ W.T, sentence)]
    if leading == [n_out]:
        along_rows = (
            "In a square table nothing complains, and each row gets one number of b. Which "
            "dimension do the numbers of b belong to?"
        )
        beliefs += [("bias-along-the-rows", products + b[:, None], along_rows)]
    sizes = {
        f"({n_in}) must match the size of tensor b ({n_out})": before_the_product,
        f"({n_out}) must match the size of tensor b ({n_in})": before_the_product,
        "must match the size": _ALONG_THE_ROWS,
    }
    compare(
        call(answer, x, W, b, symptoms=symptoms | sizes),
        products + b,
        f"The output of `affine` for x of shape {tuple(x.shape)} and b of shape {tuple(b.shape)}",
        beliefs=beliefs,
        otherwise="The dot products alone are right. Each of them needs one number of b.",
        show=True,
    )


def _affine_symptoms(x, W):
    symptoms = {
        "NoneType": (
            "none-not-handled",
            "b is None here, as in a layer made with bias=False, and None is no number to "
            "calculate with. What should be added then?",
        ),
        "Boolean value of Tensor": (
            "asks-a-tensor-yes-or-no",
            "Your code asks whether b is true or false. A tensor of several numbers has no answer "
            "to that; ask whether b is None.",
        ),
    }
    if x.dim() == 2:
        (n, n_in), n_out = x.shape, len(W)
        unfit = (
            "untransposed",
            f"An x of shape {tuple(x.shape)} and a W of shape {tuple(W.shape)} do not fit together "
            "in the product you wrote. W has one row for each output: which way round does it "
            "have to lie?",
        )
        single = (
            "one-row-only",
            "Your code multiplies x as if it were a single row, and stops at an x of shape "
            f"{tuple(x.shape)}.",
        )
        return symptoms | {
            f"({n}x{n_in} and {n_out}x{n_in})": unfit,
            f"({n_out}x{n_in} and {n}x{n_in})": unfit,
            f"(1x{n_in} and {n}x{n_in})": single,
            "1D tensors expected": single,
        }
    flat = (
        "two-dimensions-only",
        f"`affine` works for a table of rows, and stops at an x of shape {tuple(x.shape)}. Which "
        "part of your code counts on two dimensions? Only the last one is the layer's business.",
    )
    parts = ["matrix", "2D", "2-D", "at least 1D", "to unpack", "Dimension out of range"]
    if x.dim() > 2:
        parts += ["cannot be multiplied", "size mismatch", "Expected size for first two"]
    return symptoms | dict.fromkeys(parts, flat)


def _product_sizes(x, W):
    """The errors of ``x * W``, as far as nothing else leads to the same sizes."""
    if x.dim() != 2:
        return {}
    (n, n_in), n_out = x.shape, len(W)
    pairs_only = (
        "product-without-sum",
        f"x of shape {tuple(x.shape)} and W of shape {tuple(W.shape)} do not fit together number "
        "by number. A dot product also adds up: which sign did 3.2 write between x and W?",
    )
    return {
        f"tensor a ({n}) must match the size of tensor b ({n_out})": pairs_only,
        f"tensor b ({n}) at non-singleton dimension 0": pairs_only,
        f"tensor a ({n_in}) must match the size of tensor b ({n_out})": pairs_only,
        f"tensor b ({n}) at non-singleton dimension 1": _ALONG_THE_ROWS,
    }


def fold(answer):
    a_function(answer, ["layer"], "fold")
    draw = Draw("03.3")
    sizes = [draw.sizes(2), draw.sizes(2), (3, 3), (2, 1)]
    for n_in, n_out in sizes:
        for bias in (True, False):
            _try_fold(answer, draw, n_in, n_out, bias)


def _try_fold(answer, draw, n_in, n_out, bias):
    layer = nn.Linear(n_in, n_out, bias=bias)
    with torch.no_grad():
        layer.weight.copy_(draw.tensor(n_out, n_in))
        if bias:
            layer.bias.copy_(draw.tensor(n_out))
    before = {name: value.clone() for name, value in layer.state_dict().items()}
    W, b = before["weight"], before.get("bias", torch.zeros(n_out))
    on_top = (
        "bias-as-a-row",
        "What you join to the weight is a row, or a column of another length. Each output needs a "
        "number of its own for the 1 to meet: which way do these stand in a weight that has one "
        "row for each output?",
    )
    with_plain = (
        "bias-stays-one-dimensional",
        "The weight has two dimensions, the bias has one, and torch cannot put them side by side. "
        "Give the bias a second dimension first.",
    )
    got = call(
        answer,
        layer,
        name="`fold`",
        symptoms={
            "same number of dimensions": with_plain,
            "Dimension out of range": with_plain,
            "Sizes of tensors must match": on_top,
            "NoneType": (
                "none-not-handled",
                "This layer is made with bias=False, and its bias is None: there is nothing to "
                "reshape or to join. What should the new feature count, so that it adds nothing?",
            ),
            "Boolean value of Tensor": (
                "asks-a-tensor-yes-or-no",
                "Your code asks whether the bias is true or false. A tensor of several numbers has "
                "no answer to that; ask whether it is None.",
            ),
            "leaf Variable": (
                "records-the-copy",
                "PyTorch refuses to overwrite a tensor that is to be learnt. Which `with` line "
                "tells it that this is no computation to learn from?",
            ),
        },
    )
    after = layer.state_dict()
    if list(after) != list(before) or not all(
        after[name].shape == value.shape and torch.equal(after[name], value)
        for name, value in before.items()
    ):
        reject(
            "changes-the-layer",
            "Afterwards, the layer that `fold` is given is not what it was. Whoever calls it still "
            "needs that layer: make a new tensor and return it.",
        )
    which = f"nn.Linear({n_in}, {n_out}{'' if bias else ', bias=False'})"
    value = a_tensor(got, "What `fold` returns")
    if value.shape == W.shape and not bias:
        reject(
            "no-column-without-bias",
            f"For {which} your weight has no place for the 1 that x begins with. The x is the "
            "same for all layers, so its first number has to meet something here, too.",
        )
    if tuple(value.shape) == (n_out + 1, n_in):
        reject(*on_top)
    if tuple(value.shape) == (n_in + 1, n_out) != (n_out, n_in + 1):
        reject(
            "in-out-order",
            f"For {which} your weight has the shape {tuple(value.shape)}: one row for each input. "
            "A weight has one row for each output, as in nn.Linear.",
        )
    want = torch.cat([b[:, None], W], dim=1)
    compare(
        got,
        want,
        f"The folded weight of {which}",
        beliefs=[
            (
                "one-stands-last",
                torch.cat([W, b[:, None]], dim=1),
                "Your weight fits an x that ends with the 1. Here the 1 comes before all "
                "features: which place of each row does it meet?",
            ),
            (
                "ones-for-the-bias",
                torch.cat([torch.ones(n_out, 1), W], dim=1),
                "You put the 1 into the weight. The 1 belongs to x; what has to stand in the "
                "weight, so that 1 times it is what this layer adds?",
            ),
            (
                "ones-for-the-bias",
                torch.cat([W, torch.ones(n_out, 1)], dim=1),
                "You put the 1 into the weight. The 1 belongs to x; what has to stand in the "
                "weight, so that 1 times it is what this layer adds?",
            ),
            (
                "bias-left-out",
                torch.cat([torch.zeros(n_out, 1), W], dim=1),
                "The new column holds zeros, although this layer has a bias. What should 1 times "
                "the new column add?",
            ),
            (
                "bias-added-to-the-weight",
                torch.cat([b[:, None], W + b[:, None]], dim=1),
                "The bias is in the other columns, too, where it gets multiplied by the features. "
                "Only the 1 may meet it.",
            ),
        ],
        otherwise="Write x with its 1 in front, below it one row of your weight, and multiply "
        "pair by pair: which product has to be the bias?",
        show=True,
    )


def add_bias(answer):
    a_function(answer, ["products", "b"], "add_bias")
    draw = Draw("03.4")
    few, some, many = sorted(draw.sizes(3))
    for n, n_out in [(few, some), (many, some), (some, some), (1, many), (few, 1)]:
        products, b = draw.tensor(n, n_out), draw.tensor(n_out)
        shapes = f"products of shape {(n, n_out)} and b of shape {(n_out,)}"
        as_column = (
            "bias-as-column",
            f"It raises an error for {shapes}. Write the shapes of the two summands below "
            "each other, with their last dimensions lined up: where do the numbers of b "
            "lie, and to which dimension of the table do they belong?",
        )
        got = call(
            answer,
            products,
            b,
            symptoms={
                f"({n}) must match the size of tensor b ({n_out})": as_column,
                f"({n_out}) must match the size of tensor b ({n})": as_column,
                f"existing size ({n_out}) at non-singleton dimension 0": as_column,
                f"shape '[{n}, {n_out}]' is invalid": (
                    "bias-blown-up",
                    f"It raises an error for {shapes}: b has fewer numbers than the table, and "
                    "reshaping makes no new ones. Who makes the copies?",
                ),
                "out of bounds": (
                    "bias-per-row",
                    f"It raises an error for {shapes}: you count through b and through the rows "
                    "together. Is there a number in b for each row?",
                ),
            },
        )
        column = products + b[:, None] if n in (1, n_out) else products + torch.inf
        compare(
            got,
            products + b,
            f"The output of `add_bias` for {shapes}",
            beliefs=[
                ("bias-forgotten", products, "You give the table as it was: where does b get in?"),
                (
                    "bias-as-column",
                    column,
                    f"Nothing complains for {shapes}, but b lies in the table as a column, so "
                    "that each row gets one number. What should get one number each?",
                ),
                (
                    "bias-per-row",
                    products + b[:n, None] if n < n_out else products + torch.inf,
                    "You give each row one number of b, and drop the others. b has a number for "
                    "each output: in which direction do outputs lie side by side?",
                ),
                (
                    "bias-summed-up",
                    products + b.sum(),
                    "You add up b first, so that each place gets the same. Each output has a "
                    "number of its own.",
                ),
                (
                    "bias-summed-up",
                    products + b.mean(),
                    "You take the mean of b, so that each place gets the same. Each output has a "
                    "number of its own.",
                ),
                (
                    "first-row-only",
                    torch.cat([products[:1] + b, products[1:]]),
                    "Only the first row gets the bias. Who else is waiting for it?",
                ),
                (
                    "output-on-its-side",
                    (products + b).T,
                    "The numbers are right, and the table lies on its side: give it back with a "
                    "row for each input.",
                ),
            ],
            otherwise="Each place of the table should get one number of b: the one of its output.",
            show=True,
        )


def _counts(first, second, third, fourth):
    """The source of an answer to 03.1."""
    return f"""\
parameter_counts = {{
    "nn.Linear(6, 4)": {first},
    "nn.Linear(6, 4, bias=False)": {second},
    "nn.Linear(9, 1)": {third},
    "nn.Linear(2, 9)": {fourth},
}}"""


RECORDS = (
    prediction(
        "03.a",
        "Which shape does the bias of the first layer have?",
        kind=shape,
        answer=(5,),
        beliefs=[
            *(
                (
                    "bias-per-input",
                    lengths,
                    "That is one number for each input. The bias is added after the dot products, "
                    "when the inputs are already summed up.",
                )
                for lengths in [(4,), (4, 1), (1, 4)]
            ),
            *(
                (
                    "bias-per-weight",
                    lengths,
                    "That is as many numbers as the weight has. A bias is not added to each "
                    "weight, but to each dot product.",
                )
                for lengths in [(5, 4), (4, 5), (20,)]
            ),
            *(
                (
                    "one-bias-for-all",
                    lengths,
                    "That is a single number for the whole layer. Do all dot products get the "
                    "same?",
                )
                for lengths in [(1,), ()]
            ),
            (
                "bias-is-a-table",
                (1, 5),
                "That is a table with one row. Does a plain list of numbers need rows and columns?",
            ),
            (
                "bias-is-a-table",
                (5, 1),
                "That is a table with one column. Does a plain list of numbers need rows and "
                "columns?",
            ),
        ],
        otherwise="Think of what it is added to: how many dot products does one input make?",
        others=[(9,), (5, 5), (1, 10)],
        hint="How many dot products does the first layer make of one input?",
    ),
    prediction(
        "03.b",
        "Which number does the layer give at the end of the second row?",
        kind=number,
        answer=42,
        beliefs=[
            ("bias-forgotten", 12, "That is the dot product alone. The layer has a bias, too."),
            (
                "bias-per-row",
                32,
                "You assume that the first row gets 10 and the second 20; no row is left for the "
                "30. The numbers of a bias do not belong to rows.",
            ),
            (
                "first-number-for-all",
                22,
                "That adds the first number of the bias. Which output stands at the end of a row?",
            ),
            (
                "bias-summed-up",
                72,
                "That adds all three numbers of the bias. Each dot product gets one of them.",
            ),
            (
                "bias-multiplies",
                360,
                "That multiplies by the bias. The weight multiplies; what does the bias do?",
            ),
            ("dot-product-forgotten", 30, "That is the bias alone, with no dot product in it."),
            ("other-place", 43, "That is the end of the first row."),
            ("other-place", 24, "That is the middle of the second row."),
            ("other-place", 11, "That is the start of the second row."),
        ],
        otherwise="Take the last dot product of the second row, and the number of the bias that "
        "belongs to the same output.",
        others=[33, 52],
        hint="Which of the three outputs stands at the end of a row, and which number of the bias "
        "is its own?",
    ),
    prediction(
        "03.c",
        'What is `plain.bias`: "zeros", `None`, or is it an "error" to ask for it?',
        kind=word("zeros", "none", "error"),
        answer="none",
        beliefs=[
            (
                "bias-of-zeros",
                "zeros",
                "Zeros would compute the same, but they would still be a parameter, to be stored "
                "and learnt. Is that what `bias=False` asks for?",
            ),
            (
                "name-is-gone",
                "error",
                "You assume that the name goes away with the numbers. Code that asks any layer "
                "for its `bias` would then break on this one.",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="Two questions: is the name `bias` still there, and are there numbers behind it?",
    ),
    prediction(
        "03.d",
        "How many numbers in the output of shape (2, 3, 5) are 50?",
        kind=count,
        answer=6,
        beliefs=[
            (
                "bias-added-once",
                1,
                "You assume that the bias is added once, in one row. What do the other rows get?",
            ),
            (
                "once-per-block",
                2,
                "You assume that each of the two blocks gets the bias once. A layer knows no "
                "blocks, it treats each row alone.",
            ),
            (
                "once-per-block",
                3,
                "That counts the rows of one block only. How many blocks are there?",
            ),
            (
                "counts-the-bias",
                5,
                "That is how many numbers the bias holds. Only one of them is 50; where does it "
                "go?",
            ),
            (
                "same-number-everywhere",
                30,
                "You assume that every number of the output is 50. But each output has a number of "
                "its own.",
            ),
            (
                "zero-weight-silences-bias",
                0,
                "You assume that a weight of zero wipes out the bias. The weight makes the dot "
                "products zero; when is the bias added?",
            ),
        ],
        otherwise="Count the rows of the output, then the 50s in one row.",
        others=[10, 24],
        hint="How many rows does an output of shape (2, 3, 5) have, and how many numbers of a row "
        "are 50?",
    ),
    prediction(
        "03.e",
        'Does the 10 go to the first "row" of the table, to its first "column", or is there an '
        '"error"?',
        kind=word("row", "column", "error"),
        answer="row",
        beliefs=[
            (
                "bias-knows-its-place",
                "column",
                "That is what a bias should do, and what you meant. PyTorch does not know that "
                "it is a bias: it only lines up the two shapes.",
            ),
            (
                "shapes-must-be-equal",
                "error",
                "Write the two shapes below each other, and compare the lengths at each "
                "dimension. Where they differ, is one of them 1?",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="A length of 1 is repeated. In which direction does a (3, 1) have to grow to fill the "
        "table?",
    ),
    prediction(
        "03.f",
        "For the layer of 3.2, with its bias: what is the first of the three numbers in "
        "f(u) + f(v) - f(u + v)?",
        kind=number,
        answer=10,
        beliefs=[
            (
                "linear-by-name",
                0,
                "You assume that a linear layer keeps the rule, as its name says. Count how often "
                "the bias is added on each side.",
            ),
            (
                "bias-on-one-side-only",
                20,
                "That counts the bias of f(u) and of f(v). And the bias of f(u + v)?",
            ),
            (
                "sides-swapped",
                -10,
                "A number below 0 says that f(u + v) holds the bias more often than f(u) and f(v) "
                "together. Count again.",
            ),
            (
                "every-bias-counts-plus",
                30,
                "That adds up all the biases there are. One of them is taken away.",
            ),
            ("half-of-it", 24, "That is f(u) + f(v) alone. What has to be taken away from it?"),
            ("half-of-it", 14, "That is f(u + v) alone. From what is it to be taken away?"),
        ],
        otherwise="The dot products cancel out. Count the bias: once in each f.",
        others=[60, 38],
        hint="Write `x @ W.T + b` for each of the three f, and see what cancels out.",
    ),
    prediction(
        "03.g",
        'With more inputs, do the outputs spread "more", "less" or the "same"?',
        kind=word("more", "less", "same"),
        answer="same",
        beliefs=[
            (
                "counts-products-only",
                "more",
                "It is true that more inputs make more products to add up. But what happens to "
                "the weight in each of them?",
            ),
            (
                "sees-small-weights-only",
                "less",
                "It is true that each weight is smaller. But how many products are added up?",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="Two things change with the number of inputs: how large the weights are, and how many "
        "products are added.",
    ),
    Exercise(
        id="03.1",
        title="Count the parameters",
        minutes=3,
        asks="How many numbers do these four layers learn, weight and bias together? Write each "
        "number in place of its dots. Count by hand first.",
        name="parameter_counts",
        stub=_counts("...", "...", "...", "..."),
        check=parameter_counts,
        hints=(
            "If you do not know where to start: the weight has a row for each output, with a "
            "number for each input. Count these first, then the bias.",
            "If only some of the four are wrong: which of the layers have a bias, and how many "
            "outputs do these have?",
        ),
        solutions=(
            _counts("6 * 4 + 4", "6 * 4", "9 * 1 + 1", "2 * 9 + 9"),
            """\
parameter_counts = {}
for text in ["(6, 4)", "(6, 4, bias=False)", "(9, 1)", "(2, 9)"]:
    made = eval("nn.Linear" + text)
    parameter_counts["nn.Linear" + text] = sum(p.numel() for p in made.parameters())""",
        ),
        wrong={
            "forgets-the-bias": (_counts(24, 24, 9, 18), _counts(28, 24, 9, 27)),
            "bias-per-input": (_counts(30, 24, 18, 20), _counts(28, 24, 18, 27)),
            "one-bias-for-all": (_counts(25, 24, 10, 19),),
            "bias-per-weight": (_counts(48, 24, 18, 36),),
            "adds-the-sizes": (_counts(10, 10, 10, 11), _counts(14, 10, 11, 20)),
            "counts-an-absent-bias": (
                _counts(28, 28, 10, 27),
                _counts(28, 25, 10, 27),
                _counts(28, 30, 10, 27),
            ),
            "learns-nothing-without-bias": (_counts(28, 0, 10, 27),),
            "counts-the-tensors": (_counts(2, 1, 2, 2),),
            "counts-the-bias-only": (_counts(4, 0, 1, 9),),
            "another-answer": (_counts(28, 24, 10, 28),),
            "wrong-type": (_counts((4, 6), (4, 6), (1, 9), (9, 2)), "parameter_counts = 89"),
            "missing-part": ('parameter_counts = {"first": 28, "second": 24}',),
        },
    ),
    Exercise(
        id="03.2",
        title="An affine map of your own",
        minutes=5,
        asks="Write `affine(x, W, b)`, which returns what a linear layer with the weight `W` and "
        "the bias `b` gives for `x`. `W` has the shape (out, in), and `b` has the shape (out,), or "
        "is `None` for a layer without bias. `x` has the length `in` in its last dimension and any "
        "number of dimensions before it, also none.",
        name="affine",
        stub="""\
def affine(x, W, b):
    return ...""",
        check=affine,
        hints=(
            "If an error names two sizes that do not fit: W has one row for each output. What did "
            "3.2 do to it before it multiplied?",
            "If it fails for b = None: look at b before you add it, with `is None`.",
            "If it works for a table and not for other shapes: `@` treats all dimensions before "
            "the last as a layer does. You need not touch the shape of x.",
        ),
        solutions=(
            """\
def affine(x, W, b):
    y = x @ W.T
    if b is not None:
        y = y + b
    return y""",
            """\
def affine(x, W, b=None):
    return nn.functional.linear(x, W, b)""",
            """\
def affine(x, W, b):
    outputs = [(x * row).sum(dim=-1) for row in W]
    y = torch.stack(outputs, dim=-1)
    return y if b is None else y + b""",
            """\
def affine(inputs, weight, bias):
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    with torch.no_grad():
        layer.weight.copy_(weight)
        if bias is not None:
            layer.bias.copy_(bias)
    return layer(inputs)""",
        ),
        wrong={
            "bias-forgotten": ("def affine(x, W, b):\n    return x @ W.T",),
            "none-not-handled": (
                "def affine(x, W, b):\n    return x @ W.T + b",
                "def affine(x, W, b):\n    return x @ W.T + b.flatten()",
            ),
            "untransposed": (
                "def affine(x, W, b):\n    y = x @ W\n    return y if b is None else y + b",
                "def affine(x, W, b):\n    y = W @ x\n    return y if b is None else y + b",
                "def affine(x, W, b):\n    y = x @ (W if W.shape[0] == W.shape[1] else W.T)\n"
                "    return y if b is None else y + b",
            ),
            "output-on-its-side": (
                "def affine(x, W, b):\n    y = W @ x.T\n"
                "    return y if b is None else y + b[:, None]",
            ),
            "asks-a-tensor-yes-or-no": (
                "def affine(x, W, b):\n    return x @ W.T + b if b else x @ W.T",
                "def affine(x, W, b):\n    b = b or torch.zeros(len(W))\n    return x @ W.T + b",
                "def affine(x, W, b):\n    if b == None:\n        return x @ W.T\n"
                "    if b != 0:\n        return x @ W.T + b",
            ),
            "product-without-sum": (
                "def affine(x, W, b):\n    y = x * W\n    return y if b is None else y + b",
                "def affine(x, W, b):\n    return x * W.T + b",
                "def affine(x, W, b):\n    y = (x * W).sum(dim=-1)\n"
                "    return y if b is None else y + b",
            ),
            "two-dimensions-only": (
                "def affine(x, W, b):\n    y = torch.mm(x, W.T)\n"
                "    return y if b is None else y + b",
                "def affine(x, W, b):\n    y = (W @ x.T).T\n    return y if b is None else y + b",
                "def affine(x, W, b):\n    n, n_in = x.shape\n    y = x @ W.T\n"
                "    return y if b is None else y + b",
                "def affine(x, W, b):\n    y = torch.stack([W @ row for row in x])\n"
                "    return y if b is None else y + b",
            ),
            "flattens-and-stays-flat": (
                "def affine(x, W, b):\n    if x.dim() > 1:\n        x = x.reshape(-1, W.shape[1])\n"
                "    y = x @ W.T\n    return y if b is None else y + b",
            ),
            "bias-along-the-rows": (
                "def affine(x, W, b):\n    y = x @ W.T\n"
                "    return y if b is None else y + b.reshape(-1, 1)",
                "def affine(x, W, b):\n    b = torch.zeros(len(x)) if b is None else b\n"
                "    return x @ W.T + b",
                "def affine(x, W, b):\n    y = x @ W.T\n    if b is None:\n        return y\n"
                "    return y + (b[:, None] if y.dim() == 2 and len(y) == len(b) else b)",
            ),
            "bias-added-twice": (
                "def affine(x, W, b):\n    y = nn.functional.linear(x, W, b)\n"
                "    return y if b is None else y + b",
            ),
            "bias-multiplies": (
                "def affine(x, W, b):\n    y = x @ W.T\n    return y if b is None else y * b",
            ),
            "bias-summed-up": (
                "def affine(x, W, b):\n    y = x @ W.T\n    return y if b is None else y + sum(b)",
            ),
            "none-adds-something": (
                "def affine(x, W, b):\n    if b is None:\n        b = torch.ones(len(W))\n"
                "    return x @ W.T + b",
                "def affine(x, W, b):\n    layer = nn.Linear(W.shape[1], W.shape[0])\n"
                "    with torch.no_grad():\n        layer.weight.copy_(W)\n"
                "        if b is not None:\n            layer.bias.copy_(b)\n    return layer(x)",
            ),
            "bias-added-to-the-input": (
                "def affine(x, W, b):\n    if b is not None:\n        x = x + b\n"
                "    return x @ W.T",
                "def affine(x, W, b):\n"
                "    if b is not None and x.shape[-1] == len(b):\n        return (x + b) @ W.T\n"
                "    return x @ W.T if b is None else x @ W.T + b",
            ),
            "one-row-only": (
                "def affine(x, W, b):\n    b = torch.zeros(len(W)) if b is None else b\n"
                "    return torch.tensor([W[i] @ x + b[i] for i in range(len(W))])",
                "def affine(x, W, b):\n    y = torch.stack([torch.dot(x, row) for row in W])\n"
                "    return y if b is None else y + b",
            ),
            "raises": (
                "def affine(x, W, b):\n    b = torch.zeros(3) if b is None else b\n"
                "    return x @ W.T + b",
                "def affine(x, W, b):\n    b = torch.zeros(W.shape[1]) if b is None else b\n"
                "    return x @ W.T + b",
                "layer = nn.Linear(4, 3)\n\ndef affine(x, W, b):\n    return layer(x)",
                "def affine(x, W, b):\n    layer = nn.Linear(W.shape[0], W.shape[1])\n"
                "    with torch.no_grad():\n        layer.weight.copy_(W)\n    return layer(x)",
            ),
            "none": (
                "def affine(x, W, b):\n    print(x @ W.T if b is None else x @ W.T + b)",
                "def affine(x, W, b):\n    if b is not None:\n        return x @ W.T + b",
            ),
            "list": (
                "def affine(x, W, b):\n    y = x @ W.T\n"
                "    return (y if b is None else y + b).tolist()",
            ),
            "numpy-array": (
                "def affine(x, W, b):\n    y = x.numpy() @ W.numpy().T\n"
                "    return y if b is None else y + b.numpy()",
            ),
            "wrong-dtype": (
                "def affine(x, W, b):\n    y = x.double() @ W.double().T\n"
                "    return y if b is None else y + b",
            ),
            "mutates-input": (
                "def affine(x, W, b):\n    W.t_()\n    y = x @ W\n"
                "    return y if b is None else y + b",
            ),
            "changes-seed": (
                "def affine(x, W, b):\n    torch.manual_seed(0)\n"
                "    return nn.functional.linear(x, W, b)",
            ),
            "wrong-type": (
                "affine = nn.Linear(4, 3)",
                "def affine(x, W, b):\n    return nn.Linear(W.shape[1], W.shape[0])",
            ),
            "wrong-values": (
                "def affine(x, W, b):\n    return nn.Linear(W.shape[1], W.shape[0])(x)",
            ),
            "wrong-signature": ("def affine(x, W):\n    return x @ W.T",),
        },
    ),
    Exercise(
        id="03.3",
        title="Fold the bias into the weight",
        minutes=7,
        asks="In 3.9 the 1 stood behind the features. Many books put it in front: "
        "(1, x[0], x[1], ...). Write `fold(layer)`, which returns the weight of shape "
        "(out, in + 1) that gives, for an `x` with this 1 in *front*, the same outputs as the "
        "layer gives for `x`, and needs no bias. It should also take a layer made with "
        "`bias=False`, and return a weight of shape (out, in + 1) for it, too. The layer itself "
        "stays as it is.",
        name="fold",
        stub="""\
def fold(layer):
    return ...""",
        check=fold,
        hints=(
            "If you do not know where to start: which number of each row does the 1 meet, now that "
            "it stands first?",
            "If torch.cat complains: both tables need two dimensions, and the same number of rows.",
            "If it fails for a layer without bias: what has 1 to be multiplied with, so that it "
            "adds nothing? You need one such number for each output.",
        ),
        solutions=(
            """\
def fold(layer):
    W = layer.weight.detach()
    b = torch.zeros(len(W)) if layer.bias is None else layer.bias.detach()
    return torch.cat([b.reshape(-1, 1), W], dim=1)""",
            """\
@torch.no_grad()
def fold(layer):
    folded = torch.zeros(layer.out_features, layer.in_features + 1)
    folded[:, 1:] = layer.weight
    if layer.bias is not None:
        folded[:, 0] = layer.bias
    return folded""",
            """\
def fold(layer):
    at_zero = layer(torch.zeros(layer.in_features))
    rows = [at_zero] + [layer(e) - at_zero for e in torch.eye(layer.in_features)]
    return torch.stack(rows, dim=1)""",
        ),
        wrong={
            "one-stands-last": (
                "def fold(layer):\n    W, b = layer.weight, layer.bias\n"
                "    b = torch.zeros(len(W)) if b is None else b\n"
                "    return torch.cat([W, b.reshape(-1, 1)], dim=1)",
            ),
            "none-not-handled": (
                "def fold(layer):\n"
                "    return torch.cat([layer.bias.reshape(-1, 1), layer.weight], dim=1)",
                "def fold(layer):\n"
                "    return torch.cat([layer.bias[:, None], layer.weight], dim=1)",
            ),
            "no-column-without-bias": (
                "def fold(layer):\n    if layer.bias is None:\n        return layer.weight\n"
                "    return torch.cat([layer.bias[:, None], layer.weight], dim=1)",
            ),
            "bias-stays-one-dimensional": (
                "def fold(layer):\n    return torch.cat([layer.bias, layer.weight], dim=1)",
                "def fold(layer):\n    b = layer.bias\n"
                "    b = torch.zeros(len(layer.weight)) if b is None else b\n"
                "    return torch.cat([b, layer.weight])",
            ),
            "bias-as-a-row": (
                "def fold(layer):\n    b = layer.bias\n"
                "    b = torch.zeros(layer.in_features) if b is None else b\n"
                "    return torch.cat([b[:, None], layer.weight], dim=1)",
                "def fold(layer):\n    return torch.cat([layer.bias[None], layer.weight], dim=0)",
                "def fold(layer):\n    return torch.cat([layer.bias[None], layer.weight], dim=1)",
                "def fold(layer):\n    ones = torch.ones(1, layer.in_features)\n"
                "    return torch.cat([ones, layer.weight])",
                "def fold(layer):\n    b = torch.zeros(1, 1) if layer.bias is None "
                "else layer.bias[:, None]\n    return torch.cat([b, layer.weight], dim=1)",
            ),
            "in-out-order": (
                "def fold(layer):\n    W, b = layer.weight, layer.bias\n"
                "    b = torch.zeros(len(W)) if b is None else b\n"
                "    return torch.cat([b[None], W.T], dim=0)",
            ),
            "ones-for-the-bias": (
                "def fold(layer):\n    W = layer.weight\n"
                "    return torch.cat([torch.ones(len(W), 1), W], dim=1)",
                "def fold(layer):\n    W, b = layer.weight, layer.bias\n"
                "    b = torch.ones(len(W)) if b is None else b\n"
                "    return torch.cat([b[:, None], W], dim=1)",
            ),
            "bias-left-out": (
                "def fold(layer):\n    return nn.functional.pad(layer.weight, (1, 0))",
            ),
            "bias-added-to-the-weight": (
                "def fold(layer):\n    W, b = layer.weight, layer.bias\n"
                "    b = torch.zeros(len(W)) if b is None else b\n"
                "    return torch.cat([b[:, None], W + b[:, None]], dim=1)",
            ),
            "asks-a-tensor-yes-or-no": (
                "def fold(layer):\n    b = layer.bias or torch.zeros(layer.out_features)\n"
                "    return torch.cat([b[:, None], layer.weight], dim=1)",
            ),
            "changes-the-layer": (
                "def fold(layer):\n    b = layer.bias\n"
                "    b = torch.zeros(layer.out_features) if b is None else b\n"
                "    folded = torch.cat([b[:, None], layer.weight], dim=1)\n"
                "    layer.weight = nn.Parameter(folded)\n    return layer.weight",
                "def fold(layer):\n    W, b = layer.weight.detach(), layer.bias\n"
                "    b = torch.zeros(len(W)) if b is None else b.detach()\n"
                "    folded = torch.cat([b[:, None], W], dim=1)\n"
                "    layer.bias = None\n    return folded",
                "def fold(layer):\n    if layer.bias is None:\n"
                "        layer.bias = nn.Parameter(torch.zeros(layer.out_features))\n"
                "    return torch.cat([layer.bias[:, None], layer.weight], dim=1)",
            ),
            "records-the-copy": (
                "def fold(layer):\n"
                "    new = nn.Linear(layer.in_features + 1, layer.out_features, bias=False)\n"
                "    new.weight[:, 1:] = layer.weight\n    return new.weight",
            ),
            "wrong-type": (
                "fold = nn.Linear(4, 3)",
                "def fold(layer):\n"
                "    return nn.Linear(layer.in_features + 1, layer.out_features, bias=False)",
            ),
            "none": (
                "def fold(layer):\n    b = layer.bias\n"
                "    if b is not None:\n"
                "        return torch.cat([b[:, None], layer.weight], dim=1)",
            ),
            "list": ("def fold(layer):\n    return [layer.bias, layer.weight]",),
            "wrong-shape": ("def fold(layer):\n    return layer.weight",),
            "wrong-values": (
                "def fold(layer):\n    return torch.randn(layer.out_features, "
                "layer.in_features + 1)",
            ),
        },
    ),
    Exercise(
        id="03.4",
        title="Mend a bias that goes the wrong way",
        minutes=4,
        asks="`add_bias(products, b)` should return a table of dot products, of shape (N, out), "
        "with the bias `b`, of shape (out,), added: one number for each output, in every row. As "
        "it stands, it raises an error for most tables, and for a square one it is wrong, "
        "and nothing complains. Mend it.",
        name="add_bias",
        stub="""\
def add_bias(products, b):
    b = b.unsqueeze(1)  # gives b a second dimension
    return products + b""",
        check=add_bias,
        hints=(
            "If you do not see what is wrong: print `b.shape` after the first line, and compare "
            "3.5.",
            "If it works for a square table only by luck: try it with two rows and five outputs, "
            "and write the shapes of the two summands below each other.",
        ),
        solutions=(
            """\
def add_bias(products, b):
    return products + b""",
            """\
def add_bias(products, b):
    b = b.unsqueeze(0)
    return products + b""",
            """\
def add_bias(products, b):
    columns = products.T + b.unsqueeze(1)
    return columns.T""",
            """\
def add_bias(products, b):
    return torch.stack([row + b for row in products])""",
        ),
        wrong={
            "bias-as-column": (
                "def add_bias(products, b):\n    return products + b.reshape(-1, 1)",
                "def add_bias(products, b):\n    b = b.unsqueeze(-1)\n    return products + b",
                "def add_bias(products, b):\n    try:\n        return products + b.unsqueeze(1)\n"
                "    except RuntimeError:\n        return products + b",
                "def add_bias(products, b):\n    return products.T + b",
                "def add_bias(products, b):\n    b = b.unsqueeze(1)\n"
                "    return products + b.expand(products.shape)",
            ),
            "bias-per-row": (
                "def add_bias(products, b):\n    b = b.unsqueeze(1)\n"
                "    return products + b[: len(products)]",
                "def add_bias(products, b):\n"
                "    rows = [products[i] + b[i] for i in range(len(products))]\n"
                "    return torch.stack(rows)",
            ),
            "bias-blown-up": (
                "def add_bias(products, b):\n    return products + b.reshape(products.shape)",
            ),
            "bias-forgotten": ("def add_bias(products, b):\n    return products",),
            "bias-summed-up": (
                "def add_bias(products, b):\n    return products + b.sum()",
                "def add_bias(products, b):\n    return products + b.mean()",
            ),
            "first-row-only": (
                "def add_bias(products, b):\n    total = products.clone()\n    total[0] += b\n"
                "    return total",
            ),
            "output-on-its-side": (
                "def add_bias(products, b):\n    b = b.unsqueeze(1)\n    return products.T + b",
            ),
            "mutates-input": (
                "def add_bias(products, b):\n    products += b\n    return products",
                "def add_bias(products, b):\n    for row in products:\n        row += b\n"
                "    return products",
            ),
            "none": ("def add_bias(products, b):\n    products = products + b",),
            "wrong-type": ("add_bias = torch.ones(2, 3)",),
            "wrong-signature": ("def add_bias(products):\n    return products",),
            "list": ("def add_bias(products, b):\n    return [row + b for row in products]",),
            "wrong-values": ("def add_bias(products, b):\n    return products - b",),
            "raises": (
                "def add_bias(products, b):\n    return products + b.reshape(1, 3)",
                "def add_bias(products, b):\n    return products + b.expand(2, -1)",
                "column = torch.ones(3, 1)\n\ndef add_bias(products, b):\n"
                "    return products + column.flatten()",
            ),
        },
    ),
)

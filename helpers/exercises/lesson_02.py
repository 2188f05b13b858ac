"""Lesson 2, in_features and out_features: what it asks, and the answers that its checks know."""

import torch
from torch import nn

from helpers.records import (
    Exercise,
    count,
    expects_each,
    prediction,
    shape,
    shape_or_error,
    word,
)
from helpers.trials import (
    Draw,
    NotAttemptedError,
    Rejected,
    a_function,
    a_module,
    call,
    compare,
    describe,
    reject,
)

# --- 02.1: the shapes of nn.Linear(6, 4) ---------------------------------------------------------

SIX = {
    "(6,)": (4,),
    "(5, 6)": (5, 4),
    "(2, 1, 5, 6)": (2, 1, 5, 4),
    "(0, 6)": (0, 4),
    "(6, 5)": "error",
    "(3, 2)": "error",
}
SIX_BELIEFS = [  # misconception, what to tell, {label: values that it leads to}
    (
        "needs-a-table",
        "You assume that the layer wants rows and columns, no more and no less. It wants one thing "
        "only: the right length along the last dimension.",
        {"(6,)": ["error"], "(2, 1, 5, 6)": ["error"]},
    ),
    (
        "adds-a-dimension",
        "That has a dimension more than the input. A layer adds none: it replaces the numbers that "
        "it reads by those that it makes.",
        {"(6,)": [(1, 4), (6, 4)], "(5, 6)": [(5, 6, 4)]},
    ),
    (
        "nothing-changes",
        "That is the shape that goes in. What does the layer do to the length of a row?",
        {"(6,)": [(6,)], "(0, 6)": [(0, 6)]},
    ),
    (
        "first-dimension",
        "That replaces the first number of the shape. Which of its numbers counts the features?",
        {"(5, 6)": [(4, 6)], "(2, 1, 5, 6)": [(4, 1, 5, 6)]},
    ),
    (
        "sizes-of-the-layer",
        "Those are the two sizes of the layer. What comes out depends on the input, too.",
        {"(5, 6)": [(6, 4)]},
    ),
    (
        "drops-leading",
        "That leaves out dimensions that the input has. The layer works on the last dimension; "
        "what happens to those before it?",
        {"(5, 6)": [(4,)], "(2, 1, 5, 6)": [(5, 4), (2, 5, 4)], "(0, 6)": [(4,)]},
    ),
    (
        "merges-leading",
        "That counts the rows right, but as one long table. An error message does it like this; "
        "does the output?",
        {"(2, 1, 5, 6)": [(10, 4)]},
    ),
    (
        "empty-is-an-error",
        "A table without rows is a table all the same. What does the layer compare with its "
        "in_features?",
        {"(0, 6)": ["error"]},
    ),
    (
        "empties-the-row",
        "A length of 0 says that there are no rows. Does it say anything about how long a row "
        "would be?",
        {"(0, 6)": [(0, 0), (0,)]},
    ),
    (
        "any-length-goes",
        "That puts the number of outputs in the last place, whatever stood there. First compare "
        "the length that stands there with what the layer reads.",
        {"(6, 5)": [(6, 4)], "(3, 2)": [(3, 4)]},
    ),
    (
        "looks-along-any-axis",
        "You assume that the layer looks for the right length among all the dimensions. It looks "
        "in one place only.",
        {"(6, 5)": [(4, 5), (5, 4)]},
    ),
    (
        "counts-all-numbers",
        "That counts all the numbers of the input together. The layer counts along one dimension "
        "only.",
        {"(3, 2)": [(4,)]},
    ),
]

output_shapes = expects_each(
    shape_or_error,
    SIX,
    [
        (misconception, label, value, sentence)
        for misconception, sentence, given in SIX_BELIEFS
        for label, values in given.items()
        for value in values
    ],
    "Look at the last number of the input first: is it what the layer reads? If so, follow each "
    "dimension from the input to the output.",
)


def six_but(label, value):
    return f"predicted = {SIX | {label: value}}"


# --- 02.2: layers for three tasks ----------------------------------------------------------------

# task -> (what its data has, their shape, how many outputs will do)
TASKS = {
    "price": ("flats", (200, 9), {1}),
    "animal": ("pictures", (80, 64), {7}),
    "spam": ("mails", (500, 30), {1, 2}),
}


def layers_for_tasks(answer):
    if not isinstance(answer, dict):
        reject(
            "wrong-type",
            f"You give {describe(answer)}, and the dictionary of the stub is wanted, with a layer "
            "in place of each of its dots.",
        )
    for task, (things, (rows, features), outputs) in TASKS.items():
        if task not in answer:
            reject("missing-part", f"There is no layer for {task!r}: keep the keys of the stub.")
        if answer[task] is ...:
            raise NotAttemptedError(f"{task!r} is still the dots.")
        name = f'layers["{task}"]'
        module = a_module(answer[task], name).float()
        linear = [part for part in module.modules() if isinstance(part, nn.Linear)]
        if linear and linear[0].in_features not in (0, features):  # 0: it waits for its data
            n_in, n_out = linear[0].in_features, linear[-1].out_features
            wrong_in(task, things, rows, features, n_in, n_in in outputs and n_out == features)
        y = call(module, Draw(f"02.2 {task}").tensor(rows, features), name=f"`{name}`")
        if not isinstance(y, torch.Tensor) or y.dim() != 2 or len(y) != rows:
            reject(
                "rows-lost",
                f"For {rows} {things}, `{name}` gives {describe(y)}. Each of the {things} asks for "
                "its own row of outputs.",
            )
        if y.shape[1] not in outputs:
            wrong_out(task, things, rows, features, y.shape[1])


def wrong_in(task, things, rows, features, n_in, swapped):
    told = f"For {task!r} your layer reads {n_in} feature{'' if n_in == 1 else 's'}"
    if swapped:
        reject(
            "in-out-order",
            f"{told} and makes {features} of them. Which of the two sizes does nn.Linear take "
            "first, what goes in or what comes out?",
        )
    if n_in == rows:
        reject(
            "samples-as-features",
            f"{told}, and {rows} is how many {things} there are. A layer reads one row at a time: "
            "how long is a row?",
        )
    reject(
        "not-read-off-the-data",
        f"{told}, and the data has the shape {(rows, features)}. in_features is not yours to "
        "choose: at which place of the shape do the features stand?",
    )


def wrong_out(task, things, rows, features, n_out):
    told = f"For {task!r} your layer gives {n_out} output{'' if n_out == 1 else 's'} a row"
    if n_out == rows:
        reject(
            "output-for-each-sample",
            f"{told}, as many as there are {things}. A layer works on each row alone and never "
            "knows how many there are. What does the task ask about one of them?",
        )
    if n_out == features:
        reject(
            "output-for-each-feature",
            f"{told}, as many as there are features. The features are what is known; count what "
            "is asked.",
        )
    if task == "animal" and n_out == 1:
        reject(
            "one-number-for-the-class",
            f"{told}. One number would have to say which animal it is, as if a cat were more than "
            "a dog and less than a horse. What needs a score of its own?",
        )
    if task == "animal":
        reject(
            "class-miscounted",
            f"{told}. Count the animals: each kind that is named in the task gets a score, and "
            "nothing else does.",
        )
    reject(
        "not-read-off-the-task",
        f"{told}. out_features comes from the task: what is the answer for one row of it, a "
        "number, one of several classes, or yes and no?",
    )


# --- 02.3 to 02.5: broken calls ------------------------------------------------------------------


def a_layer(draw, n_in, n_out):
    """A layer, its weight and its bias: numbers of ``draw``, no 0 or 1 to hide a mistake."""
    layer = nn.Linear(n_in, n_out)
    with torch.no_grad():
        layer.weight.copy_(draw.tensor(n_out, n_in) + 0.1)
        layer.bias.copy_(draw.tensor(n_out) + 0.1)
    return layer, layer.weight.detach().clone(), layer.bias.detach().clone()


def held(layer):
    return [(name, value.dtype, value.tolist()) for name, value in layer.state_dict().items()]


def check_outputs(function, layer, given, want, *, told, row, symptoms, beliefs, otherwise):
    """Reject ``function`` unless it returns ``want`` and leaves the layer alone.

    Args:
        given: what it is called with, beside the layer; ``told`` is how a message calls that.
        row: what a row of ``want`` is for, such as "hour".
        symptoms, beliefs, otherwise: as in ``call`` and ``compare``.
    """
    before, inputs, bias = held(layer), [], layer.bias.detach().clone()
    layer.register_forward_hook(lambda module, x, y: inputs.append(x))
    fixed = (
        "fixed-length",
        f"The lengths that you reshape to do not fit {told}. N differs from call to call: is one "
        "of them written as a fixed number?",
    )
    try:
        symptoms = symptoms | {"is invalid for input of size": fixed}
        got = call(function, layer, given, symptoms=symptoms)
    finally:
        if held(layer) != before:  # also where that made an error
            reject(
                "changes-the-layer",
                "After the call the layer is not what it was: its weight or bias holds other "
                "numbers, or another dtype. Whoever uses it next relies on them. Change what you "
                "hand to it instead.",
            )
    what, without = f"Your output for {told}", want - bias
    lacks = (
        f"{what} lacks the bias of the layer. The layer multiplies by its weight, and then adds a "
        "number to each output."
    )
    beliefs = [
        *beliefs,
        *(
            ("bias-left-out", one, lacks)
            for one in (without, torch.atleast_2d(without), torch.atleast_2d(without).T)
        ),
    ]
    try:
        compare(got, want, what, beliefs=beliefs, otherwise=otherwise, show=True)
    except Rejected as wrong:
        if wrong.misconception not in ("wrong-values", "wrong-shape"):
            raise
        y = got.detach().float().flatten()
        same_numbers = y.shape == want.flatten().shape and torch.allclose(y, want.flatten())
        if not inputs and not same_numbers:
            reject(
                "another-layer",
                f"{what} is not what the given layer makes of it, and you never call that layer. "
                "Only its own weight and bias lead to its outputs: a new layer starts with others.",
                wrong.picture,
            )
        if len(y) * len(want) == want.numel() > len(y):
            reject(
                "one-row-only",
                f"{what} is as long as that for a single {row}, and there are {len(want)}. Each "
                f"{row} asks for an output of its own.",
                wrong.picture,
            )
        raise


def one_each(answer):
    a_function(answer, ["layer", "samples"], "one_each")
    draw = Draw("02.3")
    for length in [*draw.sizes(2), 1]:
        layer, weight, bias = a_layer(draw, 1, 1)
        samples = draw.tensor(length)
        want = samples * weight[0, 0] + bias
        told = f"samples of shape ({length},)"
        check_outputs(
            answer,
            layer,
            samples,
            want,
            told=told,
            row="sample",
            symptoms={
                f"x{length} and": (
                    "samples-as-features",
                    f"For {told}, the layer still finds {length} numbers along the last dimension "
                    "and takes them for the features of one sample. How many features has a "
                    "sample here?",
                ),
                "at least 1D": (
                    "bare-number",
                    "You hand over one sample as a bare number, with no brackets around it. The "
                    "layer needs a last dimension to read along, be it of length 1.",
                ),
            },
            beliefs=[
                (
                    "column-comes-back",
                    want.reshape(-1, 1),
                    f"Your output for {told} holds the right numbers as a column, {(length, 1)}. "
                    "The layer needs the column; whoever called you gave a plain list and gets a "
                    "plain list back.",
                ),
                (
                    "squeezes-everything",
                    want.squeeze(),
                    "For one sample your output has no dimension left. squeeze() takes away every "
                    "dimension of length 1, and here the samples themselves are such a dimension.",
                ),
            ],
            otherwise="Each number comes from the sample at its own place, through the layer.",
        )


def by_hour(answer):
    a_function(answer, ["layer", "readings"], "by_hour")
    draw = Draw("02.4")
    n_in, n_out, hours = draw.sizes(3)
    for length in (hours, n_in, 30):
        layer, weight, bias = a_layer(draw, n_in, n_out)
        readings = draw.tensor(n_in, length)
        want = readings.T @ weight.T + bias
        told = f"readings of shape {(n_in, length)}"
        beliefs = [
            (
                "turned-back",
                want.T,
                f"Your output for {told} holds the right numbers, with the hours across and the "
                "outputs down. Asked is one row for each hour, as the layer itself gives them.",
            ),
            (
                "reshaped",
                readings.reshape(length, n_in) @ weight.T + bias,
                f"Your output for {told} is that of mixed readings: the lengths fit now, but "
                "reshape keeps the numbers in their order and only breaks the lines elsewhere. A "
                "row then holds readings of different hours.",
            ),
        ]
        if length == n_in:  # reshape does nothing here
            beliefs[1] = (
                "hours-lie-last",
                readings @ weight.T + bias,
                f"With {length} hours and {n_in} features nothing complains, and the layer reads "
                "along the hours as if they were features. The lengths agree, the meaning does "
                "not.",
            )
        check_outputs(
            answer,
            layer,
            readings,
            want,
            told=told,
            row="hour",
            symptoms={
                f"(1x{n_in * length} and": (
                    "flattens",
                    f"For {told}, the layer gets all {n_in * length} numbers as one row. The hours "
                    "must stay apart: each of them is a row of its own.",
                ),
                f"x{length} and": (
                    "hours-lie-last",
                    f"For {told}, the layer reads along {length} hours and wants its {n_in} "
                    "features. What lies along the last dimension of what you hand to it?",
                ),
            },
            beliefs=beliefs,
            otherwise="Row n is what the layer makes of hour n, which is column n of readings.",
        )


KINDS = (torch.int64, torch.float64, torch.int32, torch.float32)


def feed(answer):
    a_function(answer, ["layer", "numbers"], "feed")
    draw = Draw("02.5")
    for dtype, is_array in [(dtype, is_array) for is_array in (False, True) for dtype in KINDS]:
        count, n_in, n_out = draw.sizes(3)
        layer, weight, bias = a_layer(draw, n_in, n_out)
        table = (draw.tensor(count, n_in) + 0.01).to(dtype)  # too fine for float16
        numbers = table.numpy() if is_array else table
        x = table.float()
        told = describe(numbers)
        check_outputs(
            answer,
            layer,
            numbers,
            x @ weight.T + bias,
            told=told,
            row="row",
            symptoms={
                "must be Tensor, not numpy": (
                    "stays-numpy",
                    f"For {told}, the layer still gets an array. It works on tensors only, and "
                    "the question of the dtype comes after that.",
                ),
                "must be Tensor, not builtin": (
                    "no-parentheses",
                    "The layer gets a method, not its result: there are no parentheses behind its "
                    "name.",
                ),
                "same dtype": (
                    "keeps-the-dtype",
                    f"For {told}, what you hand to the layer has another dtype than its weight, "
                    "which is float32. Being a tensor is not enough.",
                ),
                "ndarray' object has no attribute": (
                    "tensors-only",
                    f"For {told}, you use a method that only tensors have. The table may be an "
                    "array: make a tensor of it first, whatever it was.",
                ),
                "Tensor' object has no attribute": (
                    "arrays-only",
                    f"For {told}, you use a method that only arrays have. Some of the tables are "
                    "tensors already.",
                ),
                "expected np.ndarray": (
                    "arrays-only",
                    f"For {told}, from_numpy refuses: it takes arrays and nothing else. Some of "
                    "the tables are tensors already.",
                ),
                "only accepts floating point": (
                    "changes-the-layer",
                    f"For {told}, you try to give the layer the dtype of the numbers. It is the "
                    "numbers that have to follow: a layer cannot hold whole numbers.",
                ),
            },
            beliefs=[
                (
                    "cuts-decimals",
                    whole @ weight.T + bias,
                    f"Your output for {told} is that of whole numbers: what stands behind the "
                    "decimal point is lost on the way. Which of your steps makes whole numbers?",
                )
                for whole in (x.trunc(), x.round())
            ],
            otherwise="The layer should get the same numbers as before, of another dtype.",
        )


def code(signature):
    """Return a function that writes a function of this signature, from the lines of its body."""
    return lambda *lines: "\n    ".join([f"def {signature}:", *lines])


each = code("one_each(layer, samples)")
hourly = code("by_hour(layer, readings)")
fed = code("feed(layer, numbers)")


def layers(price="nn.Linear(9, 1)", animal="nn.Linear(64, 7)", spam="nn.Linear(30, 1)"):
    return f'layers = {{"price": {price}, "animal": {animal}, "spam": {spam}}}'


RECORDS = (
    prediction(
        "02.a",
        "Which shape comes out for `six`, the input of shape (1, 1, 1, 1, 1, 4)? Give a shape, or "
        '"error".',
        kind=shape_or_error,
        answer=(1, 1, 1, 1, 1, 3),
        beliefs=[
            (
                "needs-a-table",
                "error",
                "You assume that the layer works on tables only. It reads rows, and does not count "
                "the brackets around them.",
            ),
            (
                "drops-brackets",
                (3,),
                "You assume that the layer takes all the brackets away. In 2.1 there was one pair "
                "around the row: was it gone in the output?",
            ),
            (
                "drops-brackets",
                (1, 3),
                "That is what came out in 2.1, where one more pair of brackets was around the "
                "row. Here there are five.",
            ),
            (
                "nothing-changes",
                (1, 1, 1, 1, 1, 4),
                "That is the shape that goes in. Four numbers per row is what the layer reads; "
                "how many does it make?",
            ),
            *(
                (
                    "miscounts-brackets",
                    given,
                    "Count the numbers in the shape of `six`, and in yours.",
                )
                for given in [(1, 1, 1, 3), (1, 1, 1, 1, 3), (1, 1, 1, 1, 1, 1, 3)]
            ),
            (
                "first-dimension",
                (3, 1, 1, 1, 1, 4),
                "That changes the first dimension. Along which one do the four features lie?",
            ),
        ],
        otherwise="Start from 2.1, and put brackets around both rows, the one that goes in and "
        "the one that comes out.",
        others=[(3, 4), (6, 3)],
        hint="What happened to the one leading dimension of (1, 4) in 2.1?",
    ),
    prediction(
        "02.b",
        'What comes out for the shape (0, 4)? Give a shape, or "error".',
        kind=shape_or_error,
        answer=(0, 3),
        beliefs=[
            (
                "empty-is-an-error",
                "error",
                "You assume that a table without rows is a mistake. The layer checks one length "
                "only, and it is not the number of rows.",
            ),
            (
                "makes-a-row",
                (1, 3),
                "That is one row of outputs. How many rows went in?",
            ),
            (
                "drops-leading",
                (3,),
                "That is one plain row of outputs, and the first dimension is gone. The shape "
                "that goes in has two numbers.",
            ),
            (
                "nothing-changes",
                (0, 4),
                "That is the shape that goes in, as if nothing were done where no numbers are. "
                "The shape still says how long a row would be.",
            ),
            (
                "empties-the-row",
                (0, 0),
                "You assume that the rows are empty as well. The 0 counts the rows; it does not "
                "say how long a row is.",
            ),
        ],
        otherwise="Begin with the shape (2, 4), a table of two rows. What comes out for two rows, "
        "for one row, for no row?",
        others=[(4, 3)],
        hint="Two rows of four give two rows of three. And no rows of four?",
    ),
    prediction(
        "02.c",
        "Which shape does it give for `mat2`?",
        kind=shape,
        answer=(4, 3),
        beliefs=[
            (
                "weight-as-stored",
                (3, 4),
                "That is how the weight is stored. Lesson 1 wrote the layer as a product: what "
                "is done to the weight first?",
            ),
            (
                "the-missing-input",
                (1, 4),
                "That is the input which the layer would have liked. The message is about what "
                "the input is multiplied with.",
            ),
            (
                "layer-adapts",
                (5, 3),
                "With this the product would work, and there would be no message. A layer keeps "
                "the sizes that it was made with.",
            ),
            (
                "layer-adapts",
                (3, 5),
                "That is the weight of a layer for five numbers. This layer keeps the sizes that "
                "it was made with.",
            ),
            *(
                (
                    "one-length",
                    given,
                    "`mat` is short for matrix, a table of rows and columns. Which two lengths has "
                    "the table of the layer?",
                )
                for given in [(4,), (3,)]
            ),
            (
                "the-input-again",
                (1, 5),
                "That is `mat1`, your input. The other side of the product belongs to the layer.",
            ),
        ],
        otherwise="The layer brings in its weight. Which shape has it, and how does it enter the "
        "product?",
        others=[(5, 4), (4, 4)],
        hint="In lesson 1 a layer without bias was one short line with an `@`. What stood right "
        "of the `@`?",
    ),
    prediction(
        "02.d",
        "Which shape stands in the place of `1x5`?",
        kind=shape,
        answer=(14, 5),
        beliefs=[
            (
                "shape-as-given",
                (7, 2, 5),
                "That is the shape as you gave it. `mat` is short for matrix, and a matrix has "
                "two dimensions.",
            ),
            (
                "drops-leading",
                (2, 5),
                "That counts the rows of one block. There are seven blocks.",
            ),
            (
                "drops-leading",
                (7, 5),
                "That counts the blocks. How many rows of five are in them, all together?",
            ),
            (
                "adds-leading",
                (9, 5),
                "That adds the two leading dimensions up. Seven blocks with two rows each: count "
                "the rows.",
            ),
            (
                "one-row-at-a-time",
                (1, 5),
                "That is one row. The layer does not go through the rows one after the other; it "
                "multiplies all of them at once.",
            ),
            (
                "merges-everything",
                (1, 70),
                "That puts all the numbers into one row. The layer keeps rows apart from each "
                "other, as 2.4 showed.",
            ),
            (
                "merges-the-end",
                (7, 10),
                "That puts the two rows of a block together into one. Features of different "
                "rows never meet.",
            ),
        ],
        otherwise="A row is what lies along the last dimension. How many rows, and how long is "
        "one?",
        others=[(4, 3), (5, 14)],
        hint="Count the rows of five, as 2.4 counted its rows of four.",
    ),
    prediction(
        "02.e",
        "How many numbers does it hold, weight and bias together?",
        kind=count,
        answer=7850,
        beliefs=[
            (
                "forgets-the-bias",
                7840,
                "That is the weight alone. The layer is made with a bias as well.",
            ),
            (
                "one-bias",
                7841,
                "You assume that the bias is a single number. Read again what the bias is added "
                "to, and count.",
            ),
            (
                "bias-per-input",
                8624,
                "You assume that the bias has a number for each input. It is not added to the "
                "inputs.",
            ),
            (
                "adds-the-sizes",
                794,
                "That adds the two sizes. The weight is a table, with a row of 784 for each "
                "output.",
            ),
            (
                "counts-tensors",
                2,
                "That counts the tensors, the weight and the bias. Count the numbers in them.",
            ),
        ],
        otherwise="Count the weight first, rows times columns, then the bias.",
        others=[15, 78500],
        hint="Count for a small layer first, such as nn.Linear(4, 3): how many numbers are in its "
        "weight, and how many outputs are there to add something to?",
    ),
    prediction(
        "02.f",
        'What does `single` give for this input of shape (6,)? Give a shape, or "error".',
        kind=shape_or_error,
        answer="error",
        beliefs=[
            (
                "samples-one-by-one",
                (6, 1),
                "You assume that the layer takes the six numbers one by one, as six rows. Along "
                "which dimension does it look for its features, and what lies there?",
            ),
            (
                "numbers-one-by-one",
                (6,),
                "You assume that the layer works on each number alone, as NumPy does in `3 * x`. A "
                "layer reads a whole row at a time.",
            ),
            (
                "puts-together",
                (1,),
                "You assume that the layer makes one number of all six. For this it would need six "
                "weights.",
            ),
            (
                "adds-a-row",
                (1, 1),
                "You assume that the output has one row of one number. Which of the six numbers "
                "would the layer's one weight be for?",
            ),
        ],
        otherwise="Apply the rule of 2.3 to the shape (6,): what is its last dimension, and what "
        "does the layer read?",
        others=[(1, 6), (6, 6)],
        hint="A shape with a single number: is that number the count of samples or of features?",
    ),
    prediction(
        "02.g",
        'How many of the two will the message name: "none", "one" or "both"?',
        kind=word("none", "one", "both"),
        answer="one",
        beliefs=[
            (
                "errors-list-everything",
                "both",
                "You assume that a message lists all mistakes. Where does Python stop, and can it "
                "know what would have come after?",
            ),
            (
                "layer-copes",
                "none",
                "You assume that the call works. In 2.5 and 2.9 each of these mistakes alone made "
                "it fail.",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="A message is written at the moment when a step fails. Are the steps after it still "
        "done?",
    ),
    Exercise(
        id="02.1",
        title="Six output shapes",
        minutes=4,
        asks="Each key is the shape of an input for one and the same layer, `nn.Linear(6, 4)`. "
        'Write down the shape that comes out, such as `(2, 3)`, or `"error"` where the call '
        "fails. Answer before you ask PyTorch.",
        name="predicted",
        stub="""\
predicted = {
    "(6,)": ...,
    "(5, 6)": ...,
    "(2, 1, 5, 6)": ...,
    "(0, 6)": ...,
    "(6, 5)": ...,
    "(3, 2)": ...,
}""",
        check=output_shapes,
        hints=(
            "If you do not know where to start: cover all but the last number of a shape. Can the "
            "layer read it?",
            "If the number of dimensions is off: count the numbers of the input's shape. The "
            "output's shape has as many.",
            "If you hesitate at (0, 6): write down what (2, 6) and (1, 6) give, then go on.",
        ),
        solutions=(
            """\
predicted = {
    "(6,)": (4,),
    "(5, 6)": (5, 4),
    "(2, 1, 5, 6)": (2, 1, 5, 4),
    "(0, 6)": (0, 4),
    "(6, 5)": "error",  # 5 features, and the layer reads 6
    "(3, 2)": "error",  # 6 numbers, but rows of 2
}""",
            """\
predicted = {}
for size in [(6,), (5, 6), (2, 1, 5, 6), (0, 6), (6, 5), (3, 2)]:
    predicted[str(size)] = [*size[:-1], 4] if size[-1] == 6 else "Error\"""",
        ),
        wrong={
            key: tuple(six_but(label, value) for label in given for value in given[label])
            for key, _, given in SIX_BELIEFS
        }
        | {
            "missing-part": (
                'predicted = {"(6,)": (4,)}',
                "predicted = {(6,): (4,), (5, 6): (5, 4)}",
            ),
            "wrong-type": (
                'predicted = [(4,), (5, 4), (2, 1, 5, 4), (0, 4), "error", "error"]',
                six_but("(5, 6)", "five by four"),
            ),
            "no-length": (six_but("(6,)", (-1, 4)),),
            "none": (six_but("(6, 5)", None),),
            "another-answer": (
                six_but("(5, 6)", "error"),
                six_but("(0, 6)", (6, 4)),
                six_but("(3, 2)", (3, 2)),
            ),
        },
    ),
    Exercise(
        id="02.2",
        title="Layers for three tasks",
        minutes=4,
        asks="""\
Choose a layer for each of three tasks, such as `nn.Linear(2, 5)`.

- `"price"`: the data of 200 flats has the shape (200, 9). What does a flat cost?
- `"animal"`: 80 pictures have the shape (80, 64). Cat, dog, horse, cow, pig, hen or duck?
- `"spam"`: the word counts of 500 mails have the shape (500, 30). Is a mail spam or not?

Put each layer in place of its dots, made with its two sizes.""",
        name="layers",
        stub="""\
layers = {
    "price": ...,
    "animal": ...,
    "spam": ...,
}""",
        check=layers_for_tasks,
        hints=(
            "If the layer does not fit the data: in_features is the length of one row.",
            "If you do not know how many outputs: what would the answer for one flat, one "
            "picture or one mail look like?",
            "If you hesitate between two answers for spam: 2.6 shows how they are related. Both "
            "are in use.",
        ),
        solutions=(
            """\
layers = {
    "price": nn.Linear(9, 1),  # one number
    "animal": nn.Linear(64, 7),  # a score for each animal
    "spam": nn.Linear(30, 1),  # usual; two scores do as well
}""",
            """\
layers = {
    "price": nn.Linear(out_features=1, in_features=9, dtype=torch.float64),
    "animal": nn.Sequential(nn.Linear(64, 20), nn.ReLU(), nn.Linear(20, 7)),
    "spam": nn.Linear(30, 2, bias=False),
}""",
        ),
        wrong={
            "in-out-order": (
                layers(price="nn.Linear(1, 9)"),
                layers(spam="nn.Linear(2, 30)"),
            ),
            "samples-as-features": (layers(price="nn.Linear(200, 9)"),),
            "not-read-off-the-data": (layers(price="nn.Linear(64, 7)", animal="nn.Linear(9, 1)"),),
            "output-for-each-sample": (layers(price="nn.Linear(9, 200)"),),
            "output-for-each-feature": (layers(price="nn.Linear(9, 9)"),),
            "one-number-for-the-class": (layers(animal="nn.Linear(64, 1)"),),
            "class-miscounted": (
                layers(animal="nn.Linear(64, 6)"),
                layers(animal="nn.Linear(64, 3)"),
            ),
            "not-read-off-the-task": (
                layers(price="nn.Linear(9, 2)"),
                layers(spam="nn.Linear(30, 3)"),
            ),
            "rows-lost": (layers(animal="nn.Sequential(nn.Linear(64, 7), nn.Flatten(0))"),),
            "raises": (layers(price="nn.Sequential(nn.Linear(9, 5), nn.Linear(9, 1))"),),
            "missing-part": ('layers = {"price": nn.Linear(9, 1)}',),
            "wrong-type": (
                "layers = [nn.Linear(9, 1), nn.Linear(64, 7), nn.Linear(30, 1)]",
                layers(price="(9, 1)"),
                layers(animal="nn.Linear"),
                layers(price="nn.Linear(9, 1)(torch.ones(200, 9))"),
            ),
        },
    ),
    Exercise(
        id="02.3",
        title="One number for each sample",
        minutes=3,
        asks="`one_each(layer, samples)` gets an `nn.Linear(1, 1)` and N samples of one number "
        "each, as a tensor of shape (N,). It should return the layer's outputs in the same form, "
        "as a tensor of shape (N,), for every N from 1 on. As it stands, the call fails. Repair "
        "it.",
        name="one_each",
        stub="""\
def one_each(layer, samples):
    return layer(samples)""",
        check=one_each,
        hints=(
            "If the message says `(1x6 and 1x1)`: the layer takes your six samples for six "
            "features. Section 2.8 says which way samples go.",
            "If the shape that comes back has a number too many: what you did to the samples "
            "before the layer has to be undone behind it.",
            "If it fails for one sample only: say how many dimensions you want, in place of "
            "taking away every 1.",
        ),
        solutions=(
            """\
def one_each(layer, samples):
    column = samples.reshape(-1, 1)  # (N, 1): N rows of one feature
    return layer(column).reshape(-1)""",
            """\
def one_each(layer, samples):
    return torch.cat([layer(sample.reshape(1)) for sample in samples])""",
            """\
def one_each(line, x):
    return x * line.weight.item() + line.bias.item()""",
        ),
        wrong={
            "samples-as-features": (
                each("return layer(samples.reshape(1, -1))"),
                each("return layer(samples.T)"),
            ),
            "bare-number": (each("return torch.stack([layer(sample) for sample in samples])"),),
            "fixed-length": (each("return layer(samples.reshape(6, 1)).reshape(6)"),),
            "column-comes-back": (each("return layer(samples.reshape(-1, 1))"),),
            "wrong-shape": (each("return layer.weight * samples + layer.bias"),),
            "squeezes-everything": (each("return layer(samples.reshape(-1, 1)).squeeze()"),),
            "one-row-only": (
                each("for sample in samples:", "    return layer(sample.reshape(1))"),
                each("return layer(samples.reshape(-1, 1)).mean()"),
            ),
            "bias-left-out": (each("return samples * layer.weight"),),
            "another-layer": (
                each("layer = nn.Linear(len(samples), 1)", "return layer(samples)"),
                each(
                    "try:",
                    "    return layer(samples)",
                    "except RuntimeError:",
                    "    return samples",
                ),
            ),
            "changes-the-layer": (
                each(
                    "with torch.no_grad():",
                    "    layer.weight.fill_(1)",
                    "    layer.bias.fill_(0)",
                    "return layer(samples.reshape(-1, 1)).reshape(-1)",
                ),
            ),
            "wrong-values": (
                each(
                    "y = torch.zeros(len(samples))",
                    "for i in range(1, len(samples)):",
                    "    y[i] = layer(samples[i].reshape(1))[0]",
                    "return y",
                ),
            ),
            "mutates-input": (each("samples.unsqueeze_(1)", "return layer(samples).reshape(-1)"),),
            "list": (each("return [layer(sample.reshape(1)) for sample in samples]"),),
            "none": (each("print(layer(samples.reshape(-1, 1)).reshape(-1))"),),
        },
    ),
    Exercise(
        id="02.4",
        title="Features that run down",
        minutes=4,
        asks="A weather station writes a column each hour: `readings` has the shape "
        "(in_features, N), a row for each feature and a column for each of N hours. "
        "`by_hour(layer, readings)` should return the layer's outputs for every hour, a tensor of "
        "shape (N, out_features). As it stands, it fails for most N, and where N happens to be "
        "in_features it is wrong in silence. Repair it.",
        name="by_hour",
        stub="""\
def by_hour(layer, readings):
    return layer(readings)""",
        check=by_hour,
        hints=(
            "If the message names two lengths that do not fit: which of them is the number of "
            "hours, and where does it have to stand?",
            "If the shape is right and the numbers are not: take a small table, "
            "`torch.tensor([[1, 2, 3], [4, 5, 6]])`, and print what your step makes of it. Does a "
            "column come out as a row?",
        ),
        solutions=(
            """\
def by_hour(layer, readings):
    return layer(readings.T)""",
            """\
def by_hour(layer, readings):
    hours = range(readings.shape[1])
    return torch.stack([layer(readings[:, hour]) for hour in hours])""",
            """\
def by_hour(layer, readings):
    return (layer.weight @ readings + layer.bias[:, None]).T""",
        ),
        wrong={
            "hours-lie-last": (
                hourly("return layer(readings).T"),
                hourly(
                    "if readings.shape[1] != layer.in_features:",
                    "    readings = readings.T",
                    "return layer(readings)",
                ),
            ),
            "reshaped": (hourly("return layer(readings.reshape(-1, layer.in_features))"),),
            "flattens": (hourly("return layer(readings.flatten())"),),
            "turned-back": (
                hourly("return layer(readings.T).T"),
                hourly("return layer.weight @ readings + layer.bias[:, None]"),
            ),
            "one-row-only": (hourly("for column in readings.T:", "    return layer(column)"),),
            "bias-left-out": (hourly("return layer.weight @ readings"),),
            "another-layer": (
                hourly(
                    "layer = nn.Linear(readings.shape[-1], layer.out_features)",
                    "return layer(readings)",
                ),
                hourly("return readings.T"),
            ),
            "changes-the-layer": (
                hourly("layer.weight.data = layer.weight.data.T", "return layer(readings.T)"),
            ),
            "wrong-shape": (hourly("return layer(readings.T[:24])"),),
            "mutates-input": (hourly("readings.t_()", "return layer(readings)"),),
            "list": (hourly("return [layer(column) for column in readings.T]"),),
            "none": (hourly("y = layer(readings.T)"),),
            "raises": (hourly("return layer(readings.transpose())"),),
        },
    ),
    Exercise(
        id="02.5",
        title="Any kind of numbers",
        minutes=4,
        asks="`feed(layer, numbers)` gets a layer of `float32` and a table of numbers of shape "
        "(N, in_features). The table is a tensor or a NumPy array, and its numbers are whole "
        "numbers or decimals of 32 or 64 bits. It should return the layer's outputs, as a "
        "`float32` tensor of shape (N, out_features), and leave layer and table as they are. As "
        "it stands, most tables fail. Repair it.",
        name="feed",
        stub="""\
def feed(layer, numbers):
    return layer(numbers)""",
        check=feed,
        hints=(
            "If the message says `must be Tensor, not numpy.ndarray`: the first step is to make a "
            "tensor of whatever comes, the second to change its dtype.",
            "If tensors work and arrays do not, or the other way round: `torch.as_tensor` takes "
            "both.",
            "If the message says `same dtype`: print the dtype of what you hand to the layer, and "
            "that of layer.weight. A conversion gives a new tensor; the old one stays as it was.",
        ),
        solutions=(
            """\
def feed(layer, numbers):
    return layer(torch.as_tensor(numbers).float())""",
            """\
def feed(layer, numbers):
    if isinstance(numbers, np.ndarray):
        numbers = torch.from_numpy(numbers)
    return layer(numbers.to(layer.weight.dtype))""",
            """\
def feed(layer, table):
    return layer(torch.tensor(np.asarray(table).tolist(), dtype=torch.float32))""",
        ),
        wrong={
            "keeps-the-dtype": (
                fed(
                    "numbers = torch.as_tensor(numbers)", "numbers.float()", "return layer(numbers)"
                ),
                fed(
                    "numbers = torch.as_tensor(numbers)",
                    "if numbers.dtype in (torch.int64, torch.float64):",
                    "    numbers = numbers.float()",
                    "return layer(numbers)",
                ),
            ),
            "stays-numpy": (
                fed(
                    "if isinstance(numbers, torch.Tensor):",
                    "    numbers = numbers.float()",
                    "return layer(numbers)",
                ),
            ),
            "no-parentheses": (fed("return layer(torch.as_tensor(numbers).float)"),),
            "tensors-only": (fed("return layer(numbers.float())"),),
            "arrays-only": (
                fed("return layer(torch.from_numpy(numbers).float())"),
                fed("return layer(torch.tensor(numbers.astype(np.float32)))"),
            ),
            "changes-the-layer": (
                fed(
                    "numbers = torch.as_tensor(numbers)", "return layer.to(numbers.dtype)(numbers)"
                ),
                fed("layer.double()", "return layer(torch.as_tensor(numbers).double()).float()"),
            ),
            "cuts-decimals": (fed("return layer(torch.as_tensor(numbers).int().float())"),),
            "wrong-values": (fed("return layer(torch.as_tensor(numbers).half().float())"),),
            "changes-default-dtype": (
                fed(
                    "torch.set_default_dtype(torch.float64)",
                    "return layer(torch.as_tensor(numbers).float())",
                ),
            ),
            "wrong-dtype": (fed("return layer(torch.as_tensor(numbers).float()).double()"),),
            "none": (
                fed("if isinstance(numbers, torch.Tensor):", "    return layer(numbers.float())"),
            ),
        },
    ),
)

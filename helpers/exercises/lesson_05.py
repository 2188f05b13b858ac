"""Lesson 5, the DataLoader: what it asks, and the answers that its checks know."""

import inspect

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from helpers.records import (
    Exercise,
    count,
    expects_each,
    or_error,
    prediction,
    several,
    shape,
    word,
)
from helpers.trials import Draw, a_function, a_tensor, call, compare, describe, reject

# --- 05.1: numbers and shapes of batches ---------------------------------------------------------

BATCHES = "number of batches"
FIRST = "shape of the first batch"
LAST = "shape of the last batch"
OUT = "shape of layer(last batch)"
DROPPED = "number of batches with drop_last=True"
UNUSED = "rows unused with drop_last=True"

AXES = "A batch is (examples, features), in this order. Your two lengths are the other way round."
FULL = "That is a full batch. How many of the 10 rows are left when it is the last one's turn?"
TOO_EARLY = "That is what the layer makes of it. What does the loader hand out, before any layer?"
WEIGHT = "These are the sizes of the layer alone. Each row that goes in gives one row out."

numbers_of_batches = expects_each(
    count,
    {BATCHES: 3, DROPPED: 2, UNUSED: 2},
    [
        (
            "rounds-down",
            BATCHES,
            2,
            "So many batches are full. Without drop_last the loader keeps the rows that are left.",
        ),
        ("counts-rows", BATCHES, 10, "That counts the rows. A batch holds several of them."),
        ("drop-last-ignored", DROPPED, 3, "That counts the short batch. What does drop_last do?"),
        ("drop-last-ignored", UNUSED, 0, "Then the short batch would be kept. What drops it?"),
        ("counts-batches-for-rows", UNUSED, 1, "One batch is left out. How many rows are in it?"),
    ],
    "Write the numbers 0 to 9 in a row, put a stroke after each fourth, and count again.",
)

shapes_of_batches = expects_each(
    shape,
    {FIRST: (4, 7), LAST: (2, 7), OUT: (2, 5)},
    [
        ("axes-swapped", FIRST, (7, 4), AXES),
        ("axes-swapped", LAST, (7, 2), AXES),
        ("axes-swapped", OUT, (5, 2), AXES),
        ("whole-table", FIRST, (10, 7), "That is the whole table. A batch is a portion of it."),
        ("layer-too-early", FIRST, (4, 5), TOO_EARLY),
        ("layer-too-early", LAST, (2, 5), TOO_EARLY),
        ("last-is-full", LAST, (4, 7), FULL),
        ("last-is-full", OUT, (4, 5), FULL),
        (
            "layer-changes-nothing",
            OUT,
            (2, 7),
            "That is what goes into the layer. What does nn.Linear(7, 5) do to the last dimension?",
        ),
        ("weight-for-output", OUT, (5, 7), WEIGHT),
        ("weight-for-output", OUT, (7, 5), WEIGHT),
    ],
    "A shape has two lengths here: the rows of this batch, and the numbers in each row.",
)


def lengths(answer):
    numbers_of_batches(answer)
    shapes_of_batches(answer)


def _lengths(batches=3, first=(4, 7), last=(2, 7), out=(2, 5), dropped=2, unused=2):
    """The source of an answer to 05.1, right but for the parts that are given."""
    labels = (BATCHES, FIRST, LAST, OUT, DROPPED, UNUSED)
    values = (batches, first, last, out, dropped, unused)
    lines = [f'    "{label}": {value},' for label, value in zip(labels, values, strict=True)]
    return "\n".join(["lengths = {", *lines, "}"])


# --- 05.2: a dataset -----------------------------------------------------------------------------

NO_SUCH_NAME = (
    "forgets-self",
    "A method looks for a name that is not there. The x and y of `__init__` are gone when it ends; "
    "what is kept, is kept in `self`.",
)
NO_METHOD = (
    "no-method",
    "`len(Rows(x, y))` calls `__len__`, and `Rows(x, y)[0]` calls `__getitem__`. The class lacks "
    "one of the two: their names have two underscores on each side.",
)
SYMPTOMS = {  # of an error in a method of the dataset
    "attribute '__len__'": NO_METHOD,
    "implement __getitem__": NO_METHOD,
    "'Rows' object is not subscriptable": NO_METHOD,
    "is not defined": NO_SUCH_NAME,
    "object has no attribute": NO_SUCH_NAME,
    "positional argument": (
        "no-place-for-self",
        "Python hands each method the dataset itself, before anything else. One of your methods "
        "has no name for it in its parentheses.",
    ),
    "recursion": (
        "asks-itself",
        "A method asks itself, over and over: `len(self)` calls `__len__`, and `self[i]` calls "
        "`__getitem__`. Ask the tensors that are kept in `self`.",
    ),
    "for dimension 1": (
        "takes-columns",
        "The number in the brackets picks a column here. Examples are the rows, dimension 0.",
    ),
}


def rows(answer):
    if not inspect.isclass(answer):
        reject(
            "wrong-type",
            f"You give {describe(answer)}, and the class `Rows` itself is wanted: no "
            "parentheses behind its name.",
        )
    draw, made = Draw("05.2"), []
    for n, features, y_shape in zip(
        draw.sizes(3, 7, 12), draw.sizes(3, 3, 6), ((1,), (2,), ()), strict=True
    ):
        count = torch.arange(1.0, n + 1)
        x = draw.tensor(n, features) + 10 * count[:, None]  # no two rows alike
        y = draw.tensor(n, *y_shape) + 100 * count.reshape(n, *[1] * len(y_shape))
        y = y if y_shape else y.long()  # whole numbers stay what they are
        dataset = call(answer, x, y, name="`Rows(x, y)`")
        parts = getattr(dataset, "__dict__", {}).values()
        if any(isinstance(one, TensorDataset) for one in (dataset, *parts)):
            reject(
                "ready-made",
                "PyTorch's TensorDataset does the work here. Write the two methods without it.",
            )
        _right_length(answer, dataset, x, y)
        for i in (n // 2, 0, n - 1):
            _right_example(dataset, i, x, y)
        made.append((dataset, n))
    if any(call(lambda one=one: len(one)) != n for one, n in made):
        reject(
            "shared-by-all",
            "The first dataset is right until a second one is made: then it gives the rows of that "
            "one. What belongs to one dataset is kept in `self`, not in the class.",
        )


def _right_length(answer, dataset, x, y):
    def length_of(dataset):
        name = "`len(Rows(x, y))`"
        return call(lambda: dataset.__len__(), name=name, symptoms=SYMPTOMS)

    length = length_of(dataset)
    told = f"For x of shape {tuple(x.shape)}, `__len__` returns {describe(length)}."
    if not hasattr(length, "__index__") or (isinstance(length, torch.Tensor) and length.dim()):
        reject("shape-for-length", f"{told} A length is one whole number.")
    if length == len(x):
        return
    if length == x.shape[1]:
        reject("counts-features", f"{told} These are the features. How many examples are there?")
    if length_of(call(answer, x[:-2], y[:-2], name="`Rows(x, y)`")) == length:
        reject(
            "fixed-length",
            f"{told} It returns the same for two rows fewer. Ask the tensors that the dataset was "
            "made of.",
        )
    reject(
        "wrong-length",
        f"{told} Row i of x and row i of y are one example, and the loader asks for the examples "
        "0, 1, 2, ... below this length.",
    )


def _right_example(dataset, i, x, y):
    what = f"`Rows(x, y)[{i}]`"
    example = call(lambda x, y: dataset[i], x, y, name=what, symptoms=SYMPTOMS)
    if not isinstance(example, list | tuple) or len(example) != 2:
        reject("wrong-type", f"{what} is {describe(example)}, and a pair of two tensors is asked.")
    for part, table in zip(example, (x, y), strict=True):
        if isinstance(part, torch.Tensor) and part.dim() == table.dim():
            reject(
                "table-for-row",
                f"{what} holds a tensor of shape {tuple(part.shape)}: several rows, or a table of "
                "one. Where does the number come in? The loader does the stacking, so an example "
                "has no dimension that counts examples.",
            )
    if _is(example[0], y[i]) and _is(example[1], x[i]):
        reject(
            "swapped",
            f"{what} has the target first. The order asked is input, then target, as in "
            "`for inputs, targets in loader`.",
        )
    if _is(example[0], x[i]) and _is(example[1], x[i]):
        reject("x-twice", f"Both parts of {what} come from x. Where does the target come from?")
    for place, got, table in zip(("first", "second"), example, (x, y), strict=True):
        compare(
            got,
            table[i],
            f"The {place} part of {what}",
            beliefs=[
                (
                    "other-row",
                    table[other],
                    f"The {place} part of {what} is row {other}. The number in the brackets says "
                    "which row, and rows are counted from 0.",
                )
                for other in range(len(table))
            ],
            otherwise="Row by row, the dataset hands out what it was given.",
        )


def _is(part, tensor):
    return isinstance(part, torch.Tensor) and torch.equal(part, tensor)


def _rows(length="len(self.x)", example="self.x[i], self.y[i]", init="self.x, self.y = x, y"):
    """The source of an answer to 05.2."""
    return f"""\
class Rows(Dataset):
    def __init__(self, x, y):
        {init}

    def __len__(self):
        return {length}

    def __getitem__(self, i):
        return {example}"""


# --- 05.3: batches by hand -----------------------------------------------------------------------


def make_batches(answer):
    a_function(answer, ["data", "batch_size"], "make_batches")
    draw, batches = Draw("05.3"), None
    sizes = [(12, 3), (11, 3), (7, 4), (2, 5), (5, 5), (0, 3), (4, 1), (1, 1)]
    sizes += zip(draw.sizes(3, 9, 40), draw.sizes(3, 2, 7), strict=True)
    for n, batch_size in sizes:
        data = draw.tensor(n, 8)
        data[:, 0] = torch.arange(n)  # the first number of a row says which row it is
        earlier, batches = batches, call(answer, data, batch_size, name="`make_batches`")
        if isinstance(batches, list) and batches is earlier:
            reject(
                "same-list-again",
                "The second call gives the list of the first one, with further batches behind. "
                "Where is your list made: inside the function, or once for all calls?",
            )
        _right_batches(batches, data, batch_size)


def _right_batches(batches, data, batch_size):
    n = len(data)
    of = f"For {n} rows and a batch size of {batch_size}"
    if isinstance(batches, torch.Tensor):
        reject(
            "one-tensor",
            f"{of} `make_batches` gives one tensor of shape {tuple(batches.shape)}. Several "
            "batches are asked, as a list: they need not have the same length.",
        )
    if not isinstance(batches, list | tuple):
        reject("wrong-type", f"`make_batches` gives {describe(batches)}, and a list is asked.")
    tables = [a_tensor(batch, f"Batch {k}") for k, batch in enumerate(batches)]
    if any(table.shape == data.shape[1:] for table in tables):
        reject(
            "single-rows",
            f"{of} there are batches of shape {tuple(data.shape[1:])}: single rows. A batch is a "
            "table of rows, even when there is only one row in it.",
        )
    for k, table in enumerate(tables):
        if table.shape[1:] != data.shape[1:]:
            reject(
                "tears-rows",
                f"{of} and {data.shape[1]} features, batch {k} has the shape {tuple(table.shape)}. "
                "Which dimension counts the examples? Each row stays whole.",
            )
    sizes = [len(table) for table in tables]
    if 0 in sizes and sum(sizes) < n:
        reject(
            "slice-end-as-count",
            f"{of} batch {sizes.index(0)} is empty, although there are rows left. A slice ends at "
            "a row, counted from the first of all, not from its own start.",
        )
    if 0 in sizes:
        reject(
            "empty-batch",
            f"{of} one of your batches has no row in it. A batch begins at a row that is there.",
        )
    rows = torch.cat([*tables, data[:0]])
    order = [int(row) for row in rows[:, 0].nan_to_num(-1)]
    known = rows.dtype == data.dtype and all(0 <= row < n for row in order)
    if not known or not torch.equal(rows, data[order]):
        reject(
            "changes-rows",
            f"{of} there are rows in your batches that are not in the data. Cutting changes no "
            "number, and fills nothing up.",
        )
    if len(set(order)) < len(order):
        twice = next(row for row in order if order.count(row) > 1)
        reject(
            "rows-twice",
            f"{of} your batches have rows in common: row {twice} comes more than once. Where one "
            "batch ends the next one begins.",
        )
    if order == list(range(n)):
        _right_sizes(sizes, n, batch_size, of)
    elif sorted(order) == list(range(n)):
        reject("other-order", f"{of} all rows are there, in another order than in the data.")
    elif order == list(range(len(order))):
        _loses_the_end(len(tables), n - len(order), n, batch_size, of)
    else:
        missing = next(row for row in range(n) if row not in order)
        reject(
            "skips-rows",
            f"{of} row {missing} is in no batch, though later ones are. A slice stops in front of "
            "its end, and the next batch begins there.",
        )


def _right_sizes(sizes, n, batch_size, of):
    if sizes == [min(batch_size, n - start) for start in range(0, n, batch_size)]:
        return
    place = next(k for k, size in enumerate(sizes) if size != batch_size)
    reject(
        "wrong-sizes",
        f"{of} you give {len(sizes)} batches, and batch {place} has {sizes[place]} rows. The batch "
        "size says how many rows are in a batch, not how many batches there are.",
    )


def _loses_the_end(count, lost, n, batch_size, of):
    lost_rows = f"the last {lost} rows are" if lost > 1 else "the last row is"
    if count == 1 and n > 2 * batch_size:
        reject(
            "stops-after-one",
            f"{of} there is one batch, the first. What goes on to the next one, and does the "
            "return wait until all are made?",
        )
    if lost == n % batch_size:
        reject(
            "drops-the-rest",
            f"{of} {lost_rows} in no batch: only full batches are made. The last one may be "
            "shorter.",
        )
    reject(
        "loses-the-end",
        f"{of} {lost_rows} in no batch. At which row does your last batch begin, and where does "
        "the loop stop?",
    )


def _batches(start="range(0, len(data), batch_size)", rows="start : start + batch_size"):
    """The source of an answer to 05.3."""
    return f"""\
def make_batches(data, batch_size):
    batches = []
    for start in {start}:
        batches.append(data[{rows}])
    return batches"""


# --- 05.4: outputs of all batches ----------------------------------------------------------------


def predict_all(answer):
    a_function(answer, ["layer", "loader"], "predict_all")
    draw = Draw("05.4")
    for n, batch_size, n_out, options in (
        (7, 3, 4, {}),
        (8, 4, 6, {}),
        (7, 2, 4, {"sampler": [4, 2, 6, 0, 1, 5, 3]}),
        (8, 3, 6, {"drop_last": True}),
        (4, 3, 1, {}),
    ):
        n_in = draw.sizes(1, 3, 5)[0]
        layer, x, y = nn.Linear(n_in, n_out), draw.tensor(n, n_in), draw.tensor(n, 1)
        with torch.no_grad():
            layer.weight.copy_(draw.tensor(n_out, n_in))
            layer.bias.copy_(draw.tensor(n_out))
        loader = DataLoader(TensorDataset(x, y), batch_size=batch_size, **options)
        weight = layer.weight.detach().clone()
        with torch.no_grad():
            outputs, everything = [layer(inputs) for inputs, _ in loader], layer(x)
        got = call(answer, layer, loader, name="`predict_all`", symptoms=LAYER_SYMPTOMS)
        if not torch.equal(layer.weight, weight):
            reject(
                "trains",
                "The weight of the layer is another one afterwards: `predict_all` trains it. To "
                "see what a layer says, one part of the training step is enough.",
            )
        if isinstance(got, list | tuple):
            reject(
                "list",
                f"`predict_all` gives a {type(got).__name__} of {len(got)} parts. One tensor is "
                "asked: the outputs of all batches, one below the other.",
            )
        said = "".join(f" ({name}={value})" for name, value in options.items())
        compare(
            got,
            torch.cat(outputs),
            f"The output of `predict_all` for {n} rows in batches of {batch_size}{said}",
            beliefs=[
                (
                    "last-batch-only",
                    outputs[-1],
                    "Only the output of the last batch comes back. What happens to the others "
                    "when the next batch comes?",
                ),
                (
                    "first-batch-only",
                    outputs[0],
                    "Only the output of the first batch comes back. Is there a loop over the "
                    "batches, and does the return wait for its end?",
                ),
                (
                    "first-batch-again",
                    torch.cat([outputs[0]] * len(outputs)),
                    "The output of the first batch comes again and again: `iter(loader)` starts a "
                    "new pass each time.",
                ),
                ("keeps-nothing", torch.empty(0), EMPTY),
                ("adds-batches", sum(outputs), "You add outputs up. Each example keeps its row."),
                (
                    "goes-around-the-loader",
                    everything,
                    "You take the rows from the dataset, past the loader. Which rows come, and in "
                    "which order, is the loader's choice.",
                ),
            ],
            otherwise="Row by row it should be what the layer says about the inputs of the loader.",
            show=True,
        )


EMPTY = (
    "Nothing is kept of the outputs: what you gather them in is still empty at the end. Does the "
    "loop put each output into it?"
)
LAYER_SYMPTOMS = {
    "must be Tensor": (
        "whole-batch",
        "The layer takes one tensor, and you give it more: the whole batch, the list [x, y], or "
        "the loader itself. Take the inputs out first.",
    ),
    "x1 and": (  # the targets have one column
        "feeds-targets",
        "What you give the layer does not have its number of features. Which part of a batch is "
        "the input, which is the target?",
    ),
    "equal size": (
        "stacks",
        "torch.stack puts tables of one size on top of each other, in a new dimension. The last "
        "batch may be shorter, and the outputs are rows of one table.",
    ),
    "except in dimension 1": (
        "side-by-side",
        "You put the tables side by side, along dimension 1. Dimension 1 holds the outputs of one "
        "example: which one counts the examples?",
    ),
    "converted to": (
        "builds-from-tensors",
        "torch.tensor makes a tensor of numbers, and what you give it are tensors already. They "
        "have to be joined.",
    ),
    "non-empty list": ("keeps-nothing", EMPTY),
}


def _predict(*lines):
    """The source of an answer to 05.4."""
    return "\n".join(["def predict_all(layer, loader):", *(f"    {line}" for line in lines)])


def _loop(*lines):
    """The same, where ``lines`` stand in a loop over the batches that gathers ``outputs``."""
    inner = (f"    {line}" for line in lines)
    return _predict("outputs = []", "for x, y in loader:", *inner, "return torch.cat(outputs)")


# --- the records ---------------------------------------------------------------------------------

RECORDS = (
    prediction(
        "05.a",
        'How many rows does the second portion have, or is it an "error"?',
        kind=or_error(count),
        answer=2,
        beliefs=[
            ("slice-fills-up", 3, "Does the slice get all it asks for? Count from row 3 on."),
            (
                "slice-needs-its-end",
                "error",
                "A single row that is not there, such as data[5], is an error. Is a slice as "
                "strict? Think of [1, 2, 3][1:9].",
            ),
            ("end-included", 4, "That counts row 6, too. Does a slice hold its end?"),
            ("all-or-nothing", 0, "There are rows from row 3 on. Must a slice be full?"),
            ("counts-from-one", 1, "Five rows, counted from 0: which of them are 3 or more?"),
        ],
        otherwise="Number the rows from 0, and look for row 3, row 4 and row 5.",
        others=[5],
        hint="A list of Python takes a slice past its end in the same way: [1, 2, 3][1:9].",
    ),
    prediction(
        "05.b",
        "Which shape does the *last* batch have when it comes out of the layer?",
        kind=shape,
        answer=(1, 3),
        beliefs=[
            ("last-is-full", (2, 3), "That is a full batch. How many rows has the last one?"),
            ("drops-the-dimension", (3,), "That is a bare row. A batch stays a table."),
            ("input-for-output", (1, 4), "That goes into the layer. What comes out of it?"),
            ("axes-swapped", (3, 1), "A batch is (examples, features): which comes first?"),
            ("whole-table", (5, 3), "That is the output for all five rows. Cut them first."),
        ],
        otherwise="First count the rows of the last batch, then ask what the layer does to each.",
        others=[(2, 4), (3, 4)],
        hint="Cut five rows into twos. The layer leaves their number alone.",
    ),
    prediction(
        "05.c",
        "How many of the 15 output numbers change?",
        kind=count,
        answer=2,
        beliefs=[
            (
                "one-in-one-out",
                1,
                "You assume that each number that goes in makes one number that comes out. Look at "
                "the three sums under the picture: may two of them use the same number?",
            ),
            (
                "whole-row",
                3,
                "So many numbers are in one output row. Look at the three sums under the picture: "
                "does each of them use the second number?",
            ),
            *[
                (
                    "batch-mates",
                    value,
                    "You assume that the row before changes as well, because it was in one batch "
                    "with row 3. Which numbers does the layer use for the output of that row?",
                )
                for value in (4, 6)
            ],
            *[
                (
                    "all-rows",
                    value,
                    "You assume that the other rows change, too. They meet the same weight as "
                    "before, and are the same numbers as before.",
                )
                for value in (5, 10, 15)
            ],
            (
                "copy-protects",
                0,
                "The copy keeps `rows` as it was. What is compared is the output of `changed` with "
                "the output of `rows`.",
            ),
        ],
        otherwise="Ask for each output number which input numbers it was made of.",
        others=[8],
        hint="First find the output rows that are made of row 3. Then look at the three sums under "
        "the picture: which of them use the second number?",
    ),
    prediction(
        "05.d",
        "For 17 rows and a batch size of 5: what is `len(loader)`, first without `drop_last`, then "
        "with it? Give both in parentheses, as in (9, 6).",
        kind=several(count, 2),
        answer=(4, 3),
        beliefs=[
            ("counts-rows", (17, 15), "That counts rows. The length of a loader counts batches."),
            ("rounds-down", (3, 3), "Does a short batch count, as long as nobody drops it?"),
            (
                "drop-last-ignored",
                (4, 4),
                "Something must be left out with `drop_last=True`. Is there a batch that is too "
                "short?",
            ),
            ("other-way-round", (3, 4), "Leaving a batch out cannot make more of them."),
            (
                "part-of-a-batch",
                (3.4, 3),
                "There is no 0.4 of a batch. What becomes of the rows that are left?",
            ),
            (
                "always-drops-one",
                (3, 2),
                "Without `drop_last` no row may be lost. Are all 17 in your first number of "
                "batches?",
            ),
        ],
        otherwise="Write down the batches, row by row, and count them.",
        others=[(4, 1), (5, 4)],
        hint="Take five rows away, and five again, until there are too few. What becomes of the "
        "rest?",
    ),
    prediction(
        "05.e",
        'If you write `next(iter(loader))` twice, what does the second one give: the "first" '
        'batch, the "second" batch, or an "error"?',
        kind=word("first", "second", "error"),
        answer="first",
        beliefs=[
            (
                "loader-remembers",
                "second",
                "You assume that the loader remembers its place. After one `for` loop over a "
                "loader, where does the next one begin?",
            ),
            ("used-up", "error", "In training, one loader serves every epoch. Is it used up?"),
        ],
        otherwise="Choose one of the three words.",
        hint="A `for` loop calls `iter(loader)` too, once when it begins. Where does a second loop "
        "begin?",
    ),
    prediction(
        "05.f",
        "With a batch size of 2, what is `len(batch)`?",
        kind=count,
        answer=3,
        beliefs=[
            (
                "stacks-the-lists",
                2,
                "You assume that the loader stacks the lists as rows. What did it do with the "
                "example [x, y], in section 5.8?",
            ),
            ("whole-table", 5, "That is the length of the table. A batch is a part of it."),
            ("counts-numbers", 6, "So many numbers are in the batch. In how many parts?"),
            ("one-tensor", 1, "What was a batch of examples with two parts, in 5.8?"),
        ],
        otherwise="What is an example here, and which parts of it does the loader see, as it did "
        "in section 5.8?",
        others=[4],
        hint="Section 5.8: the loader stacks each part of an example on its own.",
    ),
    prediction(
        "05.g",
        'Does the model then end "nearer" to b = 5, "farther" away, or at the "same" b?',
        kind=word("nearer", "farther", "same"),
        answer="nearer",
        beliefs=[
            (
                "fewer-examples-worse",
                "farther",
                "A single step knows less, that is true. But count the steps of 1000 epochs.",
            ),
            ("epochs-decide", "same", "The epochs are as many as before. Are the steps, too?"),
        ],
        otherwise="Choose one of the three words.",
        hint="How many times does `optimizer.step()` run in one epoch?",
    ),
    Exercise(
        id="05.1",
        title="Ten rows by four",
        minutes=4,
        asks="A table of 10 rows and 7 columns goes through a loader, "
        "`DataLoader(torch.zeros(10, 7), batch_size=4)`, and each batch through "
        "`layer = nn.Linear(7, 5)`. Fill in each number, or each shape as in (2, 3), before you "
        "ask PyTorch.",
        name="lengths",
        stub=_lengths("...", "...", "...", "...", "...", "..."),
        check=lengths,
        hints=(
            "If you do not know how many batches there are: write 0 to 9 in a row, and put a "
            "stroke after each fourth.",
            "If a shape is off: the first length counts examples, the last one features. Which of "
            "the two does the loader cut, and which does the layer change?",
        ),
        solutions=(
            _lengths(),
            _lengths(
                batches="10 // 4 + 1", unused="10 % 4", first=[4, 7], last="torch.Size([2, 7])"
            ),
        ),
        wrong={
            "rounds-down": (_lengths(batches="10 // 4"),),
            "counts-rows": (_lengths(batches=10),),
            "axes-swapped": (_lengths(first=(7, 4)), _lengths(out=(5, 2))),
            "whole-table": (_lengths(first=(10, 7)),),
            "layer-too-early": (_lengths(first=(4, 5)),),
            "last-is-full": (_lengths(last=(4, 7)),),
            "layer-changes-nothing": (_lengths(out=(2, 7)),),
            "weight-for-output": (_lengths(out=(5, 7)),),
            "drop-last-ignored": (_lengths(dropped=3), _lengths(unused=0)),
            "counts-batches-for-rows": (_lengths(unused=1),),
            "another-answer": (_lengths(last=2),),
            "wrong-type": ("lengths = [3, (4, 7)]",),
        },
    ),
    Exercise(
        id="05.2",
        title="A dataset of your own",
        minutes=5,
        asks="Finish the class `Rows`. `Rows(x, y)` is a dataset of two tensors with the same "
        "number of rows. It has one example for each row, and example `i` is a pair of tensors: "
        "row `i` of `x` and row `i` of `y`. It should work for any number of rows and of features. "
        "Write it without `TensorDataset`.",
        name="Rows",
        stub=_rows("...", "..."),
        check=rows,
        hints=(
            "If you do not know where to start: compare with `Multiples` in section 5.7. It knows "
            "its length and makes its examples; yours finds both in `self.x` and `self.y`.",
            "If the length is wrong: an example is a row. What does len(x) of a table count?",
            "If the example is wrong: take a row out of each tensor, and put a comma between.",
        ),
        solutions=(
            _rows(),
            """\
class Rows:
    def __init__(self, inputs, targets):
        self.examples = list(zip(inputs, targets))

    def __len__(self):
        return len(self.examples)

    def __getitem__(self, number):
        return self.examples[number]""",
            _rows("torch.tensor(self.y.size(0))", "[part[i].clone() for part in (self.x, self.y)]"),
        ),
        wrong={
            "counts-features": (_rows("self.x.shape[1]"),),
            "fixed-length": (_rows("5"),),
            "wrong-length": (_rows("len(self.x) - 1"), _rows("len(self.x) + len(self.y)")),
            "shape-for-length": (_rows("self.x.shape"),),
            "no-method": (
                _rows().replace("__len__", "len"),
                _rows().replace("__getitem__", "get_item"),
            ),
            "no-place-for-self": (_rows().replace("(self, i)", "(i)"),),
            "asks-itself": (_rows("len(self)"), _rows(example="self[i]")),
            "forgets-self": (_rows(example="x[i], y[i]"), _rows(init="x, y = x, y")),
            "x-twice": (_rows(example="self.x[i], self.x[i]"),),
            "table-for-row": (
                _rows(example="self.x, self.y"),
                _rows(example="self.x[i : i + 1], self.y[i : i + 1]"),
            ),
            "swapped": (_rows(example="self.y[i], self.x[i]"),),
            "other-row": (
                _rows(example="self.x[0], self.y[0]"),
                _rows(example="self.x[i - 1], self.y[i - 1]"),
            ),
            "takes-columns": (_rows(example="self.x[:, i], self.y[:, i]"),),
            "wrong-dtype": (_rows(init="self.x, self.y = x.float(), y.float()"),),
            "none": (_rows(example="print(self.x[i], self.y[i])"),),
            "shared-by-all": (_rows(init="Rows.x, Rows.y = x, y"),),
            "mutates-input": (_rows(init="x /= x.max(); self.x, self.y = x, y"),),
            "wrong-type": (
                _rows() + "\n\n\nRows = Rows(torch.zeros(5, 2), torch.zeros(5, 1))",
                _rows(example="self.x[i]"),
            ),
            "ready-made": ("Rows = TensorDataset", _rows(init="self.x = TensorDataset(x, y)")),
        },
    ),
    Exercise(
        id="05.3",
        title="Find the lost rows",
        minutes=5,
        asks="`make_batches(data, batch_size)` should cut a table into a list of batches: "
        "each row in one batch, in order, and each batch with `batch_size` rows, except that the "
        "last one may be shorter. No rows give an empty list. As it stands, rows at the end are "
        "lost. Mend it.",
        name="make_batches",
        stub=_batches("range(0, len(data) - batch_size, batch_size)"),
        check=make_batches,
        hints=(
            "If you do not see where rows are lost: take 6 rows and a batch size of 3, and write "
            "down each value of `start`.",
            "If only full batches come: with 5 rows and a batch size of 3, at which row does the "
            "second batch begin?",
            "If there is an empty batch: the last value of `start` must still be a row.",
        ),
        solutions=(
            _batches(),
            """\
def make_batches(data, batch_size):
    return list(torch.split(data, batch_size)) if len(data) else []""",
            """\
def make_batches(data, batch_size):
    return list(DataLoader(data, batch_size))""",
        ),
        wrong={
            "loses-the-end": (_batches("range(0, len(data) - 1, batch_size)"),),
            "drops-the-rest": (_batches("range(0, len(data) - batch_size + 1, batch_size)"),),
            "empty-batch": (
                _batches("range(0, len(data) + 1, batch_size)"),
                "def make_batches(data, batch_size):\n    return torch.split(data, batch_size)",
            ),
            "rows-twice": (_batches("range(len(data))"),),
            "skips-rows": (_batches(rows="start : start + batch_size - 1"),),
            "slice-end-as-count": (_batches(rows="start:batch_size"),),
            "stops-after-one": (_batches().replace("    return", "        return"),),
            "wrong-sizes": (
                "def make_batches(data, batch_size):\n    return list(data.chunk(batch_size))",
                _batches("range(0, len(data), 3)", "start : start + 3"),
            ),
            "same-list-again": ("batches = []\n" + _batches().replace("    batches = []\n", ""),),
            "changes-rows": (
                """\
def make_batches(data, batch_size):
    short = -len(data) % batch_size
    data = torch.cat([data, torch.zeros(short, data.shape[1])])
    return list(data.reshape(-1, batch_size, data.shape[1]))""",
            ),
            "other-order": (_batches().replace("append(", "insert(0, "),),
            "single-rows": (_batches(rows="start"),),
            "tears-rows": (_batches(rows=":, start : start + batch_size"),),
            "one-tensor": (_batches().replace("return batches", "return torch.cat(batches)"),),
            "none": (_batches().replace("return batches", "print(batches)"),),
            "loops-forever": (
                """\
def make_batches(data, batch_size):
    batches, start = [], 0
    while start < len(data):
        batches = [*batches[-9:], data[start : start + batch_size]]
    return batches""",
            ),
            "wrong-type": (
                "def make_batches(data, batch_size):\n    return DataLoader(data, batch_size)",
            ),
        },
    ),
    Exercise(
        id="05.4",
        title="The outputs of all batches",
        minutes=5,
        asks="Finish `predict_all(layer, loader)`. Each batch of the loader is a pair, inputs and "
        "targets. Give the inputs of every batch to the layer, and return all outputs as one "
        "tensor, a row for each example, in the order in which the loader hands them out.",
        name="predict_all",
        stub=_predict("return ..."),
        check=predict_all,
        hints=(
            "If you do not know where to start: an empty list, and a loop over the loader, "
            "as in section 5.8. In the loop, call the layer, and append what it gives.",
            "If you have a list and want a tensor: section 5.3 puts outputs together.",
            "If the error is about sizes: the outputs go one below the other, along the dimension "
            "that counts examples.",
        ),
        solutions=(
            _loop("outputs.append(layer(x))"),
            _predict("return layer(torch.cat([batch[0] for batch in loader])).detach()"),
            _predict(
                "rows = []",
                "with torch.inference_mode():",
                "    for x, y in loader:",
                "        rows += layer(x)",
                "return torch.stack(rows)",
            ),
        ),
        wrong={
            "list": (
                _predict("return [layer(x) for x, y in loader]"),
                _loop("outputs.append(layer(x))") + ", y",
            ),
            "stacks": (_predict("return torch.stack([layer(x) for x, y in loader])"),),
            "side-by-side": (_predict("return torch.cat([layer(x) for x, y in loader], dim=1)"),),
            "last-batch-only": (_loop("outputs = [layer(x)]"),),
            "first-batch-only": (
                _predict("for x, y in loader:", "    return layer(x)"),
                _predict("inputs, targets = next(iter(loader))", "return layer(inputs)"),
            ),
            "first-batch-again": (_loop("outputs.append(layer(next(iter(loader))[0]))"),),
            "whole-batch": (
                _predict("return torch.cat([layer(batch) for batch in loader])"),
                _predict("return layer(loader)"),
            ),
            "feeds-targets": (_loop("outputs.append(layer(y))"),),
            "adds-batches": (_predict("return sum(layer(x) for x, y in loader)"),),
            "goes-around-the-loader": (_predict("return layer(loader.dataset.tensors[0])"),),
            "keeps-nothing": (
                _loop("layer(x)"),
                _loop("torch.cat([*outputs, layer(x)])").replace("= []", "= [torch.tensor([])]"),
            ),
            "trains": (_loop("outputs.append(layer(x))", "layer.weight.data -= 0.01"),),
            "wrong-shape": (_loop("outputs.append(layer(x))") + ".squeeze()",),
            "builds-from-tensors": (_loop("outputs.append(layer(x))").replace(".cat", ".tensor"),),
            "none": (_predict("for x, y in loader:", "    print(layer(x))"),),
            "changes-grad-mode": (
                _loop("torch.set_grad_enabled(False)", "outputs.append(layer(x))"),
            ),
            "wrong-type": (_predict("return (layer(x) for x, y in loader)"),),
        },
    ),
)

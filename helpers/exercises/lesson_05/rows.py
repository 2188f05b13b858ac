"""05.2, a dataset of your own."""

import inspect

import torch
from torch.utils.data import TensorDataset

from helpers.checking.comparing import close, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe

TOLD = {
    # the class
    "wrong-type": "You give {given}, and the class `Rows` itself is wanted: no parentheses behind "
    "its name.",
    "ready-made": "PyTorch's TensorDataset does the work here. Write the two methods without it.",
    "no-method": "`len(Rows(x, y))` calls `__len__`, and `Rows(x, y)[0]` calls `__getitem__`. The "
    "class lacks one of the two: their names have two underscores on each side.",
    "forgets-self": "A method looks for a name that is not there. The x and y of `__init__` are "
    "gone when it ends; what is kept, is kept in `self`.",
    "no-place-for-self": "Python hands each method the dataset itself, before anything else. One "
    "of your methods has no name for it in its parentheses.",
    "asks-itself": "A method asks itself, over and over: `len(self)` calls `__len__`, and "
    "`self[i]` calls `__getitem__`. Ask the tensors that are kept in `self`.",
    "shared-by-all": "The first dataset is right until a second one is made: then it gives the "
    "rows of that one. What belongs to one dataset is kept in `self`, not in the class.",
    # its length
    "shape-for-length": "For x of shape {x}, `__len__` returns {length}. A length is one whole "
    "number.",
    "counts-features": "For x of shape {x}, `__len__` returns {length}. These are the features. "
    "How many examples are there?",
    "fixed-length": "For x of shape {x}, `__len__` returns {length}. It returns the same for two "
    "rows fewer. Ask the tensors that the dataset was made of.",
    "list-that-grows": "A second dataset is longer than the first, made of the same tensors: the "
    "rows of the one before are still in it. Make the list in `__init__`, for each dataset anew.",
    "wrong-length": "For x of shape {x}, `__len__` returns {length}. Row i of x and row i of y are "
    "one example, and the loader asks for the examples 0, 1, 2, ... below this length.",
    # its examples
    "no-pair": "{what} is {given}, and a pair of two tensors is asked.",
    "one-tensor-for-two": "The input and the target of an example are put into one tensor, and "
    "have different lengths. A pair is asked: two tensors beside each other, with a comma.",
    "other-data": "{what} gives the same for other x and y. Does `__getitem__` use what the "
    "dataset was made of, or a name of the notebook?",
    "other-order": "Your examples are the rows in another order than in x and y. Example i is row "
    "i; shuffling is the work of the loader.",
    "takes-columns": "The number in the brackets picks a column here. Examples are the rows, "
    "dimension 0.",
    "table-for-row": "{what} holds a tensor of shape {shape}: several rows, or a table of one. "
    "Where does the number come in? The loader does the stacking, so an example has no dimension "
    "that counts examples.",
    "swapped": "{what} has the target first. The order asked is input, then target, as in "
    "`for inputs, targets in loader`.",
    "x-twice": "Both parts of {what} come from x. Where does the target come from?",
    "other-row": "The {place} part of {what} is row {other}. The number in the brackets says which "
    "row, and rows are counted from 0.",
}

SYMPTOMS = {
    "attribute '__len__'": "no-method",
    "implement __getitem__": "no-method",
    "'Rows' object is not subscriptable": "no-method",
    "is not defined": "forgets-self",
    "object has no attribute": "forgets-self",
    "positional argument": "no-place-for-self",
    "recursion": "asks-itself",
    "for dimension 1": "takes-columns",
    "expects each tensor to be equal size": "one-tensor-for-two",
}


def check(answer):
    if not inspect.isclass(answer):
        reject("wrong-type", given=describe(answer))
    draw, made = Draw("05.2"), []
    lengths, widths = draw.sizes(3, 7, 12), draw.sizes(3, 3, 6)
    lengths, widths = [*lengths, 3, 5, 1], [*widths, 7, 2, 3]
    dtypes = (torch.float32,) * 3 + (torch.float64, torch.int64, torch.float32)
    n_outs = (1, 2, 0, 1, 1, 2)
    for n, n_in, n_out, dtype in zip(lengths, widths, n_outs, dtypes, strict=True):
        x, y = (part.to(dtype) if n_out else part for part in some_examples(draw, n, n_in, n_out))
        if dtype == torch.float64:
            x, y = x + 1e-9, y + 1e-9  # which float32 does not hold
        dataset = call(answer, x, y, name="`Rows(x, y)`")
        check_own_work(dataset)
        check_length(answer, dataset, x, y)
        for i in (n // 2, 0, n - 1):
            check_example(answer, dataset, i, x, y)
        made.append(dataset)
    if [length_of(dataset) for dataset in made] != lengths:
        reject("shared-by-all")


def some_examples(draw, n, n_in, n_out):
    """Inputs and targets, no two rows alike; with n_out = 0, each target is one whole number."""
    number = torch.arange(1.0, n + 1)[:, None]
    x = draw.tensor(n, n_in) + 10 * number
    y = draw.tensor(n, n_out or 1) + 100 * number
    return x, y if n_out else y.flatten().long()


def check_own_work(dataset):
    """Reject a dataset that is a TensorDataset, or keeps one."""
    kept = getattr(dataset, "__dict__", {}).values()
    if any(isinstance(one, TensorDataset) for one in (dataset, *kept)):
        reject("ready-made")


# --- its length ----------------------------------------------------------------------------------


def length_of(dataset):
    return call(lambda: dataset.__len__(), name="`len(Rows(x, y))`", symptoms=SYMPTOMS)


def check_length(answer, dataset, x, y):
    length = length_of(dataset)
    facts = {"x": tuple(x.shape), "length": describe(length)}
    is_table = isinstance(length, torch.Tensor) and length.dim() > 0
    if is_table or not hasattr(length, "__index__"):
        reject("shape-for-length", **facts)
    if length == len(x):
        return
    if length_of(call(answer, x, y, name="`Rows(x, y)`")) > length:
        reject("list-that-grows")
    if length == x.shape[1]:
        reject("counts-features", **facts)
    shorter = call(answer, x[:-2], y[:-2], name="`Rows(x, y)`")
    if length_of(shorter) == length:
        reject("fixed-length", **facts)
    reject("wrong-length", **facts)


# --- its examples --------------------------------------------------------------------------------


def example_of(dataset, i, x, y):
    what = f"`Rows(x, y)[{i}]`"
    return call(lambda x, y: dataset[i], x, y, name=what, symptoms=SYMPTOMS)


def check_example(answer, dataset, i, x, y):
    what = f"`Rows(x, y)[{i}]`"
    example = example_of(dataset, i, x, y)
    if not isinstance(example, list | tuple) or len(example) != 2:
        reject("no-pair", what=what, given=describe(example))
    first, second = example
    for part, table in [(first, x), (second, y)]:
        if isinstance(part, torch.Tensor) and part.dim() == table.dim():
            reject("table-for-row", what=what, shape=tuple(part.shape))
    if is_row(first, y[i]) and is_row(second, x[i]):
        reject("swapped", what=what)
    if is_row(first, x[i]) and is_row(second, x[i]):
        reject("x-twice", what=what)
    if not (is_row(first, x[i]) and is_row(second, y[i])):
        check_source(answer, example, i, x, y)
        check_order(dataset, x, y)
    check_part(first, x, i, "first", what)
    check_part(second, y, i, "second", what)


def check_source(answer, example, i, x, y):
    """Reject an example that is the same in a dataset of other tensors."""
    x, y = x + 1000, y + 1000
    again = example_of(call(answer, x, y, name="`Rows(x, y)`"), i, x, y)
    parts = [*example, *again]
    comparable = len(parts) == 4 and all(isinstance(part, torch.Tensor) for part in parts)
    if comparable and all(map(close, example, again)):
        reject("other-data", what=f"`Rows(x, y)[{i}]`")


def check_order(dataset, x, y):
    """Reject a dataset that has all rows, in an order that no slip with a number leads to."""
    examples = [example_of(dataset, i, x, y) for i in range(len(x))]
    order = [
        row
        for example in examples
        for row in range(len(x))
        if is_row(example[0], x[row]) and is_row(example[1], y[row])
    ]
    is_shifted = len({(row - i) % len(x) for i, row in enumerate(order)}) == 1
    if sorted(order) == list(range(len(x))) and not is_shifted:
        reject("other-order")


def check_part(part, table, i, place, what):
    """Reject a part of an example unless it is row i of a table."""
    for other, row in enumerate(table):
        if other != i and is_row(part, row):
            reject("other-row", place=place, what=what, other=other)
    compare(
        part,
        table[i],
        f"The {place} part of {what}",
        otherwise="Row by row, the dataset hands out what it was given.",
    )


def is_row(part, row):
    return isinstance(part, torch.Tensor) and close(part, row)


EXERCISE = Exercise(
    id="05.2",
    name="Rows",
    stub="""\
class Rows(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return ...

    def __getitem__(self, i):
        return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: compare with `Multiples` in section 5.7. It "
        "knows its length and makes its examples; yours finds both in `self.x` and "
        "`self.y`.",
        "If the length is wrong: an example is a row. What does len(x) of a table count?",
        "If the example is wrong: take a row out of each tensor, and put a comma between.",
    ),
    solutions=(
        """\
class Rows(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]""",
        """\
class Rows:
    def __init__(self, inputs, targets):
        self.examples = list(zip(inputs, targets))

    def __len__(self):
        return len(self.examples)

    def __getitem__(self, number):
        return self.examples[number]""",
        """\
class Rows(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return torch.tensor(self.y.size(0))

    def __getitem__(self, i):
        return [part[i].clone() for part in (self.x, self.y)]""",
    ),
)

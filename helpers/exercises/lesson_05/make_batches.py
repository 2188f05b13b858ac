"""05.3, find the lost rows."""

import torch

from helpers.checking.comparing import a_tensor
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe

TOLD = {
    # what comes back
    "wrong-type": "`make_batches` gives {given}, and a list is asked.",
    "same-list-again": "The second call gives the list of the first one, with further batches "
    "behind. Where is your list made: inside the function, or once for all calls?",
    "one-tensor": "For {n} rows and a batch size of {batch_size} `make_batches` gives one tensor "
    "of shape {shape}. Several batches are asked, as a list: they need not have the same length.",
    # the shape of a batch
    "single-rows": "For {n} rows and a batch size of {batch_size} there are batches of shape "
    "{shape}: single rows. A batch is a table of rows, even when there is only one row in it.",
    "tears-rows": "For {n} rows and a batch size of {batch_size} and {features} features, batch "
    "{place} has the shape {shape}. Which dimension counts the examples? Each row stays whole.",
    "slice-end-as-count": "For {n} rows and a batch size of {batch_size} batch {place} is empty, "
    "although there are rows left. A slice ends at a row, counted from the first of all, not from "
    "its own start.",
    "empty-batch": "For {n} rows and a batch size of {batch_size} one of your batches has no row "
    "in it. A batch begins at a row that is there.",
    "fixed-columns": "Your step that reshapes does not fit {features} columns, although {n} rows "
    "can be cut into parts of {batch_size}. Does a number of columns stand in your function?",
    "reshape-cannot": "{n} rows cannot be cut into parts of {batch_size}: a reshape makes tables "
    "of one size, and no number may be left over. The last batch may be shorter, so what else "
    "cuts?",
    "fixed-size": "For {n} rows and a batch size of {batch_size} batch {place} has {size} rows, "
    "and for another batch size it has as many. What in your function depends on `batch_size`?",
    "rest-in-the-last": "For {n} rows and a batch size of {batch_size} batch {place} has {size} "
    "rows: what is left over is added to a full batch. It makes a batch of its own.",
    "short-batch-first": "For {n} rows and a batch size of {batch_size} the first batch has {size} "
    "rows, and full ones follow. Only the last one may be shorter.",
    "evened-out": "For {n} rows and a batch size of {batch_size} you give {count} batches, and "
    "batch {place} has {size} rows: the rows are shared out evenly. Is that the number of rows "
    "asked?",
    "other-sizes": "For {n} rows and a batch size of {batch_size} you give {count} batches, and "
    "batch {place} has {size} rows. Compare this with the batch size: which batch may have fewer?",
    "wrong-sizes": "For {n} rows and a batch size of {batch_size} you give {count} batches, and "
    "batch {place} has {size} rows. The batch size says how many rows are in a batch, not how many "
    "batches there are.",
    # the rows in the batches
    "changes-rows": "For {n} rows and a batch size of {batch_size} there are rows in your batches "
    "that are not in the data. Cutting changes no number, and fills nothing up.",
    "slice-without-end": "For {n} rows and a batch size of {batch_size} each batch goes on to the "
    "last row of the data. A slice has a beginning and an end.",
    "other-dtype": "The data has the dtype {dtype}, and your batches have {other}. Cutting keeps "
    "the dtype.",
    "rows-twice": "For {n} rows and a batch size of {batch_size} your batches have rows in common: "
    "row {row} comes more than once. Where one batch ends the next one begins.",
    "other-order": "For {n} rows and a batch size of {batch_size} all rows are there, in another "
    "order than in the data.",
    "skips-rows": "For {n} rows and a batch size of {batch_size} row {row} is in no batch, though "
    "later ones are. A slice stops in front of its end, and the next batch begins there.",
    "stops-after-one": "For {n} rows and a batch size of {batch_size} there is one batch, the "
    "first. What goes on to the next one, and does the return wait until all are made?",
    "drops-the-rest": "For {n} rows and a batch size of {batch_size} {lost} in no batch: only full "
    "batches are made. The last one may be shorter.",
    "loses-the-end": "For {n} rows and a batch size of {batch_size} {lost} in no batch. At which "
    "row does your last batch begin, and where does the loop stop?",
}

SIZES = [(12, 3), (11, 3), (7, 4), (2, 5), (5, 5), (0, 3), (4, 1), (1, 1), (9, 4), (7, 5)]
DTYPES = (torch.float32, torch.int64, torch.float64)


def check(answer):
    a_function(answer, ["data", "batch_size"], "make_batches")
    draw, earlier = Draw("05.3"), None
    drawn = zip(draw.sizes(3, 9, 40), draw.sizes(3, 2, 7), strict=True)
    for number, (n, batch_size) in enumerate([*SIZES, *drawn]):
        data = some_rows(draw, n, features=8 + number % 3, dtype=DTYPES[number % 3])
        batches = batches_of(answer, data, batch_size)
        if isinstance(batches, list) and batches is earlier:
            reject("same-list-again")
        check_batches(answer, batches, data, batch_size)
        earlier = batches


def some_rows(draw, n, features, dtype):
    """A table of n rows; the first number of a row says which row it is."""
    data = (4 * draw.tensor(n, features) + (0.1 if dtype == torch.float64 else 0)).to(dtype)
    data[:, 0] = torch.arange(n)
    return data


def batches_of(answer, data, batch_size):
    n, features = data.shape
    why = "reshape-cannot" if n % batch_size else "fixed-columns"
    return call(
        answer,
        data,
        batch_size,
        name="`make_batches`",
        symptoms={"is invalid for input of size": why},
        facts={"n": n, "batch_size": batch_size, "features": features},
    )


def check_batches(answer, batches, data, batch_size):
    facts = {"n": len(data), "batch_size": batch_size}
    if isinstance(batches, torch.Tensor):
        reject("one-tensor", shape=tuple(batches.shape), **facts)
    if not isinstance(batches, list | tuple):
        reject("wrong-type", given=describe(batches))
    tables = [a_tensor(batch, f"Batch {place}") for place, batch in enumerate(batches)]
    check_shapes(tables, data, facts)
    order = order_of(tables, data, facts)
    if order == list(range(len(data))):
        check_sizes(answer, [len(table) for table in tables], facts)
    else:
        explain_order(order, len(tables), facts)


def check_shapes(tables, data, facts):
    """Reject batches unless each of them is a table of rows as wide as those of the data."""
    n, features = data.shape
    if any(table.shape == (features,) for table in tables):
        reject("single-rows", shape=(features,), **facts)
    for place, table in enumerate(tables):
        if table.shape[1:] != (features,):
            shape = tuple(table.shape)
            reject("tears-rows", features=features, place=place, shape=shape, **facts)
    sizes = [len(table) for table in tables]
    if 0 in sizes and sum(sizes) < n:
        reject("slice-end-as-count", place=sizes.index(0), **facts)
    if 0 in sizes:
        reject("empty-batch", **facts)


def order_of(tables, data, facts):
    """The number of each row of the batches; reject them if a row is not as it is in the data."""
    rows = torch.cat([*tables, data[:0]])
    order = [int(row) for row in rows[:, 0].nan_to_num(-1)]
    known = all(0 <= row < len(data) for row in order)
    if not known or not torch.equal(rows.double(), data[order].double()):
        reject("changes-rows", **facts)
    if rows.dtype != data.dtype:
        reject("other-dtype", dtype=data.dtype, other=rows.dtype)
    return order


def check_sizes(answer, sizes, facts):
    """Reject batches that have all rows in order, unless they are cut where they should be."""
    n, batch_size = facts["n"], facts["batch_size"]
    if sizes == [min(batch_size, n - start) for start in range(0, n, batch_size)]:
        return
    place = next(place for place, size in enumerate(sizes) if size != batch_size)
    facts = {"count": len(sizes), "place": place, "size": sizes[place], **facts}
    if sizes[0] < batch_size and set(sizes[1:]) == {batch_size}:
        reject("short-batch-first", **facts)
    if place == len(sizes) - 1 and sizes[-1] > batch_size:
        reject("rest-in-the-last", **facts)
    if place == 0 and has_always(answer, sizes[0]):
        reject("fixed-size", **facts)
    if len(sizes) == batch_size:
        reject("wrong-sizes", **facts)
    if max(sizes) - min(sizes) < 2 or (sizes[-1] < sizes[0] and set(sizes[:-1]) == {sizes[0]}):
        reject("evened-out", **facts)
    reject("other-sizes", **facts)


def has_always(answer, size):
    """Whether the batches have this size for a batch size of 7, too."""
    batches = batches_of(answer, torch.arange(60.0).reshape(30, 2), 7)
    return [len(batch) for batch in batches] == [min(size, 30 - at) for at in range(0, 30, size)]


def explain_order(order, count, facts):
    """Reject batches whose rows are not those of the data in order: say which ones are not."""
    n, size = facts["n"], facts["batch_size"]
    all_rows = list(range(n))
    if order == [row for start in range(0, n, size) for row in range(start, n)]:
        reject("slice-without-end", **facts)
    if len(set(order)) < len(order):
        twice = next(row for row in order if order.count(row) > 1)
        reject("rows-twice", row=twice, **facts)
    if sorted(order) == all_rows:
        reject("other-order", **facts)
    if order != all_rows[: len(order)]:
        missing = next(row for row in all_rows if row not in order)
        reject("skips-rows", row=missing, **facts)
    explain_lost_end(len(order), count, facts)


def explain_lost_end(kept, count, facts):
    """Reject batches that stop before the last row."""
    n, batch_size = facts["n"], facts["batch_size"]
    left = n - kept
    lost = f"the last {left} rows are" if left > 1 else "the last row is"
    if count == 1 and n > 2 * batch_size:
        reject("stops-after-one", **facts)
    if left == n % batch_size:
        reject("drops-the-rest", lost=lost, **facts)
    reject("loses-the-end", lost=lost, **facts)


EXERCISE = Exercise(
    id="05.3",
    name="make_batches",
    stub="""\
def make_batches(data, batch_size):
    batches = []
    for start in range(0, len(data) - batch_size, batch_size):
        batches.append(data[start : start + batch_size])
    return batches""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not see where rows are lost: take 6 rows and a batch size of 3, and "
        "write down each value of `start`.",
        "If only full batches come: with 5 rows and a batch size of 3, at which row does "
        "the second batch begin?",
        "If there is an empty batch: the last value of `start` must still be a row.",
    ),
    solutions=(
        """\
def make_batches(data, batch_size):
    batches = []
    for start in range(0, len(data), batch_size):
        batches.append(data[start : start + batch_size])
    return batches""",
        """\
def make_batches(data, batch_size):
    return list(torch.split(data, batch_size)) if len(data) else []""",
        """\
def make_batches(data, batch_size):
    return list(DataLoader(data, batch_size))""",
    ),
)

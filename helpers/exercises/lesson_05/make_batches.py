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
    "wrong-sizes": "For {n} rows and a batch size of {batch_size} you give {count} batches, and "
    "batch {place} has {size} rows. The batch size says how many rows are in a batch, not how many "
    "batches there are.",
    # the rows in the batches
    "changes-rows": "For {n} rows and a batch size of {batch_size} there are rows in your batches "
    "that are not in the data. Cutting changes no number, and fills nothing up.",
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

SIZES = [(12, 3), (11, 3), (7, 4), (2, 5), (5, 5), (0, 3), (4, 1), (1, 1)]


def check(answer):
    a_function(answer, ["data", "batch_size"], "make_batches")
    draw, earlier = Draw("05.3"), None
    drawn = zip(draw.sizes(3, 9, 40), draw.sizes(3, 2, 7), strict=True)
    for n, batch_size in [*SIZES, *drawn]:
        data = draw.tensor(n, 8)
        data[:, 0] = torch.arange(n)  # the first number of a row says which row it is
        batches = call(answer, data, batch_size, name="`make_batches`")
        if isinstance(batches, list) and batches is earlier:
            reject("same-list-again")
        check_batches(batches, data, batch_size)
        earlier = batches


def check_batches(batches, data, batch_size):
    facts = {"n": len(data), "batch_size": batch_size}
    if isinstance(batches, torch.Tensor):
        reject("one-tensor", shape=tuple(batches.shape), **facts)
    if not isinstance(batches, list | tuple):
        reject("wrong-type", given=describe(batches))
    tables = [a_tensor(batch, f"Batch {place}") for place, batch in enumerate(batches)]
    check_shapes(tables, data, facts)
    order = order_of(tables, data, facts)
    if order == list(range(len(data))):
        check_sizes([len(table) for table in tables], facts)
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
    known = rows.dtype == data.dtype and all(0 <= row < len(data) for row in order)
    if not known or not torch.equal(rows, data[order]):
        reject("changes-rows", **facts)
    return order


def check_sizes(sizes, facts):
    """Reject batches that have all rows in order, unless they are cut where they should be."""
    n, batch_size = facts["n"], facts["batch_size"]
    if sizes == [min(batch_size, n - start) for start in range(0, n, batch_size)]:
        return
    place = next(place for place, size in enumerate(sizes) if size != batch_size)
    reject("wrong-sizes", count=len(sizes), place=place, size=sizes[place], **facts)


def explain_order(order, count, facts):
    """Reject batches whose rows are not those of the data in order: say which ones are not."""
    all_rows = list(range(facts["n"]))
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

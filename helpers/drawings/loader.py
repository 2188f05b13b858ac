"""Batches: which rows a loader puts together, and what a layer makes of them."""

import torch
from torch.utils.data import DataLoader

from helpers.drawings import svg
from helpers.roles import check_shapes

GAP = 14  # between two batches
LEFT = 160  # where the rows begin
TOP = 88


def batches(data, layer, *, batch_size, shuffle, drop_last, epoch):
    """The batches that a ``DataLoader`` gives in one epoch, each beside what a layer makes of it.

    The rows that ``drop_last`` leaves out are dotted, below the batches.

    Args:
        data: shape (N, in), at most 6 rows.
        layer: an ``nn.Linear`` with ``in`` inputs.
        batch_size, shuffle, drop_last: the settings of the loader.
        epoch: which pass through the loader is drawn, counted from 1.
    """
    check_shapes(data=(data, "N in"), **{"layer.weight": (layer.weight, "out in")})
    if len(data) > 6:
        raise ValueError(f"data has {len(data)} rows; this picture has room for 6.")
    settings = f"batch_size={batch_size}, shuffle={shuffle}, drop_last={drop_last}"
    given = _given(data, batch_size, shuffle, drop_last, epoch)
    used = {row for rows in given for row in rows}
    left_out = [row for row in range(len(data)) if row not in used]

    right = LEFT + svg.CELL * data.shape[1] + 58
    beside = right + svg.CELL * layer.out_features + 20
    parts = [
        svg.write(12, 24, f"DataLoader(rows, {settings})"),
        svg.write(12, 62, f"epoch {epoch}", bold=True),
        *svg.label(LEFT, 62, f"rows {tuple(data.shape)}", "input"),
        *svg.label(right, 62, "layer(batch)", "output"),
        svg.write(beside + 158, 24, f"len(loader) = {len(given)}", anchor="end", bold=True),
    ]
    top, told = TOP, [f"epoch {epoch} with {settings}, len(loader) = {len(given)}"]
    for count, rows in enumerate(given):
        with torch.no_grad():
            outputs = layer(data[rows])
        shapes = f"{(len(rows), data.shape[1])} → {tuple(outputs.shape)}"
        parts += _block(top, f"batch {count}", rows, data, shapes, beside)
        parts += svg.cells(right, top, outputs, "output")
        for row in range(len(rows)):
            middle = top + svg.CELL * (row + 0.5)
            parts += svg.arrow((right - 48, middle), (right - 10, middle), None, 3)
        top += svg.CELL * len(rows) + GAP
        told.append(f"batch {count}: {_named(rows)}, {shapes}")
    if left_out:
        parts += _block(top, "left out", left_out, data, "in no batch", beside, dotted=True)
        told.append(f"left out: {_named(left_out)}")
    height = TOP + (svg.CELL + GAP) * len(data)
    return svg.finish(beside + 170, height, parts, "; ".join(told))


def _given(data, batch_size, shuffle, drop_last, epoch):
    """For each batch of an epoch, which rows are in it, as a real loader gives them."""
    loader = DataLoader(
        torch.arange(len(data)),
        batch_size=batch_size,
        shuffle=shuffle,
        drop_last=drop_last,
        generator=torch.Generator().manual_seed(1),
    )
    for _ in range(epoch):
        given = [batch.tolist() for batch in loader]
    return given


def _named(rows):
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows))}"


def _block(top, name, rows, data, shapes, beside, *, dotted=False):
    """Rows of the data under each other with their numbers, a name before and shapes behind."""
    middle = top + svg.CELL * len(rows) / 2
    yield svg.write(12, middle, name)
    for step, row in enumerate(rows):
        yield svg.write(LEFT - 10, top + svg.CELL * (step + 0.5), f"row {row}", anchor="end")
    yield from svg.cells(LEFT, top, data[rows], "input", dotted=dotted)
    yield svg.write(beside, middle, shapes)

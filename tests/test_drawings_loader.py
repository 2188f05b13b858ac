"""A drawn batch must hold the rows of the loader's batch, and a row that is left out no output.

PyTorch does not promise the same shuffled order in every release, so no order is asserted here.
"""

import itertools

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

from helpers.drawings import svg
from helpers.drawings.loader import batches
from tests.svg_reader import as_text, cells, elements, has_colour, size_of, texts

DATA = torch.tensor([[1.0, 0, 2, 1], [0, 3, 1, 2], [2, 1, 0, 3], [4, 0, 1, 1], [1, 2, 5, 0]])
LAYER = nn.Linear(4, 3)
with torch.no_grad():
    LAYER.weight.copy_(torch.tensor([[1.0, 1, 1, 1], [2, 0, 0, -1], [0, 1, 0, 1]]))
    LAYER.bias.copy_(torch.tensor([0.0, 10, 0]))
OUTPUTS = DATA @ LAYER.weight.detach().T + LAYER.bias.detach()

each_setting = pytest.mark.parametrize(
    ("batch_size", "drop_last"), list(itertools.product(range(1, 7), (False, True)))
)


def draw(batch_size=2, *, shuffle=False, drop_last=False, epoch=1):
    settings = {"batch_size": batch_size, "shuffle": shuffle, "drop_last": drop_last}
    return batches(DATA, LAYER, **settings, epoch=epoch)


def blocks(drawing):
    """The numbers of the rows, in lists of those that stand directly under each other."""
    found, last = [], None
    for text in elements(drawing, "text"):
        if text.text.startswith("row "):
            y = float(text.get("y"))
            if last is None or y - last > svg.CELL + 1:
                found.append([])
            found[-1].append(int(text.text.removeprefix("row ")))
            last = y
    return found


@each_setting
def test_without_shuffling_the_batches_are_slices(batch_size, drop_last):
    drawing = draw(batch_size, drop_last=drop_last)
    assert blocks(drawing) == [rows.tolist() for rows in torch.arange(5).split(batch_size)]
    assert cells(drawing, "input")[0] == as_text(DATA)
    count = len(DataLoader(DATA, batch_size=batch_size, drop_last=drop_last))
    assert f"len(loader) = {count}" in texts(drawing)
    assert f"len(loader) = {count}" in drawing.sentence
    assert len([text for text in texts(drawing) if text.startswith("batch ")]) == count


@each_setting
def test_each_batch_has_its_shape_and_that_of_its_output(batch_size, drop_last):
    drawing = draw(batch_size, drop_last=drop_last)
    loader = DataLoader(DATA, batch_size=batch_size, drop_last=drop_last)
    shapes = [f"{tuple(batch.shape)} → {tuple(LAYER(batch).shape)}" for batch in loader]
    assert [text for text in texts(drawing) if "→" in text] == shapes
    for shape in shapes:
        assert shape in drawing.sentence


@each_setting
def test_rows_that_are_left_out_are_dotted_and_have_no_output(batch_size, drop_last):
    drawing = draw(batch_size, drop_last=drop_last)
    missing = 5 % batch_size if drop_last else 0
    assert cells(drawing, "output")[0] == as_text(OUTPUTS[: 5 - missing])
    boxes = [cell for cell in elements(drawing, "rect") if has_colour(cell, "input")]
    dotted = [cell for cell in boxes if cell.get("stroke-dasharray")]
    assert len(dotted) == 4 * missing
    assert boxes[len(boxes) - len(dotted) :] == dotted  # the last rows
    assert ({"left out", "in no batch"} <= set(texts(drawing))) == bool(missing)
    assert ("left out: row" in drawing.sentence) == bool(missing)


@pytest.mark.parametrize(
    ("epoch", "drop_last"), list(itertools.product(range(1, 5), (False, True)))
)
def test_shuffled_rows_come_once_each_and_take_their_numbers_along(epoch, drop_last):
    drawing = draw(2, shuffle=True, drop_last=drop_last, epoch=epoch)
    assert [len(block) for block in blocks(drawing)] == [2, 2, 1]
    rows = [row for block in blocks(drawing) for row in block]
    assert sorted(rows) == [0, 1, 2, 3, 4]
    assert cells(drawing, "input")[0] == as_text(DATA[rows])
    assert cells(drawing, "output")[0] == as_text(OUTPUTS[rows[:4] if drop_last else rows])
    assert f"batch 0: rows {rows[0]}, {rows[1]}, (2, 4)" in drawing.sentence
    assert f"epoch {epoch}" in texts(drawing)


def test_an_epoch_has_an_order_of_its_own_only_with_shuffling():
    for shuffle in (False, True):
        orders = {str(blocks(draw(shuffle=shuffle, epoch=epoch))) for epoch in range(1, 5)}
        assert (len(orders) > 1) == shuffle


def test_the_same_settings_always_show_the_same_and_leave_the_random_numbers_alone():
    before = torch.get_rng_state()
    assert draw(shuffle=True, epoch=3) == draw(shuffle=True, epoch=3)
    assert torch.equal(torch.get_rng_state(), before)


def test_the_picture_keeps_its_size():
    settings = itertools.product((1, 2, 6), (False, True))
    assert len({size_of(draw(size, drop_last=drop)) for size, drop in settings}) == 1


def test_data_that_there_is_no_room_for_is_refused():
    with pytest.raises(ValueError, match="data has 7 rows; this picture has room for 6"):
        batches(torch.zeros(7, 4), LAYER, batch_size=2, shuffle=False, drop_last=False, epoch=1)

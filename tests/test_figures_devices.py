"""A thing in the box of another device, or a wrong time, would contradict the lesson."""

import pytest

from helpers.devices import RECORDED_MILLISECONDS, RECORDED_SIZES
from tests.pictures import drawn

pytestmark = pytest.mark.filterwarnings("error")


def test_things_are_drawn_in_the_box_of_their_device():
    sheet = drawn("places").picture.axes[0]
    left = {text.get_text().strip(): text.get_position()[0] for text in sheet.texts}
    boxes = [patch.get_bbox() for patch in sheet.patches]
    assert boxes[0].x0 < left["x"] < boxes[0].x1 < boxes[1].x0 < left["weight"] < boxes[1].x1


def test_timings_draw_the_recorded_figures():
    (ax,) = drawn("timings").picture.axes
    assert [line.get_label() for line in ax.lines] == [*RECORDED_MILLISECONDS]
    for line in ax.lines:
        assert list(line.get_ydata()) == RECORDED_MILLISECONDS[line.get_label()]
        assert list(line.get_xdata()) == RECORDED_SIZES

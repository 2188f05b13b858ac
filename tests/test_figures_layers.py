"""A node, a number or a yes that is missing would be missing in the learner's idea of a layer."""

import math

import pytest
from matplotlib.colors import same_color
from matplotlib.patches import Circle, Rectangle

from helpers.roles import ROLES
from tests.pictures import B, W, coloured, drawn, texts
from tests.svg_reader import as_text

pytestmark = pytest.mark.filterwarnings("error")


def test_the_network_has_every_arrow_and_marks_those_of_one_output():
    picture = drawn("network").picture
    sheet = picture.axes[0]
    assert len([p for p in sheet.patches if isinstance(p, Circle)]) == 4 + 3
    assert len(sheet.lines) == 4 * 3
    assert len([line for line in sheet.lines if line.get_linewidth() == 3]) == 4
    assert coloured(picture, "weight") == as_text(W)
    assert coloured(picture, "bias") == as_text(B)
    added = [text for text in sheet.texts if text.get_text().startswith("+")]
    assert [text.get_text() for text in added] == ["+ 10", "+ 20", "+ 30"]
    for text in added:
        assert same_color(text.get_bbox_patch().get_facecolor(), ROLES["bias"].tint())


def test_the_histogram_counts_every_parameter_between_its_bounds():
    weight, bias = drawn("parameter_histogram").picture.axes
    for ax, count in [(weight, 200_000), (bias, 2000)]:
        bars = [p for p in ax.patches if type(p) is Rectangle]
        assert sum(bar.get_height() for bar in bars) == count
        assert math.isclose(bars[0].get_x(), -0.1, abs_tol=1e-6)
        assert {round(line.get_xdata()[0], 6) for line in ax.lines} == {-0.1, 0.1}


def test_the_registration_grid_says_yes_and_no_where_it_should():
    picture = drawn("registration_grid").picture
    answers = [text for text in texts(picture) if text in {"✓ yes", "✗ no"}]
    assert answers == ["✗ no", "✗ no", "✓ yes", "✓ yes"]
    assert picture.description == (
        "plain tensor: none of them; nn.Parameter: in parameters(), follows .to()"
    )

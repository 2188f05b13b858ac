"""A colour, a marker or a line must mean the same everywhere, also to a colour-blind reader."""

import itertools

import matplotlib as mpl
import pytest
from matplotlib.colors import to_rgb

from helpers.roles import ABOVE_0, BELOW_0, ROLES, SIGNED


@pytest.mark.parametrize("look", ROLES.values(), ids=ROLES)
def test_a_tint_is_the_colour_mixed_with_white(look):
    assert look.tint(1) == pytest.approx(to_rgb(look.colour))
    assert look.tint(0) == (1, 1, 1)
    half = [(1 + channel) / 2 for channel in to_rgb(look.colour)]
    assert look.tint(0.5) == pytest.approx(half)


def test_roles_differ_in_colour_and_in_marker_or_line():
    looks = list(ROLES.values())
    assert len({look.colour for look in looks}) == len(looks)
    for one, other in itertools.combinations(looks, 2):
        assert (one.marker, one.line) != (other.marker, other.line)


def test_a_drag_has_the_two_colours_of_the_pictures_for_numbers_with_signs():
    colours = mpl.colormaps[SIGNED]
    assert to_rgb(colours(0.9)) == pytest.approx(to_rgb(ABOVE_0), abs=0.01)
    assert to_rgb(colours(0.1)) == pytest.approx(to_rgb(BELOW_0), abs=0.01)

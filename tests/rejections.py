"""What the tests of the engine share."""

import pytest

from helpers.checking.rejection import Rejected


def rejection(function, *args, **kwargs):
    """Call a function that must reject; return the ``Rejected``."""
    with pytest.raises(Rejected) as caught:
        function(*args, **kwargs)
    return caught.value

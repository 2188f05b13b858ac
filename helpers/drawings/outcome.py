"""What a call of a layer gives: a shape, or the words of its error."""

import re


def outcome(layer, x):
    """The shape of ``layer(x)`` and None, or None and the text of the error that it raises.

    Newer releases of PyTorch put the name of the operation in front of some errors ("addmm: mat1
    and mat2 ..."). It is left out, so that a drag says the same with all of them.
    """
    try:
        return tuple(layer(x).shape), None
    except RuntimeError as error:
        return None, re.sub(r"^(add)?mm: ", "", str(error))

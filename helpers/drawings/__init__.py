"""What the drags show: drawings that are quick enough to be made anew at each move.

Each function takes the numbers of one moment of a drag and returns a ``Drawing``: an SVG text and
one sentence that says in words what is drawn. The colours, names and layouts are those of the
pictures in ``helpers.figures``. The pieces that the drawings share are in ``svg``.
"""

from helpers.drawings.algebra import broadcast_sum, matrix_product
from helpers.drawings.geometry import line, plane
from helpers.drawings.svg import Drawing

__all__ = ["Drawing", "broadcast_sum", "line", "matrix_product", "plane"]

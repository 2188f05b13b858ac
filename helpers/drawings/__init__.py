"""What the drags show: drawings that are quick enough to be made anew at each move.

Each function takes the numbers of one moment of a drag and returns a ``Drawing``: an SVG text and
one sentence that says in words what is drawn. The colours, names and layouts are those of the
pictures in ``helpers.figures``. The pieces that the drawings share are in ``svg``.
"""

from helpers.drawings.algebra import broadcast_sum, matrix_product
from helpers.drawings.batches import batches
from helpers.drawings.classifier import image_scores
from helpers.drawings.descent import descent
from helpers.drawings.geometry import line, plane
from helpers.drawings.image import image_vectors
from helpers.drawings.places import places
from helpers.drawings.registration import registration
from helpers.drawings.shapes import linear_shapes
from helpers.drawings.svg import Drawing

__all__ = [
    "Drawing",
    "batches",
    "broadcast_sum",
    "descent",
    "image_scores",
    "image_vectors",
    "line",
    "linear_shapes",
    "matrix_product",
    "places",
    "plane",
    "registration",
]

"""Read a drawing back: which elements, texts and numbers are in it, for the tests of the drags."""

import functools
import xml.etree.ElementTree as ET

from helpers.captions import written
from helpers.drawings import svg
from helpers.roles import ROLES


@functools.lru_cache(maxsize=8)
def root_of(drawing):
    """The drawing as an element, for the tests to read and not to change."""
    return ET.fromstring(drawing.svg)


def size_of(drawing):
    """Its width and its height, as they are written."""
    return root_of(drawing).get("width"), root_of(drawing).get("height")


def elements(drawing, kind):
    """The elements of one kind in drawing order, without the markers of roles in names.

    A panel's own corner counts as (0, 0).
    """
    root = root_of(drawing)
    in_names = {id(part) for name in root.iterfind(".//*[@class='role']") for part in name}
    found = root.iter(f"{{http://www.w3.org/2000/svg}}{kind}")
    return [element for element in found if id(element) not in in_names]


def texts(drawing):
    return [text.text for text in elements(drawing, "text")]


def has_colour(element, role):
    return ROLES[role].colour in (element.get("fill"), element.get("stroke"))


def points(element):
    """The corners of a line or an area, in pixels."""
    return [tuple(map(float, pair.split(","))) for pair in element.get("points").split()]


def cells(drawing, role):
    """The numbers in the cells of a role, left to right and top to bottom: all, and the marked."""
    placed = [
        (float(text.get("x")), float(text.get("y")), text.text)
        for text in elements(drawing, "text")
    ]
    found = []
    for cell in elements(drawing, "rect"):
        if has_colour(cell, role) and cell.get("height") == str(svg.CELL):
            x, y, width, height = (float(cell.get(k)) for k in ("x", "y", "width", "height"))
            inside = [t for u, v, t in placed if x < u < x + width and y < v < y + height]
            found.append((y, x, inside, cell.get("stroke-width") == "4"))
    found.sort()
    assert all(len(inside) == 1 for _, _, inside, _ in found)
    return [cell[2][0] for cell in found], [cell[2][0] for cell in found if cell[3]]


def as_text(tensor):
    return [written(value) for value in tensor.flatten()]

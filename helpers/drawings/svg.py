"""The pieces that the drawings are made of: each returns or yields texts in SVG.

Sizes are in pixels, and coordinates are rounded, so that the same numbers give the same text with
every release of PyTorch and on every machine.
"""

import itertools
import math
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import torch

from helpers.captions import written
from helpers.roles import ABOVE_0, BELOW_0, GREY, ROLES

TEXT = 18
SMALL = 16  # no text is smaller
CELL = 46  # one cell of a drawn matrix
LETTER = 0.56  # the width of a letter or digit, as a share of the size of the text
CODE = 9.6  # the width of a letter in a line of code
FAINT = "#D0D0D0"


@dataclass(frozen=True)
class Drawing:
    """An SVG text, and one sentence for those who cannot see it."""

    svg: str
    sentence: str
    smallest: str = ""
    """The style of an image that a narrow page shows smaller, as long as it can be read."""


def finish(width, height, parts, sentence):
    """Put parts on a white ground."""
    smallest = f"max-width: 100%; min-width: {at(0.7 * width)}px; height: auto"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(sentence)} '
        f'width="{at(width)}" height="{at(height)}" viewBox="0 0 {at(width)} {at(height)}" '
        f'font-family="Helvetica, Arial, sans-serif" font-size="{TEXT}" fill="#000000" '
        f'style="{smallest}">'
        '<rect width="100%" height="100%" fill="#FFFFFF"/>'
    )
    return Drawing(svg + "".join(parts) + "</svg>", sentence, smallest)


def at(value):
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def points_of(points):
    """Corners as an SVG attribute lists them: ``x,y x,y``."""
    return " ".join(f"{at(x)},{at(y)}" for x, y in points)


def tint(role, share):
    """The colour of a role mixed with white, as SVG writes it; a share of 1 is the full colour."""
    return "#" + "".join(f"{round(255 * channel):02X}" for channel in ROLES[role].tint(share))


def write(x, y, text, *, anchor="start", size=TEXT, bold=False, upright=False):
    """A text whose middle is at the height y; ``upright`` turns it to read upwards."""
    shown = {"x": at(x), "y": at(y + 0.35 * size)}
    if anchor != "start":
        shown["text-anchor"] = anchor
    if size != TEXT:
        shown["font-size"] = size
    if bold:
        shown["font-weight"] = "bold"
    if upright:
        shown["transform"] = f"rotate(-90 {at(x)} {at(y)})"
    attributes = " ".join(f'{name}="{value}"' for name, value in shown.items())
    return f"<text {attributes}>{escape(text)}</text>"


def code(x, y, text, *, bold=False, fill="#000000"):
    """A line of code; every letter is as wide, on all computers."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{at(x)}" y="{at(y + 0.35 * SMALL)}" font-family="Consolas, Menlo, monospace" '
        f'font-size="{SMALL}"{weight} fill="{fill}" textLength="{at(CODE * len(text))}">'
        f"{escape(text)}</text>"
    )


def width_of(text):
    """About how wide a text is; no computer draws letters like another."""
    return LETTER * TEXT * len(text)


def label(left, middle, text, role):
    """The name of a matrix or a number on the colour of its role, behind the marker of the role."""
    width = width_of(text) + 32
    yield (
        f'<rect x="{at(left)}" y="{at(middle - 15)}" width="{at(width)}" height="30" '
        f'fill="{tint(role, 0.25)}" stroke="{ROLES[role].colour}" stroke-width="1.5"/>'
    )
    yield f'<g class="role">{marker(left + 13, middle, role, 6)}</g>'
    yield write(left + 24, middle, text, bold=True)


def mask(values, *index):
    """A tensor of the shape of ``values`` that is true at an index and false elsewhere."""
    chosen = torch.zeros(values.shape, dtype=torch.bool)
    chosen[index] = True
    return chosen


def cells(left, top, values, role, *, strong=False, dotted=False, width=CELL):
    """A matrix as cells with their numbers: marked where ``strong``, a copy where ``dotted``."""
    flags = (torch.as_tensor(flag).expand(values.shape).tolist() for flag in (strong, dotted))
    rows = zip(values.tolist(), *flags, strict=True)
    drawn = [
        (marked, left + width * j, top + CELL * i, value, copy)
        for i, row in enumerate(rows)
        for j, (value, marked, copy) in enumerate(zip(*row, strict=True))
    ]
    for marked, x, y, value, copy in sorted(drawn, key=lambda cell: cell[0]):  # frames on top
        share = 0.65 if marked else 0.0 if copy else 0.2
        dashes = ' stroke-dasharray="2 4"' if copy else ""
        yield (
            f'<rect x="{at(x)}" y="{at(y)}" width="{width}" height="{CELL}" '
            f'fill="{tint(role, share)}" stroke="{ROLES[role].colour}" '
            f'stroke-width="{4 if marked else 1.5}"{dashes}/>'
        )
        text = written(value)
        size = TEXT if len(text) < 5 else SMALL
        yield write(x + width / 2, y + CELL / 2, text, anchor="middle", size=size, bold=marked)


def pixels(left, top, image, side, *, tall=None):
    """An image on white in five greys, dark for large, with a frame.

    Args:
        image: shape (height, width), with values from 0 (paper) to 1 (ink).
        side: how wide each pixel of the image is drawn. tall: how high, if it is not a square.
    """
    greys = {level: 3 * f"{round(255 * (1 - level / 4)):02X}" for level in (1, 2, 3, 4)}
    yield from _shades((4 * image).round().int(), greys, left, top, side, tall or side)


def signed_pixels(left, top, image, side):
    """An image with signs, in steps from white: purple is above 0, and orange is below.

    Args:
        image: shape (height, width), with values from -1 to 1.
        side: how wide and high each pixel of the image is drawn.
    """
    shades = {}
    for sign, colour in ((1, ABOVE_0), (-1, BELOW_0)):
        channels = bytes.fromhex(colour.removeprefix("#"))
        for level in range(1, 9):
            mixed = (round(255 + (channel - 255) * level / 8) for channel in channels)
            shades[sign * level] = "".join(f"{channel:02X}" for channel in mixed)
    yield from _shades((8 * image).round().int(), shades, left, top, side, side)


def _shades(levels, shades, left, top, side, tall):
    """An image in a frame, one path for each shade; a level without a shade stays white."""
    paths = dict.fromkeys(shades, "")
    for i, row in enumerate(levels.tolist()):
        j = 0
        for level, equal in itertools.groupby(row):
            run = len(list(equal))
            if level in paths:
                x, y, wide = at(left + side * j), at(top + tall * i), at(side * run)
                paths[level] += f"M{x} {y}h{wide}v{at(tall)}h-{wide}z"
            j += run
    height, width = levels.shape
    yield (
        f'<rect x="{at(left)}" y="{at(top)}" width="{at(side * width)}" '
        f'height="{at(tall * height)}" fill="#FFFFFF" stroke="{GREY}"/>'
    )
    for level, path in paths.items():
        yield f'<path d="{path}" fill="#{shades[level]}" shape-rendering="crispEdges"/>'


def line(points, colour, width, *, dash=""):
    """A line through points; ``dash`` is the SVG pattern of a broken one."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{points_of(points)}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{dashes}/>'
    )


def area(points, role, *, share, dotted=False):
    """A closed shape in the colour of a role; a share of 0 leaves it empty."""
    fill = f'fill="{tint(role, share)}"' if share else 'fill="none"'
    dashes = ' stroke-dasharray="6 4"' if dotted else ""
    return (
        f'<polygon points="{points_of(points)}" {fill} fill-opacity="0.85" '
        f'stroke="{ROLES[role].colour}" stroke-width="2.5"{dashes}/>'
    )


def box(left, top, width, height):
    """The corners of a rectangle."""
    right, bottom = left + width, top + height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def arrow(start, end, role, width):
    """An arrow in the colour of a role, grey for None, or a dot where it has no length."""
    (x0, y0), (x1, y1), colour = start, end, ROLES[role].colour if role else GREY
    length = math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2)
    if length == 0:
        yield f'<circle cx="{at(x0)}" cy="{at(y0)}" r="{at(1.5 * width)}" fill="{colour}"/>'
        return
    across, along = (x1 - x0) / length, (y1 - y0) / length
    head = min(3.5 * width, length)
    x, y, half = x1 - head * across, y1 - head * along, 0.45 * head
    sides = [(x - half * along, y + half * across), (x + half * along, y - half * across)]
    yield line([start, (x, y)], colour, width)
    yield f'<polygon points="{points_of([end, *sides])}" fill="{colour}"/>'


MARKERS = {  # corners around (0, 0), of a marker that reaches from -1 to 1; none for a circle
    "o": [],
    "s": [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)],
    "^": [(0, -1), (1, 0.8), (-1, 0.8)],
    "v": [(0, 1), (-1, -0.8), (1, -0.8)],
    "D": [(0, -1), (1, 0), (0, 1), (-1, 0)],
    "X": [(-1, -1), (0, -0.4), (1, -1), (0.4, 0), (1, 1), (0, 0.4), (-1, 1), (-0.4, 0)],
}


def marker(x, y, role, size=10):
    """The marker of a role, with its middle at (x, y); ``size`` is half of its height."""
    look = f'fill="{ROLES[role].colour}" stroke="#000000"'
    corners = [(x + size * u, y + size * v) for u, v in MARKERS[ROLES[role].marker]]
    if not corners:
        return f'<circle cx="{at(x)}" cy="{at(y)}" r="{at(0.9 * size)}" {look}/>'
    return f'<polygon points="{points_of(corners)}" {look}/>'


def panel(left, top, width, height, parts):
    """A part of the drawing with its own corner as (0, 0), cut off at its edges."""
    place = f'x="{at(left)}" y="{at(top)}" width="{at(width)}" height="{at(height)}"'
    return f'<svg {place} overflow="hidden">{"".join(parts)}</svg>'


def axes(left, top, width, height, horizontal, vertical, step):
    """A frame with a faint grid, stronger lines at 0, and numbers on the left and below.

    Args:
        horizontal, vertical: the (lowest, highest) value on each axis.
        step: how far the numbers are apart, one for both axes or one for each.
    """
    steps = step if isinstance(step, tuple) else (step, step)
    yield f'<g stroke="{FAINT}">'
    lines, numbers = [], []
    for (low, high), apart, flat in [(horizontal, steps[0], True), (vertical, steps[1], False)]:
        for value in range(math.ceil(low), math.floor(high) + 1):
            share = (value - low) / (high - low)
            x, y = left + width * share, top + height * (1 - share)
            ends = [(x, top), (x, top + height)] if flat else [(left, y), (left + width, y)]
            lines.append(line(ends, "#888888" if value == 0 else FAINT, 2 if value == 0 else 1))
            if value % apart == 0:
                place = (x, top + height + 16) if flat else (left - 8, y)
                anchor = "middle" if flat else "end"
                numbers.append(write(*place, written(value), anchor=anchor, size=SMALL))
    yield "".join(lines) + "</g>" + "".join(numbers)


def tip_labels(side, tips):
    """Two labels at the tips of arrows, each above or below its tip, and not over each other.

    Args:
        side: the width and height of the panel. tips: for each label (text, x, y) in it.
    """
    taken = []
    for text, x, y in tips:
        half = 0.9 * width_of(text) / 2
        x = min(max(x, half), side - half)
        outwards = -1 if y <= side / 2 else 1
        for away in (22, 48, -22, -48):
            middle = y + outwards * away
            free = all(abs(x - u) >= half + h or abs(middle - v) >= 26 for u, v, h in taken)
            if free and 12 <= middle <= side - 12:
                break
        taken.append((x, middle, half))
        yield (
            f'<rect x="{at(x - half)}" y="{at(middle - 12)}" width="{at(2 * half)}" '
            'height="24" fill="#FFFFFF" fill-opacity="0.85"/>'
        )
        yield write(x, middle, text, anchor="middle")

"""What the drags show: drawings that are quick enough to be made anew at each move.

Each function takes the numbers of one moment of a drag and returns a ``Drawing``: an SVG text and
one sentence that says in words what is drawn. The colours, names and layouts are those of the
pictures in ``helpers.figures``. Sizes are in pixels, and coordinates are rounded, so that the same
numbers give the same text with every release of PyTorch and on every machine.
"""

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import torch

from helpers.roles import ROLES, check_shapes, number, signed, terms_of

TEXT = 18
SMALL = 16  # no text is smaller
CELL = 46  # one cell of a drawn matrix
LETTER = 0.56  # the width of a letter or digit, as a share of the size of the text
GREY = "#666666"
FAINT = "#D0D0D0"


@dataclass(frozen=True)
class Drawing:
    """An SVG text, and one sentence for those who cannot see it."""

    svg: str
    sentence: str


def matrix_product(x, weight, *, row, column):
    """One number of x @ weight.T: where its row and column meet, and the products it is made of.

    Args:
        x: shape (N, in). weight: shape (out, in), drawn as weight.T.
        row, column: which number of the output; its row of x and its row of ``weight`` are marked.
    """
    check_shapes(x=(x, "N in"), weight=(weight, "out in"))
    y = x @ weight.T
    (n, n_in), n_out = x.shape, len(weight)
    products = x[row] * weight[column]
    left, top = 12 + CELL * (n_in + 1), 54 + CELL * (n_in + 1)
    right = left + CELL * n_out + 124
    result = number(y[row, column])
    parts = [
        *_name(12, top - 24, f"x {tuple(x.shape)}", "input"),
        *_cells(12, top, x, "input", strong=_mask(x, row, slice(None))),
        *_name(left, 24, f"W.T {tuple(weight.T.shape)}", "weight"),
        *_cells(left, 48, weight.T, "weight", strong=_mask(weight.T, slice(None), column)),
        *_name(left, top - 24, f"y {tuple(y.shape)}", "output"),
        *_cells(left, top, y, "output", strong=_mask(y, row, column)),
    ]
    for line, (name, values, role) in enumerate(
        [
            (f"x[{row}]", x[row], "input"),
            (f"W[{column}]", weight[column], "weight"),
            ("products", products, "output"),
        ]
    ):
        height = 48 + line * (CELL + 24)
        parts.append(_text(right - 10, height + CELL / 2, name, anchor="end", bold=True))
        parts += _cells(right, height, values[None], role, strong=_mask(values[None], 0))
        if line:
            signs = "×" if line == 1 else "="
            middles = (right + CELL * (step + 0.5) for step in range(n_in))
            parts += [_text(middle, height - 12, signs, anchor="middle") for middle in middles]
    parts.append(_text(right - 10, height + 93, "sum", anchor="end", bold=True))
    parts += _cells(right, height + 70, y[row, column][None, None], "output", strong=True)
    parts.append(_text(right + CELL + 10, height + 93, f"= {_sum(products)}"))
    longest = max(len(_sum(a * b)) for a in x for b in weight)  # the picture keeps its width
    width = right + max(CELL * n_in, CELL + 10 + _width("= ") + LETTER * TEXT * longest) + 12
    sentence = (
        f"y[{row}, {column}] is the dot product of row {row} of x and row {column} of W: "
        f"{terms_of(x[row], weight[column])} = {result}"
    )
    return _drawing(width, max(top + CELL * n, height + 70 + CELL) + 12, parts, sentence)


def broadcast_sum(products, bias, *, marked):
    """The sum of a matrix and a bias; the cells that one number of the bias reaches are marked.

    Args:
        products: shape (N, out). bias: shape (out,) or (N, 1).
        marked: the place of that number in ``bias``, counted from 0.
    """
    check_shapes(products=(products, "N out"))
    copies, total = torch.broadcast_to(bias, products.shape), products + bias
    n, n_out = products.shape
    across = bias.dim() == 2  # a column, which broadcasting copies across the row
    line = (marked, slice(None)) if across else (slice(None), marked)
    given = (slice(None), 0) if across else 0
    reached = _mask(total, *line)
    copied = ~_mask(total, *given) if across else ~_mask(total, given)
    lefts = [12 + step * (CELL * n_out + 62) for step in range(3)]
    parts = [
        *_name(lefts[0], 24, f"x @ W.T {tuple(products.shape)}", "output"),
        *_cells(lefts[0], 48, products, "output"),
        *_name(lefts[1], 24, f"b {tuple(bias.shape)}", "bias"),
        *_cells(lefts[1], 48, copies, "bias", strong=reached, dotted=copied),
        *_name(lefts[2], 24, f"y {tuple(total.shape)}", "output"),
        *_cells(lefts[2], 48, total, "output", strong=reached),
    ]
    for left, sign in zip(lefts[1:], "+=", strict=True):
        parts.append(_text(left - 31, 48 + CELL * n / 2, sign, anchor="middle", size=26))
    value = number(bias.flatten()[marked])
    place = f"b[{marked}, 0]" if across else f"b[{marked}]"
    where = f"all {n_out} numbers of row {marked}" if across else f"column {marked} in all {n} rows"
    sentence = f"{place} = {value} of a bias of shape {tuple(bias.shape)} is added to {where}"
    return _drawing(lefts[2] + CELL * n_out + 12, 60 + CELL * n, parts, sentence)


def plane(weight):
    """Where a 2x2 weight moves the plane: the grid, the unit square and the two basis vectors.

    Args:
        weight: shape (2, 2), numbers from -3 to 3. Its columns are where the basis vectors land.
    """
    check_shapes(weight=(weight, "2 2"))
    unit, reach = 46, 4
    side = 2 * reach * unit
    (a, b), (c, d) = weight.tolist()

    def place(x, y):
        return unit * (reach + x), unit * (reach - y)

    def moved(x, y):
        return place(a * x + b * y, c * x + d * y)

    steps, corners = range(-3, 4), [(0, 0), (1, 0), (1, 1), (0, 1)]
    lines = [
        _line([moved(*end) for end in ends], GREY, 1.5)
        for step in steps
        for ends in ([(step, -3), (step, 3)], [(-3, step), (3, step)])
    ]
    square, slanted = ([f(*corner) for corner in corners] for f in (place, moved))
    ends = [("first", a, c), ("second", b, d)]
    tips = [(f"{name} ({number(x)}, {number(y)})", *place(x, y)) for name, x, y in ends]
    inside = [
        *lines,
        _area(slanted, "output", share=0.45),
        _area(square, "input", share=0.0, dotted=True),
        *_arrow(place(0, 0), place(1, 0), "input", 2.5),
        *_arrow(place(0, 0), place(0, 1), "input", 2.5),
        *(part for _, x, y in ends for part in _arrow(place(0, 0), place(x, y), "weight", 5)),
        *_tip_labels(side, tips),
    ]
    right = 62 + side + 36
    parts = [
        *_axes(62, 12, side, side, (-reach, reach), (-reach, reach), 2),
        _text(62 + side / 2, side + 56, "first coordinate", anchor="middle"),
        _text(16, 12 + side / 2, "second coordinate", anchor="middle", upright=True),
        _panel(62, 12, side, side, inside),
        *_name(right, 36, "W (2, 2)", "weight"),
        *_cells(right, 62, weight, "weight", width=70),
        _text(right + 35, 62 + 2 * CELL + 16, "first", anchor="middle", size=SMALL),
        _text(right + 105, 62 + 2 * CELL + 16, "second", anchor="middle", size=SMALL),
        _area([(right + x, 232 + y) for x, y in _box(26)], "input", share=0.0, dotted=True),
        _text(right + 38, 245, "before: x"),
        _area([(right + x, 272 + y) for x, y in _box(26)], "output", share=0.45),
        _text(right + 38, 285, "after: y = x @ W.T"),
        _text(right, 336, f"(1, 0) → ({number(a)}, {number(c)})", bold=True),
        _text(right, 364, f"(0, 1) → ({number(b)}, {number(d)})", bold=True),
    ]
    sentence = (
        f"(1, 0) lands on ({number(a)}, {number(c)}) and (0, 1) lands on "
        f"({number(b)}, {number(d)}), the two columns of W"
    )
    if a * d == b * c:
        sentence += f"; the whole plane lands on one {'line' if any((a, b, c, d)) else 'point'}"
    return _drawing(right + 216, side + 76, parts, sentence)


def line(w, b):
    """The line y = w x + b with its height at x = 0 and the step it takes from there.

    Args:
        w, b: numbers from -3 to 3.
    """
    across, up, low, high = 60, 28, (-3.5, 3.5), (-7, 7)
    wide, tall = across * 7, up * 14

    def place(x, y):
        return across * (x + 3.5), up * (7 - y)

    inside = [
        _line([place(x, w * x + b) for x in low], ROLES["output"].colour, 4),
        _line([place(0, 0), place(0, b)], ROLES["bias"].colour, 4, dash="8 5"),
        _line([place(0, b), place(1, b)], GREY, 2),
        _line([place(1, b), place(1, b + w)], ROLES["weight"].colour, 4),
        _triangle(*place(0, b), "bias"),
        _square(*place(1, b + w), "weight"),
    ]
    right = 56 + wide + 30
    sign = "-" if b < 0 else "+"
    parts = [
        *_axes(56, 12, wide, tall, low, high, (1, 2)),
        _text(56 + wide / 2, tall + 56, "x", anchor="middle"),
        _text(14, 12 + tall / 2, "y", anchor="middle", upright=True),
        _panel(56, 12, wide, tall, inside),
        _text(right, 40, "y = w x + b", size=22),
        _text(right, 76, f"y = {number(w)} x {sign} {number(abs(b))}", size=22, bold=True),
        *_name(right, 130, f"w = {number(w)}", "weight"),
        _square(right + 10, 166, "weight"),
        _text(right + 30, 166, "one step to the right"),
        _text(right + 30, 190, f"changes y by {number(w)}"),
        *_name(right, 246, f"b = {number(b)}", "bias"),
        _triangle(right + 10, 282, "bias"),
        _text(right + 30, 282, f"at x = 0, y is {number(b)}"),
    ]
    sentence = (
        f"y = {number(w)} x {sign} {number(abs(b))}: the line crosses x = 0 at {number(b)}, "
        f"and one step to the right changes y by {number(w)}"
    )
    return _drawing(right + 224, tall + 76, parts, sentence)


# --- the pieces that the drawings share ----------------------------------------------------------


def _drawing(width, height, parts, sentence):
    """Put parts on a white ground; a narrow page shows the whole of it smaller."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(sentence)} '
        f'width="{_at(width)}" height="{_at(height)}" viewBox="0 0 {_at(width)} {_at(height)}" '
        f'font-family="Helvetica, Arial, sans-serif" font-size="{TEXT}" fill="#000000" '
        'style="max-width: 100%; height: auto">'
        '<rect width="100%" height="100%" fill="#FFFFFF"/>'
    )
    return Drawing(svg + "".join(parts) + "</svg>", sentence)


def _at(value):
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _points(points):
    return " ".join(f"{_at(x)},{_at(y)}" for x, y in points)


def _tint(role, share):
    return "#" + "".join(f"{round(255 * channel):02X}" for channel in ROLES[role].tint(share))


def _text(x, y, text, *, anchor="start", size=TEXT, bold=False, upright=False):
    """A text whose middle is at the height y; ``upright`` turns it to read upwards."""
    shown = {"x": _at(x), "y": _at(y + 0.35 * size)}
    if anchor != "start":
        shown["text-anchor"] = anchor
    if size != TEXT:
        shown["font-size"] = size
    if bold:
        shown["font-weight"] = "bold"
    if upright:
        shown["transform"] = f"rotate(-90 {_at(x)} {_at(y)})"
    attributes = " ".join(f'{name}="{value}"' for name, value in shown.items())
    return f"<text {attributes}>{escape(text)}</text>"


def _width(text):
    """About how wide a text is; no computer draws letters like another."""
    return LETTER * TEXT * len(text)


def _sum(values):
    return " + ".join(signed(value) for value in values)


def _name(left, middle, text, role):
    """The name of a matrix or a number on the colour of its role."""
    width = _width(text) + 14
    yield (
        f'<rect x="{_at(left)}" y="{_at(middle - 15)}" width="{_at(width)}" height="30" '
        f'fill="{_tint(role, 0.25)}" stroke="{ROLES[role].colour}" stroke-width="1.5"/>'
    )
    yield _text(left + width / 2, middle, text, anchor="middle", bold=True)


def _mask(values, *index):
    """A tensor of the shape of ``values`` that is true at an index and false elsewhere."""
    mask = torch.zeros(values.shape, dtype=torch.bool)
    mask[index] = True
    return mask


def _cells(left, top, values, role, *, strong=False, dotted=False, width=CELL):
    """A matrix as cells with their numbers: marked where ``strong``, a copy where ``dotted``."""
    masks = (torch.as_tensor(mask).expand(values.shape).tolist() for mask in (strong, dotted))
    rows = zip(values.tolist(), *masks, strict=True)
    cells = [
        (marked, left + width * j, top + CELL * i, value, copy)
        for i, row in enumerate(rows)
        for j, (value, marked, copy) in enumerate(zip(*row, strict=True))
    ]
    for marked, x, y, value, copy in sorted(cells, key=lambda cell: cell[0]):  # frames on top
        share = 0.65 if marked else 0.0 if copy else 0.2
        dashes = ' stroke-dasharray="2 4"' if copy else ""
        yield (
            f'<rect x="{_at(x)}" y="{_at(y)}" width="{width}" height="{CELL}" '
            f'fill="{_tint(role, share)}" stroke="{ROLES[role].colour}" '
            f'stroke-width="{4 if marked else 1.5}"{dashes}/>'
        )
        text = number(value)
        size = TEXT if len(text) < 5 else SMALL
        yield _text(x + width / 2, y + CELL / 2, text, anchor="middle", size=size, bold=marked)


def _line(points, colour, width, *, dash=""):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{_points(points)}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{dashes}/>'
    )


def _area(points, role, *, share, dotted=False):
    """A closed shape in the colour of a role; a share of 0 leaves it empty."""
    fill = f'fill="{_tint(role, share)}"' if share else 'fill="none"'
    dashes = ' stroke-dasharray="6 4"' if dotted else ""
    return (
        f'<polygon points="{_points(points)}" {fill} fill-opacity="0.85" '
        f'stroke="{ROLES[role].colour}" stroke-width="2.5"{dashes}/>'
    )


def _box(side):
    return [(0, 0), (side, 0), (side, side), (0, side)]


def _arrow(start, end, role, width):
    """An arrow in the colour of a role, or a dot where it has no length."""
    (x0, y0), (x1, y1), colour = start, end, ROLES[role].colour
    length = math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2)
    if length == 0:
        yield f'<circle cx="{_at(x0)}" cy="{_at(y0)}" r="{_at(1.5 * width)}" fill="{colour}"/>'
        return
    across, along = (x1 - x0) / length, (y1 - y0) / length
    head = min(3.5 * width, length)
    x, y, half = x1 - head * across, y1 - head * along, 0.45 * head
    sides = [(x - half * along, y + half * across), (x + half * along, y - half * across)]
    yield _line([start, (x, y)], colour, width)
    yield f'<polygon points="{_points([end, *sides])}" fill="{colour}"/>'


def _square(x, y, role):
    return f'<rect x="{_at(x - 8)}" y="{_at(y - 8)}" width="16" height="16" {_mark(role)}/>'


def _triangle(x, y, role):
    corners = _points([(x, y - 10), (x + 10, y + 8), (x - 10, y + 8)])
    return f'<polygon points="{corners}" {_mark(role)}/>'


def _mark(role):
    return f'fill="{ROLES[role].colour}" stroke="#000000"'


def _panel(left, top, width, height, parts):
    """A part of the drawing with its own corner as (0, 0), cut off at its edges."""
    place = f'x="{_at(left)}" y="{_at(top)}" width="{_at(width)}" height="{_at(height)}"'
    return f'<svg {place} overflow="hidden">{"".join(parts)}</svg>'


def _axes(left, top, width, height, horizontal, vertical, step):
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
            lines.append(_line(ends, "#888888" if value == 0 else FAINT, 2 if value == 0 else 1))
            if value % apart == 0:
                at = (x, top + height + 16) if flat else (left - 8, y)
                anchor = "middle" if flat else "end"
                numbers.append(_text(*at, number(value), anchor=anchor, size=SMALL))
    yield "".join(lines) + "</g>" + "".join(numbers)


def _tip_labels(side, tips):
    """Two labels at the tips of arrows, each above or below its tip, and not over each other.

    Args:
        side: the width and height of the panel. tips: for each label (text, x, y) in it.
    """
    taken = []
    for text, x, y in tips:
        half = 0.9 * _width(text) / 2
        x = min(max(x, half), side - half)
        outwards = -1 if y <= side / 2 else 1
        for away in (22, 48, -22, -48):
            middle = y + outwards * away
            free = all(abs(x - u) >= half + h or abs(middle - v) >= 26 for u, v, h in taken)
            if free and 12 <= middle <= side - 12:
                break
        taken.append((x, middle, half))
        yield (
            f'<rect x="{_at(x - half)}" y="{_at(middle - 12)}" width="{_at(2 * half)}" '
            'height="24" fill="#FFFFFF" fill-opacity="0.85"/>'
        )
        yield _text(x, middle, text, anchor="middle")

"""What a layer does to points: it moves the plane, or draws a line."""

from helpers.captions import landing, written
from helpers.drawings import svg
from helpers.roles import GREY, ROLES, check_shapes


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

    grid = [
        svg.line([moved(*end) for end in ends], GREY, 1.5)
        for step in range(-3, 4)
        for ends in ([(step, -3), (step, 3)], [(-3, step), (3, step)])
    ]
    corners = svg.box(0, 0, 1, 1)
    square, slanted = ([f(*corner) for corner in corners] for f in (place, moved))
    ends = [("first", a, c), ("second", b, d)]
    tips = [(f"{name} ({written(x)}, {written(y)})", *place(x, y)) for name, x, y in ends]
    inside = [
        *grid,
        svg.area(slanted, "output", share=0.45),
        svg.area(square, "input", share=0.0, dotted=True),
        *svg.arrow(place(0, 0), place(1, 0), "input", 2.5),
        *svg.arrow(place(0, 0), place(0, 1), "input", 2.5),
        *(part for _, x, y in ends for part in svg.arrow(place(0, 0), place(x, y), "weight", 5)),
        *svg.tip_labels(side, tips),
    ]
    right = 62 + side + 36
    parts = [
        *svg.axes(62, 12, side, side, (-reach, reach), (-reach, reach), 2),
        svg.write(62 + side / 2, side + 56, "first coordinate", anchor="middle"),
        svg.write(16, 12 + side / 2, "second coordinate", anchor="middle", upright=True),
        svg.panel(62, 12, side, side, inside),
        *svg.label(right, 36, "W (2, 2)", "weight"),
        *svg.cells(right, 62, weight, "weight", width=70),
        svg.write(right + 35, 62 + 2 * svg.CELL + 16, "first", anchor="middle", size=svg.SMALL),
        svg.write(right + 105, 62 + 2 * svg.CELL + 16, "second", anchor="middle", size=svg.SMALL),
        svg.area(svg.box(right, 232, 26, 26), "input", share=0.0, dotted=True),
        svg.write(right + 38, 245, "before: x"),
        svg.area(svg.box(right, 272, 26, 26), "output", share=0.45),
        svg.write(right + 38, 285, "after: y = x @ W.T"),
        svg.write(right, 336, f"(1, 0) → ({written(a)}, {written(c)})", bold=True),
        svg.write(right, 364, f"(0, 1) → ({written(b)}, {written(d)})", bold=True),
    ]
    sentence = landing(weight)
    if a * d == b * c:
        sentence += f"; the whole plane lands on one {'line' if any((a, b, c, d)) else 'point'}"
    return svg.finish(right + 216, side + 76, parts, sentence)


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
        svg.line([place(x, w * x + b) for x in low], ROLES["output"].colour, 4),
        svg.line([place(0, 0), place(0, b)], ROLES["bias"].colour, 4, dash="8 5"),
        svg.line([place(0, b), place(1, b)], GREY, 2),
        svg.line([place(1, b), place(1, b + w)], ROLES["weight"].colour, 4),
        svg.marker(*place(0, b), "bias"),
        svg.marker(*place(1, b + w), "weight"),
    ]
    right = 56 + wide + 30
    sign = "-" if b < 0 else "+"
    parts = [
        *svg.axes(56, 12, wide, tall, low, high, (1, 2)),
        svg.write(56 + wide / 2, tall + 56, "x", anchor="middle"),
        svg.write(14, 12 + tall / 2, "y", anchor="middle", upright=True),
        svg.panel(56, 12, wide, tall, inside),
        svg.write(right, 40, "y = w x + b", size=22),
        svg.write(right, 76, f"y = {written(w)} x {sign} {written(abs(b))}", size=22, bold=True),
        *svg.label(right, 130, f"w = {written(w)}", "weight"),
        svg.marker(right + 10, 166, "weight"),
        svg.write(right + 30, 166, "one step to the right"),
        svg.write(right + 30, 190, f"changes y by {written(w)}"),
        *svg.label(right, 246, f"b = {written(b)}", "bias"),
        svg.marker(right + 10, 282, "bias"),
        svg.write(right + 30, 282, f"at x = 0, y is {written(b)}"),
    ]
    sentence = (
        f"y = {written(w)} x {sign} {written(abs(b))}: the line crosses x = 0 at {written(b)}, "
        f"and one step to the right changes y by {written(w)}"
    )
    return svg.finish(right + 224, tall + 76, parts, sentence)

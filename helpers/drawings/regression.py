"""Gradient descent for a line: what the learning rate and the number of steps do to it."""

import math
from dataclasses import dataclass

from helpers.captions import written
from helpers.drawings import svg
from helpers.drawings.surface import in_float32, surface_of, walk
from helpers.roles import GREY, ROLES

TOP, TALL = 120, 240  # of each panel, in pixels
LEGEND = TOP + TALL + 74
POWERS = (-6, 9)  # the axis of the loss, as powers of ten
EDGE = 'stroke="#000000" stroke-width="2.5" paint-order="stroke"'  # around all steps together


def descent(x, y, start, *, lr, steps):
    """Some steps of gradient descent: the line after them, the loss up to there, and the path.

    Args:
        x, y: shape (N, 1), the examples. start: the (w, b) before the first step.
        lr: the learning rate. steps: how many steps are taken, 0 or more.
    """
    surface = surface_of(x, y)
    path = walk(surface, start, lr, steps)
    w, b, loss = in_float32(*path[-1], surface.loss(*path[-1]))
    factor, limit = 1 - lr * surface.steepest, 2 / surface.steepest
    side = "below" if lr < limit else "above"
    fate = ("oscillates and " if factor < 0 else "") + ("converges" if lr < limit else "explodes")
    values = [f"w = {_text(w)}", f"b = {_text(b)}", f"loss = {_text(loss)}"]
    if loss < 1e-6:
        values[-1] = "loss below 1e-06"
    ground = _ground(surface, start)
    out = next((step for step, place in enumerate(path) if not ground.holds(*place)), None)
    parts = [
        svg.write(12, 26, f"lr = {lr:g} is {side} the limit {limit:.3g}: {fate}", bold=True),
        svg.write(834, 26, f"steps: {steps}", anchor="end", bold=True),
        *svg.label(12, 64, values[0], "weight"),
        *svg.label(178, 64, values[1], "bias"),
        *svg.label(344, 64, values[2], "error"),
        svg.write(834, 64, f"factor across the valley: {factor:.3f}", anchor="end"),
        *_line(x.flatten().tolist(), y.flatten().tolist(), w, b),
        *_curve([surface.loss(*place) for place in path]),
        *_path(ground, surface, path, out),
    ]
    sentence = (
        f"lr = {lr:g} is {side} the limit {limit:.3g}: the path {fate}; "
        f"after {steps} step{'' if steps == 1 else 's'} {', '.join(values)}"
    )
    if out is not None:
        sentence += f"; the path leaves the drawn part of the loss surface at step {out}"
    if not math.isfinite(loss):
        sentence += f"; {_text(loss)} because the numbers are too large for float32"
    return svg.finish(846, LEGEND + 18, parts, sentence)


def _text(value):
    """A number as the lesson prints it, such as 3.2e+15 where it is very large or very small."""
    return written(value) if value == 0 or 0.01 <= abs(value) < 10_000 else f"{value:.1e}"


@dataclass(frozen=True)
class Panel:
    """Where one of the three panels is, and the (lowest, highest) value on its axes."""

    left: int
    width: int
    across: tuple[float, float]
    up: tuple[float, float]

    def place(self, x, y):
        """The pixels of a point, from the corner of the panel."""
        across = (x - self.across[0]) / (self.across[1] - self.across[0])
        up = (y - self.up[0]) / (self.up[1] - self.up[0])
        return self.width * across, TALL * (1 - up)

    def holds(self, x, y):
        return self.across[0] <= x <= self.across[1] and self.up[0] <= y <= self.up[1]

    def draw(self, title, names, ticks, inside):
        """The panel with its axes: for each axis its name, and its numbers with their texts."""
        bottom, middle = TOP + TALL, self.left + self.width / 2
        corners = [(self.left, TOP), (self.left, bottom), (self.left + self.width, bottom)]
        yield svg.panel(self.left, TOP, self.width, TALL, inside)
        yield svg.line(corners, GREY, 2)
        for value, text in ticks[0].items():
            x = self.left + self.place(value, 0)[0]
            yield svg.write(x, bottom + 16, text, anchor="middle", size=svg.SMALL)
        for value, text in ticks[1].items():
            y = TOP + self.place(0, value)[1]
            yield svg.write(self.left - 6, y, text, anchor="end", size=svg.SMALL)
        longest = max(map(len, ticks[1].values()))
        side = self.left - svg.LETTER * svg.SMALL * longest - 20
        yield svg.write(middle, TOP - 18, title, anchor="middle", bold=True)
        yield svg.write(middle, bottom + 42, names[0], anchor="middle")
        yield svg.write(side, TOP + TALL / 2, names[1], anchor="middle", upright=True)


def _ticks(low, high):
    """At most six round numbers between two, each with its text."""
    steps = (base * 10.0**power for power in range(-6, 12) for base in (1, 2, 5))
    apart = next(step for step in steps if high - low <= 5 * step)
    values = (apart * i for i in range(math.ceil(low / apart), math.floor(high / apart) + 1))
    return {value: written(value) for value in values}


def _dot(x, y, colour, radius=7):
    return f'<circle cx="{svg.at(x)}" cy="{svg.at(y)}" r="{radius}" fill="{colour}" stroke="#000"/>'


def _note(text, height):
    """A text in a panel, on white."""
    yield (
        f'<rect x="8" y="{height - 13}" width="{svg.at(svg.width_of(text))}" height="26" '
        'fill="#FFFFFF"/>'
    )
    yield svg.write(12, height, text)


def _line(x, y, w, b):
    """The examples, the line y = w x + b and its errors, as far as the panel reaches."""
    wide, tall = max(x) - min(x), (max(y) - min(y)) or 1
    across = (min(x) - wide / 20, max(x) + wide / 20)
    panel = Panel(60, 184, across, (min(y) - tall / 3, max(y) + tall / 3))
    data, output, error = (ROLES[role].colour for role in ("target", "output", "error"))
    dots = [panel.place(*point) for point in zip(x, y, strict=True)]
    if math.isfinite(w):
        ends = [(edge, w * edge + b) for edge in panel.across]
        ends += [((height - b) / w, height) for height in panel.up if w]
        ends = sorted(end for end in ends if panel.holds(*end))
        reached = [min(max(w * one + b, panel.up[0]), panel.up[1]) for one in x]
        misses = [panel.place(*point) for point in zip(x, reached, strict=True)]
        inside = [svg.line(bar, error, 2) for bar in zip(dots, misses, strict=True)]
        inside.append(svg.line([panel.place(*end) for end in ends], output, 4))
    else:
        inside = _note("no line: nan", 20)
    inside = [*inside, *(_dot(*dot, data, 5) for dot in dots)]
    ticks = (_ticks(*panel.across), _ticks(*panel.up))
    yield from panel.draw("the line", ("x (input)", "y (target)"), ticks, inside)
    yield _dot(24, LEGEND, data, 5)
    yield svg.write(36, LEGEND, "data", size=svg.SMALL)
    yield svg.line([(86, LEGEND), (112, LEGEND)], output, 4)
    yield svg.write(120, LEGEND, "line", size=svg.SMALL)
    yield svg.line([(170, LEGEND - 10), (170, LEGEND + 10)], error, 2)
    yield svg.write(180, LEGEND, "error", size=svg.SMALL)


def _curve(losses):
    """The loss at the start and after each step, on an axis of powers of ten."""
    steps = len(losses) - 1
    end = max(steps, 10)
    panel = Panel(322, 184, (-end / 20, end + end / 20), POWERS)  # room for the dot
    seen = sorted({round(steps * pixel / panel.width) for pixel in range(panel.width + 1)})
    points = [
        panel.place(step, math.log10(max(losses[step], 1e-99)))
        for step in seen
        if losses[step] < math.inf
    ]
    out = next((step for step, loss in enumerate(losses) if not loss <= 10.0 ** POWERS[1]), None)
    colour = ROLES["error"].colour
    inside = [svg.line(points, colour, 4)]
    inside += (
        [_dot(*points[-1], colour)] if out is None else _note(f"leaves at step {out}", TALL - 20)
    )
    ticks = (
        {step: str(step) for step in (0, end // 2, end)},
        {power: f"{10.0**power:g}" for power in range(POWERS[0], POWERS[1] + 1, 3)},
    )
    yield from panel.draw("the loss", ("step", "loss"), ticks, inside)


def _ground(surface, start):
    """The panel of the loss surface: the smallest loss is in the middle, and the start is in it."""
    reach = [1.25 * abs(a - b) or 1 for a, b in zip(start, surface.best, strict=True)]
    across, up = ((best - r, best + r) for best, r in zip(surface.best, reach, strict=True))
    return Panel(560, 272, across, up)


def _path(panel, surface, path, out):
    """The loss surface from above, and the path over it as far as the panel reaches."""
    points = [panel.place(*place) for place in path[: None if out is None else out + 1]]
    blue, red = ROLES["gradient"].colour, ROLES["error"].colour
    kept = points[:1]
    for point in points:
        if math.dist(point, kept[-1]) >= 1:  # of a thousand steps most are within one pixel
            kept.append(point)
    marks = "".join(_small(*point) for point in kept)
    best = panel.place(*surface.best)
    inside = [
        *_valley(panel, surface),
        svg.line(kept[:12], blue, 2),  # near the limit, all the jumps would cover the valley
        f'<path d="{marks}" fill="{blue}" {EDGE}/>',
        _star(*best, red),
        svg.marker(*points[0], "gradient"),
    ]
    inside += [_dot(*points[-1], blue)] if out is None else _note(f"leaves at step {out}", 20)
    ticks = (_ticks(*panel.across), _ticks(*panel.up))
    names = ("slope w", "intercept b")
    yield from panel.draw("loss: dark is high", names, ticks, inside)
    yield svg.marker(566, LEGEND, "gradient")
    yield svg.write(580, LEGEND, "start", size=svg.SMALL)
    yield f'<path d="{_small(630, LEGEND)}" fill="{blue}" {EDGE}/>'
    yield svg.write(640, LEGEND, "steps", size=svg.SMALL)
    yield _dot(694, LEGEND, blue)
    yield svg.write(706, LEGEND, "now", size=svg.SMALL)
    yield _star(754, LEGEND, red)
    yield svg.write(774, LEGEND, "smallest", size=svg.SMALL)


def _small(x, y):
    """The marker of one step, as a part of a path."""
    return f"M{svg.at(x)} {svg.at(y + 5)}l5-9h-10z"


def _valley(panel, surface):
    """The loss surface as ellipses one in the other; each has a third of the loss of the next."""
    highest = max(surface.loss(w, b) for w in panel.across for b in panel.up)
    x, y = panel.place(*surface.best)
    unit_w, unit_b = (
        size / (high - low) for size, (low, high) in ((panel.width, panel.across), (TALL, panel.up))
    )
    spread = math.sqrt(surface.mean_square - surface.mean**2)
    yield '<rect width="100%" height="100%" fill="#777777"/>'
    for level in range(1, 9):
        root = math.sqrt((highest - surface.lowest) / 3**level)
        wide, tall = root * unit_w / spread, root * unit_b
        grey = f"{0x77 + 17 * level:02X}"
        columns = (wide, tall * surface.mean / spread, 0, tall)  # a circle, stretched and slanted
        matrix = " ".join(map(svg.at, (*columns, x, y)))
        yield f'<circle r="1" transform="matrix({matrix})" fill="#{3 * grey}"/>'


def _star(x, y, colour):
    turns = (math.pi * corner / 5 for corner in range(10))
    corners = [
        (x + r * math.sin(turn), y - r * math.cos(turn))
        for r, turn in zip([15, 6] * 5, turns, strict=True)
    ]
    return f'<polygon points="{svg.points_of(corners)}" fill="{colour}" stroke="#000000"/>'

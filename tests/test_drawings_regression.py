"""The drawn descent must be the one that ``torch.optim.SGD`` takes, also where it explodes."""

import functools
import itertools
import math
import re
import xml.etree.ElementTree as ET

import pytest
import torch
from torch import nn

from helpers.drawings import svg
from helpers.drawings.regression import descent
from helpers.drawings.surface import surface_of, walk
from tests.svg_reader import elements, has_colour, points, root_of, size_of, texts

X = torch.arange(10.0).reshape(-1, 1)
Y = 10 * X + 5
WITH_ONES = torch.cat([X, torch.ones_like(X)], dim=1)
START = (2.0, 1.0)
NOISY = Y + torch.tensor([3.0, -1, 4, -1, -5, 9, -2, -6, 5, 3]).reshape(-1, 1)
RATES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.034, 0.035, 0.04, 0.05, 0.1]
FEW_RATES = [0.001, 0.01, 0.034, 0.035, 0.1]  # slow, quick, from side to side, out, out to nan
COUNTS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]


@functools.cache
def train(lr, steps, *, y=Y, dtype=torch.float64):
    """The (w, b, loss) of a layer at the start and after each step of SGD."""
    x, y, layer = X.to(dtype), y.to(dtype), nn.Linear(1, 1, dtype=dtype)
    with torch.no_grad():
        layer.weight.fill_(START[0])
        layer.bias.fill_(START[1])
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    seen = []
    for _ in range(steps + 1):
        loss = nn.functional.mse_loss(layer(x), y)
        seen.append((layer.weight.item(), layer.bias.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return seen


def draw(lr, steps, **changed):
    return descent(**{"x": X, "y": Y, "start": START} | changed, lr=lr, steps=steps)


LINE, LOSS, SURFACE = range(3)


def panel(drawing, place):
    """One of the three panels of a drawing as a drawing of its own."""
    panels = [part for part in root_of(drawing) if part.tag.endswith("svg")]
    return svg.Drawing(ET.tostring(panels[place], encoding="unicode"), "")


def axis(low, high, pixels):
    return lambda at: low + (high - low) * at / pixels


on_x, on_y = axis(-0.45, 9.45, 184), axis(125, -25, 240)  # the panel of the line
on_w, on_b = axis(0, 20, 272), axis(10, 0, 240)  # the panel of the surface


def shown(drawing):
    """The numbers w, b and loss that a drawing shows, and None for a loss that is too small."""
    written = {}
    for text in texts(drawing):
        if match := re.fullmatch(r"(w|b|loss) = (\S+)", text):
            written[match[1]] = float(match[2])
    return written["w"], written["b"], written.get("loss")


@pytest.mark.parametrize("y", [Y, NOISY], ids=["a line", "noisy"])
@pytest.mark.parametrize("lr", FEW_RATES)
def test_the_path_is_the_one_that_sgd_takes(lr, y):
    surface = surface_of(X, y)
    path = torch.tensor(walk(surface, START, lr, 100), dtype=torch.float64)
    losses = torch.tensor([surface.loss(*place) for place in path.tolist()], dtype=torch.float64)
    expected = torch.tensor(train(lr, 100, y=y), dtype=torch.float64)
    assert torch.allclose(path, expected[:, :2], rtol=1e-9, atol=1e-9)
    assert torch.allclose(losses, expected[:, 2], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("lr", FEW_RATES)
def test_the_numbers_are_those_of_a_layer_of_float32_even_where_it_has_inf_and_nan(lr):
    seen = train(lr, 1000, dtype=torch.float32)
    for steps in COUNTS:
        drawing = draw(lr, steps)
        w, b, loss = shown(drawing)
        assert (w, b) == pytest.approx(seen[steps][:2], rel=0.05, abs=0.006, nan_ok=True), steps
        if loss is None:
            assert seen[steps][2] < 1e-6
            assert "loss below 1e-06" in texts(drawing)
        else:
            assert loss == pytest.approx(seen[steps][2], rel=0.05, abs=0.006, nan_ok=True), steps


@pytest.mark.parametrize("lr", RATES)
def test_it_says_in_words_what_the_steps_do(lr):
    seen = train(lr, 100)
    steep = torch.linalg.eigvalsh(WITH_ONES.T @ WITH_ONES / 5)[-1]
    grows = [after > before for (before, _, _), (after, _, _) in itertools.pairwise(seen[:4])]
    fate = "converges" if seen[100][2] < seen[0][2] else "explodes"
    if grows == [True, False, True]:
        fate = f"oscillates and {fate}"
    side = "below" if lr < 2 / steep else "above"
    drawing = draw(lr, 3)
    assert f"lr = {lr} is {side} the limit 0.0342: {fate}" in texts(drawing)
    assert drawing.sentence.startswith(f"lr = {lr} is {side} the limit 0.0342: the path {fate};")
    assert f"factor across the valley: {1 - lr * steep:.3f}" in texts(drawing)


@pytest.mark.parametrize(("lr", "steps"), [(0.01, 0), (0.01, 5), (0.03, 3), (0.035, 50)])
def test_the_line_and_its_errors_are_drawn_as_far_as_the_panel_reaches(lr, steps):
    w, b, _ = train(lr, steps)[-1]
    drawing = panel(draw(lr, steps), LINE)
    lines = elements(drawing, "polyline")
    (line,) = [points(one) for one in lines if has_colour(one, "output")]
    for x, y in line:
        assert on_y(y) == pytest.approx(w * on_x(x) + b, abs=0.04 * (abs(w) + 1))
    assert math.dist(line[0], line[-1]) > 40
    dots = elements(drawing, "circle")
    data = [(on_x(float(dot.get("cx"))), on_y(float(dot.get("cy")))) for dot in dots]
    assert [x for x, _ in data] == pytest.approx(X.flatten().tolist(), abs=0.01)
    assert [y for _, y in data] == pytest.approx(Y.flatten().tolist(), abs=0.1)
    errors = [points(one) for one in lines if has_colour(one, "error")]
    assert [on_y(start[1]) for start, _ in errors] == pytest.approx([y for _, y in data])
    ends = [min(max(w * x + b, -25), 125) for x in range(10)]
    assert [on_y(end[1]) for _, end in errors] == pytest.approx(ends, abs=0.1)


@pytest.mark.parametrize(("lr", "steps"), [(0.01, 20), (0.01, 1000), (0.03, 20), (0.035, 100)])
def test_the_curve_is_the_loss_of_every_step_on_an_axis_of_powers_of_ten(lr, steps):
    losses = [loss for _, _, loss in train(lr, steps)]
    drawing = panel(draw(lr, steps), LOSS)
    (curve,) = elements(drawing, "polyline")
    assert has_colour(curve, "error")
    on_step, on_power = axis(-steps / 20, 1.05 * steps, 184), axis(9, -6, 240)
    drawn = [(on_step(x), on_power(y)) for x, y in points(curve)]
    assert drawn[0][0] == pytest.approx(0, abs=steps / 500)
    assert drawn[-1][0] == pytest.approx(steps, abs=steps / 500)
    assert len(drawn) == min(steps, 184) + 1
    for step, power in drawn:
        near = [math.log10(losses[at]) for at in (math.floor(step), math.ceil(step)) if at <= steps]
        assert min(near) - 0.01 <= power <= max(near) + 0.01
    (now,) = elements(drawing, "circle")
    last = on_step(float(now.get("cx"))), on_power(float(now.get("cy")))
    assert last == pytest.approx((steps, math.log10(losses[-1])), abs=0.006 * steps)


def steps_of(drawing):
    """Where the marks of the steps are on the surface, as (w, b)."""
    (path,) = elements(drawing, "path")
    found = re.findall(r"M(\S+) (\S+)l", path.get("d"))
    return [(on_w(float(x)), on_b(float(y) - 5)) for x, y in found]


def test_every_step_is_on_the_surface():
    seen = [(w, b) for w, b, _ in train(0.03, 5)]
    drawing = panel(draw(0.03, 5), SURFACE)
    for drawn, expected in zip(steps_of(drawing), seen, strict=True):
        assert drawn == pytest.approx(expected, abs=0.01)
    (line,) = elements(drawing, "polyline")
    assert has_colour(line, "gradient")
    assert [(on_w(x), on_b(y)) for x, y in points(line)] == [
        pytest.approx(place, abs=0.01) for place in seen
    ]
    now = elements(drawing, "circle")[-1]
    place = on_w(float(now.get("cx"))), on_b(float(now.get("cy")))
    assert place == pytest.approx(seen[-1], abs=0.01)


@pytest.mark.parametrize("lr", [0.001, 0.034])
def test_of_a_thousand_steps_none_is_farther_than_a_pixel_from_one_that_is_drawn(lr):
    drawing = draw(lr, 1000)
    drawn = torch.tensor(steps_of(panel(drawing, SURFACE)))
    taken = torch.tensor([(w, b) for w, b, _ in train(lr, 1000)])
    pixels = torch.tensor([272 / 20, 240 / 10])
    assert torch.cdist(taken * pixels, drawn * pixels).amin(dim=1).max() < 1.1
    assert len(drawing.svg) < 40_000


@pytest.mark.parametrize("y", [Y, NOISY], ids=["a line", "noisy"])
def test_each_edge_between_two_greys_joins_places_of_one_loss(y):
    drawing = draw(0.01, 5, y=y)
    best = torch.linalg.lstsq(WITH_ONES, y).solution.flatten().tolist()
    reach = [1.25 * abs(a - b) for a, b in zip(START, best, strict=True)]
    at_w = axis(best[0] - reach[0], best[0] + reach[0], 272)
    at_b = axis(best[1] + reach[1], best[1] - reach[1], 240)
    lowest = nn.functional.mse_loss(best[0] * X + best[1], y).item()
    levels = []
    for edge in elements(panel(drawing, SURFACE), "circle"):
        if not (matrix := edge.get("transform")):
            continue
        a, b, c, d, e, f = map(float, re.findall(r"-?[\d.]+", matrix))
        losses = []
        for turn in range(0, 360, 30):
            x, up = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            w, intercept = at_w(a * x + c * up + e), at_b(b * x + d * up + f)
            losses.append(nn.functional.mse_loss(w * X + intercept, y).item() - lowest)
        assert max(losses) < 1.1 * min(losses)
        levels.append(sum(losses) / len(losses))
    assert len(levels) == 8
    for outer, inner in itertools.pairwise(levels):
        assert outer / inner == pytest.approx(3, rel=0.1)


def test_a_path_that_leaves_the_surface_is_cut_there_and_says_when():
    seen = train(0.035, 50)
    first = next(step for step, (w, b, _) in enumerate(seen) if not (0 <= w <= 20 and 0 <= b <= 10))
    drawing = draw(0.035, 50)
    assert drawing.sentence.endswith(f"leaves the drawn part of the loss surface at step {first}")
    surface = panel(drawing, SURFACE)
    assert f"leaves at step {first}" in texts(surface)
    assert len(steps_of(surface)) == first + 1
    assert not [dot for dot in elements(surface, "circle") if has_colour(dot, "gradient")]
    within = draw(0.035, first - 1)
    assert "leaves" not in within.svg


def test_a_loss_that_leaves_its_panel_says_when():
    losses = [loss for _, _, loss in train(0.04, 50)]
    first = next(step for step, loss in enumerate(losses) if loss > 1e9)
    assert f"leaves at step {first}" in texts(panel(draw(0.04, 50), LOSS))
    assert texts(panel(draw(0.04, first - 1), LOSS)) == []


def test_nan_is_said_and_no_line_is_drawn():
    drawing = draw(0.1, 1000)
    assert drawing.sentence.endswith("nan because the numbers are too large for float32")
    line = panel(drawing, LINE)
    assert texts(line) == ["no line: nan"]
    assert elements(line, "polyline") == []


def test_whatever_is_picked_the_drawing_keeps_its_size_and_its_numbers_finite():
    sizes = set()
    for lr, steps in itertools.product([*RATES, 10.0], COUNTS):
        drawing = draw(lr, steps)
        sizes.add(size_of(drawing))
        for element in root_of(drawing).iter():
            for name in ("x", "y", "cx", "cy", "points", "d", "transform"):
                assert not re.search(r"nan|inf|\d{7}", element.get(name, "")), (lr, steps)
    assert len(sizes) == 1


def test_examples_that_have_no_line_are_named():
    with pytest.raises(ValueError, match=r"y has the shape \(10,\)"):
        draw(0.01, 1, y=Y.flatten())
    with pytest.raises(ValueError, match="Every x is the same"):
        draw(0.01, 1, x=torch.ones(10, 1))

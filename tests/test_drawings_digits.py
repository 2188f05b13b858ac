"""The bars and images of a score must be those of the layer, or the circle stays open."""

import pytest
import torch
from torch import nn

from helpers.drawings.digits import image_scores, parts_of_score, shifted
from tests.svg_reader import elements, has_colour, points, texts

torch.manual_seed(0)
LAYER = nn.Linear(784, 10)
WEIGHT, BIAS = LAYER.weight.detach(), LAYER.bias.detach()
IMAGE = torch.rand(28, 28)
SCORES = LAYER(IMAGE.flatten()).tolist()
READ = SCORES.index(max(SCORES))


def tenths(value):
    return f"{value:.1f}".replace("-0.0", "0.0")


def draw(row=0, label=7, image=IMAGE, weight=WEIGHT, bias=BIAS):
    return image_scores(image, weight, bias, label=label, row=row)


@pytest.mark.parametrize("row", range(10))
def test_a_score_is_the_sum_of_the_products_and_the_bias(row):
    drawing = draw(row)
    total = SCORES[row] - BIAS[row].item()
    assert f"template W[{row}]" in texts(drawing)
    assert f"score {row} = {tenths(SCORES[row])}" in texts(drawing)
    assert f"the 784 products add up to {tenths(total)}" in texts(drawing)
    assert drawing.sentence.startswith(
        f"score {row} = {tenths(SCORES[row])}, the sum {tenths(total)} of"
    )


def test_the_parts_of_a_score_are_those_of_the_layer():
    template, products, scores = parts_of_score(IMAGE, WEIGHT, BIAS, row=6)
    assert torch.equal(template.flatten(), WEIGHT[6])
    assert torch.equal(products, IMAGE * template)
    assert scores.tolist() == pytest.approx(SCORES, abs=1e-5)


def test_the_bars_are_as_long_as_the_scores_and_the_largest_has_its_marker():
    drawing = draw(row=3)
    bars = [area for area in elements(drawing, "polygon") if has_colour(area, "output")]
    marker = next(bar for bar in bars if len({x for x, _ in points(bar)}) == 3)
    bars.remove(marker)
    ends = [(points(bar)[1][0] - points(bar)[0][0]) for bar in bars]
    expected = torch.tensor(SCORES) / max(map(abs, SCORES))
    assert torch.allclose(torch.tensor(ends) / 84, expected, rtol=0, atol=2e-3)
    assert points(marker)[1][1] == points(bars[READ])[0][1] + 10  # in the middle of its bar
    expected = list(map(tenths, SCORES))
    assert [text for text in texts(drawing) if text in expected] == expected


@pytest.mark.parametrize("label", [READ, (READ + 1) % 10])
def test_the_drawing_says_whether_the_digit_was_read_right(label):
    told = f"right, a {label}" if label == READ else f"wrong, as it is a {label}"
    drawing = draw(label=label)
    assert told in texts(drawing)
    assert drawing.sentence.endswith(f"the largest score is that of {READ}, {told}")


def shades(drawing):
    """The colours of the pixels of the three images, in drawing order, without paper."""
    return [path.get("fill") for path in elements(drawing, "path") if path.get("d")]


def test_ink_on_a_negative_weight_is_orange_and_on_a_positive_one_purple():
    image, weight = torch.zeros(28, 28), torch.zeros(10, 784)
    image[3, 4], image[9, 8] = 1.0, 1.0
    weight[2, 3 * 28 + 4], weight[2, 9 * 28 + 8], weight[2, 0] = 2.0, -2.0, 1.0
    drawing = draw(row=2, image=image, weight=weight, bias=torch.zeros(10))
    black, purple, pale_purple, orange = "#000000", "#542788", "#AA93C4", "#B35806"
    assert shades(drawing) == [black, pale_purple, purple, orange, purple, orange]
    assert "score 2 = 0.0" in texts(drawing)


def test_a_score_of_nearly_nothing_has_no_sign():
    bias = torch.full((10,), -0.01)
    assert "score 0 = 0.0" in texts(draw(weight=torch.zeros(10, 784), bias=bias))


@pytest.mark.parametrize(("right", "down"), [(0, 0), (3, 0), (-2, 0), (0, 5), (4, -6)])
def test_a_moved_image_keeps_its_ink_and_brings_in_empty_paper(right, down):
    image = torch.zeros(28, 28)
    image[10:15, 8:20] = torch.rand(5, 12)
    moved = shifted(image, right, down)
    assert torch.equal(moved, image.roll((down, right), (0, 1)))  # nothing left the paper
    assert torch.equal(
        shifted(torch.ones(28, 28), right, down).sum(),
        moved.new_tensor((28 - abs(right)) * (28 - abs(down))),
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"image": torch.zeros(1, 28, 28)}, r"image has the shape \(1, 28, 28\)"),
        ({"weight": WEIGHT.T}, r"weight has the shape \(784, 10\)"),
        ({"bias": torch.zeros(3)}, r"bias has the shape \(3,\)"),
    ],
)
def test_a_tensor_that_is_not_of_a_classifier_is_named_with_its_shape(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        draw(**wrong)

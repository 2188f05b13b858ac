"""How a classifier reads an image: a score is a dot product of the image with a template."""

import torch

from helpers.drawings import svg
from helpers.roles import GREY, check_shapes


def parts_of_score(image, weight, bias, row):
    """What a score is made of: the template, its products with the image, and all the scores.

    Args:
        image: shape (28, 28). weight: shape (10, 784). bias: shape (10,).
        row: which row of ``weight`` is the template.

    Returns:
        template and products of shape (28, 28), scores of shape (10,).
    """
    template = weight[row].reshape(28, 28)
    return template, image * template, weight @ image.flatten() + bias


def image_scores(image, weight, bias, *, label, row):
    """Image, template and their products as three images, and all the scores as bars.

    Args:
        image: shape (28, 28), from 0 to 1. weight: shape (10, 784). bias: shape (10,).
        label: the digit that was meant. row: which row of ``weight`` is drawn as the template.
    """
    check_shapes(image=(image, "28 28"), weight=(weight, "10 784"), bias=(bias, "10"))
    template, products, scores = parts_of_score(image, weight, bias, row)
    read, top = int(scores.argmax()), template.abs().max().clamp(min=1e-9)
    side, height = 6, 6 * 28
    lefts = [12 + place * (height + 34) for place in range(3)]
    total, own, score = (_tenths(one) for one in (products.sum(), bias[row], scores[row]))
    parts = [
        *svg.label(lefts[0], 28, "image x", "input"),
        *svg.label(lefts[1], 28, f"template W[{row}]", "weight"),
        svg.write(lefts[1] - 17, 56 + height / 2, "×", anchor="middle", size=26),
        *svg.label(lefts[2], 28, "products", "output"),
        svg.write(lefts[2] - 17, 56 + height / 2, "=", anchor="middle", size=26),
        *svg.pixels(lefts[0], 56, image, side),
        *svg.signed_pixels(lefts[1], 56, template / top, side),
        *svg.signed_pixels(lefts[2], 56, products / top, side),
        svg.write(12, 56 + height + 40, f"the 784 products add up to {total}"),
        svg.write(12, 56 + height + 70, f"with the bias {own}:"),
        svg.write(190, 56 + height + 70, f"score {row} = {score}", bold=True),
        svg.write(12, 56 + height + 110, f"the largest score is that of {read}:"),
        svg.write(290, 56 + height + 110, _judged(read, label), bold=True),
        *_bars(lefts[2] + height + 40, scores, row, read),
    ]
    sentence = (
        f"score {row} = {score}, the sum {total} of image times template {row} and the "
        f"bias {own}; the largest score is that of {read}, {_judged(read, label)}"
    )
    return svg.finish(880, 56 + height + 140, parts, sentence)


def _tenths(value):
    return f"{round(float(value), 1) + 0:.1f}"  # + 0 turns -0 into 0


def _judged(read, label):
    return f"right, a {label}" if read == label else f"wrong, as it is a {label}"


def _bars(left, scores, row, read):
    """The ten scores as bars from a common 0; one is dark, and the largest has its marker."""
    reach = scores.abs().max().clamp(min=1e-9).item()
    zero, step = left + 24 + 84, 29
    yield svg.write(zero, 28, "scores", anchor="middle", bold=True)
    for digit, score in enumerate(scores.tolist()):
        middle, length = 66 + step * digit, 84 * score / reach
        yield svg.write(left, middle, str(digit), bold=digit in (row, read))
        share = 1 if digit == row else 0.35
        yield svg.area(svg.box(zero, middle - 10, length, 20), "output", share=share)
        if digit == read:
            yield svg.marker(zero + length, middle, "output")
        yield svg.write(zero + 100, middle, _tenths(score), bold=digit in (row, read))
    yield svg.line([(zero, 50), (zero, 56 + step * 10)], GREY, 2)


def shifted(image, right, down):
    """An image moved over its paper; what leaves it is lost, and what comes in is empty.

    Args:
        image: shape (28, 28). right, down: how many pixels, negative for left and up.
    """
    rows, columns = torch.arange(28)[:, None] - down, torch.arange(28) - right
    inside = (rows >= 0) & (rows < 28) & (columns >= 0) & (columns < 28)
    return torch.where(inside, image[rows.clamp(0, 27), columns.clamp(0, 27)], 0.0)

"""What a linear layer reads in an image: its rows, its columns, or all of it in one line."""

import textwrap

from helpers.drawings import svg
from helpers.drawings.calls import outcome
from helpers.roles import GREY, ROLES, check_shapes

LEFT, TOP, SIDE = 64, 44, 8  # where the image stands, and how large each of its pixels is
RIGHT = 336  # where the shapes stand
START, BELOW, LENGTH, THICK = 48, 342, 784, 28  # where the vector stands, its size when it fits


def image_vectors(images, layer, *, read, height, width, marked):
    """The vectors that a layer finds in images, and the shape of its output or its very error.

    Args:
        images: shape (N, 1, 28, 28), with values from 0 to 1; the first is drawn.
        layer: an ``nn.Linear`` with 28 inputs, or with 784 to read images.
        read: what lies along the last axis: "row", "column" (transposed) or "image" (flattened).
        height, width: how many rows and columns of each image are kept, from its middle.
        marked: the row or column to mark, counted from 0 in what is kept; at most the last.
    """
    check_shapes(images=(images, "N 1 28 28"))
    above, before = (28 - height) // 2, (28 - width) // 2
    images = images[:, :, above : above + height, before : before + width]
    made, x = {
        "row": ("images", images),
        "column": ("images.transpose(-1, -2)", images.transpose(-1, -2)),
        "image": ("images.flatten(1)", images.flatten(1)),
    }[read]
    end = (width if read == "column" else height) - 1
    last_one, marked = " (the last)" * (marked > end), min(marked, end)
    *counts, length = x.shape
    if read == "image":
        first, last = width * marked, width * (marked + 1) - 1
        found = f"{len(x)} images, each {length} numbers in one line"
        told, vector = f"row {marked}{last_one} as numbers {first} to {last}", x[0]
    else:
        product = " · ".join(map(str, counts))
        found = f"{product} = {counts[0] * counts[2]} {read}s of {length} numbers"
        told, vector = f"{read} {marked}{last_one}", x[0, 0, marked]
    name = f"nn.Linear({layer.in_features}, {layer.out_features})"
    output, error = outcome(layer, x)
    parts = [
        *_image(images[0, 0], LEFT + SIDE * before, TOP + SIDE * above, read, marked),
        *svg.label(RIGHT, 40, f"images {tuple(images.shape)}", "input"),
        *_moved(made, x, read),
        svg.write(RIGHT, 126, found),
        *svg.label(RIGHT, 168, name, "weight"),
        *(_error(error) if error else _output(output, read)),
        svg.write(START, BELOW - 20, told, bold=True),
        *_pairs(vector, layer.in_features),
    ]
    if read == "image":
        parts.append(_frame(START + first, BELOW, width, THICK, part=True))
    ending = f"raises: {error}" if error else f"gives {output}"
    sentence = f"{name} on {made} {tuple(x.shape)} reads {found}, among them {told}, and {ending}"
    return svg.finish(880, 446, parts, sentence)


def _image(image, left, top, read, marked):
    """The image, hatched where it was cut off; a frame marks what the layer reads at a time."""
    height, width = image.shape
    wide, tall, middle = SIDE * width, SIDE * height, 14 * SIDE
    yield _hatched(2 * middle)
    yield from svg.pixels(left, top, image, SIDE)
    if read == "row":
        yield _strokes(f"M{left} {top + SIDE * i}h{wide}" for i in range(1, height))
        yield _frame(left, top + SIDE * marked, wide, SIDE)
    elif read == "column":
        yield _strokes(f"M{left + SIDE * j} {top}v{tall}" for j in range(1, width))
        yield _frame(left + SIDE * marked, top, SIDE, tall)
    else:
        yield _frame(left, top + SIDE * marked, wide, SIDE, part=True)
        yield _frame(left, top, wide, tall)
    across, down = read != "column", read != "row"
    yield svg.write(LEFT + middle, TOP - 22, "the first image", anchor="middle")
    text = f"width {width}" + " →" * across
    yield svg.write(LEFT + middle, TOP + 2 * middle + 20, text, anchor="middle", bold=across)
    text = "← " * down + f"height {height}"
    yield svg.write(LEFT - 20, TOP + middle, text, anchor="middle", bold=down, upright=True)


def _hatched(side):
    """A square of slanted lines in the place of the image."""
    ends = [(min(k, side), max(0, k - side)) for k in range(12, 2 * side, 12)]
    return _strokes(f"M{LEFT + u} {TOP + v}L{LEFT + v} {TOP + u}" for u, v in ends)


def _strokes(paths):
    return f'<path d="{"".join(paths)}" stroke="{GREY}"/>'


def _frame(left, top, width, height, *, part=False):
    """A frame around what the layer reads at a time; dashed around a part of that."""
    dashes = ' stroke-dasharray="6 4"' if part else ""
    return (
        f'<rect x="{svg.at(left - 2)}" y="{svg.at(top - 2)}" width="{svg.at(width + 4)}" '
        f'height="{svg.at(height + 4)}" fill="none" stroke="{ROLES["input"].colour}" '
        f'stroke-width="4"{dashes}/>'
    )


def _moved(made, x, read):
    """What has to be done so that the layer finds these vectors along the last axis."""
    if read == "row":
        yield svg.write(RIGHT, 84, "the width is the last axis already")
    else:
        yield from svg.label(RIGHT, 84, f"{made} {tuple(x.shape)}", "input")


def _output(shape, read):
    """The shape of the output; that of columns still has to be swapped back."""
    yield from svg.label(RIGHT, 212, f"y {shape}", "output")
    if read == "column":
        swapped = (*shape[:2], shape[3], shape[2])
        yield from svg.label(RIGHT, 256, f"y.transpose(-1, -2) {swapped}", "output")


def _error(error):
    """The error in lines that fit beside the image."""
    yield from svg.label(RIGHT, 212, "RuntimeError", "error")
    for place, text in enumerate(textwrap.wrap(error, 45)):
        yield svg.write(RIGHT, 246 + 26 * place, text)


def _pairs(vector, wanted):
    """The vector above one row of the weight, which wants a number for each of its own."""
    count, cell = len(vector), LENGTH // wanted
    size, gap = f"{count} numbers", wanted - count
    yield from svg.pixels(START, BELOW, vector[None], cell, tall=THICK)
    yield (
        f'<rect x="{START}" y="{BELOW + 40}" width="{LENGTH}" height="{THICK}" '
        f'fill="{svg.tint("weight", 0.4)}" stroke="{ROLES["weight"].colour}"/>'
    )
    if cell > 1:  # else there is no room between the numbers
        for top, cells in [(BELOW, count), (BELOW + 40, wanted)]:
            yield _strokes(f"M{START + cell * k} {top}v{THICK}" for k in range(1, cells))
    yield _frame(START, BELOW, cell * count, THICK)
    if gap:
        left = START + cell * count + 5
        empty = svg.box(left, BELOW, START + LENGTH - left, THICK)
        yield svg.area(empty, "error", share=0.0, dotted=True)
        size += f", {gap} missing"
    yield svg.write(START + LENGTH, BELOW - 20, size, anchor="end", bold=True)
    yield svg.write(START, BELOW + 88, f"one row of W: {wanted} numbers")

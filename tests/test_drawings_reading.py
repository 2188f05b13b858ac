"""What a layer reads in an image must be what is framed, and its answer what PyTorch answers."""

import functools
import itertools
import re

import pytest
import torch
from torch import nn

from helpers.drawings import svg
from helpers.drawings.reading import image_vectors
from tests.svg_reader import elements, has_colour, points, texts

LAYER, CLASSIFIER = nn.Linear(28, 100), nn.Linear(784, 10)
PLACES = torch.arange(3 * 28 * 28).reshape(3, 1, 28, 28)
IMAGES = PLACES * 7 % 5 / 4  # five greys, and no two neighbours alike
READS = ["row", "column", "image"]
SIZES = [(28, 28), (20, 28), (28, 20), (16, 17), (25, 16)]
LEFT, TOP, SIDE = 64, 44, 8  # of the whole image
START, BELOW, THICK = 48, 342, 28  # of the vector


@functools.cache
def draw(read="row", height=28, width=28, marked=14, images=IMAGES):
    layer = CLASSIFIER if read == "image" else LAYER
    return image_vectors(images, layer, read=read, height=height, width=width, marked=marked)


def kept(height, width):
    top, left = (28 - height) // 2, (28 - width) // 2
    return IMAGES[:, :, top : top + height, left : left + width]


def given(read, height, width):
    """What the layer gets, made with other functions than those of the drawing."""
    crop = kept(height, width)
    if read == "row":
        return crop
    return crop.permute(0, 1, 3, 2) if read == "column" else crop.reshape(len(crop), -1)


def greys(drawing, left, top, wide, tall, shape):
    """The greys of an image that is drawn at a place, from 0 (white) to 4 (black)."""
    drawn = torch.zeros(shape)
    bottom = top + tall * shape[0]
    for path in elements(drawing, "path"):
        if not path.get("fill"):
            continue
        level = 4 - round(int(path.get("fill")[1:3], 16) / 255 * 4)
        for run in re.findall(r"M(\S+) (\S+?)h([\d.]+)v([\d.]+)h", path.get("d")):
            x, y, length, height = map(float, run)
            if top <= y < bottom:
                assert height == tall
                row, column = round((y - top) / tall), round((x - left) / wide)
                drawn[row, column : column + round(length / wide)] = level
    return drawn


def frames(drawing, *, dashed):
    """Where the frames stand: left, top, right, bottom in pixels of the picture."""
    found = []
    for frame in elements(drawing, "rect"):
        if has_colour(frame, "input") and frame.get("stroke-width") == "4":
            x, y, wide, tall = (float(frame.get(k)) for k in ("x", "y", "width", "height"))
            if bool(frame.get("stroke-dasharray")) == dashed:
                found.append((x + 2, y + 2, x + wide - 2, y + tall - 2))
    return found


def framed_pixels(frame):
    """The first and last row and column of the whole image inside a frame."""
    left, top, right, bottom = frame
    rows = ((top - TOP) / SIDE, (bottom - TOP) / SIDE - 1)
    return rows, ((left - LEFT) / SIDE, (right - LEFT) / SIDE - 1)


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("read", READS)
def test_the_crop_is_drawn_where_it_was_in_the_image(read, height, width):
    top, left = TOP + SIDE * ((28 - height) // 2), LEFT + SIDE * ((28 - width) // 2)
    drawn = greys(draw(read, height, width), left, top, SIDE, SIDE, (height, width))
    assert torch.equal(drawn, 4 * kept(height, width)[0, 0])
    assert {"the first image", f"images {(3, 1, height, width)}"} <= set(
        texts(draw(read, height, width))
    )


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("read", READS)
def test_the_vector_is_what_the_layer_finds_along_the_last_axis(read, height, width):
    x = given(read, height, width)
    vector = x[0] if read == "image" else x[0, 0, 9]
    cell = 1 if read == "image" else 28
    drawn = greys(draw(read, height, width, marked=9), START, BELOW, cell, THICK, (1, len(vector)))
    assert torch.equal(drawn[0], 4 * vector)


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("read", READS)
def test_the_answer_is_that_of_the_layer_word_for_word(read, height, width):
    drawing, x = draw(read, height, width), given(read, height, width)
    layer = CLASSIFIER if read == "image" else LAYER
    missing = layer.in_features - x.shape[-1]
    empty = [area for area in elements(drawing, "polygon") if has_colour(area, "error")]
    size = f"{x.shape[-1]} numbers"
    if missing:
        with pytest.raises(RuntimeError) as raised:
            nn.functional.linear(x, layer.weight, layer.bias)
        message = str(raised.value)
        message = message[message.find("mat1") :]  # newer releases name the operation first
        assert drawing.sentence.endswith(f"and raises: {message}")
        assert message in " ".join(texts(drawing))
        (corners,) = map(points, empty)
        cell = 784 / layer.in_features
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        assert (right, right - left) == (START + 784, cell * missing - 5)
        assert f"{size}, {missing} missing" in texts(drawing)
    else:
        output = tuple(nn.functional.linear(x, layer.weight).shape)
        assert drawing.sentence.endswith(f"and gives {output}")
        assert {f"y {output}", size} <= set(texts(drawing))
        assert not empty


@pytest.mark.parametrize("operation", ["mm", "addmm"])
def test_the_error_is_the_same_text_in_all_releases(operation):
    message = "mat1 and mat2 shapes cannot be multiplied (84x20 and 28x100)"

    class Layer(nn.Linear):
        def forward(self, x):
            raise RuntimeError(f"{operation}: {message}")

    drawing = image_vectors(IMAGES, Layer(28, 100), read="row", height=28, width=20, marked=0)
    assert drawing == draw("row", 28, 20, marked=0)
    assert drawing.sentence.endswith(f": {message}")


def test_a_frame_marks_one_row_and_the_same_row_as_a_vector():
    in_image, as_vector = frames(draw("row", 20, 24, marked=3), dashed=False)
    assert framed_pixels(in_image) == ((7, 7), (2, 25))
    assert as_vector == (START, BELOW, START + 24 * 28, BELOW + THICK)


def test_a_frame_marks_one_column_and_the_same_column_as_a_vector():
    in_image, as_vector = frames(draw("column", 20, 24, marked=3), dashed=False)
    assert framed_pixels(in_image) == ((4, 23), (5, 5))
    assert as_vector == (START, BELOW, START + 20 * 28, BELOW + THICK)


def test_a_flattened_image_is_framed_as_a_whole_and_dashes_show_where_a_row_has_gone():
    drawing = draw("image", 20, 24, marked=3)
    in_image, as_vector = frames(drawing, dashed=False)
    assert framed_pixels(in_image) == ((4, 23), (2, 25))
    assert as_vector == (START, BELOW, START + 20 * 24, BELOW + THICK)
    row, its_numbers = frames(drawing, dashed=True)
    assert framed_pixels(row) == ((7, 7), (2, 25))
    assert its_numbers == (START + 72, BELOW, START + 96, BELOW + THICK)
    places = PLACES[:, :, 4:24, 2:26]
    (where,) = torch.where(torch.isin(places.flatten(1)[0], places[0, 0, 3]))
    assert "row 3 as numbers 72 to 95" in texts(drawing)
    assert (where.min(), where.max()) == (72, 95)


def test_past_the_last_row_or_column_the_last_is_marked():
    for read, sizes in [("row", (20, 28)), ("column", (28, 20))]:
        past, last = draw(read, *sizes, marked=27), draw(read, *sizes, marked=19)
        assert f"{read} 19 (the last)" in texts(past)
        assert f"{read} 19" in texts(last)
        assert past.svg.replace(" (the last)", "") == last.svg


def test_the_vectors_are_counted_as_the_layer_counts_them():
    assert "3 · 1 · 20 = 60 rows of 28 numbers" in texts(draw("row", 20, 28))
    assert "3 · 1 · 20 = 60 columns of 28 numbers" in texts(draw("column", 28, 20))
    assert "3 images, each 560 numbers in one line" in texts(draw("image", 28, 20))


def test_the_axis_that_is_read_has_an_arrow():
    arrows = {read: {text for text in texts(draw(read)) if set(text) & set("→←")} for read in READS}
    assert arrows == {
        "row": {"width 28 →"},
        "column": {"← height 28"},  # written upwards, so that it points down
        "image": {"width 28 →", "← height 28"},
    }


def test_what_is_moved_to_the_end_is_put_back():
    assert "the width is the last axis already" in texts(draw("row"))
    shown = texts(draw("column", 28, 20))
    there, back = "images.transpose(-1, -2) (3, 1, 20, 28)", "y.transpose(-1, -2) (3, 1, 100, 20)"
    assert {there, back} <= set(shown)
    assert tuple(LAYER(given("column", 28, 20)).permute(0, 1, 3, 2).shape) == (3, 1, 100, 20)


def test_another_picture_has_another_sentence():
    pictures, sentences = set(), set()
    for read, height, width in itertools.product(READS, (16, 20, 27, 28), (16, 20, 27, 28)):
        for marked in (0, 9, 27):
            drawing = draw(read, height, width, marked)
            pictures.add(drawing.svg.replace(drawing.sentence, ""))
            sentences.add(drawing.sentence)
    assert len(pictures) == len(sentences) == 3 * 16 * 3


def test_rounding_errors_in_an_image_do_not_show():
    assert draw(images=IMAGES + 1e-5) == draw(images=IMAGES - 1e-5) == draw()


def test_the_greys_of_an_image_go_from_paper_to_ink():
    image = torch.tensor([[0.0, 0.1, 0.2, 0.5], [0.5, 0.8, 0.9, 1.0]])
    drawing = svg.finish(80, 40, svg.pixels(0, 0, image, 20), "two rows")
    assert greys(drawing, 0, 0, 20, 20, (2, 4)).tolist() == [[0, 0, 1, 2], [2, 3, 4, 4]]


def test_a_batch_without_channels_is_named_with_its_shape():
    with pytest.raises(ValueError, match=r"images has the shape \(3, 28, 28\).*\(N, 1, 28, 28\)"):
        draw(images=IMAGES[:, 0])

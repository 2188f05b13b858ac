"""What is drawn of an image or a classifier must be its numbers, and said in steady words."""

import numpy as np
import pytest
import torch

from helpers import figures
from tests.pictures import CLASSIFIER, INK, LABELS, READ, drawn, shown, texts

pytestmark = pytest.mark.filterwarnings("error")


def test_images_show_the_tensor_and_white_for_zero():
    image, signed = torch.rand(4, 6), torch.tensor([[-2.0, 1.0, 0.0]])
    picture = figures.images([image, signed], ["one", "two"], mark_row=0)
    drawn_images = [ax.images[0] for ax in picture.axes]
    assert np.allclose(drawn_images[0].get_array(), image)
    assert np.allclose(drawn_images[1].get_array(), signed)
    assert drawn_images[1].get_clim() == (-2, 2)
    assert drawn_images[0].get_clim() == (0, image.max().item())
    frame = picture.axes[0].patches[0]
    assert (frame.get_x(), frame.get_width()) == (-0.5, 6)
    assert frame.get_y() + frame.get_height() / 2 == 0  # the middle of row 0


def test_accuracies_are_bars_of_their_height_beside_the_line_of_guessing():
    picture = drawn("accuracies").picture
    (ax,) = picture.axes
    assert [bar.get_height() for bar in ax.patches] == [0.08, 0.92]
    assert texts(picture) == ["0.080", "0.920"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["before", "after"]
    assert set(ax.lines[0].get_ydata()) == {0.1}


def test_templates_are_the_rows_of_the_weight_in_one_scale_with_white_at_zero():
    axes = drawn("templates").picture.axes
    assert [ax.get_title() for ax in axes[:10]] == [str(digit) for digit in range(10)]
    top = CLASSIFIER.weight.abs().max().item()
    for ax, row in zip(axes, CLASSIFIER.weight.detach(), strict=False):
        assert torch.equal(shown(ax).flatten(), row)
        assert ax.images[0].get_clim() == pytest.approx((-top, top))


def test_the_score_is_the_sum_of_the_products_that_are_drawn():
    image, template, products, bars = drawn("image_times_template").picture.axes
    assert torch.equal(shown(image), INK[0])
    assert torch.equal(shown(template).flatten(), CLASSIFIER.weight[3].detach())
    assert torch.allclose(shown(products), shown(image) * shown(template))
    scores = CLASSIFIER(INK[0].flatten()).tolist()
    assert [bar.get_width() for bar in bars.patches] == pytest.approx(scores, abs=1e-5)
    assert products.get_xlabel().endswith(f"= {scores[3]:.1f}")
    ((largest, row),) = bars.lines[-1].get_xydata()
    assert (largest, row) == (pytest.approx(max(scores)), scores.index(max(scores)))


def test_the_confusion_counts_each_pair_and_frames_the_most_confused_pairs():
    table, side = drawn("confusion").picture.axes
    written = {text.get_position(): text.get_text() for text in table.texts if text.get_text()}
    pairs = list(zip(READ.tolist(), LABELS.tolist(), strict=True))
    assert written == {pair: str(pairs.count(pair)) for pair in pairs}
    frames = [(frame.get_x() + 0.5, frame.get_y() + 0.5) for frame in table.patches]
    assert frames[:4] == [(8, 2), (2, 8), (9, 4), (4, 9)]
    told = [text.get_text() for text in side.texts]
    assert told[1:3] == ["2 and 8:\n4 times", "4 and 9:\n3 times"]
    assert (table.get_xlabel(), table.get_ylabel()) == ("read as", "label")
    assert shown(table)[4, 4] == 0  # a right answer is not shaded


def test_each_mistake_has_its_label_and_what_was_read():
    axes = drawn("mistakes of five").picture.axes
    assert [ax.get_title() for ax in axes[:5]] == [
        f"label {label}\nread as {digit}"
        for label, digit in zip(LABELS.tolist(), READ.tolist(), strict=False)
    ][:5]
    for ax, image in zip(axes[:5], INK, strict=False):
        assert torch.equal(shown(ax), image)
    assert not any(ax.images for ax in axes[5:])


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("templates", lambda: figures.templates(2 * CLASSIFIER.weight)),
        (
            "image_times_template",
            lambda: figures.image_times_template(
                INK[1], 2 * CLASSIFIER.weight, CLASSIFIER.bias, row=3
            ),
        ),
        ("confusion", lambda: figures.confusion(READ, LABELS)),
        ("mistakes", lambda: figures.mistakes(INK.flip(0), READ, LABELS)),
    ],
)
def test_what_depends_on_the_data_is_not_in_the_sentence_that_nbval_compares(name, other):
    assert other().description == drawn(name).picture.description

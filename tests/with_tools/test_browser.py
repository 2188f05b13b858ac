"""In the browser of a student a drag must follow the keyboard and agree with the numbers."""

import contextlib
import importlib.util
import re

import pytest

from tests.needs import leave_out

if importlib.util.find_spec("playwright") is None:
    leave_out("playwright")

from playwright.sync_api import Error, expect

from tools import browser


@pytest.fixture(scope="module")
def chromium():
    """A headless browser."""
    with contextlib.ExitStack() as stack:
        try:
            started = stack.enter_context(browser.browser())
        except Error as error:
            leave_out(f"Chromium ({error.message.splitlines()[0]})")
        yield started


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with browser.jupyterlab(tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture
def page(chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    yield page
    page.close()


def move(page, cell, control, *keys):
    """Move a control by the keyboard alone; JupyterLab may still take the focus after a run."""
    handle = cell.locator(".noUi-handle").nth(control)
    for key in keys:
        handle.press(key)


OUTSIDE = """svg => {
    const frame = svg.getBoundingClientRect()
    return [...svg.querySelectorAll('text')].filter(text => {
        const box = text.getBoundingClientRect()
        return box.left < frame.left || box.right > frame.right
            || box.top < frame.top || box.bottom > frame.bottom
    }).map(text => text.textContent)
}"""


def expect_to_say(cell, sentence):
    """Wait until the picture of a drag says this, among other things; no text of it is cut off."""
    picture, said = cell.locator("svg[role=img]"), re.compile(re.escape(sentence))
    expect(picture).to_have_attribute("aria-label", said, timeout=30_000)
    assert picture.evaluate(OUTSIDE) == []  # in the letters of this computer


def shown(cell):
    """The texts that the picture of a drag shows."""
    return cell.locator("svg[role=img] text").all_text_contents()


def test_before_anything_has_run_every_drag_shows_its_still_picture(page, lab):
    browser.open_lesson(page, lab, "01_dot_product")
    for source in ("widgets.matrix_product(", "widgets.plane("):
        still = browser.cell(page, source).locator(".jp-OutputArea-output img")
        expect(still).to_have_count(1)
        assert still.evaluate("image => image.complete && image.naturalWidth") > 400
        assert len(still.get_attribute("alt")) > 30


def test_the_drags_of_lesson_1_follow_the_keyboard(page, lab):
    browser.open_lesson(page, lab, "01_dot_product")
    browser.run_all(page)
    product = browser.cell(page, "widgets.matrix_product(")
    expect_to_say(product, "= 12")
    move(page, product, 0, "ArrowLeft")
    expect_to_say(product, "1·3 + 2·1 + 3·0 + 4·2 = 13")
    move(page, product, 1, "ArrowLeft")
    expect_to_say(product, "1·0 + 2·5 + 3·1 + 4·1 = 17")
    assert "= 0 + 10 + 3 + 4" in shown(product)
    plane = browser.cell(page, "widgets.plane(")
    move(page, plane, 0, "ArrowLeft", "ArrowLeft")
    expect_to_say(plane, "(1, 0) lands on (1, 1) and (0, 1) lands on (-1, 1)")
    move(page, plane, 3, "Home")
    expect_to_say(plane, "(1, 0) lands on (1, 1) and (0, 1) lands on (-1, -3)")
    assert "second (-1, -3)" in shown(plane)


def test_in_a_narrow_window_only_the_picture_of_a_drag_scrolls_and_can_be_read(page, lab):
    page.set_viewport_size({"width": 400, "height": 720})
    browser.open_lesson(page, lab, "01_dot_product")
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    browser.run_all(page)
    drag = browser.cell(page, "widgets.plane(").locator(".nn-linear-drag")
    expect(drag.locator("svg[role=img]")).to_be_attached()
    assert drag.evaluate("drag => drag.scrollWidth - drag.clientWidth") == 0
    heights = drag.locator("svg[role=img] text:not([transform])").evaluate_all(
        "texts => texts.map(text => text.getBoundingClientRect().height)"
    )
    assert min(heights) >= 11


def test_the_drag_of_lesson_2_follows_the_keyboard(page, lab):
    browser.open_lesson(page, lab, "02_in_out_features")
    browser.run_all(page)
    shapes = browser.cell(page, "widgets.linear_shapes(")
    expect_to_say(shapes, "mat1 and mat2 shapes cannot be multiplied (6x5 and 4x3)")
    move(page, shapes, 1, "ArrowLeft")
    expect_to_say(shapes, "nn.Linear(4, 3) turns (2, 3, 4), which is 6 rows of 4, into (2, 3, 3)")
    move(page, shapes, 3, "End")
    expect_to_say(shapes, "into (2, 3, 8)")
    move(page, shapes, 0, "ArrowRight")
    expect_to_say(shapes, "turns (7, 2, 4), which is 14 rows of 4, into (7, 2, 8)")
    assert {"y (7, 2, 8)", "mat1: 7 · 2 = 14 rows of 4 numbers"} <= set(shown(shapes))
    move(page, shapes, 2, "Home")
    expect_to_say(shapes, "mat1 and mat2 shapes cannot be multiplied (14x4 and 1x8)")
    move(page, shapes, 0, "Home")
    expect_to_say(shapes, "both arguments to linear need to be at least 1D")


def test_the_drags_of_lesson_3_follow_the_keyboard(page, lab):
    browser.open_lesson(page, lab, "03_bias")
    browser.run_all(page)
    bias = browser.cell(page, "widgets.broadcast_sum(")
    expect_to_say(bias, "b[1] = 20 of a bias of shape (3,)")
    move(page, bias, 1, "ArrowRight")
    expect_to_say(bias, "b[2] = 20 of a bias of shape (3,)")
    assert {"33", "32", "25"} <= set(shown(bias))  # 13 + 20, 12 + 20, 5 + 20
    move(page, bias, 0, "ArrowRight")
    expect_to_say(bias, "b[2, 0] = 20 of a bias of shape (3, 1)")
    assert {"18", "27", "25"} <= set(shown(bias))  # -2 + 20, 7 + 20, 5 + 20
    line = browser.cell(page, "widgets.line(")
    move(page, line, 0, *["ArrowLeft"] * 5)
    expect_to_say(line, "y = -0.5 x + 3")
    move(page, line, 1, *["ArrowLeft"] * 7)
    expect_to_say(line, "y = -0.5 x - 0.5")
    assert {"w = -0.5", "b = -0.5"} <= set(shown(line))


def test_the_drag_of_lesson_4_follows_the_keyboard(page, lab):
    browser.open_lesson(page, lab, "04_linear_regression")
    browser.run_all(page)
    descent = browser.cell(page, "widgets.descent(")
    expect_to_say(descent, "is above the limit 0.0342: the path oscillates and explodes; after 50")
    move(page, descent, 0, "ArrowLeft")
    expect_to_say(descent, "is below the limit 0.0342: the path oscillates and converges; after 50")
    move(page, descent, 0, *["ArrowLeft"] * 3)
    move(page, descent, 1, "End")
    expect_to_say(descent, "after 1000 steps w = 10, b = 4.99, loss = 2.5e-05")  # as in 4.5
    assert {"lr = 0.01 is below the limit 0.0342: converges", "b = 4.99"} <= set(shown(descent))
    move(page, descent, 0, "End")
    expect_to_say(descent, "nan because the numbers are too large for float32")
    assert {"w = nan", "b = nan", "loss = nan"} <= set(shown(descent))
    move(page, descent, 1, "Home", "ArrowRight")
    expect_to_say(descent, "after 1 step w = 51.2, b = 9,")


def test_the_drag_of_lesson_6_follows_the_keyboard(page, lab):
    browser.open_lesson(page, lab, "06_mnist_shapes")
    browser.run_all(page)
    image = browser.cell(page, "widgets.image_vectors(")
    expect_to_say(image, "mat1 and mat2 shapes cannot be multiplied (84x20 and 28x100)")
    move(page, image, 2, "End")
    expect_to_say(image, "reads 3 · 1 · 28 = 84 rows of 28 numbers, among them row 14, and gives")
    move(page, image, 2, *["ArrowLeft"] * 8)
    move(page, image, 0, "ArrowRight")
    move(page, image, 3, "Home")
    expect_to_say(image, "60 columns of 28 numbers, among them column 0, and gives (3, 1, 20, 100)")
    assert {"y (3, 1, 20, 100)", "y.transpose(-1, -2) (3, 1, 100, 20)"} <= set(shown(image))
    move(page, image, 0, "ArrowRight")
    move(page, image, 1, "ArrowLeft")
    expect_to_say(image, "(3x540 and 784x10)")
    assert "540 numbers, 244 missing" in shown(image)


def test_the_drag_of_lesson_5_follows_the_keyboard(page, lab):
    browser.open_lesson(page, lab, "05_dataloader")
    browser.run_all(page)
    batches = browser.cell(page, "widgets.batches(")
    expect_to_say(batches, "len(loader) = 2; batch 0: rows 0, 1, (2, 4) → (2, 3); batch 1: rows 2")
    expect_to_say(batches, "left out: row 4")
    move(page, batches, 0, "ArrowRight")
    expect_to_say(batches, "batch 0: rows 0, 1, 2, (3, 4) → (3, 3); left out: rows 3, 4")
    move(page, batches, 2, "Home")
    expect_to_say(batches, "batch 1: rows 3, 4, (2, 4) → (2, 3)")
    assert "left out" not in shown(batches)
    move(page, batches, 1, "ArrowRight")
    expect_to_say(batches, "epoch 1 with batch_size=3, shuffle=True, drop_last=False")
    move(page, batches, 3, "End")
    expect_to_say(batches, "epoch 4 with batch_size=3, shuffle=True, drop_last=False")
    rows = [text for text in shown(batches) if text.startswith("row ")]
    assert sorted(rows) == [f"row {row}" for row in range(5)]
    move(page, batches, 0, "End")
    expect_to_say(batches, "len(loader) = 1; batch 0: rows")


def test_the_drag_of_lesson_7_follows_the_keyboard(page, lab):
    browser.open_lesson(page, lab, "07_custom_linear")
    browser.run_all(page)
    registration = browser.cell(page, "widgets.registration(")
    expect_to_say(registration, "with_grad, alone in its module, after line 4: in parameters()? no")
    expect_to_say(registration, "line 4 raises ValueError: optimizer got an empty parameter list")
    move(page, registration, 1, "ArrowRight")
    expect_to_say(registration, "with_grad, beside a Parameter, after line 4: in parameters()? no")
    assert not [text for text in shown(registration) if "Error" in text]
    move(page, registration, 0, "ArrowRight")
    expect_to_say(registration, "moved by a step? yes; its numbers are now 0.9, 2, -0.2, -0.1, -1,")
    assert {"0.9", "2.8", "weight float64"} <= set(shown(registration))
    move(page, registration, 2, "Home")
    expect_to_say(registration, "parameter, beside a Parameter, after line 1: in parameters()? yes")
    assert shown(registration).count("not yet") == 3
    move(page, registration, 0, "End")
    expect_to_say(registration, "buffer, beside a Parameter, after line 1: in parameters()? no")


def test_the_drag_of_lesson_8_follows_the_keyboard(page, lab):
    browser.open_lesson(page, lab, "08_devices")
    browser.run_all(page)
    places = browser.cell(page, "widgets.places(")
    expect_to_say(places, "on cpu: shift; on meta: x, weight, bias; model(x) stops at x +")
    move(page, places, 0, "ArrowRight")
    expect_to_say(places, "on cpu: nothing; on meta: x, weight, bias, shift, y; model(x) gives y")
    move(page, places, 1, "ArrowLeft")
    expect_to_say(places, "on cpu: x; on meta: weight, bias, shift; model(x) stops at x +")
    assert "RuntimeError: Tensor on device meta is not on the expected device cpu!" in shown(places)
    move(page, places, 2, "Home")
    expect_to_say(places, "on cpu: x, weight, bias, shift, y; on meta: nothing; model(x) gives y")
    assert {"18", "34", "24", "43"} <= set(shown(places))
    move(page, places, 0, "Home")
    move(page, places, 2, "End")
    expect_to_say(places, "on cpu: x, shift; on meta: weight, bias; model(x) stops at self.layer")


def test_the_drag_of_lesson_9_follows_the_keyboard(page, lab):
    """The numbers depend on the digits at hand, so they are only compared with each other."""
    browser.open_lesson(page, lab, "09_digit_classifier")
    browser.run_all(page)
    training = browser.cell(page, "losses = fit(")
    expect(training).to_contain_text(re.compile(r"epoch 5 of 5, batch (\d+) of \1, loss 0\.\d\d"))
    scores = browser.cell(page, "widgets.image_scores(")
    expect_to_say(scores, "the largest score is that of 7, right, a 7")
    first = dict(zip("0123456789", shown(scores)[-19::2], strict=True))
    move(page, scores, 1, "Home")
    expect_to_say(scores, f"score 0 = {first['0']}, the sum ")
    assert "template W[0]" in shown(scores)
    move(page, scores, 1, "End")
    expect_to_say(scores, f"score 9 = {first['9']}, the sum ")
    move(page, scores, 2, "End")  # the 7 is moved 8 pixels to the right
    expect(scores.locator("svg[role=img]")).not_to_have_attribute(
        "aria-label", re.compile(re.escape(f"score 9 = {first['9']},")), timeout=30_000
    )
    move(page, scores, 0, "ArrowRight")
    expect_to_say(scores, " a 2")  # the second test image of both sets

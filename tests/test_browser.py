"""In the browser of a student a drag must follow the keyboard and agree with the numbers."""

import contextlib
import importlib.util
import os
import re

import pytest

if importlib.util.find_spec("playwright") is None:
    if os.environ.get("CI"):
        pytest.fail("playwright is missing: python -m pip install --group dev", pytrace=False)
    pytest.skip("it needs playwright and Chromium: see CONTRIBUTING.md", allow_module_level=True)

import browser
from playwright.sync_api import Error, expect


@pytest.fixture(scope="module")
def chromium():
    """A headless browser; without one the tests are skipped, but not where changes are checked."""
    with contextlib.ExitStack() as stack:
        try:
            started = stack.enter_context(browser.browser())
        except Error as error:
            message = f"no browser: {error.message.splitlines()[0]}"
            pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
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
    """Move a control by the keyboard alone."""
    cell.locator(".noUi-handle").nth(control).focus()
    for key in keys:
        page.keyboard.press(key)


def expect_to_say(cell, sentence):
    """Wait until the picture of a drag says this, among other things."""
    said = re.compile(re.escape(sentence))
    expect(cell.locator("svg[role=img]")).to_have_attribute("aria-label", said, timeout=30_000)


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


def test_no_text_leaves_its_picture_in_the_letters_of_this_computer(page, lab):
    browser.open_lesson(page, lab, "03_bias")
    browser.run_all(page)
    for source in ("widgets.broadcast_sum(", "widgets.line("):
        outside = (
            browser.cell(page, source)
            .locator("svg[role=img]")
            .evaluate(
                """svg => {
                const frame = svg.getBoundingClientRect()
                return [...svg.querySelectorAll('text')].filter(text => {
                    const box = text.getBoundingClientRect()
                    return box.left < frame.left || box.right > frame.right
                        || box.top < frame.top || box.bottom > frame.bottom
                }).map(text => text.textContent)
            }"""
            )
        )
        assert outside == []

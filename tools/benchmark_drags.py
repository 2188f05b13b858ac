"""How long a reader waits for a drag: ``python -m tools.benchmark_drags``.

For each drag, in JupyterLab in a headless Chromium:

- the median of 20 moves, from the press of an arrow key to the frame that shows the new picture,
  after 5 moves that are not counted,
- 25 moves as quick as the browser sends them: from the last press to the picture of the last value,
- how much the memory of the kernel grows over 500 moves, after 50 that are not counted.

A move should take 50 ms or less. The measuring needs playwright and Chromium, as the tests of the
drags do (see CONTRIBUTING.md).
"""

import statistics
import tempfile
import time
from pathlib import Path

import psutil

from tools import browser

DRAGS = {
    "01_dot_product": ["widgets.matrix_product(", "widgets.plane("],
    "02_in_out_features": ["widgets.linear_shapes("],
    "03_bias": ["widgets.broadcast_sum(", "widgets.line("],
    "04_linear_regression": ["widgets.descent("],
    "05_dataloader": ["widgets.batches("],
    "06_mnist_shapes": ["widgets.image_vectors("],
    "07_custom_linear": ["widgets.registration("],
    "08_devices": ["widgets.places("],
    "09_digit_classifier": ["widgets.image_scores("],
}
MOVES, QUICK, MANY = 20, 25, 500

# Moves the slider of a cell with the arrow keys; resolves with the times from press to frame.
MOVE = """async (cell, [moves, wait]) => {
    const handle = cell.querySelector('.noUi-handle')
    const frame = () => new Promise(done => requestAnimationFrame(done))
    const label = () => cell.querySelector('svg[role=img]').getAttribute('aria-label')
    const value = () => Number(handle.ariaValueNow)
    const times = []
    let key = value() > Number(handle.ariaValueMin) ? 'ArrowLeft' : 'ArrowRight'
    for (let move = 0; move < moves; move++) {
        if (value() <= Number(handle.ariaValueMin)) key = 'ArrowRight'
        if (value() >= Number(handle.ariaValueMax)) key = 'ArrowLeft'
        const before = label(), start = performance.now()
        handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}))
        if (wait) {
            while (label() === before && performance.now() - start < 5000) await frame()
            times.push(performance.now() - start)
            await new Promise(done => setTimeout(done, wait))
        }
    }
    const start = performance.now()
    let last = label(), changed = start
    while (!wait && performance.now() - start < 2000) {
        await frame()
        if (label() !== last) { last = label(); changed = performance.now() }
    }
    return {times, last, value: value(), settled: changed - start}
}"""


def kernel_of(page):
    """The process of the kernel that the open lesson runs in."""
    panel = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id"
    name = page.evaluate(f"() => {panel}")
    running = psutil.process_iter(["cmdline"])
    return next(one for one in running if f"kernel-{name}.json" in " ".join(one.cmdline()))


def measure(page, source):
    """Print one row of the table for a drag."""
    cell = browser.cell(page, source)
    cell.locator("svg[role=img]").wait_for(timeout=60_000)  # until the cell has run
    cell.scroll_into_view_if_needed()
    time.sleep(1)
    times = cell.evaluate(MOVE, [5 + MOVES, 100])["times"][5:]
    quick = cell.evaluate(MOVE, [QUICK, 0])
    cell.evaluate(MOVE, [50, 1])
    process = kernel_of(page)
    before = process.memory_info().rss
    cell.evaluate(MOVE, [MANY, 1])
    grown = (process.memory_info().rss - before) / 2**20
    median, slowest = statistics.median(times), max(times)
    print(f"{source:26}{median:12.0f}{slowest:10.0f}{quick['settled']:14.0f}{grown:18.2f}")
    print(f"  after {QUICK} quick moves the slider says {quick['value']}: {quick['last']}")


def main():
    """Print a table with a row for each drag."""
    print(
        f"{'drag':26}{'median (ms)':>12}{'slowest':>10}{'25 quick (ms)':>14}{'500 moves (MiB)':>18}"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        browser.browser() as chromium,
        browser.jupyterlab(Path(folder)) as address,
    ):
        for lesson, sources in DRAGS.items():
            page = chromium.new_page(viewport={"width": 1280, "height": 720})
            browser.open_lesson(page, address, lesson)
            browser.run_all(page)
            for source in sources:
                measure(page, source)
            page.close()


if __name__ == "__main__":
    main()

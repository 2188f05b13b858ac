"""Every lesson keeps the rules of the course, and each rule is one that can be broken."""

import base64
import inspect
import io
from pathlib import Path

import nbformat
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests import guards
from tests.guards import EXCUSED, GUARDS, LESSONS, NOTEBOOKS, read
from tools.refresh import KERNEL


def name_of(thing):
    return thing.stem if isinstance(thing, Path) else thing.__name__


each_lesson = pytest.mark.parametrize("path", LESSONS, ids=name_of)
each_guard = pytest.mark.parametrize("guard", GUARDS, ids=name_of)


@each_lesson
@each_guard
def test_lesson(guard, path):
    complaints = [
        f"cell {cell!r}: {complaint}" if cell else complaint
        for cell, complaint in guard(read(path))
        if (path.stem, cell, guard.__name__) not in EXCUSED
    ]
    assert not complaints, "\n".join([path.name, *complaints])


@pytest.mark.parametrize("excuse", EXCUSED, ids="-".join)
def test_every_excuse_is_still_needed(excuse):
    lesson, excused, name = excuse
    guard = getattr(guards, name)
    assert excused in [cell for cell, _ in guard(read(NOTEBOOKS / f"{lesson}.ipynb"))]


# --- each guard can fail -------------------------------------------------------------------------


def png(**options):
    file = io.BytesIO()
    Image.new("RGB", (1, 1)).save(file, format="png", **options)
    return base64.b64encode(file.getvalue()).decode()


def png_with_text():
    info = PngInfo()
    info.add_text("Software", "a program, version 1.2.3")
    return png(pnginfo=info)


def good_lesson():
    """The smallest lesson that no guard complains about."""
    v4 = nbformat.v4
    drawn = v4.new_output(
        "display_data",
        data={"image/png": png(), "text/plain": "Picture: one dot"},
        metadata={"image/png": {"alt": "one dot"}},
    )
    failed = v4.new_output("error", ename="ZeroDivisionError", evalue="division by zero")
    still = '<img alt="a line" src="data:image/svg+xml;base64,PHN2Zy8+"><p>a line</p>'
    moved = v4.new_output(
        "execute_result", execution_count=4, data={"text/plain": "Drag: a line", "text/html": still}
    )
    opening = "# 1. A lesson\n\n- one\n- two\n- three\n\nIt takes about 20 minutes."
    cells = [
        v4.new_markdown_cell(opening, id="opening"),
        v4.new_code_cell("import torch\n\nshort_errors()", id="setup", execution_count=1),
        v4.new_code_cell("figure", id="picture", execution_count=2, outputs=[drawn]),
        v4.new_markdown_cell("One dot. See [lesson 1](01_dot_product.ipynb#recap).", id="text"),
        v4.new_code_cell("1 / 0", id="error", execution_count=3, outputs=[failed]),
        v4.new_markdown_cell("## Recap\n\n- one", id="recap"),
        v4.new_markdown_cell("## Errors you met\n\n| a | b |\n|---|---|", id="errors"),
        v4.new_markdown_cell(f"**Move it.** {guards.NO_KERNEL} a line.", id="before"),
        v4.new_code_cell("widgets.line(2, 3)", id="drag-line", execution_count=4, outputs=[moved]),
    ]
    cells[4].metadata.tags = ["raises-exception"]
    metadata = {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    return v4.new_notebook(cells=cells, metadata=metadata)


def stores(text):
    """A mistake: the setup cell stores this text as its output."""
    output = nbformat.v4.new_output("stream", name="stdout", text=text)
    return lambda notebook, cell: cell["setup"].outputs.append(output)


def reads(name, source):
    """A mistake: the source of a cell is this one."""
    return lambda notebook, cell: cell[name].update(source=source)


def tagged(name, *tags):
    return lambda notebook, cell: cell[name].metadata.update(tags=list(tags))


def called(name, new):
    """A mistake: a cell has this id."""
    return lambda notebook, cell: cell[name].update(id=new)


def draws(**data):
    """A mistake: the picture's output has these data."""
    data = {kind.replace("_", "/"): value for kind, value in data.items()}
    return lambda notebook, cell: cell["picture"].outputs[0].data.update(data)


def stores_of_a_drag(**data):
    """A mistake: the output of the drag has these data."""
    data = {kind.replace("_", "/", 1): value for kind, value in data.items()}
    return lambda notebook, cell: cell["drag-line"].outputs[0].data.update(data)


MISTAKES = {
    guards.every_cell_was_run_in_order: [
        lambda notebook, cell: cell["picture"].update(execution_count=None),
        lambda notebook, cell: cell["picture"].update(execution_count=3),
    ],
    guards.every_output_is_compared: [
        tagged("setup", "nbval-ignore-output"),
        tagged("setup", "nbval-skip"),
        reads("setup", "# NBVAL_IGNORE_OUTPUT\nimport torch"),
    ],
    guards.every_marker_is_one_that_nbval_obeys: [
        tagged("setup", "skip-execution"),
        tagged("text", "raises_exception"),
        reads("setup", "# NBVAL_IGNORE_OUTPUT: slow"),
        reads("setup", "x = 1  # NBVAL_IGNORE_OUTPUT"),
        reads("setup", "# nbval_skip"),
        reads("setup", "# PYTEST_VALIDATE_IGNORE_OUTPUT"),
    ],
    guards.every_promised_error_is_stored: [
        tagged("setup", "raises-exception"),
        lambda notebook, cell: cell["error"].outputs.clear(),
    ],
    guards.every_stored_error_is_promised: [
        tagged("error"),
    ],
    guards.no_result_is_hidden_by_a_semicolon: [
        reads("setup", "layer(x);"),
        reads("setup", "layer(x);  # hidden\n# a note\n"),
    ],
    guards.nothing_is_shown_that_nbval_cannot_see: [
        reads("setup", "sys.path.append('..')"),
        reads("setup", "%%capture\nlayer(x)"),
        reads("setup", "clear_output()"),
        reads("setup", "@interact(w=1)\ndef f(w): ..."),
        reads("setup", "with widgets.Output(): ..."),
        reads("setup", "!pip install torch"),
        reads("setup", "%timeit layer(x)"),
    ],
    guards.every_picture_is_compared_in_words: [
        draws(text_plain="<Figure size 640x480 with 1 Axes>"),
        draws(text_plain="Picture: "),
        draws(text_plain="Picture: two dots"),
        draws(image_jpeg=png()),
    ],
    guards.every_drag_stores_a_still_picture_and_nothing_live: [
        stores_of_a_drag(text_plain="Drag: x"),
        stores_of_a_drag(text_html="<p>a</p>"),
        stores_of_a_drag(application_x={}),
    ],
    guards.outputs_say_nothing_about_a_machine: [
        stores("/home/ada/course/data"),
        stores(r"C:\Users\ada\course"),
        stores("venv/lib/site-packages/torch/nn/linear.py"),
        stores("\x1b[32m/tmp/\x1b[39mipykernel_71/1.py:1"),
        stores("<Linear object at 0x7f3a5c2b9d90>"),
        stores("2026-01-31"),
        stores("loss 0.5 after 1.23 ms"),
        stores("2.6.0+cpu"),
        stores("tensor([1.], device='cuda:0')"),
        draws(text_plain="Picture: drawn by 3.10.1"),
    ],
    guards.metadata_says_nothing_about_a_machine: [
        lambda notebook, cell: notebook.metadata.clear(),
        lambda notebook, cell: notebook.metadata.update(widgets={}),
        lambda notebook, cell: notebook.metadata.kernelspec.update(name="ada"),
        lambda notebook, cell: notebook.metadata.language_info.update(version="3.10.1"),
        lambda notebook, cell: cell["setup"].metadata.update(execution={}),
    ],
    guards.pictures_say_nothing_about_a_machine: [
        draws(image_png=png_with_text()),
    ],
    guards.the_file_is_small: [
        stores("x" * 150_000),
    ],
    guards.every_cell_has_an_id_of_its_own: [
        lambda notebook, cell: cell["text"].update(id="setup"),
        lambda notebook, cell: cell["text"].pop("id"),
    ],
    guards.no_cell_scrolls: [
        reads("setup", "x = 1\n\n# a note\n" * 11),
    ],
    guards.the_opening_says_what_it_is_for: [
        reads("opening", "A lesson"),
    ],
    guards.it_reads_in_the_minutes_it_says: [
        reads("opening", "It takes about 30 minutes."),
        reads("text", "word " * 5000),
    ],
    guards.the_end_sums_up: [
        reads("recap", "## Summary\n\n- one"),
        reads("recap", "## Recap\n" + "\n- one" * 6),
        reads("errors", "## Errors you met\n\nNone."),
    ],
    guards.something_is_drawn_and_something_fails: [
        lambda notebook, cell: notebook.cells.pop(2),
        lambda notebook, cell: notebook.cells.pop(4),
    ],
    guards.errors_are_shortened_from_the_first_cell_on: [
        reads("setup", "import torch"),
    ],
    guards.every_picture_is_told_in_the_text: [
        lambda notebook, cell: notebook.cells.pop(3),
    ],
    guards.the_text_before_a_drag_says_what_to_move: [
        stores_of_a_drag(text_plain="VBox()"),
        reads("before", "**Move it.**"),
        reads("before", guards.NO_KERNEL),
        called("drag-line", "other"),
    ],
    guards.every_link_leads_to_a_file: [
        reads("text", "[next](99_nowhere.ipynb)"),
        reads("text", '<img src="nowhere.png">'),
    ],
}


@each_guard
def test_a_guard_lets_a_good_lesson_pass(guard):
    assert list(guard(good_lesson())) == []


@each_guard
def test_a_guard_notices_every_mistake_it_is_for(guard):
    assert MISTAKES[guard]
    for make in MISTAKES[guard]:
        notebook = good_lesson()
        make(notebook, {cell.id: cell for cell in notebook.cells})
        assert list(guard(notebook)), inspect.getsource(make)

"""nbval compares what a lesson stores with what it shows, but it can pass without comparing.

Each guard below closes one of these ways, or keeps a rule of the course. A guard takes a notebook
and yields (cell id, complaint); what it must not find and does is either mended or excused here.
"""

import base64
import copy
import io
import itertools
import re
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

import nbformat
import pytest
from nbclient import NotebookClient
from nbval.plugin import (
    coalesce_streams,
    find_comment_markers,
    find_metadata_tags,
    get_sanitize_patterns,
)
from PIL import Image

from helpers.refresh import KERNEL

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))

# (lesson, cell id, guard) -> why this cell may do what the guard complains about.
EXCUSED = {
    ("06_mnist_shapes", "load-run", "every_output_is_compared"): (
        "it says whether MNIST or the small digits are used"
    ),
    ("09_digit_classifier", "load-run", "every_output_is_compared"): (
        "it says whether MNIST or the small digits are used"
    ),
    ("09_digit_classifier", "exercise-1-answer", "every_picture_is_told_in_the_text"): (
        "to say what it shows is the exercise"
    ),
    ("08_devices", "pick-run", "every_output_is_compared"): (
        "it names the device of the machine it runs on"
    ),
    ("08_devices", "cuda-messages", "every_output_is_compared"): (
        "what PyTorch answers depends on the GPUs of the machine and on how it was built"
    ),
    ("08_devices", "cuda-messages", "outputs_say_nothing_about_a_machine"): (
        "the answer that there is no GPU names the maker of GPUs"
    ),
    ("08_devices", "names-run", "outputs_say_nothing_about_a_machine"): (
        "it takes the name 'cuda:0' apart, which needs no GPU"
    ),
    ("08_devices", "gpu-is-no-name", "outputs_say_nothing_about_a_machine"): (
        "the message lists every name there is"
    ),
    ("08_devices", "predict-b", "outputs_say_nothing_about_a_machine"): (
        "'mps' is one of the words to choose from"
    ),
    ("08_devices", "synchronize-source", "outputs_say_nothing_about_a_machine"): (
        "it is the source of synchronize"
    ),
    ("08_devices", "time-picture", "outputs_say_nothing_about_a_machine"): (
        "the times were recorded once and are the same everywhere"
    ),
}


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def errors(cell):
    return [output for output in cell.outputs if output.output_type == "error"]


def pictures(cell):
    return [output for output in cell.outputs if "image/png" in output.get("data", {})]


def drags(cell):
    """The outputs of a code cell that are the still picture of a drag."""
    return [out for out in cell.outputs if str(out.get("data", {}).get("text/plain"))[:4] == "Drag"]


def stored_texts(cell):
    """Every text that a code cell stores as its output, without colours and stills."""
    for output in cell.outputs:
        data = {kind: text for kind, text in output.get("data", {}).items() if kind != "image/png"}
        texts = [output.get("text"), output.get("evalue"), *output.get("traceback", [])]
        for text in [*texts, *data.values()]:
            if text:
                yield re.sub(r"\x1b\[[\d;]*m|base64,[\w+/=]+", "", str(text))


# --- the guards: is everything compared? ---------------------------------------------------------


def every_cell_was_run_in_order(notebook):
    for count, cell in enumerate(code_cells(notebook), start=1):
        if cell.execution_count != count:
            yield cell.id, f"its number is {cell.execution_count}, not {count}"


def every_output_is_compared(notebook):
    for cell in code_cells(notebook):
        options = dict([*find_metadata_tags(cell.metadata), *find_comment_markers(cell.source)])
        if options.get("skip") or not options.get("check", True):
            yield cell.id, "nbval does not compare its output"


def every_marker_is_one_that_nbval_obeys(notebook):
    for cell in notebook.cells:
        for tag in cell.metadata.get("tags", []):
            if tag not in ("raises-exception", "nbval-ignore-output"):
                yield cell.id, f"unknown tag {tag!r}"
    for cell in code_cells(notebook):
        for line in cell.source.splitlines():
            if re.search("NBVAL|PYTEST_VALIDATE", line, re.IGNORECASE) and (
                line.strip() != "# NBVAL_IGNORE_OUTPUT"
            ):
                yield cell.id, f"not a marker: {line.strip()}"


def every_promised_error_is_stored(notebook):
    for cell in code_cells(notebook):
        if "raises-exception" in cell.metadata.get("tags", []) and not errors(cell):
            yield cell.id, "tagged raises-exception, but it stores no error"


def every_stored_error_is_promised(notebook):
    for cell in code_cells(notebook):
        if "raises-exception" not in cell.metadata.get("tags", []) and errors(cell):
            yield cell.id, "stores an error, but is not tagged raises-exception"


def no_result_is_hidden_by_a_semicolon(notebook):
    for cell in code_cells(notebook):
        if re.search(r";\s*(#.*\s*)*\Z", cell.source):
            yield cell.id, "ends with ; which nbval does not know: write _ = ... instead"


UNSEEN_BY_NBVAL = {
    r"sys\.path": "helpers is installed and needs no path",
    r"%%capture": "it hides what nbval should compare",
    r"clear_output|\binteract|\bOutput\(": "nbval cannot follow an output that is replaced",
    r"^\s*!|^%%(ba)?sh|%system|subprocess|os\.system": "nbval does not see what a program prints",
    r"%matplotlib": "pictures come from helpers.figures, which draws without pyplot",
    r"%%?time": "times differ from run to run",
}


def nothing_is_shown_that_nbval_cannot_see(notebook):
    for cell in code_cells(notebook):
        for pattern, reason in UNSEEN_BY_NBVAL.items():
            if found := re.search(pattern, cell.source, re.MULTILINE):
                yield cell.id, f"{found.group().strip()}: {reason}"


def every_picture_is_compared_in_words(notebook):
    for cell in code_cells(notebook):
        if any("image/jpeg" in output.get("data", {}) for output in cell.outputs):
            yield cell.id, "a JPEG; the pictures of the course are PNG"
        for output in pictures(cell):
            words = output.data.get("text/plain", "")
            shown = output.metadata.get("image/png", {}).get("alt")
            kind = re.match(r"(Picture|Drag): \S", words)
            if not kind:
                yield cell.id, f"its text is {words!r}; helpers.figures says what was drawn"
            elif words != f"{kind[1]}: {shown}":
                yield cell.id, f"its alt text is {shown!r}, its description {words!r}"


def every_drag_stores_a_still_picture_and_nothing_live(notebook):
    for cell in code_cells(notebook):
        kinds = [kind for output in cell.outputs for kind in output.get("data", {})]
        if any(kind.startswith("application/") for kind in kinds):
            yield cell.id, "stores a live widget: run helpers.refresh, which leaves it out"
        for output in drags(cell):
            alt = output.data["text/plain"].removeprefix("Drag: ")
            still = f'<img alt={quoteattr(alt)} src="data:image/svg+xml;base64,'
            drawn = output.data.get("text/html", "").startswith(still)
            if not drawn and "image/png" not in output.data:
                yield cell.id, f"no still picture that says {alt!r}"


# --- the guards: is it the same everywhere? ------------------------------------------------------

OF_ONE_MACHINE = {
    "a path": r"(?<![\w.])/(home|root|Users|tmp|usr|opt|var|mnt|private)/|\b[A-Za-z]:\\|file://"
    r"|(site|dist)-packages|ipykernel_\d",
    "a memory address": r"\b0x[0-9a-fA-F]{4,}",
    "a date or time": r"\b\d{1,2}:\d\d:\d\d\b|\b20\d\d-\d\d-\d\d",
    "a duration": r"\b\d+(\.\d+)?\s?(ns|µs|us|ms|s|sec|seconds?|minutes?|it/s)\b|Wall time",
    "a version": r"\b\d+\.\d+\.\d+|\bPython 3\.\d",
    "a device": r"\b(cuda|mps|xpu|hpu|NVIDIA|GeForce|Radeon|Apple M\d)\b",
}


def outputs_say_nothing_about_a_machine(notebook):
    for cell in code_cells(notebook):
        for text in stored_texts(cell):
            for what, pattern in OF_ONE_MACHINE.items():
                if found := re.search(pattern, text):
                    yield cell.id, f"{what}: {found.group()!r} in {text[:200]!r}"


def metadata_says_nothing_about_a_machine(notebook):
    if notebook.metadata != {"kernelspec": KERNEL, "language_info": {"name": "python"}}:
        yield "", f"metadata {dict(notebook.metadata)}: run helpers.refresh, which cleans it"
    for cell in notebook.cells:
        if surplus := set(cell.metadata) - {"tags"}:
            yield cell.id, f"metadata {surplus}"


def pictures_say_nothing_about_a_machine(notebook):
    for cell in code_cells(notebook):
        for output in pictures(cell):
            png = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
            if png.text:
                yield cell.id, f"the PNG carries the texts {png.text}"


# --- the guards: is it a lesson? -----------------------------------------------------------------


def the_file_is_small(notebook):
    size = len(nbformat.writes(notebook).encode())
    if size > 150_000:
        yield "", f"{size:,} bytes; at most 150,000"


def every_cell_has_an_id_of_its_own(notebook):
    ids = [cell.get("id", "") for cell in notebook.cells]
    for name in ids:
        if not name or ids.count(name) > 1:
            yield name, "each cell needs an id of its own"


def no_cell_scrolls(notebook):
    for cell in code_cells(notebook):
        lines = [line for line in cell.source.splitlines() if re.match(r"\s*[^\s#]", line)]
        if len(lines) > 10:
            yield cell.id, f"{len(lines)} lines of code; at most 10"


def the_opening_says_what_it_is_for(notebook):
    opening = notebook.cells[0]
    for what, pattern, count in [
        ("title '# N. Title'", r"\A# \d+\. \S", 1),
        ("points 'after this lesson you can'", r"^- \S", 3),
        ("number of minutes", r"\d+ minutes", 1),
    ]:
        if (found := len(re.findall(pattern, opening.source, re.MULTILINE))) != count:
            yield opening.id, f"the {what}: {found} found, {count} wanted"


def minutes_of_reading(notebook):
    """An estimate: 200 words a minute, 4 seconds a line of code, 6 more to run a cell.

    The exercises do not count; their records say how long each of them may take.
    """
    words, lines, cells = 0, 0, 0
    for cell in notebook.cells:
        if cell.id.startswith("exercise"):
            continue
        if cell.cell_type == "markdown":
            words += len(re.findall(r"\w\S*", cell.source))
        else:
            cells += 1
            lines += sum(1 for line in cell.source.splitlines() if line.strip())
    return words / 200 + (4 * lines + 6 * cells) / 60


def it_reads_in_the_minutes_it_says(notebook):
    opening, minutes = notebook.cells[0], minutes_of_reading(notebook)
    said = int((re.search(r"(\d+) minutes", opening.source) or "00")[1])
    if said > 25 or minutes > min(25, said + 2.5):
        yield opening.id, f"says {said} minutes and takes {minutes:.1f}; at most 25"


def the_end_sums_up(notebook):
    sections = {}
    for cell in text_cells(notebook):
        title, _, body = cell.source.partition("\n")
        sections[title] = body
    points = re.findall(r"^- \S", sections.get("## Recap", ""), re.MULTILINE)
    if not 1 <= len(points) <= 5:
        yield "", f"'## Recap' has {len(points)} points; one to five are wanted"
    if not re.search(r"^\|", sections.get("## Errors you met", ""), re.MULTILINE):
        yield "", "'## Errors you met' has no table"


def something_is_drawn_and_something_fails(notebook):
    if not any(pictures(cell) for cell in code_cells(notebook)):
        yield "", "no picture"
    if not any(errors(cell) for cell in code_cells(notebook)):
        yield "", "no error"


def errors_are_shortened_from_the_first_cell_on(notebook):
    first = code_cells(notebook)[0]
    if not first.source.endswith("\n\nshort_errors()"):
        yield first.id, "the first code cell does not end with short_errors()"


def every_picture_is_told_in_the_text(notebook):
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and pictures(cell):
            texts = (after for after in notebook.cells[place:] if after.cell_type == "markdown")
            if next(texts, {"source": "#"})["source"].startswith("#"):
                yield cell.id, "no text before the next heading says what the picture shows"


NO_KERNEL = "Without a running kernel you see"


def the_text_before_a_drag_says_what_to_move(notebook):
    for before, cell in itertools.pairwise(notebook.cells):
        if cell.cell_type == "code" and (drags(cell) or cell.id.startswith("drag-")):
            if not (drags(cell) and cell.id.startswith("drag-")):
                yield cell.id, "the cell of a drag shows a drag, and its id starts with 'drag-'"
            if not before.source.startswith("**Move it.**"):
                yield cell.id, "no text '**Move it.** ...' before it"
            if NO_KERNEL not in before.source:
                yield cell.id, "the text before it tells nothing to those without a kernel"


def every_link_leads_to_a_file(notebook):
    for cell in text_cells(notebook):
        targets = re.findall(r"\]\(([^)\s]+)", cell.source)
        targets += re.findall(r"(?:href|src)=[\"']([^\"']+)", cell.source)
        for target in targets:
            file = unquote(target.partition("#")[0])
            if file and "://" not in file and not (NOTEBOOKS / file).exists():
                yield cell.id, f"no file {target}"


GUARDS = [
    every_cell_was_run_in_order,
    every_output_is_compared,
    every_marker_is_one_that_nbval_obeys,
    every_promised_error_is_stored,
    every_stored_error_is_promised,
    no_result_is_hidden_by_a_semicolon,
    nothing_is_shown_that_nbval_cannot_see,
    every_picture_is_compared_in_words,
    every_drag_stores_a_still_picture_and_nothing_live,
    outputs_say_nothing_about_a_machine,
    metadata_says_nothing_about_a_machine,
    pictures_say_nothing_about_a_machine,
    the_file_is_small,
    every_cell_has_an_id_of_its_own,
    no_cell_scrolls,
    the_opening_says_what_it_is_for,
    it_reads_in_the_minutes_it_says,
    the_end_sums_up,
    something_is_drawn_and_something_fails,
    errors_are_shortened_from_the_first_cell_on,
    every_picture_is_told_in_the_text,
    the_text_before_a_drag_says_what_to_move,
    every_link_leads_to_a_file,
]


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
    guard = next(guard for guard in GUARDS if guard.__name__ == name)
    assert excused in [cell for cell, _ in guard(read(NOTEBOOKS / f"{lesson}.ipynb"))]


@pytest.mark.parametrize("lesson", ["06_mnist_shapes", "09_digit_classifier"])
def test_the_stored_digits_are_those_of_mnist(lesson):
    cells = {cell.id: cell for cell in read(NOTEBOOKS / f"{lesson}.ipynb").cells}
    assert "Using MNIST: 60,000 images" in "".join(stored_texts(cells["load-run"]))


def test_lessons_are_numbered_in_reading_order_without_a_gap():
    assert LESSONS
    for number, path in enumerate(LESSONS, start=1):
        assert re.fullmatch(rf"{number:02}_[a-z0-9_]+", path.stem)
        assert read(path).cells[0].source.startswith(f"# {number}. ")


def test_pytest_runs_every_cell_and_compares_it(request):
    option = request.config.option
    assert option.nbval
    assert not option.nbval_lax
    assert option.nbval_current_env
    assert option.nbval_cell_timeout == 120
    assert option.nbval_sanitize_with == "tests/nbval_sanitise.cfg"
    assert "notebooks" in request.config.getini("testpaths")


# --- a cell that is run again --------------------------------------------------------------------


def shown(cell):
    """What the outputs of a cell say, in a form that can be compared."""
    parts = []
    for output in coalesce_streams(cell.outputs):
        if output.output_type == "stream":
            parts.append((output.name, output.text))
        elif output.output_type == "error":
            parts.append((output.ename, output.evalue))
        else:
            unlike = ("image/png", "application/vnd.jupyter.widget-view+json")
            parts += [(kind, text) for kind, text in output.data.items() if kind not in unlike]
    return sorted(parts)


def changed_when_run_again(notebook):
    """Run each cell twice, then all of them once more; return the ids of those that changed."""
    cells = code_cells(notebook)
    order = [cell for cell in cells for _ in range(2)] + cells
    again = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell.source, metadata=cell.metadata) for cell in order]
    )
    where = {"metadata": {"path": str(NOTEBOOKS)}}
    NotebookClient(again, timeout=120, kernel_name="python3", resources=where).execute()
    ignored = [cell for cell, _ in every_output_is_compared(notebook)]
    runs = [shown(cell) for cell in again.cells]
    firsts, seconds, thirds = runs[0 : 2 * len(cells) : 2], runs[1::2], runs[2 * len(cells) :]
    return [
        cell.id
        for cell, first, second, third in zip(cells, firsts, seconds, thirds, strict=False)
        if cell.id not in ignored and not first == second == third
    ]


@each_lesson
def test_a_student_may_run_any_cell_and_the_whole_lesson_again(path):
    assert changed_when_run_again(read(path)) == []


def test_running_again_is_found_out_where_it_changes_something():
    sources = {
        "start": "total = 0\ntotal",
        "count": "total += 1\nprint(total)",
        "show": "print(total)",
        "fail": "1 / 0",
    }
    new_cell = nbformat.v4.new_code_cell
    notebook = nbformat.v4.new_notebook(
        cells=[
            new_cell(source, id=name, metadata={"tags": ["raises-exception"]})
            for name, source in sources.items()
        ]
    )
    assert changed_when_run_again(notebook) == ["count", "show"]


# --- the rules that blank out what differs between releases --------------------------------------

RULES_FILE = (ROOT / "tests" / "nbval_sanitise.cfg").read_text(encoding="utf-8")
RULES = get_sanitize_patterns(RULES_FILE)

# What one release of PyTorch writes, and what is compared.
SAMPLES = {
    "mm: mat1 and mat2 shapes cannot be multiplied (1x5 and 4x3)": (
        "mat1 and mat2 shapes cannot be multiplied (1x5 and 4x3)"
    ),
    "addmm: mat1 and mat2 shapes cannot be multiplied (1x5 and 4x3)": (
        "mat1 and mat2 shapes cannot be multiplied (1x5 and 4x3)"
    ),
    "The size of tensor a (4) must match the size of tensor b (3)": (
        "The size of tensor a (4) must match the size of tensor b (3)"
    ),
    "25 mm: a length": "25 mm: a length",
}


def sanitised(text):
    for pattern, replacement in RULES:
        text = re.sub(pattern, replacement, text)
    return text


def test_nbval_reads_every_sanitise_rule():
    written = re.findall(r"^\s*regex:", RULES_FILE, re.MULTILINE)
    assert len(RULES) == len(written) == len(dict(RULES)) > 0


@pytest.mark.parametrize("text", SAMPLES)
def test_messages_of_two_releases_compare_as_equal_and_others_stay_as_they_are(text):
    assert sanitised(text) == SAMPLES[text]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule[0])
def test_a_sanitise_rule_does_something_and_a_lesson_needs_it(rule):
    stored = [
        text for path in LESSONS for cell in code_cells(read(path)) for text in stored_texts(cell)
    ]
    for texts in (SAMPLES, stored):
        assert any(re.sub(*rule, text) != text for text in texts)


# --- each guard can fail -------------------------------------------------------------------------


def png(**options):
    file = io.BytesIO()
    Image.new("RGB", (1, 1)).save(file, format="png", **options)
    return base64.b64encode(file.getvalue()).decode()


def png_with_text():
    from PIL.PngImagePlugin import PngInfo

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
        v4.new_markdown_cell(f"**Move it.** {NO_KERNEL} a line.", id="before"),
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


MISTAKES = [
    (
        every_cell_was_run_in_order,
        lambda notebook, cell: cell["picture"].update(execution_count=None),
    ),
    (every_cell_was_run_in_order, lambda notebook, cell: cell["picture"].update(execution_count=3)),
    (every_output_is_compared, tagged("setup", "nbval-ignore-output")),
    (every_output_is_compared, tagged("setup", "nbval-skip")),
    (every_output_is_compared, reads("setup", "# NBVAL_IGNORE_OUTPUT\nimport torch")),
    (every_marker_is_one_that_nbval_obeys, tagged("setup", "skip-execution")),
    (every_marker_is_one_that_nbval_obeys, tagged("text", "raises_exception")),
    (every_marker_is_one_that_nbval_obeys, reads("setup", "# NBVAL_IGNORE_OUTPUT: slow")),
    (every_marker_is_one_that_nbval_obeys, reads("setup", "x = 1  # NBVAL_IGNORE_OUTPUT")),
    (every_marker_is_one_that_nbval_obeys, reads("setup", "# nbval_skip")),
    (every_marker_is_one_that_nbval_obeys, reads("setup", "# PYTEST_VALIDATE_IGNORE_OUTPUT")),
    (every_promised_error_is_stored, tagged("setup", "raises-exception")),
    (every_promised_error_is_stored, lambda notebook, cell: cell["error"].outputs.clear()),
    (every_stored_error_is_promised, tagged("error")),
    (no_result_is_hidden_by_a_semicolon, reads("setup", "layer(x);")),
    (no_result_is_hidden_by_a_semicolon, reads("setup", "layer(x);  # hidden\n# a note\n")),
    (nothing_is_shown_that_nbval_cannot_see, reads("setup", "sys.path.append('..')")),
    (nothing_is_shown_that_nbval_cannot_see, reads("setup", "%%capture\nlayer(x)")),
    (nothing_is_shown_that_nbval_cannot_see, reads("setup", "clear_output()")),
    (nothing_is_shown_that_nbval_cannot_see, reads("setup", "@interact(w=1)\ndef f(w): ...")),
    (nothing_is_shown_that_nbval_cannot_see, reads("setup", "with widgets.Output(): ...")),
    (nothing_is_shown_that_nbval_cannot_see, reads("setup", "!pip install torch")),
    (nothing_is_shown_that_nbval_cannot_see, reads("setup", "%timeit layer(x)")),
    (every_picture_is_compared_in_words, draws(text_plain="<Figure size 640x480 with 1 Axes>")),
    (every_picture_is_compared_in_words, draws(text_plain="Picture: ")),
    (every_picture_is_compared_in_words, draws(text_plain="Picture: two dots")),
    (every_picture_is_compared_in_words, draws(image_jpeg=png())),
    (every_drag_stores_a_still_picture_and_nothing_live, stores_of_a_drag(text_plain="Drag: x")),
    (every_drag_stores_a_still_picture_and_nothing_live, stores_of_a_drag(text_html="<p>a</p>")),
    (every_drag_stores_a_still_picture_and_nothing_live, stores_of_a_drag(application_x={})),
    (outputs_say_nothing_about_a_machine, stores("/home/ada/course/data")),
    (outputs_say_nothing_about_a_machine, stores(r"C:\Users\ada\course")),
    (outputs_say_nothing_about_a_machine, stores("venv/lib/site-packages/torch/nn/linear.py")),
    (outputs_say_nothing_about_a_machine, stores("\x1b[32m/tmp/\x1b[39mipykernel_71/1.py:1")),
    (outputs_say_nothing_about_a_machine, stores("<Linear object at 0x7f3a5c2b9d90>")),
    (outputs_say_nothing_about_a_machine, stores("2026-01-31")),
    (outputs_say_nothing_about_a_machine, stores("loss 0.5 after 1.23 ms")),
    (outputs_say_nothing_about_a_machine, stores("2.6.0+cpu")),
    (outputs_say_nothing_about_a_machine, stores("tensor([1.], device='cuda:0')")),
    (outputs_say_nothing_about_a_machine, draws(text_plain="Picture: drawn by 3.10.1")),
    (metadata_says_nothing_about_a_machine, lambda notebook, cell: notebook.metadata.clear()),
    (
        metadata_says_nothing_about_a_machine,
        lambda notebook, cell: notebook.metadata.update(widgets={}),
    ),
    (
        metadata_says_nothing_about_a_machine,
        lambda notebook, cell: notebook.metadata.kernelspec.update(name="ada"),
    ),
    (
        metadata_says_nothing_about_a_machine,
        lambda notebook, cell: notebook.metadata.language_info.update(version="3.10.1"),
    ),
    (
        metadata_says_nothing_about_a_machine,
        lambda notebook, cell: cell["setup"].metadata.update(execution={}),
    ),
    (pictures_say_nothing_about_a_machine, draws(image_png=png_with_text())),
    (the_file_is_small, stores("x" * 150_000)),
    (every_cell_has_an_id_of_its_own, lambda notebook, cell: cell["text"].update(id="setup")),
    (every_cell_has_an_id_of_its_own, lambda notebook, cell: cell["text"].pop("id")),
    (no_cell_scrolls, reads("setup", "x = 1\n\n# a note\n" * 11)),
    (the_opening_says_what_it_is_for, reads("opening", "A lesson")),
    (it_reads_in_the_minutes_it_says, reads("opening", "It takes about 30 minutes.")),
    (it_reads_in_the_minutes_it_says, reads("text", "word " * 5000)),
    (the_end_sums_up, reads("recap", "## Summary\n\n- one")),
    (the_end_sums_up, reads("recap", "## Recap\n" + "\n- one" * 6)),
    (the_end_sums_up, reads("errors", "## Errors you met\n\nNone.")),
    (something_is_drawn_and_something_fails, lambda notebook, cell: notebook.cells.pop(2)),
    (something_is_drawn_and_something_fails, lambda notebook, cell: notebook.cells.pop(4)),
    (errors_are_shortened_from_the_first_cell_on, reads("setup", "import torch")),
    (every_picture_is_told_in_the_text, lambda notebook, cell: notebook.cells.pop(3)),
    (the_text_before_a_drag_says_what_to_move, stores_of_a_drag(text_plain="VBox()")),
    (the_text_before_a_drag_says_what_to_move, reads("before", "**Move it.**")),
    (the_text_before_a_drag_says_what_to_move, reads("before", NO_KERNEL)),
    (the_text_before_a_drag_says_what_to_move, called("drag-line", "other")),
    (every_link_leads_to_a_file, reads("text", "[next](99_nowhere.ipynb)")),
    (every_link_leads_to_a_file, reads("text", '<img src="nowhere.png">')),
]


@each_guard
def test_a_guard_lets_a_good_lesson_pass(guard):
    assert list(guard(good_lesson())) == []


@pytest.mark.parametrize(("guard", "make"), MISTAKES, ids=[name_of(guard) for guard, _ in MISTAKES])
def test_a_guard_notices_the_mistake_it_is_for(guard, make):
    notebook = copy.deepcopy(good_lesson())
    make(notebook, {cell.id: cell for cell in notebook.cells})
    assert list(guard(notebook))


def test_every_guard_was_seen_to_notice_a_mistake():
    assert {guard for guard, _ in MISTAKES} == set(GUARDS)

"""The rules that every lesson keeps, each a function of a notebook: a guard.

nbval compares what a lesson stores with what it shows, but it can pass without comparing. The first
guards close one of these ways each, the others keep a rule of the course. A guard yields
(cell id, complaint); what it must not find and does is either mended, or excused here. That each
guard finds what it is for is proven in ``test_guards.py``.
"""

import base64
import functools
import io
import itertools
import re
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

import nbformat
from nbval.plugin import find_comment_markers, find_metadata_tags
from PIL import Image

from tools.refresh import KERNEL

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
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


@functools.cache
def read(path):
    """Return the notebook at a path; nobody changes it."""
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
            yield cell.id, "stores a live widget: run tools.refresh, which leaves it out"
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
        yield "", f"metadata {dict(notebook.metadata)}: run tools.refresh, which cleans it"
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

    The exercises do not count; their questions say how long each of them may take.
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


def minutes_of_exercises(notebook):
    """The minutes of all exercises; each question says its own: "(3 minutes)"."""
    text = "\n".join(cell.source for cell in text_cells(notebook))
    return sum(map(int, re.findall(r"\((\d+) minutes?\)", text)))


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

"""nbval must run every cell of every lesson and compare it, and so must a student who goes back."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbval.plugin import get_sanitize_patterns

from tests.guards import LESSONS, NOTEBOOKS, code_cells, read, stored_texts

ROOT = Path(__file__).parent.parent


def test_lessons_are_numbered_in_reading_order_without_a_gap():
    assert LESSONS
    for number, path in enumerate(LESSONS, start=1):
        assert re.fullmatch(rf"{number:02}_[a-z0-9_]+", path.stem)
        assert read(path).cells[0].source.startswith(f"# {number}. ")


@pytest.mark.parametrize("lesson", ["06_mnist_shapes", "09_digit_classifier"])
def test_the_stored_digits_are_those_of_mnist(lesson):
    cells = {cell.id: cell for cell in read(NOTEBOOKS / f"{lesson}.ipynb").cells}
    assert "Using MNIST: 60,000 images" in "".join(stored_texts(cells["load-run"]))


def test_pytest_runs_every_cell_and_compares_it(request):
    option = request.config.option
    assert option.nbval
    assert not option.nbval_lax
    assert option.nbval_current_env
    assert option.nbval_cell_timeout == 120
    assert Path(option.nbval_sanitize_with) == ROOT / "tests" / "nbval_sanitise.cfg"
    assert "notebooks" in request.config.getini("testpaths")


# --- what is tried in the kernel of a notebook, once its cells have run --------------------------


CELLS = {  # id -> source, what it prints at first
    "start": ("total, name = 0, 'first'\nprint(total)", "0"),
    "count": ("total += 1\nprint(total)", "1"),
    "show": ("print(total)", "1"),
    "tell": ("print(name)", "first"),
    "rename": ("name = 'second'", ""),
    "check": (
        "def check(name, answer):\n    print(name, 'passed.' if answer == 16.5 else 'no')",
        "",
    ),
    "right": ('check("01.a", ...)', "01.a no"),
    "wrong": ('check("01.d", ...)', "01.d no"),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What pytest says of a notebook that nbval passes, of the cells above."""
    cells = [
        nbformat.v4.new_code_cell(
            source,
            id=name,
            execution_count=count,
            outputs=[nbformat.v4.new_output("stream", name="stdout", text=f"{text}\n")]
            * bool(text),
        )
        for count, (name, (source, text)) in enumerate(CELLS.items(), start=1)
    ]
    path = tmp_path_factory.mktemp("again") / "notebook.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    command = [sys.executable, "-m", "pytest", "-p", "tests.again", "-p", "no:cacheprovider"]
    command += ["--nbval", "--nbval-current-env", "--color=no", "-rN", path]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout
    assert "3 failed, 8 passed" in said, said
    _, twice, back, answered = re.split(r"^_+ notebook\.ipynb: .+ _+$", said, flags=re.MULTILINE)
    return {"twice": twice, "back": back, "answered": answered}


def changed(said):
    return re.findall(r"^(\w+) changed when it ran again:", said, re.MULTILINE)


def test_a_cell_that_shows_something_else_when_run_again_is_found_out(said):
    assert changed(said["twice"]) == ["count", "show"]


def test_a_cell_that_shows_something_else_after_a_later_one_has_run_is_found_out(said):
    assert changed(said["back"]) == ["tell", "show", "count"]


def test_an_answer_that_does_not_pass_in_its_notebook_is_found_out(said):
    assert re.findall(r"^01\.\w .+", said["answered"], re.MULTILINE) == ["01.d no"]


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

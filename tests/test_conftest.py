"""A test run must mean the same from every folder, and fail where it proves nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
SETTINGS = ["conftest.py", "pyproject.toml", "tests/again.py", "tests/nbval_sanitise.cfg"]


@pytest.fixture
def course(tmp_path):
    """The folder of a course that has no lessons and no tests yet, but the settings of this one."""
    for name in ["notebooks", "tests"]:
        (tmp_path / name).mkdir()
    for name in SETTINGS:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(folder, *args):
    """Run pytest in a folder; return the exit status and what it says."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", *args]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout


def test_a_single_lesson_can_be_tested_in_the_folder_of_the_notebooks(course):
    stored = nbformat.v4.new_output("stream", name="stdout", text="mat1 and mat2 shapes")
    source = "print('addmm: mat1 and mat2 shapes', end='')"  # what another release of torch says
    cell = nbformat.v4.new_code_cell(source, execution_count=1, outputs=[stored])
    path = course / "notebooks" / "01_lesson.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    code, said = run(path.parent, path.name)
    assert code == 0, said


# --- a machine without a network -----------------------------------------------------------------

OFFLINE = """
import os, pathlib, urllib.error, urllib.request
import pytest

data = pathlib.Path(os.environ["NN_LINEAR_DATA"])

def test_there_is_no_data_and_no_network():
    assert list(data.iterdir()) == []
    for scheme in ("http", "https"):
        with pytest.raises(urllib.error.URLError, match="refused"):
            urllib.request.urlopen(f"{scheme}://mnist.example")
    pathlib.Path("folder").write_text(str(data))
"""


def test_offline_is_without_mnist_and_without_a_network_and_leaves_nothing_behind(course):
    (course / "tests" / "test_offline.py").write_text(OFFLINE, encoding="utf-8")
    code, said = run(course, "--offline", "tests/test_offline.py")
    assert code == 0, said
    assert not Path((course / "folder").read_text()).exists()


def test_an_offline_run_that_finds_mnist_all_the_same_fails(course):
    source = f"{OFFLINE}    (data / 'train-images-idx3-ubyte').touch()\n"
    (course / "tests" / "test_offline.py").write_text(source, encoding="utf-8")
    code, said = run(course, "--offline", "tests/test_offline.py")
    assert code == 1
    assert "1 passed" in said
    assert "MNIST was downloaded" in said


# --- warnings ------------------------------------------------------------------------------------

WARNINGS = """
import warnings

def warn(text, category, module):
    warnings.warn_explicit(text, category, "file.py", 1, module=module)

def test_new_release():
    warn("torch.something will change", FutureWarning, "torch.nn")

def test_tool():
    warn("use another loop", DeprecationWarning, "zmq.tools")

def test_own_code():
    warn("the marker will be keyword-only", DeprecationWarning, "helpers.figures.matrices")

def test_tensors_handed_to_matplotlib():
    warn("__array__ must implement 'copy'", DeprecationWarning, "matplotlib.cbook")
"""
OWN = ["own_code", "tensors_handed_to_matplotlib"]


@pytest.mark.parametrize(("ci", "failing"), [("", OWN), ("true", ["new_release", *OWN])])
def test_a_new_release_that_warns_fails_where_changes_are_checked_and_for_no_student(
    ci, failing, course, monkeypatch
):
    monkeypatch.setenv("CI", ci)
    (course / "tests" / "test_warnings.py").write_text(WARNINGS, encoding="utf-8")
    _, said = run(course, "-rf", "tests/test_warnings.py")
    failed = [line for line in said.splitlines() if line.startswith("FAILED")]
    assert [line.split("::test_")[1].split(" ")[0] for line in failed] == failing

"""The files around the lessons must agree, or an installation breaks on somebody's machine."""

import ast
import fnmatch
import importlib.metadata as metadata
import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.guards import LESSONS, code_cells, minutes_of_exercises
from tests.guards import read as read_notebook

ROOT = Path(__file__).parent.parent
OWN = ("helpers", "tests", "tools")
SOURCES = sorted(
    [ROOT / "conftest.py", *(path for name in OWN for path in (ROOT / name).rglob("*.py"))]
)
PAGES = sorted(ROOT.glob("*.md"))
OF_CONTRIBUTORS = {"playwright"}  # without it, the tests in a browser are skipped
TEST_COMMAND = "<!-- test command: Linux and macOS -->"  # .ci/run looks for this line, too


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def required():
    """The requirements of requirements.txt, without its comments."""
    lines = (line.partition("#")[0].strip() for line in read("requirements.txt").splitlines())
    return [Requirement(line) for line in lines if line]


def name_of(path):
    return path.name


# --- what is installed ---------------------------------------------------------------------------


def test_the_package_requires_what_requirements_txt_lists():
    message = "install the course again: python -m pip install -r requirements.txt -e ."
    installed = [Requirement(line) for line in metadata.requires("inside-nn-linear")]
    assert set(installed) == set(required()), message


def test_conda_users_get_the_same_packages():
    on_conda = {"torch": "pytorch", "matplotlib": "matplotlib-base"}
    environment = yaml.safe_load(read("environment.yml"))
    packages = [f"{on_conda.get(r.name, r.name)}{r.specifier}" for r in required()]
    python = re.search(r'^requires-python = "(.+)"$', read("pyproject.toml"), re.MULTILINE)[1]
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    assert environment["dependencies"] == [
        f"python{python}",
        *packages,
        "pip",
        {"pip": ["-e ."]},
    ]


def test_no_requirement_forbids_a_newer_release():
    for requirement in required():
        assert [spec.operator for spec in requirement.specifier] == [">="]


def code_of(path):
    """The Python code of a module, or of a notebook without the lines that only IPython reads."""
    if path.suffix == ".py":
        return path.read_text(encoding="utf-8")
    code = "\n".join(cell.source for cell in code_cells(read_notebook(path)))
    return re.sub(r"^\s*[%!].*$", "", code, flags=re.MULTILINE)


def imported(path):
    """The top-level names a file imports that neither Python nor the course brings."""
    names = set()
    for node in ast.walk(ast.parse(code_of(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {*OWN} - OF_CONTRIBUTORS


def brought_along():
    """The packages that come with requirements.txt, directly or with another."""
    found, waiting = set(), [requirement.name for requirement in required()]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found:
            found.add(name)
            needs = [Requirement(line) for line in metadata.requires(name) or []]
            waiting += [n.name for n in needs if not n.marker or n.marker.evaluate({"extra": ""})]
    return found


@pytest.fixture(scope="module")
def importable():
    """The top-level names that can be imported once requirements.txt is installed."""
    files = (file for package in brought_along() for file in metadata.files(package) or ())
    return {file.parts[0].removesuffix(".py") for file in files}


@pytest.mark.parametrize("path", [*SOURCES, *LESSONS], ids=name_of)
def test_every_import_comes_with_the_requirements(path, importable):
    assert imported(path) <= importable


def python(*args, **options):
    return subprocess.run(
        [sys.executable, *args], check=True, capture_output=True, text=True, **options
    ).stdout.strip()


def test_the_helpers_can_be_imported_from_anywhere(tmp_path):
    found = python("-I", "-c", "import helpers; print(helpers.__file__)", cwd=tmp_path)
    assert Path(found) == ROOT / "helpers" / "__init__.py"


SLOW = [  # in this order: a module that lessons import, and what it must not bring along
    ("helpers.models", "torchvision matplotlib"),
    ("helpers.notebook", "torchvision matplotlib"),
    ("helpers.devices", "torchvision matplotlib"),
    ("helpers.widgets", "torchvision matplotlib"),
    ("helpers.checks", "torchvision matplotlib sklearn"),
    ("helpers.figures", "torchvision matplotlib.pyplot"),
]


def test_no_lesson_waits_for_an_import_it_does_not_need():
    code = f"""
import importlib, sys
for module, slow in {SLOW}:
    importlib.import_module(module)
    print(*(f"{{module}} brings {{name}}" for name in slow.split() if name in sys.modules))
"""
    assert python("-c", code) == ""


@pytest.mark.parametrize("ci", ["true", ""])
def test_without_a_tool_its_tests_are_skipped_but_not_where_changes_are_checked(ci, monkeypatch):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setitem(sys.modules, "playwright", None)
    outcome = pytest.fail.Exception if ci else pytest.skip.Exception
    with pytest.raises(outcome, match="playwright"):
        runpy.run_path(str(ROOT / "tests" / "with_tools" / "test_browser.py"))


# --- what is written -----------------------------------------------------------------------------


def slug(heading):
    """The anchor that GitHub gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_to_a_place_that_exists(page):
    text = page.read_text(encoding="utf-8")
    anchors = [slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    assert targets
    for target in targets:
        file, _, anchor = target.partition("#")
        if "://" not in target:
            assert (page.parent / file).exists(), target
            assert file or anchor in anchors, target


def test_the_readme_lists_every_lesson_with_its_title_and_its_minutes():
    row = r"^\| \[(.+?)\]\((.+?)\) \| (\d+) \| (\d+) \|"
    listed = re.findall(row, read("README.md"), re.MULTILINE)
    lessons = []
    for path in LESSONS:
        notebook = read_notebook(path)
        opening = notebook.cells[0].source
        title = re.match(r"# (.+)", opening)[1].replace("`", "")
        minutes = re.search(r"(\d+) minutes", opening)[1]
        exercises = str(minutes_of_exercises(notebook))
        lessons.append((title, f"notebooks/{path.name}", minutes, exercises))
    assert [(title.replace("`", ""), *rest) for title, *rest in listed] == lessons


def test_the_picture_of_the_readme_is_one_of_lesson_1_and_is_told_in_words():
    told = re.search(
        r"^!\[(.+?)\]\(\.github/matrix_product\.png\)$", read("README.md"), re.MULTILINE
    )[1]
    outputs = [output for cell in code_cells(read_notebook(LESSONS[0])) for output in cell.outputs]
    assert f"Picture: {told}" in [out.get("data", {}).get("text/plain") for out in outputs]


def test_the_check_of_every_submission_runs_the_test_command_of_the_readme():
    blocks = re.findall(rf"^{TEST_COMMAND}\n```sh\n(.+)\n```$", read("README.md"), re.MULTILINE)
    assert blocks == [
        "python3 -m venv .venv && .venv/bin/python -m pip install -r requirements.txt -e . "
        "&& .venv/bin/python -m pytest"
    ]
    assert TEST_COMMAND in read(".ci/run")


def project_files():
    """What git tracks or could; in a copy without git, every file that git would not ignore."""
    if (ROOT / ".git").exists():
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
        command += ["--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
        files = [ROOT / name for name in listed.decode().split("\0") if name]
        return [file for file in files if file.exists()]
    ignored = [line.strip("/").split("/")[-1] for line in read(".gitignore").splitlines()]
    return [
        file
        for file in ROOT.rglob("*")
        if file.is_file()
        and not any(
            fnmatch.fnmatch(part, name) for part in file.relative_to(ROOT).parts for name in ignored
        )
    ]


def test_nothing_large_is_in_the_repository():
    files = project_files()
    assert ROOT / "README.md" in files
    assert [file.name for file in files if file.stat().st_size > 200_000] == []


# --- the settings of other programs --------------------------------------------------------------

READERS = {".yml": yaml.safe_load, ".yaml": yaml.safe_load, ".json": json.loads}
SETTINGS = [
    path
    for path in project_files()
    if path.suffix in READERS and path.relative_to(ROOT).parts[0].startswith(".")
]
NAMED = r"(?<![\w./-])[\w-]+(?:/[\w-]+)*\.(?:py|txt|toml|yml|ipynb|md)\b"


@pytest.mark.parametrize("path", SETTINGS, ids=name_of)
def test_the_settings_of_a_program_can_be_read_and_name_files_that_exist(path):
    text = path.read_text(encoding="utf-8")
    assert isinstance(READERS[path.suffix](text), dict)
    named = set(re.findall(NAMED, text)) - set(read(".gitignore").split())
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_settings_of_every_program_are_looked_at():
    assert {path.name for path in SETTINGS} >= {
        ".pre-commit-config.yaml",
        "devcontainer.json",
        "dependabot.yml",
        "refused-answer.yml",
        "tests.yml",
    }


def test_everybody_formats_with_the_same_ruff():
    (version,) = set(re.findall(r"ruff==([\d.]+)", read("pyproject.toml")))
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    pinned = [hook["additional_dependencies"] for hook in hooks if hook["id"].startswith("ruff")]
    assert pinned == [[f"ruff=={version}"]] * 2


def test_what_is_tried_before_a_commit_runs_no_notebook():
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    assert "python -m pytest --quiet tests/test_guards.py" in [hook["entry"] for hook in hooks]


def test_the_workflow_and_the_check_of_a_submission_go_offline_by_the_same_command():
    command = "python -m pytest --offline notebooks"
    assert command in read(".github/workflows/tests.yml")
    assert command in read(".ci/run")

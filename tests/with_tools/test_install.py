"""Whoever installs the course without its folder, as a class server does, must get all of it."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version

import pytest

from tests.needs import leave_out
from tests.test_project import ROOT, project_files

if int(version("setuptools").partition(".")[0]) < 77:
    leave_out("setuptools 77")

USED = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import helpers
for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
    print(importlib.import_module(module.name).__file__)
from helpers import figures, widgets
from helpers.checks import check
print(repr(figures.lines([1, 2], [0])))
print(repr(widgets.line(2, 3)))
check("01.a", ...)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder of an installation of the course, away from its sources."""
    folder = tmp_path_factory.mktemp("install")
    for file in project_files():
        copy = folder / "source" / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    build = "from setuptools import build_meta; build_meta.build_wheel('..')"
    command = [sys.executable, "-c", build]
    subprocess.run(command, cwd=folder / "source", check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_the_course_is_installed_whole_and_nothing_else_is(installed):
    sources = {file.relative_to(ROOT) for file in project_files()}
    modules = {file for file in sources if file.parts[0] == "helpers"}
    packed = {file.relative_to(installed) for file in installed.rglob("*") if file.is_file()}
    assert {file for file in packed if not file.parts[0].endswith(".dist-info")} == modules


def test_what_is_installed_works_away_from_the_folder_of_the_course(installed, tmp_path):
    command = [sys.executable, "-I", "-c", USED, installed]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"CI": ""}, capture_output=True, text=True
    )
    *modules, picture, drag, verdict = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert len(modules) > 10
    assert all(file.startswith(str(installed)) for file in modules)
    assert picture.startswith("Picture: ")
    assert drag.startswith("Drag: ")
    assert verdict.startswith("01.a not attempted yet.")

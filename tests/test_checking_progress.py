"""What is passed is kept: whole or not at all, and by all notebooks together."""

import json
import os
import subprocess
import sys

import pytest

from helpers.checking import progress
from helpers.checking.progress import passed, remember


@pytest.fixture(autouse=True)
def fresh_kernel(tmp_path, monkeypatch):
    """As if nothing had been answered yet, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NN_LINEAR_PROGRESS", raising=False)
    monkeypatch.setattr(progress, "_passed_here", set())


def stored(folder):
    return json.loads((folder / ".progress.json").read_text(encoding="utf-8"))


def run(code, folder):
    """Run code in a Python of its own, as another kernel does."""
    command = [sys.executable, "-c", f"from helpers.checking.progress import *\n{code}"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)


def test_progress_survives_a_restart_of_the_kernel(tmp_path):
    assert remember("01.1") == ""
    assert run("print(passed())", tmp_path).communicate()[0] == "{'01.1'}\n"


def test_two_notebooks_that_write_at_once_lose_nothing(tmp_path):
    code = "import sys\nfor n in range(20):\n    assert remember(f'{sys.argv[1]}.{n}') == ''"
    notebooks = [
        subprocess.Popen(
            [sys.executable, "-c", f"from helpers.checking.progress import *\n{code}", lesson],
            cwd=tmp_path,
        )
        for lesson in ("01", "02")
    ]
    assert [notebook.wait() for notebook in notebooks] == [0, 0]
    assert len(stored(tmp_path)) == 40


def test_what_another_notebook_has_passed_meanwhile_is_kept(tmp_path):
    remember("01.2")
    (tmp_path / ".progress.json").write_text('["01.2", "02.a"]')
    remember("01.1")
    assert stored(tmp_path) == ["01.1", "01.2", "02.a"]


def test_ids_of_another_release_of_the_course_are_kept(tmp_path):
    (tmp_path / ".progress.json").write_text('["99.1"]')
    remember("01.1")
    assert stored(tmp_path) == ["01.1", "99.1"]


@pytest.mark.parametrize("damage", ["", "{", "3", '{"01.1": 1}', "[1]", "\x00\xff"])
def test_a_damaged_file_is_put_aside_and_kept(damage, tmp_path):
    (tmp_path / ".progress.json").write_bytes(damage.encode("latin-1"))
    assert passed() == set()
    assert remember("01.1") == ""
    assert stored(tmp_path) == ["01.1"]
    assert (tmp_path / ".progress.json.old").read_bytes() == damage.encode("latin-1")


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("NN_LINEAR_PROGRESS", str(tmp_path / "no-folder" / "progress.json"))
    assert remember("01.1").startswith(" (Kept until this notebook is closed: ")
    assert passed() == {"01.1"}


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    remember("01.1")
    monkeypatch.setattr(os, "replace", full)
    assert "No space left on device" in remember("01.2")
    assert stored(tmp_path) == ["01.1"]
    assert sorted(file.name for file in tmp_path.iterdir()) in (
        [".progress.json"],
        [".progress.json", ".progress.json.lock"],  # how filelock leaves it, on some systems
    )


def test_a_notebook_that_holds_the_file_for_too_long_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "LOCK_SECONDS", 0.2)
    code = "import time\nwith locked(progress_file(), 5):\n    print('held', flush=True)\n"
    code = "from helpers.files import locked\n" + code + "    input()"
    command = [sys.executable, "-c", f"from helpers.checking.progress import *\n{code}"]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=tmp_path, **streams) as other:
        assert other.stdout.readline() == "held\n"
        assert remember("01.1").startswith(" (Kept until this notebook is closed: ")
        assert passed() == {"01.1"}
        other.communicate("\n")
    assert remember("01.2") == ""
    assert stored(tmp_path) == ["01.1", "01.2"]

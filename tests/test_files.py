"""A full disk, a crash or a second notebook must not cost what was stored before."""

import errno
import os
import subprocess
import sys

import pytest
from filelock import FileLock

from helpers.files import locked, write_whole

FULL = OSError(errno.ENOSPC, "No space left on device")
HANG = 30  # seconds; far more than any test needs


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("data", "stored"), [(b"\x00\r\n", b"\x00\r\n"), ("90°\n", b"90\xc2\xb0\n")]
)
def test_bytes_and_texts_are_stored_the_same_on_every_machine(tmp_path, data, stored):
    file = tmp_path / "kept"
    for path in (file, str(file)):
        write_whole(path, data)
        assert file.read_bytes() == stored
    assert names_in(tmp_path) == ["kept"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["full", "stopped"])
def test_a_full_disk_or_a_stopped_cell_leaves_the_old_file_and_nothing_else(
    tmp_path, monkeypatch, step, error
):
    def fail(*_):
        raise error

    file = tmp_path / "kept"
    write_whole(file, "old")
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(error)):
        write_whole(file, "new")
    assert file.read_text() == "old"
    assert names_in(tmp_path) == ["kept"]


def test_a_missing_folder_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "missing" / "kept", "new")
    assert names_in(tmp_path) == []


def test_a_crash_in_the_middle_leaves_the_old_file(tmp_path):
    file = tmp_path / "kept"
    write_whole(file, "old")
    crash = "import os, sys; from helpers.files import write_whole; "
    crash += "os.fsync = lambda _: os._exit(9); write_whole(sys.argv[1], 'new')"
    assert subprocess.run([sys.executable, "-c", crash, file], check=False).returncode == 9
    assert file.read_text() == "old"
    write_whole(file, "newer")
    assert file.read_text() == "newer"


def test_of_two_that_write_at_once_each_writes_a_whole_file(tmp_path, monkeypatch):
    file = tmp_path / "kept"
    seen = []

    def second_writer(_):
        monkeypatch.undo()
        write_whole(file, "second")
        seen.append(file.read_text())

    monkeypatch.setattr(os, "fsync", second_writer)  # when the first one is nearly done
    write_whole(file, "first, and longer")
    assert [*seen, file.read_text()] == ["second", "first, and longer"]
    assert names_in(tmp_path) == ["kept"]


HOLD = """
import sys
from helpers.files import locked
with locked(sys.argv[1], 0):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_only_one_process_at_a_time_has_the_lock(tmp_path):
    file = tmp_path / "kept"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", HOLD, file], **pipes) as other:
        assert other.stdout.readline() == "held\n"
        for seconds in (0, 0.1):
            why = f"^Another notebook has held .*kept.lock for {seconds} seconds.$"
            with pytest.raises(TimeoutError, match=why):
                locked(file, seconds)
        other.communicate("let go\n", timeout=HANG)
    with locked(file, HANG):
        assert "kept" not in names_in(tmp_path)


def test_an_error_under_the_lock_gives_it_back(tmp_path):
    with pytest.raises(KeyError), locked(tmp_path / "kept", 0):
        raise KeyError
    with locked(tmp_path / "kept", 0) as lock:
        assert lock.is_locked


def test_a_file_system_without_locks_is_an_os_error_with_a_sentence(tmp_path, monkeypatch):
    def no_locks(*args, **kwargs):
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr(FileLock, "acquire", no_locks)
    with pytest.raises(OSError, match="has no locks") as refused:
        locked(tmp_path / "kept", 0)
    assert refused.value.strerror == "This file system has no locks"
    assert refused.value.filename == str(tmp_path / "kept.lock")

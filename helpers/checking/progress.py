"""The file of what is passed, shared by all notebooks of a folder."""

import json
import os
from pathlib import Path

from helpers.files import locked, write_whole

LOCK_SECONDS = 10  # more than any other notebook needs to write a few hundred bytes

_passed_here = set()  # in this kernel, in case nothing can be written


def progress_file():
    """Return the file of what is passed: ``.progress.json`` in the folder of the notebook.

    The environment variable NN_LINEAR_PROGRESS names another file.
    """
    return Path(os.environ.get("NN_LINEAR_PROGRESS") or ".progress.json")


def passed():
    """Return the set of ids that are passed, in this kernel or before."""
    try:
        return _passed_here | _stored(progress_file())
    except (OSError, ValueError):
        return set(_passed_here)


def remember(exercise):
    """Store that an exercise is passed; return an empty text, or why it could not be stored.

    Other notebooks may do the same at the same time: none of them loses what another one passed. A
    crash in the middle leaves the old file.
    """
    if exercise in passed():
        return ""
    _passed_here.add(exercise)
    file = progress_file()
    try:
        with locked(file, LOCK_SECONDS):
            write_whole(file, json.dumps(sorted(_stored_or_put_aside(file) | _passed_here)))
    except OSError as error:
        return f" (Kept until this notebook is closed: {error.strerror or error} for {file}.)"
    return ""


def _stored_or_put_aside(file):
    """The ids in the file; one that is damaged is kept beside, as somebody may want to look."""
    try:
        return _stored(file)
    except FileNotFoundError:
        return set()
    except ValueError:
        os.replace(file, f"{file}.old")
        return set()


def _stored(file):
    """The ids in the file; ValueError if it holds something else."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(stored, list) or not all(isinstance(name, str) for name in stored):
        raise ValueError("not a list of ids")
    return set(stored)

"""A plugin of pytest: what is tried in the kernel of a notebook once nbval has run its cells.

The cells have just been compared with what the notebook stores. Three tests follow in the same
kernel, which saves the start of another: each cell runs twice, from the first to the last; each
cell runs once more, from the last to the first; and each question is answered right.
"""

import collections
import re
import tempfile
from pathlib import Path

import nbformat
import pytest
from nbval.plugin import IPyNbCell, NbCellError

ASKED = re.compile(r'check\("(\d\d\.\w+)", (?:\.\.\.|\w+)\)')  # 07.2 an exercise, 07.b a prediction

# Cells that show something else once a later cell has run. Mend one, and take it off this list.
STUCK = {
    "01_dot_product": {
        "data-later",
        "dot-picture",
        "drag-product",
        "dtype-mend",
        "fifth-way-run",
        "grad-fn-run",
        "layer-dot-check",
        "layer-dot-run",
        "x-times-wt",
    },
    "02_in_out_features": {"nested-run"},
    "03_bias": {"histogram"},
    "08_devices": {"apart-picture", "meta-error", "next-parameter", "two-places"},
}


def code_cells(notebook):
    """The code cells of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


class Trial(pytest.Item):
    """A test of a whole notebook in the kernel that has run it."""

    def reportinfo(self):
        """Return the file, no line, and a headline for a failure."""
        return self.path, None, f"{self.path.name}: {self.name}"

    def repr_failure(self, excinfo):
        """Return the message alone; the lines of this plugin help nobody."""
        error = excinfo.value
        if isinstance(error, NbCellError):
            return f"{error}\n{error.source}\n{error.inner_traceback or ''}"
        return str(error)


class Again(Trial):
    """Cells of the notebook in some order, each compared with what the notebook stores."""

    def __init__(self, *, cells, excused=frozenset(), **kwargs):
        super().__init__(**kwargs)
        self.cells, self.excused = cells, excused

    def runtest(self):
        """Fail with the ids of all cells that show something else, and only of those."""
        changed = {}
        for cell in self.cells:
            try:
                cell.runtest()
            except NbCellError as error:
                changed[cell.cell.id] = error.inner_traceback or str(error)
        told = [
            f"{name} changed when it ran again:\n{how}"
            for name, how in changed.items()
            if name not in self.excused
        ]
        told += [f"{name} needs no excuse" for name in self.excused - changed.keys()]
        if told:
            pytest.fail("\n".join(told))


class Answered(Trial):
    """Each exercise and each prediction, answered right in the place where it is asked."""

    def runtest(self):
        """Fail with the verdicts of all checks that do not say that the answer passed."""
        from helpers.exercises import EXERCISES

        failed = []
        with tempfile.TemporaryDirectory() as folder:
            progress = str(Path(folder, "progress.json"))
            self.shown(f"import os; os.environ['NN_LINEAR_PROGRESS'] = {progress!r}")
            for cell in code_cells(self.parent.nb):
                if found := ASKED.fullmatch(cell.source):
                    exercise = EXERCISES[found[1]]
                    right = exercise.solutions[0]
                    if not exercise.kind:
                        self.shown(right)
                    verdict = self.shown(cell.source.replace("...", right))
                    if not verdict.startswith(f"{exercise.id} passed."):
                        failed.append(verdict)
        if failed:
            pytest.fail("\n".join(failed))

    def shown(self, source):
        """Run a cell of this source and return what it prints."""
        cell = IPyNbCell.from_parent(
            self.parent,
            name="answer",
            cell_num=0,
            cell=nbformat.v4.new_code_cell(source),
            options=collections.defaultdict(bool),
        )
        cell.runtest()
        return "".join(output.get("text", "") for output in cell.test_outputs)


def trials(notebook, cells):
    """Yield the tests that follow the cells of a notebook."""
    twice = [cell for cell in cells for _ in range(2)]
    yield Again.from_parent(notebook, name="every cell twice", cells=twice)
    stuck = STUCK.get(notebook.path.stem, set())
    yield Again.from_parent(notebook, name="going back", cells=cells[::-1], excused=stuck)
    if any(ASKED.fullmatch(cell.cell.source) for cell in cells):
        yield Answered.from_parent(notebook, name="every question answered")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Add the tests behind the cells of each notebook that is run as a whole."""
    cells = collections.defaultdict(list)
    for item in items:
        if isinstance(item, IPyNbCell):
            cells[item.parent].append(item)
    for notebook, own in cells.items():
        if len(own) == len(code_cells(notebook.nb)):
            place = items.index(own[-1]) + 1
            items[place:place] = trials(notebook, own)

"""A contributor must get a clean notebook from a refresh, and keep the old one if it fails."""

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from tools import refresh


def written(folder, *sources, tags=()):
    """Write a notebook as a personal JupyterLab might have left it, and return its path."""
    path = folder / "lesson.ipynb"
    metadata = {
        "kernelspec": {"display_name": "Ada's", "language": "python", "name": "ada"},
        "language_info": {"name": "python", "version": "3.10.1"},
        "widgets": {},
    }
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    cells[-1].metadata.tags = list(tags)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


DRAG = "from helpers import widgets\nwidgets.line(2, 3)"


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("refresh")
    sources = ["import os\nprint(os.getcwd())", "6 * 7", DRAG, "1 / 0"]
    path = written(folder, *sources, tags=["raises-exception"])
    refresh.main([path])
    return folder, nbformat.read(path, as_version=4)


def test_a_refresh_stores_every_output(refreshed):
    folder, notebook = refreshed
    where, answer, _, error = (cell.outputs[0] for cell in notebook.cells)
    assert folder.samefile(where.text.strip())
    assert answer.data["text/plain"] == "42"
    assert (error.ename, error.evalue) == ("ZeroDivisionError", "division by zero")
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3, 4]


def test_a_refresh_leaves_out_what_differs_from_machine_to_machine(refreshed):
    _, notebook = refreshed
    metadata = [dict(cell.metadata) for cell in notebook.cells]
    assert metadata == [{}, {}, {}, {"tags": ["raises-exception"]}]
    assert notebook.metadata == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }


def test_a_refresh_keeps_the_still_picture_of_a_drag_and_not_its_live_part(refreshed):
    _, notebook = refreshed
    assert set(notebook.cells[2].outputs[0].data) == {"text/html", "text/plain"}


def test_a_lesson_whose_cell_fails_is_left_as_it_was(tmp_path):
    path = written(tmp_path, "6 * 7", "1 / 0")
    before = path.read_bytes()
    with pytest.raises(CellExecutionError, match="division by zero"):
        refresh.main([path])
    assert path.read_bytes() == before


def test_without_a_notebook_the_command_says_what_to_name():
    with pytest.raises(SystemExit, match="Name the notebooks to refresh"):
        refresh.main([])

"""On several cores the cells of a notebook must still run in one kernel, one after the other."""

import importlib.util
import re

import nbformat
import pytest

from tests.needs import leave_out
from tests.test_conftest import course, run

if importlib.util.find_spec("xdist") is None:
    leave_out("pytest-xdist")

__all__ = ["course"]  # a fixture


@pytest.mark.parametrize("options", [[], ["-n2"]], ids=["by itself", "asked for"])
def test_several_cores_never_share_the_cells_of_one_notebook(options, course, monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_AUTO_NUM_WORKERS", "2")
    cells = [nbformat.v4.new_code_cell("step_0 = 0", execution_count=1)]
    for step in range(1, 6):
        source = f"step_{step} = step_{step - 1} + 1\nstep_{step}"
        shown = nbformat.v4.new_output("execute_result", {"text/plain": str(step)})
        cells.append(nbformat.v4.new_code_cell(source, execution_count=1, outputs=[shown]))
    notebook = nbformat.v4.new_notebook(cells=cells)
    for name in ("one", "two"):
        nbformat.write(notebook, course / "notebooks" / f"{name}.ipynb")
    code, said = run(course, "-v", *options)
    assert code == 0, said
    ran = re.findall(r"^\[(gw\d)\].* PASSED notebooks/(\w+)", said, re.MULTILINE)
    assert len(ran) >= 2 * len(cells)
    assert len(set(ran)) == len({worker for worker, _ in ran}) == 2

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
    cells = [nbformat.v4.new_code_cell("steps = 0", execution_count=1)]
    for step in range(1, 6):
        shown = nbformat.v4.new_output("execute_result", {"text/plain": str(step)})
        source = f"steps = steps + 1 if steps < {step} else steps\nsteps"
        cells.append(nbformat.v4.new_code_cell(source, execution_count=1, outputs=[shown]))
    for name in ("one", "two"):
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells), course / "notebooks" / f"{name}.ipynb"
        )
    _, said = run(course, "-v", *options)
    assert "14 passed" in said, said
    ran = re.findall(r"^\[(gw\d)\].* PASSED notebooks/(\w+)", said, re.MULTILINE)
    assert len(ran) == 14
    assert len(set(ran)) == len({worker for worker, _ in ran}) == 2

"""Execute the lessons and store their outputs: ``python -m tools.refresh notebooks/*.ipynb``.

Each notebook runs from top to bottom in a fresh kernel, in its own folder. What
changes from machine to machine (timestamps, the name of the kernel, the version of Python) is
left out, so that a change to a lesson shows as just that. So is the live part of a drag, which
without its kernel would only say that it cannot be shown; the still picture of it stays.
"""

import pathlib
import sys

import nbformat
from nbclient import NotebookClient

LIVE = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def executed(path):
    """The notebook at ``path`` with the outputs of a fresh kernel; the file stays as it is.

    Raises:
        nbclient.exceptions.CellExecutionError: if a cell fails that is not tagged
            ``raises-exception``.
    """
    notebook = nbformat.read(path, as_version=4)
    return NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(pathlib.Path(path).parent)}},
    ).execute()


def refresh(path):
    """Execute the notebook at ``path`` and store its outputs in it; after an error, nothing."""
    notebook = executed(path)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(LIVE, None)
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    nbformat.write(notebook, path)


def main(names):
    """Refresh the notebooks of these names, one after the other."""
    if not names:
        sys.exit("Name the notebooks to refresh, for example: notebooks/04_linear_regression.ipynb")
    for name in names:
        print(f"Executing {name}")
        refresh(name)


if __name__ == "__main__":
    main(sys.argv[1:])

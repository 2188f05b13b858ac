"""A student must see their own lines and one sentence, and nobody's paths."""

import inspect
import re

import nbformat
import pytest
from nbclient import NotebookClient
from torch import nn

from helpers import devices, models
from helpers.notebook import short_errors, show_source

# --- show_source ---------------------------------------------------------------------------------


@pytest.mark.parametrize("thing", [models.MyLinear, devices.pick_device, models.MyLinear.forward])
def test_the_source_shown_is_that_of_the_object_itself(thing):
    lines = inspect.getsource(thing).rstrip().splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    code = "\n".join(line[indent:] for line in lines)
    assert show_source(thing).data == f"```python\n{code}\n```"


def test_several_sources_are_shown_in_the_order_they_were_named():
    shown = show_source(models.WrappedLinear, models.LinearRegression).data
    assert re.findall(r"^class (\w+)", shown, re.MULTILINE) == ["WrappedLinear", "LinearRegression"]
    assert shown.count("```") == 2


@pytest.mark.parametrize(
    ("thing", "named"), [(42, "int"), (nn.Linear(2, 3), "Linear"), (len, "builtin_function")]
)
def test_what_has_no_source_is_answered_with_a_sentence(thing, named):
    with pytest.raises(TypeError, match=f"show_source got {named}.*; it wants classes or func"):
        show_source(thing)


def test_a_helper_used_in_a_script_does_not_fail_for_want_of_a_notebook():
    assert short_errors() is None


# --- errors and warnings, in a real kernel -------------------------------------------------------


@pytest.fixture(scope="module")
def run():
    """A function that runs the source of a cell and returns its outputs."""
    notebook = nbformat.v4.new_notebook()
    client = NotebookClient(notebook, timeout=60, kernel_name="python3")

    def run_cell(source):
        tags = {"tags": ["raises-exception"]}
        notebook.cells.append(nbformat.v4.new_code_cell(source, metadata=tags))
        return client.execute_cell(notebook.cells[-1], len(notebook.cells) - 1).outputs

    with client.setup_kernel():
        for _ in range(2):  # the second call must change nothing
            assert run_cell("from helpers.notebook import short_errors\nshort_errors()") == []
        yield run_cell


def text_of(output):
    text = "".join(output.traceback) if output.output_type == "error" else output.text
    return re.sub(r"\x1b\[[\d;]*m", "", text)


# The error comes from inside a library, three calls below the line that is to blame.
WRONG_TEXT = """\
import json
def use(read):
    return read("five")

use(json.loads)
"""


def test_an_error_shows_the_lines_of_the_cell_and_no_path(run):
    (error,) = run(WRONG_TEXT)
    assert error.ename == "JSONDecodeError"
    text = text_of(error)
    assert re.search(r"-+> ?5 use\(json\.loads\)", text)
    assert re.search(r'-+> ?3 +return read\("five"\)', text)
    assert text.rstrip().endswith("JSONDecodeError: Expecting value: line 1 column 1 (char 0)")
    assert not re.search(r"decoder|\.py\b|ipykernel|/\w+/|\\", text)


def test_the_whole_traceback_can_still_be_had(run):
    run(WRONG_TEXT)
    (whole,) = run("%tb")
    assert re.search(r"json[/\\]decoder\.py", text_of(whole))


def test_a_cell_is_known_as_one_whatever_its_file_is_called(run):
    named_as_in_colab = """\
exec(compile("def use(n):\\n    return 1 // n", "ipython-input-5", "exec"))
use(0)
"""
    (error,) = run(named_as_in_colab)
    assert "in use(n)" in text_of(error)


STOP = """\
import json, signal
json.dumps(..., default=lambda _: signal.raise_signal(signal.SIGINT))
"""


def test_a_cell_that_is_stopped_shows_no_line_of_a_library(run):
    (error,) = run(STOP)
    assert error.ename == "KeyboardInterrupt"
    assert "encoder" not in text_of(error)
    assert len(text_of(error).splitlines()) < 12
    assert run("print('goes on')")[0].text == "goes on\n"


def test_a_function_that_calls_itself_without_end_does_not_fill_the_page(run):
    (error,) = run("def use(n):\n    return use(n + 1)\n\nuse(0)")
    assert error.ename == "RecursionError"
    assert re.search(r"-+> ?4 use\(0\)", text_of(error))
    assert len(text_of(error).splitlines()) < 60
    (error,) = run(WRONG_TEXT)
    assert "decoder" not in text_of(error), "the next error is short, too"


def test_a_syntax_error_still_points_at_its_place(run):
    (error,) = run("layer = Linear(4 3)")
    assert error.ename == "SyntaxError"
    assert re.search(r"layer = Linear\(4 3\)\s+\^", text_of(error))


@pytest.mark.parametrize(("how", "kept"), [(" from error", "cause"), ("", "context")])
def test_only_the_last_error_of_a_chain_is_shown_and_the_chain_is_kept(run, how, kept):
    (error,) = run(
        "try:\n    int('five')\nexcept ValueError as error:\n"
        f"    raise RuntimeError('no number'){how}"
    )
    assert error.ename == "RuntimeError"
    assert "five'" not in text_of(error).replace("int('five')", "")
    (answer,) = run(
        f"import sys\nprint(repr(sys.last_value.__{kept}__), sys.last_value.__suppress_context__)"
    )
    assert answer.text.startswith("ValueError(")
    assert answer.text.endswith(f"{kept == 'cause'}\n")


WARN = "import warnings\nwarnings.warn('two sizes differ')"


def test_a_warning_is_one_line_without_a_path(run):
    (warning,) = run(WARN)
    assert (warning.name, warning.text) == ("stderr", "UserWarning: two sizes differ\n")


def test_a_cell_that_is_run_again_warns_again(run):
    source = f"for _ in range(3):\n    {WARN.splitlines()[1].replace('two', 'three')}"
    run("import warnings")
    assert [text_of(output) for output in run(source)] == ["UserWarning: three sizes differ\n"]
    assert [text_of(output) for output in run(source)] == ["UserWarning: three sizes differ\n"]

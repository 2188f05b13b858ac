"""What Jupyter shows of the course: source code, and errors and warnings without machine paths."""

import inspect
import sys
import textwrap
import types
import warnings

from IPython import get_ipython
from IPython.display import Markdown

ENDS = 5  # frames of a long error that are shown of its beginning, and of its end


def show_source(*objects):
    """Show the source of classes or functions as highlighted code.

    It is read from the very objects passed in, so what is shown is what runs.

    Raises:
        TypeError: if an object has no Python source (a number, a tensor, a built-in).
    """
    try:
        sources = [textwrap.dedent(inspect.getsource(thing)).rstrip() for thing in objects]
    except (TypeError, OSError):
        given = ", ".join(type(thing).__name__ for thing in objects)
        raise TypeError(
            f"show_source got {given}; it wants classes or functions written in Python, "
            "named without parentheses: only those have a source to show."
        ) from None
    return Markdown("```python\n" + "\n\n\n".join(sources) + "\n```")


def short_errors():
    """Shorten the errors and warnings of this notebook; each lesson begins with this call.

    An error, or a cell that you stop, shows the lines of your own cells and the message, without
    the frames inside the libraries; ``%tb`` still shows them all. A warning shows its category and
    its sentence. Neither puts a path of the machine into a stored output. Calling it again changes
    nothing, and outside a notebook it does nothing.
    """
    shell = get_ipython()
    if shell is None:
        return
    shell.set_custom_exc((Exception, KeyboardInterrupt), _show_error)
    warnings.formatwarning = _format_warning
    shell.events.register("pre_run_cell", _forget_warnings_shown)


def _show_error(shell, kind, error, traceback, tb_offset=None):
    if issubclass(kind, SyntaxError):  # it has no frame, but a line and a caret
        shell.showsyntaxerror()
        return
    chain = error.__cause__, error.__suppress_context__
    error.__cause__ = None  # what a library was busy with before is its own affair
    short = _frames_of_cells(traceback, shell.user_ns)
    shell.showtraceback((kind, error, short), tb_offset=0)
    error.__cause__, error.__suppress_context__ = chain
    sys.last_type, sys.last_value, sys.last_traceback = kind, error, traceback  # for %tb


def _frames_of_cells(traceback, namespace):
    """A copy of a traceback with only the frames of code that was typed into a cell.

    ``namespace`` holds the names of the notebook: only code in a cell has it as its globals. Of
    a function that calls itself without end, the first and the last few frames are left.
    """
    frames = []
    while traceback:
        if traceback.tb_frame.f_globals is namespace:
            frames.append((traceback.tb_frame, traceback.tb_lasti, traceback.tb_lineno))
        traceback = traceback.tb_next
    if len(frames) > 2 * ENDS:
        frames = frames[:ENDS] + frames[-ENDS:]
    short = None
    for frame in reversed(frames):
        short = types.TracebackType(short, *frame)
    return short


def _format_warning(message, category, filename, lineno, line=None):
    return f"{category.__name__}: {message}\n"


def _forget_warnings_shown(info):
    """Let a cell that is run again warn again: Python shows a warning once per place.

    It forgets what it has shown when a filter is added. This one, the last of all, says what holds
    without a filter, and is added only once.
    """
    warnings.simplefilter("default", append=True)

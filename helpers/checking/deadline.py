"""The time that a check may take: what a learner wrote is interrupted when it is over."""

import contextlib
import ctypes
import sys
import threading
import time

SECONDS = 5.0  # that one check may take, all its calls together
TICK = 0.05  # seconds from one look at the clock to the next
GRACE = 1.0  # seconds after which a step that cannot be interrupted is told about

_time = threading.local()  # .left: the seconds that the check now running may still use


class TimeUp(BaseException):
    """Raised into an answer that runs too long; no ``except Exception`` of its own stops it."""


@contextlib.contextmanager
def time_budget(patience=1):
    """All calls in here share ``SECONDS``, times ``patience``; alone, each has its own."""
    _time.left = patience * SECONDS
    try:
        yield
    finally:
        del _time.left


class Clock:
    """Looks on from a thread of its own while the body of ``with`` runs, and ends it in time.

    Args:
        leave: a code object below which nothing is looked at: the function that enters the body.
        tell: called with a sentence while the body runs for longer than ``SECONDS`` because it
            may, or for longer than it may because it cannot be interrupted.

    Once the time of the check is used up, ``TimeUp`` is raised in the body. The interpreter does
    so between two steps of Python code, on every system and in any thread; a signal would work on
    the main thread of Linux and macOS only. So it does not interrupt a single long step, such as a
    product of huge tensors, ``time.sleep`` or a lock: that one is told about while it runs. An
    import is never interrupted, as a module that is half imported stays broken, and its time does
    not count: torch imports parts of itself, for seconds, when they are first used. Source:
    https://docs.python.org/3/c-api/threads.html#c.PyThreadState_SetAsyncExc
    """

    def __init__(self, leave, tell):
        self.leave, self.tell = leave, tell
        self.thread, self.over = threading.get_ident(), threading.Event()
        self.imports, self.sent, self.waits, self.held = 0.0, None, False, False

    def __enter__(self):
        self.start = time.monotonic()
        self.left = getattr(_time, "left", SECONDS)
        self.watcher = threading.Thread(target=self._watch, daemon=True)
        self.watcher.start()
        return self

    def __exit__(self, kind, error, traceback):
        try:
            self.over.set()
            self.watcher.join()
        finally:
            if self.sent:
                _let_arrive(self.thread)
            if hasattr(_time, "left"):
                _time.left -= max(0.0, time.monotonic() - self.start - self.imports)

    def _watch(self):
        last = self.start
        while not self.over.wait(TICK):
            now = time.monotonic()
            used = now - self.start - self.imports
            if self._is_importing():
                self.imports += now - last
            elif used > self.left:
                self.sent = self.sent or now
                _raise_in(self.thread, TimeUp)  # again and again: an answer may catch it
                if now - self.sent > GRACE and not self.held:
                    self._tell_that_it_is_held(used)
            elif used > SECONDS and not self.waits:
                self._tell_that_it_is_waited_for()
            last = now

    def _tell_that_it_is_waited_for(self):
        self.waits = True
        self.tell(
            f"Your code has run for {SECONDS:g} seconds. The check waits for up to "
            f"{self.left:.0f}; to stop it before, choose Kernel, Interrupt Kernel."
        )

    def _tell_that_it_is_held(self, used):
        self.held = True
        self.tell(
            f"Your code has run for {used:.0f} seconds, and the check cannot stop it. To do so, "
            "choose Kernel, Interrupt Kernel; if that does not help, Restart Kernel."
        )

    def _is_importing(self):
        frame = sys._current_frames().get(self.thread)
        while frame and frame.f_code is not self.leave:
            if frame.f_code.co_filename.startswith("<frozen importlib"):
                return True
            frame = frame.f_back
        return False


def _raise_in(thread, exception):
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exception))


def _let_arrive(thread):
    """Have a ``TimeUp`` that was sent and not raised yet raised here, where it does no harm.

    NULL in its place would take it back, but Python 3.11 then looks for it ever after: all code
    runs slower, and hangs under a debugger, a profiler or coverage.
    """
    with contextlib.suppress(TimeUp):
        _raise_in(thread, TimeUp)
        while True:
            pass

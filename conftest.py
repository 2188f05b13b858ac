"""How the tests run, from whatever folder pytest is started in."""

import os
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
NOWHERE = "http://127.0.0.1:9"  # a proxy that is not there
EMPTY_FOLDER = pytest.StashKey[str]()

pytest_plugins = ["tests.again"]


def pytest_addoption(parser):
    """Add the option that shuts out MNIST and the network."""
    parser.addoption("--offline", action="store_true", help="without MNIST and without a network")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Use all cores where pytest-xdist is installed, but not for a single file or test."""
    option = config.option
    if not config.pluginmanager.hasplugin("xdist") or hasattr(config, "workerinput"):
        return
    if option.numprocesses is None and (len(config.args) > 1 or Path(config.args[0]).is_dir()):
        option.numprocesses = "auto"
    if option.numprocesses and option.dist == "no":
        option.dist = "loadfile"  # never two cells of one notebook at the same time
        option.loadscopereorder = False  # but in the order given below


def pytest_configure(config):
    """Set what the settings in pyproject.toml cannot."""
    option = config.option
    if option.nbval_sanitize_with is None:
        option.nbval_sanitize_with = str(ROOT / "tests" / "nbval_sanitise.cfg")
    if os.environ.get("CI"):  # elsewhere a warning of tomorrow's release is no student's fault
        config.getini("filterwarnings").insert(0, "error")
    if hasattr(config, "workerinput"):
        return
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # small layers; threads of two workers stall
    if option.offline:
        _go_offline(config)


def _go_offline(config):
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    config.stash[EMPTY_FOLDER] = os.environ["NN_LINEAR_DATA"] = folder.name
    for name in ("http_proxy", "https_proxy", "no_proxy"):
        value = "localhost,127.0.0.1" if name == "no_proxy" else NOWHERE
        os.environ[name] = os.environ[name.upper()] = value


def pytest_collection_modifyitems(config, items):
    """Let the workers of pytest-xdist begin with what takes longest: browsers and notebooks."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.path.parent.name == "tests")


def pytest_sessionfinish(session):
    """Without a network nothing can be downloaded: if something was, this run proved nothing."""
    folder = session.config.stash.get(EMPTY_FOLDER, None)
    if folder and any(Path(folder).rglob("*-ubyte*")):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    """Say why a run fails in which every test has passed."""
    folder = config.stash.get(EMPTY_FOLDER, None)
    if folder and any(Path(folder).rglob("*-ubyte*")):
        terminalreporter.write_line("MNIST was downloaded: there was a network after all", red=True)

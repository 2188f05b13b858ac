"""JupyterLab in a headless Chromium, for the tests of the drags and for their benchmark."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
SYSTEM = ("chromium", "chromium-browser", "google-chrome")  # else the one that playwright installs
SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},  # all cells in the page
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
}


@contextlib.contextmanager
def browser():
    """A headless Chromium."""
    path = next(filter(None, map(shutil.which, SYSTEM)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@contextlib.contextmanager
def jupyterlab(folder, settings=()):
    """JupyterLab over copies of the lessons in ``folder``, with settings of its own."""
    for name in ("app", "user", "workspaces", "config", "lessons"):
        (folder / name).mkdir()
    for lesson in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(lesson, folder / "lessons")
    overrides = json.dumps(SETTINGS | dict(settings))
    (folder / "app" / "overrides.json").write_text(overrides, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", f"--port={port}", "--ServerApp.port_retries=0"]
    command += ["--no-browser", "--allow-root", "--IdentityProvider.token="]
    command += ["--expose-app-in-browser"]  # as window.jupyterapp
    command += [f"--LabApp.app_settings_dir={folder / 'app'}", folder / "lessons"]
    environment = os.environ | {
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "user"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
    }
    with open(folder / "log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}/lab"
        for _ in range(120):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(address, timeout=5).close()
                break
            time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait()


def open_lesson(page, address, lesson):
    """Open a lesson as somebody does who has just got a copy of it: nothing has run."""
    page.goto(f"{address}/tree/{lesson}.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", state="attached")
    kernel = "window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel"
    page.wait_for_function(f"() => {kernel}?.status == 'idle'")


def run_all(page):
    """Run every cell of the open lesson, and wait until the last has run."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    cells = "window.jupyterapp.shell.currentWidget.content.widgets"  # the command ends at an error
    waits = "cell => cell.model.type === 'code' && cell.model.executionCount === null"
    page.wait_for_function(f"() => !{cells}.some({waits})", timeout=120_000)


def cell(page, source):
    """The code cell that contains a piece of source."""
    return page.locator(".jp-CodeCell", has_text=source).first

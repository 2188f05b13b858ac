"""What a busy computer costs: ``python -m tools.benchmark_busy``.

An epoch of lesson 9, judging the model, the slowest checks, and a move of a drag: each alone, and
beside as many busy programs as the computer has cores. Two programs that share a core each take
twice as long, so 2 is what cannot be helped, and 4 is allowed. Quiet and busy runs take turns, and
the medians are compared.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import time

import torch
from torch.utils.data import DataLoader, TensorDataset

from helpers import widgets
from helpers.checks import grade
from helpers.data import load_mnist
from helpers.exercises import EXERCISES
from helpers.models import DigitClassifier
from helpers.training import evaluate, fit

ROUNDS, MOST = 5, 4
CHECKS = ("09.2", "04.3", "06.3")  # the slowest


@contextlib.contextmanager
def busy_programs():
    """As many programs as there are cores, each of them busy all the time."""
    loop = [sys.executable, "-c", "while True: pass"]
    programs = [subprocess.Popen(loop) for _ in range(os.cpu_count())]
    try:
        time.sleep(0.5)
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


def seconds(function):
    """How long a call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def tasks():
    """By name, what a learner waits for."""
    digits = load_mnist()
    images = digits.data[:, None].to(torch.float32) / 255
    batches = DataLoader(TensorDataset(images, digits.targets), batch_size=100)
    model = DigitClassifier()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    drag = widgets.image_scores(images[:3], digits.targets[:3], model.linear)
    right = {name: EXERCISES[name].answer(EXERCISES[name].solutions[0]) for name in CHECKS}
    return {
        "training, one epoch": lambda: fit(model, batches, optimizer, 1),
        "judging": lambda: evaluate(model, batches),
        **{f"check {name}": lambda name=name: grade(name, right[name]) for name in CHECKS},
        "a move of a drag": lambda: move(drag.controls["right"]),
    }


def move(slider):
    """Move a slider to its other end, as a change of nothing is not drawn."""
    slider.value = slider.min if slider.value == slider.max else slider.max


def main():
    """Print a row for each task: quiet, busy, and how many times as long that is."""
    waits = tasks()
    quiet, busy = ({name: [] for name in waits} for _ in range(2))
    for _ in range(1 + ROUNDS):
        for name, task in waits.items():
            quiet[name].append(seconds(task))
        with busy_programs():
            for name, task in waits.items():
                busy[name].append(seconds(task))
    print(f"\n{'':24}{'quiet, ms':>12}{'busy, ms':>12}{'ratio':>8}")
    for name in waits:
        alone, beside = (1000 * statistics.median(times[name][1:]) for times in (quiet, busy))
        print(f"{name:24}{alone:12.1f}{beside:12.1f}{beside / alone:8.1f}")
    print(f"At most {MOST} is allowed, on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()

"""The loss of a line for every slope and intercept, and the path that gradient descent takes there.

The picture of the loss surface and its drag are drawn from it.
"""

import math
from dataclasses import dataclass

import torch

from helpers.roles import check_shapes

LARGEST = torch.finfo(torch.float32).max


@dataclass(frozen=True)
class Surface:
    """The mean squared error of the line y = w x + b, for every w and b.

    Args:
        mean, mean_square: of x, and of the square of x.
        best, lowest: the (w, b) with the smallest loss, and that loss.
    """

    mean: float
    mean_square: float
    best: tuple[float, float]
    lowest: float

    def loss(self, w, b):
        """The loss there; w and b are numbers, or tensors that broadcast."""
        w, b = w - self.best[0], b - self.best[1]
        return self.lowest + self.mean_square * w * w + 2 * self.mean * w * b + b * b

    def gradient(self, w, b):
        """The slopes of the loss there, along w and along b."""
        w, b = w - self.best[0], b - self.best[1]
        return 2 * (self.mean_square * w + self.mean * b), 2 * (self.mean * w + b)

    @property
    def steepest(self):
        """The larger of the two curvatures."""
        return self.mean_square + 1 + math.hypot(self.mean_square - 1, 2 * self.mean)


def surface_of(x, y):
    """The loss surface of the examples x and y, both of shape (N, 1)."""
    check_shapes(x=(x, "N 1"), y=(y, "N 1"))
    x, y = x.double(), y.double()
    mean = x.mean()
    spread = (x - mean).square().mean()
    if not spread > 0:
        raise ValueError("Every x is the same; for a line, at least two have to differ.")
    w = ((x - mean) * y).mean() / spread
    b = y.mean() - w * mean
    lowest = (w * x + b - y).square().mean()
    return Surface(mean.item(), x.square().mean().item(), (w.item(), b.item()), lowest.item())


def walk(surface, start, lr, steps):
    """The (w, b) at the start and after each step; too large a rate brings them to inf and nan."""
    path = [start]
    for _ in range(steps):
        w, b = path[-1]
        slope, intercept = surface.gradient(w, b)
        path.append((w - lr * slope, b - lr * intercept))
    return path


def in_float32(w, b, loss):
    """What a layer of float32 has there, for which numbers are sooner too large."""
    if not (abs(w) <= LARGEST and abs(b) <= LARGEST):
        return math.nan, math.nan, math.nan
    return w, b, loss if loss <= LARGEST else math.inf

"""Shapes and numbers to try an answer with."""

import math
import random

import torch


class Draw:
    """Random shapes and numbers, the same ones for the same seed.

    A check that draws from here says the same about the same answer each time, and leaves the
    random state of the notebook alone.
    """

    def __init__(self, seed):
        self.random = random.Random(seed)

    def sizes(self, count, low=2, high=7):
        """Return ``count`` different lengths from ``low`` to ``high``, in random order."""
        return self.random.sample(range(low, high + 1), count)

    def tensor(self, *shape):
        """Return a float32 tensor of this shape: quarters from -4 to 4, none of them 0."""
        quarters = [n / 4 for n in range(-16, 17) if n]
        return torch.tensor(self.random.choices(quarters, k=math.prod(shape))).reshape(shape)

    def fill(self, module, change=lambda numbers: numbers):
        """Write drawn numbers into the Parameters of a module, and return it.

        Args:
            change: what is made of each drawn tensor, before it is written.
        """
        with torch.no_grad():
            for parameter in module.parameters():
                parameter.copy_(change(self.tensor(*parameter.shape)))
        return module

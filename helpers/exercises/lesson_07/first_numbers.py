"""The numbers that an OwnLinear starts with, in 07.4."""

import random

import numpy as np
import torch

from helpers.checking.rejection import reject
from helpers.exercises.lesson_07 import layers

TOLD = layers.TOLD | {
    "never-filled": "`{name}` is memory as found: room was made for its numbers, and nobody filled "
    "it. See 7.7.",
    "zero-init": "`weight` starts as zeros. nn.Linear starts with random numbers: outputs that "
    "start alike in a deeper model would learn alike.",
    "zero-bias": "`bias` starts as zeros. Many layers do, and they learn; nn.Linear draws its bias "
    "by the same rule as its weight.",
    "constant-init": "`{name}` starts with one number, {largest:.3g}, everywhere. nn.Linear draws "
    "each number by itself.",
    "only-positive": "No number in `{name}` starts below 0. The rule of nn.Linear reaches as far "
    "to the left of 0 as to the right.",
    "normal-init": "`{name}` starts with numbers up to {largest:.2f} that crowd around 0, as on a "
    "bell curve. nn.Linear spreads its numbers evenly, as many far from 0 as near it.",
    "bound-without-root": "`{name}` starts between {least:.4f} and {largest:.4f} for {n_in} "
    "inputs. That is far too narrow: which step of the rule is missing?",
    "bound-of-outputs": "`{name}` starts between {least:.4f} and {largest:.4f} for {n_in} inputs "
    "and {n_out} outputs. That goes by the outputs. What does the rule go by?",
    "wrong-range": "`{name}` starts between {least:.4f} and {largest:.4f} for {n_in} inputs. "
    "Compute the bound of the rule for that many, and compare.",
    "same-rows": "All outputs start with the same numbers in `weight`, or all inputs do: a row or "
    "a column was drawn once, and then repeated. nn.Linear draws each number by itself.",
    "one-end-only": "`{name}` starts between {least:.4f} and {largest:.4f} for {n_in} inputs. "
    "`uniform_` takes two ends, and goes up to 1 where only the lower one is named.",
    "uneven": "`{name}` starts with numbers that are not evenly spread. Cut the way from the least "
    "to the largest into ten equal parts: one part has {most} of the {count} numbers, and another "
    "{fewest}.",
    "same-start": "Two layers, made one after the other, start with the same numbers in `{name}`. "
    "Each layer has to draw new ones.",
}

PARTS = 10  # that hold nearly the same count of evenly spread numbers


def check_first_numbers(make, answer):
    """Reject a class unless its numbers start evenly spread between -1/sqrt(in) and 1/sqrt(in).

    Args:
        make: makes a layer of the class from two sizes.
    """
    torch.manual_seed(7_000_007)  # so that a right answer is never unlucky
    np.random.seed(7)
    random.seed(7)
    for n_in, n_out in [(50, 1000), (2, 3000)]:  # the second tells in from in + 1
        torch.use_deterministic_algorithms(True, warn_only=True)  # torch.empty holds nan
        layer, another = make(answer, n_in, n_out), make(answer, n_in, n_out)
        torch.use_deterministic_algorithms(False)
        for name, parameter in layer.named_parameters():
            check_spread(name, parameter.detach().double(), n_in, n_out)
            if torch.equal(parameter, another.get_parameter(name)):
                reject("same-start", name=name)


def check_spread(name, numbers, n_in, n_out):
    """Reject first numbers that nn.Linear(n_in, n_out) would not start with."""
    least, largest = numbers.min().item(), numbers.max().item()
    facts = {"name": name, "least": least, "largest": largest, "n_in": n_in, "n_out": n_out}
    if numbers.isnan().any():
        reject("never-filled", **facts)
    if least == 0 and largest == 0:
        reject("zero-bias" if name == "bias" else "zero-init")
    if least == largest:
        reject("constant-init", **facts)
    if numbers.dim() == 2 and ((numbers == numbers[0]).all() or (numbers == numbers[:, :1]).all()):
        reject("same-rows")
    if least > 0.9 * n_in**-0.5 and largest <= 1:
        reject("one-end-only", **facts)
    if least >= 0:
        reject("only-positive", **facts)
    check_evenness(numbers, facts)
    near = 30 / numbers.numel()  # so few numbers may all miss the ends, once in 3 million

    def reaches(bound):
        ends = torch.tensor([-least, largest]) / bound
        return ends.min() > 1 - near and ends.max() < 1 + 1e-5

    if reaches(1 / n_in):
        reject("bound-without-root", **facts)
    if reaches(n_out**-0.5):
        reject("bound-of-outputs", **facts)
    if not reaches(n_in**-0.5):
        reject("wrong-range", **facts)


def check_evenness(numbers, facts):
    """Reject numbers that are not evenly spread from the least to the largest."""
    if (numbers - numbers.mean()).pow(4).mean() / numbers.var() ** 2 > 2.1:  # even 1.8, normal 3
        reject("normal-init", **facts)
    count = numbers.numel()
    counts = torch.histc(numbers, PARTS)
    usual = (count * (1 - 1 / PARTS) / PARTS) ** 0.5  # how far a part is off when all is well
    if (counts - count / PARTS).abs().max() > 6 * usual:
        most, fewest = int(counts.max()), int(counts.min())
        reject("uneven", most=most, fewest=fewest, count=count, **facts)

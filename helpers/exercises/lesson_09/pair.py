"""The two layers that 09.3 hands to `collapse`, and what goes wrong with sizes like theirs."""

import torch
from torch import nn

PLAIN_NUMBER = ("and 'int'", "and 'float'", "'int' and", "Tensor, not int", "Tensor, not float")


class Pair:
    """Two linear layers with known numbers, and the numbers of the one that does the same."""

    def __init__(self, draw, sizes, biases):
        self.n_in, self.between, self.n_out = sizes
        self.biases = biases
        self.first = draw.fill(nn.Linear(self.n_in, self.between, bias=biases[0]))
        self.second = draw.fill(nn.Linear(self.between, self.n_out, bias=biases[1]))
        for parameter in self.parameters():
            parameter.grad = torch.full_like(parameter, 0.25)  # may not be cleared
        self.w1, self.b1 = numbers_of(self.first)
        self.w2, self.b2 = numbers_of(self.second)
        self.weight = self.w2 @ self.w1
        self.bias = self.w2 @ self.b1 + self.b2

    def parameters(self):
        """The Parameters of both layers."""
        return [*self.first.parameters(), *self.second.parameters()]

    @property
    def lacking(self):
        """The names of the layers without a bias, as a message lists them."""
        names = [name for name in ("first", "second") if getattr(self, name).bias is None]
        return " and ".join(f"`{name}`" for name in names)

    @property
    def where(self):
        """What a message begins with: for which layers something is wrong."""
        layers = (
            f"nn.Linear({self.n_in}, {self.between}) and nn.Linear({self.between}, {self.n_out})"
        )
        without = f", without a bias in {self.lacking}" if self.lacking else ""
        return f"For {layers}{without}"

    def symptoms(self):
        """Part of an error that these layers can lead to -> misconception."""
        n_in, between, n_out = self.n_in, self.between, self.n_out
        symptoms = {
            "Boolean value of Tensor": "asks-if-true",
            "cannot assign": "not-a-parameter",
            "leaf Variable": "recorded-writing",
            "784": "sizes-of-the-lesson",
            f"({between}x{n_in} and {n_out}x{between})": "product-does-not-fit",
            f"({n_out}x{between} and {n_in}x{between})": "weight-turned",
            f"({between}x{n_out} and {between}x{n_in})": "weight-turned",
            "size mismatch, got input": "bias-does-not-fit",
            f"(1x{between} and": "bias-does-not-fit",
        }
        if between != n_out:
            symptoms |= {
                unequal(between, n_out): "outputs-do-not-match",
                unequal(n_out, between): "outputs-do-not-match",
                f"Tensor sizes: [{between}]": "outputs-do-not-match",
            }
        if between != n_in:
            symptoms |= {
                unequal(between, n_in): "columns-do-not-match",
                unequal(n_in, between): "columns-do-not-match",
            }
        symptoms |= {
            unequal(n_in, n_out): "transposed",
            f"Tensor sizes: [{n_in}, {n_out}]": "transposed",
            "must match the size of tensor": "copied-into-other-sizes",
            "Target sizes": "copied-into-other-sizes",
        }
        symptoms |= {"Linear": "layers-for-numbers"}
        if self.lacking:
            symptoms["None"] = "bias-always-there"
            symptoms |= {part: "number-for-a-bias" for part in PLAIN_NUMBER}
        return symptoms


def numbers_of(layer):
    """Copies of the weight and the bias of a layer; of zeros, where it has no bias."""
    bias = torch.zeros(layer.out_features) if layer.bias is None else layer.bias
    return layer.weight.detach().clone(), bias.detach().clone()


def unequal(a, b):
    """What PyTorch says of two lengths that should be equal."""
    return f"({a}) must match the size of tensor b ({b})"

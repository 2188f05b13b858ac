"""Every model that the lessons show. In a shape, * is any number of leading dimensions."""

import math

import torch
from torch import nn


class LinearRegression(nn.Module):
    """The line y = w x + b. Shapes: (*, 1) -> (*, 1)."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


class PlainTensorLinear(nn.Module):
    """A weight and a bias, both plain tensors. Shapes: (*, in) -> (*, out)."""

    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = torch.rand(out_features, in_features)
        self.bias = torch.rand(out_features)

    def forward(self, x):
        return x @ self.weight.T + self.bias


class MyLinear(nn.Module):
    """nn.Linear written by hand: x @ weight.T + bias. Shapes: (*, in) -> (*, out)."""

    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        where = {"device": device, "dtype": dtype}
        self.weight = nn.Parameter(torch.empty(out_features, in_features, **where))
        self.bias = nn.Parameter(torch.empty(out_features, **where)) if bias else None
        self.reset_parameters()

    def reset_parameters(self):
        bound = 1 / math.sqrt(self.in_features) if self.in_features else 0
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound)

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias


class WrappedLinear(nn.Module):
    """A module of one's own with an nn.Linear inside. Shapes: (*, in) -> (*, out)."""

    def __init__(self, in_features, out_features):
        super().__init__()
        self.linear = nn.Linear(in_features, out_features)

    def forward(self, x):
        return self.linear(x)


class DigitClassifier(nn.Module):
    """Ten scores for an image, one for each digit. Shapes: (N, 1, 28, 28) -> (N, 10)."""

    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear = nn.Linear(28 * 28, 10)

    def forward(self, x):
        return self.linear(self.flatten(x))

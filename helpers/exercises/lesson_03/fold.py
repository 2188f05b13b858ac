"""03.3, fold the bias into the weight."""

import torch
from torch import nn

from helpers.checking.comparing import a_tensor, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call

TOLD = {
    "bias-stays-one-dimensional": "The weight has two dimensions, the bias has one, and torch "
    "cannot put them side by side. Give the bias a second dimension first.",
    "bias-as-a-row": "What you join to the weight is a row, or a column of another length. Each "
    "output needs a number of its own for the 1 to meet: which way do these stand in a weight that "
    "has one row for each output?",
    "none-not-handled": "This layer is made with bias=False, and its bias is None: there is "
    "nothing to reshape or to join. What should the new feature count, so that it adds nothing?",
    "asks-a-tensor-yes-or-no": "Your code asks whether the bias is true or false. A tensor of "
    "several numbers has no answer to that; ask whether it is None.",
    "records-the-copy": "PyTorch refuses to overwrite a tensor that is to be learnt. Which `with` "
    "line tells it that this is no computation to learn from?",
    "no-column-without-bias": "For {layer} your weight has no place for the 1 that x begins with. "
    "The x is the same for all layers, so its first number has to meet something here, too.",
    "in-out-order": "For {layer} your weight has the shape {shape}: one row for each input. A "
    "weight has one row for each output, as in nn.Linear.",
    "one-stands-last": "Your weight fits an x that ends with the 1. Here the 1 comes before all "
    "features: which place of each row does it meet?",
    "ones-for-the-bias": "You put the 1 into the weight. The 1 belongs to x; what has to stand in "
    "the weight, so that 1 times it is what this layer adds?",
    "bias-left-out": "The new column holds zeros, although this layer has a bias. What should 1 "
    "times the new column add?",
    "bias-added-to-the-weight": "The bias is in the other columns, too, where it gets multiplied "
    "by the features. Only the 1 may meet it.",
}


def check(answer):
    a_function(answer, ["layer"], "fold")
    draw = Draw("03.3")
    for n_in, n_out in [draw.sizes(2), draw.sizes(2), (3, 3), (2, 1)]:
        for bias in (True, False):
            layer = drawn_layer(draw, n_in, n_out, bias)
            made = f"nn.Linear({n_in}, {n_out}{'' if bias else ', bias=False'})"
            check_folded(answer, layer, made)


def drawn_layer(draw, n_in, n_out, bias):
    layer = nn.Linear(n_in, n_out, bias=bias)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(draw.tensor(*parameter.shape))
    return layer


def check_folded(answer, layer, made):
    symptoms = {
        "same number of dimensions": "bias-stays-one-dimensional",
        "Dimension out of range": "bias-stays-one-dimensional",
        "Sizes of tensors must match": "bias-as-a-row",
        "NoneType": "none-not-handled",
        "Boolean value of Tensor": "asks-a-tensor-yes-or-no",
        "leaf Variable": "records-the-copy",
    }
    got = a_tensor(call(answer, layer, name="`fold`", symptoms=symptoms), "What `fold` returns")
    check_shape(got, layer, made)
    W = layer.weight.detach()
    ones, zeros = torch.ones(len(W), 1), torch.zeros(len(W), 1)
    column = zeros if layer.bias is None else layer.bias.detach()[:, None]
    compare(
        got,
        torch.hstack([column, W]),
        f"The folded weight of {made}",
        beliefs=[
            ("one-stands-last", torch.hstack([W, column])),
            ("ones-for-the-bias", torch.hstack([ones, W])),
            ("ones-for-the-bias", torch.hstack([W, ones])),
            ("bias-left-out", torch.hstack([zeros, W])),
            ("bias-added-to-the-weight", torch.hstack([column, W + column])),
        ],
        otherwise="Write x with its 1 in front, below it one row of your weight, and multiply "
        "pair by pair: which product has to be the bias?",
        show=True,
    )


def check_shape(folded, layer, made):
    n_out, n_in = layer.weight.shape
    shape = tuple(folded.shape)
    if shape == (n_out, n_in) and layer.bias is None:
        reject("no-column-without-bias", layer=made)
    if shape == (n_out + 1, n_in):
        reject("bias-as-a-row")
    if shape == (n_in + 1, n_out) and n_in + 1 != n_out:
        reject("in-out-order", layer=made, shape=shape)


EXERCISE = Exercise(
    id="03.3",
    name="fold",
    stub="""\
def fold(layer):
    return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: which number of each row does the 1 meet, now "
        "that it stands first?",
        "If torch.cat complains: both tables need two dimensions, and the same number of rows.",
        "If it fails for a layer without bias: what has 1 to be multiplied with, so that "
        "it adds nothing? You need one such number for each output.",
    ),
    solutions=(
        """\
def fold(layer):
    W = layer.weight.detach()
    b = torch.zeros(len(W)) if layer.bias is None else layer.bias.detach()
    return torch.cat([b.reshape(-1, 1), W], dim=1)""",
        """\
@torch.no_grad()
def fold(layer):
    folded = torch.zeros(layer.out_features, layer.in_features + 1)
    folded[:, 1:] = layer.weight
    if layer.bias is not None:
        folded[:, 0] = layer.bias
    return folded""",
        """\
def fold(layer):
    at_zero = layer(torch.zeros(layer.in_features))
    rows = [at_zero] + [layer(e) - at_zero for e in torch.eye(layer.in_features)]
    return torch.stack(rows, dim=1)""",
    ),
)

"""03.3, fold the bias into the weight."""

import torch
from torch import nn

from helpers.checking.comparing import a_tensor, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import Rejected, reject
from helpers.checking.sandbox import call
from helpers.exercises.lesson_01.digits import fine, loses_digits
from helpers.exercises.lesson_02 import calls
from helpers.exercises.lesson_02.calls import Calls

TOLD = calls.TOLD | {
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
    "bias-turned": "The bias has the other sign in your weight. 1 times it should add it.",
    "bias-summed-up": "All numbers of the bias are summed up in your weight. Each output has one "
    "of its own.",
    "squeezes-everything": "For {layer} your weight has lost a dimension. A length of 1 is a "
    "dimension all the same: what in your code takes it away?",
    "bias-left-out": "The new column holds zeros, although this layer has a bias. What should 1 "
    "times the new column add?",
    "gives-it-a-bias": "{layer} has no bias, and after your code it has one. The layer stays as "
    "it is: the zeros go into what you return.",
    "other-dtype": "{layer} holds float64, and your code makes numbers of another dtype to go with "
    "them. The dtype of its weight says which to make.",
    "loses-digits": "For {layer} your weight comes near to what is asked, and is not the same. "
    "What rounds or changes the numbers a little on the way?",
    "starts-anew": "For {layer} you give other numbers each time. A new layer, like torch.randn, "
    "begins with random numbers: how do those of the given layer get in?",
    "bias-added-to-the-weight": "The bias is in the other columns, too, where it gets multiplied "
    "by the features. Only the 1 may meet it.",
}


def check(answer):
    a_function(answer, ["layer"], "fold")
    draw, earlier = Draw("03.3"), Calls(answer)
    for n_in, n_out in [draw.sizes(2), draw.sizes(2), (3, 3), (2, 1), (1, 4), (3, 3)]:
        for bias in (True, False):
            check_folded(answer, earlier, drawn_layer(draw, n_in, n_out, bias))
    for bias in (True, False):
        check_folded(answer, earlier, drawn_layer(draw, 4, 2, bias).double())


def drawn_layer(draw, n_in, n_out, bias):
    layer = nn.Linear(n_in, n_out, bias=bias)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(fine(draw, *parameter.shape))
    return layer


def name_of(layer):
    rest = "" if layer.bias is not None else ", bias=False"
    rest += ", dtype=torch.float64" if layer.weight.dtype == torch.float64 else ""
    return f"nn.Linear({layer.in_features}, {layer.out_features}{rest})"


def check_folded(answer, earlier, layer):
    made = name_of(layer)
    symptoms = {
        "same number of dimensions": "bias-stays-one-dimensional",
        "Dimension out of range": "bias-stays-one-dimensional",
        "Sizes of tensors must match": "bias-as-a-row",
        "NoneType": "none-not-handled",
        "Boolean value of Tensor": "asks-a-tensor-yes-or-no",
        "leaf Variable": "records-the-copy",
    }
    if layer.weight.dtype == torch.float64:
        symptoms |= dict.fromkeys(["same dtype", "scalar type"], "other-dtype")
    had_none, facts = layer.bias is None, {"layer": made}
    with earlier.watched():
        try:
            given = call(answer, layer, name="`fold`", symptoms=symptoms, facts=facts)
        except Rejected:
            if had_none and layer.bias is not None:
                reject("gives-it-a-bias", layer=made)
            raise
        got = a_tensor(given, "What `fold` returns")
        earlier.look_at(given)
        check_shape(got, layer, made)
        try:
            check_numbers(got, layer, made)
        except Rejected as wrong:
            if wrong.misconception == "wrong-values":
                look_for_the_cause(answer, got, layer, made)
            raise
    earlier.keep(given)


def check_numbers(got, layer, made):
    W = layer.weight.detach()
    ones, zeros = torch.ones_like(W[:, :1]), torch.zeros_like(W[:, :1])
    column = zeros if layer.bias is None else layer.bias.detach()[:, None]
    compare(
        got,
        torch.hstack([column, W]),
        f"The folded weight of {made}",
        beliefs=[
            ("one-stands-last", torch.hstack([W, column])),
            ("ones-for-the-bias", torch.hstack([ones, W])),
            ("ones-for-the-bias", torch.hstack([W, ones])),
            ("bias-turned", torch.hstack([-column, W])),
            ("bias-summed-up", torch.hstack([column.sum().expand(len(W), 1), W])),
            ("bias-left-out", torch.hstack([zeros, W])),
            ("bias-added-to-the-weight", torch.hstack([column, W + column])),
        ],
        otherwise="Write x with its 1 in front, below it one row of your weight, and multiply "
        "pair by pair: which product has to be the bias?",
        show=True,
    )


def look_for_the_cause(answer, got, layer, made):
    """Reject a weight of wrong numbers where they tell what made them."""
    W = layer.weight.detach()
    column = torch.zeros(len(W)) if layer.bias is None else layer.bias.detach()
    if loses_digits(got, torch.hstack([column[:, None], W])):
        reject("loses-digits", layer=made)
    again = call(answer, layer, name="`fold`")
    same_shape = isinstance(again, torch.Tensor) and again.shape == got.shape
    if same_shape and not torch.allclose(again.detach(), got, equal_nan=True):
        reject("starts-anew", layer=made)


def check_shape(folded, layer, made):
    n_out, n_in = layer.weight.shape
    shape = tuple(folded.shape)
    if n_out == 1 and shape == (n_in + 1,):
        reject("squeezes-everything", layer=made)
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
    folded = layer.weight.new_zeros(layer.out_features, layer.in_features + 1)
    folded[:, 1:] = layer.weight
    if layer.bias is not None:
        folded[:, 0] = layer.bias
    return folded""",
        """\
def fold(layer):
    basis = torch.eye(layer.in_features, dtype=layer.weight.dtype)
    at_zero = layer(0 * basis[0])
    rows = [at_zero] + [layer(e) - at_zero for e in basis]
    return torch.stack(rows, dim=1)""",
    ),
)

"""03.2, an affine map of your own."""

import inspect

import torch
from torch import nn

from helpers.checking.comparing import a_tensor, close, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import Rejected, reject
from helpers.checking.sandbox import call
from helpers.exercises.lesson_01.digits import fine, loses_digits
from helpers.exercises.lesson_02.calls import Calls
from helpers.exercises.lesson_03.affine_errors import (
    common_symptoms,
    symptoms_with_bias,
    symptoms_without_bias,
)
from helpers.exercises.lesson_03.affine_told import TOLD


def check(answer):
    if not is_a_module_for_three(answer):
        a_function(answer, ["x", "W", "b"], "affine")
    try:
        check_all(answer)
    except Rejected:
        if takes_the_weight_first(answer):
            reject("arguments-swapped")
        raise


def is_a_module_for_three(answer):
    """Whether it is a module that is called like the function that is asked."""
    if not isinstance(answer, nn.Module) or type(answer).forward is nn.Module.forward:
        return False
    try:
        inspect.signature(answer.forward).bind("x", "W", "b")
    except (TypeError, ValueError):
        return False
    return True


def takes_the_weight_first(answer):
    function = answer.forward if isinstance(answer, nn.Module) else answer
    try:
        names = [name.lower() for name in inspect.signature(function).parameters]
    except (TypeError, ValueError):
        return False
    return names[0] in ("w", "weight", "weights") and "x" in names


def check_all(answer):
    draw, earlier = Draw("03.2"), Calls(answer)
    for dims in (2, 2, 1, 3, 4):
        *leading, n_in, n_out = draw.sizes(dims + 1)
        check_sizes(answer, earlier, drawn(draw, leading, n_in, n_out))
    for leading, n_in, n_out in [([4], 4, 4), ([3], 2, 1), ([], 3, 1), ([1], 4, 3), ([1, 2], 3, 2)]:
        check_sizes(answer, earlier, drawn(draw, leading, n_in, n_out))
    x, W, b = drawn(draw, [2], 4, 3)
    for numbers in [(2, -1, -1), (0, 2, -2)]:
        special = {"bias-forgotten": "asks-numbers-of-b"}
        check_with_bias(answer, earlier, x, W, torch.tensor(numbers).float(), special)
    check_sizes(answer, earlier, [one.double() for one in (x, W, b)])


def drawn(draw, leading, n_in, n_out):
    """Return an x, a W and a b."""
    return fine(draw, *leading, n_in), fine(draw, n_out, n_in), fine(draw, n_out)


def check_sizes(answer, earlier, tensors):
    x, W, b = tensors
    check_without_bias(answer, earlier, x, W)
    check_with_bias(answer, earlier, x, W, b)


def check_without_bias(answer, earlier, x, W):
    products, (n_out, n_in) = x @ W.T, W.shape
    facts = {"x": tuple(x.shape), "W": tuple(W.shape), "n_in": n_in, "n_out": n_out}
    what = f"The output of `affine` for x of shape {tuple(x.shape)} and b = None"
    symptoms = common_symptoms(x, W) | symptoms_without_bias(x, W)
    with earlier.watched():
        given = call(answer, x, W, None, symptoms=symptoms, facts=facts)
        got = a_tensor(given, what)
        earlier.look_at(given)
        check_the_shape(got, products, x, facts)
        beliefs = []
        if x.dim() > 1 and len(products) > 1 and got.shape == products.shape:
            on_top = (got - products).reshape(-1, n_out)[0]  # in the first row; in all others, too?
            beliefs.append(("none-adds-something", products + on_top.nan_to_num()))
        if x.shape == W.shape and n_in == n_out:
            beliefs += [("untransposed", x @ W), ("output-on-its-side", products.T)]
        otherwise = "Each output is the dot product of x with one row of W."
        judge(answer, (x, W, None), given, products, what, beliefs, otherwise, facts)
    earlier.keep(given)


def check_the_shape(got, products, x, facts):
    right_shape = got.shape == products.shape
    if x.dim() == 2 and got.shape == products.T.shape and not right_shape and 1 not in got.shape:
        reject("output-on-its-side", **facts)
    if got.dim() < products.dim() and got.squeeze().shape == products.squeeze().shape:
        reject("squeezes-everything", **facts)
    if x.dim() > 2 and got.dim() == 2:
        reject("flattens-and-stays-flat", got=tuple(got.shape), **facts)


def check_with_bias(answer, earlier, x, W, b, instead=None):
    """Reject a wrong output for this bias; ``instead`` gives beliefs another name."""
    products, (n_out, n_in) = x @ W.T, W.shape
    facts = {"x": tuple(x.shape), "W": tuple(W.shape), "n_in": n_in, "n_out": n_out}
    what = f"The output of `affine` for x of shape {tuple(x.shape)} and b of shape {tuple(b.shape)}"
    symptoms = common_symptoms(x, W) | symptoms_with_bias(W)
    beliefs = [
        ("bias-forgotten", products),
        ("bias-added-twice", products + 2 * b),
        ("bias-multiplies", products * b),
        ("bias-subtracted", products - b),
        ("first-number-for-all", products + b[0]),
        ("bias-summed-up", products + b.sum()),
    ]
    if n_in == n_out:
        beliefs.append(("bias-added-to-the-input", (x + b) @ W.T))
    if x.shape[:-1] == (n_out,):
        beliefs.append(("bias-along-the-rows", products + b[:, None]))
    beliefs = [((instead or {}).get(name, name), wrong) for name, wrong in beliefs]
    otherwise = "The dot products alone are right. Each of them needs one number of b."
    with earlier.watched():
        given = call(answer, x, W, b, symptoms=symptoms, facts=facts)
        earlier.look_at(given)
        check_the_shape(a_tensor(given, what), products, x, facts)
        judge(answer, (x, W, b), given, products + b, what, beliefs, otherwise, facts)
    earlier.keep(given)


def judge(answer, inputs, got, want, what, beliefs, otherwise, facts):
    """Compare an output with the right one, and look for what is behind other numbers."""
    try:
        compare(got, want, what, beliefs=beliefs, otherwise=otherwise, facts=facts, show=True)
    except Rejected as wrong:
        if wrong.misconception == "wrong-values":
            again = call(answer, *inputs)
            if isinstance(again, torch.Tensor) and again.shape == got.shape and differs(again, got):
                raise Rejected("starts-anew", picture=wrong.picture) from None
        if wrong.misconception == "wrong-values" and close(a_tensor(got, what), want.clamp(min=0)):
            reject("relu-behind", **facts)
        if wrong.misconception == "wrong-values" and loses_digits(got, want):
            reject("loses-digits", **facts)
        raise


def differs(one, other):
    return not torch.allclose(one.detach(), other.detach(), equal_nan=True)


EXERCISE = Exercise(
    id="03.2",
    name="affine",
    stub="""\
def affine(x, W, b):
    return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If an error names two sizes that do not fit: W has one row for each output. What "
        "did 3.2 do to it before it multiplied?",
        "If it fails for b = None: look at b before you add it, with `is None`.",
        "If it works for a table and not for other shapes: `@` treats all dimensions "
        "before the last as a layer does. You need not touch the shape of x.",
    ),
    solutions=(
        """\
def affine(x, W, b):
    y = x @ W.T
    if b is not None:
        y = y + b
    return y""",
        """\
def affine(x, W, b=None):
    return nn.functional.linear(x, W, b)""",
        """\
def affine(x, W, b):
    outputs = [(x * row).sum(dim=-1) for row in W]
    y = torch.stack(outputs, dim=-1)
    return y if b is None else y + b""",
        """\
def affine(inputs, weight, bias):
    n_out, n_in = weight.shape
    layer = nn.Linear(n_in, n_out, bias=bias is not None, dtype=weight.dtype)
    with torch.no_grad():
        layer.weight.copy_(weight)
        if bias is not None:
            layer.bias.copy_(bias)
    return layer(inputs)""",
    ),
)

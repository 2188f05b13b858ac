"""09.3, two layers in one."""

import inspect
import math

import torch
from torch import nn

from helpers.checking.comparing import a_tensor, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe
from helpers.exercises.lesson_09.pair import Pair, numbers_of

TOLD = {
    "asks-if-true": "`if` asks whether a bias is true, and a tensor of several numbers has no "
    "answer to that. You want to know whether it is there, and not what it holds.",
    "not-a-parameter": "A layer keeps its numbers as Parameters, and you hand it a plain tensor. "
    "Either wrap it in one, or write your numbers into what the layer already has.",
    "recorded-writing": "You write into a Parameter while PyTorch takes notes for gradients. Which "
    "block of lesson 4 switches the notes off?",
    "sizes-of-the-lesson": "A size of the lesson stands in your function, and these are other "
    "layers. The two that you are given know their sizes.",
    "product-does-not-fit": "Your product of the weights does not fit. x meets `first` first: "
    "which of the two stands next to x, on the right, in `second(first(x))`?",
    "weight-turned": "You turn a weight before you multiply. One has columns for what the other "
    "has rows for: write both shapes down as they are.",
    "bias-does-not-fit": "A product with a bias does not fit. The bias of `first` has as many "
    "numbers as `first` has outputs: who takes in that many, in its rows?",
    "outputs-do-not-match": "Numbers for the {between} outputs of `first` meet numbers for the "
    "{n_out} of `second`, one to one. What has to happen to the bias of `first` before it is among "
    "the outputs of `second`? And which outputs has your new layer?",
    "columns-do-not-match": "A table with {between} columns meets one with {n_in}, number by "
    "number. If that is `*` or `+` of the two weights: which product adds up over all outputs of "
    "`first`? If it is your new layer: what goes into it?",
    "transposed": "Your numbers for the weight are turned, rows for columns. A weight has a row "
    "for each output.",
    "copied-into-other-sizes": "What you write into the new layer does not have the shape that the "
    "layer was made for. What goes into the two layers together, and what comes out?",
    "bias-always-there": "It fails where {lacking} has no bias. Its `bias` is None then, and None "
    "is no tensor: what is to be done in that case?",
    "number-for-a-bias": "Where {lacking} has no bias you put a plain number in its place, and a "
    "product of two tensors wants a tensor there, too. Which one adds nothing?",
    "layers-for-numbers": "You hand a layer to something that wants tensors or sizes. A layer "
    "takes a tensor, x or what another layer gave, and is made from two numbers. Which numbers "
    "does each of the two layers hold?",
    "reuses-a-layer": "You hand back one of the two layers that you were given. Both are to stay "
    "as they are, and a new one is asked beside them.",
    "still-two-layers": "You put the two layers one behind the other, and both are still there. "
    "One layer is asked, with one weight and one bias.",
    "returns-a-tensor": "You return {given}. It may be what the new layer holds; the layer itself "
    "is asked, so that it can be called.",
    "wrong-type": "You return {given}, and one nn.Linear is asked.",
    "in-out-order": "{where} you make nn.Linear({given_in}, {given_out}). In which order does "
    "nn.Linear want its two sizes?",
    "other-sizes": "{where} you make nn.Linear({given_in}, {given_out}). What goes into the two "
    "layers together, and what comes out of them?",
    "left-random": "The {name} of your layer holds the random numbers of a new layer. What should "
    "stand there never got in.",
    "added-to-random": "You add to the {name} of a new layer. What stood in it before you added?",
    "nearly": "The {name} of your layer is nearly right: it is off by up to {off:.4f}. Was "
    "something rounded on the way, or computed in a smaller dtype?",
    "frozen": "Your layer holds the right numbers, and cannot learn any more: its {name} has "
    "requires_grad False. A new nn.Linear can.",
    "keeps-one-weight": "That is the weight of one of the two layers alone. The other one has to "
    "be in it too.",
    "product-turned": "The two weights are multiplied the other way round. x meets `first` first: "
    "in `second(first(x))` it stands next to x. Where does it stand in your product?",
    "elementwise": "You multiply the two weights number by number, with `*`. An output of `second` "
    "takes in all outputs of `first`: which product adds them up?",
    "bias-left-over": "Neither of the two layers has a bias, and yours adds something: for an x of "
    "zeros it does not give zeros. What does nn.Linear put into a bias when nobody tells it "
    "otherwise?",
    "no-bias-at-all": "Your layer adds nothing, and of the two that you were given at least one "
    "does.",
    "first-bias-forgotten": "The bias is that of `second` alone. `first` adds something too, "
    "before `second` comes.",
    "second-bias-forgotten": "The bias of `first` is there, but that of `second`, which is added "
    "at the very end, is not.",
    "biases-added": "You add the two biases as they are. What `first` adds is still to go through "
    "`second`, like everything else that comes out of `first`.",
    "shares-numbers": "The outputs are right, but your layer and one that you were given hold the "
    "very same tensor. Train one of them, and the other one changes too.",
}


def check(answer):
    a_function(answer, ["first", "second"], "collapse")
    draw = Draw("09.3")
    n_in, between, n_out = draw.sizes(3, 2, 8)
    for sizes, biases in [
        ((n_in, between, n_out), (True, True)),
        ((4, 4, 4), (True, True)),
        ((n_out, n_in, between), (False, True)),
        ((between, n_out, n_in), (True, False)),
        ((n_in, between, n_out), (False, False)),
        ((1, 3, 3), (True, True)),
    ]:
        check_pair(answer, Pair(draw, sizes, biases), draw)


def check_pair(answer, pair, draw):
    """Reject `collapse` unless it makes one layer of these two."""
    facts = {
        "n_in": pair.n_in,
        "between": pair.between,
        "n_out": pair.n_out,
        "lacking": pair.lacking,
    }
    one = call(answer, pair.first, pair.second, symptoms=pair.symptoms(), facts=facts)
    a_new_linear(one, pair)
    check_weight(one, pair)
    check_bias(one, pair)
    x = draw.tensor(5, pair.n_in)
    want = x @ pair.weight.T + pair.bias
    compare(call(one, x), want, f"{pair.where}: the output of your layer")
    held = {parameter.data_ptr() for parameter in pair.parameters()}
    if any(parameter.data_ptr() in held for parameter in one.parameters()):
        reject("shares-numbers")
    for name, parameter in one.named_parameters():
        if not parameter.requires_grad:
            reject("frozen", name=name)


def a_new_linear(one, pair):
    """Reject what `collapse` returns unless it is an nn.Linear of the right sizes."""
    if one is pair.first or one is pair.second:
        reject("reuses-a-layer")
    if isinstance(one, nn.Sequential):
        reject("still-two-layers")
    if isinstance(one, torch.Tensor):
        reject("returns-a-tensor", given=describe(one))
    if inspect.isclass(one):
        reject("wrong-type", given=describe(one))
    if type(one) is not nn.Linear:
        reject("wrong-type", given=f"a {type(one).__name__}")
    given_in, given_out = one.in_features, one.out_features
    facts = {"where": pair.where, "given_in": given_in, "given_out": given_out}
    if (given_in, given_out) == (pair.n_in, pair.n_out):
        return
    if (given_in, given_out) == (pair.n_out, pair.n_in):
        reject("in-out-order", **facts)
    reject("other-sizes", **facts)


def check_weight(one, pair):
    """Reject the layer unless its weight is the product of the two weights."""
    not_new(one.weight, "weight", pair.weight, pair.n_in)
    beliefs = [
        ("transposed", pair.weight.T),
        ("keeps-one-weight", pair.w1),
        ("keeps-one-weight", pair.w2),
    ]
    if pair.w1.shape == pair.w2.shape:
        beliefs += [("product-turned", pair.w1 @ pair.w2), ("elementwise", pair.w1 * pair.w2)]
    compare(
        one.weight,
        pair.weight,
        f"{pair.where}: the weight of your layer",
        beliefs=beliefs,
        otherwise="Each row of it belongs to an output of `second`. Which rows of `first` does it "
        "mix, and with which numbers?",
    )


def check_bias(one, pair):
    """Reject the layer unless it adds what the two add together."""
    _, bias = numbers_of(one)
    if any(pair.biases):
        not_new(bias, "bias", pair.bias, pair.n_in)
    elif bias.abs().max() > 1e-3:
        reject("bias-left-over")
    beliefs = [
        ("no-bias-at-all", 0 * pair.b2),
        ("first-bias-forgotten", pair.b2),
        ("second-bias-forgotten", pair.w2 @ pair.b1),
    ]
    if pair.between == pair.n_out:
        beliefs.append(("biases-added", pair.b1 + pair.b2))
    compare(
        bias,
        pair.bias,
        f"{pair.where}: the bias of your layer",
        beliefs=beliefs,
        otherwise="Send an x of zeros through `first` and then through `second`, step by step.",
    )


def not_new(parameter, name, want, n_in):
    """Reject numbers that a new nn.Linear brings; the right ones here are sixteenths."""
    values = a_tensor(parameter, f"The {name} of your layer").double()

    def are_new(numbers):
        off = (16 * numbers - (16 * numbers).round()).abs().max()
        return off > 1e-3 and numbers.abs().max() <= 1 / math.sqrt(n_in) + 1e-4

    if values.numel() and are_new(values):
        reject("left-random", name=name)
    if values.shape == want.shape:
        off = (values - want).abs().max().item()
        if 1e-4 < off <= 0.0501:  # one digit was kept, or more
            reject("nearly", name=name, off=off)
    if values.shape == want.shape and are_new(values - want):
        reject("added-to-random", name=name)


EXERCISE = Exercise(
    id="09.3",
    name="collapse",
    stub="""\
def collapse(first, second):
    return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: make an `nn.Linear` of the right sizes. What "
        "goes into the two layers together, and what comes out? Then write its numbers "
        "into it.",
        "If the weight is right and the bias is not: send an x of zeros through both "
        "layers, on paper. What comes out is the bias.",
        "If it fails for `bias=False`: begin with a bias of zeros, and add only what is there.",
    ),
    solutions=(
        """\
def collapse(first, second):
    one = nn.Linear(first.in_features, second.out_features)
    with torch.no_grad():
        one.weight.copy_(second.weight @ first.weight)
        one.bias.zero_()
        if first.bias is not None:
            one.bias += second.weight @ first.bias
        if second.bias is not None:
            one.bias += second.bias
    return one""",
        """\
def collapse(first, second):
    zeros, unit = torch.zeros(first.in_features), torch.eye(first.in_features)
    one = nn.Linear(first.in_features, second.out_features)
    bias = second(first(zeros))
    one.bias = nn.Parameter(bias.detach())
    one.weight = nn.Parameter((second(first(unit)) - bias).T.detach().clone())
    return one""",
        """\
def collapse(first, second):
    some = first.bias is not None or second.bias is not None
    one = nn.Linear(first.in_features, second.out_features, bias=some)
    one.weight.data = torch.einsum("oh,hi->oi", second.weight, first.weight).detach()
    if some:
        start = torch.zeros(first.out_features) if first.bias is None else first.bias
        one.bias.data = second(start).detach()
    return one""",
    ),
)

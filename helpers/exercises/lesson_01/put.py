"""01.4, repair a copy."""

import torch
from torch import nn

from helpers.checking.arguments import changed, copied
from helpers.checking.comparing import a_tensor, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import Rejected, reject
from helpers.checking.sandbox import call
from helpers.exercises.lesson_01.digits import fine, loses_digits

TOLD = {
    "table-does-not-fit": "A table B of shape ({n_in}, {n_out}) does not fit into a weight of "
    "shape ({n_out}, {n_in}): B has one column for each output, the weight has one row for each "
    "output.",
    "length-lost": "Here B has the shape ({n_in}, {n_out}), and what you copy no longer fits. A "
    "length of 1 is a dimension all the same: what in your code takes it away?",
    "records-the-copy": "PyTorch refuses to overwrite a weight that is to be learnt. Which `with` "
    "line tells it that this is no computation to learn from?",
    "no-grad-not-called": "`torch.no_grad` has no parentheses behind it: that is only its name, "
    "and begins no block.",
    "assigns-a-tensor": "You assign a plain tensor to layer.weight, and a weight must be a "
    "Parameter. Write into the weight that is already there.",
    "data-of-any-shape": "Afterwards the weight has the shape {shape}, and nn.Linear({n_in}, "
    "{n_out}) needs ({n_out}, {n_in}). Nothing complained: only a copy compares the shapes.",
    "new-parameter": "layer.weight is another Parameter now, and the one that the layer had stays "
    "as it was. Write into the one that is already there.",
    "nothing-written": "The layer's weight is what it was before. What is returned, printed or put "
    "into another layer does not reach it.",
    "copies-untransposed": "For a square B nothing complains, and layer(x) comes out as x @ B.T. "
    "The layer itself multiplies by the transposed weight: what must the weight be, so that x @ B "
    "comes out?",
    "reshaped": "B was reshaped to fit: that fills the weight row by row and tears the columns of "
    "B apart. What stands in one column belongs together, to one output.",
    "adds-to-the-weight": "The numbers of B are added to the random ones that the layer began "
    "with. A copy replaces them.",
    "stops-learning": "The numbers are right, but the weight no longer requires a gradient: the "
    "layer would never learn again. Only the copying should go unrecorded.",
    "signs-lost": "The numbers of B come without their signs. A copy keeps a number as it is.",
    "loses-digits": "The numbers of the weight come near to those of B, and a copy has the same "
    "ones. What rounds or changes them a little on the way?",
    "not-all-of-it": "Of the {of} numbers of the weight {count} are still those that the layer "
    "began with. Which rows and columns does your code reach?",
    "changes-more": "The numbers are right, but `put` also changes {what}. Whoever uses the layer "
    "next counts on it: only the numbers of the weight are to change.",
    "shares-memory": "The numbers are right, but the weight shares its memory with B: whoever "
    "changes B later changes the layer. Copy the numbers instead of handing B over.",
}


def check(answer):
    a_function(answer, ["layer", "B"], "put")
    draw = Draw("01.4")
    for n_in, n_out in [draw.sizes(2), (3, 3), (5, 1), (1, 4)]:
        check_layer(answer, nn.Linear(n_in, n_out, bias=False), fine(draw, n_in, n_out))


def check_layer(answer, layer, B):
    weight, before, table = layer.weight, layer.weight.detach().clone(), B.clone()
    (all_before,), names = copied([layer]), _names(layer)
    sizes = {"n_in": layer.in_features, "n_out": layer.out_features}
    too_few = "length-lost" if 1 in B.shape else "table-does-not-fit"
    symptoms = {
        "must match the size": too_few,
        "must match the existing size": too_few,
        "match the broadcast shape": too_few,
        "is greater than the number of dimensions": too_few,
        "size mismatch for weight": "table-does-not-fit",
        "leaf Variable": "records-the-copy",
        "context manager": "no-grad-not-called",
        "cannot assign": "assigns-a-tensor",
    }
    call(answer, layer, B, returns=False, may_change=(layer,), symptoms=symptoms, facts=sizes)
    held = getattr(layer, "weight", None)
    after = a_tensor(held, "Afterwards `layer.weight`")
    if after.shape != before.shape:
        reject("data-of-any-shape", shape=tuple(after.shape), **sizes)
    if not isinstance(held, nn.Parameter):
        reject("assigns-a-tensor")
    if held is not weight:
        reject("new-parameter")
    check_numbers(weight, before, table)
    if not weight.requires_grad:
        reject("stops-learning")
    if weight.untyped_storage().data_ptr() == B.untyped_storage().data_ptr():
        reject("shares-memory")
    check_the_rest(layer, before, all_before, names)


def check_numbers(weight, before, table):
    want = table.T
    try:
        compare(
            weight,
            want,
            "The weight after `put`",
            beliefs=[
                ("nothing-written", before),
                ("copies-untransposed", table),
                ("reshaped", table.reshape(before.shape)),
                ("adds-to-the-weight", before + want),
                ("signs-lost", want.abs()),
            ],
            otherwise="Each row makes one output: which numbers of B belong to that output?",
            show=True,
        )
    except Rejected as wrong:
        if wrong.misconception == "wrong-values":
            look_for_the_cause(weight.detach(), before, want)
        raise
    if not torch.allclose(weight.detach(), want, rtol=3e-6, atol=1e-6):
        reject("loses-digits")  # a copy is exact, up to the last digit of a sum


def look_for_the_cause(after, before, want):
    """Reject a weight of wrong numbers where they tell what made them."""
    if loses_digits(after, want):
        reject("loses-digits")
    written = torch.isclose(after, want, rtol=1e-4, atol=1e-5)
    untouched = after == before
    if (written | untouched).all() and written.any():
        reject("not-all-of-it", count=int((~written).sum()), of=written.numel())


def check_the_rest(layer, weight_before, before, names):
    """Reject a layer of which anything but the numbers of its weight was changed."""
    with torch.no_grad():
        layer.weight.copy_(weight_before)  # so that all else can be compared with what it was
    if what := changed(layer, before):
        reject("changes-more", what=what.replace("module", "layer"))
    if new := _names(layer) - names:
        reject("changes-more", what=f"what it has under the name {sorted(new)[0]!r}")


def _names(layer):
    return {*vars(layer), *layer._buffers, *layer._modules, *layer._parameters}


EXERCISE = Exercise(
    id="01.4",
    name="put",
    stub="""\
def put(layer, B):
    with torch.no_grad():
        layer.weight.copy_(B)""",
    check=check,
    told=TOLD,
    hints=(
        "If the error names two sizes that do not match: compare the shapes of B and of "
        "layer.weight.",
        "If it works for a square table only by luck: a column of B belongs to one output. "
        "Where does the layer keep the numbers of one output?",
    ),
    solutions=(
        """\
def put(layer, B):
    with torch.no_grad():
        layer.weight.copy_(B.T)""",
        """\
def put(layer, table):
    with torch.no_grad():
        for j in range(table.shape[1]):
            layer.weight[j] = table[:, j]
    return layer""",
        """\
def put(layer, B):
    layer.load_state_dict({"weight": B.T})  # lesson 3 shows load_state_dict""",
    ),
)

"""01.4, repair a copy."""

import torch
from torch import nn

from helpers.checking.comparing import a_tensor, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call

TOLD = {
    "table-does-not-fit": "A table B of shape ({n_in}, {n_out}) does not fit into a weight of "
    "shape ({n_out}, {n_in}): B has one column for each output, the weight has one row for each "
    "output.",
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
    "shares-memory": "The numbers are right, but the weight shares its memory with B: whoever "
    "changes B later changes the layer. Copy the numbers instead of handing B over.",
}


def check(answer):
    a_function(answer, ["layer", "B"], "put")
    draw = Draw("01.4")
    for n_in, n_out in [draw.sizes(2), (3, 3)]:
        check_layer(answer, nn.Linear(n_in, n_out, bias=False), draw.tensor(n_in, n_out))


def check_layer(answer, layer, B):
    weight, before, table = layer.weight, layer.weight.detach().clone(), B.clone()
    sizes = {"n_in": layer.in_features, "n_out": layer.out_features}
    symptoms = {
        "must match the size": "table-does-not-fit",
        "size mismatch for weight": "table-does-not-fit",
        "leaf Variable": "records-the-copy",
        "context manager": "no-grad-not-called",
        "cannot assign": "assigns-a-tensor",
    }
    call(answer, layer, B, returns=False, may_change=(layer,), symptoms=symptoms, facts=sizes)
    after = a_tensor(getattr(layer, "weight", None), "Afterwards `layer.weight`")
    if after.shape != before.shape:
        reject("data-of-any-shape", shape=tuple(after.shape), **sizes)
    if layer.weight is not weight:
        reject("new-parameter")
    compare(
        weight,
        table.T,
        "The weight after `put`",
        beliefs=[
            ("nothing-written", before),
            ("copies-untransposed", table),
            ("reshaped", table.reshape(before.shape)),
            ("adds-to-the-weight", before + table.T),
        ],
        otherwise="Each row makes one output: which numbers of B belong to that output?",
        show=True,
    )
    if not weight.requires_grad:
        reject("stops-learning")
    B.zero_()
    if not torch.equal(weight, table.T):
        reject("shares-memory")


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

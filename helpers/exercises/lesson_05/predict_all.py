"""05.4, the outputs of all batches."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from helpers.checking.comparing import close, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call

TOLD = {
    # what the layer gets
    "whole-batch": "The layer takes one tensor, and you give it more: the whole batch, the list "
    "[x, y], or the loader itself. Take the inputs out first.",
    "feeds-targets": "What you give the layer does not have its number of features. Which part of "
    "a batch is the input, which is the target?",
    "goes-around-the-loader": "You take the rows from the dataset, past the loader. Which rows "
    "come, and in which order, is the loader's choice.",
    # what is kept of its outputs
    "keeps-nothing": "Nothing is kept of the outputs: what you gather them in is still empty at "
    "the end. Does the loop put each output into it?",
    "last-batch-only": "Only the output of the last batch comes back. What happens to the others "
    "when the next batch comes?",
    "first-batch-only": "Only the output of the first batch comes back. Is there a loop over the "
    "batches, and does the return wait for its end?",
    "first-batch-again": "The output of the first batch comes again and again: `iter(loader)` "
    "starts a new pass each time.",
    # how they are put together
    "list": "`predict_all` gives a {kind} of {length} parts. One tensor is asked: the outputs of "
    "all batches, one below the other.",
    "stacks": "torch.stack puts tables of one size on top of each other, in a new dimension. The "
    "last batch may be shorter, and the outputs are rows of one table.",
    "side-by-side": "You put the tables side by side, along dimension 1. Dimension 1 holds the "
    "outputs of one example: which one counts the examples?",
    "builds-from-tensors": "torch.tensor makes a tensor of numbers, and what you give it are "
    "tensors already. They have to be joined.",
    "adds-batches": "You add outputs up. Each example keeps its row.",
    "same-list-again": "The second call gives the rows of the first one, too. Where is your list "
    "made: inside the function, or once for all calls?",
    "drops-the-short-batch": "The rows of the last batch are missing. It is shorter than the "
    "others, and its outputs count as well.",
    "fills-up": "Your table has more rows than the loader hands out: the short batch is filled up. "
    "One row for each example is asked.",
    # what is done to them
    "something-after": "What you return is what {after} makes of the outputs of the layer. The "
    "outputs themselves are asked.",
    "no-bias": "That is the product with the weight alone. The layer does one thing more.",
    "another-layer": "Twice the same layer and loader, and two different tables: does your "
    "function make a layer of its own, or draw something at random? The layer is given.",
}

SYMPTOMS = {
    "must be Tensor": "whole-batch",
    "x1 and": "feeds-targets",  # the targets have one column
    "equal size": "stacks",
    "except in dimension 1": "side-by-side",
    "converted to": "builds-from-tensors",
    "non-empty list": "keeps-nothing",
}


def check(answer):
    a_function(answer, ["layer", "loader"], "predict_all")
    draw = Draw("05.4")
    check_loader(answer, draw, n=7, n_out=4, batch_size=3)
    check_loader(answer, draw, n=8, n_out=6, batch_size=4, prepare=nn.Module.double)
    check_loader(
        answer,
        draw,
        n=7,
        n_out=4,
        batch_size=2,
        prepare=nn.Module.eval,
        sampler=[4, 2, 6, 0, 1, 5, 3],
    )
    check_loader(answer, draw, n=8, n_out=6, batch_size=3, drop_last=True)
    check_loader(answer, draw, n=4, n_out=1, batch_size=3, prepare=give_gradients)


def give_gradients(layer):
    """As after a training: `.grad` is full, and belongs to whoever has the layer."""
    for parameter in layer.parameters():
        parameter.grad = torch.ones_like(parameter)


def check_loader(answer, draw, n, n_out, batch_size, prepare=None, **options):
    n_in = draw.sizes(1, 3, 5)[0]
    layer, x, y = nn.Linear(n_in, n_out), draw.tensor(n, n_in), draw.tensor(n, 1)
    draw.fill(layer, lambda numbers: numbers / 3)
    if prepare:
        prepare(layer)
    x, y = x.to(layer.weight.dtype), y.to(layer.weight.dtype)
    loader = DataLoader(TensorDataset(x, y), batch_size=batch_size, **options)
    with torch.no_grad():
        outputs = [layer(inputs) for inputs, _ in loader]
        output_of_all = layer(x)
    got = call(answer, layer, loader, name="`predict_all`", symptoms=SYMPTOMS)
    if isinstance(got, list | tuple):
        reject("list", kind=type(got).__name__, length=len(got))
    explain(answer, got, layer, loader, outputs)
    said = "".join(f" ({name}={value})" for name, value in options.items())
    compare(
        got,
        torch.cat(outputs),
        f"The output of `predict_all` for {n} rows in batches of {batch_size}{said}",
        beliefs=[
            ("last-batch-only", outputs[-1]),
            ("first-batch-only", outputs[0]),
            ("first-batch-again", torch.cat([outputs[0]] * len(outputs))),
            ("keeps-nothing", torch.empty(0)),
            ("adds-batches", sum(outputs)),
            ("goes-around-the-loader", output_of_all),
        ],
        otherwise="Row by row it should be what the layer says about the inputs of the loader.",
        show=True,
    )


def explain(answer, got, layer, loader, outputs):
    """Reject a table of which one can see what was done to the outputs of the batches."""
    again = call(answer, layer, loader, name="`predict_all`", symptoms=SYMPTOMS)
    if not isinstance(got, torch.Tensor) or not isinstance(again, torch.Tensor):
        return
    got, again, want = got.detach(), again.detach(), torch.cat(outputs)
    n = len(want)
    if len(again) > n and again.shape[1:] == want.shape[1:] and close(again[-n:], want):
        reject("same-list-again" if close(again[:n], want) else "fills-up")
    if close(got, want):
        return
    is_short = len(outputs) > 2 and len(outputs[-1]) < len(outputs[0])
    if is_short and close(got, torch.cat(outputs[:-1])):
        reject("drops-the-short-batch")
    if got.shape[1:] == want.shape[1:] and len(got) > n and close(got[:n], want):
        reject("fills-up")
    if close(got, want - layer.bias.detach()) and n > 1:
        reject("no-bias")
    for after, function in AFTER.items():
        if close(got, function(want)) and not close(function(want), want):
            reject("something-after", after=after)
    if got.shape == want.shape and not close(got, again):
        reject("another-layer")


AFTER = {
    "a ReLU": torch.relu,
    "a softmax": lambda outputs: outputs.softmax(-1),
    "a sigmoid": torch.sigmoid,
    "a tanh": torch.tanh,
    "rounding": torch.round,
    "rounding to one decimal": lambda outputs: outputs.round(decimals=1),
    "rounding to two decimals": lambda outputs: outputs.round(decimals=2),
    "rounding to three decimals": lambda outputs: outputs.round(decimals=3),
    "float16": lambda outputs: outputs.half(),
}


EXERCISE = Exercise(
    id="05.4",
    name="predict_all",
    stub="""\
def predict_all(layer, loader):
    return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: an empty list, and a loop over the loader, as "
        "in section 5.8. In the loop, call the layer, and append what it gives.",
        "If you have a list and want a tensor: section 5.3 puts outputs together.",
        "If the error is about sizes: the outputs go one below the other, along the "
        "dimension that counts examples.",
    ),
    solutions=(
        """\
def predict_all(layer, loader):
    outputs = []
    for x, y in loader:
        outputs.append(layer(x))
    return torch.cat(outputs)""",
        """\
def predict_all(layer, loader):
    return layer(torch.cat([batch[0] for batch in loader])).detach()""",
        """\
def predict_all(layer, loader):
    rows = []
    with torch.inference_mode():
        for x, y in loader:
            rows += layer(x)
    return torch.stack(rows)""",
    ),
)

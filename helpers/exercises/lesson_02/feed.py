"""02.5, any kind of numbers."""

import torch

from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.wording import describe
from helpers.exercises.lesson_02 import outputs
from helpers.exercises.lesson_02.calls import Calls
from helpers.exercises.lesson_02.outputs import a_layer, check_outputs

TOLD = outputs.TOLD | {
    "stays-numpy": "For {given}, the layer still gets an array. It works on tensors only, and the "
    "question of the dtype comes after that.",
    "no-parentheses": "The layer gets a method, not its result: there are no parentheses behind "
    "its name.",
    "keeps-the-dtype": "For {given}, what you hand to the layer has another dtype than its weight, "
    "which is float32. Being a tensor is not enough.",
    "tensors-only": "For {given}, you use a method that only tensors have. The table may be an "
    "array: make a tensor of it first, whatever it was.",
    "arrays-only": "For {given}, you use a method that only arrays have. Some of the tables are "
    "tensors already.",
    "from-numpy-for-tensors": "For {given}, from_numpy refuses: it takes arrays and nothing else. "
    "Some of the tables are tensors already.",
    "converts-the-layer": "For {given}, you try to give the layer the dtype of the numbers. It is "
    "the numbers that have to follow: a layer cannot hold whole numbers.",
    "none-not-handled": "This layer is made with bias=False, and its bias is None. Whoever calls "
    "the layer need not care; who calculates himself has to.",
    "cuts-decimals": "Your output for {given} is that of whole numbers: what stands behind the "
    "decimal point is lost on the way. Which of your steps makes whole numbers?",
}

SYMPTOMS = {
    "NoneType": "none-not-handled",
    "must be Tensor, not numpy": "stays-numpy",
    "must be Tensor, not builtin": "no-parentheses",
    "same dtype": "keeps-the-dtype",
    "ndarray' object has no attribute": "tensors-only",
    "Tensor' object has no attribute": "arrays-only",
    "expected np.ndarray": "from-numpy-for-tensors",
    "only accepts floating point": "converts-the-layer",
}


def check(answer):
    a_function(answer, ["layer", "numbers"], "feed")
    draw = Draw("02.5")
    earlier = Calls(answer)
    for is_array in (False, True):
        for dtype in (torch.int64, torch.float64, torch.int32, torch.float32):
            rows, n_in, n_out = draw.sizes(3)
            check_table(answer, earlier, draw, dtype, is_array, (rows, n_in, n_out))
    for _ in range(2):  # the same shape again, with other numbers and another layer
        check_table(answer, earlier, draw, torch.float64, False, (4, 3, 2))
    check_table(answer, earlier, draw, torch.float64, True, (1, 3, 2))
    check_table(answer, earlier, draw, torch.int64, False, (4, 3, 1))
    check_table(answer, earlier, draw, torch.float32, True, (4, 3, 2), bias=False)


def check_table(answer, earlier, draw, dtype, is_array, sizes, bias=True):
    rows, n_in, n_out = sizes
    layer, weight, bias = a_layer(draw, n_in, n_out, bias)
    table = (draw.tensor(rows, n_in) + 0.01).to(dtype)  # too fine for float16
    x = table.float()
    numbers = table.numpy() if is_array else table
    check_outputs(
        earlier,
        answer,
        layer,
        numbers,
        x @ weight.T + bias,
        symptoms=SYMPTOMS,
        beliefs=[
            ("cuts-decimals", x.trunc() @ weight.T + bias),
            ("cuts-decimals", x.round() @ weight.T + bias),
        ],
        otherwise="The layer should get the same numbers as before, of another dtype.",
        given=describe(numbers),
        row="row",
    )


EXERCISE = Exercise(
    id="02.5",
    name="feed",
    stub="""\
def feed(layer, numbers):
    return layer(numbers)""",
    check=check,
    told=TOLD,
    hints=(
        "If the message says `must be Tensor, not numpy.ndarray`: the first step is to "
        "make a tensor of whatever comes, the second to change its dtype.",
        "If tensors work and arrays do not, or the other way round: `torch.as_tensor` takes both.",
        "If the message says `same dtype`: print the dtype of what you hand to the layer, "
        "and that of layer.weight. A conversion gives a new tensor; the old one stays as "
        "it was.",
    ),
    solutions=(
        """\
def feed(layer, numbers):
    return layer(torch.as_tensor(numbers).float())""",
        """\
def feed(layer, numbers):
    if isinstance(numbers, np.ndarray):
        numbers = torch.from_numpy(numbers)
    return layer(numbers.to(layer.weight.dtype))""",
        """\
def feed(layer, table):
    return layer(torch.tensor(np.asarray(table).tolist(), dtype=torch.float32))""",
    ),
)

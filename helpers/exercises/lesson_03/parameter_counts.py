"""03.1, count the parameters."""

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import count, expects_each

TOLD = {
    "forgets-the-bias": "That is the weight alone. Is this layer without a bias?",
    "bias-per-input": "That is the weight and one more number for each input. Which side of the "
    "layer does the bias belong to?",
    "one-bias-for-all": "That is the weight and a single number more, shared by all outputs. Do "
    "two outputs share a bias?",
    "bias-per-weight": "You assume that each single weight has a bias of its own. A bias is added "
    "after the products are summed up.",
    "adds-the-sizes": "That adds the two sizes up. A weight is a table: how many numbers does a "
    "table of so many rows and columns hold?",
    "counts-an-absent-bias": "That counts a bias, and this layer is made without one. How many "
    "numbers are there in a bias that is `None`?",
    "learns-nothing-without-bias": "You assume that the layer learns nothing. `bias=False` takes "
    "the bias away, and nothing else.",
    "counts-the-tensors": "That is how many tensors the layer learns. Count the numbers in them.",
    "counts-the-bias-only": "That is the bias alone. Both parameters of the layer are asked.",
    "another-answer": "Count in two steps: the numbers in the weight, then the numbers in the "
    "bias, if there is one.",
}


check = expects_each(
    count,
    {
        "nn.Linear(6, 4)": 28,
        "nn.Linear(6, 4, bias=False)": 24,
        "nn.Linear(9, 1)": 10,
        "nn.Linear(2, 9)": 27,
    },
    beliefs={
        "nn.Linear(6, 4)": {
            24: "forgets-the-bias",
            30: "bias-per-input",
            25: "one-bias-for-all",
            48: "bias-per-weight",
            10: "adds-the-sizes",
            14: "adds-the-sizes",
            2: "counts-the-tensors",
            4: "counts-the-bias-only",
        },
        "nn.Linear(6, 4, bias=False)": {
            10: "adds-the-sizes",
            28: "counts-an-absent-bias",
            30: "counts-an-absent-bias",
            25: "counts-an-absent-bias",
            48: "counts-an-absent-bias",
            0: "learns-nothing-without-bias",
            1: "counts-the-tensors",
        },
        "nn.Linear(9, 1)": {
            9: "forgets-the-bias",
            18: "bias-per-input",
            11: "adds-the-sizes",
            1: "counts-the-bias-only",
        },
        "nn.Linear(2, 9)": {
            18: "forgets-the-bias",
            20: "bias-per-input",
            19: "one-bias-for-all",
            36: "bias-per-weight",
            11: "adds-the-sizes",
            9: "counts-the-bias-only",
        },
    },
)


EXERCISE = Exercise(
    id="03.1",
    name="parameter_counts",
    stub="""\
parameter_counts = {
    "nn.Linear(6, 4)": ...,
    "nn.Linear(6, 4, bias=False)": ...,
    "nn.Linear(9, 1)": ...,
    "nn.Linear(2, 9)": ...,
}""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: the weight has a row for each output, with a "
        "number for each input. Count these first, then the bias.",
        "If only some of the four are wrong: which of the layers have a bias, and how many "
        "outputs do these have?",
    ),
    solutions=(
        """\
parameter_counts = {
    "nn.Linear(6, 4)": 6 * 4 + 4,
    "nn.Linear(6, 4, bias=False)": 6 * 4,
    "nn.Linear(9, 1)": 9 * 1 + 1,
    "nn.Linear(2, 9)": 2 * 9 + 9,
}""",
        """\
parameter_counts = {}
for text in ["(6, 4)", "(6, 4, bias=False)", "(9, 1)", "(2, 9)"]:
    made = eval("nn.Linear" + text)
    parameter_counts["nn.Linear" + text] = sum(p.numel() for p in made.parameters())""",
    ),
)

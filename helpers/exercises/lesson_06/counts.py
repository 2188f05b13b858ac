"""06.2, which layer is larger?"""

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import expects_each, number

TOLD = {
    "forgets-the-bias": "That counts the weights alone. A layer has something to add as well, for "
    "each output.",
    "bias-per-input": "That counts one bias for each input. On which side of the layer is the bias "
    "added?",
    "adds-the-sizes": "That adds the two sizes. The weight has a row for each output: how many "
    "numbers are there in 2 rows of 3?",
    "counts-every-row": "That counts the layer once for each row of pixels. Is there another "
    "weight for row 1 than for row 0, or is it the same one again?",
    "counts-swapped": "That belongs to the other of the two layers. Which of them has 28 inputs, "
    "and which has 784?",
    "counts-every-image": "That counts the layer once for each image. Is there another weight for "
    "the second image, or is it the same one again?",
    "ratio-turned": "That is less than 1: it divides the smaller by the larger.",
    "difference": "That is how many more there are. How many times as many are there?",
    "no-decimals": "That is a whole number. Give at least one decimal.",
    "another-answer": "For a layer: draw its weight as a table, a row for each output, and count "
    "what it holds besides. For the last part: divide the larger of your two counts by the "
    "smaller.",
}

ANSWERS = {
    "nn.Linear(28, 100)": 2900,
    "nn.Linear(784, 10)": 7850,
    "larger / smaller": 7850 / 2900,
}

BELIEFS = {
    "nn.Linear(28, 100)": {
        28 * 100: "forgets-the-bias",
        28 * 100 + 28: "bias-per-input",
        28 + 100: "adds-the-sizes",
        28 * 2900: "counts-every-row",
        28 * 2800: "counts-every-row",
        7850: "counts-swapped",
        3 * 2900: "counts-every-image",
        3 * 2800: "counts-every-image",
    },
    "nn.Linear(784, 10)": {
        784 * 10: "forgets-the-bias",
        784 * 10 + 784: "bias-per-input",
        784 + 10: "adds-the-sizes",
        2900: "counts-swapped",
        3 * 7850: "counts-every-image",
        3 * 7840: "counts-every-image",
    },
    "larger / smaller": {
        2.8: "forgets-the-bias",
        2900 / 7850: "ratio-turned",
        7850 - 2900: "difference",
        3: "no-decimals",
        2: "no-decimals",
    },
}


EXERCISE = Exercise(
    id="06.2",
    name="counts",
    stub="""\
counts = {
    "nn.Linear(28, 100)": ...,
    "nn.Linear(784, 10)": ...,
    "larger / smaller": ...,
}""",
    check=expects_each(number, ANSWERS, BELIEFS, within=0.01),
    told=TOLD,
    hints=(
        "If you do not know where to start: a layer holds a weight with a row for each "
        "output, and a bias. How many numbers are in each of the two?",
        "If one number is far too large: the same layer reads one row of pixels after the "
        "other. Does it get any larger by that?",
    ),
    solutions=(
        """\
counts = {
    "nn.Linear(28, 100)": 28 * 100 + 100,
    "nn.Linear(784, 10)": 784 * 10 + 10,
    "larger / smaller": 2.7,
}""",
        """\
counts = {
    f"nn.Linear({n_in}, {n_out})": sum(p.numel() for p in nn.Linear(n_in, n_out).parameters())
    for n_in, n_out in [(28, 100), (784, 10)]
}
counts["larger / smaller"] = max(counts.values()) / min(counts.values())""",
    ),
)

"""06.1, four shapes."""

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import expects_each, shape_or_error

TOLD = {
    "reads-the-height": "You assume that the layer reads columns, from top to bottom. Which axis "
    "stands last in a batch of images?",
    "sees-whole-images": "That would be 50 numbers an image. How many numbers does this layer take "
    "in at a time, and is that a whole image?",
    "drops-the-channel": "One axis is missing. An axis of length 1 is an axis too, and a layer "
    "takes none away.",
    "two-axes-replaced": "Both axes of the image have another length here. How many of the axes "
    "does one layer replace?",
    "numbers-of-the-lesson": "That is the batch or the layer of section 6.3. Read the sizes of "
    "these two again.",
    "everything-must-fit": "One of the four axes has to fit the layer, and the others may have any "
    "length. Which one is it, and does it fit?",
    "crop-ignored": "That is as if nothing had been cut off. How many rows does each image of "
    "`upper` have?",
    "slice-miscounted": "`:18` begins at number 0 and ends before number 18. How many rows does it "
    "take?",
    "any-width-fits": "How many numbers are left in each row of `left`, and how many does the "
    "layer want at a time?",
    "shape-of-the-input": "That is the shape of what goes in. What does the layer do to the axis "
    "along which it reads?",
    "loses-the-images": "nn.Flatten() keeps the images apart. How many are there, and how many "
    "numbers has each?",
    "joins-other-axes": "nn.Flatten() does `flatten(1)`: which axis is the first that it joins, "
    "and which the last?",
    "goes-through-the-layer": "There is no `layer` in this line. nn.Flatten() has no size that "
    "must fit, and computes nothing: all numbers are still there, in a line.",
    "another-answer": "Write the four axes of the input down first: image, channel, height, width. "
    "Then ask for each of them whether this line touches it.",
}

ANSWERS = {
    "layer(batch)": (5, 1, 28, 50),
    "layer(upper)": (5, 1, 18, 50),
    "layer(left)": "error",
    "nn.Flatten()(upper)": (5, 504),
}

BELIEFS = {
    "layer(batch)": {
        (5, 1, 50, 28): "reads-the-height",
        (5, 50): "sees-whole-images",
        (5, 28, 50): "drops-the-channel",
        (5, 1, 50, 50): "two-axes-replaced",
        (5, 1, 28, 100): "numbers-of-the-lesson",
        (3, 1, 28, 50): "numbers-of-the-lesson",
        "error": "everything-must-fit",
    },
    "layer(upper)": {
        "error": "everything-must-fit",
        (5, 1, 28, 50): "crop-ignored",
        (5, 1, 17, 50): "slice-miscounted",
        (5, 1, 19, 50): "slice-miscounted",
        (5, 1, 18, 28): "shape-of-the-input",
        (5, 1, 50, 50): "two-axes-replaced",
        (5, 1, 50, 28): "reads-the-height",
    },
    "layer(left)": {
        (5, 1, 50, 18): "reads-the-height",
        (5, 1, 28, 50): "any-width-fits",
        (5, 1, 28, 18): "shape-of-the-input",
        (5, 1, 50, 50): "two-axes-replaced",
    },
    "nn.Flatten()(upper)": {
        (5, 784): "crop-ignored",
        (2520,): "loses-the-images",
        (504,): "loses-the-images",
        (5, 1, 504): "joins-other-axes",
        (90, 28): "joins-other-axes",
        (5, 900): "goes-through-the-layer",
        "error": "goes-through-the-layer",
    },
}


EXERCISE = Exercise(
    id="06.1",
    name="shapes",
    stub="""\
shapes = {
    "layer(batch)": ...,
    "layer(upper)": ...,
    "layer(left)": ...,
    "nn.Flatten()(upper)": ...,
}""",
    check=expects_each(shape_or_error, ANSWERS, BELIEFS),
    told=TOLD,
    hints=(
        "If you do not know where to start: write (image, channel, height, width) with its "
        "four lengths for `batch`, `upper` and `left`.",
        "If a shape of `layer` is wrong: which one of the four lengths must fit the layer, "
        "and which one does it replace?",
        "If the flattened shape is wrong: one length stays, and the others are multiplied.",
    ),
    solutions=(
        """\
shapes = {
    "layer(batch)": (5, 1, 28, 50),
    "layer(upper)": (5, 1, 18, 50),
    "layer(left)": "error",
    "nn.Flatten()(upper)": (5, 504),
}""",
        """\
fifty, five = nn.Linear(28, 50), torch.zeros(5, 1, 28, 28)
shapes = {
    "layer(batch)": fifty(five).shape,
    "layer(upper)": list(fifty(five[:, :, :18]).shape),
    "layer(left)": "Error",
    "nn.Flatten()(upper)": five[:, :, :18].flatten(1).size(),
}""",
    ),
)

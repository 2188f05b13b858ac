"""Lesson 6, MNIST shapes: what is predicted before a cell is run."""

from helpers.checking.exercise import prediction
from helpers.checking.kinds import count, several, shape, shape_or_error, word

PREDICTIONS = (
    prediction(
        "06.a",
        shape,
        (1, 28, 28),
        beliefs={
            (28, 28): "image-is-a-table",
            (28, 28, 1): "channel-last",
            (3, 28, 28): "colour-image",
            (28, 28, 3): "colour-image",
            (784,): "already-flat",
            (60000, 28, 28): "counts-images",
        },
        told={
            "image-is-a-table": "That is a table of rows and columns, as you would store one "
            "grey picture. PyTorch keeps the same number of axes for grey and for coloured "
            "images.",
            "channel-last": "That is how image files and matplotlib order it, with the colour "
            "at the end. PyTorch orders it otherwise.",
            "colour-image": "That is a picture with red, green and blue. These are grey.",
            "already-flat": "That is how many numbers there are, all in one line. The dataset "
            "still knows where a row ends.",
            "counts-images": "One of your lengths counts images. An item is a single image, "
            "and not in a batch.",
            "another-answer": "Say of each of your lengths what it counts in one image: "
            "channels, rows, or pixels in a row?",
        },
        hint=(
            "Write down the shape of a colour image of this size. Which length is another one "
            "for a grey image?"
        ),
    ),
    prediction(
        "06.b",
        shape_or_error,
        (3, 1, 28, 100),
        beliefs={
            (3, 1, 100, 28): "reads-the-height",
            (3, 1, 100, 100): "every-28-changes",
            (3, 100): "sees-whole-images",
            (84, 100): "joins-leading-axes",
            (3, 28, 100): "drops-an-axis",
            (28, 100): "sizes-of-the-layer",
            "error": "tables-only",
        },
        told={
            "reads-the-height": "You assume that the layer reads columns, from top to bottom. "
            "Where in the shape does a layer read?",
            "every-28-changes": "That replaces every 28. A layer does not look for lengths, it "
            "reads along one axis.",
            "sees-whole-images": "That would be 100 numbers an image. This layer takes in 28 "
            "numbers at a time: how much of an image is that?",
            "joins-leading-axes": "You assume that all rows of pixels end up in one table, and "
            "the images are no longer apart. Lesson 2 says what becomes of the dimensions "
            "in front.",
            "drops-an-axis": "One axis has disappeared. Does a layer drop an axis because it "
            "is 1 long?",
            "sizes-of-the-layer": "Those are the two sizes of the layer. What has become of the "
            "images?",
            "tables-only": "Lesson 2 gave layers inputs with two, three and six dimensions. "
            "What is the one thing that has to fit?",
            "another-answer": "Write the four lengths down, and replace the one along which "
            "the layer reads.",
        },
        hint="Lesson 2: a layer changes one place of a shape. Which one?",
    ),
    prediction(
        "06.c",
        word("first", "second", "both", "neither"),
        "first",
        beliefs={
            "second": "reads-the-height",
            "both": "any-size-fits",
            "neither": "whole-image-must-fit",
        },
        told={
            "reads-the-height": "You assume that the layer reads columns of 28 pixels. In 6.3, "
            "was it a row or a column that went through the layer?",
            "any-size-fits": "You assume that the layer takes images of any size. How many "
            "numbers at a time does it want, and does each crop have them in every row?",
            "whole-image-must-fit": "You assume that the height and the width both have to be "
            "28. The layer has one size for what comes in, not two.",
            "another-answer": "Choose one of the four words.",
        },
        hint="For each crop, count the numbers in one row.",
    ),
    prediction(
        "06.d",
        shape,
        (3, 1, 7, 10),
        beliefs={
            (3, 1, 10, 7): "not-swapped-back",
            (3, 1, 28, 7): "width-made-again",
            (3, 1, 10, 10): "nothing-changes",
            (3, 1, 7, 7): "both-change",
        },
        told={
            "not-swapped-back": "That is before the last step. What does swapping back do to "
            "the last two axes?",
            "width-made-again": "That puts the second layer where the first one was. It was "
            "given the height to read.",
            "nothing-changes": "That is what two layers with 10 outputs gave. This one has "
            "another number of outputs.",
            "both-change": "That changes both axes. The second layer reads and writes only one "
            "of them.",
            "another-answer": "Follow the shape through three steps: swap, layer, swap.",
        },
        hint=(
            "Write the shape after each of the three steps: swapped, through the layer, "
            "swapped back."
        ),
    ),
    prediction(
        "06.e",
        shape,
        (3, 784),
        beliefs={
            (2352,): "flattens-the-batch",
            (784,): "forgets-the-batch",
            (3, 28, 28): "joins-two-axes",
            (3, 1, 784): "counts-from-one",
            (3, 57): "adds-lengths",
        },
        told={
            "flattens-the-batch": "That is everything in one line. The 1 in the parentheses "
            "keeps one axis out of it.",
            "forgets-the-batch": "That is one image. How many are in the batch?",
            "joins-two-axes": "That joins the channel with the height and stops there. It "
            "joins *all* axes from axis 1 on.",
            "counts-from-one": "That begins one axis later. Axes are counted from 0: which one "
            "is axis 1?",
            "adds-lengths": "That adds up the lengths. How many numbers are there in 2 rows of 28?",
            "another-answer": "Axis 0 stays as it is. Multiply the lengths of all others.",
        },
        hint="Axis 0 is kept. How many numbers belong to one image?",
    ),
    prediction(
        "06.f",
        shape_or_error,
        "error",
        beliefs={
            (3, 10): "layer-flattens",
            (3, 1, 28, 10): "any-last-axis",
            (3, 1, 10): "reads-two-axes",
        },
        told={
            "layer-flattens": "You assume that the layer joins the axes by itself. In 6.3, did "
            "a layer ever join the rows of an image?",
            "any-last-axis": "That reads along the width, as a layer does. How long is a row "
            "of pixels, and how many numbers does this layer want?",
            "reads-two-axes": "You assume that the layer reads two axes at once. How many does "
            "it read?",
            "another-answer": "Compare two numbers: the length of the axis that the layer "
            "reads, and the length that it wants.",
        },
        hint="How many numbers are there along the last axis of `images`?",
    ),
    prediction(
        "06.g",
        several(count, 2),
        (1, 10),
        beliefs={
            (28, 10): "rows-see-each-other",
            (1, 1): "row-makes-a-score",
            (10, 1): "layers-mixed-up",
            (0, 0): "one-row-is-nothing",
            (3, 30): "all-three-images",
        },
        told={
            "rows-see-each-other": "You assume that each output row of `layer` is made from "
            "the whole image. In 6.3, what did the framed row depend on?",
            "row-makes-a-score": "You assume that a row of pixels belongs to one score. Which "
            "pixels does each of the ten dot products take in?",
            "layers-mixed-up": "Which of the two layers takes in 28 numbers at a time, and "
            "which one a whole image?",
            "one-row-is-nothing": "Row 14 crosses the digit, so there is ink in it. Can a dot "
            "product stay the same when some of its numbers go?",
            "all-three-images": "That counts all three images of the batch. The first one is "
            "asked.",
            "another-answer": "Count rows for `layer` and scores for `classifier`. For each of "
            "them ask which pixels it is made from.",
        },
        hint=(
            "For each layer: how many numbers lie along the axis that it reads, and whose are they?"
        ),
    ),
)

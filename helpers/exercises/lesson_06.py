"""Lesson 6, the shapes of MNIST: what it asks, and the answers that its checks know."""

import torch
from torch import nn

from helpers.records import (
    Exercise,
    count,
    expects_each,
    number,
    prediction,
    several,
    shape,
    shape_or_error,
    word,
)
from helpers.trials import Draw, a_function, a_module, a_tensor, call, compare, describe, reject

# --- four shapes, and counts ---------------------------------------------------------------------

# Beliefs: (misconception, sentence, (part of the question, value that it leads to), ...).
_SHAPES = {
    "layer(batch)": (5, 1, 28, 50),
    "layer(upper)": (5, 1, 18, 50),
    "layer(left)": "error",
    "nn.Flatten()(upper)": (5, 504),
}
_SHAPE_BELIEFS = [
    (
        "reads-the-height",
        "You assume that the layer reads columns, from top to bottom. Which axis stands last in a "
        "batch of images?",
        ("layer(batch)", (5, 1, 50, 28)),
        ("layer(left)", (5, 1, 50, 18)),
    ),
    (
        "sees-whole-images",
        "That would be 50 numbers an image. How many numbers does this layer take in at a time, "
        "and is that a whole image?",
        ("layer(batch)", (5, 50)),
    ),
    (
        "drops-the-channel",
        "One axis is missing. An axis of length 1 is an axis too, and a layer takes none away.",
        ("layer(batch)", (5, 28, 50)),
    ),
    (
        "numbers-of-the-lesson",
        "That is the batch or the layer of section 6.3. Read the sizes of these two again.",
        ("layer(batch)", (5, 1, 28, 100)),
        ("layer(batch)", (3, 1, 28, 50)),
    ),
    (
        "everything-must-fit",
        "One of the four axes has to fit the layer, and the others may have any length. Which one "
        "is it, and does it fit?",
        ("layer(batch)", "error"),
        ("layer(upper)", "error"),
    ),
    (
        "crop-ignored",
        "That is as if nothing had been cut off. How many rows does each image of `upper` have?",
        ("layer(upper)", (5, 1, 28, 50)),
        ("nn.Flatten()(upper)", (5, 784)),
    ),
    (
        "slice-miscounted",
        "`:18` begins at number 0 and ends before number 18. How many rows does it take?",
        ("layer(upper)", (5, 1, 17, 50)),
        ("layer(upper)", (5, 1, 19, 50)),
    ),
    (
        "any-width-fits",
        "How many numbers are left in each row of `left`, and how many does the layer want at a "
        "time?",
        ("layer(left)", (5, 1, 28, 50)),
    ),
    (
        "shape-of-the-input",
        "That is the shape of what goes in. What does the layer do to the axis along which it "
        "reads?",
        ("layer(upper)", (5, 1, 18, 28)),
        ("layer(left)", (5, 1, 28, 18)),
    ),
    (
        "loses-the-images",
        "nn.Flatten() keeps the images apart. How many are there, and how many numbers has each?",
        ("nn.Flatten()(upper)", (2520,)),
        ("nn.Flatten()(upper)", (504,)),
    ),
    (
        "joins-other-axes",
        "nn.Flatten() does `flatten(1)`: which axis is the first that it joins, and which the "
        "last?",
        ("nn.Flatten()(upper)", (5, 1, 504)),
        ("nn.Flatten()(upper)", (90, 28)),
    ),
    (
        "goes-through-the-layer",
        "There is no `layer` in this line. nn.Flatten() has no size that must fit, and computes "
        "nothing: all numbers are still there, in a line.",
        ("nn.Flatten()(upper)", (5, 900)),
        ("nn.Flatten()(upper)", "error"),
    ),
]

_COUNTS = {"nn.Linear(28, 100)": 2900, "nn.Linear(784, 10)": 7850, "larger / smaller": 7850 / 2900}
_COUNT_BELIEFS = [
    (
        "forgets-the-bias",
        "That counts the weights alone. A layer has something to add as well, for each output.",
        ("nn.Linear(28, 100)", 28 * 100),
        ("nn.Linear(784, 10)", 784 * 10),
        ("larger / smaller", 2.8),
    ),
    (
        "bias-per-input",
        "That counts one bias for each input. On which side of the layer is the bias added?",
        ("nn.Linear(28, 100)", 28 * 100 + 28),
    ),
    (
        "adds-the-sizes",
        "That adds the two sizes. The weight has a row for each output: how many numbers are there "
        "in 2 rows of 3?",
        ("nn.Linear(28, 100)", 128),
    ),
    (
        "counts-every-row",
        "That counts the layer once for each row of pixels. Is there another weight for row 1 than "
        "for row 0, or is it the same one again?",
        ("nn.Linear(28, 100)", 28 * 2900),
        ("nn.Linear(28, 100)", 28 * 2800),
    ),
    (
        "ratio-turned",
        "That is less than 1: it divides the smaller by the larger.",
        ("larger / smaller", 2900 / 7850),
    ),
    (
        "difference",
        "That is how many more there are. How many times as many are there?",
        ("larger / smaller", 7850 - 2900),
    ),
    (
        "no-decimals",
        "That is a whole number. Give at least one decimal.",
        ("larger / smaller", 3),
        ("larger / smaller", 7850 // 2900),
    ),
]


def _each_part(beliefs):
    """The beliefs as ``expects_each`` takes them."""
    return [
        (misconception, label, value, sentence)
        for misconception, sentence, *values in beliefs
        for label, value in values
    ]


def _all_but_one(name, right, beliefs, *others):
    """Misconception -> source of the answers with all parts right but the one it leads to."""
    wrong = {}
    for misconception, _, *values in [*beliefs, ("another-answer", "", *others)]:
        wrong[misconception] = tuple(f"{name} = {right | {part: v}!r}" for part, v in values)
    return wrong


four_shapes = expects_each(
    shape_or_error,
    _SHAPES,
    _each_part(_SHAPE_BELIEFS),
    "Write the four axes of the input down first: image, channel, height, width. Then ask for each "
    "of them whether this line touches it.",
)
parameter_counts = expects_each(
    number,
    _COUNTS,
    _each_part(_COUNT_BELIEFS),
    "For a layer: draw its weight as a table, a row for each output, and count what it holds "
    "besides. For the last part: divide the larger of your two counts by the smaller.",
    within=0.05,
)

# --- ten scores an image -------------------------------------------------------------------------


def ten_scores(answer):
    answer = _a_model(answer)
    draw = Draw("06.3")
    images = draw.tensor(5, 1, 28, 28)
    _shape_of_scores(call(answer, images, name="`ten_scores`", symptoms=_WHY_FIVE_FAIL))
    if isinstance(answer, nn.Module):  # zeros to start with are fine, but tell nothing
        numbers = torch.Generator().manual_seed(6)
        with torch.no_grad():
            for parameter in answer.parameters():
                parameter.copy_(torch.randn(parameter.shape, generator=numbers) / 10)

    def scores_of(images, **named):
        scores = call(answer, images, name="`ten_scores`", **named)
        return a_tensor(scores, "What `ten_scores` returns").double()

    scores = scores_of(images)
    if scores.isnan().any():
        reject("nan", "The scores hold nan, which is no number: a weight that was never filled?")
    if not _alike(scores, scores_of(images)):
        reject(
            "drawn-anew",
            "The same images get other scores when they come a second time: each call draws new "
            "random numbers, perhaps in a layer that is made in it. The weight has to stay.",
        )
    for length in (1, 2, 7):
        fixed = (
            "fixed-batch",
            f"It works for five images and not for a batch of {length}. Something in it depends on "
            "how many images come: a number that you wrote, or a step that drops axes of length 1.",
        )
        some = scores_of(draw.tensor(length, 1, 28, 28), symptoms={"": fixed})
        if tuple(some.shape) != (length, 10):
            reject(*fixed)
    if not _alike(scores_of(images[3:].clone()), scores[3:]):
        reject(
            "images-mixed",
            "An image gets other scores when other images come with it: what one image shows gets "
            "into the scores of another. Which axis has to stay whole?",
        )
    for numbers in (scores, scores.exp()):
        if (numbers >= 0).all() and _alike(numbers.sum(1), torch.ones(5, dtype=numbers.dtype)):
            reject(
                "softmax-added",
                "The numbers are probabilities, or their logarithms: they add up to 1. Raw scores "
                "are asked, as the layer gives them; a softmax would come later.",
            )
    others = draw.tensor(5, 1, 28, 28)
    if not _alike(2 * scores - scores_of(others), scores_of(2 * images - others)):
        reject(
            "not-linear",
            "The scores are no dot products with the image plus a bias: something bends the "
            "numbers, such as a ReLU or a sigmoid. One linear layer is asked, and nothing after "
            "it.",
        )
    bias = scores_of(torch.zeros(1, 1, 28, 28))
    pixels = torch.eye(784).reshape(784, 1, 28, 28)  # one image for each pixel, with only that
    _a_weight_for_each_pixel((scores_of(pixels) - bias).T)
    if not bias.any():
        reject(
            "no-bias",
            "An image without any ink gets ten zeros. What does a layer give for zeros if it has "
            "everything that the question asks for?",
        )
    if _alike(bias, bias[:, :1].expand(1, 10)):
        reject(
            "one-bias",
            "An image without any ink gets the same number ten times: the scores share one bias.",
        )
    cut_off = {"requires grad": _NO_GRADIENT}  # part of the error of .numpy()
    images.requires_grad_()
    if not call(answer, images, name="`ten_scores`", symptoms=cut_off).requires_grad:
        reject(*_NO_GRADIENT)


_NO_GRADIENT = (
    "no-gradient",
    "The numbers are right, but no gradient gets through: a layer in there, or before it, could "
    "not learn. Something cuts the gradient off, such as `torch.no_grad()`, `.detach()` or "
    "`.data`.",
)


def _a_model(answer):
    """The learner's module (a copy) or function."""
    if isinstance(answer, torch.Tensor):
        reject(
            "scores-not-a-model",
            f"`ten_scores` is {describe(answer)}: the scores of some images. The model that makes "
            "them is wanted, so that other images can follow.",
        )
    if isinstance(answer, list | tuple):
        reject(
            "list",
            f"`ten_scores` is a {type(answer).__name__}: things to do, and nothing yet that does "
            "them one after the other.",
        )
    if isinstance(answer, nn.Module | type) or not callable(answer):
        answer = a_module(answer, "ten_scores")
    return answer


_WHY_FIVE_FAIL = {  # part of the error for a batch of five -> what is missing
    "(140x28 and": (
        "not-flattened",
        "140 rows of 28 numbers reach your layer: the images are still images. Which step makes "
        "one long row of each, and does it come before the layer?",
    ),
    "(1x3920 and": (
        "flattens-the-batch",
        "One row of 3920 numbers reaches your layer: all five images in a line. Which axis has to "
        "stay when you flatten?",
    ),
    "(5x784 and 10x784)": (
        "in-out-order",
        "The two sizes of your layer are in the wrong order: first the numbers that come in, then "
        "the numbers that go out.",
    ),
    "(5x784 and": (
        "in-features-off",
        "The images are flattened, but your layer was built for rows of another length. How many "
        "numbers does one image hold?",
    ),
    "is invalid for input of size": (
        "fixed-batch",
        "The step that reshapes does not fit five images. Any number of images may come: let the "
        "batch say how many there are.",
    ),
}


def _shape_of_scores(scores):
    """Reject what a model returns for five images, unless it is (5, 10) numbers of float32."""
    scores = a_tensor(scores, "What `ten_scores` returns")
    size = tuple(scores.shape)
    told = f"For five images your model returns the shape {size}."
    if size == (5, 10):
        if scores.dtype != torch.float32:
            reject("wrong-dtype", f"The scores have the dtype {scores.dtype}. Images are float32.")
        return
    for sizes, misconception, sentence in _OTHER_SHAPES:
        if size in sizes:
            reject(misconception, f"{told} {sentence}")
    reject("wrong-shape", f"{told} One row for each image is asked, with one score a digit.")


_OTHER_SHAPES = [
    (
        [(5,), (5, 1)],
        "one-number-an-image",
        "That is one number an image, such as the digit that won or a sum. The scores of all ten "
        "digits are asked.",
    ),
    (
        [(), (1,), (10,), (1, 10)],
        "one-answer-for-all",
        "That is one answer for all of them together, or for the first one only. Each image has "
        "scores of its own.",
    ),
    (
        [(5, 280), (140, 10), (5, 28, 10), (5, 1, 28, 10)],
        "a-row-at-a-time",
        "Each row of pixels got ten scores of its own. What has to happen to the rows of an image "
        "before the layer sees them?",
    ),
    (
        [(5, 1, 10)],
        "keeps-the-channel",
        "An axis of length 1 is left between images and scores. From which axis on do you flatten?",
    ),
]


def _a_weight_for_each_pixel(weight):
    """Reject a weight (10, 784) that leaves pixels out, or counts some of them alike."""
    size = weight.abs()
    unseen = int((size.amax(dim=0) <= 1e-6 * size.max()).sum())
    if unseen:
        reject(
            "leaves-pixels-out",
            f"{unseen} of the pixels change no score: the layer never sees them. The whole image "
            "is asked.",
        )
    rows = weight.reshape(10, 28, 28)
    if _alike(rows, rows[:, :1, :].expand_as(rows)) or _alike(rows, rows[:, :, :1].expand_as(rows)):
        reject(
            "rows-added-up",
            "An image with its rows or its columns in another order gets the same scores: they are "
            "added up, or averaged, before or after the layer. Each pixel needs a weight of its "
            "own.",
        )
    sides = (weight, rows.reshape(280, 28), rows.transpose(1, 2).reshape(280, 28))
    if any(torch.linalg.matrix_rank(side, rtol=1e-4) < min(side.shape) for side in sides):
        reject(
            "squeezed-on-the-way",
            "The image is squeezed into fewer numbers before the scores are made, so their weights "
            "depend on each other. Let one layer see all pixels at once.",
        )


def _alike(a, b):
    return a.shape == b.shape and torch.allclose(
        a, b, rtol=1e-3, atol=1e-3 * min(1, float(b.abs().max()) + 1e-6)
    )


# --- a layer along the height --------------------------------------------------------------------


def apply_to_height(answer):
    a_function(answer, ["layer", "x"], "apply_to_height")
    draw = Draw("06.4")
    height, width, outputs, *leading = draw.sizes(6, 2, 8)
    for lead, h, w, out in [
        ((), height, width, outputs),
        (leading[:1], height, width, outputs),
        ((leading[0], 1), height, width, outputs),
        (leading, height, width, outputs),
        ((), 5, 5, 5),
    ]:
        layer, x = nn.Linear(h, out), draw.tensor(*lead, h, w)
        with torch.no_grad():
            layer.weight.copy_(draw.tensor(out, h))
            layer.bias.copy_(draw.tensor(out) + 0.125)
        weight, bias = layer.weight.detach().clone(), layer.bias.detach().clone()
        got = call(answer, layer, x, symptoms=_why_it_fails(lead, h, w, out))
        columns = x.transpose(-1, -2) @ weight.T + bias  # (..., w, out)
        want = columns.transpose(-1, -2)
        torn = x.reshape(*lead, w, h) @ weight.T + bias
        beliefs = [
            (
                "not-swapped-back",
                columns,
                "The numbers are right, and the height comes out in the place of the width. Put "
                "the axes back where they were.",
            ),
            *[
                (
                    "reshaped-for-swapped",
                    wrong,
                    "The sizes fit, but the columns are torn apart: a reshape fills in the numbers "
                    "in the old order, row by row. Swapping two axes is something else.",
                )
                for wrong in (
                    torn,
                    torn.transpose(-1, -2),
                    torn.reshape(want.shape),
                    columns.reshape(want.shape),
                )
            ],
            (
                "drops-the-result",
                x,
                "You return x as it came: what the layer gives is not kept. A call makes something "
                "new, and does not change what it is given.",
            ),
            (
                "forgets-the-bias",
                want - bias[:, None],
                "That is the product with the weight alone. The layer does one thing more.",
            ),
        ]
        if h == w == out:
            beliefs.insert(0, ("reads-the-width", x @ weight.T + bias, _READS_THE_WIDTH))
        compare(
            got,
            want,
            f"What you return for x of shape {tuple(x.shape)} and nn.Linear({h}, {out})",
            beliefs=beliefs,
            otherwise="Each column of x should go through the given layer by itself, whole and in "
            "order.",
            show=True,
        )
    got = call(answer, layer, x.requires_grad_(), symptoms={"requires grad": _NO_GRADIENT})
    needed = (x, layer.weight, layer.bias)
    if not got.requires_grad or None in torch.autograd.grad(got.sum(), needed, allow_unused=True):
        reject(*_NO_GRADIENT)


_READS_THE_WIDTH = (
    "The layer reads the rows of x, along the width. It takes whatever stands last: which axis has "
    "to stand there?"
)


def _why_it_fails(lead, h, w, out):
    """Part of the error for an x of this shape -> what is missing."""
    lesson = (
        "sizes-of-the-lesson",
        "A 28 stands in the way: a layer or a number of the lesson. Use the layer that you are "
        "given, and take lengths from x.",
    )
    axes = (
        "fixed-number-of-axes",
        "Your function works for one number of axes only. x may have any number in front of the "
        "height: count the axes from the end.",
    )
    why = {
        "and 28x": lesson,
        "28]' is invalid": lesson,
        f"x{w} and {h}x": axes if lead else ("reads-the-width", _READS_THE_WIDTH),
        f"x{h} and {out}x": (
            "weight-untransposed",
            "The columns are ready, and your product takes the weight as it is. It has a row for "
            "each output: what does a layer do to it before it multiplies?",
        ),
        "must match the size of tensor": (
            "bias-down-the-wrong-axis",
            "The bias has one number for each output, and after your product the outputs do not "
            "stand on the last axis: the bias is added along the width.",
        ),
        "out of range": axes,
        "number of dimensions": axes,
        "too many indices": axes,
        "values to unpack": axes,
    }
    if lead:
        why |= {
            f"x{lead[0]} and {h}x": (
                "all-axes-turned",
                f"For two axes it works, but with {len(lead) + 2} the first one comes last: yours "
                "turns the order of all axes around. Only two of them should change places.",
            ),
            "": axes,
        }
    return why


def _scores(result, sizes="784, 10"):
    """Source of a `ten_scores` that returns this of `linear` and images `x`."""
    return f"linear = nn.Linear({sizes})\nten_scores = lambda x: {result}"


def _height(result):
    """Source of an `apply_to_height` that returns this of `layer` and `x`."""
    return f"def apply_to_height(layer, x):\n    return {result}"


RECORDS = (
    prediction(
        "06.a",
        "The images of MNIST are grey, 28 pixels high and 28 pixels wide. What is the shape of one "
        "image?",
        kind=shape,
        answer=(1, 28, 28),
        beliefs=[
            (
                "image-is-a-table",
                (28, 28),
                "That is a table of rows and columns, as you would store one grey picture. PyTorch "
                "keeps the same number of axes for grey and for coloured images.",
            ),
            (
                "channel-last",
                (28, 28, 1),
                "That is how image files and matplotlib order it, with the colour at the end. "
                "PyTorch orders it otherwise.",
            ),
            *[
                (
                    "colour-image",
                    size,
                    "That is a picture with red, green and blue. These are grey.",
                )
                for size in ((3, 28, 28), (28, 28, 3))
            ],
            (
                "already-flat",
                (784,),
                "That is how many numbers there are, all in one line. The dataset still knows "
                "where a row ends.",
            ),
            (
                "counts-images",
                (60000, 28, 28),
                "One of your lengths counts images. An item is a single image, and not in a batch.",
            ),
        ],
        otherwise="Say of each of your lengths what it counts in one image: channels, rows, or "
        "pixels in a row?",
        others=[(28,), (1, 1, 28, 28)],
        hint="Write down the shape of a colour image of this size. Which length is another one for "
        "a grey image?",
    ),
    prediction(
        "06.b",
        'What is the shape of `layer(images)`? If you think that it fails, answer "error".',
        kind=shape_or_error,
        answer=(3, 1, 28, 100),
        beliefs=[
            (
                "reads-the-height",
                (3, 1, 100, 28),
                "You assume that the layer reads columns, from top to bottom. Where in the shape "
                "does a layer read?",
            ),
            (
                "every-28-changes",
                (3, 1, 100, 100),
                "That replaces every 28. A layer does not look for lengths, it reads along one "
                "axis.",
            ),
            (
                "sees-whole-images",
                (3, 100),
                "That would be 100 numbers an image. This layer takes in 28 numbers at a time: how "
                "much of an image is that?",
            ),
            (
                "joins-leading-axes",
                (84, 100),
                "You assume that all rows of pixels end up in one table, and the images are no "
                "longer apart. Lesson 2 says what becomes of the dimensions in front.",
            ),
            (
                "drops-an-axis",
                (3, 28, 100),
                "One axis has disappeared. Does a layer drop an axis because it is 1 long?",
            ),
            (
                "drops-an-axis",
                (28, 100),
                "Those are the two sizes of the layer. What has become of the images?",
            ),
            (
                "tables-only",
                "error",
                "Lesson 2 gave layers inputs with two, three and six dimensions. What is the one "
                "thing that has to fit?",
            ),
        ],
        otherwise="Write the four lengths down, and replace the one along which the layer reads.",
        others=[(3, 1, 28, 28), (3, 1, 100)],
        hint="Lesson 2: a layer changes one place of a shape. Which one?",
    ),
    prediction(
        "06.c",
        'Which of the two crops does it take: "first", "second", "both" or "neither"?',
        kind=word("first", "second", "both", "neither"),
        answer="first",
        beliefs=[
            (
                "reads-the-height",
                "second",
                "You assume that the layer reads columns of 28 pixels. In 6.3, was it a row or a "
                "column that went through the layer?",
            ),
            (
                "any-size-fits",
                "both",
                "You assume that the layer takes images of any size. How many numbers at a time "
                "does it want, and does each crop have them in every row?",
            ),
            (
                "whole-image-must-fit",
                "neither",
                "You assume that the height and the width both have to be 28. The layer has one "
                "size for what comes in, not two.",
            ),
        ],
        otherwise="Choose one of the four words.",
        hint="For each crop, count the numbers in one row.",
    ),
    prediction(
        "06.d",
        "Which shape comes out at the end, when everything is swapped back?",
        kind=shape,
        answer=(3, 1, 7, 10),
        beliefs=[
            (
                "not-swapped-back",
                (3, 1, 10, 7),
                "That is before the last step. What does swapping back do to the last two axes?",
            ),
            (
                "width-made-again",
                (3, 1, 28, 7),
                "That puts the second layer where the first one was. It was given the height to "
                "read.",
            ),
            (
                "nothing-changes",
                (3, 1, 10, 10),
                "That is what two layers with 10 outputs gave. This one has another number of "
                "outputs.",
            ),
            (
                "both-change",
                (3, 1, 7, 7),
                "That changes both axes. The second layer reads and writes only one of them.",
            ),
        ],
        otherwise="Follow the shape through three steps: swap, layer, swap.",
        others=[(3, 7, 10), (3, 1, 7, 28)],
        hint="Write the shape after each of the three steps: swapped, through the layer, swapped "
        "back.",
    ),
    prediction(
        "06.e",
        "What is the shape of `images.flatten(1)`?",
        kind=shape,
        answer=(3, 784),
        beliefs=[
            (
                "flattens-the-batch",
                (2352,),
                "That is everything in one line. The 1 in the parentheses keeps one axis out of "
                "it.",
            ),
            (
                "forgets-the-batch",
                (784,),
                "That is one image. How many are in the batch?",
            ),
            (
                "joins-two-axes",
                (3, 28, 28),
                "That joins the channel with the height and stops there. It joins *all* axes from "
                "axis 1 on.",
            ),
            (
                "counts-from-one",
                (3, 1, 784),
                "That begins one axis later. Axes are counted from 0: which one is axis 1?",
            ),
            (
                "adds-lengths",
                (3, 57),
                "That adds up the lengths. How many numbers are there in 2 rows of 28?",
            ),
        ],
        otherwise="Axis 0 stays as it is. Multiply the lengths of all others.",
        others=[(3, 28), (84, 28), (1, 2352)],
        hint="Axis 0 is kept. How many numbers belong to one image?",
    ),
    prediction(
        "06.f",
        'What is the shape of `classifier(images)`? If you think that it fails, answer "error".',
        kind=shape_or_error,
        answer="error",
        beliefs=[
            (
                "layer-flattens",
                (3, 10),
                "You assume that the layer joins the axes by itself. In 6.3, did a layer ever join "
                "the rows of an image?",
            ),
            (
                "any-last-axis",
                (3, 1, 28, 10),
                "That reads along the width, as a layer does. How long is a row of pixels, and how "
                "many numbers does this layer want?",
            ),
            (
                "reads-two-axes",
                (3, 1, 10),
                "You assume that the layer reads two axes at once. How many does it read?",
            ),
        ],
        otherwise="Compare two numbers: the length of the axis that the layer reads, and the "
        "length that it wants.",
        others=[(84, 10), (10,)],
        hint="How many numbers are there along the last axis of `images`?",
    ),
    prediction(
        "06.g",
        "For the first image: how many of the 28 output rows of `layer` change, and how many of "
        "the ten scores of `classifier`? Give two numbers, such as (5, 3).",
        kind=several(count, 2),
        answer=(1, 10),
        beliefs=[
            (
                "rows-see-each-other",
                (28, 10),
                "You assume that each output row of `layer` is made from the whole image. In 6.3, "
                "what did the framed row depend on?",
            ),
            (
                "row-makes-a-score",
                (1, 1),
                "You assume that a row of pixels belongs to one score. Which pixels does each of "
                "the ten dot products take in?",
            ),
            (
                "layers-mixed-up",
                (10, 1),
                "Which of the two layers takes in 28 numbers at a time, and which one a whole "
                "image?",
            ),
            (
                "one-row-is-nothing",
                (0, 0),
                "Row 14 crosses the digit, so there is ink in it. Can a dot product stay the same "
                "when some of its numbers go?",
            ),
            (
                "all-three-images",
                (3, 30),
                "That counts all three images of the batch. The first one is asked.",
            ),
        ],
        otherwise="Count rows for `layer` and scores for `classifier`. For each of them ask which "
        "pixels it is made from.",
        others=[(14, 10), (100, 10)],
        hint="For each layer: how many numbers lie along the axis that it reads, and whose are "
        "they?",
    ),
    Exercise(
        id="06.1",
        title="Four shapes",
        minutes=4,
        asks="`layer` is `nn.Linear(28, 50)`, and `batch` has the shape (5, 1, 28, 28). Two crops "
        "are `upper = batch[:, :, :18, :]` and `left = batch[:, :, :, :18]`. Predict the shape of "
        'each result, or answer `"error"`, before you ask PyTorch.',
        name="shapes",
        stub="""\
shapes = {
    "layer(batch)": ...,
    "layer(upper)": ...,
    "layer(left)": ...,
    "nn.Flatten()(upper)": ...,
}""",
        check=four_shapes,
        hints=(
            "If you do not know where to start: write (image, channel, height, width) with its "
            "four lengths for `batch`, `upper` and `left`.",
            "If a shape of `layer` is wrong: which one of the four lengths must fit the layer, and "
            "which one does it replace?",
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
        wrong=_all_but_one(
            "shapes",
            _SHAPES,
            _SHAPE_BELIEFS,
            ("layer(batch)", (5, 1, 50, 50)),
            ("nn.Flatten()(upper)", (5, 46)),
        )
        | {
            "missing-part": ('shapes = {"layer(batch)": (5, 1, 28, 50)}',),
            "wrong-type": (
                'shapes = [(5, 1, 28, 50), (5, 1, 18, 50), "error", (5, 504)]',
                f"shapes = {_SHAPES | {'layer(left)': 'it does not fit'}}",
            ),
        },
    ),
    Exercise(
        id="06.2",
        title="Which layer is larger?",
        minutes=4,
        asks="How many parameters does `nn.Linear(28, 100)` have, which reads rows of pixels, and "
        "how many does `nn.Linear(784, 10)` have, which reads whole images? Count everything that "
        "is learnt, as PyTorch makes the layers. And what is larger / smaller, the larger count "
        "divided by the smaller one? One decimal is enough.",
        name="counts",
        stub="""\
counts = {
    "nn.Linear(28, 100)": ...,
    "nn.Linear(784, 10)": ...,
    "larger / smaller": ...,
}""",
        check=parameter_counts,
        hints=(
            "If you do not know where to start: a layer holds a weight with a row for each output, "
            "and a bias. How many numbers are in each of the two?",
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
        wrong=_all_but_one(
            "counts",
            _COUNTS,
            _COUNT_BELIEFS,
            ("nn.Linear(784, 10)", 784 * 10 * 10),
            ("larger / smaller", 2.6),
        )
        | {
            "missing-part": ('counts = {"nn.Linear(28, 100)": 2900}',),
            "wrong-type": (
                "counts = (2900, 7850, 2.7)",
                f"counts = {_COUNTS | {'nn.Linear(28, 100)': (2, 900)}}",  # written 2,900
                f"counts = {_COUNTS | {'larger / smaller': 'the second'}}",
            ),
        },
    ),
    Exercise(
        id="06.3",
        title="Ten scores an image",
        minutes=5,
        asks="Build `ten_scores`, a model that takes a batch of images, shape (N, 1, 28, 28) for "
        "any number N of them, and returns ten raw scores for each image, shape (N, 10). Each "
        "score is a dot product of the whole image with a weight and a bias of its own: what one "
        "linear layer gives, and nothing after it. An `nn.Sequential`, an object of your own class "
        "or a function will do.",
        name="ten_scores",
        stub="ten_scores = ...",
        check=ten_scores,
        hints=(
            "If you do not know where to start: two steps. First each image becomes one long row, "
            "then a layer reads that row. Look at 6.6 for a model that does both.",
            "If the message speaks of `mat1` or of rows of 28 numbers: the layer gets something "
            "else than it wants. How long is one image when it is one row?",
            "If it works for some batches only: nothing in your model may name the number of "
            "images.",
        ),
        solutions=(
            "ten_scores = nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 10))",
            """\
class TenScores(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(784, 10)

    def forward(self, images):
        return self.linear(images.reshape(-1, 784))


ten_scores = TenScores()""",
            """\
linear = nn.Linear(784, 10)


def ten_scores(images):
    return linear(images.flatten(start_dim=1))""",
            # A filter as large as the image is a dot product with the image.
            "ten_scores = nn.Sequential(nn.Conv2d(1, 10, 28), nn.Flatten())",
        ),
        wrong={
            "not-flattened": (
                "ten_scores = nn.Linear(784, 10)",
                "ten_scores = nn.Sequential(nn.Linear(784, 10), nn.Flatten())",
                "linear = nn.Linear(784, 10)\n"
                "def ten_scores(images):\n    images.flatten(1)\n    return linear(images)",
            ),
            "flattens-the-batch": (_scores("linear(x.flatten())"),),
            "a-row-at-a-time": (
                "ten_scores = nn.Linear(28, 10)",
                "ten_scores = nn.Sequential(nn.Linear(28, 10), nn.Flatten())",
            ),
            "in-out-order": ("ten_scores = nn.Sequential(nn.Flatten(), nn.Linear(10, 784))",),
            "in-features-off": (
                "ten_scores = nn.Sequential(nn.Flatten(), nn.Linear(560, 10))",
                "ten_scores = nn.Sequential(nn.Flatten(), nn.Linear(28, 10))",
            ),
            "keeps-the-channel": ("ten_scores = nn.Sequential(nn.Flatten(2), nn.Linear(784, 10))",),
            "one-number-an-image": (_scores("linear(x.flatten(1)).argmax(dim=1)"),),
            "one-answer-for-all": (_scores("linear(x[0].flatten())"),),
            "fixed-batch": (
                _scores("linear(x.reshape(3, 784))"),
                _scores("linear(x.squeeze().flatten(1))"),
            ),
            "images-mixed": (_scores("linear(x.reshape(784, -1).T)"),),
            "drawn-anew": (
                "def ten_scores(images):\n    return nn.Linear(784, 10)(images.flatten(1))",
                "def ten_scores(images):\n    return torch.rand(len(images), 10)",
            ),
            "softmax-added": (
                "ten_scores = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Softmax(dim=1))",
            ),
            "not-linear": (
                "ten_scores = nn.Sequential(\n"
                "    nn.Flatten(), nn.Linear(784, 100), nn.ReLU(), nn.Linear(100, 10)\n)",
                "ten_scores = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Sigmoid())",
            ),
            "leaves-pixels-out": (
                _scores("linear(x)[:, 0, -1]", "28, 10"),
                "def ten_scores(images):\n    return torch.zeros(len(images), 10)",
            ),
            "rows-added-up": (_scores("linear(x).mean(dim=(1, 2))", "28, 10"),),
            "squeezed-on-the-way": (
                "ten_scores = nn.Sequential(nn.Linear(28, 10), nn.Flatten(), nn.Linear(280, 10))",
                _scores("linear(x.flatten(1)).repeat(1, 5)", "784, 2"),
            ),
            "no-bias": (
                "ten_scores = nn.Sequential(nn.Flatten(), nn.Linear(784, 10, bias=False))",
            ),
            "one-bias": (
                "W, b = torch.randn(10, 784), torch.randn(1)\n"
                "ten_scores = lambda x: x.flatten(1) @ W.T + b",
            ),
            "no-gradient": (_scores("linear(x.flatten(1)).detach()"),),
            "scores-not-a-model": (
                "ten_scores = nn.Linear(784, 10)(torch.zeros(3, 1, 28, 28).flatten(1))",
            ),
            "none": (
                "linear = nn.Linear(784, 10)\n"
                "def ten_scores(images):\n    print(linear(images.flatten(1)))",
            ),
            "mutates-input": (
                "linear = nn.Linear(784, 10)\n"
                "def ten_scores(x):\n    x /= 255\n    return linear(x.flatten(1))",
            ),
            "list": (
                "ten_scores = [nn.Flatten(), nn.Linear(784, 10)]",
                _scores("[linear(image.flatten()) for image in x]"),
            ),
            "wrong-type": ("ten_scores = nn.Flatten",),
            "wrong-shape": ("ten_scores = nn.Sequential(nn.Flatten(), nn.Linear(784, 3))",),
            "wrong-dtype": (_scores("linear(x.flatten(1)).double()"),),
        },
    ),
    Exercise(
        id="06.4",
        title="A layer along the height",
        minutes=6,
        asks="Write `apply_to_height(layer, x)`. `x` has the shape (..., H, W), with any number of "
        "axes before the last two, and `layer` is an `nn.Linear` that wants H numbers and gives "
        "`out` numbers, with a bias. Send each column of `x` through the layer, and return the "
        "result with the shape (..., out, W).",
        name="apply_to_height",
        stub="""\
def apply_to_height(layer, x):
    return ...""",
        check=apply_to_height,
        hints=(
            "If you do not know where to start: a layer reads the last axis. What do you do to `x` "
            "first, so that the height is the last one?",
            "If the last two lengths come out in the wrong order: what you did before the layer "
            "has to be undone after it.",
            "If it works for an image and not for a batch: count from the end. -1 is the last "
            "axis, -2 the one before it.",
        ),
        solutions=(
            """\
def apply_to_height(layer, x):
    return layer(x.transpose(-1, -2)).transpose(-1, -2)""",
            """\
def apply_to_height(layer, x):
    return layer.weight @ x + layer.bias[:, None]  # W @ x reads the columns of x""",
            """\
def apply_to_height(layer, x):
    return torch.stack([layer(x[..., c]) for c in range(x.shape[-1])], dim=-1)""",
        ),
        wrong={
            "reads-the-width": (
                _height("layer(x)"),
                "def apply_to_height(layer, x):\n"
                "    if x.shape[-1] == layer.in_features:\n        return layer(x)\n"
                "    return layer(x.transpose(-1, -2)).transpose(-1, -2)",
            ),
            "not-swapped-back": (
                _height("layer(x.transpose(-1, -2))"),
                _height("torch.stack([layer(x[..., c]) for c in range(x.shape[-1])])"),
            ),
            "reshaped-for-swapped": (
                "def apply_to_height(layer, x):\n    *lead, H, W = x.shape\n"
                "    return layer(x.reshape(*lead, W, H)).transpose(-1, -2)",
                "def apply_to_height(layer, x):\n    *lead, H, W = x.shape\n"
                "    return layer(x.transpose(-1, -2)).reshape(*lead, -1, W)",
            ),
            "fixed-number-of-axes": (
                _height("layer(x.transpose(2, 3)).transpose(2, 3)"),
                _height("layer(x.transpose(0, 1)).transpose(0, 1)"),
                "def apply_to_height(layer, x):\n"
                "    out = torch.zeros(x.shape[0], x.shape[1], layer.out_features, x.shape[3])\n"
                "    for n in range(len(x)):\n        out[n, 0] = layer(x[n, 0].T).T\n"
                "    return out",
            ),
            "all-axes-turned": (_height("layer(x.T).T"),),
            "sizes-of-the-lesson": (
                "along_height = nn.Linear(28, 10)\n"
                + _height("along_height(x.transpose(-1, -2)).transpose(-1, -2)"),
                _height("layer(x.reshape(-1, 28)).reshape(*x.shape[:-2], -1, x.shape[-1])"),
            ),
            "weight-untransposed": (_height("(x.mT @ layer.weight + layer.bias).mT"),),
            "forgets-the-bias": (_height("layer.weight @ x"),),
            "bias-down-the-wrong-axis": (_height("layer.weight @ x + layer.bias"),),
            "drops-the-result": (
                "def apply_to_height(layer, x):\n    x = x.transpose(-1, -2)\n"
                "    layer(x)\n    return x.transpose(-1, -2)",
            ),
            "no-gradient": (
                _height("layer(x.data.transpose(-1, -2)).transpose(-1, -2)"),
                _height("layer(x.transpose(-1, -2)).transpose(-1, -2).detach()"),
            ),
            "mutates-input": (
                "def apply_to_height(layer, x):\n    x.transpose_(-1, -2)\n"
                "    return layer(x).transpose(-1, -2)",
            ),
            "none": (
                "def apply_to_height(layer, x):\n"
                "    print(layer(x.transpose(-1, -2)).transpose(-1, -2))",
            ),
            "list": (_height("[layer(x[..., c]) for c in range(x.shape[-1])]"),),
            "wrong-type": ("apply_to_height = nn.Linear(28, 10)",),
            "wrong-values": (
                _height("layer(x.transpose(-1, -2)).transpose(-1, -2).relu()"),
                "def apply_to_height(layer, x):\n"
                "    layer = nn.Linear(layer.in_features, layer.out_features)\n"
                "    return layer(x.transpose(-1, -2)).transpose(-1, -2)",
            ),
            "wrong-shape": (_height("layer(x.squeeze().transpose(-1, -2)).transpose(-1, -2)"),),
        },
    ),
)

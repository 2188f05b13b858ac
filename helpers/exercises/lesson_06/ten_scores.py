"""06.3, ten scores an image."""

import torch
from torch import nn

from helpers.checking.comparing import a_tensor
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_module
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe

TOLD = {
    "scores-not-a-model": "`ten_scores` is {given}: the scores of some images. The model that "
    "makes them is wanted, so that other images can follow.",
    "list": "`ten_scores` is a {kind}: things to do, and nothing yet that does them one after the "
    "other.",
    "not-flattened": "140 rows of 28 numbers reach your layer: the images are still images. Which "
    "step makes one long row of each, and does it come before the layer?",
    "flattens-the-batch": "One row of 3920 numbers reaches your layer: all five images in a line. "
    "Which axis has to stay when you flatten?",
    "in-out-order": "The two sizes of your layer are in the wrong order: first the numbers that "
    "come in, then the numbers that go out.",
    "in-features-off": "The images are flattened, but your layer was built for rows of another "
    "length. How many numbers does one image hold?",
    "fixed-shape": "The step that reshapes does not fit five images. Any number of images may "
    "come: let the batch say how many there are.",
    "one-number-an-image": "For five images your model returns the shape {shape}. That is one "
    "number an image, such as the digit that won or a sum. The scores of all ten digits are asked.",
    "one-answer-for-all": "For five images your model returns the shape {shape}. That is one "
    "answer for all of them together, or for the first one only. Each image has scores of its own.",
    "a-row-at-a-time": "For five images your model returns the shape {shape}. Each row of pixels "
    "got ten scores of its own. What has to happen to the rows of an image before the layer sees "
    "them?",
    "keeps-the-channel": "For five images your model returns the shape {shape}. An axis of length "
    "1 is left between images and scores. From which axis on do you flatten?",
    "wrong-shape": "For five images your model returns the shape {shape}. One row for each image "
    "is asked, with one score a digit.",
    "wrong-dtype": "The scores have the dtype {dtype}. Images are float32.",
    "nan": "The scores hold nan, which is no number: a weight that was never filled?",
    "drawn-anew": "The same images get other scores when they come a second time: each call draws "
    "new random numbers, perhaps in a layer that is made in it, or changes the weight. The weight "
    "has to stay.",
    "fixed-batch": "It works for five images and not for a batch of {length}. Something in it "
    "depends on how many images come: a number that you wrote, or a step that drops axes of length "
    "1.",
    "images-mixed": "An image gets other scores when other images come with it: what one image "
    "shows gets into the scores of another. Which axis has to stay whole?",
    "softmax-added": "The numbers are probabilities, or their logarithms: they add up to 1. Raw "
    "scores are asked, as the layer gives them; a softmax would come later.",
    "not-linear": "The scores are no dot products with the image plus a bias: something bends the "
    "numbers, such as a ReLU or a sigmoid. One linear layer is asked, and nothing after it.",
    "leaves-pixels-out": "{unseen} of the pixels change no score: the layer never sees them. The "
    "whole image is asked.",
    "rows-added-up": "An image with its rows or its columns in another order gets the same scores: "
    "they are added up, or averaged, before or after the layer. Each pixel needs a weight of its "
    "own.",
    "squeezed-on-the-way": "The image is squeezed into fewer numbers before the scores are made, "
    "so their weights depend on each other. Let one layer see all pixels at once.",
    "no-bias": "An image without any ink gets ten zeros. What does a layer give for zeros if it "
    "has everything that the question asks for?",
    "one-bias": "An image without any ink gets the same number ten times: the scores share one "
    "bias.",
    "no-forward": "Your class has no method called `forward`, which a call of the model looks for. "
    "Compare the name letter by letter, and the indentation.",
    "no-place-for-self": "Python hands `forward` the model itself, before the images. Your method "
    "has no name for it in its parentheses.",
    "ignores-images": "The same numbers come back for other images. Does your model use the images "
    "that it is given, under the name in its parentheses, or something that is always the same?",
    "averages-the-batch": "An image gets other scores when other images come with it: something "
    "averages over the batch, such as a BatchNorm. One linear layer is asked, and nothing after "
    "it.",
    "rounded": "The scores are rounded: they hold fewer digits than the layer gives (`half` "
    "rounds, too). They are asked as they are.",
    "same-weight": "The ten scores of an image differ by the same amounts for every image: all ten "
    "share one weight. Each score has a weight of its own.",
}

SYMPTOMS = {  # for a batch of five
    'missing the required "forward"': "no-forward",
    "forward() takes 1 positional argument but 2": "no-place-for-self",
    "(140x28 and": "not-flattened",
    "(1x3920 and": "flattens-the-batch",
    "(5x784 and 10x784)": "in-out-order",
    "(5x784 and": "in-features-off",
    "is invalid for input of size": "fixed-shape",
}

AVERAGES = {"more than 1 value per channel": "averages-the-batch"}

OTHER_SHAPES = {  # for a batch of five
    (5,): "one-number-an-image",
    (5, 1): "one-number-an-image",
    (): "one-answer-for-all",
    (1,): "one-answer-for-all",
    (10,): "one-answer-for-all",
    (1, 10): "one-answer-for-all",
    (5, 280): "a-row-at-a-time",
    (140, 10): "a-row-at-a-time",
    (5, 28, 10): "a-row-at-a-time",
    (5, 1, 28, 10): "a-row-at-a-time",
    (5, 1, 10): "keeps-the-channel",
}


def check(answer):
    model = a_model(answer)
    draw = Draw("06.3")
    images = draw.tensor(5, 1, 28, 28)
    check_form(model, images)
    fill(model)
    check_batches(model, images, draw)
    check_linear(model, images, draw)
    check_weight_and_bias(model)


def a_model(answer):
    """Return the learner's function, or a copy of the module."""
    if isinstance(answer, torch.Tensor):
        reject("scores-not-a-model", given=describe(answer))
    if isinstance(answer, list | tuple):
        reject("list", kind=type(answer).__name__)
    if isinstance(answer, nn.Module | type) or not callable(answer):
        return a_module(answer, "ten_scores")
    return answer


def run(model, images, **known):
    """Call the model, with ``symptoms`` and the like of ``helpers.checking.sandbox.call``."""
    return call(model, images, name="`ten_scores`", **known)


def scores_of(model, images, **known):
    return a_tensor(run(model, images, **known), "What `ten_scores` returns").double()


def check_form(model, images):
    """Reject a model that does not give float32 numbers of shape (5, 10) for five images."""
    scores = a_tensor(run(model, images, symptoms=SYMPTOMS), "What `ten_scores` returns")
    shape = tuple(scores.shape)
    if shape == (3, 10) and torch.equal(scores.double(), scores_of(model, images + 1)):
        reject("ignores-images")
    if shape != (5, 10):
        reject(OTHER_SHAPES.get(shape, "wrong-shape"), shape=shape)
    if scores.dtype != torch.float32:
        reject("wrong-dtype", dtype=scores.dtype)


def fill(model):
    """Put random numbers into a module: zeros to start with are fine, but tell nothing."""
    if not isinstance(model, nn.Module):
        return
    generator = torch.Generator().manual_seed(6)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) / 10)


def check_batches(model, images, draw):
    """Reject a model that gives an image other scores at another time, or in another batch."""
    scores = scores_of(model, images)
    if scores.isnan().any():
        reject("nan")
    if not alike(scores, scores_of(model, images)):
        reject("drawn-anew")
    for length in (1, 2, 7):
        some = draw.tensor(length, 1, 28, 28)
        facts = {"length": length}
        known = {"symptoms": AVERAGES, "any_error": "fixed-batch", "facts": facts}
        if scores_of(model, some, **known).shape != (length, 10):
            reject("fixed-batch", **facts)
    alone = scores_of(model, images[3:].clone())
    if not alike(alone, scores[3:]):
        # What averages over the batch only shifts and stretches each score.
        shifts = alike(alone.diff(dim=0).sign(), scores[3:].diff(dim=0).sign())
        reject("averages-the-batch" if shifts else "images-mixed")


def check_linear(model, images, draw):
    """Reject a model that does anything to the scores after the layer."""
    scores = scores_of(model, images)
    if adds_up_to_one(scores) or adds_up_to_one(scores.exp()):
        reject("softmax-added")
    if torch.equal(scores, scores_of(model, images + draw.tensor(5, 1, 28, 28))):
        reject("ignores-images")
    if any(map(torch.equal, [scores] * 4, roundings(scores))):
        reject("rounded")
    others = draw.tensor(5, 1, 28, 28)
    mirrored = scores_of(model, 2 * images - others)
    if not alike(2 * scores - scores_of(model, others), mirrored):
        reject("not-linear")


def roundings(scores):
    """The scores as they come out of what rounds them."""
    short = [scores.to(dtype).double() for dtype in (torch.float16, torch.bfloat16)]
    return [*short, scores.float().round(decimals=2).double(), scores.round()]


def adds_up_to_one(numbers):
    return bool((numbers >= 0).all()) and alike(numbers.sum(dim=1), torch.ones(5).double())


def check_weight_and_bias(model):
    bias = scores_of(model, torch.zeros(1, 1, 28, 28))
    one_pixel_each = torch.eye(784).reshape(784, 1, 28, 28)
    weight = (scores_of(model, one_pixel_each) - bias).T
    check_weight(weight)
    if not bias.any():
        reject("no-bias")
    if alike(bias, bias[:, :1].expand(1, 10)):
        reject("one-bias")


def check_weight(weight):
    """Reject a weight (10, 784) that leaves pixels out, or counts some of them alike."""
    largest = weight.abs().amax(dim=0)  # for each pixel
    unseen = int((largest <= 1e-6 * largest.max()).sum())
    if unseen:
        reject("leaves-pixels-out", unseen=unseen)
    if alike(weight, weight[:1].expand_as(weight)):
        reject("same-weight")
    filters = weight.reshape(10, 28, 28)
    rows_alike = alike(filters, filters[:, :1, :].expand_as(filters))
    columns_alike = alike(filters, filters[:, :, :1].expand_as(filters))
    if rows_alike or columns_alike:
        reject("rows-added-up")
    for table in (weight, filters.reshape(280, 28), filters.mT.reshape(280, 28)):
        if torch.linalg.matrix_rank(table, rtol=1e-4) < min(table.shape):
            reject("squeezed-on-the-way")


def alike(a, b):
    """Whether two tensors agree as far as float32 sums of 784 products do."""
    tolerance = 1e-3 * min(1, b.abs().max().item() + 1e-6)
    return a.shape == b.shape and torch.allclose(a, b, rtol=1e-3, atol=tolerance)


EXERCISE = Exercise(
    id="06.3",
    name="ten_scores",
    stub="ten_scores = ...",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: two steps. First each image becomes one long "
        "row, then a layer reads that row. Look at 6.6 for a model that does both.",
        "If the message speaks of `mat1` or of rows of 28 numbers: the layer gets "
        "something else than it wants. How long is one image when it is one row?",
        "If it works for some batches only: nothing in your model may name the number of images.",
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
)

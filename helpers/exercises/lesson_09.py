"""Lesson 9, a digit classifier: what it asks, and the answers that its checks know."""

import functools
import inspect
import math

import torch
from torch import nn
from torch.nn import functional

from helpers.records import (
    Exercise,
    count,
    expects_each,
    number,
    prediction,
    slip,
    word,
    yes_or_no,
)
from helpers.trials import (
    SECONDS,
    Draw,
    Rejected,
    a_function,
    a_tensor,
    call,
    compare,
    describe,
    reject,
)

# --- 09.1: four templates ------------------------------------------------------------------------

_DIGITS = {"A": 3, "B": 0, "C": 6, "D": 7}
_TOLD_TEMPLATES = {
    "place-for-digit": "You may have read the place of the picture. The four are mixed, and "
    "letters stand above them so that you have to look.",
    "orange-is-ink": "You may have read the orange pixels as the ink of a digit. What does ink do "
    "to the score where a weight is negative?",
    "stroke-left-out": "Part of the purple belongs to no stroke of that digit. A template asks for "
    "ink wherever it is purple: follow all of it.",
    "stroke-added": "That digit needs a stroke, or the closing of a loop, where this template is "
    "not purple. What does it say of ink there?",
    "upside-down": "You may have turned the picture. A layer turns nothing: each weight knows one "
    "pixel, and top stays top.",
}
_TEMPLATE_BELIEFS = [  # (misconception, template, digit that it leads to)
    (key, name, int(digit))
    for key, pairs in {
        "orange-is-ink": "A6 B1",
        "stroke-left-out": "A1 A2 A7 B6 C5 D1",
        "stroke-added": "A0 A5 A8 A9 B8 B9 C0 C8 D2 D3 D4 D9",
        "upside-down": "C9",
    }.items()
    for name, digit in pairs.split()
]
_PLACES = [str(dict(zip("ABCD", range(low, low + 4), strict=True))) for low in (0, 1)]

_each_digit = expects_each(
    count,
    _DIGITS,
    [(key, name, digit, _TOLD_TEMPLATES[key]) for key, name, digit in _TEMPLATE_BELIEFS],
    "Go over the picture twice: where does it want ink, and where does it want none?",
)


def name_the_digits(given):
    if str(given) in _PLACES:
        reject("place-for-digit", _TOLD_TEMPLATES["place-for-digit"])
    _each_digit(given)


@functools.cache
def _templates():
    """The weight (10, 784) of a linear layer that has learned the small digits."""
    from helpers.data import SmallDigits  # reading them takes a second, and only this needs them

    digits = SmallDigits(train=True)
    images = digits.data.flatten(1).to(torch.float32) / 255
    labels = functional.one_hot(digits.targets, 10).to(torch.float32)
    # SGD by hand, with the gradient of the cross-entropy. It draws no random numbers, as one layer
    # may start at zeros, and the settings of the notebook do not touch it.
    weight = torch.zeros(10, 784, dtype=torch.float32)
    for _ in range(60):
        shares = (images @ weight.T).softmax(dim=1)
        gradient = (shares - labels).T @ images / len(images)
        weight -= 0.5 * (gradient + 0.02 * weight)  # the second term keeps the weights small
    return weight


def templates_to_name():
    """Return the four templates that exercise 09.1 shows, shape (4, 784).

    They are rows of the weight of a linear layer trained on the small digits.
    """
    return _templates()[list(_DIGITS.values())].clone()


# --- 09.2: beat the accuracy ---------------------------------------------------------------------

TRAIN, NEW = 1000, 600  # images that the learner's function gets, and that its model is judged on
ASKED = 65  # of 100. One linear layer reaches 57, or 62 at best; 64 hidden numbers reach 80


@functools.cache
def _moved_digits():
    """Images to train on, their labels, images to judge on, and theirs: all moved and mixed."""
    from helpers.data import SmallDigits

    splits = [SmallDigits(train) for train in (True, False)]
    images = torch.cat([split.data for split in splits])[:, None].to(torch.float32) / 255
    labels = torch.cat([split.targets for split in splits])
    chance = torch.Generator().manual_seed(9)
    order = torch.randperm(len(images), generator=chance)[: TRAIN + NEW]
    moves = torch.randint(-3, 4, (len(order), 2), generator=chance).tolist()
    moved = [torch.roll(images[i], move, dims=(1, 2)) for i, move in zip(order, moves, strict=True)]
    return *torch.stack(moved).split([TRAIN, NEW]), *labels[order].split([TRAIN, NEW])


def train_better(answer):
    a_function(answer, ["images", "labels"], "train_better")
    threads = torch.get_num_threads()
    # On a busy computer threads wait for each other, and these sizes gain nothing from a second.
    torch.set_num_threads(1)
    try:
        _reads_better(answer)
    finally:
        torch.set_num_threads(threads)


def _reads_better(answer):
    """Reject ``train_better`` unless the model that it trains reads new images well enough."""
    images, new_images, labels, new_labels = _moved_digits()
    model = _in_time(
        answer, images.clone(), labels.clone(), symptoms=_WHY_TRAINING_FAILS, may_seed=True
    )
    _a_classifier(model)
    scores = _scores(model, new_images)
    reads = _accuracy(scores, new_labels)
    if reads >= ASKED:
        return
    told = f"Of 100 new images your model reads {int(reads)} right, and {ASKED} are asked."
    if scores.isnan().any():
        reject(
            "nan",
            f"{told} Some of its scores are nan: the training drove its numbers out of all bounds.",
        )
    if _is_one_linear_layer(model, new_images[:60]):
        layers = sum(one.dim() > 1 for one in _parameters(model))
        _is_trained(model, scores, new_labels, told)
        if layers > 1:
            reject(
                "linear-layers-collapse",
                f"{told} It holds {layers} weights, and yet its scores are those of a single "
                "linear layer. What do linear layers in a row come to, and what has to stand "
                "between them?",
            )
        reject(
            "one-linear-layer",
            f"{told} It is still one linear layer. Other steps, or more of them, find other "
            "templates, but a template sees moved ink as other ink. What can a model have that "
            "one layer has not?",
        )
    if (scores >= 0).all() and (scores == 0).any():
        reject(
            "bent-at-the-end",
            f"{told} No score falls below 0, so something behind the last layer cuts them off. "
            "There it only hides scores. Between which steps would it help?",
        )
    _is_trained(model, scores, new_labels, told)
    knows = _accuracy(_scores(model, images), labels)
    if knows >= 90:
        reject(
            "learned-by-heart",
            f"{told} Of those that it was trained on it reads {int(knows)}: it knows them by "
            "heart. With more numbers between the layers, or with images that come again in other "
            "places, it has to learn what they share.",
        )
    reject(
        "too-little-training",
        f"{told} Of those that it was trained on it reads {int(knows)}, so it has not learned even "
        "them. It can do more than one linear layer can: give it more steps, steps of another "
        "size, or more numbers between its layers.",
    )


def _in_time(function, *inputs, **named):
    """``trials.call``, with a sentence of its own for training that takes too long."""
    try:
        return call(function, *inputs, **named)
    except Rejected as wrong:
        if wrong.misconception == "loops-forever":
            reject(
                "loops-forever",
                f"After {SECONDS:.0f} seconds `train_better` is not done, and the check stopped "
                "it. Does its loop end? If it does, take fewer steps or a smaller model.",
            )
        raise


def _a_classifier(model):
    """Reject what ``train_better`` returns unless it is something that can be called."""
    if isinstance(model, torch.Tensor | float):
        if isinstance(model, float) or model.numel() == 1:
            reject(
                "returns-the-loss",
                "You return one number, such as the loss. It tells how the training went. What "
                "has learned, and can now read other images?",
            )
        reject(
            "returns-the-scores",
            f"You return {describe(model)}: what came out for the images of the training. Other "
            "images follow, so hand back what makes scores of them.",
        )
    if isinstance(model, dict):
        reject(
            "returns-the-weights",
            "You return a dictionary, such as a state_dict. It has the numbers of a model, and "
            "not what is done with them (see 9.8).",
        )
    if inspect.isclass(model) or not callable(model):
        kind = describe(model) if inspect.isclass(model) else f"a {type(model).__name__}"
        reject("wrong-type", f"You return {kind}, and one trained model is asked, nothing else.")


def _parameters(model):
    return list(model.parameters()) if isinstance(model, nn.Module) else []


def _scores(model, images):
    """The scores that a returned model gives these images, as float64."""
    name = "The model that you return"
    if isinstance(model, nn.Module):
        call(model.eval, name=name)
    like = (one for one in _parameters(model) if one.is_floating_point())
    images = images.clone().to(next(like, images))  # a tensor: its device and its dtype
    with torch.no_grad():
        scores = _in_time(model, images, name=name, symptoms=_WHY_READING_FAILS)
    scores = a_tensor(scores, f"What your model gives for {len(images)} images")
    size = tuple(scores.shape)
    if size in ((len(images),), (len(images), 1)):
        reject(
            "digits-not-scores",
            f"For {len(images)} images your model gives {len(images)} numbers, such as the digits "
            "that it reads. Its scores for all ten digits are asked; the largest is found later.",
        )
    if size != (len(images), 10):
        reject(
            "wrong-shape",
            f"For {len(images)} images your model gives the shape {size}. Each image has a row of "
            "its own, with a score for each digit and nothing else.",
        )
    return scores.double()


def _accuracy(scores, labels):
    """How many of 100 are read right."""
    return 100 * (scores.argmax(dim=1) == labels).double().mean().item()


def _is_one_linear_layer(model, images):
    """Whether its scores, or what stands before a softmax or sigmoid, are affine in the image."""
    others = images.flip(0)
    between = _scores(model, (images + others) / 2)
    first, second = _scores(model, images), _scores(model, others)
    for undo in (torch.clone, torch.log, torch.logit):
        # Softmax takes a number of its own from all scores of an image: compare differences.
        a, b, c = (undo(s) - undo(s).mean(dim=1, keepdim=True) for s in (first, second, between))
        if ((a + b) / 2 - c).abs().max() <= 1e-2 * a.abs().max():  # not so if there is a nan
            return True
    return False


def _is_trained(model, scores, labels, told):
    """Reject a model that no step has changed, or that the steps have driven away."""
    largest = scores.abs().max()
    if (scores - scores[0]).abs().max() <= 0.03 * largest:
        reject(
            "same-scores-for-all",
            f"{told} It gives all images nearly the same scores: nothing of an image gets through. "
            "Do its weights start at 0? Or have large steps pushed all numbers behind a layer "
            "below 0, where a ReLU holds them back for good?",
        )
    reads = _accuracy(scores, labels)
    if reads < 30 and largest < 3:  # the scores of a new layer stay near 0
        if any(one.grad is not None for one in _parameters(model)):
            reject(
                "no-step-taken",
                f"{told} It has gradients, and yet no step, or hardly any, has changed it. Who "
                "takes the steps, whose parameters were handed to it, how large is a step, and how "
                "often does the loop come round?",
            )
        reject(
            "untrained",
            f"{told} That is a guess: it comes back as it was made. Was this very model called in "
            "the loop, and did `backward` and a step follow each time?",
        )
    guessed = math.log(10)  # the loss of ten equal shares
    if reads < 50 and largest > 6 and functional.cross_entropy(scores, labels) > guessed:
        reject(
            "driven-away",
            f"{told} Its scores go as far as {largest:.0f} from 0, and are wrong all the same: the "
            "steps throw it back and forth. Are they too large, or do old gradients pile up?",
        )


_WHY_TRAINING_FAILS = {  # part of the error while training -> what is missing
    "x28 and": (
        "not-flattened",
        "Rows of 28 numbers reach a layer that wants whole images. What made one row of an image "
        "in the stub?",
    ),
    "mat1 and mat2 shapes": (
        "not-chained",
        "Two layers do not fit together: a layer is given as many numbers as the one before it "
        "gives. Follow one image through your model.",
    ),
    "does not require grad": (
        "no-gradient",
        "`backward` finds no way back to the weights: gradients are switched off where the model "
        "is called, or its output is cut off.",
    ),
    "is not a Module subclass": (
        "not-made",
        "What stands in `nn.Sequential` is not a layer. If it is the name of one: is the layer "
        "made, with parentheses?",
    ),
    "'torch.nn' has no attribute": (
        "name-of-no-layer",
        "`nn` has no layer of this name. Layers have names with capital letters, and each of them "
        "counts: compare it with the end of 9.7.",
    ),
    **dict.fromkeys(
        ("multi-target", "scalar type Long", "to be Long"),  # the second in PyTorch 2.6
        (
            "labels-not-as-given",
            "The loss wants one label for each image, in one dimension, as a whole number (int64): "
            "the place of a score. What changed the shape or the dtype of the labels?",
        ),
    ),
    "is out of bounds": (
        "label-without-score",
        "A label is a place among the scores of its image, and one names a place that is not "
        "there. How many scores are there, and from which number on are places counted?",
    ),
}
_WHY_READING_FAILS = {  # part of the error when the check calls the model -> what is missing
    "x28 and": (
        "flattened-outside",
        "Your model takes flattened images only, and the check hands it images. Steps that every "
        "image needs belong into the model, so that it takes them along.",
    ),
    "is invalid for input of size": (
        "fixed-batch",
        f"Your model works for the {TRAIN} images of the training, and not for {NEW} others. A "
        "number of images is written somewhere in it.",
    ),
}

# --- 09.3: two layers in one ---------------------------------------------------------------------


def collapse(answer):
    a_function(answer, ["first", "second"], "collapse")
    draw = Draw("09.3")
    n_in, between, n_out = draw.sizes(3, 2, 8)
    for sizes, biases in [
        ((n_in, between, n_out), (True, True)),
        ((4, 4, 4), (True, True)),
        ((n_out, n_in, between), (False, True)),
        ((between, n_out, n_in), (True, False)),
        ((n_in, between, n_out), (False, False)),
        ((1, 3, 3), (True, True)),
    ]:
        _collapses(answer, draw, sizes, biases)


def _collapses(answer, draw, sizes, biases):
    """Reject ``collapse`` unless it makes one layer of two with these sizes and biases."""
    n_in, between, n_out = sizes
    first = nn.Linear(n_in, between, bias=biases[0])
    second = nn.Linear(between, n_out, bias=biases[1])
    held = [*first.parameters(), *second.parameters()]
    with torch.no_grad():
        for parameter in held:
            parameter.copy_(draw.tensor(*parameter.shape))
    before = [parameter.detach().clone() for parameter in held]
    w1, w2 = first.weight.detach().clone(), second.weight.detach().clone()
    b1, b2 = (
        torch.zeros(layer.out_features) if layer.bias is None else layer.bias.detach().clone()
        for layer in (first, second)
    )
    missing = [f"`{name}`" for name, there in zip(("first", "second"), biases, strict=True)]
    missing = [name for name, there in zip(missing, biases, strict=True) if not there]
    where = f"For nn.Linear({n_in}, {between}) and nn.Linear({between}, {n_out})"
    where += f", without a bias in {' and '.join(missing)}" if missing else ""

    one = call(answer, first, second, symptoms=_why_it_fails(sizes, missing))
    if one is first or one is second:
        reject(
            "reuses-a-layer",
            "You hand back one of the two layers that you were given. Both are to stay as they "
            "are, and a new one is asked beside them.",
        )
    now = [*first.parameters(), *second.parameters()]
    if len(now) != len(held) or any(
        a is not b or a.shape != b_then.shape or not torch.equal(a.detach(), b_then)
        for a, b, b_then in zip(now, held, before, strict=True)
    ):
        reject(
            "mutates-input",
            "`collapse` changes a layer that it is given, and whoever calls it still needs that as "
            "it was. Compute new numbers instead.",
        )
    _one_linear(one)
    if (one.in_features, one.out_features) != (n_in, n_out):
        turned = (one.in_features, one.out_features) == (n_out, n_in)
        reject(
            "in-out-order" if turned else "other-sizes",
            f"{where} you make nn.Linear({one.in_features}, {one.out_features}). "
            + (
                "In which order does nn.Linear want its two sizes?"
                if turned
                else "What goes into the two layers together, and what comes out of them?"
            ),
        )
    _looks_filled(one.weight, "weight", n_in, w2 @ w1)
    beliefs = [("transposed", (w2 @ w1).T, _TRANSPOSED)]
    beliefs += [("keeps-one-weight", kept, _KEEPS_ONE) for kept in (w1, w2)]
    if n_in == between == n_out:
        beliefs.append(("product-turned", w1 @ w2, _TURNED))
        beliefs.append(("elementwise", w1 * w2, _ELEMENTWISE))
    compare(
        one.weight,
        w2 @ w1,
        f"{where}: the weight of your layer",
        beliefs=beliefs,
        otherwise="Each row of it belongs to an output of `second`. Which rows of `first` does it "
        "mix, and with which numbers?",
    )
    bias = torch.zeros(n_out) if one.bias is None else one.bias
    if any(biases):
        _looks_filled(bias, "bias", n_in, w2 @ b1 + b2)
    elif bias.detach().abs().max() > 1e-3:
        reject("bias-left-over", _BIAS_LEFT_OVER)
    beliefs = [
        ("no-bias-at-all", torch.zeros(n_out), _NO_BIAS),
        ("first-bias-forgotten", b2, _FIRST_FORGOTTEN),
        ("second-bias-forgotten", w2 @ b1, _SECOND_FORGOTTEN),
    ]
    if between == n_out:
        beliefs.append(("biases-added", b1 + b2, _BIASES_ADDED))
    compare(
        bias,
        w2 @ b1 + b2,
        f"{where}: the bias of your layer",
        beliefs=beliefs,
        otherwise="Send an x of zeros through `first` and then through `second`, step by step.",
    )
    x = draw.tensor(5, n_in)
    compare(call(one, x), x @ (w2 @ w1).T + w2 @ b1 + b2, f"{where}: the output of your layer")
    mine = {parameter.data_ptr() for parameter in one.parameters()}
    if any(parameter.data_ptr() in mine for parameter in held):
        reject(
            "shares-numbers",
            "The outputs are right, but your layer and one that you were given hold the very same "
            "tensor. Train one of them, and the other one changes too.",
        )


def _one_linear(one):
    """Reject what ``collapse`` returns unless it is an nn.Linear."""
    if isinstance(one, nn.Sequential):
        reject(
            "still-two-layers",
            "You put the two layers one behind the other, and both are still there. One layer is "
            "asked, with one weight and one bias.",
        )
    if isinstance(one, torch.Tensor):
        reject(
            "returns-a-tensor",
            f"You return {describe(one)}. It may be what the new layer holds; the layer itself is "
            "asked, so that it can be called.",
        )
    if not isinstance(one, nn.Linear):
        kind = describe(one) if inspect.isclass(one) else f"a {type(one).__name__}"
        reject("wrong-type", f"You return {kind}, and one nn.Linear is asked.")


def _looks_filled(parameter, name, n_in, want):
    """Reject numbers that a new nn.Linear brings; the right ones here are sixteenths."""
    values = a_tensor(parameter, f"The {name} of your layer").double()

    def new(numbers):
        between = (16 * numbers - (16 * numbers).round()).abs().max()
        return between > 1e-3 and numbers.abs().max() <= 1 / math.sqrt(n_in) + 1e-4

    if values.numel() and new(values):
        reject(
            "left-random",
            f"The {name} of your layer holds the random numbers of a new layer. What should stand "
            "there never got in.",
        )
    if values.shape == want.shape and new(values - want):
        reject(
            "added-to-random",
            f"You add to the {name} of a new layer. What stood in it before you added?",
        )


_TURNED = (
    "The two weights are multiplied the other way round. x meets `first` first: in "
    "`second(first(x))` it stands next to x. Where does it stand in your product?"
)
_TRANSPOSED = (
    "Your numbers for the weight are turned, rows for columns. A weight has a row for each output."
)
_ELEMENTWISE = (
    "You multiply the two weights number by number, with `*`. An output of `second` takes in all "
    "outputs of `first`: which product adds them up?"
)
_KEEPS_ONE = "That is the weight of one of the two layers alone. The other one has to be in it too."
_FIRST_FORGOTTEN = (
    "The bias is that of `second` alone. `first` adds something too, before `second` comes."
)
_SECOND_FORGOTTEN = (
    "The bias of `first` is there, but that of `second`, which is added at the very end, is not."
)
_BIASES_ADDED = (
    "You add the two biases as they are. What `first` adds is still to go through `second`, like "
    "everything else that comes out of `first`."
)
_NO_BIAS = "Your layer adds nothing, and of the two that you were given at least one does."
_BIAS_LEFT_OVER = (
    "Neither of the two layers has a bias, and yours adds something: for an x of zeros it does not "
    "give zeros. What does nn.Linear put into a bias when nobody tells it otherwise?"
)


def _why_it_fails(sizes, missing):
    """Part of the error for layers of these sizes -> what is missing."""
    n_in, between, n_out = sizes

    def unequal(a, b):
        return [f"({x}) must match the size of tensor b ({y})" for x, y in ((a, b), (b, a))]

    turned = (
        "product-turned",
        "Your product of the weights does not fit. x meets `first` first: which of the two stands "
        "next to x, on the right, in `second(first(x))`?",
    )
    through = (
        "bias-does-not-fit",
        "A product with a bias does not fit. The bias of `first` has as many numbers as `first` "
        "has outputs: who takes in that many, in its rows?",
    )
    turned_in = f"a ({n_in}) must match the size of tensor b ({n_out})"  # for a weight
    why = {
        "Boolean value of Tensor": (
            "asks-if-true",
            "`if` asks whether a bias is true, and a tensor of several numbers has no answer to "
            "that. You want to know whether it is there: ask `is not None`.",
        ),
        "cannot assign": (
            "not-a-parameter",
            "A layer keeps its numbers as Parameters, and you hand it a plain tensor. Either wrap "
            "it in one, or write your numbers into what the layer already has.",
        ),
        "leaf Variable": (
            "recorded-writing",
            "You write into a Parameter while PyTorch takes notes for gradients. Which block of "
            "lesson 4 switches the notes off?",
        ),
        "784": (
            "sizes-of-the-lesson",
            "A size of the lesson stands in your function, and these are other layers. The two "
            "that you are given know their sizes.",
        ),
        f"({between}x{n_in} and {n_out}x{between})": turned,
        **dict.fromkeys(
            (
                f"({n_out}x{between} and {n_in}x{between})",
                f"({between}x{n_out} and {between}x{n_in})",
            ),
            (
                "weight-turned",
                "You turn a weight before you multiply. One has columns for what the other has "
                "rows for: write both shapes down as they are.",
            ),
        ),
        "size mismatch, got input": through,
        f"(1x{between} and": through,
        **dict.fromkeys(
            (*unequal(between, n_out), f"Tensor sizes: [{between}]") if between != n_out else (),
            (
                "biases-added",
                f"Numbers for the {between} outputs of `first` meet numbers for the {n_out} of "
                "`second`, one to one. What has to happen to the bias of `first` before it is "
                "among the outputs of `second`? And which outputs has your new layer?",
            ),
        ),
        **dict.fromkeys(
            unequal(between, n_in) if between != n_in else (),
            (
                "elementwise",
                f"A table with {between} columns meets one with {n_in}, number by number. If that "
                "is `*` or `+` of the two weights: which product adds up over all outputs of "
                "`first`? If it is your new layer: what goes into it?",
            ),
        ),
        **dict.fromkeys(
            [turned_in, f"Tensor sizes: [{n_in}, {n_out}]"], ("transposed", _TRANSPOSED)
        ),
        **dict.fromkeys(
            ("must match the size of tensor", "Target sizes"),
            (
                "copied-into-other-sizes",
                "What you write into the new layer does not have the shape that the layer was made "
                "for. What goes into the two layers together, and what comes out?",
            ),
        ),
    }
    if missing:
        why["None"] = (
            "bias-always-there",
            f"It fails where {' and '.join(missing)} has no bias. Its `bias` is None then, and "
            "None is no tensor: what is to be done in that case?",
        )
    return why


# --- sources of answers --------------------------------------------------------------------------

LINEAR = """\
def train_better(images, labels):
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(50):
        loss = nn.functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model"""
_HIDDEN = "nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)"
BETTER = slip(LINEAR, "nn.Flatten(), nn.Linear(784, 10)", _HIDDEN)


def _layers(layers):
    """Source of a `train_better` with these layers in its Sequential."""
    return slip(LINEAR, "nn.Flatten(), nn.Linear(784, 10)", layers)


def _better(*changes):
    return slip(BETTER, *changes)


COLLAPSE = """\
def collapse(first, second):
    one = nn.Linear(first.in_features, second.out_features)
    with torch.no_grad():
        one.weight.copy_(second.weight @ first.weight)
        one.bias.zero_()
        if first.bias is not None:
            one.bias += second.weight @ first.bias
        if second.bias is not None:
            one.bias += second.bias
    return one"""

_PRODUCT = "second.weight @ first.weight"
_COPY = f"one.weight.copy_({_PRODUCT})"
_SIZES = "first.in_features, second.out_features"


def _collapse(*changes):
    return slip(COLLAPSE, *changes)


_FILL_BIAS = COLLAPSE[COLLAPSE.index("        one.bias.zero_()") : COLLAPSE.index("    return one")]


def _bias(source):
    """Source of a `collapse` that fills the bias with this, whatever is there."""
    return slip(COLLAPSE, _FILL_BIAS, f"        one.bias.copy_({source})\n")


_SHARE = (
    "That is a share, of 1. How many images are asked, of 100? Choose one of the three numbers."
)

RECORDS = (
    prediction(
        "09.a",
        "Of 100 test images, about how many does one of them read right, on average? Answer 0, 10 "
        "or 50.",
        kind=count,
        answer=10,
        beliefs=[
            (
                "random-is-always-wrong",
                0,
                "You assume that random numbers never hit. Each image gets an answer, and there "
                "are only so many digits to answer with.",
            ),
            (
                "right-or-wrong-is-even",
                50,
                "You may think that there are two outcomes, right and wrong, so each has half. How "
                "many digits can be answered, and how many of them are right?",
            ),
            (
                "knows-already",
                100,
                "Nothing has told the layer yet what a digit looks like. How would it know?",
            ),
            ("share-for-count", 0.1, _SHARE),
        ],
        otherwise="Choose one of the three numbers.",
        others=[25],
        hint="Think of somebody who cannot read, and names some digit for each image.",
    ),
    prediction(
        "09.b",
        "Now an image has ten scores, and each of them is 5. What share does softmax give to each "
        "digit?",
        kind=number,
        answer=0.1,
        beliefs=[
            (
                "score-for-share",
                5,
                "That is the score itself. Can ten shares of that size add up to 1?",
            ),
            (
                "each-is-sure",
                1,
                "You may think that all are the largest, so each gets everything. Together they "
                "have to add up to 1.",
            ),
            (
                "no-winner-no-share",
                0,
                "You may think that without a winner nobody gets anything. The shares add up to 1, "
                "whatever the scores are.",
            ),
            (
                "half-of-ten",
                0.5,
                "You may have divided 5 by 10. Only differences between scores count: would it be "
                "another share if each score were 2?",
            ),
            *[
                (
                    "power-not-divided",
                    value,
                    "That is e to the power of 5, the first half of the way. What is it divided "
                    "by?",
                )
                for value in (148, 148.4, 148.41, 148.413)
            ],
            (
                "percent",
                10,
                "That reads like percent. Shares are parts of 1, as in the cell above.",
            ),
        ],
        otherwise="What do all ten shares add up to?",
        others=[0.2],
        within=0.001,
        hint="Are the ten shares alike? What do they add up to?",
    ),
    prediction(
        "09.c",
        "Of 100 test images, about how many does the layer read right afterwards? Answer 50, 70 or "
        "90.",
        kind=count,
        answer=90,
        beliefs=[
            (
                "one-layer-is-too-little",
                50,
                "You may think that one layer cannot do more than half. It has a weight for each "
                "pixel and digit: lesson 1 shows how much a dot product tells of likeness.",
            ),
            (
                "middle-is-safe",
                70,
                "You may have taken the middle. How much do digits of the same kind, from many "
                "hands, look alike, pixel by pixel?",
            ),
            (
                "training-makes-perfect",
                100,
                "You expect no mistake at all. The layer has not seen these images before, and "
                "some of them are hard to read for anybody. Choose one of the three numbers.",
            ),
            (
                "nothing-learned",
                10,
                "That is what guessing reads. Lesson 4 shows what such a loop does to a loss. "
                "Choose one of the three numbers.",
            ),
            *[("share-for-count", share, _SHARE) for share in (0.5, 0.7, 0.9, 0.919, 0.92)],
        ],
        otherwise="Choose one of the three numbers.",
        others=[60],
        hint="Is handwriting so varied that ten pictures, one for each digit, tell little?",
    ),
    prediction(
        "09.d",
        "Think of the template of 0. In the middle of the image, are its weights positive or "
        "negative?",
        kind=word("positive", "negative"),
        answer="negative",
        beliefs=[
            (
                "all-ink-speaks-for-it",
                "positive",
                "Then ink in the middle would raise the score of 0. Which digits have ink there?",
            ),
        ],
        otherwise="Choose one of the two words.",
        hint="Which digits have ink in the middle of the image? Should their ink raise the score "
        "of 0?",
    ),
    prediction(
        "09.e",
        "Now move all the test images 4 pixels to the right. Does the "
        'accuracy stay above 0.8, or does it fall below 0.5? Answer "above" or "below".',
        kind=word("above", "below"),
        answer="below",
        beliefs=[
            (
                "sees-what-you-see",
                "above",
                "You assume that a moved digit is still the same digit. It is so for you. Which "
                "weights does its ink meet now?",
            ),
        ],
        otherwise="Choose one of the two words.",
        hint="Strokes are about 3 pixels wide. Which weights does the ink meet before the move, "
        "and which after it?",
    ),
    prediction(
        "09.f",
        'Can it give scores that no single `nn.Linear(784, 10)` can give? Answer "yes" or "no".',
        kind=yes_or_no,
        answer="no",
        beliefs=[
            (
                "more-numbers-do-more",
                "yes",
                "You may think that more numbers to learn can do more. Write both steps as "
                "products with a weight, and multiply out: what is left?",
            ),
        ],
        otherwise="Choose one of the two words.",
        hint="Without the biases: what is W2 (W1 x), and how many weights do you need to write it?",
    ),
    prediction(
        "09.g",
        "Does the file also hold the code of `DigitClassifier`, so that you could use it without "
        'the class? Answer "yes" or "no".',
        kind=yes_or_no,
        answer="no",
        beliefs=[
            (
                "a-file-holds-the-model",
                "yes",
                "You assume that the whole model goes into the file. What was handed to "
                "`torch.save`, and what is in it?",
            ),
        ],
        otherwise="Choose one of the two words.",
        hint="What is a `state_dict`, in one sentence of lesson 7?",
    ),
    prediction(
        "09.h",
        "By how much does the weight differ from that of `nn.Linear`: by less than 0.001, or by "
        'more? Answer "less" or "more".',
        kind=word("less", "more"),
        answer="less",
        beliefs=[
            (
                "another-class-another-start",
                "more",
                "You assume that the two start, or go, different ways. Which rule draws their "
                "first numbers, in which order, from which seed? And what do they compute?",
            ),
        ],
        otherwise="Choose one of the two words.",
        hint="From the same seed, what does `MyLinear` draw first, and what second? Lesson 7 made "
        "it like `nn.Linear`.",
    ),
    Exercise(
        id="09.1",
        title="Name the digit",
        minutes=3,
        asks="The cell below draws four templates of a linear layer that was trained on the small "
        "digits, in mixed order. The colours are those of 9.5. Which digit is each of them the "
        "template of? Run the cell to see them, then fill in the four digits.",
        name="digits",
        stub="""\
from helpers import figures
from helpers.exercises.lesson_09 import templates_to_name

digits = {"A": ..., "B": ..., "C": ..., "D": ...}
figures.templates(templates_to_name(), names="ABCD")""",
        check=name_the_digits,
        hints=(
            "If you do not know where to start: look at the purple pixels only. They are where "
            "this digit has its ink, and most others have not.",
            "If two digits seem possible: think of the ink of each. Which of them would run over "
            "orange pixels?",
        ),
        solutions=(
            'digits = {"A": 3, "B": 0, "C": 6, "D": 7}',
            'digits = dict(zip("DCBA", torch.tensor([7, 6, 0, 3])))',
        ),
        wrong={
            key: tuple(
                f"digits = {_DIGITS | {name: digit}}"
                for one, name, digit in _TEMPLATE_BELIEFS
                if one == key
            )
            for key in _TOLD_TEMPLATES
        }
        | {
            "place-for-digit": tuple(f"digits = {places}" for places in _PLACES),
            "another-answer": (f"digits = {_DIGITS | {'B': 4}}", f"digits = {_DIGITS | {'D': 8}}"),
            "missing-part": ('digits = {"A": 3, "B": 0}',),
            "wrong-type": (
                "digits = [3, 0, 6, 7]",
                f"digits = {_DIGITS | {'A': 'three'}}",
            ),
        },
    ),
    Exercise(
        id="09.2",
        title="Beat the accuracy",
        minutes=10,
        asks=f"`train_better(images, labels)` gets {TRAIN:,} of the small digits, `images` of "
        f"shape ({TRAIN}, 1, 28, 28) and `labels` of shape ({TRAIN},). Each digit was moved by up "
        "to 3 pixels to a side, and up or down. Train a model on them, and return it: a module "
        "that turns images of shape (N, 1, 28, 28) into scores of shape (N, 10). The check shows "
        f"it {NEW} other digits, moved likewise, and at least {ASKED} of 100 are to be read right. "
        "The linear layer that stands there now reads about 57. (`Adam` takes steps as `SGD` does, "
        "and chooses their size by itself for each number.) The function may take "
        f"{SECONDS:.0f} seconds.",
        name="train_better",
        stub=LINEAR,
        check=train_better,
        hints=(
            "If you do not know where to start: leave the loop as it is, and change the model. The "
            "end of 9.7 says what lets two layers do more than one.",
            "If the shapes do not fit: write behind each layer how many numbers it takes and how "
            "many it gives. The first takes 784, and the last gives 10.",
            "If it knows its own images and few others: give it more numbers between the layers, "
            "or move the images anew in each step, as 9.6 moves them.",
        ),
        solutions=(
            BETTER,
            """\
def train_better(images, labels):
    model = nn.Sequential(
        nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 12 * 12, 10)
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(60):
        dy, dx = torch.randint(-2, 3, (2,)).tolist()
        moved = images.roll((dy, dx), dims=(2, 3))
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(moved), labels).backward()
        optimizer.step()
    return model""",
            """\
def centred(images):
    places, moved = torch.arange(28.0), []
    for image in images[:, 0]:
        row, column = ((image.sum(dim) @ places / image.sum()).item() for dim in (1, 0))
        moved.append(image.roll((14 - round(row), 14 - round(column)), dims=(0, 1)))
    return torch.stack(moved).flatten(1)


def train_better(images, labels):
    linear, x = nn.Linear(784, 10), centred(images)
    optimizer = torch.optim.SGD(linear.parameters(), lr=0.5)
    for _ in range(100):
        optimizer.zero_grad()
        nn.functional.cross_entropy(linear(x), labels).backward()
        optimizer.step()
    return lambda images: linear(centred(images))""",
            """\
class Nearest(nn.Module):
    def __init__(self, images, labels):
        super().__init__()
        self.images, self.labels = images.flatten(1), labels

    def forward(self, x):
        nearest = torch.cdist(x.flatten(1), self.images).argmin(dim=1)
        return nn.functional.one_hot(self.labels[nearest], 10)


def train_better(images, labels):
    return Nearest(images, labels)""",
        ),
        wrong={
            "one-linear-layer": (
                slip(LINEAR, "range(50)", "range(150)"),
                slip(LINEAR, "Adam(model.parameters(), lr=0.01)", "SGD(model.parameters(), 0.5)"),
                _layers("nn.Flatten(), nn.Linear(784, 10), nn.Softmax(dim=1)"),
                _layers("nn.Flatten(), nn.Linear(784, 10), nn.Sigmoid()"),
            ),
            "linear-layers-collapse": (
                _layers("nn.Flatten(), nn.Linear(784, 64), nn.Linear(64, 10)"),
                _layers("nn.Conv2d(1, 2, 8, stride=4), nn.Flatten(), nn.Linear(72, 10)"),
            ),
            "bent-at-the-end": (_layers("nn.Flatten(), nn.Linear(784, 10), nn.ReLU()"),),
            "untrained": (
                f"def train_better(images, labels):\n    return nn.Sequential({_HIDDEN})",
                "def train_better(images, labels):\n"
                "    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10)).double()",
                _better("        loss.backward()\n", ""),
            ),
            "no-step-taken": (
                _better("        optimizer.step()\n", ""),
                _better("Adam(model", "Adam(nn.Linear(784, 10)"),
                _better("Adam(model.parameters(), lr=0.01)", "SGD(model.parameters(), lr=0.01)"),
                _better("optimizer.step()", "optimizer.step"),
                _better("    return model", "        return model"),
            ),
            "same-scores-for-all": (
                _better(
                    "    optimizer =",
                    "    for parameter in model.parameters():\n"
                    "        nn.init.zeros_(parameter)\n"
                    "    optimizer =",
                ),
            ),
            "driven-away": (
                _better("        optimizer.zero_grad()\n", ""),
                slip(LINEAR, "        optimizer.zero_grad()\n", ""),
            ),
            "learned-by-heart": (
                slip(
                    _layers("nn.Flatten(), nn.Linear(784, 9), nn.Tanh(), nn.Linear(9, 10)"),
                    "range(50)",
                    "range(150)",
                ),
            ),
            "too-little-training": (
                _better("range(50)", "range(6)"),
                _better("(784, 64)", "(784, 2)", "(64, 10)", "(2, 10)"),
            ),
            "nan": (_better("labels)\n", "labels) / 0\n"),),
            "loops-forever": (_better("for _ in range(50):", "while True:"),),
            "not-flattened": (_better("nn.Flatten(), ", ""),),
            "flattened-outside": (
                _better("nn.Flatten(), ", "", "model(images)", "model(images.flatten(1))"),
            ),
            "not-chained": (_better("nn.Linear(64, 10)", "nn.Linear(784, 10)"),),
            "not-made": (_better("nn.ReLU()", "nn.ReLU"), _better("nn.ReLU()", "torch.relu")),
            "name-of-no-layer": (_better("nn.ReLU", "nn.relu"), _better("nn.ReLU", "nn.Relu")),
            "labels-not-as-given": (
                _better("labels)\n", "labels[:, None])\n"),
                _better("labels)\n", "labels.float())\n"),
            ),
            "label-without-score": (
                _better("labels)\n", "labels + 1)\n"),
                _better("nn.Linear(64, 10)", "nn.Linear(64, 9)"),
            ),
            "fixed-batch": (
                "class Net(nn.Module):\n"
                "    def __init__(self):\n        super().__init__()\n"
                "        self.a, self.b = nn.Linear(784, 64), nn.Linear(64, 10)\n"
                "    def forward(self, x):\n"
                "        return self.b(self.a(x.reshape(1000, 784)).relu())\n"
                + _better(f"nn.Sequential({_HIDDEN})", "Net()"),
            ),
            "no-gradient": (
                _better("        loss =", "        with torch.no_grad():\n            loss ="),
            ),
            "digits-not-scores": (
                _better("return model", "return lambda x: model(x).argmax(dim=1)"),
            ),
            "wrong-shape": (_better("nn.Linear(64, 10)", "nn.Linear(64, 784)"),),
            "returns-the-loss": (
                _better("return model", "return loss"),
                _better("return model", "return loss.item()"),
            ),
            "returns-the-scores": (_better("return model", "return model(images)"),),
            "returns-the-weights": (_better("return model", "return model.state_dict()"),),
            "wrong-type": (
                _better("return model", "return model, loss"),
                _better("return model", "return nn.Linear"),
                "train_better = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))",
            ),
            "wrong-signature": (_better("(images, labels)", "(images)", "labels)", "images)"),),
            "none": (_better("    return model", "    print(loss.item())"),),
            "mutates-input": (_better("    model =", "    images -= images.mean()\n    model ="),),
        },
    ),
    Exercise(
        id="09.3",
        title="Two layers in one",
        minutes=8,
        asks="Write `collapse(first, second)`. It gets two `nn.Linear` layers, where `second` "
        "takes what `first` gives. It returns one new `nn.Linear` with numbers of its own, which "
        "for any x gives what `second(first(x))` gives. Each of the two may have any sizes, and "
        "may be made with `bias=False`: then its `bias` is None. Both layers stay as they are.",
        name="collapse",
        stub="""\
def collapse(first, second):
    return ...""",
        check=collapse,
        hints=(
            "If you do not know where to start: make an `nn.Linear` of the right sizes. What goes "
            "into the two layers together, and what comes out? Then write its numbers into it.",
            "If the weight is right and the bias is not: send an x of zeros through both layers, "
            "on paper. What comes out is the bias.",
            "If it fails for `bias=False`: begin with a bias of zeros, and add only what is there.",
        ),
        solutions=(
            COLLAPSE,
            """\
def collapse(first, second):
    zeros, unit = torch.zeros(first.in_features), torch.eye(first.in_features)
    one = nn.Linear(first.in_features, second.out_features)
    bias = second(first(zeros))
    one.bias = nn.Parameter(bias.detach())
    one.weight = nn.Parameter((second(first(unit)) - bias).T.detach().clone())
    return one""",
            """\
def collapse(first, second):
    some = first.bias is not None or second.bias is not None
    one = nn.Linear(first.in_features, second.out_features, bias=some)
    one.weight.data = torch.einsum("oh,hi->oi", second.weight, first.weight).detach()
    if some:
        start = torch.zeros(first.out_features) if first.bias is None else first.bias
        one.bias.data = second(start).detach()
    return one""",
        ),
        wrong={
            "product-turned": (
                _collapse(_PRODUCT, "first.weight @ second.weight"),
                _collapse(
                    _PRODUCT,
                    "first.weight @ second.weight if first.in_features == second.out_features "
                    "else second.weight @ first.weight",
                ),
            ),
            "weight-turned": (
                _collapse(_PRODUCT, "second.weight.T @ first.weight"),
                _collapse(_PRODUCT, "second.weight @ first.weight.T"),
            ),
            "transposed": (
                _collapse(_COPY, "one.weight = nn.Parameter(first.weight.T @ second.weight.T)"),
                _collapse(_PRODUCT, "first.weight.T @ second.weight.T"),
                _collapse(_COPY, "one.weight[:] = first.weight.T @ second.weight.T"),
            ),
            "added-to-random": (_collapse("        one.bias.zero_()\n", ""),),
            "asks-if-true": (_collapse("if first.bias is not None", "if first.bias"),),
            "elementwise": (
                _collapse(_PRODUCT, "second.weight * first.weight"),
                _collapse(
                    _PRODUCT,
                    "second.weight * first.weight if first.weight.shape == second.weight.shape "
                    "else second.weight @ first.weight",
                ),
            ),
            "keeps-one-weight": (
                _collapse(_COPY, "one.weight = nn.Parameter(second.weight.clone())"),
            ),
            "first-bias-forgotten": (
                _collapse(
                    "            one.bias += second.weight @ first.bias\n", "            pass\n"
                ),
            ),
            "second-bias-forgotten": (
                _collapse("            one.bias += second.bias\n", "            pass\n"),
            ),
            "biases-added": (
                _bias("first.bias + second.bias"),
                _collapse(
                    "second.weight @ first.bias",
                    "first.bias if len(first.bias) == len(one.bias) "
                    "else second.weight @ first.bias",
                ),
            ),
            "no-bias-at-all": (
                slip(
                    COLLAPSE,
                    "second.out_features)",
                    "second.out_features, bias=False)",
                    _FILL_BIAS,
                    "",
                ),
            ),
            "bias-left-over": (
                slip(
                    COLLAPSE,
                    _FILL_BIAS,
                    "        if first.bias is not None or second.bias is not None:\n"
                    "            one.bias.copy_(second(first(torch.zeros(first.in_features))))\n",
                ),
            ),
            "left-random": (
                "def collapse(first, second):\n"
                "    return nn.Linear(first.in_features, second.out_features)",
                slip(COLLAPSE, _FILL_BIAS, ""),
            ),
            "bias-does-not-fit": (
                _collapse("second.weight @ first.bias", "first.weight @ first.bias"),
                _collapse("second.weight @ first.bias", "first.bias @ second.weight"),
            ),
            "bias-always-there": (_bias("second.weight @ first.bias + second.bias"),),
            "not-a-parameter": (_collapse(_COPY, f"one.weight = {_PRODUCT}"),),
            "recorded-writing": (_collapse("with torch.no_grad():", "if True:"),),
            "copied-into-other-sizes": (
                _collapse(_SIZES, "second.out_features, first.in_features"),
            ),
            "sizes-of-the-lesson": (_collapse(_SIZES, "784, 10"),),
            "in-out-order": (
                slip(
                    COLLAPSE,
                    _SIZES,
                    "second.out_features, first.in_features",
                    _COPY,
                    f"one.weight = nn.Parameter({_PRODUCT})",
                    "one.bias.zero_()",
                    "one.bias = nn.Parameter(torch.zeros(second.out_features))",
                ),
            ),
            "other-sizes": (
                slip(
                    COLLAPSE,
                    _SIZES,
                    "first.out_features, second.out_features",
                    _COPY,
                    f"one.weight = nn.Parameter({_PRODUCT})",
                ),
            ),
            "reuses-a-layer": (
                "def collapse(first, second):\n"
                "    second.bias.data = second(first.bias).data\n"
                f"    second.weight.data = ({_PRODUCT}).data\n"
                "    return second",
            ),
            "mutates-input": (
                _collapse(
                    "one.bias += second.bias",
                    "second.bias += one.bias\n            one.bias.copy_(second.bias)",
                ),
                _collapse(
                    "    one =",
                    "    if first.bias is None:\n"
                    "        first.bias = nn.Parameter(torch.zeros(first.out_features))\n"
                    "    one =",
                ),
            ),
            "shares-numbers": (
                _collapse(
                    "    return one",
                    "    if first.bias is None:\n        one.bias = second.bias\n    return one",
                ),
            ),
            "still-two-layers": (
                "def collapse(first, second):\n    return nn.Sequential(first, second)",
            ),
            "returns-a-tensor": (f"def collapse(first, second):\n    return {_PRODUCT}",),
            "wrong-type": (
                "def collapse(first, second):\n    return lambda x: second(first(x))",
                f"def collapse(first, second):\n    return {_PRODUCT}, second(first.bias)",
                "def collapse(first, second):\n    return nn.Linear",
                "collapse = nn.Linear(784, 10)",
            ),
            "wrong-dtype": (
                _collapse("second.out_features)", "second.out_features, dtype=torch.float64)"),
            ),
            "wrong-signature": (_collapse("(first, second)", "(first, second, x)"),),
            "none": (_collapse("    return one", "    print(one)"),),
        },
    ),
)

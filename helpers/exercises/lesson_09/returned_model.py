"""What the `train_better` of 09.2 returns: is it a model, and which scores does it give?"""

import inspect

import torch
from torch import nn

from helpers.checking import deadline
from helpers.checking.comparing import a_tensor
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe
from helpers.exercises.lesson_09.moved_digits import NEW, TRAIN

PATIENCE = 6  # times deadline.SECONDS: the question says 30 seconds

TOLD = {
    "returns-the-loss": "You return one number, such as the loss. It tells how the training went. "
    "What has learned, and can now read other images?",
    "returns-the-scores": "You return {given}: what came out for the images of the training. Other "
    "images follow, so hand back what makes scores of them.",
    "returns-the-weights": "You return a dictionary, such as a state_dict. It has the numbers of a "
    "model, and not what is done with them (see 9.8).",
    "wrong-type": "You return {given}, and one trained model is asked, nothing else.",
    "returns-a-function": "You return {given}. A module is asked: it knows its own Parameters, so "
    "that they can be counted, saved and moved. Steps of your own belong into its `forward`.",
    "flattened-outside": "Your model takes flattened images only, and the check hands it images. "
    "Steps that every image needs belong into the model, so that it takes them along.",
    "fixed-batch": "Your model works for the {train} images of the training, and not for {new} "
    "others. A number of images is written somewhere in it.",
    "loops-forever": "After {seconds:.0f} seconds `train_better` is not done, and the check "
    "stopped it. Does its loop end? If it does, take fewer steps or a smaller model.",
    "digits-not-scores": "For {count} images your model gives {count} numbers, such as the digits "
    "that it reads. Its scores for all ten digits are asked; the largest is found later.",
    "wrong-shape": "For {count} images your model gives the shape {shape}. Each image has a row of "
    "its own, with a score for each digit and nothing else.",
}

SYMPTOMS = {
    "x28 and": "flattened-outside",
    "is invalid for input of size": "fixed-batch",
}


def a_model(returned):
    """Reject what `train_better` returns unless it is a module."""
    is_tensor = isinstance(returned, torch.Tensor)
    if isinstance(returned, float) or (is_tensor and returned.numel() == 1):
        reject("returns-the-loss")
    if is_tensor:
        reject("returns-the-scores", given=describe(returned))
    if isinstance(returned, dict):
        reject("returns-the-weights")
    if inspect.isclass(returned):
        reject("wrong-type", given=describe(returned))
    if not isinstance(returned, nn.Module):
        if callable(returned):
            reject("returns-a-function", given=described(returned))
        reject("wrong-type", given=f"a {type(returned).__name__}")


def described(function):
    """A function that is returned, in words."""
    owner = getattr(function, "__self__", None)
    if isinstance(owner, nn.Module):
        return f"`{function.__name__}`, which is one method of a module"
    if getattr(function, "__name__", "") == "<lambda>":
        return "a lambda, which is a function"
    return describe(function)


def scores_of(model, images):
    """Return the scores that a model gives these images, as float64."""
    name = "The model that you return"
    call(model.eval, name=name)
    facts = {"seconds": PATIENCE * deadline.SECONDS, "train": TRAIN, "new": NEW}
    with torch.no_grad():
        scores = call(
            model,
            as_taken_by(model, images),
            name=name,
            symptoms=SYMPTOMS,
            too_long="loops-forever",
            facts=facts,
        )
    scores = a_tensor(scores, f"What your model gives for {len(images)} images")
    size = tuple(scores.shape)
    if size in ((len(images),), (len(images), 1)):
        reject("digits-not-scores", count=len(images))
    if size != (len(images), 10):
        reject("wrong-shape", count=len(images), shape=size)
    return scores.double()


def as_taken_by(model, images):
    """A copy of the images, on the device and in the dtype of the model's numbers."""
    numbers = [one for one in model.parameters() if one.is_floating_point()]
    return images.clone().to(numbers[0]) if numbers else images.clone()


def is_one_linear_layer(model, images):
    """Whether its scores, or what stands before a softmax or sigmoid, are affine in the image."""
    others = images.flip(0)
    between = scores_of(model, (images + others) / 2)
    first, second = scores_of(model, images), scores_of(model, others)
    for undo in (torch.clone, torch.log, torch.logit):
        a, b = differences(undo(first)), differences(undo(second))
        off = (a + b) / 2 - differences(undo(between))
        if off.abs().max() <= 1e-2 * a.abs().max():  # not so if there is a nan
            return True
    return False


def differences(scores):
    """By how much scores differ: softmax takes a number of its own from all scores of an image."""
    return scores - scores.mean(dim=1, keepdim=True)


def percent_read(scores, labels):
    """Return how many of 100 images are read right."""
    right = (scores.argmax(dim=1) == labels).sum().item()
    return 100 * right / len(labels)

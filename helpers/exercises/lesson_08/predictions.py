"""Lesson 8, devices: what is predicted before a cell is run."""

import dataclasses
import re

from helpers.checking.exercise import prediction
from helpers.checking.kinds import count, word, yes_or_no
from helpers.exercises.lesson_08 import places


def _read_of_four(answer):
    """A count, of the four tensors of 08.e: "3/4" says that it is 3 of them."""
    found = re.fullmatch(r"\s*(\d)\s*/\s*4\s*", answer) if isinstance(answer, str) else None
    return count.read(found[1] if found else answer)


of_four = dataclasses.replace(count, read=_read_of_four)

PREDICTIONS = (
    prediction(
        "08.a",
        word("cpu", "gpu", "depends", also=("cuda", "mps")),
        "cpu",
        beliefs={
            "gpu": "gpu-by-itself",
            "cuda": "gpu-by-itself",
            "mps": "gpu-by-itself",
            "depends": "pytorch-chooses",
        },
        told={
            "gpu-by-itself": "You expect PyTorch to use a GPU wherever there is one. Who would "
            "have told it to?",
            "pytorch-chooses": "You expect PyTorch to weigh up what is best for each tensor. "
            "Would you know where your tensors are, then?",
            "another-answer": "Choose one of the three words.",
        },
        hint="PyTorch moves nothing by itself, and it starts where every machine can start.",
    ),
    prediction(
        "08.b",
        word("cpu", "mps", "error"),
        "cpu",
        beliefs={"mps": "cuda-means-any-gpu", "error": "asking-fails"},
        told={
            "cuda-means-any-gpu": "You assume that the line asks for any GPU. Whose GPUs are "
            "called `cuda`?",
            "asking-fails": "You expect the question to fail where there is no CUDA. It has "
            "two answers, True and False.",
            "another-answer": "Choose one of the three words.",
        },
        hint="What does the question in the line answer on a Mac? Then follow the `if`.",
    ),
    prediction(
        "08.c",
        word("cpu", "meta", "error"),
        "meta",
        beliefs={"cpu": "module-returns-a-copy", "error": "only-tensors-move"},
        told={
            "module-returns-a-copy": "That holds for a tensor, which `.to` leaves where it is. "
            "Is a module a tensor, or something that keeps tensors?",
            "only-tensors-move": "That would be so if only tensors had `.to`. Modules have it too.",
            "another-answer": "Choose one of the three words.",
        },
        hint="A module holds its tensors as attributes. What could `.to` do to an attribute?",
    ),
    prediction(
        "08.d",
        word("first", "second", "nowhere", also=("none",)),
        "second",
        beliefs={
            "first": "whole-model-is-looked-at",
            "nowhere": "layer-fetches-its-input",
            "none": "layer-fetches-its-input",
        },
        told={
            "whole-model-is-looked-at": "You assume that PyTorch looks through the whole model "
            "before it starts. The model calls one layer after the other: which tensors "
            "does that layer compute with?",
            "layer-fetches-its-input": places.TOLD["layer-fetches-its-input"],
            "another-answer": "Choose one of the three words.",
        },
        hint="Take one layer after the other: where is its input, and where is its weight?",
    ),
    prediction(
        "08.e",
        of_four,
        3,
        beliefs={
            4: "all-attributes-go",
            2: "only-parameters-go",
            1: "inner-layers-stay",
            0: "nothing-goes",
        },
        told={
            "all-attributes-go": "You assume that every attribute goes. Does the module know "
            "each of them as its own? Think of lesson 7's grid.",
            "only-parameters-go": "You assume that only the parameters go, as only they are "
            "for an optimizer. Is that all that a module keeps a list of?",
            "inner-layers-stay": "You assume that most of them stay. Does a module know the "
            "layers inside it, and whatever else it was told to keep?",
            "nothing-goes": "You assume that nothing goes. In 8.4 you moved a layer: what went "
            "along there?",
            "another-answer": "There are four tensors to count.",
        },
        hint="Which of the four does the module keep in one of its own lists?",
    ),
    prediction(
        "08.f",
        yes_or_no,
        "no",
        beliefs={"yes": "optimizer-follows"},
        told={
            "optimizer-follows": "You assume that the optimizer follows the layer. It was "
            "given a list of objects, once. Now the layer gets new ones: does anybody tell "
            "the optimizer?",
            "another-answer": "Answer yes or no.",
        },
        hint=(
            "The optimizer knows no layer, only the objects of its list. Which objects does "
            "the layer hold after this move?"
        ),
    ),
    prediction(
        "08.g",
        count,
        256,
        beliefs={
            128: "order-costs-nothing",
            512: "stops-too-soon",
            1024: "work-shrinks-slowly",
            64: "figures-not-read",
            2048: "figures-not-read",
            4096: "figures-not-read",
            8192: "figures-not-read",
        },
        told={
            "order-costs-nothing": "You come close. Divide the CPU's time at 1024 by eight, "
            "once for each step down to 128: is what is left more than the GPU needs to "
            "get its order?",
            "stops-too-soon": "You come close. Take an eighth of the CPU's time once more: "
            "does the CPU then need less than the GPU needs to get its order?",
            "work-shrinks-slowly": "You are far off: there the GPU is nearly 40 times as fast. "
            "How much of the CPU's time is left at half the n, and is that still more than "
            "the GPU's?",
            "figures-not-read": "Read the two rows of the table: which of the two is faster at "
            "n = 64, and which at n = 1024? The change is between them.",
            "another-answer": "Choose one of the four sizes.",
        },
        hint=(
            "For small work the order takes longest, for large work the multiplications do. "
            "Below which n does the CPU need less than the order alone?"
        ),
    ),
)

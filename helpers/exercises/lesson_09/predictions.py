"""Lesson 9, a digit classifier: what is predicted before a cell is run."""

from helpers.checking.exercise import prediction
from helpers.checking.kinds import count, number, word, yes_or_no

SHARE_FOR_COUNT = (
    "That is a share, of 1. How many images are asked, of 100? Choose one of the three numbers."
)

PREDICTIONS = (
    prediction(
        "09.a",
        count,
        10,
        beliefs={
            0: "random-is-always-wrong",
            50: "right-or-wrong-is-even",
            100: "knows-already",
            0.1: "share-for-count",
        },
        told={
            "random-is-always-wrong": "You assume that random numbers never hit. Each image "
            "gets an answer, and there are only so many digits to answer with.",
            "right-or-wrong-is-even": "You may think that there are two outcomes, right and "
            "wrong, so each has half. How many digits can be answered, and how many of "
            "them are right?",
            "knows-already": "Nothing has told the layer yet what a digit looks like. How "
            "would it know?",
            "share-for-count": SHARE_FOR_COUNT,
            "another-answer": "Choose one of the three numbers.",
        },
        hint="Think of somebody who cannot read, and names some digit for each image.",
    ),
    prediction(
        "09.b",
        number,
        0.1,
        beliefs={
            5: "score-for-share",
            1: "each-is-sure",
            0: "no-winner-no-share",
            0.5: "half-of-ten",
            148: "power-not-divided",
            148.4: "power-not-divided",
            148.41: "power-not-divided",
            148.413: "power-not-divided",
            10: "percent",
        },
        told={
            "score-for-share": "That is the score itself. Can ten shares of that size add up to 1?",
            "each-is-sure": "You may think that all are the largest, so each gets everything. "
            "Together they have to add up to 1.",
            "no-winner-no-share": "You may think that without a winner nobody gets anything. "
            "The shares add up to 1, whatever the scores are.",
            "half-of-ten": "You may have divided 5 by 10. Only differences between scores "
            "count: would it be another share if each score were 2?",
            "power-not-divided": "That is e to the power of 5, the first half of the way. What "
            "is it divided by?",
            "percent": "That reads like percent. Shares are parts of 1, as in the cell above.",
            "another-answer": "What do all ten shares add up to?",
        },
        hint="Are the ten shares alike? What do they add up to?",
        within=0.001,
    ),
    prediction(
        "09.c",
        count,
        90,
        beliefs={
            50: "one-layer-is-too-little",
            70: "middle-is-safe",
            100: "training-makes-perfect",
            10: "nothing-learned",
            0.5: "share-for-count",
            0.7: "share-for-count",
            0.9: "share-for-count",
            0.919: "share-for-count",
            0.92: "share-for-count",
        },
        told={
            "one-layer-is-too-little": "You may think that one layer cannot do more than half. "
            "It has a weight for each pixel and digit: lesson 1 shows how much a dot "
            "product tells of likeness.",
            "middle-is-safe": "You may have taken the middle. How much do digits of the same "
            "kind, from many hands, look alike, pixel by pixel?",
            "training-makes-perfect": "You expect no mistake at all. The layer has not seen "
            "these images before, and some of them are hard to read for anybody. Choose "
            "one of the three numbers.",
            "nothing-learned": "That is what guessing reads. Lesson 4 shows what such a loop "
            "does to a loss. Choose one of the three numbers.",
            "share-for-count": SHARE_FOR_COUNT,
            "another-answer": "Choose one of the three numbers.",
        },
        hint="Is handwriting so varied that ten pictures, one for each digit, tell little?",
    ),
    prediction(
        "09.d",
        word("positive", "negative", also=("zero",)),
        "negative",
        beliefs={"positive": "all-ink-speaks-for-it", "zero": "no-ink-no-weight"},
        told={
            "no-ink-no-weight": "You may think that a 0 has no ink there, so that nothing was "
            "learnt. Other digits have ink there: what do they teach the template of 0?",
            "all-ink-speaks-for-it": "Then ink in the middle would raise the score of 0. Which "
            "digits have ink there?",
            "another-answer": "Choose one of the two words.",
        },
        hint=(
            "Which digits have ink in the middle of the image? Should their ink raise the "
            "score of 0?"
        ),
    ),
    prediction(
        "09.e",
        word("above", "below"),
        "below",
        beliefs={"above": "sees-what-you-see"},
        told={
            "sees-what-you-see": "You assume that a moved digit is still the same digit. It is "
            "so for you. Which weights does its ink meet now?",
            "another-answer": "Choose one of the two words.",
        },
        hint=(
            "Strokes are about 3 pixels wide. Which weights does the ink meet before the move, "
            "and which after it?"
        ),
    ),
    prediction(
        "09.f",
        yes_or_no,
        "no",
        beliefs={"yes": "more-numbers-do-more"},
        told={
            "more-numbers-do-more": "You may think that more numbers to learn can do more. "
            "Write both steps as products with a weight, and multiply out: what is left?",
            "another-answer": "Choose one of the two words.",
        },
        hint="Without the biases: what is W2 (W1 x), and how many weights do you need to write it?",
    ),
    prediction(
        "09.g",
        yes_or_no,
        "no",
        beliefs={"yes": "a-file-holds-the-model"},
        told={
            "a-file-holds-the-model": "You assume that the whole model goes into the file. "
            "What was handed to `torch.save`, and what is in it?",
            "another-answer": "Choose one of the two words.",
        },
        hint="What is a `state_dict`, in one sentence of lesson 7?",
    ),
    prediction(
        "09.h",
        word("less", "more"),
        "less",
        beliefs={"more": "another-class-another-start"},
        told={
            "another-class-another-start": "You assume that the two start, or go, different "
            "ways. Which rule draws their first numbers, in which order, from which seed? "
            "And what do they compute?",
            "another-answer": "Choose one of the two words.",
        },
        hint=(
            "From the same seed, what does `MyLinear` draw first, and what second? Lesson 7 "
            "made it like `nn.Linear`."
        ),
    ),
)

"""Lesson 7, your own linear layer: what is predicted before a cell is run."""

from helpers.checking.exercise import prediction
from helpers.checking.kinds import count, number, word

PREDICTIONS = (
    prediction(
        "07.a",
        word("error", "both", "first", "second", "none"),
        "first",
        beliefs={
            "error": "always-complains",
            "both": "forward-is-enough",
            "second": "last-layer-learns",
            "none": "one-spoils-all",
        },
        told={
            "always-complains": "You assume that the optimizer complains again. It did so "
            "because it was handed nothing at all. Is it handed nothing here?",
            "forward-is-enough": "You assume that a layer learns because it takes part in "
            "forward. What does an optimizer change: what forward uses, or what it is "
            "handed?",
            "last-layer-learns": "You may assume that the layer closest to the loss learns. "
            "What does each of the two layers put into `model.parameters()`?",
            "one-spoils-all": "You assume that one layer keeps the other from learning. The "
            "optimizer changes what is on its list, and does not care what is missing. Is "
            "anything on it?",
            "another-answer": "Choose one of the words.",
        },
        hint="What is in the list `model.parameters()`, and what is not?",
    ),
    prediction(
        "07.b",
        number,
        4,
        beliefs={
            1: "one-row-only",
            8: "every-output",
            10: "value-for-gradient",
            6: "gradient-of-a-weight",
            2: "counts-the-outputs",
            0: "no-gradient-for-a-bias",
        },
        told={
            "one-row-only": "You count one row of x only. How often does the first number of "
            "the bias go into the sum?",
            "every-output": "You count all outputs. Into which of them does the *first* number "
            "of the bias go?",
            "value-for-gradient": "That is the number itself, not its gradient. A gradient "
            "says how much the sum grows when that number grows by 1.",
            "gradient-of-a-weight": "That adds up numbers of x, as the gradient of a weight does. "
            "A bias is multiplied by nothing: what does each row of x get of it?",
            "counts-the-outputs": "You may count the numbers that each row gives. Into how many "
            "outputs of the whole table does the *first* number of the bias go?",
            "no-gradient-for-a-bias": "You assume that the sum does not change with the bias. "
            "Add 1 to its first number: what happens to the outputs?",
            "another-answer": "Add 1 to the first number of the bias. By how much does the sum "
            "of all outputs grow?",
        },
        hint=(
            "Add 1 to the first number of the bias: which outputs change, and by how much does "
            "the sum grow?"
        ),
    ),
    prediction(
        "07.c",
        count,
        1,
        beliefs={
            2: "gradient-is-enough",
            3: "buffers-learn",
            4: "forward-is-enough",
            0: "nothing-moves",
        },
        told={
            "gradient-is-enough": "You may count a tensor because it gets a gradient. What is "
            "the optimizer given, and is that tensor in it?",
            "buffers-learn": "You may count the buffer because it belongs to the module. Does "
            "that put it into `module.parameters()`?",
            "forward-is-enough": "You assume that a tensor moves when it takes part in "
            "forward. The two of `PlainTensorLinear` took part, too. Did they move?",
            "nothing-moves": "You assume that no tensor here learns. Which list is the "
            "optimizer made with, and is it empty?",
            "another-answer": "There are four tensors: go through them one by one.",
        },
        hint="Which of the four tensors are in `module.parameters()`?",
    ),
    prediction(
        "07.d",
        word("made", "called", "never"),
        "called",
        beliefs={"made": "always-at-once", "never": "plain-needs-nothing"},
        told={
            "always-at-once": "You assume that it fails like the other two. They failed "
            "because something was to be put on a list. Does a plain tensor go on one?",
            "plain-needs-nothing": "You assume that a module with only a plain tensor needs no "
            "list at all. The first sentence of 7.4 names three lists. When is each of "
            "them needed?",
            "another-answer": "Choose one of the three words.",
        },
        hint=(
            "Which lists does a module keep (see the beginning of 7.4), and when does it need "
            "each of them?"
        ),
    ),
    prediction(
        "07.e",
        count,
        1,
        beliefs={2: "forward-runs-hooks", 0: "hooks-need-asking", 4: "hook-for-each-row"},
        told={
            "forward-runs-hooks": "You assume that both lines do the same. A forward does what "
            "is written in it. Are hooks written there?",
            "hooks-need-asking": "You assume that the hook never runs. It is attached so that "
            "it runs with the model.",
            "hook-for-each-row": "You assume that a hook runs for each row of x. It gets the "
            "whole output at once.",
            "another-answer": "The model runs twice. For each of the two runs, ask whether the "
            "hook runs.",
        },
        hint="The forward of `PlainTensorLinear` says nothing of hooks. Who runs them?",
    ),
    prediction(
        "07.f",
        word("error", "same", "different"),
        "different",
        beliefs={"error": "loading-knows-layouts", "same": "loading-transposes"},
        told={
            "loading-knows-layouts": "You assume that load_state_dict knows which length is "
            "which. It compares names and shapes. Is there anything left that it can "
            "notice?",
            "loading-transposes": "You assume that load_state_dict turns the weight. It copies "
            "number by number, into the same row and column.",
            "another-answer": "Choose one of the three words.",
        },
        hint=(
            "Where does the number in row 0 and column 2 of the weight end up, and what does "
            "each of the two layers do with it?"
        ),
    ),
    prediction(
        "07.g",
        count,
        0,
        beliefs={4: "lists-are-searched", 1: "counts-the-list"},
        told={
            "lists-are-searched": "You assume that the module looks into the list. What does "
            "it register: anything that is assigned to an attribute, or only certain kinds "
            "of things?",
            "counts-the-list": "You may count the list itself. What kind of thing does a "
            "module register?",
            "another-answer": "Ask what the module does when a Python list is assigned to an "
            "attribute.",
        },
        hint="What are the two kinds of things that a module registers for learning?",
    ),
)

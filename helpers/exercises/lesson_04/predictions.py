"""Lesson 4, linear regression: what is predicted before a cell is run."""

from helpers.checking.exercise import prediction
from helpers.checking.kinds import number, several, word

PREDICTIONS = (
    prediction(
        "04.a",
        word("positive", "negative", "zero"),
        "negative",
        beliefs={"positive": "gradient-is-the-way-to-go", "zero": "zero-before-training"},
        told={
            "gradient-is-the-way-to-go": "You give the way in which w should go. The gradient "
            "says what the *loss* does when w grows.",
            "zero-before-training": "With a gradient of zero, a small change of w would change "
            "nothing. Would a steeper line miss by as much?",
            "another-answer": "Choose one of the three words.",
        },
        hint="Let w grow a little: does the loss grow or fall?",
    ),
    prediction(
        "04.b",
        number,
        -984,
        beliefs={
            -492: "backward-overwrites",
            0: "nothing-left-to-find",
            492: "sign-turns",
            984: "sign-turns",
            -80: "gradient-of-b",
            -160: "gradient-of-b",
        },
        told={
            "backward-overwrites": "You assume that the second `backward` replaces what the "
            "first one left. Does anything empty `.grad` in between?",
            "nothing-left-to-find": "You give the gradient of the lowest point. Nothing has "
            "moved, so the loss is as far from its lowest as before.",
            "sign-turns": "You turn the sign. Nothing moved, so the second `backward` finds "
            "the same as the first, sign and all: what happens to the two?",
            "gradient-of-b": "You start from the gradient of b, and the question is about w.",
            "another-answer": "The second `backward` finds the same number as the first. Is it "
            "kept, replaced, or put together with the old one?",
        },
        hint="The first `backward` has left a number there, and the second finds the same one.",
        within=1,
    ),
    prediction(
        "04.c",
        several(number, 2),
        (6.92, 1.8),
        beliefs={
            (-2.92, 0.2): "adds-the-gradient",
            (494, 81): "forgets-the-rate",
            (-490, -79): "forgets-the-rate",
            (4.92, 0.8): "only-the-change",
            (-4.92, -0.8): "only-the-change",
            (51.2, 9): "wrong-power-of-ten",
            (2.492, 1.08): "wrong-power-of-ten",
            (1.8, 6.92): "b-first",
            (10, 5): "one-step-arrives",
        },
        told={
            "adds-the-gradient": "You move along the gradient, up the hill. The rule takes lr "
            "times the gradient away, and the gradient is negative.",
            "forgets-the-rate": "You move by the whole gradient. What does the rule multiply "
            "it by first?",
            "only-the-change": "You give only how far they move. Where do they start, and "
            "which way do they go?",
            "wrong-power-of-ten": "The decimal point has slipped. Look at lr once more.",
            "b-first": "The two are in the wrong order: w comes first.",
            "one-step-arrives": "You give the place where the training should end. One step "
            "goes as far as the rule says.",
            "another-answer": "Put the numbers into the rule, once for w and once for b. Mind "
            "the two signs.",
        },
        hint=(
            "Write the rule once for w and once for b, and put in old, lr and gradient. What "
            "does taking away a negative number do?"
        ),
        within=0.005,
    ),
    prediction(
        "04.d",
        number,
        0.034,
        beliefs={0.1: "larger-is-faster", 0.04: "close-is-as-good", 0.01: "only-the-known-one"},
        told={
            "larger-is-faster": "You assume that a larger step is always a quicker one. Think "
            "of the valley: what does a step do that is longer than the valley is wide?",
            "close-is-as-good": "You assume that there is no sharp edge. The curvature across "
            "the valley is 58.4, and each step multiplies what is left by 1 − lr · "
            "curvature: by what here?",
            "only-the-known-one": "You trust only what you have seen. Is every step that is "
            "longer also too long? Work out 1 − lr · 58.4 for the next one.",
            "another-answer": "Choose one of the four learning rates.",
        },
        hint=(
            "In 4.6 each step multiplies what is left to go by 1 − lr · curvature. Does that "
            "make it smaller?"
        ),
    ),
    prediction(
        "04.e",
        word("fall", "swing", "explode", "stay"),
        "swing",
        beliefs={
            "fall": "zero-grad-is-tidying",
            "explode": "sums-only-grow",
            "stay": "full-grad-blocks",
        },
        told={
            "zero-grad-is-tidying": "You assume that `zero_grad` is mere tidying up. When w "
            "reaches 10, what is in the sum of the old gradients, and what does the next "
            "step do with it?",
            "sums-only-grow": "You assume that all gradients have the same sign. What is the "
            "sign of the new ones, once w has gone past 10?",
            "full-grad-blocks": "You assume that a full `.grad` takes in nothing more. "
            "`backward` adds to what is in it, and `step` uses the sum.",
            "another-answer": "Choose one of the four words.",
        },
        hint="Think of a ball that rolls into the valley and keeps its speed.",
    ),
    prediction(
        "04.f",
        number,
        100,
        beliefs={
            10: "pairs-by-position",
            20: "adds-the-lengths",
            11: "adds-the-lengths",
            1: "loss-is-one-number",
            0: "errors-are-messages",
        },
        told={
            "pairs-by-position": "You pair them one by one, which needs two equal shapes. "
            "Align these two at the right, as in lesson 3, and stretch.",
            "adds-the-lengths": "You add lengths. Broadcasting stretches each shape along the "
            "other.",
            "loss-is-one-number": "You count the loss, the mean of the squares. How many are "
            "there before the mean?",
            "errors-are-messages": "No message of Python is meant here. An error is an output "
            "minus a target, as in 4.3.",
            "another-answer": "Align the two shapes at the right, stretch what is 1 or "
            "missing, and count.",
        },
        hint="Write (10, 1) above (10,), aligned at the right. Which shape comes out?",
    ),
    prediction(
        "04.g",
        word("larger", "smaller", "same"),
        "larger",
        beliefs={"smaller": "small-inputs-small-steps", "same": "scaling-changes-nothing"},
        told={
            "small-inputs-small-steps": "You assume that small numbers need small steps. The "
            "limit is 2 / curvature: what do small inputs make of the curvature?",
            "scaling-changes-nothing": "The targets are the same, but the curvatures come from "
            "the inputs alone.",
            "another-answer": "Choose one of the three words.",
        },
        hint="The limit is 2 / curvature. If w changes by 1, how much does an output change now?",
    ),
)

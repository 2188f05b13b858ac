"""Lesson 4, linear regression: what it asks, and the answers that its checks know."""

import copy
import math
from itertools import chain

import numpy as np
import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_post_hook

from helpers.records import Exercise, expects_each, number, prediction, several, slip, word
from helpers.trials import Draw, Rejected, a_function, a_tensor, call, describe, reject


def each(misconception, values, sentence):
    """The beliefs of a prediction where several wrong values come from the same one."""
    return [(misconception, value, sentence) for value in values]


def one_number(value):
    """A number, or a tensor or an array of one number, as a float; anything else raises."""
    if isinstance(value, str):
        raise TypeError("text")
    return float(value.detach() if isinstance(value, torch.Tensor) else value)


# --- 04.1: one training step ---------------------------------------------------------------------


def lopsided(output, target):
    """A loss that counts an output above its target four times as much as one below it."""
    error = output - target
    return (error.square() * (1 + 3 * (error > 0))).mean()


def train_step(answer):
    a_function(answer, ["model", "loss_function", "optimizer", "x", "y"], "train_step")
    draw = Draw("04.1")
    for loss_function, momentum in [(nn.MSELoss(), 0), (nn.MSELoss(), 0.9), (lopsided, 0)]:
        inputs, count = draw.sizes(2, 3, 8)
        model = nn.Linear(inputs, 1)
        with torch.no_grad():
            model.weight.copy_(draw.tensor(1, inputs) / 4)
            model.bias.copy_(draw.tensor(1) / 4)
        right = copy.deepcopy(model)
        ours, theirs = (
            torch.optim.SGD(one.parameters(), lr=0.017, momentum=momentum) for one in (right, model)
        )
        old_x, old_y = draw.tensor(count, inputs), draw.tensor(count, 1)
        loss_function(model(old_x), old_y).backward()  # what was in .grad before must not count
        for _ in range(2 if momentum else 1):
            x, y = draw.tensor(count, inputs), draw.tensor(count, 1)
            loss = loss_function(right(x), y)
            ours.zero_grad()
            loss.backward()
            ours.step()
            watch = Watch(model, loss_function, theirs, x, y)
            returned = watch.call(answer)
            if not all(map(_same, model.parameters(), right.parameters())):
                watch.explain_forward()
                watch.explain_order()
                reject(
                    "another-step",
                    "The weights do not end where forward, loss, `zero_grad`, `backward` and "
                    "`step` bring them. Which line of yours does something else?",
                )
            the_loss(returned, loss.item(), loss_function(right(x), y).item())


def _same(value, other):
    same_kind = value.shape == other.shape and value.dtype == other.dtype
    return same_kind and torch.allclose(value, other, rtol=1e-4, atol=1e-5)


class Watch:
    """Looks on while a step is taken, to say afterwards which of its lines is missing or misplaced.

    ``happened`` holds one word for each thing that happens, in order. Whether the step is right is
    decided by the weights alone; this finds the reason where it is not.
    """

    def __init__(self, model, loss_function, optimizer, x, y):
        self.given = model, loss_function, optimizer, x, y
        self.start = [parameter.detach().clone() for parameter in model.parameters()]
        self.happened, self.fed, self.compared = [], [], []

    def call(self, answer):
        """Return what the answer returns; where it raises, say why if that can be seen."""
        model, loss_function, optimizer, x, y = self.given

        def noted(word, function):
            def watched(*args, **kwargs):
                self.happened.append(word)
                return function(*args, **kwargs)

            return watched

        def watched_forward(x, forward=model.forward):
            self.fed.append(x)
            return forward(x)

        def watched_loss(*both, **named):
            output, target = (*both, *named.values())
            self.compared.append((output, target))
            return loss_function(output, target)

        def after_any_step(which, args, kwargs):
            self.happened.append("step" if which is optimizer else "other step")

        handles = [
            model.bias.register_hook(lambda grad: self.happened.append("backward")),
            register_optimizer_step_post_hook(after_any_step),
        ]
        model.forward = watched_forward
        model.zero_grad = noted("zero_grad", model.zero_grad)
        optimizer.zero_grad = noted("zero_grad", optimizer.zero_grad)
        try:
            return call(
                lambda x, y: answer(model, watched_loss, optimizer, x, y),
                x,
                y,
                name="`train_step`",
                symptoms={
                    "'float' object has no attribute 'backward'": NO_NOTES,
                    "does not require grad": NO_NOTES,
                    "a second time": BACKWARD_TWICE,
                    "'SGD' object is not callable": (
                        "arguments-turned",
                        "Whoever calls `train_step` gives the loss function before the optimizer, "
                        "and yours takes them the other way round.",
                    ),
                },
            )
        except Rejected as wrong:
            if wrong.misconception in ("raises", "no-notes"):
                self.explain_forward(raised=wrong.message)
            raise
        finally:
            for handle in handles:
                handle.remove()
            del model.forward, model.zero_grad, optimizer.zero_grad

    def explain_forward(self, raised=""):
        """Reject a step that gives the model or the loss something else than it should."""
        x, y = self.given[3:]
        output, target = self.compared[0] if self.compared else (None, None)
        learns = isinstance(output, torch.Tensor) and output.requires_grad
        if not all(_same(fed, x) for fed in self.fed):
            reject(
                "other-examples",
                "Your step does not put `x` through the model as it comes, all of it at once. Is "
                "it cut up or changed, or does another name stand there?",
            )
        if not self.fed and (learns or "multiplied" in raised):
            reject(
                "another-model",
                "Your step trains another model, and the one that it is given stays as it was. "
                "Does it make a model, or use a name from the notebook?",
            )
        if self.fed and not self.compared and not raised:
            reject(
                "own-loss-function",
                "Your step computes a loss of its own. Whoever calls it chooses the loss, and "
                "gives it as `loss_function`.",
            )
        if output is y:
            reject(
                "loss-turned",
                "You give the loss the target first and the output second. `MSELoss` does not "
                "mind, other losses do: the output comes first.",
            )
        if learns and isinstance(target, torch.Tensor) and output.shape != target.shape:
            reject(
                "shapes-differ",
                f"In your step the loss compares {describe(output)} with {describe(target)}. They "
                "broadcast, and each output meets every target. Leave both as they come.",
            )

    def explain_order(self):
        """Reject a step whose lines are too few, too many or in another order."""
        happened, steps = self.happened, self.happened.count("step")
        if steps > 1 or happened.count("other step") > 1:
            reject(
                "many-steps",
                "Your function takes more than one step. Whoever calls it has the loop; it "
                "goes forward and back once.",
            )
        if "backward" not in happened:
            reject(
                "no-backward",
                "No gradient reaches the weights in your step. Does it call `backward`, and on a "
                "loss that was computed from the output?",
            )
        if happened.count("backward") > 1:
            reject(*BACKWARD_TWICE)
        if "other step" in happened or not steps:
            if all(map(torch.equal, self.given[0].parameters(), self.start)):
                reject(
                    "no-step",
                    "The gradient is computed, and the weights are where they were. Which line "
                    "moves them, and does it have its parentheses?",
                )
            reject(
                "not-the-optimizer",
                "Your step moves the weights by hand, or with an optimizer that it makes. The one "
                "that it is given may have another learning rate, or a rule of its own.",
            )
        backward, step = happened.index("backward"), happened.index("step")
        if step < backward:
            reject(
                "step-before-backward",
                "Your step moves the weights before `backward` has filled `.grad`: they follow an "
                "old gradient, or none. In which order do the five lines come?",
            )
        if "zero_grad" in happened[backward:step]:
            reject(
                "zero-grad-too-late",
                "`zero_grad` comes between `backward` and `step`: the gradient is computed and "
                "thrown away before it is used.",
            )
        if "zero_grad" in happened[step:]:
            reject(
                "zero-grad-at-the-end",
                "You empty `.grad` after the step. The step itself still carries what was in "
                "`.grad` when your function was called.",
            )
        if "zero_grad" not in happened:
            reject(
                "no-zero-grad",
                "Your step carries old gradients along: `.grad` was not empty when it was called, "
                "and `backward` adds to it.",
            )


NO_NOTES = (
    "no-notes",
    "`backward` begins at something without notes (`grad_fn`), and cannot get back to the weights. "
    "`no_grad`, `detach` and `item` drop the notes: does one of them come too early?",
)
BACKWARD_TWICE = (
    "backward-twice",
    "`backward` runs twice in your step. The second time it finds its notes thrown away, or adds "
    "its gradient to the first one. One step needs it once.",
)


def the_loss(returned, before, after):
    """Reject what a step returns unless it is the loss that the step started from."""
    what = "`train_step` moves the weights as it should, but it returns"
    try:
        value = one_number(returned)
    except (TypeError, ValueError, RuntimeError):
        reject(
            "wrong-type",
            f"{what} {describe(returned)}. The loss alone is asked, as a number or as a tensor of "
            "one number: which of your variables holds it?",
        )
    if math.isclose(value, before, rel_tol=1e-4):
        return
    if math.isclose(value, after, rel_tol=1e-4):
        reject(
            "loss-after-the-step",
            f"{what} the loss after the step. The loss that you called `backward` on is asked; it "
            "costs no second forward.",
        )
    reject(
        "another-loss",
        f"{what} {value:g}, where the loss of these examples is {before:g}. What does "
        "`loss_function` give you, and what do you do to it?",
    )


STEP = """\
def train_step(model, loss_function, optimizer, x, y):
    output = model(x)
    loss = loss_function(output, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()"""


def step(*changes):
    """The source of a training step with some of its text replaced."""
    return slip(STEP, *chain(*changes))


# --- 04.2: three loss curves ---------------------------------------------------------------------

# The losses that the question shows are real: x from -3 to 4, y = 9x + 4, start at w = 1 and b = 0,
# with a learning rate of 0.01 in curve A, 0.2 in B (the limit is 0.18), and 0.05 in C.
RIGHT_CAUSES = {"curve A": "zero_grad", "curve B": "lr", "curve C": "shape"}

# Each belief sees one feature of a curve; the sentence says what else belongs to the cause.
CURVE_BELIEFS = [
    (
        "climbing-is-the-rate",
        None,
        "lr",
        "Past its limit, a learning rate makes the loss grow at every step, without ever turning "
        "back. Does this curve do so?",
    ),
    (
        "moving-is-old-gradients",
        None,
        "zero_grad",
        "Gradients that add up run past the lowest point and have to turn round, again and again. "
        "Does this curve ever turn round?",
    ),
    (
        "high-is-the-shape",
        None,
        "shape",
        "With a target of shape (N,) the loss falls, settles at a height and stays there. Does "
        "this curve settle?",
    ),
    (
        "no-line-is-standing",
        None,
        "step",
        "Without `step` nothing moves, and the loss is the same number at every step. Compare the "
        "first numbers of this curve.",
    ),
    (
        "an-end-is-a-success",
        None,
        "fine",
        "These examples lie on a line exactly, so a training without a mistake comes down to a "
        "loss of 0 and stays there. Look at the last columns.",
    ),
]


def causes(**changes):
    """The source of the right causes with those of some curves replaced."""
    given = RIGHT_CAUSES | {f"curve {letter}": cause for letter, cause in changes.items()}
    return f"causes = {given}"


# --- 04.3: any line ------------------------------------------------------------------------------


def fit(answer):
    a_function(answer, ["x", "y"], "fit")
    draw = Draw("04.3")
    lines = [some_line(draw, 7.5, -4.0), some_line(draw, -3.5, 8.5)]
    for w, b, x, y in lines:
        found = slope, intercept = line_from(answer, x, y)
        if max(abs(slope - w), abs(intercept - b)) <= 0.05:
            continue
        if not max(map(abs, found)) < 1000:  # nan is not below 1000 either
            reject(
                "learning-rate",
                "Your slope or intercept is `nan` or huge. If you take steps: each lands farther "
                "away than the one before. Do they go downhill, and how large may they be for "
                "the numbers that your model is given?",
            )
        explain_line(slope, intercept, w, b, x, y)
        told = f"You give slope {slope:.2f} and intercept {intercept:.2f}"
        if math.dist(*(line_from(answer, x, y) for _, _, x, y in lines)) < 0.02:
            reject(
                "same-line-always",
                f"{told}, for two quite different sets of examples. What in `fit` depends on the "
                "`x` and `y` that it is given?",
            )
        told = f"{told} for y = {w:g}x {'-+'[b > 0]} {abs(b):g}."
        if abs(slope - w) < 0.2 and -0.3 < intercept / b < 1:
            if abs(slope - w) <= 0.05:
                where = (
                    "The slope has arrived and the intercept is on its way: your training stops "
                    "on the floor of the valley."
                )
            else:
                where = (
                    "The slope is nearly there and the intercept is on its way: your training "
                    "stops before they arrive."
                )
            reject("stops-too-early", f"{told} {where} What brings it to the end?")
        reject(
            "another-line",
            f"{told} If you take steps, print the loss of some of them. A loss that still falls "
            "needs more steps; for one that swings or stays, look at 4.8 to 4.10.",
        )


def some_line(draw, w, b):
    count = draw.random.randint(20, 40)
    x = torch.linspace(-10, draw.random.randint(7, 10), count)
    x = x[draw.random.sample(range(count), count)].reshape(-1, 1)
    return w, b, x, w * x + b


def explain_line(slope, intercept, w, b, x, y):
    """Reject a line that a known belief leads to."""

    def near(value, *others):
        return any(abs(value - other) < 0.3 for other in others)

    if near(slope, b) and near(intercept, w):
        reject(
            "parts-swapped",
            "Both numbers are right, and they come in the wrong order. Which of them is the slope?",
        )
    if near(slope, 0) and near(intercept, y.mean()):
        reject(
            "flat-line",
            "Your line is flat, and its height is the mean of `y`. Where did you meet such a line? "
            "Print the shapes of output and target before the loss.",
        )
    if abs(intercept) < 1e-6 and abs(slope) > 1:
        reject(
            "no-bias",
            "Your line has a slope, but goes through 0 at x = 0. What in the model makes an "
            "intercept?",
        )
    stretched = slope / w > 1.2 and near(intercept, b)
    if stretched or (slope / w > 0.1 and near(intercept, y.mean(), y[x.argmin()])):
        reject(
            "scale-forgotten",
            "Your line fits a scaled or shifted x. Whoever uses it has the x of the examples: undo "
            "the scaling in slope and intercept, or scale inside the model.",
        )
    if max(abs(slope), abs(intercept)) <= 1:
        reject(
            "untrained",
            "Your line looks like the random start of a layer. Is there a loop, and does each "
            "round of it move the weights of the model that you return?",
        )


def line_from(answer, x, y):
    """Return slope and intercept of what ``fit`` returns; reject it if it is no line."""
    result = call(
        answer,
        x,
        y,
        name="`fit`",
        symptoms={
            "a second time": (
                "loss-outside-the-loop",
                "`backward` runs a second time on the same loss, and its notes are thrown away "
                "after the first. Each step needs an output and a loss of its own: where do you "
                "compute them?",
            )
        },
    )
    if callable(result) and not isinstance(result, type):
        probe = torch.tensor([[0.0], [1.0], [2.0]])
        said = call(result, probe, name="The model that `fit` returns")
        said = a_tensor(said, "The output of the model that `fit` returns")
        if said.shape != probe.shape:
            reject(
                "wrong-shape",
                f"The model that `fit` returns turns an input of shape {tuple(probe.shape)} into "
                f"an output of shape {tuple(said.shape)}. Each example has one number, and one "
                "answer.",
            )
        return (said[1] - said[0]).item(), said[0].item()
    if isinstance(result, torch.Tensor | np.ndarray):
        result = list(result.reshape(-1))
    if isinstance(result, float | int):
        result = [result]
    if isinstance(result, list | tuple) and len(result) != 2:
        count = "one number" if len(result) == 1 else f"{len(result)} values"
        reject(
            "no-line",
            f"`fit` returns {count}, and a line has two numbers: how steep it is, and how high at "
            "x = 0. The model holds both.",
        )
    parts = result if isinstance(result, list | tuple) else [result]
    told = " and ".join(map(describe, parts))
    try:
        slope, intercept = map(one_number, parts)
    except (TypeError, ValueError, RuntimeError):
        reject(
            "wrong-type",
            f"`fit` returns {told}. A model alone is wanted, or slope and intercept as two numbers "
            "in parentheses.",
        )
    return slope, intercept


FIT = """\
def fit(x, y):
    model = nn.Linear(1, 1)
    loss_function = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    for _ in range(300):
        loss = loss_function(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model"""

LSTSQ = """\
def fit(x, y):
    A = torch.cat([x, torch.ones_like(x)], dim=1)
    w, b = torch.linalg.lstsq(A, y).solution.flatten().tolist()
    return w, b"""


def fitted(*changes):
    """The source of a fit by steps with some of its text replaced."""
    return slip(FIT, *chain(*changes))


# --- the records ---------------------------------------------------------------------------------

RECORDS = (
    prediction(
        "04.a",
        'Is the gradient of w "positive", "negative" or "zero"?',
        kind=word("positive", "negative", "zero"),
        answer="negative",
        beliefs=[
            (
                "gradient-is-the-way-to-go",
                "positive",
                "You give the way in which w should go. The gradient says what the *loss* does "
                "when w grows.",
            ),
            (
                "zero-before-training",
                "zero",
                "With a gradient of zero, a small change of w would change nothing. Would a "
                "steeper line miss by as much?",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="Let w grow a little: does the loss grow or fall?",
    ),
    prediction(
        "04.b",
        "What does the `.grad` of w hold then?",
        kind=number,
        answer=-984,
        within=1,
        beliefs=[
            (
                "backward-overwrites",
                -492,
                "You assume that the second `backward` replaces what the first one left. Does "
                "anything empty `.grad` in between?",
            ),
            (
                "nothing-left-to-find",
                0,
                "You give the gradient of the lowest point. Nothing has moved, so the loss is as "
                "far from its lowest as before.",
            ),
            *each(
                "sign-turns",
                (492, 984),
                "You turn the sign. Nothing moved, so the second `backward` finds the same as "
                "the first, sign and all: what happens to the two?",
            ),
            *each(
                "gradient-of-b",
                (-80, -160),
                "You start from the gradient of b, and the question is about w.",
            ),
        ],
        otherwise="The second `backward` finds the same number as the first. Is it kept, replaced, "
        "or put together with the old one?",
        others=[-246],
        hint="The first `backward` has left a number there, and the second finds the same one.",
    ),
    prediction(
        "04.c",
        "Where do w = 2 and b = 1 move? Give both, as in (3, 4).",
        kind=several(number, 2),
        answer=(6.92, 1.8),
        within=0.05,
        beliefs=[
            (
                "adds-the-gradient",
                (-2.92, 0.2),
                "You move along the gradient, up the hill. The rule takes lr times the gradient "
                "away, and the gradient is negative.",
            ),
            *each(
                "forgets-the-rate",
                [(494, 81), (-490, -79)],
                "You move by the whole gradient. What does the rule multiply it by first?",
            ),
            *each(
                "only-the-change",
                [(4.92, 0.8), (-4.92, -0.8)],
                "You give only how far they move. Where do they start, and which way do they go?",
            ),
            *each(
                "wrong-power-of-ten",
                [(51.2, 9), (2.492, 1.08)],
                "The decimal point has slipped. Look at lr once more.",
            ),
            ("b-first", (1.8, 6.92), "The two are in the wrong order: w comes first."),
            (
                "one-step-arrives",
                (10, 5),
                "You give the place where the training should end. One step goes as far as the "
                "rule says.",
            ),
        ],
        otherwise="Put the numbers into the rule, once for w and once for b. Mind the two signs.",
        others=[(2, 1), (6.92, 1)],
        hint="Write the rule once for w and once for b, and put in old, lr and gradient. What does "
        "taking away a negative number do?",
    ),
    prediction(
        "04.d",
        "Which is the largest of the four with which the model still finds the line?",
        kind=number,
        answer=0.034,
        beliefs=[
            (
                "larger-is-faster",
                0.1,
                "You assume that a larger step is always a quicker one. Think of the valley: what "
                "does a step do that is longer than the valley is wide?",
            ),
            (
                "close-is-as-good",
                0.04,
                "You assume that there is no sharp edge. The curvature across the valley is 58.4, "
                "and each step multiplies what is left by 1 − lr · curvature: by what here?",
            ),
            (
                "only-the-known-one",
                0.01,
                "You trust only what you have seen. Is every step that is longer also too long? "
                "Work out 1 − lr · 58.4 for the next one.",
            ),
        ],
        otherwise="Choose one of the four learning rates.",
        others=[0.02],
        hint="In 4.6 each step multiplies what is left to go by 1 − lr · curvature. Does that make "
        "it smaller?",
    ),
    prediction(
        "04.e",
        'What does the loss do over the steps: "fall", "swing", "explode" or "stay" as it is?',
        kind=word("fall", "swing", "explode", "stay"),
        answer="swing",
        beliefs=[
            (
                "zero-grad-is-tidying",
                "fall",
                "You assume that `zero_grad` is mere tidying up. When w reaches 10, what is in the "
                "sum of the old gradients, and what does the next step do with it?",
            ),
            (
                "sums-only-grow",
                "explode",
                "You assume that all gradients have the same sign. What is the sign of the new "
                "ones, once w has gone past 10?",
            ),
            (
                "full-grad-blocks",
                "stay",
                "You assume that a full `.grad` takes in nothing more. `backward` adds to what is "
                "in it, and `step` uses the sum.",
            ),
        ],
        otherwise="Choose one of the four words.",
        hint="Think of a ball that rolls into the valley and keeps its speed.",
    ),
    prediction(
        "04.f",
        "How many errors, output minus target, does the loss square when an output of shape "
        "(10, 1) meets a target of shape (10,)?",
        kind=number,
        answer=100,
        beliefs=[
            (
                "pairs-by-position",
                10,
                "You pair them one by one, which needs two equal shapes. Align these two at the "
                "right, as in lesson 3, and stretch.",
            ),
            *each(
                "adds-the-lengths",
                (20, 11),
                "You add lengths. Broadcasting stretches each shape along the other.",
            ),
            (
                "loss-is-one-number",
                1,
                "You count the loss, the mean of the squares. How many are there before the mean?",
            ),
            (
                "errors-are-messages",
                0,
                "No message of Python is meant here. An error is an output minus a target, as in "
                "4.3.",
            ),
        ],
        otherwise="Align the two shapes at the right, stretch what is 1 or missing, and count.",
        others=[9],
        hint="Write (10, 1) above (10,), aligned at the right. Which shape comes out?",
    ),
    prediction(
        "04.g",
        'Is the limit of the learning rate then "larger", "smaller" or the "same"?',
        kind=word("larger", "smaller", "same"),
        answer="larger",
        beliefs=[
            (
                "small-inputs-small-steps",
                "smaller",
                "You assume that small numbers need small steps. The limit is 2 / curvature: what "
                "do small inputs make of the curvature?",
            ),
            (
                "scaling-changes-nothing",
                "same",
                "The targets are the same, but the curvatures come from the inputs alone.",
            ),
        ],
        otherwise="Choose one of the three words.",
        hint="The limit is 2 / curvature. If w changes by 1, how much does an output change now?",
    ),
    Exercise(
        id="04.1",
        title="Write the step",
        minutes=6,
        asks="Write `train_step(model, loss_function, optimizer, x, y)`. It takes one training "
        "step on the examples `x` with the targets `y`, and returns the loss that it called "
        "`backward` on, as a number or as a tensor of one number. The call "
        "`loss_function(output, target)` gives the loss. What is in `.grad` from earlier must not "
        "count. The check tries it with several models, optimizers and losses.",
        name="train_step",
        stub="""\
def train_step(model, loss_function, optimizer, x, y):
    return ...""",
        check=train_step,
        hints=(
            "If you do not know where to start: a training step is five lines, and 4.4 names them "
            "in its takeaway.",
            "If the check says that nothing moves, or that old gradients count: put your lines "
            "beside those five, and look at their order.",
            "If it says None: the last line has to hand something back.",
        ),
        solutions=(
            STEP,
            """\
def train_step(model, loss_function, optimizer, x, y):
    def closure():
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        return loss

    return optimizer.step(closure)""",
            """\
def train_step(net, criterion, opt, inputs, targets):
    cost = criterion(net.forward(inputs), targets)
    gradients = torch.autograd.grad(cost, list(net.parameters()))
    for parameter, gradient in zip(net.parameters(), gradients):
        parameter.grad = gradient
    opt.step()
    net.zero_grad()
    return cost""",
        ),
        wrong={
            "no-zero-grad": (step(("zero_grad()", "zero_grad")),),
            "zero-grad-too-late": (step(("backward()\n", "backward()\n    model.zero_grad()\n")),),
            "zero-grad-at-the-end": (
                step(
                    ("    optimizer.zero_grad()\n", ""),
                    ("step()\n", "step()\n    optimizer.zero_grad()\n"),
                ),
            ),
            "no-step": (step(("optimizer.step()", "optimizer.step")),),
            "no-backward": (step(("    loss.backward()\n", "")),),
            "step-before-backward": (
                step(
                    ("    loss.backward()\n", ""),
                    ("step()\n", "step()\n    loss.backward()\n"),
                ),
            ),
            "loss-turned": (step(("(output, y)", "(y, output)")),),
            "shapes-differ": (step(("(output, y)", "(output, y.flatten())")),),
            "no-notes": (
                step(("(output, y)", "(output, y).item()"), ("loss.item()", "loss")),
                step(("output = ", "with torch.no_grad():\n        output = ")),
            ),
            "backward-twice": (
                step(("backward()\n", "backward()\n    loss.backward()\n")),
                step(("backward()\n", "backward()\n    loss_function(model(x), y).backward()\n")),
            ),
            "many-steps": (
                """\
def train_step(model, loss_function, optimizer, x, y):
    for epoch in range(10):
        loss = loss_function(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()""",
            ),
            "not-the-optimizer": (
                step(("optimizer.step()", "torch.optim.SGD(model.parameters(), 0.01).step()")),
                step(
                    (
                        "optimizer.step()",
                        "for p in model.parameters():\n        p.data -= 0.01 * p.grad",
                    )
                ),
            ),
            "own-loss-function": (step(("loss_function(output", "nn.MSELoss()(output")),),
            "another-model": (step(("model(x)", "nn.Linear(1, 1)(x)")),),
            "other-examples": (
                step(("model(x)", "model(x[0])"), ("(output, y)", "(output, y[0])")),
                step(("model(x)", "model(x / 9)")),
            ),
            "another-step": (step(("loss.backward()", "(loss / len(x)).backward()")),),
            "none": (step(("return loss.item()", "print(loss.item())")),),
            "wrong-type": (
                step(("return loss.item()", "return output")),
                step(("return loss.item()", 'return f"{loss.item():.2f}"')),
            ),
            "loss-after-the-step": (
                step(("return loss.item()", "return loss_function(model(x), y).item()")),
            ),
            "another-loss": (step(("return loss.item()", "return round(loss.item())")),),
            "mutates-input": (step(("    output =", "    x /= x.max()\n    output =")),),
            "arguments-turned": (step(("loss_function, optimizer", "optimizer, loss_function")),),
        },
    ),
    Exercise(
        id="04.2",
        title="Three curves, three causes",
        minutes=4,
        asks="""\
Three trainings of a line on the same eight examples, which lie on a line exactly. At most one thing is wrong in each. These are their losses:

| step | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 100 | 1000 |
|-|-|-|-|-|-|-|-|-|-|-|-|
| curve A | 400 | 318 | 188 | 68 | 8 | 34 | 134 | 265 | 369 | 155 | 87 |
| curve B | 400 | 587 | 873 | 1302 | 1943 | 2902 | 4332 | 6469 | 9659 | 1e+20 | nan |
| curve C | 494 | 482 | 472 | 463 | 457 | 451 | 446 | 442 | 439 | 425 | 425 |

What is the cause of each? Choose from "lr" (the learning rate is too large), "zero_grad" (it is forgotten), "shape" (the target has the shape (N,)), "step" (it is forgotten) and "fine" (nothing is wrong).""",  # noqa: E501
        name="causes",
        stub="""\
causes = {
    "curve A": ...,
    "curve B": ...,
    "curve C": ...,
}""",
        check=expects_each(
            word("lr", "zero_grad", "shape", "step", "fine"),
            RIGHT_CAUSES,
            CURVE_BELIEFS,
            "Compare the curve with those of 4.7 to 4.10.",
        ),
        hints=(
            "If two causes seem possible: ask of each curve whether it grows, swings, settles or "
            "stands still, and whether it ends near 0.",
            "If you do not remember what a mistake looks like: the table at the end of the lesson "
            "has a line for each.",
        ),
        solutions=(
            causes(),
            'causes = {"curve C": "Shape", "curve B": "LR", "curve A": "zero_grad"}',
        ),
        wrong={
            "climbing-is-the-rate": (causes(A="lr"), causes(C="lr")),
            "moving-is-old-gradients": (causes(B="zero_grad"), causes(C="zero_grad")),
            "high-is-the-shape": (causes(A="shape", C="zero_grad"), causes(B="shape")),
            "no-line-is-standing": (causes(C="step"), causes(A="step")),
            "an-end-is-a-success": (causes(A="fine"), causes(B="fine"), causes(C="fine")),
            "no-choice": (causes(B="too fast"),),
            "wrong-type": ('causes = ["zero_grad", "lr", "shape"]',),
            "missing-part": ('causes = {"A": "zero_grad", "B": "lr", "C": "shape"}',),
        },
    ),
    Exercise(
        id="04.3",
        title="Fit any line",
        minutes=10,
        asks="Write `fit(x, y)`. It is given examples of some line, `x` and `y` of shape (N, 1), "
        "and returns a model that it has trained on them, or the slope and the intercept as "
        "`(w, b)`. Both have to be right to within 0.05. There are 20 to 40 examples; they lie on "
        "a line exactly, `x` spreads from about -10 to 10, and slope and intercept lie between "
        "-10 and 10. A few hundred steps are enough.",
        name="fit",
        stub="""\
def fit(x, y):
    return ...""",
        check=fit,
        hints=(
            "If you do not know where to start: `train` in 4.5 has the loop. What has to exist "
            "before the loop, and what is handed back after it?",
            "If slope and intercept are nan: the limit of 4.7 is about 0.03 for these x.",
            "If the slope is right and the intercept is not: read the takeaway of 4.6 again, and "
            "give the walk along the floor what it needs.",
        ),
        solutions=(
            FIT,
            LSTSQ,
            """\
def fit(x, y):
    inner = nn.Linear(1, 1)
    sgd = torch.optim.SGD(inner.parameters(), lr=0.4)
    for _ in range(100):
        sgd.zero_grad()
        nn.functional.mse_loss(inner(x / 10), y).backward()
        sgd.step()
    return lambda inputs: inner(inputs / 10)""",
        ),
        wrong={
            "parts-swapped": (slip(LSTSQ, "w, b = ", "b, w = "),),
            "untrained": (
                fitted(("        optimizer.step()\n", "")),
                fitted(("SGD(model.", "SGD(nn.Linear(1, 1).")),
            ),
            "same-line-always": (
                "X = torch.arange(-9.0, 9.0).reshape(-1, 1)\n"
                + fitted(("(model(x), y)", "(model(X), 10 * X + 5)")),
            ),
            "no-bias": (fitted(("nn.Linear(1, 1)", "nn.Linear(1, 1, bias=False)")),),
            "learning-rate": (fitted(("lr=0.02", "lr=0.1")),),
            "stops-too-early": (
                fitted(("range(300)", "range(20)")),
                fitted(("range(300)", "range(50)")),
                fitted(("lr=0.02", "lr=0.001")),
            ),
            "another-line": (
                fitted(("        optimizer.zero_grad()\n", "")),
                fitted(("    return model", "        return model")),
            ),
            "flat-line": (fitted(("(model(x), y)", "(model(x), y.flatten())")),),
            "loss-outside-the-loop": (
                fitted(
                    ("        loss = loss_function(model(x), y)\n", ""),
                    ("    for", "    loss = loss_function(model(x), y)\n    for"),
                ),
            ),
            "scale-forgotten": (
                fitted(("model(x)", "model(x / 9)"), ("lr=0.02", "lr=0.4")),
                fitted(
                    ("    model = ", "    x = (x - x.mean()) / x.std()\n    model = "),
                    ("lr=0.02", "lr=0.2"),
                ),
            ),
            "mutates-input": (
                fitted(("    model = ", "    x /= 10\n    model = "), ("lr=0.02", "lr=0.4")),
            ),
            "none": (fitted(("return model", "print(model.weight, model.bias)")),),
            "no-line": (
                fitted(("return model", "return model.weight")),
                fitted(("return model", "return model(x)")),
            ),
            "wrong-shape": (
                fitted(("return model", "return lambda inputs: model(inputs).flatten()")),
            ),
            "wrong-type": (fitted(("return model", "return model, loss.item()")),),
        },
    ),
)

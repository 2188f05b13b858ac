"""04.3, fit any line."""

import math
from dataclasses import dataclass

import numpy as np
import torch

from helpers.checking.comparing import a_tensor
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe
from helpers.exercises.lesson_04.one_number import one_number

TOLD = {
    # what comes back
    "wrong-type": "`fit` returns {given}. A model alone is wanted, or slope and intercept as two "
    "numbers in parentheses.",
    "no-line": "`fit` returns {values}, and a line has two numbers: how steep it is, and how high "
    "at x = 0. The model holds both.",
    "wrong-shape": "The model that `fit` returns turns an input of shape {x} into an output of "
    "shape {got}. Each example has one number, and one answer.",
    "parts-swapped": "Both numbers are right, and they come in the wrong order. Which of them is "
    "the slope?",
    # how it is trained
    "loss-outside-the-loop": "`backward` runs a second time on the same loss, and its notes are "
    "thrown away after the first. Each step needs an output and a loss of its own: where do you "
    "compute them?",
    "learning-rate": "Your slope or intercept is `nan` or huge. If you take steps: each lands "
    "farther away than the one before. Do they go downhill, and how large may they be for the "
    "numbers that your model is given? If you divide by x: which x are there?",
    "flat-line": "Your line is flat, and its height is the mean of `y`. Where did you meet such a "
    "line? Print the shapes of output and target before the loss.",
    "no-bias": "Your line has a slope, but goes through 0 at x = 0. What in the model makes an "
    "intercept?",
    "bent": "The model that `fit` returns gives no straight line: something bends it, such as a "
    "ReLU or a sigmoid. A line needs one layer, and nothing behind it.",
    "x-and-y-turned": "You give slope {slope:.2f} and intercept {intercept:.2f} for {line}. That "
    "is the line that gives x for a y: the two have changed places.",
    "another-height": "The slope is right, and the intercept {intercept:.2f} for {line} is a mean "
    "or an end of `y`: the height at a mean or at an end of x, which you compute so, or shift to "
    "0. At which x is the intercept?",
    "cut-or-rounded": "You give slope {slope:g} and intercept {intercept:g} for {line}: the "
    "numbers are cut or rounded to few digits. They are asked to within 0.05.",
    "scale-forgotten": "Your line fits a scaled or shifted x. Whoever uses it has the x of the "
    "examples: undo the scaling in slope and intercept, or scale inside the model.",
    "untrained": "Your line looks like the random start of a layer. Is there a loop, and does each "
    "round of it move the weights of the model that you return, and by more than a trifle?",
    "same-line-always": "You give slope {slope:.2f} and intercept {intercept:.2f}, for two quite "
    "different sets of examples. What in `fit` depends on the `x` and `y` that it is given?",
    "stops-on-the-floor": "You give slope {slope:.2f} and intercept {intercept:.2f} for {line}. "
    "The slope has arrived and the intercept is on its way: your training stops on the floor of "
    "the valley. What brings it to the end? (A weight decay, too, holds it back.)",
    "stops-too-early": "You give slope {slope:.2f} and intercept {intercept:.2f} for {line}. The "
    "slope is nearly there and the intercept is on its way: your training stops before they "
    "arrive. What brings it to the end?",
    "another-line": "You give slope {slope:.2f} and intercept {intercept:.2f} for {line}. If you "
    "take steps, print the loss of some of them. A loss that still falls needs more steps; for one "
    "that swings or stays, look at 4.8 to 4.10.",
}

NEAR_ENOUGH = 0.05  # as the question says


def check(answer):
    a_function(answer, ["x", "y"], "fit")
    draw = Draw("04.3")
    lines = [some_line(draw, 7.5, -4.0), some_line(draw, -3.5, 8.5)]
    for line in lines:
        slope, intercept = line_from(answer, line)
        slope_is_off = not abs(slope - line.slope) <= NEAR_ENOUGH  # as nan is, too
        intercept_is_off = not abs(intercept - line.intercept) <= NEAR_ENOUGH
        if slope_is_off or intercept_is_off:
            explain_kind(slope, intercept, line)
            explain_sameness(slope, intercept, [line_from(answer, one) for one in lines])
            explain_distance(slope, intercept, line)


@dataclass(frozen=True)
class Line:
    """A line, and examples that lie on it."""

    slope: float
    intercept: float
    x: torch.Tensor

    @property
    def y(self):
        return self.slope * self.x + self.intercept

    def __str__(self):
        sign = "+" if self.intercept > 0 else "-"
        return f"y = {self.slope:g}x {sign} {abs(self.intercept):g}"


def some_line(draw, slope, intercept):
    """The line, with examples in random order."""
    count = draw.random.randint(20, 40)
    x = torch.linspace(-10, draw.random.randint(7, 10), count)
    x = x[draw.random.sample(range(count), count)]
    return Line(slope, intercept, x.reshape(-1, 1))


# --- what the learner's function returns ---------------------------------------------------------


def line_from(answer, line):
    """Call ``fit`` with the examples of a line; return the slope and intercept that it finds."""
    symptoms = {"a second time": "loss-outside-the-loop"}
    result = call(answer, line.x, line.y, name="`fit`", symptoms=symptoms, may_seed=True)
    if callable(result) and not isinstance(result, type):
        return line_of_model(result)
    return line_of_numbers(result)


def line_of_model(model):
    x = torch.tensor([[0.0], [1.0], [-8.0], [8.0]])
    y = call(model, x, name="The model that `fit` returns")
    y = a_tensor(y, "The output of the model that `fit` returns")
    if y.shape != x.shape:
        reject("wrong-shape", x=tuple(x.shape), got=tuple(y.shape))
    at_0, at_1, left, right = y.flatten().tolist()
    if abs(left + right - 2 * at_0) > 0.5:
        reject("bent")
    return at_1 - at_0, at_0


def line_of_numbers(result):
    if isinstance(result, torch.Tensor | np.ndarray):
        result = list(result.reshape(-1))
    parts = result if isinstance(result, list | tuple) else [result]
    numbers = [one_number(part) for part in parts]
    if None in numbers:
        reject("wrong-type", given=" and ".join(map(describe, parts)))
    if len(numbers) != 2:
        reject("no-line", values="one number" if len(numbers) == 1 else f"{len(numbers)} values")
    return numbers


# --- why it is another line ----------------------------------------------------------------------


def explain_kind(slope, intercept, line):
    """Reject a line of which one can see where it comes from."""
    if not (abs(slope) < 1000 and abs(intercept) < 1000):  # nan is below nothing
        reject("learning-rate")
    if near(slope, line.intercept) and near(intercept, line.slope):
        reject("parts-swapped")
    facts = {"slope": slope, "intercept": intercept, "line": line}
    turned = 1 / line.slope, -line.intercept / line.slope
    if math.dist((slope, intercept), turned) < NEAR_ENOUGH:
        reject("x-and-y-turned", **facts)
    heights = (line.y.mean(), line.y.min(), line.y.max(), line.y.median())
    if abs(slope - line.slope) <= NEAR_ENOUGH and any(near(intercept, one) for one in heights):
        reject("another-height", **facts)
    if is_rounded(slope, intercept, line):
        reject("cut-or-rounded", **facts)
    if near(slope, 0) and near(intercept, line.y.mean()):
        reject("flat-line")
    if abs(intercept) < 1e-6 and abs(slope) > 1:
        reject("no-bias")
    if fits_another_x(slope, intercept, line):
        reject("scale-forgotten")
    if abs(slope) <= 1 and abs(intercept) <= 1:
        reject("untrained")


def is_rounded(slope, intercept, line):
    """Whether both numbers have one decimal at most, and are the nearest ones to the right ones."""
    is_short = all(abs(one * 10 - round(one * 10)) < 1e-5 for one in (slope, intercept))
    return is_short and max(abs(slope - line.slope), abs(intercept - line.intercept)) <= 1


def near(value, other):
    return abs(value - other) < 0.3


def fits_another_x(slope, intercept, line):
    """Whether it is the line for an x that was scaled, and perhaps shifted first."""
    is_scaled = near(intercept, line.intercept) and slope / line.slope > 1.2
    at_mean, at_least = line.y.mean(), line.y[line.x.argmin()]
    is_at_either = near(intercept, at_mean) or near(intercept, at_least)
    return is_scaled or (is_at_either and slope / line.slope > 0.1)


def explain_sameness(slope, intercept, found):
    """Reject a line that comes back for each set of examples."""
    first, second = found
    if math.dist(first, second) < 0.02:
        reject("same-line-always", slope=slope, intercept=intercept)


def explain_distance(slope, intercept, line):
    """Reject a line, by how far it is from the right one."""
    facts = {"slope": slope, "intercept": intercept, "line": line}
    off = abs(slope - line.slope)
    is_on_its_way = off < 0.2 and -0.3 < intercept / line.intercept < 1
    if is_on_its_way and off <= NEAR_ENOUGH:
        reject("stops-on-the-floor", **facts)
    if is_on_its_way:
        reject("stops-too-early", **facts)
    reject("another-line", **facts)


EXERCISE = Exercise(
    id="04.3",
    name="fit",
    stub="""\
def fit(x, y):
    return ...""",
    check=check,
    told=TOLD,
    patience=6,  # times deadline.SECONDS: the question says 30 seconds
    hints=(
        "If you do not know where to start: `train` in 4.5 has the loop. What has to exist "
        "before the loop, and what is handed back after it?",
        "If slope and intercept are nan: the limit of 4.7 is about 0.03 for these x.",
        "If the slope is right and the intercept is not: read the takeaway of 4.6 again, "
        "and give the walk along the floor what it needs.",
    ),
    solutions=(
        """\
def fit(x, y):
    model = nn.Linear(1, 1)
    loss_function = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    for _ in range(300):
        loss = loss_function(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model""",
        """\
def fit(x, y):
    A = torch.cat([x, torch.ones_like(x)], dim=1)
    w, b = torch.linalg.lstsq(A, y).solution.flatten().tolist()
    return w, b""",
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
)

"""02.4, features that run down."""

from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.exercises.lesson_01.digits import fine
from helpers.exercises.lesson_02 import outputs
from helpers.exercises.lesson_02.calls import Calls
from helpers.exercises.lesson_02.outputs import a_layer, check_outputs

TOLD = outputs.TOLD | {
    "hours-lie-last": "For {given}, the layer reads along {rows} hours and wants its {n_in} "
    "features. What lies along the last dimension of what you hand to it?",
    "fits-by-chance": "With {rows} hours and {n_in} features nothing complains, and the layer "
    "reads along the hours as if they were features. The lengths agree, the meaning does not.",
    "flattens": "For {given}, the layer gets all {numbers} numbers as one row. The hours must stay "
    "apart: each of them is a row of its own.",
    "reshaped": "Your output for {given} is that of mixed readings: the lengths fit now, but "
    "reshape keeps the numbers in their order and only breaks the lines elsewhere. A row then "
    "holds readings of different hours.",
    "none-not-handled": "This layer is made with bias=False, and its bias is None. Whoever calls "
    "the layer need not care; who calculates himself has to.",
    "bias-does-not-fit": "For {given} the bias is added where outputs run down and hours run "
    "across. It has a number for each output: along which dimension must the outputs lie when it "
    "is added?",
    "turned-back": "Your output for {given} holds the right numbers, with the hours across and the "
    "outputs down. Asked is one row for each hour, as the layer itself gives them.",
}


def check(answer):
    a_function(answer, ["layer", "readings"], "by_hour")
    draw = Draw("02.4")
    n_in, n_out, hours = draw.sizes(3)
    earlier = Calls(answer)
    for length in (hours, n_in, 30, 1, hours):
        check_readings(answer, earlier, draw, n_in, n_out, length)
    check_readings(answer, earlier, draw, n_in, 1, hours)
    check_readings(answer, earlier, draw, 1, n_out, hours)
    check_readings(answer, earlier, draw, n_in, n_out, hours, bias=False)


def check_readings(answer, earlier, draw, n_in, n_out, hours, bias=True):
    layer, weight, bias = a_layer(draw, n_in, n_out, bias)
    readings = fine(draw, n_in, hours)
    want = readings.T @ weight.T + bias
    mixed = readings.reshape(hours, n_in)
    why_mixed = "fits-by-chance" if hours == n_in else "reshaped"
    check_outputs(
        earlier,
        answer,
        layer,
        readings,
        want,
        symptoms={
            "NoneType": "none-not-handled",
            f"({hours}) must match the size of tensor b ({n_out})": "bias-does-not-fit",
            f"(1x{n_in * hours} and": "flattens",
            f"x{hours} and": "hours-lie-last",
        },
        beliefs=[
            ("turned-back", want.T),
            (why_mixed, mixed @ weight.T + bias),
        ],
        otherwise="Row n is what the layer makes of hour n, which is column n of readings.",
        given=f"readings of shape {(n_in, hours)}",
        row="hour",
        n_in=n_in,
        numbers=n_in * hours,
    )


EXERCISE = Exercise(
    id="02.4",
    name="by_hour",
    stub="""\
def by_hour(layer, readings):
    return layer(readings)""",
    check=check,
    told=TOLD,
    hints=(
        "If the message names two lengths that do not fit: which of them is the number of "
        "hours, and where does it have to stand?",
        "If the shape is right and the numbers are not: take a small table, "
        "`torch.tensor([[1, 2, 3], [4, 5, 6]])`, and print what your step makes of it. "
        "Does a column come out as a row?",
    ),
    solutions=(
        """\
def by_hour(layer, readings):
    return layer(readings.T)""",
        """\
def by_hour(layer, readings):
    hours = range(readings.shape[1])
    return torch.stack([layer(readings[:, hour]) for hour in hours])""",
        """\
def by_hour(layer, readings):
    products = (layer.weight @ readings).T
    return products if layer.bias is None else products + layer.bias""",
    ),
)

"""02.3, one number for each sample."""

from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.exercises.lesson_01.digits import fine
from helpers.exercises.lesson_02 import outputs
from helpers.exercises.lesson_02.calls import Calls
from helpers.exercises.lesson_02.outputs import a_layer, check_outputs

TOLD = outputs.TOLD | {
    "samples-as-features": "For {given}, the layer still finds {rows} numbers along the last "
    "dimension and takes them for the features of one sample. How many features has a sample here?",
    "bare-number": "You hand over one sample as a bare number, with no brackets around it. The "
    "layer needs a last dimension to read along, be it of length 1.",
    "column-comes-back": "Your output for {given} holds the right numbers as a column, ({rows}, "
    "1). The layer needs the column; whoever called you gave a plain list and gets a plain list "
    "back.",
    "absolute": "Your output for {given} is that of samples without their signs.",
    "sorts": "Your output for {given} is that of sorted samples. Each stays at its own place.",
    "squeezes-everything": "For one sample your output has no dimension left. squeeze() takes away "
    "every dimension of length 1, and here the samples themselves are such a dimension.",
}


def check(answer):
    a_function(answer, ["layer", "samples"], "one_each")
    draw = Draw("02.3")
    earlier = Calls(answer)
    few, some = draw.sizes(2)
    for length in [few, some, 1, 30, few]:
        layer, weight, bias = a_layer(draw, 1, 1)
        samples = fine(draw, length)
        want = samples * weight[0, 0] + bias
        check_outputs(
            earlier,
            answer,
            layer,
            samples,
            want,
            symptoms={f"x{length} and": "samples-as-features", "at least 1D": "bare-number"},
            beliefs=[
                ("column-comes-back", want.reshape(-1, 1)),
                ("squeezes-everything", want.squeeze()),
                ("absolute", samples.abs() * weight[0, 0] + bias),
                ("sorts", samples.sort().values * weight[0, 0] + bias),
            ],
            otherwise="Each number comes from the sample at its own place, through the layer.",
            given=f"samples of shape ({length},)",
            row="sample",
        )


EXERCISE = Exercise(
    id="02.3",
    name="one_each",
    stub="""\
def one_each(layer, samples):
    return layer(samples)""",
    check=check,
    told=TOLD,
    hints=(
        "If the message says `(1x6 and 1x1)`: the layer takes your six samples for six "
        "features. Section 2.8 says which way samples go.",
        "If the shape that comes back has a number too many: what you did to the samples "
        "before the layer has to be undone behind it.",
        "If it fails for one sample only: say how many dimensions you want, in place of "
        "taking away every 1.",
    ),
    solutions=(
        """\
def one_each(layer, samples):
    column = samples.reshape(-1, 1)  # (N, 1): N rows of one feature
    return layer(column).reshape(-1)""",
        """\
def one_each(layer, samples):
    return torch.cat([layer(sample.reshape(1)) for sample in samples])""",
        """\
def one_each(line, x):
    return x * line.weight.item() + line.bias.item()""",
    ),
)

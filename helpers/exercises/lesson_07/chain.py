"""07.3, mend a module: two layers, and nobody complains."""

from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.exercises.lesson_07 import rows
from helpers.exercises.lesson_07.layers import a_layer_class


def check(answer):
    a_layer_class(answer, "Chain", 3, 4, 2)
    draw = Draw("07.3")
    for sizes in [draw.sizes(3), draw.sizes(3), [4, 4, 4], [3, 4, 4], [4, 3, 4]]:
        rows.check_in_a_row(answer, sizes, *sizes)


EXERCISE = Exercise(
    id="07.3",
    name="Chain",
    stub="""\
class Chain(nn.Module):
    def __init__(self, n_in, n_between, n_out):
        super().__init__()
        self.first = nn.Linear(n_in, n_between)
        self.sizes = (n_between, n_out)

    def forward(self, x):
        between = self.first(x).detach()
        second = nn.Linear(*self.sizes)
        return second(between)""",
    check=check,
    told=rows.TOLD,
    hints=(
        "If two calls with the same x give different outputs: which line runs at every "
        "call, and should run once?",
        "If a Parameter is there and does not move: call `backward()`, and look at its "
        "`grad`. When it is None, follow the numbers from it to the output, and look for "
        "the place where the track ends.",
    ),
    solutions=(
        """\
class Chain(nn.Module):
    def __init__(self, n_in, n_between, n_out):
        super().__init__()
        self.first = nn.Linear(n_in, n_between)
        self.second = nn.Linear(n_between, n_out)

    def forward(self, x):
        between = self.first(x)
        return self.second(between)""",
        """\
class Chain(nn.Module):
    def __init__(self, a, b, c):
        super().__init__()
        self.both = nn.Sequential(nn.Linear(a, b), nn.Linear(b, c))

    def forward(self, x):
        return self.both(x)""",
    ),
)

"""07.2, mend a module: a stack of layers."""

from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.exercises.lesson_07 import rows
from helpers.exercises.lesson_07.layers import a_layer_class


def check(answer):
    a_layer_class(answer, "Stack", [3, 2])
    draw = Draw("07.2")
    for how_many in (3, 2, 4):
        sizes = draw.sizes(how_many)
        rows.check_in_a_row(answer, sizes, list(sizes))


EXERCISE = Exercise(
    id="07.2",
    name="Stack",
    stub="""\
class Stack(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]

    def forwards(self, x):
        for layer in self.layers:
            x = layer(x)
        return x""",
    check=check,
    told=rows.TOLD,
    hints=(
        "If the error speaks of a missing function: compare the names of the methods with "
        "the one in the message, letter by letter.",
        "If it runs and does not learn: count `list(Stack([3, 5, 2]).parameters())`. Each "
        "layer should bring a weight and a bias.",
    ),
    solutions=(
        """\
class Stack(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x""",
        """\
class Stack(nn.Sequential):
    def __init__(self, sizes):
        super().__init__(*(nn.Linear(n, m) for n, m in zip(sizes, sizes[1:])))""",
    ),
)

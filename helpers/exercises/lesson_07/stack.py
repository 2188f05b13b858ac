"""07.2, mend a module: a stack of layers."""

from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.exercises.lesson_07 import rows
from helpers.exercises.lesson_07.layers import a_layer_class

TOLD = rows.TOLD | {
    "beyond-the-end": "For the sizes {sizes} you ask for a place behind the end of the list. Of "
    "{count} sizes the last is at place {last}; and how many layers lie between {count} sizes?",
    "counts-on-a-length": "The list may have any length, and here it has {count} sizes: {sizes}. "
    "Where does your code count on another number of them?",
}


def check(answer):
    a_layer_class(answer, "Stack", [3, 2])
    draw = Draw("07.2")
    different = [draw.sizes(how_many) for how_many in (3, 2, 4)]
    for sizes in [*different, [3, 3, 3], [4, 3, 3, 4, 1], [5, 4, 5, 4]]:
        beyond = "beyond-the-end" if len(sizes) == 3 else "counts-on-a-length"
        symptoms = {"index out of range": beyond, "to unpack": "counts-on-a-length"}
        facts = {"sizes": sizes, "count": len(sizes), "last": len(sizes) - 1}
        rows.check_in_a_row(answer, sizes, list(sizes), symptoms=symptoms, facts=facts)


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
    told=TOLD,
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

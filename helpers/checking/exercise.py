"""What a question of a lesson is made of. The questions themselves are in ``helpers.exercises``."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset

from helpers.checking.kinds import Kind, expects

# What the source of an answer may use, as the lessons import it.
_IMPORTED = {
    "torch": torch,
    "nn": nn,
    "np": np,
    "DataLoader": DataLoader,
    "Dataset": Dataset,
    "TensorDataset": TensorDataset,
}


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One question of a lesson; its text is in the notebook, and there only."""

    id: str
    """Lesson, dot, number (``"07.2"``); a letter in place of the number for a prediction."""
    name: str
    """What the stub binds: the variable, function or class that is checked; "" for a prediction."""
    stub: str
    """The cell to fill in, as it stands in the notebook. It runs, and does nothing."""
    check: Callable[[object], None]
    """Returns for a right answer, and raises ``Rejected`` for a wrong one."""
    told: dict[str, str]
    """Misconception -> what is said to it. ``{name}`` stands for a fact that the check knows."""
    hints: tuple[str, ...]
    """One to three, each beginning with a symptom: "If the error says ...: ..."."""
    solutions: tuple[str, ...]
    """Source of right answers, each binding ``name``; the first is the one that is shown first."""
    kind: Kind | None = None
    """For a prediction, the kind of value that it asks for."""
    patience: int = 1
    """How many times ``deadline.SECONDS`` a right answer may take; the question says how long."""

    @property
    def lesson(self):
        """The number of the lesson, as two digits."""
        return self.id[:2]

    def answer(self, source):
        """Return what ``source`` binds to ``name``; for a prediction, what it evaluates to."""
        names = dict(_IMPORTED, __name__="answer")
        if self.kind:
            return eval(source, names)
        exec(source, names)
        return names[self.name]


def prediction(exercise_id, kind, answer, *, beliefs, told, hint, within=1e-6):
    """Return the exercise of a prediction: a value that is asked before a cell is run.

    Args:
        exercise_id: such as ``"07.a"``.
        kind, answer, beliefs, within: as in :func:`helpers.checking.kinds.expects`.
        told: misconception -> sentence; ``"another-answer"`` for a value that no belief leads to.
        hint: one sentence that helps without giving the value away.
    """
    return Exercise(
        id=exercise_id,
        name="",
        stub="...",
        check=expects(kind, answer, beliefs, within=within, verb="predict"),
        told=told,
        hints=(hint,),
        solutions=(repr(answer),),
        kind=kind,
    )

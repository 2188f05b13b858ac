"""A raw error of a common mistake is followed by the idea behind it, with the text of today."""

import pytest
import torch
from torch import nn

from helpers.checking.errors import IDEAS
from helpers.checking.sandbox import call
from tests.rejections import rejection

x = torch.ones(4, 3)
learnt = nn.Parameter(torch.ones(3))


def bound_in_no_branch():
    if x.sum() < 0:
        y = x
    return y


def unpacked():
    a, b = [1, 2, 3]
    return a + b


def item_set():
    nn.Linear(3, 1).weight = torch.ones(1, 3)


MISTAKES = [  # the misconception, and code that shows it
    ("calls-the-loss-class", lambda: nn.MSELoss(x, x)),
    ("asks-a-tensor-if-true", lambda: 1 if x else 2),
    ("list-into-sequential", lambda: nn.Sequential([nn.Linear(3, 1)])),
    ("calls-what-only-keeps", lambda: nn.ModuleList([nn.Linear(3, 1)])(x)),
    ("module-for-class", lambda: nn.parameter(x)),
    ("whole-numbers-cannot-learn", lambda: nn.Parameter(torch.ones(3).long())),
    ("bound-in-no-branch", bound_in_no_branch),
    ("steps-make-new-tensors", lambda: torch.optim.SGD([learnt * 2], lr=0.1)),
    ("steps-make-new-tensors", lambda: 0.1 * None),
    ("works-with-none", lambda: None.shape),
    ("two-dtypes", lambda: nn.Linear(3, 1)(x.double())),
    ("two-dtypes", lambda: torch.dot(x[0], x[0].double())),
    ("inner-sizes-differ", lambda: x @ x),
    ("inner-sizes-differ", lambda: torch.dot(x[0], torch.ones(2))),
    ("inner-sizes-differ", lambda: torch.mv(x, torch.ones(2))),
    ("sizes-differ", lambda: x + torch.ones(2)),
    ("fixed-length", lambda: x.reshape(5, 3)),
    ("counts-beyond-the-end", lambda: [1][1]),
    ("counts-beyond-the-end", lambda: x[4]),
    ("unpacks-another-length", unpacked),
    (
        "loss-turned",
        lambda: nn.functional.cross_entropy(torch.zeros(4, dtype=torch.int64), torch.zeros(4, 3)),
    ),
    ("tensor-into-numpy", lambda: learnt.numpy()),
    ("stacks-what-is-no-tensor", lambda: torch.stack([1, 2])),
    ("writes-into-what-is-learnt", lambda: learnt.mul_(2)),
    ("transposes-as-numpy", lambda: x.transpose()),
    ("one-number-of-many", lambda: x.item()),
    ("counts-more-dimensions", lambda: x[0, 0, 0]),
    ("calls-a-tensor", lambda: x.T()),
    ("underscore-forgotten", lambda: learnt.copy(x)),
    ("tensors-without-a-list", lambda: torch.cat(x, x)),
    ("assigns-a-tensor", item_set),
    ("calls-a-dtype", lambda: torch.float32(x)),
    ("wants-a-tensor", lambda: nn.Linear(3, 1)([1.0, 2.0, 3.0])),
    ("other-arguments", lambda: torch.rand(-0.1, 0.1, (2, 3))),
]


@pytest.mark.parametrize(("misconception", "mistake"), MISTAKES, ids=[name for name, _ in MISTAKES])
def test_a_common_error_is_told_with_its_idea(misconception, mistake):
    wrong = rejection(call, mistake, name="`f`")
    sentences = [idea.sentence for idea in IDEAS if idea.misconception == misconception]
    assert wrong.misconception == misconception, wrong.message
    assert wrong.message.startswith("`f` raises ")
    assert wrong.message.endswith(tuple(sentences))
    assert wrong.raised


def test_every_idea_is_met():
    assert {idea.misconception for idea in IDEAS} == {name for name, _ in MISTAKES}


def test_an_error_that_nobody_knows_is_repeated():
    def answer():
        raise LookupError("the cupboard is bare")

    wrong = rejection(call, answer)
    assert (wrong.misconception, wrong.raised) == ("raises", True)
    assert wrong.message.endswith("LookupError: the cupboard is bare.")

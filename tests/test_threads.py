"""What the course runs is not slowed down by a busy computer, and leaves the learner's setting."""

import pytest
import torch

from helpers.threads import one_thread


@pytest.fixture(autouse=True)
def as_many_as_before():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def test_one_thread_is_used_and_the_learners_number_comes_back():
    torch.set_num_threads(3)
    with one_thread():
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == 3
    with pytest.raises(LookupError), one_thread():
        raise LookupError
    assert torch.get_num_threads() == 3


def test_a_function_can_be_marked_for_one_thread():
    @one_thread()
    def threads():
        return torch.get_num_threads()

    torch.set_num_threads(2)
    assert [threads(), threads()] == [1, 1]
    assert torch.get_num_threads() == 2

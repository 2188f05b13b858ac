"""How many threads the course computes with: one."""

import contextlib

import torch


@contextlib.contextmanager
def one_thread():
    """In here PyTorch computes with one thread; afterwards with as many as before.

    A layer of this course is so small that threads gain nothing, and on a busy computer they wait
    for each other: one epoch of lesson 9 beside two other programs took 19 seconds with two
    threads, and 3 with one. Sums are then also added up in the same order, whatever the number of
    threads is, so that the numbers are the same to the last bit.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)

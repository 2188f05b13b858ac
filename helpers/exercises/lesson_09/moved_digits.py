"""The images of 09.2: small digits, each of them moved."""

import functools

import torch

TRAIN, NEW = 1000, 600  # images that the learner's function gets, and that its model is judged on


@functools.cache
def moved_digits():
    """Images to train on, their labels, images to judge on, and theirs: all moved and mixed."""
    from helpers.data import SmallDigits  # reading them takes a second, and only this needs them

    splits = [SmallDigits(train) for train in (True, False)]
    images = torch.cat([split.data for split in splits])[:, None].to(torch.float32) / 255
    labels = torch.cat([split.targets for split in splits])
    chance = torch.Generator().manual_seed(9)
    order = torch.randperm(len(images), generator=chance)[: TRAIN + NEW]
    moves = torch.randint(-3, 4, (len(order), 2), generator=chance).tolist()
    moved = torch.stack(
        [torch.roll(images[i], move, dims=(1, 2)) for i, move in zip(order, moves, strict=True)]
    )
    labels = labels[order]
    return moved[:TRAIN], labels[:TRAIN], moved[TRAIN:], labels[TRAIN:]

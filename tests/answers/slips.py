"""Small mistakes in a source."""


def slip(source, *changes):
    """Return a source with some of its text changed: what a small mistake makes of a right one.

    Args:
        changes: an old text, a new one, the next old text, and so on.

    Raises:
        ValueError: if an old text is not there.
    """
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        if old not in source:
            raise ValueError(f"{old!r} is not in the source:\n{source}")
        source = source.replace(old, new)
    return source

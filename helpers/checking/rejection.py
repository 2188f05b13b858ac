"""How a check says that an answer is wrong: a misconception, and the facts to tell it with."""


class Rejected(Exception):
    """An answer is wrong.

    Args:
        misconception: a stable key for the belief behind the answer.
        message: what to tell the learner. Where it is left out, the exercise has the sentence in
            its table ``told``.
        opening: what comes before the sentence of that table.
        facts: what is filled in there, by name.
        picture: None, or a function that draws the answer beside the target.
        raised: whether the message repeats an error that the answer raised.
    """

    def __init__(
        self, misconception, message=None, *, opening="", facts=None, picture=None, raised=False
    ):
        super().__init__(misconception, message)
        self.misconception, self.message = misconception, message
        self.opening, self.facts, self.picture = opening, facts or {}, picture
        self.raised = raised

    def sentence(self, told):
        """Return what to tell the learner, with ``told`` as the table of the exercise."""
        if self.message is not None:
            return self.message
        return f"{self.opening} {told[self.misconception].format(**self.facts)}".lstrip()


class NotAttemptedError(Exception):
    """A blank of the stub is still ``...``."""


def reject(misconception, **facts):
    """Stop the check: the answer shows this misconception of the exercise's table ``told``.

    Args:
        facts: what is filled into the sentence of the table.

    Raises:
        Rejected: always.
    """
    raise Rejected(misconception, facts=facts)

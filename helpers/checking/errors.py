"""The ideas behind errors that beginners often meet, where an exercise does not know them itself.

An error is known by part of its text, and where two mistakes give the same text, by where it was
raised. Each idea has a misconception of its own, and a sentence that follows the error.
"""

import traceback
from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """What is behind an error."""

    part: str
    """Of the text of the error."""
    misconception: str
    sentence: str
    raised_in: str = ""
    """Part of the path of a file that the error passed through."""


IDEAS = (
    Idea(
        "Boolean value of Tensor with more than one value",
        "calls-the-loss-class",
        "A loss such as nn.MSELoss is a class: it is made first, without data, and what was made "
        "is called with output and target.",
        raised_in="/nn/",
    ),
    Idea(
        "Boolean value of Tensor with more than one value",
        "asks-a-tensor-if-true",
        "After `if`, `and`, `or` or `not` stands a tensor of several numbers, and several numbers "
        "are neither true nor false.",
    ),
    Idea(
        "is not a Module subclass",
        "list-into-sequential",
        "nn.Sequential takes layers that are made, one by one between commas, and no list of them: "
        "a star in front of a list hands over what is in it.",
    ),
    Idea(
        'missing the required "forward" function',
        "calls-what-only-keeps",
        "What is called there keeps layers, or is a module without a forward, and computes nothing "
        "by itself. Go through its layers one after the other.",
    ),
    Idea(
        "'module' object is not callable",
        "module-for-class",
        "What is called there is a file of PyTorch and not a class: classes begin with a capital "
        "letter.",
    ),
    Idea(
        "Only Tensors of floating point",
        "whole-numbers-cannot-learn",
        "A tensor of whole numbers cannot be learnt, as a step changes numbers by fractions. A "
        "point behind one of its numbers, or dtype=torch.float32, makes it one of floats.",
    ),
    Idea(
        "not associated with a value",
        "bound-in-no-branch",
        "A name is used that got no value on this way through your code: every branch has to set "
        "it, or it is set before the first.",
    ),
    Idea(
        "referenced before assignment",  # Python 3.10
        "bound-in-no-branch",
        "A name is used that got no value on this way through your code: every branch has to set "
        "it, or it is set before the first.",
    ),
    Idea(
        "can't optimize a non-leaf Tensor",
        "steps-make-new-tensors",
        "The optimizer is handed a tensor that was computed. It takes what is made from plain "
        "numbers, such as model.parameters().",
    ),
    Idea(
        "unsupported operand type(s) for *: 'float' and 'NoneType'",
        "steps-make-new-tensors",
        "A gradient is None there. `w = w - ...` makes a new tensor, which gets no gradient; what "
        "is learnt is changed in place, inside of `with torch.no_grad():`.",
    ),
    Idea(
        "'NoneType'",
        "works-with-none",
        "Something there is None: a bias that was left out, a gradient before `backward`, or what "
        "comes from a function that returns nothing.",
    ),
    Idea(
        "same dtype",
        "two-dtypes",
        "Two dtypes meet: a layer takes numbers of its own dtype only. Turn one into the dtype of "
        "the other.",
    ),
    Idea(
        "expected scalar type",
        "two-dtypes",
        "Two dtypes meet: a layer takes numbers of its own dtype only. Turn one into the dtype of "
        "the other.",
    ),
    Idea(
        "shapes cannot be multiplied",
        "inner-sizes-differ",
        "In a product the last length of the first must be the first length of the second. Write "
        "down both shapes as they are there.",
    ),
    Idea(
        "inconsistent tensor size",
        "inner-sizes-differ",
        "A dot product takes two vectors of equal length. Write down both shapes as they are.",
    ),
    Idea(
        "size mismatch",
        "inner-sizes-differ",
        "In a product the last length of the first must be the first length of the second. Write "
        "down both shapes as they are there.",
    ),
    Idea(
        "must match the size of tensor",
        "sizes-differ",
        "`+`, `-`, `*` and a copy pair number with number, from the last dimension on. Write down "
        "both shapes as they are there.",
    ),
    Idea(
        "is invalid for input of size",
        "fixed-length",
        "The lengths that you reshape to do not hold as many numbers as there are. Is one of them "
        "written as a fixed number?",
    ),
    Idea(
        "list index out of range",
        "counts-beyond-the-end",
        "A place is asked for that is not there: the last of n is n - 1. Is a length written as a "
        "fixed number?",
    ),
    Idea(
        "is out of bounds for dimension",
        "counts-beyond-the-end",
        "A place is asked for that is not there: the last of n is n - 1. Is a length written as a "
        "fixed number?",
    ),
    Idea(
        "values to unpack",
        "unpacks-another-length",
        "On the left of `=` stand more or fewer names than values come. How many come can differ "
        "from call to call.",
    ),
    Idea(
        '"log_softmax_lastdim_kernel_impl" not implemented for',
        "loss-turned",
        "The loss got labels where it wants scores: scores come first, labels second.",
    ),
    Idea(
        "can't convert",
        "tensor-into-numpy",
        "A tensor is handed to something that wants plain numbers. `.item()` gives one, "
        "`.tolist()` a list, `.numpy()` an array.",
    ),
    Idea(
        "Can't call numpy() on Tensor that requires grad",
        "tensor-into-numpy",
        "A tensor that is being learnt remembers how it was made, and an array cannot: cut that "
        "off first, with `.detach()`.",
    ),
    Idea(
        "expected Tensor as element",
        "stacks-what-is-no-tensor",
        "torch.stack and torch.cat take a list of tensors, and this list holds something else.",
    ),
    Idea(
        "leaf Variable that requires grad",
        "writes-into-what-is-learnt",
        "You write into something that is learnt while PyTorch takes notes for gradients. Inside "
        "of `with torch.no_grad():` it takes none.",
    ),
    Idea(
        "cannot be converted to Scalar",
        "one-number-of-many",
        "A tensor of several numbers stands where one number is wanted, such as before `.item()`.",
    ),
    Idea(
        "too many indices",
        "counts-more-dimensions",
        "More places stand in the brackets than the tensor has dimensions. Write down its shape.",
    ),
    Idea(
        "'Tensor' object is not callable",
        "calls-a-tensor",
        "A tensor stands in front of parentheses, and is no function. `.T`, `.shape` and `.weight` "
        "have none behind them.",
    ),
    Idea(
        "has no attribute 'copy'",
        "underscore-forgotten",
        "What changes a tensor in place has a name that ends with an underscore.",
    ),
    Idea(
        "as parameter",
        "assigns-a-tensor",
        "A plain tensor is assigned where a Parameter was. Write into the one that is there.",
    ),
    Idea(
        "'torch.dtype' object is not callable",
        "calls-a-dtype",
        "torch.float32 and its like are names of dtypes and no functions: `.to(torch.float32)`, or "
        "dtype=torch.float32, makes use of one.",
    ),
    Idea(
        "must be Tensor, not",
        "wants-a-tensor",
        "A layer takes one tensor. What is handed to it there is something else.",
    ),
    Idea(
        "transpose() missing",
        "transposes-as-numpy",
        "In PyTorch `transpose` wants to know which two dimensions. For a table, `.T` does it.",
    ),
    Idea(
        "transpose() received an invalid",  # PyTorch 2.6
        "transposes-as-numpy",
        "In PyTorch `transpose` wants to know which two dimensions. For a table, `.T` does it.",
    ),
    Idea(
        "argument 'tensors'",
        "tensors-without-a-list",
        "torch.cat and torch.stack take one list: the tensors stand in brackets.",
    ),
    Idea(
        "tuple of Tensors tensors",  # PyTorch 2.6
        "tensors-without-a-list",
        "torch.cat and torch.stack take one list: the tensors stand in brackets.",
    ),
    Idea(
        "received an invalid combination of arguments",
        "other-arguments",
        "A function of PyTorch is called with arguments that it does not take, or in another order "
        "than it takes them. Compare with where the lesson calls it.",
    ),
)


def idea_behind(error):
    """Return the :class:`Idea` behind an error, or None.

    Args:
        error: an exception, with the traceback that it came with.
    """
    text, frames = text_of(error), traceback.extract_tb(error.__traceback__)
    passed = " ".join(frame.filename.replace("\\", "/") for frame in frames)
    known = (idea for idea in IDEAS if idea.part in text and idea.raised_in in passed)
    return next(known, None)


def text_of(error):
    """Return what an error says; nothing where its class cannot write it."""
    try:
        return str(error)
    except Exception:  # a class of the learner's own
        return ""

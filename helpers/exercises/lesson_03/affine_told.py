"""What 03.2 says to each misconception."""

from helpers.exercises.lesson_02 import calls

TOLD = calls.TOLD | {
    "none-not-handled": "b is None here, as in a layer made with bias=False, and None is no number "
    "to calculate with. What should be added then?",
    "asks-a-tensor-yes-or-no": "Your code asks whether b is true or false. A tensor of several "
    "numbers has no answer to that; ask whether b is None.",
    "product-does-not-fit": "An x of shape {x} and a W of shape {W} do not fit together in the "
    "product you wrote. W has one row for each output: which way round does it have to lie?",
    "one-row-only": "Your code multiplies x as if it were a single row, and stops at an x of shape "
    "{x}.",
    "two-dimensions-only": "`affine` works for a table of rows, and stops at an x of shape {x}. "
    "Which part of your code counts on two dimensions? Only the last one is the layer's business.",
    "product-without-sum": "x of shape {x} and W of shape {W} do not fit together number by "
    "number. A dot product also adds up: which sign did 3.2 write between x and W?",
    "bias-does-not-fit": "What you add does not fit to the dot products. PyTorch lines up shapes "
    "at their last dimension: what lies there, and how many numbers do you bring?",
    "output-on-its-side": "For x of shape {x} your output comes with the outputs first. Which "
    "dimension does a layer change, and which ones does it leave where they are?",
    "flattens-and-stays-flat": "x has the shape {x}, and your output is a table of shape {got}. "
    "All dimensions but the last should come out as they went in.",
    "untransposed": "For a square W nothing complains, and the columns of W make your outputs. "
    "Where does W keep the numbers of one output?",
    "none-adds-something": "b is None, and yet each row of your output gets the same numbers on "
    "top of its dot products. Where do they come from?",
    "bias-forgotten": "That is the dot products alone: b is given, and does not get into the "
    "output.",
    "bias-added-twice": "The bias is in your output twice. Does something you call add it already?",
    "bias-multiplies": "You multiply by the bias. What is done with a bias once the dot product is "
    "there?",
    "bias-subtracted": "You take the bias away. What is done with a bias once the dot product is "
    "there?",
    "first-number-for-all": "Each of your outputs gets the first number of the bias. Each output "
    "has one of its own.",
    "bias-summed-up": "You add all numbers of the bias to each output. Each output has one of its "
    "own.",
    "bias-added-to-the-input": "You add b before the product. x has one number for each input; "
    "what does b have one for?",
    "bias-along-the-rows": "In a square table nothing complains, and each row gets one number of "
    "b. Which dimension do the numbers of b belong to?",
    "bias-per-input": "{n_out} and {n_in} do not meet. If you make zeros in place of a bias that "
    "is None: to what is a bias added, and how many of these are there? If you make an nn.Linear: "
    "which of its two sizes comes first?",
    "blocks-only": "torch.bmm multiplies blocks of tables, with three dimensions each, and x has "
    "the shape {x}. Which sign multiplies x of any number of dimensions?",
    "squeezes-everything": "For x of shape {x} and W of shape {W} your output has lost a "
    "dimension. A length of 1 is a dimension all the same: what in your code takes it away?",
    "loses-digits": "For x of shape {x} your output comes near to what is asked, and is not the "
    "same. What rounds or changes the numbers a little on the way?",
    "other-dtype": "x, W and b are of float64 here, and your code makes numbers of another dtype "
    "to go with them. Their own dtype says which to make.",
    "asks-numbers-of-b": "A bias whose sum is 0, or that begins with 0, does not get into your "
    "output. Whether there is a bias is no question of its numbers: ask whether it is None.",
    "starts-anew": "The same call gives other numbers each time. A new nn.Linear begins with "
    "random numbers of its own: how do W and b get into it?",
    "arguments-swapped": "`affine` is called as affine(x, W, b), and your first line has W in "
    "front: each argument gets the name at its place.",
    "relu-behind": "Your output for x of shape {x} has 0 in place of each number below 0. A layer "
    "gives these numbers as they are.",
}

"""03.2, an affine map of your own."""

from helpers.checking.comparing import a_tensor, compare
from helpers.checking.draw import Draw
from helpers.checking.exercise import Exercise
from helpers.checking.forms import a_function
from helpers.checking.rejection import reject
from helpers.checking.sandbox import call

TOLD = {
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
    "bias-summed-up": "You add all numbers of the bias to each output. Each output has one of its "
    "own.",
    "bias-added-to-the-input": "You add b before the product. x has one number for each input; "
    "what does b have one for?",
    "bias-along-the-rows": "In a square table nothing complains, and each row gets one number of "
    "b. Which dimension do the numbers of b belong to?",
}


def check(answer):
    a_function(answer, ["x", "W", "b"], "affine")
    draw = Draw("03.2")
    for dims in (2, 2, 1, 3, 4):
        *leading, n_in, n_out = draw.sizes(dims + 1)
        check_sizes(answer, draw, leading, n_in, n_out)
    check_sizes(answer, draw, [4], 4, 4)
    check_sizes(answer, draw, [3], 2, 1)


def check_sizes(answer, draw, leading, n_in, n_out):
    x, W, b = draw.tensor(*leading, n_in), draw.tensor(n_out, n_in), draw.tensor(n_out)
    check_without_bias(answer, x, W)
    check_with_bias(answer, x, W, b)


def check_without_bias(answer, x, W):
    products, (n_out, n_in) = x @ W.T, W.shape
    facts = {"x": tuple(x.shape), "W": tuple(W.shape)}
    what = f"The output of `affine` for x of shape {tuple(x.shape)} and b = None"
    symptoms = common_symptoms(x, W) | symptoms_without_bias(x, W)
    got = a_tensor(call(answer, x, W, None, symptoms=symptoms, facts=facts), what)
    right_shape = got.shape == products.shape
    if x.dim() == 2 and got.shape == products.T.shape and not right_shape:
        reject("output-on-its-side", **facts)
    if x.dim() > 2 and got.dim() == 2:
        reject("flattens-and-stays-flat", got=tuple(got.shape), **facts)
    beliefs = []
    if x.dim() > 1 and right_shape:
        on_top = (got - products).reshape(-1, n_out)[0]  # in the first row; in the others, too?
        beliefs.append(("none-adds-something", products + on_top.nan_to_num()))
    if x.shape == W.shape and n_in == n_out:
        beliefs += [("untransposed", x @ W), ("output-on-its-side", products.T)]
    compare(
        got,
        products,
        what,
        beliefs=beliefs,
        otherwise="Each output is the dot product of x with one row of W.",
        facts=facts,
        show=True,
    )


def check_with_bias(answer, x, W, b):
    products, (n_out, n_in) = x @ W.T, W.shape
    facts = {"x": tuple(x.shape), "W": tuple(W.shape)}
    symptoms = common_symptoms(x, W) | symptoms_with_bias(W)
    beliefs = [
        ("bias-forgotten", products),
        ("bias-added-twice", products + 2 * b),
        ("bias-multiplies", products * b),
        ("bias-summed-up", products + b.sum()),
    ]
    if n_in == n_out:
        beliefs.append(("bias-added-to-the-input", (x + b) @ W.T))
    if x.shape[:-1] == (n_out,):
        beliefs.append(("bias-along-the-rows", products + b[:, None]))
    compare(
        call(answer, x, W, b, symptoms=symptoms, facts=facts),
        products + b,
        f"The output of `affine` for x of shape {tuple(x.shape)} and b of shape {tuple(b.shape)}",
        beliefs=beliefs,
        otherwise="The dot products alone are right. Each of them needs one number of b.",
        show=True,
    )


# --- what an error tells -------------------------------------------------------------------------


def common_symptoms(x, W):
    """What errors say, with a bias or without, about the product and about what b is."""
    symptoms = {
        "NoneType": "none-not-handled",
        "Boolean value of Tensor": "asks-a-tensor-yes-or-no",
    }
    if x.dim() == 2:
        (n, n_in), n_out = x.shape, len(W)
        return symptoms | {
            f"({n}x{n_in} and {n_out}x{n_in})": "product-does-not-fit",
            f"({n_out}x{n_in} and {n}x{n_in})": "product-does-not-fit",
            f"(1x{n_in} and {n}x{n_in})": "one-row-only",
            "1D tensors expected": "one-row-only",
        }
    not_two = ["matrix", "2D", "2-D", "at least 1D", "to unpack", "Dimension out of range"]
    if x.dim() > 2:
        not_two += ["cannot be multiplied", "size mismatch", "Expected size for first two"]
    return symptoms | dict.fromkeys(not_two, "two-dimensions-only")


def symptoms_without_bias(x, W):
    """The errors of ``x * W``, as far as nothing else leads to the same sizes."""
    if x.dim() != 2:
        return {}
    (n, n_in), n_out = x.shape, len(W)
    return {
        f"tensor a ({n}) must match the size of tensor b ({n_out})": "product-without-sum",
        f"tensor b ({n}) at non-singleton dimension 0": "product-without-sum",
        f"tensor a ({n_in}) must match the size of tensor b ({n_out})": "product-without-sum",
        f"tensor b ({n}) at non-singleton dimension 1": "bias-does-not-fit",
    }


def symptoms_with_bias(W):
    """The errors of a sum: of x and b where their lengths meet, else of the products and b."""
    n_out, n_in = W.shape
    return {
        f"({n_in}) must match the size of tensor b ({n_out})": "bias-added-to-the-input",
        f"({n_out}) must match the size of tensor b ({n_in})": "bias-added-to-the-input",
        "must match the size": "bias-does-not-fit",
    }


EXERCISE = Exercise(
    id="03.2",
    name="affine",
    stub="""\
def affine(x, W, b):
    return ...""",
    check=check,
    told=TOLD,
    hints=(
        "If an error names two sizes that do not fit: W has one row for each output. What "
        "did 3.2 do to it before it multiplied?",
        "If it fails for b = None: look at b before you add it, with `is None`.",
        "If it works for a table and not for other shapes: `@` treats all dimensions "
        "before the last as a layer does. You need not touch the shape of x.",
    ),
    solutions=(
        """\
def affine(x, W, b):
    y = x @ W.T
    if b is not None:
        y = y + b
    return y""",
        """\
def affine(x, W, b=None):
    return nn.functional.linear(x, W, b)""",
        """\
def affine(x, W, b):
    outputs = [(x * row).sum(dim=-1) for row in W]
    y = torch.stack(outputs, dim=-1)
    return y if b is None else y + b""",
        """\
def affine(inputs, weight, bias):
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    with torch.no_grad():
        layer.weight.copy_(weight)
        if bias is not None:
            layer.bias.copy_(bias)
    return layer(inputs)""",
    ),
)

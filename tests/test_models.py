"""The models that the lessons show must be what the lessons say they are; PyTorch is the oracle."""

import sys

import pytest
import torch
from torch import nn

from helpers.models import LinearRegression, MyLinear, PlainTensorLinear, WrappedLinear

# nn.Linear says so of a layer without outputs.
pytestmark = pytest.mark.filterwarnings("ignore:Initializing zero-element tensors")

SIZES = [(3, 6), (28, 100), (1, 1), (784, 10), (4, 3), (5, 1), (1, 7), (10, 0)]
LEADING = [(), (2,), (0,), (2, 3), (2, 0, 3), (2, 1, 3), (1, 2, 1, 3), (2, 1, 3, 1, 2)]

each_size = pytest.mark.parametrize("size", SIZES, ids=str)
with_and_without_bias = pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
each_class = pytest.mark.parametrize("layer_class", [nn.Linear, MyLinear])


def seeded(layer_class, *args, **kwargs):
    torch.manual_seed(0)
    return layer_class(*args, **kwargs)


def pair(*args, **kwargs):
    """An nn.Linear and a MyLinear, made under the same seed."""
    return seeded(nn.Linear, *args, **kwargs), seeded(MyLinear, *args, **kwargs)


def assert_same(mine, theirs):
    """Equal bit by bit on Linux; elsewhere another library may add up in another order."""
    exact = {"rtol": 0, "atol": 0} if sys.platform == "linux" else {}
    torch.testing.assert_close(mine, theirs, **exact)


# --- MyLinear ------------------------------------------------------------------------------------


@each_size
@with_and_without_bias
def test_the_same_seed_gives_the_same_numbers(size, bias):
    theirs, mine = pair(*size, bias=bias)
    assert mine.state_dict().keys() == theirs.state_dict().keys()
    for name, parameter in theirs.named_parameters():
        assert torch.equal(mine.get_parameter(name), parameter)
        assert mine.get_parameter(name).requires_grad


@each_size
@with_and_without_bias
def test_a_layer_made_after_it_gets_the_same_numbers_too(size, bias):
    seeded(nn.Linear, *size, bias=bias)
    theirs = torch.get_rng_state()
    seeded(MyLinear, *size, bias=bias)
    assert torch.equal(torch.get_rng_state(), theirs)


@each_size
@with_and_without_bias
@pytest.mark.parametrize("leading", LEADING, ids=str)
def test_any_input_gives_the_same_output(size, bias, leading):
    theirs, mine = pair(*size, bias=bias)
    x = torch.randn(*leading, size[0])
    assert_same(mine(x), theirs(x))


@pytest.mark.parametrize("place", [{"device": "meta"}, {"dtype": torch.float64}], ids=str)
@with_and_without_bias
def test_device_and_dtype_are_honoured(place, bias):
    theirs, mine = pair(3, 6, bias=bias, **place)
    for name, parameter in theirs.named_parameters():
        assert mine.get_parameter(name).device == parameter.device
        assert mine.get_parameter(name).dtype == parameter.dtype
    x = torch.ones(2, 3, **place)
    assert (mine(x).shape, mine(x).dtype, mine(x).device) == ((2, 6), x.dtype, x.device)


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
def test_another_dtype_gives_the_same_numbers(dtype):
    theirs, mine = pair(28, 100, dtype=dtype)
    x = torch.randn(4, 28, dtype=dtype)
    assert torch.equal(mine.weight, theirs.weight)
    # In bfloat16, PyTorch rounds once where x @ W.T + b rounds twice.
    torch.testing.assert_close(mine(x), theirs(x), rtol=0.02, atol=0.02)


@with_and_without_bias
def test_weights_can_be_exchanged_with_a_real_layer(bias):
    real, own = nn.Linear(28, 100, bias=bias), MyLinear(28, 100, bias=bias)
    x = torch.randn(3, 28)
    before = real(x)
    own.load_state_dict(real.state_dict())
    assert_same(own(x), before)
    again = nn.Linear(28, 100, bias=bias)
    again.load_state_dict(own.state_dict())
    assert torch.equal(again(x), before)


@with_and_without_bias
@pytest.mark.parametrize("leading", [(), (2,), (2, 3)], ids=str)
def test_its_gradients_agree_with_differences(bias, leading):
    layer = MyLinear(3, 2, bias=bias, dtype=torch.float64)
    x = torch.randn(*leading, 3, dtype=torch.float64, requires_grad=True)

    def output(x, *parameters):
        names = [name for name, _ in layer.named_parameters()]
        return torch.func.functional_call(layer, dict(zip(names, parameters, strict=True)), x)

    assert torch.autograd.gradcheck(output, (x, *layer.parameters()))


@each_size
@with_and_without_bias
@pytest.mark.parametrize("leading", [(5,), (2, 3)], ids=str)
def test_its_gradients_are_those_of_a_real_layer(size, bias, leading):
    theirs, mine = pair(*size, bias=bias)
    x_theirs = torch.randn(*leading, size[0], requires_grad=True)
    x_mine = x_theirs.detach().clone().requires_grad_()
    for layer, x in ((theirs, x_theirs), (mine, x_mine)):
        layer(x).square().sum().backward()
    torch.testing.assert_close(x_mine.grad, x_theirs.grad)
    for name, parameter in theirs.named_parameters():
        torch.testing.assert_close(mine.get_parameter(name).grad, parameter.grad)


def test_without_bias_there_is_only_a_weight():
    layer = MyLinear(4, 3, bias=False)
    assert layer.bias is None
    assert list(layer.state_dict()) == ["weight"]
    assert torch.equal(layer(torch.zeros(2, 4)), torch.zeros(2, 3))


@with_and_without_bias
def test_a_layer_without_inputs_can_be_made(bias):
    theirs, mine = pair(0, 3, bias=bias)
    x = torch.ones(2, 0)
    assert_same(mine(x), theirs(x))


@each_class
@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (torch.ones(2, 5), RuntimeError),
        (torch.ones(2, 3, 5), RuntimeError),
        (torch.tensor(1.0), RuntimeError),
        (torch.ones(2, 4, dtype=torch.float64), RuntimeError),
        (torch.ones(2, 4, dtype=torch.int64), RuntimeError),
        ([[1.0, 2.0, 3.0, 4.0]], TypeError),
    ],
    ids=["5 features", "3 dimensions", "a number", "float64", "integers", "a list"],
)
def test_a_wrong_input_raises_the_same_kind_of_error(layer_class, wrong, error):
    with pytest.raises(error):
        layer_class(4, 3)(wrong)


# --- the other models ----------------------------------------------------------------------------

X = torch.arange(10.0).reshape(10, 1)


def trained(model, steps=1000):
    """The model, after it was fitted to y = 10x + 5 as in lesson 4."""
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(X), 10 * X + 5)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


def test_linear_regression_finds_the_line():
    line = trained(seeded(LinearRegression)).linear
    assert (round(line.weight.item(), 2), round(line.bias.item(), 2)) == (10.0, 4.99)


def test_the_plain_tensor_layer_computes():
    layer = PlainTensorLinear(4, 3)
    x = torch.randn(2, 5, 4)
    expected = nn.functional.linear(x, layer.weight, layer.bias)
    torch.testing.assert_close(layer(x), expected)


def test_the_plain_tensor_layer_has_nothing_to_train():
    layer = PlainTensorLinear(4, 3)
    assert list(layer.parameters()) == []
    assert layer.state_dict() == {}
    with pytest.raises(ValueError, match="optimizer got an empty parameter list"):
        torch.optim.SGD(layer.parameters(), lr=0.01)


def test_the_plain_tensor_layer_never_learns_beside_one_that_does():
    plain, real = PlainTensorLinear(1, 1), nn.Linear(1, 1)
    before = [tensor.clone() for tensor in (plain.weight, plain.bias, real.weight)]
    trained(nn.Sequential(plain, real), steps=3)
    after = [plain.weight, plain.bias, real.weight]
    unchanged = [torch.equal(old, new) for old, new in zip(before, after, strict=True)]
    assert unchanged == [True, True, False]


def test_the_wrapped_layer_is_the_layer_inside():
    inside, wrapped = seeded(nn.Linear, 4, 3), seeded(WrappedLinear, 4, 3)
    names = dict(wrapped.named_parameters())
    assert list(names) == ["linear.weight", "linear.bias"]
    assert names["linear.weight"] is wrapped.linear.weight
    x = torch.randn(2, 4)
    assert torch.equal(wrapped(x), inside(x))

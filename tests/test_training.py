"""A classifier that does not learn costs an evening."""

import copy
import math
import re

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from helpers.models import DigitClassifier, MyLinear
from helpers.training import ProgressBar, evaluate, fit


def data(n=60):
    """Points of the plane with the number of their corner: a layer can tell the three apart."""
    labels = torch.arange(n) % 3
    corners = torch.tensor([[3.0, 0.0], [-3.0, 3.0], [-3.0, -3.0]])
    noise = torch.rand(n, 2, generator=torch.Generator().manual_seed(0))
    return TensorDataset(corners[labels] + noise, labels)


def loader(batch_size=7):
    shuffled = torch.Generator().manual_seed(0)
    return DataLoader(data(), batch_size=batch_size, shuffle=True, generator=shuffled)


def model():
    torch.manual_seed(0)
    return nn.Linear(2, 3)


def trained(model, loader, epochs=1, lr=0.1):
    return fit(model, loader, torch.optim.SGD(model.parameters(), lr=lr), epochs)


@pytest.fixture
def shown(monkeypatch):
    """The bars that were shown; none of them changes before it is finished."""
    bars = []
    monkeypatch.setattr("helpers.training.display", bars.append)
    monkeypatch.setattr(ProgressBar, "SECONDS", math.inf)
    return bars


# --- fit and evaluate ----------------------------------------------------------------------------


def test_a_model_learns_what_can_be_learned():
    layer = model()
    assert evaluate(layer, loader()) < 0.9
    losses = trained(layer, loader(), epochs=20)
    assert len(losses) == 20
    assert losses[-1] < losses[0] / 3
    assert evaluate(layer, loader()) == 1


def test_one_epoch_takes_the_steps_that_are_written_in_the_lesson():
    layer = model()
    expected = copy.deepcopy(layer)
    optimizer = torch.optim.SGD(expected.parameters(), lr=0.1)
    total = 0
    for x, y in loader():
        loss = nn.CrossEntropyLoss()(expected(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    losses = trained(layer, loader())
    assert torch.equal(layer.weight, expected.weight)
    assert torch.equal(layer.bias, expected.bias)
    assert losses == [pytest.approx(total / 9)]


def test_the_same_seed_gives_the_same_weights_and_my_linear_learns_like_the_layer():
    one, same, other = model(), model(), MyLinear(2, 3)
    other.load_state_dict(one.state_dict())
    for each in (one, same, other):
        trained(each, loader(), epochs=3)
    assert torch.equal(one.weight, same.weight)
    torch.testing.assert_close(other.weight, one.weight, rtol=0, atol=1e-5)


def test_the_number_of_threads_changes_not_one_bit_and_is_left_as_it_was():
    usual, layers = torch.get_num_threads(), [model(), model()]
    try:
        for threads, layer in enumerate(layers, start=1):
            torch.set_num_threads(threads)
            trained(layer, loader(), epochs=3)
            evaluate(layer, loader())
            assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(usual)
    assert torch.equal(layers[0].weight, layers[1].weight)


def test_an_untrained_classifier_says_nothing_certain():
    torch.manual_seed(0)
    scores = DigitClassifier()(torch.rand(50, 1, 28, 28))
    loss = nn.functional.cross_entropy(scores, torch.arange(50) % 10).item()
    assert loss == pytest.approx(math.log(10), abs=0.3)


def test_accuracy_is_the_share_of_right_answers():
    layer = nn.Linear(1, 3)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[0.0], [1.0], [2.0]]))
        layer.bias.zero_()
    x = torch.tensor([[1.0], [1.0], [-1.0], [1.0]])  # read as 2, 2, 0, 2
    batches = DataLoader(TensorDataset(x, torch.tensor([2, 1, 0, 2])), batch_size=3)
    assert evaluate(layer, batches) == 0.75


def test_judging_a_model_switches_dropout_off_and_nothing_else():
    torch.manual_seed(0)
    noisy = nn.Sequential(nn.Linear(2, 3), nn.Dropout(0.9))
    trained(noisy[0], loader(), epochs=20)
    assert evaluate(noisy, loader()) == 1
    assert noisy.training
    assert all(parameter.requires_grad for parameter in noisy.parameters())
    evaluate(noisy.eval(), loader())
    assert not noisy.training


def test_training_switches_dropout_on():
    noisy = nn.Sequential(nn.Linear(2, 3), nn.Dropout(0.5)).eval()
    trained(noisy, loader())
    assert noisy.training


def test_batches_are_moved_to_the_device_of_the_model():
    """With the device `meta` as the second one: it has no numbers to judge, but it has places."""
    layer = nn.Linear(2, 3, device="meta")
    seen = []
    layer.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].device.type))
    with pytest.raises((RuntimeError, NotImplementedError), match="meta"):
        evaluate(layer, loader())
    assert seen == ["meta"]


# --- stopping in the middle ----------------------------------------------------------------------


class Interrupted:
    """A loader during which somebody stops the kernel, before batch number ``at``."""

    def __init__(self, at):
        self.at, self.given, self.loader = at, 0, loader()

    def __len__(self):
        return len(self.loader)

    def __iter__(self):
        for batch in self.loader:
            self.given += 1
            if self.given == self.at:
                raise KeyboardInterrupt
            yield batch


def test_who_stops_the_training_keeps_what_is_learned_and_can_go_on(capsys):
    layer = model()
    expected = copy.deepcopy(layer)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    losses = fit(layer, Interrupted(at=9 + 4), optimizer, 3)
    assert len(losses) == 2  # of an epoch, and of a part of the next
    said = capsys.readouterr().out
    assert "Stopped after 12 of 27 steps (epoch 2 of 3, batch 3 of 9)." in said
    assert "call fit again" in said
    trained(expected, loader())
    assert not torch.equal(layer.weight, expected.weight)  # the three steps of epoch 2 count, too
    before = losses[-1]
    assert fit(layer, loader(), optimizer, 1)[0] < before


def test_who_stops_before_the_first_step_gets_the_model_as_it_was(capsys):
    layer = model()
    before = layer.weight.clone()
    assert fit(layer, Interrupted(at=1), torch.optim.SGD(layer.parameters(), lr=0.1), 2) == []
    assert "Stopped after 0 of 18 steps" in capsys.readouterr().out
    assert torch.equal(layer.weight, before)


def test_an_error_in_the_middle_is_not_swallowed(shown):
    with pytest.raises(IndexError, match="Target 5 is out of bounds"):
        trained(model(), [(torch.zeros(2, 2), torch.tensor([0, 5]))])
    assert shown[0].bar.bar_style == "danger"


# --- the progress bar ----------------------------------------------------------------------------


def test_the_bar_says_where_it_is_at_each_change(monkeypatch):
    monkeypatch.setattr(ProgressBar, "SECONDS", -1)
    bar = ProgressBar(2, 3)
    seen = []
    for step in range(6):
        bar.step(torch.tensor(6.0 - step))
        seen.append((bar.bar.value, bar.text.value))
    assert seen[0] == (1, "epoch 1 of 2, batch 1 of 3, loss 6.00")
    assert seen[3] == (4, "epoch 2 of 2, batch 1 of 3, loss 3.00")
    assert seen[5] == (6, "epoch 2 of 2, batch 3 of 3, loss 1.00")


def test_a_quick_run_does_not_wait_for_its_bar():
    bar, changes = ProgressBar(1, 100), []
    bar.SECONDS = 3600
    bar.bar.observe(lambda change: changes.append(change.new), "value")
    for _ in range(100):
        bar.step(torch.tensor(1.0))
    bar.finish()
    assert changes == [1, 100]


def test_the_bar_is_full_and_green_at_the_end(shown):
    losses = trained(model(), loader(60), epochs=2)
    (bar,) = shown
    assert (bar.bar.value, bar.bar.max, bar.bar.bar_style) == (2, 2, "success")
    assert bar.text.value == f"epoch 2 of 2, batch 1 of 1, loss {losses[1]:.2f}"


def test_a_bar_that_is_stopped_is_red_and_shows_how_far_it_really_got(shown):
    layer = model()
    fit(layer, Interrupted(at=9 + 4), torch.optim.SGD(layer.parameters(), lr=0.1), 2)
    (bar,) = shown
    assert (bar.bar.value, bar.bar.max, bar.bar.bar_style) == (12, 18, "danger")
    assert bar.text.value.startswith("epoch 2 of 2, batch 3 of 9, loss 0.")


@pytest.mark.parametrize(("epochs", "text"), [(1, "Training: 1 epoch"), (5, "Training: 5 epochs")])
def test_what_is_stored_of_the_bar_is_the_same_on_every_machine(epochs, text, capsys):
    bar, other = ProgressBar(epochs, 600), ProgressBar(epochs, 15)
    for each in (bar, other):
        data = each._repr_mimebundle_()
        assert data.keys() == {"application/vnd.jupyter.widget-view+json", "text/plain"}
        assert data["text/plain"] == text
    trained(model(), loader(), epochs=epochs)
    assert capsys.readouterr().out == f"{text}\n"


# --- what cannot be trained with -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"model": nn.Flatten()}, "The model is a Flatten; it must be an nn.Module with"),
        ({"model": "linear"}, "The model is a str"),
        ({"epochs": 0}, "epochs is 0; it must be a whole number"),
        ({"epochs": 2.5}, "epochs is 2.5"),
        ({"epochs": True}, "epochs is True"),
        ({"model": nn.Linear}, "The model is the class Linear: make one, Linear()."),
        ({"optimizer": 0.1}, "The optimizer is a float"),
        (
            {"optimizer": torch.optim.SGD(nn.Linear(2, 3).parameters(), lr=0.1)},
            "The optimizer holds no parameter of this model",
        ),
        ({"loader": iter([])}, "The loader is a list_iterator; it must be a DataLoader"),
        ({"loader": iter(loader())}, "it must be a DataLoader"),
        ({"loader": []}, "The loader gives no batch"),
        ({"loader": data()}, "The loader is a dataset; wrap it"),
        ({"loader": [(torch.zeros(2, 2), torch.zeros(2))]}, "The labels are float32 of shape (2,)"),
        (
            {"loader": [(torch.zeros(2, 2), torch.zeros(2, 1).long())]},
            "The labels are int64 of shape (2, 1); wanted is int64 of shape (2,)",
        ),
        ({"loader": [torch.zeros(2, 2)]}, "A batch is a Tensor; it must be a pair"),
        ({"loader": [(torch.zeros(2, 2), [0, 1])]}, "A batch is a tuple; it must be a pair"),
    ],
)
def test_what_cannot_be_trained_with_is_named_and_nothing_changes(wrong, sentence):
    layer = model()
    given = {
        "model": layer,
        "loader": loader(),
        "optimizer": torch.optim.SGD(layer.parameters(), lr=0.1),
        "epochs": 1,
    }
    before = layer.weight.clone()
    with pytest.raises((ValueError, TypeError), match=re.escape(sentence)):
        fit(**given | wrong)
    assert torch.equal(layer.weight, before)


def test_an_empty_loader_has_no_accuracy():
    with pytest.raises(ValueError, match="gives no batch"):
        evaluate(model(), [])


def test_a_generator_of_batches_is_refused_with_a_sentence():
    with pytest.raises(TypeError, match="The loader is a generator; it must be a DataLoader"):
        evaluate(model(), (batch for batch in loader()))


def test_labels_in_a_column_are_not_counted_as_right_several_times():
    with pytest.raises(ValueError, match=r"int64 of shape \(3, 1\)"):
        evaluate(model(), [(torch.zeros(3, 2), torch.zeros(3, 1).long())])


def test_a_model_that_could_not_be_judged_is_in_the_mode_that_it_was_in():
    layer = model()
    with pytest.raises(TypeError):
        evaluate(layer, [torch.zeros(3, 2)])
    assert layer.training


def test_a_loss_that_is_no_number_any_more_is_told(capsys):
    trained(model(), [(torch.full((2, 2), torch.nan), torch.tensor([0, 1]))])
    assert "smaller learning rate" in capsys.readouterr().out

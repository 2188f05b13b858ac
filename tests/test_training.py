"""A classifier that does not learn, or a file that fills it with nonsense, costs an evening."""

import copy
import math
import re
import zipfile

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from helpers.models import DigitClassifier, MyLinear
from helpers.training import ProgressBar, evaluate, fit, load_weights


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


@pytest.mark.parametrize("count", [1, 2])
def test_the_number_of_threads_changes_no_digit_that_is_shown(count):
    usual = torch.get_num_threads()
    expected, layer = model(), model()
    trained(expected, loader(), epochs=3)
    torch.set_num_threads(count)
    try:
        trained(layer, loader(), epochs=3)
    finally:
        torch.set_num_threads(usual)
    torch.testing.assert_close(layer.weight, expected.weight, rtol=0, atol=1e-5)


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


def test_an_error_in_the_middle_is_not_swallowed():
    with pytest.raises(IndexError, match="Target 5 is out of bounds"):
        trained(model(), [(torch.zeros(2, 2), torch.tensor([0, 5]))])


# --- the progress bar ----------------------------------------------------------------------------


def test_the_bar_reaches_its_end_and_says_where_it_is():
    bar = ProgressBar(2, 3)
    bar.SECONDS = -1
    seen = []
    for step in range(6):
        bar.step(torch.tensor(6.0 - step))
        seen.append((bar.bar.value, bar.text.value))
    assert seen[0] == (1, "epoch 1 of 2, batch 1 of 3, loss 6.00")
    assert seen[3] == (4, "epoch 2 of 2, batch 1 of 3, loss 3.00")
    assert seen[5] == (6, "epoch 2 of 2, batch 3 of 3, loss 1.00")


def test_a_quick_run_does_not_wait_for_its_bar():
    bar = ProgressBar(1, 100)
    bar.SECONDS = 3600
    changes = []
    bar.bar.observe(lambda change: changes.append(change.new), "value")
    with bar:
        for _ in range(100):
            bar.step(torch.tensor(1.0))
    assert changes == [1, 100]
    assert bar.bar.bar_style == "success"


def test_a_bar_that_is_stopped_shows_how_far_it_really_got():
    bar = ProgressBar(2, 100)
    bar.SECONDS = 3600
    with bar:
        for _ in range(130):
            bar.step(torch.tensor(1.0))
        raise KeyboardInterrupt
    assert (bar.bar.value, bar.text.value) == (130, "epoch 2 of 2, batch 30 of 100, loss 1.00")
    assert bar.bar.bar_style == "danger"


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


# --- files of weights ----------------------------------------------------------------------------


def test_loaded_weights_give_the_same_scores(tmp_path):
    path, images = tmp_path / "digits.pt", torch.rand(5, 1, 28, 28)
    saved, other = DigitClassifier(), DigitClassifier()
    torch.save(saved.state_dict(), path)
    assert load_weights(other, path) is other
    assert torch.equal(other(images), saved(images))
    assert load_weights(other, str(path)) is other


def whole_model(path):
    torch.save(DigitClassifier(), path)


def cut(share):
    """What is left of a file when a copy was stopped."""

    def write(path):
        torch.save(DigitClassifier().state_dict(), path)
        path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])

    return write


def archive(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("letter.txt", "hello")


def without_end_of_data(path):
    """A zip archive whose table is there, but whose description of the tensors is not readable."""
    torch.save(DigitClassifier().state_dict(), path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content[:10] if name.endswith("data.pkl") else content)


def one_byte_changed(path):
    torch.save(DigitClassifier().state_dict(), path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def old_and_cut(path):
    torch.save(DigitClassifier().state_dict(), path, _use_new_zipfile_serialization=False)
    path.write_bytes(path.read_bytes()[:20_000])


def saved(thing):
    return lambda path: torch.save(thing, path)


MORE = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 10)).state_dict()
FILES = {
    "empty": (lambda path: path.write_bytes(b""), "digits.pt is empty"),
    "a text": (lambda path: path.write_text("PyTorch"), "was not written by torch.save"),
    "a text like a zip": (lambda path: path.write_text("PK, hello"), "is cut short"),
    "a picture": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n"), "was not written by"),
    "half": (cut(0.5), "is cut short: the end of the file is missing"),
    "nearly all": (cut(0.999), "is cut short"),
    "an archive": (archive, "is a zip archive of something else"),
    "no description": (without_end_of_data, r"holds more than tensors|is damaged"),
    "a model": (whole_model, "holds more than tensors"),
    "a tensor": (saved(torch.zeros(3)), "digits.pt holds a Tensor"),
    "a list": (saved([torch.zeros(3)]), "digits.pt holds a list"),
    "numbers": (saved({"linear.weight": 3}), "holds a dict of linear.weight.*wanted is a state"),
    "a byte changed": (one_byte_changed, "is damaged"),
    "half, of an old torch": (old_and_cut, "was not written by torch.save, or is damaged"),
    "nothing": (saved({}), "another model.*wants .*; the file has nothing else"),
    "another model": (
        saved(MORE),
        r"wants linear\.bias .*; the file has 0\.bias \(3,\), 0\.weight",
    ),
    "other sizes": (
        saved({"linear.weight": torch.zeros(784, 10), "linear.bias": torch.zeros(10)}),
        r"wants linear\.weight \(10, 784\); the file has linear\.weight \(784, 10\)\. Names",
    ),
    "no bias": (
        saved({"linear.weight": torch.zeros(10, 784)}),
        r"wants linear\.bias \(10,\); the file has nothing else",
    ),
    "many tensors": (
        saved({f"layer{i}.weight": torch.zeros(1) for i in range(60)}),
        r"layer11\.weight \(1,\), 56 more\.",
    ),
    "a checkpoint": (
        saved({"model": DigitClassifier().state_dict(), "epoch": 3}),
        "a dict of model, epoch: one of these may be the state_dict",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_of_this_model_is_refused_with_a_sentence(name, tmp_path):
    write, sentence = FILES[name]
    path, model = tmp_path / "digits.pt", DigitClassifier()
    write(path)
    before = copy.deepcopy(model.state_dict())
    with pytest.raises(ValueError, match=sentence) as refused:
        load_weights(model, path)
    assert str(tmp_path) not in str(refused.value)
    torch.testing.assert_close(model.state_dict(), before, rtol=0, atol=0)


class Program:
    """Whoever reads this with pickle runs it."""

    def __reduce__(self):
        return (exec, ("raise SystemExit('the program in the file was run')",))


def test_a_program_in_a_file_is_not_run(tmp_path):
    path = tmp_path / "digits.pt"
    torch.save({"linear.weight": Program()}, path)
    with pytest.raises(ValueError, match="holds more than tensors"):
        load_weights(DigitClassifier(), path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"The file digits\.pt is not there"):
        load_weights(DigitClassifier(), tmp_path / "digits.pt")
    (tmp_path / "digits.pt").mkdir()
    with pytest.raises(FileNotFoundError, match=r"The file digits\.pt is a folder"):
        load_weights(DigitClassifier(), tmp_path / "digits.pt")


@pytest.mark.parametrize(
    ("model", "path", "sentence"),
    [
        ("digits.pt", DigitClassifier(), "The model is a str"),
        (DigitClassifier(), None, r"The path is a NoneType; wanted is load_weights\(model, path\)"),
        (DigitClassifier().to("meta"), "digits.pt", "The model is on meta"),
    ],
)
def test_what_weights_cannot_be_loaded_with_is_named(model, path, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        load_weights(model, path)


def test_a_file_of_an_old_release_of_torch_is_loaded_too(tmp_path):
    saved, other = DigitClassifier(), DigitClassifier()
    torch.save(saved.state_dict(), tmp_path / "old.pt", _use_new_zipfile_serialization=False)
    load_weights(other, tmp_path / "old.pt")
    assert torch.equal(other.linear.weight, saved.linear.weight)


def test_an_untrained_classifier_says_nothing_certain():
    torch.manual_seed(0)
    scores = DigitClassifier()(torch.rand(50, 1, 28, 28))
    loss = nn.functional.cross_entropy(scores, torch.arange(50) % 10).item()
    assert loss == pytest.approx(math.log(10), abs=0.3)

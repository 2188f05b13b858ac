"""A file that fills a model with nonsense, or runs a program, costs more than an evening."""

import copy
import zipfile

import pytest
import torch
from torch import nn

from helpers import training
from helpers.models import DigitClassifier
from helpers.weights import device_of, load_weights


def test_lessons_find_load_weights_beside_fit():
    assert training.load_weights is load_weights


@pytest.mark.parametrize("device", ["cpu", "meta"])
def test_the_device_of_a_model_is_that_of_its_weights(device):
    assert device_of(nn.Sequential(nn.Flatten(), nn.Linear(2, 3, device=device))).type == device


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

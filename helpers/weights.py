"""The weights of a model: where they are, and how they come out of a file."""

import os
import pickle
import zipfile
from pathlib import Path

import torch
from torch import nn


def device_of(model):
    """Return the device that the weights of a model are on.

    Raises:
        TypeError: if it is no module with parameters.
    """
    _check_model(model)
    return next(model.parameters()).device


def load_weights(model, path):
    """Fill a model with the ``state_dict`` in a file, and return the model.

    The file is read with ``weights_only=True``, so that it can hold tensors and no program. The
    model is changed only if all of it fits.

    Raises:
        TypeError: if one of the two is something else.
        FileNotFoundError: if there is no such file.
        PermissionError: if it may not be read.
        ValueError: if the file is cut short, damaged, or no ``state_dict`` of such a model.
    """
    if device_of(model).type == "meta":
        raise ValueError("The model is on meta, where nothing has numbers: make it on the CPU.")
    if not isinstance(path, str | os.PathLike):
        given = f"a {type(path).__name__}"
        raise TypeError(f"The path is {given}; wanted is load_weights(model, path).")
    path = Path(path)
    state = _read(path)
    _check_state(state, path.name)
    _check_fit(model, state, path.name)
    model.load_state_dict(state)
    return model


# --- reading -------------------------------------------------------------------------------------

_AGAIN = "Copy it or save it again."
_STATE_DICT = "a state_dict, as torch.save(model.state_dict(), path) writes it"


def _read(path):
    """Return what ``torch.save`` wrote into a file, with its tensors on the CPU."""
    if not path.is_file():
        there = "is a folder" if path.is_dir() else "is not there"
        raise FileNotFoundError(f"The file {path.name} {there}; no weights to load.")
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if archive.testzip():  # torch.load takes a changed byte for a number
                    raise zipfile.BadZipFile
        return torch.load(path, map_location="cpu", weights_only=True)
    except PermissionError:
        raise PermissionError(f"You have no right to read the file {path.name}.") from None
    except Exception as error:  # of many kinds, as each part of a damaged file fails differently
        raise ValueError(f"{path.name} {_why_unreadable(path, error)}") from None


def _why_unreadable(path, error):
    with path.open("rb") as file:
        start = file.read(2)
    if start != b"PK":  # torch.save writes a zip archive
        held = "was not written by torch.save, or is damaged" if start else "is empty"
        return f"{held}; what is wanted is {_STATE_DICT}."
    if not zipfile.is_zipfile(path):
        return f"is cut short: the end of the file is missing. {_AGAIN}"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if not any(name.endswith("data.pkl") for name in names):
        return f"is a zip archive of something else; what is wanted is {_STATE_DICT}."
    if isinstance(error, pickle.UnpicklingError):
        return (
            "holds more than tensors, and reading the rest would run a program out of the file. "
            f"What is wanted is {_STATE_DICT}."
        )
    return f"is damaged. {_AGAIN}"


# --- is it what it should be? --------------------------------------------------------------------


def _check_model(model):
    if isinstance(model, type):
        raise TypeError(f"The model is the class {model.__name__}: make one, {model.__name__}().")
    if not isinstance(model, nn.Module) or next(model.parameters(), None) is None:
        given = f"a {type(model).__name__}"
        raise TypeError(f"The model is {given}; it must be an nn.Module with parameters.")


def _check_state(state, name):
    """Raise a sentence if what a file held is no ``state_dict``."""
    held = f"a {type(state).__name__}"
    if isinstance(state, dict):
        if all(isinstance(value, torch.Tensor) for value in state.values()):
            return
        held += f" of {', '.join(map(str, state))}: one of these may be the state_dict"
    raise ValueError(f"{name} holds {held}; what is wanted is {_STATE_DICT}.")


def _check_fit(model, state, name):
    """Raise a sentence if a ``state_dict`` is not one of such a model."""
    found, wanted = _shapes(state), _shapes(model.state_dict())
    if found != wanted:
        missing = _listed(wanted.items() - found.items())
        surplus = _listed(found.items() - wanted.items())
        raise ValueError(
            f"{name} holds the weights of another model. The {type(model).__name__} here "
            f"wants {missing}; the file has {surplus}. Names and shapes must be the same."
        )


def _shapes(state):
    return {name: tuple(value.shape) for name, value in state.items()}


def _listed(shapes, most=4):
    names = [f"{name} {shape}" for name, shape in sorted(shapes)]
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return ", ".join(names[:most] + more) or "nothing else"

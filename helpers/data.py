"""The handwritten digits of the course: MNIST, or a small stand-in where MNIST cannot be had."""

import contextlib
import errno
import gzip
import hashlib
import io
import os
import queue
import ssl
import textwrap
import threading
import time
import urllib.error
import urllib.request
import zlib
from pathlib import Path
from urllib.parse import urlsplit

import torch
from torchvision.datasets import MNIST, VisionDataset
from torchvision.transforms import ToTensor

from helpers.files import locked, write_whole

# The four unpacked files: size in bytes and MD5 (torchvision has the MD5s of the packed ones).
FILES = {
    "train-images-idx3-ubyte": (47_040_016, "6bbc9ace898e44ae57da46a324031adb"),
    "train-labels-idx1-ubyte": (60_008, "a25bea736e30d166cdddb491f175f624"),
    "t10k-images-idx3-ubyte": (7_840_016, "2646ac647ad5339dbf082846283269ea"),
    "t10k-labels-idx1-ubyte": (10_008, "27ae3e4e09519cfbb04c329615203637"),
}
STALL_SECONDS = 15  # without a new byte: the network is taken to be absent
LONGEST_SECONDS = 300  # for one file, and for waiting while another notebook downloads
MOST_BYTES = 20_000_000  # twice the largest packed file
TRUST = (  # what to do where somebody stands between this computer and the mirror, or Python is new
    'on a Mac run "Install Certificates.command" in the folder of Python, in a school set '
    "SSL_CERT_FILE to the file of its certificate,"
)

# Clear images of scikit-learn's digits, with the first ten labels of MNIST: 5 0 4 1 9 2 1 3 1 4
# in its training set, 7 2 1 0 4 1 4 9 5 9 in its test set.
FIRST_TRAIN = (365, 464, 1161, 349, 881, 463, 1097, 339, 1380, 1387)
FIRST_TEST = (1779, 1528, 1634, 1563, 1584, 1621, 1525, 1792, 1535, 1740)
TRAIN_IMAGES = 1500  # of 1,797; the others are the test set


def data_root():
    """Return the folder of `MNIST/raw`: the environment variable NN_LINEAR_DATA, else `data`."""
    return Path(os.path.expanduser(os.environ.get("NN_LINEAR_DATA") or "data"))


def load_mnist(train=True):
    """Return MNIST, or the small digits where MNIST cannot be had, and print which of them it is.

    Args:
        train: True for the training set (60,000 images), False for the test set (10,000).

    Returns:
        A `torchvision.datasets.MNIST`. Item i is a pair `(image, label)`: a float32 tensor of shape
        (1, 28, 28) with values from 0 (black) to 1 (white), and an int from 0 to 9.
        `.data` is uint8 of shape (N, 28, 28), `.targets` is int64 of shape (N,).

    The files are looked for in `data_root()`, verified by MD5 at every load, and downloaded once
    where they are missing (about 11 MB). Where that fails (no network, a damaged file, a full disk)
    no error is raised: one printed sentence says what happened and what to do, and the dataset is
    a `SmallDigits` (1,500 or 297 images).
    """
    try:
        dataset = _load_verified(data_root(), train)
        print(f"Using MNIST: {len(dataset):,} images of handwritten digits.")
    except _Problem as problem:
        print(problem)
        dataset = SmallDigits(train, transform=ToTensor())
        print(f"Using the small digits: {len(dataset):,} images, enlarged from 8x8 pixels.")
    return dataset


class SmallDigits(MNIST):
    """Handwritten digits that need no download, enlarged to look like MNIST.

    Source: `sklearn.datasets.load_digits`, 1,797 images of 8x8 pixels with values from 0 to 16 (the
    test set of https://archive.ics.uci.edu/dataset/80). Its first 1,500 images are the training set
    here, the last 297 the test set; each starts with the same ten labels as in MNIST.

    Args:
        train: True for the training set, False for the test set.
        transform: a function of the PIL image, such as `ToTensor()`.
        target_transform: a function of the label.

    `.data` is uint8 of shape (N, 28, 28), 0 black and 255 white; `.targets` is int64 of shape (N,).
    Item i is `(image, label)`, with the image a PIL image unless `transform` makes something of it.
    """

    def __init__(self, train=True, transform=None, target_transform=None):
        from sklearn.datasets import load_digits  # takes a second, and only the stand-in needs it

        # Past MNIST's own constructor, which wants files.
        VisionDataset.__init__(self, transform=transform, target_transform=target_transform)
        self.train = train
        digits = load_digits()
        order = _small_order(train, len(digits.target))
        self.data = _enlarged(torch.from_numpy(digits.images)[order])
        self.targets = torch.from_numpy(digits.target).long()[order]


def _small_order(train, total):
    """Return the indices of one split, in an order that is the same on every machine."""
    first, start, stop = FIRST_TEST, TRAIN_IMAGES, total
    if train:
        first, start, stop = FIRST_TRAIN, 0, TRAIN_IMAGES
    count = stop - start
    # Steps of 1009 (a prime) visit each index once, and mix writers and labels.
    mixed = (start + step * 1009 % count for step in range(count))
    return [*first, *(index for index in mixed if index not in first)]


def _enlarged(images):
    """Turn (N, 8, 8) with values 0 to 16 into uint8 (N, 28, 28): 20x20 with a margin of 4."""
    framed = torch.nn.functional.pad(images[:, None] / 16, (2, 2, 2, 2))
    # 12 pixels become 30, so 8 become the 20 of MNIST.
    large = torch.nn.functional.interpolate(framed, size=(30, 30), mode="bicubic")
    # With this contrast strokes are as thin and sharp as in MNIST: mean 0.13, spread 0.30.
    sharp = (2 * large[:, 0, 1:-1, 1:-1] - 0.7).clamp(0, 1)
    return (255 * sharp).round().to(torch.uint8)


class _UntrustedError(ConnectionError):
    """The certificate of a server is signed by nobody whom this computer trusts."""


class _Problem(Exception):
    """One sentence for the student: why MNIST cannot be had, and what to do about it."""

    def __init__(self, what, advice):
        super().__init__(f"{what}: {advice}, and run this cell again.")


def _load_verified(root, train):
    """Return MNIST from `root`, brought there first if need be; raise _Problem where that fails."""
    try:
        _bring_files(root)
        return MNIST(root, train=train, download=False, transform=ToTensor())
    except OSError as error:
        full = error.errno == errno.ENOSPC
        advice = "free 60 MB on this disk" if full else "set NN_LINEAR_DATA to another folder"
        what = f"MNIST cannot be written to {error.filename or root} ({_reason(error)})"
        raise _Problem(what, advice) from error


def _bring_files(root):
    """Make sure that `root`/MNIST/raw has the four verified files; write nothing if it has."""
    raw = root.absolute() / "MNIST" / "raw"
    old = raw.parent / "processed"  # a copy made by an old torchvision, which today's would prefer
    if (old / MNIST.test_file).exists():
        raise _Problem(f"The folder {old} holds MNIST in an old format", "delete it")
    if not _missing(raw):
        return
    raw.mkdir(parents=True, exist_ok=True)
    with _lock(root.absolute() / "mnist"):
        for name in _missing(raw):  # asked again: another notebook may have brought them
            data = _read(raw / f"{name}.gz")
            if data is not None:
                write_whole(raw / name, data)
        missing = _missing(raw)
        if missing:
            print(f"Downloading MNIST (about 11 MB) to {root}.")
        for name in missing:
            write_whole(raw / name, _fetch(name, raw))


def _missing(raw):
    return [name for name in FILES if _read(raw / name) is None]


def _read(path):
    """Return the verified, unpacked bytes of a file, or None where there is no such file."""
    try:
        data = path.read_bytes()
        return _unpack(path.stem, data) if path.suffix == ".gz" else _verify(path.name, data)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        why = f"The file {path} cannot be read ({_reason(error)})"
        raise _Problem(why, "make it readable or delete it") from error
    except ValueError as fault:
        raise _Problem(f"The file {path} holds {fault}", "delete it") from fault


def _verify(name, data):
    """Return `data` if they are the file `name`; raise ValueError with what they are instead."""
    size, md5 = FILES[name]
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):  # after a byte order mark
        raise ValueError("a web page instead of the data")
    if len(data) != size:
        raise ValueError(f"{len(data):,} bytes instead of {size:,}")
    if hashlib.md5(data, usedforsecurity=False).hexdigest() != md5:
        raise ValueError("wrong data (its MD5 checksum differs)")
    return data


def _unpack(name, packed):
    """Return the verified bytes of `name` from its .gz; raise ValueError as `_verify` does."""
    if not packed.startswith(b"\x1f\x8b"):  # some browsers save it unpacked
        return _verify(name, packed)
    size, _ = FILES[name]
    try:
        data = gzip.GzipFile(fileobj=io.BytesIO(packed)).read(size + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"a damaged archive ({len(packed):,} bytes)") from error
    return _verify(name, data)


def _lock(path):
    """Return a held lock for use in `with`: only one notebook at a time brings the files."""
    try:
        return locked(path, seconds=0)
    except TimeoutError:
        print("Waiting for another notebook that is downloading MNIST.")
    try:
        return locked(path, LONGEST_SECONDS)
    except TimeoutError:
        why = f"Another notebook has held {path}.lock for {LONGEST_SECONDS} seconds"
        raise _Problem(why, "restart the kernel of that notebook") from None


def _fetch(name, raw):
    """Return the verified bytes of `name` from the first mirror that has them."""
    reasons, advice = [], "check the network"
    for mirror in MNIST.mirrors:
        host = urlsplit(mirror).hostname
        try:
            return _unpack(name, _download(f"{mirror}{name}.gz"))
        except (ConnectionError, TimeoutError, ValueError) as error:
            reasons.append(f"{host}: {error}")
            if isinstance(error, _UntrustedError):
                advice = TRUST
            if isinstance(error, TimeoutError):
                break  # the next mirror would only be a second wait
    raise _Problem(
        f"The file {name}.gz could not be downloaded ({'; '.join(reasons)})",
        f"{advice} or put the four .gz files of MNIST into {raw}",
    )


def _download(url):
    """Return the bytes at `url`; raise ConnectionError if refused, TimeoutError if it stalls."""
    # In a thread, because the time that looking up an address takes cannot be bounded otherwise.
    chunks, stop = queue.SimpleQueue(), threading.Event()
    threading.Thread(target=_stream, args=(url, chunks, stop), daemon=True).start()
    received, start = bytearray(), time.monotonic()
    try:
        while chunk := chunks.get(timeout=STALL_SECONDS):
            if isinstance(chunk, Exception):
                raise chunk
            received += chunk
            if len(received) > MOST_BYTES:
                raise ConnectionError("sent far more than the file")
            if time.monotonic() - start > LONGEST_SECONDS:
                raise TimeoutError(f"not finished after {LONGEST_SECONDS} seconds")
        return bytes(received)
    except queue.Empty:
        raise TimeoutError(f"nothing came for {STALL_SECONDS} seconds") from None
    finally:
        stop.set()


def _stream(url, chunks, stop):
    """Put the bytes at `url` into `chunks`, then b"" at the end, or a ConnectionError."""
    try:
        # The wait in _download is the shorter one; this one lets an abandoned thread end.
        with _opener().open(url, timeout=2 * STALL_SECONDS) as answer:
            while (chunk := answer.read1(65536)) and not stop.is_set():
                chunks.put(chunk)
        chunks.put(b"")
    except urllib.error.HTTPError as error:
        chunks.put(ConnectionError(str(error)))
        error.close()
    except Exception as error:
        chunks.put(_refusal(error))


def _opener():
    """Return what opens a URL, with the proxies and certificates of this moment.

    `urllib.request.urlopen` keeps the proxies of its first call.
    """
    trusted = ssl.create_default_context()
    # A new Python on a Mac trusts no server yet. Where certifi is there, it brings what is missing.
    with contextlib.suppress(ImportError, OSError):
        import certifi

        trusted.load_verify_locations(certifi.where())
    return urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusted))


def _refusal(error):
    """Return the ConnectionError that says why there was no answer."""
    cause = getattr(error, "reason", error)  # urllib wraps the error of the system in its own
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _UntrustedError(f"its certificate is not trusted, {cause.verify_message}")
    return ConnectionError(_reason(cause))


def _reason(error):
    """Return the words of the system for `error`, such as "Connection refused"."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return textwrap.shorten(text, 120)

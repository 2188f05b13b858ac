"""The course must always have digits to show, and always say which ones they are."""

import errno
import gzip
import hashlib
import os
import pickle
import queue
import ssl
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import torch
from filelock import FileLock
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

from helpers import data

TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = data.FILES
REAL_FILES = dict(data.FILES)
REAL_ROOT = data.data_root()
CERTIFICATE = Path(__file__).with_name("self_signed_for_tests.pem")
HANG = 30  # seconds; far more than any test needs
SOON = 0.2  # seconds; what a test waits for that waits until the time is up


def idx(*shape):
    """A file in the format of MNIST, with `shape` whole numbers that count up from 0."""
    header = bytes([0, 0, 8, len(shape)]) + b"".join(n.to_bytes(4, "big") for n in shape)
    count = torch.Size(shape).numel()
    return header + bytes(i % 251 if len(shape) == 3 else i % 10 for i in range(count))


WRONG = "wrong data (its MD5 checksum differs)"
PAGE = b"\xef\xbb\xbf\n<!DOCTYPE html><html>Please log in</html>"
UNPACKED = {
    TRAIN_IMAGES: idx(12, 28, 28),
    TRAIN_LABELS: idx(12),
    TEST_IMAGES: idx(6, 28, 28),
    TEST_LABELS: idx(6),
}
PACKED = {f"{name}.gz": gzip.compress(content) for name, content in UNPACKED.items()}


class Mirror(ThreadingHTTPServer):
    """A web server with two mirrors; `answers` replaces what one of them does.

    It is a proxy, too, which answers for any host.
    """

    daemon_threads = False  # server_close then waits for every thread
    scheme = "http"

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        place = f"{self.scheme}://127.0.0.1:{self.server_port}"
        self.urls = [f"{place}/{name}/" for name in ("one", "two")]
        self.answers, self.requests = {}, []
        self.closing, self.client_left = threading.Event(), threading.Event()

    def handle_error(self, request, client_address):
        self.client_left.set()


class SelfSignedMirror(Mirror):
    """One whose certificate is signed by nobody, as that of a school that reads along."""

    scheme = "https"

    def __init__(self):
        super().__init__()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        self.socket = context.wrap_socket(self.socket, server_side=True)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        _, mirror, name = urlsplit(self.path).path.split("/")
        self.server.requests.append((mirror, name))
        self.server.answers.get(mirror, Handler.send)(self, PACKED[name])

    def send(self, content, size=None):
        self.send_response(200)
        self.send_header("Content-Length", str(size or len(content)))
        self.end_headers()
        self.wfile.write(content)

    def send_for_ever(self, content):
        self.send(b"", size=10**9)
        for _ in range(100 * HANG):
            time.sleep(0.01)
            self.wfile.write(bytes(1000))

    def stall_before_headers(self, content):
        self.server.closing.wait(HANG)

    def stall_in_mid_file(self, content):
        self.send(content[:50], size=len(content))
        self.server.closing.wait(HANG)

    def log_message(self, *args):
        """Keep the output of the tests clean."""


BAD_ANSWERS = {
    "HTTP Error 404: Not Found": lambda handler, content: handler.send_error(404),
    "a web page instead of the data": lambda handler, content: handler.send(PAGE),
    "a damaged archive": lambda handler, content: handler.send(content[:50], len(content)),
    WRONG: lambda handler, content: handler.send(gzip.compress(bytes(9424))),
}


@pytest.fixture(autouse=True)
def no_thread_left_behind():
    before = threading.active_count()
    yield
    end = time.monotonic() + HANG
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.02)
    assert threading.active_count() <= before


@pytest.fixture
def root(tmp_path, monkeypatch):
    """An empty place for a small MNIST of 12 and 6 images."""
    files = {name: (len(b), hashlib.md5(b).hexdigest()) for name, b in UNPACKED.items()}
    monkeypatch.setattr(data, "FILES", files)
    monkeypatch.setenv("NN_LINEAR_DATA", str(tmp_path / "digits"))
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(MNIST, "mirrors", [])
    return tmp_path / "digits"


@pytest.fixture
def mirror(root, monkeypatch, request):
    with getattr(request, "param", Mirror)() as server:
        monkeypatch.setattr(MNIST, "mirrors", server.urls)
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        yield server
        server.closing.set()
        server.shutdown()


@pytest.fixture
def load(capsys):
    """A function that calls load_mnist and returns the dataset and the lines that were printed."""

    def call(train=True):
        capsys.readouterr()
        dataset = data.load_mnist(train)
        return dataset, capsys.readouterr().out.splitlines()

    return call


def put(root, content=UNPACKED):
    """Fill `root` by hand, as a teacher with a USB stick would."""
    raw = root / "MNIST" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for name, some in content.items():
        (raw / name).write_bytes(some)
    return raw


def tree(root):
    """Every file under `root` with its content, without the lock."""
    paths = [path for path in root.rglob("*") if path.is_file() and path.name != "mnist.lock"]
    return {path.name: path.read_bytes() for path in paths}


def fail(error):
    def raising(*args, **kwargs):
        raise error

    return raising


def assert_fell_back(result, *words):
    """The lesson goes on with the small digits, after one sentence that has these words."""
    dataset, lines = result
    assert isinstance(dataset, data.SmallDigits)
    assert dataset[0][0].shape == (1, 28, 28)
    assert lines.pop() == "Using the small digits: 1,500 images, enlarged from 8x8 pixels."
    lines = [line for line in lines if not line.startswith(("Downloading ", "Waiting "))]
    assert len(lines) == 1, "exactly one line says what happened"
    assert lines[0].endswith(", and run this cell again.")
    assert ". " not in lines[0], "one sentence"
    assert "!" not in lines[0]
    for word in words:
        assert str(word) in lines[0]


@pytest.mark.parametrize(
    ("value", "folder"),
    [("shared", Path("shared")), ("~", Path.home()), ("", Path("data")), (None, Path("data"))],
)
def test_a_class_can_share_one_folder_by_setting_the_variable(monkeypatch, value, folder):
    monkeypatch.delenv("NN_LINEAR_DATA", raising=False)
    if value is not None:
        monkeypatch.setenv("NN_LINEAR_DATA", value)
    assert data.data_root() == folder


def test_the_names_of_the_files_are_those_that_torchvision_reads():
    assert {f"{name}.gz" for name in REAL_FILES} == {name for name, _ in MNIST.resources}
    assert all(mirror.endswith("/") for mirror in MNIST.mirrors)


def test_files_in_place_are_used_without_writing_anything(root, load, monkeypatch):
    put(root)
    for owner, name in ((data, "locked"), (data, "write_whole"), (Path, "mkdir")):
        monkeypatch.setattr(owner, name, fail(OSError(errno.EROFS, "Read-only file system")))
    dataset, lines = load()
    assert lines == ["Using MNIST: 12 images of handwritten digits."]
    assert dataset.data.flatten()[:3].tolist() == [0, 1, 2]
    assert load(train=False)[1] == ["Using MNIST: 6 images of handwritten digits."]
    assert not (root / "mnist.lock").exists()
    assert tree(root) == UNPACKED


def test_files_from_a_usb_stick_need_no_network(root, load):
    put(root, PACKED)
    assert load()[1] == ["Using MNIST: 12 images of handwritten digits."]
    assert tree(root) == PACKED | UNPACKED


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        (f"{TRAIN_IMAGES}.gz", PAGE, "a web page instead of the data"),
        (f"{TRAIN_IMAGES}.gz", gzip.compress(b"")[:-1], "a damaged archive (19 bytes)"),
        (
            f"{TRAIN_IMAGES}.gz",
            b"\x1f\x8b\x08" + b"\0" * 7 + b"\xff",
            "a damaged archive (11 bytes)",
        ),
        (f"{TRAIN_IMAGES}.gz", b"", "0 bytes instead of 9,424"),
        (f"{TRAIN_IMAGES}.gz", gzip.compress(bytes(9424)), WRONG),
        (TEST_LABELS, PAGE, "a web page instead of the data"),
        (TEST_LABELS, UNPACKED[TEST_LABELS][:-2], "12 bytes instead of 14"),
        (TEST_LABELS, bytes(14), WRONG),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_a_bad_file_in_place_is_named_and_left(root, load, mirror, name, content, fault):
    files = (PACKED if name in PACKED else UNPACKED) | {name: content}
    raw = put(root, files)
    assert_fell_back(load(), f"The file {raw / name} holds {fault}: delete it")
    assert tree(root) == files
    assert mirror.requests == []
    (raw / name).unlink()  # what the sentence told the student to do
    assert load()[1][-1] == "Using MNIST: 12 images of handwritten digits."
    assert mirror.requests == [("one", f"{name.removesuffix('.gz')}.gz")]


def test_an_unreadable_file_is_named(root, load, monkeypatch):
    raw = put(root)
    monkeypatch.setattr(Path, "read_bytes", fail(PermissionError(errno.EACCES, "no access")))
    assert_fell_back(load(), f"The file {raw / TRAIN_IMAGES} cannot be read (no access): make")


def test_an_unverified_copy_of_an_old_torchvision_is_not_used(root, load):
    put(root)
    old = root / "MNIST" / "processed"
    old.mkdir()
    for name in (MNIST.training_file, MNIST.test_file):
        torch.save((torch.zeros(3, 28, 28, dtype=torch.uint8), torch.zeros(3)), old / name)
    assert_fell_back(load(), old, "delete it")


def test_the_download_happens_once_and_says_so(root, load, mirror):
    dataset, lines = load()
    assert type(dataset) is MNIST
    assert lines == [
        f"Downloading MNIST (about 11 MB) to {root}.",
        "Using MNIST: 12 images of handwritten digits.",
    ]
    assert load(train=False)[1] == ["Using MNIST: 6 images of handwritten digits."]
    assert mirror.requests == [("one", name) for name in PACKED]
    assert tree(root) == UNPACKED


def test_two_notebooks_at_once_download_each_file_once(root, mirror, monkeypatch, capsys):
    second_waits = threading.Event()

    def locked(path, seconds):
        if seconds:
            second_waits.set()
        return FileLock(f"{path}.lock").acquire(timeout=seconds)

    def send_late(handler, content):
        assert second_waits.wait(HANG)
        handler.send(content)

    monkeypatch.setattr(data, "locked", locked)
    mirror.answers["one"] = send_late
    with ThreadPoolExecutor() as notebooks:
        loaded = [notebooks.submit(data.load_mnist) for _ in range(2)]
    using = "Using MNIST: 12 images of handwritten digits."
    downloading = f"Downloading MNIST (about 11 MB) to {root}."
    waiting = "Waiting for another notebook that is downloading MNIST."
    assert sorted(capsys.readouterr().out.splitlines()) == [downloading, using, using, waiting]
    assert [len(each.result()) for each in loaded] == [12, 12]
    assert sorted(name for _, name in mirror.requests) == sorted(PACKED)


def test_a_notebook_that_never_lets_go_does_not_hang_the_others(root, load, monkeypatch):
    monkeypatch.setattr(data, "LONGEST_SECONDS", SOON)
    root.mkdir()
    lock = root / "mnist.lock"
    with ThreadPoolExecutor() as other, FileLock(lock):
        result = other.submit(load).result(HANG)
    assert result[1][0] == "Waiting for another notebook that is downloading MNIST."
    assert_fell_back(result, f"Another notebook has held {lock} for {SOON} seconds: restart")


@pytest.mark.parametrize("stall", [Handler.stall_before_headers, Handler.stall_in_mid_file])
def test_a_network_that_stalls_does_not_stall_the_lesson(root, load, mirror, monkeypatch, stall):
    monkeypatch.setattr(data, "STALL_SECONDS", SOON)
    mirror.answers["one"] = stall
    start = time.monotonic()
    assert_fell_back(load(), f"{TRAIN_IMAGES}.gz", f"nothing came for {SOON} seconds", root)
    assert time.monotonic() - start < HANG / 2
    assert mirror.requests == [("one", f"{TRAIN_IMAGES}.gz")], "it gives up at once"
    assert tree(root) == {}


def test_a_name_server_that_does_not_answer_does_not_stall_the_lesson(root, load, monkeypatch):
    asked = threading.Event()
    monkeypatch.setattr(data, "STALL_SECONDS", SOON)
    monkeypatch.setattr(MNIST, "mirrors", ["http://mnist.example/"])
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: asked.wait(HANG))
    assert_fell_back(load(), f"mnist.example: nothing came for {SOON} seconds")
    asked.set()


@pytest.mark.parametrize(
    ("limit", "value", "why"),
    [
        ("LONGEST_SECONDS", SOON, f"not finished after {SOON} seconds"),
        ("MOST_BYTES", 5000, "far more than the file"),
    ],
)
def test_a_server_that_never_ends_does_not_stall_the_lesson(
    load, mirror, monkeypatch, limit, value, why
):
    mirror.answers |= dict.fromkeys(("one", "two"), Handler.send_for_ever)
    monkeypatch.setattr(data, limit, value)
    assert_fell_back(load(), why)
    assert mirror.client_left.wait(HANG), "the network is not kept busy"


def test_a_slow_network_is_not_taken_for_a_stalled_one(root, load, mirror, monkeypatch):
    put(root, {name: content for name, content in UNPACKED.items() if name != TRAIN_IMAGES})
    waited = []

    class Slow(queue.SimpleQueue):
        """One from which each part comes just in time."""

        def get(self, timeout):
            waited.append(0.9 * timeout)
            return super().get(timeout=HANG)

    monkeypatch.setattr(data.queue, "SimpleQueue", Slow)
    monkeypatch.setattr(data.time, "monotonic", lambda: sum(waited))
    assert load()[1][-1] == "Using MNIST: 12 images of handwritten digits."
    assert data.STALL_SECONDS < sum(waited) < data.LONGEST_SECONDS


@pytest.mark.parametrize("fault", BAD_ANSWERS)
def test_a_bad_mirror_is_passed_over_and_two_leave_nothing_behind(root, load, mirror, fault):
    mirror.answers |= {"one": BAD_ANSWERS[fault], "two": BAD_ANSWERS[fault]}
    raw = root / "MNIST" / "raw"
    assert_fell_back(load(), f"{TRAIN_IMAGES}.gz", f"127.0.0.1: {fault}", "check the network", raw)
    assert tree(root) == {}
    del mirror.answers["two"]
    assert load()[1][-1] == "Using MNIST: 12 images of handwritten digits."
    assert tree(root) == UNPACKED


def test_without_a_network_the_lesson_goes_on(root, load, monkeypatch):
    with Mirror() as closed:
        monkeypatch.setattr(MNIST, "mirrors", closed.urls)
    # Nobody listens on this port any more.
    assert_fell_back(load(), f"{TRAIN_IMAGES}.gz could not be downloaded (127.0.0.1: ", "refused")


@pytest.mark.parametrize("mirror", [SelfSignedMirror], indirect=True)
def test_a_certificate_that_nobody_trusts_is_named_with_a_cure_that_works(
    root, load, mirror, monkeypatch
):
    monkeypatch.setitem(sys.modules, "certifi", None)  # as if it was not installed
    why = "(127.0.0.1: its certificate is not trusted, self"
    cures = '"Install Certificates.command"', "set SSL_CERT_FILE to the file of its", "the four .gz"
    assert_fell_back(load(), why, *cures, root / "MNIST" / "raw")
    assert mirror.requests == []
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert load()[1][-1] == "Using MNIST: 12 images of handwritten digits."


@pytest.mark.parametrize("mirror", [SelfSignedMirror], indirect=True)
def test_a_new_python_on_a_mac_trusts_whom_certifi_trusts(load, mirror, monkeypatch):
    monkeypatch.setattr("certifi.where", lambda: str(CERTIFICATE))
    assert load()[1][-1] == "Using MNIST: 12 images of handwritten digits."


def test_a_proxy_that_is_set_after_a_failure_is_asked(load, mirror, monkeypatch):
    proxy, closed = mirror, Mirror()
    closed.server_close()
    monkeypatch.setattr(MNIST, "mirrors", [f"http://localhost:{closed.server_port}/one/"])
    assert_fell_back(load(), "localhost: ")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.server_port}")
    assert load()[1][-1] == "Using MNIST: 12 images of handwritten digits."
    assert proxy.requests == [("one", name) for name in PACKED]


class Interrupted(queue.SimpleQueue):
    """A student presses Stop when the first bytes have come."""

    def get(self, timeout):
        super().get(timeout=timeout)
        raise KeyboardInterrupt


def test_stopping_the_cell_in_mid_download_leaves_nothing_half_done(
    root, load, mirror, monkeypatch
):
    mirror.answers["one"] = Handler.stall_in_mid_file
    with monkeypatch.context() as patch:
        patch.setattr(data.queue, "SimpleQueue", Interrupted)
        with pytest.raises(KeyboardInterrupt):
            load()
    assert tree(root) == {}
    mirror.answers.clear()
    assert load()[1][-1] == "Using MNIST: 12 images of handwritten digits."


def test_on_a_full_disk_nothing_is_left_and_the_lesson_goes_on(root, load, mirror, monkeypatch):
    monkeypatch.setattr(os, "fsync", fail(OSError(errno.ENOSPC, "No space left")))
    assert_fell_back(load(), f"MNIST cannot be written to {root} (No space left): free 60 MB")
    assert tree(root) == {}


def test_a_file_system_without_locks_is_named(root, load, mirror, monkeypatch):
    monkeypatch.setattr(FileLock, "acquire", fail(NotImplementedError("no flock")))
    why = f"to {root / 'mnist.lock'} (This file system has no locks): set NN_LINEAR_DATA"
    assert_fell_back(load(), why)
    assert tree(root) == {}


@pytest.mark.parametrize(
    ("owner", "name", "error"),
    [
        (Path, "mkdir", OSError(errno.EROFS, "Read-only file system", "here")),
        (data, "locked", PermissionError(errno.EACCES, "Permission denied", "here")),
        (os, "replace", PermissionError(errno.EACCES, "Permission denied", "here")),
    ],
)
def test_a_folder_that_cannot_be_written_is_named(
    root, load, mirror, monkeypatch, owner, name, error
):
    monkeypatch.setattr(owner, name, fail(error))
    assert_fell_back(load(), f"MNIST cannot be written to here ({error.strerror}): set NN_LINEAR")
    assert tree(root) == {}


def test_a_file_in_place_of_the_folder_is_named_and_left(root, load):
    root.write_text("my homework")
    assert_fell_back(load(), f"MNIST cannot be written to {root}", "set NN_LINEAR_DATA")
    assert root.read_text() == "my homework"


@pytest.fixture(params=[True, False], ids=["train", "test"], scope="module")
def small(request):
    return data.SmallDigits(request.param, transform=ToTensor())


def test_lessons_cannot_tell_the_two_sources_apart(root, load, small):
    put(root)
    for dataset in (load(small.train)[0], small):
        assert isinstance(dataset, MNIST)
        assert dataset.data.shape == (len(dataset), 28, 28)
        assert (dataset.data.dtype, dataset.targets.dtype) == (torch.uint8, torch.int64)
        assert dataset.data.is_contiguous()
        assert dataset.targets.shape == (len(dataset),)
        assert dataset.classes[7] == "7 - seven"
        image, label = dataset[3]
        assert (image.shape, image.dtype, type(label)) == ((1, 28, 28), torch.float32, int)
        assert torch.equal(image[0], dataset.data[3] / 255)
        images, labels = next(iter(DataLoader(dataset, batch_size=5)))
        assert (images.shape, labels.tolist()) == ((5, 1, 28, 28), dataset.targets[:5].tolist())
        for_a_worker = pickle.loads(pickle.dumps(dataset))  # of DataLoader(..., num_workers=2)
        assert torch.equal(for_a_worker.data, dataset.data)


def test_the_small_digits_begin_like_mnist_without_claiming_to_be_it(small):
    first = [5, 0, 4, 1, 9, 2, 1, 3, 1, 4] if small.train else [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert small.targets[:10].tolist() == first
    count = 1500 if small.train else 297
    assert repr(small).startswith(f"Dataset SmallDigits\n    Number of datapoints: {count}\n")
    assert "Root location" not in repr(small), "no path of a machine in a stored output"


def test_every_digit_can_be_learned_and_tested(small):
    assert small.targets.bincount(minlength=10).min() >= 0.09 * len(small)
    for batch in small.targets.split(50)[:-1]:
        assert len(batch.unique()) >= 8, "a batch without shuffling has most of the digits"
    steps = small.targets.diff() % 10
    assert (steps == 1).float().mean() < 0.15, "0 1 2 3 would be easy to guess"


def test_no_test_image_is_in_the_training_set():
    images = torch.cat([data.SmallDigits(True).data, data.SmallDigits(False).data])
    assert len(images.flatten(1).unique(dim=0)) == 1797


def test_the_small_digits_look_like_mnist(small):
    pixels = small.data / 255
    assert pixels.max() == 1
    assert pixels[:, :3].sum() + pixels[:, -3:].sum() == 0, "a black margin above and below"
    assert pixels[:, :, :3].sum() + pixels[:, :, -3:].sum() == 0, "and on both sides"
    rows = (pixels > 0.5).any(2).sum(1).float()
    assert 18 < rows.mean() <= 20, "digits fill a box of 20 pixels"
    copies = (pixels[:, 8:18] == pixels[:, 9:19]).all(2).float()
    assert copies.mean() < 0.05, "no blocks of 8x8 pixels"
    assert pixels.mean().item() == pytest.approx(0.1307, abs=0.015)
    assert pixels.std().item() == pytest.approx(0.3081, abs=0.015)


HERE = (REAL_ROOT / "MNIST" / "raw" / TRAIN_IMAGES).exists()


@pytest.mark.skipif(not HERE, reason="MNIST is not on this machine")
def test_the_real_mnist_is_recognised(monkeypatch, load):
    monkeypatch.setenv("NN_LINEAR_DATA", str(REAL_ROOT.absolute()))
    dataset, lines = load()
    assert lines == ["Using MNIST: 60,000 images of handwritten digits."]
    assert dataset.targets[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert load(train=False)[1] == ["Using MNIST: 10,000 images of handwritten digits."]

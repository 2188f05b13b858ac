"""Files that several notebooks may write at once, on a disk that may be full."""

import errno
import os
import secrets
from pathlib import Path

from filelock import FileLock, Timeout


def write_whole(path, data):
    """Give `data` the name `path`, once all of it is on the disk.

    Until then a file that was there before stays, and whatever goes wrong (a full disk, a stopped
    cell, a crash) leaves no half of the new one under this name. Of two that write at once, the
    last one wins.

    Args:
        path: of a file in a folder that is there.
        data: bytes, or a text, which is encoded as UTF-8.

    Raises:
        OSError: if it cannot be written.
    """
    path = Path(path)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")  # nobody else writes there
    try:
        with part.open("xb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def locked(path, seconds):
    """Return the held lock of `path`, for use in `with`: one process or thread at a time has it.

    The lock is a file beside `path`, with `.lock` behind its name. The folder must be there, `path`
    itself need not.

    Args:
        seconds: how long to wait while somebody else has it; 0 to ask once.

    Raises:
        TimeoutError: if it is still taken then. It is an OSError too: catch it first.
        OSError: if the file cannot be written, or the file system has no locks.
    """
    lock = FileLock(f"{path}.lock")
    try:
        return lock.acquire(timeout=seconds)
    except Timeout:
        why = f"Another notebook has held {lock.lock_file} for {seconds} seconds."
        raise TimeoutError(why) from None
    except NotImplementedError as error:
        why = "This file system has no locks"
        raise OSError(errno.ENOTSUP, why, lock.lock_file) from error

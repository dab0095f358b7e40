"""One writer at a time in a folder. The lock goes with its process, however that ends, and leaves nothing in the workspace.

The folder itself is locked, so that everybody is kept apart who can write there. Windows locks no folders, and neither do some
network file systems: there a file among the temporary ones stands for it.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

PATIENCE = 10.0
"""Seconds that a writer waits for another."""
_STEP = 0.005


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keep other writers out of a folder. Raises OSError where that cannot be done in so many seconds. It is not to be taken
    twice."""
    handle = _taken(folder, patience)
    try:
        yield
    finally:
        _unlock(handle)
        os.close(handle)


def _taken(folder: Path, patience: float) -> int:
    deadline = time.monotonic() + patience
    handle = _opened(folder)
    try:
        while not _lock(handle):
            if time.monotonic() > deadline:
                raise OSError(errno.EAGAIN, f"another process keeps “{folder}” locked")
            time.sleep(_STEP)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _stand_in(folder: Path) -> int:
    """A file that stands for a folder; it is never written."""
    import tempfile

    name = blake2b(os.fsencode(os.path.realpath(folder)), digest_size=16).hexdigest()
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    return os.open(Path(tempfile.gettempdir()) / f"shallcheck-{name}.lock", flags, 0o600)


if sys.platform == "win32":
    import msvcrt

    _opened = _stand_in

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    _NO_FOLDERS = {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.EOPNOTSUPP}

    def _opened(folder: Path) -> int:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            if error.errno in _NO_FOLDERS:
                return _stand_in(folder)
            raise
        return handle

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EACCES):
                return False
            raise
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)

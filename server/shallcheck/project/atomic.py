"""Writing a file whole or not at all, and nobody else meanwhile: documents, exports and everything that ShallCheck keeps."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shallcheck.project.locking import locked

NEXT = ".shallcheck-next"
"""What is written before it is moved over the file: one in a folder, as only who holds its lock writes. A writer that is killed
leaves it behind, and the next one begins with it anew."""


class Held:
    """A file that nobody else writes as long as this is held."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def write(self, data: bytes) -> None:
        """Write the file whole or not at all, keeping its owner and permissions where it exists. Raises OSError, also where
        something else than a file stands in its place, such as a link, which would be lost or would lead elsewhere."""
        status = regular(self._file)
        place = self._file.with_name(NEXT)
        place.unlink(missing_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if status is not None:
                with contextlib.suppress(OSError, AttributeError):  # only root may give files away, and Windows has no owners
                    os.chown(place, status.st_uid, status.st_gid)
                place.chmod(stat.S_IMODE(status.st_mode))
            _moved(place, self._file)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
        _settled(self._file.parent)

    def write_lines(self, text: str) -> None:
        """Write a text as UTF-8, with the line ends that the file has."""
        data = text.encode("utf-8", "replace")
        self.write(data.replace(b"\n", b"\r\n") if _has_two_signs(self._file) else data)


@contextmanager
def exclusive(file: Path) -> Iterator[Held]:
    """Hold a file, to read it and write it anew without losing what another writes. Raises OSError where that cannot be done."""
    with locked(file.parent):
        yield Held(file)


def write_atomically(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, as `Held.write` does. Raises OSError."""
    with exclusive(file) as held:
        held.write(data)


def write_new(file: Path, data: bytes) -> bool:
    """Write a file that is not there yet, whole or not at all; returns False where something is. Raises OSError."""
    with exclusive(file) as held:
        if os.path.lexists(file):
            return False
        held.write(data)
    return True


def regular(file: Path) -> os.stat_result | None:
    """The status of a file; None where there is none. Raises OSError where something else stands in its place: no link is
    followed, and a pipe would never end."""
    try:
        status = file.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISREG(status.st_mode):
        return status
    raise OSError(errno.EINVAL, f"it is {_KINDS.get(stat.S_IFMT(status.st_mode), 'no regular file')}", os.fspath(file))


_KINDS = {stat.S_IFLNK: "a symbolic link", stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe"}


def _has_two_signs(file: Path) -> bool:
    """Whether the first line of a file ends in the Windows way."""
    try:
        with file.open("rb") as stream:
            return stream.readline(100_000).endswith(b"\r\n")
    except FileNotFoundError:
        return False


if sys.platform == "win32":  # where a file that somebody reads just now cannot be moved over

    def _moved(place: Path, file: Path) -> None:
        for _ in range(100):
            try:
                place.replace(file)
            except PermissionError:
                time.sleep(0.01)
            else:
                return
        place.replace(file)

    def _settled(folder: Path) -> None:
        """There is nothing to do."""

else:

    def _moved(place: Path, file: Path) -> None:
        place.replace(file)

    def _settled(folder: Path) -> None:
        """Have the disk know the new name as well."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # some file systems cannot
                os.fsync(handle)
        finally:
            os.close(handle)

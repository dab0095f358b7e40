"""Writing fixes to files: each file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from shallcheck.model.finding import apply_edits
from shallcheck.project.check import Check
from shallcheck.project.discovery import UnreadableError, read_source
from shallcheck.project.fixes import safe_edits


def write_safe_fixes(check: Check, path: str) -> tuple[int, str]:
    """Apply the safe fixes of one checked file. Returns how many edits were made, and why none could be where that is so.

    The new text is written beside the file and moved over it, in its own encoding, with its permissions; a file that has changed
    since it was read, or that has another name, is left alone.
    """
    file, source = Path(path), check.sources[path]
    edits = safe_edits(check.documents[path], check.reports(path))
    if not edits:
        return 0, ""
    if not source.encoding:
        return 0, "This is an archive, so it was not fixed: change it in the tool that it comes from."
    if file.is_symlink():
        return 0, "This is a symbolic link, so it was not fixed: fix the file that it points to."
    if not os.access(file, os.W_OK):
        return 0, "This file is read-only, so it was not fixed: make it writable."
    try:
        if file.stat().st_nlink > 1:
            return (
                0,
                "This file has other names (hard links), which a fix would part from it: remove them first.",
            )
        if read_source(file) != source:
            return 0, "This file changed while it was checked, so it was not fixed: run again."
        write_atomically(file, apply_edits(source.text, edits).encode(source.encoding))
    except (OSError, UnreadableError, UnicodeEncodeError) as error:
        return 0, f"This file could not be written ({error}), so it is as it was."
    return len(edits), ""


def write_atomically(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, keeping its owner and permissions where it exists. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".shallcheck-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        status = file.stat() if file.exists() else None
        with contextlib.suppress(OSError, AttributeError):  # only root may give files away, and Windows has no owners
            if status is not None:
                os.chown(name, status.st_uid, status.st_gid)
        Path(name).chmod(status.st_mode & 0o7777 if status is not None else 0o666 & ~_umask())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """What this process takes away from the permissions of new files; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask

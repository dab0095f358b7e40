"""Writing fixes to files: each file whole or not at all."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path

from shallcheck.model.finding import apply_edits
from shallcheck.project.atomic import exclusive
from shallcheck.project.check import Check
from shallcheck.project.discovery import UnreadableError, read_source
from shallcheck.project.fixes import safe_fixes


def write_safe_fixes(check: Check, path: str) -> tuple[int, str]:
    """Apply the safe fixes of one checked file. Returns how many were applied, and why none could be where that is so.

    The new text is written beside the file and moved over it, in its own encoding, with its permissions; a file that has changed
    since it was read, or that has another name, is left alone.
    """
    file, source = Path(path), check.sources[path]
    fixes = safe_fixes(check.documents[path], check.reports(path))
    if not fixes:
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
        with exclusive(file) as held:
            if read_source(file) != source:
                return 0, "This file changed while it was checked, so it was not fixed: run again."
            held.write(apply_edits(source.text, sorted(chain.from_iterable(fixes))).encode(source.encoding))
    except (OSError, UnreadableError, UnicodeEncodeError) as error:
        return 0, f"This file could not be written ({error}), so it is as it was."
    return len(fixes), ""

"""What concerns a run and not a document: sentences on standard error. Imports nothing slow, for the server has faults too."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from shallcheck.reports.quoting import printable

UNUSABLE = 2
"""The exit code where a check could not be finished."""


def tell(message: str) -> None:
    """Print a sentence on standard error. The names of files in it can neither break the line nor steer the terminal."""
    print(printable(message), file=sys.stderr)


def fault(error: Exception) -> str:
    """What to say of an error that nobody expected."""
    if isinstance(error, OSError):
        return f"ShallCheck could not finish ({error.strerror or error}), so this is no result."
    where = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}: {error}, at {Path(where.filename).name}:{where.lineno}"
    return f"ShallCheck could not finish ({what}), so this is no result: report it as a fault."


def abandon_output() -> None:
    """Drop what could not be printed, so that it is not tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""`python -m tests.project.killing KIND FOLDER`: 200 times two writers of one kind of state at once, killed at a random moment.

For each time a line of JSON: what the writers were told is kept, what was found to be kept, and what else is wrong.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from shallcheck.model.reviews import Recorded, Reviews
from shallcheck.project import baseline, review_file
from shallcheck.project.atomic import NEXT, exclusive
from shallcheck.project.cache import Cache
from shallcheck.project.ledger import Entry, append, read_ledger
from shallcheck.project.locking import locked

TIMES = 200
LONGEST = 0.004
"""Seconds after which both are dead."""
FILLER = "x" * 3000


class Kind(NamedTuple):
    """`write` keeps something and names it, again and again; `kept` names what is kept, and says what is wrong."""

    write: Callable[[Path, str], Iterator[str]]
    kept: Callable[[Path], tuple[list[str], list[str]]]


def _verdicts(folder: Path, who: str) -> Iterator[str]:
    for number in range(10_000):
        name = f"{who}-{number}"
        append(folder / "ledger", Entry("2026-11-26T10:00:00Z", name, "b", {"verdict": "refused", "filler": FILLER}))
        yield name


def _kept_verdicts(folder: Path) -> tuple[list[str], list[str]]:
    append(folder / "ledger", Entry("2026-11-26T10:00:00Z", "last", "b", {"verdict": "refused"}))
    found = read_ledger(folder / "ledger")
    return [each.proposal for each in found.entries], ["more is torn than two were killed"] * (len(found.damaged) > 2)


def _reviews(folder: Path, who: str) -> Iterator[str]:
    for number in range(10_000):
        name = f"{who}-{number}"
        with exclusive(folder / review_file.FILE) as held:
            before = review_file.read_reviews(folder / review_file.FILE).reviews
            one = Recorded("0123456789abcdef", "2026-05-01", "Ann Lee", f"The pump shall stop within {number} s. {FILLER}")
            held.write_lines(review_file.written(Reviews({**before.artifacts, name: one})))
        yield name


def _kept_reviews(folder: Path) -> tuple[list[str], list[str]]:
    found = review_file.read_reviews(folder / review_file.FILE)
    return list(found.reviews.artifacts), [each.message for each in found.problems]


def _findings(folder: Path, who: str) -> Iterator[str]:
    for number in range(10_000):
        name = f"AMB001\t{who}-{number}\t{FILLER}"
        with exclusive(folder / baseline.FILE) as held:
            before = baseline.read_baseline(folder / baseline.FILE).baseline.stale(None)
            held.write_lines(baseline.written([*before, name]))
        yield name


def _kept_findings(folder: Path) -> tuple[list[str], list[str]]:
    found = baseline.read_baseline(folder / baseline.FILE)
    return found.baseline.stale(None), [each.message for each in found.problems]


def _values(folder: Path, who: str) -> Iterator[str]:
    cache = Cache(folder.parent)
    for number in range(10_000):
        name = f"{folder.name}{who}-{number}"
        cache.put("findings", {name.encode().rjust(16): FILLER[:200].encode()})
        yield name


def _kept_values(folder: Path) -> tuple[list[str], list[str]]:
    cache = Cache(folder.parent)
    keys = [f"{folder.name}{who}-{number}".encode().rjust(16) for who in "ab" for number in range(1000)]
    found = cache.get("findings", keys)
    wrong = [f"{key!r} has another value" for key, value in found.items() if value != FILLER[:200].encode()]
    assert cache._connection is not None
    if int(folder.name) % 20 == 0 or int(folder.name) == TIMES - 1:  # it looks at all, which takes its time
        wrong += [row[0].decode() for row in cache._connection.execute("PRAGMA integrity_check") if row[0] != b"ok"]
    cache.close()
    return [key.decode().strip() for key in found], wrong


def _claims(folder: Path, who: str) -> Iterator[str]:
    cache = Cache(folder.parent)
    for number in range(10_000):
        if cache.claim("reservations", f"{folder.name}-{number}".encode().rjust(16), who.encode(), lambda known: False):
            yield f"{number}"


def _kept_claims(folder: Path) -> tuple[list[str], list[str]]:
    cache = Cache(folder.parent)
    found = cache.get("reservations", [f"{folder.name}-{number}".encode().rjust(16) for number in range(3000)])
    cache.close()
    return [key.decode().strip().removeprefix(f"{folder.name}-") for key in found], []


KINDS = {
    "ledger": Kind(_verdicts, _kept_verdicts),
    "reviewed": Kind(_reviews, _kept_reviews),
    "baseline": Kind(_findings, _kept_findings),
    "cache": Kind(_values, _kept_values),
    "reservations": Kind(_claims, _kept_claims),
}


def _once(kind: Kind, folder: Path) -> list[str]:
    """What two writers were told is kept before they were killed."""
    read, write = os.pipe()
    children = []
    for who in "ab":
        child = os.fork()
        if child == 0:
            os.close(read)
            for name in kind.write(folder, who):
                os.write(write, name.encode() + b"\n")
        children.append(child)
    os.close(write)
    time.sleep(random.random() * LONGEST)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    told = b""
    while some := os.read(read, 65536):
        told += some
    os.close(read)
    return told.decode().split("\n")[:-1]


def main(name: str, top: Path) -> None:
    """Kill writers, and say each time what came of it."""
    for number in range(TIMES):
        folder = top / str(number)
        folder.mkdir()
        told = _once(KINDS[name], folder)
        with locked(folder, 0.5):  # the dead hold nothing
            (folder / NEXT).unlink(missing_ok=True)
        kept, wrong = KINDS[name].kept(folder)
        wrong += [f"“{file.name}” is left" for file in folder.iterdir() if file.name.startswith(".")]
        print(json.dumps([told, kept, wrong]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

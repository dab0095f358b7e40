"""What the rules of the gate look at: the levels down to the one that work is to go on from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from shallcheck.model.briefs import Outdated
from shallcheck.model.chain import Chain
from shallcheck.model.finding import Finding
from shallcheck.model.graph import TraceGraph
from shallcheck.model.index import Defined
from shallcheck.model.reviews import Reviews

DRAFTS = frozenset({"draft", "in draft", "wip", "work in progress", "in work", "in progress", "tbd"})
"""Statuses of what nothing may build on yet."""


class Raised(NamedTuple):
    """A finding of the gate; its span is in the segment of `at`. None: it concerns a whole file, or the project."""

    finding: Finding
    at: Defined | None
    path: str = ""
    """The file that it concerns, where it concerns no artifact."""


class Unplanned(NamedTuple):
    """A source file that belongs to nothing which has passed the gate."""

    path: str
    names: str = ""
    """What it names, or what names it; empty: nothing."""
    standing: str = ""
    """Why that has not passed."""


@dataclass(frozen=True, slots=True)
class LevelState:
    """A level of the chain, as it stands."""

    level: str
    title: str
    optional: bool
    artifacts: tuple[Defined, ...]
    """Those that hold, and that the gate is asked about."""
    held: bool
    """Whether it holds anything at all, asked about or not."""
    failed: tuple[Defined, ...]
    """Those of which a test has failed."""
    unfinished: tuple[Defined, ...]
    """Those on which nothing may build yet, by their status."""
    reworded: tuple[Defined, ...]
    """Those that are recorded in other words."""
    errors: int
    """Findings that block, on its artifacts and in its documents."""


@dataclass(frozen=True, slots=True)
class GateScene:
    """What the gate is asked about: the levels from the top down to one, or a slice of them."""

    chain: Chain
    graph: TraceGraph
    levels: tuple[LevelState, ...]
    reviews: Reviews | None = None
    """What is recorded of the project's artifacts; None: nothing."""
    statuses: tuple[str, ...] = ()
    """Statuses (in small letters) of which an artifact needs one; empty: any but that of a draft."""
    unplanned: tuple[Unplanned, ...] = ()
    """Of the source files that were asked about, those that belong to nothing which has passed."""
    outdated: tuple[Outdated, ...] = ()
    """The hand-off briefs that are older than the state."""


def is_finished(status: str, statuses: Collection[str]) -> bool:
    """Whether something may build on an artifact with a status; `statuses` as in `GateScene`."""
    return status in statuses if statuses else status not in DRAFTS

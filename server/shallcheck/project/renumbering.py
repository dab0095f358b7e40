"""Numbers that follow from places: when a criterion comes, goes or moves, those behind it are called otherwise, and what names
them by the old numbers names others, without a word. Here each is followed through the edits of its document, so that links can
follow too.

What a link meant is what had its number when the document was last numbered anew, or when the link was last written, whichever
was later.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count
from typing import NamedTuple

from shallcheck.model.document import Document
from shallcheck.model.finding import Edit
from shallcheck.model.index import Named
from shallcheck.model.place import Span
from shallcheck.project.state import Project

_LIKE = 60
"""From which likeness on (of 100) two texts at one place are one text that was edited."""
_MOST = 2000
"""Artifacts of a document that is followed."""
_PAIRS = 40_000
"""Texts that are compared at one edit, each with each: a twentieth of a second."""

Owner = tuple[str, str]
"""Who links: the path of its document, and its identifier."""


class _Followed(NamedTuple):
    """An artifact: who it is, through all edits; what it is called; what it says."""

    who: int
    label: str
    says: tuple[str, str]


@dataclass
class _Meant:
    """What the links of somebody name, and who that was."""

    targets: tuple[str, ...]
    who: dict[str, int]


class Stale(NamedTuple):
    """A link by an old number, and the number to write; None: what it meant is gone."""

    named: Named
    label: str
    now: str | None


@dataclass
class Numbers:
    """The numbers of one document, followed through its edits."""

    space: str
    _rows: list[_Followed] = field(default_factory=list)
    _gone: dict[tuple[str, str], int] = field(default_factory=dict)
    _meant: dict[Owner, _Meant] = field(default_factory=dict)
    _names: Iterator[int] = field(default_factory=count)

    @classmethod
    def of(cls, document: Document) -> Numbers | None:
        """Those of a document; None where nothing in it has a number by its place."""
        space = document.setting.namespace
        if not space or not any(artifact.positional for _, _, artifact in document.artifacts()):
            return None
        rows = list(_said(document))
        if len(rows) > _MOST:
            return None
        made = cls(document.setting.namespace)
        made._rows = [_Followed(next(made._names), label, says) for label, says in rows]
        return made

    def edited(self, project: Project, document: Document) -> None:
        """Follow an edit; `project` knows the links."""
        rows = list(_said(document))
        if len(rows) > _MOST:
            self._rows, self._gone, self._meant = [], {}, {}
            return
        who = self._same([says for _, says in rows])
        now = [_Followed(each, label, says) for each, (label, says) in zip(who, rows, strict=True)]
        before = {row.who: row.label for row in self._rows}
        if {row.who: row.label for row in now} != before:
            self._remember(project)
            kept = {row.who for row in now}
            self._gone.update((row.says, row.who) for row in self._rows if row.who not in kept)
        self._rows = now

    def stale(self, project: Project) -> list[Stale]:
        """The links that name something by the number that it had."""
        labels = {row.who: row.label for row in self._rows}
        found = []
        for owner, links in self._links(project, {label for meant in self._meant.values() for label in meant.who}).items():
            meant = self._meant.get(owner)
            if meant is None or tuple(sorted(label for label, _ in links)) != meant.targets:
                continue
            for label, named in links:
                now = labels.get(meant.who[label])
                if now != label:
                    found.append(Stale(named, label, now))
        return found

    def renumbered(self) -> dict[str, str | None]:
        """The numbers that links may still use, by what they stand for now."""
        labels = {row.who: row.label for row in self._rows}
        return {label: labels.get(who) for meant in self._meant.values() for label, who in meant.who.items()}

    def _remember(self, project: Project) -> None:
        """Note whom each link means, by the numbers that hold until now, unless it was noted and the link is as it was."""
        known = {row.label: row.who for row in reversed(self._rows)}
        for owner, links in self._links(project, set(known)).items():
            targets = tuple(sorted(label for label, _ in links))
            meant = self._meant.get(owner)
            if meant is None or meant.targets != targets:
                self._meant[owner] = _Meant(targets, {label: known[label] for label in targets})

    def _links(self, project: Project, labels: set[str]) -> dict[Owner, list[tuple[str, Named]]]:
        """The links by numbers of this document, by who links."""
        found: dict[Owner, list[tuple[str, Named]]] = defaultdict(list)
        for index in (project.index, *(other.index for other in project.elsewhere())):
            for label in sorted(labels):
                for named in index.links_to(self.space + label):
                    if self.space in (named.setting.namespace, *named.setting.scopes) or named.link.target.startswith(self.space):
                        found[named.path, named.source].append((label, named))
        return found

    def _same(self, says: Sequence[tuple[str, str]]) -> list[int]:
        """Who each of these is: of those there were, or somebody new."""
        old = [row.says for row in self._rows]
        who: list[int | None] = [None] * len(says)
        free: set[int] = set()
        for what, left, right, begin, end in SequenceMatcher(None, old, says, autojunk=False).get_opcodes():
            if what == "equal":
                who[begin:end] = [row.who for row in self._rows[left:right]]
            else:
                pairs = list(_alike(old[left:right], says[begin:end]))
                for one, other in pairs:
                    who[begin + other] = self._rows[left + one].who
                free |= set(range(left, right)) - {left + one for one, _ in pairs}
        moved = {self._rows[at].says: self._rows[at].who for at in sorted(free, reverse=True)}
        return [each if each is not None else self._back(one, moved) for each, one in zip(who, says, strict=True)]

    def _back(self, says: tuple[str, str], moved: dict[tuple[str, str], int]) -> int:
        """Who says this: something that stood elsewhere, something that was cut out before, or somebody new."""
        known = moved.pop(says, None)
        if known is None:
            known = self._gone.pop(says, None)
        return next(self._names) if known is None else known


def followed(project: Project, stale: Sequence[Stale]) -> tuple[dict[str, list[Edit]], list[Stale]]:
    """The edits that have links follow, by path, and the links that cannot: what they mean is gone, and they stand alone."""
    rows: dict[str, list[Edit]] = defaultdict(list)
    left = []
    for each in stale:
        path, link = each.named.path, each.named.link
        owner = next((one for one in (project, *project.elsewhere()) if path in one.documents), project)
        placed = owner.placed(path, each.named.segment)
        if placed is None:
            continue
        place = link.place.shifted(placed.start)
        text = owner.documents[path].text
        source = place.of(text)
        if each.now is None:
            cut = _cut(text, place, [one.place.shifted(placed.start) for one in each.named.segment.reading.links])
            rows[path] += [cut] if cut else []
            left += [] if cut else [each]
        elif source.endswith(each.label):
            rows[path].append(Edit(place.end - len(each.label), place.end, each.now))
    return {path: sorted(set(edits)) for path, edits in rows.items() if edits}, left


def _cut(text: str, place: Span, others: Sequence[Span]) -> Edit | None:
    """The edit that takes a number out of a list of numbers; None where it stands alone."""
    after = text[place.end : place.end + 3]
    before = text[max(0, place.start - 3) : place.start]
    comma = len(after) - len(after.lstrip(", \t"))
    if "," in after[:comma] and any(each.start == place.end + comma for each in others):
        return Edit(place.start, place.end + comma, "")
    comma = len(before) - len(before.rstrip(", \t"))
    if "," in before[len(before) - comma :] and any(each.end == place.start - comma for each in others):
        return Edit(place.start - comma, place.end, "")
    return None


def _said(document: Document) -> Iterator[tuple[str, tuple[str, str]]]:
    """What each artifact is called, and what it is and says."""
    for placed in document.placed:
        reading = placed.segment.reading
        said: dict[int | None, list[str]] = defaultdict(list)
        for statement in reading.statements:
            said[statement.artifact].append(statement.text)
        for number, artifact in enumerate(reading.artifacts):
            words = [] if not artifact.positional else said[number]
            yield artifact.label, ("part" if artifact.positional else "whole", " ".join((artifact.title, *words)))


def _alike(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Which of those that stood at a place are which of those that stand there now: the only one of each, or the likest, in their
    order."""
    from rapidfuzz import fuzz

    for kind in ("whole", "part"):
        left = [at for at, each in enumerate(old) if each[0] == kind]
        right = [at for at, each in enumerate(new) if each[0] == kind]
        if len(left) == len(right):
            yield from zip(left, right, strict=True)
            continue
        if len(left) * len(right) > _PAIRS:
            continue  # so much at once is another text
        pairs = ((fuzz.ratio(old[one][1], new[other][1], score_cutoff=_LIKE), one, other) for one in left for other in right)
        taken: list[tuple[int, int]] = []
        for _, one, other in sorted((each for each in pairs if each[0]), reverse=True):
            at = bisect(taken, (one, other))
            after = taken[at - 1] if at else (-1, -1)
            before = taken[at] if at < len(taken) else (len(old), len(new))
            if after[0] < one < before[0] and after[1] < other < before[1]:
                taken.insert(at, (one, other))
        yield from taken

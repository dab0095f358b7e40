"""What a project has recorded of its artifacts, and which of its trace links somebody has reviewed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from shallcheck.model.document import Link, Reading
from shallcheck.model.graph import DOWNWARD, MENTION

REVIEWED = "shallcheck-reviewed.txt"
"""The file that it stands in."""


class LinkKey(NamedTuple):
    """A trace link, by identifiers of the workspace."""

    source: str
    type: str
    target: str

    @property
    def upper(self) -> str:
        """The end that the other builds on: a change of its meaning makes the link suspect."""
        return self.source if self.type == DOWNWARD else self.target


class Recorded(NamedTuple):
    """An artifact as it was recorded. `mark` is the fingerprint of its words, `day` as 2027-01-31, `by` who recorded it."""

    mark: str
    day: str
    by: str
    words: str


class Review(NamedTuple):
    """When, by whom and why a link was found to be right. `mark`: the fingerprint of its upper end as it was then."""

    mark: str
    day: str
    by: str
    why: str = ""


@dataclass(frozen=True)
class Reviews:
    """What is recorded. `versions` keeps, by identifier and fingerprint, the words that reviews were made against."""

    artifacts: Mapping[str, Recorded] = field(default_factory=dict)
    links: Mapping[LinkKey, Review] = field(default_factory=dict)
    versions: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.artifacts or self.links)

    def words(self, identifier: str, mark: str) -> str | None:
        """An artifact's words at the fingerprint that they had then; None where they are not kept."""
        recorded = self.artifacts.get(identifier)
        if recorded is not None and recorded.mark == mark:
            return recorded.words
        return self.versions.get((identifier, mark))

    def seen_by(self, source: str) -> Iterable[tuple[LinkKey, Review]]:
        """The reviewed links of an artifact."""
        return self._by_source.get(source, ())

    @cached_property
    def _by_source(self) -> Mapping[str, list[tuple[LinkKey, Review]]]:
        table: dict[str, list[tuple[LinkKey, Review]]] = defaultdict(list)
        for key, review in self.links.items():
            table[key.source].append((key, review))
        return dict(table)

    def pruned(self) -> Reviews:
        """The same without the versions that no review was made against, or that an artifact's own line holds."""
        wanted = {(key.upper, review.mark) for key, review in self.links.items()}
        own = {(name, one.mark) for name, one in self.artifacts.items()}
        return replace(self, versions={key: words for key, words in self.versions.items() if key in wanted and key not in own})

    def differing(self, other: Reviews) -> set[str]:
        """The identifiers of which another record tells something else: where they are named, links are to be judged anew."""
        links = {key for key in self.links.keys() | other.links.keys() if self.links.get(key) != other.links.get(key)}
        names = self.artifacts.keys() | other.artifacts.keys()
        artifacts = {name for name in names if self.artifacts.get(name) != other.artifacts.get(name)}
        versions = {name for name, _ in self.versions.keys() ^ other.versions.keys()}
        return artifacts | versions | {key.source for key in links} | {key.target for key in links}


def key_of(namespace: str, reading: Reading, link: Link, target: str) -> LinkKey | None:
    """The key of a link that leads to `target`, an identifier of the workspace; None where nobody reviews such links."""
    label = reading.artifacts[link.artifact].label if link.artifact is not None else ""
    return LinkKey(namespace + label, link.type, target) if label and link.type != MENTION else None

"""Recording what artifacts say and which links are reviewed: what `shallcheck baseline`, the quick fixes and `diff` share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from shallcheck.documents.format import CODE
from shallcheck.language.meaning import fingerprint, same_meaning
from shallcheck.model.document import Document
from shallcheck.model.index import Defined
from shallcheck.model.reviews import LinkKey, Recorded, Review, Reviews, key_of
from shallcheck.model.sayings import sayings
from shallcheck.project.differences import renamings
from shallcheck.project.state import Project


class Entry(NamedTuple):
    """Who records or reviews, on which day, and why."""

    by: str
    day: str
    why: str = ""


@dataclass
class Present:
    """What is there now: by identifier the words of each artifact and where it is written, by link the words of its upper end."""

    words: dict[str, str] = field(default_factory=dict)
    places: dict[str, Defined] = field(default_factory=dict)
    links: dict[LinkKey, str] = field(default_factory=dict)
    independent: bool = False
    """Whether the project wants nobody to review against their own words."""

    def take(self, project: Project, document: Document) -> None:
        """Add what a document says. Of two artifacts with one identifier the first counts, as UNQ001 tells of them."""
        self.independent |= project.config.independent_review
        namespace = document.setting.namespace
        for placed in document.placed:
            reading = placed.segment.reading
            for number, artifact in enumerate(reading.artifacts):
                if artifact.label and document.setting.format != CODE:
                    defined = Defined(document.path, placed.segment, number, namespace + artifact.label, document.setting)
                    self.places.setdefault(defined.identifier, defined)
                    self.words.setdefault(defined.identifier, sayings(placed.segment)[number])
            for link in reading.links:
                found = project.index.resolve(document.setting, link.target)
                key = key_of(namespace, reading, link, found[0].identifier) if len(found) == 1 else None
                if key is None:
                    continue
                at = (placed.segment, link.artifact or 0) if key.upper != key.target else (found[0].segment, found[0].number)
                self.links.setdefault(key, sayings(at[0])[at[1]])


class Recording(NamedTuple):
    """A record made anew."""

    reviews: Reviews
    suspect: tuple[LinkKey, ...]
    """The links that stay to be reviewed."""
    refused: tuple[str, ...]
    """Why links that were to be marked as reviewed are not, each a sentence."""


def record(before: Reviews, present: Present, entry: Entry, *, whole: bool, review: Collection[str] = ()) -> Recording:
    """Record what is there now beside what was. An artifact in the same meaning keeps its line; a new link counts as reviewed;
    one whose upper end has changed stays suspect, unless it belongs to one of `review`. `whole`: what is not there is gone, and
    what says the same under another identifier was renamed."""
    before = _renamed(before, present) if whole else before
    artifacts = {name: one for name, one in before.artifacts.items() if not whole or name in present.words}
    for name, words in present.words.items():
        known = artifacts.get(name)
        if known is None or not same_meaning(known.words, words):
            artifacts[name] = Recorded(fingerprint(words), entry.day, entry.by, words)
    versions = {**before.versions, **{(name, one.mark): one.words for name, one in before.artifacts.items()}}
    links = {key: one for key, one in before.links.items() if not whole or key in present.links}
    suspect = []
    for key, words in present.links.items():
        known_link = links.get(key)
        if known_link is None:
            links[key] = Review(fingerprint(words), entry.day, entry.by, entry.why)
            versions[key.upper, links[key].mark] = words
        elif not _is_reviewed(before, key, known_link, words):
            suspect.append(key)
    made = Reviews(artifacts, links, versions)
    wanted = [key for key in suspect if key.source in review or ALL in review]
    made, refused = reviewed(made, {key: present.links[key] for key in wanted}, entry, independent=present.independent)
    return Recording(made, tuple(key for key in suspect if made.links[key] == links[key]), refused)


def _renamed(before: Reviews, present: Present) -> Reviews:
    """What was recorded, under the identifiers that the artifacts have now."""
    names = renamings({name: one.words for name, one in before.artifacts.items()}, present.words)
    if not names:
        return before

    def now(name: str) -> str:
        return names.get(name, name)

    return Reviews(
        {now(name): one for name, one in before.artifacts.items() if name in names or name not in names.values()},
        {LinkKey(now(key.source), key.type, now(key.target)): one for key, one in before.links.items()},
        {(now(name), mark): words for (name, mark), words in before.versions.items()},
    )


ALL = "all"
"""In place of an identifier: every link."""


def reviewed(
    before: Reviews, links: Mapping[LinkKey, str], entry: Entry, *, independent: bool = False
) -> tuple[Reviews, tuple[str, ...]]:
    """Mark links as reviewed against what their upper ends say now; returns also why some were not. `independent`: nobody reviews
    against words that they recorded themselves, and what is not recorded has no author yet."""
    refused = []
    made, versions = dict(before.links), dict(before.versions)
    for key, words in links.items():
        if independent and (why := _dependent(before, key, words, entry.by)):
            refused.append(why)
            continue
        made[key] = Review(fingerprint(words), entry.day, entry.by, entry.why)
        versions[key.upper, made[key].mark] = words
    return replace(before, links=made, versions=versions).pruned(), tuple(dict.fromkeys(refused))


def _dependent(reviews: Reviews, key: LinkKey, words: str, by: str) -> str:
    known = reviews.artifacts.get(key.upper)
    if known is None or not same_meaning(known.words, words):
        return (
            f"“{key.upper}” is not recorded as it is now: its author records it with `shallcheck baseline`, then another reviews."
        )
    if known.by == by:
        return f"“{key.upper}” was recorded by {by}, and this project wants another to review its links."
    return ""


def _is_reviewed(reviews: Reviews, key: LinkKey, review: Review, words: str) -> bool:
    then = reviews.words(key.upper, review.mark)
    return same_meaning(then, words) if then is not None else review.mark == fingerprint(words)


def presents(documents: Iterable[Document], projects: Mapping[str, Project], top: Mapping[str, Path]) -> dict[Path, Present]:
    """What is there now, by the folder in which it is recorded. `top`: that folder, by the path of a document."""
    found: dict[Path, Present] = defaultdict(Present)
    for document in documents:
        found[top[document.path]].take(projects[document.path], document)
    return dict(found)


def known_as(identifiers: Iterable[str], present: Present) -> Iterator[str]:
    """Those of some words of a person that name nothing that is there."""
    sources = {key.source for key in present.links}
    return (each for each in identifiers if each != ALL and each not in present.words and each not in sources)

"""How the artifacts and links of a project differ from what they were: at a baseline, or at a revision."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from shallcheck.language.meaning import compare, fingerprint, same_meaning
from shallcheck.model.change import Comparison
from shallcheck.model.reviews import LinkKey


class Sort(StrEnum):
    """How an artifact differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    RELINKED = "re-linked"


class Stand(NamedTuple):
    """Artifacts by identifier with their words, and trace links."""

    words: Mapping[str, str]
    links: Collection[LinkKey]


class Difference(NamedTuple):
    """How one artifact differs. `before` and `now` are its words, `was` its identifier before it was renamed."""

    sort: Sort
    identifier: str
    before: str = ""
    now: str = ""
    was: str = ""
    comparison: Comparison = Comparison()
    came: tuple[LinkKey, ...] = ()
    went: tuple[LinkKey, ...] = ()


def differences(old: Stand, new: Stand, elsewhere: Collection[str] = ()) -> list[Difference]:
    """What differs, by identifier. What is defined `elsewhere` was not asked for, and so is not removed."""
    renamed = renamings(old.words, new.words, elsewhere)
    rows = [Difference(Sort.RENAMED, now, words := new.words[now], words, was) for was, now in renamed.items()]
    gone = {name for name in old.words if name not in renamed and name not in new.words and name not in elsewhere}
    taken = set(renamed.values())
    for name in gone:
        rows.append(Difference(Sort.REMOVED, name, before=old.words[name]))
    for name, words in new.words.items():
        if name in taken:
            continue
        before = old.words.get(name) if name not in renamed else None
        if before is None:
            rows.append(Difference(Sort.ADDED, name, now=words))
        elif not same_meaning(before, words):
            rows.append(Difference(Sort.CHANGED, name, before, words, comparison=compare(before, words)))
    passed = gone | {row.identifier for row in rows if row.sort is Sort.ADDED}
    rows += _relinked(old, new, renamed, passed, elsewhere)
    return sorted(rows, key=lambda row: (row.identifier, row.sort))


def renamings(old: Mapping[str, str], new: Mapping[str, str], elsewhere: Collection[str] = ()) -> dict[str, str]:
    """By identifier before, that now of what says the same under another one: of each pair of words that is there once."""
    loose = {name: words for name, words in old.items() if name not in elsewhere or name in new}
    before = _unmatched(loose, new)
    now = _unmatched(new, old)
    return {name: now[mark] for mark, name in before.items() if mark in now and name != now[mark]}


def _unmatched(some: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """By fingerprint, the artifacts that are not, or not in the same meaning, among others; each meaning once."""
    loose = [
        (fingerprint(words), name)
        for name, words in some.items()
        if words and (name not in others or not same_meaning(words, others[name]))
    ]
    often = Counter(mark for mark, _ in loose)
    return {mark: name for mark, name in loose if often[mark] == 1}


def _relinked(
    old: Stand, new: Stand, renamed: Mapping[str, str], passed: Collection[str], elsewhere: Collection[str]
) -> Iterator[Difference]:
    def now(name: str) -> str:
        return renamed.get(name, name)

    before = {LinkKey(now(key.source), key.type, now(key.target)) for key in old.links}
    present = set(new.links)
    came, went = defaultdict[str, list[LinkKey]](list), defaultdict[str, list[LinkKey]](list)
    for key in present - before:
        came[key.source].append(key)
    for key in before - present:
        if key.source in new.words or key.source not in elsewhere:
            went[key.source].append(key)
    for source in came.keys() | went.keys():
        if source not in passed:
            yield Difference(Sort.RELINKED, source, came=tuple(sorted(came[source])), went=tuple(sorted(went[source])))

"""Which segments a change concerns beside those that changed: what is found in them may be another now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from shallcheck.model.document import Document, Segment, Setting
from shallcheck.model.families import families_of, family_of
from shallcheck.model.index import Defined, Index, Named
from shallcheck.model.likeness import is_like
from shallcheck.model.terms import is_akin
from shallcheck.model.vocabulary import Vocabulary, defined_keys
from shallcheck.project.leaning import Key
from shallcheck.project.mentions import mentioning

MOST_COMPARED = 20_000
"""Pairs of a broken link and an identifier that came or went up to which it is asked whether the one may mean the other."""

Version = tuple[Setting, Sequence[Segment]]
"""The segments in which one version of a document differs from the next, as it is read."""


def defining(index: Index, identifiers: Iterable[str]) -> set[Key]:
    """The segments that define one of some identifiers."""
    return {(each.path, id(each.segment)) for identifier in identifiers for each in index.definitions(identifier)}


def sharing(index: Index, identifiers: Iterable[str]) -> set[Key]:
    """The segments that define or name one of some identifiers."""
    found: set[Key] = set()
    for identifier in identifiers:
        both: Sequence[Defined | Named] = [*index.definitions(identifier), *index.links_to(identifier)]
        found.update((each.path, id(each.segment)) for each in both)
    return found


def guessing(unresolved: Mapping[str, set[Key]], identifiers: Collection[str]) -> set[Key]:
    """The segments with links that lead nowhere and could mean one of `identifiers`. `unresolved`: those segments, by the target.
    Of a whole document among many such links it is all of them: to compare 1,000 with 1,000 takes longer than to judge them."""
    if len(identifiers) * len(unresolved) > MOST_COMPARED:
        return set().union(*unresolved.values())
    found: set[Key] = set()
    for identifier in identifiers if unresolved else ():
        families = families_of(identifier)
        for target, places in unresolved.items():
            if is_like(target, identifier) or family_of(target) in families:
                found |= places
    return found


def naming(vocabulary: Vocabulary, documents: Mapping[str, Document], path: str, before: Version, after: Version) -> set[Key]:
    """The segments that use a name whose definition came or went; and, as each name is reported where its document uses it first,
    those of the document that use an undefined name whose use came or went."""
    old, new = defined_keys(before[1], before[0]), defined_keys(after[1], after[0])
    changed = {key for key in old | new if old[key] != new[key]}
    found: set[Key] = set().union(*(vocabulary.users.get(key, ()) for key in changed))
    if changed:
        found |= _undefined(vocabulary, path, changed, began=vocabulary.has_begun(before, after))
    used, uses = ({key for segment in each[1] for key in segment.reading.uses} for each in (before, after))
    for key in used ^ uses:
        if not vocabulary.defines(path, key):
            found |= {user for user in vocabulary.users.get(key, ()) if user[0] == path}
    return found | mentioning(documents, changed)


def _undefined(vocabulary: Vocabulary, path: str, changed: Collection[str], *, began: bool) -> set[Key]:
    """The segments with an undefined name that may be told otherwise when others are defined: all of them where a glossary begins
    or ends, else those whose name is much like one that changed."""
    return {
        user
        for key, users in vocabulary.users.items()
        if users and (began or any(is_akin(key, other) for other in changed)) and not vocabulary.defines(path, key)
        for user in users
    }

"""Whether two quotes of one finding are the same fault: what was said around it was changed, and not the fault itself."""

from __future__ import annotations

from collections.abc import Sequence

from shallcheck.language.meaning import compare, same_meaning
from shallcheck.model.change import ChangeKind

_SHORTEST = 3
"""Words of a quote from which on others may come between them; in a shorter one each word may be the fault."""
_LONG = 6
"""Words of a quote from which on some may be exchanged as well."""
_AROUND = {ChangeKind.WORD, ChangeKind.CONDITION}
"""Changes that leave a fault as it was; a number, a modal or a negation makes another of it."""
_MOST_CHANGED = 0.34
"""The part of its words that may differ."""


def is_likewise(before: str, now: str) -> bool:
    """Whether a quote is one from before, with words around the fault changed at most."""
    if before == now or same_meaning(before, now):
        return True
    old, new = before.lower().split(), now.lower().split()
    least, most = sorted((len(old), len(new)))
    if least < _SHORTEST or not (least >= _LONG or _is_within(old, new) or _is_within(new, old)):
        return False
    compared = compare(before, now)
    changed = sum(max(len(each.went.split()), len(each.came.split())) for each in compared.changes)
    return set(compared.kinds) <= _AROUND and changed <= _MOST_CHANGED * most


def _is_within(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether all the words are among others, in their order."""
    left = iter(others)
    return all(word in left for word in some)

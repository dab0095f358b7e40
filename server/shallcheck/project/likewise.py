"""Whether two quotes of one finding are the same fault: what was said around it was changed, and not the fault itself."""

from __future__ import annotations

from shallcheck.language.meaning import compare
from shallcheck.model.change import ChangeKind

LEAST = 6
"""Words of a quote from which on most of them have to stay; in a shorter one each word may be the fault."""
_MOST_CHANGED = 0.3
"""The part of its words that may differ."""


def is_likewise(before: str, now: str) -> bool:
    """Whether a quote is one from before, with words around the fault changed at most."""
    if before == now:
        return True
    words = max(len(before.split()), len(now.split()))
    if min(len(before.split()), len(now.split())) < LEAST:
        return False
    compared = compare(before, now)
    changed = sum(max(len(each.went.split()), len(each.came.split())) for each in compared.changes)
    return set(compared.kinds) <= {ChangeKind.WORD} and changed <= _MOST_CHANGED * words

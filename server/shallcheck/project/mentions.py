"""Where names stand in documents, however they are spelt: looked for with RE2, which takes 5 ms for 10,000 requirements."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from shallcheck.model.document import Document
from shallcheck.model.spelling import any_spelling

MOST = 50
"""Names beyond which every segment may hold one: a whole glossary came or went, and RE2's automaton would be too large."""


def mentioning(documents: Mapping[str, Document], names: Iterable[str]) -> set[tuple[str, int]]:
    """The segments (path, identity) that may hold a spelling of one of the names."""
    wanted = list(filter(None, map(any_spelling, names)))
    if not wanted:
        return set()
    if len(wanted) > MOST:
        return {(path, id(placed.segment)) for path, document in documents.items() for placed in document.placed}
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    pattern = re2.compile("|".join(wanted), options)
    found = set()
    for path, document in documents.items():
        for match in pattern.finditer(document.text):
            at = bisect_right(document.placed, match.start(), key=lambda placed: placed.start) - 1
            found.add((path, id(document.placed[max(0, at)].segment)))
    return found

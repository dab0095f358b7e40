"""Names that a segment uses and nothing defines, each where its document uses it first."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.document import Statement
from shallcheck.model.index import Scene
from shallcheck.model.terms import Used, key_of, names_used
from shallcheck.rules.registry import STATEMENTS


def first_uses(scene: Scene, *, acronyms: bool) -> Iterator[tuple[Statement, Used]]:
    """The undefined acronyms (or the other undefined names) whose first use in the document lies in the segment."""
    if scene.document.setting.format == "statements":
        return  # a list of statements from anywhere has no place where a name would be defined
    undefined = [key for key in scene.segment.reading.uses if not scene.vocabulary.defines(scene.path, key)]
    first = {key for key in undefined if _is_first(scene, key)}
    if not first:
        return
    for statement in scene.segment.reading.statements:
        if statement.kind not in STATEMENTS or not statement.english:
            continue
        for used in names_used(statement):
            key = key_of(used.name) if used.acronym is acronyms else ""
            if key in first:
                first.remove(key)
                yield statement, used


def _is_first(scene: Scene, key: str) -> bool:
    return len(scene.vocabulary.users[key]) == 1 or scene.vocabulary.first_user(scene.document, key) is scene.segment

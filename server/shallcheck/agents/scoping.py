"""What a brief is for: identifiers, tasks, places in files or words, and the artifacts that these mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from shallcheck.agents.context import Around, about, around
from shallcheck.agents.standing import AskError, Standing
from shallcheck.model.briefs import EVERYTHING
from shallcheck.model.graph import is_retired
from shallcheck.model.kinds import Kind, Level
from shallcheck.project.brief_file import plain
from shallcheck.project.whole_trace import Node

_AT_LINE = re.compile(r"(?P<path>.+):(?P<line>\d{1,9})")
_LIKE_A_NAME = re.compile(r"[^\s:/\\]*\d[^\s:/\\]*")
_BETWEEN = ", "
_LONGEST = 200
"""Characters of what a brief is for, as it is recorded."""
_SHORTENED = re.compile(rf".{{{_LONGEST}}}… [0-9a-f]{{12}}")


class Scope(NamedTuple):
    """What was asked about, in one line, and the artifacts with all that binds and verifies them."""

    asked: str
    around: Around
    intent: tuple[Node, ...]
    """What the intent holds beside constraints, and was not asked about."""

    def nodes(self) -> tuple[Node, ...]:
        """All artifacts that a brief tells of."""
        return (*self.intent, *self.around.asked, *self.around.constraints, *self.around.tests, *self.around.above)


def scope_of(state: Standing, words: Sequence[str]) -> Scope:
    """What some words mean, each of which names artifacts, a line of a document, or a task; none: everything. Raises AskError."""
    asked = asked_for(state, words)
    if asked == EVERYTHING:
        found = _everything(state)
    else:
        nodes = [node for each in words for node in _meant(state, each.strip())]
        found = _holding(state, around(state, list(dict.fromkeys(nodes))))
    intent = tuple(
        node for node in state.trace.nodes if _is_intent(node) and node not in found.asked and not is_over(state, node)
    )
    return Scope(asked, found._replace(above=tuple(node for node in found.above if not _is_intent(node))), intent)


def asked_for(state: Standing, words: Sequence[str]) -> str:
    """What a brief is for in one line, by which it is known: what is named exactly, by its identifier."""
    parts: list[str] = []
    for each in words:
        named = [node.identifier for node in _named(state, each.strip())]
        parts += named or [each.strip()]
    line = plain(_BETWEEN.join(dict.fromkeys(parts)))
    if len(line) > _LONGEST and not is_shortened(line):
        return f"{line[:_LONGEST]}… {blake2b(line.encode(), digest_size=6).hexdigest()}"
    return line or EVERYTHING


def is_shortened(line: str) -> bool:
    """Whether a line is what a brief is known by that is for more words than a record holds."""
    return bool(_SHORTENED.fullmatch(line))


def _named(state: Standing, word: str) -> list[Node]:
    """The artifacts that a word names, or each of several between commas, or that stand at a line of a document."""
    found = state.trace.called(word)
    if found:
        return found
    place = _AT_LINE.fullmatch(word)
    if place and (there := _at_line(state, place["path"], int(place["line"]) - 1)):
        return there
    each = [state.trace.called(part) for part in word.split(_BETWEEN)]
    return [node for nodes in each for node in nodes] if all(each) else []


def _meant(state: Standing, word: str) -> list[Node]:
    found = _named(state, word) or (state.called(word) if _LIKE_A_NAME.fullmatch(word) else [])
    return found or [node for node in about(state, word) if not is_over(state, node)]


def _at_line(state: Standing, path: str, line: int) -> list[Node]:
    """The artifact that a line of a document belongs to. Raises AskError where none stands there."""
    inside = [node for node in state.trace.nodes if state.inside(node.path) == path.removeprefix("./")]
    before = [node for node in inside if node.line <= line]
    if inside and not before:
        raise AskError(f"No artifact stands at “{path}:{line + 1}” or before it there: name a line of one.")
    return before[-1:]


def _everything(state: Standing) -> Around:
    told = [node for node in state.trace.nodes if node.kind not in (Kind.CODE, Kind.DECISION) and not is_over(state, node)]
    tests = tuple(node for node in told if node.verifies)
    binding = tuple(node for node in told if not node.verifies and node.kind == Kind.CONSTRAINT)
    rest = tuple(node for node in told if not (node.verifies or node.kind == Kind.CONSTRAINT or _is_intent(node)))
    if not told:
        raise AskError("No artifact with an identifier was found, so there is nothing to brief about.")
    order = {name: number for number, name in enumerate(state.trace.levels)}
    return Around(tuple(sorted(rest, key=lambda node: order[node.level])), binding, tests, (), ())


def _holding(state: Standing, found: Around) -> Around:
    """Without what holds no more, and without decisions, which are told apart."""

    def kept(nodes: Sequence[Node]) -> tuple[Node, ...]:
        return tuple(node for node in nodes if node.kind != Kind.DECISION and not is_over(state, node))

    return Around(found.asked, *map(kept, found[1:]))


def _is_intent(node: Node) -> bool:
    return node.level == Level.INTENT and node.kind not in (Kind.CONSTRAINT, Kind.DECISION)


def is_over(state: Standing, node: Node) -> bool:
    """Whether an artifact is retired."""
    return is_retired(state.defined(node)[2].artifact)


def decisions(state: Standing, scope: Scope) -> Iterator[Node]:
    """The decisions that hold: those that are linked with what a brief tells of, then those that are open, then the last made."""
    told = {node.number for node in scope.nodes()}
    trace = state.trace
    rows = []
    for node in trace.nodes:
        if node.kind == Kind.DECISION and not is_over(state, node):
            ends = [*(way.upper for way in trace.above[node.number]), *(way.lower for way in trace.below[node.number])]
            rows.append((told.isdisjoint(ends), node.status != "open", -node.number))
    yield from (trace.nodes[-number] for _, _, number in sorted(rows))

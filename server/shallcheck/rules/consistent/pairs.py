"""What the rules share that set one statement against another: which pairs concern them, and how a pair is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import PurePath

from shallcheck.model.fact_index import SERIES, Related, Said
from shallcheck.model.facts import Mechanism, Relation
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.finding import Related as RelatedPlace
from shallcheck.model.graph import MENTION, is_retired
from shallcheck.model.index import Defined, Scene
from shallcheck.model.kinds import BINDING
from shallcheck.model.place import Span

_QUOTED = 120
"""Letters of a statement that are quoted."""
_WHY = {
    Mechanism.VALUE: "one thing is bound to two values",
    Mechanism.LIMIT: "only one of them sets a limit",
    Mechanism.MODALITY: "one obliges, and the other recommends or permits",
    Mechanism.NEGATION: "one demands what the other denies",
    Mechanism.OPPOSITE: "each excludes the other",
    Mechanism.HALF: "each is the opposite of the other",
    Mechanism.QUANTIFIER: "they speak of different numbers of things",
    Mechanism.FREQUENCY: "what happens each time does not happen once",
    Mechanism.COMPARISON: "the border lies elsewhere",
    Mechanism.ONLY: "one restricts to what the other does not",
    Mechanism.MANNER: "it is done in one way or in the other",
    Mechanism.IDENTITY: "it is the one or the other",
    Mechanism.NARROWED: "one leaves out what the other names",
    Mechanism.QUALIFIED: "one restricts what the other does not",
    Mechanism.DEED: "all but what is done is the same",
    Mechanism.QUALITY: "all but this is the same",
}


def pairs(scene: Scene) -> Iterator[tuple[Said, Related]]:
    """The statements of a segment, each with one that says the same or contradicts it: nothing that is retired, no version of one
    requirement in a proposed change, and no refinement that is linked to what it refines."""
    for said, others in scene.facts.statements(scene.segment):
        if _is_retired(said):
            continue
        for other in sorted(others, key=_order):
            if not (_is_retired(other.said) or _is_version(scene, said, other.said) or _is_refinement(scene, said, other)):
                yield said, other


def duplicates(scene: Scene, *, verbatim: bool) -> Iterator[tuple[Said, list[Said]]]:
    """The statements of a segment, each with those that say the same, word for word or not. What carries the same identifier is
    UNQ001's."""
    found = [(said, other.said) for said, other in pairs(scene) if other.relation.mechanism is Mechanism.SAME]
    found = [(said, other) for said, other in found if not (said.identifier and said.identifier == other.identifier)]
    for _, some in groupby(found, lambda pair: id(pair[0])):
        alike = [(said, other) for said, other in some if (_plain(said) == _plain(other)) is verbatim]
        if alike:
            yield alike[0][0], [other for _, other in alike]


def binds(said: Said) -> bool:
    """Whether a statement is a constraint or an intent, which binds everything below it."""
    return said.statement.kind in BINDING


def contradictions(rule: str, scene: Scene, concerns: Callable[[Said, Related], bool], end: str) -> Iterator[Finding]:
    """A finding for each statement of a segment and each of its words that contradict others. `concerns`: whether a pair is the
    rule's; `end`: what to do."""
    found = [(said, other) for said, other in pairs(scene) if other.relation.mechanism is not Mechanism.SAME]
    found = [(said, other) for said, other in found if concerns(said, other)]
    for _, some in groupby(found, lambda pair: (id(pair[0]), pair[1].relation.first, pair[1].relation.mechanism)):
        alike = list(some)
        yield _contradiction(rule, alike[0][0], [other for _, other in alike], end)


def _contradiction(rule: str, said: Said, others: Sequence[Related], end: str) -> Finding:
    relation, other = others[0]
    clash = f"{_clash(said, others[0])}, because {_WHY[relation.mechanism]}"
    if relation.in_condition:
        clash += ", and the response is the same"
    return Finding(
        rule,
        _place(said, relation.first),
        f"“{quoted(said)}” contradicts {name(said, other)} “{quoted(other)}”{counted(others)}: {clash}: "
        f"{end.format(name(said, other))}.",
        related=tuple(related(said, each.said, each.relation.second) for each in others[:SERIES]),
        severity=Severity.INFORMATION if relation.mechanism.is_mild or relation.in_condition else None,
    )


def _clash(said: Said, other: Related) -> str:
    """Which words cannot both hold."""
    here, there = _words(said, other.relation.first), _words(other.said, other.relation.second)
    if here and there:
        return f"“{here}” and “{there}” cannot both hold"
    return f"“{here or there}”, which only {'this' if here else 'the other'} says, changes the meaning"


def related(said: Said, other: Said, words: Span | None) -> RelatedPlace:
    """Where the other statement stands."""
    return RelatedPlace(
        other.path, other.segment, _place(other, words), other.identifier, f"{name(said, other)} says “{quoted(other)}”"
    )


def name(said: Said, other: Said) -> str:
    """What to call the other statement, seen from one."""
    if other.identifier:
        return other.artifact.label if other.artifact is not None and other.path == said.path else other.identifier
    return "another statement" if other.path == said.path else f"a statement of {PurePath(other.path).name}"


def quoted(said: Said) -> str:
    """A statement's own words, shortened."""
    text = " ".join(said.statement.text[said.statement.own :].split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rsplit(" ", 1)[0] + " …"


def counted(others: Sequence[object]) -> str:
    """How many there are beside the first."""
    if len(others) > SERIES:
        return " (and many more)"
    return f" (and {len(others) - 1} more)" if len(others) > 1 else ""


def _order(other: Related) -> tuple[Span, str, str, str, Span]:
    """An order that is not that in which statements came."""
    relation, said = other
    return relation.first or Span(0, 0), relation.mechanism, said.path, said.identifier, said.extent


def _plain(said: Said) -> list[str]:
    """A statement's words, without case and marks at their ends."""
    return [word.strip(".,;:!\"'“”‘’()").casefold() for word in said.statement.text.split()]


def _words(said: Said, span: Span | None) -> str:
    return span.of(said.statement.text) if span is not None else ""


def _place(said: Said, words: Span | None) -> Span:
    return said.statement.place(words) if words is not None and words.start >= said.statement.own else said.extent


def _is_retired(said: Said) -> bool:
    return said.artifact is not None and is_retired(said.artifact)


def _is_version(scene: Scene, said: Said, other: Said) -> bool:
    """Whether one is the other as a change of OpenSpec proposes it."""
    return _links(scene, said, other, "modifies") or _links(scene, other, said, "modifies")


def _is_refinement(scene: Scene, said: Said, other: Related) -> bool:
    """Whether the lower of two linked statements repeats the upper, restricts it, or binds it more tightly. One that binds it
    more loosely contradicts it: who meets the lower one may fail the upper."""
    if _is_below(scene, said, other.said):
        return _refines(other.relation)
    return _is_below(scene, other.said, said) and _refines(other.relation.turned)


def _refines(relation: Relation) -> bool:
    return relation.mechanism is Mechanism.SAME or relation.mechanism.is_mild or relation.within == 1


def _is_below(scene: Scene, lower: Said, upper: Said) -> bool:
    """Whether a statement's artifact is linked to another's that stands above it, or only mentions it."""
    number = lower.statement.artifact
    if number is None or not upper.identifier or not lower.identifier:
        return False
    of = Defined(lower.path, lower.segment, number, lower.identifier, lower.setting)
    if any(edge.upper.identifier == upper.identifier for edge in scene.graph.above(of)):
        return True
    return _links(scene, lower, upper, MENTION)


def _links(scene: Scene, said: Said, other: Said, kind: str) -> bool:
    """Whether a link of some type leads from a statement's artifact to another's."""
    number = said.statement.artifact
    targets = (link.target for link in said.segment.reading.links if link.artifact == number and link.type == kind)
    return bool(other.identifier) and any(
        found.identifier == other.identifier for target in targets for found in scene.index.resolve(said.setting, target)
    )

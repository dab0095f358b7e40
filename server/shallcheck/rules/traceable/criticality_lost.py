"""TRC012: a part of a critical requirement that is rated lower than it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from shallcheck.model.document import Attribute
from shallcheck.model.finding import Finding, Related, Severity
from shallcheck.model.index import Defined, Scene
from shallcheck.rules.registry import STATEMENTS, Scope, Test, rule
from shallcheck.rules.traceable.standing import above

_WORDS = (
    ("none", "no", "non-critical", "not critical", "qm"),
    ("low", "minor", "negligible", "marginal"),
    ("medium", "moderate"),
    ("high", "major", "serious", "hazardous", "critical", "yes", "safety-critical", "safety critical"),
    ("catastrophic", "very high", "highest"),
)
_CRITICAL = 3
"""From which of the plain words on something is critical, so that what is not rated has lost that."""
_SCALES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "asil": (("qm",), ("a",), ("b",), ("c",), ("d",)),
    "sil": (("0",), ("1",), ("2",), ("3",), ("4",)),
    "dal": (("e",), ("d",), ("c",), ("b",), ("a",)),
    **dict.fromkeys(("criticality", "safety", "security", "safety criticality", "safety level", "security level"), _WORDS),
}
"""By attribute, what its values mean, from the least critical: ISO 26262, IEC 61508, DO-178C, and plain words."""
_UNDECIDED = re.compile(r"\W*(?:tb[dcrs]|<[^>]*>|\?+)\W*", re.IGNORECASE)


@rule(
    "TRC012",
    "criticality-lost",
    test=Test.TRACEABLE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("ISO 26262-8 6.4.2 safety requirements inherit the ASIL", "INCOSE GtWR A36 criticality"),
)
def criticality_lost(scene: Scene) -> Iterator[Finding]:
    """What realises a safety- or security-critical requirement is rated lower than it is, or not at all where others are rated.
    It is then designed, reviewed and tested with less care than the hazard demands.

    Fix: rate it as what it comes from, or say in the rationale how the rating was split.
    Silent: on ASIL decompositions such as “B(D)”, on values that are on no scale, on tests and code, and on what is not rated
        where nothing else in the document is, or what it comes from is not critical.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Criticality: {low}
          - Traces to: SN-001
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Criticality: high
    Poor:
        - **SYS-001**: The brake shall hold 4 kN for 10 min.
          - ASIL: {B}
          - Refines: SYS-002
        - **SYS-002**: The brake shall hold the car on a slope of 12 %.
          - ASIL: D
    Poor:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Criticality: high
        - **{SYS-002}**: The pump shall ring within 2 s of each alarm.
          - Refines: SYS-001
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Criticality: high
          - Traces to: SN-001
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Criticality: high
    Good:
        - **SYS-001**: The brake shall hold 4 kN for 10 min.
          - ASIL: B(D)
          - Refines: SYS-002
        - **SYS-002**: The brake shall hold the car on a slope of 12 %.
          - ASIL: D
    Good:
        - **SYS-001**: The brake shall hold 4 kN for 10 min.
          - Refines: SYS-002
        - **SYS-002**: The brake shall hold the car on a slope of 12 %.
          - Criticality: low
    """
    setting = scene.document.setting
    if not scene.vocabulary.rated and not scene.graph.chain_of(scene.path, setting).scales:
        return
    for number, artifact in enumerate(scene.segment.reading.artifacts):
        if not artifact.label or artifact.kind not in STATEMENTS:
            continue
        of = Defined(scene.path, scene.segment, number, setting.namespace + artifact.label, setting)
        scales = {**_SCALES, **{name: tuple((word,) for word in words) for name, words in scene.graph.chain(of).scales}}
        told: set[str] = set()
        for edge in above(scene.graph, of):
            for attribute in edge.upper.artifact.attributes:
                name = attribute.name.lower()
                rating = _rating(attribute, scales)
                if rating is None or not rating or name in told:
                    continue
                own = next((each for each in artifact.attributes if each.name.lower() == name), None)
                if not _is_lower(scene, name, own, rating, scales):
                    continue
                told.add(name)
                how = f"is rated “{own.value}”" if own else "is not rated"
                yield Finding(
                    "TRC012",
                    own.place if own else artifact.place,
                    f"“{artifact.label}” {how}, and comes from “{edge.upper.artifact.label}” with {attribute.name} "
                    f"“{attribute.value}”, so it gets less care than the hazard demands: rate it as high.",
                    related=(
                        Related(
                            edge.upper.path, edge.upper.segment, attribute.place, edge.upper.identifier, f"“{attribute.value}”"
                        ),
                    ),
                )


def _rating(attribute: Attribute, scales: Mapping[str, tuple[tuple[str, ...], ...]]) -> int | None:
    """How critical an attribute says that something is, from 0; None: it is on no scale."""
    name = attribute.name.lower()
    value = re.sub(rf"^{re.escape(name)}[ -]*", "", attribute.value.strip().strip("*_`").lower())
    return next((number for number, words in enumerate(scales.get(name, ())) if value in words), None)


def _is_lower(
    scene: Scene, name: str, own: Attribute | None, rating: int, scales: Mapping[str, tuple[tuple[str, ...], ...]]
) -> bool:
    if own is None:
        critical = _CRITICAL if scales[name] is _WORDS else 1
        return rating >= critical and name in scene.vocabulary.facts(scene.path).rated
    if _UNDECIDED.fullmatch(own.value):
        return False
    mine = _rating(own, scales)
    return mine is not None and mine < rating

"""UNQ001: one identifier for two things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from shallcheck.model.finding import Finding, Related, Severity
from shallcheck.model.index import Defined, Scene
from shallcheck.model.kinds import Kind
from shallcheck.rules.registry import Scope, Test, rule


@rule(
    "UNQ001",
    "duplicate-identifier",
    test=Test.UNIQUE,
    severity=Severity.ERROR,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 5.2.8 identification", "INCOSE GtWR R29"),
)
def duplicate_identifier(scene: Scene) -> Iterator[Finding]:
    """Two artifacts carry the same identifier. Every link to it is ambiguous: a test may verify one of them while the other is
    believed to be verified.

    Fix: give one of them an identifier of its own.
    Silent: where the same label is used in two features or documents whose format makes identifiers local, on scenarios of
        Gherkin that only share a name, and on decision records of two folders, each of which counts anew.
    Poor:
        ### {SYS-011} Alert
        The base station shall alert the nurse within 10 s.

        ### SYS-011 Second alert
        The base station shall alert the head nurse within 60 s.
    Poor:
        - **{SYS-001}**: The valve shall close within 2 s.
        - **SYS-001**: The valve shall open within 3 s.
    Poor (specs/001-ride/spec.md):
        # Feature Specification: ride
        ## Requirements
        - **{FR-001}**: The brake MUST hold 4 kN.
        - **FR-001**: The horn MUST sound at 90 dB or more.
    Good:
        ### SYS-011 Alert
        The base station shall alert the nurse within 10 s.

        ### SYS-012 Second alert
        The base station shall alert the head nurse within 60 s.
    Good:
        - **SYS-001**: The valve shall close within 2 s.
        - **SYS-001a**: The valve shall open within 3 s.
    Good (specs/001-ride/spec.md):
        # Feature Specification: ride
        ## Requirements
        - **FR-001**: The brake MUST hold 4 kN.
        - **FR-002**: The horn MUST sound at 90 dB or more.
    """
    space = scene.document.setting.namespace
    for number, artifact in enumerate(scene.segment.reading.artifacts):
        identifier = space + artifact.label
        if artifact.positional and scene.document.setting.format == "gherkin":
            continue
        others = [
            other
            for other in (scene.index.definitions(identifier) if artifact.label else ())
            if (other.segment is not scene.segment or other.number != number or other.path != scene.path)
            and not (artifact.kind is Kind.DECISION and PurePath(other.path).parent != PurePath(scene.path).parent)
        ]
        if others:
            yield Finding(
                "UNQ001",
                artifact.place,
                f"“{artifact.label}” names {len(others) + 1} artifacts ({_where(scene, others)}), so a link can mean either: "
                f"give this one or {'the other' if len(others) == 1 else 'the others'} an identifier of its own.",
                related=tuple(_related(other) for other in others[:20]),
            )


def _where(scene: Scene, others: Sequence[Defined]) -> str:
    """Which documents hold the others, in words."""
    files = dict.fromkeys(PurePath(other.path).name for other in others if other.path != scene.path)
    if not files:
        return "all in this document"
    more = f" and {len(files) - 2} more" if len(files) > 2 else ""
    return f"also in {', '.join(list(files)[:2])}{more}"


def _related(other: Defined) -> Related:
    return Related(other.path, other.segment, other.artifact.place, other.identifier, f"“{other.artifact.label}” is also here")

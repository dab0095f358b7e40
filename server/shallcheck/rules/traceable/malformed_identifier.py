"""TRC009: an identifier that is not written like the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.vocabulary import Shape, shape_of
from shallcheck.rules.registry import Scope, Test, rule

_NUMBER = re.compile(r"(\d+)([a-z]?)$")


@rule(
    "TRC009",
    "malformed-identifier",
    test=Test.TRACEABLE,
    severity=Severity.WARNING,
    scope=Scope.DOCUMENT,
    sources=("ISO/IEC/IEEE 29148 5.2.8 identification", "INCOSE GtWR R29"),
)
def malformed_identifier(scene: Scene) -> Iterator[Finding]:
    """An identifier that is not written like the others of its kind in the document, or not as the project's pattern demands.
    Links and searches that follow the usual form pass over it.

    Fix: write it like the others, and change the links to it.
    Silent: where there are fewer than three of its kind, or no form is usual.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall start within 3 s.
        - **SYS-003**: The pump shall weigh 12 kg or less.
        - **{SYS-4}**: The pump shall draw 4 A or less.
    Poor:
        - **REQ-1**: The lift shall stop within 2 s.
        - **REQ-2**: The lift shall start within 3 s.
        - **REQ-3**: The lift shall carry 630 kg or less.
        - **{REQ_4}**: The lift shall sound its bell within 1 s.
    Poor (specs/001-ride/spec.md):
        # Feature Specification: ride
        ## Requirements
        - **FR-001**: The brake MUST hold 4 kN.
        - **FR-002**: The horn MUST sound at 90 dB or more.
        - **FR-003**: The tug MUST stop within 2 s.
        - **{Fr-004}**: The lamp MUST light within 1 s.
    Good:
        - **SYS-098**: The pump shall stop within 2 s.
        - **SYS-099**: The pump shall start within 3 s.
        - **SYS-100**: The pump shall weigh 12 kg or less.
        - **SYS-1000**: The pump shall draw 4 A or less.
    Good:
        - **REQ-9**: The lift shall stop within 2 s.
        - **REQ-10**: The lift shall start within 3 s.
        - **REQ-11**: The lift shall carry 630 kg or less.
        - **REQ-11a**: The lift shall sound its bell within 1 s.
    Good:
        - **SYS-001**: The tug shall stop within 2 s.
        - **SAF-1**: The tug shall brake within 1 s of each alarm.
    """
    for problem in scene.segment.reading.problems:
        if problem.rule == "TRC009":
            yield Finding("TRC009", problem.place, problem.message)
    if not scene.segment.reading.artifacts:
        return
    usual = dict(scene.vocabulary.facts(scene.path).shapes)
    for artifact in scene.segment.reading.artifacts:
        parts = None if artifact.positional else shape_of(artifact.label)
        number = _NUMBER.search(artifact.label)
        if parts is None or number is None or parts[0] not in usual or not parts[1].differs(usual[parts[0]], len(number[1])):
            continue
        wanted = _written(usual[parts[0]], number)
        start, end = artifact.place
        yield Finding(
            "TRC009",
            artifact.place,
            f"“{artifact.label}” is not written like the other identifiers here, so searches for them miss it: write “{wanted}”.",
            (Fix(f"Write {wanted}", (Edit(start, end, wanted),)),)
            if artifact.place.of(scene.segment.text) == artifact.label
            else (),
        )


def _written(usual: Shape, number: re.Match[str]) -> str:
    return f"{usual.stem}{usual.joint}{int(number[1]):0{usual.width}d}{number[2]}"

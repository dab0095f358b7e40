"""VER007: a method of verification that is none."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Scope, Test, rule
from shallcheck.rules.verifiable.methods import METHODS, is_known, named

_MEANT = {
    "review": "inspection",
    "walkthrough": "inspection",
    "audit": "inspection",
    "check": "inspection",
    "visual": "inspection",
    "simulation": "analysis",
    "calculation": "analysis",
    "modelling": "analysis",
    "modeling": "analysis",
    "proof": "analysis",
    "measurement": "test",
    "trial": "test",
    "experiment": "test",
    "benchmark": "test",
    "show": "demonstration",
    "comparison": "similarity",
    "spot": "sampling",
}
"""Words that people write for a method, and the method."""


@rule(
    "VER007",
    "unknown-verification-method",
    test=Test.VERIFIABLE,
    severity=Severity.WARNING,
    scope=Scope.DOCUMENT,
    sources=("ISO/IEC/IEEE 29148 6.5.2 verification methods",),
    applies_to=OBLIGATIONS,
)
def unknown_verification_method(scene: Scene) -> Iterator[Finding]:
    """A method of verification that is none of the six and not the project's own. Whoever plans the verification cannot tell what
    evidence it will give.

    Fix: name inspection, demonstration, analysis, test, similarity or sampling; what is in brackets behind it is free.
    Silent: about kinds of the six ("unit test"), names of tests ("TST-004"), and `verification-methods` of the configuration.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - Verification: {tset}
    Poor:
        | ID | Requirement | Verification |
        | --- | --- | --- |
        | SYS-001 | The lift shall carry 630 kg or less. | test, {review} |
    Poor:
        - **SYS-002**: The hull shall withstand 4 bar.
          - Verification method: {simulation}
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Verification: integration test
    Good:
        - **SYS-002**: The hull shall withstand 4 bar.
          - Verification: analysis (simulation of the loads), inspection
    Good:
        - **SYS-003**: The tug shall sound its horn at 90 dB or more.
          - Verified by: TST-003
    """
    for artifact in scene.segment.reading.artifacts:
        for attribute in artifact.attributes:
            if attribute.name != "verification":
                continue
            for words, place in named(attribute):
                if not is_known(words, scene.choices.methods):
                    yield _finding(scene, words, place)


def _finding(scene: Scene, words: str, place: Span) -> Finding:
    method = _nearest(words)
    fixes = (
        (Fix(f"Write {method}", (Edit(place.start, place.end, method),)),)
        if method and place.of(scene.segment.text) == words
        else ()
    )
    advice = f"did you mean “{method}”?" if method else f"name one of {', '.join(METHODS)}."
    return Finding("VER007", place, f"“{words}” is no method of verification, so what will be shown is open: {advice}", fixes)


def _nearest(words: str) -> str:
    from rapidfuzz import fuzz, process

    for word in words.casefold().split():
        if word.rstrip("s") in _MEANT:
            return _MEANT[word.rstrip("s")]
    found = process.extractOne(words.casefold(), (*METHODS, *_MEANT), scorer=fuzz.ratio, score_cutoff=70)
    return _MEANT.get(found[0], str(found[0])) if found else ""

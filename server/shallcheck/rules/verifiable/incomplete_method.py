"""VER011: a method of verification that leaves open what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.document import Attribute
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Scope, Test, rule

_SAMPLING = re.compile(r"\bsampl\w*", re.IGNORECASE)
_SIMILARITY = re.compile(r"\bsimilar\w*", re.IGNORECASE)
_ANALYSIS = re.compile(r"\b(\w[\w-]* )?analys[ei]s\b", re.IGNORECASE)
_SIZE = re.compile(
    r"\bn\s*=\s*\d|\d+\s*(?:of|from|/|units?|items?|pieces?|samples?|parts?|records?|percent|%)|sample size", re.IGNORECASE
)
_ACCEPT = re.compile(r"accept\w*\D{0,30}\d|\bc\s*=\s*\d|at most \d|no (?:more than|failures?|defects?)|AQL", re.IGNORECASE)
_SAME_AS = re.compile(r"\b(?:to|with|of|as)\s+\S|\(\s*\S|[–—:-]\s*\S", re.IGNORECASE)
_DESCRIBED = re.compile(r"\((?=\s*\w)|\b(?:of|by|with|using|per|according)\b|[–—:]\s*\w", re.IGNORECASE)
_GENERAL = frozenset({"", "by", "an", "the", "and", "or", "test", "inspection", "demonstration", "through", "via"})


@rule(
    "VER011",
    "incomplete-method",
    test=Test.VERIFIABLE,
    severity=Severity.OFF,
    scope=Scope.DOCUMENT,
    sources=("ISO/IEC/IEEE 29148 6.5.2 verification methods",),
    applies_to=OBLIGATIONS,
)
def incomplete_method(scene: Scene) -> Iterator[Finding]:
    """A method of verification without what it needs: sampling without the size of the sample and the number of failures that is
    accepted, similarity without the item that it is similar to, analysis without its kind. The evidence can then be anything.

    Fix: write it in brackets behind the method.
    Silent: about test, inspection and demonstration.
    Poor:
        - **SYS-001**: Each fuse shall open within 2 s at 20 A.
          - Verification: {sampling}
    Poor:
        - **SYS-002**: The hull shall withstand 4 bar.
          - Verification: {similarity}
    Poor:
        - **SYS-003**: The loop shall draw 4 mA or less.
          - Verification: test, {analysis}
    Good:
        - **SYS-001**: Each fuse shall open within 2 s at 20 A.
          - Verification: sampling (50 of each lot, accept at most 1)
    Good:
        - **SYS-002**: The hull shall withstand 4 bar.
          - Verification: similarity to hull 3 of the river boats
    Good:
        - **SYS-003**: The loop shall draw 4 mA or less.
          - Verification: worst-case analysis
    """
    for artifact in scene.segment.reading.artifacts:
        for attribute in artifact.attributes:
            if attribute.name == "verification":
                yield from _open_methods(attribute)


def _open_methods(attribute: Attribute) -> Iterator[Finding]:
    value = attribute.value
    sampling, similar, analysis = _SAMPLING.search(value), _SIMILARITY.search(value), _ANALYSIS.search(value)
    if sampling and not (_SIZE.search(value) and _ACCEPT.search(value)):
        yield _finding(attribute, sampling, "the size of the sample and how many failures are accepted")
    if similar and not _SAME_AS.match(value, similar.end() + 1) and not _SAME_AS.match(value, similar.end()):
        yield _finding(attribute, similar, "the item that it is similar to")
    if analysis and (analysis[1] or "").strip().lower() in _GENERAL and not _DESCRIBED.search(value, analysis.end()):
        yield _finding(attribute, analysis, "which analysis, such as of the worst case")


def _finding(attribute: Attribute, match: re.Match[str], what: str) -> Finding:
    start, end = match.span(0)
    start += len(match[1] or "") if match.re is _ANALYSIS else 0
    words = match[0][-(end - start) :]
    place = Span(start, end).shifted(attribute.place.start)
    return Finding("VER011", place, f"“{words}” leaves its evidence open: say {what}, in brackets behind it.")

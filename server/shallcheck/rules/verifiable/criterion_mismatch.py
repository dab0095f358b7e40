"""VER010: a test whose limit is looser than the bound of what it verifies, or of another quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shallcheck.language.limits import ends_of
from shallcheck.language.quantities import quantities
from shallcheck.language.tokens import Parse
from shallcheck.model.fact_index import Said
from shallcheck.model.facts import Ends, Part
from shallcheck.model.finding import Edit, Finding, Fix, Related, Severity
from shallcheck.model.graph import PART, is_retired
from shallcheck.model.index import Defined, Scene
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span
from shallcheck.model.quantity import Bound, Quantity, QuantityKind
from shallcheck.rules.registry import STATEMENTS, Scope, Test, rule

_CHECK = re.compile(
    r"\b(?:check|verify|confirm|ensure|assert|expect(?:ed)?|make sure|pass(?:es)? (?:if|when)|must|shall|should)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^\n.]+(?:\.(?=\S)[^\n.]*)*")
_NO_SUBJECT = frozenset({PART, "allocated-to"})
_ROUNDING = 1e-6
_FAR = 2.0
_NO_PARSE = Parse(())
_OPEN = frozenset({Bound.AT_LEAST, Bound.MORE_THAN, Bound.AT_MOST, Bound.LESS_THAN, Bound.RANGE, Bound.TOLERANCE})
"""How a quantity binds that leaves more than one value."""


class _Limit(NamedTuple):
    """A quantity that decides, and where it stands: in the segment of a test, or in a statement."""

    quantity: Quantity
    ends: Ends
    quote: str
    said: Said | None = None

    @property
    def measures(self) -> str:
        """What can be compared with it: the same dimension, and of counts those of the same things."""
        return f"{self.ends.dimension} {self.quantity.counted.rstrip('s') if self.is_count else ''}"

    @property
    def is_count(self) -> bool:
        """Whether it has no unit."""
        return self.quantity.kind in (QuantityKind.COUNT, QuantityKind.NUMBER)


@rule(
    "VER010",
    "criterion-mismatch",
    test=Test.VERIFIABLE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    applies_to=(Kind.TEST,),
    sources=("ISO/IEC/IEEE 29148 5.2.5 verifiable", "ISO/IEC/IEEE 29119-3 (test case: expected results)"),
)
def criterion_mismatch(scene: Scene) -> Iterator[Finding]:
    """A test passes by a limit that is looser than the bound of the requirement that it verifies, or that is of another quantity.
    What breaks the requirement passes the test, and counts as verified.

    Fix: test against the bound of the requirement.
    Silent: where the limit is the same or tighter, in whatever unit, where one of several limits of the test keeps the bound, on
        values that a test sets, and on requirements without a bound.
    Poor (Test_Plan.md):
        ### TST-001 Stop
        Press the button.
        - Expected: the pump stops {within 3 s}.
        - Verifies: SYS-001
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s of each press.
    Poor (Test_Plan.md):
        | ID | Test | Expected | Verifies |
        | --- | --- | --- | --- |
        | TST-001 | Start an alarm. | The horn sounds at {60 dB or more}. | SYS-001 |
        == System_Requirements.md ==
        - **SYS-001**: The horn shall sound each alarm at 65 dB or more.
    Poor (Test_Plan.md):
        ### TST-001 Start
        Switch the lamp on and check that it is lit after {at most 0.5 min}.
        - Verifies: SYS-001
        == System_Requirements.md ==
        - **SYS-001**: The lamp shall be lit within 20 s of each start.
    Good (Test_Plan.md):
        ### TST-001 Stop
        Let the pump run for 10 s and press the button.
        - Expected: the pump stops within 1.9 s.
        - Verifies: SYS-001
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s of each press.
    Good (Test_Plan.md):
        ### TST-001 Stop
        Press the button.
        - Expected: the pump stops within 2000 ms.
        - Verifies: SYS-001
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s of each press.
    Good (Test_Plan.md):
        ### TST-001 Voltage
        Connect a load of 5 A.
        - Expected: the output stays between 11.8 V and 12.2 V.
        - Verifies: SYS-001
        == System_Requirements.md ==
        - **SYS-001**: The supply shall give an output of 12 V ± 0.5 V.
    """
    for number, artifact in enumerate(scene.segment.reading.artifacts):
        if artifact.kind is not Kind.TEST or not artifact.label or is_retired(artifact):
            continue
        of = Defined(scene.path, scene.segment, number, scene.document.identifier(artifact), scene.document.setting)
        limits = list(_limits(of))
        bounds = list(_bounds(scene, of)) if limits else []
        for measures in dict.fromkeys(each.measures for each in limits) if bounds else ():
            alike = [each for each in bounds if each.measures == measures]
            if alike:
                yield from _looser([each for each in limits if each.measures == measures], alike)
        if len(bounds) == 1 and limits and all(_is_apart(each, bounds[0]) for each in limits):
            yield from _of_another(limits, bounds[0])


def _limits(of: Defined) -> Iterator[_Limit]:
    """What a test passes by: in its expected result, or else in the sentences that say what is checked."""
    text, artifact = of.segment.text, of.artifact
    expected = [each.place for each in artifact.attributes if each.name == "expected result"]
    checked = (Span(*match.span()) for match in _SENTENCE.finditer(text, *artifact.extent) if _CHECK.search(match[0]))
    for place in expected or checked:
        for quantity in quantities(_NO_PARSE, place.of(text)):
            ends = ends_of(quantity) if quantity.kind is not QuantityKind.LABEL else None
            if ends is not None and (quantity.unit or quantity.bound in _OPEN):
                moved = quantity._replace(span=quantity.span.shifted(place.start), value=quantity.value.shifted(place.start))
                yield _Limit(moved, ends, moved.span.of(text))


def _bounds(scene: Scene, of: Defined) -> Iterator[_Limit]:
    """The bounds of what a test verifies, outside conditions."""
    for edge in scene.graph.above(of):
        upper = edge.upper.artifact
        if edge.type in _NO_SUBJECT or upper.kind not in STATEMENTS or is_retired(upper):
            continue
        for said, facts in scene.said(edge.upper):
            words = facts.words
            for amount in facts.amounts:
                if amount.ends is None or amount.quantity.bound not in _OPEN:
                    continue
                if words[amount.word].part not in (Part.CONDITION, Part.ASIDE):
                    yield _Limit(amount.quantity, amount.ends, amount.quantity.span.of(said.statement.text), said)


def _looser(limits: Sequence[_Limit], bounds: Sequence[_Limit]) -> Iterator[Finding]:
    """Limits of one dimension none of which keeps the bounds: above the highest upper one, or below the lowest lower one."""
    highest = max((each for each in bounds if each.ends.high is not None), key=lambda each: each.ends.high or 0.0, default=None)
    lowest = min((each for each in bounds if each.ends.low is not None), key=lambda each: each.ends.low or 0.0, default=None)
    upper = [each for each in limits if each.ends.high is not None and highest is not None and _is_near(each, highest)]
    lower = [each for each in limits if each.ends.low is not None and lowest is not None and _is_near(each, lowest)]
    if highest is not None and upper and all(_is_above(each.ends.high, highest.ends.high) for each in upper):
        yield _finding(max(upper, key=lambda each: each.ends.high or 0.0), highest)
    elif lowest is not None and lower and all(_is_above(lowest.ends.low, each.ends.low) for each in lower):
        yield _finding(min(lower, key=lambda each: each.ends.low or 0.0), lowest)


def _is_near(limit: _Limit, bound: _Limit) -> bool:
    """Whether a limit can be of what is bounded: a range that lies apart from all that the bound allows is of something else, and
    so is a value far away (“shows 100 g” of an error)."""
    low, high = limit.ends.low, limit.ends.high
    if low is None or high is None:
        return True
    if limit.quantity.bound is Bound.EXACT:
        return any(end is not None and low < _FAR * end and end < _FAR * low for end in (bound.ends.low, bound.ends.high))
    return not (_is_above(low, bound.ends.high) or _is_above(bound.ends.low, high))


def _is_apart(limit: _Limit, bound: _Limit) -> bool:
    return not limit.is_count and not bound.is_count and limit.measures != bound.measures


def _is_above(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one - other > _ROUNDING * max(abs(one), abs(other))


def _finding(limit: _Limit, bound: _Limit) -> Finding:
    told = f"“{limit.quote}” is looser than “{bound.quote}” of {_name(bound)}, so what breaks the requirement passes"
    return Finding("VER010", limit.quantity.span, f"{told}: test against its bound.", _fixes(limit, bound), _related(bound))


def _of_another(limits: Sequence[_Limit], bound: _Limit) -> Iterator[Finding]:
    """A test that decides by quantities of which the requirement says nothing."""
    open_ended = [each for each in limits if each.quantity.bound in _OPEN]
    if open_ended:
        told = f"“{open_ended[0].quote}” is no measure of “{bound.quote}”, which {_name(bound)} demands"
        end = "so it is not verified: test against that bound."
        yield Finding(
            "VER010", open_ended[0].quantity.span, f"{told}, {end}", related=_related(bound), severity=Severity.INFORMATION
        )


def _fixes(limit: _Limit, bound: _Limit) -> tuple[Fix, ...]:
    """The requirement's value in place of the test's, where both bind to one side in the same way."""
    if bound.said is None or limit.quantity.bound is not bound.quantity.bound or limit.quantity.bound not in _OPEN:
        return ()
    value = bound.quantity.value.of(bound.said.statement.text)
    return (Fix(f"Test against “{value}”", (Edit(*limit.quantity.value, value),)),)


def _name(bound: _Limit) -> str:
    return (bound.said.artifact.label if bound.said and bound.said.artifact else "") or "the requirement"


def _related(bound: _Limit) -> tuple[Related, ...]:
    said = bound.said
    if said is None:
        return ()
    place = said.statement.place(bound.quantity.span)
    return (Related(said.path, said.segment, place, said.identifier, f"{_name(bound)} demands “{bound.quote}”"),)

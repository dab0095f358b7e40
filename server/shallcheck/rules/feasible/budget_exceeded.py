"""FEA003: parts that take more together than the whole may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shallcheck.model.finding import Finding, Related, Severity
from shallcheck.model.graph import PART, is_retired
from shallcheck.model.index import Defined, Scene
from shallcheck.model.place import Span
from shallcheck.rules.feasible.adding import exceeding
from shallcheck.rules.feasible.allotments import Allotment, allotments
from shallcheck.rules.registry import OBLIGATIONS, STATEMENTS, Needs, Scope, Test, rule

_NO_PARTS = frozenset({PART, "allocated-to", "verifies", "validates"})
_TOLD = 6
"""Parts that the message tells one by one."""


@rule(
    "FEA003",
    "budget-exceeded",
    test=Test.FEASIBLE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    applies_to=STATEMENTS,
    needs=Needs.AMOUNTS,
    sources=("INCOSE GtWR C6", "ISO/IEC/IEEE 29148 5.2.6 feasible"),
)
def budget_exceeded(scene: Scene) -> Iterator[Finding]:
    """The parts of a requirement may take more together than the requirement allows: of time, mass, power, energy, memory,
    bandwidth, money or probability, in any unit. Every team keeps its share, and the whole fails at integration.

    Fix: allot less to the parts, or allow the whole more.
    Silent: where the parts are alternatives or run side by side and each keeps the bound, where a bound is of something else (an
        average, a standby, another kind of memory), on deadlines of acts that have nothing in common, and on risks that are each
        larger than the whole's, as in a redundant design.
    Poor:
        - **SYS-001**: The lamp shall have a mass of {at most 2 kg}.
        - **SYS-002**: The battery shall weigh at most 900 g.
          - Refines: SYS-001
        - **SYS-003**: The mass of the housing shall not exceed 1.2 kg.
          - Refines: SYS-001
    Poor:
        - **SYS-001**: The counter shall show the reply to each order {within 2 s}.
        - **SYS-002**: The till shall send each order within 500 ms.
          - Refines: SYS-001
        - **SYS-003**: The kitchen server shall confirm each order within 1.6 s.
          - Refines: SYS-001
    Poor:
        - **SYS-001**: The buoy shall draw {at most 4 W}.
        - **SYS-002**: While the beacon is lit, the lamp shall draw at most 3 W.
          - Refines: SYS-001
        - **SYS-003**: The power consumption of the receiver shall be at most 1500 mW.
          - Refines: SYS-001
    Good:
        - **SYS-001**: The lamp shall have a mass of at most 2 kg.
        - **SYS-002**: The battery shall weigh at most 900 g.
          - Refines: SYS-001
        - **SYS-003**: The mass of the housing shall be at most 1.1 kg.
          - Refines: SYS-001
    Good:
        - **SYS-001**: The ferry shall warn its crew within 3 s of each alarm.
        - **SYS-002**: The horn shall sound within 2 s of each alarm.
          - Refines: SYS-001
        - **SYS-003**: The beacon shall flash within 2 s of each alarm.
          - Refines: SYS-001
    Good:
        - **SYS-001**: The buoy shall draw at most 4 W.
        - **SYS-002**: While the beacon is lit, the lamp shall draw at most 3 W.
          - Refines: SYS-001
        - **SYS-003**: While the beacon is dark, the receiver shall draw at most 2 W.
          - Refines: SYS-001
    """
    for number, artifact in enumerate(scene.segment.reading.artifacts):
        if not artifact.label or artifact.kind not in STATEMENTS or is_retired(artifact):
            continue
        of = Defined(scene.path, scene.segment, number, scene.document.identifier(artifact), scene.document.setting)
        lower = _lower(scene, of)
        wholes = [each for said, facts in scene.said(of) for each in allotments(said, facts)] if lower else []
        parts = [each for part in lower for said, facts in scene.said(part) for each in allotments(said, facts)] if wholes else []
        for whole in wholes:
            if over := exceeding(whole, parts):
                yield _finding(whole, over)


def _lower(scene: Scene, of: Defined) -> list[Defined]:
    """The artifacts below an artifact that may be allotted a part of it, each once."""
    lower = {
        edge.lower.identifier: edge.lower
        for edge in scene.graph.below(of)
        if edge.type not in _NO_PARTS and edge.lower.artifact.kind in OBLIGATIONS and not is_retired(edge.lower.artifact)
    }
    return list(lower.values())


def _finding(whole: Allotment, over: Sequence[Allotment]) -> Finding:
    quantity = whole.amount.quantity
    bound = quantity.span.of(whole.said.statement.text)
    if len(over) == 1:
        told = f"“{bound}” is less than {_name(whole, over[0])} may take alone, with “{_quote(over[0])}”{_times(whole, over[0])}"
    else:
        terms = [f"{_name(whole, each)} {_in_unit(whole, each.most)}{_times(whole, each)}" for each in over[:_TOLD]]
        more = f" + {len(over) - _TOLD} more" if len(over) > _TOLD else ""
        total = _in_unit(whole, sum(each.most for each in over))
        told = f"“{bound}” is less than its parts may take together ({' + '.join(terms)}{more} = {total})"
    related = tuple(
        Related(
            each.said.path,
            each.said.segment,
            _place(each),
            each.said.identifier,
            f"{_name(whole, each)} may take “{_quote(each)}”",
        )
        for each in over
    )
    return Finding("FEA003", _place(whole), f"{told}: allot less to them, or allow the whole more.", related=related)


def _name(whole: Allotment, part: Allotment) -> str:
    artifact = part.said.artifact
    return (
        artifact.label
        if artifact is not None and part.said.setting.namespace == whole.said.setting.namespace
        else part.said.identifier
    )


def _quote(each: Allotment) -> str:
    return each.amount.quantity.span.of(each.said.statement.text)


def _place(each: Allotment) -> Span:
    return each.said.statement.place(each.amount.quantity.span)


def _times(whole: Allotment, part: Allotment) -> str:
    """“ (4 × 1.5 W)”, where there are several of the part."""
    return f" ({part.count} × {_in_unit(whole, part.most / part.count)})" if part.count > 1 else ""


def _in_unit(whole: Allotment, most: float) -> str:
    """An amount in the unit in which the whole is bounded."""
    quantity = whole.amount.quantity
    value = most / whole.most * quantity.high if quantity.high and whole.most else most
    number = f"{value:.6g}"
    return f"{quantity.unit}{number}" if quantity.unit in _BEFORE else f"{number} {quantity.unit}".rstrip()


_BEFORE = frozenset("€$£¥")
"""Units that are written before the number."""

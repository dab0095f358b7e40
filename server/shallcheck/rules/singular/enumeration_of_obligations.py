"""SNG006: a list of obligations under one lead-in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.documents.notation import OPEN_LEAD
from shallcheck.model.document import Statement
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Scope, Test, rule

_OWN_MODAL = re.compile(r"\b(?:shall|must|SHALL|MUST)\b")
_ALTERNATIVE = re.compile(r"(?:,|;)?\s*\bor\s*$", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(?:either|one of|any of|at least one of)\b[^.]*$", re.IGNORECASE)
_TAIL = re.compile(r"(?:[;,.]|\s+and)+\s*$", re.IGNORECASE)


@rule(
    "SNG006",
    "enumeration-of-obligations",
    test=Test.SINGULAR,
    severity=Severity.WARNING,
    scope=Scope.DOCUMENT,
    sources=("INCOSE GtWR R18", "ISO/IEC/IEEE 29148 5.2.5 singular"),
    applies_to=OBLIGATIONS,
)
def enumeration_of_obligations(scene: Scene) -> Iterator[Finding]:
    """A list under a lead-in such as “The system shall:” whose items are obligations of their own. They share one identifier, so
    that one test, one priority and one status must do for all of them.

    Fix: make each item a requirement of its own, the lead-in repeated.
    Silent: about lists of values, fields or conditions, and where each item has an identifier of its own.
    Poor:
        ### SYS-001 Login
        The portal {shall:}

        - reject a wrong password within 1 s
        - record each attempt with its time
    Poor (openspec/specs/till/spec.md):
        ### Requirement: Receipt
        When a sale is closed, the till {SHALL:}
        - print the receipt
        - open the drawer

        #### Scenario: Sale
        - **WHEN** a sale is closed
        - **THEN** the till prints the receipt
    Poor (specs/001-ride/spec.md):
        # Feature Specification: ride
        ## Requirements
        - **FR-001**: The tug {MUST be able to:}
          - pull 4 t
          - climb a slope of 8 %
    Good:
        ### SYS-001 Record
        The portal shall record these fields of each attempt within 1 s:

        - the user's name
        - the time
    Good:
        - **SYS-002**: The till shall open the drawer within 1 s.
        - **SYS-003**: The till shall print the receipt within 5 s.
    Good:
        ### SYS-004 Alarm
        The pump shall stop within 2 s when one of these conditions holds:

        - the tank is full
        - the lid is open
    """
    for statement in scene.segment.reading.statements:
        if not statement.lead_in or statement.kind not in OBLIGATIONS or len(statement.items) < 2:
            continue
        place = _lead_in(statement)
        if place is not None:
            yield Finding(
                "SNG006",
                statement.place(place),
                f"The {len(statement.items)} items below share one identifier though each obliges, so one test must do for all: "
                "make each a requirement of its own.",
                _fixes(statement, place),
            )


def _lead_in(statement: Statement) -> Span | None:
    """The words that oblige in front of the list, where its items are obligations."""
    texts = [text for text, _ in statement.items]
    match = OPEN_LEAD.search(statement.text)
    if any(_ALTERNATIVE.search(text) for text in texts[:-1]) or _ONE_OF.search(statement.text):
        return None
    if match:
        return Span(*match.span())
    if sum(_OWN_MODAL.search(text) is not None for text in texts) == len(texts):
        return Span(0, len(statement.text))
    return None


def _fixes(statement: Statement, place: Span) -> tuple[Fix, ...]:
    """One requirement for each item; what stands between the lead-in and the list's end goes."""
    if place.start == 0 or statement.artifact is None:
        return ()
    lead = statement.text.rstrip(" :：")
    if lead.lower().endswith("following") or "the following" in lead.lower():
        return ()
    first, *others = [_TAIL.sub("", text) for text, _ in statement.items]
    end = statement.place(Span(len(statement.text) - 1, len(statement.text))).end
    cut = Span(end, statement.items[-1][1].end)
    edit = Edit(len(lead), len(statement.text), f" {_small(first)}.")
    siblings = tuple(f"{lead} {_small(other)}." for other in others)
    return (Fix("Make each item a requirement of its own", (edit,), siblings=siblings, cuts=(cut,)),)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text

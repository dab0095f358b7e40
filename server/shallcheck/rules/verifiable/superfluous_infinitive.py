"""VER005: an obligation to be able to act, instead of one to act."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.capabilities import Capability
from shallcheck.language.predicates import coordinated
from shallcheck.language.subjects import SubjectClass, members
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import OBLIGATIONS, Test, rule


@rule(
    "VER005",
    "superfluous-infinitive",
    test=Test.VERIFIABLE,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R10",),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def superfluous_infinitive(statement: Analysis) -> Iterator[Finding]:
    """An obligation to be able to do something, or to provide the ability to do it. A system that never does it still conforms,
    and a test must prove an ability instead of watching an action.

    Fix: oblige the action itself, with the condition under which it happens.
    Silent: in conditions and relative clauses, and where a deliverable is provided ("provide an interface to").
    Poor: The camera shall {be able to} record two audio channels.
    Poor: The excavator shall {have the capability to} lift 2 t.
    Poor (must): The wiki MUST {provide the ability to} restore a deleted page.
    Good: When the operator presses Record, the camera shall record two audio channels.
    Good: The excavator shall lift a load of 2 t to a height of at least 3 m.
    Good: When an editor selects a deleted page, the wiki shall restore that page.
    """
    for capability in statement.capabilities:
        if capability.permits:
            continue
        words = capability.span.of(statement.text)
        yield Finding(
            "VER005",
            capability.span,
            f"“{words}” obliges an ability and not an action, so a system that never does it conforms: say when who does what.",
            fixes=_fixes(statement, capability),
        )


def _obliges_a_person(statement: Analysis) -> bool:
    """Without “be able to”, what users were offered would become their duty."""
    return any(
        member.kind is SubjectClass.PERSON
        for predicate in statement.obligations
        for member in members(statement.parse, predicate)
    )


def _is_prohibited(statement: Analysis, capability: Capability) -> bool:
    """“Guests shall not be able to see it” keeps the system from letting them; “guests shall not see it” binds the guests."""
    start = statement.parse.at(capability.span.start)
    return any(modal.negated and start is not None and 0 < start - modal.last <= 2 for modal in statement.main_modals)


def _fixes(statement: Analysis, capability: Capability) -> tuple[Fix, ...]:
    """Oblige the plain verb, where the subject of the ability is the subject of the action."""
    tokens, verb = statement.tokens, capability.verb
    following = next((token.i for token in tokens if token.start >= capability.span.end), None)
    modal = any(modal.last + 1 == statement.parse.at(capability.span.start) for modal in statement.main_modals)
    if capability.recipient or not modal or following is None or _expletive(statement, capability):
        return ()
    if _is_prohibited(statement, capability) or _obliges_a_person(statement):
        return ()
    several_gerunds = tokens[verb].tag == "VBG" and len(coordinated(statement.parse, verb)) > 1
    if tokens[verb].tag not in {"VB", "VBG"} or several_gerunds:
        return ()
    edits = [Edit(capability.span.start, tokens[following].start, "")]
    if tokens[verb].tag == "VBG":
        edits.append(Edit(tokens[verb].start, tokens[verb].end, tokens[verb].lemma.lower()))
    return (Fix("Oblige the action itself", tuple(edits)),)


def _expletive(statement: Analysis, capability: Capability) -> bool:
    """“It shall be possible to …” names nobody who could act; “be impossible” would lose its negation."""
    subjects = {statement.tokens[p.subject_head].lower for p in statement.obligations if p.subject_head is not None}
    return "it" in subjects or "possible" in capability.span.of(statement.text)

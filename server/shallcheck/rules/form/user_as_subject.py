"""FRM004: a person is obliged where the system should be."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.predicates import Predicate
from shallcheck.language.subjects import Member, SubjectClass, members
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import OBLIGATIONS, Test, rule

_ACCESS = frozenset({"only", "no", "nobody", "none", "neither"})
"""Words that make a rule of access of it: what the system grants to whom."""
_INPUT = frozenset(
    {
        "choose",
        "enter",
        "fill",
        "give",
        "input",
        "provide",
        "scan",
        "select",
        "specify",
        "state",
        "submit",
        "supply",
        "type",
        "upload",
    }
)
_OUTPUT = frozenset({"get", "obtain", "read", "receive", "see", "view"})


@rule(
    "FRM004",
    "user-as-subject",
    test=Test.FORM,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R3", "ISO/IEC/IEEE 29148 5.2.4"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def user_as_subject(statement: Analysis) -> Iterator[Finding]:
    """A person is obliged where the system should be. Nobody can build a person: the developer does not know what the system does
    about it, and a test of the system cannot fail when the person does something else.

    Fix: say what the system does for the person: “The system shall <accept> …”, or move the duty to a procedure or a need.
    Silent: on needs and user stories, on what is done to a person ("shall be notified"), on rules of access ("only auditors shall
        …") and on parts that are named after a person or a trade ("the user interface", "the power manager").
    Poor: {The cashier} shall enter the weight of loose fruit in grams.
    Poor: When the gas alarm sounds, {each miner} shall acknowledge it within 30 s.
    Poor (must): {Students} must upload the thesis as one PDF file.
    Good: The scale shall send the weight of loose fruit to the till in grams.
    Good: Only auditors shall have access to the journal.
    Good: The patient monitor shall show the pulse rate in beats per minute.
    Good: The server shall listen on port 443.
    """
    seen: set[int] = set()
    for predicate in statement.predicates:
        if predicate.modal is None or (person := _person(statement, predicate)) is None or person.head in seen:
            continue
        seen.add(person.head)
        whole = predicate.subject if predicate.subject and predicate.subject.start == person.span.start else person.span
        words = whole.of(statement.text)
        yield Finding(
            "FRM004",
            whole,
            f"“{words}” cannot be built, so this obliges nobody who builds the system: say what the system does instead.",
            fixes=_fixes(statement, predicate, person),
        )


def _person(statement: Analysis, predicate: Predicate) -> Member | None:
    """The person who is obliged to act; None where something is done to the person."""
    if predicate.passive or _describes(statement, predicate):
        return None
    found = members(statement.parse, predicate)
    person = next((member for member in found if member.kind is SubjectClass.PERSON), None)
    if (
        person is None
        or "<" in person.span.of(statement.text)
        or any(word in _ACCESS for word in _words_around(statement, person))
    ):
        return None
    return person


def _describes(statement: Analysis, predicate: Predicate) -> bool:
    """Whether the clause foresees who the people are or what they may do, and obliges nobody: “users will be novices”."""
    modal, verb = predicate.modal, statement.tokens[predicate.verb]
    if modal is None or modal.word == "may":
        return True
    defines = verb.lemma in {"include", "consist", "comprise"} or (
        verb.lemma == "be" and statement.parse.child(verb.i, "attr") is not None
    )
    return modal.word == "will" and defines


def _words_around(statement: Analysis, person: Member) -> Iterator[str]:
    """The words of the person's phrase, and the word in front of it."""
    inside = statement.parse.between(*person.span)
    if inside and inside[0].i:
        yield statement.tokens[inside[0].i - 1].lower
    yield from (token.lower for token in inside if token.i <= person.head)


def _fixes(statement: Analysis, predicate: Predicate, person: Member) -> tuple[Fix, ...]:
    """Oblige the system, where the verb says what passes between the person and the system."""
    parse, modal = statement.parse, predicate.modal
    verb = _inner_verb(statement, predicate)
    lemma, thing = statement.tokens[verb].lemma.lower(), parse.child(verb, "dobj")
    if modal is None or modal.negated or len(predicate.actions) > 1 or thing is None or thing.i < verb:
        return ()
    if lemma not in _INPUT | _OUTPUT or members(parse, predicate) != (person,):
        return ()
    text = statement.text
    between = statement.tokens[modal.last + 1 : verb]
    end = statement.tokens[parse.phrase(thing.i)[1]].end
    if any(token.lower not in {"be", "able", "to"} for token in between) or "(" in text[thing.start : end]:
        return ()
    words, first = person.span.of(text), person.span.start
    named = words if statement.tokens[person.head].tag in {"NNP", "NNPS"} and " " not in words else words[:1].lower() + words[1:]
    system = "The system" if words[:1].isupper() and not text[:first].strip() else "the system"
    placeholder, link = ("<accept>", "from") if lemma in _INPUT else ("<show>", "to")
    edits = (
        Edit(first, person.span.end, system),
        Edit(statement.tokens[modal.last + 1].start, statement.tokens[verb].end, placeholder),
        Edit(end, end, f" {link} {named}"),
    )
    return (Fix("Oblige the system instead of the person", edits),)


def _inner_verb(statement: Analysis, predicate: Predicate) -> int:
    """The verb inside “be able to”, else the verb itself."""
    inner = (each.verb for each in statement.capabilities if statement.parse.at(each.span.start) == predicate.verb)
    return next(inner, predicate.verb)

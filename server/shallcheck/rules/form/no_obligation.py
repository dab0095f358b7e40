"""FRM001: a statement in a requirement's place that obliges nobody."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.predicates import Predicate
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.kinds import Dialect
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Test, rule

_FRAGMENT_WORDS = 6
"""A phrase of fewer words in a requirement's place is a title."""
_PERSONS = frozenset({"user", "operator", "customer", "person", "admin", "administrator", "reader", "developer", "engineer"})


@rule(
    "FRM001",
    "no-obligation",
    test=Test.FORM,
    severity=Severity.INFORMATION,
    sources=("INCOSE GtWR R1", "ISO/IEC/IEEE 29148 5.2.4"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def no_obligation(statement: Analysis) -> Iterator[Finding]:
    """A statement in a requirement's place with no modal and no imperative. It may describe what is so today, what a neighbour
    does or what shall be built: a builder cannot tell, and a tester has nothing to hold against it.

    Fix: oblige the system: “shall” and the plain verb.
    Silent: on imperatives, lead-ins of lists, continuation lines, user stories and statements with any other modal (FRM002).
    Poor: The cooling controller {keeps} the tank at 14 °C ± 1 °C.
    Poor: The reading lamp {switches off} after 30 min.
    Poor (ears): WHEN a parcel arrives, the locker {opens} a free compartment.
    Good: The cooling controller shall keep the tank at 14 °C ± 1 °C.
    Good: After 30 min without motion, the reading lamp shall switch off.
    Good: When a parcel arrives, the locker shall open a free compartment.
    """
    if statement.main_modals or not _is_whole_sentence(statement) or _is_imperative(statement):
        return
    span = _verb_group(statement) or _fragment(statement)
    if span is None:
        return
    words = span.of(statement.text)
    modal = "must" if statement.dialect is Dialect.MUST else "shall"
    yield Finding(
        "FRM001",
        span,
        f"“{words}” obliges nobody, so this may be a description or a demand: say who “{modal}” do what, or move it to a note.",
    )


def _is_whole_sentence(statement: Analysis) -> bool:
    text = statement.text.strip()
    if statement.lead_in or text.endswith(":") or not statement.tokens:
        return False
    return not (text[:1].islower() and statement.tokens[0].pos not in {"PROPN"})


def _is_imperative(statement: Analysis) -> bool:
    """A sentence that begins with a plain verb and has no subject."""
    for response in statement.responses:
        words = [
            token for token in statement.parse.between(response.start, response.end) if token.pos not in {"PUNCT", "SYM", "X"}
        ]
        words = [token for token in words if token.tag not in {"RB", "LS"} or token.lower in {"not", "n't"}]
        if [token.lower for token in words[:2]] in (["do", "not"], ["do", "n't"]):
            return True
        if words and words[0].tag == "VB" and words[0].dep in {"ROOT", "aux", "conj", "ccomp", "advcl", "dep"}:
            return True
    return False


def _verb_group(statement: Analysis) -> Span | None:
    """The verb of the first sentence's main clause; of two joined clauses the one that is not about a person."""
    if not statement.predicates:
        return None
    first_sentence = statement.sentences[0]
    here = [found for found in statement.predicates if found.group.overlaps(first_sentence)] or list(statement.predicates[:1])
    systems = [found for found in here if not _about_person(statement, found)]
    return (systems or here)[0].group


def _about_person(statement: Analysis, predicate: Predicate) -> bool:
    head = predicate.subject_head
    return head is not None and statement.tokens[head].lemma.lower() in _PERSONS


def _fragment(statement: Analysis) -> Span | None:
    """A phrase without a verb in a requirement's place."""
    response = statement.responses[0]
    words = [token for token in statement.parse.between(response.start, response.end) if token.pos not in {"PUNCT", "SYM"}]
    plain = [token for token in words if token.text.replace("-", "").isalpha()]
    if len(plain) < _FRAGMENT_WORDS or len(plain) < 0.7 * len(words):
        return None
    return Span(words[0].start, words[-1].end)

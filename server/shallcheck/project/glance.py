"""What can be told of a statement's parts before it is parsed, by how its words are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.documents.notation import MODAL
from shallcheck.language.figures import read
from shallcheck.model.document import Statement
from shallcheck.model.modals import MODALS
from shallcheck.model.parts import Part, PartKind, clause_of, word_of

_MASK = "\ufffc"
_KEYWORDS = {"when": "trigger", "while": "state", "where": "feature", "if": "unwanted", "then": "unwanted"}
_OPENS = re.compile(
    r"(?:^[\W_]*|[.;:!?] |, (?:and )?)(?P<word>(?i:when|while|where|if|then))(?= )|"
    r"(?<!\w)(?P<capitals>WHEN|WHILE|WHERE|IF|THEN)\b"
)
_LEADING = re.compile(
    r"(?P<condition>(?P<keyword>when|while|where|if)\b.*?),?\s+(?:then\s+)?"
    rf"(?P<response>(?:the|an?|each|every)\s+(?:[^\s,]+\s+){{1,6}}?(?:{MODALS})\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_NOT = re.compile(r"\s+not\b", re.IGNORECASE)


def glance(statement: Statement) -> tuple[Part, ...]:
    """Keywords of conditions, modals and quantities, in text order."""
    text = list(statement.text)
    for opaque in statement.opaque:
        text[opaque.start : opaque.end] = _MASK * (opaque.end - opaque.start)
    return tuple(sorted(_parts("".join(text))))


def clauses(text: str) -> tuple[Part, ...]:
    """The leading condition of a text and its response, by the words that open them; where there is no condition, nothing."""
    match = _LEADING.match(text)
    if match is None:
        return ()
    kind = clause_of(_KEYWORDS[match["keyword"].lower()])
    return Part(*match.span("condition"), kind), Part(*match.span("response"), PartKind.RESPONSE)


def _parts(masked: str) -> Iterator[Part]:
    obliged = MODAL.search(masked)
    for match in _OPENS.finditer(masked) if obliged else ():
        group = match.lastgroup or ""
        yield Part(*match.span(group), word_of(_KEYWORDS[match[group].lower()]))
    for modal in MODAL.finditer(masked):
        negation = _NOT.match(masked, modal.end())
        yield Part(modal.start(), negation.end() if negation else modal.end(), PartKind.MODAL)
    for figure in read(masked)[1]:
        yield Part(*figure.span, PartKind.QUANTITY)

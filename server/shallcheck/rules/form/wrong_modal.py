"""FRM002: an obligation in another word than the document's own."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.modality import Modal
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.kinds import Dialect
from shallcheck.rules.registry import OBLIGATIONS, Test, rule

_WORDS = {
    Dialect.SHALL: ("shall",),
    Dialect.EARS: ("shall",),
    Dialect.MUST: ("must",),
    Dialect.SHALL_OR_MUST: ("shall", "must"),
    Dialect.RFC2119: ("must", "shall"),
}
_PERMISSIONS = frozenset({"may", "can"})


@rule(
    "FRM002",
    "wrong-modal",
    test=Test.FORM,
    severity=Severity.INFORMATION,
    sources=("INCOSE GtWR R1", "ISO/IEC/IEEE 29148 5.2.4"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def wrong_modal(statement: Analysis) -> Iterator[Finding]:
    """An obligation in another modal than the document's own. A reader cannot tell whether *should*, *will* or *must* is meant to
    bind as much as *shall*, so the one builds it and the other leaves it out.

    Fix: use the document's own modal; only *must* to *shall* is done without asking.
    Silent: in conditions, relative clauses and quoted text, and on SHOULD and MAY in capitals where the document follows
        RFC 2119 (MAY also where it obliges with MUST).
    Poor: The door station {must} display the caller's name for 4 s.
    Poor (must): The door station {should} display the caller's name for 4 s.
    Poor: The grain dryer {will} stop its burner within 5 s of each flame failure.
    Good: The door station shall display the caller's name for 4 s.
    Good (must): The ticket shop MUST refund a cancelled ticket within 14 days.
    Good (rfc2119): The resolver MAY cache an answer for 60 s.
    """
    wanted = _WORDS[statement.dialect]
    for modal in statement.main_modals:
        if modal.word in wanted or _allowed(statement, modal):
            continue
        span = statement.parse.span(modal.first, modal.last)
        word = span.of(statement.text)
        yield Finding(
            "FRM002",
            span,
            f"“{word}” leaves open whether this binds, because this document obliges with “{' or '.join(wanted)}”: "
            f"write “{wanted[0]}”, or say that it is no requirement.",
            fixes=_fixes(statement, modal, wanted[0]),
        )


def _allowed(statement: Analysis, modal: Modal) -> bool:
    allowed = {Dialect.RFC2119: {"should", "may"}, Dialect.MUST: {"may"}}.get(statement.dialect, set())
    return modal.word in allowed and statement.tokens[modal.first].text.isupper()


def _fixes(statement: Analysis, modal: Modal, word: str) -> tuple[Fix, ...]:
    """A duty in other words can be said with the document's modal; a permission would become a duty, so it is left alone."""
    written = statement.tokens[modal.first]
    if modal.word in _PERMISSIONS or written.lower not in {
        "must",
        "should",
        "will",
        "shall",
        "needs",
        "need",
        "has",
        "have",
        "is",
        "are",
    }:
        return ()
    if any(other.first in {modal.last + 1, modal.first - 1} for other in statement.modals):
        return ()
    if statement.parse.tokens[modal.last].end < len(statement.text) and statement.text[modal.last :].startswith("n't"):
        return ()
    span = statement.parse.span(modal.first, modal.last)
    text = word.upper() if written.text.isupper() else word
    safe = modal.word == "must" and word == "shall"
    return (Fix(f"Write “{text}”", (Edit(span.start, span.end, text),), safe=safe),)

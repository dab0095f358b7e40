"""FRM009: a pointer to something that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import MASK, Analysis
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.wordlist import Hit, load

_FOLLOWING = re.compile(r"\b(?:the following|as follows)\b", re.IGNORECASE)
_BACK = re.compile(r"above|earlier|previously|before|afore")
_LISTED = re.compile(rf"[:{MASK}(—–]|[.!?]\s+\S|\n|\s-\s|(?:^|\s)\d+[.)]")
_NEXT = re.compile(
    r"\s+(?:(?:business|working|calendar|school|trading) )?(?:days?|weeks?|months?|years?|mornings?|nights?|evenings?|hours?|"
    r"minutes?|seconds?|shifts?|seasons?|quarters?|cycles?|frames?|lines?|pages?|rows?|columns?|records?|steps?|stages?|words?|characters?|bytes?|"
    r"bits?|packets?|messages?|vehicles?|trains?|stations?|stops?|screens?|slots?|entry|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday)\b",
    re.IGNORECASE,
)
"""What comes next in time or in a row, rather than in the text."""


@rule(
    "FRM009",
    "incomplete-reference",
    test=Test.FORM,
    severity=Severity.WARNING,
    sources=("ISO/IEC/IEEE 29148 5.2.5 complete", "ISO/IEC/IEEE 29148 5.2.7", "INCOSE GtWR R38"),
)
def incomplete_reference(statement: Analysis) -> Iterator[Finding]:
    """A pointer to something that the statement does not name: *see above*, *the standard*, *the following* with nothing
    following. Each reader looks up another text, and when the requirement is moved or exported, nobody can look it up at all.

    Fix: name the document with its edition and section, or the identifier of the requirement.
    Silent: where the document, the section or the requirement is named, on *above* and *below* as measures (“above 50 m”), on
        what comes next in time (“the following day”), and on lead-ins of lists.
    Poor: The connector shall be {as described above}.
    Poor: The cabinet shall {conform to the relevant regulations}.
    Poor: The gateway shall accept {the following} baud rates.
    Good: The connector shall have the pin layout of section 4.2 of ICD-7, issue 3.
    Good: The cabinet shall conform to Directive 2014/35/EU.
    Good: The kite shall fly above 50 m and below 120 m.
    """
    for hit in load(__package__, "incomplete_reference.toml").hits(statement):
        if hit.group.name != "document" and _is_answered(statement, hit.span):
            continue
        mild = hit.group.name == "behaviour"
        yield Finding(
            "FRM009",
            hit.span,
            f"“{hit.text.strip()}” {hit.group.why}, so each reader looks up another text: name it.",
            fixes=_fixes(hit),
            severity=Severity.INFORMATION if mild else None,
        )
    for match in statement.matches(_FOLLOWING):
        if not _NEXT.match(statement.masked, match.end()) and not _is_answered(statement, Span(*match.span())):
            yield Finding(
                "FRM009",
                Span(*match.span()),
                f"Behind “{match[0]}” nothing follows, so nobody can know what is meant: list it, or name where it is listed.",
            )


def _is_answered(statement: Analysis, span: Span) -> bool:
    """Whether what is pointed to stands in the statement: in front of the words that point back, in a sentence of its own; behind
    the others, behind a colon, in a list, in quotes or in a further sentence."""
    words, before, rest = span.of(statement.masked).lower(), statement.masked[: span.start], statement.masked[span.end :]
    if _BACK.search(words):
        return any(sentence.end <= span.start for sentence in statement.sentences) or ":" in before
    return statement.lead_in or _LISTED.search(rest) is not None


def _fixes(hit: Hit) -> tuple[Fix, ...]:
    """A placeholder for the document behind its noun, or in place of the pointer."""
    if hit.group.name == "document":
        return (Fix("Name the document", (Edit(hit.span.end, hit.span.end, f" {hit.group.fix}"),)),)
    words = "as in" if hit.text.lower().startswith("as ") else "of" if hit.text.lower().startswith("the ") else "described in"
    return (Fix("Name the reference", (Edit(hit.span.start, hit.span.end, f"{words} {hit.group.fix}"),)),)

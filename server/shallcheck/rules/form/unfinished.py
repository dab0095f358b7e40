"""FRM008: a mark that somebody left to be filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.wordlist import load

_CLARIFICATION = re.compile(r"\[\s*NEEDS[ _-]CLARIFICATION\b[^\]]*\]|\[\s*NEEDS[ _-]CLARIFICATION\b[^\].]*$")
_BRACKETED = re.compile(
    r"\[\s*(?:insert|fill in|to be|describe|specify|add|enter|your|tbd|tbc|todo)\b[^\]]*\](?!\()", re.IGNORECASE
)
_TEMPLATE = re.compile(
    r"(?:(?<=\bshall )|(?<=\bmust ))\[[^\[\]]*\s[^\[\]]*\](?!\()|^\[[^\[\]]*\s[^\[\]]*\](?=\W*$)", re.IGNORECASE
)
"""A template's own words in the place of the action, or of the whole statement: “System MUST [specific capability]”."""
_PLACEHOLDERS = re.compile(r"(?<![\w<>/.\\=:$`{-])<[A-Za-z][\w ,'’-]{0,60}>(?:\s*<[A-Za-z][\w ,'’-]{0,60}>)*(?![\w<>/`}-]|\.\w)")
_OWN = re.compile(
    r"<(?:value|unit|measure|closed list|condition|actor|baseline|reason|verb|object|count|criterion|state|event|accept|show|"
    r"reference)>"
)
"""Placeholders that our fixes insert."""
_TAG = re.compile(r"<(?:/?[a-z][a-z0-9]*|[A-Z][A-Za-z0-9]*)>$")
"""One word in angle brackets can be markup or a variable of the text; it is unfinished only where no such name makes sense."""
_SPOKEN_OF = re.compile(
    r"\s+(?:markers?|tags?|placeholders?|sections?|comments?|entries|items?|elements?|notes?)\b", re.IGNORECASE
)


@rule(
    "FRM008",
    "unfinished",
    test=Test.FORM,
    severity=Severity.ERROR,
    sources=("NASA ARM incompletes", "ISO/IEC/IEEE 29148 5.2.5 complete"),
)
def unfinished(statement: Analysis) -> Iterator[Finding]:
    """A mark that somebody left to be filled later. Nobody can build or verify the statement as it stands, and such marks survive
    into the product when nobody counts them.

    Fix: decide it, or name who decides it by when.
    Silent: in code, quoted text, path patterns (/users/<id>) and masks (XXX-XX-####), and where the sentence speaks of such
        marks.
    Poor: The display shall refresh the platform column at least once per {TBD} s.
    Poor: When the antenna stops, the radar shall post a fault record within {<value> <unit>}.
    Poor (ears): WHEN a patient leaves, the system SHALL notify {[NEEDS CLARIFICATION: which role?]} within 10 min.
    Good: The display shall show the text "TBD" for each train without an assigned platform.
    Good: The build server shall count the TODO comments of each source file.
    Good: The ferry terminal shall print a boarding pass within 3 s of each check-in.
    """
    for span in sorted(marks_in(statement)):
        quote = span.of(statement.text)
        yield Finding(
            "FRM008",
            span,
            f"“{quote}” is not decided yet, so nobody can build or verify this: decide it before others build on it.",
        )


def is_open(words: str) -> bool:
    """Whether the words of an artifact leave something to be filled later."""
    return any(marks_in(Analysis(words, Kind.REQUIREMENT, Dialect.SHALL)))


def marks_in(statement: Analysis) -> Iterator[Span]:
    """Where a statement is not finished; needs no parse."""
    masked = statement.masked
    found = [hit.span for hit in load(__package__, "unfinished.toml").hits(statement)]
    taken: list[Span] = []
    bracketed = (_CLARIFICATION, _BRACKETED, _TEMPLATE) if "[" in masked else ()
    for pattern in (*bracketed, *((_PLACEHOLDERS,) if "<" in masked else ())):
        for match in statement.matches(pattern):
            if not _spoken_of(masked, match) and not (pattern is _PLACEHOLDERS and _is_variable(match[0])):
                span = Span(*match.span())
                taken += [] if any(span.overlaps(other) for other in taken) else [span]
    silent = statement.notes
    yield from (span for span in taken if not any(span.overlaps(note) for note in silent))
    yield from (span for span in found if not any(span.overlaps(other) for other in taken))


def _spoken_of(masked: str, match: re.Match[str]) -> bool:
    return _SPOKEN_OF.match(masked, match.end()) is not None


def _is_variable(text: str) -> bool:
    """Whether it can be markup, or a variable of a text's form, rather than a gap of our own making."""
    return _OWN.search(text) is None and _TAG.match(text) is not None

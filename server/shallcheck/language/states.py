"""The states and modes that a text supposes: “while in Standby mode, …”. Text alone decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from shallcheck.model.place import Span

_WORD = r"[A-Za-z][A-Za-z0-9]{1,30}(?:[-_/][A-Za-z0-9]+)*"
_MODE = re.compile(
    r"\b(?P<lead>[Ii]n|IN|[Dd]uring|DURING|within|into|enters?|ENTERS?|leaves?|LEAVES?|exits?|EXITS?|entering|leaving|while|WHILE|when|WHEN|if|IF)"
    r"[ \t]+(?!in\b|IN\b)(?:(?:the|THE|an?|its|their)[ \t]+)?"
    rf"(?P<name>(?:{_WORD}[ \t]+){{0,2}}{_WORD})[ \t]+(?P<kind>[Mm]ode|MODE|[Ss]tate|STATE)\b"
    r"(?=[ \t]*(?:[,.;:)]|$|(?:the|and|or|is|while|when|with|for|then|only|until|at|on|of|it|no|its|each|all|a|an)\b))",
    re.MULTILINE,
)
_IN = re.compile(
    r"\b(?:[Ww]hile|WHILE|[Ww]hilst|[Ww]hen|WHEN|[Ww]henever|WHENEVER|[Ii]f|IF)[ \t]+(?:not[ \t]+|NOT[ \t]+)?(?:in|IN)[ \t]+"
    r"(?:the[ \t]+|THE[ \t]+)?(?P<name>[A-Z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*)(?=[ \t]*,|[ \t]+(?:the|THE)\b)"
)
_SUPPOSED = re.compile(
    r"(?:^|[.;:,][ \t]+|\b(?:and|or|AND|OR)[ \t]+)"
    r"(?:while|whilst|when|whenever|if|during|in|as long as|until|unless|where|after|once|upon|before|given)\b[^.;]*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\b(?:while|whilst|when|whenever|if|during|as long as|until|unless)\b[^.;,]*$", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:shall|must|will|should|may|can)\b", re.IGNORECASE)
_KEYWORDS = frozenset({"while", "when", "if"})
_IS = re.compile(r"[ \t]+(?:is|becomes|IS)\b")
_STOPS = frozenset(
    "a an the this that these those each any every such same other another which what whichever its their his her our your "
    "of in to into on at by for from with within and or nor but if when while where until than as is are was be been being "
    "has have not no enter enters entering entered leave leaves leaving left exit exits switch switches change changes one "
    "two three four several all both either neither some via per whenever during after before shall must will should may "
    "can it system current previous next new old given selected desired different following respective corresponding "
    "specific certain particular initial final actual operating operational operation working normal default active "
    "inactive regular nominal appropriate defined valid invalid known unknown only first second last present original "
    "target resulting internal external global local application session ui because run runs running executing member".split()
)
"""What no state is called by, or every system has."""
_COMMON = frozenset(
    "dark light debug edit read-only readonly read-write offline online full-screen fullscreen landscape portrait airplane "
    "flight incognito private silent insert overwrite interactive batch verbose dry-run strict test preview demo "
    "development production on off open closed locked unlocked enabled disabled error failure failed on-line off-line "
    "single-user multi-user headless watch server client".split()
)
"""Modes and states that need no definition."""


class Supposed(NamedTuple):
    """A state that a condition supposes: its name as written and where."""

    name: str
    span: Span


def supposed(masked: str) -> Iterator[Supposed]:
    """The named states of the conditions in a text."""
    seen: list[Span] = []
    for match in _MODE.finditer(masked) if "mode" in masked.lower() or "state" in masked.lower() else ():
        name = _named(match["name"], match["kind"].lower().startswith("mode"))
        if not name or not _is_supposed(masked, match.start("kind")):
            continue
        if match["lead"].casefold() in _KEYWORDS and not _IS.match(masked, match.end()):
            continue
        span = Span(match.end("name") - len(name), match.end("name"))
        seen.append(span)
        yield Supposed(name, span)
    for match in _IN.finditer(masked):
        span = Span(*match.span("name"))
        if match["name"].casefold() not in _STOPS | _COMMON and not any(span.overlaps(other) for other in seen):
            yield Supposed(match["name"], span)


def _named(text: str, mode: bool) -> str:
    """The name in the words before “mode” or “state”; empty where they name none: “the same”, “a locked” state."""
    words = text.split()
    start = max((i + 1 for i, word in enumerate(words) if word.casefold() in _STOPS), default=0)
    name = " ".join(words[start:])
    if not name or name.casefold() in _COMMON:
        return ""
    proper = any(word[0].isupper() for word in words[start:])
    return name if mode or proper else ""


def _is_supposed(masked: str, at: int) -> bool:
    """Whether the words in front of a place are a condition, rather than what is demanded."""
    lead = masked[masked.rfind(". ", 0, at) + 1 : at].strip()
    modal = _MODAL.search(lead)
    return _SUPPOSED.search(lead) is not None if modal is None else _BEHIND.search(lead, modal.end()) is not None

"""How people write identifiers, attributes and trace links in Markdown, whatever the tool."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from shallcheck.documents.own_pattern import MASK, OwnPattern, own_pattern
from shallcheck.model.modals import BINDING
from shallcheck.model.place import Span

IDENTIFIER = r"(?=[A-Za-z0-9._-]*\d)(?![vV]\d)[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)+"
"""Letters and digits joined by `-`, `_` or `.`, at least one digit, starting with a letter; not a version such as v1.2."""

# What only a space separates from the text behind it must look like nothing but an identifier.
_STRICT = r"[A-Z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*[-_.]\d+[a-z]?"

# “Will” at the head of a text is a name.
_FORMS = "|".join(form for word in BINDING for form in (word, word.upper(), word.capitalize()) if form != "Will")
MODAL = re.compile(rf"\b(?:{_FORMS})\b")

LINK_KEYS = {
    "traces to": "traces",
    "traced to": "traces",
    "trace to": "traces",
    "traces": "traces",
    "trace": "traces",
    "tracing": "traces",
    "traceability": "traces",
    "links": "traces",
    "derived from": "derived-from",
    "derives from": "derived-from",
    "parent": "derived-from",
    "parents": "derived-from",
    "satisfies": "satisfies",
    "implements": "satisfies",
    "verifies": "verifies",
    "refines": "refines",
    "allocated to": "allocated-to",
    "allocation": "allocated-to",
    "validates": "validates",
    "decides about": "parent-of",
}

# Attribute names as written, and the canonical name; "statement" marks the body.
ATTRIBUTE_KEYS = {
    "verification": "verification",
    "verification method": "verification",
    "verified by": "verification",
    "method": "verification",
    "expected": "expected result",
    "expected result": "expected result",
    "expected results": "expected result",
    "expected outcome": "expected result",
    "pass criterion": "expected result",
    "pass criteria": "expected result",
    "pass/fail criteria": "expected result",
    "passes when": "expected result",
    "fit criterion": "fit criterion",
    "acceptance criterion": "fit criterion",
    "rationale": "rationale",
    "reason": "rationale",
    "source": "source",
    "origin": "source",
    "status": "status",
    "state": "status",
    "owner": "owner",
    "author": "owner",
    "priority": "priority",
    "importance": "priority",
    "criticality": "criticality",
    "criticality level": "criticality",
    "asil": "asil",
    "sil": "sil",
    "dal": "dal",
    "safety level": "safety level",
    "security level": "security level",
    "derived": "derived",
    "risk": "risk",
    "type": "type",
    "category": "category",
    "version": "version",
    "release": "release",
    "note": "note",
    "notes": "note",
    "comment": "comment",
    "comments": "comment",
    "example": "example",
    "examples": "example",
    "title": "title",
    "name": "title",
    "statement": "statement",
    "requirement": "statement",
    "text": "statement",
    "description": "statement",
    "shall statement": "statement",
}

TITLE_COLUMNS = frozenset({"title", "name", "element", "component", "summary", "short name"})
IDENTIFIER_COLUMNS = frozenset(
    "id|id#|identifier|uid|req id|req. id|requirement id|need id|test id|test case id|req|req.|req no|requirement no|"
    "requirement number|key|ref|ref.|no|no.|nr|nr.|number|#|test case".split("|")
)
_RUNNING_COLUMNS = frozenset({"no", "no.", "nr", "nr.", "number", "#"})
"""Columns for identifiers that only number the rows where another holds the identifiers."""
STATEMENT_COLUMNS = frozenset(
    "requirement|requirements|statement|text|description|requirement text|requirement statement|requirement description|"
    "shall|shall statement|need|constraint|specification|test|procedure|goal|responsibility|responsibilities|purpose|"
    "function".split("|")
)

_KEYS = "|".join(sorted(map(re.escape, {**LINK_KEYS, **ATTRIBUTE_KEYS}), key=len, reverse=True)).replace(r"\ ", r"[ \t]+")
KEY = re.compile(
    rf"(?P<open>[*_]{{0,3}})(?P<key>{_KEYS})(?P<close>[*_]{{0,3}})[ \t]*[:：][ \t]*(?P<after>[*_]{{0,3}})", re.IGNORECASE
)
_FREE_KEY = re.compile(r"(?P<open>\*\*|__)(?P<key>[^*_:\r\n]{2,40}?)(?:(?P=open)[ \t]*[:：]|[:：][ \t]*(?P=open))[ \t]*")
_LINKED = re.compile(r"\[([^\[\]]{0,200})\]\(([^()\s]{0,400})\)")
_TRAILING = re.compile(
    r"[ \t]*[(\[](?P<key>traces? to|traced to|derived from|satisfies|verifies|refines|allocated to|implements|validates)[ \t:]+"
    r"(?P<value>[^()]{1,200}?)[)\]](?P<stop>\.?)[ \t]*$",
    re.IGNORECASE,
)
_OBLIGES = rf"\b(?:{'|'.join(BINDING)})\b(?: not)?"
OPEN_LEAD = re.compile(
    rf"{_OBLIGES}(?: also)?(?: (?:be (?:able|allowed|capable) (?:to|of)"
    r"|(?:have|provide|support) the (?:ability|capability|option) to"
    r"|(?:allow|enable|let|permit) [^,;:]{1,60}?(?: to)?|ensure(?: that)?|do|perform"
    r"|(?:do|perform|take|satisfy|meet|fulfil|fulfill|implement|execute) (?:all )?(?:of )?the following(?: \w+){0,3}"
    r"|at (?:least|a minimum)))?\s*[:：]$",
    re.IGNORECASE,
)
"""A lead-in that ends where the obligation's verb, or the capability's, is still to come."""
_STANDARD = re.compile(r"(?:ISO|IEC|IEEE|EN|DIN|RFC|NIST|MIL|DO|SAE|ASTM|ANSI|FIPS|UL|ETSI|ITU|BS|NASA|ECSS)\b", re.IGNORECASE)


class Head(NamedTuple):
    """An identifier at the head of a block: its place, the title that shares its emphasis (empty span: none), where the body
    starts; offsets of the text that was searched."""

    label: str
    place: Span
    title: Span
    body: int


class Key(NamedTuple):
    """`Key: value` at a line's start: the canonical name, the link type (empty: no link), where the value starts, and whether it
    is one of the known keys and not any bold word."""

    name: str
    link: str
    value: int
    known: bool = True


@dataclass(frozen=True)
class Notation:
    """The regular expressions made from one identifier pattern. With a pattern of the project's `own`, they are made from its
    mask."""

    identifier: re.Pattern[str]
    """One identifier anywhere in a text."""
    whole: re.Pattern[str]
    head_pattern: re.Pattern[str]
    heading_pattern: re.Pattern[str]
    own: OwnPattern | None = None

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """The identifiers in `text[start:end]`."""
        stop = len(text) if end is None else end
        if self.own is not None:
            return self.own.find(text, start, stop)
        return (Span(*match.span()) for match in self.identifier.finditer(text, start, stop))

    def starts(self, text: str) -> bool:
        """Whether a text starts with an identifier."""
        return bool(self.own.length_at(text) if self.own is not None else self.whole.match(text))

    def is_identifier(self, text: str) -> bool:
        """Whether a text is an identifier and nothing else."""
        if self.own is not None:
            return bool(text) and self.own.length_at(text) == len(text)
        return self.whole.fullmatch(text) is not None

    def head(self, text: str, at: int = 0, end: int | None = None) -> Head | None:
        """The identifier that a paragraph, list item or cell starts with, when a body follows it."""
        return self._head(self.head_pattern, text, at, end)

    def heading(self, text: str, at: int = 0, end: int | None = None) -> Head | None:
        """The identifier that a heading starts with; a title may follow."""
        return self._head(self.heading_pattern, text, at, end)

    def _head(self, pattern: re.Pattern[str], text: str, at: int, end: int | None) -> Head | None:
        stop = min(len(text) if end is None else end, at + 600)
        if self.own is not None:
            match, shift = pattern.match(self.own.masked(text[at:stop])), at
        else:
            match, shift = pattern.match(text, at, stop), 0
        if not match:
            return None
        group = "decorated" if match["decorated"] else "plain" if match["plain"] else "spaced"
        place, body = Span(*match.span(group)).shifted(shift), match.end() + shift
        title = Span(*match.span("title")).shifted(shift) if match["title"] else Span(body, body)
        return Head(place.of(text), place, title, body)

    def targets(self, text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
        """The identifiers in `text[start:end]`, each once per place; the target of a Markdown link counts only where its words
        hold no identifier."""
        value = _LINKED.sub(self._one_of_link, text[start:end])
        for place in self.find(value):
            yield place.of(value), place.shifted(start)

    def _one_of_link(self, link: re.Match[str]) -> str:
        """A Markdown link with either its target or, where its words hold no identifier, everything but its fragment blanked."""
        words, target = link[1], link[2]
        if any(self.find(words)):
            return f"[{words}]" + " " * (len(target) + 2)
        _, mark, fragment = target.rpartition("#")
        kept = fragment if mark and self.is_identifier(fragment) else ""
        return " " * (len(link[0]) - len(kept) - 1) + kept + " "


@lru_cache(maxsize=16)
def notation(pattern: str = "") -> Notation:
    """The notation for an identifier pattern (empty: the default). Raises ValueError on a pattern that is none."""
    own = own_pattern(pattern) if pattern else None
    ident = f"{MASK}+" if own else f"(?:{IDENTIFIER})"
    strict = f"{MASK}+" if own else f"(?:{_STRICT})"
    edge = r"(?![A-Za-z0-9_]|-\w)"
    lead = r"(?:\[[ xX]\][ \t]+)?(?:<a [^>]{0,80}>(?:</a>)?)?"
    shape = (
        rf"{lead}(?:"
        rf"(?P<open>\*\*|__)?(?:\[\[?|`|\()?(?<=[*_\[`(])(?P<decorated>{ident})(?![A-Za-z0-9_])(?:\]\]?|`|\))?"
        r"(?(open)(?:[ \t]*[:.–—-]?[ \t]*(?P<title>[^*\r\n]{1,120}?))?[ \t]*[:.]?(?P=open))(?!\()SEP_DECORATED"
        rf"|(?P<plain>{ident}){edge}SEP_PLAIN"
        rf"|(?P<spaced>{strict}){edge}SEP_SPACED"
        r")"
    )
    separators = {
        "head": (
            r"(?:[ \t]*[:.–—-]+[ \t]*|[ \t]+)(?=\S)",
            r"[ \t]*(?::|[ \t][–—-])[ \t]+(?=\S)",
            r"\.?[ \t]+(?=[A-Z“\"'`*\[<(])",
        ),
        "heading": (
            r"(?:[ \t]*[:.–—-]*[ \t]*)",
            r"(?:[ \t]*(?::|[ \t][–—-])[ \t]*)",
            r"(?:\.?[ \t]+(?!(?:to|and|or|through|until|is|was|are)\b)(?=\S)|[ \t]*$)",
        ),
    }
    compiled = {}
    for name, (decorated, plain, spaced) in separators.items():
        source = shape.replace("SEP_DECORATED", decorated).replace("SEP_PLAIN", plain).replace("SEP_SPACED", spaced)
        compiled[name] = re.compile(source)
    anywhere = re.compile(rf"(?<![\w.-])(?:{ident})(?![A-Za-z0-9_])")
    return Notation(anywhere, re.compile(ident), compiled["head"], compiled["heading"], own)


def key_at(text: str, at: int, end: int, free: bool = False) -> Key | None:
    """The attribute or link key that `text[at:end]` starts with. `free`: any bold key counts."""
    match = KEY.match(text, at, min(end, at + 100))
    if match and _balanced(match):
        word = " ".join(match["key"].lower().split())
        return Key(ATTRIBUTE_KEYS.get(word, word), LINK_KEYS.get(word, ""), match.end())
    if free and (other := _FREE_KEY.match(text, at, min(end, at + 100))):
        return Key(" ".join(other["key"].split()), "", other.end(), known=False)
    return None


def _balanced(match: re.Match[str]) -> bool:
    """`**Key**: ` and `**Key:** ` close their emphasis; `**Key: rest**` does not and is no key."""
    return match["open"] == match["close"] + match["after"] or not match["open"]


def trailing_link(text: str, start: int, end: int) -> tuple[str, Span, int, int] | None:
    """`(traces to SN-004)` at the end of a statement: its type, the value's place, and where the parenthesis starts and ends."""
    at = max(start, end - 300)
    match = _TRAILING.search(text, at, end)
    if not match:
        return None
    kind = LINK_KEYS[" ".join(match["key"].lower().split())]
    return kind, Span(*match.span("value")), match.start(), match.start("stop")


def is_standard(name: str) -> bool:
    """Whether a name is that of a published standard, such as ISO-26262 or DO-178C, rather than of an artifact."""
    return _STANDARD.match(name) is not None and re.search(r"\d{3}", name) is not None


def columns_of(titles: Iterable[str]) -> list[str]:
    """What a table's columns hold: id, statement, title, link:TYPE, or an attribute's name; nothing where the rows are numbered
    beside their identifiers."""
    names = [title.strip("*_`").lower() for title in titles]
    numbered = not _RUNNING_COLUMNS.issuperset(IDENTIFIER_COLUMNS.intersection(names))
    return ["" if numbered and name in _RUNNING_COLUMNS else _column_of(name) for name in names]


def _column_of(name: str) -> str:
    if name in IDENTIFIER_COLUMNS:
        return "id"
    if name in STATEMENT_COLUMNS:
        return "statement"
    if name in TITLE_COLUMNS:
        return "title"
    if name in LINK_KEYS:
        return f"link:{LINK_KEYS[name]}"
    return ATTRIBUTE_KEYS.get(name, name)

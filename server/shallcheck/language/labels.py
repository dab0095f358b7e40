"""Numbers that only name something: dates, clock times, versions, standards, sections, identifiers, ports and codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shallcheck.language.tokens import Parse
from shallcheck.model.place import Span

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|"
    r"Dec(?:ember)?)"
)
_DATE = (
    rf"\b[0-3]?\d(?:st|nd|rd|th)?\.? {_MONTH}\b(?:,? \d{{4}})?|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|"
    rf"\b{_MONTH},? \d{{4}}\b|\b\d{{4}}-\d{{2}}(?:-\d{{2}})?(?:T[\d:.]+Z?)?\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b"
)
_CLOCK = r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?(?:[ap]\.m\.|[ap]m\b|o.clock\b)"
DATE = re.compile(_DATE)
CLOCK = re.compile(_CLOCK, re.IGNORECASE)
_STANDARD = (
    r"\b(?:ISO|IEC|IEEE|RFC|EN|DIN|MIL[- ]STD|ANSI|ASTM|SAE|ECSS|DO|ED|CS|FIPS|NIST|SP|ETSI|ITU|UL|UTF|TS|TR|BS|AES|SHA|RSA|USB|"
    r"HTTP|TLS|SSL|IPv|Wi-Fi|Bluetooth|CAN|OAuth|SQL|HTML|CSS|WCAG|GDPR|CFR|Python|Java|Windows|Android|Ubuntu|PostgreSQL)"
    r"(?:[ /-](?:[A-Z]+[ /-])*)?[A-Z]?\d[\w.:/-]*(?: \d{3}(?:[ -]\d+)*)?(?<![.:/-])"
)
_DOTTED = r"(?<![\w.])v?\d+(?:\.\d+){2,}(?:[-+]\w+)?|(?<![\w.])[vV]\d[\w.]*"
_POWER = r"(?:[cdkm]?m|ft|in|yd)[23]\b"
"""“m3” of “20 m3/s” and “3 kg/m3”, which is no name."""
_GLUED = (
    rf"\(\d+\)|\b(?!(?<=\d ){_POWER}|(?<=/){_POWER})[A-Za-z]\w*[-_]?\d[\w-]*|"
    r"\b\d+\s?[xX×:]\s?\d+(?:\s?[xX×:]\s?\d+)*\b(?![\^⁻⁰-⁹¹²³])|\b[a-zA-Z]/\d[\d.]*|[#§]\s?\d[\d.]*|"
    r"\b\d+(?:st|nd|rd|th)\b|(?<![\d.,])\d+/\d+(?![\d.,]|\s?[a-zA-Z°%])"
)
_MARKED = re.compile(r"^\s*(?:[-*•]\s+)?\d+(?:\.\d+)*[.)]?(?=\s+[A-Z][a-z])|(?<=[.:;] )\d+(?:\.\d+)*[.)](?= [A-Z])")
_ENUMERATED = re.compile(r"\b1(?:\. [A-Z].{0,400}\b2\. [A-Z]|\) .{0,400}\b2\) )", re.DOTALL)
_ITEM = re.compile(r"(?<=\s)\d{1,2}(?:\.(?= [A-Z])|\)(?= ))")
_BRACKETED = re.compile(r"\[[^\[\]]{0,60}?\d[^\[\]]{0,60}\]")
_LABELS = re.compile("|".join((_STANDARD, _DOTTED)))
_GLUED_LABELS = re.compile(_GLUED)
_LABELLED_WORDS = (
    r"version|release|revision|port|code|codes|status|error|section|sections|chapter|clause|paragraph|table|figure|fig\.?|page|"
    r"pages|step|stage|level|class|category|grade|type|mode|channel|line|row|column|floor|floors|platform|track|gate|zone|phase|sprint|appendix|"
    r"annex|requirement|req\.?|no\.|nr\.?|number|numbers|id|identifier|pin|slot|bed|lane|node|room|rack|barrier|bit|byte|layer|tier|"
    r"option|item|rule|article|part|volume|issue|group|unit|model|series|profile|schema|year|day|week|month|quarter|exit|state|priority|"
    r"case|scenario|test|question|note|example|point|position|index|key|register|address|bank|cell|sheet|slide|generation|gen|"
    r"signalling system number|route|bus|seat|terminal|pump|valve|sensor|motor|axis|player|team|round"
)
_LABELLED = re.compile(rf"\b(?:{_LABELLED_WORDS})\s+(?:#|no\.? )?$", re.IGNORECASE)
_NAMED_BY = re.compile(r"(?<=[\w,):] )[A-Z][\w+#-]*\s+$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_IN_YEAR = re.compile(r"\b(?:in|since|until|by|of|before|after|year|from|through|and|to|season|fiscal|FY)\s+$", re.IGNORECASE)


def labels(masked: str, around: Sequence[Span]) -> tuple[Span, ...]:
    """The numbers that are written as a name, a date or a time are. `around`: the stretches that hold a number."""
    patterns = [DATE, CLOCK, _LABELS, _GLUED_LABELS, _MARKED, *([_ITEM] if _ENUMERATED.search(masked) else [])]
    found = [Span(*match.span()) for pattern in patterns for window in around for match in pattern.finditer(masked, *window)]
    if around and "[" in masked:
        found += [Span(*match.span()) for match in _BRACKETED.finditer(masked)]
    kept: list[Span] = []
    for span in sorted(found):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def is_labelled(masked: str, start: int) -> bool:
    """Whether a word for numbered things stands right before: “Appendix 9A”."""
    return _LABELLED.search(masked, max(0, start - 40), start) is not None


def is_named(parse: Parse, masked: str, span: Span) -> bool:
    """Whether a number without a unit goes with the noun in front of it: “port 8443”, “alarm code 25”, “Windows 10”."""
    if is_labelled(masked, span.start) or _NAMED_BY.search(masked, max(0, span.start - 40), span.start):
        return True
    number = span.of(masked)
    if re.search(r"[\d.] $", masked[max(0, span.start - 2) : span.start]):
        return True
    if _YEAR.fullmatch(number) and _IN_YEAR.search(masked, max(0, span.start - 20), span.start):
        return True
    index = parse.at(span.start)
    if index is None or index == 0 or not number[0].isdigit():
        return False
    before = parse.tokens[index - 1]
    return before.pos in {"NOUN", "PROPN"} and masked[before.end : span.start].isspace()

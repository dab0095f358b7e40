"""AMB006: and, or and the slash, so joined that they can be read in more ways than one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from shallcheck.language.analysis import MASK, Analysis
from shallcheck.language.tokens import SUBJECTS, Parse, Token
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule

_AND_OR = re.compile(r"\band ?/ ?or\b|\bor ?/ ?and\b", re.IGNORECASE)
_SLASHED = re.compile(rf"(?<![\w/.@#~{MASK}<-])[A-Za-z][\w-]*(?: ?/ ?[A-Za-z][\w-]*)+(?![\w/@#{MASK}>-]|\.\w)")
_EITHER = re.compile(r"\beither\b", re.IGNORECASE)
_OTHER_HALF = re.compile(r"\bor\b|/|:\s*$", re.IGNORECASE)
_BOTH_EITHERS = re.compile(r"\s+(?:case|event|way|instance|one)\b", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9+-]*s?|[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w*|\w*\d\w*|\w")
_DOER = re.compile(r"\w(?:er|or|ist|ian|ant|(?:ud|ag|li|ti|id)ent|yst|ee|man)s?", re.IGNORECASE)
"""The ending of a word for somebody who does something: a capitalised one is a role rather than a label."""
_ACTED = re.compile(r"\b(?:shall|must|should|will|may|can|to|not)\s+$", re.IGNORECASE)
"""In front of verbs: “start/stop” names a button, “shall start/stop” two acts."""
_THREE = re.compile(
    r"((?:(?!\b(?:and|or)\b).)+)\b(and|or)\b((?:(?!\b(?:and|or)\b).)+)\b(?!\2)(and|or)\b((?:(?!\b(?:and|or)\b).)+)"
)
_TITLED_BEFORE = re.compile(r"(?:[A-Z][\w-]* )*$")


class _Slashes(NamedTuple):
    per: frozenset[str]
    terms: frozenset[frozenset[str]]
    media: frozenset[str]
    interface: frozenset[str]


@rule(
    "AMB006",
    "ambiguous-logic",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R15", "INCOSE GtWR R17"),
    needs_parse=True,
)
def ambiguous_logic(statement: Analysis) -> Iterator[Finding]:
    """Alternatives joined so that they can be read in more ways than one: and/or, a slash between words, *and* mixed with *or* at
    one level, *either* with no *or*. The builder chooses a reading, the tester another.

    Fix: write *and*, *or*, *both … and* or *either … or*, one requirement for each case where needed.
    Silent: in units (km/h), dates, paths, ratios, names (TCP/IP), fixed pairs (read/write) and labels of the user interface.
    Poor: When smoke is detected, the hub shall alert the owner by text {and/or} call within 10 s.
    Poor: The panel shall print the {brewer/supervisor} name on each batch sheet.
    Poor: The filter shall drop packets from {guest hosts and quarantined hosts or foreign networks}.
    Poor: The drone shall send each frame over {either} radio link.
    Good: When smoke is detected, the hub shall alert the owner by both text and call within 10 s.
    Good: The panel shall print the flow in L/min on each batch sheet.
    Good: The drone shall send each frame over exactly one radio link, either the primary link or the backup link.
    """
    silent = statement.notes
    found = [*_and_or(statement), *_slashed(statement), *_either(statement), *_mixed(statement)]
    yield from (finding for finding in found if not any(finding.span.overlaps(note) for note in silent))


def _and_or(statement: Analysis) -> Iterator[Finding]:
    for match in statement.matches(_AND_OR) if "/" in statement.masked else ():
        yield Finding(
            "AMB006",
            Span(*match.span()),
            f"“{match[0]}” can mean one of them or both, so two builders may differ: write “and”, “or” or “or both”.",
            tuple(Fix(f"Write “{word}”", (Edit(match.start(), match.end(), word),)) for word in ("and", "or")),
        )


def _slashed(statement: Analysis) -> Iterator[Finding]:
    for match in statement.matches(_SLASHED) if "/" in statement.masked else ():
        span = Span(*match.span())
        if _AND_OR.search(match[0]) or _is_one_thing(statement.masked, span):
            continue
        span = _with_title(statement.masked, span)
        yield Finding(
            "AMB006",
            span,
            f"“{span.of(statement.text)}” does not say whether one of them is meant or all: write “and” or “or”.",
            tuple(Fix(f"Write “{word}”", (_joined(statement.text, Span(*match.span()), word),)) for word in ("or", "and")),
        )


def _either(statement: Analysis) -> Iterator[Finding]:
    for match in statement.matches(_EITHER):
        sentence = next((span for span in statement.sentences if span.start <= match.start() < span.end), None)
        rest = statement.masked[match.end() : sentence.end if sentence else None]
        before = statement.masked[: match.start()]
        if _OTHER_HALF.search(rest) or _BOTH_EITHERS.match(rest) or re.search(r"\b(?:not|n't|nor|no)\b[^,;.]*$", before):
            continue
        yield Finding(
            "AMB006",
            Span(*match.span()),
            "“either” with no “or” can mean one of two or each of two: write “each”, or “exactly one”.",
            tuple(Fix(f"Write “{word}”", (Edit(match.start(), match.end(), word),)) for word in ("each", "exactly one")),
        )


def _mixed(statement: Analysis) -> Iterator[Finding]:
    """Coordinations at one level that mix and with or, with nothing to group them."""
    parse = statement.parse
    if not {"and", "or"} <= parse.words:
        return
    spans = [*_mixed_words(parse)]
    for token in parse.tokens:
        if token.dep == "conj" or _conjunct(parse, token) is None:
            continue
        if (span := _mixed_span(parse, token)) is not None:
            spans = [other for other in spans if not other.overlaps(span)] + [span]
    for span in spans:
        if not _grouped(statement, span):
            text = span.of(statement.text)
            yield Finding(
                "AMB006",
                span,
                f"“{text}” mixes “and” with “or” and does not say which binds closer: group them, or split.",
                _readings(text, span),
            )


def _readings(text: str, span: Span) -> tuple[Fix, ...]:
    """One rewrite for each way to read three parts."""
    if (parts := _THREE.fullmatch(text)) is None:
        return ()
    first, word, second, _, third = (part.strip() for part in parts.groups())
    if word.lower() == "and":
        readings = (f"either both {first} and {second}, or {third}", f"both {first} and either {second} or {third}")
    else:
        readings = (f"either {first} or both {second} and {third}", f"both {third} and either {first} or {second}")
    return tuple(Fix(f"Write “{reading}”", (Edit(span.start, span.end, reading),)) for reading in readings)


def _mixed_words(parse: Parse) -> Iterator[Span]:
    """Three words side by side, such as “read and write or admin”, whatever the parser takes them for."""
    for i in range(len(parse.tokens) - 4):
        words = parse.tokens[i : i + 5]
        if {words[1].lower, words[3].lower} == {"and", "or"} and all(_is_content(word) for word in words[::2]):
            yield parse.span(i, i + 4)


def _is_content(token: Token) -> bool:
    return token.pos in {"NOUN", "PROPN", "ADJ", "VERB"} and token.lower not in {"more", "less", "not", "fewer", "later", "other"}


def _mixed_span(parse: Parse, first: Token) -> Span | None:
    """The whole coordination that begins at a token, where it mixes and with or between parts of one kind."""
    members, words = [first], []
    current = first
    while (following := _conjunct(parse, current)) is not None:
        if _is_clause(parse, following):
            return None
        words += [child.lower for child in parse.children[current.i] if child.dep == "cc" and child.i < following.i]
        members.append(following)
        current = following
    words += [child.lower for child in parse.children[current.i] if child.dep == "cc" and not _opens_clause(parse, child)]
    if {"and", "or"} - set(words) or len({_kind(member) for member in members}) > 1:
        return None
    start, _ = parse.phrase(first.i)
    last = parse.tokens[max(parse.below(members[-1].i))]
    if _kind(first) != "verb":
        last = _nominal_end(parse, members[-1])
    return Span(parse.tokens[start].start, last.end)


def _opens_clause(parse: Parse, joint: Token) -> bool:
    """Whether a conjunction leads on to a clause of its own, wherever the parser hung that."""
    return any(token.dep == "conj" and token.i > joint.i and _is_clause(parse, token) for token in parse.children[joint.head])


def _is_clause(parse: Parse, token: Token) -> bool:
    """Whether a part has a subject or a modal of its own: what “and” joins then is another clause, at another level."""
    return any(child.dep in SUBJECTS or child.tag == "MD" for child in parse.children[token.i] if child.i < token.i)


def _conjunct(parse: Parse, token: Token) -> Token | None:
    return parse.child(token.i, "conj")


def _kind(token: Token) -> str:
    return {"NOUN": "noun", "PROPN": "noun", "PRON": "noun", "AUX": "verb", "VERB": "verb"}.get(token.pos, token.pos)


def _nominal_end(parse: Parse, token: Token) -> Token:
    """The last token of a noun with its “of” phrase, without looser attachments such as “to each letter”."""
    return next((child for child in reversed(parse.children[token.i]) if child.dep == "npadvmod"), token)


def _grouped(statement: Analysis, span: Span) -> bool:
    """A comma, a bracket, both … and, either … or, or a numbered list shows what belongs together."""
    text = statement.masked[max(0, span.start - 8) : span.end]
    return (
        re.search(r"[,;:()\n•]|\b(?:both|either|neither|between|as well as|respectively)\b|(?<!\w)[-*] ", text, re.IGNORECASE)
        is not None
    )


def _is_one_thing(masked: str, span: Span) -> bool:
    slashes = _load()
    parts = [part.strip() for part in span.of(masked).split("/")]
    lower = [part.lower() for part in parts]
    following = re.match(r"\s+([A-Za-z]+)", masked[span.end :])
    return (
        lower[-1].rstrip("²³0123456789") in slashes.per
        or lower[0] in slashes.media
        or (
            any(pair in slashes.terms for pair in (frozenset(lower), frozenset(lower[:2])))
            and not _ACTED.search(masked, 0, span.start)
        )
        or all(_ACRONYM.fullmatch(part) for part in parts)
        or (following is not None and following[1].lower() in slashes.interface)
        or any("_" in part or part.count("-") > 1 for part in parts)
        or _is_label(masked, span, parts)
    )


def _is_label(masked: str, span: Span, parts: list[str]) -> bool:
    """Whether capitalised words inside a sentence name a product or a part of the user interface, not roles."""
    if not all(part[0].isupper() for part in parts) or not re.search(rf"[\w,)\]{MASK}]\s*$", masked[: span.start]):
        return False
    return not all(_DOER.search(part) for part in parts[:-1])


def _with_title(masked: str, span: Span) -> Span:
    """The whole names, where capitalised words stand on both sides: “Program Administrators/Nursing Staff Members”."""
    if not span.of(masked).split("/")[-1].strip()[0].isupper():
        return span
    before = _TITLED_BEFORE.search(masked, 0, span.start)
    after = re.match(r"(?: [A-Z][\w-]*)*", masked[span.end :])
    return Span(before.start() if before and before.start() else span.start, span.end + (after.end() if after else 0))


def _joined(text: str, span: Span, word: str) -> Edit:
    """“a/b/c” as “a, b or c”."""
    parts = [part.strip() for part in span.of(text).split("/")]
    return Edit(span.start, span.end, f"{', '.join(parts[:-1])} {word} {parts[-1]}")


@cache
def _load() -> _Slashes:
    table = tomllib.loads(files(__package__).joinpath("ambiguous_logic.toml").read_text("utf-8"))["slash"]
    return _Slashes(
        frozenset(table["per"]),
        frozenset(frozenset(term.split("/")) for term in table["terms"]),
        frozenset(table["media"]),
        frozenset(table["interface"]),
    )

"""AMB001: a word whose satisfaction is a matter of opinion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.wordlist import Hit, load

_EXPLAINED = re.compile(
    r"[^.;:—–(]{0,60}?(?:\s[—–]\s|\s?:\s+\S|\s?\((?:i\.e\.|that is|namely|[^()]*\d)|,?\s(?:i\.e\.|that is,|namely|meaning)|"
    r"\s?\((?!e\.?g|for example|such as|including|like)[^(),]+,[^()]*(?<!etc)(?<!etc\.)\)|"
    r"\b(?:defined|specified|listed|described|given|stated|documented|set out|configured) (?:in|by|under|at|on|below|above)\b)",
    re.IGNORECASE,
)
"""The word is made exact right behind it: by a definition, a list, a number in brackets, or the place where it is defined."""
_MEASURED_NEED = re.compile(r"[^.;,]{0,40}?\b(?:to|for)\b[^.;,]{0,30}?\d")
_QUANTITY = re.compile(r"\s*(\d[\d.,]*(?:\s?(?:%|°?[A-Za-zµ²³/]+))?)")


@rule(
    "AMB001",
    "vague-term",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R7", "ISO/IEC/IEEE 29148 5.2.7"),
    needs_parse=True,
)
def vague_term(statement: Analysis) -> Iterator[Finding]:
    """A word whose satisfaction is a matter of opinion. Whoever builds it, tests it and pays for it will each read it in their
    own way, and nobody is wrong.

    Fix: replace the word by what can be counted, measured or looked up.
    Silent: where the statement makes the word exact ("approximately 5 mm, ± 0.2 mm"), in names and fixed technical terms ("normal
        mode", "most significant bit"), and where the word is another part of speech ("clear the cache").
    Poor: When the room is too warm, the panel shall show a {suitable} notice within 5 s.
    Poor: The scanner shall discard {most} frames that carry a wrong checksum.
    Poor (must): The parser MUST handle malformed lines {gracefully}.
    Good: When the room temperature exceeds 30 °C, the panel shall show the notice "Too warm" within 5 s.
    Good: The scanner shall transmit the most significant bit of each frame first.
    Good: When the operator presses the reset key, the press shall clear the fault buffer within 200 ms.
    """
    for hit in load(__package__, "vague_term.toml").hits(statement):
        if _is_exact(statement.masked, hit) or not _is_vague_here(statement, hit):
            continue
        yield Finding(
            "AMB001",
            hit.span,
            f"“{hit.text.strip()}” is a matter of opinion, because {hit.group.why}: say what can be measured or looked up.",
            _fixes(statement, hit),
        )


def _is_exact(masked: str, hit: Hit) -> bool:
    if _EXPLAINED.match(masked, hit.span.end):
        return True
    return hit.text.lower() in ("sufficient", "adequate") and _MEASURED_NEED.match(masked, hit.span.end) is not None


def _is_vague_here(statement: Analysis, hit: Hit) -> bool:
    """What the part of speech and the neighbours decide."""
    if hit.group.name == "most":
        return _counts_things(statement, hit)
    if hit.group.name == "common":
        return not _is_determined(statement, hit)
    return True


def _counts_things(statement: Analysis, hit: Hit) -> bool:
    """“most frames”, “most of the frames”; “most efficient” is a superlative, which AMB008 judges."""
    index = statement.parse.at(hit.span.start)
    following = statement.tokens[index + 1] if index is not None and index + 1 < len(statement.tokens) else None
    if index is None or following is None or statement.tokens[index].tag == "RBS":
        return False
    head = statement.tokens[statement.tokens[index].head]
    return following.lower == "of" or (following.pos not in {"ADJ", "ADV", "PUNCT"} and head.pos in {"NOUN", "PROPN"})


def _is_determined(statement: Analysis, hit: Hit) -> bool:
    """“the common fields” are shared ones; “common fields” are the usual ones."""
    index = statement.parse.at(hit.span.end - 1)
    if index is None:
        return False
    head = statement.tokens[index].head
    return any(child.dep in {"det", "poss"} for child in statement.children[head])


def _fixes(statement: Analysis, hit: Hit) -> tuple[Fix, ...]:
    start, end = hit.span
    if hit.group.fix == "tolerance":
        quantity = _QUANTITY.match(statement.text, end)
        if quantity is None:
            return ()
        tolerance = f"{quantity[1]} ± <value>"
        return (Fix("Give the tolerance", (Edit(start, quantity.end(), tolerance),)),)
    return (Fix("Say it in figures", (Edit(start, end, hit.group.fix),)),) if hit.text[-1:].isalpha() else ()

"""AMB008: a superlative that nobody can decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.bounds import has_bound
from shallcheck.language.comparisons import Comparison, Degree
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.wordlist import Hit, is_name, load, word_set

_WANTING = frozenset({"with", "at", "for", "in", "have", "has", "offer", "provide", "achieve", "ensure", "give", "under"})
"""Words before a bare “maximum …” that is wanted rather than named."""
_DECIDED = re.compile(
    r"[^.;]*?(?:\b(?:according to|in accordance with|as (?:detailed|defined|specified|described|stated|listed) in|"
    r"by the (?:criteri|rule|order)\w*|"
    r"(?:using|by|under|based on|per) (?:the |a |an |its |their )?(?:\w+ ){0,3}"
    r"(?:criteri\w+|metric|score|formula|measure|rules?|table|order)\b)|\[[A-Z])",
    re.IGNORECASE,
)
"""The criterion, or the place where it is written, stands behind the superlative."""
_QUANTIFIED = re.compile(r"\s*(?:\w+[ -]){0,6}?(?:of|is|to|=|:|at|be|than)?\s*(?:<|±|≤|≥|\d)")


@rule(
    "AMB008",
    "superlative",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("ISO/IEC/IEEE 29148 5.2.7",),
    needs_parse=True,
)
def superlative(statement: Analysis) -> Iterator[Finding]:
    """A superlative that nobody can decide: the best, the safest, the highest possible, optimal. There is always something better
    to try, so the work has no end, and no test can show that the end is reached.

    Fix: give the criterion that decides, or the value that is enough.
    Silent: where a measure, a clock or a count decides ("the oldest pending job", "the highest bid", "the most recent reading"),
        on named limits ("the maximum take-off weight"), on bounds ("at most") and in names ("State of the Art").
    Poor: The ambulance dispatcher shall propose the {best} route to the patient.
    Poor: The furnace shall burn the gas with {maximum} efficiency.
    Poor (ears): WHEN the link drops, the glider SHALL land at the {safest} field.
    Poor: The crane shall lift each load at the {highest possible} speed.
    Poor (must): The query planner MUST choose an {optimal} index.
    Good: The ambulance dispatcher shall propose the route with the shortest driving time to the patient.
    Good: If the load of an axle exceeds the maximum permitted axle load of [ROAD-9], the scale shall open lane 2 within 5 s.
    Good: The print spooler shall print the oldest pending job first.
    Good: The museum guide shall display the title "State of the Art" above the exhibits of hall 3.
    """
    words = load(__package__, "superlative.toml")
    found = [
        (hit.span, hit.group.why)
        for hit in words.hits(statement)
        if statement.is_demanded(hit.span)
        and not _DECIDED.match(statement.masked, hit.span.end)
        and (hit.group.name != "limit" or _is_bare_limit(statement, hit))
    ]
    taken = [span for span, _ in found]
    silent = words.silent(statement) if statement.comparisons else []
    for comparison in statement.comparisons:
        blocked = any(comparison.span.overlaps(span) for span in [*silent, *taken])
        if not blocked and _is_undecidable(statement, comparison):
            found.append((comparison.span, "nobody says by which measure"))
    for span, why in sorted(found):
        text = span.of(statement.text)
        yield Finding(
            "AMB008",
            span,
            f"“{text}” has no end that a test can find, because {why}: give the criterion or the value that is enough.",
            _fixes(statement, span),
        )


def _is_undecidable(statement: Analysis, comparison: Comparison) -> bool:
    if comparison.degree is not Degree.SUPERLATIVE or comparison.bound or not statement.is_demanded(comparison.span):
        return False
    if _DECIDED.match(statement.masked, comparison.span.end) or is_name(statement.masked, comparison.span):
        return False
    word = statement.tokens[comparison.word]
    if word.lower in {"most", "least"}:
        return False
    if word.span != comparison.span:
        return word.lower not in _words("counted") and not (word.tag in {"VBN", "VBD"} and word.lower.endswith("ed"))
    if _stem(word.lower) not in _words("measured"):
        return True
    return _wants_quality(statement, comparison)


def _words(key: str) -> frozenset[str]:
    return word_set(__package__, "superlative.toml", key)


def _stem(word: str) -> str:
    """“largest” gives “large”, “biggest” “big”, “earliest” “early”."""
    base = word.removesuffix("est")
    candidates = {base, f"{base}e", base[:-1], f"{base[:-1]}y"}
    return next((each for each in candidates if each in _words("measured")), base)


def _wants_quality(statement: Analysis, comparison: Comparison) -> bool:
    """“with the highest accuracy”, where nothing is chosen by it."""
    if comparison.noun is None or not _is_quality(statement, comparison.noun):
        return False
    above = list(statement.parse.above(comparison.noun))
    verb = next((token for token in above if token.tag.startswith("VB")), None)
    if verb is None:
        return True
    through_noun = any(token.pos in {"NOUN", "PROPN"} for token in above[: above.index(verb)])
    return verb.lemma.lower() not in (_words("choosing") | _words("using") if through_noun else _words("choosing"))


def _is_quality(statement: Analysis, noun: int) -> bool:
    words = [statement.tokens[noun], *(child for child in statement.children[noun] if child.dep == "compound")]
    return any(word.lemma.lower() in _words("qualities") for word in words)


def _is_bare_limit(statement: Analysis, hit: Hit) -> bool:
    """“with maximum precision”: no article names a limit and no number gives one; “the maximum protection” names a quality."""
    index = statement.parse.at(hit.span.start)
    if index is None or _QUANTIFIED.match(statement.masked, hit.span.end) or has_bound(_sentence(statement, hit.span)):
        return False
    token = statement.tokens[index]
    head = statement.tokens[token.head]
    noun = head if token.dep in {"amod", "compound", "nmod", "advmod"} and head.i > index else None
    if noun is None:
        return False
    determined = any(child.dep in {"det", "poss"} or child.tag == "CD" for child in statement.children[noun.i])
    if noun.lemma.lower() in _words("qualities") or (not determined and _is_quality(statement, noun.i)):
        return not statement.masked.startswith(" of ", noun.end)
    before = statement.tokens[index - 1].lower if index else ""
    return not determined and noun.tag != "NNS" and before in _WANTING


def _sentence(statement: Analysis, span: Span) -> str:
    return next(sentence.of(statement.masked) for sentence in statement.sentences if sentence.overlaps(span))


def _fixes(statement: Analysis, span: Span) -> tuple[Fix, ...]:
    return (Fix("Give the criterion", (Edit(span.start, span.end, "<measure>"),)),)

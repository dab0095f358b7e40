"""AMB014: a modifier that can belong to more than one word."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis, Token
from shallcheck.language.antecedents import is_person
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.wordlist import word_set

_DETERMINERS = frozenset({"det", "poss", "nummod", "amod", "compound", "nmod", "quantmod", "predet"})


@rule(
    "AMB014",
    "ambiguous-modifier",
    test=Test.UNAMBIGUOUS,
    severity=Severity.OFF,
    sources=("INCOSE GtWR R17", "ISO/IEC/IEEE 29148 5.2.7"),
    needs_parse=True,
)
def ambiguous_modifier(statement: Analysis) -> Iterator[Finding]:
    """An adjective in front of two joined nouns, or a “with” behind a person, that can belong to more than one word. The builder
    deletes all files, the owner meant the old ones.

    Fix: repeat the modifier, or turn the nouns round.
    Silent: where each noun has its own article or modifier, where the adjective only names a kind ("digital maps and charts"),
        and where only one reading makes sense ("notify the user with a message").
    Poor: The archive shall delete {old reports and files} each night.
    Poor: The customs portal shall list {damaged parcels and letters}.
    Poor: The ward display shall alert {the nurse with the key}.
    Good: The archive shall delete old reports and old files each night.
    Good: The customs portal shall list letters and damaged parcels.
    Good: The ward display shall alert the nurse with a message.
    """
    telling = _words("telling")
    for token in statement.tokens:
        if token.dep != "amod" and token.lemma.lower() not in telling:
            continue
        found = _over_two_nouns(statement, token) or (
            _behind_person(statement, token) if token.lemma.lower() in telling else None
        )
        if found is None:
            continue
        span, fixes = found
        if statement.is_demanded(span, in_condition=True):
            yield Finding(
                "AMB014",
                span,
                f"“{span.of(statement.text)}” can be read in two ways, since one modifier can belong to either noun: say which.",
                fixes,
            )


def _words(key: str) -> frozenset[str]:
    return word_set(__package__, "ambiguous_modifier.toml", key)


def _over_two_nouns(statement: Analysis, adjective: Token) -> tuple[Span, tuple[Fix, ...]] | None:
    """“old reports and files”: bare plurals, of which only the first has a modifier."""
    i, tokens = adjective.i, statement.tokens
    if adjective.dep != "amod" or i + 3 >= len(tokens) or not _sorts(adjective):
        return None
    first, joint, second = tokens[i + 1 : i + 4]
    if first.tag != "NNS" or joint.lower not in {"and", "or"} or second.tag != "NNS" or adjective.head != first.i:
        return None
    if (
        second.dep != "conj"
        or second.head != first.i
        or _is_modified(statement, second)
        or _is_counted(statement, first, adjective)
    ):
        return None
    span = Span(adjective.start, second.end)
    word = adjective.text
    fixes = (
        Fix(f"Write “{word} {second.text}”", (Edit(second.start, second.start, f"{word} "),)),
        Fix(f"Put “{second.text}” first", (Edit(span.start, span.end, f"{second.text} {joint.text} {word} {first.text}"),)),
    )
    return span, fixes


def _sorts(adjective: Token) -> bool:
    if adjective.lower in _words("sorting"):
        return True
    return (adjective.tag == "VBN" or adjective.lower.endswith("ed")) and adjective.lower not in _words("kind_naming")


def _is_modified(statement: Analysis, noun: Token) -> bool:
    return any(child.dep in _DETERMINERS for child in statement.children[noun.i])


def _is_counted(statement: Analysis, noun: Token, adjective: Token) -> bool:
    """A further modifier: “the old reports and files” is one known set."""
    return any(child.dep in _DETERMINERS and child.i != adjective.i for child in statement.children[noun.i])


def _behind_person(statement: Analysis, verb: Token) -> tuple[Span, tuple[Fix, ...]] | None:
    """“notify the user with the token”: the user who has it, or by means of it."""
    person = statement.parse.child(verb.i, "dobj")
    if person is None or person.i + 2 >= len(statement.tokens) or not is_person(person) or person.tag != "NN":
        return None
    link, article = statement.tokens[person.i + 1 : person.i + 3]
    noun = statement.parse.child(link.i, "pobj")
    if link.lower != "with" or article.lower not in {"the", "a", "an"} or noun is None or noun.lemma.lower() in _words("means"):
        return None
    first, _ = statement.parse.phrase(person.i)
    start = statement.tokens[first].start
    thing = statement.text[article.start : noun.end]
    fixes = (
        Fix(f"Write “who has {thing}”", (Edit(link.start, link.end, "who has"),)),
        Fix(f"Write “by means of {thing}”", (Edit(link.start, link.end, "by means of"),)),
    )
    return Span(start, noun.end), fixes

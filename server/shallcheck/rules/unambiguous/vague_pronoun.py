"""AMB004: a pronoun that has nothing to stand for, or more than one thing."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.antecedents import noun_phrase
from shallcheck.language.pronouns import Pronoun
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.rewriting import capitalised

_POSSESSIVE = frozenset({"its", "their"})
_CHOICES = 4
"""How many nouns a fix offers, nearest last; more would be no choice."""


@rule(
    "AMB004",
    "vague-pronoun",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R24", "ISO/IEC/IEEE 29148 5.2.7"),
    needs_parse=True,
)
def vague_pronoun(statement: Analysis) -> Iterator[Finding]:
    """A pronoun with no noun before it in the statement to stand for, or with two or more that it could mean. Whoever builds the
    one and whoever tests the other have both read the statement well.

    Fix: repeat the noun.
    Silent: where only one noun fits, on "it" that stands for nothing ("it is raining") or for a clause to come ("it shall be
        possible to"), on "that" and "which" right behind their noun, and on "this" with its noun ("this request").
    Poor: When the gateway sends a frame to the relay, {it} shall start a timer of 30 s.
    Poor: {This} shall take at most 20 min.
    Poor (ears): IF a bag is on a later flight than a container, THEN the sorter SHALL hold {it}.
    Poor: The clerk shall compare the invoices with the orders and archive {them} for 10 years.
    Good: When the gateway restarts, it shall open port 443 within 5 s.
    Good: When a guest submits an order, this order shall appear in the queue within 2 s.
    Good: The telescope shall close its shutter within 40 s after the rain sensor reports rain.
    Good: If it is a leap year, the payroll service shall divide the yearly salary by 366.
    """
    silent = statement.notes
    told: set[tuple[bool, bool, int]] = set()
    for pronoun in statement.pronouns:
        token = statement.tokens[pronoun.token]
        if any(token.span.overlaps(note) for note in silent) or not _is_vague(statement, pronoun):
            continue
        key = (pronoun.plural, pronoun.pointing, _sentence(statement, token.span))
        if key in told:
            continue
        told.add(key)
        yield Finding("AMB004", token.span, _message(statement, pronoun), tuple(_fixes(statement, pronoun)))


def _is_vague(statement: Analysis, pronoun: Pronoun) -> bool:
    """A pointing word stands for a whole clause as readily as for a noun, so that even one noun leaves it open at the start of a
    sentence. “This is the list of …” points at what stands there."""
    if not pronoun.pointing:
        return len(pronoun.candidates) != 1
    verb = statement.tokens[statement.tokens[pronoun.token].head]
    if pronoun.token == 0 and verb.lemma.lower() == "be" and not any(child.tag == "MD" for child in statement.children[verb.i]):
        return False
    return pronoun.opening or not pronoun.plural or len(pronoun.candidates) != 1


def _sentence(statement: Analysis, span: Span) -> int:
    return next((k for k, sentence in enumerate(statement.sentences) if sentence.overlaps(span)), -1)


def _message(statement: Analysis, pronoun: Pronoun) -> str:
    word = statement.tokens[pronoun.token].text
    phrases = [noun_phrase(statement.parse, i).of(statement.text) for i in pronoun.candidates[-_CHOICES:]]
    if len(phrases) > 1 and not pronoun.opening:
        listed = "”, “".join(phrases[:-1])
        return (
            f"“{word}” can mean “{listed}” or “{phrases[-1]}”, so that two readers may build different things: repeat the noun."
        )
    return f"“{word}” does not say what it stands for in this statement, so that every reader must guess: name it."


def _fixes(statement: Analysis, pronoun: Pronoun) -> Iterator[Fix]:
    """One choice for each noun that could be meant; a placeholder where there is none."""
    token = statement.tokens[pronoun.token]
    for i in pronoun.candidates[-_CHOICES:]:
        phrase = _definite(noun_phrase(statement.parse, i).of(statement.text))
        words = f"{phrase}{_genitive(phrase)}" if token.lower in _POSSESSIVE else phrase
        yield Fix(f"Write “{words}”", (Edit(token.start, token.end, capitalised(words) if token.text[0].isupper() else words),))
    if not pronoun.candidates:
        words = "the <noun>'s" if token.lower in _POSSESSIVE else "the <noun>"
        yield Fix("Name what is meant", (Edit(token.start, token.end, capitalised(words) if token.text[0].isupper() else words),))


def _definite(phrase: str) -> str:
    """“a payment order” said again is “the payment order”."""
    first, _, rest = phrase.partition(" ")
    if first.lower() in {"a", "an", "each", "every", "any", "some"} and rest:
        return f"the {rest}"
    return f"the {rest}" if first.lower() == "the" else (phrase if first[:1].isupper() else f"the {phrase}")


def _genitive(phrase: str) -> str:
    return "'" if phrase.endswith("s") else "'s"

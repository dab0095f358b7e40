"""VER003: a physical value demanded exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.tokens import is_verb
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.model.quantity import PHYSICAL, Bound, Quantity, QuantityKind
from shallcheck.rules.phrases import phrases
from shallcheck.rules.registry import OBLIGATIONS, Test, rule

_HYPHENED = re.compile(r"\d-[a-z]")
_LISTED = re.compile(r",? (?:and |or )?")
_COMPOUND = re.compile(
    r"[ -](?!(?:of|in|at|on|for|to|and|or|from|per|with|by|under|over|above|below|after|before|when|while|if|as)\b)[a-zA-Z]"
)
_DETERMINED = re.compile(r"\b(?:an?|the|same|each|every|this|that|its)\s+$", re.IGNORECASE)
_MEASURED = PHYSICAL - {QuantityKind.DURATION} | {QuantityKind.PERCENTAGE, QuantityKind.DATA}
"""What is measured under circumstances; a deadline behind them is not."""
_TURNS = (90.0, 180.0, 270.0, 360.0)
"""Degrees of a picture's rotation, which are met exactly."""


@rule(
    "VER003",
    "value-without-tolerance",
    test=Test.VERIFIABLE,
    severity=Severity.INFORMATION,
    sources=("INCOSE GtWR R33",),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def value_without_tolerance(statement: Analysis) -> Iterator[Finding]:
    """A physical value demanded exactly. Nothing built meets a value exactly, so the tester invents a tolerance, the builder
    another, and the stricter one costs money that nobody agreed to spend.

    Fix: give the tolerance, or the bound that matters.
    Silent: on ranges, bounds and tolerances, in conditions, on counts, dates, digital constants, settings and defaults, times of
        a minute and more, and on circumstances of another bound ("at most 35 dB(A) at a distance of 1 m").
    Poor: The charger shall supply the phone with {9 V}.
    Poor: While the dough rises, the proofing cabinet shall hold the air at {28 °C}.
    Poor (ears): WHEN the pallet stops, the lifting table SHALL rise by {120 mm}.
    Good: The charger shall supply the phone with 9 V ± 0.3 V.
    Good: While the dough rises, the proofing cabinet shall hold the air between 27 °C and 29 °C inclusive.
    Good: When the technician resets the barcode scanner, the scanner shall set the beep to the default of 200 ms.
    """
    for quantity in statement.quantities:
        if not _is_exact(quantity) or not _is_demanded(statement, quantity) or _is_name(statement, quantity):
            continue
        quote, end = quantity.value.of(statement.masked), quantity.value.end
        yield Finding(
            "VER003",
            quantity.value,
            f"“{quote}” cannot be met exactly, so builder and tester will each choose a tolerance: give it, or the bound that "
            "matters.",
            (Fix("Add the tolerance", (Edit(end, end, " ± <value> <unit>"),)),),
        )


def _listens(name: str) -> re.Pattern[str]:
    return phrases("shallcheck.rules.verifiable", "value_without_tolerance.toml")[name]


def _is_exact(quantity: Quantity) -> bool:
    """Whether a quantity is physical and given as one value."""
    if quantity.kind not in PHYSICAL or quantity.bound is not Bound.EXACT or not quantity.low:
        return False
    if quantity.unit.startswith("<"):
        return False
    if quantity.kind is QuantityKind.DURATION:
        repeated = quantity.span.start < quantity.value.start
        return _listens("control_cycle" if repeated else "small_time").fullmatch(quantity.unit) is not None
    turned = quantity.low in _TURNS and quantity.unit in ("°", "degrees")
    return not turned and _listens("digital").fullmatch(quantity.unit) is None


def _is_demanded(statement: Analysis, quantity: Quantity) -> bool:
    """Whether the sentence obliges somebody to meet the value."""
    masked, place = statement.masked, quantity.span
    sentence = next((span for span in statement.sentences if span.start <= place.start < span.end), None)
    passing = [*(condition.span for condition in statement.conditions), *statement.asides]
    if sentence is None or any(place.overlaps(span) for span in passing):
        return False
    modals = [statement.tokens[each.first].start for each in statement.main_modals]
    if not any(sentence.start <= modal < place.start for modal in modals):
        return False
    if any(_listens(name).search(masked, sentence.start, sentence.end) for name in ("settled", "setting")):
        return False
    if any(_listens(name).search(masked, sentence.start, place.start) for name in ("capability", "told_by_time")):
        return False
    if masked.startswith(" of ", place.end) and _listens("holds").search(masked, sentence.start, place.start):
        return False
    return _hangs_on_duty(statement, sentence, quantity) and not _is_circumstance(statement, sentence, quantity)


def _hangs_on_duty(statement: Analysis, sentence: Span, quantity: Quantity) -> bool:
    """False for a capability, for a verb that takes a bound by nature, and under a verb that obliges nobody (“tasks that run at
    50 Hz”)."""
    if any(sentence.start <= each.span.start < quantity.span.start for each in statement.capabilities):
        return False
    actions = {action for each in statement.obligations for action in each.actions}
    done = [statement.tokens[action] for action in actions]
    if any(
        sentence.start <= token.start < quantity.span.start and _listens("withstands").fullmatch(token.lemma) for token in done
    ):
        return False
    index = statement.parse.at(quantity.value.start)
    for above in statement.parse.above(index) if index is not None else ():
        if above.i in actions:
            return True
        if is_verb(above) and above.dep in {"relcl", "acl", "advcl", "ccomp"}:
            return False
    return True


def _is_circumstance(statement: Analysis, sentence: Span, quantity: Quantity) -> bool:
    """Whether another bound of the sentence is the demand: “at most 35 dB(A) at a distance of 1 m”, “at least 100 km by day and
    25 km at night”."""
    conditions = [condition.span for condition in statement.conditions]
    bounded = [
        each
        for each in statement.quantities
        if sentence.overlaps(each.span)
        and each.bound is not Bound.EXACT
        and (each.kind in _MEASURED or (each.kind is QuantityKind.DURATION and each.span.end <= quantity.span.start))
        and not any(each.span.overlaps(span) for span in conditions)
    ]
    if any(each.unit == quantity.unit and each.span.end <= quantity.span.start for each in bounded):
        return True
    return bool(bounded) and _listens("circumstance").search(statement.masked, sentence.start, quantity.span.start) is not None


def _is_name(statement: Analysis, quantity: Quantity) -> bool:
    """“a 24 V supply”, “the 50 Hz and 10 Hz frames”: which one, not how much; but “a half second duration” tells how long."""
    masked, tokens = statement.masked, statement.tokens
    end = quantity.span.end
    while further := next((each for each in statement.quantities if _LISTED.fullmatch(masked[end : each.span.start])), None):
        end = further.span.end
    following = statement.parse.at(end + 1) if _COMPOUND.match(masked, end) else None
    if following is None:
        return False
    noun = following
    while noun + 1 < len(tokens) and tokens[noun + 1].pos in {"NOUN", "PROPN"} and masked[tokens[noun].end] in " -":
        noun += 1
    formed = _HYPHENED.search(quantity.value.of(masked)) or _DETERMINED.search(masked, 0, quantity.span.start)
    compound = formed is not None or tokens[noun].pos in {"NOUN", "PROPN"}
    return compound and _listens("own_noun").fullmatch(tokens[noun].lemma) is None

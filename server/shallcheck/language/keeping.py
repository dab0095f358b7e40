"""What one statement keeps and another ends: a record (“for at least 90 days”, “after 30 days”), a state (“keep the door closed”,
“open the door”)."""

from __future__ import annotations

from shallcheck.language.contrasts import Contrast, Difference
from shallcheck.language.opposites import Opposition, opposition, same, words
from shallcheck.model.facts import Amount, Facts, Mechanism, Part, Sort, Word
from shallcheck.model.quantity import Bound, QuantityKind


def keeping(a: Facts, b: Facts, told: Difference) -> Contrast | None:
    """What tells two statements apart of which one keeps something for a time and the other deletes it at one: `VALUE` where the
    times exclude each other, `OTHER` where they go together; None where they differ in anything else."""
    one, other = _sides(told)
    here, there = _time(a, one), _time(b, other)
    if here is None or there is None or opposition(_act(one), _act(other)) is not Opposition.PERMITTING:
        return None
    deletes = [any(word.key in words("keeping.ends") for word in side) for side in (one, other)]
    if deletes[0] == deletes[1]:
        return None
    kept, deleted = (there, here) if deletes[0] else (here, there)
    return Contrast(Mechanism.VALUE if _exclude(kept, deleted) else Mechanism.OTHER, tuple(one), tuple(other))


def kept_state(told: Difference) -> Contrast | None:
    """What tells two statements apart of which one keeps a state that the other ends; None where they differ in anything else."""
    one, other = _sides(told)
    for ends, keeps in ((one, other), (other, one)):
        if len(ends) != 1 or len(keeps) != 2 or any(word.part is not Part.ACTION for word in (ends[0], keeps[0])):
            continue
        lasting = keeps[0].key in words("verbs.being") and keeps[1].part is Part.REST
        if lasting and opposition(ends[0].key, keeps[1].key) is not None:
            return Contrast(Mechanism.OPPOSITE, tuple(one), tuple(other))
    return None


def _sides(told: Difference) -> tuple[list[Word], list[Word]]:
    """The words in which each statement differs, in the order of its text."""
    first = (word for each in told.contrasts for word in each.first)
    second = (word for each in told.contrasts for word in each.second)
    return sorted(first, key=lambda word: word.start), sorted(second, key=lambda word: word.start)


def _act(side: list[Word]) -> str:
    return next((word.key for word in side if word.part is Part.ACTION), "")


def _time(facts: Facts, side: list[Word]) -> Amount | None:
    """The one duration of a side that says nothing but an act and a time."""
    starts = {word.start for word in side if word.sort is Sort.AMOUNT}
    found = [each for each in facts.amounts if each.quantity.span.start in starts]
    plain = all(word.part is Part.ACTION or word.sort in {Sort.AMOUNT, Sort.PREPOSITION} or _is_start(word) for word in side)
    return found[0] if plain and len(found) == 1 and found[0].quantity.kind is QuantityKind.DURATION else None


def _is_start(word: Word) -> bool:
    """Whether a word tells what both times count from: “24 h after its creation”."""
    return word.part is Part.CONDITION and same(word.key) in words("keeping.starts")


def _exclude(kept: Amount, deleted: Amount) -> bool:
    if kept.ends is None or deleted.ends is None:
        return False
    (_, least, most), (_, low, high) = kept.ends, deleted.ends
    latest = low if high is None else high
    if least is not None and latest is not None and latest < least:
        return True
    return kept.quantity.bound is Bound.AT_MOST and low is not None and most is not None and low > most

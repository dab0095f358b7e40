"""VER012: a time bound that says not when its clock starts, a rate that says not under what load."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.conditions import ConditionKind
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.model.quantity import Bound, Quantity, QuantityKind
from shallcheck.rules.phrases import phrases
from shallcheck.rules.registry import OBLIGATIONS, Test, rule

_IN = re.compile(r"\bin\s+(?:about\s+)?$", re.IGNORECASE)
_GAP = re.compile(r"[\s,-]*")
_LEADING = re.compile(r"\s*(?:at|from|on|in (?:case|the event)|following|with|under|for|during|given|per)\b[^,]*,", re.IGNORECASE)
_SHORT_SPANS = ("/s", "/second", "/min", "/minute", "/h", "/hour")


@rule(
    "VER012",
    "unanchored-bound",
    test=Test.VERIFIABLE,
    severity=Severity.INFORMATION,
    sources=("INCOSE GtWR R35", "ISO/IEC/IEEE 29148 5.2.5 verifiable"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def unanchored_bound(statement: Analysis) -> Iterator[Finding]:
    """A time bound with no event that starts the clock, or a rate with no load. The tester starts the clock where the test
    passes, the operator where the wait hurts.

    Fix: name the event that starts the clock, or the load under which the rate holds.
    Silent: where a trigger, the words behind the bound or the request that is answered is the start, on the duration of the act
        itself, and where a share of the cases is named ("95 % of the requests").
    Poor: The ambulance dispatch shall show the nearest vehicle {within 2 s}.
    Poor: The tax portal shall send the receipt to the taxpayer {in less than 1 min}.
    Poor (ears): WHERE a spare pump is fitted, the pump station SHALL switch over {within 400 ms}.
    Good: When a call arrives, the ambulance dispatch shall show the nearest vehicle within 2 s.
    Good: The tax portal shall send the receipt to the taxpayer in less than 1 min after the payment.
    Good: With 300 open sessions, the ticket shop shall sell at least 40 tickets per second.
    """
    passing = [*(condition.span for condition in statement.conditions), *statement.asides]
    for quantity in statement.quantities:
        sentence = next((span for span in statement.sentences if span.start <= quantity.span.start < span.end), None)
        if sentence is None or any(quantity.span.overlaps(span) for span in passing):
            continue
        if _is_deadline(statement.masked, sentence, quantity) and not _has_start(statement, sentence, quantity):
            yield _without_start(statement, quantity.span)
        elif _is_rate(statement.masked, sentence, quantity) and not _has_load(statement, sentence, quantity):
            yield _without_load(statement, Span(quantity.span.start, _rate_end(statement.masked, quantity)))


def _without_start(statement: Analysis, span: Span) -> Finding:
    why = "says not from when the time counts, so each test starts its clock elsewhere: name the event that starts it"
    fix = Fix("Name the event that starts the clock", (Edit(span.end, span.end, " after <event>"),))
    return Finding("VER012", span, f"“{span.of(statement.masked)}” {why}.", (fix,))


def _without_load(statement: Analysis, span: Span) -> Finding:
    why = "says not under what load the rate holds, so an idle system passes the test: name the load"
    fix = Fix("Name the load", (Edit(span.end, span.end, " under <condition>"),))
    return Finding("VER012", span, f"“{span.of(statement.masked)}” {why}.", (fix,))


def _listens(name: str) -> re.Pattern[str]:
    return phrases("shallcheck.rules.verifiable", "unanchored_bound.toml")[name]


def _is_deadline(masked: str, sentence: Span, quantity: Quantity) -> bool:
    upper = quantity.bound in (Bound.AT_MOST, Bound.LESS_THAN)
    if quantity.kind is not QuantityKind.DURATION or not upper or _behind("window", masked, quantity):
        return False
    before = masked[sentence.start : quantity.span.start]
    deadline = _listens("deadline").match(quantity.span.of(masked)) or _IN.search(before)
    return deadline is not None or _listens("delay").search(before) is not None


def _has_start(statement: Analysis, sentence: Span, quantity: Quantity) -> bool:
    masked, text = statement.masked, sentence.of(statement.masked)
    done = [each.span.end for each in statement.conditions if sentence.start <= each.span.end <= quantity.span.start]
    before = masked[max(done, default=sentence.start) : quantity.span.start]
    events = (ConditionKind.TRIGGER, ConditionKind.UNWANTED)
    if any(condition.kind in events and sentence.overlaps(condition.span) for condition in statement.conditions):
        return True
    if _behind("start_behind", masked, quantity) or _LEADING.match(text):
        return True
    return any(_listens(name).search(text) for name in ("start", "share")) or any(
        _listens(name).search(before) for name in ("stimulus", "own_clock")
    )


def _behind(name: str, masked: str, quantity: Quantity) -> bool:
    gap = _GAP.match(masked, quantity.span.end)
    return gap is not None and _listens(name).match(masked, gap.end()) is not None


def _is_rate(masked: str, sentence: Span, quantity: Quantity) -> bool:
    if quantity.kind is not QuantityKind.COUNT or quantity.unit not in _SHORT_SPANS:
        return False
    if _listens("own_pace").fullmatch(quantity.counted):
        return False
    if quantity.bound in (Bound.AT_LEAST, Bound.MORE_THAN):
        return not _listens("held_back").search(masked[sentence.start : quantity.span.start])
    works = _listens("works_off").search(masked, sentence.start, quantity.span.start) is not None
    return works and (quantity.bound is Bound.EXACT or quantity.span.of(masked).lower().startswith("up to"))


def _rate_end(masked: str, quantity: Quantity) -> int:
    per = re.compile(rf"[^.;,]*?(?:\bper|\ban?|\beach|/)\s*{re.escape(quantity.unit[1:])}\b")
    found = per.match(masked, quantity.span.end)
    return found.end() if found else quantity.span.end


def _has_load(statement: Analysis, sentence: Span, quantity: Quantity) -> bool:
    text = sentence.of(statement.masked)
    others = [each for each in statement.quantities if each is not quantity and sentence.overlaps(each.span)]
    conditions = [each for each in statement.conditions if sentence.overlaps(each.span)]
    return bool(others or conditions or _LEADING.match(text)) or any(_listens(name).search(text) for name in ("load", "share"))

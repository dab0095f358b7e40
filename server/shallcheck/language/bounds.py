"""Limits that a test can measure, found in the text alone: numbers with units, rates, intervals, and placeholders.

Text alone, so that rules which need no parse can ask. A bare number is no limit; “at least 3” is.
"""

from __future__ import annotations

import re

from shallcheck.model.place import Span

_NUMBER = (
    r"(?:\d[\d\u00a0\u202f.,]*(?: \d{3}\b)*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|"
    r"ninety|<\w[\w ]*>)"
)
_TIME = (
    r"(?:ns|µs|μs|us|ms|s|min|h|d|nanoseconds?|microseconds?|milliseconds?|msec|secs?|seconds?|mins?|minutes?|hrs?|hours?|"
    r"(?:working |business |calendar )?days?|weeks?|months?|quarters?|years?|(?:clock |scan |frame |control |bus )?cycles?|"
    r"frames?|ticks?|<\w[\w ]*>)"
)
_EACH = (
    r"(?:second|minute|hour|day|night|morning|evening|week|month|quarter|year|cycle|frame|tick|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_LIMIT = (
    r"(?:at least|at most|no (?:more|less|fewer|later|longer|greater|higher|lower|worse|slower|faster) than|"
    r"not (?:more|less|later) than|(?:more|less|fewer|greater|higher|lower|better|faster|longer|shorter) than|"
    r"up to|within|under|over|above|below|exceed(?:s|ing)?|"
    r"(?:a )?(?:maximum|minimum|limit|mean|average|median)(?: of)?|[<>≤≥±=])"
)
_UNIT = (
    rf"(?:%|percent|per cent|°|°?[CF]\b|K\b|{_TIME}|[kMGT]?(?:i?[Bb]|bits?|[Bb]ytes?|bps)(?:/s|ps)?|[KMGT]B|[kcmµμnM]?m[²³]?|"
    r"km/h|m/s²?|rpm|"
    r"[kMGT]?Hz|[kMGmµμ]?[VAWJNFHΩ]|[kM]?Wh|VA|dB\w*|[kmM]?Pa|bar|psi|[kmµμ]?g|kg|t|[mcd]?[lL]|lux|lm|cd|mol|px|pixels?|fps|USD|EUR|GBP|"
    r"(?:\w+ ){0,3}(?:/s|/h|/min|per \w+))"
)
_TIMED = re.compile(
    rf"\b{_NUMBER}[ \u00a0\u202f-]?{_TIME}\b|\bwithin an? (?:\w+ )?{_EACH}\b|\b\d[\d.,]* ?[kMG]?Hz\b|"
    rf"\b(?:every|each) (?:\w+ )?{_EACH}\b|"
    rf"\b(?:once|twice|times|{_NUMBER})\s+(?:\w+\s+)?(?:per|a|an|each|every)\s+{_EACH}\b|"
    r"\b(?:hourly|daily|nightly|weekly|monthly|quarterly|yearly|annually)\b|"
    r"\b(?:configur\w+|specified|defined|set|selected|chosen|stated|given)\s+(?:\w+\s+)?"
    r"(?:interval|period|rate|frequency|time|schedule|limit|deadline)\b|"
    r"<(?:value|measure|bound|interval|time)>|\b(?:before|by|until) (?:the )?(?:next|end of)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    rf"{_LIMIT}\s*(?:about |approximately )?{_NUMBER}(?!\w)|(?<![\w.-]){_NUMBER}[ \u00a0\u202f-]?{_UNIT}(?!\w)|"
    r"<(?:value|measure|bound)>",
    re.IGNORECASE,
)


def has_time_bound(text: str) -> bool:
    """Whether a duration, rate or interval stands in `text`."""
    return _TIMED.search(text) is not None


def has_bound(text: str) -> bool:
    """Whether a number with a unit, a compared number, or a placeholder for one stands in `text`."""
    return _MEASURED.search(text) is not None


def bounds(text: str) -> tuple[Span, ...]:
    """Where the limits stand in `text`, in its order; limits that touch are one."""
    found: list[Span] = []
    for span in sorted(Span(*match.span()) for pattern in (_TIMED, _MEASURED) for match in pattern.finditer(text)):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)

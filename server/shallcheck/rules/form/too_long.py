"""FRM010: a statement too long to be read in one go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import MASK, Analysis
from shallcheck.language.conditions import clauses
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import Option, Test, rule

MOST_WORDS = 60
MOST_CONDITIONS = 3
_PLACEHOLDER = re.compile(r"(?:\b(?:by|within|every|at least|at most) )?<[a-z ]+>")
"""What our fixes put in, with the word that joins it: it must not make a statement too long."""
_WORD = re.compile(r"[^\W_][^\s]*")


@rule(
    "FRM010",
    "too-long",
    test=Test.FORM,
    severity=Severity.WARNING,
    sources=("NASA ARM size", "INCOSE GtWR R11"),
    options={
        "words": Option(MOST_WORDS, "The most words of a statement.", least=10),
        "conditions": Option(MOST_CONDITIONS, "The most conditions of a statement."),
    },
)
def too_long(statement: Analysis) -> Iterator[Finding]:
    """A statement of more than 60 words, or with more than three conditions. Nobody keeps it in mind as a whole: reviewers skip
    its middle, and a test covers the part that its author remembered.

    Fix: split it, or move explanations to the rationale and values to a table.
    Silent: on notes behind the statement, which are not counted.
    Poor: {While the kiln is hot, when the door is released, where a lift is fitted, if the lift is locked, the controller shall
        apply the brake.}
    Poor: {The weather buoy shall send once per hour the height, the period and the direction of the waves, the speed and the
        direction of the wind, the temperature of the air, the temperature of the water at the surface, at 10 m and at 50 m, the
        salinity, the pressure, the position, the voltage of the battery, the state of the lamp, and the number of messages
        sent since the last visit of a ship of the service.}
    Poor (ears): {WHEN the order is paid, WHEN the stock is known, WHILE the shop is open, WHERE the courier module is installed,
        THE shop SHALL book a courier.}
    Good: While the kiln is hot, when the door is released, the controller shall apply the brake within 1 s.
    Good: The weather buoy shall send the wave height, the wave period and the wind speed once per hour.
    Good: The payroll service shall compute the gross salary of each employee from the recorded hours and the contract rate.
    """
    most_words = statement.choices.number("FRM010", "words", MOST_WORDS)
    most_conditions = statement.choices.number("FRM010", "conditions", MOST_CONDITIONS)
    words = _count(statement) if len(statement.masked) > 2 * most_words else 0
    conditions = sum(clauses(statement.parse, condition) for condition in statement.conditions)
    if words <= most_words and conditions <= most_conditions:
        return
    much = f"{words} words" if words > most_words else f"{conditions} conditions"
    limit = f"{most_words} words" if words > most_words else f"{most_conditions}"
    yield Finding(
        "FRM010",
        Span(0, len(statement.text.rstrip())),
        f"This statement has {much}, more than the {limit} that a reader keeps in mind: split it, or move its reasons to the "
        "rationale.",
    )


def _count(statement: Analysis) -> int:
    """The words outside notes; a word takes at least two characters with the blank in front of it."""
    counted = statement.masked
    for note in statement.notes:
        counted = counted[: note.start]
    return len(_WORD.findall(_PLACEHOLDER.sub("", counted.replace(MASK, "x"))))

"""CON003: one characteristic in two units."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.measured import Measured, measured, symbol_of
from shallcheck.language.units import exactly_in
from shallcheck.model.finding import Edit, Finding, Fix, Related, Severity
from shallcheck.model.index import Scene
from shallcheck.model.place import Span
from shallcheck.model.wording import Said
from shallcheck.rules.consistent.saying import cited
from shallcheck.rules.registry import STATEMENTS, Needs, Scope, Test, rule


@rule(
    "CON003",
    "mixed-units",
    test=Test.CONSISTENT,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("INCOSE GtWR R36",),
    applies_to=STATEMENTS,
    needs=Needs.SAYINGS,
)
def mixed_units(scene: Scene) -> Iterator[Finding]:
    """One characteristic is given in units of two systems, or of the same thing in two units. Whoever compares or adds the values
    has to convert them, and somebody will forget to.

    Fix: use the unit that the other statements use; where the value stays exact, the conversion is offered.
    Silent: where the value stands in both units (“400 ft (122 m)”), about what is sold by the inch, and about seconds here and
        hours there where the statements speak of different things.
    Poor:
        - **SYS-001**: The drone shall hold an altitude of at most {400 ft}.
        - **SYS-002**: When the battery is below 20 %, the drone shall descend to an altitude of 30 m within 60 s.
        - **SYS-003**: The drone shall report its altitude above 10 m every 2 s.
    Poor:
        - **SYS-001**: The coolant temperature shall not exceed {194 °F}.
        == Pump_Requirements.md ==
        - **PMP-001**: When the coolant temperature rises above 80 °C, the pump shall run at its full speed within 1 s.
        - **PMP-002**: The pump shall stop within 1 s when the coolant temperature is below 20 °C.
    Poor:
        - **SYS-001**: The chamber shall keep a cabin pressure of at least {80000 Pa}.
        - **SYS-002**: When the cabin pressure falls below 75 kPa, the chamber shall sound the horn within 2 s.
        - **SYS-003**: When the cabin pressure rises above 110 kPa, the chamber shall open the valve within 2 s.
    Good:
        - **SYS-001**: The drone shall hold an altitude of at most 120 m.
        - **SYS-002**: When the battery is below 20 %, the drone shall descend to an altitude of 30 m within 60 s.
    Good:
        - **SYS-001**: The drone shall hold an altitude of at most 400 ft (122 m).
        - **SYS-002**: When the battery is below 20 %, the drone shall descend to an altitude of 30 m within 60 s.
    Good:
        - **SYS-001**: The response time of the search shall be at most 2 s.
        - **SYS-002**: The response time of the keyboard shall be at most 50 ms.
    """
    told: set[Span] = set()
    for said in scene.wording.of(scene.path, scene.segment, "CON003"):
        aspect, form = said.saying.aspect, said.saying.form
        usual = scene.wording.forms(aspect)[0]
        if form == usual or said.place in told:
            continue
        other = scene.wording.example(aspect, usual)
        if other.segment is said.segment and other.saying.statement == said.saying.statement:
            continue
        told.add(said.place)
        yield _finding(said, other)


def _finding(said: Said, other: Said) -> Finding:
    here, there = _measured(said), _measured(other)
    crossed = here.unit.system != there.unit.system
    name = here.characteristic.split()[-1] if crossed else here.characteristic
    unit = symbol_of(there.figure.unit)
    convert = f"give it in {unit} too" if crossed else f"use {unit} in both"
    return Finding(
        "CON003",
        said.place,
        f"“{said.words}” gives the {name} in {here.unit.symbol}, “{other.words}” in {cited(said, other)} in {unit}, so whoever "
        f"compares the two must convert: {convert}.",
        tuple(_fixes(said, here, there.figure.unit)),
        (Related(other.path, other.segment, other.place, other.label, f"“{other.words}” is here"),),
        None if crossed else Severity.INFORMATION,
    )


def _measured(said: Said) -> Measured:
    text = said.segment.reading.statements[said.saying.statement].text
    return next(each for each in measured(text) if each.figure.span == said.saying.span)


def _fixes(said: Said, here: Measured, unit: str) -> Iterator[Fix]:
    text = said.segment.reading.statements[said.saying.statement].text
    figure = here.figure
    number = text[figure.span.start : figure.number_end]
    value = exactly_in(number, figure.unit, unit)
    if value is None:
        return
    place = said.place
    words = f"{value} {symbol_of(unit)}"
    yield Fix(f"Write {words} for {said.words}", (Edit(place.start, place.end, words),))

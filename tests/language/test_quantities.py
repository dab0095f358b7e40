"""Quantities: what each number of a statement measures, counts or only names."""

from __future__ import annotations

import subprocess
import sys

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.language.pipeline import Pipeline
from shallcheck.language.quantities import quantities
from shallcheck.language.tokens import Parse
from shallcheck.language.units import by_pint, canonical, frequent, in_base, names_unit
from shallcheck.model.quantity import Bound, Quantity, QuantityKind
from tests.rules.reading import analysis


def read(text: str) -> list[Quantity]:
    return list(quantities(Parse(()), text))


def only(text: str) -> Quantity:
    (found,) = read(text)
    return found


@pytest.mark.parametrize(
    ("text", "kind", "bound", "low", "high", "unit"),
    [
        ("shall stop within 500 ms", QuantityKind.DURATION, Bound.AT_MOST, None, 500.0, "ms"),
        ("shall last at least two working days", QuantityKind.DURATION, Bound.AT_LEAST, 2.0, None, "working days"),
        ("shall answer in less than a minute", QuantityKind.DURATION, Bound.LESS_THAN, None, 1.0, "minute"),
        ("each beep shall have a one-half second duration", QuantityKind.DURATION, Bound.EXACT, 0.5, 0.5, "second"),
        ("shall be updated at least every two seconds", QuantityKind.DURATION, Bound.AT_MOST, None, 2.0, "seconds"),
        ("shall not exceed 30 °C", QuantityKind.TEMPERATURE, Bound.AT_MOST, None, 30.0, "°C"),
        ("shall never drop below 4 bar", QuantityKind.MEASURE, Bound.AT_LEAST, 4.0, None, "bar"),
        ("the maximum current shall be 16 A", QuantityKind.MEASURE, Bound.AT_MOST, None, 16.0, "A"),
        ("shall limit the current to 16 A", QuantityKind.MEASURE, Bound.AT_MOST, None, 16.0, "A"),
        ("shall carry 630 kg or more", QuantityKind.MEASURE, Bound.AT_LEAST, 630.0, None, "kg"),
        ("within a radius of 1.5 m", QuantityKind.MEASURE, Bound.AT_MOST, None, 1.5, "m"),
        ("shall be 12 V ± 0.2 V", QuantityKind.MEASURE, Bound.TOLERANCE, 11.8, 12.2, "V"),
        ("shall be 200 mm ± 5 %", QuantityKind.MEASURE, Bound.TOLERANCE, 190.0, 210.0, "mm"),
        ("a diameter of 25 mm +0.1/-0.0 mm", QuantityKind.MEASURE, Bound.TOLERANCE, 25.0, 25.1, "mm"),
        ("within 1.5 K of 24 °C", QuantityKind.TEMPERATURE, Bound.TOLERANCE, 22.5, 25.5, "°C"),
        ("between 9 and 16 V", QuantityKind.MEASURE, Bound.RANGE, 9.0, 16.0, "V"),
        ("from -20 °C to +55 °C", QuantityKind.TEMPERATURE, Bound.RANGE, -20.0, 55.0, "°C"),
        ("within 5-8 seconds", QuantityKind.DURATION, Bound.RANGE, 5.0, 8.0, "seconds"),
        ("between 10 s and 500 ms", QuantityKind.DURATION, Bound.RANGE, 10_000.0, 500.0, "ms"),
        ("at most 400 cd/m²", QuantityKind.MEASURE, Bound.AT_MOST, None, 400.0, "cd/m²"),
        ("at least 99.9 % per month", QuantityKind.PERCENTAGE, Bound.AT_LEAST, 99.9, None, "%"),
        ("above EUR 1,000", QuantityKind.MONEY, Bound.MORE_THAN, 1000.0, None, "EUR"),
        ("0.25 EUR per kWh", QuantityKind.MONEY, Bound.EXACT, 0.25, 0.25, "EUR per kWh"),
        ("at most 10 MB", QuantityKind.DATA, Bound.AT_MOST, None, 10.0, "MB"),
        ("at 20 kHz", QuantityKind.FREQUENCY, Bound.EXACT, 20.0, 20.0, "kHz"),
        ("about 5 mm", QuantityKind.MEASURE, Bound.ABOUT, 5.0, 5.0, "mm"),
    ],
)
def test_reads(text: str, kind: QuantityKind, bound: Bound, low: float | None, high: float | None, unit: str) -> None:
    found = only(text)
    assert (found.kind, found.bound, found.unit) == (kind, bound, unit)
    assert found.low == (pytest.approx(low) if low is not None else None)
    assert found.high == (pytest.approx(high) if high is not None else None)


@pytest.mark.parametrize(
    ("text", "counted", "unit"),
    [
        ("The client shall retry at most 3 times.", "time", ""),
        ("The server shall process at least 200 login requests per second.", "request", "/second"),
        ("The lock shall accept a 6-digit code.", "digit", ""),
        ("The report shall list the last 20 valid readings.", "reading", ""),
    ],
)
def test_counts_what_the_number_governs(pipeline: Pipeline, text: str, counted: str, unit: str) -> None:
    (found,) = analysis(text, pipeline).quantities
    assert (found.kind, found.counted, found.unit) == (QuantityKind.COUNT, counted, unit)


@pytest.mark.parametrize(
    "text",
    [
        "on port 8443",
        "with status code 404",
        "on Python 3.11",
        "since release 2.4.1",
        "according to EN 301 515",
        "until 31 December 2027",
        "on November 9th, 2009",
        "at 06:30",
        "at 7 pm",
        "in Appendix 9A",
        "of section 4.2",
        "an image of 1280 x 1080",
        "by factor 1:10",
        "the letter W41",
        "sector 27L",
        "in 2027",
        "[REQ-12]",
    ],
)
def test_a_name_is_no_quantity(text: str) -> None:
    assert {each.kind for each in read(text)} <= {QuantityKind.LABEL}


def test_powers_of_ten_are_numbers() -> None:
    assert [each.low for each in read("a rate of 10⁻⁹ or 1.2 × 10^-7")] == [pytest.approx(1e-9), pytest.approx(1.2e-7)]


def test_a_number_alone_is_told_as_such() -> None:
    found = only("shall stop within 5 of the alarm")
    assert (found.kind, found.span.of("shall stop within 5 of the alarm")) == (QuantityKind.NUMBER, "within 5")


def test_a_unit_is_shared_along_a_list() -> None:
    assert [each.unit for each in read("shall accept 5, 12 or 24 V")] == ["V", "V", "V"]


def test_placeholders_stand_for_numbers() -> None:
    assert only("shall be 12 V ± <value> <unit>").bound is Bound.TOLERANCE
    assert only("within <value> <unit>").bound is Bound.AT_MOST


def test_the_meaning_is_told_in_words() -> None:
    assert only("within 500 ms").meaning == "duration, at most 500 ms"
    assert only("between 9 and 16 V").meaning == "measure, from 9 to 16 V"
    assert only("on port 8443").meaning == "only a name"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("500 ms", "0.5 s"),
        ("2 working days", "48 h"),
        ("1 km/h", "1000 m/h"),
        ("68 °F", "20 °C"),
        ("1 kWh", "3.6 MJ"),
        ("2 square metres", "20000 cm²"),
        ("8 Mbit/s", "1 MByte/s"),
    ],
)
def test_units_are_compared(one: str, other: str) -> None:
    first, second = canonical(only(f"at {one}")), canonical(only(f"at {other}"))
    assert first is not None and second is not None
    assert first.dimension == second.dimension
    assert first.low == pytest.approx(second.low)


def test_what_pint_does_not_know_has_no_canonical_value() -> None:
    assert canonical(only("5 IU")) is None
    assert canonical(only("on port 8443")) is None


@pytest.mark.parametrize(
    ("text", "named"), [("measured in milliseconds", True), ("the pressure (kPa)", True), ("in a room", False)]
)
def test_a_unit_named_apart(text: str, named: bool) -> None:
    assert names_unit(text) is named


def test_quantities_travel_as_msgpack() -> None:
    found = only("at least 5 V")
    kind, span, _, number_end, bound, *rest = msgpack.unpackb(msgpack.packb(found))
    assert (kind, tuple(span), number_end, bound, rest[0]) == ("measure", tuple(found.span), found.number_end, "at least", 5.0)


def test_pint_waits_until_a_value_is_converted() -> None:
    code = (
        "import sys\n"
        "from shallcheck.language.quantities import quantities\n"
        "from shallcheck.language.tokens import Parse\n"
        "quantities(Parse(()), 'shall hold 24 °C ± 1 °C within 5 min at 9 to 16 V')\n"
        "print('pint' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@given(st.text(alphabet="0123456789.,-+±/ %°xeE×^⁻⁹ amsVkto<>()\u2212", max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    for each in read(text):
        assert 0 <= each.span.start <= each.value.start <= each.value.end <= each.span.end <= len(text)


def test_frequent_units_are_as_pint_has_them() -> None:
    for unit in frequent():
        known, told = in_base(7.0, unit), by_pint(7.0, unit)
        assert known is not None
        assert told is not None
        assert known[0] == told[0]
        assert known[1] == pytest.approx(told[1])


def test_the_case_of_a_symbol_tells_what_it_is() -> None:
    assert in_base(1, "kN") == ("[mass] * [length] / [time] ** 2", 1000)
    assert in_base(1, "kn") == in_base(1, "knots")
    assert in_base(1, "KB") == in_base(1, "kB") == in_base(8, "kbit")
    assert by_pint(1, "GByte") == in_base(1, "GB")

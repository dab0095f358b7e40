"""Two statements: what makes them contradict each other, and what makes them speak of different things."""

from __future__ import annotations

import pytest

from shallcheck.language.conflicts import relation
from shallcheck.language.facts import facts
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.facts import Facts, Mechanism, Relation, pack, unpack
from tests.language.reading import analyse

CONTRADICT = [
    (Mechanism.VALUE, "The kiln shall reach 900 °C within 2 h.", "The kiln shall reach 900 °C within 3 h."),
    (Mechanism.VALUE, "The kiln shall hold at least 40 pots.", "The kiln shall hold at most 30 pots."),
    (Mechanism.VALUE, "The fan shall start within 2 s.", "The fan shall start within 3000 ms."),
    (Mechanism.VALUE, "The kiln shall not heat above 1200 °C.", "The kiln shall heat to up to 1300 °C."),
    (Mechanism.VALUE, "The kiln shall not heat above 1200 °C.", "The kiln shall heat between 800 °C and 1300 °C."),
    (Mechanism.VALUE, "The kiln shall not heat above 1200 °C.", "While firing, the kiln shall heat to up to 1300 °C."),
    (Mechanism.VALUE, "The kiln shall not exceed a heat of 1200 °C.", "The kiln shall build up a heat of up to 1300 °C."),
    (Mechanism.VALUE, "The kiln shall keep each record for 5 years.", "The kiln shall delete each record after 2 years."),
    (Mechanism.VALUE, "The kiln keeps each pot's log for 5 years.", "The kiln deletes each pot's log 2 years after creation."),
    (Mechanism.VALUE, "The kiln unit shall not cool below 18 °C.", "The kiln unit shall cool to 16 °C."),
    (Mechanism.VALUE, "The kiln shall clean its vent every 15 minutes.", "The kiln shall clean its vent every hour."),
    (Mechanism.VALUE, "The kiln shall clean its vent daily.", "The kiln shall clean its vent twice a day."),
    (Mechanism.VALUE, "Each shelf shall hold exactly one pot.", "Each shelf shall hold more than one pot."),
    (Mechanism.VALUE, "The fan shall deliver at least 20 m3/s.", "The fan shall deliver at most 15 m³/s."),
    (Mechanism.VALUE, "The fan shall stop at once when it rains.", "When it rains, the fan shall stop with a delay of 5 s."),
    (Mechanism.LIMIT, "The kiln shall fire pots.", "The kiln shall fire up to 12 pots."),
    (Mechanism.MODALITY, "The kiln shall log each firing.", "The kiln should log each firing."),
    (Mechanism.NEGATION, "The kiln shall log each firing.", "The kiln shall not log each firing."),
    (Mechanism.NEGATION, "If a pot cracks, the kiln shall cool down.", "If no pot cracks, the kiln shall cool down."),
    (Mechanism.OPPOSITE, "When it rains, the kiln shall open its vent.", "When it rains, the kiln shall close its vent."),
    (Mechanism.OPPOSITE, "The kiln shall log its state automatically.", "The kiln shall log its state on request."),
    (Mechanism.OPPOSITE, "The potter's guest is allowed to open the kiln.", "The potter's guest is forbidden to open the kiln."),
    (Mechanism.QUANTIFIER, "The kiln shall report all firings.", "The kiln shall report some firings."),
    (Mechanism.QUANTIFIER, "Each pot shall have a unique number.", "Each pot shall have a number."),
    (Mechanism.OPPOSITE, "All fans shall stop when a pot cracks.", "At least one fan shall keep running when a pot cracks."),
    (Mechanism.OPPOSITE, "When it rains, the kiln shall open its vent.", "When it rains, the kiln shall keep its vent shut."),
    (Mechanism.OPPOSITE, "During a call, the kiln shall mute its bell.", "During a call, the kiln shall ring its bell."),
    (Mechanism.NEGATION, "The record shall contain the potter's name.", "The record shall not include the potter's name."),
    (Mechanism.NEGATION, "Every firing shall be logged.", "Failed firings shall not be logged."),
    (Mechanism.QUALITY, "The kiln shall encrypt all its logs with AES-128.", "The kiln shall encrypt all its logs with AES-256."),
    (Mechanism.HALF, "If it is full, the kiln shall tell users to leave.", "If it is empty, the kiln shall tell users to leave."),
    (Mechanism.ONLY, "Only a potter shall open the hot kiln.", "A guest shall open the hot kiln."),
    (Mechanism.NEGATION, "A guest shall not see the glazed pots.", "A guest shall be able to see the glazed pots."),
    (Mechanism.NEGATION, "The kiln shall never open while firing.", "The kiln shall open while firing to add pots."),
    (Mechanism.NEGATION, "A guest shall not open the hot kiln.", "A guest shall be allowed to open the hot kiln."),
    (Mechanism.NEGATION, "A potter shall be able to open the vent.", "It shall not be possible for a potter to open the vent."),
    (Mechanism.ONLY, "The kiln shall be seen from any room.", "The kiln shall be seen from the glazing room only."),
    (Mechanism.OPPOSITE, "When it rains, the vent shall open.", "The vent shall stay closed when it rains."),
    (Mechanism.FREQUENCY, "The kiln shall print the report.", "The kiln shall print the report only once."),
    (
        Mechanism.FREQUENCY,
        "Each time the door opens, the kiln shall ring the bell.",
        "If the door opens for the first time, the kiln shall ring the bell.",
    ),
    (Mechanism.COMPARISON, "If T < LOW, the kiln shall heat the pots.", "If T <= LOW, the kiln shall heat the pots."),
    (Mechanism.ONLY, "The kiln shall obey commands of the panel.", "The kiln shall obey only commands of the panel."),
    (Mechanism.IDENTITY, "The lamp shall light up in red.", "The lamp shall light up in green."),
    (
        Mechanism.NARROWED,
        "When a red or blue glaze is chosen, the kiln shall lower its heat.",
        "When a red glaze is chosen, the kiln shall lower its heat.",
    ),
]  # fmt: skip
INNOCENT = [
    ("The kiln shall show the name of the potter.", "The kiln shall show the address of the potter."),
    ("When the timer ends, the kiln shall open its vent.", "When the timer starts, the kiln shall close its vent."),
    ("If the pot is dry, the kiln shall start.", "If the pot is not dry, the kiln shall not start."),
    ("The kiln shall reach 900 °C.", "The oven shall reach 700 °C."),
    ("While glazing, the kiln shall heat at 3 K/min.", "While drying, the kiln shall heat at 1 K/min."),
    ("The kiln shall hold at least 30 pots.", "The kiln shall hold at most 40 pots."),
    ("The kiln shall allow potters to open the vent.", "The kiln shall allow potters to close the vent."),
    ("The potter may pause a firing.", "The potter may resume a firing."),
    ("The kiln shall not heat above 1200 °C.", "The kiln shall heat between 800 °C and 1100 °C."),
    ("The kiln shall keep each record for 2 years.", "The kiln shall delete each record after 5 years."),
    ("The kiln shall keep each record for 2 years.", "The kiln shall delete each record 5 years after its creation."),
    ("The kiln shall start within 3 s.", "The kiln shall stop within 2 s."),
    ("The kiln shall heat the air to at most 40 °C.", "The kiln shall heat the air to at least 5 °C."),
    ("The kiln shall heat the air to at most 100 °F.", "The kiln shall heat the air to at least 5 °C."),
    ("Only a potter shall open the kiln.", "A guest shall close the kiln."),
    ("The fan shall be on below 10 V.", "The fan shall be off above 12 V."),
    ("The lamp of the upper shelf shall be red.", "The lamp of the lower shelf shall be green."),
    ("When the kiln is full, the kiln shall notify the potter.", "When the kiln is empty, the kiln shall notify the potter."),
    ("The kiln shall read the card in slot A1.", "The kiln shall read the card in slot A2."),
    ("The vent shall be open above 30 °C.", "The vent shall be closed below 30 °C."),
    ("In firing mode, the lamp shall be on.", "In cooling mode, the lamp shall be off."),
    ("The kiln shall last at least 8 years at 900 °C.", "The kiln shall last at least 6 years at 1200 °C."),
    ("Name, number and glaze shall be required.", "Name and number shall be required."),
    ("The kiln shall weigh at most 1e400 kg.", "The kiln shall weigh at most 1e401 kg."),
    ("It shall stop within 2 s.", "It shall stop within 5 s."),
    ("The kiln shall log errors with code `E1`.", "The kiln shall log errors with code `E2`."),
]
THE_SAME = [
    ("The kiln shall store each firing.", "The kiln must save each firing."),
    ("The fan shall start within 2 s.", "The fan shall start within 2000 ms."),
    ("If a pot cracks, the kiln shall cool down.", "When a pot cracks, the kiln shall cool down."),
    ("The kiln shall be able to print the report.", "The kiln shall print the report."),
    ("The kiln shall have no leaks.", "The kiln shall have zero leaks."),
    ("The kiln shall have a duty of 50 %.", "The kiln shall have a duty of 0.5."),
    ("The kiln shall clean its vent every 2 h.", "The kiln shall clean its vent once every 2 h."),
    ("The kiln shall clean its vent every hour.", "The kiln shall clean its vent hourly."),
    ("The kiln shall clean its vent at least once per hour.", "The kiln shall clean its vent at least every 60 minutes."),
    ("The kiln shall weigh the pots while firing.", "The kiln shall weigh pots while it is firing."),
    ("When a pot cracks, the kiln shall cool down.", "The kiln shall cool down when a pot cracks."),
]


def told(pipeline: Pipeline, text: str) -> Facts:
    found = facts(analyse(pipeline, text))
    assert found is not None
    return found


def between(pipeline: Pipeline, one: str, other: str) -> Relation | None:
    found, turned = relation(told(pipeline, one), told(pipeline, other)), relation(told(pipeline, other), told(pipeline, one))
    assert (found.turned if found else None) == turned, "the order makes a difference"
    return found


@pytest.mark.parametrize(("mechanism", "one", "other"), CONTRADICT)
def test_what_cannot_both_hold_is_told_by_its_mechanism(pipeline: Pipeline, mechanism: Mechanism, one: str, other: str) -> None:
    found = between(pipeline, one, other)

    assert found is not None
    assert found.mechanism is mechanism


@pytest.mark.parametrize(("one", "other"), INNOCENT)
def test_statements_of_different_things_are_no_conflict(pipeline: Pipeline, one: str, other: str) -> None:
    assert between(pipeline, one, other) is None


@pytest.mark.parametrize(("one", "other"), THE_SAME)
def test_small_words_and_units_make_no_difference(pipeline: Pipeline, one: str, other: str) -> None:
    assert between(pipeline, one, other) == Relation(Mechanism.SAME)


def test_a_conflict_names_its_words(pipeline: Pipeline) -> None:
    one, other = "The fan shall start within 2 s.", "The fan shall start within 3 s."
    found = between(pipeline, one, other)

    assert found is not None
    assert found.first is not None
    assert found.second is not None
    assert (found.first.of(one), found.second.of(other)) == ("within 2 s", "within 3 s")
    assert found.within == 1  # what keeps the first keeps the second


def test_a_forbidden_bound_is_quoted_with_what_forbids_it(pipeline: Pipeline) -> None:
    one, other = "The kiln shall not heat above 1200 °C.", "The kiln shall heat to up to 1300 °C."
    found = between(pipeline, one, other)

    assert found is not None
    assert found.first is not None
    assert found.first.of(one) == "not heat above 1200 °C"
    assert found.within == 1


def test_a_denial_for_all_cases_contradicts_a_demand_in_one(pipeline: Pipeline) -> None:
    found = between(pipeline, "The kiln shall not open its door.", "When the timer ends, the kiln shall open its door.")

    assert found is not None
    assert found.mechanism is Mechanism.NEGATION


def test_facts_survive_the_wire(pipeline: Pipeline) -> None:
    import msgpack

    found = told(pipeline, "When the timer ends, the kiln shall cool down to at most 60 °C within 2 h.")

    assert unpack(msgpack.unpackb(msgpack.packb(pack(found)))) == found
    assert len(found.amounts) == 2
    assert len(found.words) == len(found.keys)

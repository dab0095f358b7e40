"""What of a statement is its meaning: words, numbers, units, modals, conditions and negations, and nothing of how it is set."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.documents.reading import read_document
from shallcheck.language.meaning import compare, fingerprint, same_meaning
from shallcheck.model.change import Change, ChangeKind
from shallcheck.model.sayings import sayings

WORDS = st.sampled_from("pump controller horn alarm valve level door logger records closes opens sounds water fuse cover".split())
NUMBERS = st.sampled_from(["2", "5", "30", "0.5", "-10", "400", "1,000"])
UNITS = st.sampled_from(["s", "ms", "min", "m", "mm", "%", "°C", "kPa"])
MODALS = st.sampled_from(["shall", "should", "must", "may", "will"])


@st.composite
def statements(draw: st.DrawFn) -> list[str]:
    """A requirement in words: condition, subject, modal, negation, action, bound."""
    condition = draw(
        st.sampled_from([[], ["When", "the", "door", "opens,"], ["While", "armed,"], ["If", "the", "fuse", "blows,"]])
    )
    no = draw(st.sampled_from([[], ["not"]]))
    bound = draw(st.one_of(st.just([]), st.tuples(st.just("within"), NUMBERS, UNITS).map(list)))
    subject = ["The" if not condition else "the", draw(WORDS)]
    return [*condition, *subject, draw(MODALS), *no, draw(WORDS), "the", draw(WORDS), *bound]


def said(words: list[str]) -> str:
    """What our reader makes of a paragraph with these words in it."""
    document = read_document("System_Requirements.md", f"- **SYS-001**: {' '.join(words)}\n")
    assert document is not None
    (placed,) = (each for each in document.placed if each.segment.reading.artifacts)
    return sayings(placed.segment)[0]


@given(statements(), st.data())
def test_reflow_punctuation_and_emphasis_change_no_meaning(words: list[str], data: st.DataObject) -> None:
    plain = said([*words[:-1], words[-1] + "."])
    set_otherwise = []
    for word in words:
        bare = word.rstrip(",")
        mark = data.draw(st.sampled_from(["", "", "**", "*", "_"])) if bare.isalpha() else ""
        comma = data.draw(st.sampled_from(["", ",", ";", ":"])) if bare.isalpha() and word == words[-1] else word[len(bare) :]
        set_otherwise.append(mark + bare + mark + comma)
        if data.draw(st.integers(0, 4)) == 0:
            set_otherwise.append("\n ")
    end = data.draw(st.sampled_from(["", ".", " .", "!", "…"]))
    other = said([*set_otherwise[:-1], set_otherwise[-1].strip() + end])

    assert fingerprint(other) == fingerprint(plain), (plain, other)
    assert compare(plain, other).changes == ()


@given(statements(), st.booleans())
def test_the_case_of_the_first_word_and_of_keywords_does_not_count(words: list[str], loud: bool) -> None:
    keywords = {"when", "while", "if", "shall", "should", "must", "may", "will", "not", "the"}
    cased = [word.upper() if loud and word.lower() in keywords else word for word in words]
    cased[0] = cased[0][0].swapcase() + cased[0][1:] if not loud else cased[0]

    assert same_meaning(" ".join(words), " ".join(cased))


@given(statements(), NUMBERS, UNITS)
def test_a_changed_number_is_told_as_one(words: list[str], number: str, unit: str) -> None:
    before = [*words, "and", "within", "7", unit]
    change = compare(" ".join(before), " ".join([*words, "and", "within", number, unit]))

    assert fingerprint(" ".join(before)) != fingerprint(" ".join([*words, "and", "within", number, unit]))
    assert change.kinds == (ChangeKind.NUMBER,)


@given(statements(), MODALS)
def test_a_changed_modal_is_told_as_one(words: list[str], modal: str) -> None:
    other = [modal if word in ("shall", "should", "must", "may", "will") else word for word in words]
    changed = other != words

    assert (fingerprint(" ".join(words)) != fingerprint(" ".join(other))) == changed
    assert compare(" ".join(words), " ".join(other)).kinds == ((ChangeKind.MODAL,) if changed else ())


@given(statements(), MODALS, st.sampled_from(["not", "never", "no longer"]))
def test_a_changed_negation_is_told_as_one(words: list[str], modal: str, no: str) -> None:
    plain = [word for word in words if word != "not"]
    at = next(i for i, word in enumerate(plain) if word in ("shall", "should", "must", "may", "will")) + 1
    other = [*plain[:at], *no.split(), *plain[at:]]

    assert fingerprint(" ".join(plain)) != fingerprint(" ".join(other))
    assert ChangeKind.NEGATION in compare(" ".join(plain), " ".join(other)).kinds


@given(statements(), st.sampled_from(["When the pump fails,", "While the cover is open,", "Unless disarmed,"]))
def test_a_changed_condition_is_told_as_one(words: list[str], condition: str) -> None:
    text = " ".join(words)
    other = f"{condition} {text[:1].lower()}{text[1:]}"

    assert fingerprint(text) != fingerprint(other)
    assert compare(text, other).kinds == (ChangeKind.CONDITION,)


@pytest.mark.parametrize(("one", "other"), [
    ("The pump can't start.", "The pump cannot start."),
    ("The pump mustn’t start", "The pump must not start."),
    ("keep 10,000 records", "Keep 10000 records"),
    ("keep 10 000 records".replace("10 000", "10\u202f000"), "Keep 10000 records"),
    ("at −5 °C", "at -5°C"),
    ("5 % of 3 m²", "5% of 3 m^2"),
    ("2 – 5 s", "2–5 s"),
    ("within 2 s", "within 2 seconds"),
    ("within 2s of it", "within 2 sec of it"),
    ("within five minutes", "within five min"),
    ("a 500 ms pulse", "a 500-millisecond pulse"),
    ("every 24 h", "every 24 hours"),
    ("at 5 metres per second", "at 5 m/s"),
    ("at 5 m/s", "at 5 meters/second"),
    ("of 3 square metres", "of 3 m²"),
    ("at 20 degrees Celsius", "at 20 °C"),
    ("at 95 percent", "at 95 %"),
    ("draws 3 amps at 12 volts", "draws 3 A at 12 V"),
    ("of 10 µs", "of 10 us"),
    ("of 3 kilometers", "of 3 km"),
    ("at 50 kilopascals", "at 50 kPa"),
    ("at 10 Mbps", "at 10 Mbit/s"),
    ("keeps 7 Days", "keeps 7 days"),
    ("a fail-safe valve", "a fail safe valve"),
    ("run `pump --stop`", "run pump --stop"),
    ("the “open” valve (A)", "the open valve A"),
    ("less than <= 5 V", "less than ≤ 5 V"),
])  # fmt: skip
def test_what_is_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(("one", "other"), [
    ("at 5 °C", "at -5 °C"),
    ("at 5 MW", "at 5 mW"),
    ("at 5 megawatts", "at 5 milliwatts"),
    ("within 2 s", "within 2 min"),
    ("within 2 s", "within 2 h"),
    ("of 5 KB", "of 5 KiB"),
    ("of 5 Mb", "of 5 MB"),
    ("of 5 tons", "of 5 t"),
    ("of 5 m", "of 5 m/s"),
    ("of 5 C", "of 5 °F"),
    ("5 V-2 pumps", "5 V pumps"),
    ("within 2 s", "within 2 ms"),
    ("over 1.5 m", "over 15 m"),
    ("over 2 s", "over 2.0 s"),
    ("SYS-001 is met", "SYS-002 is met"),
    ("by TLS 1.2", "by TLS 1.3"),
    ("of 5 m²", "of 52 m"),
    ("below < 5 V", "below > 5 V"),
    ("5 ± 1 s", "5 1 s"),
    ("state IDLE", "state Idle"),
    ("cell 0x1F", "cell 0x1E"),
    ("If T < LO, the pump stops", "If T > LO, the pump stops"),
])  # fmt: skip
def test_what_means_another_thing_is_another(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize(("before", "now", "changes"), [
    ("The pump shall stop within 2 s.", "The pump should stop within 500 ms.", [
        ("shall", "should", "modal"), ("2 s", "500 ms", "number unit"),
    ]),
    ("The pump shall stop within 5 min of it.", "The pump shall stop within 10 min of it.", [("5 min", "10 min", "number")]),
    ("The horn shall sound at 90 dB.", "The horn shall not sound at 90 dB.", [("", "not", "negation")]),
    ("When the alarm sounds, the pump stops.", "When the horn sounds, the pump stops.", [("alarm", "horn", "condition")]),
    ("The pump shall stop unless it is armed.", "The pump shall stop.", [("unless it is armed", "", "condition")]),
    ("The pump shall stop.", "The valve shall stop.", [("pump", "valve", "word")]),
    ("The pump shall retry three times.", "The pump shall retry five times.", [("three", "five", "number")]),
    ("IF the tank is empty THEN THE pump SHALL stop", "IF the tank is full THEN THE pump SHALL stop", [
        ("empty", "full", "condition"),
    ]),
    ("The log holds 30 days of data.", "The log holds 30 h of data.", [("days", "h", "unit")]),
    ("While closed, the pump shall wait.", "The pump shall wait.", [("While closed", "", "condition")]),
    ("It shall start at most 5 times.", "It shall start not more than 5 times.", [("at most", "not more than", "word")]),
    ("The pump shall send it.", "The pump shall send it once per day.", [("", "once per day", "word")]),
    ("The data provided by it are kept.", "The data provided by her are kept.", [("it", "her", "word")]),
    ("The data are kept.", "The data are kept provided that it is full.", [("", "provided that it is full", "condition")]),
])  # fmt: skip
def test_each_change_is_told_word_by_word_with_its_kind(before: str, now: str, changes: list[tuple[str, str, str]]) -> None:
    kinds = [Change(went, came, tuple(map(ChangeKind, kinds.split()))) for went, came, kinds in changes]

    assert list(compare(before, now).changes) == kinds


def test_a_condition_that_only_moves_is_another_order() -> None:
    compared = compare("The pump shall stop when the tank is empty.", "When the tank is empty, the pump shall stop.")

    assert compared.kinds == (ChangeKind.ORDER,)
    assert compared.told() == "the words stand in another order"


def test_what_has_nothing_in_common_is_told_whole() -> None:
    compared = compare("Totally other things are here.", "The pump shall stop in a hurry.")

    assert [piece.mark for piece in compared.pieces] == ["-", "+"]
    assert len(compared.changes) == 1


@given(st.text(), st.text())
def test_any_text_has_a_meaning(one: str, other: str) -> None:
    assert len(fingerprint(one)) == 16
    assert bool(compare(one, other).changes) == (fingerprint(one) != fingerprint(other))


def test_ten_thousand_fingerprints_take_well_under_a_second() -> None:
    texts = [f"When the level exceeds {i} m, the controller shall sound the alarm within {i} ms of it." for i in range(10_000)]
    best = min(_seconds(texts) for _ in range(3))

    assert best < 1.0


def _seconds(texts: list[str]) -> float:
    begun = time.process_time()
    assert len({fingerprint(text) for text in texts}) == len(texts)
    return time.process_time() - begun

"""Positions: every offset survives the way to a position and back, in each encoding, with each kind of line break."""

from hypothesis import given
from hypothesis import strategies as st

from shallcheck.model.lines import Lines, Units

TEXT = st.text(alphabet=st.sampled_from(["a", "ß", "漢", "\U0001f600", "\u2028", "\x85", "\x0c", "\n", "\r", " "]), max_size=40)
UNITS = st.sampled_from(list(Units))


@given(TEXT, UNITS)
def test_every_offset_survives_the_round_trip(text: str, units: Units) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n" or (text[offset : offset + 1] == "\n" and text[offset - 1 : offset] == "\r"):
            continue  # between the two halves of one line break there is no position
        assert lines.offset(*lines.position(offset, units), units) == offset


@given(TEXT, st.integers(0, 40), st.integers(0, 40), TEXT)
def test_lines_after_an_edit_are_those_of_the_new_text(text: str, one: int, other: int, new: str) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    edited = Lines(text).edited(start, end, new)
    assert edited.text == text[:start] + new + text[end:]
    assert edited.starts == Lines(edited.text).starts


def test_a_line_separator_is_a_character_of_its_line() -> None:
    assert Lines("a\u2028b\nc").position(4, Units.UTF16) == (1, 0)


def test_an_astral_character_counts_twice_in_utf16_and_four_times_in_utf8() -> None:
    lines = Lines("\U0001f600x")
    assert lines.position(1, Units.UTF16) == (0, 2)
    assert lines.position(1, Units.UTF8) == (0, 4)
    assert lines.position(1, Units.UTF32) == (0, 1)


def test_a_character_inside_a_code_point_is_its_start() -> None:
    assert Lines("\U0001f600x").offset(0, 1, Units.UTF16) == 0


def test_what_lies_behind_the_end_is_the_end() -> None:
    lines = Lines("ab\ncd")
    assert lines.offset(0, 99, Units.UTF16) == 2
    assert lines.offset(9, 0, Units.UTF16) == 5
    assert Lines("").position(0, Units.UTF16) == (0, 0)

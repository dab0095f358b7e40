"""Where sentences end, and which stretches only comment."""

from __future__ import annotations

import pytest

from shallcheck.language.analysis import Analysis


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in Analysis(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pump shall stop. The valve shall close.", ["The pump shall stop.", "The valve shall close."]),
        ("The pump shall stop.The valve shall close.", ["The pump shall stop.", "The valve shall close."]),
        ("It shall stop at 2.5 bar in version 3.1.2.", ["It shall stop at 2.5 bar in version 3.1.2."]),
        ("The hub shall use a radio, e.g. Zigbee, for lamps.", ["The hub shall use a radio, e.g. Zigbee, for lamps."]),
        ("See Fig. 3 for the layout. It shall fit.", ["See Fig. 3 for the layout.", "It shall fit."]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_end_at_full_stops_that_end_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("The lift shall stop (it must not fall).", "(it must not fall)"),
        ("The lift shall stop. NOTE: the door must stay closed.", "NOTE: the door must stay closed."),
        ("The lift shall void the token, i.e. the token can no longer open a door.", "i.e. the token can no longer open a door."),
    ],
)
def test_asides_comment_and_do_not_oblige(text: str, aside: str) -> None:
    assert aside in [span.of(text) for span in Analysis(text).asides]


def test_a_whole_sentence_in_parentheses_is_no_aside() -> None:
    assert Analysis("(The lift shall stop.)").asides == ()

"""VER004 imprecise-verb."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import findings, fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gateway shall handle void messages.", "handle"),
        ("The gateway shall take care of expired keys.", "take care of"),
        ("Void messages shall be dealt with.", "dealt with"),
        ("Void messages shall be processed.", "processed"),
        ("The gateway shall ensure the integrity of the archive.", "ensure"),
        ("The gateway shall support exporting the log.", "support"),
        ("The gateway shall be able to manage keys.", "manage"),
        ("The gateway shall log keys and facilitate audits.", "facilitate"),
        ("The gateway shall be responsible for the archive.", "be responsible for"),
        ("The gateway shall enable communication between partners.", "enable"),
        ("The gateway shall allow clerks to export the log.", "allow"),
    ],
)
def test_fires_on_verbs_that_show_nothing(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("VER004", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The gateway shall support TLS 1.3.",
        "The gateway shall support the `--json` option.",
        "The gateway shall support the Windows operating system.",
        "The gateway shall support the following message types:",
        "The gateway shall ensure that each message carries a signature.",
        "The gateway shall ensure messages appear in the order of their time.",
        "The gateway shall enable the telecoil output.",
        "The gateway shall reject messages that the archive cannot handle.",
        "When the process ends, the gateway shall show the handle of the sender.",
        "Clerks shall be permitted to export the log.",
    ],
)
def test_silent_on_checkable_objects_and_states(pipeline: Pipeline, text: str) -> None:
    assert quotes("VER004", text, pipeline) == []


def test_fix_leaves_the_verb_to_a_person(pipeline: Pipeline) -> None:
    text = "The gateway shall handle void messages."

    assert fixed("VER004", text, pipeline) == "The gateway shall <observable verb> void messages."
    assert not findings("VER004", text, pipeline)[0].fixes[0].safe

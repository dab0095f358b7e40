"""Who or what a main clause is about, and each member of a coordinated subject."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.language.subjects import members
from tests.language.reading import analyse, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The system shall ring.", [("The system", "system")]),
        ("The pump shall stop.", [("The pump", "component")]),
        ("The guest shall ring.", [("The guest", "person")]),
        ("System Administrators shall ring.", [("System Administrators", "person")]),
        ("The date shall be in UTC.", [("The date", "information")]),
        ("The card reader shall ring.", [("The card reader", "component")]),
        ("The driver shall press the pedal.", [("The driver", "person")]),
        ("The driver shall load the font.", [("The driver", "component")]),
        ("The bus driver shall read each ticket.", [("The bus driver", "person")]),
        ("The display driver shall read each frame.", [("The display driver", "component")]),
        ("The duty manager shall close the gate.", [("The duty manager", "person")]),
        ("The power manager shall close the relay.", [("The power manager", "component")]),
        ("The server shall listen on port 443.", [("The server", "component")]),
        ("The client shall sign each request.", [("The client", "component")]),
        ("The client shall pay each bill.", [("The client", "person")]),
        (
            "The pump, the valve and the lift shall stop.",
            [("The pump", "component"), ("the valve", "component"), ("the lift", "component")],
        ),
        ("Both the pump and the lift shall stop.", [("the pump", "component"), ("the lift", "component")]),
    ],
)
def test_classes_and_members(pipeline: Pipeline, text: str, expected: list[tuple[str, str]]) -> None:
    statement = analyse(pipeline, text)
    found = members(statement.parse, statement.obligations[0])

    assert [(words(statement, member.span), member.kind.value) for member in found] == expected

"""TRC001: an obligation in a requirements document has an identifier."""

from __future__ import annotations

import pytest

from tests.rules.workspace import project, quotes

IDENTIFIED = "- **SYS-001**: The pump shall stop within 2 s.\n- **SYS-002**: The pump shall start within 2 s.\n"


def test_an_obligation_between_identified_ones_is_found() -> None:
    text = f"---\nlevel: requirements\n---\n{IDENTIFIED}\nThe pump shall show its pressure on the panel.\n"
    workspace = project(System_Requirements_md=text)
    (place,) = [each.place for each in workspace.reports("System_Requirements.md")]
    assert text[place.start :].startswith("The pump shall show")


@pytest.mark.parametrize(
    "prose",
    [
        "The pump is blue.",
        "> The pump shall be blue, says the old manual.",
        "    The pump shall be blue.",
        "As an operator, I want a pump, so that water goes.",
        "Each requirement of this document shall be verified by the method that it names.",
    ],
)
def test_prose_quotes_and_code_need_none(prose: str) -> None:
    assert quotes(project(System_Requirements_md=f"---\nlevel: requirements\n---\n{IDENTIFIED}\n{prose}\n"), "TRC001") == []


def test_criteria_that_their_format_numbers_need_none() -> None:
    text = "# Requirements Document\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n1. WHEN full, THE pump SHALL stop.\n"
    assert quotes(project(**{".kiro__specs__a__requirements_md": text}), "TRC001") == []

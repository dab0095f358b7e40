"""DOC002: a near miss is told where it stands, and what is offered mends it."""

from __future__ import annotations

import pytest

from shallcheck.model.finding import Edit, apply_edits
from tests.rules.workspace import found, project, quotes

REQUIREMENT = "### Requirement: Lockout\nThe service SHALL lock the account.\n"
STEPS = "- **WHEN** locked\n- **THEN** rejected\n"


@pytest.mark.parametrize("hashes", ["##", "###", "#####"])
def test_a_scenario_of_openspec_gets_its_four_hashes(hashes: str) -> None:
    text = f"{REQUIREMENT}{hashes} Scenario: Locked\n{STEPS}"
    (near,) = found(project(openspec__specs__login__spec_md=text), "DOC002")
    (fix,) = near.report.finding.fixes
    mended = apply_edits(text, [Edit(*near.place, fix.edits[0].text)])
    assert near.report.quote == f"{hashes} Scenario: Locked"
    assert mended == f"{REQUIREMENT}#### Scenario: Locked\n{STEPS}"
    assert quotes(project(openspec__specs__login__spec_md=mended), "DOC002") == []


def test_an_underlined_heading_is_told_and_left_to_its_author() -> None:
    text = f"{REQUIREMENT}\nScenario: Locked\n---\n{STEPS}"
    (near,) = found(project(openspec__specs__login__spec_md=text), "DOC002")
    assert near.report.quote == "Scenario: Locked"
    assert near.report.finding.fixes == ()

"""Who proposes cannot change what binds the proposal: constraints, how documents are read, what was left open."""

from __future__ import annotations

import pytest

from shallcheck.agents.verdict import Verdict
from tests.agents.conftest import Workspace

INTENT = """---
level: intent
---
# Intent

- **INT-1**: The pump shall keep each record for 5 years.
- **INT-2**: The pump shall stop within TBD s of each alarm.
- **INT-3**: The pump shall sound each alarm for 10 s.
  - Status: draft
"""
NAME = "System_Requirements.md"
SYSTEM = """---
level: requirements
---
# System requirements

- **SYS-001**: When the tank is full, the pump shall stop within TBD s.
<!-- shallcheck-disable AMB001: the operator's manual says what that is -->
- **SYS-002**: The logger shall write adequate records.
"""


@pytest.fixture
def chain(workspace: Workspace) -> Workspace:
    workspace.write(System_Intent_md=INTENT, System_Requirements_md=SYSTEM)
    return workspace


def to_sign(verdict: Verdict) -> list[str]:
    assert not verdict.accepted or not verdict.sign_off
    return [each.what for each in verdict.sign_off]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("5 years", "2 years", ["changes the constraint INT-1"]),
        ("- **INT-1**: The pump shall keep each record for 5 years.\n", "", ["removes the constraint INT-1"]),
        ("**INT-1**", "**INT-9**", []),
        ("each record for 5 years", "each *record* for 5 years", []),
        ("TBD s", "3 s", []),
        ("10 s", "20 s", []),
    ],
)
def test_a_constraint_is_changed_by_a_person(old: str, new: str, told: list[str], chain: Workspace) -> None:
    assert to_sign(chain.judge({"System_Intent.md": INTENT.replace(old, new)})) == told


def test_the_file_of_a_constraint_is_named(chain: Workspace) -> None:
    verdict = chain.judge({"System_Intent.md": INTENT.replace("5 years", "2 years")})

    assert [each.path for each in verdict.sign_off] == ["System_Intent.md"]


def test_a_constraint_may_move_and_be_added(chain: Workspace) -> None:
    head, first, *others = INTENT.partition("- **INT-1**")
    moved = head + first + "".join(others).split("\n")[0] + "\n"
    left = INTENT.replace("- **INT-1**: The pump shall keep each record for 5 years.\n", "")
    more = "- **INT-4**: The pump shall ring twice.\n"

    assert to_sign(chain.judge({"System_Intent.md": left + more, "More_Intent.md": moved})) == []


def test_how_a_document_is_read_is_changed_by_a_person(chain: Workspace) -> None:
    def read(old: str, new: str) -> list[str]:
        return to_sign(chain.judge({NAME: SYSTEM.replace(old, new)}))

    assert read("level: requirements", "level: tests") == ["has a document read as “tests” and not as “requirements”"]
    assert read("level: requirements\n", "level: requirements\ndialect: must\n") == [
        "has a document oblige by “must” and not by “shall”"
    ]
    assert read("level: requirements\n", "level: requirements\nauthor: Ann\n") == []
    lower = chain.judge({"System_Intent.md": INTENT.replace("level: intent", "level: requirements")})
    assert "has the constraint INT-1 bind nothing any more" in to_sign(lower)


def test_a_suppression_moves_with_its_artifact(chain: Workspace) -> None:
    head, silenced, tail = SYSTEM.partition("<!--")
    verdict = chain.judge({NAME: head, "More.md": "---\nlevel: requirements\n---\n# More\n\n" + silenced + tail})

    assert verdict.accepted
    assert to_sign(verdict) == []
    other = tail.replace("SYS-002", "SYS-003").replace("adequate", "suitable")
    assert to_sign(chain.judge({"More.md": "---\nlevel: requirements\n---\n# More\n\n" + silenced + other})) == [
        "silences AMB001 about SYS-003"
    ]


@pytest.mark.parametrize("name", [NAME, "More.md"])
def test_a_placeholder_is_not_filled_under_another_identifier(name: str, chain: Workspace) -> None:
    row = "- **SYS-001**: When the tank is full, the pump shall stop within TBD s.\n"
    new = "- **SYS-101**: When the tank is full, the pump shall stop within 3 s.\n"
    files = {NAME: SYSTEM.replace(row, new)} if name == NAME else {NAME: SYSTEM.replace(row, ""), name: f"# More\n\n{new}"}

    assert [(each.rule, each.artifact) for each in chain.judge(files).violates] == [("GAT007", "SYS-101")]
    other = SYSTEM.replace(row, "- **SYS-101**: The logger shall name 3 s as its longest delay for a reading of the scale.\n")
    assert chain.judge({NAME: other}).violates == ()

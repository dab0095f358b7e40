"""Briefs that are older than the state: which are told of, and what a brief that is written again remembers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.briefs import EVERYTHING, Brief, Outdated, Told
from shallcheck.model.chain import NO_CHAIN
from shallcheck.model.gate import GateScene
from shallcheck.project.config import Config
from shallcheck.project.config_file import parse_config
from shallcheck.project.gate import gate_of
from shallcheck.project.handing_off import outdated, renewed
from shallcheck.project.state import Project
from shallcheck.project.steps import at_once
from shallcheck.rules.gate.handoff_stale import handoff_stale

STOP = "- **SYS-001**: The pump shall stop within 2 s.\n"
START = "- **SYS-002**: The pump shall not start while the hatch is open.\n"
HARM = "- **INT-1**: The pump shall harm nobody.\n"
TEST = "### TST-001 Stop\nPress the button.\n- Expected: the pump stops within 2 s.\n- Verifies: SYS-001\n"
BRIEF = Brief("SYS-001", "0" * 16, "2026-05-01", told={"SYS-001": Told("The pump shall stop within 2 s.", True)})


def project(brief: Brief = BRIEF, config: Config | None = None, **documents: str) -> Project:
    made = Project(config)
    for name, text in {"System_Requirements": STOP, **documents}.items():
        document = read_document(f"{name}.md", text)
        assert document is not None
        made.put(document)
    made.brief({brief.asked: brief})
    return made


def old(project: Project) -> Outdated | None:
    return next(iter(at_once(outdated(project))), None)


def test_what_a_brief_told_is_compared_by_its_meaning() -> None:
    assert old(project()) is None
    assert old(project(System_Requirements=STOP.replace("pump", "**pump**"))) is None

    found = old(project(System_Requirements=STOP.replace("2 s", "3 s")))
    assert found is not None and found.changed == (("SYS-001", "“2 s” is now “3 s” (number)"),)
    assert found.at is not None and found.at.identifier == "SYS-001"


def test_how_it_is_verified_and_what_it_comes_from_is_told_as_well() -> None:
    brief = replace(BRIEF, told={"SYS-001": Told("The pump shall stop within 2 s. ¶ Verification: test ¶ From SN-001", True)})
    needs = "- **SN-001**: The nurse needs the pump to stop.\n- **SN-002**: The nurse needs peace.\n"

    def found(method: str, need: str) -> Outdated | None:
        text = f"{STOP}  - Verification: {method}\n  - Traces to: {need}\n"
        return old(project(brief, System_Requirements=text, Stakeholder_Needs=needs))

    assert found("test", "SN-001") is None
    for differs, told in (
        (found("analysis", "SN-001"), "“test” is now “analysis”"),
        (found("test", "SN-002"), "“SN-001” is now “SN-002”"),
    ):
        assert differs is not None and told in differs.changed[0][1]


def test_what_is_gone_or_retired_is_told() -> None:
    found = old(project(System_Requirements=START))
    assert found is not None and (found.gone, found.at) == (("SYS-001",), None)

    scene = GateScene(NO_CHAIN, project().graph, (), outdated=(found,))
    (raised,) = handoff_stale(scene)
    assert raised.finding.message.endswith("SYS-001 is gone. Close it (`shallcheck handoff close --for SYS-001`).")

    found = old(project(System_Requirements=STOP + "  - Status: obsolete\n"))
    assert found is not None and found.changed == (("SYS-001", "it is retired"),)


def test_only_what_a_brief_would_tell_as_well_is_new_to_it() -> None:
    assert old(project(System_Requirements=STOP + START)) is None
    for found in (old(project(System_Intent=HARM)), old(project(Test_Plan=TEST))):
        assert found is not None and len(found.new) == 1

    everything = replace(BRIEF, asked=EVERYTHING)
    found = old(project(everything, System_Requirements=STOP + START))
    assert found is not None and found.new == ("SYS-002",)


def test_nobody_is_told_of_a_brief_that_is_closed_nor_before_all_is_read() -> None:
    changed = STOP.replace("2 s", "3 s")
    assert old(project(replace(BRIEF, closed=True), System_Requirements=changed)) is None

    unread = project(System_Requirements=changed)
    unread.completed(False)
    assert old(unread) is None


@pytest.mark.parametrize(
    ("toml", "noted", "blocked"),
    [
        ("", True, False),
        ('[gate]\ncodes = ["GAT005"]', False, True),
        ('[severity]\nGAT005 = "error"', False, True),
        ('ignore = ["GAT005"]', False, False),
    ],
)
def test_the_gate_tells_of_it_and_a_project_may_have_it_block(toml: str, noted: bool, blocked: bool) -> None:
    config, problems = parse_config("shallcheck.toml", toml)
    assert not problems
    gate = gate_of(project(config=config, System_Requirements=STOP.replace("2 s", "3 s")))

    assert any(each.rule == "GAT005" for each in gate.notes) is noted
    assert any(each.rule == "GAT005" for each in gate.blocks) is blocked


def test_a_brief_that_is_written_again_from_the_same_state_is_the_same() -> None:
    later = replace(BRIEF, mark="1" * 16, day="2026-06-01", told={"SYS-001": Told("within 3 s", True)})
    made = renewed(BRIEF, later)

    assert (made.earlier, made.before()) == ("2026-05-01", BRIEF.words())
    assert renewed(made, replace(later, day="2026-07-01")) == made
    assert renewed(replace(made, closed=True), later) == made
    assert renewed(None, BRIEF) == BRIEF


def test_what_came_and_went_between_two_briefs_is_known() -> None:
    first = replace(BRIEF, told={"SYS-001": Told("stays", True), "SYS-002": Told("goes", True)})
    second = replace(BRIEF, mark="1" * 16, told={"SYS-001": Told("stays", True), "SYS-003": Told("comes", True)})

    made = renewed(first, second)
    assert made.was == {"SYS-002": "goes", "SYS-003": None}
    assert made.before() == first.words()

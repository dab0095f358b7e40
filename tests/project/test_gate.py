"""The gate: what blocks, how far down is asked, and for whom."""

from __future__ import annotations

from typing import Any

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.project.config import Config
from shallcheck.project.config_file import parse_config
from shallcheck.project.coverage import Share, coverage
from shallcheck.project.gate import Gate, UnknownError, gate_of
from shallcheck.project.results.cases import Case, Outcome, Results, Run
from shallcheck.project.state import Project
from tests.rules.workspace import recorded

CHAIN = {
    "System_Intent.md": "- **INT-1**: The pump shall harm nobody.\n",
    "Stakeholder_Needs.md": (
        "- **SN-001**: The nurse needs the pump to stop within 3 s of her command.\n  - Derived from: INT-1\n"
        "- **SN-002**: The nurse needs to hear an alarm from 5 m away.\n  - Derived from: INT-1\n"
    ),
    "System_Requirements.md": (
        "- **SYS-001**: The pump shall stop within 2 s of a command.\n  - Verification: test\n  - Traces to: SN-001\n"
        "- **SYS-002**: The pump shall sound each alarm at 65 dB or more.\n  - Verification: test\n  - Traces to: SN-002\n"
    ),
    "Test_Plan.md": "### TST-001 Stop\nPress the button.\n- Expected: the pump stops within 2 s.\n- Verifies: SYS-001, SYS-002\n",
}


def chain(config: Config | None = None, **changes: Any) -> Project:
    """The chain, with words of it exchanged: by the document's name, the old and the new ones."""
    project = Project(config)
    for path, text in CHAIN.items():
        old, new = changes.get(path.removesuffix(".md"), ("", ""))
        assert old in text
        document = read_document(path, text.replace(old, new, 1) if old else text)
        assert document is not None
        project.put(document)
    return project


def blocks(gate: Gate) -> list[tuple[str, str]]:
    return [(block.rule, block.artifact) for block in gate.blocks]


def test_a_whole_chain_is_open() -> None:
    gate = gate_of(chain())
    assert gate.passed and blocks(gate) == []
    assert [(row.level, row.artifacts) for row in gate.levels if row.artifacts] == [
        ("intent", 1), ("needs", 2), ("requirements", 2), ("tests", 1),
    ]  # fmt: skip


BROKEN: dict[str, Any] = {"System_Requirements": ("Traces to: SN-002", "Traces to: SN-099")}


def test_an_error_blocks_its_level_and_what_builds_on_it() -> None:
    gate = gate_of(chain(**BROKEN))
    assert not gate.passed
    assert blocks(gate) == [("GAT002", "SYS-001"), ("TRC002", "SYS-002")]


def test_a_level_is_asked_with_all_above_it_and_nothing_below() -> None:
    assert gate_of(chain(**BROKEN), level="needs").passed
    assert blocks(gate_of(chain(**BROKEN), level="requirements")) == [("TRC002", "SYS-002")]


def test_a_slice_is_asked_with_all_above_it_and_nothing_beside() -> None:
    assert gate_of(chain(**BROKEN), identifiers=["SYS-001"]).passed
    assert not gate_of(chain(**BROKEN), identifiers=["SYS-001", "SYS-002"]).passed
    lame = chain(Stakeholder_Needs=("Derived from: INT-1", "Derived from: INT-9"))
    assert blocks(gate_of(lame, identifiers=["SYS-001"])) == [("GAT002", "SN-001"), ("TRC002", "SN-001")]
    assert gate_of(lame, identifiers=["SYS-002"]).passed, "what stands beside its needs is not asked about"


def test_a_draft_blocks_and_what_is_retired_does_not_count() -> None:
    status = ("Traces to: SN-002", "Traces to: SN-002\n  - Status: {}")
    draft = chain(System_Requirements=(status[0], status[1].format("draft")))
    assert blocks(gate_of(draft)) == [("GAT002", "SYS-002")]
    retired = chain(System_Requirements=(status[0], "Traces to: SN-099\n  - Status: retired"))
    assert gate_of(retired).passed


def test_a_project_names_the_statuses_that_pass_and_the_rules_that_block() -> None:
    config, _ = parse_config("shallcheck.toml", '[gate]\nstatuses = ["approved"]\n')
    assert ("GAT002", "SYS-001") in blocks(gate_of(chain(config)))
    config, _ = parse_config("shallcheck.toml", '[gate]\ncodes = ["TRC004"]\n')
    project = chain(config, System_Requirements=("Traces to: SN-002", "Traces to: SN-001"))
    assert blocks(gate_of(project)) == [("GAT002", "SN-001"), ("TRC004", "SN-002")]
    assert gate_of(chain(config, **BROKEN)).blocks[-1].rule == "TRC004", "a broken link is no code that blocks here"


def test_a_missing_level_blocks_unless_it_is_optional_or_left_out() -> None:
    project = chain()
    project.drop("Stakeholder_Needs.md")
    assert ("GAT001", "SYS-001") in blocks(gate_of(project))
    left_out = "".join(f'[[levels]]\nname = "{name}"\n' for name in ("intent", "requirements", "tests"))
    project = chain(parse_config("shallcheck.toml", left_out)[0])
    project.drop("Stakeholder_Needs.md")
    assert all(rule != "GAT001" for rule, _ in blocks(gate_of(project)))


def test_a_test_that_failed_blocks_and_those_that_passed_are_counted() -> None:
    project = chain()
    for outcome, found in ((Outcome.PASSED, []), (Outcome.FAILED, ["SYS-001", "SYS-002", "TST-001"])):
        case = Case("pump", "TST-001 stops", outcome)
        project.evidence.take([Results(Run("junit.xml", "2026-05-01T12:00:00", 100.0), (case,))])
        gate = gate_of(project)
        assert [block.artifact for block in gate.blocks if "has failed" in block.message] == found
        rows = {row.level: row for row in gate.levels}
        assert (rows["requirements"].passed, rows["requirements"].failed) == ((2, 0) if not found else (0, 2))


def test_what_has_changed_since_the_baseline_blocks_until_it_is_recorded_anew() -> None:
    project = chain()
    project.review(recorded("System_Requirements.md", CHAIN["System_Requirements.md"].replace("within 2 s", "within 3 s")))
    assert blocks(gate_of(project)) == [("GAT003", "SYS-001")]
    assert "“3 s” is now “2 s” (number)" in gate_of(project).blocks[0].message
    assert gate_of(project, identifiers=["SYS-002"]).passed
    project.review(recorded("System_Requirements.md", CHAIN["System_Requirements.md"]))
    assert gate_of(project).passed


def test_what_is_unknown_is_said_with_what_there_is() -> None:
    with pytest.raises(UnknownError, match="there are intent, mission, needs"):
        gate_of(chain(), level="nedes")
    with pytest.raises(UnknownError, match="did you mean “SYS-001”"):
        gate_of(chain(), identifiers=["SYS-01"])


def test_nothing_to_go_on_from_is_no_pass() -> None:
    assert not gate_of(Project()).passed


def test_coverage_counts_what_the_rules_ask() -> None:
    project = chain(System_Requirements=("Traces to: SN-002", "Traces to: SN-001"), Test_Plan=("SYS-001, SYS-002", "SYS-001"))
    rows = {row.level: row for row in coverage(project.graph, project.documents.values())}
    assert [*rows] == ["intent", "needs", "requirements", "tests"]
    assert (rows["needs"].artifacts, rows["needs"].sources, rows["needs"].realised) == (2, Share(2, 2), Share(2, 1))
    assert (rows["requirements"].sources, rows["requirements"].shown) == (Share(2, 2), Share(2, 1))
    assert rows["requirements"].shown.percent == 50
    assert rows["intent"].sources.percent is None


def test_each_feature_of_kiro_has_a_gate_of_its_own() -> None:
    project = Project()
    criteria = "### Requirement 1\n#### Acceptance Criteria\n1. WHEN the nurse presses stop, THE pump SHALL stop within {} s.\n"
    for feature, bound in (("pump", "2"), ("horn", "TBD")):
        document = read_document(f".kiro/specs/{feature}/requirements.md", criteria.format(bound))
        assert document is not None
        project.put(document)
    assert [(row.namespace, row.artifacts) for row in gate_of(project).levels if row.artifacts] == [
        ("kiro:horn/", 2), ("kiro:pump/", 2),
    ]  # fmt: skip
    assert gate_of(project, identifiers=["kiro:pump/1.1"]).passed


def test_what_is_retired_hides_none_that_is_called_alike() -> None:
    project = chain()
    old = "- **SYS-001**: The pump shall stop within 9 s of a command.\n  - Status: retired\n"
    for broken in (old + CHAIN["System_Requirements.md"], CHAIN["System_Requirements.md"] + old):
        document = read_document("System_Requirements.md", broken)
        assert document is not None
        project.put(document)
        assert ("UNQ001", "SYS-001") in blocks(gate_of(project))

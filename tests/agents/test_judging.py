"""A proposal is judged by what it causes, with what held before."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from shallcheck.agents.judging import UnjudgedError
from shallcheck.agents.verdict import Verdict, sentence, verdict_text
from shallcheck.project.proposals import Patch
from shallcheck.project.wordings import Removal, Wording
from tests.agents.conftest import Workspace

EXAMPLES = Path(__file__).parents[2] / "examples"
NEEDS = """# Needs
- **SN-001**: The nurse needs the pump to stop within 3 s of her command.
"""
SYSTEM = """# System requirements

- **SYS-001**: When the nurse presses stop, the pump shall stop within 2 s.
  - Satisfies: SN-001
- **SYS-002**: The pump shall store TBD alarms.
"""
TESTS = """# Test plan
### TST-001 Stop
Press stop.
- Expected: the pump stops within 2 s.
- Verifies: SYS-001
"""


@pytest.fixture
def chain(workspace: Workspace) -> Workspace:
    workspace.write(Stakeholder_Needs_md=NEEDS, System_Requirements_md=SYSTEM, Test_Plan_md=TESTS)
    return workspace


def rules(verdict: Verdict) -> list[str]:
    return [each.rule for each in verdict.violates]


def beside(verdict: Verdict) -> set[str]:
    return {each.rule for each in verdict.reported}


def test_old_debts_do_not_count(chain: Workspace) -> None:
    verdict = chain.judge({"System_Requirements.md": SYSTEM.replace("within 2 s", "within 1 s")})

    assert verdict.accepted
    assert verdict.changes == ("changes SYS-001: “2 s” is now “1 s” (number)",)


def test_what_the_change_brings_in_is_refused_with_its_place_and_what_to_do(chain: Workspace) -> None:
    text = SYSTEM + "- **SYS-003**: The pump shall sound an alarm within <value> s of a fault.\n"
    verdict = chain.judge({"System_Requirements.md": text})

    (violation,) = verdict.violates
    assert (violation.rule, violation.artifact, violation.quote) == ("FRM008", "SYS-003", "<value>")
    assert violation.place is not None
    assert (violation.place.path, violation.place.start.line) == ("System_Requirements.md", 5)
    assert [each.artifact for each in verdict.placeholders] == ["SYS-003"]
    assert sentence(verdict).startswith("refused: it violates FRM008, because “<value>” is not decided yet")
    assert "; do this: " in sentence(verdict)


def test_what_cannot_be_read_is_not_judged_and_named(workspace: Workspace) -> None:
    workspace.write(System_Requirements_md="- **SYS-001**: The pump shall stop within 2 s.\n")
    os.mkfifo(workspace.top / "System_Intent.md")

    told = workspace.judge(Wording("SYS-001", "The pump shall stop within 3 s.")).not_judged[0]
    assert told.what == "whether it fits System_Intent.md, which cannot be read"


@pytest.mark.parametrize("filler", ["and stop " * 1000, "x" * 3000])
def test_no_length_hides_what_a_statement_says(filler: str, chain: Workspace) -> None:
    text = f"- **SYS-003**: The pump shall be adequate {filler}within <value> s of a fault.\n"

    assert "DOC001" in rules(chain.judge({"System_Requirements.md": SYSTEM + text}))


def test_of_very_much_no_more_is_told_than_somebody_reads(chain: Workspace) -> None:
    rows = "".join(f"- **SYS-{n}**: The pump shall sound alarm {n} within TBD s.\n" for n in range(100, 160))
    verdict = chain.judge({"System_Requirements.md": SYSTEM + rows})

    assert len(verdict.violates) == 60
    assert verdict_text(verdict).split("\n").count("  … and 10 more") == 4


def test_a_broken_link_elsewhere_is_caused_by_a_removal(chain: Workspace) -> None:
    verdict = chain.judge(Removal("SYS-001"))

    assert rules(verdict) == ["TRC002"]
    assert verdict.violates[0].place is not None
    assert verdict.violates[0].place.path == "Test_Plan.md"
    assert verdict.violates[0].fix == "keep SYS-001, or change this link as well."  # SYS-002 is nearly called so, and not meant
    assert "removes SYS-001" in verdict.changes


def test_a_link_to_what_the_change_renames_is_to_follow_it(chain: Workspace) -> None:
    verdict = chain.judge({"System_Requirements.md": SYSTEM.replace("SYS-001", "SYS-100")})

    assert [each.fix for each in verdict.violates] == ["link to SYS-100 here as well."]


def test_what_changes_nothing_is_told_and_not_kept(chain: Workspace) -> None:
    verdict = chain.judge({"System_Requirements.md": SYSTEM})

    assert sentence(verdict) == "accepted: it changes no artifact and violates nothing."
    assert not (chain.top / "shallcheck-verdicts.txt").exists()


def test_coverage_that_is_lost_is_told(chain: Workspace) -> None:
    verdict = chain.judge({"Test_Plan.md": None})

    assert verdict.accepted
    assert [(each.rule, each.artifact) for each in verdict.reported] == [("VER009", "SYS-001")]


def test_the_gate_of_the_project_says_what_is_refused(chain: Workspace) -> None:
    chain.write(shallcheck_toml='[gate]\ncodes = ["VER009"]\n')
    verdict = chain.judge({"Test_Plan.md": None})

    assert rules(verdict) == ["VER009"]


def test_a_renamed_artifact_brings_no_debt_of_its_own(chain: Workspace) -> None:
    verdict = chain.judge({"System_Requirements.md": SYSTEM.replace("SYS-002", "SYS-020")})

    assert verdict.accepted
    assert "renames SYS-002 to SYS-020" in verdict.changes


def test_a_renamed_file_brings_no_debt_of_its_own(chain: Workspace) -> None:
    verdict = chain.judge({"System_Requirements.md": None, "docs/System_Requirements.md": SYSTEM})

    assert verdict.accepted
    assert not verdict.changes


@pytest.mark.parametrize(
    "comment", ["<!-- shallcheck-disable FRM008: it is fine -->", "<!-- shallcheck-disable-file FRM008: it is fine -->"]
)
def test_who_proposes_cannot_silence_a_rule(chain: Workspace, comment: str) -> None:
    text = SYSTEM + f"{comment}\n\n- **SYS-003**: The pump shall sound TBD alarms.\n"
    verdict = chain.judge({"System_Requirements.md": text})

    assert rules(verdict) == ["FRM008"]
    assert [each.signed_by for each in verdict.sign_off] == [""]
    assert "silences FRM008" in verdict.sign_off[0].what


def test_a_suppression_that_was_there_holds(chain: Workspace) -> None:
    text = SYSTEM.replace("# System requirements", "# System\n\n<!-- shallcheck-disable-file FRM008: decided in May -->")
    chain.write(System_Requirements_md=text)
    verdict = chain.judge({"System_Requirements.md": text + "- **SYS-003**: The pump shall sound TBD alarms.\n"})

    assert verdict.accepted


def test_who_proposes_cannot_approve_by_a_status(chain: Workspace) -> None:
    text = SYSTEM + "- **SYS-003**: The pump shall sound 2 alarms.\n  - Status: draft\n"
    chain.write(System_Requirements_md=text)
    code = "def alarm():\n    # Implements: SYS-003\n    pass\n"
    verdict = chain.judge({"System_Requirements.md": text.replace("draft", "approved"), "pump.py": code})

    assert "GAT004" in rules(verdict)
    assert [each.what for each in verdict.sign_off] == ["changes the status of SYS-003 from “draft” to “approved”"]


def test_who_proposes_may_take_an_approval_back(chain: Workspace) -> None:
    text = SYSTEM.replace("SN-001", "SN-001\n  - Status: approved")
    chain.write(System_Requirements_md=text, shallcheck_toml='[gate]\nstatuses = ["approved"]\n')
    back = chain.judge({"System_Requirements.md": text.replace("approved", "in review")})
    gone = chain.judge({"System_Requirements.md": text.replace("approved", "retired")})
    reworded = chain.judge({"System_Requirements.md": text.replace("within 2 s", "within 1 s")})

    assert back.accepted
    assert [each.what for each in gone.sign_off] == ["changes the status of SYS-001 from “approved” to “retired”"]
    assert "whether SYS-001 is still “approved” in other words" in [each.what for each in reworded.not_judged]


def test_a_new_artifact_is_not_approved_by_who_proposes_it(chain: Workspace) -> None:
    chain.write(shallcheck_toml='[gate]\nstatuses = ["approved"]\n')
    text = SYSTEM + "- **SYS-003**: The pump shall sound 2 alarms.\n  - Status: approved\n"
    code = "def alarm():\n    # Implements: SYS-003\n    pass\n"
    verdict = chain.judge({"System_Requirements.md": text, "pump.py": code})

    assert "GAT004" in rules(verdict)
    assert verdict.sign_off[0].what == "gives the new SYS-003 the status “approved”"


def test_code_for_what_has_not_passed_the_gate_is_refused(chain: Workspace) -> None:
    verdict = chain.judge({"pump.py": "def store():\n    # Implements: SYS-002\n    pass\n"})

    assert rules(verdict) == ["GAT004"]
    assert "changes the code pump.py" in verdict.changes


def test_who_proposes_is_judged_by_the_configuration_from_before(chain: Workspace) -> None:
    text = SYSTEM + "- **SYS-003**: The pump shall sound TBD alarms.\n"
    verdict = chain.judge({"System_Requirements.md": text, "shallcheck.toml": 'ignore = ["FRM008"]\n'})

    assert rules(verdict) == ["FRM008"]
    assert verdict.sign_off[0].what == "adds “shallcheck.toml”, which says how everything here is judged"


def test_a_person_signs_off_what_only_a_person_can(chain: Workspace) -> None:
    change: dict[str, str | None] = {"shallcheck.toml": 'ignore = ["AMB"]\n'}
    alone = chain.judge(change)
    signed = chain.judge(change, signed_by="Ann Lee")

    assert not alone.accepted
    assert "which only a person can approve" in sentence(alone)
    assert signed.accepted
    assert signed.sign_off[0].signed_by == "Ann Lee"


@pytest.mark.parametrize(
    "name", ["shallcheck-baseline.txt", "shallcheck-reviewed.txt", "shallcheck-baseline-1.0.txt", "conf.py", "pyproject.toml"]
)
def test_records_and_what_governs_need_a_person(chain: Workspace, name: str) -> None:
    verdict = chain.judge({name: "[tool.shallcheck]\n"})

    assert [each.path for each in verdict.sign_off] == [name]


def test_a_pyproject_that_says_nothing_of_us_needs_nobody(chain: Workspace) -> None:
    assert chain.judge({"pyproject.toml": "[project]\nname = 'pump'\n"}).accepted


def test_what_hides_a_document_needs_a_person(chain: Workspace) -> None:
    verdict = chain.judge({".gitignore": "*.log\nSystem*\n", "docs/.gitignore": "*.md\n"})

    assert [each.what for each in verdict.sign_off] == ["hides “System_Requirements.md” from being judged"]


def test_who_proposes_cannot_have_it_asked_no_more(chain: Workspace) -> None:
    settings = '{"hooks": [\n  "shallcheck hook --agent claude"\n]}\n'
    chain.write(**{".claude/settings.json": settings})
    less = chain.judge({".claude/settings.json": '{"hooks": []}\n'})
    more = chain.judge({".claude/settings.json": settings.replace("[", '["lint",')})

    assert [each.what for each in less.sign_off] == ["changes “.claude/settings.json”, which has ShallCheck asked"]
    assert more.accepted


def test_a_suppression_moves_with_its_file_and_with_nothing_else(chain: Workspace) -> None:
    comment = "<!-- shallcheck-disable-file FRM008: decided in May -->\n\n"
    chain.write(Old_md=comment + "- **SYS-007**: The pump shall store TBD alarms.\n")
    text = comment + "- **SYS-007**: The pump shall store TBD alarms and TBD faults.\n"

    assert chain.judge({"Old.md": None, "New.md": text}).accepted
    assert not chain.judge({"New.md": text.replace("SYS-007", "SYS-008")}).accepted


def test_a_contradiction_is_refused_once_and_against_what_was_there(chain: Workspace) -> None:
    words = "When the nurse presses stop, the pump shall stop within 9 s."
    verdict = chain.judge(Wording("SYS-009", words))

    assert sentence(verdict).startswith("refused: it violates CON001 against SYS-001, because ")
    assert verdict.violates[0].against[0].text == "When the nurse presses stop, the pump shall stop within 2 s."


def test_a_value_without_a_source_is_refused(chain: Workspace) -> None:
    verdict = chain.judge({"System_Requirements.md": SYSTEM.replace("TBD", "40")})
    sourced = chain.judge({"System_Requirements.md": SYSTEM.replace("TBD alarms.", "40 alarms.\n  - Source: trial 12")})

    assert (rules(verdict), verdict.violates[0].quote) == (["GAT007"], "40")
    assert sourced.accepted


def test_code_that_nobody_asked_for_is_refused_where_the_project_asks(chain: Workspace) -> None:
    code: dict[str, str | None] = {"pump.py": "def stop():\n    pass\n", "test_pump.py": "def test_stop():\n    pass\n"}

    assert chain.judge(code).accepted
    chain.write(shallcheck_toml='extend-select = ["GAT006"]\n')
    assert rules(chain.judge(code)) == ["GAT006"]


def test_what_builds_on_a_changed_artifact_is_to_be_reviewed(chain: Workspace) -> None:
    verdict = chain.judge({"System_Requirements.md": SYSTEM.replace("within 2 s", "within 1 s")})

    assert "whether TST-001 still fits SYS-001" in [each.what for each in verdict.not_judged]


def test_the_first_document_of_a_project_is_judged(workspace: Workspace) -> None:
    verdict = workspace.judge(Wording("INT-1", "The pump shall store TBD alarms.", "intent"))

    assert rules(verdict) == ["FRM008"]


def test_reasons_and_advice_are_told_apart(chain: Workspace) -> None:
    verdict = chain.judge({"Test_Plan.md": TESTS.replace("Verifies: SYS-001", "Note: nothing")})
    told = {each.rule: (each.because, each.fix) for each in verdict.reported}

    assert told["TRC003"][0].endswith("so nobody can say what it is for.")
    assert told["TRC003"][1].startswith("add “Verifies:”")
    assert "write the test with “Verifies: SYS-001”" not in told["VER009"][0]


def test_ends_of_lines_of_what_governs_mean_nothing(chain: Workspace) -> None:
    chain.write(shallcheck_toml='ignore = ["AMB"]\n')

    assert chain.judge({"shallcheck.toml": 'ignore = ["AMB"] \r\n\r\n'}).accepted


@pytest.mark.parametrize("name", ["System_Requirements.md", "Test_Plan.md"])
def test_what_changes_no_meaning_causes_nothing(workspace: Workspace, name: str) -> None:
    shutil.copytree(EXAMPLES / "poor", workspace.top, dirs_exist_ok=True)
    text = (workspace.top / name).read_text("utf-8")
    head, *blocks = re.split(r"(?m)^(?=### )", text)
    blocks[0:2] = [blocks[1], blocks[0]]
    moved = head + "".join(blocks)
    explained = text.replace("### ", "This is explained below.\n\n### ", 1)
    reflowed = re.sub(r"(?m)^(The \w+ \w+) ", r"\1\n", explained)

    for changed in (text.replace("\n", "\r\n"), moved, reflowed + "\n\n"):
        verdict = workspace.judge({name: changed}, keep=False)
        assert (verdict.violates, verdict.reported, verdict.sign_off, verdict.changes) == ((), (), (), ())


def test_a_statement_that_is_new_or_changed(chain: Workspace) -> None:
    changed = chain.judge(Wording("SYS-001", "When the nurse presses stop, the pump shall stop within <value> s."))
    new = chain.judge(Wording("SYS-009", "The pump shall weigh at most 2 kg.", attributes=("Satisfies: SN-001",)))
    duplicate = chain.judge(Wording("SN-001", "The nurse needs to hear an alarm from 5 m away.", "needs"))

    assert rules(changed) == ["FRM008"]
    assert new.accepted
    assert new.changes == ("adds SYS-009",)
    assert duplicate.changes[0].startswith("changes SN-001")


@pytest.mark.parametrize(
    ("proposal", "told"),
    [
        (Removal("SYS-01"), "did you mean “SYS-001”?"),
        (Wording("no identifier", "The pump shall stop."), "cannot be read as an identifier"),
        (Wording("SYS-001", " "), "is to say nothing"),
        (Wording("SYS-009", "The pump shall stop.", "nonsense"), "has a level “nonsense”: there are intent, mission"),
    ],
)
def test_what_cannot_be_judged_says_why(chain: Workspace, proposal: Wording | Removal, told: str) -> None:
    with pytest.raises(UnjudgedError, match=told.replace("?", r"\?")):
        chain.judge(proposal)


def test_nothing_is_written_but_the_ledger(chain: Workspace) -> None:
    before = {path: path.read_bytes() for path in chain.top.rglob("*") if path.is_file()}
    chain.judge(Removal("SYS-001"))
    after = {path: path.read_bytes() for path in chain.top.rglob("*") if path.is_file()}

    assert after.pop(chain.top / "shallcheck-verdicts.txt")
    assert after == before


def test_a_proposal_that_comes_again_meets_the_refusal(chain: Workspace) -> None:
    first = chain.judge(Removal("SYS-001"))
    ledger = (chain.top / "shallcheck-verdicts.txt").read_bytes()
    again = chain.judge(Removal("SYS-001"))
    chain.write(Test_Plan_md=TESTS.replace("Press stop", "Press the stop button"))
    elsewhere = chain.judge(Removal("SYS-001"))

    assert (first.earlier, first.accepted) == ("", False)
    assert again.earlier
    assert again.model_copy(update={"earlier": ""}) == first
    assert "refused again (first on 20" in sentence(again)
    assert (chain.top / "shallcheck-verdicts.txt").read_bytes().startswith(ledger)
    assert elsewhere.earlier == again.earlier
    assert elsewhere.baseline.fingerprint != first.baseline.fingerprint


def test_words_of_documents_neither_break_lines_nor_steer_the_terminal(chain: Workspace) -> None:
    text = SYSTEM + "- **SYS-003**: The pump shall sound TBD \x1b[2Jalarms \u202e.\n"
    told = verdict_text(chain.judge({"System_Requirements.md": text}))

    assert all(line.isprintable() for line in told.split("\n"))


@pytest.mark.parametrize("path", ["../outside.md", "/etc/passwd.md", "link/inside.md"])
def test_what_lies_outside_is_not_judged(chain: Workspace, path: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    (chain.top / "link").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(UnjudgedError, match="outside of the project"):
        chain.judge({path: "- **SYS-003**: The pump shall sound.\n"})


def test_a_diff_is_judged_as_the_files_after_it(chain: Workspace) -> None:
    diff = (
        "--- a/System_Requirements.md\n+++ b/System_Requirements.md\n@@ -3,2 +3,2 @@\n"
        "-- **SYS-001**: When the nurse presses stop, the pump shall stop within 2 s.\n"
        "+- **SYS-001**: When the nurse presses stop, the pump shall stop within TBD s.\n"
        "   - Satisfies: SN-001\n"
    )
    verdict = chain.judge(Patch(diff.encode(), chain.top, chain.top))

    assert rules(verdict) == ["FRM008"]


def test_a_diff_that_leads_out_is_not_judged(chain: Workspace) -> None:
    diff = "--- a/../x.md\n+++ b/../x.md\n@@ -1 +1 @@\n-a\n+b\n"
    with pytest.raises(UnjudgedError, match="leads out of the project"):
        chain.judge(Patch(diff.encode(), chain.top, chain.top))


def test_the_schema_that_is_published_is_the_one_that_holds() -> None:
    from shallcheck.agents.verdict import verdict_schema
    from shallcheck.reports.config_schema import as_text

    published = Path(__file__).parents[2] / "docs" / "schemas" / "verdict-1.json"
    assert published.read_text("utf-8") == as_text(verdict_schema())

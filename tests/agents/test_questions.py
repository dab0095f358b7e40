"""What an editor asks, against what it is judged, and what is said of questions that make no sense."""

from __future__ import annotations

import codecs
import re
from typing import Any

import pytest
from dulwich import porcelain

from shallcheck.agents.apart import CONTEXT, FINDINGS, JUDGE, SHOW
from shallcheck.agents.questions import Place, QuestionError, Shown, answered
from shallcheck.agents.standing import AskError
from shallcheck.agents.verdict import Verdict
from shallcheck.agents.verdict_page import verdict_markdown
from shallcheck.model.reviews import REVIEWED
from shallcheck.project.overlay import UnjudgedError
from tests.agents.conftest import Workspace

SYSTEM = "# System requirements\n- **SYS-001**: The pump shall stop within 2 s of each alarm.\n"
OPEN = SYSTEM.replace("2 s", "TBD s")
FILE = "System_Requirements.md"


def judged(workspace: Workspace, said: dict[str, Any], path: str = "", **unsaved: str) -> Verdict:
    texts = {name.replace("_md", ".md"): text for name, text in unsaved.items()}
    answer = answered(JUDGE, said, Place(workspace.top, path, texts))
    assert isinstance(answer, Verdict)
    return answer


def rules(verdict: Verdict) -> list[str]:
    return [each.rule for each in verdict.violates]


def test_the_tree_is_judged_against_the_last_commit_with_what_is_not_saved(workspace: Workspace) -> None:
    workspace.write(System_Requirements_md=SYSTEM, Other_Requirements_md=OPEN.replace("SYS", "OTH"))
    porcelain.init(str(workspace.top))
    porcelain.add(str(workspace.top), [str(each) for each in workspace.top.glob("*.md")])
    porcelain.commit(str(workspace.top), b"x", author=b"A <a@b.c>", committer=b"A <a@b.c>")
    assert judged(workspace, {"tree": True}).changes == ()

    unsaved = judged(workspace, {"tree": True}, System_Requirements_md=OPEN)
    assert (rules(unsaved), unsaved.violates[0].artifact) == (["FRM008"], "SYS-001")
    workspace.write(System_Requirements_md=OPEN)
    assert rules(judged(workspace, {"tree": True})) == ["FRM008"]
    assert judged(workspace, {"tree": True}, System_Requirements_md=SYSTEM).accepted


def test_without_a_commit_the_tree_is_judged_against_the_record_else_against_what_is_saved(workspace: Workspace) -> None:
    workspace.write(System_Requirements_md=OPEN)
    (workspace.top / ".git").mkdir()
    assert judged(workspace, {"tree": True}).accepted
    assert rules(judged(workspace, {"tree": True}, System_Requirements_md=OPEN + "- **SYS-002**: The pump shall TBD.\n"))

    (workspace.top / REVIEWED).write_text("# shallcheck reviewed 1\n", "utf-8")
    recorded = judged(workspace, {"tree": True, "since": "reviewed"})
    assert any("SYS-001" in each for each in recorded.changes)
    with pytest.raises(UnjudgedError, match="save all documents first"):
        judged(workspace, {"tree": True, "since": "reviewed"}, System_Requirements_md=SYSTEM)
    with pytest.raises(QuestionError, match="A baseline holds no documents"):
        judged(workspace, {"since": "reviewed"}, FILE, System_Requirements_md=SYSTEM)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_text_of_the_editor_is_the_file_that_it_would_be(workspace: Workspace, mark: bytes) -> None:
    (workspace.top / FILE).write_bytes(mark + SYSTEM.replace("\n", "\r\n").encode())

    assert judged(workspace, {}, FILE, System_Requirements_md=SYSTEM.replace("\n", "\r\n")).changes == ()
    assert rules(judged(workspace, {}, FILE, System_Requirements_md=OPEN.replace("\n", "\r\n"))) == ["FRM008"]
    assert rules(judged(workspace, {"content": OPEN}, FILE)) == ["FRM008"]


def test_a_statement_needs_neither_identifier_nor_level_where_its_document_has_them(workspace: Workspace) -> None:
    workspace.write(
        Stakeholder_Needs_md="# Needs\n- **SN-007**: The skipper needs to learn of water.\n", System_Requirements_md=SYSTEM
    )

    assert "SN-008" in judged(workspace, {"text": "The owner needs to know the voltage."}, "Stakeholder_Needs.md").changes[0]
    assert "SYS-002" in judged(workspace, {"text": "The pump shall start within 3 s of a command."}).changes[0]
    assert rules(judged(workspace, {"id": "SYS-001", "text": "The pump shall stop within TBD s of each alarm."})) == ["FRM008"]
    with pytest.raises(UnjudgedError, match="Give the statement an identifier"):
        judged(workspace, {"text": "The pump shall start.", "level": "tests"})


def test_people_read_the_verdict_and_no_text_of_a_document_steers_the_page(workspace: Workspace) -> None:
    workspace.write(System_Requirements_md=SYSTEM)
    words = "The pump shall stop within <value> s of ![each](http://x) TBD alarm."
    shown = answered(SHOW, {"id": "SYS-001", "text": words}, Place(workspace.top))
    assert isinstance(shown, Shown)

    assert shown.against == "what is saved"
    assert shown.text.startswith("refused: it violates FRM008")
    assert shown.markdown == verdict_markdown(shown.verdict)
    assert shown.markdown.startswith("# Refused\n\nIt violates FRM008")
    assert f"*Do this:* {shown.verdict.violates[0].fix[:4].capitalize()}" in shown.markdown
    assert "\\<value\\>" in shown.markdown
    assert not re.search(r"(?<!\\)[<\[!]", shown.markdown)


def test_questions_that_say_nothing_are_told_so(workspace: Workspace) -> None:
    workspace.write(System_Requirements_md=SYSTEM)
    place = Place(workspace.top)
    for kind, said, error in (
        (JUDGE, {}, "proposes nothing"),
        (JUDGE, {"diff": "x", "since": "HEAD"}, "leave `since` out"),
        (CONTEXT, {"budget": 1}, "“budget” cannot be understood"),
        (CONTEXT, {"ids": "SYS-001"}, "“ids” cannot be understood"),
        (FINDINGS, {"path": "x"}, "there are paths"),
    ):
        with pytest.raises(QuestionError, match=error):
            answered(kind, said, place)
    with pytest.raises(AskError, match="No artifact is called"):
        answered(CONTEXT, {"ids": ["SYS-999"]}, place)
    with pytest.raises(QuestionError, match="is not open"):
        answered(JUDGE, {}, Place(workspace.top, FILE))

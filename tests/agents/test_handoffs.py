"""Threads that are closed: what is written down of them, that it says nothing else, and that the next brief quotes it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from dulwich import porcelain
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.agents.decisions import HANDOFFS, LONGEST, Handoff, UnwrittenError, in_words, with_handoff
from shallcheck.agents.handoffs import Closed, close_handoff, write_brief
from shallcheck.agents.standing import AskError, standing
from shallcheck.documents.reading import read_document
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.briefs import BRIEFS
from shallcheck.model.kinds import Kind
from shallcheck.model.reviews import REVIEWED
from shallcheck.project.brief_file import read_briefs
from tests.agents.conftest import Workspace

STOP = "- **SYS-001**: When the bilge is empty, the pump shall stop within TBD s.\n"
START = "- **SYS-002**: The pump shall start within 2 s of each alarm.\n"
ANN = "Ann Lee <ann@example.org>"


@pytest.fixture
def pump(workspace: Workspace) -> Workspace:
    workspace.write(System_Requirements_md=STOP + START)
    return workspace


def brief(workspace: Workspace, *words: str) -> str:
    return write_brief(workspace.top, words, 8000, keep=True, day="2026-05-01").text


def close(workspace: Workspace, *words: str, **left: Any) -> Closed:
    return close_handoff(workspace.top, words, Handoff(**{"by": ANN, "day": "2026-05-02", **left}))


def recorded(workspace: Workspace) -> dict[str, tuple[str, str]]:
    """By identifier, the status and the words of what hand-offs hold."""
    state = standing(workspace.top, judged=False)
    nodes = [node for node in state.trace.nodes if node.kind == Kind.DECISION]
    return {node.identifier: (node.status, node.title) for node in nodes}


def test_each_thing_that_a_thread_leaves_is_a_decision_and_the_next_brief_quotes_it(pump: Workspace) -> None:
    brief(pump, "SYS-001")
    closed = close(pump, decided=("SYS-001 may take 3 s.",), left_open=("Who pays?",), touched=("src/pump.py",))

    assert closed == Closed(identifiers=("DEC-001", "DEC-002", "DEC-003"), asked="SYS-001")
    assert recorded(pump) == {
        "DEC-001": ("decided", "“SYS-001 may take 3 s.”"),
        "DEC-002": ("open", "“Who pays?”"),
        "DEC-003": ("touched", "Touched `src/pump.py`."),
    }
    state = standing(pump.top, judged=False)
    assert [way.lower for way in state.trace.below[state.called("DEC-001")[0].number]] == [state.called("SYS-001")[0].number]
    assert read_briefs(pump.top / BRIEFS).briefs["SYS-001"].closed

    text = brief(pump, "SYS-001")
    assert "- **DEC-001**: “SYS-001 may take 3 s.”\n  - Status: decided\n  - Owner: Ann Lee <ann@example.org>\n" in text
    assert "“Who pays?”" in text


def test_identifiers_go_on_and_what_stands_there_stays(pump: Workspace) -> None:
    close(pump, decided=("One queue is enough.",))
    before = (pump.top / HANDOFFS).read_text("utf-8")
    closed = close(pump, decided=("One pump is enough.",), about=("SYS-002",))

    assert closed.identifiers == ("DEC-002",)
    text = (pump.top / HANDOFFS).read_text("utf-8")
    assert text.startswith(before)
    assert "Decides about: SYS-002" in text


def test_what_was_touched_is_what_differs_since_the_brief(pump: Workspace) -> None:
    pump.write(src__pump_py="# Implements: SYS-001\nstop()\n", src__fan_py="blow()\n", src__old_py="rest()\n")
    porcelain.init(str(pump.top))
    porcelain.add(str(pump.top), [str(path) for path in pump.top.rglob("*.*") if ".git" not in path.parts])
    porcelain.commit(str(pump.top), b"begin", committer=b"Ann <ann@example.org>", author=b"Ann <ann@example.org>")
    brief(pump, "SYS-001")

    pump.write(System_Requirements_md=STOP.replace("TBD", "3") + START.replace("2 s", "4 s"), src__pump_py="stop(now)\n")
    (pump.top / "src" / "old.py").unlink()
    close(pump)

    assert recorded(pump)["DEC-001"][1] == "Touched `SYS-001`, `System_Requirements.md`, `src/old.py`, `src/pump.py`."


def test_a_thread_that_touched_nothing_is_only_closed(pump: Workspace) -> None:
    brief(pump, "SYS-001")

    assert close(pump) == Closed(identifiers=(), asked="SYS-001")
    assert not (pump.top / HANDOFFS).exists()
    assert "SYS-001" in brief(pump, "SYS-001")
    assert not read_briefs(pump.top / BRIEFS).briefs["SYS-001"].closed


def test_nothing_is_touched_by_a_record_that_is_damaged(pump: Workspace) -> None:
    (pump.top / REVIEWED).write_text("artifact\tSYS-001\n", "utf-8")
    brief(pump, "SYS-001")

    assert close(pump).identifiers == ()


def test_which_thread_has_ended_is_never_guessed(pump: Workspace) -> None:
    brief(pump, "SYS-001")
    brief(pump, "SYS-002")

    with pytest.raises(AskError, match="More than one brief is open"):
        close(pump, decided=("x is enough",))
    with pytest.raises(AskError, match="No brief for “SYS-003” is open: there is “SYS-001”, “SYS-002”"):
        close(pump, "SYS-003")
    assert close(pump, "SYS-002").asked == "SYS-002"
    assert close(pump).asked == "SYS-001"
    with pytest.raises(AskError, match="nothing to record"):
        close(pump)


def test_a_brief_for_many_words_is_known_by_what_is_recorded_of_them(pump: Workspace) -> None:
    pump.write(Stakeholder_Needs_md="".join(f"- **SN-{number:03}**: The crew needs pump {number}.\n" for number in range(40)))
    first = brief(pump, *(f"SN-{number:03}" for number in range(40)))
    (asked,) = read_briefs(pump.top / BRIEFS).briefs
    assert len(asked) < 250

    assert brief(pump, asked) == first
    assert [*read_briefs(pump.top / BRIEFS).briefs] == [asked]
    assert close(pump, asked).asked == asked


def test_what_cannot_be_recorded_as_it_is_is_refused(pump: Workspace) -> None:
    with pytest.raises(AskError, match="did you mean “SYS-001”"):
        close(pump, decided=("enough",), about=("SYS-0001",))
    with pytest.raises(AskError, match="says nothing"):
        close(pump, decided=(" \n\u200b".replace("\u200b", ""),))
    with pytest.raises(AskError, match="longer than"):
        close(pump, decided=("x" * (LONGEST + 1),))
    pump.write(shallcheck_toml='identifier-pattern = "SYS-[0-9]+"\n')
    with pytest.raises(AskError, match="identifier-pattern"):
        close(pump, decided=("enough",))
    assert not (pump.top / HANDOFFS).exists()


def test_a_document_that_is_another_is_not_written_to(pump: Workspace) -> None:
    pump.write(**{"shallcheck-handoffs_md": "# My notes\n"})

    with pytest.raises(AskError, match="kind: decisions"):
        close(pump, decided=("enough",))
    assert (pump.top / HANDOFFS).read_text("utf-8") == "# My notes\n"


def test_a_decision_is_no_part_of_the_chain_and_is_not_judged(pump: Workspace) -> None:
    def found() -> set[tuple[str, str]]:
        check = standing(pump.top).check
        return {(each.report.rule, each.report.artifact) for path in check.judged() for each in check.reports(path)}

    pump.write(Test_Plan_md="### TST-001 Stop\nPress the button.\n- Expected: the pump stops within 2 s.\n")
    before = found()
    close(pump, decided=("SYS-001 and/or SYS-002 shall be quickly done as appropriate, TBD.",), about=("TST-001",))
    assert found() == before and ("TRC003", "TST-001") in before


KNOWN = ("SYS-001", "SYS-002", "DEC-007")
SIGNS = (
    "# - * ** ` ``` ~~~ [ ] [[SYS-001]] [x](#SYS-001) (SYS-001) <!-- --> <!--shallcheck-disable--> \\ | : --- SYS-001 > “ ” & "
    "DEC-009 &lt; Status: Verifies: shall {{ }} $ _ ! http://x.y <a@b.c> (traces SYS-002) 1. As Given --- ..."
)
SPICE = st.sampled_from(["\n", "\r", "\t", "\0", "\u2028", "\u202e", "\x1b[31m", "(traces to SYS-002)", *SIGNS.split()])
HOSTILE = (
    st.lists(st.one_of(SPICE, st.text(max_size=8)), min_size=1, max_size=8).map(" ".join).filter(lambda text: bool(text.strip()))
)


@given(st.lists(HOSTILE, max_size=2), st.lists(HOSTILE, max_size=2), st.lists(HOSTILE, max_size=2), HOSTILE, HOSTILE)
def test_whatever_a_text_holds_it_stays_one_artifact_and_nothing_else(
    decided: list[str], left_open: list[str], touched: list[str], by: str, asked: str
) -> None:
    handoff = Handoff(tuple(decided), tuple(left_open), tuple(touched), ("SYS-002",), by, "2026-05-02", asked)
    try:
        text, labels = with_handoff("", handoff, KNOWN, ReaderSettings())
    except UnwrittenError as error:
        assert "says nothing" in str(error)
        return
    document = read_document(HANDOFFS, text)
    assert document is not None
    artifacts = [(each.label, each.kind) for _, _, each in document.artifacts()]
    said = [one.text for _, one in document.statements()]

    assert artifacts == [(label, Kind.DECISION) for label in labels]
    assert len(labels) == len(decided) + len(left_open) + bool(touched)
    for words in (*decided, *left_open):
        assert f"“{in_words(words)}”" in said
    targets = Counter(link.target for _, link in document.links())
    assert targets.keys() <= set(KNOWN) and targets["SYS-002"] >= len(decided)
    assert not any(placed.segment.reading.suppressions or placed.segment.reading.problems for placed in document.placed)

    again, more = with_handoff(text, Handoff(decided=("And more.",), day="2026-05-03"), {*KNOWN, *labels}, ReaderSettings())
    assert again.startswith(text.rstrip()) and not set(more) & {*labels, *KNOWN}

"""`shallcheck trace`, as it is called."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import on_terminal, shallcheck

DOCUMENTS = {
    "System_Intent.md": "---\nlevel: intent\n---\n- **INT-1**: The tank shall never run over.\n"
    "- **INT-2**: The tank shall last for 20 years.\n",
    "Stakeholder_Needs.md": "---\nlevel: needs\n---\n"
    "### SN-1 Dry floor\nThe operator needs a dry floor.\n- Derived from: INT-1\n",
    "System_Requirements.md": "---\nlevel: requirements\n---\n"
    "### SYS-1 Stop\nThe pump shall stop within 2 s.\n- Verification: test, analysis\n- Traces to: SN-1\n\n"
    "### SYS-2 =cmd|'/c calc'!A1\nThe pump shall start within 2 s.\n- Traces to: SN-9\n",
    "Test_Plan.md": "---\nlevel: tests\n---\n### TST-1 Stopping\nStop the pump.\n- Verifies: SYS-1\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in DOCUMENTS.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_tree_goes_from_intent_down_and_lists_what_hangs_nowhere(project: Path) -> None:
    done = shallcheck("trace", cwd=project)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "INT-1  The tank shall never run over. · intent",
        "└─ SN-1  Dry floor · needs",
        "   └─ SYS-1  Stop · requirements",
        "      └─ TST-1  Stopping · tests",
        "INT-2  The tank shall last for 20 years. · intent",
        "",
        "Hangs nowhere: each should come from something above it, and names nothing that there is.",
        "SYS-2  =cmd|'/c calc'!A1 · requirements",
        "",
        "Leads nowhere: SYS-2 traces “SN-9” (System_Requirements.md:11)",
        "",
        "6 artifacts on 4 levels, 3 links; 1 hangs nowhere, 1 link leads nowhere.",
    ]


def test_matrices_have_a_row_for_each_requirement(project: Path) -> None:
    tests = shallcheck("trace", ".", "--matrix", "tests", cwd=project).out.splitlines()
    assert tests[0].split() == ["ID", "Level", "TST-1"]
    assert "SYS-1  requirements  X" in tests
    assert "SYS-2  requirements" in tests
    rows = list(csv.reader(io.StringIO(shallcheck("trace", ".", "--matrix", "verification", "--format", "csv", cwd=project).out)))
    assert rows[0][2:8] == ["Inspection", "Analysis", "Demonstration", "Test", "Similarity", "Sampling"]
    assert next(row for row in rows if row[0] == "SYS-1")[2:] == ["", "X", "", "X", "", "", "TST-1", "Stop"]


@pytest.mark.parametrize("arguments", [(), ("--matrix", "verification"), ("--impact", "SN-9")])
def test_no_cell_is_a_formula(project: Path, arguments: tuple[str, ...]) -> None:
    (project / "More.md").write_text("---\nlevel: needs\n---\n### SN-9 +1\nThe operator needs a table.\n")
    done = shallcheck("trace", ".", "--format", "csv", *arguments, cwd=project)
    cells = [cell for row in csv.reader(io.StringIO(done.out)) for cell in row]
    assert any("calc" in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in "=+-@" and cell] == []


def test_impact_shows_everything_below_by_its_way(project: Path) -> None:
    done = shallcheck("trace", ".", "--impact", "INT-1", cwd=project)
    assert "touches 3 artifacts: 1 on Stakeholder needs, 1 on System requirements, 1 on Test plan." in done.out
    assert "INT-1 → SN-1 → SYS-1  Test_Plan.md:4" in done.out
    found = json.loads(shallcheck("trace", ".", "--impact", "INT-1", "--format", "json", cwd=project).out)
    assert [(each["id"], each["distance"], each["verifies"]) for each in found["touches"]] == [
        ("SN-1", 1, False),
        ("SYS-1", 2, False),
        ("TST-1", 3, True),
    ]
    assert "touches nothing else" in shallcheck("trace", ".", "--impact", "TST-1", cwd=project).out


def test_a_slice_has_all_above_and_nothing_beside(project: Path) -> None:
    out = shallcheck("trace", ".", "--for", "SYS-1", "--format", "json", cwd=project).out
    assert [each["id"] for each in json.loads(out)["artifacts"]] == ["SN-1", "INT-1", "SYS-1"]
    out = shallcheck("trace", ".", "--for", "SYS-1", "--matrix", "tests", "--format", "json", cwd=project).out
    assert [(each["id"], each["tests"]) for each in json.loads(out)["rows"]] == [("SYS-1", ["TST-1"])]


def test_an_identifier_of_nothing_is_answered_with_what_was_meant(project: Path) -> None:
    done = shallcheck("trace", ".", "--impact", "SYS-11", cwd=project)
    assert done.code == 2
    assert done.err == "No artifact is called “SYS-11”: did you mean “SYS-1”?\n"


def test_a_terminal_shows_each_artifact_on_one_line(project: Path) -> None:
    (project / "System_Intent.md").write_text(f"### INT-1 {'一very long title ' * 30}\nThe tank shall never run over.\n")
    for arguments in ((), ("--matrix", "verification"), ("--impact", "INT-1")):
        done = on_terminal("trace", ".", *arguments, cwd=project, columns=60)
        assert done.code == 0
        assert max(len(line) for line in done.out.splitlines()) <= 60


def test_markdown_shows_the_words_of_documents_as_words(project: Path) -> None:
    (project / "System_Intent.md").write_text("- **INT-1**: The tank shall show <script>alert(1)</script> and [a](http://b.c).\n")
    out = shallcheck("trace", ".", "--format", "markdown", cwd=project).out
    assert "- **INT-1** The tank shall show \\<script\\>" in out
    assert "[a](http" not in out


def test_nothing_slow_is_loaded(project: Path) -> None:
    code = (
        "import atexit, sys\n"
        "slow = ('spacy', 'rich.console', 'shallcheck.language.analysis', 'rapidfuzz')\n"
        "atexit.register(lambda: print([name for name in slow if name in sys.modules], file=sys.stderr))\n"
        "sys.argv = ['shallcheck', 'trace', '.']\n"
        "from shallcheck.commands import main\n"
        "main()\n"
    )
    for _ in range(2):  # then what is known is in the cache
        done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert "SYS-1" in done.stdout
    assert done.stderr.strip() == "[]"

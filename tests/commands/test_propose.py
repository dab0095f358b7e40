"""`shallcheck propose`: exit codes, formats, and what it says when it cannot judge."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.commands.running import COMMAND, shallcheck
from tests.forking import quick_python

SYSTEM = """# System requirements
- **SYS-001**: The pump shall stop within 2 s of each alarm.
- **SYS-002**: The pump shall store TBD alarms.
"""
DIFF = b"""--- a/System_Requirements.md
+++ b/System_Requirements.md
@@ -2,2 +2,3 @@
 - **SYS-001**: The pump shall stop within 2 s of each alarm.
 - **SYS-002**: The pump shall store TBD alarms.
+- **SYS-003**: The pump shall store TBD alarms, and 2 more.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "System_Requirements.md").write_text(SYSTEM)
    (tmp_path / "shallcheck.toml").write_text('select = ["FRM008", "TRC"]\n')
    return tmp_path


def test_accepted_refused_and_not_judged(project: Path) -> None:
    command = [quick_python(), *COMMAND[1:], "propose", "--diff", "-"]
    refused = subprocess.run(command, input=DIFF, cwd=project, capture_output=True, check=False)
    with (project / "shallcheck-verdicts.txt").open("ab") as ledger:
        ledger.write(b'{"version":1,"at":"20')  # as a writer that is killed leaves it
    accepted = shallcheck("propose", "--remove", "SYS-002", "--format", "json", cwd=project)
    unjudged = shallcheck("propose", "--remove", "SYS-2", cwd=project)

    assert refused.returncode == 1
    assert refused.stdout.decode().startswith("refused: it violates FRM008, because “TBD” is not decided yet")
    assert (accepted.code, json.loads(accepted.out)["verdict"]) == (0, "accepted")
    assert unjudged.code == 2
    assert "did you mean “SYS-002”?" in unjudged.err
    assert (project / "shallcheck-verdicts.txt").read_text().count("\n") == 3
    assert "shallcheck-verdicts.txt:2: This line holds no verdict" in accepted.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Propose one thing"),
        (("--remove", "SYS-001", "--id", "SYS-002", "--text", "x"), "Propose one thing"),
        (("--id", "SYS-001"), "A statement needs both"),
        (("--diff", "nowhere.diff"), "cannot be read"),
        (("--since", "HEAD"), "in no git repository"),
        (("--since=-x",), "is no revision"),
    ],
)
def test_what_is_asked_wrongly_is_told(project: Path, arguments: tuple[str, ...], told: str) -> None:
    done = shallcheck("propose", *arguments, cwd=project)

    assert done.code == 2
    assert told in done.err
    assert not done.out

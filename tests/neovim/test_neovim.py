"""Debian's Neovim, headless, with the configuration that docs/editors.md tells its users to write."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]

pytestmark = pytest.mark.skipif(not shutil.which("nvim"), reason="needs Neovim (Debian: apt-get install neovim)")

ATTACHED = ["needs.rst", "needs.adoc", "needs.sdoc", "needs.trlc", "login.feature", "needs.csv"]


def documented_configuration() -> str:
    """The snippet for the Neovim that is installed, word for word."""
    page = (REPOSITORY / "docs" / "editors.md").read_text("utf-8")
    newer, older = re.findall(r"```lua\n(.*?)```", page, re.DOTALL)
    version = subprocess.run(["nvim", "--version"], capture_output=True, text=True, check=True).stdout
    major, minor = re.search(r"v(\d+)\.(\d+)", version).groups()  # type: ignore[union-attr]  # every Neovim says it
    return str(newer if (int(major), int(minor)) >= (0, 11) else older)


def documented_command() -> str:
    """The command that lists what keeps the gate closed, word for word."""
    page = (REPOSITORY / "docs" / "editors.md").read_text("utf-8")
    found = re.search(r"^    vim\.api\.nvim_create_user_command\('Gate'.*?^    end, \{\}\)$", page, re.DOTALL | re.MULTILINE)
    assert found
    return textwrap.dedent(found[0])


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the session saw."""
    folder = tmp_path_factory.mktemp("neovim")
    workspace = folder / "workspace"
    workspace.mkdir()
    (workspace / "Stakeholder_Needs.md").write_text("# Needs\n\n### SN-001 Warn\nThe skipper needs to learn of water.\n")
    (workspace / "System_Requirements.md").write_text(
        "# System requirements\n\n### SYS-001 Start\nWhen the bilge level exceeds 5 cm, the pump controller shall start the pump "
        "immediately.\n- Traces to: SN-01\n"
    )
    for name in ATTACHED:
        (workspace / name).write_text("")
    configuration = folder / "configuration.lua"
    configuration.write_text(f"{documented_configuration()}\n{documented_command()}\n")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SHALLCHECK_CACHE_DIR": str(folder / "cache"),
        "XDG_STATE_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }
    command = ["nvim", "--headless", "-u", "NONE", "-c", f"luafile {configuration}", "-c", f"luafile {HERE / 'session.lua'}"]
    done = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, timeout=110, check=False)
    assert done.stdout, done.stderr
    answer = json.loads(done.stdout)
    assert "failed" not in answer, answer
    return answer


def test_diagnostics_underline_the_words(seen: Any) -> None:
    assert seen["diagnostics"]["AMB009"] == "immediately"
    assert seen["diagnostics"]["TRC002"] == "SN-01"


def test_hover_explains_the_rule(seen: Any) -> None:
    assert "AMB009" in seen["hover"]


def test_a_fix_is_applied(seen: Any) -> None:
    assert seen["text"][-1] == "- Traces to: SN-001"


def test_the_definition_is_found_in_another_file(seen: Any) -> None:
    assert seen["definition"] == "### SN-001 Warn"


def test_the_command_lists_what_keeps_the_gate_closed(seen: Any) -> None:
    assert any("“System intent” holds nothing" in each for each in seen["gate"])


def test_the_server_is_attached_to_every_kind_of_file_that_the_page_names(seen: Any) -> None:
    assert seen["attached"] == ATTACHED

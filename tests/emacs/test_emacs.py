"""Debian's Emacs, in batch, with the configuration that docs/editors.md tells its users to write."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
BATCH = ["emacs", "--batch", "--eval", "(package-initialize)"]


def has_what_it_takes() -> bool:
    """Whether Emacs is here with eglot (its own since 29) and a mode for Markdown."""
    if not shutil.which("emacs"):
        return False
    ask = """(unless (and (locate-library "eglot") (locate-library "markdown-mode")) (kill-emacs 1))"""
    return subprocess.run([*BATCH, "--eval", ask], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(
    not has_what_it_takes(), reason="needs Emacs with eglot (Debian: apt-get install emacs-nox elpa-eglot elpa-markdown-mode)"
)

ATTACHED = ["needs.rst", "needs.sdoc", "needs.trlc"]


def documented_configuration() -> str:
    """The snippet, word for word."""
    page = (REPOSITORY / "docs" / "editors.md").read_text("utf-8")
    (snippet,) = re.findall(r"```elisp\n(.*?)```", page, re.DOTALL)
    return str(snippet)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the session saw."""
    folder = tmp_path_factory.mktemp("emacs")
    workspace = folder / "workspace"
    workspace.mkdir()
    (workspace / "Stakeholder_Needs.md").write_text("# Needs\n\n### SN-001 Warn\nThe skipper needs to learn of water.\n")
    (workspace / "System_Requirements.md").write_text(
        "# System requirements\n\n### SYS-001 Start\nWhen the bilge level exceeds 5 cm, the pump controller shall start the pump "
        "immediately.\n- Traces to: SN-01\n"
    )
    for name in ATTACHED:
        (workspace / name).write_text("")
    configuration = folder / "configuration.el"
    configuration.write_text(documented_configuration())
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SHALLCHECK_CACHE_DIR": str(folder / "cache"),
        "HOME": str(folder),
    }
    command = [*BATCH, "--load", str(configuration), "--load", str(HERE / "session.el")]
    done = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, timeout=110, check=False)
    assert done.stdout, done.stderr
    answer = json.loads(done.stdout)
    assert "failed" not in answer, (answer, done.stderr)
    return answer


def test_diagnostics_underline_the_words(seen: Any) -> None:
    assert seen["diagnostics"]["AMB009"] == "immediately"
    assert seen["diagnostics"]["TRC002"] == "SN-01"


def test_a_fix_is_applied(seen: Any) -> None:
    assert seen["text"].endswith("\n- Traces to: SN-001\n")


def test_the_definition_is_found_in_another_file(seen: Any) -> None:
    assert seen["definition"] == "### SN-001 Warn"


def test_the_server_is_attached_to_every_kind_of_file_that_emacs_has_a_mode_for(seen: Any) -> None:
    assert sorted(seen["attached"]) == sorted(ATTACHED)

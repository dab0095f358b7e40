"""What a run cannot do it says in one sentence, and its exit code is 2: no gate passes because something went wrong."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import COMMAND, shallcheck

CLEAN = "- **SYS-1**: The pump shall stop within 5 s of the alarm.\n- **SYS-2**: The pump shall log each alarm.\n"
MUST = "- **SYS-1**: The pump must stop within 5 ms.\n- **SYS-2**: The pump shall stop soon.\n"
"""It has a fix that keeps the meaning."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "System_Requirements.md"
    file.write_text(CLEAN)
    return file


def patched(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command after some code."""
    script = f"import sys\n{code}\nfrom shallcheck.commands import main\nsys.argv = ['shallcheck', *sys.argv[1:]]\nmain()"
    command = [sys.executable, "-c", script, *(os.fspath(each) for each in arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(file: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "check", os.fspath(file)], stdout=full, stderr=subprocess.PIPE, timeout=100, check=False)

    assert done.returncode == 2
    assert done.stderr.decode() == "ShallCheck could not finish (No space left on device), so this is no result.\n"


def test_a_fault_is_told_with_its_place(file: Path) -> None:
    done = patched("import shallcheck.commands.check as c\nc.check_paths = lambda *a, **k: 1 / 0", "check", file)

    assert done.returncode == 2
    assert done.stderr.startswith("ShallCheck could not finish (ZeroDivisionError: division by zero, at ")
    assert done.stderr.count("\n") == 1


def test_where_no_worker_starts_nothing_is_said_to_be_fine(file: Path) -> None:
    done = patched("import shallcheck.project.workers.pool as p\np.MODULE = 'no.such.module'", "check", file)

    assert done.returncode == 2
    assert done.stdout == "Nothing was judged, so this is no result.\n"
    assert "No worker process can start" in done.stderr


def test_a_pipeline_that_is_not_installed_is_told_at_its_line(file: Path) -> None:
    (file.parent / "shallcheck.toml").write_text('exclude = []\npipeline = "evil"\n')
    (file.parent / "evil").mkdir()
    (file.parent / "evil/meta.json").write_text("{}")
    done = shallcheck("check", ".", "--format", "json", cwd=file.parent)

    assert done.code == 2
    assert [(each["path"], each["range"]["start"]["line"]) for each in done.findings()] == [("shallcheck.toml", 1)]
    assert "“evil” is not installed" in done.findings()[0]["message"]
    assert "“evil” is not installed" in done.err


def test_no_name_of_a_file_steers_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "\x1b[31mred\n.md").write_text("The pump.\n")
    for arguments in (["check", "\x1b[31mred\n.md"], ["check", "\x1b[2Jabsent"], ["check", ".", "--format", "github"]):
        done = shallcheck(*arguments, cwd=tmp_path)

        assert "\x1b" not in done.out + done.err


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes every byte for a name")
def test_a_program_can_open_the_path_of_a_finding_whatever_its_bytes(tmp_path: Path) -> None:
    name = b"caf\xe9.md"
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(MUST)
    done = shallcheck("check", ".", "--format", "json", cwd=tmp_path)

    assert {os.fsencode(each["path"]) for each in json.loads(done.out)["findings"]} == {name}


def test_a_file_with_the_longest_name_is_fixed(tmp_path: Path) -> None:
    file = tmp_path / ("n" * 252 + ".md")
    file.write_text(MUST)
    shallcheck("check", file, "--fix")

    assert "must" not in file.read_text()


def test_a_file_with_two_names_is_not_parted_from_itself(file: Path) -> None:
    file.write_text(MUST)
    (file.parent / "other.md").hardlink_to(file)
    done = shallcheck("check", file, "--fix")

    assert file.samefile(file.parent / "other.md")
    assert "hard links" in done.err


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = shallcheck("serve", "--tcp", "--port", str(port))

    assert done.code == 2
    assert done.err == f"127.0.0.1 cannot be listened on at port {port} (Address already in use): name another with --port.\n"


def test_the_rest_of_the_project_is_known_to_a_folder_of_it(tmp_path: Path) -> None:
    (tmp_path / "shallcheck.toml").write_text("")
    for name, text in {
        "needs/N.md": "- **SN-1**: The nurse shall see it.\n",
        "req/R.md": f"{CLEAN}  - Traces to: SN-1\n",
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"---\nlevel: requirements\n---\n{text}")
    found = [
        {finding["rule"] for finding in shallcheck("check", path, "--format", "json", cwd=tmp_path).findings()}
        for path in ("req", "req/R.md", ".")
    ]

    assert ["TRC002" in rules for rules in found] == [False, False, False]

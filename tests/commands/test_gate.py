"""`shallcheck gate` as people and pipelines use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import shallcheck
from tests.project.test_gate import CHAIN


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    folder.mkdir()
    for name, text in CHAIN.items():
        (folder / name).write_text(f"# {name}\n\n{text}")
    return folder


def test_an_open_gate_is_exit_code_0(project: Path) -> None:
    done = shallcheck("gate", ".", cwd=project)
    assert (done.code, done.err) == (0, "")
    assert "System requirements      2 artifacts  open" in done.out
    assert done.out.rstrip().endswith("The gate is open: work may go on.")


def test_a_closed_gate_is_exit_code_1_and_lists_what_blocks_with_place_and_fix(project: Path) -> None:
    path = project / "System_Requirements.md"
    path.write_text(path.read_text().replace("SN-002", "SN-02"))
    done = shallcheck("gate", cwd=project)
    assert done.code == 1
    assert "System_Requirements.md:8:16: TRC002 broken-link: “SN-02” is not defined" in done.out
    assert "    offer: Link to SN-002" in done.out
    assert "The gate is closed: 2 things block." in done.out
    assert shallcheck("gate", "--level", "needs", cwd=project).code == 0
    assert shallcheck("gate", "--for", "SYS-001", cwd=project).code == 0
    assert shallcheck("gate", "--for", "SYS-001", "--for", "SYS-002", cwd=project).code == 1


def test_json_tells_the_same(project: Path) -> None:
    path = project / "System_Requirements.md"
    path.write_text(path.read_text().replace("SN-002", "SN-02"))
    answer = json.loads(shallcheck("gate", "--format", "json", cwd=project).out)
    assert answer["gate"] == "closed"
    assert [(each["rule"], each["artifact"], each["level"]) for each in answer["blocks"]] == [
        ("GAT002", "SYS-001", "requirements"), ("TRC002", "SYS-002", "requirements"),
    ]  # fmt: skip
    assert answer["blocks"][1]["range"]["start"] == {"line": 7, "character": 15}
    assert answer["blocks"][1]["fix"] == "Link to SN-002"
    assert {"level": "needs", "artifacts": 2, "blocks": 0}.items() <= answer["levels"][2].items()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--level", "nedes"), "no chain here has a level “nedes”: there are intent, mission, needs"),
        (("--for", "SYS-01"), "no document here defines “SYS-01”: did you mean “SYS-001”?"),
        (("--level", "needs", "--for", "SYS-001"), "--level and --for ask two things"),
        (("--format", "xml"), "“xml” is none of text, json"),
        (("absent",), "There is no file or folder “absent”"),
    ],
)
def test_what_cannot_be_judged_is_exit_code_2(arguments: tuple[str, ...], words: str, project: Path) -> None:
    done = shallcheck("gate", *arguments, cwd=project)
    assert done.code == 2
    assert words in done.err.replace("\n", " ")


def test_a_folder_without_a_chain_is_no_pass(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Hello\n")
    done = shallcheck("gate", ".", cwd=tmp_path)
    assert done.code == 2
    assert "There is nothing to go on from" in done.err


def test_the_examples_are_open_and_closed() -> None:
    repository = Path(__file__).parents[2]
    assert shallcheck("gate", "examples/good", cwd=repository).code == 0
    assert shallcheck("gate", "examples/poor", cwd=repository).code == 1

"""`shallcheck report`, as it is called; how the page behaves in a browser is tested in tests/vscode/report.test.mjs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import shallcheck

HOSTILE = (
    "- **SYS-1**: The pump shall show </script><script>alert(1)</script> and <img src=x onerror=alert(2)> quickly.\n"
    "- **SYS-2** <!-- --> <b onclick='x()'>bold</b>: The pump shall stop {{ 7 * 7 }} {% raw %} times, \u202egnp.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "tank"
    folder.mkdir()
    (folder / "System_Requirements.md").write_text(f"---\nlevel: requirements\n---\n{HOSTILE}")
    return folder


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style"):
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def page_of(folder: Path, *arguments: str, name: str = "out") -> str:
    done = shallcheck("report", ".", "--html", name, *arguments, cwd=folder)
    assert done.code == 0, done.err
    return (folder / name / "index.html").read_text("utf-8")


def test_what_documents_say_is_never_markup(project: Path) -> None:
    elements = Elements(page_of(project))
    tags = [tag for tag, _ in elements.found]
    assert tags.count("script") == 2
    assert "img" not in tags
    assert [name for _, attributes in elements.found for name in attributes if name.startswith("on") or name == "style"] == []
    facts = json.loads(elements.scripts[1])
    assert "</script><script>alert(1)" in json.dumps(facts)
    assert "\u202e" not in json.dumps(facts, ensure_ascii=False)


def test_the_policy_lets_the_pages_own_script_run_and_nothing_else(project: Path) -> None:
    text = page_of(project)
    elements = Elements(text)
    policy = next(each["content"] or "" for _, each in elements.found if each.get("http-equiv") == "Content-Security-Policy")
    style, _, script = elements.scripts
    for kind, content in (("style", style), ("script", script)):
        digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not {"unsafe-inline", "unsafe-eval", "http:", "https:", "*"} & set(re.split(r"[\s;']+", policy))
    links = [value for _, each in elements.found for name, value in each.items() if name in ("src", "href", "action", "srcset")]
    assert {value for value in links if value and not value.startswith(("#", "data:,"))} == set()


def test_the_same_input_gives_the_same_bytes_and_another_other_digests(project: Path) -> None:
    first = page_of(project, name="first")
    assert page_of(project, name="second") == first
    other = project.parent / "elsewhere" / "tank"
    other.mkdir(parents=True)
    (other / "System_Requirements.md").write_bytes((project / "System_Requirements.md").read_bytes())
    assert page_of(other) == first
    before = facts_of(project)["hashes"]
    (project / "shallcheck.toml").write_text('ignore = ["AMB"]\n')
    (project / "System_Requirements.md").write_text("### SYS-1 Stop\nThe pump shall stop.\n")
    after = facts_of(project)["hashes"]
    assert [name for name in before if before[name] != after[name]] == ["configuration", "documents"]


def facts_of(folder: Path, *arguments: str) -> dict[str, Any]:
    done = shallcheck("report", ".", "--format", "json", *arguments, cwd=folder)
    assert done.code == 0, done.err
    facts: dict[str, Any] = json.loads(done.out)
    return facts


def test_the_facts_name_what_was_found_and_what_lacks(project: Path) -> None:
    facts = facts_of(project)
    assert facts["tool"]["name"] == "ShallCheck"
    assert facts["date"] is None
    assert facts["summary"]["artifacts"] == 2
    assert [each["path"] for each in facts["files"]] == ["System_Requirements.md"]
    row = next(each for each in facts["artifacts"] if each["id"] == "SYS-1")
    assert "AMB" in row["fails"]
    assert row["lacks"] == []
    found = next(each for each in facts["findings"] if each["rule"] == "AMB009" or each["rule"] == "AMB001")
    assert facts["artifacts"][found["artifact"]]["id"] == "SYS-1"
    tests = {each["code"]: each for each in facts["tests"]}
    assert tests["AMB"]["judged"] == 2
    assert tests["AMB"]["stand"] < 2
    assert facts["coverage"][0]["shown"] == {"needed": 0, "met": 0}


def test_coverage_counts_what_the_chain_asks_for(tmp_path: Path) -> None:
    (tmp_path / "Stakeholder_Needs.md").write_text("---\nlevel: needs\n---\n### SN-1 Dry\nThe cook needs a dry floor.\n")
    requirements = (
        "### SYS-1 Stop\nThe pump shall stop.\n- Verification: test\n- Traces to: SN-1\n\n### SYS-2 Run\nThe pump shall run.\n"
    )
    (tmp_path / "System_Requirements.md").write_text(f"---\nlevel: requirements\n---\n{requirements}")
    (tmp_path / "pump.py").write_text("# Implements: SYS-1\n")
    facts = facts_of(tmp_path)
    rows = {each["level"]: each for each in facts["coverage"]}
    assert list(rows) == ["needs", "requirements", "code"]
    assert rows["needs"]["realised"] == {"needed": 1, "met": 1}
    assert rows["requirements"]["sources"] == {"needed": 2, "met": 1}
    assert rows["requirements"]["shown"] == {"needed": 1, "met": 0}
    lacks = {each["id"]: each["lacks"] for each in facts["artifacts"]}
    assert (lacks["SN-1"], lacks["SYS-1"], lacks["SYS-2"]) == ([], ["not verified"], ["hangs nowhere"])
    assert facts["summary"]["hangNowhere"] == 1


def git(folder: Path, *arguments: str, day: str = "2026-01-01") -> None:
    environment = {**os.environ, "GIT_COMMITTER_DATE": f"{day}T12:00:00Z", "GIT_AUTHOR_DATE": f"{day}T12:00:00Z"}
    setting = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main", "-c", "core.hooksPath=")
    subprocess.run(["git", *setting, *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def test_the_trend_goes_over_tags_and_runs_nothing_of_the_repository(project: Path) -> None:
    git(project, "init")
    git(project, "add", "-A")
    git(project, "commit", "-m", "one", day="2026-01-01")
    git(project, "tag", "v1")
    (project / "System_Requirements.md").write_text(
        "### SYS-1 Stop\nThe pump shall stop within 2 s ± 0.1 s.\n- Verification: test\n"
    )
    git(project, "add", "-A")
    git(project, "commit", "-m", "two", day="2026-02-01")
    git(project, "tag", "-a", "v2", "-m", "two", day="2026-02-01")
    ran = project / "ran"
    for name, command in (
        ("filter.x.smudge", f"touch {ran}"),
        ("filter.x.clean", f"touch {ran}"),
        ("core.fsmonitor", f"touch {ran}"),
    ):
        git(project, "config", name, command)
    (project / ".git" / "info" / "attributes").write_text("* filter=x\n")
    for hook in ("post-checkout", "reference-transaction"):
        (project / ".git" / "hooks" / hook).write_text(f"#!/bin/sh\ntouch {ran}\n")
        (project / ".git" / "hooks" / hook).chmod(0o755)
    facts = facts_of(project)
    assert [(each["tag"], each["date"], each["artifacts"]) for each in facts["trend"]] == [
        ("v1", "2026-01-01", 2),
        ("v2", "2026-02-01", 1),
        ("now", "2026-02-01", 1),
    ]
    assert facts["date"] == "2026-02-01"
    assert facts["trend"][0]["warning"] > facts["trend"][1]["warning"]
    assert facts_of(project, "--tags", "1")["trend"][0]["tag"] == "v2"
    assert facts_of(project, "--tags", "0")["trend"] == []
    assert facts_of(project, "--date", "2026-03-04")["date"] == "2026-03-04"
    assert not ran.exists()
    assert page_of(project).count("<polyline") == 8


def test_a_damaged_repository_has_no_trend(project: Path) -> None:
    git(project, "init")
    git(project, "add", "-A")
    git(project, "commit", "-m", "one")
    git(project, "tag", "v1")
    for file in (project / ".git" / "objects").rglob("*"):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(b"damaged")
    assert facts_of(project)["trend"] == []


def test_what_cannot_be_made_is_told(project: Path) -> None:
    for arguments, message in (
        ((), "Say what to make"),
        (("--html", "out", "--date", "2026-13-01"), "is no day"),
        (("--html", "System_Requirements.md"), "could not be written"),
    ):
        done = shallcheck("report", ".", *arguments, cwd=project)
        assert done.code == 2
        assert message in done.err

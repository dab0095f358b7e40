"""Two processes on one workspace: neither loses what the other keeps, and no cache makes them say anything else."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from pathlib import Path

import pytest

from shallcheck.editor.features.reviewing import _write
from shallcheck.model.reviews import LinkKey
from shallcheck.project.cache import Cache
from shallcheck.project.locking import locked
from shallcheck.project.review_file import FILE, read_reviews
from tests.commands.running import COMMAND, shallcheck
from tests.forking import quick_python

MANY = 6


def begun(*arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
    command = [quick_python(), *COMMAND[1:], *arguments]
    return subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    top = tmp_path / "project"
    (top / ".git").mkdir(parents=True)
    (top / ".git" / "config").write_text("[user]\n\tname = Ann Lee\n\temail = ann@example.org\n")
    (top / "shallcheck.toml").write_text("")
    for number in range(MANY):
        text = f"# Part {number}\n\n- **SYS-{number}01**: The pump shall quickly stop within {number + 1} s.\n"
        (top / f"Part_{number}.md").write_text(text, "utf-8")
    return top


def test_what_commands_and_an_editor_record_at_once_is_all_kept(workspace: Path) -> None:
    with locked(workspace):  # so that all of them wait, and then write one after the other
        commands = [begun("baseline", "--by", "Ann", f"Part_{number}.md", cwd=workspace) for number in range(MANY)]
        links = [{LinkKey(f"TST-{number}", "verifies", "SYS-001"): "The pump shall stop within 1 s."} for number in range(MANY)]
        editors = [threading.Thread(target=_write, args=(workspace / FILE, link, "", False)) for link in links]
        for each in editors:
            each.start()
        time.sleep(0.3)  # all of them have come to the lock
    for each in editors:
        each.join()
    ended = [(each.communicate()[1], each.returncode) for each in commands]
    found = read_reviews(workspace / FILE)

    assert [code for _, code in ended] == [0] * MANY, ended
    assert found.problems == ()
    assert sorted(found.reviews.artifacts) == [f"SYS-{number}01" for number in range(MANY)]
    assert sorted(key.source for key in found.reviews.links) == [f"TST-{number}" for number in range(MANY)]
    assert not [file.name for file in workspace.iterdir() if file.name.startswith(".shall")]


def test_of_two_named_baselines_of_one_name_the_first_stays(workspace: Path) -> None:
    with locked(workspace):
        commands = [begun("baseline", "--by", who, "--name", "1.0", cwd=workspace) for who in ("Ann", "Bo")]
        time.sleep(0.3)  # all of them have come to the lock
    told = [each.communicate()[1].decode() for each in commands]

    assert sorted(each.returncode for each in commands) == [0, 2], told
    assert sum("does not change" in each for each in told) == 1
    (winner,) = {one.by for one in read_reviews(workspace / "shallcheck-baseline-1.0.txt").reviews.artifacts.values()}
    assert winner == ("Ann" if commands[0].returncode == 0 else "Bo")


def test_commands_at_once_on_a_cache_that_is_damaged_meanwhile_say_what_they_say_alone(workspace: Path) -> None:
    arguments = ("check", ".", "--format", "json")
    alone = json.loads(shallcheck(*arguments, cwd=workspace).out)["findings"]
    file = Cache().path
    assert alone
    for damage in (b"this is no database" * 1000, b""):
        commands = [begun(*arguments, cwd=workspace) for _ in range(3)]
        time.sleep(0.1)  # they have begun to read
        file.write_bytes(damage)
        for each in commands:
            out, err = each.communicate()
            assert json.loads(out)["findings"] == alone, err.decode()
            assert b"Traceback" not in err
    assert Cache()._connection is not None

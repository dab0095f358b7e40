"""docs/verdict.md says what happens: its example is carried out, file by file and command by command."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.commands.running import shallcheck

PAGE = Path(__file__).parents[2] / "docs" / "verdict.md"
_BLOCK = re.compile(r"(?:`([\w.]+)`[^`]*)?```(markdown|console)\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"^\$ shallcheck (.*)\n((?:(?!\$ ).*\n?)*)", re.MULTILINE)
_PASSING = re.compile(r"\d{4}-\d\d-\d\d|against [0-9a-f]{12}")
"""What depends on the day and on the code."""


def test_the_example_goes_as_the_page_says(tmp_path: Path) -> None:
    example = PAGE.read_text("utf-8").split("## An example")[1].split("\n## ")[0]
    done = 0
    for name, kind, body in _BLOCK.findall(example):
        if kind == "markdown":
            (tmp_path / name).write_text(body, "utf-8")
            continue
        for command, told in _COMMAND.findall(body):
            ended = shallcheck(*shlex.split(command), cwd=tmp_path)
            assert _PASSING.sub("", ended.out + ended.err).strip() == _PASSING.sub("", told).strip()
            assert ended.code == (0 if told.startswith("accepted") else 1)
            done += 1
    assert done == 4

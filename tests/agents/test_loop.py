"""docs/agents.md says what happens: its walk is carried out, over the hook as Claude Code runs it and over MCP."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.commands.running import LONGEST
from tests.forking import quick_python

HERE = Path(__file__).parents[2]
PAGE = HERE / "docs" / "agents.md"
_BLOCK = re.compile(r"(?:`([\w./]+)`:\n\n)?```(diff|json|console|text)\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", re.MULTILINE)
_ASKED = re.compile(r"^→ (\w+) (.*)\n← ((?:(?!→ ).*\n?)*)", re.MULTILINE)
_FILE = re.compile(r"‹([\w./]+)›")
_PASSING = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:]+Z|(?=\)))|[0-9a-f]{12} by|in \d+\.\d+s")
"""What depends on the day, on the code and on the machine."""
_HUNK = re.compile(r"^@@ .*\n((?:[ +-].*\n)+)", re.MULTILINE)


class Ended(NamedTuple):
    """What a command of the walk gave."""

    code: int
    told: str


class Walk:
    """The project of the walk, and the agent in it, which does what its hook lets through."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.files: dict[str, str] = {}
        self.code = 0

    def run(self, command: str) -> str:
        """What a command of the page tells; `echo $?` tells how the one before ended."""
        words = shlex.split(command)
        if words[0] == "echo":
            return f"{self.code}\n"
        if words[:2] == ["shallcheck", "hook"]:
            call = {**self.call(words[-1]), "cwd": str(self.top)}
            assert self.is_asked(shlex.join(words[:-2]), call["tool_name"])
            ended = self.process(quick_python(), "-m", *words[:-2], given=json.dumps(call))
            if not ended.code:
                self.tool(call["tool_input"])
        elif words[0] == "shallcheck":
            ended = self.process(quick_python(), "-m", *words)
        elif words[0] == "python":
            ended = self.process(sys.executable, *words[1:])
        else:
            ended = self.process(*words[:-2], given=self.files[words[-1]])
        self.code = ended.code
        return ended.told

    def process(self, *command: str, given: str = "") -> Ended:
        """Run something in the project."""
        done = subprocess.run(
            command,
            cwd=self.top,
            input=given.encode(),
            capture_output=True,
            timeout=LONGEST,
            env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            check=False,
        )
        return Ended(done.returncode, (done.stdout or done.stderr).decode())

    def is_asked(self, command: str, tool: str) -> bool:
        """Whether Claude Code runs a command before a tool, by the settings that are there."""
        settings = json.loads((self.top / ".claude" / "settings.json").read_text("utf-8"))
        rows = [row for row in settings["hooks"]["PreToolUse"] if re.fullmatch(row["matcher"], tool)]
        return [f"{command} || exit 2"] == [hook["command"] for row in rows for hook in row["hooks"]]

    def call(self, name: str) -> dict[str, Any]:
        """What Claude Code passes to the hook: as the page shows it, else the edit that a diff of the page makes."""
        if name in self.files:
            call: dict[str, Any] = json.loads(self.files[name])
            return call
        (hunk,) = _HUNK.findall(self.files[name.replace(".json", ".diff")])
        old, new = ("".join(line[1:] for line in hunk.splitlines(keepends=True) if line[0] in kept) for kept in (" -", " +"))
        edit = {"file_path": "System_Requirements.md", "old_string": old, "new_string": new}
        return {"hook_event_name": "PreToolUse", "tool_name": "Edit", "tool_input": edit}

    def tool(self, given: dict[str, str]) -> None:
        """What the agent's tool does, once it may."""
        file = self.top / given["file_path"]
        file.parent.mkdir(exist_ok=True)
        text = given.get("content") or file.read_text("utf-8").replace(given["old_string"], given["new_string"])
        file.write_text(text, "utf-8")


def blocks() -> Iterator[tuple[str, str, str]]:
    """The name, the kind and the body of each block of the walk."""
    yield from _BLOCK.findall(PAGE.read_text("utf-8").split("\n## The loop, shown\n")[1].split("\n## ")[0])


def holds(answer: object, expected: object) -> bool:
    """Whether an answer says all that the page says of it: keys may be left out there, and what ends in “…” goes on."""
    if isinstance(expected, dict):
        return isinstance(answer, dict) and all(name in answer and holds(answer[name], each) for name, each in expected.items())
    if isinstance(expected, list):
        return isinstance(answer, list) and len(answer) == len(expected) and all(map(holds, answer, expected))
    if isinstance(expected, str) and expected.endswith("…"):
        return isinstance(answer, str) and answer.startswith(expected[:-1])
    return answer == expected


async def test_the_loop_goes_as_the_page_says(tmp_path: Path) -> None:
    walk = Walk(tmp_path / "good")
    shutil.copytree(HERE / "examples" / "good", walk.top)
    server = StdioServerParameters(
        command=quick_python(), args=["-m", "shallcheck", "mcp", "--write"], env=dict(os.environ), cwd=walk.top
    )
    steps: list[tuple[str, str, str]] = []
    async with Client(stdio_client(server)) as client:  # what fails in here is told without its reason
        for name, kind, body in blocks():
            if kind in ("diff", "json"):
                walk.files[name] = body
            if kind == "console":
                steps += [(command, walk.run(command), told) for command, told in _COMMAND.findall(body)]
            for tool, given, expected in _ASKED.findall(body) if kind == "text" else ():
                asked = json.loads(_FILE.sub(lambda match: json.dumps(walk.files[match[1]]), given))
                result = await client.call_tool(tool, asked)
                steps.append((tool, json.dumps(result.structured_content), expected))
    for step, told, expected in steps:
        told, expected = (_PASSING.sub("", each).strip() for each in (told, expected))
        answer, page = (json.loads(each) if told.startswith("{") else each for each in (told, expected))
        assert holds(answer, page), (step, told)
    done = [step.split()[0] for step, _, _ in steps]
    assert {name: done.count(name) for name in set(done)} == {
        "shallcheck": 7,
        "echo": 6,
        "git": 1,
        "python": 1,
        "context_for": 1,
        "propose_change": 3,
        "verify_implementation": 2,
    }

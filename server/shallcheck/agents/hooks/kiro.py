"""Kiro's preToolUse, of its command line (https://kiro.dev/docs/cli/hooks) and its editor: a tool that writes gives a path and
either a whole text, words for words, lines behind a line, or text for the end."""

from __future__ import annotations

import re
from pathlib import Path

from shallcheck.agents.hooks import (
    Call,
    Files,
    Read,
    Replacement,
    UnreadableCallError,
    decoded,
    encoded,
    located,
    matters,
    replaced,
    text_in,
)

_WRITES = {
    "fswrite": "create",
    "write": "create",
    "create": "create",
    "fsappend": "append",
    "append": "append",
    "strreplace": "replace",
    "editfile": "replace",
    "insert": "insert",
    "deletefile": "delete",
    "delete": "delete",
    "smartrelocate": "move",
}
"""By the names of its tools and of their commands, in small letters and without underscores, what they do."""
_TEXT = ("file_text", "text", "content", "new_str", "newStr")
_PATHS = ("path", "file_path", "filePath", "targetFile", "sourcePath")


def changes(call: Call, read: Read) -> Files:
    """The files that the tool would write; none where it writes none that matters."""
    tool = _plain(call.get("tool_name", ""))
    if tool not in _WRITES:
        return {}
    given = call.get("tool_input")
    if not isinstance(given, dict):
        raise UnreadableCallError("The call has no tool_input, so what it would write is not known.")
    file = located(next((given[name] for name in _PATHS if name in given), None), call)
    done = _WRITES.get(_plain(given.get("command", tool)))
    if done == "move":
        to = located(given.get("destinationPath"), call)
        return {each: data for each, data in ((file, None), (to, read(file))) if matters(each)}
    if not matters(file):
        return {}
    if done is None:
        raise UnreadableCallError(f"What the tool would write to “{file.name}” is not known: write the file, or replace words.")
    return {file: None if done == "delete" else encoded(_written(done, file, given, read(file)))}


def _plain(name: object) -> str:
    return str(name).replace("_", "").lower()


def _written(done: str, file: Path, given: Call, data: bytes | None) -> str:
    before = decoded(data or b"")
    if done == "replace" or "old_str" in given or "oldStr" in given:
        old, new = text_in(given, "old_str", "oldStr"), text_in(given, "new_str", "newStr")
        return replaced(file, before, [Replacement(old, new)])
    if done == "insert":
        return _inserted(before, given.get("insert_line", given.get("insertLine")), text_in(given, *reversed(_TEXT)))
    if done == "append":
        gap = "\n" if before and not before.endswith("\n") else ""
        return before + gap + text_in(given, *reversed(_TEXT))
    return text_in(given, *_TEXT)


def _inserted(before: str, line: object, text: str) -> str:
    if not isinstance(line, int) or isinstance(line, bool) or line < 0:
        raise UnreadableCallError("The call names no line to insert behind, so what it would write is not known.")
    lines = re.findall(r"[^\n]*\n|[^\n]+", before)
    if lines[:line] and not lines[:line][-1].endswith("\n"):
        lines[line - 1 if line <= len(lines) else -1] += "\n"
    end = "" if text.endswith("\n") or not lines[line:] else "\n"
    return "".join(lines[:line]) + text + end + "".join(lines[line:])

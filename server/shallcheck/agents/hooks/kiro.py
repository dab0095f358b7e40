"""Kiro's preToolUse, of its command line (https://kiro.dev/docs/cli/hooks) and its editor: a tool that writes gives a path and
either a whole text, words for words, lines behind a line, or text for the end."""

from __future__ import annotations

from pathlib import Path

from shallcheck.agents.hooks import (
    Call,
    Files,
    Read,
    Replacement,
    UnreadableCallError,
    decoded,
    encoded,
    inside,
    replaced,
    text_in,
)

_WRITES = frozenset(("fswrite", "write", "fsappend", "append", "strreplace", "create", "editfile", "deletefile", "delete"))
"""The names of its tools, in lower case and without underscores."""
_TEXT = ("file_text", "text", "content", "new_str", "newStr")


def changes(call: Call, folder: Path, read: Read) -> Files:
    """The file that the tool would write; none where it writes no file, or would itself refuse."""
    tool = str(call.get("tool_name", "")).replace("_", "").lower()
    if tool not in _WRITES:
        return {}
    given = call.get("tool_input")
    if not isinstance(given, dict):
        raise UnreadableCallError("The call has no tool_input, so what it would write is not known.")
    path = inside(given.get("path", given.get("file_path", given.get("targetFile"))), call.get("cwd"), folder)
    if path is None:
        return {}
    command = str(given.get("command", tool)).replace("_", "").lower()
    if command.startswith("delete"):
        return {path: None}
    text = _written(command, given, read(path))
    return {} if text is None else {path: encoded(text)}


def _written(command: str, given: Call, data: bytes | None) -> str | None:
    before = decoded(data or b"")
    if "old_str" in given or "oldStr" in given:
        old, new = text_in(given, "old_str", "oldStr"), text_in(given, "new_str", "newStr")
        return replaced(before, [Replacement(old, new)])
    if command == "insert":
        return _inserted(before, given.get("insert_line"), text_in(given, *reversed(_TEXT)))
    if command in ("append", "fsappend"):
        gap = "\n" if before and not before.endswith("\n") else ""
        return before + gap + text_in(given, *reversed(_TEXT))
    return text_in(given, *_TEXT)


def _inserted(before: str, line: object, text: str) -> str:
    if not isinstance(line, int) or isinstance(line, bool) or line < 0:
        raise UnreadableCallError("The call names no line to insert behind, so what it would write is not known.")
    lines = before.splitlines(keepends=True)
    if lines[:line] and not lines[:line][-1].endswith("\n"):
        lines[line - 1 if line <= len(lines) else -1] += "\n"
    end = "" if text.endswith("\n") or not lines[line:] else "\n"
    return "".join(lines[:line]) + text + end + "".join(lines[line:])

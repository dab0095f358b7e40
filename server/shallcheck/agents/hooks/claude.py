"""Claude Code's PreToolUse: https://code.claude.com/docs/en/hooks. The tools Write, Edit and MultiEdit write files."""

from __future__ import annotations

from collections.abc import Sequence
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

_WRITES = ("Write", "Edit", "MultiEdit")


def changes(call: Call, read: Read) -> Files:
    """The file that the tool would write; none where it writes no file that matters."""
    tool = call.get("tool_name")
    if tool not in _WRITES:
        return {}
    given = call.get("tool_input")
    if not isinstance(given, dict):
        raise UnreadableCallError(f"The call of {tool} has no tool_input, so what it would write is not known.")
    file = located(given.get("file_path"), call)
    if not matters(file):
        return {}
    if tool == "Write":
        return {file: encoded(text_in(given, "content"))}
    edits = _edits(given) if tool == "MultiEdit" else [_edit(given)]
    return {file: encoded(_edited(file, read(file), edits))}


def _edited(file: Path, data: bytes | None, edits: Sequence[Replacement]) -> str:
    if not data and edits and not edits[0].old:  # an edit of nothing makes the file, as the tool has it
        return replaced(file, edits[0].new, edits[1:])
    return replaced(file, decoded(data or b""), edits)


def _edits(given: Call) -> list[Replacement]:
    rows = given.get("edits")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableCallError("The call of MultiEdit has no list of edits, so what it would write is not known.")
    return [_edit(row) for row in rows]


def _edit(given: Call) -> Replacement:
    return Replacement(text_in(given, "old_string"), text_in(given, "new_string"), given.get("replace_all") is True)

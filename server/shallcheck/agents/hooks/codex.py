"""Codex's PreToolUse: the patch of `apply_patch` stands whole in `tool_input.command`
(https://github.com/openai/codex/pull/18391), in the notation that `codex-rs/apply-patch/apply_patch_tool_instructions.md` of
https://github.com/openai/codex tells. Where the patch is handed to the shell it is found there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from shallcheck.agents.hooks import Call, Files, Read, UnreadableCallError, decoded, encoded, located, matters
from shallcheck.agents.hooks.claude import changes as claude_changes

_BEGIN, _END = "*** Begin Patch", "*** End Patch"
_ADD, _DELETE, _UPDATE, _MOVE = "*** Add File: ", "*** Delete File: ", "*** Update File: ", "*** Move to: "
_END_OF_FILE = "*** End of File"
_GOES = re.compile(r"\s*(?:bash\s+-lc\s+)?\s*cd\s+(?P<quote>[\"']?)(?P<to>[^\s\"'&;|]+)(?P=quote)\s*(?:&&|;)")
"""How a command begins that changes the folder before it patches."""


class _Section(NamedTuple):
    """What a patch does to one file."""

    kind: str
    path: str
    moved_to: str
    lines: list[str]


def changes(call: Call, read: Read) -> Files:
    """The files that a patch would write; none where the call is none. Codex calls its tools Write and Edit where others do."""
    if call.get("tool_name") in ("Write", "Edit"):
        return claude_changes(call, read)
    given = call.get("tool_input")
    command = given.get("command", given.get("input", "")) if isinstance(given, dict) else ""
    text = "\n".join(map(str, command)) if isinstance(command, list) else str(command)
    if _BEGIN not in text:
        if call.get("tool_name") == "apply_patch":
            raise UnreadableCallError("The call of apply_patch has no patch, so what it would write is not known.")
        return {}
    found: Files = {}
    call = {**call, "cwd": _folder(call.get("cwd"), given, text)}

    def as_patched(file: Path) -> bytes | None:
        return found[file] if file in found else read(file)

    for section in _sections(text.replace("\r\n", "\n").split("\n")):
        found.update(_changed(section, call, as_patched))
    return {file: data for file, data in found.items() if matters(file)}


def _folder(cwd: object, given: object, text: str) -> object:
    """Where a patch is made: in the working folder of the command, and where the command goes before it."""
    gone = _GOES.match(text.partition(_BEGIN)[0])
    steps = [given.get("workdir") if isinstance(given, dict) else None, gone["to"] if gone else None]
    for step in steps:
        if isinstance(step, str) and isinstance(cwd, str):
            cwd = os.fspath(Path(cwd, step))
    return cwd


def _sections(lines: Sequence[str]) -> Iterator[_Section]:
    """What each patch does, file by file: a command may hold several."""
    inside, section = False, None
    for line in lines:
        if not inside:
            inside = line.strip().endswith(_BEGIN)
            continue
        head = next((kind for kind in (_ADD, _DELETE, _UPDATE) if line.startswith(kind)), None)
        if head is not None or line.startswith(_END):
            if section is not None:
                yield section
            section = _Section(head, line.removeprefix(head).strip(), "", []) if head else None
            inside = head is not None
        elif section is None:
            raise UnreadableCallError("The patch does not begin with a file, so what it would write is not known.")
        elif line.startswith(_MOVE):
            section = section._replace(moved_to=line.removeprefix(_MOVE).strip())
        else:
            section.lines.append(line)
    if inside:
        raise UnreadableCallError(f"The patch does not end with “{_END}”, so what it would write is not known.")


def _changed(section: _Section, call: Call, read: Read) -> Files:
    file = located(section.path, call)
    moved = located(section.moved_to, call) if section.moved_to else file
    if section.kind == _DELETE:
        return {file: None}
    if section.kind == _ADD:
        return {file: encoded("".join(f"{line[1:]}\n" for line in section.lines if line.startswith("+")))}
    if not (matters(file) or matters(moved)):
        return {}
    data = read(file)
    if data is None:
        raise UnreadableCallError(
            f"The patch changes “{section.path}”, which is no file here, so what it would write is not known."
        )
    return {file: None, moved: encoded(_patched(decoded(data), section))}


def _patched(text: str, section: _Section) -> str:
    """A file's text with the chunks of a patch made, each looked for behind the one before."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[-1]:
        lines.append("")  # a patched file ends its last line
    at = 0
    for heading, chunk in _chunks(section.lines):
        if heading:
            at = _found(lines, [heading], at, section.path) + 1
        if not chunk:
            continue
        old = [line[1:] for line in chunk if line[:1] in ("", " ", "-")]
        new = [line[1:] for line in chunk if line[:1] in ("", " ", "+")]
        place = _found(lines, old, at, section.path) if old else _behind(lines)
        lines[place : place + len(old)] = new
        at = place + len(new)
    return newline.join(lines)


def _chunks(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    heading, chunk = "", list[str]()
    for line in lines:
        if line.startswith("@@"):
            if chunk or heading:
                yield heading, chunk
            heading, chunk = line[2:].strip(), []
        elif line != _END_OF_FILE:
            chunk.append(line)
    while chunk and not chunk[-1]:
        chunk.pop()
    if chunk:
        yield heading, chunk


def _found(lines: Sequence[str], wanted: Sequence[str], start: int, path: str) -> int:
    """Where some lines stand: as they are, else without the spaces at their ends, else without any around them."""
    for same in (str, str.rstrip, str.strip):
        looked = [same(line) for line in wanted]
        for at in range(start, len(lines) - len(wanted) + 1):
            if [same(line) for line in lines[at : at + len(wanted)]] == looked:
                return at
    raise UnreadableCallError(f"The patch changes lines that “{path}” does not hold, so what it would write is not known.")


def _behind(lines: Sequence[str]) -> int:
    return len(lines) - 1 if lines and not lines[-1] else len(lines)

"""The gate's answer: for people, and as JSON for programs (lines 0-based, characters UTF-16 code units, as in LSP)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from shallcheck.model.lines import Units
from shallcheck.project.check import Check
from shallcheck.project.gate import Block, Gate
from shallcheck.reports.quoting import printable


def gate_text(check: Check, gate: Gate) -> str:
    """A line for each level, what blocks with its place and its fix, and the answer."""
    rows = []
    held = [row for row in gate.levels if row.artifacts or row.blocks]
    widest = max((len(row.title) + len(row.namespace) for row in held), default=0) + 2
    for row in held:
        name = f"{row.namespace} {row.title}".strip()
        state = "open" if not row.blocks else f"blocked by {row.blocks}"
        shown = f", tests of {row.passed} passed, of {row.failed} failed" if row.passed or row.failed else ""
        rows.append(f"{printable(name):<{widest}} {_count(row.artifacts, 'artifact'):>14}  {state}{shown}")
    if rows:
        rows.append("")
    for block in gate.blocks:
        rows.append(f"{_where(check, block)}{block.rule} {block.name}: {printable(block.message)}")
        if block.fix:
            rows.append(f"    offer: {printable(block.fix)}")
    if gate.blocks:
        rows.append("")
    for note in gate.notes:
        rows += [f"{_where(check, note)}{note.rule} {note.name}: {printable(note.message)}", ""]
    rows.append(_answer(gate))
    return "\n".join(rows)


def _answer(gate: Gate) -> str:
    beside = (
        f" {_count(gate.allowed, 'other finding')} {'does' if gate.allowed == 1 else 'do'} not block." if gate.allowed else ""
    )
    if gate.passed:
        return f"The gate is open: work may go on.{beside}"
    if not gate.blocks:
        return "The gate was not judged: there is nothing to go on from."
    return f"The gate is closed: {_count(len(gate.blocks), 'thing')} {'blocks' if len(gate.blocks) == 1 else 'block'}.{beside}"


def gate_json(check: Check, gate: Gate) -> str:
    """`{"gate": "open" | "closed" | "not judged", "levels": […], "blocks": […], "notes": […], "allowed": 0}`."""
    word = "open" if gate.passed else "closed" if gate.blocks else "not judged"
    levels = [asdict(row) for row in gate.levels]
    blocks = [_block(check, each) for each in gate.blocks]
    notes = [_block(check, each) for each in gate.notes]
    return json.dumps({"gate": word, "levels": levels, "blocks": blocks, "notes": notes, "allowed": gate.allowed}, indent=2)


def _block(check: Check, block: Block) -> dict[str, Any]:
    return {
        "rule": block.rule,
        "name": block.name,
        "message": block.message,
        "path": block.path or None,
        "range": _range(check, block) if block.path else None,
        "artifact": block.artifact or None,
        "level": block.level or None,
        "fix": block.fix or None,
    }


def _range(check: Check, block: Block) -> dict[str, Any]:
    lines = check.lines(block.path)
    ends = (lines.position(offset, Units.UTF16) for offset in block.span)
    return {name: {"line": line, "character": character} for name, (line, character) in zip(("start", "end"), ends, strict=True)}


def _where(check: Check, block: Block) -> str:
    if not block.path:
        return ""
    line, column = check.lines(block.path).place(block.span.start)
    return f"{printable(block.path)}:{line + 1}:{column + 1}: "


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

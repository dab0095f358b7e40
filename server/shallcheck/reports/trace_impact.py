"""What a change of an artifact touches: all below it and all that verifies it, each with the way by which it is reached."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from shallcheck.project.whole_trace import Node, Step, WholeTrace
from shallcheck.reports.quoting import cut, printable
from shallcheck.reports.table import Form, Table, table_csv, table_markdown, table_text

_LONGEST = 12
"""Identifiers of a way that are named; of a longer one those in the middle are not."""
_TITLE = 48
"""Characters of a title in a table."""


def impact(trace: WholeTrace, changed: Sequence[Node], form: Form, width: int | None = None) -> str:
    """What a change of some artifacts touches. `width`: the cells to which lines of text are cut; None: they are not."""
    if form is Form.TEXT:
        return _text(trace, changed, width)
    if form is Form.MARKDOWN:
        return _markdown(trace, changed)
    if form is Form.CSV:
        return _csv(trace, changed)
    return _json(trace, changed)


def _text(trace: WholeTrace, changed: Sequence[Node], width: int | None) -> str:
    """By level, a line for each artifact."""
    steps = _touched(trace, changed)
    parts = [cut(printable(_summary(trace, changed, steps)), width)]
    for level, title in trace.levels.items():
        rows = [step for step in steps if step.node.level == level]
        if rows:
            table = Table((title, "", "by way of", ""), [_row(step) for step in rows])
            parts.append(table_text(table, width).rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def _markdown(trace: WholeTrace, changed: Sequence[Node]) -> str:
    """One table."""
    steps = _touched(trace, changed)
    return f"{_summary(trace, changed, steps)}\n\n{table_markdown(_table(trace, steps))}"


def _csv(trace: WholeTrace, changed: Sequence[Node]) -> str:
    """A record for each artifact that is touched."""
    return table_csv(_table(trace, _touched(trace, changed)))


def _json(trace: WholeTrace, changed: Sequence[Node]) -> str:
    """`{"changed": […], "touches": […]}`, an artifact a line; lines are 0-based."""
    steps = _touched(trace, changed)
    rows = ",\n".join(
        json.dumps(
            {
                "id": step.node.identifier,
                "level": step.node.level,
                "title": step.node.title,
                "verifies": bool(step.way and step.way.verifies),
                "distance": step.distance,
                "way": _way(step),
                "path": step.node.path,
                "line": step.node.line,
            }
        )
        for step in steps
    )
    return f'{{"changed": {json.dumps([node.identifier for node in changed])}, "touches": [\n{rows}\n]}}\n'


def _touched(trace: WholeTrace, changed: Sequence[Node]) -> list[Step]:
    return [step for step in trace.down(changed) if step.way]


def _table(trace: WholeTrace, steps: Sequence[Step]) -> Table:
    order = list(trace.levels)
    rows = []
    for step in sorted(steps, key=lambda step: order.index(step.node.level)):
        identifier, title, way, place = _row(step)
        rows.append((identifier, step.node.level, title, str(step.distance), way, place))
    return Table(("ID", "Level", "Title", "Distance", "By way of", "Place"), rows)


def _row(step: Step) -> tuple[str, str, str, str]:
    node = step.node
    way = " → ".join(_way(step)[:-1])
    return node.identifier, cut(node.title, _TITLE), way, f"{node.path}:{node.line + 1}"


def _way(step: Step) -> list[str]:
    """The identifiers from what changed down to what is touched."""
    names = [node.identifier for node in step.passed()]
    return names if len(names) <= _LONGEST else [*names[: _LONGEST // 2], "…", *names[-(_LONGEST // 2) :]]


def _summary(trace: WholeTrace, changed: Sequence[Node], steps: Sequence[Step]) -> str:
    names = " and ".join(f"{node.identifier} ({node.path}:{node.line + 1})" for node in changed)
    if not steps:
        return f"A change of {names} touches nothing else: nothing comes from it, and nothing verifies it."
    held = Counter(step.node.level for step in steps)
    levels = ", ".join(f"{held[level]} on {title}" for level, title in trace.levels.items() if held[level])
    return f"A change of {names} touches {len(steps)} artifact{'' if len(steps) == 1 else 's'}: {levels}."

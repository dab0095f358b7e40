"""Differences from a baseline or a revision, as text for people, JSON for programs and Markdown for a review."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from shallcheck.model.change import Comparison
from shallcheck.model.reviews import LinkKey
from shallcheck.project.differences import Difference, Sort
from shallcheck.reports.quoting import as_text, printable

_WIDEST = 10


class Where(NamedTuple):
    """Where an artifact is written; `line` from 1."""

    path: str
    line: int


def differences_text(rows: Sequence[Difference], places: Mapping[str, Where], against: str) -> str:
    """A row for each artifact, what differs below it, and a count."""
    lines = []
    for row in rows:
        place = places.get(row.identifier)
        where = f"  {place.path}:{place.line}" if place else ""
        lines.append(printable(f"{row.sort:{_WIDEST}}{row.identifier}{where}"))
        lines += [printable(" " * _WIDEST + said) for said in _said(row)]
    lines.append(_counted(rows, against))
    return "\n".join(lines)


def differences_markdown(rows: Sequence[Difference], places: Mapping[str, Where], against: str) -> str:
    """The same for a review, what went struck and what came in bold."""
    parts = [f"# Differences from {as_text(against)}", as_text(_counted(rows, against))]
    for sort in Sort:
        some = [row for row in rows if row.sort is sort]
        if some:
            parts.append(f"## {sort.capitalize()}")
            parts.append("\n".join(line for row in some for line in _item(row, places)))
    return "\n\n".join(parts) + "\n"


def differences_json(rows: Sequence[Difference], places: Mapping[str, Where], against: str) -> str:
    """Everything, for programs."""
    found = Counter(row.sort for row in rows)
    told = {
        "against": against,
        "counts": {sort.value: found[sort] for sort in Sort},
        "differences": [_entry(row, places.get(row.identifier)) for row in rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def marked(comparison: Comparison) -> str:
    """Two texts laid over each other, in Markdown: what went struck, what came in bold."""
    marks = {"-": "~~", "+": "**", " ": ""}
    return " ".join(f"{marks[piece.mark]}{as_text(piece.text)}{marks[piece.mark]}" for piece in comparison.pieces)


def _said(row: Difference) -> Iterator[str]:
    if row.sort is Sort.CHANGED:
        yield from (change.told for change in row.comparison.changes)
    elif row.sort is Sort.RENAMED:
        yield f"was {row.was}"
    elif row.sort is not Sort.RELINKED:
        yield row.now or row.before
    yield from (f"came: {_link(key)}" for key in row.came)
    yield from (f"went: {_link(key)}" for key in row.went)


def _item(row: Difference, places: Mapping[str, Where]) -> Iterator[str]:
    place = places.get(row.identifier)
    where = f" ({as_text(place.path)}:{place.line})" if place else ""
    if row.sort is Sort.CHANGED:
        yield f"- **{as_text(row.identifier)}**{where}: {marked(row.comparison)} *({', '.join(row.comparison.kinds)})*"
        return
    said = [as_text(each) for each in _said(row)]
    yield f"- **{as_text(row.identifier)}**{where}" + (f": {'; '.join(said)}" if said else "")


def _entry(row: Difference, place: Where | None) -> dict[str, Any]:
    changes = [{"went": one.went, "came": one.came, "kinds": list(one.kinds)} for one in row.comparison.changes]
    told = {
        "change": row.sort.value,
        "artifact": row.identifier,
        "was": row.was,
        "path": place.path if place else "",
        "line": place.line if place else None,
        "before": row.before,
        "now": row.now,
        "changes": changes,
        "came": [key._asdict() for key in row.came],
        "went": [key._asdict() for key in row.went],
    }
    return {name: value for name, value in told.items() if value not in ("", None, [])}


def _link(key: LinkKey) -> str:
    return f"{key.type} {key.target}"


def _counted(rows: Sequence[Difference], against: str) -> str:
    if not rows:
        return printable(f"Nothing differs from {against}.")
    found = Counter(row.sort for row in rows)
    told = ", ".join(f"{found[sort]} {sort}" for sort in Sort if found[sort])
    return printable(f"{len(rows)} {'difference' if len(rows) == 1 else 'differences'} from {against}: {told}.")

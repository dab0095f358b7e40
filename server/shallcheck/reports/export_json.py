"""An export as JSON, for programs. Lines are 0-based and characters UTF-16 code units, as in LSP."""

from __future__ import annotations

import json
from typing import Any

from shallcheck.model.lines import Units
from shallcheck.model.place import Span
from shallcheck.project.check import Check
from shallcheck.reports.export import Linked, exported, loose_links


def export_json(check: Check) -> str:
    """`{"artifacts": […], "links": […]}`, one a line; its keys are described in docs/export.md. In ASCII, like `check`'s."""
    artifacts, links = [], []
    for one in exported(check, code=True):
        row = {
            "id": one.identifier,
            "level": one.level,
            "kind": one.kind,
            "title": one.title,
            "text": one.text,
            "path": one.path,
            "range": _range(check, one.path, one.place),
            "attributes": dict(one.attributes),
        }
        artifacts.append(json.dumps(row))
        links += [_link(check, each) for each in one.links]
    links += [_link(check, each) for each in loose_links(check)]
    return f'{{"artifacts": [\n{_rows(artifacts)}\n], "links": [\n{_rows(links)}\n]}}\n'


def _rows(rows: list[str]) -> str:
    return ",\n".join(rows)


def _link(check: Check, link: Linked) -> str:
    return json.dumps(
        {
            "from": link.source,
            "to": link.target,
            "type": link.type,
            "path": link.path,
            "range": _range(check, link.path, link.place),
            "resolved": link.resolved,
        }
    )


def _range(check: Check, path: str, place: Span) -> dict[str, Any]:
    rows = (check.lines(path).position(offset, Units.UTF16) for offset in place)
    return {name: {"line": line, "character": character} for name, (line, character) in zip(("start", "end"), rows, strict=True)}

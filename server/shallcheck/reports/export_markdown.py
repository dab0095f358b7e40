"""An export in our own Markdown notation (docs/notation.md), which is read back as the same artifacts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shallcheck.project.check import Check
from shallcheck.reports.export import Exported, exported
from shallcheck.reports.export_csv import LINK_COLUMNS

_CODE = re.compile(r"(`+[^`]*`+)")
_MARKUP = re.compile(r"([\\`*_\[\]<])")
_BLOCK = re.compile(r"(?:[-+*>#|~]|\d{1,9}[.)](?=\s))")
_NO_IDENTIFIER = re.compile(r"[^A-Za-z0-9._-]+")


def export_markdown(check: Check) -> str:
    """A heading for each identified artifact, its statements, its attributes and its links. An identifier that our notation
    cannot write (`kiro:pump/1.3`) is written as it can (`kiro-pump-1.3`), and what it was is its source."""
    rows = [row for row in exported(check) if row.identifier]
    names = _names(rows)
    levels = {row.level for row in rows}
    front = f"---\nlevel: {levels.pop()}\n---\n\n" if len(levels) == 1 and levels != {"code"} else ""
    return front + "\n".join(_block(row, names) for row in rows)


def _names(rows: Sequence[Exported]) -> dict[str, str]:
    """By identifier, how our notation writes it: each its own."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for identifier in dict.fromkeys(row.identifier for row in rows):
        name = _NO_IDENTIFIER.sub("-", identifier).strip("-._")
        if not re.search(r"\d", name) or not re.match(r"[A-Za-z]", name):
            name = f"ID-{name or 0}-1"
        number, base = 1, name
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        names[identifier] = name
    return names


def _block(row: Exported, names: dict[str, str]) -> str:
    name = names[row.identifier]
    said = [_line(each) for each in row.text.split("\n") if each]
    pairs = [(key, value) for key, value in row.attributes if value and key not in ("title", "statement")]
    if name != row.identifier and not any(key == "source" for key, _ in pairs):
        pairs.append(("source", row.identifier))
    details = [f"- {key[:1].upper()}{key[1:]}: {_escaped(value)}" for key, value in pairs]
    details += [f"- {LINK_COLUMNS[kind]}: {targets}" for kind, targets in _targets(row, names)]
    title = f" {_escaped(row.title)}" if row.title and row.title not in row.text else ""
    return "\n".join((f"### {name}{title}", "", *(f"{each}\n" for each in said), *details, ""))


def _targets(row: Exported, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for kind in LINK_COLUMNS:
        targets = dict.fromkeys(names.get(link.target, link.target) for link in row.links if link.type == kind)
        if targets:
            yield kind, ", ".join(targets)


def _line(text: str) -> str:
    """A statement at the start of a line; an item of a list keeps its dash."""
    if text.startswith("- "):
        return "- " + _escaped(text[2:])
    words = _escaped(text)
    return f"\\{words}" if _BLOCK.match(words) and not words[0].isdigit() else words


def _escaped(text: str) -> str:
    """Text that means nothing but itself in Markdown; code spans stay what they are."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if number % 2 else _MARKUP.sub(r"\\\1", part) for number, part in enumerate(parts))

"""Completion in `shallcheck.toml`: its keys, its tables, and what may stand behind a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

from lsprotocol import types

from shallcheck.editor.buffers import Buffer
from shallcheck.model.lines import Lines
from shallcheck.project.config import FILE

_TABLE = re.compile(r"\s*\[\s*([\w-]+)\s*\]", re.ASCII)
_TYPED_TABLE = re.compile(r"\s*\[\s*([\w-]*)", re.ASCII)
_TYPED_KEY = re.compile(r"\s*([\w-]*)", re.ASCII)
_TYPED_VALUE = re.compile(r"\s*([\w-]+)\s*=\s*(?:\[(?:.*[\s,\[])?)?(\"?[\w-]*)", re.ASCII)
_RULES = frozenset({"select", "extend-select", "ignore"})
"""Keys whose values name rules."""


class _Offer(NamedTuple):
    text: str
    says: str


def completes(path: str) -> bool:
    """Whether a document is the configuration of a project."""
    return PurePath(path).name == FILE


def offers(buffer: Buffer, position: types.Position) -> types.CompletionList:
    """What may be written at a position of the configuration."""
    lines: Lines = buffer.table
    offset = lines.offset(position.line, position.character, buffer.units)
    number, column = lines.place(offset)
    line = lines.line(number)
    typed, found = _offered(line[:column], _table(lines, number))
    closed = typed.startswith('"') and line[column : column + 1] == '"'  # an editor that closes quotes by itself
    start = types.Position(position.line, position.character - len(typed))
    place = types.Range(start, types.Position(position.line, position.character + closed))
    items = [
        types.CompletionItem(
            each.text.removesuffix(" = "),
            kind=types.CompletionItemKind.Property,
            documentation=each.says or None,
            text_edit=types.TextEdit(place, each.text),
        )
        for each in found
    ]
    return types.CompletionList(is_incomplete=False, items=items)


def _table(lines: Lines, number: int) -> str:
    """The table that a line stands in; empty at the top."""
    for each in range(number - 1, -1, -1):
        if match := _TABLE.match(lines.line(each)):
            return match[1]
    return ""


def _offered(before: str, table: str) -> tuple[str, list[_Offer]]:
    """What has been typed of a word, and what the word may become."""
    from shallcheck.reports.config_schema import config_schema

    keys: dict[str, Any] = config_schema()["properties"]
    if match := _TYPED_TABLE.fullmatch(before):
        return match[1], [_Offer(key, _says(value)) for key, value in keys.items() if value.get("type") == "object"]
    inside: dict[str, Any] = keys.get(table, {}) if table else {"properties": keys}
    if match := _TYPED_KEY.fullmatch(before):
        return match[1], list(_keys(inside))
    if match := _TYPED_VALUE.fullmatch(before):
        known = inside.get("properties", {}).get(match[1], inside.get("additionalProperties") or {})
        return match[2], list(_values(match[1], known))
    return "", []


def _keys(inside: dict[str, Any]) -> Iterator[_Offer]:
    if "properties" not in inside and "additionalProperties" in inside:
        yield from (_Offer(f"{code} = ", says) for code, says in _rules())
    for key, value in inside.get("properties", {}).items():
        if value.get("type") != "object":
            yield _Offer(f"{key} = ", _says(value))


def _values(key: str, known: dict[str, Any]) -> Iterator[_Offer]:
    if key in _RULES:
        yield from (_Offer(f'"{code}"', says) for code, says in _rules())
    if known.get("type") == "boolean":
        yield from (_Offer("true", ""), _Offer("false", ""))
    for value in (*known.get("enum", ()), *known.get("items", {}).get("enum", ())):
        yield _Offer(f'"{value}"', "")


def _rules() -> Iterator[tuple[str, str]]:
    from shallcheck.reports.rule_page import first_sentence
    from shallcheck.rules.registry import all_rules

    yield from ((rule.code, f"{rule.slug}: {first_sentence(rule)}") for rule in all_rules().values())


def _says(value: dict[str, Any]) -> str:
    return str(value.get("description", ""))

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

_TABLE = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]", re.ASCII)
_TYPED_TABLE = re.compile(r"\s*(\[\[?)\s*(?:([\w.-]+)\.)?([\w-]*)", re.ASCII)
_TYPED_KEY = re.compile(r"\s*([\w-]*)", re.ASCII)
_TYPED_VALUE = re.compile(r"\s*([\w-]+)\s*=\s*(?:\[(?:.*[\s,\[])?)?(\"?[\w-]*)", re.ASCII)
_NAME_RULES = frozenset({"select", "extend-select", "ignore", "rules"})
"""Keys whose values are codes of rules."""
_BY_RULE = frozenset({"severity", "words", "options"})
"""Tables whose keys are codes of rules."""


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


def _table(lines: Lines, number: int) -> list[str]:
    """The path of the table that a line stands in; empty at the top."""
    for each in range(number - 1, -1, -1):
        if match := _TABLE.match(lines.line(each)):
            return match[1].split(".")
    return []


def _offered(before: str, table: list[str]) -> tuple[str, list[_Offer]]:
    """What has been typed of a word, and what the word may become."""
    from shallcheck.reports.config_schema import config_schema

    schema = config_schema()
    if match := _TYPED_TABLE.fullmatch(before):
        above = match[2].split(".") if match[2] else []
        return match[3], list(_tables(_inside(schema, above), above, repeated=match[1] == "[["))
    inside = _inside(schema, table)
    if match := _TYPED_KEY.fullmatch(before):
        return match[1], list(_keys(inside, table))
    if match := _TYPED_VALUE.fullmatch(before):
        return match[2], list(_values(match[1], _inside(inside, [match[1]])))
    return "", []


def _inside(schema: dict[str, Any], path: list[str]) -> dict[str, Any]:
    """What the schema says of the table or key at a path; empty where it says nothing."""
    for part in path:
        found = schema.get("properties", {}).get(part, schema.get("additionalProperties"))
        schema = found if isinstance(found, dict) else {}
        schema = schema["items"] if _is_repeated(schema) else schema
    return schema


def _is_repeated(schema: dict[str, Any]) -> bool:
    """Whether it is an array of tables."""
    return bool(schema.get("items", {}).get("type") == "object")


def _is_table(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "object"


def _tables(inside: dict[str, Any], above: list[str], *, repeated: bool) -> Iterator[_Offer]:
    wanted = _is_repeated if repeated else _is_table
    for key, value in inside.get("properties", {}).items():
        if wanted(value):
            yield _Offer(key, _says(value))
    if above and above[-1] in _BY_RULE and _is_table(inside.get("additionalProperties") or {}):
        yield from _rules("{}")


def _keys(inside: dict[str, Any], table: list[str]) -> Iterator[_Offer]:
    if table and table[-1] in _BY_RULE and not _is_table(inside.get("additionalProperties") or {}):
        yield from _rules("{} = ")
    for key, value in inside.get("properties", {}).items():
        if not _is_table(value) and not _is_repeated(value):
            yield _Offer(f"{key} = ", _says(value))


def _values(key: str, known: dict[str, Any]) -> Iterator[_Offer]:
    if key in _NAME_RULES:
        yield from _rules('"{}"')
    if known.get("type") == "boolean":
        yield from (_Offer("true", ""), _Offer("false", ""))
    for value in (*known.get("enum", ()), *known.get("items", {}).get("enum", ())):
        yield _Offer(f'"{value}"', "")


def _rules(written: str) -> Iterator[_Offer]:
    """The codes of the rules, each put into `written`."""
    from shallcheck.reports.rule_page import first_sentence
    from shallcheck.rules.registry import all_rules

    for rule in all_rules().values():
        yield _Offer(written.format(rule.code), f"{rule.slug}: {first_sentence(rule)}")


def _says(value: dict[str, Any]) -> str:
    return str(value.get("description", ""))

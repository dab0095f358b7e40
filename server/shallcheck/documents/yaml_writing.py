"""How words and entries of lists are written in YAML, in the style that is there."""

from __future__ import annotations

import json

from shallcheck.documents.source import line_end, line_start
from shallcheck.documents.yaml_places import Node
from shallcheck.model.finding import Edit


def yaml_words(root: Node | None, at: int, words: str) -> str:
    """Words in the text that stands at `at`, escaped as its quotes demand."""
    style = _style_at(root, at)
    if style == "'":
        return words.replace("'", "''")
    return json.dumps(words, ensure_ascii=False)[1:-1] if style == '"' else words


def _style_at(node: Node | None, at: int) -> str:
    while node is not None and not node.is_text():
        inner = [*(node.items or ()), *(value for _, value in node.pairs or ())]
        node = next((one for one in inner if one.place.start <= at <= one.place.end), None)
    return node.style if node else ""


def appended(text: str, items: Node, entry: str, plain: str, newline: str) -> Edit | None:
    """An entry behind the others of a list: `entry` on a line of its own, `plain` in brackets. None where it is no list."""
    if items.items is None:
        return None
    if text.startswith("[", items.place.start):
        if items.items:
            at = items.items[-1].place.end
            return Edit(at, at, f", {plain}")
        return Edit(len(text[: items.place.start].rstrip(" ")), items.place.end, f"{newline}{entry}")
    if not items.items:
        return None
    first, last = items.items[0], items.items[-1]
    at = line_end(text, len(text[: last.place.end].rstrip()))
    lead = text[line_start(text, first.place.start) : first.place.start]
    return Edit(at, at, f"{newline}{lead}{entry.removeprefix('- ')}")

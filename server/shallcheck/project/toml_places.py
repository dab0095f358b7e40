"""Where the keys of a TOML file stand: libraries that read TOML do not say."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from functools import lru_cache
from typing import Any


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The 0-based line of the deepest part of a key's path that the file has; an entry of a list of tables goes by its number."""
    places = _places(text)
    return next((places[path[:depth]] for depth in range(len(path), 0, -1) if path[:depth] in places), 0)


@lru_cache(maxsize=2)
def _places(text: str) -> Mapping[tuple[str, ...], int]:
    """The line of each key and table of a file, by its path."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode("utf-8", "replace")).root_node
    places: dict[tuple[str, ...], int] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    waiting: deque[tuple[tuple[str, ...], Any]] = deque(((), child) for child in root.named_children)
    while waiting:
        base, node = waiting.popleft()
        if node.type not in ("table", "table_array_element", "pair") or not node.named_children:
            continue
        head = (node.named_children[0].text or b"").decode("utf-8", "replace")
        keys = (*base, *(part.strip("\"' ") for part in head.split(".")))
        if node.type == "table_array_element":
            counts[keys] += 1
            keys = (*keys, str(counts[keys] - 1))
        elif node.type == "table":
            keys = _within(keys, counts)
        places.setdefault(keys, node.start_point[0])
        if node.type != "pair":
            waiting.extend((keys, child) for child in node.named_children[1:])
        elif len(node.named_children) > 1 and node.named_children[1].type == "inline_table":
            waiting.extend((keys, child) for child in node.named_children[1].named_children)
    return places


def _within(keys: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> tuple[str, ...]:
    """The path of a table such as [paths.severity], which belongs to the [[paths]] before it."""
    for depth in range(1, min(len(keys), _DEEPEST)):
        if counts.get(keys[:depth]):
            return (*keys[:depth], str(counts[keys[:depth]] - 1), *keys[depth:])
    return keys


_DEEPEST = 8
"""Parts of a path, of which ours have six at most."""

"""What a project keeps about artifacts by their identifiers, beside its documents: exceptions, recorded findings, reviewed links.

When an identifier gets another name, they are to follow. Baselines that were given a name tell what was once, and stay.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from shallcheck.model.finding import Edit
from shallcheck.project import baseline, review_file
from shallcheck.project.config import FILE, PYPROJECT

_FINDING = (1, 2)
"""In which fields of a recorded finding an identifier may stand."""
_FIELDS = {"artifact": (1,), "version": (1,), "link": (1, 3)}
"""The same of what is recorded of artifacts and reviewed links, by the first field."""


def records_of(config: Path | None, folder: Path) -> list[Path]:
    """The files that may name artifacts of a project, which lies in a folder."""
    found = (config, baseline.find_baseline(folder), review_file.find_reviews(folder))
    return [each for each in found if each is not None]


def renamed_in(name: str, text: str, identifiers: Mapping[str, str]) -> list[Edit]:
    """The edits of the file of that name and text, when what the first of each pair names is called as the second says."""
    if not any(each in text for each in identifiers):
        return []
    if name in (FILE, PYPROJECT):
        return list(_exceptions(text, identifiers))
    return _rows(text, identifiers, own=name == review_file.FILE)


def _rows(text: str, identifiers: Mapping[str, str], *, own: bool) -> list[Edit]:
    """One edit, from the first line that changes to the last: the lines stay sorted, so that branches merge."""
    lines = text.split("\n")
    head = next((at for at, line in enumerate(lines) if line and not line.startswith(("#", "\ufeff"))), len(lines))
    body = [line for line in lines[head:] if line.strip()]
    now = sorted(_reviewed(line, identifiers) if own else _row(line, _FINDING, identifiers) for line in body)
    if now == body:
        return []
    first = next(at for at, (a, b) in enumerate(zip(body, now, strict=True)) if a != b)
    last = next(at for at in range(len(body), 0, -1) if body[at - 1] != now[at - 1])
    if body != lines[head : head + len(body)]:
        first, last = 0, len(body)  # with blank lines between, which go
        stop = len("\n".join(lines).rstrip("\n"))
        return [Edit(_start(lines, head), stop, "\n".join(now))]
    start = _start(lines, head + first)
    return [Edit(start, start + len("\n".join(body[first:last])), "\n".join(now[first:last]))]


def _start(lines: Sequence[str], number: int) -> int:
    return sum(len(line) + 1 for line in lines[:number])


def _reviewed(line: str, identifiers: Mapping[str, str]) -> str:
    """A line of the file of reviews; one that is damaged stays so."""
    row = _row(line, _FIELDS.get(line.partition("\t")[0], ()), identifiers)
    return review_file.line_of(row.split("\t")[:-1]) if review_file.is_whole(line) else row


def _row(line: str, places: Sequence[int], identifiers: Mapping[str, str]) -> str:
    fields = line.split("\t")
    for at in places:
        if at < len(fields):
            fields[at] = identifiers.get(fields[at], fields[at])
    return "\t".join(fields)


def _exceptions(text: str, identifiers: Mapping[str, str]) -> Iterator[Edit]:
    """The artifacts that exceptions of a configuration are about."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    data = text.encode("utf-8", "surrogatepass")
    root = Parser(Language(tree_sitter_toml.language())).parse(data).root_node
    waiting: deque[tuple[bool, Any]] = deque((False, child) for child in root.named_children)
    while waiting:
        inside, node = waiting.popleft()
        children = node.named_children
        key = _text(children[0]).rpartition(".")[2].strip("\"' ") if children and node.type in _KEYED else ""
        if inside and node.type == "pair" and key == "artifact" and len(children) > 1:
            yield from _value(children[1], data, identifiers)
        inside = inside or key == "exceptions"
        waiting.extend((inside, child) for child in children)


_KEYED = frozenset({"pair", "table", "table_array_element"})


def _value(node: Any, data: bytes, identifiers: Mapping[str, str]) -> Iterator[Edit]:
    words = _text(node)
    new = identifiers.get(words[1:-1])
    if node.type == "string" and new is not None and not set(new) & set("\"'\\\r\n"):
        start = len(data[: node.start_byte].decode("utf-8", "surrogatepass")) + 1
        yield Edit(start, start + len(words) - 2, new)


def _text(node: Any) -> str:
    return (node.text or b"").decode("utf-8", "replace")

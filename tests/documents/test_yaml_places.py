"""YAML is read as data with the place of everything; what is broken costs its entry, what is hostile its place."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from shallcheck.documents.yaml_places import Node, read_yaml

PIECES = [
    *("a: ", "b: ", "- ", "  ", "\n", "\t", "\r\n", "x y", "z", ": ", "# c\n", "'", '"', "\\", "\\n", "[", "]", "{", "}", ","),
    *("&a ", "*a ", "!!str ", "!!python/name:os ", "? ", "%", "@", "\x00", "\ufeff", "\u2028", "é", "\U0001f6a2"),
    *("|\n", ">\n", "|2-\n", ">+\n", "---\n", "...\n"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def plain(node: Node | None) -> object:
    """What a node holds, without places."""
    if node is None:
        return None
    if node.pairs is not None:
        return {str(plain(key)): plain(value) for key, value in node.pairs}
    return [plain(item) for item in node.items] if node.items is not None else node.text


def check(text: str, node: Node) -> None:
    assert 0 <= node.place.start <= node.place.end <= len(text)
    assert sum(run.length for run in node.runs) == len(node.text)
    for run in node.runs:
        said, source = node.text[run.at : run.at + run.length], text[run.source : run.source + (run.width or run.length)]
        assert said == source or (run.length == 1 and run.width), (said, source)
    for inner in [*(node.items or []), *(one for pair in node.pairs or [] for one in pair)]:
        check(text, inner)


@given(TEXTS)
@settings(max_examples=400)
def test_any_text_is_read_and_its_places_hold(text: str) -> None:
    found = read_yaml(text)
    if found.root is not None:
        check(text, found.root)
    assert all(0 <= one.place.start <= one.place.end <= len(text) for one in found.faults)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb:\n  - x\n  - y: z\n    w: 'it''s'\nc: {d: [e, \"f\\n\\u00e9\"]}\n",
        "a: p\n  q\n\n  r\nb: 'p\n  q\n\n  r'\nc: \"p \\\n  q\n\n  r\"\n",
        "a: |\n  x\n   y\n\n  z\nb: >\n  x\n  y\n\n  z\n    more\n  w\n\nc: |+\n  x\n\nd: >-\n  x\n  y\n",
        "a: |2\n    x\n  y\nb:\n- |1\n  x\n",
        "\ufeffa: |\r\n  x\r\n  y\r\nb: c\r\n",
        "- a\n- - b\n  - c\n",
    ],
)
def test_it_reads_as_pyyaml_does(text: str) -> None:
    found = read_yaml(text)
    assert not found.faults
    assert found.root is not None
    check(text, found.root)
    assert plain(found.root) == yaml.load(text, Loader=yaml.BaseLoader)


@pytest.mark.parametrize(
    ("text", "rest", "line"),
    [
        ("a: 1\nb: [x, y\nc: 2\n", {"a": "1", "c": "2"}, "b: [x, y"),
        ('a: 1\nb: "x\nc: 2\n', {"a": "1", "c": "2"}, 'b: "x'),
        ("a: 1\nb\nc: 2\n", {"a": "1", "c": "2"}, "b"),
        ("a: x: y\nb: 3\n", {"b": "3"}, "a: x: y"),
        ("a:\n- x: 1\n  y z\n- x: 2\n", {"a": [{"x": "1"}, {"x": "2"}]}, "y z"),
        ("a:\n- x: @b\n  y: 1\n- x: 2\n", {"a": [{"y": "1"}, {"x": "2"}]}, "- x: @b"),
        ("\ta: 1\nb: 2\n", {"b": "2"}, "a: 1"),
    ],
)
def test_what_is_broken_costs_its_entry_only(text: str, rest: object, line: str) -> None:
    found = read_yaml(text)
    assert plain(found.root) == rest
    assert [one.place.of(text) for one in found.faults] == [line]


def test_nothing_is_built_and_no_alias_is_followed() -> None:
    text = "a: &a [x]\nb: [*a, *a]\nc: !!python/object/apply:os.system [ls]\nd: !!str 5\n"
    found = read_yaml(text)
    assert plain(found.root) == {"a": ["x"], "b": ["", ""], "c": ["ls"], "d": "5"}
    assert [one.place.of(text)[:20] for one in found.faults] == ["*a", "*a", "!!python/object/appl"]


@pytest.mark.parametrize(
    "text", ["[" * 10_000, "- " * 10_000, "{a: " * 10_000, "? " * 10_000, "\n".join(" " * i + "a:" for i in range(300))]
)
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    found = read_yaml(text)
    assert found.root is None
    assert "nested too deeply" in found.faults[-1].message


def test_many_faults_are_told_and_the_rest_is_left() -> None:
    assert len(read_yaml("a: x: y\n" * 1000).faults) == 20

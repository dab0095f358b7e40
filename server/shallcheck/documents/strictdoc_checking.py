"""What StrictDoc refuses in a node, and lines that are almost its own with what was meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from shallcheck.documents.strictdoc_grammar import CONTENT, elements
from shallcheck.documents.strictdoc_nodes import FREE_TEXT, PLAIN, TEXT_OPENS, Field, Node
from shallcheck.model.document import Problem
from shallcheck.model.place import Span

DEEPEST = 60
"""How many nodes may stand in each other: what stands deeper is read as if it stood that deep."""
_TAG = re.compile(r"(?P<open>\[{0,2})(?P<tag>[A-Za-z][A-Za-z_ ]{1,40})(?P<close>\]{0,2})")
_TIGHT = re.compile(r"(?P<name>[A-Za-z][A-Za-z_]{1,40})[ \t]*:[ \t]*(?P<value>\S.*)")
_ENTRY = re.compile(r"(?P<lead>(?:[-*][ \t]*)?)(?P<name>type|value|role)[ \t]*:[ \t]*(?P<value>\S.*)", re.IGNORECASE)
_RELATIONS = frozenset({"RELATION", "RELATIONS", "REF", "REFS", "LINKS", "LINK"})


def meant_line(words: str, tags: Collection[str], fields: Collection[str]) -> str | None:
    """What a line that is no field of a node was meant to be; None: nobody can say."""
    entry = _ENTRY.fullmatch(words)
    if entry:
        lead = "- " if entry["lead"] or entry["name"].lower() == "type" else ""
        line = f"{lead}{entry['name'].upper()}: {entry['value']}"
        return line if line != words and (lead != "") == bool(entry["lead"]) else None
    tight = _TIGHT.fullmatch(words)
    if tight and tight["name"].upper() in fields:
        return f"{tight['name'].upper()}: {tight['value']}"
    tag = _TAG.fullmatch(words)
    if tag and (tag["open"] or tag["close"]) and (name := tag["tag"].strip().upper().replace(" ", "_")) in tags:
        double = len(tag["open"] + tag["close"]) > 2
        return f"[[{name}]]" if double else f"[{name}]"
    return None


def meant_field(name: str, fields: Collection[str]) -> str | None:
    """What a field that no grammar knows was meant to be."""
    upper = name.upper().replace("-", "_")
    if upper in fields:
        return upper
    return "RELATIONS" if upper in _RELATIONS else None


def complaints(node: Node, text: str, around: Sequence[str], grammar: str) -> list[Problem]:
    """What is wrong with a node that stands in nodes with the tags `around`, in a document with that grammar."""
    check = _Check(node, text, around, grammar)
    check.complain()
    return check.problems


def take_as_meant(node: Node, text: str, grammar: str) -> None:
    """Make near misses of a node's fields the fields that were meant, so that what they say is told once and the rest is read."""
    fields, known = known_fields(node, grammar), elements(grammar) is not None
    for one in node.fields if known else ():
        upper = one.name.upper().replace("-", "_")
        one.name = upper if one.name not in fields and upper in fields else one.name
    for name, place, value in _tight_fields(node, text, fields):
        node.fields.append(Field(name, place, value, end=value.end))
    node.fields.sort(key=lambda one: one.place.start)


def known_fields(node: Node, grammar: str) -> tuple[str, ...]:
    """The fields that a node may have, as far as is known."""
    known = elements(grammar) or elements("") or {}
    element = known.get(node.tag) or known.get("REQUIREMENT")
    return (*element.fields, "MID", "UID") if element else CONTENT


def _tight_fields(node: Node, text: str, fields: Collection[str]) -> Iterator[tuple[str, Span, Span]]:
    """The fields of one line whose colon has no space behind it, or whose name is in small letters: name, its place, value."""
    for place in node.strays if node.tag not in PLAIN else ():
        tight = None if _ENTRY.fullmatch(text, *place) else _TIGHT.fullmatch(text, *place)
        if tight and tight["name"].upper() in fields and tight["value"] != TEXT_OPENS:
            yield tight["name"].upper(), Span(*tight.span("name")), Span(*tight.span("value"))


class _Check:
    """The complaints about one node."""

    def __init__(self, node: Node, text: str, around: Sequence[str], grammar: str) -> None:
        self.node = node
        self.text = text
        self.stack = around
        self.grammar = grammar
        self.fields = known_fields(node, grammar)
        self.problems: list[Problem] = []

    def complain(self) -> None:
        """What StrictDoc refuses in the node."""
        self._near_misses()
        for one in self.node.fields:
            if not one.closed:
                message = (
                    f"The text of {one.name} is never closed, so it may be cut short: write “<<<” on a line of its own behind it."
                )
                self.problems.append(Problem("DOC001", message, one.place))
            elif meant_field(one.name, self.fields) and one.name not in self.fields:
                continue  # told as a near miss
            elif one.value.start == one.value.end and one.name not in ("OPTIONS", "METADATA", "VIEWS", "ELEMENTS", FREE_TEXT):
                message = f"{one.name} has no value, and StrictDoc refuses an empty field: write one, or remove the line."
                self.problems.append(Problem("DOC001", message, one.place))
        self._close()
        self._by_grammar()

    def _near_misses(self) -> None:
        """Lines and fields that are almost the node's own, each with what was meant; of other lines the first."""
        if self.node.tag in PLAIN:
            return
        for one in self.node.fields if elements(self.grammar) is not None else ():
            meant = None if one.name in self.fields else meant_field(one.name, self.fields)
            if meant:
                message = f"StrictDoc has no field “{one.name}” here, so it refuses this: write “{meant}”."
                self.problems.append(Problem("DOC002", message, one.place, meant))
        tags, strange = elements(self.grammar) or elements("") or {}, 0
        for place in self.node.strays:
            meant = meant_line(place.of(self.text), tags, self.fields)
            if meant:
                message = f"This is almost a line of StrictDoc's, which refuses it: write “{meant}”."
                self.problems.append(Problem("DOC002", message, place, meant))
            elif not strange and not place.of(self.text).startswith("- TYPE:"):
                strange = 1
                message = f"This line is no field of [{self.node.tag}], so it is passed over: write “NAME: value”."
                self.problems.append(Problem("DOC001", message, place))

    def _close(self) -> None:
        if len(self.stack) >= DEEPEST:
            if self.node.holds:
                message = "Nodes are nested too deeply here, so it is not checked which tag closes which: write them flatter."
                self.problems.append(Problem("DOC001", message, self.node.place))
            return
        stack = [*self.stack, *([self.node.tag] if self.node.holds else [])]
        for tag, place in self.node.closings:
            if stack and stack[-1] == tag:
                stack.pop()
            elif tag in stack:
                message = f"This closes {tag} while {stack[-1]} is open inside it: close that one first."
                self.problems.append(Problem("DOC001", message, place))
            else:
                message = f"This closes {tag}, but none is open here: remove the line, or open one above."
                self.problems.append(Problem("DOC001", message, place))

    def _by_grammar(self) -> None:
        known = elements(self.grammar)
        tag = self.node.tag
        if known is None or tag in ("DOCUMENT", "GRAMMAR", "DOCUMENT_FROM_FILE", "DOCUMENT_FRAGMENT", "FRAGMENT", FREE_TEXT):
            return
        element = known.get(tag)
        if element is None:
            if tag not in ("SECTION", "TEXT", "COMPOSITE_REQUIREMENT"):
                message = f"The document's grammar knows no [{tag}]: declare it there, or write one of {', '.join(known)}."
                self.problems.append(Problem("DOC001", message, self.node.place))
            return
        written = {meant_field(one.name, self.fields) or one.name for one in self.node.fields}
        written |= {name for name, _, _ in _tight_fields(self.node, self.text, self.fields)}
        known_fields = ", ".join(element.fields)
        for one in self.node.fields:
            if one.name not in (*element.fields, "MID") and not meant_field(one.name, self.fields):
                message = f"The grammar gives [{tag}] no field {one.name}: declare it there, or write one of {known_fields}."
                self.problems.append(Problem("DOC001", message, one.place))
        missing = [name for name in element.fields if name in element.required and name not in (*written, "MID")]
        if missing:
            message = f"[{tag}] lacks {', '.join(missing)}, which the document's grammar demands: write “{missing[0]}: …”."
            self.problems.append(Problem("DOC001", message, self.node.place))

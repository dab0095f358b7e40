"""What a ReqIF file holds, as it writes it: objects with their values, relations, types, and the hierarchy as order and depth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from shallcheck.documents.xml_places import BREAK, ITEM, PARAGRAPH, Fault, Piece, XmlWalk, attribute_pieces, plain
from shallcheck.model.place import Span

_SORTS = ("STRING", "XHTML", "ENUMERATION", "INTEGER", "REAL", "BOOLEAN", "DATE")
_BREAKS = {
    **dict.fromkeys("p div h1 h2 h3 h4 h5 h6 ul ol dl dt dd table tr td th pre blockquote".split(), PARAGRAPH),
    "br": BREAK,
    "li": ITEM,
}
_NAMELESS = Span(0, 0)


class Ref(NamedTuple):
    """A reference by identifier, and where it stands."""

    target: str
    place: Span


class Definition(NamedTuple):
    """An attribute of a type: its name for people, its identifier, and the type that has it."""

    name: str
    identifier: str
    owner: str


@dataclass(slots=True)
class Value:
    """What an object has for an attribute."""

    sort: str
    """STRING, XHTML, ENUMERATION, INTEGER, REAL, BOOLEAN or DATE."""
    definition: str = ""
    pieces: list[Piece] = field(default_factory=list)
    refs: list[Ref] = field(default_factory=list)
    """Of an enumeration, the values that it names."""
    said: str | None = None
    """What it says on one line, once somebody asked."""

    def place(self) -> Span:
        """From the first to the last of what is said."""
        spans: list[Span] = [ref.place for ref in self.refs] or [
            Span(each.start, each.end) for each in self.pieces if not (self.sort == "XHTML" and each.said in _BREAKS.values())
        ]
        return Span(spans[0].start, spans[-1].end) if spans else _NAMELESS


@dataclass(slots=True)
class Item:
    """A SPEC-OBJECT, a SPEC-RELATION or a SPECIFICATION."""

    identifier: str
    place: Span
    """Its identifier, or its tag where it has none."""
    extent: Span
    values: list[Value] = field(default_factory=list)
    type: str = ""
    source: Ref | None = None
    target: Ref | None = None


@dataclass(slots=True)
class Content:
    """What a file, or what stands before its fault, holds."""

    objects: list[Item] = field(default_factory=list)
    relations: list[Item] = field(default_factory=list)
    specifications: list[Item] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    """The names of types by identifier."""
    definitions: dict[str, Definition] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    """The names of an enumeration's values by identifier."""
    hung: list[tuple[Ref, int, int]] = field(default_factory=list)
    """The hierarchy in its order: an object, how deep it hangs, and the index of its specification."""
    fault: Fault | None = None


def read_content(text: str) -> Content:
    """What a text holds. Never raises; takes time linear in the text."""
    return _Collector(text).content


class _Collector:
    """Takes in one element after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.content = Content()
        self.owner = ""
        self.item: Item | None = None
        self.sort = ""
        """What the item is."""
        self.value: Value | None = None
        self.side = ""
        """SOURCE or TARGET of a relation."""
        self.depth = 0
        self.rich = False
        """Within a value in XHTML."""
        self.hidden: list[int] = []
        """How many pieces there were before each open stand-in for an embedded object, which is no text."""
        self.reference = -1
        """Where the text of a reference starts."""
        self.opens = self._table()
        self.walk = XmlWalk(text, self._opened, self._closed)
        self.walk.run()
        self.content.fault = self.walk.fault
        if self.item is not None:
            self._kept(self.item, len(text))

    def _table(self) -> dict[str, Callable[[str, dict[str, str]], None]]:
        out: dict[str, Callable[[str, dict[str, str]], None]] = {
            "SPEC-OBJECT": self._item, "SPEC-RELATION": self._item, "SPECIFICATION": self._item,
            "SPEC-HIERARCHY": self._hangs, "ENUM-VALUE": self._choice, "SOURCE": self._side, "TARGET": self._side,
            "THE-VALUE": self._rich, "SPEC-OBJECT-REF": self._refers, "ENUM-VALUE-REF": self._refers,
        }  # fmt: skip
        for each in ("SPEC-OBJECT", "SPEC-RELATION", "SPECIFICATION", "RELATION-GROUP"):
            out |= {f"{each}-TYPE": self._type, f"{each}-TYPE-REF": self._refers}
        for each in _SORTS:
            out |= {f"ATTRIBUTE-DEFINITION-{each}": self._definition, f"ATTRIBUTE-DEFINITION-{each}-REF": self._refers}
            out |= {f"ATTRIBUTE-VALUE-{each}": self._value}
        return out

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        if self.rich:
            if name == "object":
                self.hidden.append(len(self.walk.pieces))
            self._break(name)
            return
        told = self.opens.get(name)
        if told is not None:
            told(name, attributes)

    def _break(self, name: str) -> None:
        mark = _BREAKS.get(name)
        if mark:
            self.walk.pieces.append(Piece(*self.walk.tag(), mark))

    def _item(self, name: str, attributes: dict[str, str]) -> None:
        tag = self.walk.tag()
        self.item = Item(attributes.get("IDENTIFIER", ""), self.walk.value("IDENTIFIER") or tag, tag)
        self.sort, self.value, self.side = name, None, ""
        if name == "SPECIFICATION":
            self.content.specifications.append(self.item)

    def _hangs(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1

    def _choice(self, name: str, attributes: dict[str, str]) -> None:
        identifier = attributes.get("IDENTIFIER", "")
        self.content.choices[identifier] = attributes.get("LONG-NAME") or identifier

    def _side(self, name: str, attributes: dict[str, str]) -> None:
        self.side = name

    def _type(self, name: str, attributes: dict[str, str]) -> None:
        self.owner = attributes.get("IDENTIFIER", "")
        self.content.types[self.owner] = attributes.get("LONG-NAME", "")

    def _definition(self, name: str, attributes: dict[str, str]) -> None:
        identifier = attributes.get("IDENTIFIER", "")
        self.content.definitions[identifier] = Definition(attributes.get("LONG-NAME") or identifier, identifier, self.owner)

    def _value(self, name: str, attributes: dict[str, str]) -> None:
        if self.item is None:
            return
        self.value = Value(name.rpartition("-")[2], attributes.get("DEFINITION", ""))
        self.item.values.append(self.value)
        place = self.walk.value("THE-VALUE") if "THE-VALUE" in attributes else None
        if place is None:
            return
        if self.value.sort == "ENUMERATION":
            self.value.refs.append(Ref(attributes["THE-VALUE"], place))
        else:
            self.value.pieces = attribute_pieces(self.text, place)

    def _rich(self, name: str, attributes: dict[str, str]) -> None:
        self.rich, self.hidden = True, []
        self.walk.listen(True)

    def _refers(self, name: str, attributes: dict[str, str]) -> None:
        self.reference = self.walk.tag().end

    def _closed(self, name: str) -> None:
        if self.rich:
            self._closed_within(name)
        elif name.endswith("-REF"):
            self._referred(name)
        elif name in ("SPEC-OBJECT", "SPEC-RELATION", "SPECIFICATION"):
            if self.item is not None:
                self._kept(self.item, self.text.find(">", self.walk.here) + 1)
            self.item = self.value = None
        elif name == "SPEC-HIERARCHY":
            self.depth -= 1
        elif name.startswith("ATTRIBUTE-VALUE-"):
            self.value = None

    def _closed_within(self, name: str) -> None:
        if name == "THE-VALUE":
            if self.value is not None:
                self.value.pieces = self.walk.pieces
            self.walk.listen(False)
            self.rich = False
            return
        if name == "object" and self.hidden:
            del self.walk.pieces[self.hidden.pop() :]
        if _BREAKS.get(name) == PARAGRAPH or name == "li":
            self.walk.pieces.append(Piece(self.walk.here, self.walk.here, PARAGRAPH))

    def _kept(self, item: Item, end: int) -> None:
        item.extent = Span(item.extent.start, max(end, item.extent.end))
        if self.sort == "SPEC-OBJECT":
            self.content.objects.append(item)
        elif self.sort == "SPEC-RELATION" and self.walk.fault is None:
            self.content.relations.append(item)

    def _referred(self, name: str) -> None:
        if self.reference < 0:
            return
        end = self.walk.here
        start, self.reference = self.reference, -1
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        ref = Ref(plain(self.text, attribute_pieces(self.text, Span(start, end))), Span(start, end))
        if name == "SPEC-OBJECT-REF":
            self._object(ref)
        elif name == "ENUM-VALUE-REF":
            if self.value is not None:
                self.value.refs.append(ref)
        elif name.startswith("ATTRIBUTE-DEFINITION-"):
            if self.value is not None:
                self.value.definition = ref.target
        elif self.item is not None:
            self.item.type = ref.target

    def _object(self, ref: Ref) -> None:
        if self.depth:
            self.content.hung.append((ref, self.depth, len(self.content.specifications) - 1))
        elif self.item is not None and self.side == "SOURCE":
            self.item.source = ref
        elif self.item is not None and self.side == "TARGET":
            self.item.target = ref

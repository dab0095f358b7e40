"""reqstool: `requirements.yml`, `software_verification_cases.yml` and `manual_verification_results.yml`.

A requirement's identifier is its `id` in the `urn` of the file, which the cases and results beside it share. Every entry of a
list is a segment, so that an edit reads one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from shallcheck.documents.additions import copied
from shallcheck.documents.building import trimmed
from shallcheck.documents.embedded import read_embedded
from shallcheck.documents.format import Cut, Format, Site, Writing
from shallcheck.documents.markdown_writing import markdown_words
from shallcheck.documents.notation import MODAL
from shallcheck.documents.segments import FRONT_MATTER_LIMIT, Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import newline
from shallcheck.documents.suppressions import WORD, CommentSyntax, read_suppressions
from shallcheck.documents.yaml_places import Node, read_yaml
from shallcheck.documents.yaml_writing import appended, yaml_words
from shallcheck.model.document import Artifact, Attribute, Link, LinkPlace, Problem, Reading, Setting
from shallcheck.model.finding import Edit
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.lines import LINE_BREAK
from shallcheck.model.place import Span

_URN = re.compile(r"^[ \t]+urn:[ \t]*[\"']?(?P<urn>[^\s\"'#]+)", re.MULTILINE)
_REQUIREMENTS = re.compile(
    r"^metadata:[ \t]*(?:#.*)?\r?$(?=[^\0]*^[ \t]+urn:)"
    r"(?=[^\0]*^[ \t]+(?:variant:[ \t]*[\"']?(?:system|microservice|external)\b|significance:))",
    re.MULTILINE,
)
_CASES = re.compile(r"^cases:(?=[^\0]*\brequirement_ids:)", re.MULTILINE)
_RESULTS = re.compile(r"^results:(?=[^\0]*\bsvc_ids:)", re.MULTILINE)
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]*):")
_ITEM = re.compile(r"(?P<indent> *)-(?:[ \t]|$)")
_RETIRED = ("deprecated", "obsolete")
_HASH = CommentSyntax("#")


@dataclass(frozen=True, slots=True)
class _Section:
    """What the entries of a list are: the keys that each needs, and those that say something and link."""

    noun: str
    kind: Kind
    level: Level
    needed: tuple[str, ...]
    says: tuple[str, ...]
    links: str
    link_type: str
    attributes: tuple[str, ...]


_SECTIONS = {
    "requirements": _Section(
        "requirement", Kind.REQUIREMENT, Level.REQUIREMENTS, ("id", "description"), ("description", "title"), "references",
        "traces", ("significance", "rationale", "categories", "revision", "implementation"),
    ),
    "cases": _Section(
        "verification case", Kind.TEST, Level.TESTS, ("id", "requirement_ids"), ("description", "title"), "requirement_ids",
        "verifies", ("verification", "instructions", "revision"),
    ),
    "results": _Section(
        "result", Kind.NOTE, Level.TESTS, ("id", "svc_ids"), (), "svc_ids", "traces", ("comment", "pass"),
    ),
}  # fmt: skip


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A file with the keys of one of reqstool's three."""
    told = _REQUIREMENTS.search(head)
    if not told and not _CASES.search(head) and not _RESULTS.search(head) and settings.format != "reqstool":
        return None
    found = _URN.search(head) if told else None
    urn = found["urn"] if found else settings.declared
    space = f"{urn}:" if urn else ""
    # The level of the whole: that of its requirements. A case whose test is automated has its expected result in the code.
    level, dialect = settings.level or Level.REQUIREMENTS, settings.dialect or Dialect.RFC2119
    return Setting("reqstool", space, (space,) if space else (), level, dialect=dialect, chain=False)


def declare(companions: Mapping[str, str]) -> str:
    """The urn that the requirements beside a file have."""
    heads = (text[:FRONT_MATTER_LIMIT] for text in companions.values())
    found = next((match for head in heads if _REQUIREMENTS.search(head) and (match := _URN.search(head))), None)
    return found["urn"] if found else ""


def _cutter(setting: Setting, settings: ReaderSettings) -> Cut:
    return _boundaries


def _boundaries(text: str, at: Boundary) -> Iterator[Boundary]:
    """A segment starts at each key of the file and at each entry of its lists, or at the suppression above one. The context is
    the list and how far its entries are indented: `requirements/2`."""
    key, _, indent = at.context.partition("/")
    waiting = False
    start = at.start
    yield at
    while start < len(text):
        match = LINE_BREAK.search(text, start)
        end, following = match.span() if match else (len(text), len(text))
        line = text[start:end].lstrip("\ufeff") if start == 0 else text[start:end]
        opened, item = _KEY.match(line), _ITEM.match(line) if key in _SECTIONS else None
        if opened:
            key, indent, waiting = opened["key"], "", False
            if start > at.start:
                yield Boundary(start, "")
        elif item and indent in ("", str(len(item["indent"]))):
            indent = str(len(item["indent"]))
            if not waiting and start > at.start:
                yield Boundary(start, f"{key}/{indent}")
            waiting = False
        elif key in _SECTIONS and line.lstrip().startswith(f"# {WORD}") and not waiting:
            waiting = True
            if start > at.start:
                yield Boundary(start, f"{key}/{indent}")
        start = following


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What an entry says, or a key of the file with all that is written behind it."""
    return _Reader(text, context, setting).read()


class _Reader:
    """One segment."""

    def __init__(self, text: str, context: str, setting: Setting) -> None:
        self.text = text
        self.setting = setting
        self.section = context.partition("/")[0]
        data = read_yaml(text)
        self.root = data.root
        self.problems = [Problem("DOC001", one.message, one.place) for one in data.faults]
        self.artifacts: list[Artifact] = []
        self.links: list[Link] = []
        self.told: list[Reading] = []

    def read(self) -> Reading:
        for section, item in self._items():
            self._item(section, item)
        statements = tuple(one for each in self.told for one in each.statements)
        suppressions = self._suppressions(Reading(statements, tuple(self.artifacts)))
        return replace(
            suppressions,
            links=(*self.links, *(one for each in self.told for one in each.links)),
            link_places=tuple(LinkPlace(link.place, link.type) for link in self.links),
            terms=tuple(one for each in self.told for one in each.terms),
            uses=tuple(dict.fromkeys(one for each in self.told for one in each.uses)),
            problems=tuple(self.problems),
        )

    def _items(self) -> Iterator[tuple[_Section, Node]]:
        """The entries of the segment, each with what it is."""
        if self.root is None:
            return
        if self.section:
            lists = [(self.section, self.root)]
        else:
            lists = [(key.text, value) for key, value in self.root.pairs or () if key.text in _SECTIONS]
        for name, values in lists:
            for item in values.items or ():
                yield _SECTIONS[name], item

    def _item(self, section: _Section, item: Node) -> None:
        start = item.place.start
        if not self.text.startswith("{", start):
            start = max(self.text.rfind("-", 0, start), 0)
        extent = trimmed(self.text, Span(start, item.place.end))
        near = dict(self._near_misses(section, item))
        missing = [key for key in section.needed if (value := item.get(key)) is None or (value.is_text() and not value.text)]
        missing = [key for key in missing if key not in near]
        if missing:
            message = f"This {section.noun} has no {' and no '.join(missing)}, and reqstool refuses it: write “{missing[0]}: …”."
            self.problems.append(Problem("DOC001", message, _first_line(self.text, extent)))
        label = item.get("id")
        if label is None or not label.is_text() or not label.text.strip():
            return
        title = item.get("title")
        attributes = tuple(self._attributes(section, item))
        index = len(self.artifacts)
        self.artifacts.append(
            Artifact(label.text, section.kind, section.level, title.text if title else "", label.inner(), extent, attributes)
        )
        says = [one for key in section.says if (one := item.get(key)) is not None and one.runs]
        saying = next((one for one in says if MODAL.search(one.text)), says[0] if says else None)
        if saying is not None and not any(one.name == "status" and one.value in _RETIRED for one in attributes):
            self.told.append(read_embedded(saying.text, saying.runs, self.setting, section.kind, index))
        self._links(section, item, index)

    def _near_misses(self, section: _Section, item: Node) -> Iterator[tuple[str, Node]]:
        """Keys that are almost those of an entry, each told, with what was meant."""
        for key, value in item.pairs or ():
            word = key.text.lower().replace("-", "_")
            meant = next((each for each in (word, f"{word}s") if each in (*section.needed, *section.says, "title")), "")
            if meant and key.text != meant and item.get(meant) is None:
                message = f"reqstool knows no “{key.text}” and refuses the file: write “{meant}”."
                self.problems.append(Problem("DOC002", message, key.inner(), meant))
                yield meant, value

    def _attributes(self, section: _Section, item: Node) -> Iterator[Attribute]:
        for key in section.attributes:
            node = item.get(key)
            if node is None:
                continue
            value = node.text if node.is_text() else ", ".join(one.text for one in node.items or ())
            if value.strip():
                yield Attribute(key, " ".join(value.split()), node.inner())
        lifecycle = item.get("lifecycle")
        state = lifecycle.get("state") if lifecycle else None
        if state is not None and state.text:
            yield Attribute("status", state.text, state.inner())

    def _links(self, section: _Section, item: Node, index: int) -> None:
        node = _linked(section, item)
        if node is None or node.text in ("null", "~"):
            return
        if node.items is None:
            message = "These identifiers are no list, so nothing is linked: write them in brackets."
            self.problems.append(Problem("DOC001", message, _first_line(self.text, node.place)))
            return
        for one in node.items:
            if one.is_text() and one.text.strip():
                self.links.append(Link(index, one.text, section.link_type, one.inner()))

    def _suppressions(self, reading: Reading) -> Reading:
        if WORD not in self.text:
            return reading
        texts = [value.place for _, item in self._items() for _, value in item.pairs or () if value.style]
        found, wrong = read_suppressions(self.text, _HASH, reading.artifacts, reading.statements, texts)
        self.problems += wrong
        return replace(reading, suppressions=found)


def _linked(section: _Section, item: Node) -> Node | None:
    """The list of identifiers that an entry names."""
    node = item.get(section.links)
    return node.get("requirement_ids") if node is not None and node.pairs is not None else node


def _first_line(text: str, span: Span) -> Span:
    match = LINE_BREAK.search(text, span.start, span.end)
    return trimmed(text, Span(span.start, match.start() if match else span.end))


def _words(text: str, at: int, words: str, thorough: bool) -> str:
    return yaml_words(read_yaml(text).root, at, markdown_words(text, at, words, thorough))


def _link(site: Site, kind: str, target: str) -> Edit | None:
    """An identifier behind the others of the entry's list."""
    text, section = site.placed.segment.text, _SECTIONS.get(site.placed.segment.context.partition("/")[0])
    root = read_yaml(text).root
    if section is None or kind != section.link_type or root is None or not root.items:
        return None
    items = _linked(section, root.items[0])
    return appended(text, items, f"- {target}", target, newline(site.document)) if items else None


REQSTOOL = Format(
    "reqstool",
    ("yml", "yaml"),
    recognise,
    _cutter,
    read_segment,
    expects="begin the file with reqstool's “metadata:”, “cases:” or “results:”",
    rank=30,
    comment=_HASH,
    writing=Writing(_words, copied, link=_link),
    companions=("requirements.yml",),
    declare=declare,
    can_name=lambda label, mention, settings: bool(label.strip()) and label.splitlines() == [label],
)

"""ReqIF: objects are artifacts, relations links, headings the outline. Read only: what a tool exports, a tool changes.

Attributes are told by the names that ReqIF's guide and the tools give them (ReqIF.ForeignID, ReqIF.Text, Object Heading …). What
an object is, its own attribute says, or its type's name; else it is a requirement where its text obliges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.documents.building import trimmed
from shallcheck.documents.embedded import read_embedded
from shallcheck.documents.format import Cut, Format
from shallcheck.documents.formats.markdown import KINDS
from shallcheck.documents.notation import ATTRIBUTE_KEYS, LINK_KEYS, MODAL
from shallcheck.documents.reqif_content import Content, Definition, Item, Value, read_content
from shallcheck.documents.segments import Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.xml_places import as_markdown, plain
from shallcheck.model.document import (
    Artifact,
    Attribute,
    Link,
    LinkPlace,
    Outline,
    Problem,
    Reading,
    Setting,
    Statement,
    Term,
)
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_ROOT = re.compile(r"<(?:[\w.-]+:)?REQ-IF[\s>/]")
_MEMBER = re.compile(r"^\ufeff?<\?xml[ \t]", re.MULTILINE)
"""Where the next file of an archive begins."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s_-]+")
_ROLES = {
    **dict.fromkeys(("id", "uid", "identifier", "object identifier", "object id", "artifact id", "item id"), "id"),
    **dict.fromkeys(("requirement id", "req id", "requirement number", "key"), "id"),
    **dict.fromkeys(("name", "title", "short text", "object short text", "summary"), "title"),
    **dict.fromkeys(("chapter name", "object heading", "heading", "section title"), "heading"),
    **dict.fromkeys(("text", "object text", "primary text", "requirement text", "statement", "requirement"), "text"),
    **dict.fromkeys(("requirement statement", "shall statement"), "text"),
    **dict.fromkeys(("description", "object description", "requirement description", "content", "body"), "description"),
    **dict.fromkeys(("type", "kind", "object type", "artifact type", "requirement type", "item type", "req type"), "kind"),
    "foreign id": "foreign",
    "level": "level",
    "prefix": "prefix",
    **dict.fromkeys(("foreign deleted", "deleted", "is deleted"), "deleted"),
}
_NOT_ONE = re.compile(r"\b(?:non|not|no)(?: an?)? req")
_WORDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"requirements?|reqs?|hlr|llr|specification"), Kind.REQUIREMENT),
    (re.compile(r"headings?|chapter|section|folder|header"), Kind.HEADING),
    (
        re.compile(r"info|informations?|informative|notes?|comments?|definitions?|terms?|rationale|figure|picture|image"),
        Kind.NOTE,
    ),
    (re.compile(r"tests?|verification|validation"), Kind.TEST),
    (re.compile(r"design|architecture|component|module"), Kind.ARCHITECTURE),
    (re.compile(r"needs?|goals?"), Kind.NEED),
    (re.compile(r"constraints?"), Kind.CONSTRAINT),
)
"""What a word of a type's name makes of its objects; the last such word counts."""
_LEVELS = {Kind.TEST: Level.TESTS, Kind.ARCHITECTURE: Level.ARCHITECTURE, Kind.NEED: Level.NEEDS}
_SILENT = (Kind.HEADING, Kind.NOTE)
_RELATIONS = (
    (re.compile(r"\bby\b|\bchild(?:ren)?\b|parent of"), "parent-of"),
    (re.compile(r"parent|deriv"), "derived-from"),
    (re.compile(r"refine|elaborat|decompos"), "refines"),
    (re.compile(r"verif|\btests?\b"), "verifies"),
    (re.compile(r"validat"), "validates"),
    (re.compile(r"satisf|fulfil|implement|reali[sz]"), "satisfies"),
    (re.compile(r"allocat"), "allocated-to"),
)
"""What a relation is by the name of its type; a passive one is written at the upper end."""


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A file whose root is that of ReqIF."""
    if not _ROOT.search(head) and settings.format != "reqif":
        return None
    level = settings.level or Level.REQUIREMENTS
    return Setting("reqif", level=level, kind=KINDS[level], dialect=settings.dialect or Dialect.SHALL_OR_MUST, chain=False)


def _cut_files(text: str, at: Boundary) -> Iterator[Boundary]:
    """A file is one segment; those of an archive follow each other."""
    yield at
    yield from (Boundary(match.start(), "") for match in _MEMBER.finditer(text, at.start + 1) if match.start() > 0)


def _cutter(setting: Setting, settings: ReaderSettings) -> Cut:
    return _cut_files


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one file says."""
    return _Reader(text, setting, read_content(text)).read()


class _Reader:
    def __init__(self, text: str, setting: Setting, content: Content) -> None:
        self.text = text
        self.setting = setting
        self.content = content
        self.roles: dict[str, str] = {}
        """What attributes mean, by the identifier of their definition."""
        self.numbers: dict[str, int] = {}
        """The artifacts' indexes by the objects' identifiers."""
        self.artifacts: list[Artifact] = []
        self.statements: list[Statement] = []
        self.outline: list[Outline] = []
        self.terms: list[Term] = []
        self.uses: dict[str, None] = {}
        self.problems: list[Problem] = []
        prefixes = [self._said(each.values, "prefix") for each in content.specifications]
        self.hung = {ref.target: (depth, prefixes[number] if number >= 0 else "") for ref, depth, number in content.hung}

    def read(self) -> Reading:
        for item in self.content.objects:
            self._object(item)
        links = tuple(self._links())
        fault = self.content.fault
        if fault is None:
            for ref, _, _ in self.content.hung:
                if ref.target not in self.numbers:
                    self._problem(f"No object is called “{ref.target}”, so nothing hangs here: export the file again.", ref.place)
        else:
            self._problem(fault.message, fault.place)
        return Reading(
            tuple(self.statements), tuple(self.artifacts), links, tuple(self.outline),
            tuple(LinkPlace(link.place, link.type) for link in links), tuple(self.problems), (), tuple(self.terms),
            tuple(self.uses),
        )  # fmt: skip

    def _problem(self, message: str, place: Span) -> None:
        self.problems.append(Problem("DOC001", message, place))

    def _definition(self, value: Value) -> Definition:
        return self.content.definitions.get(value.definition) or Definition(value.definition, value.definition, "")

    def _role(self, value: Value) -> str:
        known = self.roles.get(value.definition)
        if known is None:
            told = self._definition(value)
            known = next((_ROLES[name] for name in (_normal(told.name), _normal(told.identifier)) if name in _ROLES), "")
            self.roles[value.definition] = known
        if known in ("text", "description", "heading", "title") and value.sort not in ("STRING", "XHTML"):
            return ""
        return known

    def _words(self, value: Value) -> str:
        if value.said is None:
            names = [self.content.choices.get(ref.target, ref.target) for ref in value.refs]
            value.said = ", ".join(names) if names else plain(self.text, value.pieces)
        return value.said

    def _place(self, value: Value) -> Span:
        return trimmed(self.text, value.place())

    def _said(self, values: list[Value], role: str) -> str:
        one = self._one(values, role)
        return self._words(one) if one else ""

    def _one(self, values: list[Value], *roles: str) -> Value | None:
        """The first value with one of the roles, in their order, that says something."""
        return next((one for role in roles for one in values if self._role(one) == role and self._words(one)), None)

    def _object(self, item: Item) -> None:
        values = item.values
        text = self._one(values, "text", "description") or self._obliging(values)
        heading, title = self._one(values, "heading"), self._one(values, "title")
        kind, declared = self._kind(item, text, heading)
        named = title or heading
        name = self._words(named) if named else ""
        label, place, labelled = self._label(item)
        taken = [id(each) for each in (text, named, labelled)]
        attributes = tuple(self._attribute(each) for each in values if id(each) not in taken and self._tells_more(each))
        level = self._level(values, kind)
        index = len(self.artifacts)
        self.artifacts.append(Artifact(label, kind, level, name, place, item.extent, attributes))
        self.numbers.setdefault(item.identifier, index)
        if kind is Kind.HEADING and name and named:
            self.outline.append(Outline(name, self.hung.get(item.identifier, (1, ""))[0], self._place(named)))
        if text is not None and kind not in _SILENT:
            self._state(text, kind, index, declared)

    def _obliging(self, values: list[Value]) -> Value | None:
        """The one value without a meaning of its own that obliges."""
        found = [
            each
            for each in values
            if each.sort in ("STRING", "XHTML")
            and not self._role(each)
            and _normal(self._definition(each).name) not in ATTRIBUTE_KEYS
            and MODAL.search(self._words(each))
        ]
        return found[0] if len(found) == 1 else None

    def _label(self, item: Item) -> tuple[str, Span, Value | None]:
        """What an object is called, where that stands, and the value that says so. A bare number counts only within its
        specification, whose prefix makes it an identifier."""
        found = [one for role in ("foreign", "id") for one in item.values if self._role(one) == role and self._words(one)]
        for one in found:
            if not self._words(one).isdecimal() and len(self._words(one)) <= 100:
                return self._words(one), self._place(one), one
        prefix = self.hung.get(item.identifier, (1, ""))[1]
        if found and prefix:
            return prefix + self._words(found[0]), self._place(found[0]), found[0]
        return item.identifier, item.place, None

    def _kind(self, item: Item, text: Value | None, heading: Value | None) -> tuple[Kind, bool]:
        """What an object is, and whether that is said of it."""
        if self._said(item.values, "deleted").lower() in ("true", "yes", "1"):
            return Kind.NOTE, True
        if heading is not None and text is None:
            return Kind.HEADING, True
        owner = item.type or next((self._definition(each).owner for each in item.values if self._definition(each).owner), "")
        for name in (self._said(item.values, "kind"), self.content.types.get(owner, "")):
            kind = _kind_named(name)
            if kind is not None:
                return (self.setting.kind if kind is Kind.REQUIREMENT else kind), True
        obliges = text is not None and MODAL.search(self._words(text)) is not None
        return (self.setting.kind if obliges else Kind.NOTE), False

    def _level(self, values: list[Value], kind: Kind) -> Level:
        told = self._said(values, "level").lower()
        return Level(told) if told in tuple(Level) else _LEVELS.get(kind, self.setting.level)

    def _tells_more(self, value: Value) -> bool:
        """Whether a value says something that the artifact does not say itself: an export of ours writes its kind and level."""
        own = {"level": tuple(Level), "kind": tuple(Kind)}.get(self._role(value), ())
        return bool(self._words(value)) and self._words(value) not in own

    def _attribute(self, value: Value) -> Attribute:
        name = self._definition(value).name
        known = ATTRIBUTE_KEYS.get(_normal(name), "statement")
        return Attribute(name if known == "statement" else known, self._words(value), self._place(value))

    def _state(self, value: Value, kind: Kind, index: int, declared: bool) -> None:
        said, runs = as_markdown(self.text, value.pieces, value.sort == "XHTML")
        told = read_embedded(said, runs, self.setting, kind, index, declared=declared) if runs else Reading()
        self.statements += told.statements
        self.terms += told.terms
        self.uses |= dict.fromkeys(told.uses)

    def _links(self) -> Iterator[Link]:
        for item in self.content.relations:
            if item.source is None or item.target is None:
                side = "SOURCE" if item.source is None else "TARGET"
                self._problem(f"This relation has no {side}, so it links nothing: name the object there.", item.place)
            elif item.source.target not in self.numbers:
                message = f"No object is called “{item.source.target}”, so this relation links nothing: name one that exists."
                self._problem(message, item.source.place)
            elif item.target.place.start < item.target.place.end:
                index = self.numbers.get(item.target.target)
                label = item.target.target if index is None else self.artifacts[index].label
                kind = _link_type(self.content.types.get(item.type, ""))
                yield Link(self.numbers[item.source.target], label, kind, item.target.place)


def _normal(name: str) -> str:
    """A name of an attribute or type as words in lower case."""
    return " ".join(_HUMP.sub(" ", name.removeprefix("ReqIF.")).split()).lower()


def _kind_named(name: str) -> Kind | None:
    """What a type's name, or a value that classifies, makes of an object; None: nothing."""
    if name.lower() in tuple(Kind):
        return Kind(name.lower())
    words = _normal(name)
    if _NOT_ONE.search(words):
        return Kind.NOTE
    if " or " in words:
        return None
    found = (kind for word in reversed(words.split()) for pattern, kind in _WORDS if pattern.fullmatch(word))
    kind = next(found, None)
    return Kind.NEED if kind is Kind.REQUIREMENT and words.startswith(("stakeholder", "customer")) else kind


def _link_type(name: str) -> str:
    words = _normal(name)
    return LINK_KEYS.get(words) or next((kind for pattern, kind in _RELATIONS if pattern.search(words)), "traces")


REQIF = Format(
    "reqif",
    ("reqif", "reqifz"),
    recognise,
    _cutter,
    read_segment,
    expects="export it again, with REQ-IF as its root",
    can_name=lambda label, mention, settings: bool(label),
    exported=True,
)

"""Doorstop: one item a file, in YAML or as Markdown with the same data in its front matter. Its identifier is the file's name.

`.doorstop.yml` beside the items names their prefix. What a link records of its target (a fingerprint, which Doorstop computes
over its text) stays with the link, and each item carries its own, so that a link whose target has changed can be told.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from shallcheck.documents.building import trimmed
from shallcheck.documents.doorstop_writing import DOORSTOP_WRITING, FENCE, front_of, link_type
from shallcheck.documents.embedded import plain_runs, read_embedded
from shallcheck.documents.format import Format
from shallcheck.documents.formats.markdown import KINDS
from shallcheck.documents.notation import ATTRIBUTE_KEYS
from shallcheck.documents.segments import Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import WORD, CommentSyntax, read_suppressions
from shallcheck.documents.yaml_places import Node, read_yaml
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
    Suppression,
)
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Run, Span

_FILE = re.compile(
    r"(?:^|/)(?P<uid>(?P<prefix>[\w.-]*?)(?P<sep>[-_.]?)(?P<number>\d+|(?<=[-_.])\w+))\.(?:ya?ml|md)$", re.IGNORECASE
)
_UID = re.compile(r"[\w.-]*[^\W\d][\w.-]*")
_KEY = re.compile(r"^(active|derived|header|level|links|normative|ref|references|reviewed|text):", re.MULTILINE)
_KEYS = frozenset("active derived header level links normative references reviewed text".split())
_OWN_KEYS = frozenset({"active", "derived", "normative", "reviewed"})
"""Keys that hardly another tool has."""
_LEAST = 3
"""How many of Doorstop's keys make a file an item."""
_LEVELS = (
    (frozenset("TST TEST TESTS TC TP UT HLT LLT HLTC LLTC".split()), Level.TESTS),
    (frozenset("SDD ARCH DES DSN DESIGN HLD LLD".split()), Level.ARCHITECTURE),
    (frozenset("NEED NEEDS SN".split()), Level.NEEDS),
)
"""By the last part of a prefix, where its items stand; those of any other are requirements."""
_YES = ("yes", "true", "enabled", "1")
_NOTHING = ("", "null", "~", "Null", "NULL")
_BODY = ("text", "header", "links", "references", "doc")
"""Keys that are more than attributes."""
_HEADING = re.compile(r"[ \t\r\n]*#[ \t]+(?P<title>[^\r\n]*\S)[ \t]*(?=[\r\n]|\Z)")
_ZERO = re.compile(r"(?:^|\.)0+$")
"""How the level of a heading ends."""
_HASH = CommentSyntax("#")


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A file named as an item is, whose data are those of one."""
    name = _FILE.search(path)
    if name is None or path.rsplit("/", 1)[-1].startswith("."):
        return None
    prefix = _declared(settings).get("prefix", "")
    keys = set(_KEY.findall(front_of(head) if path.lower().endswith(".md") else head))
    if path.lower().endswith(".md") and not FENCE.match(head):
        return None
    typical = len(keys) >= _LEAST and bool(keys & _OWN_KEYS)
    named = bool(prefix) and name["uid"].startswith(prefix)
    if not typical and not (named and keys) and settings.format != "doorstop":
        return None
    parts = re.split(r"[-_.]", prefix if named else name["prefix"])
    level = settings.level or next((level for words, level in _LEVELS if parts[-1].upper() in words), Level.REQUIREMENTS)
    dialect = settings.dialect or Dialect.SHALL_OR_MUST
    return Setting("doorstop", level=level, kind=KINDS[level], dialect=dialect, chain=False, name=name["uid"])


def declare(companions: Mapping[str, str]) -> str:
    """What `.doorstop.yml` says of the items beside it."""
    out: dict[str, str] = {}
    for text in companions.values():
        root = read_yaml(text).root
        told = root.get("settings") if root else None
        for key in ("prefix", "sep", "parent"):
            value = told.get(key) if told else None
            out |= {key: value.text} if value else {}
        attributes = root.get("attributes") if root else None
        reviewed = attributes.get("reviewed") if attributes else None
        out |= {"reviewed": "own"} if reviewed and reviewed.items else {}
    return json.dumps(out) if out else ""


def _declared(settings: ReaderSettings) -> dict[str, str]:
    try:
        found = json.loads(settings.declared or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _whole(text: str, at: Boundary) -> Iterator[Boundary]:
    """An item is one segment."""
    yield at


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What an item says."""
    return _Reader(text, setting, _declared(settings)).read()


class _Reader:
    """One item."""

    def __init__(self, text: str, setting: Setting, declared: Mapping[str, str]) -> None:
        self.text = text
        self.setting = setting
        self.declared = declared
        fence = FENCE.match(text)
        self.front = front_of(text)
        self.is_markdown = fence is not None and len(self.front) < len(text)
        data = read_yaml(self.front)
        self.root = data.root
        self.problems = [Problem("DOC001", one.message, one.place) for one in data.faults]
        self.start = fence.end() if fence else 1 if text.startswith("\ufeff") else 0

    def read(self) -> Reading:
        if self.root is None or self.root.pairs is None:
            if not self.problems:
                place = trimmed(self.text, Span(self.start, len(self.front)))
                message = "This item holds no keys such as “text:”, so nothing is judged: write “text: |” and the words below."
                self.problems.append(Problem("DOC001", message, place))
            return Reading(problems=tuple(self.problems))
        title, body, runs = self._body()
        kind = self.setting.kind if self._is("normative") else Kind.HEADING if _ZERO.search(self._level()) else Kind.NOTE
        place = self._place()
        extent = Span(self.start, max(len(self.text.rstrip()), place.end))
        attributes = (*self._attributes(), *self._references(), *self._fingerprint(body))
        artifact = Artifact(self.setting.name, kind, self.setting.level, title, place, extent, attributes)
        told = Reading()
        if kind is self.setting.kind and self._is("active") and runs:
            told = read_embedded(body, runs, self.setting, kind, 0, declared=False)
        self._near_misses()
        links = tuple(self._links())
        words = title or body.strip().partition("\n")[0]
        outline = (Outline(words, self._level().count(".") or 1, place),) if kind is Kind.HEADING else ()
        suppressions = self._suppressions(artifact, told.statements)
        return replace(
            told,
            artifacts=(artifact,),
            links=(*links, *told.links),
            link_places=tuple(LinkPlace(link.place, link.type) for link in links),
            outline=outline,
            problems=tuple(self.problems),
            suppressions=suppressions,
        )

    def _near_misses(self) -> None:
        """Keys that Doorstop takes for attributes of the project's own."""
        written = {key.text for key, _ in (self.root.pairs if self.root else None) or ()}
        for key, _ in (self.root.pairs if self.root else None) or ():
            meant = next((each for each in (key.text.lower(), f"{key.text.lower()}s") if each in _KEYS), "")
            if meant and meant not in written:
                message = f"Doorstop knows no “{key.text}” and passes over it, as an attribute of your own: write “{meant}”."
                self.problems.append(Problem("DOC002", message, key.inner(), meant))

    def _suppressions(self, artifact: Artifact, statements: Sequence[Statement]) -> tuple[Suppression, ...]:
        """What comments of the YAML silence; a text may hold their words."""
        if WORD not in self.front:
            return ()
        texts = [value.place for _, value in (self.root.pairs if self.root else None) or () if value.is_text() and value.style]
        found, wrong = read_suppressions(self.front, _HASH, (artifact,), statements, texts)
        self.problems += wrong
        return found

    def _scalar(self, key: str) -> Node | None:
        node = self.root.get(key) if self.root else None
        return node if node is not None and node.is_text() and node.text.strip() else None

    def _is(self, key: str) -> bool:
        node = self.root.get(key) if self.root else None
        return node is None or node.text.strip().lower() in _YES

    def _level(self) -> str:
        node = self._scalar("level")
        return node.text.strip() if node else ""

    def _body(self) -> tuple[str, str, tuple[Run, ...]]:
        """The item's title, its text, and where that stands."""
        if self.is_markdown:
            start = len(self.front)
            heading = _HEADING.match(self.text, start)
            start = heading.end() if heading else start
            return (heading["title"] if heading else "", self.text[start:], plain_runs(Span(start, len(self.text))))
        header, text = self._scalar("header"), self._scalar("text")
        title = " ".join(header.text.split()) if header else ""
        return (title, text.text, text.runs) if text else (title, "", ())

    def _place(self) -> Span:
        """Where the item is shown: its first line of text, or the key `text`, since its name does not stand in the file."""
        if self.is_markdown:
            body = trimmed(self.text, Span(len(self.front), len(self.text)))
            end = next((at for at in range(body.start, body.end) if self.text[at] in "\r\n"), body.end)
            if body.start < body.end:
                return Span(body.start, end)
        pairs = (self.root.pairs if self.root else None) or []
        return next((key.place for key, _ in pairs if key.text == "text"), pairs[0][0].place if pairs else Span(0, 0))

    def _attributes(self) -> Iterator[Attribute]:
        for key, value in (self.root.pairs if self.root else None) or ():
            if key.text in _BODY or not value.is_text() or value.text.strip() in _NOTHING:
                continue
            name = key.text.lower().replace("-", " ").replace("_", " ")
            yield Attribute(ATTRIBUTE_KEYS.get(name, name), " ".join(value.text.split()), value.inner())

    def _references(self) -> Iterator[Attribute]:
        for one in self._reference_items():
            path = one.get("path")
            if path is not None and path.text:
                yield Attribute("file", path.text, path.inner())

    def _reference_items(self) -> list[Node]:
        node = self.root.get("references") if self.root else None
        return node.items or [] if node else []

    def _fingerprint(self, body: str) -> Iterator[Attribute]:
        """What Doorstop records of this item in the links to it, unless the project adds attributes of its own to it."""
        if self.declared.get("reviewed"):
            return
        lines = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
        ref = self._scalar("ref")
        values = [self.setting.name, "\n".join(line.rstrip() for line in lines), ref.text.strip() if ref else ""]
        references = [
            {key: value.text.strip() for key in ("type", "path", "keyword", "sha") if (value := one.get(key)) is not None}
            for one in self._reference_items()
        ]
        values += [str(references)] if references else []
        digest = sha256("".join(values).encode("utf-8", "surrogatepass")).digest()
        yield Attribute("fingerprint", urlsafe_b64encode(digest).decode(), self._place())

    def _links(self) -> Iterator[Link]:
        node = self.root.get("links") if self.root else None
        if node is None or (node.is_text() and node.text.strip() in _NOTHING):
            return
        if node.items is None:
            message = "These links are no list, so nothing is linked: write each on a line “- UID” of its own."
            self.problems.append(Problem("DOC001", message, node.place))
            return
        for item in node.items:
            key, mark = item.pairs[0] if item.pairs else (item, None)
            if not key.is_text() or not _UID.fullmatch(key.text):
                message = "This link names no item, so nothing is linked: write “- UID”."
                self.problems.append(Problem("DOC001", message, trimmed(self.text, item.place)))
                continue
            stamp = mark.text.strip() if mark is not None and mark.is_text() else ""
            yield Link(0, key.text, link_type(self.setting), key.inner(), "" if stamp in _NOTHING else stamp)


DOORSTOP = Format(
    "doorstop",
    ("yml", "yaml", "md"),
    recognise,
    lambda setting, settings: _whole,
    read_segment,
    expects="name the file by the item's identifier and begin it with Doorstop's keys, such as “active: true”",
    rank=20,
    comment=_HASH,
    writing=DOORSTOP_WRITING,
    companions=(".doorstop.yml",),
    declare=declare,
    can_name=lambda label, mention, settings: _UID.fullmatch(label) is not None,
)

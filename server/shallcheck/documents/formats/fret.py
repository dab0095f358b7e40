"""FRET's exports (NASA's Formal Requirements Elicitation Tool): JSON objects with `reqid` and `fulltext`.

What FRET has formalised is exact and is not judged as English: “immediately” has one meaning there. What it has not is judged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from shallcheck.documents.building import kind_by_form
from shallcheck.documents.format import Format
from shallcheck.documents.inline import Prose, opaque_parts
from shallcheck.documents.json_text import Object, objects, string_runs
from shallcheck.documents.plain_text import stated, uses
from shallcheck.documents.segments import START, Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import Artifact, Attribute, Link, LinkPlace, Problem, Reading, Setting, Statement
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_OURS = re.compile(r'"(?:reqid|parent_reqid|fulltext)"\s*:')
_ATTRIBUTES = {"rationale": "rationale", "comments": "comment", "status": "status", "project": "project"}
_FORMAL = '"ft"'
"""The formula that FRET writes for a requirement that it understood."""


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """An export begins with requirements; any other JSON is none."""
    if not settings.format and len({match[0] for match in _OURS.finditer(head)}) < 2:
        return None
    dialect = settings.dialect or Dialect.SHALL_OR_MUST
    return Setting("fret", level=settings.level or Level.REQUIREMENTS, dialect=dialect, chain=False)


def cut(text: str, at: Boundary = START) -> Iterator[Boundary]:
    """A file is one segment: it is written by FRET and not by hand."""
    yield at


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What the file says."""
    reader = _Reader(text, setting)
    found = [each for each in objects(text) if {"reqid", "fulltext"} <= each.strings.keys()]
    for each in sorted(found, key=lambda one: one.start):
        reader.requirement(each)
    return reader.reading()


def _broken(text: str) -> Iterator[Problem]:
    try:
        json.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        yield Problem(
            "DOC001", "This JSON is nested too deeply to be sound: export it anew from FRET.", Span(0, min(1, len(text)))
        )
    except ValueError as error:
        at = min(getattr(error, "pos", 0), max(0, len(text) - 1))
        why = getattr(error, "msg", "it holds a number of too many digits")
        message = f"This is not JSON ({why}), so what is broken here is not read: export it anew from FRET."
        yield Problem("DOC001", message, Span(at, min(at + 1, len(text))))


class _Reader:
    def __init__(self, text: str, setting: Setting) -> None:
        self._text = text
        self._setting = setting
        self._statements: list[Statement] = []
        self._artifacts: list[Artifact] = []
        self._links: list[Link] = []
        self._places: list[LinkPlace] = []

    def requirement(self, found: Object) -> None:
        """One requirement; `_id` keeps two of one name apart in FRET, and in no text."""
        label = self._said(found, "reqid")
        if label is None or not label.text.strip():
            return
        number = len(self._artifacts)
        attributes = tuple(self._attributes(found))
        place, extent = self._inner(found.strings["reqid"]), Span(found.start, found.end)
        kind = self._setting.kind
        self._artifacts.append(Artifact(label.text, kind, self._setting.level, "", place, extent, attributes))
        said = self._said(found, "fulltext")
        if said is not None and said.text.strip():
            exact = _FORMAL in self._text[found.start : found.end]
            made = stated(said, kind_by_form(said.text, Kind.REQUIREMENT), self._setting.dialect, number)
            self._statements.append(replace(made, english=made.english and not exact))
        parent = self._said(found, "parent_reqid")
        if parent is not None and parent.text.strip():
            where = self._inner(found.strings["parent_reqid"])
            self._places.append(LinkPlace(where, "derived-from"))
            self._links.append(Link(number, parent.text.strip(), "derived-from", where))

    def _attributes(self, found: Object) -> Iterator[Attribute]:
        for key, name in _ATTRIBUTES.items():
            said = self._said(found, key) if key in found.strings else None
            if said is not None and said.text.strip():
                yield Attribute(name, " ".join(said.text.split()), self._inner(found.strings[key]))

    def _said(self, found: Object, key: str) -> Prose | None:
        """A text, or None where there is none or its escapes are broken."""
        try:
            value, runs = string_runs(self._text, found.strings[key].start)
        except (KeyError, ValueError):
            return None
        return Prose(value, runs, opaque_parts(value))

    def _inner(self, quoted: Span) -> Span:
        return Span(quoted.start + 1, quoted.end - 1)

    def reading(self) -> Reading:
        return Reading(
            tuple(self._statements),
            tuple(self._artifacts),
            tuple(self._links),
            link_places=tuple(self._places),
            problems=tuple(_broken(self._text)),
            uses=uses(self._statements),
        )


FRET = Format(
    "fret", ("json",), recognise, lambda setting, settings: cut, read_segment, expects="export it from FRET", exported=True
)

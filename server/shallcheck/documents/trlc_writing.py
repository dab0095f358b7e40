"""How TRLC's records are written: words in each kind of text, new siblings, and the fields that a record's type has."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shallcheck.documents.additions import copied, joined_by_underline
from shallcheck.documents.format import Added, Fresh, Site, Writing
from shallcheck.documents.notation import LINK_KEYS
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import newline
from shallcheck.documents.trlc_syntax import Field, Record, Token, parse, tokens
from shallcheck.documents.trlc_types import STRINGS, Component, types_of
from shallcheck.model.finding import Edit
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span


def link_type(name: str, kind: Kind) -> str:
    """The type of the links that a field of a record holds."""
    return LINK_KEYS.get(name.lower().replace("_", " ")) or ("verifies" if kind is Kind.TEST else "traces")


def trlc_words(text: str, at: int, words: str, thorough: bool) -> str:
    """Words as the text around `at` holds them: a quote is escaped in one, three of them end the other."""
    words = " ".join(words.split("\n"))
    token = _text_at(text, at)
    if token is None:
        return words
    if token.kind == "string":
        return words.replace('"', '\\"')
    quotes = token.text[:3]
    return words.replace(quotes, '"' if quotes == "'''" else "'")


def _text_at(text: str, at: int) -> Token | None:
    for token in tokens(text):
        if token.place.start > at:
            return None
        if token.kind in ("string", "triple") and token.inner.start <= at <= token.inner.end:
            return token
    return None


def _siblings(site: Site, texts: Sequence[str], taken: Collection[str], fresh: Fresh | None) -> Added | None:
    return copied(site, texts, taken, fresh, joined_by_underline)


def _record(site: Site) -> Record | None:
    """The record of a site, where it is whole."""
    records = parse(site.placed.segment.text).records
    return next((one for one in records if one.head.name.place == site.artifact.place and one.close >= 0), None)


def _components(site: Site, record: Record) -> dict[str, Component]:
    """The fields that the record's type has, as far as its declaration is known."""
    types = types_of(ReaderSettings.from_notes(site.document.notes).of("trlc").declared)
    full = types.find(record.head.type, site.document.setting.namespace.rstrip("."))
    return (types.components(full) if full else None) or {}


def _attribute(site: Site, name: str, value: str) -> Edit | None:
    """A text of the record's type that the record does not have yet."""
    record = _record(site)
    key = "_".join(name.lower().split())
    component = _components(site, record).get(key) if record else None
    if record is None or component is None or component.type not in STRINGS or component.many or _field(record, key):
        return None
    words = value.replace("\n", " ").replace('"', '\\"')
    return _line(site, record, f'{key} = "{words}"')


def _link(site: Site, kind: str, target: str) -> Edit | None:
    """A record more in a field that holds such links, or a field of the record's type that would."""
    record = _record(site)
    if record is None:
        return None
    held = next((one for one in record.fields if link_type(one.name.text, site.artifact.kind) == kind and one.names()), None)
    if held is not None:
        if held.values[-1].text != "]":
            return None
        at = held.names()[-1][1].end
        return Edit(at, at, f", {target}")
    for name, one in _components(site, record).items():
        if link_type(name, site.artifact.kind) == kind and one.type not in STRINGS and one.many and not _field(record, name):
            return _line(site, record, f"{name} = [{target}]")
    return None


def _field(record: Record, name: str) -> Field | None:
    return next((one for one in record.fields if one.name.text == name), None)


def _line(site: Site, record: Record, text: str) -> Edit:
    """A line behind the last field, indented as the first."""
    segment = site.placed.segment.text
    last = record.fields[-1] if record.fields else None
    at = last.values[-1].place.end if last and last.values else record.close
    first = record.fields[0].name.place.start if record.fields else record.close
    before = Span(max(segment.rfind("\n", 0, first), segment.rfind("\r", 0, first)) + 1, first).of(segment)
    indent = before if not before.strip() else "  "
    return Edit(at, at, f"{newline(site.document)}{indent}{text}" + ("" if last else newline(site.document)))


TRLC_WRITING = Writing(trlc_words, _siblings, _attribute, _link)

"""Documents in packed form: for the pipe from a worker that read a file, and for the cache on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import msgpack

from shallcheck.documents.formats import Names, remember, told
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import (
    Artifact,
    Attribute,
    Document,
    Link,
    LinkPlace,
    Opaque,
    Outline,
    Placed,
    Problem,
    Reading,
    Segment,
    Setting,
    Statement,
    Suppression,
    Term,
)
from shallcheck.model.kinds import Dialect, Kind, Level, OpaqueKind
from shallcheck.model.place import Run, Span
from shallcheck.model.wording import Aspect, Saying
from shallcheck.project.cache import Cache, digest_of
from shallcheck.project.discovery import Source, UnreadableError, read_source

T = TypeVar("T")


def read_file(cache: Cache, path: str, notes: dict[str, str]) -> tuple[str, bytes, str]:
    """Read a file in a worker: its path, its packed document (empty: nothing for us), what was wrong with it."""
    try:
        source = read_source(Path(path))
    except UnreadableError as error:
        return path, b"", str(error)
    return path, read_cached(cache, path, source, ReaderSettings.from_notes(notes)), source.problem


def read_cached(cache: Cache, path: str, source: Source, settings: ReaderSettings) -> bytes:
    """The packed document of a text, from the cache or read now; empty where it holds nothing for us."""
    key = reading_key(path, source.text, settings)
    known = cache.get("readings", [key]).get(key)
    if known is not None:
        return known
    from shallcheck.documents.reading import read_document

    document = read_document(path, source.text, settings)
    packed = pack_document(_heard(document)) if document else b""
    cache.put("readings", {key: packed})
    return packed


def reading_key(path: str, text: str, settings: ReaderSettings) -> bytes:
    """The key under which the reading of a text is cached: whatever it depends on."""
    digest = blake2b(readers_digest(), digest_size=16)
    for part in (path, repr(sorted(settings.notes().items())), text):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


@cache
def readers_digest() -> bytes:
    """What a reading depends on besides the text and the settings: the code of the readers, and of who listens."""
    return digest_of("documents", "language", "model")


def remember_names(cache: Cache) -> None:
    """Spare this run the import of every format, where an earlier one has noted what they are called; else note it."""
    key = blake2b(readers_digest() + b"names", digest_size=16).digest()
    known = cache.get("readings", [key]).get(key)
    if known is None:
        cache.put("readings", {key: msgpack.packb([sorted(each) for each in told()])})
    else:
        endings, code_endings, companions, read_only = msgpack.unpackb(known, use_list=False)
        remember(Names(endings, frozenset(code_endings), companions, read_only))


def _heard(document: Document) -> Document:
    """The document with what its statements say that others must say alike, so that nobody listens on the loop of a server."""
    from shallcheck.language.wording import sayings

    placed = []
    for one in document.placed:
        said = tuple(sayings(document.path, document.setting, one.segment))
        placed.append(one._replace(segment=replace(one.segment, said=said)))
    return replace(document, placed=tuple(placed))


def pack_document(document: Document) -> bytes:
    """A document as msgpack; its path is not part of it."""
    packed: bytes = msgpack.packb(
        (
            _fields(Setting)(document.setting),
            [_SEGMENT(placed.segment) for placed in document.placed],
            [_fields(Problem)(problem) for problem in document.problems],
            document.notes,
        ),
        default=_plain,
        unicode_errors="surrogatepass",
    )
    return packed


def unpack_document(path: str, data: bytes) -> Document:
    """The inverse of `pack_document`. Raises ValueError, TypeError or KeyError on foreign data."""
    setting, segments, problems, notes = msgpack.unpackb(data, unicode_errors="surrogatepass", use_list=False)
    placed = []
    start = line = 0
    for text, context, reading, lines, said in segments:
        heard = None if said is None else tuple([_saying(one) for one in said])
        placed.append(Placed(Segment(text, context, _reading(reading), lines, heard), start, line))
        start, line = start + len(text), line + lines
    whole = "".join(one[0] for one in segments)
    return Document(path, _setting(setting), whole, tuple(placed), tuple(map(_problem, problems)), notes)


_SEGMENT = attrgetter("text", "context", "reading", "lines", "said")


@cache
def _fields(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*kind.__dataclass_fields__)


def _plain(value: Any) -> tuple[Any, ...]:
    """How msgpack writes what it does not know: a dataclass as its fields, in order."""
    kind: Any = type(value)
    return _fields(kind)(value)


def _by_value(kind: type[T]) -> dict[str, T]:
    return {each.value: each for each in kind}  # type: ignore[attr-defined]


_KINDS, _LEVELS, _DIALECTS, _OPAQUE = _by_value(Kind), _by_value(Level), _by_value(Dialect), _by_value(OpaqueKind)


def _setting(row: Sequence[Any]) -> Setting:
    form, namespace, scopes, level, kind, dialect, *rest = row
    return Setting(form, namespace, scopes, _LEVELS[level], _KINDS[kind], _DIALECTS[dialect], *rest)


def _problem(row: Sequence[Any]) -> Problem:
    rule, message, place, fix, mild = row
    return Problem(rule, message, Span(*place), fix, mild)


def _reading(row: Sequence[Any]) -> Reading:
    statements, artifacts, links, outline, places, problems, suppressions, terms, uses = row
    return Reading(
        tuple([_statement(one) for one in statements]) if statements else (),
        tuple([_artifact(one) for one in artifacts]) if artifacts else (),
        tuple([Link(artifact, target, kind, Span(*place), mark) for artifact, target, kind, place, mark in links])
        if links
        else (),
        tuple([Outline(title, depth, Span(*place)) for title, depth, place in outline]) if outline else (),
        tuple([LinkPlace(Span(*place), kind) for place, kind in places]) if places else (),
        tuple([_problem(one) for one in problems]) if problems else (),
        tuple([_suppression(one) for one in suppressions]) if suppressions else (),
        tuple([Term(name, Span(*place), local) for name, place, local in terms]) if terms else (),
        uses,
    )


def _statement(row: Sequence[Any]) -> Statement:
    text, kind, runs, opaque, dialect, artifact, lead_in, english, items, own = row
    parts = tuple([Opaque(start, end, _OPAQUE[what]) for start, end, what in opaque]) if opaque else ()
    listed = tuple([(words, Span(*place)) for words, place in items]) if items else ()
    made = tuple([Run(*run) for run in runs])
    return Statement(text, _KINDS[kind], made, parts, _DIALECTS[dialect], artifact, lead_in, english, listed, own)


def _artifact(row: Sequence[Any]) -> Artifact:
    label, kind, level, title, place, extent, attributes, *rest = row
    pairs = tuple([Attribute(name, value, Span(*at)) for name, value, at in attributes]) if attributes else ()
    return Artifact(label, _KINDS[kind], _LEVELS[level], title, Span(*place), Span(*extent), pairs, *rest)


def _saying(row: Sequence[Any]) -> Saying:
    (rule, about, path), form, statement, span = row
    return Saying(Aspect(rule, about, path), form, statement, Span(*span))


def _suppression(row: Sequence[Any]) -> Suppression:
    rules, reason, place, extent, *rest = row
    return Suppression(rules, reason, Span(*place), Span(*extent), *rest)

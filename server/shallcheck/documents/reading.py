"""Text in one format to a Document, and an edit of it: the package's public functions. Pure: no file is opened here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import unquote

from shallcheck.documents.format import Cut, Format
from shallcheck.documents.formats import all_formats
from shallcheck.documents.formats.markdown import declares_itself
from shallcheck.documents.segments import FRONT_MATTER_LIMIT, START, Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import Document, Placed, Reading, Segment, Setting

HEAD = FRONT_MATTER_LIMIT
"""How many code points of the text may tell its format: an edit behind them changes nothing about it."""
DEFAULTS = ReaderSettings()


def read_document(path: str, text: str, settings: ReaderSettings = DEFAULTS) -> Document | None:
    """The document that `text` at `path` (a path or a uri; it only tells the format) is, or None when it holds nothing for us.
    Never raises on any text. Raises re.error on an identifier pattern that is no regular expression."""
    setting = _setting(path, text, settings)
    if setting is None:
        return None
    form = all_formats()[setting.format]
    if form.may_hold and not setting.chain and not form.may_hold(text, settings.of(form.name)):
        return None
    reader = _Reader(form, setting, settings)
    placed = tuple(_place(text, reader, reader.cut(text, START), {}))
    document = Document(path, setting, text, placed, notes=settings.notes())
    return document if _is_ours(document) else None


def may_be_read(path: str, text: str, settings: ReaderSettings = DEFAULTS) -> bool:
    """Whether a text at a path looks like one of our formats; quick, since only its head is looked at."""
    return _setting(path, text, settings) is not None


def edit_document(document: Document, text: str, start: int, old_end: int, new_end: int) -> Document | None:
    """`document` after `start:old_end` (code points of its text) became `start:new_end` of `text`. Segments that the edit did
    not change are the same objects. None when the text is no document of ours any more."""
    settings = ReaderSettings.from_notes(document.notes)
    if start < FRONT_MATTER_LIMIT or any(form.anywhere for form in _candidates(document.path, settings)):
        setting = _setting(document.path, text, settings)
        if setting != document.setting:
            return read_document(document.path, text, settings)
    reader = _Reader(all_formats()[document.setting.format], document.setting, settings)
    first = _restart(document, start)
    old = document.placed
    shift = len(text) - len(document.text)
    at = old[first]
    boundaries: list[Boundary] = []
    resume = len(old)
    for boundary in reader.cut(text, Boundary(at.start, at.segment.context) if first else START):
        index = _same(old, boundary.start - shift) if boundary.start >= new_end and boundary.start > at.start else None
        if index is not None and old[index].segment.context == boundary.context:
            resume = index
            break
        boundaries.append(boundary)
    end = old[resume].start + shift if resume < len(old) else len(text)
    known = {(one.segment.text, one.segment.context): one.segment for one in old[first:resume]}
    middle = list(_place(text, reader, iter(boundaries), known, end, at.line))
    placed = (*old[:first], *middle, *_moved(old, resume, shift, middle))
    edited = replace(document, text=text, placed=placed)
    return edited if _is_ours(edited) else None


def can_name(document: Document, label: str, mention: bool = False) -> bool:
    """Whether the readers take a label for an identifier where a link of the document names it; a `mention` stands in `[[…]]`."""
    form = all_formats().get(document.setting.format)
    return form is not None and form.can_name(label, mention, ReaderSettings.from_notes(document.notes).of(form.name))


def _same(old: tuple[Placed, ...], start: int) -> int | None:
    """The index of the segment that starts at `start`."""
    index = bisect_left(old, start, key=_start)
    return index if index < len(old) and old[index].start == start else None


def _start(placed: Placed) -> int:
    return placed.start


def _restart(document: Document, start: int) -> int:
    """The segment to cut from: two before the edited one, since a boundary depends on the line before and the line after it."""
    if start < FRONT_MATTER_LIMIT:
        return 0
    index = bisect_right(document.placed, start, key=_start) - 1
    return max(0, index - 2)


def _moved(old: tuple[Placed, ...], resume: int, shift: int, middle: list[Placed]) -> tuple[Placed, ...]:
    """The segments behind an edit, in their new places."""
    if resume >= len(old):
        return ()
    lines = middle[-1].line + middle[-1].segment.lines - old[resume].line
    if not shift and not lines:
        return old[resume:]
    return tuple(Placed(one.segment, one.start + shift, one.line + lines) for one in islice(old, resume, None))


def _place(
    text: str,
    reader: _Reader,
    boundaries: Iterator[Boundary],
    known: dict[tuple[str, str], Segment],
    end: int | None = None,
    line: int = 0,
) -> Iterator[Placed]:
    """The segments between boundaries; those in `known` (by text and context) are taken from there, each once: a block that was
    copied is a segment of its own."""
    end = len(text) if end is None else end
    at = next(boundaries, None)
    while at is not None:
        following = next(boundaries, None)
        body = text[at.start : following.start if following else end]
        segment = known.pop((body, at.context), None)
        if segment is None:
            segment = Segment(body, at.context, reader.read(body, at.context), _line_breaks(body))
        yield Placed(segment, at.start, line)
        line += segment.lines
        at = following


def _line_breaks(text: str) -> int:
    return text.count("\n") + (text.count("\r") - text.count("\r\n") if "\r" in text else 0)


class _Reader:
    """One format's way to cut and read, for one document."""

    def __init__(self, form: Format, setting: Setting, settings: ReaderSettings) -> None:
        self._form = form
        self._setting = setting
        self._settings = settings.of(form.name)
        self.cut: Cut = form.cutter(setting, self._settings)

    def read(self, text: str, context: str) -> Reading:
        return self._form.read(text, context, self._setting, self._settings)


def _setting(path: str, text: str, settings: ReaderSettings) -> Setting | None:
    """What the path, the text and the settings say; only formats whose sign may stand anywhere see more than the head."""
    path = unquote(path).replace("\\", "/")
    head = text[:HEAD]
    formats = _candidates(path, settings)
    if not settings.format and any(form.name == "markdown" for form in formats) and declares_itself(path, head):
        formats = [form for form in formats if form.anywhere or form.name == "markdown"]
    told = (form.recognise(path, text if form.anywhere else head, settings.of(form.name)) for form in formats)
    return next(filter(None, told), None)


def _candidates(path: str, settings: ReaderSettings) -> list[Format]:
    """The formats that a document may have by the ending of its name, or the one that the settings name."""
    if settings.format:
        form = all_formats().get(settings.format)
        return [form] if form else []
    name = path.rsplit("/", 1)[-1].lower()
    return [form for form in all_formats().values() if name.endswith(tuple(f".{ending}" for ending in form.endings))]


def _is_ours(document: Document) -> bool:
    """Whether the readings make the document one of ours."""
    form = all_formats()[document.setting.format]
    return document.setting.chain or form.is_ours is None or form.is_ours(document)


__all__ = ["ReaderSettings", "can_name", "edit_document", "may_be_read", "read_document"]

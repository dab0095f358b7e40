"""Text in one format to a Document, and an edit of it: the package's public functions. Pure: no file is opened here."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TypeVar
from urllib.parse import unquote

from shallcheck.documents import kiro, markdown, openspec, spec_kit, statements
from shallcheck.documents.notation import MODAL, notation
from shallcheck.documents.segments import FRONT_MATTER_LIMIT, START, Boundary, CutRules, cut, front_matter
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import Document, Placed, Problem, Reading, Segment, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

MARKDOWN = ("md", "markdown", "mdown", "mkd")
READ = (*MARKDOWN, "jsonl")
"""How the names of documents end."""
HEAD = FRONT_MATTER_LIMIT
"""How many code points of the text may tell its format: an edit behind them changes nothing about it."""
_NAMES = {
    "system_intent": Level.INTENT,
    "mission": Level.MISSION,
    "stakeholder_needs": Level.NEEDS,
    "logical_architecture": Level.ARCHITECTURE,
    "system_requirements": Level.REQUIREMENTS,
    "test_plan": Level.TESTS,
}
_FRONT_LEVEL = re.compile(r"^level:[ \t]*[\"']?([a-z]+)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_FRONT_DIALECT = re.compile(r"^dialect:[ \t]*[\"']?([a-z0-9-]+)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_LIKE = 0.85
"""From which likeness on (difflib's ratio) a word of the front matter is one of ours, misspelt."""
LONGEST = 30
C = TypeVar("C", bound=StrEnum)
_JUDGED = (Kind.REQUIREMENT, Kind.NEED, Kind.CONSTRAINT, Kind.INTENT)
DEFAULTS = ReaderSettings()
_LEAST = 2
"""How many identifier-headed blocks with a modal make an undeclared Markdown file a document of ours; with *shall*, which prose
hardly uses, one does."""
_SHALL = re.compile(r"\bshall\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Format:
    """How one format is cut and read."""

    cut: Callable[[str, Boundary], Iterator[Boundary]]
    read: Callable[[str, str], Reading]


def read_document(path: str, text: str, settings: ReaderSettings = DEFAULTS) -> Document | None:
    """The document that `text` at `path` (a path or a uri; it only tells the format) is, or None when it holds nothing for us.
    Never raises on any text. Raises re.error on an identifier pattern that is no regular expression."""
    setting = _setting(path, text, settings)
    if setting is None or (not setting.chain and not _may_hold(setting, text, settings)):
        return None
    form = _format(setting, settings)
    placed = tuple(_place(text, form, form.cut(text, START), {}))
    document = Document(path, setting, text, placed, notes=settings.notes())
    return document if _is_ours(document) else None


def edit_document(document: Document, text: str, start: int, old_end: int, new_end: int) -> Document | None:
    """`document` after `start:old_end` (code points of its text) became `start:new_end` of `text`. Segments that the edit did
    not change are the same objects. None when the text is no document of ours any more."""
    settings = ReaderSettings.from_notes(document.notes)
    if start < FRONT_MATTER_LIMIT:
        setting = _setting(document.path, text, settings)
        if setting != document.setting:
            return read_document(document.path, text, settings)
    form = _format(document.setting, settings)
    first = _restart(document, start)
    old = document.placed
    shift = len(text) - len(document.text)
    at = old[first]
    boundaries: list[Boundary] = []
    resume = len(old)
    for boundary in form.cut(text, Boundary(at.start, at.segment.context) if first else START):
        index = _same(old, boundary.start - shift) if boundary.start >= new_end and boundary.start > at.start else None
        if index is not None and old[index].segment.context == boundary.context:
            resume = index
            break
        boundaries.append(boundary)
    end = old[resume].start + shift if resume < len(old) else len(text)
    known = {(one.segment.text, one.segment.context): one.segment for one in old[first:resume]}
    middle = list(_place(text, form, iter(boundaries), known, end, at.line))
    placed = (*old[:first], *middle, *_moved(old, resume, shift, middle))
    edited = replace(document, text=text, placed=placed)
    return edited if _is_ours(edited) else None


def can_name(document: Document, label: str, mention: bool = False) -> bool:
    """Whether the readers take a label for an identifier where a link of the document names it; a `mention` stands in `[[…]]`."""
    if document.setting.format == "kiro" and not mention:
        return kiro.is_number(label)
    signs = notation(ReaderSettings.from_notes(document.notes).identifier_pattern)
    return signs.is_identifier(label)


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
    form: _Format,
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
            segment = Segment(body, at.context, form.read(body, at.context), _line_breaks(body))
        yield Placed(segment, at.start, line)
        line += segment.lines
        at = following


def _line_breaks(text: str) -> int:
    return text.count("\n") + (text.count("\r") - text.count("\r\n") if "\r" in text else 0)


def _format(setting: Setting, settings: ReaderSettings) -> _Format:
    pattern = settings.identifier_pattern
    if setting.format == "statements":
        return _Format(lambda text, at: statements.cut_lines(text, at), lambda text, _: statements.read_segment(text, setting))
    if setting.format == "kiro":
        rules = kiro.CUT_TASKS if setting.kind is Kind.TASK else kiro.CUT
        return _Format(_cutter(rules), lambda text, context: kiro.read_segment(text, context, setting))
    if setting.format == "openspec":
        return _Format(_cutter(openspec.CUT), lambda text, context: openspec.read_segment(text, context, setting))
    if setting.format == "spec-kit":
        rules = spec_kit.cut_rules(setting, pattern)
        return _Format(_cutter(rules), lambda text, context: spec_kit.read_segment(text, context, setting, pattern))
    rules = markdown.cut_rules(pattern)
    return _Format(_cutter(rules), lambda text, context: _read_markdown(text, context, setting, pattern))


def _cutter(rules: CutRules) -> Callable[[str, Boundary], Iterator[Boundary]]:
    return lambda text, at: cut(text, rules, at)


def _setting(path: str, text: str, settings: ReaderSettings) -> Setting | None:
    """What the path, the head of the text and the project's settings say; the text beyond its head is not looked at."""
    path = unquote(path).replace("\\", "/")
    name = path.rsplit("/", 1)[-1].lower()
    stem, _, extension = name.rpartition(".")
    if settings.format == "statements" or (not settings.format and extension == "jsonl"):
        return Setting(
            "statements", level=settings.level or Level.REQUIREMENTS, dialect=settings.dialect or Dialect.SHALL, chain=False
        )
    if not settings.format and extension not in MARKDOWN:
        return None
    front = front_matter(text).replace("\r", "\n")
    if settings.format != "markdown" and not _FRONT_LEVEL.search(front) and stem not in _NAMES:
        head = text[:HEAD]
        for recognise in (kiro.recognise, spec_kit.recognise, openspec.recognise):
            setting = recognise(path, head, settings)
            if setting is not None:
                return setting
    return None if settings.format not in ("", "markdown") else _own_setting(stem, front, settings)


def _own_setting(stem: str, front: str, settings: ReaderSettings) -> Setting:
    level = settings.level or _told(_FRONT_LEVEL, Level, front) or _NAMES.get(stem)
    modal = settings.dialect or _told(_FRONT_DIALECT, Dialect, front) or Dialect.SHALL
    declared = level is not None
    level = level or Level.REQUIREMENTS
    return Setting("markdown", level=level, kind=markdown.KINDS[level], dialect=modal, chain=declared)


def _told(key: re.Pattern[str], choices: type[C], front: str) -> C | None:
    """What a key of the front matter says; a word that is nearly one of ours is taken for it, and `_misspelt` tells so."""
    word = key.search(front)
    known = [choice.value for choice in choices]
    likely = difflib.get_close_matches(word[1].lower()[:LONGEST], known, n=1, cutoff=_LIKE) if word else []
    return choices(likely[0]) if likely else None


def _misspelt(text: str) -> Iterator[Problem]:
    """Words of the front matter that are nearly ours. Others belong to somebody else: `level: beginner` in a course."""
    front = front_matter(text).replace("\r", "\n")
    for key, choices in ((_FRONT_LEVEL, Level), (_FRONT_DIALECT, Dialect)):
        word, meant = key.search(front), _told(key, choices, front)
        if word and meant and word[1].lower() != meant.value:
            known = ", ".join(choice.value for choice in choices)
            message = f"“{word[1]}” is none of {known}, so “{meant.value}” is taken for what was meant: write that."
            yield Problem("DOC001", message, Span(*word.span(1)))


def _read_markdown(text: str, context: str, setting: Setting, pattern: str) -> Reading:
    reading = markdown.read_segment(text, context, setting, pattern)
    problems = tuple(_misspelt(text))
    return replace(reading, problems=(*reading.problems, *problems)) if problems else reading


def _may_hold(setting: Setting, text: str, settings: ReaderSettings) -> bool:
    """Whether an undeclared file is worth reading; never False for a text that `_is_ours` would accept."""
    if setting.format == "statements":
        return settings.format == "statements" or statements.recognise(text)
    if setting.format != "markdown":
        return True
    signs = notation(settings.identifier_pattern)
    least = 1 if _SHALL.search(text) else _LEAST
    return bool(MODAL.search(text)) and len(list(islice(signs.find(text), least))) == least


def _is_ours(document: Document) -> bool:
    """Whether the readings make the document one of ours. Stops looking once they do."""
    if document.setting.chain or document.setting.format not in ("markdown", "statements"):
        return True
    if document.setting.format == "statements":
        return "format" in document.notes or statements.recognise(document.text)
    labels: set[str] = set()
    for placed in document.placed:
        reading = placed.segment.reading
        for one in reading.statements:
            if one.artifact is None or one.kind not in _JUDGED or not MODAL.search(one.text):
                continue
            if _SHALL.search(one.text):
                return True
            labels.add(reading.artifacts[one.artifact].label)
        if len(labels) >= _LEAST:
            return True
    return False


__all__ = ["ReaderSettings", "can_name", "edit_document", "read_document"]

"""Plain statements, one JSON object a line: {"id", "text", "dialect"?, "level"?}.

For statements that come from elsewhere: a database, a labelled set, another tool. A malformed line is DOC001, the rest is
read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from shallcheck.documents.additions import copied
from shallcheck.documents.building import kind_by_form
from shallcheck.documents.english import is_english
from shallcheck.documents.format import Format, Writing
from shallcheck.documents.formats.markdown import KINDS
from shallcheck.documents.inline import opaque_parts
from shallcheck.documents.json_text import scan_string, string_runs
from shallcheck.documents.segments import START, Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import Artifact, Problem, Reading, Setting, Statement
from shallcheck.model.kinds import Dialect, Level
from shallcheck.model.lines import LINE_BREAK
from shallcheck.model.place import Span

_RECOGNISED_WITHIN = 20
"""A file is one of ours when one of its first lines is a statement."""
_SPACE = re.compile(r"[ \t\r\n]*")


_WRITE = 'write {"id": "…", "text": "…"}.'
_KINDS: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting:
    """Any JSON lines may be statements; what they hold tells."""
    level, dialect = settings.level or Level.REQUIREMENTS, settings.dialect or Dialect.SHALL
    return Setting("statements", level=level, dialect=dialect, chain=False)


def holds_statements(text: str) -> bool:
    """Whether one of the first lines is a statement with an identifier."""
    at = 0
    for _ in range(_RECOGNISED_WITHIN):
        match = LINE_BREAK.search(text, at)
        line = text[at : match.start() if match else len(text)].lstrip("\ufeff")
        if line.startswith("{") and isinstance(_parsed(line), tuple):
            return True
        if not match:
            return False
        at = match.end()
    return False


def cut_lines(text: str, at: Boundary = START) -> Iterator[Boundary]:
    """Each line is a segment."""
    yield at
    for match in LINE_BREAK.finditer(text, at.start):
        if match.end() < len(text):
            yield Boundary(match.end(), "")


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one line says."""
    body = text.rstrip("\r\n")
    lead = 1 if body.startswith("\ufeff") else 0
    if not body[lead:].strip():
        return Reading()
    parsed = _parsed(body[lead:])
    if isinstance(parsed, str):
        return Reading(problems=(Problem("DOC001", parsed, Span(0, len(body))),))
    fields, places = parsed
    level, dialect, complaint = _level_and_dialect(fields, setting)
    if complaint:
        return Reading(problems=(Problem("DOC001", complaint, Span(0, len(body))),))
    label = places["id"]
    inner = Span(label.start + 1 + lead, label.end - 1 + lead)
    kind = KINDS[level]
    artifact = Artifact(str(fields["id"]), kind, level, "", inner, Span(0, len(body)))
    value, runs = string_runs(body, places["text"].start + lead)
    if not value.strip():
        return Reading(artifacts=(artifact,))
    statement = Statement(value, kind_by_form(value, kind), runs, opaque_parts(value), dialect, 0, False, is_english(value))
    return Reading((statement,), (artifact,))


def _level_and_dialect(fields: dict[str, object], setting: Setting) -> tuple[Level, Dialect, str]:
    level, dialect = setting.level, setting.dialect
    for name, choices in (("level", Level), ("dialect", Dialect)):
        word = fields.get(name)
        if word is None:
            continue
        if word not in [choice.value for choice in choices]:
            known = ", ".join(choice.value for choice in choices)
            return level, dialect, f"“{word}” is no {name}, so this line is not judged: write one of {known}."
        if name == "level":
            level = Level(str(word))
        else:
            dialect = Dialect(str(word))
    return level, dialect, ""


def _parsed(line: str) -> tuple[dict[str, object], dict[str, Span]] | str:
    """A line's fields and the places of their values, or what is wrong with it."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        too_much = "it is nested too deeply" if isinstance(error, RecursionError) else "it holds a number of too many digits"
        what = getattr(error, "msg", too_much)
        return f"This line is not JSON ({what}), so its statement is not judged: write one JSON object on it."
    if not isinstance(fields, dict):
        return f"This line is {_KINDS[type(fields)]} and no object, so nothing is judged: {_WRITE}"
    for name in ("id", "text"):
        if name not in fields:
            return f'This line has no "{name}", so nothing is judged: {_WRITE}'
        if not isinstance(fields[name], str):
            return f'The "{name}" of this line is {_KINDS[type(fields[name])]} and not text, so nothing is judged: {_WRITE}'
    return fields, _value_places(line)


def _value_places(line: str) -> dict[str, Span]:
    """Where the value of each key of an object stands; `line` is known to be valid JSON."""
    values = json.JSONDecoder()
    out: dict[str, Span] = {}
    at = _skip(line, _skip(line, 0) + 1)
    while line[at] != "}":
        key, at = scan_string(line, at + 1)
        start = _skip(line, _skip(line, at) + 1)
        _, end = values.raw_decode(line, start)
        out[key] = Span(start, end)
        at = _skip(line, end)
        if line[at] == ",":
            at = _skip(line, at + 1)
    return out


def _skip(line: str, at: int) -> int:
    match = _SPACE.match(line, at)
    return match.end() if match else at


def _words(text: str, at: int, words: str, thorough: bool) -> str:
    return json.dumps(words, ensure_ascii=False)[1:-1]


STATEMENTS = Format(
    "statements",
    ("jsonl",),
    recognise,
    lambda setting, settings: cut_lines,
    read_segment,
    expects='write one JSON object a line, {"id": "…", "text": "…"}',
    writing=Writing(_words, siblings=copied),
    may_hold=lambda text, settings: bool(settings.format) or holds_statements(text),
    is_ours=lambda document: "format" in document.notes or holds_statements(document.text),
)

"""Gherkin: the features, rules and scenarios of a `.feature` file are tests, their tags name what they verify.

A tag that is an identifier (`@REQ-1`) is a link, once, where it is written: a feature's tag counts for the feature, which holds
its scenarios. A tag such as `@TST-4` or `@id:login` is a test's own identifier; without one it is called by its file and name.
Keywords may be in any spoken language that Gherkin knows. Steps are read and not judged, tables and doc strings are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from shallcheck.documents.building import trimmed
from shallcheck.documents.format import Cut, Format, Site, Writing
from shallcheck.documents.notation import notation
from shallcheck.documents.plain_text import read_plain, stated, uses
from shallcheck.documents.segments import START, Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import line_end, line_start, newline
from shallcheck.documents.suppressions import WORD, CommentSyntax, read_suppressions
from shallcheck.model.document import Artifact, Attribute, Link, LinkPlace, Outline, Problem, Reading, Setting, Statement
from shallcheck.model.finding import Edit
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_COMMENT = CommentSyntax("#")
_LINE = re.compile(r"(?P<body>[^\r\n]*)(?:\r\n?|\n|\Z)")
_LANGUAGE = re.compile(r"#[ \t]*language[ \t]*:[ \t]*(?P<name>[A-Za-z_-]+)[ \t]*$")
_TAG = re.compile(r"@(?P<name>[^\s@]+)")
_TAIL = re.compile(r"[ \t]#")
_OWN = re.compile(r"(?:id[:=](?P<told>\S+)|(?P<known>(?:TST|TC|TEST|SCN|AT)[-_.]?[\w.-]*\d\w*))$", re.IGNORECASE)
"""A tag that is the scenario's own identifier."""
_FENCES = ('"""', "```")
_STEPS = ("given", "when", "then", "and", "but")
_OUTLINED = ("feature", "rule", "scenario")
_UNKNOWN = "Gherkin reads no such line here, so the scenario cannot run: begin it with a keyword such as “Given” or “Then”."


class Keywords(NamedTuple):
    """The keywords of a spoken language: those of titles by what they open, and those of steps, the longest first."""

    titles: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    results: tuple[str, ...]
    """Those of steps that tell a result."""

    def title(self, line: str) -> tuple[str, int] | None:
        """What a line opens (feature, rule, scenario, background, examples), and where its name begins."""
        return next(((opens, len(word) + 1) for word, opens in self.titles if line.startswith(word + ":")), None)

    def step(self, line: str) -> str | None:
        """The keyword of a step."""
        return next((word for word in self.steps if line.startswith(word)), None)


@cache
def keywords(language: str = "en") -> Keywords | None:
    """The keywords of a spoken language; None: Gherkin does not know it."""
    from gherkin.dialect import DIALECTS

    known = DIALECTS.get(language)
    if known is None:
        return None
    spec: dict[str, list[str]] = {key: value for key, value in known.items() if isinstance(value, list)}
    opened = {
        "feature": "feature", "rule": "rule", "background": "background", "examples": "examples",
        "scenario": "scenario", "scenarioOutline": "scenario",
    }  # fmt: skip
    titles = sorted(((word, opens) for key, opens in opened.items() for word in spec[key]), key=_longest)
    steps = sorted({word for key in _STEPS for word in spec[key]}, key=len, reverse=True)
    return Keywords(tuple(titles), tuple(steps), tuple(word for word in spec["then"] if word.strip() != "*"))


def _longest(pair: tuple[str, str]) -> int:
    return -len(pair[0])


def _known(language: str) -> Keywords:
    return keywords(language) or keywords() or Keywords((), (), ())


class _Line(NamedTuple):
    """A line: where its text starts and ends, and what it is."""

    start: int
    body: Span
    kind: str
    """blank, comment, language, tags, fence, inside (a doc string), table, step, one of the titles, or other."""
    name: int = 0
    """Of a title, where its name begins."""


def _lines(text: str, start: int, context: str) -> Iterator[_Line]:
    """The lines from `start` on, which is no place inside a doc string. Without a context nothing was opened yet, and a line
    may still tell the language; further down such a line is a comment."""
    words, fence, at, opened = _known(context or "en"), "", start, bool(context)
    while at < len(text):
        match = _LINE.match(text, at)
        if match is None:
            return
        first = at
        body, at = trimmed(text, Span(*match.span("body"))), match.end()
        line = body.of(text)
        if fence:
            closes = line.startswith(fence)
            fence = "" if closes else fence
            yield _Line(first, body, "fence" if closes else "inside")
            continue
        if first == 0 and line.startswith("\ufeff"):
            body = Span(body.start + 1, body.end)
            line = body.of(text)
        fence = next((each for each in _FENCES if line.startswith(each)), "")
        found = _classified(first, body, line, words)
        language = _LANGUAGE.match(line) if found.kind == "language" else None
        if language and opened:
            found = found._replace(kind="comment")
        elif language:
            words = _known(language["name"])
        opened = opened or found.kind in (*_OUTLINED, "background")
        yield found


def _classified(first: int, body: Span, line: str, words: Keywords) -> _Line:
    if not line:
        return _Line(first, body, "blank")
    if line[0] == "#":
        return _Line(first, body, "language" if _LANGUAGE.match(line) else "comment")
    if line[0] == "@":
        return _Line(first, body, "tags")
    if line[0] == "|":
        return _Line(first, body, "table")
    if line.startswith(_FENCES):
        return _Line(first, body, "fence")
    if title := words.title(line):
        return _Line(first, body, title[0], body.start + title[1])
    return _Line(first, body, "step" if words.step(line) else "other")


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A file is Gherkin when a line of its head opens a feature."""
    opens = any(line.kind == "feature" for line in _lines(head, 0, ""))
    if not opens and settings.format != "gherkin":
        return None
    stem = path.rsplit("/", 1)[-1].rpartition(".")[0] or "feature"
    scopes = (f"gherkin:{stem}/",)
    return Setting("gherkin", scopes=scopes, level=Level.TESTS, kind=Kind.TEST, dialect=Dialect.SHALL, chain=False, foreign=True)


def _cutter(setting: Setting, settings: ReaderSettings) -> Cut:
    return cut_scenarios


def cut_scenarios(text: str, at: Boundary = START) -> Iterator[Boundary]:
    """A segment starts at the tags, or the line, of each feature, rule, background and scenario. Its context is the language."""
    language, pending, waiting = at.context or "en", -1, False
    yield at
    for line in _lines(text, at.start, at.context):
        if line.kind == "language" and (match := _LANGUAGE.match(line.body.of(text))):
            language = match["name"]
        if line.kind == "tags" or (line.kind == "comment" and WORD in line.body.of(text)):
            pending = line.start if pending < 0 else pending
        elif line.kind in (*_OUTLINED, "background"):
            start = line.start if pending < 0 else pending
            if start > at.start and waiting:
                yield Boundary(start, language)
            pending, waiting = -1, True
        elif line.kind not in ("blank", "comment"):
            pending = -1
        if line.kind not in ("blank", "tags") and pending < 0:
            waiting = True


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one feature's head, rule, background or scenario says."""
    return _Reader(text, context, setting, settings).read()


class _Reader:
    def __init__(self, text: str, context: str, setting: Setting, settings: ReaderSettings) -> None:
        self.text = text
        self.context = context
        self.setting = setting
        self.signs = notation(settings.identifier_pattern)
        self.words = _known(context or "en")
        self.artifact: Artifact | None = None
        self.tags: list[Span] = []
        self.statements: list[Statement] = []
        self.links: list[Link] = []
        self.places: list[LinkPlace] = []
        self.outline: list[Outline] = []
        self.problems: list[Problem] = []
        self.stepped = False
        """A step came: what is none of a scenario's lines now is a fault, no description."""
        self.scenario = False
        self.fence: Span | None = None
        self.expected: Span | None = None
        """The first step that tells a result."""

    def read(self) -> Reading:
        end = 0
        for line in _lines(self.text, 0, self.context):
            self._line(line)
            end = line.body.end if line.kind != "blank" else end
        if self.fence is not None:
            message = "This doc string is not closed, so all behind it is taken for its text: end it with the same three marks."
            self.problems.append(Problem("DOC001", message, self.fence))
        artifacts = (self._grown(end),) if self.artifact else ()
        suppressions, problems = read_suppressions(self.text, _COMMENT, artifacts, self.statements)
        return Reading(
            tuple(self.statements), artifacts, tuple(self.links), tuple(self.outline), tuple(self.places),
            (*self.problems, *problems), suppressions, (), uses(self.statements),
        )  # fmt: skip

    def _grown(self, end: int) -> Artifact:
        one = self.artifact
        assert one is not None
        extent = Span(one.extent.start, max(one.extent.end, end))
        told = (Attribute("expected result", self.expected.of(self.text), self.expected),) if self.expected else ()
        return replace(one, extent=extent, attributes=told)

    def _line(self, line: _Line) -> None:
        if line.kind == "fence":
            self.fence = None if self.fence else line.body
        elif line.kind == "language":
            self._language(line)
        elif line.kind == "tags":
            self.tags += [
                Span(*match.span("name")) for match in _TAG.finditer(self.text, line.body.start, _tags_end(self.text, line.body))
            ]
        elif line.kind in (*_OUTLINED, "background", "examples"):
            self._title(line)
        elif line.kind == "step":
            self._step(line)
        elif line.kind == "other" and self.stepped:
            self._stray(line)

    def _language(self, line: _Line) -> None:
        match = _LANGUAGE.match(line.body.of(self.text))
        if match and keywords(match["name"]) is None:
            message = (
                f"Gherkin knows no language “{match['name']}”, so the keywords are read as English: write a code such as “de”."
            )
            self.problems.append(Problem("DOC001", message, line.body))
        elif match:
            self.words = _known(match["name"])

    def _title(self, line: _Line) -> None:
        self.stepped = False
        self.scenario = line.kind in ("scenario", "background")
        name = trimmed(self.text, Span(line.name, line.body.end))
        if line.kind in _OUTLINED:
            self.outline.append(Outline(name.of(self.text), _OUTLINED.index(line.kind) + 1, name))
            self._test(line, name)
        elif self.tags and self.artifact:
            self._tagged(0)
        self.tags = []

    def _test(self, line: _Line, name: Span) -> None:
        base = self.setting.scopes[0] if self.setting.scopes else "gherkin:"
        title = " ".join(name.of(self.text).split())
        label = base.rstrip("/") if line.kind == "feature" else base + title
        start = min([self.text.rfind("@", 0, tag.start) for tag in self.tags] + [line.body.start])
        place, positional = name if name.end > name.start else Span(line.body.start, line.name), True
        for tag in self.tags if line.kind == "scenario" else ():
            own = _OWN.match(tag.of(self.text))
            if own:
                place, positional = Span(*own.span("told" if own["told"] else "known")).shifted(tag.start), False
                label = place.of(self.text)
                break
        self.artifact = Artifact(
            label, Kind.TEST, Level.TESTS, title, place, Span(min(start, place.start), line.body.end), positional=positional
        )
        self._tagged(0)

    def _tagged(self, artifact: int) -> None:
        """The tags that name what is verified."""
        for tag in self.tags:
            name = tag.of(self.text)
            if self.signs.is_identifier(name) and not _OWN.match(name):
                self.links.append(Link(artifact, name, "verifies", tag))
                self.places.append(LinkPlace(tag, "verifies"))

    def _step(self, line: _Line) -> None:
        self.stepped = self.stepped or self.scenario
        word = self.words.step(line.body.of(self.text)) or ""
        start = line.body.start + len(word) if word.strip() == "*" else line.body.start
        prose = read_plain(self.text, trimmed(self.text, Span(start, line.body.end)))
        if prose.text and self.scenario:
            artifact = 0 if self.artifact else None
            if word in self.words.results:
                self.expected = self.expected or Span(start, line.body.end)
            self.statements.append(stated(prose, Kind.SCENARIO_STEP, self.setting.dialect, artifact))

    def _stray(self, line: _Line) -> None:
        """A line among the steps that is none: almost a keyword, or a fault."""
        text = line.body.of(self.text)
        word = next((each for each in self.words.steps if text.lower().startswith(each.lower())), None)
        if word:
            message = f"Gherkin's keywords are written as they are told, so this step is none: write “{word.strip()}”."
            place = Span(line.body.start, line.body.start + len(word.rstrip()))
            self.problems.append(Problem("DOC002", message, place, word.rstrip()))
            return
        title = next((each for each, _ in self.words.titles if text.lower().startswith(each.lower())), None)
        rest = text[len(title) :] if title else ""
        if title and (rest[:1] in ("", " ", "\t", ":")):
            message = f"This line is no title without its colon, so it opens nothing: write “{title}: …”."
            name = rest.lstrip(" \t:")
            self.problems.append(Problem("DOC002", message, line.body, f"{title}: {name}".rstrip()))
            return
        self.problems.append(Problem("DOC001", _UNKNOWN, line.body))


def _tags_end(text: str, body: Span) -> int:
    """Where the tags of a line end: a comment may follow them."""
    comment = _TAIL.search(text, body.start, body.end)
    return comment.start() if comment else body.end


def _words(text: str, at: int, words: str, thorough: bool) -> str:
    return " ".join(words.split())


def _link(site: Site, kind: str, target: str) -> Edit | None:
    """A tag behind the others, or on a line of its own above the title."""
    if kind != "verifies":
        return None
    text = site.placed.segment.text
    title = next((line for line in _lines(text, 0, site.placed.segment.context) if line.kind in _OUTLINED), None)
    if title is None:
        return None
    above = line_start(text, max(0, title.start - 1)) if title.start else 0
    if title.start and text[above : title.start].lstrip().startswith("@"):
        at = _tags_end(text, Span(above, line_end(text, above)))
        at = above + len(text[above:at].rstrip())
        return Edit(at, at, f" @{target}")
    indent = text[title.start : title.body.start]
    return Edit(title.start, title.start, f"{indent}@{target}{newline(site.document)}")


GHERKIN = Format(
    "gherkin",
    ("feature",),
    recognise,
    _cutter,
    read_segment,
    expects="open it with “Feature: …”",
    comment=_COMMENT,
    writing=Writing(_words, link=_link),
)

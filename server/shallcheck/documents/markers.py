"""What code and tests say about requirements, in each notation that people use for it: see `MARKERS` and docs/formats.md.

A marker stands in a comment, in a documentation string, in the title of a test, or is an annotation. The text of any other string
is data of the program and says nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import re2

from shallcheck.documents.languages import Lexed
from shallcheck.documents.notation import Notation
from shallcheck.model.place import Span

Target = tuple[str, Span]
"""What is named, and where."""

WORDS = {
    "implements": "satisfies",
    "satisfies": "satisfies",
    "verifies": "verifies",
    "validates": "validates",
    "refines": "refines",
    "traces to": "traces",
    "derived from": "derived-from",
}
"""Our own markers, written with a colon (`Implements: SYS-012`), and the type of their links."""
_OPEN = r"(?:(?<![\w\"'`.$-])|(?<=\"\"\")|(?<='''))"
"""Before a marker: what is quoted is spoken of, but a documentation string begins behind three quotation marks."""
LONGEST_LIST = 1000
"""Code points of the identifiers behind one marker, or of the arguments of one annotation."""


class Marker(NamedTuple):
    """One marker; places are those of the text."""

    at: int
    """Where the comment or the annotation begins that holds it: what it stands in or above is what it speaks of."""
    targets: tuple[Target, ...]
    type: str = ""
    """The type of its links; empty: where it stands tells it."""
    whole_file: bool = False
    """It speaks of the file and not of what it stands in."""
    excuse: Span | None = None
    """Why the code has no link (`lobster-exclude`)."""
    title: str = ""
    """Of a one-line need, its title; with it `label` and `place`, what the need is called."""
    label: str = ""
    place: Span = Span(0, 0)
    tests: bool = False
    """What it stands in is a test, as it says itself."""
    version: str = ""
    """Which version of what it names it was written for; empty: it does not say."""


class _Prose(NamedTuple):
    """The text of all comments; what is no comment is hidden, and every offset is that of the text."""

    text: str
    comments: Sequence[Span]
    notation: Notation
    words: tuple[str, ...]


_SEPARATOR = r"[ \t]*(?:,|;|&|\band\b)[ \t]*(?:and\b[ \t]*)?(?:\r?\n[ \t]*(?:\*|\#+|//+[/!]?|--+|;+|%+)?[ \t]*)?"
"""Between identifiers; behind one a list may go on in the comment's next line."""
_SEPARATED = re.compile(_SEPARATOR + r"|[ \t]+")
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,3}(?![\w.]*\w)")
_SPACED = re.compile(r"(?:kiro|speckit|openspec|code):[\w./:-]*\w|[a-zA-Z]\w*~[\w.-]+~\d+")
"""Identifiers of the workspace with their namespace, and those of OpenFastTrace."""
_PLAIN = re.compile(r"[A-Za-z_](?:[\w./:~-]*\w)?")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+")
_RELATION = re.compile(r"@relation[ \t]*\(([^()\0]{1,1000})\)")
_COVERAGE = re.compile(
    r"\[[ \t]*(?P<type>[A-Za-z]\w{0,30})(?:~[\w.-]{0,200}~\d{0,9})?[ \t]*->[ \t]*"
    r"(?P<targets>[A-Za-z]\w{0,30}~[^\]\r\n\0>]{1,500}?)[ \t]*(?:>>[\w, \t]{0,200})?\]"
)
_LOBSTER = re.compile(r"\blobster-(?:trace:[ \t]*(?P<trace>\S)|exclude:[ \t]*(?P<reason>[^\r\n\0]{1,500}))")
_NEED_IDS = re.compile(r"@need-ids:[ \t]*(?=\S)")
_ONE_LINE = re.compile(
    r"^[ \t\0]*(?:\#+|//[/!]?|/?\*+|--+)?[ \t]*@(?P<title>[A-Za-z][^,@\r\n\0]{0,200}),[ \t]*(?P<id>[A-Za-z][\w.-]{0,80})"
    r"(?:,[ \t]*(?P<type>[a-z]\w{0,30}))?(?:,[ \t]*\[(?P<links>[^\[\]\r\n\0]{0,500})\])?[ \t]*(?:\*/)?[ \t\0]*$",
    re.MULTILINE,
)
_TRACEY = re.compile(
    r"(?<![\w.\]`])(?:[a-z][a-z0-9_]{0,20}\[(?P<verb>impl|verify|depends|related)[ \t]+|r\[(?=[\w-]+\.))"
    r"(?P<targets>[\w-]+(?:\.[\w-]+){0,12}(?:\+\d{1,6})?)\]"
)
_FEATURE = re.compile(r"\bFeature:[ \t]*([a-z0-9]+(?:-[a-z0-9]+)*)\b(?![ \t]+\w)")
_DOC_TAG = re.compile(r"^[^\w\r\n]{0,80}?@(?P<name>Requirements|SVCs)[ \t]+(?=[A-Za-z])", re.MULTILINE)
_NAMED = re.compile(r"(?:requirements?|svcs?)", re.IGNORECASE)
_ARGUMENT_OF = re.compile(r"(\w+)[ \t]*[:=]\s*$")
_VALUES = frozenset({"id", "ids", "value", "values", "requirement", "requirements"})
_PARENTHESIS = re.compile(r"[()]")
_LITERAL = re.compile(r"(?s)[@$a-zA-Z]{0,3}(\"\"\"|'''|[\"'`])(.*)\1")
TITLED = re.compile(
    r"\b(?:it|test|describe|context|specify|scenario|Scenario|feature|suite|t\.Run|TEST_CASE|SECTION)(?:\.[a-z]\w{0,20}){0,2}"
    r"[ \t]*\(?[ \t]*(?=\")"
)
"""A call whose first argument is the title of a test."""
_TESTS = re.compile(r"test|verif|svc", re.IGNORECASE)


@lru_cache(maxsize=8)
def may_hold(words: tuple[str, ...] = ()) -> Callable[[bytes], object]:
    """A quick look whether bytes (in any encoding that contains ASCII) can hold a marker at all; `words`: the project's own."""
    own = "|".join(re.escape(word).replace(r"\ ", r"[ \t]+") for word in (*WORDS, *words))
    pattern = (
        rf"(?i:{own})[ \t]*:|@relation|@need-ids:|lobster-(?:trace|exclude):|\[[ \t]*\w+(?:~[\w.~-]*)?[ \t]*->"
        r"|\[(?:impl|verify|depends|related)[ \t]|\br\[[\w-]+\.|@[A-Za-z][^,@\r\n]*,[ \t]*[A-Za-z][\w.-]*,[ \t]*(?:[a-z]\w*|\[)"
        rf"|[@.\[:](?i:{'|'.join(['requirements?', 'svcs?', 'implements', 'verifies', *map(re.escape, words)])})[ \t]*[( \t]"
    )
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    search: Callable[[bytes], object] = re2.compile(pattern.encode(), options).search
    return search


def find_markers(text: str, lexed: Lexed, notation: Notation, words: tuple[str, ...] = ()) -> list[Marker]:
    """The markers of a text, in their order."""
    titles = [title for match in TITLED.finditer(lexed.code) if (title := title_at(lexed, match.end())) is not None]
    spans = sorted({*lexed.comments, *titles})
    prose = _Prose(_shown(text, spans), spans, notation, words)
    found = [marker for find in MARKERS for marker in find(prose)]
    found += _annotations(text, lexed, notation, words)
    return sorted(found, key=lambda each: (each.targets[0][1] if each.targets else each.place, each.at))


def _shown(text: str, spans: Sequence[Span]) -> str:
    """The text within spans; the rest is hidden, but for blanks and line breaks."""
    out: list[str] = []
    at = 0
    for start, end in spans:
        out.append(re.sub(r"\S", "\0", text[at:start]))
        out.append(text[max(at, start) : end])
        at = max(at, end)
    return "".join([*out, re.sub(r"\S", "\0", text[at:])])


def title_at(lexed: Lexed, at: int) -> Span | None:
    """The words of the string literal at a place, without its quotation marks; None where it has no words."""
    index = bisect_right(lexed.strings, at, key=lambda span: span.start) - 1
    if index < 0 or not lexed.strings[index].start + 2 < lexed.strings[index].end > at:
        return None
    return Span(lexed.strings[index].start + 1, lexed.strings[index].end - 1)


def _begin(prose: _Prose, at: int) -> int:
    """Where the comment around `at` begins."""
    index = bisect_right(prose.comments, at, key=lambda span: span.start) - 1
    return prose.comments[index].start if index >= 0 else at


def _listed(text: str, at: int, item: Callable[[str, int], Span | None]) -> tuple[Target, ...]:
    """The identifiers of a list that begins at `at`, up to the first thing that is none."""
    out: list[Target] = []
    end = at + LONGEST_LIST
    while at < end and (span := item(text, at)) is not None:
        out.append((span.of(text), span))
        behind = _SEPARATED.match(text, span.end, end)
        if behind is None:
            break
        at = behind.end()
    return tuple(out)


def _matched(*patterns: re.Pattern[str]) -> Callable[[str, int], Span | None]:
    def item(text: str, at: int) -> Span | None:
        return next((Span(*match.span()) for pattern in patterns if (match := pattern.match(text, at, at + 200))), None)

    return item


def _within(text: str, start: int, end: int, pattern: re.Pattern[str]) -> tuple[Target, ...]:
    """The parts of a list between commas that are identifiers as a whole."""
    out = []
    for match in re.finditer(r"[^,;\s][^,;\r\n]*", text[start:end]):
        place = Span(match.start() + start, match.start() + start + len(match[0].rstrip()))
        if pattern.fullmatch(place.of(text)):
            out.append((place.of(text), place))
    return tuple(out)


# -- the notations, each a function from the comments to the markers -----------------------------------------------------


def _own(prose: _Prose) -> Iterator[Marker]:
    """`Implements: SYS-012, SYS-013` and the project's own words; `Validates: Requirements 1.1, 1.2` of Kiro, in the feature that
    a comment before it (`Feature: undo-redo`) names."""
    text, notation = prose.text, prose.notation
    features = [(match.start(), match[1]) for match in _FEATURE.finditer(text)]

    def item(text: str, at: int) -> Span | None:
        other = _SPACED.match(text, at, at + 200)
        if other:
            return Span(*other.span())
        found = next(iter(notation.find(text, at, min(len(text), at + 200))), None)
        return found if found and found.start == at else None

    for match in _own_words(prose.words).finditer(text):
        kind = WORDS.get(" ".join(match["word"].lower().split()), "")
        if match["numbered"]:
            targets = _listed(text, match.end(), lambda text, at: item(text, at) or _matched(_NUMBER)(text, at))
            nearest = max(0, bisect_left(features, (match.start(), "")) - 1)
            feature = features[nearest][1] if features else ""
            targets = tuple((_in_feature(name, feature), place) for name, place in targets)
        else:
            targets = _listed(text, match.end(), item)
        if targets:
            yield Marker(_begin(prose, match.start()), targets, kind)


def _in_feature(name: str, feature: str) -> str:
    return f"kiro:{feature}/{name}" if feature and name[:1].isdigit() else name


@lru_cache(maxsize=8)
def _own_words(words: tuple[str, ...]) -> re.Pattern[str]:
    own = "|".join(re.escape(word).replace(r"\ ", r"[ \t]+") for word in (*WORDS, *words))
    return re.compile(
        rf"{_OPEN}(?P<word>{own})[ \t]*:[ \t]*\*{{0,2}}[ \t]*(?P<numbered>Requirements?\b[ \t]*:?[ \t]*)?(?=\S)",
        re.IGNORECASE,
    )


def _relations(prose: _Prose) -> Iterator[Marker]:
    """`@relation(REQ-1, REQ-2, scope=function, role=Implementation)` of StrictDoc."""
    for match in _RELATION.finditer(prose.text):
        options = dict(re.findall(r"(\w+)[ \t]*=[ \t]*(\w+)", match[1]))
        role = options.get("role", "")
        kind = "verifies" if _TESTS.search(role) else "satisfies" if role.lower().startswith("impl") else ""
        targets = _within(prose.text, *match.span(1), _PLAIN)
        if targets:
            yield Marker(_begin(prose, match.start()), targets, kind, whole_file=options.get("scope") == "file")


def _coverage(prose: _Prose) -> Iterator[Marker]:
    """`[impl->dsn~name~1]` of OpenFastTrace, also with what it forwards to (`>>utest`)."""
    for match in _COVERAGE.finditer(prose.text):
        targets = _within(prose.text, *match.span("targets"), _SPACED)
        if targets:
            tests = "test" in match["type"].lower()
            yield Marker(_begin(prose, match.start()), targets, "verifies" if tests else "satisfies", tests=tests)


def _lobster(prose: _Prose) -> Iterator[Marker]:
    """`lobster-trace: package.item` and `lobster-exclude: reason`."""
    for match in _LOBSTER.finditer(prose.text):
        begin = _begin(prose, match.start())
        if match["reason"]:
            start, end = match.span("reason")
            yield Marker(begin, (), excuse=Span(start, start + len(match["reason"].rstrip(" \t*/"))), place=Span(start, end))
        elif targets := _listed(prose.text, match.start("trace"), _matched(_DOTTED)):
            yield Marker(begin, targets)


def _need_ids(prose: _Prose) -> Iterator[Marker]:
    """`@need-ids: A, B` of sphinx-codelinks."""
    for match in _NEED_IDS.finditer(prose.text):
        if targets := _listed(prose.text, match.end(), _matched(_PLAIN)):
            yield Marker(_begin(prose, match.start()), targets)


def _one_line(prose: _Prose) -> Iterator[Marker]:
    """`# @Title, ID, impl, [LINKS]`: a need of sphinx-codelinks that the comment itself defines."""
    for match in _ONE_LINE.finditer(prose.text):
        if match["links"] is None and not (match["type"] and prose.notation.is_identifier(match["id"])):
            continue
        links = _within(prose.text, *match.span("links"), _PLAIN) if match["links"] else ()
        tests = _TESTS.search(match["type"] or "") is not None
        yield Marker(
            _begin(prose, match.start("title")),
            links,
            title=match["title"].strip(),
            label=match["id"],
            place=Span(*match.span("id")),
            tests=tests,
        )


def _tracey(prose: _Prose) -> Iterator[Marker]:
    """`r[impl auth.login]` and `r[verify auth.login+2]` of tracey; without a verb it is an implementation."""
    kinds = {"verify": "verifies", "depends": "traces", "related": "mentions"}
    for match in _TRACEY.finditer(prose.text):
        start = match.start("targets")
        target, _, version = match["targets"].partition("+")
        kind = kinds.get(match["verb"] or "", "satisfies")
        named = ((target, Span(start, start + len(target))),)
        yield Marker(_begin(prose, match.start()), named, kind, tests=match["verb"] == "verify", version=version or "1")


def _doc_tags(prose: _Prose) -> Iterator[Marker]:
    """`@Requirements REQ_1, REQ_2` and `@SVCs SVC_1` of reqstool, where a language has no annotations."""
    for match in _DOC_TAG.finditer(prose.text):
        targets = _listed(prose.text, match.end(), _matched(_PLAIN))
        targets = tuple(each for each in targets if any(char.isdigit() for char in each[0]))
        if targets:
            yield Marker(_begin(prose, match.start()), targets, "verifies" if match["name"] == "SVCs" else "")


MARKERS: tuple[Callable[[_Prose], Iterator[Marker]], ...] = (
    _own,
    _relations,
    _coverage,
    _lobster,
    _need_ids,
    _one_line,
    _tracey,
    _doc_tags,
)
"""The notations in comments."""


# -- annotations ---------------------------------------------------------------------------------------------------------


def _annotations(text: str, lexed: Lexed, notation: Notation, words: tuple[str, ...]) -> Iterator[Marker]:
    """`@pytest.mark.requirement("SYS-012")`, `@Requirements({"SYS-1", "SYS-2"})`, `@SVCs("SVC_1")`, `#[requirement("SYS-1")]`."""
    for match in _annotation(words).finditer(lexed.code):
        end = closing(lexed.code, match.end())
        targets: list[Target] = []
        first = bisect_left(lexed.strings, match.end(), key=lambda span: span.start)
        for span in islice(lexed.strings, first, None):
            if span.end > end:
                break
            if _is_value(lexed.code, match.end(), span.start):
                targets += _contents(text, span)
        if targets:
            name = match["name"].lower()
            kind = WORDS.get(name, "verifies" if name.startswith("svc") or "pytest" in match[0] else "")
            yield Marker(match.start(), tuple(targets), kind, tests="pytest" in match[0])


@lru_cache(maxsize=8)
def _annotation(words: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(
        ["requirements?", "svcs?", "implements", "verifies", *(re.escape(word) for word in words if " " not in word)]
    )
    return re.compile(
        rf"(?:@(?:[A-Za-z_]\w*\.){{0,5}}|\bpytest\.mark\.|\[[ \t]*(?:[A-Za-z_]\w*(?:\.|::)){{0,5}})(?P<name>(?i:{names}))\s*\("
    )


def closing(code: str, at: int) -> int:
    """Where the parenthesis ends that was opened before `at`; as far as is looked, where it does not end."""
    depth, end = 1, min(len(code), at + LONGEST_LIST)
    for match in _PARENTHESIS.finditer(code, at, end):
        depth += 1 if match[0] == "(" else -1
        if not depth:
            return match.start()
    return end


def _is_value(code: str, start: int, at: int) -> bool:
    """Whether a string is an identifier's place among the arguments, and not a reason or a description."""
    argument = _ARGUMENT_OF.search(code, start, at)
    return argument is None or argument[1].lower() in _VALUES


def _contents(text: str, span: Span) -> tuple[Target, ...]:
    literal = _LITERAL.fullmatch(span.of(text))
    if literal is None:
        return ()
    start, end = literal.span(2)
    return _within(text, span.start + start, span.start + end, _PLAIN)

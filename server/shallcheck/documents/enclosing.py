"""Which function or class a place of source code stands in: definitions found by the words that open them, and by the braces
or the indentation that ends them.

This works on code without comments and strings, where a brace is a brace. It knows no language's grammar: a definition that it
does not see makes a marker belong to what is around it, which is less exact and not wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shallcheck.documents.languages import Blocks, Language, Lexed
from shallcheck.documents.markers import TITLED, closing, title_at
from shallcheck.model.place import Span

_HEADER = 2000
"""Code points before an opening brace that may belong to what it opens."""
_DEEPEST = 12
"""Definitions in one another; what stands deeper belongs to the last of them."""
_LINES = 12
"""Lines of a definition's header."""
_NAME = r"[A-Za-z_$][\w$]*"
_QUALIFIED = rf"~?{_NAME}(?:(?:::|\.)~?{_NAME})*"
_TYPE = re.compile(
    rf"\b(?:class|struct|interface|enum|trait|impl|namespace|module|object|record|protocol|extension|union|actor|contract|mixin|library)"
    rf"\b(?:\s+(?:class|struct))?(?:\s*<[^<>{{}}]*>)?\s+(?:[^{{}};()=]*?\bfor\s+)?(?P<name>{_QUALIFIED})(?=\s*(?:$|[<:({{,]|(?:extends|"
    r"implements|with|where|final|permits|is)\b))"
)
_FUNCTION = re.compile(
    rf"\b(?:fn|func|function|fun|def|sub|task|modifier)\b\s*\*?\s*(?P<receiver>\([^()]*\)\s*)?(?:<[^<>]*>\s*)?(?P<name>{_QUALIFIED})"
)
_GO_TYPE = re.compile(rf"\btype\s+(?P<name>{_NAME})(?:\[[^\[\]]*\])?\s+(?:struct|interface)\b")
_ARROW = re.compile(
    rf"(?P<name>{_NAME})\s*(?::[^=(){{}};]*)?[=:]\s*(?:async\s+)?(?:function\b\s*\*?\s*\([^{{}}]*\)[^{{}}()=]*|(?:\([^{{}}]*\)|{_NAME})\s*(?::[^{{}}=]+)?=>\s*)$"
)
_CALLED = re.compile(rf"(?P<name>{_QUALIFIED})\s*(?:<[^<>(){{}}]*>)?\s*\(")
_CLOSED = re.compile(r"\)[^(){};=]*(?:\([^(){};=]*\)[^(){};=]*)*$")
_INNER = re.compile(r"\{[^{}]*\}")
_VALUE = tuple(":=(,|&[<")
"""Behind one of these a brace opens a value or a type, amid the statement."""
_LONGEST_TITLE = 300
"""Characters of a test's title that belong to its name."""
_ANNOTATION = re.compile(
    r"@[A-Za-z_][\w.]*(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))?|#!?\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]|^[ \t]*\[[^\[\]\n]*\]",
    re.MULTILINE,
)
_ANNOTATED = re.compile(r"@[A-Za-z_][\w.]*[ \t]*\(")
_NO_NAME = frozenset(
    "if for while switch catch foreach return match when with using lock synchronized elif unless until else do try throw"
    " new await sizeof typeof assert guard loop select case super this __attribute__ __declspec decltype noexcept alignas alignof"
    " require print echo and or not in".split()
)
_MACRO = re.compile(r"(?:[A-Z]+_)*TEST(?:_[A-Z]+)*\s*\((?P<names>[^()]*)\)\s*$")
_TEST = re.compile(r"(?:test|Test)(?=[A-Z_\d]|$)")
_TEST_MARK = re.compile(
    r"@(?:Test|ParameterizedTest|RepeatedTest)\b|#\[(?:\w+::)*test\b|\[(?:Fact|Theory|Test|TestMethod|TestCase)\b"
)
_LINE_HEAD = re.compile(
    rf"(?P<indent>[ \t]*)(?:(?:async|local|private|public|protected|export|pure|recursive|abstract|static)[ \t]+)*"
    rf"(?P<word>def|defp|defmacro|class|module|defmodule|function|func|proc|procedure|subroutine|package(?:[ \t]+body)?|struct|"
    rf"enum|entity|architecture|task|cdef[ \t]+class)[ \t]+(?:self\.)?(?P<name>{_NAME}(?:(?:::|\.|:){_NAME})*[?!]?)"
)
_FIRST = re.compile(r"[^ \t\r\n]")
_NOWHERE = Span(0, 0)
_JOINT = re.compile(r"::|\.|:")


@dataclass(slots=True)
class Definition:
    """A function, a class or a test; places are those of the text."""

    name: str
    """With those that it stands in: `Logger.read`."""
    place: Span
    """Its own name, as written."""
    extent: Span
    """From the first comment or annotation right above it to its end."""
    test: bool = False
    """It is a test, or stands in one."""


@dataclass(slots=True)
class _Open:
    """A block whose end is still to come. `names` is empty where it defines nothing."""

    start: int
    names: tuple[str, ...] = ()
    place: Span = _NOWHERE
    test: bool = False
    indent: int = 0
    boundary: int = 0
    """Where the statement begins that it stands in."""


def definitions(text: str, code: Lexed, language: Language) -> list[Definition]:
    """The definitions of a text, each before those that stand in it."""
    finder = {Blocks.BRACES: _by_braces, Blocks.INDENTATION: _by_indentation, Blocks.NONE: _none}[language.blocks]
    lines = _Lines(text, code)
    found = [_with_comments(each, lines) for each in finder(text, code, lines)]
    return sorted(found, key=lambda each: (each.extent.start, -each.extent.end))


def enclosing(found: Sequence[Definition], places: Sequence[int]) -> dict[int, int | None]:
    """For each place, the innermost of some definitions (in their order) that it stands in or right above; its index."""
    out: dict[int, int | None] = {}
    around: list[int] = []
    following = 0
    for at in sorted(set(places)):
        while following < len(found) and found[following].extent.start <= at:
            around.append(following)
            following += 1
        while around and found[around[-1]].extent.end <= at:
            around.pop()
        out[at] = around[-1] if around else None
    return out


class _Lines:
    """The lines of a text, as the search for a definition's beginning needs them."""

    def __init__(self, text: str, lexed: Lexed) -> None:
        self.text, self.code = text, lexed.code
        self.starts = [0, *(match.end() for match in re.finditer(r"\n", text))]

    def number(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1

    def end(self, number: int) -> int:
        return self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)

    def holds_only_comment(self, number: int) -> bool:
        start, end = self.starts[number], self.end(number)
        shown = self.text[start:end].strip()
        return bool(shown) and not self.code[start:end].strip() and not shown.startswith("//!")


def _with_comments(one: Definition, lines: _Lines) -> Definition:
    """The definition with the comment right above it."""
    number = lines.number(one.extent.start)
    while number > 0 and lines.holds_only_comment(number - 1):
        number -= 1
    start = lines.starts[number] if number < lines.number(one.extent.start) else one.extent.start
    one.extent = Span(min(start, one.extent.start), one.extent.end)
    return one


def _none(text: str, lexed: Lexed, lines: _Lines) -> Iterator[Definition]:
    return iter(())


# -- braces ------------------------------------------------------------------------------------------------------------


def _by_braces(text: str, lexed: Lexed, lines: _Lines) -> Iterator[Definition]:
    stack: list[_Open] = []
    boundary = 0
    for match in re.finditer(r"[{};]", _without_arguments(lexed.code)):
        at = match.start()
        if match[0] == "{":
            stack.append(_opened(text, lexed, lines, max(boundary, at - _HEADER), at))
            stack[-1].boundary = boundary
        elif match[0] == "}" and stack:
            block = stack[-1]
            yield from _closed(stack, at + 1)
            if not block.names and lexed.code[max(0, block.start - 80) : block.start].rstrip()[-1:] in _VALUE:
                boundary = block.boundary
                continue
        boundary = at + 1
    while stack:
        yield from _closed(stack, len(text))


def _without_arguments(code: str) -> str:
    """The code with no braces in the arguments of annotations: `@Requirements({"A", "B"})` opens no block."""
    pieces = []
    at = 0
    for match in _ANNOTATED.finditer(code):
        if match.start() < at:
            continue
        end = closing(code, match.end())
        inside = code[match.end() : end]
        pieces += [code[at : match.end()], re.sub("[{};]", " ", inside)]
        at = end
    return "".join([*pieces, code[at:]])


def _closed(stack: list[_Open], end: int) -> Iterator[Definition]:
    block = stack.pop()
    if block.names and len(stack) <= _DEEPEST:
        names = [name for outer in stack for name in outer.names]
        test = block.test or any(outer.test for outer in stack)
        yield Definition(".".join([*names, *block.names]), block.place, Span(block.start, end), test)


def _opened(text: str, lexed: Lexed, lines: _Lines, start: int, at: int) -> _Open:
    """What an opening brace opens, told by the code between the last boundary and the brace."""
    whole = lexed.code[start:at]
    head = _ANNOTATION.sub(_blanked, _INNER.sub(_blanked, whole))
    header = _header(head)
    begin = start + header
    own = head[header:]
    named = _named(text, lexed, own, begin)
    if named is None:
        return _Open(at)
    names, place, test = named
    marks = _marks_before(whole, header)
    test = test or _TEST_MARK.search(whole, marks) is not None
    first = _FIRST.search(whole, marks)
    return _Open(start + (first.start() if first else header), names, place, test)


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _header(head: str) -> int:
    """Where the line begins with which the header of a block begins: its parentheses are balanced from there on."""
    at = len(head.rstrip())
    for _ in range(_LINES):
        at = head.rfind("\n", 0, at) + 1
        own = head[at:].strip()
        if at == 0 or (
            own and own[0] not in ":,)" and own.count("(") >= own.count(")") and not own.startswith(("throws", "where"))
        ):
            return at
        at -= 1
    return at + 1


def _marks_before(whole: str, header: int) -> int:
    """Where the annotations on the lines before a header begin."""
    start = header
    for match in reversed(list(_ANNOTATION.finditer(whole, 0, header))):
        if whole[match.end() : start].strip():
            break
        start = match.start()
    return start


def _named(text: str, lexed: Lexed, own: str, begin: int) -> tuple[tuple[str, ...], Span, bool] | None:
    """The names that a header gives its block, the last one's place, and whether it is a test; None: it defines nothing."""
    titled = list(TITLED.finditer(own))
    if titled and own.count("(") > own.count(")"):
        place = title_at(lexed, begin + titled[-1].end())
        return ((_title(place, text),), place, True) if place else None
    macro = _MACRO.search(own)
    if macro:
        names = tuple(each.strip() for each in macro["names"].split(",") if re.fullmatch(_NAME, each.strip()))
        return (names, Span(*macro.span("names")).shifted(begin), True) if names else None
    for pattern in (_FUNCTION, _GO_TYPE, _TYPE, _ARROW):
        match = pattern.search(own)
        if match and (pattern in (_FUNCTION, _ARROW) or not own.rstrip().endswith("=")):
            before = re.findall(_NAME, match["receiver"])[-1:] if pattern is _FUNCTION and match["receiver"] else []
            return _found(match, begin, tuple(before), _TEST.match(match["name"]) is not None and pattern in (_FUNCTION, _ARROW))
    if own.count("(") != own.count(")") or not _CLOSED.search(own):
        return None
    match = _CALLED.search(own)
    if match is None or match["name"] in _NO_NAME or re.search(r"\b(?:new|return|await|throw)\s*$|[=?]", own[: match.start()]):
        return None
    return _found(match, begin, (), _TEST.match(match["name"]) is not None)


def _title(place: Span, text: str) -> str:
    """The title of a test, whole: test results name it so."""
    return " ".join(place.of(text).split())[:_LONGEST_TITLE]


def _found(match: re.Match[str], begin: int, before: tuple[str, ...], test: bool) -> tuple[tuple[str, ...], Span, bool]:
    names = tuple(each for each in _JOINT.split(match["name"]) if each)
    return (*before, *names), Span(*match.span("name")).shifted(begin), test


# -- indentation -------------------------------------------------------------------------------------------------------


def _by_indentation(text: str, lexed: Lexed, lines: _Lines) -> Iterator[Definition]:
    stack: list[_Open] = []
    marks: tuple[int, int] | None = None
    """The indentation and the start of the annotations whose definition is still to come."""
    depth = last = 0
    inside = _comment_starts(lexed, lines)
    for number, start in enumerate(lines.starts):
        end = lines.end(number)
        code = lexed.code[start:end]
        first = _FIRST.search(code)
        if first is None:
            # A comment or the text of documentation belongs to the block that it is indented in.
            shown = _FIRST.search(text, start, end)
            if shown and (start in inside or (stack and shown.start() - start > stack[-1].indent)):
                last = end
            continue
        indent = first.start()
        continues = depth > 0 or code[indent] in ')]}"'
        depth = max(0, depth + sum(map(code.count, "([{")) - sum(map(code.count, ")]}")))
        if continues:
            last = end
            continue
        closes = code[indent:].split(None, 1)[0].lower().rstrip(";") in ("end", "end.")
        while stack and indent <= stack[-1].indent:
            own = closes and indent == stack[-1].indent
            yield from _closed(stack, end if own else last)
            if own:
                break
        last = end
        if code[indent] == "@":
            marks = marks if marks and marks[0] == indent else (indent, start + indent)
            continue
        opened = _opened_line(text, lexed, code, start, indent)
        if opened is not None:
            if marks and marks[0] == indent:
                opened.start = marks[1]
            stack.append(opened)
        marks = marks if marks and indent > marks[0] else None
    while stack:
        yield from _closed(stack, last)


def _comment_starts(lexed: Lexed, lines: _Lines) -> set[int]:
    """The starts of the lines that begin within a comment."""
    found: set[int] = set()
    for start, end in lexed.comments:
        first = bisect_right(lines.starts, start)
        found.update(lines.starts[first : bisect_right(lines.starts, end - 1)])
    return found


def _opened_line(text: str, lexed: Lexed, code: str, start: int, indent: int) -> _Open | None:
    """What a line opens that is indented by `indent`."""
    titled = TITLED.match(code, indent)
    if titled and re.search(r"\bdo\b", code):
        place = title_at(lexed, start + titled.end())
        return _Open(start + indent, (_title(place, text),), place, True, indent) if place else None
    match = _LINE_HEAD.match(code)
    if match is None:
        return None
    names = tuple(each for each in _JOINT.split(match["name"]) if each)
    return _Open(start + indent, names, Span(*match.span("name")).shifted(start), _TEST.match(names[-1]) is not None, indent)

"""Comments that silence rules, in each format's own comment syntax.

    shallcheck-disable AMB001, SNG002 until 2027-01-31: why this is fine
    shallcheck-disable-file AMB001: why this is fine

A format names its syntax (`documents/format.py`), and everything that reads or writes suppressions knows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from shallcheck.model.document import Artifact, Problem, Statement, Suppression
from shallcheck.model.place import Span

WORD = "shallcheck-disable"


class CommentSyntax(NamedTuple):
    """How a comment opens and closes; without a closing it ends with its line."""

    opening: str
    closing: str = ""


HTML = CommentSyntax("<!--", "-->")


class Comment(NamedTuple):
    """A suppression as written. `until` is the date's text, right or wrong; empty where there is none."""

    place: Span
    rules: tuple[str, ...]
    until: str
    reason: str
    whole_file: bool


Covers = Callable[[Span], tuple[Span, tuple[int, ...]]]
"""The place of a comment → what it covers, and the indexes of the artifacts in that."""

_MARK = r"[ \t]*(?:/\*+!?|//+!?|\#+|--+|;+|%+|!+|\(\*|\{-|\*+|'+)[ \t]*"
_SAID = rf"{WORD}(?P<file>-file)?(?![\w-])(?P<rules>[^:\r\n]{{0,200}}?)(?::(?P<reason>[^\r\n]{{0,600}}?))?"
_IN_CODE = re.compile(rf"{_MARK}(?P<said>{_SAID})[ \t]{{0,9}}(?:\*/|\*\)|-\}}|\]\]|=#)?[ \t]*$")


def comments(text: str, syntax: CommentSyntax, start: int = 0) -> Iterator[Comment]:
    """The suppressions in a text, from `start` on."""
    for match in _pattern(syntax).finditer(text, start) if WORD in text else ():
        yield _comment(match, Span(*match.span()))


def comments_in_code(text: str, spans: Iterable[Span]) -> Iterator[Comment]:
    """The suppressions in the comments of source code, whatever the language: each stands behind the mark of a comment, first on
    its line. One that is a comment of its own takes its marks along."""
    for start, end in spans if WORD in text else ():
        inside = text[start:end].rstrip()
        at = start
        for line in inside.splitlines(keepends=True):
            match = _IN_CODE.match(line.rstrip("\r\n"))
            if match:
                alone = len(line) == len(inside)
                yield _comment(match, Span(start, start + len(inside)) if alone else Span(*match.span("said")).shifted(at))
            at += len(line)


def _comment(match: re.Match[str], place: Span) -> Comment:
    words = match["rules"].replace(",", " ").split()
    at = words.index("until") if "until" in words else len(words)
    until = " ".join(words[at + 1 :]) or "nothing" if at < len(words) else ""
    reason = (match["reason"] or "").strip()
    return Comment(place, tuple(words[:at]), until, reason, match["file"] is not None)


def comment_for(syntax: CommentSyntax, rule: str, reason: str) -> str:
    """The comment that silences a rule."""
    words = re.sub(r"-{2,}|>", "–", reason).strip()
    return f"{syntax.opening} {WORD} {rule}: {words} {syntax.closing}".rstrip()


def read_suppressions(
    text: str,
    syntax: CommentSyntax,
    artifacts: Sequence[Artifact],
    statements: Sequence[Statement],
    code: Sequence[Span] = (),
) -> tuple[tuple[Suppression, ...], list[Problem]]:
    """What the comments of a segment silence, and what is wrong with them; those inside `code` are none."""
    found = (each for each in comments(text, syntax) if not any(block.overlaps(each.place) for block in code))
    return taken(found, lambda place: _covered(place, artifacts, statements))


def taken(found: Iterable[Comment], covers: Covers) -> tuple[tuple[Suppression, ...], list[Problem]]:
    """What comments silence, and what is wrong with them."""
    out: list[Suppression] = []
    problems: list[Problem] = []
    for comment in found:
        place = comment.place
        if comment.until and not is_date(comment.until):
            message = f"“until {comment.until}” names no day, so this silences nothing: write one such as 2027-01-31."
            problems.append(Problem("DOC001", message, place))
            continue
        extent, covered = (place, ()) if comment.whole_file else covers(place)
        out.append(Suppression(comment.rules, comment.reason, place, extent, covered, comment.until, comment.whole_file))
    return tuple(out), problems


def _covered(place: Span, artifacts: Sequence[Artifact], statements: Sequence[Statement]) -> tuple[Span, tuple[int, ...]]:
    """What a suppression comment covers: the innermost artifact that it stands in, else the next one, else the next statement."""
    around = [i for i, one in enumerate(artifacts) if one.extent.start <= place.start and place.end <= one.extent.end]
    if around:
        inner = min(around, key=lambda i: artifacts[i].extent.end - artifacts[i].extent.start)
        return artifacts[inner].extent, (inner,)
    after = [i for i, one in enumerate(artifacts) if one.extent.start >= place.end]
    if after:
        following = min(after, key=lambda i: artifacts[i].extent.start)
        return artifacts[following].extent, (following,)
    spans = [Span(one.runs[0].source, one.runs[-1].source + one.runs[-1].length) for one in statements]
    return min((span for span in spans if span.start >= place.end), default=place), ()


def is_date(text: str) -> bool:
    """Whether a text is a day such as 2027-01-31."""
    try:
        return bool(date.fromisoformat(text)) and len(text) == len("2027-01-31")
    except ValueError:
        return False


@cache
def _pattern(syntax: CommentSyntax) -> re.Pattern[str]:
    opening = re.escape(syntax.opening)
    closing = rf"\s{{0,9}}{re.escape(syntax.closing)}" if syntax.closing else r"[ \t]{0,9}(?=[\r\n]|\Z)"
    inside = r"[^<>]" if syntax.closing else r"[^\r\n]"
    rules = r"[^:<>]" if syntax.closing else r"[^:\r\n]"
    return re.compile(
        rf"{opening}[ \t]{{0,9}}{WORD}(?P<file>-file)?(?![\w-])(?P<rules>{rules}{{0,200}}?)"
        rf"(?::(?P<reason>{inside}{{0,600}}?))?{closing}"
    )

"""Comments that silence rules, in each format's own comment syntax.

    shallcheck-disable AMB001, SNG002 until 2027-01-31: why this is fine
    shallcheck-disable-file AMB001: why this is fine

A format adds its syntax to `SYNTAXES`, and everything that reads or writes suppressions knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from shallcheck.model.place import Span

WORD = "shallcheck-disable"


class CommentSyntax(NamedTuple):
    """How a comment opens and closes; without a closing it ends with its line."""

    opening: str
    closing: str = ""


HTML = CommentSyntax("<!--", "-->")
SYNTAXES = {"markdown": HTML, "kiro": HTML, "spec-kit": HTML, "openspec": HTML}
"""By format; one that is missing (statements) has no comments."""


class Comment(NamedTuple):
    """A suppression as written. `until` is the date's text, right or wrong; empty where there is none."""

    place: Span
    rules: tuple[str, ...]
    until: str
    reason: str
    whole_file: bool


def comments(text: str, form: str, start: int = 0) -> Iterator[Comment]:
    """The suppressions in a text of a format, from `start` on."""
    syntax = SYNTAXES.get(form)
    for match in _pattern(syntax).finditer(text, start) if syntax and WORD in text else ():
        words = match["rules"].replace(",", " ").split()
        at = words.index("until") if "until" in words else len(words)
        until = " ".join(words[at + 1 :]) or "nothing" if at < len(words) else ""
        reason = (match["reason"] or "").strip()
        yield Comment(Span(*match.span()), tuple(words[:at]), until, reason, match["file"] is not None)


def comment_for(form: str, rule: str, reason: str) -> str | None:
    """The comment that silences a rule in a format, or None where the format has no comments."""
    syntax = SYNTAXES.get(form)
    if syntax is None:
        return None
    words = re.sub(r"-{2,}|>", "–", reason).strip()
    return f"{syntax.opening} {WORD} {rule}: {words} {syntax.closing}".rstrip()


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

"""AMB003: a list that does not end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import MASK, Analysis
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.modals import MODALS
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.wordlist import Hit, in_condition, load

_CLOSED_SET = re.compile(
    r"\b(?:all|each|every|both|any|no|none|either|neither|entire|whole|complete|full|exactly|only|everything|anything|anywhere|everywhere)\b|\d",
    re.IGNORECASE,
)
_ONE_FORM = re.compile(rf"[\s,:(]*(?:[\"“'‘`]|{MASK}|[-+]?\d|[\w-]+: ?\w|[A-Z]{{2,}}[\w-]*\d)")
"""A value in its written form: quoted, code, a number, a key with its value."""
_CLAUSE = re.compile(rf"[.;:!?](?=\s|$)|\b(?:{MODALS})\b", re.IGNORECASE)
_SEVERAL = re.compile(r",(?!\s*$)|\b(?:and|or|as well as)\b|(?<!s)s\W*$")
"""Behind “including”: several things, or one in the plural."""
_LAST_ITEM = re.compile(r",(?=[^,]*$)\s*")


@rule(
    "AMB003",
    "open-ended-list",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R9", "ISO/IEC/IEEE 29148 5.2.7"),
)
def open_ended_list(statement: Analysis) -> Iterator[Finding]:
    """A list that does not say where it ends. One builder stops at what is named, another goes on, and a tester cannot know when
    everything has been tried.

    Fix: close the list: name every member, or the rule by which something is a member.
    Silent: where the set is already closed and some of it is only pointed out ("all five axes, including roll"), and where an
        example shows one value or form beside the exact demand.
    Poor: The robot arm shall report joint angles, motor currents, {etc.} in each frame.
    Poor: When docked, the tug shall mute sound sources {such as} the horn.
    Poor (must): The archive MUST keep the header fields, {including but not limited to} the sender.
    Good: The robot arm shall report the torque of all six joints, including the wrist roll joint, in each frame.
    Good: The camera shall write the capture time in the format `YYYY-MM-DD`, for example 2031-04-09.
    Good: The museum guide shall offer the tour in French, Dutch and Arabic.
    """
    for hit in load(__package__, "open_ended_list.toml").hits(statement):
        if _is_closed(statement.masked, hit):
            continue
        yield Finding(
            "AMB003",
            hit.span,
            f"“{hit.text.strip()}” leaves the list open, because {hit.group.why}: name every member or the rule of membership.",
            _fixes(statement, hit),
        )


def _is_closed(masked: str, hit: Hit) -> bool:
    if hit.group.name == "example":
        return _illustrates(masked, hit.span)
    if hit.text.lower() != "including":
        return False
    if in_condition(masked, hit.span):
        return True
    before = _before(masked, hit.span.start)
    return _CLOSED_SET.search(before) is not None or _adds_one(before, masked[hit.span.end : hit.span.end + 200])


def _adds_one(before: str, behind: str) -> bool:
    """“the price including tax”: one thing that belongs to one thing, which is no list."""
    item = _CLAUSE.split(behind, maxsplit=1)[0]
    return not _SEVERAL.search(item) and not before.rstrip(" ,(").endswith("s")


def _illustrates(masked: str, span: Span) -> bool:
    """Whether a whole sentence is the example, or the example is one value in its written form."""
    end = _end_before(masked, span.start)
    return not end or masked[end - 1] in ".!?" or _ONE_FORM.match(masked, span.end) is not None


def _end_before(text: str, at: int) -> int:
    """Where what stands in front of a place ends, white space left out."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _before(masked: str, at: int) -> str:
    """The clause in front of a place, at most 60 code points of it."""
    near = max(0, at - 60)
    return masked[max((match.end() for match in _CLAUSE.finditer(masked, near, at)), default=near) : at]


def _fixes(statement: Analysis, hit: Hit) -> tuple[Fix, ...]:
    text, (start, end) = statement.text, hit.span
    if hit.group.name in ("tail", "ellipsis"):
        return _closed_tail(text, hit.span)
    if hit.text.lower() in ("such as", "e.g.", "for example", "for instance", "including"):
        end_before = _end_before(text, start)
        lead = "" if text[end_before - 1 : end_before] in (",", "(", "–", "—") else ","
        begin = end_before if lead else start
        return (Fix("Close the list with what it names", (Edit(begin, end, f"{lead} namely" if lead else "namely"),)),)
    return ()


def _closed_tail(text: str, span: Span) -> tuple[Fix, ...]:
    """“keys, certificates, etc.” becomes “keys and certificates”, or ends in a placeholder for the rest."""
    end = _end_before(text, span.start)
    head = text[: _end_before(text, end - 1) if text[end - 1 : end] == "," else end]
    stop = "." if text[span.start : span.end].endswith(".") and not text[span.end :].strip() else ""
    word = "or" if text[span.start : span.end].lower().startswith("or ") else "and"
    rest = Fix("Name the rest of the list", (Edit(len(head), span.end, f" {word} <closed list>{stop}"),))
    comma = _LAST_ITEM.search(head)
    if comma is None:
        return (rest,)
    item = head[comma.end() :]
    joined = item if re.match(r"(?:and|or)\b", item) else f"{word} {item}"
    return (Fix("Close the list with what it names", (Edit(comma.start(), span.end, f" {joined}{stop}"),)), rest)

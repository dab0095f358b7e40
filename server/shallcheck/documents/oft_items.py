"""OpenFastTrace's notation, line by line: identifiers with revisions, keys, forwarding, and what an item's type says it is."""

from __future__ import annotations

import re

from shallcheck.documents.source import line_end, line_start
from shallcheck.model.kinds import Kind, Level

_NAME = r"[^\W\d_][\w-]*(?:\.[\w-]+)*"
_ID = rf"[A-Za-z]+~{_NAME}~\d+"
IDENTIFIER = re.compile(rf"(?<![\w~]){_ID}(?![\w~])")
UNREVISED = re.compile(rf"(?<![\w~])[A-Za-z]+~{_NAME}(?![\w~-]|\.\w)")
"""An identifier that lacks its revision."""
ID_LINE = re.compile(rf"`?(?P<id>{_ID})`?(?![\w~])")
BOLD_LINE = re.compile(rf"(?:\*\*|__)`?(?P<id>{_ID})`?(?:\*\*|__)[ \t]*$")
UNREVISED_LINE = re.compile(rf"(?:\*\*|__)?`?(?P<id>[A-Za-z]+~{_NAME})`?(?:\*\*|__)?[ \t]*$")
FORWARD = re.compile(
    rf"(?P<skipped>[A-Za-z]+)[ \t]*-->[ \t]*(?P<needs>[A-Za-z]+(?:,[ \t]*[A-Za-z]+)*)[ \t]*:[ \t]*`?(?P<id>{_ID})(?![\w~])"
)
_KEYS = "Needs|Covers|Depends|Rationale|Comment|Description|Tags|Status"
KEY = re.compile(rf"(?P<key>{_KEYS}):[ \t]*(?P<value>.*)$", re.DOTALL)
LIKE_KEY = re.compile(
    rf"(?P<open>\*\*|__)?(?P<key>{_KEYS})[ \t]*(?:\*\*|__)?[ \t]*:[ \t]*(?(open)(?:\*\*|__)?)[ \t]*(?P<value>.*)$",
    re.DOTALL | re.IGNORECASE,
)
"""A key as people write it: bold, in small letters, with a space before its colon."""
STATUS = ("approved", "proposed", "draft", "rejected")
TYPES = re.compile(r"\w+[ \t]*(?:,[ \t]*\w+[ \t]*)*$")
"""What `Needs:` and `Tags:` hold on their line."""
UNDERLINE = re.compile(r"^([-=`:.'\"~^_*+#<>])\1{2,}[ \t]*$", re.MULTILINE)
"""A line that makes the line above a title, in reStructuredText."""

_SWITCH = re.compile(r"oft:(on|off)\b")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)?")
_VISIBLE = re.compile(r"[^\r\n]")
_SIGN = re.compile(
    rf"^(?:`?{_ID}`?|(?:\*\*|__)`?{_ID}`?(?:\*\*|__)|`?[A-Za-z]+[ \t]*-->[^:\r\n]{{1,80}}:[ \t]*`?{_ID}`?)[ \t]*\r?$",
    re.MULTILINE,
)
_MIDDLE = re.compile(rf"~{_NAME}~\d")
_FENCED = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\r\n]*$.*?(?:^ {0,3}(?P=fence)|\Z)", re.MULTILINE | re.DOTALL)
_KINDS: tuple[tuple[re.Pattern[str], Kind, Level], ...] = (
    (re.compile(r"test|tst$|^tc$", re.IGNORECASE), Kind.TEST, Level.TESTS),
    (re.compile(r"^(?:impl|code|src|bld)$", re.IGNORECASE), Kind.CODE, Level.CODE),
    (re.compile(r"^(?:feat|feature|need|goal|uc|usecase|stk|stkh)$", re.IGNORECASE), Kind.NEED, Level.NEEDS),
    (re.compile(r"^(?:dsn|design|arch|sad|swa|swad|comp|dd)$", re.IGNORECASE), Kind.ARCHITECTURE, Level.ARCHITECTURE),
    (re.compile(r"^(?:constr?|constraint)$", re.IGNORECASE), Kind.CONSTRAINT, Level.REQUIREMENTS),
    (re.compile(r"^(?:uman|oman|man|doc|note|info)$", re.IGNORECASE), Kind.NOTE, Level.REQUIREMENTS),
)


def nature(label: str) -> tuple[Kind, Level]:
    """What the type at the head of an identifier says of its item: dsn is design, utest a test; else it is a requirement."""
    kind = label.partition("~")[0]
    return next(((what, level) for look, what, level in _KINDS if look.search(kind)), (Kind.REQUIREMENT, Level.REQUIREMENTS))


def covering(kind: Kind) -> str:
    """The type of the links by which an item covers others."""
    return "verifies" if kind is Kind.TEST else "satisfies"


def holds_items(text: str, rst: bool) -> bool:
    """Whether a line of a text defines or forwards an item, outside of code."""
    return _is_signed(text) and (rst or _is_signed(_FENCED.sub("", text)))


def _is_signed(text: str) -> bool:
    """Whether a line is an item's: looked for from the middle of an identifier, which is quicker than line by line."""
    done = 0
    for middle in _MIDDLE.finditer(text):
        if middle.start() < done:
            continue
        if _SIGN.match(text, line_start(text, middle.start())):
            return True
        done = line_end(text, middle.start())
    return False


def is_heard(text: str, heard: bool) -> bool:
    """Whether OpenFastTrace reads what follows a text, by the last `oft:on` or `oft:off` in it."""
    at = max(text.rfind("oft:on"), text.rfind("oft:off"))
    switch = _SWITCH.match(text, at) if at >= 0 else None
    return switch[1] == "on" if switch else heard


def audible(text: str, heard: bool, rst: bool) -> str:
    """A text with what OpenFastTrace does not read blanked, as long as before; the lines under titles are Markdown's."""
    if rst:
        text = UNDERLINE.sub(lambda line: "-" * len(line[0]), text)
    if heard and "oft:o" not in text:
        return text
    out = []
    for line in _LINE.finditer(text):
        switch = _SWITCH.search(line[0])
        heard = switch[1] == "on" if switch else heard
        out.append(_VISIBLE.sub(" ", line[0]) if switch or not heard else line[0])
    return "".join(out)

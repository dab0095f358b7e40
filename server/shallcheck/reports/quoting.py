"""A document's words in output of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027─-╿]*")
"""Letters of Europe, dashes, quotation marks, the ellipsis and lines of a box: each takes one cell, and nearly every line is made
of them."""
_HIDDEN = re.compile(
    "[\U000e0100-\U000e01ef\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]"
    "|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]|(?<=[\u200c\u200d])[\u200c\u200d]"
)
"""What counts as seen and is not, so that bytes can be hidden in it: variants of a letter that no font has, letters that fill
nothing, a variant of a variant, joiners that join nothing."""
_MARKS = frozenset("\\`*_[]<>!#|")


def as_text(text: str) -> str:
    """Text of a document as text: it must neither vanish nor become a link or an image where it is shown."""
    return "".join("\\" + char if char in _MARKS else char for char in text)


def printable(text: str, instead: str = "\ufffd") -> str:
    """Text that neither breaks the line nor steers the terminal, whatever a document or its name holds."""
    return text if text.isprintable() else "".join(char if char.isprintable() else instead for char in text)


def visible(text: str) -> str:
    """Text of any number of lines in which nothing hides: what steers a terminal, turns the direction of writing or takes no room
    is written as an escape. A joiner stays, as it shapes the letters beside it."""
    shown = _HIDDEN.sub(lambda found: _escape(found[0]), text)
    if shown.isprintable():
        return shown
    return "".join(char if _is_seen(char) else _escape(char) for char in shown).replace("\\u000d\n", "\r\n")


def _is_seen(char: str) -> bool:
    return char.isprintable() or char in "\n\t\u200c\u200d" or category(char) == "Zs"


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}"


def as_cells(cells: Iterable[str]) -> list[str]:
    """Cells of a table as a spreadsheet takes them: what it would calculate is marked as text, as OWASP advises against CSV
    injection."""
    return [f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells]


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, width: int | None) -> str:
    """Text that takes at most `width` cells of a terminal, with an ellipsis where it was longer; None: as it is."""
    if width is None or cells(text) <= width:
        return text
    kept = text[: max(0, width - 1)]
    while kept and cells(kept) >= width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def fenced(text: str) -> str:
    """Text of a document between fences that nothing in it can close, verbatim but for what hides, which is written out."""
    lines = [visible(line.replace("\t", "    ")) for line in text.splitlines()]
    marks = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return "\n".join([f"{marks}text", *lines, marks])


def code_span(text: str) -> str:
    """A name or a word of a document in a line of Markdown, as it is written."""
    shown = visible(" ".join(text.split())) or " "
    marks = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{marks}{space}{shown}{space}{marks}"

"""Offsets to lines and characters and back: the one place that does it.

Lines end at a line feed, a carriage return, or both, as the Language Server Protocol has it; U+2028, U+0085, form feed and
their like are characters of a line. Lines and characters are 0-based. A character is counted in code units of an encoding:
UTF-8 bytes, UTF-16 code units, or (UTF-32) code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from enum import StrEnum

LINE_BREAK = re.compile(r"\r\n?|\n")


class Units(StrEnum):
    """In what a position's character is counted; values as LSP names them."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class Lines:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in LINE_BREAK.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """0-based line and column of an offset, both in code points."""
        line = bisect_right(self.starts, offset) - 1
        return line, offset - self.starts[line]

    def position(self, offset: int, units: Units) -> tuple[int, int]:
        """0-based line and character of an offset, the character in `units`."""
        line, column = self.place(offset)
        start = self.starts[line]
        return line, _width(self.text[start : start + column], units)

    def offset(self, line: int, character: int, units: Units) -> int:
        """The offset of a position. What lies behind a line's end is the line's end, what lies behind the last line the end of
        the text; a character inside a code point is its start."""
        if line >= len(self.starts):
            return len(self.text)
        start = self.starts[line]
        text = self.line(line)
        return start + _column(text, character, units)

    def line(self, number: int) -> str:
        """The text of a line without its line break."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def edited(self, start: int, end: int, new: str) -> Lines:
        """The lines after `start:end` (offsets) became `new`. Only the lines around the edit are scanned again."""
        first = max(0, bisect_right(self.starts, start) - 2)
        last = bisect_left(self.starts, end + 2)
        text = self.text[:start] + new + self.text[end:]
        shift = len(text) - len(self.text)
        begin = self.starts[first]
        stop = self.starts[last] + shift if last < len(self.starts) else len(text)
        lines = Lines.__new__(Lines)
        lines.text = text
        around = [match.end() for match in LINE_BREAK.finditer(text, begin, stop)]
        if around and around[-1] == stop and last < len(self.starts):
            around.pop()
        lines.starts = [*self.starts[: first + 1], *around, *(at + shift for at in self.starts[last:])]
        return lines


def _width(text: str, units: Units) -> int:
    if units is Units.UTF32 or text.isascii():
        return len(text)
    if units is Units.UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _column(text: str, character: int, units: Units) -> int:
    if units is Units.UTF32 or text.isascii():
        return min(max(0, character), len(text))
    left = character
    for column, char in enumerate(text):
        left -= _width(char, units)
        if left < 0:
            return column
    return len(text)

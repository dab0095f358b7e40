"""Offsets to lines and columns, for reports: 0-based lines as the Language Server Protocol breaks them."""

from __future__ import annotations

import re
from bisect import bisect_right

_BREAK = re.compile(r"\r\n?|\n")


class Lines:
    """The lines of a text. Line breaks are line feed, carriage return, or both; nothing else is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """0-based line and column of an offset, all in code points."""
        line = bisect_right(self.starts, offset) - 1
        return line, offset - self.starts[line]

    def utf16(self, offset: int) -> dict[str, int]:
        """The same as an LSP position: the column in UTF-16 code units."""
        line, column = self.place(offset)
        before = self.text[self.starts[line] : self.starts[line] + column]
        return {"line": line, "character": len(before.encode("utf-16-le", "surrogatepass")) // 2}

    def range(self, start: int, end: int) -> dict[str, dict[str, int]]:
        """An LSP range, UTF-16."""
        return {"start": self.utf16(start), "end": self.utf16(end)}

    def line(self, number: int) -> str:
        """The text of a line without its line break."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

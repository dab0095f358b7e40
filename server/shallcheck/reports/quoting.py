"""A document's words in output of ours."""

from __future__ import annotations

_MARKS = frozenset("\\`*_[]<>!#|")


def as_text(text: str) -> str:
    """Text of a document as text: it must neither vanish nor become a link or an image where it is shown."""
    return "".join("\\" + char if char in _MARKS else char for char in text)


def printable(text: str, instead: str = "\ufffd") -> str:
    """Text that neither breaks the line nor steers the terminal, whatever a document or its name holds."""
    return text if text.isprintable() else "".join(char if char.isprintable() else instead for char in text)

"""A document's words in Markdown of ours."""

from __future__ import annotations

_MARKS = frozenset("\\`*_[]<>!#|")


def as_text(text: str) -> str:
    """Text of a document as text: it must neither vanish nor become a link or an image where it is shown."""
    return "".join("\\" + char if char in _MARKS else char for char in text)

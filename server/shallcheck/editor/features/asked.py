"""What a client asks a command about, taken with care: whoever writes a client, or keeps what it was told a while ago, may send
anything. What makes no sense counts as not said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsprotocol import types

from shallcheck.editor.features.places import Spot, spot
from shallcheck.editor.session import Session

LARGEST = 2**31 - 1
"""The largest number that LSP knows."""


class Asked:
    """The first argument of a command."""

    def __init__(self, arguments: Sequence[Any]) -> None:
        first = arguments[0] if arguments else None
        self._said: Mapping[str, Any] = first if isinstance(first, Mapping) else {}

    def text(self, name: str) -> str:
        """A text; empty where there is none."""
        value = self._said.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """A whole number from 0 on; 0 where there is none."""
        return _number(self._said.get(name)) or 0

    def rows(self, name: str) -> list[Mapping[str, Any]]:
        """The objects of a list; what else is in it is left out."""
        value = self._said.get(name)
        return [each for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []

    def has(self, name: str) -> bool:
        """Whether something is said under a name."""
        return self._said.get(name) is not None

    def path(self, session: Session) -> str:
        """The path of the document that `uri` names; empty where it names none."""
        try:
            return session.path(self.text("uri")) if self.text("uri") else ""
        except ValueError:
            return ""

    async def spot(self, session: Session) -> Spot | None:
        """The place that `uri` and `position` name; None where it is in no document of ours."""
        path, place = self.path(session), self._said.get("position")
        if not path or not isinstance(place, Mapping):
            return None
        line, character = _number(place.get("line")), _number(place.get("character"))
        if line is None or character is None or await session.caught_up(path) is None:
            return None
        return spot(session, types.TextDocumentIdentifier(self.text("uri")), types.Position(line, character))


def _number(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= LARGEST else None

"""XML with the place of everything in it, by expat: code points of the text, whatever encoding its declaration names.

Nothing is defined and nothing is fetched: a document type declaration, which could define entities that grow without bound, ends
the reading, as does nesting beyond all use. What stands before a fault is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from shallcheck.documents.source import line_end
from shallcheck.model.place import Run, Span

DEEPEST = 200
"""How many elements may stand in each other."""
_TAG = re.compile(r"<[^\s>/]+(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(r"[\s](?P<name>[^\s=]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_ESCAPE = re.compile(r"&(?P<name>[^;&\s]{1,12});|(?P<wrap>\r\n?)")
_SPACE = re.compile(r"[ \t\r\n\xa0]+")
_MARKS = re.compile(r"[\\`*_\[\]<>#|~&]")
"""What Markdown would take for more than a character."""
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_REASONS = {
    3: "an element is not closed", 4: "this is no well-formed XML", 5: "this is no well-formed XML",
    7: "this closes another element than the one that is open", 8: "this attribute stands twice",
    9: "something follows the end of the document", 11: "this entity is not defined",
}  # fmt: skip
PARAGRAPH, BREAK, ITEM = "\n\n", "\n", "\n- "


class Fault(NamedTuple):
    """Why the reading ended, and where."""

    message: str
    place: Span


class Piece(NamedTuple):
    """A stretch of text: what stands there, or `said` where that is something else (an escape, the break that a tag makes)."""

    start: int
    end: int
    said: str = ""


class _RefusedError(Exception):
    """The text is not read on."""


class XmlWalk:
    """One pass over a text. `opened(name, attributes)` and `closed(name)` are told of each element, its prefix left out; while
    `listening` is on, `pieces` grows by what the elements hold."""

    def __init__(self, text: str, opened: Callable[[str, dict[str, str]], None], closed: Callable[[str], None]) -> None:
        from xml.parsers import expat

        self.text = text
        self.pieces: list[Piece] = []
        self.fault: Fault | None = None
        self._opened, self._closed = opened, closed
        self._error = expat.ExpatError
        self._parser = parser = expat.ParserCreate("utf-8")
        self._data = text.encode("utf-8", "replace") if text.isascii() else _encoded(text)
        self._byte, self._at = 0, 0
        self._plain = len(self._data) == len(text)
        self._depth = 0
        self._literal = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse_types
        parser.StartCdataSectionHandler = lambda: self._within_cdata(True)
        parser.EndCdataSectionHandler = lambda: self._within_cdata(False)

    def run(self) -> None:
        """Read the text; `fault` says why it was not read to its end."""
        try:
            self._parser.Parse(self._data, True)
        except _RefusedError:
            return
        except self._error as error:
            at = min(self._offset(max(self._byte, self._parser.ErrorByteIndex)), max(0, len(self.text) - 1))
            place = Span(at, max(min(at + 1, len(self.text)), line_end(self.text, at)))
            reason = _REASONS.get(error.code, "this is no well-formed XML")
            self.fault = Fault(f"The XML is broken here ({reason}), so nothing behind it is read: export the file again.", place)

    def listen(self, on: bool) -> None:
        """Whether the text of elements is wanted from here on."""
        self.pieces = []
        self._parser.CharacterDataHandler = self._said if on else None

    @property
    def here(self) -> int:
        """Where the tag, or the text, stands that is being told."""
        return self._offset(self._parser.CurrentByteIndex)

    def tag(self) -> Span:
        """The opening tag that is being told."""
        at = self.here
        match = _TAG.match(self.text, at)
        return Span(at, match.end() if match else at)

    def value(self, name: str) -> Span | None:
        """Where the value of an attribute of this tag stands, without its quotes."""
        tag = self.tag()
        for match in _ATTRIBUTE.finditer(self.text, tag.start, tag.end):
            if match["name"] == name:
                return Span(*match.span("double" if match["double"] is not None else "single"))
        return None

    def refuse(self, message: str, place: Span) -> None:
        """Read no further. Raises what ends the pass."""
        self.fault = Fault(message, place)
        raise _RefusedError

    def _offset(self, byte: int) -> int:
        if self._plain:
            return byte
        if byte > self._byte:
            self._at += len(self._data[self._byte : byte].decode("utf-8", "ignore"))
            self._byte = byte
        return self._at

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            message = f"More than {DEEPEST} elements stand in each other here, so nothing behind this is read: flatten it."
            self.refuse(message, self.tag())
        self._opened(name[name.rfind(":") + 1 :], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._closed(name[name.rfind(":") + 1 :])

    def _within_cdata(self, literal: bool) -> None:
        self._literal = literal

    def _refuse_types(self, *_: object) -> None:
        at = self.here
        message = (
            "A document type declaration may define entities that grow without bound, so nothing behind it is read: remove it."
        )
        self.refuse(message, Span(at, max(at + 1, line_end(self.text, at))))

    def _said(self, data: str) -> None:
        at = self.here
        first = self.text[at : at + 1]
        if first == "&" and not self._literal:
            self.pieces.append(Piece(at, self.text.find(";", at) + 1, data))
        elif first == "\r":
            self.pieces.append(Piece(at, at + (2 if self.text.startswith("\r\n", at) else 1), "\n"))
        else:
            self.pieces.append(Piece(at, at + len(data)))


def _encoded(text: str) -> bytes:
    """The text as UTF-8; half of a pair, which has none, is one other character."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text).encode("utf-8")


def attribute_pieces(text: str, place: Span) -> list[Piece]:
    """What the value of an attribute says: its escapes read, its line breaks kept."""
    out, at = [], place.start
    for match in _ESCAPE.finditer(text, place.start, place.end):
        said = "\n" if match["wrap"] else _character(match["name"])
        if not said:
            continue
        if match.start() > at:
            out.append(Piece(at, match.start()))
        out.append(Piece(match.start(), match.end(), said))
        at = match.end()
    if at < place.end:
        out.append(Piece(at, place.end))
    return out


def _character(name: str) -> str:
    if not name.startswith("#"):
        return _NAMED.get(name, "")
    try:
        return chr(int(name[2:], 16) if name[1:2] == "x" else int(name[1:]))
    except (ValueError, OverflowError):
        return ""


def plain(text: str, pieces: list[Piece]) -> str:
    """What pieces say, on one line."""
    return " ".join("".join(piece.said or text[piece.start : piece.end] for piece in pieces).split())


def as_markdown(text: str, pieces: list[Piece], collapse: bool) -> tuple[str, tuple[Run, ...]]:
    """What pieces say as Markdown in which nothing is a mark but the breaks of tags, and where each character stands.
    `collapse`: white space is one space, as HTML shows it."""
    out = _Flat()
    for piece in pieces:
        if collapse and piece.said in (PARAGRAPH, ITEM, BREAK) and text[piece.start] == "<":
            out.broken(piece)
        elif piece.said:
            out.character(" " if collapse and _SPACE.fullmatch(piece.said) else piece.said, piece, collapse)
        else:
            out.stretch(text, piece, collapse)
    return "".join(out.parts), tuple(out.runs)


class _Flat:
    """A text that is put together."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.size = 0
        self.blank = True
        """Whether white space would say nothing here."""

    def broken(self, piece: Piece) -> None:
        if piece.said == BREAK:
            self._put(BREAK, piece.start, piece.end - piece.start)
        else:
            self.parts.append(piece.said)
            self.size += len(piece.said)
        self.blank = True

    def character(self, said: str, piece: Piece, collapse: bool) -> None:
        if collapse and said == " " and self.blank:
            return
        for each in said:
            if _MARKS.match(each):
                self._put("\\", piece.start, piece.end - piece.start)
            self._put(each, piece.start, piece.end - piece.start)
        self.blank = said == " "

    def stretch(self, text: str, piece: Piece, collapse: bool) -> None:
        at = piece.start
        for match in _SPACE.finditer(text, piece.start, piece.end) if collapse else ():
            self._words(text, at, match.start())
            if not self.blank:
                self._put(" ", match.start(), match.end() - match.start())
            self.blank, at = True, match.end()
        self._words(text, at, piece.end)

    def _words(self, text: str, start: int, end: int) -> None:
        at = start
        for match in _MARKS.finditer(text, start, end):
            self._run(text, at, match.start())
            self._put("\\", match.start(), 1)
            self._put(match[0], match.start(), 1)
            at = match.end()
        self._run(text, at, end)
        self.blank = self.blank and start == end

    def _run(self, text: str, start: int, end: int) -> None:
        if start < end:
            self.runs.append(Run(self.size, start, end - start))
            self.parts.append(text[start:end])
            self.size += end - start

    def _put(self, character: str, source: int, width: int) -> None:
        self.runs.append(Run(self.size, source, 1, width))
        self.parts.append(character)
        self.size += 1

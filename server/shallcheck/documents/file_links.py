"""Files that a document names by their path: links of Markdown, AsciiDoc and reStructuredText, what is included or shown, and the
files that requirement tools tie to a requirement. Where a path leads is for others to find out; nothing is opened here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from shallcheck.model.document import Document
from shallcheck.model.place import Span

_LONGEST = 1000
"""Code points of a path."""
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(?P<marks>`{3,}|~{3,})")
_TICKS = re.compile(r"(?<!`)(?P<ticks>`{1,2})(?!`)[^`\r\n]{1,400}(?P=ticks)(?!`)")
_PATH = (
    rf"<(?P<angle>[^<>\r\n]{{1,{_LONGEST}}})>|"
    rf"(?P<bare>[^\s()<>]{{1,{_LONGEST}}}(?:\([^\s()<>]{{0,200}}\)[^\s()<>]{{0,200}}){{0,3}})"
)
_INLINE = re.compile(rf"\]\([ \t]*(?:{_PATH})(?:\s{{1,80}}(?:\"[^\"]{{0,300}}\"|'[^']{{0,300}}'))?[ \t]*\)")
_DEFINITION = re.compile(rf"^[ ]{{0,3}}\[[^\[\]\r\n]{{1,200}}\]:[ \t]+(?:{_PATH})", re.MULTILINE)
_ASCIIDOC = re.compile(
    rf"\b(?:link|xref|image|include|video|audio):{{1,2}}(?P<bare>[^\s\[\]{{}}]{{1,{_LONGEST}}})\["
    r"|<<(?P<cross>[^\s<>,#\[\]]{1,200}\.adoc)(?:#[^<>\r\n]{0,200})?(?:,[^<>]{0,300})?>>"
)
_RST = re.compile(
    r"^[ \t]*\.\.[ \t]+(?:\|[^|\r\n]{1,80}\|[ \t]+)?(?:include|literalinclude|image|figure|raw)::[ \t]+"
    rf"(?P<bare>\S[^\r\n]{{0,{_LONGEST}}}?)[ \t]*$"
    r"|:download:`(?:[^`<>\r\n]{1,200}<)?(?P<download>[^`<>\r\n]{1,400})>?`"
    r"|(?<!:)`[^`<>]{1,200}<(?P<linked>[^`<>\s]{1,400})>`_",
    re.MULTILINE,
)
_STRICTDOC = re.compile(r"^\[DOCUMENT_FROM_FILE\]\s*?\r?\nFILE:[ \t]+(?P<bare>\S[^\r\n]*?)[ \t]*$", re.MULTILINE)
_ATTRIBUTES = frozenset({"file", "test", "generate", "describe", "use"})
"""Attributes of artifacts that name a file, from the folder of the document or from that of the project."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_WEB = re.compile(r"https?://", re.IGNORECASE)


class FileLink(NamedTuple):
    """A path as written. Places are those of the document."""

    place: Span
    """The path, without what points into the file."""
    path: str
    """What it says, with forward slashes; of a page of the web, its whole address."""
    whole: Span
    """The link with its words."""
    encoded: bool = False
    """It is written as in an address: `%20` is a blank."""
    anywhere: bool = False
    """It may start at the folder of the project too."""

    @property
    def is_web(self) -> bool:
        """Whether it leads to a page of the web."""
        return _WEB.match(self.path) is not None


def file_links(document: Document) -> list[FileLink]:
    """The files and pages that a document names, in its order."""
    ending = document.path.rpartition(".")[2].lower()
    text = document.text.replace("\r", "\n")  # of the same length, and a line ends where expressions see it
    found = {each.place: each for each in (*_attributes(document), *_FINDERS.get(ending, _none)(text))}
    return [found[place] for place in sorted(found)]


def spelt(link: FileLink, source: str, path: str) -> str:
    """How a path (with forward slashes) is written where `source` stands for another."""
    if source.startswith("./") and not path.startswith(("../", "/")):
        path = f"./{path}"
    if source.endswith("/") and not path.endswith("/"):
        path += "/"
    if not link.encoded:
        return path
    return re.sub(r"[ %()<>#?\"\\]", lambda char: f"%{ord(char[0]):02X}", path)


def _attributes(document: Document) -> Iterator[FileLink]:
    for placed, _, artifact in document.artifacts():
        for each in artifact.attributes:
            if each.name in _ATTRIBUTES and "\n" not in each.value:
                place = each.place.shifted(placed.start)
                path = place.of(document.text)
                if path and len(path) <= _LONGEST and not _SCHEME.match(path):
                    yield FileLink(place, path.replace("\\", "/"), place, anywhere=True)


def _none(text: str) -> Iterator[FileLink]:
    yield from ()


def _markdown(text: str) -> Iterator[FileLink]:
    shown = _TICKS.sub(lambda code: " " * len(code[0]), _outside(text))
    for pattern in (_INLINE, _DEFINITION):
        for match in pattern.finditer(shown):
            group = "angle" if match["angle"] else "bare"
            words = max(0, shown.rfind("[", shown.rfind("\n", 0, match.start()) + 1, match.start() + 1))
            yield from _address(match, group, Span(min(words, match.start()), match.end()))


def _outside(text: str) -> str:
    """The text of Markdown with its blocks of code and its comments blanked, in one pass: nobody's text makes it slow."""
    out = []
    closing, comment = "", False
    for line in text.splitlines(keepends=True):
        fence = _FENCE.match(line)
        if closing:
            closes = fence is not None and fence["marks"].startswith(closing)
            closing = "" if closes else closing
            out.append(" " * len(line))
            continue
        if fence and not comment:
            closing = fence["marks"]
            out.append(" " * len(line))
            continue
        shown, comment = _uncommented(line, comment)
        out.append(shown)
    return "".join(out)


def _uncommented(line: str, inside: bool) -> tuple[str, bool]:
    """A line with its comments blanked, and whether one goes on behind it."""
    parts, at = [], 0
    while at < len(line):
        end = line.find("-->" if inside else "<!--", at)
        stop = len(line) if end < 0 else end
        parts.append(" " * (stop - at) if inside else line[at:stop])
        at = stop
        inside = inside != (end >= 0)
    return "".join(parts), inside


def _asciidoc(text: str) -> Iterator[FileLink]:
    for match in _ASCIIDOC.finditer(text):
        yield from _address(match, "bare" if match["bare"] else "cross", Span(*match.span()))


def _rst(text: str) -> Iterator[FileLink]:
    for match in _RST.finditer(text):
        group = next(name for name in ("bare", "download", "linked") if match[name])
        yield from _address(match, group, Span(*match.span()), encoded=group == "linked")


def _strictdoc(text: str) -> Iterator[FileLink]:
    for match in _STRICTDOC.finditer(text):
        yield from _address(match, "bare", Span(*match.span("bare")), encoded=False)


def _address(match: re.Match[str], group: str, whole: Span, *, encoded: bool = True) -> Iterator[FileLink]:
    written, start = match[group], match.start(group)
    if _WEB.match(written):
        yield FileLink(Span(start, start + len(written)), written, whole, encoded=True)
        return
    path = re.split(r"[#?]", written, maxsplit=1)[0] if encoded else written
    if path and not _SCHEME.match(path) and not path.startswith("//"):
        said = unquote(path) if encoded else path
        yield FileLink(Span(start, start + len(path)), said.replace("\\", "/"), whole, encoded)


_FINDERS: dict[str, Callable[[str], Iterator[FileLink]]] = {
    "md": _markdown,
    "markdown": _markdown,
    "adoc": _asciidoc,
    "asciidoc": _asciidoc,
    "rst": _rst,
    "sdoc": _strictdoc,
}
"""How files are named in text, by the ending of the document's name."""

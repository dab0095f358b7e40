"""The text within a block of AsciiDoc as a reader sees it, with the map back to its source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shallcheck.documents.inline import Marks, Prose, prose_of
from shallcheck.model.place import Span

_MARKUP = re.compile(r"[\\`*_#+<\[\r\n]")
_INLINE = re.compile(
    r"(?P<escape>\\(?=[*_`#+<\[{]))|(?P<broken>[ \t]{1,200}\+[ \t]*(?=[\r\n]|\Z))"
    r"|(?P<code>(?<![\w`])`(?=\S)[^`\r\n]{1,400}(?<=\S)`(?!\w))"
    r"|(?P<reference><<(?P<to>[^<>,\r\n]{1,200})(?:,[ \t]*(?P<words>[^<>]{1,400}))?>>)"
    r"|(?P<macro>(?<!\w)(?:xref|link|mailto|https?|ftp|anchor|footnote|indexterm2?|image|icon|kbd|btn|menu|stem):"
    r"(?P<target>[^\s\[\]]{0,400})\[(?P<shown>[^\[\]]{0,400})\])"
    r"|(?P<cited>(?<!\w)cite:\[[^\[\]]{1,200}\])"
    r"|(?P<doubled>(?P<pair>\*\*|__|##|\+\+)(?=\S)(?P<paired>[^*_#+]{1,2000}?)(?P=pair))"
    r"|(?P<single>(?<![\w*_#+;:\\])(?P<mark>[*_#+])(?=[^\s*_#+])(?P<marked>[^*_#+]{1,2000}?)(?<=\S)(?P=mark)(?!\w))"
)
_HIDDEN = frozenset({"anchor", "footnote", "indexterm", "image", "icon"})
MOST_MARKS = 4000
"""Marks in the largest text whose markup is read."""


def read_asciidoc_prose(text: str, spans: Sequence[Span]) -> Prose:
    """What the stretches `spans` of `text` say. Offsets of the runs' sources are those of `text`; `targets` are the anchors that
    references name, each as a fragment."""
    return prose_of(text, spans, _MARKUP, _marks)


def _marks(raw: str) -> Marks:
    marks = Marks()
    if len(re.findall(r"[*_#+`<\[]", raw)) > MOST_MARKS:
        return marks
    for match in _INLINE.finditer(raw):
        start, end = match.span()
        if match["escape"] or match["broken"]:
            marks.dropped.append(Span(start, end))
        elif match["code"]:
            marks.code.append(Span(start, end))
        elif match["cited"]:
            marks.dropped.append(Span(start, start + len("cite:")))
            marks.code.append(Span(start + len("cite:"), end))
        elif match["reference"]:
            _keep(marks, match, "words" if match["words"] else "to")
            _refer(marks, match, "to")
        elif match["macro"]:
            _macro(marks, match)
        else:
            _keep(marks, match, "paired" if match["doubled"] else "marked")
    return marks


def _macro(marks: Marks, match: re.Match[str]) -> None:
    name = match[0].partition(":")[0]
    shown = match["shown"].strip()
    if name in _HIDDEN:
        marks.dropped.append(Span(*match.span()))
    else:
        _keep(marks, match, "shown" if shown else "target")
    if name == "xref":
        _refer(marks, match, "target")


def _keep(marks: Marks, match: re.Match[str], group: str) -> None:
    """Drop the marks around what is kept."""
    marks.dropped += [Span(match.start(), match.start(group)), Span(match.end(group), match.end())]


def _refer(marks: Marks, match: re.Match[str], group: str) -> None:
    """A reference to an anchor that looks like an identifier; to those in small letters, which name sections, there are many."""
    words = match[group]
    name = words.rpartition("#")[2].strip()
    if name[:1].isupper():
        at = match.start(group) + words.rindex(name)
        marks.targets.append((f"#{name}", Span(at, at + len(name))))

"""The terms that a document defines: in its glossary, or where it writes an acronym out.

A glossary is a section of that name; its items, rows and paragraphs are `**Term**: meaning` in any of the usual ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shallcheck.documents.blocks import Block
from shallcheck.model.document import Term
from shallcheck.model.place import Span

TITLE = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?(?:glossary|terminology|terms?(?: (?:and|&) .*)?|definitions?(?:[ ,].*)?|acronyms?\b.*"
    r"|abbreviations?\b.*|key terms|domain terms|ubiquitous language"
    r"|用語集|用語|术语表|术语|词汇表|용어집|용어|glossar|glosario|glossaire|glossário)\s*$",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?:(?P<marks>\*\*|__|`)(?P<marked>[^*`\r\n]{1,80}?)[ \t]*:?(?P=marks)(?P<extra>[ \t]*\([^()\r\n]{1,60}\))?"
    r"[ \t]*(?::|[–—=-](?=[ \t])|\r?$)"
    r"|(?P<plain>[^\s:*`|–—][^:*`|\r\n–—]{0,60}?)[ \t]*(?::(?=[ \t])|[ \t][–—=-](?=[ \t])))",
    re.MULTILINE,
)
_LINE = re.compile(r"^(?P<lead>[ \t]*)(?P<text>[^\r\n]*)", re.MULTILINE)
_CLASSIFIER = re.compile(r"[ \t]+:(?=[ \t]|$)")
_PARENTHESIS = re.compile(r"\(([^()]{1,60})\)")
_CAPITALS = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]{1,5}s?[*_`\"”]{0,3}(?:[)\]]|[ \t]*(?:\(|=|stands|means|, that|[–—:]))")
_WRITTEN_OUT = re.compile(
    r"(?P<words>(?:[A-Za-z][\w'’\-]*[ \t\r\n]+){1,8})[\"“(\[*_`]{1,4}(?P<acronym>[A-Z][A-Z0-9]{1,5})s?[\"”*_`]{0,3}[)\]]"
)
_EXPLAINED = re.compile(
    r"(?<![\w-])(?P<acronym>[A-Z][A-Z0-9]{1,5})[*_`]{0,3}[ \t]*(?:\(|=|stands for|means|, that is,|[–—:])[ \t\r\n]*"
    r"(?P<words>[A-Za-z][\w'’-]{0,40}(?:[ \t\r\n]{1,9}[A-Za-z][\w'’-]{0,40}){1,8})"
)


def glossary_terms(source: str, blocks: Sequence[Block], inside: bool) -> Iterator[Term]:
    """The entries of glossaries. `inside`: the text begins within one. Places in the source."""
    depth = 0
    for block in blocks:
        if block.type == "heading":
            title = " ".join(span.of(source) for span in block.inline).strip(" *_#:")
            if (depth and block.depth > depth) or (inside and not depth and not TITLE.match(title)):
                yield from _named(title, Span(block.inline[0].start, block.inline[-1].end) if block.inline else Span(0, 0))
                continue
            depth = block.depth if TITLE.match(title) else 0
            inside = inside and bool(depth)
        elif (depth or inside) and block.type == "paragraph" and block.inline:
            yield from _entries(source, block)
        elif (depth or inside) and block.type == "row" and block.cells:
            cell = block.cells[0]
            yield from _named(cell.of(source).strip(" *_`\t"), cell)


def _entries(source: str, block: Block) -> Iterator[Term]:
    start, end = block.inline[0].start, block.inline[-1].end
    lines = re.finditer(r"[^\r\n]+", source[start:end]) if block.parent < 0 else [re.match(r"[^\r\n]*", source[start:end])]
    for line in lines:
        entry = _ENTRY.match(source, start + line.start(), end) if line else None
        if entry:
            group = "marked" if entry["marked"] else "plain"
            yield from _named(entry[group] + (entry["extra"] or ""), Span(*entry.span(group)))


def _named(name: str, place: Span) -> Iterator[Term]:
    """An entry's term, and its other names in brackets or behind a slash."""
    for other in _PARENTHESIS.findall(name):
        yield Term(" ".join(other.split()), place)
    bare = " ".join(_PARENTHESIS.sub(" ", name).split()).strip(' *_`"“”:')
    for part in dict.fromkeys([bare, *(part.strip() for part in bare.split("/"))]):
        if part:
            yield Term(part, place)


def entries(source: str, start: int, end: int) -> Iterator[Span]:
    """The terms of a glossary of Sphinx between two places: the lines that are indented least, without their classifiers; what is
    deeper, or stands behind a colon, is what they mean."""
    lines = [line for line in _LINE.finditer(source, start, end) if line["text"]]
    least = min((len(line["lead"].expandtabs(8)) for line in lines), default=0)
    for line in lines:
        term = _CLASSIFIER.split(line["text"], maxsplit=1)[0].rstrip()
        if len(line["lead"].expandtabs(8)) == least and term and term[0] not in ":`~":
            yield Span(line.start("text"), line.start("text") + len(term))


def written_out(source: str) -> Iterator[Term]:
    """The acronyms that a text writes out: “air traffic control (ATC)”, “ATC (air traffic control)”."""
    if _CAPITALS.search(source):
        for pattern in (_WRITTEN_OUT, _EXPLAINED):
            for match in pattern.finditer(source):
                words, acronym = match["words"].split(), match["acronym"]
                if _spells(acronym, words) or (pattern is _WRITTEN_OUT and _begins(acronym, words)):
                    yield Term(match["acronym"], Span(*match.span("acronym")), local=True)


def _begins(acronym: str, words: Sequence[str]) -> bool:
    """Whether one of the last words in front of a bracketed acronym begins as it does: “Emission Control (EMCON)”."""
    return any(word[0].upper() == acronym[0] for word in words[-len(acronym) :])


def _spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether the words begin with most of the acronym's letters, in order; small words and digits do not count."""
    letters = [letter for letter in acronym if letter.isalpha()]
    initials = [part[0].upper() for word in words for part in re.split(r"[-'’]", word) if part]
    at = found = 0
    for letter in letters:
        if letter in initials[at:]:
            at += initials[at:].index(letter) + 1
            found += 1
    return found >= max(1, len(letters) - 1)

"""Fixes, new siblings and suppressions as edits of a document, in that document's own notation.

Whatever is written is read again before it is handed out: where the document would not then say exactly what was meant, the
answer is None, so that no fix can corrupt a document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from shallcheck.documents.additions import next_label
from shallcheck.documents.format import CODE, Added, Site, Writing
from shallcheck.documents.formats import format_of
from shallcheck.documents.notation import MODAL
from shallcheck.documents.reading import edit_document
from shallcheck.documents.source import LIST_ITEM, extent_of, line_start, newline
from shallcheck.documents.suppressions import CommentSyntax, comment_for
from shallcheck.model.document import Document, Placed, Statement, unchanged_ends
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.place import Run, Span

_WORDS = re.compile(r"(?:[^\W\d_]|[ ,.;()'’“”%°/-])*")
"""Words, and punctuation that marks nothing up inside a line."""
_PLACEHOLDER = re.compile(r"<[^\W\d_](?:[^\W_]| )*>")


_LEAD = 6
"""Letters in front of a plain edit on its line: an edit near the head of a block can change what the block is."""


def render_fix(document: Document, placed: Placed, statement: Statement, fix: Fix) -> list[Edit] | None:
    """The edits (offsets of `document.text`, sorted, apart from each other) that make a fix of one of its statements.

    None where the document's notation cannot take it: a new sibling of a blockless statement, an attribute in a table without
    its column, words whose removal would break the markup around them.
    """
    writing = _writing(document)
    if writing is None:
        return None
    edits = [_tidied(statement.text, edit) for edit in sorted(fix.edits)]
    meant = apply_edits(statement.text, edits)
    if not meant.strip() or any(a.end > b.start for a, b in pairwise(edits)):
        return None
    if not fix.siblings and not fix.attribute and all(_is_plain(placed.segment.text, statement, edit) for edit in edits):
        return [_in_document(writing, placed, statement, edit, False, False, False) for edit in edits]
    added = _additions(writing, document, placed, statement, fix)
    if added is None:
        return None
    for before, after, thorough in product((False, True), (False, True), (False, True)):
        rendered = [_in_document(writing, placed, statement, edit, before, after, thorough) for edit in edits]
        cuts = [Edit(placed.start + span.start, placed.start + span.end, "") for span in fix.cuts]
        candidate = sorted([*rendered, *cuts, *added.edits])
        if any(a.end > b.start for a, b in pairwise(candidate)):
            continue
        if _reads_as(document, candidate, placed, statement, meant, fix, added):
            return candidate
    return None


def _writing(document: Document) -> Writing | None:
    """How a document is written; None: it is read only."""
    form = format_of(document.setting.format)
    return form.writing if form else None


def site_of(document: Document, placed: Placed, statement: Statement) -> Site | None:
    """Where something can be written beside a statement: at the identified artifact that says it."""
    artifact = placed.segment.reading.artifacts[statement.artifact] if statement.artifact is not None else None
    return Site(document, placed, statement, artifact) if artifact is not None and artifact.label else None


def _additions(writing: Writing, document: Document, placed: Placed, statement: Statement, fix: Fix) -> Added | None:
    """The new siblings and the attribute of a fix, in offsets of the document; None: they cannot be written."""
    if not fix.siblings and not fix.attribute:
        return Added((), ())
    site = site_of(document, placed, statement)
    if site is None:
        return None
    added = writing.siblings(site, fix.siblings, (), None) if fix.siblings else Added((), ())
    attribute = writing.attribute(site, *fix.attribute) if fix.attribute else None
    if added is None or (fix.attribute and attribute is None):
        return None
    return Added(shifted((*added.edits, *([attribute] if attribute else [])), placed.start), added.labels)


def shifted(edits: Iterable[Edit], by: int) -> tuple[Edit, ...]:
    """Edits of a segment as edits of its document."""
    return tuple(Edit(edit.start + by, edit.end + by, edit.text) for edit in edits)


def render_link(document: Document, placed: Placed, statement: Statement, kind: str, target: str) -> list[Edit] | None:
    """The edit that adds a trace link (its type as the model has it) to the artifact of a statement; None where the notation
    cannot say it there."""
    writing, site = _writing(document), site_of(document, placed, statement)
    edit = writing.link(site, kind, target) if writing and site else None
    if edit is None or site is None:
        return None
    edits = list(shifted([edit], placed.start))
    edited = _edited(document, edits)
    if edited is None or _said(edited) != _said(document):
        return None
    meant = Counter([(site.artifact.label, kind, target)])
    return edits if _links(edited) - _links(document) == meant and not _links(document) - _links(edited) else None


def render_identifier(document: Document, placed: Placed, statement: Statement, label: str) -> list[Edit] | None:
    """The edit that gives an identifier to the artifact of a statement, which has none."""
    writing = _writing(document)
    if writing is None or statement.artifact is None:
        return None
    artifact = placed.segment.reading.artifacts[statement.artifact]
    edit = None if artifact.label else writing.identifier(Site(document, placed, statement, artifact), label)
    if edit is None:
        return None
    edits = list(shifted([edit], placed.start))
    edited = _edited(document, edits)
    if edited is None or _said(edited) != _said(document):
        return None
    labels = [Counter(one.label for _, _, one in each.artifacts()) for each in (document, edited)]
    return edits if labels[1] - labels[0] == Counter([label]) else None


def render_next_identifier(document: Document, placed: Placed, statement: Statement) -> list[Edit] | None:
    """`render_identifier` with the next free one behind that of the artifact before it, or of the document's last. None where no
    identifier is there to go on from."""
    before = after = None
    for each, _, artifact in document.artifacts():
        if artifact.label and not artifact.positional and artifact.kind is statement.kind:
            if (each.start, artifact.place.start) < (placed.start, extent_of(statement).start):
                before = artifact
            else:
                after = artifact
    model = before or after
    return render_identifier(document, placed, statement, next_label(document, model)) if model else None


def render_suppression(document: Document, placed: Placed, span: Span, rule: str, reason: str) -> list[Edit] | None:
    """The edit that silences `rule` for the artifact or statement at `span` (offsets of the segment), with its reason.

    In a list item or table row the comment stands behind the statement, else on the line before the block. None where the format
    has no comments or nothing at the place can carry one.
    """
    syntax = _comment_syntax(document)
    comment = comment_for(syntax, rule, reason) if syntax else None
    target = _target(document, placed, span) if comment else None
    if comment is None or target is None:
        return None
    extent, statement = target
    text = placed.segment.text
    line = line_start(text, extent.start)
    inline = syntax is not None and bool(syntax.closing)
    if statement is not None and inline and (LIST_ITEM.match(text, line) or text[line:].lstrip().startswith("|")):
        at = statement.place(Span(0, len(statement.text))).end
        edit = Edit(placed.start + at, placed.start + at, " " + comment)
    else:
        at = placed.start + line
        edit = Edit(at, at, text[line : extent.start] + comment + newline(document))
    edited = _edited(document, [edit])
    if edited is None or not _silences(edited, edit, rule):
        return None
    return [edit] if _said(document) == _said(edited) else None


def _comment_syntax(document: Document) -> CommentSyntax | None:
    form = format_of(document.setting.format)
    if form is None:
        return None
    return form.comment_by_name(document.path) if form.comment_by_name else form.comment


def _target(document: Document, placed: Placed, span: Span) -> tuple[Span, Statement | None] | None:
    """The innermost artifact at a place and its statement; or the statement alone; in code the line."""
    reading = placed.segment.reading
    if document.setting.format == CODE:
        line = line_start(placed.segment.text, span.start)
        rest = placed.segment.text[line : span.start]
        return Span(line + len(rest) - len(rest.lstrip()), span.end), None
    here = [(i, one) for i, one in enumerate(reading.artifacts) if one.extent.start <= span.start <= one.extent.end]
    if not here:
        loose = next((one for one in reading.statements if extent_of(one).overlaps(span)), None)
        return (extent_of(loose), loose) if loose else None
    index, artifact = min(here, key=lambda pair: pair[1].extent.end - pair[1].extent.start)
    own = [one for one in reading.statements if one.artifact == index]
    statement = next((one for one in own if extent_of(one).overlaps(span)), own[0] if own else None)
    return artifact.extent, statement


def _silences(document: Document, edit: Edit, rule: str) -> bool:
    return any(
        rule in one.rules and placed.start + one.place.start <= edit.end + len(edit.text) and one.extent.end > one.extent.start
        for placed in document.placed
        for one in placed.segment.reading.suppressions
    )


def _said(document: Document) -> Counter[str]:
    return Counter(statement.text for _, statement in document.statements())


def _tidied(text: str, edit: Edit) -> Edit:
    """A deletion takes the space with it that would stand doubled or before a full stop."""
    start, end, new = edit
    if new:
        return edit
    if start and text[start - 1] == " " and (end == len(text) or text[end] in " .,;:)"):
        return Edit(start - 1, end, "")
    if start == 0 and text[end : end + 1] == " ":
        return Edit(0, end + 1, "")
    return edit


def _is_plain(source: str, statement: Statement, edit: Edit) -> bool:
    """Whether an edit exchanges words for words inside a line, with only words around them: no notation reads the rest otherwise
    then, and reading it again, which takes most of the time of a fix, can be saved."""
    run = next((run for run in statement.runs if run.at < edit.start and edit.end < run.at + run.length), None)
    if run is None or run.width or not _WORDS.fullmatch(_PLACEHOLDER.sub("", edit.text)):
        return False
    if any(part.start < edit.end and edit.start < part.end for part in statement.opaque):
        return False
    start, end = (offset - run.at + run.source for offset in (edit.start, edit.end))
    if statement.text[edit.start : edit.end] != source[start:end] or not _WORDS.fullmatch(source, start - 1, end + 1):
        return False
    line = line_start(source, start)
    letters = sum(char.isalpha() for char in source[line : min(start, line + 5 * _LEAD)])
    return letters > _LEAD and bool(MODAL.search(source[start:end])) == bool(MODAL.search(edit.text))


def _in_document(
    writing: Writing, placed: Placed, statement: Statement, edit: Edit, before: bool, after: bool, thorough: bool
) -> Edit:
    """An edit of the statement as one of the document. `before`, `after`: take the marks around the words along."""
    span = statement.place(Span(edit.start, edit.end))
    start, end = span
    if before:
        start = min(start, _end_before(statement.runs, edit.start, start))
    if after and edit.end > edit.start:
        end = max(end, _start_after(statement.runs, edit.end, end))
    return Edit(placed.start + start, placed.start + end, writing.words(placed.segment.text, start, edit.text, thorough))


def _end_before(runs: Sequence[Run], offset: int, default: int) -> int:
    """Where the source of the character before `offset` ends: what lies between is markup."""
    index = bisect_left([run.at for run in runs], offset) - 1
    if index < 0 or runs[index].at + runs[index].length < offset:
        return default
    return runs[index].source + (runs[index].width or offset - runs[index].at)


def _start_after(runs: Sequence[Run], offset: int, default: int) -> int:
    """Where the source of the character at `offset` starts; at the text's end, `default`."""
    for run in runs:
        if run.at <= offset < run.at + run.length:
            return run.source + offset - run.at
    return default


def _reads_as(
    document: Document, edits: Sequence[Edit], placed: Placed, statement: Statement, meant: str, fix: Fix, added: Added
) -> bool:
    """Whether the edited document says what was meant, and all else as before."""
    edited = _edited(document, edits)
    if edited is None:
        return False
    left, right = unchanged_ends(document.placed, edited.placed)
    before, after = (one.placed[left : len(one.placed) - right] for one in (document, edited))
    old, new = _sayings(before), _sayings(after)
    label = placed.segment.reading.artifacts[statement.artifact].label if statement.artifact is not None else ""
    expected = old.copy()
    expected[(label, statement.text[statement.own :])] -= 1
    expected[(label, meant[statement.own :])] += 1
    for text, place in statement.items:
        if any(cut.overlaps(place) for cut in fix.cuts):
            expected[(label, text)] -= 1
    for name, sibling in zip(added.labels, fix.siblings, strict=False):
        expected[(name, sibling)] += 1
    if +expected != new:
        return False
    return fix.attribute is None or _attributes(after) - _attributes(before) == Counter(
        [(label, fix.attribute[0].lower(), fix.attribute[1])]
    )


def _sayings(segments: Sequence[Placed]) -> Counter[tuple[str, str]]:
    """What each artifact says, each statement in its own words."""
    out: Counter[tuple[str, str]] = Counter()
    for placed in segments:
        reading = placed.segment.reading
        out.update(
            (reading.artifacts[one.artifact].label if one.artifact is not None else "", one.text[one.own :])
            for one in reading.statements
        )
    return out


def _attributes(segments: Sequence[Placed]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (artifact.label, one.name.lower(), one.value.replace("\\<", "<"))
        for placed in segments
        for artifact in placed.segment.reading.artifacts
        for one in artifact.attributes
    )


def _links(document: Document) -> Counter[tuple[str, str, str]]:
    return Counter(
        (placed.segment.reading.artifacts[link.artifact].label if link.artifact is not None else "", link.type, link.target)
        for placed, link in document.links()
    )


def _edited(document: Document, edits: Sequence[Edit]) -> Document | None:
    if not edits:
        return document
    text = apply_edits(document.text, edits)
    start, old_end = min(edit.start for edit in edits), max(edit.end for edit in edits)
    return edit_document(document, text, start, old_end, old_end + len(text) - len(document.text))

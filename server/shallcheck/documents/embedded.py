"""A text that another format holds in a field of its own (a statement in StrictDoc, the `text:` of a Doorstop item).

Its paragraphs and lists are read as Markdown, and every place is told in the document around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, kind_by_form
from shallcheck.documents.inline import Prose
from shallcheck.documents.needs_reading import RstBuilder
from shallcheck.documents.notation import MODAL, notation
from shallcheck.model.document import Reading, Setting
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Run, Span, source_span, through

_TITLE = re.compile(r"\*\*[^*]+\*\*$|__[^_]+__$")
"""A paragraph that is nothing but emphasised is a title."""
_ASIDE = re.compile(r"(?:\*\*)?(?:NOTE|Note|NB|Example|EXAMPLE|Rationale|RATIONALE|Hint|TODO)(?:\*\*)?[ \t]*:")
"""How a paragraph starts that is no part of the demand."""


def plain_runs(span: Span) -> tuple[Run, ...]:
    """The runs of a text that stands unbroken at `span`."""
    return (Run(0, span.start, span.end - span.start),)


def read_embedded(
    text: str,
    runs: Sequence[Run],
    setting: Setting,
    kind: Kind,
    artifact: int | None,
    *,
    declared: bool = True,
    rst: bool = False,
    glossary: bool = False,
) -> Reading:
    """What a field's text says about its artifact (an index into the reading that this becomes a part of), at the places that
    `runs` name. Of several paragraphs those that oblige are statements; where none does, the first is. `declared`: the field is
    one for requirements; else such a first paragraph is a statement only where nothing stands beside it. `rst`: the markup of its
    words is that of reStructuredText. `glossary`: its paragraphs and items define terms."""
    if not text.strip():
        return Reading()
    out = (RstBuilder if rst else Builder)(text, setting, notation())
    said = list(_paragraphs(out))
    obliging = [one for one in said if MODAL.search(one[0].text)]
    first = [one for one in said if one[1].parent < 0][:1] if declared or len(out.blocks) == 1 else []
    for prose, _, lead_in in obliging or first:
        out.statement(prose, kind_by_form(prose.text, kind), artifact, lead_in)
    return _placed(out.reading(glossary), runs)


def is_aside(words: str) -> bool:
    """Whether a paragraph is a title or a note rather than a part of what is demanded."""
    return _TITLE.fullmatch(words) is not None or _ASIDE.match(words) is not None


def _paragraphs(out: Builder) -> list[tuple[Prose, Block, bool]]:
    """Each paragraph that may be a statement, its block, and whether it leads a list in."""
    found = []
    for number, block in enumerate(out.blocks):
        if block.type != "paragraph" or not block.inline:
            continue
        if is_aside(out.source[block.inline[0].start : block.inline[-1].end].strip()):
            continue
        prose = out.prose(block.inline)
        if prose.text:
            following = out.blocks[number + 1] if number + 1 < len(out.blocks) else None
            leads = following is not None and following.type == "item" and following.parent == block.parent
            found.append((prose, block, leads and prose.text.endswith((":", "："))))
    return found


def _placed(reading: Reading, runs: Sequence[Run]) -> Reading:
    """The reading of a text with its places where that text stands."""
    return Reading(
        statements=tuple(
            replace(
                one,
                runs=through(one.runs, runs),
                items=tuple((text, source_span(runs, place)) for text, place in one.items),
            )
            for one in reading.statements
        ),
        links=tuple(replace(one, place=source_span(runs, one.place)) for one in reading.links),
        terms=tuple(replace(one, place=source_span(runs, one.place)) for one in reading.terms),
        uses=reading.uses,
    )

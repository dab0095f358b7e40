"""TRLC: the records of a `.trlc` file, judged by the types that the `.rsl` files beside and above it declare.

A record is `package.Name`; what it says is its description (or a field named like one, or the one text that obliges); the records
that its other fields name are links. Its type's name says whether it is a requirement, a test, a need or none of them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from functools import cache

from shallcheck.documents.building import kind_by_form
from shallcheck.documents.format import Cut, Format
from shallcheck.documents.notation import ATTRIBUTE_KEYS, MODAL
from shallcheck.documents.plain_text import Paragraph, paragraphs, read_plain, stated, uses
from shallcheck.documents.segments import START, Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import WORD, CommentSyntax, read_suppressions
from shallcheck.documents.trlc_syntax import Field, Record, Token, head_of, is_wordy, parse, tokens
from shallcheck.documents.trlc_types import Component, Types, declare, types_of
from shallcheck.documents.trlc_writing import TRLC_WRITING, link_type
from shallcheck.model.document import Artifact, Attribute, Link, LinkPlace, Outline, Problem, Reading, Setting, Statement
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_COMMENT = CommentSyntax("//")
_PACKAGE = re.compile(r"^[ \t]*package[ \t]+(?P<name>[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)[ \t]*(?=$|\r|//|import\b)", re.MULTILINE)
_ESCAPE = re.compile(r'\\"')
_MENTION = re.compile(r"\[\[([^\[\]]{1,400})\]\]")
_BRACKETS = re.compile(r"\[\[|\]\]")
_NAME = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*")
_ASIDE = re.compile(r"(?:note|notes|example|examples|rationale|hint|remark)\b[^a-z]", re.IGNORECASE)
_SAYING = (
    "description",
    "text",
    "statement",
    "requirement",
    "requirement_text",
    "shall",
    "content",
    "body",
    "definition",
    "specification",
)
_NEVER = frozenset("rationale comment comments note notes justification reason summary title name example examples".split())
_TITLES = ("title", "summary", "heading", "short_name")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_KINDS: tuple[tuple[frozenset[str], Kind, Level], ...] = (
    (frozenset("test tests testcase testspecification verification".split()), Kind.TEST, Level.TESTS),
    (frozenset("definition term glossary".split()), Kind.TERM, Level.REQUIREMENTS),
    (
        frozenset(
            "error errors hazard risk threat information info note comment rationale assumption decision justification".split()
        ),
        Kind.NOTE,
        Level.REQUIREMENTS,
    ),
    (frozenset("requirement requirements req aspect".split()), Kind.REQUIREMENT, Level.REQUIREMENTS),
    (frozenset("need usecase use goal stakeholder objective".split()), Kind.NEED, Level.NEEDS),
    (frozenset("architecture design component interface".split()), Kind.ARCHITECTURE, Level.ARCHITECTURE),
    (frozenset(["constraint"]), Kind.CONSTRAINT, Level.REQUIREMENTS),
)


@cache
def _nature(name: str) -> tuple[Kind, Level] | None:
    """What a type's name says of its records."""
    words = {word.lower() for word in _WORDS.findall(name.rpartition(".")[2])}
    return next(((kind, level) for known, kind, level in _KINDS if words & known), None)


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A file is TRLC when it names its package."""
    package = _PACKAGE.search(head)
    if package is None and settings.format != "trlc":
        return None
    namespace = f"{package['name']}." if package else ""
    dialect = settings.dialect or Dialect.SHALL_OR_MUST
    return Setting("trlc", namespace, (), Level.REQUIREMENTS, Kind.REQUIREMENT, dialect, chain=False)


def _cutter(setting: Setting, settings: ReaderSettings) -> Cut:
    return cut_records


def cut_records(text: str, at: Boundary = START) -> Iterator[Boundary]:
    """A segment starts at each record that begins a line. Its context is the packages that the file imports."""
    yield at
    imported, run, pending, floor = at.context.split(), list[Token](), -1, at.start
    is_first = not at.context
    for token in tokens(text, at.start):
        if token.kind == "comment":
            pending = token.place.start if pending < 0 and WORD in token.text else pending
            continue
        if is_wordy(token):
            run.append(token)
            continue
        head = head_of(run) if token.text == "{" else None
        if is_first and run:
            imported += _imports(run)
        if head is not None:
            is_first = False
            start = head.place.start if pending < 0 else pending
            line = max(text.rfind("\n", floor, start), text.rfind("\r", floor, start)) + 1
            if line > at.start and not text[line:start].strip():
                yield Boundary(line, " ".join(imported) or "-")
            floor = start
        run, pending = [], -1


def _imports(run: list[Token]) -> Iterator[str]:
    """The packages that words before the first record import."""
    for number, token in enumerate(run):
        if token.text == "import":
            end = number + 2
            while end + 1 < len(run) and run[end].text == ".":
                end += 2
            yield "".join(each.text for each in run[number + 1 : end])


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one record, and what stands around it, says."""
    return _Reader(text, context, setting, types_of(settings.declared)).read()


class _Reader:
    def __init__(self, text: str, context: str, setting: Setting, types: Types) -> None:
        self.text = text
        self.setting = setting
        self.types = types
        self.package = setting.namespace.rstrip(".")
        self.packages = {self.package, *context.split()}
        self.statements: list[Statement] = []
        self.artifacts: list[Artifact] = []
        self.links: list[Link] = []
        self.places: list[LinkPlace] = []
        self.problems: list[Problem] = []

    def read(self) -> Reading:
        parsed = parse(self.text)
        self.problems += [Problem("DOC001", message, place) for place, message in parsed.faults]
        for record in parsed.records:
            self._record(record)
        outline = tuple(Outline(token.inner.of(self.text), 1, token.inner) for token in parsed.sections)
        suppressions, problems = read_suppressions(self.text, _COMMENT, self.artifacts, self.statements)
        return Reading(
            tuple(self.statements), tuple(self.artifacts), tuple(self.links), outline, tuple(self.places),
            (*self.problems, *problems), suppressions, (), uses(self.statements),
        )  # fmt: skip

    def _record(self, record: Record) -> None:
        full = self.types.find(record.head.type, self.package)
        components = self.types.components(full) if full else None
        if components is not None and record.close >= 0:
            self._check(record, full, components)
        saying = self._saying(record)
        known = _nature(record.head.type) or next((found for name, _ in self.types.line(full) if (found := _nature(name))), None)
        obliges = saying is not None and MODAL.search(saying.values[0].text) is not None
        kind, level = known or ((Kind.REQUIREMENT if obliges else Kind.NOTE), Level.REQUIREMENTS)
        index = len(self.artifacts)
        title = next((one for name in _TITLES for one in record.fields if one.name.text == name and one.texts()), None)
        attributes = [self._attribute(one) for one in record.fields if one is not saying and one is not title and one.values]
        name = record.head.name
        shown = title.place().of(self.text).strip() if title else ""
        extent = Span(record.head.place.start, record.end)
        self.artifacts.append(Artifact(name.text, kind, level, shown, name.place, extent, tuple(attributes)))
        for one in record.fields:
            self._linked(one, index, kind, (components or {}).get(one.name.text))
        if saying is not None:
            self._say(saying.values[0], index, kind)

    def _check(self, record: Record, full: str, components: dict[str, Component]) -> None:
        """What the record's type demands and it lacks, and what its type does not know."""
        given = {one.name.text: one for one in record.fields}
        missing = [name for name, one in components.items() if not one.optional and name not in given]
        if missing:
            names = " and ".join(f"“{name}”" for name in missing)
            what = f"{full} demands {names}, which “{record.head.name.text}” lacks, so TRLC refuses it: write “{missing[0]} = …”."
            self.problems.append(Problem("DOC001", what, record.head.name.place))
        for name, one in given.items():
            if name in components:
                continue
            near = difflib.get_close_matches(name[:60], [each for each in components if each not in given], n=1, cutoff=0.75)
            told = f"{full} has no field “{name}”, so TRLC refuses this record: "
            what = told + (f"write “{near[0]}”." if near else "take it out, or declare it.")
            self.problems.append(Problem("DOC002" if near else "DOC001", what, one.name.place, near[0] if near else None))

    def _saying(self, record: Record) -> Field | None:
        """The field that holds what the record says."""
        texts = {one.name.text.lower(): one for one in record.fields if len(one.values) == 1 and one.texts()}
        named = next((texts[name] for name in _SAYING if name in texts), None)
        if named is not None:
            return named
        return next((one for name, one in texts.items() if name not in _NEVER and MODAL.search(one.values[0].text)), None)

    def _attribute(self, one: Field) -> Attribute:
        name = one.name.text.lower().replace("_", " ")
        value = " ".join(one.place().of(self.text).split())
        return Attribute(ATTRIBUTE_KEYS.get(name, name), value, one.place())

    def _linked(self, one: Field, index: int, kind: Kind, component: Component | None) -> None:
        """The records that a field names; in the text of a Markup_String, as `[[Name]]`."""
        if component is not None and component.type == "Markup_String":
            for token in one.texts():
                for match in _MENTION.finditer(self.text, *token.inner):
                    names = _NAME.finditer(self.text, *match.span(1))
                    self.links += [Link(index, name[0], "mentions", Span(*name.span())) for name in names]
        if component is not None and component.type not in self.types.records:
            return
        if any(token.kind == "mark" and token.text in "@(;" for token in one.values):
            return  # a tuple
        found = [(name, place) for name, place in one.names() if self._is_record(name, component is not None)]
        if not found:
            return
        what = link_type(one.name.text, kind)
        self.places.append(LinkPlace(Span(found[0][1].start, found[-1][1].end), what))
        self.links += [Link(index, "".join(place.of(self.text).split()), what, place) for _, place in found]

    def _is_record(self, name: str, declared: bool) -> bool:
        """Whether a name is a record's and no literal's: literals are always qualified by the name of their type."""
        space = name.rpartition(".")[0]
        return declared or not space or space in self.packages

    def _say(self, token: Token, index: int, kind: Kind) -> None:
        """The paragraphs and list items of a text: the first is what the record says, a further one where it obliges."""
        escape = _ESCAPE if token.kind == "string" else None
        parts = list(paragraphs(self.text, token.inner))
        said = False
        for number, part in enumerate(parts):
            prose = read_plain(self.text, part.place, escape, _BRACKETS)
            aside = _ASIDE.match(prose.text) is not None and len(parts) > 1
            if not prose.text or aside or (said and not MODAL.search(prose.text)):
                continue
            said = True
            listed = () if part.item else _listed(parts, number + 1)
            items = tuple((read_plain(self.text, each, escape, _BRACKETS).text, each) for each in listed)
            self.statements.append(stated(prose, kind_by_form(prose.text, kind), self.setting.dialect, index, items))


def _listed(parts: Sequence[Paragraph], at: int) -> Iterator[Span]:
    """The list items from a place on, up to the first paragraph that is none."""
    while at < len(parts) and parts[at].item:
        yield parts[at].place
        at += 1


TRLC = Format(
    "trlc",
    ("trlc",),
    recognise,
    _cutter,
    read_segment,
    expects="name its package at the head, “package example”",
    comment=_COMMENT,
    writing=TRLC_WRITING,
    companions=("*.rsl",),
    declare=declare,
    can_name=lambda label, mention, settings: _NAME.fullmatch(label) is not None,
)

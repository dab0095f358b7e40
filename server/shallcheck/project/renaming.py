"""One identifier under another name, everywhere it is named in the projects of a workspace.

Nothing is offered that was not read again: with the edits made, every document says what it said, with that one name changed, and
every link leads to where it led. What follows from a name changes with it: the criteria of Kiro's requirement 3, the parts of a
need. Pure: texts are those that were read; whoever writes the edits makes sure that they are still the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath

from shallcheck.documents.format import CODE
from shallcheck.documents.reading import can_name
from shallcheck.documents.renaming import Written, edited, is_read_only, respelt, written
from shallcheck.model.document import Document, Segment
from shallcheck.model.finding import Edit
from shallcheck.model.index import Defined, Index, Named, candidates
from shallcheck.model.lines import Lines
from shallcheck.model.place import Span
from shallcheck.project.state import Project


class RenameError(Exception):
    """Why an identifier is not renamed, and what to do."""


class World:
    """The projects of a workspace at one moment. Made where they are changed; used in any thread."""

    def __init__(self, projects: Iterable[Project]) -> None:
        self.documents = {project: dict(project.documents) for project in projects}
        self.elsewhere = {project: list(project.elsewhere()) for project in self.documents}

    def is_current(self) -> bool:
        """Whether no document has changed since."""
        return all(
            len(known) == len(project.documents) and all(project.documents.get(path) is each for path, each in known.items())
            for project, known in self.documents.items()
        )

    def indexes(self) -> dict[Project, Index]:
        """Copies of the indexes of all projects."""
        made = {project: project.index.copy() for project in self.documents}
        for project, index in made.items():
            index.elsewhere = partial(list, [made[other] for other in self.elsewhere[project] if other in made])
        return made


@dataclass
class Renamed:
    """What a new name changes."""

    edits: dict[str, list[Edit]]
    """By path, in offsets of the text as it was read."""
    identifiers: dict[str, str]
    """What was called so, and is called so now; identifiers of the workspace."""
    lost: list[str] = field(default_factory=list)
    """What could not follow, and why."""
    projects: dict[Project, dict[str, str]] = field(default_factory=dict)
    """The identifiers by project."""


@dataclass(eq=False)
class _Text:
    """A document that changes."""

    project: Project
    before: Document
    after: Document
    was: Written
    moved: str = ""
    """Where it stands afterwards, where that is another path."""
    edits: dict[Span, str] = field(default_factory=dict)
    targets: dict[int, str] = field(default_factory=dict)
    """By the number of a link, what it names afterwards."""
    own: dict[int, str] = field(default_factory=dict)
    """By the number of an artifact whose own name is edited, what it is to be called."""


def placeholder(defined: Defined) -> str:
    """What a person edits to rename an artifact. Raises RenameError where its identifier is not written, or not to be renamed."""
    artifact = defined.artifact
    source = artifact.place.of(defined.segment.text)
    if artifact.label.startswith("code:"):
        raise RenameError(f"“{artifact.title or artifact.label}” is code: rename it with the tools of its language.")
    if artifact.positional:
        raise RenameError(
            f"“{artifact.label}” is not written: it follows from where the text stands or what it says. Move or change that, and "
            "links can follow it."
        )
    if respelt(source, artifact.label, artifact.label) is None:
        raise RenameError(f"“{artifact.label}” is not written in the document: it is the name of the file, so rename that.")
    return source


def is_named_by_file(document: Document, defined: Defined) -> bool:
    """Whether an artifact is called after its file, by the whole of its name (Doorstop)."""
    label = defined.artifact.label
    return bool(label) and document.setting.name == label == PurePath(document.path).stem


def rename(world: World, project: Project, defined: Defined, label: str) -> Renamed:
    """Call an artifact by another label. Raises RenameError with the reason where that cannot be done."""
    placeholder(defined)
    document = world.documents[project][defined.path]
    if is_read_only(document):
        raise RenameError(
            f"“{defined.artifact.label}” comes from {PurePath(defined.path).name}, which only the tool that wrote it can change: "
            "rename it there, and export it again."
        )
    run = _Run(world)
    label = label.strip()
    label = label.removeprefix(document.setting.namespace) if document.setting.namespace else label
    if label == defined.artifact.label:
        return Renamed({}, {})
    new = document.setting.namespace + label
    taken = run.before[project].definitions(new)
    if not label:
        raise RenameError(f"“{defined.artifact.label}” needs a name: write one.")
    if can_name(document, defined.artifact.label) and not can_name(document, label):
        raise RenameError(
            f"“{label}” is no identifier in this document: choose one that is written like “{defined.artifact.label}”."
        )
    if taken:
        raise RenameError(f"“{label}” is already {run.told(taken[0])}: choose another.")
    run.call(project, defined, label)
    run.settle()
    return run.made()


def move(world: World, moves: Mapping[str, str], *, anyway: bool = False) -> Renamed:
    """What follows from files that are moved (path by path), of all that is called after its file or folder. Where something that
    is named so cannot follow: raises RenameError or, as the files are moved `anyway`, leaves it."""
    run = _Run(world, anyway)
    for old, new in moves.items():
        run.move(old, new)
    run.settle()
    return run.made()


class _Run:
    """A change of names in the making."""

    def __init__(self, world: World, anyway: bool = False) -> None:
        self._world = world
        self._anyway = anyway
        self.lost: list[str] = []
        self._documents = world.documents
        self.before = world.indexes()
        self.names: dict[str, str] = {}
        self._projects: dict[Project, dict[str, str]] = {}
        self._labels: set[str] = set()
        """What the renamed are and were called in their documents."""
        self._texts: dict[str, _Text] = {}
        self._links: dict[str, dict[int, int]] = {}
        self._lines: dict[str, Lines] = {}
        self._waiting: list[_Text] = []

    # -- what is asked for -------------------------------------------------------------------------------------------

    def call(self, project: Project, defined: Defined, label: str) -> None:
        """Write another label where an artifact is defined."""
        text = self._text(project, defined.path)
        number = self._number(text, defined)
        artifact, start = text.was.artifacts[number]
        place = artifact.place.shifted(start)
        spelling = respelt(place.of(text.before.text), artifact.label, label)
        if spelling is None:
            raise RenameError(f"“{label}” cannot be written where “{artifact.label}” stands ({self._at(defined.path, place)}).")
        text.own[number] = label
        self._write(text, place, spelling)

    def move(self, old: str, new: str) -> None:
        """Have a document stand at another path."""
        project = next((each for each, documents in self._documents.items() if old in documents), None)
        if project is not None and self._documents[project][old].setting.format != CODE:
            text = self._text(project, old, asked=True)
            text.moved = new
            self._waiting.append(text)

    def settle(self) -> None:
        """Read every changed document again, have what follows from it follow, and make sure that nothing else has changed."""
        while self._waiting:
            text = self._waiting.pop()
            after = edited(text.before, text.edits, text.moved)
            if self._anyway and text.moved and (after is None or len(written(after).artifacts) != len(text.was.artifacts)):
                del self._texts[text.before.path]  # at its new place it is another kind of document, or none
                continue
            if after is None:
                raise RenameError(self._unread(text))
            text.after = after
            for number, label in self._relabelled(text):
                self._follow(text, number, label)
        self._check()

    def _refuse(self, why: str, text: _Text | None = None) -> None:
        """Do nothing at all, or nothing to a text."""
        if not self._anyway:
            raise RenameError(why)
        self.lost.append(why)
        if text is not None:
            text.edits.clear()
            text.targets.clear()

    def made(self) -> Renamed:
        """What it comes to."""
        rows = {path: sorted(Edit(*span, new) for span, new in text.edits.items()) for path, text in self._texts.items()}
        return Renamed({path: each for path, each in rows.items() if each}, self.names, self.lost, self._projects)

    # -- how it is done ----------------------------------------------------------------------------------------------

    def _text(self, project: Project, path: str, *, asked: bool = False) -> _Text:
        text = self._texts.get(path)
        if text is None:
            document = self._documents[project][path]
            text = self._texts[path] = _Text(project, document, document, written(document))
            if is_read_only(document) and not asked:
                self._refuse(
                    f"{PurePath(path).name} names it too, and only the tool that wrote that file can change it: rename it there, "
                    "and export it again."
                )
        return text

    def _write(self, text: _Text, place: Span, spelling: str) -> None:
        text.edits[place] = spelling
        if not any(each is text for each in self._waiting):
            self._waiting.append(text)

    def _relabelled(self, text: _Text) -> Iterator[tuple[int, str]]:
        """The artifacts that are called otherwise now, each where that was meant or follows from it."""
        was, now = text.was.artifacts, written(text.after).artifacts
        if len(was) != len(now):
            raise RenameError(self._unread(text))
        roots = [(was[number][0].label, now[number][0].label) for number in text.own]
        for number, ((old, start), (new, _)) in enumerate(zip(was, now, strict=True)):
            if text.moved:
                if text.before.identifier(old) != text.after.identifier(new):
                    yield number, new.label
                continue
            asked = text.own.get(number)
            if new.label != asked if asked else (old.kind, old.level) != (new.kind, new.level):
                raise RenameError(self._unread(text))
            if old.label == new.label:
                continue
            place = (old.extent if old.positional else old.place).shifted(start)
            written_there = any(span.overlaps(place) for span in text.edits)
            if not asked and not written_there and not _follows(old.label, new.label, roots):
                raise RenameError(f"“{old.label}” ({self._at(text.before.path, place)}) would be called “{new.label}” by that.")
            yield number, new.label

    def _follow(self, text: _Text, number: int, label: str) -> None:
        """Have the links to a renamed artifact name it by its new label."""
        artifact, _ = text.was.artifacts[number]
        old, new = text.before.identifier(artifact), text.after.setting.namespace + label
        if self.names.get(old) == new:
            return
        if taken := [each for each in self.before[text.project].definitions(new) if each.identifier not in self.names]:
            raise RenameError(f"“{label}” is already {self.told(taken[0])}: choose another.")
        self.names[old] = new
        self._projects.setdefault(text.project, {})[old] = new
        self._labels |= {artifact.label, label}
        twins = self.before[text.project].definitions(old)
        if len(twins) > 1 and not text.moved:
            return  # which of them a link means nobody can tell: it stays with the other
        for project, named in self._references(text.project, old):
            self._relink(project, named, old, new)

    def _references(self, owner: Project, identifier: str) -> Iterator[tuple[Project, Named]]:
        for project, index in self.before.items():
            for named in index.links_to(identifier):
                found = index.resolve(named.setting, named.link.target)
                if any(each.identifier == identifier and each.path in self._documents[owner] for each in found):
                    yield project, named

    def _relink(self, project: Project, named: Named, old: str, new: str) -> None:
        text = self._text(project, named.path)
        if is_read_only(text.before):
            return
        number = self._numbers(text)[id(named.link)]
        target, place = named.link.target, text.was.links[number][1]
        if new in candidates(text.after.setting, target):
            return  # both stand in the folder that has another name now
        lead = old.removesuffix(target)
        if not new.startswith(lead) and new.endswith(target):
            return  # it does not name the folder, so where it leads is seen below
        name = new.removeprefix(lead) if new.startswith(lead) else new
        spelling = respelt(place.of(text.before.text), target, name)
        unreadable = text.before.setting.format != CODE and can_name(text.before, target) and not can_name(text.before, name)
        if spelling is None or unreadable:
            at = self._at(named.path, place)
            self._refuse(f"“{name}” cannot be written where “{target}” is named ({at}), so that link would be lost.")
            return
        text.targets[number] = name
        self._write(text, place, spelling)

    # -- what must hold afterwards -----------------------------------------------------------------------------------

    def _check(self) -> None:
        gone = {id(segment) for text in self._texts.values() for segment in _only(text.before, text.after)}
        after = {project: index.copy(without=gone) for project, index in self.before.items()}
        for project, index in after.items():
            index.elsewhere = partial(list, [after[other] for other in self._world.elsewhere[project] if other in after])
        for text in self._texts.values():
            for segment in _only(text.after, text.before):
                after[text.project].add(text.after.path, text.after.setting, segment)
        for text in self._texts.values():
            self._check_links(text, after[text.project])
        for old, new in self.names.items():
            self._check_strangers(old, new, after)

    def _check_links(self, text: _Text, index: Index) -> None:
        """That a changed document names what it named, with the new names, and that those links lead to what has them."""
        now = written(text.after).links
        if len(now) != len(text.was.links) or len(list(text.after.statements())) != len(list(text.before.statements())):
            self._refuse(self._unread(text), text)
            return
        for number, ((old, place, owner), (new, _, now_owner)) in enumerate(zip(text.was.links, now, strict=True)):
            wanted = text.targets.get(number, old.target)
            if (new.target, new.type, now_owner) != (wanted, old.type, owner):
                at = self._at(text.before.path, place)
                self._refuse(f"“{wanted}” would not be read as a link where “{old.target}” is one ({at}): choose another.", text)
                return
            if number in text.targets:
                found = index.resolve(text.after.setting, new.target)
                if not any(each.identifier in self.names.values() for each in found):
                    at = self._at(text.before.path, place)
                    self._refuse(f"“{wanted}” would mean something else where it is named ({at}): choose another.", text)
                    return

    def _check_strangers(self, old: str, new: str, after: Mapping[Project, Index]) -> None:
        """That no other link is drawn to the new name, or away with the old."""
        for project, index in self.before.items():
            near = {id(each.link): each for name in (old, new, *self._labels) for each in index.links_to(name)}
            for named in near.values():
                text = self._texts.get(named.path)
                if text is not None and self._numbers(text)[id(named.link)] in text.targets:
                    continue
                now_setting = text.after.setting if text else named.setting
                was = {each.identifier for each in index.resolve(named.setting, named.link.target)}
                now = {each.identifier for each in after[project].resolve(now_setting, named.link.target)}
                if was and now != was and now != {self.names.get(each, each) for each in was}:
                    place = self._place(project, named)
                    at = self._at(named.path, place)
                    why = "means something else there and would mean this: choose another" if now else "would lead nowhere then"
                    self._refuse(f"“{named.link.target}” ({at}) {why}.")

    # -- words -------------------------------------------------------------------------------------------------------

    def told(self, defined: Defined) -> str:
        """An artifact as a person knows it."""
        project = next(each for each, documents in self._documents.items() if defined.path in documents)
        document = self._documents[project][defined.path]
        start = next((each.start for each in document.placed if each.segment is defined.segment), 0)
        title = f"“{defined.artifact.title}” " if defined.artifact.title else "defined "
        return f"{title}({self._at(defined.path, defined.artifact.place.shifted(start))})"

    def _at(self, path: str, place: Span) -> str:
        lines = self._lines.get(path)
        if lines is None:
            document = next(documents[path] for documents in self._documents.values() if path in documents)
            lines = self._lines[path] = Lines(document.text)
        return f"{PurePath(path).name}, line {lines.place(place.start)[0] + 1}"

    def _unread(self, text: _Text) -> str:
        spelling = next((text.edits[span] for span in sorted(text.edits)), "")
        return (
            f"With “{spelling}”, {PurePath(text.before.path).name} would not be read as it is (it may be no identifier there): "
            "choose one that is written like the others."
        )

    def _place(self, project: Project, named: Named) -> Span:
        start = next(each.start for each in self._documents[project][named.path].placed if each.segment is named.segment)
        return named.link.place.shifted(start)

    def _number(self, text: _Text, defined: Defined) -> int:
        first = 0
        for placed in text.before.placed:
            if placed.segment is defined.segment:
                return first + defined.number
            first += len(placed.segment.reading.artifacts)
        raise RenameError("The document changed meanwhile: try again.")

    def _numbers(self, text: _Text) -> dict[int, int]:
        known = self._links.get(text.before.path)
        if known is None:
            known = self._links[text.before.path] = {id(link): number for number, (link, _, _) in enumerate(text.was.links)}
        return known


def _follows(old: str, new: str, roots: Iterable[tuple[str, str]]) -> bool:
    """Whether one label comes from another as those of what it belongs to do: 3.1 becomes 5.1 with 3."""
    return any(old.startswith(was) and new == now + old.removeprefix(was) for was, now in roots)


def _only(document: Document, other: Document) -> list[Segment]:
    """The segments of a document that another version of it does not have."""
    same = document.setting == other.setting and document.path == other.path
    known = {id(each.segment) for each in other.placed} if same else set()
    return [each.segment for each in document.placed if id(each.segment) not in known]

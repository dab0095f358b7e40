"""How a new name is spread over the documents of a workspace, and what must hold afterwards: see `project/renaming.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath

from shallcheck.documents.format import CODE
from shallcheck.documents.naming_places import anchors, heading_of, mentions, slug
from shallcheck.documents.notation import notation
from shallcheck.documents.reading import can_name
from shallcheck.documents.renaming import Written, edited, is_read_only, respelt, where, written
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
    mentions: dict[str, list[Edit]] = field(default_factory=dict)
    """By path, what else names it by words that are no link: for a person to decide."""


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
    fragments: dict[Span, str] = field(default_factory=dict)
    """Where it points to a heading, and how that is spelt afterwards."""
    own: dict[int, str] = field(default_factory=dict)
    """By the number of an artifact whose own name is edited, what it is to be called."""


class Run:
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
        if len(self.before[project].definitions(defined.identifier)) == 1:
            self._point(project, defined, label)

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

    def made(self, project: Project | None = None, defined: Defined | None = None, label: str = "") -> Renamed:
        """What it comes to; with an artifact that is given another label, also where texts only mention it."""
        rows = {path: sorted(Edit(*span, new) for span, new in text.edits.items()) for path, text in self._texts.items()}
        mentioned = dict(self._mentioned(defined, label)) if project is not None and defined is not None else {}
        edits = {path: each for path, each in rows.items() if each}
        return Renamed(edits, self.names, self.lost, self._projects, mentioned)

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
        target = named.link.target
        place = where(text.before.text, text.was.links[number][1], target)
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

    def _point(self, project: Project, defined: Defined, label: str) -> None:
        """Have fragments of addresses and anchors follow an artifact."""
        document, old = self._documents[project][defined.path], defined.artifact.label
        placed = next(each for each in document.placed if each.segment is defined.segment)
        heading = heading_of(placed, defined.artifact)
        home = PurePath(defined.path).name
        for path, each in self._documents[project].items():
            for place, slugged in anchors(each, home, path == defined.path, old, heading):
                spelling = slug(heading.replace(old, label, 1)) if slugged else label
                if spelling != place.of(each.text):
                    text = self._text(project, path)
                    text.fragments[place] = spelling
                    self._write(text, place, spelling)

    def _mentioned(self, defined: Defined, label: str) -> Iterator[tuple[str, list[Edit]]]:
        """Where prose mentions an artifact by words that are no link, and that would mean it if they were."""
        old = defined.artifact.label
        twins = any(len(index.definitions(defined.identifier)) > 1 for index in self.before.values())
        for project, documents in self._documents.items() if notation().is_identifier(old) and not twins else ():
            for path, document in documents.items():
                places = list(mentions(document, old)) if document.setting.format != CODE else []
                found = self.before[project].resolve(document.setting, old) if places and not is_read_only(document) else []
                if not any(each.identifier == defined.identifier for each in found):
                    continue
                text = self._texts.get(path) or _Text(project, document, document, written(document))
                taken = [*text.edits, *(place for _, place, _ in text.was.links)]
                free = [each for each in places if not any(each.overlaps(one) for one in taken)]
                after = edited(document, {**text.edits, **dict.fromkeys(free, label)}) if free else None
                if after is not None and _names(after) == _names(text.after):
                    yield path, [Edit(*each, label) for each in free]

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
            wanted = text.targets.get(number) or text.fragments.get(where(text.before.text, place, old.target), old.target)
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


def _names(document: Document) -> tuple[list[str], list[str]]:
    """What a document defines and names."""
    found = written(document)
    return [each.label for each, _ in found.artifacts], [each.target for each, _, _ in found.links]

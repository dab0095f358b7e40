"""What the statements of a workspace must say alike: the unit of a characteristic, how numbers are written, the name of a state.

Incremental: a segment is added or removed as one, and whoever shares an aspect is judged anew only when its worth has changed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from shallcheck.model.document import Document, Segment, Setting
from shallcheck.model.place import Span

Place = tuple[str, int]
"""A path and the identity of a segment."""


class Aspect(NamedTuple):
    """What must be said alike: of which rule, and about what."""

    rule: str
    about: str
    path: str = ""
    """The document that it holds for; empty: the whole workspace."""


class Saying(NamedTuple):
    """One way in which a statement says it. `span` is in the statement's text."""

    aspect: Aspect
    form: str
    statement: int
    """The statement's number in its segment."""
    span: Span


class Said(NamedTuple):
    """A saying where it stands."""

    path: str
    segment: Segment
    saying: Saying

    @property
    def place(self) -> Span:
        """In the segment."""
        return self.segment.reading.statements[self.saying.statement].place(self.saying.span)

    @property
    def words(self) -> str:
        """As written."""
        return self.saying.span.of(self.segment.reading.statements[self.saying.statement].text)

    @property
    def label(self) -> str:
        """What its document calls the artifact that says it; or empty."""
        owner = self.segment.reading.statements[self.saying.statement].artifact
        return self.segment.reading.artifacts[owner].label if owner is not None else ""


class _Followed(NamedTuple):
    """A name whose mentions are counted, wherever they stand."""

    first: str
    pattern: re.Pattern[str]
    places: dict[Place, int]


Listen = Callable[[str, Setting, Segment], Iterable[Saying]]
_Worth = tuple[tuple[str, int], ...]
"""The forms with the segments that stand for them in messages."""


class Wording:
    """The sayings of a workspace by what they are about. What nobody has listened to yet is listened to when somebody asks."""

    def __init__(self, listen: Listen, documents: Mapping[str, Document]) -> None:
        """`documents`: by path those whose segments are added, as they are now."""
        self._listen = listen
        self._documents = documents
        self._asked = False
        self._said: dict[Place, tuple[Said, ...]] = {}
        self._about: dict[Aspect, dict[Place, tuple[Said, ...]]] = defaultdict(dict)
        self._forms: dict[Aspect, Counter[str]] = defaultdict(Counter)
        self._followed: dict[Aspect, _Followed] = {}
        self._before: dict[Aspect, _Worth] = {}
        """What each aspect was worth that has been touched since the last `changed`."""

    def add(self, path: str, setting: Setting, segment: Segment) -> None:
        """Take in a segment."""
        if self._asked or segment.said is not None:
            self._hear(path, setting, segment)

    def remove(self, path: str, segment: Segment) -> None:
        """Take a segment out again."""
        place = (path, id(segment))
        gone = self._said.pop(place, ())
        for said in gone:
            self._touch(said.saying.aspect)
        for said in gone:
            aspect, form = said.saying.aspect, said.saying.form
            self._about[aspect].pop(place, None)
            self._forms[aspect][form] -= 1
            if not self._forms[aspect][form]:
                del self._forms[aspect][form]
            if not self._forms[aspect]:
                del self._forms[aspect], self._about[aspect]
        for aspect, followed in self._followed.items():
            if place in followed.places:
                self._touch(aspect)
                del followed.places[place]

    def changed(self) -> set[Place]:
        """The segments that say what is worth something else than at the last call."""
        before, self._before = self._before, {}
        return {place for aspect, was in before.items() if was != self._worth(aspect) for place in self._about.get(aspect, ())}

    def says(self, path: str, segment: Segment) -> bool:
        """Whether a segment says anything that others must say alike."""
        self._start()
        return (path, id(segment)) in self._said

    def of(self, path: str, segment: Segment, rule: str) -> list[Said]:
        """What a segment says that a rule looks at."""
        self._start()
        return [each for each in self._said.get((path, id(segment)), ()) if each.saying.aspect.rule == rule]

    def forms(self, aspect: Aspect) -> tuple[str, ...]:
        """How something is said, the most usual way first."""
        counted: Counter[str] = self._forms.get(aspect, Counter())
        return tuple(sorted(counted, key=lambda form: (-counted[form], form)))

    def where(self, aspect: Aspect, form: str) -> Iterator[Said]:
        """Where it is said so."""
        for some in self._about.get(aspect, {}).values():
            yield from (said for said in some if said.saying.form == form)

    def example(self, aspect: Aspect, form: str) -> Said:
        """Where it is said so, for a message: the same place whatever came first."""
        return min(self.where(aspect, form), key=lambda said: (said.path, said.label, said.saying.span))

    def is_told(self, aspect: Aspect) -> bool:
        """Whether what an aspect is about is mentioned anywhere else than in its sayings."""
        followed = self._followed.get(aspect)
        if followed is None:
            words = re.split(r"[\s_-]+", aspect.about)
            pattern = re.compile(rf"(?<![a-z0-9]){'[^a-z0-9]+'.join(map(re.escape, words))}s?(?![a-z0-9])")
            followed = self._followed[aspect] = _Followed(words[0], pattern, {})
            for path, _, segment in self._segments():
                _count(followed, (path, id(segment)), segment.text.casefold())
        return sum(followed.places.values()) > self._forms[aspect].total()

    def _start(self) -> None:
        if not self._asked:
            for path, setting, segment in self._segments():
                if segment.said is None:
                    self._hear(path, setting, segment)
            self._asked = True

    def _segments(self) -> Iterator[tuple[str, Setting, Segment]]:
        for path, document in self._documents.items():
            for placed in document.placed:
                yield path, document.setting, placed.segment

    def _hear(self, path: str, setting: Setting, segment: Segment) -> None:
        place = (path, id(segment))
        heard = segment.said if segment.said is not None else self._listen(path, setting, segment)
        said = tuple(Said(path, segment, each) for each in heard)
        for each in said:
            self._touch(each.saying.aspect)
        for each in said:
            aspect = each.saying.aspect
            self._forms[aspect][each.saying.form] += 1
            self._about[aspect][place] = (*self._about[aspect].get(place, ()), each)
        if said:
            self._said[place] = said
        text = segment.text.casefold() if self._followed else ""
        for aspect, followed in self._followed.items():
            if followed.first in text:
                self._touch(aspect)
                _count(followed, place, text)

    def _touch(self, aspect: Aspect) -> None:
        if self._asked and aspect not in self._before:
            self._before[aspect] = self._worth(aspect)

    def _worth(self, aspect: Aspect) -> _Worth:
        told = (("", int(self.is_told(aspect))),) if aspect in self._followed and aspect in self._forms else ()
        forms = self.forms(aspect)
        if len(forms) < 2:
            return (*told, *((form, 0) for form in forms))
        return (*told, *((form, id(self.example(aspect, form).segment)) for form in forms))


def _count(followed: _Followed, place: Place, text: str) -> None:
    if followed.first in text and (count := len(followed.pattern.findall(text))):
        followed.places[place] = count

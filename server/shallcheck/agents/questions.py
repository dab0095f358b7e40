"""What an editor asks of a project: a verdict, what has to be known before work begins, what is wrong. Each question is an object
that a client has sent, so it is read with care, and what is wrong with it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shallcheck.agents import context, state_answers
from shallcheck.agents.apart import CONTEXT, JUDGE, SHOW
from shallcheck.agents.judging import Base, judge
from shallcheck.agents.quoted import quoted
from shallcheck.agents.reserving import next_identifier
from shallcheck.agents.since import since
from shallcheck.agents.standing import AskError, Standing, standing
from shallcheck.agents.verdict import Part, Verdict, sentence
from shallcheck.agents.verdict_page import verdict_markdown
from shallcheck.project.comparing import RECORDED, recorded_at
from shallcheck.project.discovery import decode
from shallcheck.project.git import RevisionError, demand_revision
from shallcheck.project.overlay import Change, State, UnjudgedError, named_inside, read_inside
from shallcheck.project.proposals import Files, Patch, Proposal, SinceBaseline
from shallcheck.project.wordings import Removal, Wording

_SAVED = "what is saved"
_TEXT = 10_000
"""Characters of a statement."""
_DOCUMENT = 50 * 1024 * 1024
"""Characters of a document or a diff."""


class QuestionError(Exception):
    """A question that says nothing that can be answered; the message says what is wrong with it."""


@dataclass(frozen=True)
class Place:
    """Where somebody asks: the project whose top is `top`, in a document of it (`path`, from the top; empty: in none). `unsaved`:
    texts as the editor holds them, by such paths."""

    top: Path
    path: str = ""
    unsaved: Mapping[str, str] = field(default_factory=dict)


class Shown(Part):
    """A verdict as people read it. `against`: what was judged against."""

    verdict: Verdict
    against: str
    text: str
    markdown: str


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Q = TypeVar("Q", bound=_Question)


class _Judged(_Question):
    """Nothing of it: the text of the document that is not saved."""

    id: str = Field("", max_length=500)
    text: str = Field("", max_length=_TEXT)
    level: str = Field("", max_length=100)
    attributes: tuple[str, ...] = Field((), max_length=20)
    remove: str = Field("", max_length=500)
    diff: str = Field("", max_length=_DOCUMENT)
    content: str | None = Field(None, max_length=_DOCUMENT)
    tree: bool = Field(False, strict=True)
    since: str = Field("", max_length=500)
    keep: bool = Field(False, strict=True)


class _Context(_Question):
    ids: tuple[str, ...] = Field((), max_length=500)
    task: str = Field("", max_length=_TEXT)
    budget: int = Field(8000, ge=100, le=1_000_000)


class _Findings(_Question):
    paths: tuple[str, ...] = Field((), max_length=500)


@quoted  # models are given the answers, too
def answered(kind: str, said: Mapping[str, Any], place: Place) -> Part:
    """The answer to a question. Raises QuestionError, AskError and UnjudgedError."""
    if kind == JUDGE:
        return judged(said, place)
    if kind == SHOW:
        verdict, against = _judged(said, place)
        return Shown(verdict=verdict, against=against, text=sentence(verdict), markdown=verdict_markdown(verdict))
    if kind == CONTEXT:
        asked = _read(_Context, said)
        return context.context_for(standing(place.top), asked.ids, asked.task, asked.budget)
    return state_answers.checked(standing(place.top), _read(_Findings, said).paths or tuple(filter(None, [place.path])))


def judged(said: Mapping[str, Any], place: Place) -> Verdict:
    """The verdict on what is proposed. Raises QuestionError and UnjudgedError."""
    return _judged(said, place)[0]


def _judged(said: Mapping[str, Any], place: Place) -> tuple[Verdict, str]:
    asked = _read(_Judged, said)
    proposal, base, against = _proposal(asked, place)
    return judge(proposal, base, keep=asked.keep), against


def _read(kind: type[Q], said: Mapping[str, Any]) -> Q:
    try:
        return kind.model_validate(dict(said))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            raise QuestionError(
                f"“{where}” is nothing that can be said here: there are {', '.join(kind.model_fields)}."
            ) from None
        raise QuestionError(f"“{where}” cannot be understood: {first['msg'].lower()}.") from None


def _proposal(asked: _Judged, place: Place) -> tuple[Proposal, Base, str]:
    top, base = place.top, Base(place.top)
    kinds = [bool(asked.id or asked.text), bool(asked.remove), bool(asked.diff), asked.content is not None, asked.tree]
    if sum(kinds) > 1:
        raise QuestionError("That proposes several things: say `text`, `remove`, `diff`, `content` or `tree`, one of them.")
    if asked.since and any(kinds[:3]):
        raise QuestionError("A statement, a removal and a diff are judged against the files as they are: leave `since` out.")
    if asked.id or asked.text:
        if not asked.text.strip():
            raise QuestionError(f"“{asked.id}” is to say nothing: say its `text`, or that it is to go (`remove`).")
        return Statement(asked.id, asked.text, asked.level, asked.attributes, place.path), base, _SAVED
    if asked.remove:
        return Removal(asked.remove), base, _SAVED
    if asked.diff:
        return Patch(asked.diff.encode("utf-8", "surrogatepass"), top, top), base, _SAVED
    return _tree(place, asked.since) if asked.tree else _document(asked, place)


def _document(asked: _Judged, place: Place) -> tuple[Proposal, Base, str]:
    """One document, against the disk or a revision."""
    text = asked.content if asked.content is not None else place.unsaved.get(place.path)
    if not place.path:
        raise QuestionError("That proposes nothing: say `text`, `remove`, `diff`, `tree`, or the `uri` of a document.")
    if text is None:
        raise QuestionError(f"“{place.path}” is not open, so nothing of it is unsaved: open it, or say its `content`.")
    if asked.since and recorded_at(place.top, asked.since):
        raise QuestionError("A baseline holds no documents: name a revision of git, or ask about the whole `tree`.")
    base = since(place.top, asked.since)[1] if asked.since else Base(place.top)
    return Unsaved({place.path: text}), base, asked.since or _SAVED


def _tree(place: Place, against: str) -> tuple[Proposal, Base, str]:
    """All of the project, with what is not saved: against what is said, else the last commit, else the record; where there is
    none of these, against what is saved."""
    unsaved = Unsaved(place.unsaved)
    if ".." in against:
        raise QuestionError(f"“{against}” is a range, and the files as they are stand at no end of one: name a revision.")
    if not against and _has_commits(place.top):
        against = "HEAD"
    if not against and not unsaved.differs(place.top) and recorded_at(place.top, RECORDED):
        against = RECORDED
    if not against:
        return unsaved, Base(place.top), _SAVED
    told = {"HEAD": "the last commit", RECORDED: "what is recorded"}.get(against, against)
    proposal, base = since(place.top, against)
    if not isinstance(proposal, SinceBaseline):
        return Unsaved(place.unsaved, proposal), base, told
    if unsaved.differs(place.top):
        raise UnjudgedError("A baseline is compared with what is saved: save all documents first.")
    return proposal, base, told


def _has_commits(top: Path) -> bool:
    try:
        demand_revision(top, "HEAD")
    except RevisionError:
        return False
    return True


@dataclass(frozen=True)
class Unsaved:
    """Documents as an editor holds them, over another proposal."""

    texts: Mapping[str, str]
    over: Proposal = field(default_factory=lambda: Files({}))

    def changes(self, state: State) -> Iterable[Change]:
        """The documents that differ, in the encoding of their files. Raises UnjudgedError where one lies outside."""
        texts = {named_inside(state.folder, path): text for path, text in self.texts.items()}
        yield from (each for each in self.over.changes(state) if each.path not in texts)
        for path, text in texts.items():
            before = state.read(path)
            if before is None or _said(before) != _plain(text):
                yield Change(path, _encoded(text, before))

    def differs(self, top: Path) -> bool:
        """Whether a document is not as it is on the disk. Raises UnjudgedError where one lies outside."""
        saved = {path: read_inside(top, path) for path in self.texts}
        return any(before is None or _said(before) != _plain(self.texts[path]) for path, before in saved.items())


def _said(data: bytes) -> str:
    return _plain(decode(data).text)


def _plain(text: str) -> str:
    """Without a mark that editors leave out."""
    return text.removeprefix("\ufeff")


def _encoded(text: str, before: bytes | None) -> bytes:
    source = decode(before) if before is not None else None
    mark = "\ufeff" if source and source.text.startswith("\ufeff") else ""
    try:
        return (mark + _plain(text)).encode(source.encoding if source else "utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return (mark + _plain(text)).encode("utf-8", "replace")


@dataclass(frozen=True)
class Statement:
    """What an artifact is to say. One without an identifier is new, and gets the next; one that is new and names no level stands
    where the others of a document stand (`path`, from the top)."""

    identifier: str
    text: str
    level: str
    attributes: tuple[str, ...]
    path: str

    def changes(self, state: State) -> Iterable[Change]:
        """The document with the words. Raises UnjudgedError where they cannot be put anywhere."""
        like, level = "", self.level
        if not (self.level and self.identifier):
            stands = Standing(state.folder, state.check)
            nodes = [node for node in stands.trace.nodes if self.path and stands.inside(node.path) == self.path and node.level]
            like, level = (nodes[-1].identifier, nodes[-1].level) if nodes and not self.level else ("", self.level)
        level = level or "requirements"
        identifier = self.identifier or self._next(state, like, level)
        return Wording(identifier, self.text, level, self.attributes).changes(state)

    def _next(self, state: State, like: str, level: str) -> str:
        try:
            return next_identifier(Standing(state.folder, state.check), like, level).id
        except AskError as error:
            raise UnjudgedError(f"{error} Give the statement an identifier.") from error

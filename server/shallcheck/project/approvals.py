"""What a proposal cannot approve by itself: who proposes may write statuses, suppressions and files that say how it is judged,
but is judged by those that were there before. What changed of them is listed, for a person to sign off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from shallcheck.documents.format import CODE
from shallcheck.documents.formats import is_companion
from shallcheck.model.document import Artifact, Attribute, Document, Reading, Segment, Suppression
from shallcheck.model.gate import is_finished
from shallcheck.model.graph import RETIRED, status_of
from shallcheck.model.kinds import BINDING, Kind
from shallcheck.model.reviews import REVIEWED
from shallcheck.project.askers import asks_less
from shallcheck.project.baseline import FILE as FINDINGS
from shallcheck.project.check import Check
from shallcheck.project.config import FILE as CONFIG
from shallcheck.project.config import PYPROJECT
from shallcheck.project.differences import Difference, Sort
from shallcheck.project.discovery import PathPatterns
from shallcheck.project.ledger import LEDGER
from shallcheck.rules.form.unfinished import is_open

_STATUS = "status"
_SECTION = b"[tool.shallcheck"


class SignOff(NamedTuple):
    """Something that only a person can approve. `what` is a clause: changes the status of SYS-001 from “draft” to “approved”."""

    what: str
    path: str = ""


Cover = tuple[tuple[str, ...], str, str, bool, tuple[str, ...]]
"""What a suppression says and covers: rules, reason, last day, whether it is for the whole file, and the artifacts or words."""


class Kept(NamedTuple):
    """What holds of the state before: the status of each artifact, the statuses that pass the gate (none: any but drafts), and
    what suppressions cover of artifacts, wherever those stand."""

    statuses: Mapping[str, str]
    passing: frozenset[str]
    covers: frozenset[Cover] = frozenset()


class KeptBack(NamedTuple):
    """A document as it counts, and what of it was not let through."""

    document: Document
    sign_offs: tuple[SignOff, ...]


def kept_back(document: Document, before: Iterable[Document], kept: Kept) -> KeptBack:
    """A document with the statuses and the suppressions that were there before, in the documents that it may come from."""
    before = list(before)
    allowed = Counter(cover for each in before for cover in _covers(each))
    sign_offs = list(_read_otherwise(document, before))
    placed = []
    for one in document.placed:
        reading = one.segment.reading
        held = _suppressions(one.segment, document, allowed, kept, sign_offs)
        artifacts = tuple(_artifact(document, each, kept, sign_offs) for each in reading.artifacts)
        same = len(held) == len(reading.suppressions) and all(a is b for a, b in zip(artifacts, reading.artifacts, strict=True))
        placed.append(one if same else one._replace(segment=_with(one.segment, artifacts, held)))
    return KeptBack(replace(document, placed=tuple(placed)), tuple(dict.fromkeys(sign_offs)))


def _read_otherwise(document: Document, before: Sequence[Document]) -> Iterator[SignOff]:
    """Where its name or its front matter has a document be read as another kind of document, by which other rules judge."""
    now = document.setting
    if now.format == CODE or len(before) != 1:
        return
    was = before[0].setting
    said = ((was.said or was.level, now.said or now.level), (was.kind, now.kind))
    if differs := next((pair for pair in said if pair[0] != pair[1]), None):
        yield SignOff(f"has a document read as “{differs[1]}” and not as “{differs[0]}”")
    if was.dialect != now.dialect:
        yield SignOff(f"has a document oblige by “{now.dialect}” and not by “{was.dialect}”")


class Bound(NamedTuple):
    """An artifact that binds all that stands below it, and its file from the top of the project."""

    kind: Kind
    path: str


def binding(documents: Mapping[str, Document]) -> dict[str, Bound]:
    """The constraints and intents of some documents, by identifier. `documents`: by their paths from the top of the project."""
    return {
        document.identifier(artifact): Bound(statement.kind, path)
        for path, document in documents.items()
        for placed in document.placed
        for statement in placed.segment.reading.statements
        if statement.kind in BINDING
        and statement.artifact is not None
        and (artifact := placed.segment.reading.artifacts[statement.artifact]).label
    }


def loosened(before: Mapping[str, Bound], now: Collection[str], changes: Iterable[Difference], kept: Kept) -> Iterator[SignOff]:
    """What has become of constraints and intents: who proposes what they forbid cannot have them say something else. What was a
    draft, or left something open, binds nobody yet."""
    names, gone = {}, set()
    for each in changes:
        names[each.was] = name = each.identifier
        if each.sort is Sort.REMOVED:
            gone.add(name)
        if each.sort not in (Sort.CHANGED, Sort.REMOVED) or name not in before:
            continue
        if is_finished(kept.statuses.get(name, ""), ()) and not is_open(each.before):
            verb = "changes" if each.sort is Sort.CHANGED else "removes"
            yield SignOff(f"{verb} the {before[name].kind} {name}", before[name].path)
    for name, (kind, path) in before.items():
        if name not in gone and names.get(name, name) not in now:
            yield SignOff(f"has the {kind} {name} bind nothing any more", path)


def governing(path: str, before: bytes | None, after: bytes | None, policies: Sequence[str]) -> SignOff | None:
    """What a person has to sign off where a file that says how things are judged is changed; None: it is no such file.
    `policies`: the files of policies, from the top of the project."""
    name = path.rpartition("/")[2].lower()  # some file systems find it by any letters
    if before is not None and after is not None and _lines(before) == _lines(after):
        return None
    done = "removes" if after is None else "adds" if before is None else "changes"
    if name == PYPROJECT and _SECTION not in (before or b"") + (after or b""):
        return None
    if name in (CONFIG, PYPROJECT) or path in policies:
        return SignOff(f"{done} “{path}”, which says how everything here is judged", path)
    if name in (FINDINGS, REVIEWED) or (name.startswith("shallcheck-baseline-") and name.endswith(".txt")):
        return SignOff(f"{done} “{path}”, which records what a person has accepted", path)
    if name == LEDGER and not set((before or b"").splitlines()) <= set((after or b"").splitlines()):
        return SignOff(f"takes verdicts out of “{path}”", path)
    if is_companion(path.rpartition("/")[2]):
        return SignOff(f"{done} “{path}”, which says how documents are read", path)
    if asks_less(path, before, after):
        return SignOff(f"{done} “{path}”, which has ShallCheck asked", path)
    return None


def _lines(data: bytes) -> list[bytes]:
    """The lines of a file, whatever they end in."""
    return [line.rstrip() for line in data.rstrip().splitlines()]


def hidden(path: str, before: bytes | None, after: bytes | None, documents: Iterable[str]) -> Iterator[SignOff]:
    """The documents that a changed .gitignore would keep from being read, as things to sign off."""
    folder, slash, name = path.rpartition("/")
    if name != ".gitignore":
        return
    was, now = (PathPatterns((each or b"").decode("utf-8", "replace").splitlines()) for each in (before, after))
    for each in documents:
        inside = each.removeprefix(folder + slash)
        parents = [inside[: at + 1] for at, letter in enumerate(inside) if letter == "/"]
        if each.startswith(folder + slash) and any(now.matches(one) and not was.matches(one) for one in (inside, *parents)):
            yield SignOff(f"hides “{each}” from being judged", path)


def statuses_of(check: Check) -> dict[str, str]:
    """The status of every artifact of a check."""
    return {
        document.identifier(artifact): status_of(artifact)
        for document in check.documents.values()
        for _, _, artifact in document.artifacts()
        if artifact.label
    }


def _with(segment: Segment, artifacts: tuple[Artifact, ...], suppressions: tuple[Suppression, ...]) -> Segment:
    reading: Reading = replace(segment.reading, artifacts=artifacts, suppressions=suppressions)
    return Segment(segment.text, segment.context, reading, segment.lines)


def _artifact(document: Document, artifact: Artifact, kept: Kept, sign_offs: list[SignOff]) -> Artifact:
    """An artifact with the status that it had; what is new has none yet. A status on which nothing may build counts at once."""
    identifier = document.identifier(artifact)
    if not identifier:
        return artifact
    now = status_of(artifact)
    was = kept.statuses.get(identifier)
    if now == (was or "") or (now and not is_finished(now, kept.passing) and now not in RETIRED):
        return artifact
    if was is not None:
        told = f"from “{was}” to “{now}”" if was and now else f"to “{now}”" if now else f"from “{was}” to none"
        sign_offs.append(SignOff(f"changes the status of {identifier} {told}"))
    elif now in kept.passing:
        sign_offs.append(SignOff(f"gives the new {identifier} the status “{now}”"))
    others = tuple(each for each in artifact.attributes if each.name != _STATUS)
    own = next((each for each in artifact.attributes if each.name == _STATUS), None)
    back = (Attribute(_STATUS, was, own.place if own else artifact.place),) if was else ()
    return replace(artifact, attributes=(*others, *back))


def _suppressions(
    segment: Segment, document: Document, allowed: Counter[Cover], kept: Kept, sign_offs: list[SignOff]
) -> tuple[Suppression, ...]:
    """The suppressions of a segment that were there before."""
    held = []
    for each in segment.reading.suppressions:
        cover = _cover(document, segment, each)
        allowed_here = allowed[cover] > 0
        if allowed_here:
            allowed[cover] -= 1
        if allowed_here or cover in kept.covers:
            held.append(each)
            continue
        about = ", ".join(cover[4]) if each.artifacts else "this file" if each.whole_file else "some words"
        sign_offs.append(SignOff(f"silences {', '.join(each.rules) or 'every rule'} about {about}"))
    return tuple(held)


def covers_of(documents: Iterable[Document]) -> frozenset[Cover]:
    """What suppressions cover of artifacts: they may move with those into another document."""
    return frozenset(
        _cover(each, placed.segment, suppression)
        for each in documents
        for placed in each.placed
        for suppression in placed.segment.reading.suppressions
        if not suppression.whole_file and any(placed.segment.reading.artifacts[number].label for number in suppression.artifacts)
    )


def _covers(document: Document) -> list[Cover]:
    return [_cover(document, placed.segment, each) for placed in document.placed for each in placed.segment.reading.suppressions]


def _cover(document: Document, segment: Segment, suppression: Suppression) -> Cover:
    artifacts = segment.reading.artifacts
    about = tuple(document.identifier(artifacts[number]) for number in suppression.artifacts)
    if not suppression.whole_file and not any(about):
        about = (suppression.extent.of(segment.text),)
    return suppression.rules, suppression.reason, suppression.until, suppression.whole_file, about

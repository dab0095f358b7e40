"""A project with a change laid over it, in memory: what is proposed is judged as if it were made, and nothing is written.

The state before is judged first, whole. Then the texts that change are put in their places, and what shares anything with them is
judged again: what is found now and was not before is what the change causes.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from shallcheck.documents.formats import endings, is_code
from shallcheck.documents.formats.code import is_test_file
from shallcheck.model.document import Document, Placed
from shallcheck.model.gate import Unplanned
from shallcheck.project.approvals import Kept, SignOff, binding, covers_of, kept_back, loosened, statuses_of
from shallcheck.project.baseline import fingerprint
from shallcheck.project.cache import Cache
from shallcheck.project.changed import holds_code
from shallcheck.project.check import Check
from shallcheck.project.checking import Progress, Run
from shallcheck.project.differences import Difference, Sort, Stand, differences, renamings
from shallcheck.project.discovery import LARGEST, Sieve, find_files, is_within
from shallcheck.project.likewise import is_likewise
from shallcheck.project.readings import remember_names
from shallcheck.project.report import Found
from shallcheck.project.reviewing import Present
from shallcheck.project.state import Project
from shallcheck.project.unplanned import unplanned
from shallcheck.project.whole_trace import Node, WholeTrace, whole_trace
from shallcheck.rules.form.unfinished import is_open

_LIKE = 60
"""From which likeness on (rapidfuzz's ratio) a new artifact says what one that went has said."""


class UnjudgedError(Exception):
    """What is proposed could not be judged; the message says why and what to do."""


class Change(NamedTuple):
    """A file as it is proposed. `path` from the top of the project, with forward slashes; `data` None: it goes; `was`: what it
    was called before, where it was renamed."""

    path: str
    data: bytes | None
    was: str = ""


class Introduced(NamedTuple):
    """Something that is found now and was not before, in the check that holds the change."""

    path: str
    found: Found


@dataclass
class Laid:
    """What a change does. `check` holds it."""

    check: Check
    introduced: list[Introduced] = field(default_factory=list)
    lost: list[Node] = field(default_factory=list)
    """Artifacts that something realised or verified, and nothing does any more."""
    differences: list[Difference] = field(default_factory=list)
    sign_offs: list[SignOff] = field(default_factory=list)
    laid: list[str] = field(default_factory=list)
    """The documents and the code that changed, as the check calls them."""
    unplanned: list[tuple[Project, Unplanned]] = field(default_factory=list)
    """Source files that changed and belong to nothing that has passed the gate."""
    passed_over: list[str] = field(default_factory=list)
    """The files that changed and hold nothing that is judged."""


def named_inside(folder: Path, path: str) -> str:
    """A path of somebody as it is from the top of a project. Raises UnjudgedError where it does not lie inside."""
    top = os.path.realpath(folder)
    whole = os.path.normpath(Path(top, path)) if "\0" not in path else ""
    if not (is_within(whole, top) and is_within(os.path.realpath(whole), top)):
        raise UnjudgedError(f"“{path}” lies outside of the project, so it is not judged: propose what lies inside.")
    return Path(os.path.relpath(whole, top)).as_posix()


def read_inside(folder: Path, path: str) -> bytes | None:
    """The bytes of a file of a project; None: there is none. Raises UnjudgedError where they cannot be had."""
    file = folder / named_inside(folder, path)
    try:
        if file.stat().st_size > LARGEST:
            raise UnjudgedError(f"“{path}” is larger than {LARGEST / 2**20:g} MB, so it is not read: split it.")
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UnjudgedError(f"“{path}” cannot be read ({error.strerror or error}): make it readable.") from error


class State:
    """A project as it is before a change. `folder` holds it, and `top` is what its paths are told from."""

    def __init__(self, run: Run, folder: Path) -> None:
        self._run = run
        self.folder = folder
        self.check = run.check

    def inside(self, path: str) -> str:
        """A path of the check from the top of the project, with forward slashes."""
        return Path(os.path.relpath(Path(path).absolute(), self.folder)).as_posix()

    def read(self, path: str) -> bytes | None:
        """The bytes of a file of the project; None: there is none. Raises UnjudgedError where they cannot be had."""
        return read_inside(self.folder, path)

    def laid(self, changes: Sequence[Change]) -> Laid:
        """What some changes do. The state is spent after it."""
        check, renamed = self.check, {each.path: each.was for each in changes if each.was}
        gone = {each.path for each in changes if each.data is None}
        before = self._snapshot({*renamed.values(), *(each.path for each in changes)}, gone)
        result = Laid(check)
        sieve = Sieve(self.folder, self._run.configs.skips)
        for each in changes:
            name = self._lay(each, before, sieve, result)
            (result.laid if name else result.passed_over).append(name or each.path)
        after = self._present(result.laid)
        elsewhere = {name for project in set(check.projects.values()) for name in project.index.identifiers()}
        result.differences = differences(before.stand, _stand(after), elsewhere - after.words.keys())
        self._remember(before.stand.words, result.differences)
        self._settle()
        names = renamings(before.stand.words, after.words, elsewhere - after.words.keys())
        bound = binding(before.documents)
        result.sign_offs += loosened(bound, binding(check.documents) if bound else (), result.differences, before.kept)
        result.introduced = list(self._introduced(before, names, renamed))
        result.unplanned = list(self._unplanned(changes))
        result.lost = _lost(before.trace, whole_trace(check), names)
        return result

    def _remember(self, words: Mapping[str, str], changes: Iterable[Difference]) -> None:
        """Have rules that ask what was left open before (GAT007) know it of what has come in the place of something else."""
        gone = {each.identifier: each.before for each in changes if each.sort is Sort.REMOVED and is_open(each.before)}
        taken = {each.identifier: each.now for each in changes if each.sort is Sort.ADDED} if gone else {}
        likely = ((name, extractOne(now, gone, scorer=ratio, score_cutoff=_LIKE)) for name, now in taken.items())
        known = {name: before[0] for name, before in likely if before is not None}
        for project in set(self.check.projects.values()) if known else ():
            project.earlier = {**words, **known}

    def since(self, stand: Stand) -> Laid:
        """What has come since a baseline, of which the words and the links are known and not what was found in them: all that is
        found of artifacts that differ, or against them."""
        result = Laid(self.check)
        result.differences = differences(stand, _stand(self._present(self.check.documents)))
        result.laid = sorted(self.check.documents)
        touched = {each.identifier for each in result.differences}
        for path, each in _all_found(self.check):
            report = each.report
            about = {report.artifact, report.quote, *(related.artifact for related in report.related)}
            if about & touched:
                result.introduced.append(Introduced(path, each))
        return result

    def _lay(self, change: Change, before: _Before, sieve: Sieve, result: Laid) -> str:
        """Lay a file over the state. Returns what the check calls it; empty: it holds nothing that is judged."""
        file = self.folder / change.path
        if not (is_code(change.path) or change.path.lower().endswith(endings())):
            return ""
        data = change.data if sieve.lets_through(os.fspath(file)) else None
        if data is not None and len(data) > LARGEST:
            raise UnjudgedError(f"“{change.path}” would be larger than {LARGEST / 2**20:g} MB, which is not read: split it.")
        original = before.documents.get(change.was or change.path)
        sources = [original] if original is not None else before.gone

        def changed(document: Document, known: Document | None) -> Document:
            kept = kept_back(_reusing(document, known), sources, before.kept)
            result.sign_offs += [each._replace(path=change.path) for each in kept.sign_offs]
            return kept.document

        return self._run.lay(file, data, changed)

    def _unplanned(self, changes: Iterable[Change]) -> Iterator[tuple[Project, Unplanned]]:
        """Of the source files that are not as they were, those that nobody has asked for."""
        for each in changes:
            file = self.folder / each.path
            project = self._run.project_of(file) if is_code(each.path) and each.data is not None else None
            if project is not None and not is_test_file(each.path) and holds_code(each.path, each.data or b""):
                yield from ((project, one) for one in unplanned(project, [self.check.name(file)]))

    def _settle(self) -> None:
        self._run.wait()
        for message in (self.check.missing, self.check.broken):
            if message:
                raise UnjudgedError(message)

    def _snapshot(self, paths: Iterable[str], gone: Collection[str]) -> _Before:
        """What is remembered of the state before the changes. `gone`: those of the files that change that go."""
        check = self.check
        wanted = set(paths)
        documents = {self.inside(path): path for path in (*check.documents, *check.code)}
        touched = [documents[path] for path in wanted if path in documents]
        present = self._present(touched)
        for project in set(check.projects.values()):
            project.earlier = present.words
        found: dict[str, list[_Known]] = defaultdict(list)
        for path, each in _all_found(check):
            about = each.report.artifact or self.inside(path)
            found[fingerprint(each.placed.segment, each.report)].append(_Known(each.report.rule, about, each.report.quote))
        held = {path: check.document(documents[path]) for path in wanted if path in documents}
        kept = Kept(statuses_of(check), _statuses_that_pass(check), covers_of(held.values()))
        lost = [held[path] for path in sorted(gone) if path in held]
        return _Before(dict(found), _stand(present), held, whole_trace(check), kept, lost)

    def _present(self, paths: Iterable[str]) -> Present:
        present = Present()
        for path in paths:
            if path in self.check.projects:
                present.take(self.check.projects[path], self.check.document(path))
        return present

    def _introduced(self, before: _Before, names: Mapping[str, str], renamed: Mapping[str, str]) -> Iterator[Introduced]:
        """What was not found before, in the order of the documents. What was found of an artifact that only has another name or
        other words around it is an old debt."""
        left = {mark: list(rows) for mark, rows in before.found.items()}
        fresh: list[tuple[str, Found]] = []
        for path, each in _all_found(self.check):
            rows = left.get(fingerprint(each.placed.segment, each.report))
            if rows:
                rows.pop()
            else:
                fresh.append((path, each))
        gone: dict[tuple[str, str], list[str]] = defaultdict(list)
        for known in (known for rows in left.values() for known in rows):
            gone[known.rule, names.get(known.about, known.about)].append(known.quote)
        for path, each in fresh:
            inside = self.inside(path)
            report = each.report
            quotes = gone[report.rule, report.artifact or renamed.get(inside, inside)]
            same = next((quote for quote in quotes if is_likewise(quote, report.quote)), None)
            if same is None:
                yield Introduced(path, each)
            else:
                quotes.remove(same)


@contextmanager
def opened(folder: Path, progress: Progress = lambda done, total: None) -> Iterator[State]:
    """The project in a folder, judged as it is. Raises UnjudgedError where that cannot be done."""
    folder = Path(os.path.realpath(folder))
    cache = Cache()
    remember_names(cache)
    run = Run(cache, [folder], lambda config: config, every_rule=False, progress=progress, baseline=True)
    state = State(run, folder)
    try:
        for file in find_files([folder], run.configs.skips, run.unreadable, run.code.add):
            run.add(file)
        run.scan_code()
        run.check.configs = run.configs.found()
        state._settle()
        yield state
    finally:
        run.close()
        cache.close()


class _Known(NamedTuple):
    """A finding that was there before: its rule, the artifact or file that it is about, its quote."""

    rule: str
    about: str
    quote: str


class _Before(NamedTuple):
    """What is remembered of the state before. `found`: its findings by their fingerprints; `stand`, `documents`: of what
    changes, by its path."""

    found: dict[str, list[_Known]]
    stand: Stand
    documents: dict[str, Document]
    trace: WholeTrace
    kept: Kept
    gone: list[Document]
    """Those that go: one may come again under another name."""


def _reusing(document: Document, known: Document | None) -> Document:
    """A document with the segments of its former self where they say the same, so that only the others are judged again."""
    if known is None or known.setting != document.setting or known.notes != document.notes:
        return document
    held: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for placed in reversed(known.placed):
        held[placed.segment.text, placed.segment.context].append(placed)
    row = []
    for placed in document.placed:
        same = held.get((placed.segment.text, placed.segment.context))
        row.append(placed._replace(segment=same.pop().segment) if same else placed)
    return replace(document, placed=tuple(row))


def _all_found(check: Check) -> Iterator[tuple[str, Found]]:
    for path in check.judged():
        for each in check.reports(path):
            yield path, each


def _stand(present: Present) -> Stand:
    return Stand(present.words, present.links)


def _statuses_that_pass(check: Check) -> frozenset[str]:
    return frozenset(status for project in set(check.projects.values()) for status in project.config.gate.statuses)


def _lost(before: WholeTrace, after: WholeTrace, names: Mapping[str, str]) -> list[Node]:
    """The artifacts that something realised or verified, as they need it, and for which nothing does any more."""
    covered = {names.get(node.identifier, node.identifier) for node in before.nodes if _is_covered(before, node)}
    covered -= {node.identifier for node in after.nodes if _is_covered(after, node)}
    return list({node.identifier: node for node in after.nodes if node.identifier in covered}.values())


def _is_covered(trace: WholeTrace, node: Node) -> bool:
    ways = trace.below[node.number]
    return any(way.verifies for way in ways) if node.verifiable else bool(ways)

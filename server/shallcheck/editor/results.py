"""Keeps what the tests of the workspace have shown in step with the files of results, aside from the loop."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Collection
from typing import NamedTuple

from shallcheck.editor.roots import Root
from shallcheck.editor.session import Session
from shallcheck.model.document import Document
from shallcheck.project.config import Config
from shallcheck.project.results.cases import Results

QUIET = 0.3
"""Seconds to wait for the other files of a run."""
OLD = 5.0
"""Seconds after which somebody who asks has the files looked at again, where the client does not watch them."""


class _Gathered(NamedTuple):
    found: dict[str, Results]
    take: Callable[[], None]
    """Hands them to the project; quick, for the loop."""


class ResultsFollower:
    """The results of the session's projects. `on_changed` is called on the loop when they are others than before."""

    def __init__(self, session: Session, watched: bool) -> None:
        self._session = session
        self._watched = watched
        self._known: dict[Root, dict[str, Results]] = {}
        self._told: dict[Root, set[str]] = {}
        """The files of results that are shown as documents, since something is wrong with them."""
        self._task: asyncio.Task[None] | None = None
        self._looked = 0.0
        self._again = False
        self.on_changed: Callable[[], None] = lambda: None

    def changed(self, paths: Collection[str]) -> None:
        """Files or folders changed: look again where they may be results."""
        if any(self._concerns(root, path) for root in self._session.roots if root.project.config.results for path in paths):
            self.look()

    def asked(self) -> None:
        """Somebody wants to know: look again, where nobody would tell that files have changed."""
        if not self._watched and time.monotonic() - self._looked > OLD:
            self.look()

    def look(self) -> None:
        """Have the files of results looked at soon, each read only where it has changed."""
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._follow())

    async def _follow(self) -> None:
        while self._again and not self._session.ended:
            await asyncio.sleep(QUIET)
            self._again = False
            self._looked = time.monotonic()
            for root in list(self._session.roots):
                known = self._known.get(root, {})
                if root.project.config.results or known:
                    self._take(root, known, await asyncio.to_thread(_gathered, root, root.project.config, known))

    def _take(self, root: Root, known: dict[str, Results], gathered: _Gathered) -> None:
        told = self._told.get(root, set())
        wrong = {path: results for path, results in gathered.found.items() if results.problems}
        changed: set[str] = set()
        for path in told - wrong.keys():
            changed |= root.project.drop(path)
        for path, results in wrong.items():
            if path not in self._session.open and (known.get(path) is not results or path not in root.project.documents):
                changed |= root.project.put(_problems(path, results))
        self._told[root] = set(wrong)
        self._known[root] = gathered.found
        if known is not gathered.found:
            gathered.take()
            self.on_changed()
        self._session.on_changed(changed)

    def _concerns(self, root: Root, path: str) -> bool:
        config = root.project.config
        if any(config.matches(pattern.lstrip("!"), path) for pattern in config.results):
            return True
        inside = path.rstrip(os.sep) + os.sep
        return any(each.startswith(inside) for each in self._known.get(root, ()))


def _gathered(root: Root, config: Config, known: dict[str, Results]) -> _Gathered:
    """What a project's files of results hold now, ready to be taken over. For a thread."""
    from shallcheck.project.results.gathering import gather, written
    from shallcheck.project.results.matching import Cases

    found = gather(config, known)
    same = found.keys() == known.keys() and all(found[path] is known[path] for path in found)
    if same:
        return _Gathered(known, lambda: None)
    cases = Cases(found.values())
    return _Gathered(found, lambda: root.project.evidence.take(found.values(), written, cases))


def _problems(path: str, results: Results) -> Document:
    from shallcheck.project.problems import problem_document

    return problem_document(path, results.text, results.problems)

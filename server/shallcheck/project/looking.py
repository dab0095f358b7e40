"""A look at files and folders: they are read as a check reads them, and nothing is judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shallcheck.documents.settings import ReaderSettings
from shallcheck.project.cache import Cache
from shallcheck.project.check import Check
from shallcheck.project.checking import Run
from shallcheck.project.discovery import Source
from shallcheck.project.readings import remember_names
from shallcheck.project.skeletons import skeleton_cached
from shallcheck.project.state import Project


def read_paths(paths: Sequence[Path], *, skeletons: bool = False) -> Check:
    """Read files and folders as `check_paths` does, and judge nothing. `skeletons`: of the documents only their artifacts and
    links, which is quick."""
    cache = Cache()
    remember_names(cache)
    kind = _Tracing if skeletons else _Reading
    return kind(cache, paths, lambda config: config, every_rule=False, progress=lambda done, total: None, baseline=False).whole(
        paths
    )


class _Reading(Run):
    """A check that only reads."""

    def _judge(self, project: Project, path: str) -> None:
        """Nothing is judged."""

    def tell(self) -> None:
        """Nothing is told."""


class _Tracing(_Reading):
    """A check that only reads what belongs to the trace: where reviews are recorded, also the words that they were made of."""

    def _packed(self, path: str, source: Source, settings: ReaderSettings) -> bytes:
        if any(project.reviews for project in self._projects.values()):
            return super()._packed(path, source, settings)
        return skeleton_cached(self._cache, path, source, settings)

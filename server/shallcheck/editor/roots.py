"""Which project a document belongs to, and whether it is one of ours: as on the command line.

A project is what lies below one configuration file, with a space of identifiers of its own; what lies below none is one project a
workspace folder. Documents in no folder are one project more. The layout of the workspace is made in a thread, since files are
read for it, and replaced as a whole when a configuration, a .gitignore or a setting changes.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.briefs import Brief
from shallcheck.model.reviews import REVIEWED, Reviews
from shallcheck.project.baseline import FILE as RECORDED
from shallcheck.project.baseline import Baseline, ReadBaseline, find_baseline, read_baseline
from shallcheck.project.batches import Batch, batches, heaps
from shallcheck.project.companions import Companions, Declarations, meant_for
from shallcheck.project.config import FILE, PYPROJECT, Config
from shallcheck.project.state import Project

if TYPE_CHECKING:
    from shallcheck.project.brief_file import ReadBriefs
    from shallcheck.project.configs import Configs
    from shallcheck.project.discovery import Listed, Sieve
    from shallcheck.project.review_file import ReadReviews


def is_config(path: str) -> bool:
    """Whether a path is that of a configuration, or of a record: of the reviews that links are judged by, or of findings."""
    return Path(path).name in (FILE, PYPROJECT, REVIEWED, RECORDED)


@dataclass(frozen=True)
class Layout:
    """What the folders of a workspace hold, and the configuration that is in force."""

    configs: Configs
    folders: Mapping[Path, Sieve]
    """The workspace folders, and which files in them are ours."""
    real: Mapping[Path, str]
    """The real path of each folder."""
    files: frozenset[str]
    baselines: Mapping[Path, tuple[Path, ReadBaseline]]
    """By the folder of a project, the file of its recorded findings, which are not shown, and what that holds."""
    reviews: Mapping[Path, tuple[Path, ReadReviews]]
    """By the folder of a project, the file of its recorded artifacts and reviewed links, and what that holds."""
    briefs: Mapping[Path, tuple[Path, ReadBriefs]]
    """The same of its hand-off briefs."""
    declared: Mapping[str, Mapping[str, str]]
    """By folder with documents, what the companions there and above declare for each format."""
    code: tuple[tuple[Mapping[str, str], tuple[Batch, ...]], ...]
    """The source code to scan: how some files are to be read (`ReaderSettings.notes`), and which."""
    loose: Config
    """What holds for documents in no folder: the settings of the client."""
    problems: tuple[str, ...]
    """What is wrong with those settings."""

    def named(self, path: Path) -> str:
        """A real path as the client names it, who may have come to its folder by a link."""
        return _named(path, self.real)

    def code_settings(self, place: str, folder: Path) -> ReaderSettings:
        """How the source code is read that lies at a place in a workspace folder."""
        return _code_settings(self.configs, self.real, place, folder)


def _named(path: Path, real: Mapping[Path, str]) -> str:
    for folder, place in real.items():
        if path.is_relative_to(place):
            return os.fspath(folder / path.relative_to(place))
    return os.fspath(path)


def _code_settings(configs: Configs, real: Mapping[Path, str], place: str, folder: Path) -> ReaderSettings:
    configured = configs.of(place)
    root = _named(configured.path.parent, real) if configured.path else os.fspath(folder)
    return configured.config.code_settings(root)


def lay_out(folders: Sequence[Path], settings: Mapping[str, Any]) -> Layout:
    """Look at what folders hold. Opens their configurations and the .gitignore files, and no document."""
    from shallcheck.project.brief_file import find_briefs, read_briefs
    from shallcheck.project.config_file import with_settings
    from shallcheck.project.configs import Configs
    from shallcheck.project.discovery import Sieve
    from shallcheck.project.review_file import find_reviews, read_reviews

    configs = Configs(lambda config: with_settings(config, settings)[0])
    real = {folder: os.path.realpath(folder) for folder in folders}
    sieves = {folder: Sieve(folder, partial(configs.skips, top=real[folder])) for folder in folders}
    files: dict[str, str] = {}
    places: dict[str, str] = {}
    code: dict[str, tuple[Path, Listed]] = {}
    for folder, sieve in sieves.items():
        configs.of(os.fspath(folder))
        for listed in sieve.folders(lambda path, message: None):
            if listed.code:
                code.setdefault(os.path.realpath(listed.folder), (folder, listed))
            for file in listed.documents:
                files.setdefault(os.path.realpath(file), os.fspath(file))
                places.setdefault(os.fspath(file.parent), real[folder])
    tops = [*folders, *(each.path.parent for each in configs.found() if each.path)]
    baselines = {top: (nearest, read_baseline(nearest)) for top in tops if (nearest := find_baseline(top))}
    reviews = {top: (nearest, read_reviews(nearest)) for top in tops if (nearest := find_reviews(top))}
    own = {each.path.parent for each in configs.found() if each.path}
    briefs = {top: (near, read_briefs(near)) for top in tops if (near := find_briefs(top, above=top not in own))}
    loose, problems = with_settings(Config(), settings)
    declared, jobs = _declared(places, configs), tuple(_code_jobs(code.values(), configs, real))
    found = frozenset(files.values())
    return Layout(configs, sieves, real, found, baselines, reviews, briefs, declared, jobs, loose, tuple(problems))


def _code_jobs(
    code: Iterable[tuple[Path, Listed]], configs: Configs, real: Mapping[Path, str]
) -> Iterator[tuple[Mapping[str, str], tuple[Batch, ...]]]:
    """The source code of folders as jobs for the workers, none of which belongs to two projects."""
    groups: dict[ReaderSettings, list[Batch]] = defaultdict(list)
    for folder, listed in code:
        groups[_code_settings(configs, real, listed.folder, folder)] += batches(listed.folder, listed.code)
    for settings, some in groups.items():
        notes = settings.notes()
        yield from ((notes, heap) for heap in heaps(some))


def _declared(places: Mapping[str, str], configs: Configs) -> dict[str, Mapping[str, str]]:
    """What is declared in folders, each given with its workspace folder (a real path), of which no project reaches out."""
    from shallcheck.project.discovery import is_within

    companions = Companions()
    declared = {}
    for place, workspace in places.items():
        file = configs.of(place).path
        top = os.fspath(file.parent) if file else workspace
        declared[place] = companions.declared(place, top if is_within(top, workspace) else workspace)
    return declared


@dataclass(eq=False)
class Root:
    """A project of the workspace."""

    folder: Path | None
    """The workspace folder in which it was found; None: that of the documents in no folder."""
    config: Path | None = None
    """Its configuration file."""
    project: Project = field(default_factory=Project)


class Roots:
    """The projects, made when the first of their documents is seen."""

    def __init__(self) -> None:
        self.loose = Root(None)
        self.loose.project.completed(False)  # a document may be opened before its folder is known
        self.loose.project.elsewhere = lambda: self._elsewhere(None)
        self.news = self.loose.project.news
        """Of every project."""
        self.layout: Layout | None = None
        self.whole = False
        """Whether every file has been read: only the whole can show that a link is broken."""
        self._roots: dict[Path, Root] = {}
        self._of: dict[str, Root] = {}

    def __iter__(self) -> Iterator[Root]:
        yield from self._roots.values()
        yield self.loose

    def folder(self, path: str) -> Path | None:
        """The innermost workspace folder that holds a path."""
        holding = [folder for folder in (self.layout.folders if self.layout else ()) if Path(path).is_relative_to(folder)]
        return max(holding, key=lambda folder: len(os.fspath(folder)), default=None)

    def of(self, path: str) -> Root:
        """The project that a document belongs to."""
        place = os.path.dirname(path)  # noqa: PTH120 - asked at every turn
        root = self._of.get(place)
        if root is None:
            root = self._of[place] = self._found(path, place)
        return root

    def holds(self, path: str) -> bool:
        """Whether a document is one of ours: in a folder, where the command line would read it too; elsewhere any."""
        folder = self.folder(path)
        return folder is None or self.layout is None or self.layout.folders[folder].lets_through(path)

    def declared(self, path: str) -> Declarations:
        """What is declared for a document: in its folder, or in the nearest above that holds documents."""
        declared = self.layout.declared if self.layout else {}
        place = next((each for each in map(os.fspath, Path(path).parents) if each in declared), "")
        return meant_for(path, declared.get(place, {}))

    def take(self, layout: Layout) -> dict[Root, Config]:
        """Follow a layout; returns the projects that are judged by another configuration or baseline now, with the one before."""
        self.layout = layout
        self._of.clear()
        before = {}
        for root in self:
            config = layout.loose if root is self.loose else layout.configs.at(root.config).config
            baseline = self._recorded(root)
            if config != root.project.config or baseline or root.project.baseline:
                before[root] = root.project.config
                root.project.configure(config)
                root.project.rebase(baseline)
        return before

    def review(self) -> set[str]:
        """Follow what the layout knows of reviews and briefs; returns the paths whose reports may have changed."""
        for root in self:
            root.project.brief(self._briefed(root))
        return {path for root in self for path in root.project.review(self.reviewed(root)[1].reviews)}

    def reviewed(self, root: Root) -> tuple[Path | None, ReadReviews]:
        """The file of a project's reviews, where there is one, and what it holds."""
        from shallcheck.project.review_file import ReadReviews

        top = root.config.parent if root.config else root.folder
        nothing = (None, ReadReviews(Reviews()))
        return self.layout.reviews.get(top, nothing) if self.layout and top else nothing

    def _briefed(self, root: Root) -> Mapping[str, Brief]:
        """The hand-off briefs of a project."""
        top = root.config.parent if root.config else root.folder
        found = self.layout.briefs.get(top) if self.layout and top else None
        return found[1].briefs if found else {}

    def forget_empty(self) -> None:
        """Forget the projects that no document belongs to any more."""
        self._roots = {key: root for key, root in self._roots.items() if root.project.documents}
        self._of.clear()

    def complete(self) -> list[str]:
        """Say that every file has been read; returns the paths whose reports may have changed."""
        self.whole = True
        return [path for root in self for path in root.project.completed(True)]

    def _found(self, path: str, place: str) -> Root:
        folder = self.folder(path)
        if folder is None or self.layout is None:
            return self.loose
        configured = self.layout.configs.of(place)
        key = configured.path or folder
        root = self._roots.get(key)
        if root is None:
            root = self._roots[key] = Root(folder, configured.path, Project(configured.config))
            root.project.rebase(self._recorded(root))
            root.project.review(self.reviewed(root)[1].reviews)
            root.project.brief(self._briefed(root))
            root.project.completed(self.whole)
            root.project.elsewhere = partial(self._elsewhere, folder)
            root.project.news = self.news
        return root

    def _recorded(self, root: Root) -> Baseline:
        """The findings of a project that are not shown."""
        top = root.config.parent if root.config else root.folder
        known = self.layout.baselines.get(top) if self.layout and top else None
        return known[1].baseline if known else Baseline()

    def _elsewhere(self, folder: Path | None) -> list[Project]:
        """The projects that a link of a folder is looked up in when its own does not know it: those of the other folders."""
        return [root.project for root in self if root.folder != folder]

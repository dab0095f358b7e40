"""The source code that belongs to the projects of a check: gathered while folders are listed, and made into jobs for a scan."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shallcheck.documents.settings import ReaderSettings
from shallcheck.project.batches import Batch, batches, heaps
from shallcheck.project.discovery import Listed, is_within, mode_of

if TYPE_CHECKING:
    from shallcheck.project.configs import Configs


class CodeJob(NamedTuple):
    """Files to scan: the configuration file of their project (None: it has none), how they are read, which, and whether findings
    in them are told."""

    config: Path | None
    settings: ReaderSettings
    heap: tuple[Batch, ...]
    told: bool


class Code:
    """The folders with source code, each once, by their real paths."""

    def __init__(self, configs: Configs, tops: Sequence[Path]) -> None:
        self._configs = configs
        self._tops = [os.path.realpath(top if stat.S_ISDIR(mode_of(top)) else top.parent) for top in tops]
        self._asked = [os.path.realpath(top) for top in tops if stat.S_ISDIR(mode_of(top))]
        self._folders: dict[str, list[str]] = {}
        self.whole = True
        """False where a project has documents that were not read."""

    def add(self, listed: Listed) -> None:
        """Take in what a folder holds."""
        if listed.code:
            self._folders.setdefault(os.path.realpath(listed.folder), listed.code)

    def jobs(self) -> Iterator[CodeJob]:
        """What there is to scan."""
        groups: dict[tuple[Path | None, str, bool], list[Batch]] = defaultdict(list)
        for folder, names in self._folders.items():
            config, root = self._configs.of(folder).path, self.root_of(Path(folder))
            groups[config, root, self._tells(config, folder)] += batches(folder, names)
        for (config, root, told), some in groups.items():
            settings = self._configs.at(config).config.code_settings(root)
            yield from (CodeJob(config, settings, heap, told) for heap in heaps(some))

    def root_of(self, folder: Path) -> str:
        """The folder from which the code in a folder is named."""
        real = os.path.realpath(folder)
        config = self._configs.of(real).path
        return os.fspath(config.parent) if config else self._top(real)

    def _tells(self, config: Path | None, folder: str) -> bool:
        """Whether the documents that code can name were read: those of the whole project, or of a folder that was asked for."""
        return self.whole if config else any(is_within(folder, top) for top in self._asked)

    def _top(self, folder: str) -> str:
        """The folder from which code is named where no configuration marks a project."""
        return max((top for top in self._tops if is_within(folder, top)), key=len, default=folder)

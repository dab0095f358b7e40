"""Which configuration holds for which folder: its file is found, read once, and set under its policy."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shallcheck.project.config import FILE, LARGEST_FILE, POLICY, PYPROJECT, Config, ConfigProblem
from shallcheck.project.discovery import mode_of, path_patterns


@dataclass(frozen=True)
class Configured:
    """A configuration file, and what was wrong with it. `path` None: there is no file, the defaults hold."""

    path: Path | None
    config: Config
    text: str = ""
    problems: tuple[ConfigProblem, ...] = ()


def find_config(start: Path) -> Path | None:
    """The nearest configuration file at or above a folder."""
    folder = Path(os.path.realpath(start))
    for place in (folder, *folder.parents):
        if stat.S_ISREG(mode_of(place / FILE)):
            return place / FILE
        if stat.S_ISREG(mode_of(place / PYPROJECT)) and "[tool.shallcheck" in _text(place / PYPROJECT):
            return place / PYPROJECT
    return None


def load_config(path: Path | None) -> Configured:
    """The configuration in a file; defaults where there is none."""
    if path is None and not os.environ.get(POLICY):
        return Configured(None, Config())
    try:
        text = _start(path).decode("utf-8-sig") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        return Configured(path, Config(), "", (ConfigProblem(0, f"This file cannot be read ({error}), so the defaults hold."),))
    return configured(path, text)


def configured(path: Path | None, text: str) -> Configured:
    """What the text of a configuration says where its file is, or will be."""
    config, problems = _governed(path, text)
    root = os.path.realpath(path.parent) if path else ""
    return Configured(path, replace(config, root=root), text, (*problems, *_expired(path, text, config)))


def _governed(path: Path | None, text: str) -> tuple[Config, list[ConfigProblem]]:
    """The configuration in a text under the policy that holds there."""
    from shallcheck.project.config_file import Keys, parse_config, parse_keys, prefix_of
    from shallcheck.project.policy import governed, policy_file
    from shallcheck.project.toml_places import line_of

    name = path.name if path else FILE
    keys, _ = parse_keys(name, text, Keys)
    try:
        file = policy_file(path.parent if path else Path.cwd(), keys.policy)
        policy = file.read_text(encoding="utf-8-sig") if file else ""
    except (OSError, ValueError) as error:
        config, problems = parse_config(name, text)
        problem = ConfigProblem(line_of(text, (*prefix_of(name), "policy")), f"The policy cannot be read ({error}).")
        return config, [*problems, problem]
    return governed(name, text, policy) if file else parse_config(name, text)


def _expired(path: Path | None, text: str, config: Config) -> Iterator[ConfigProblem]:
    """The exceptions whose last day has passed, each at its line."""
    from shallcheck.project.config_file import prefix_of
    from shallcheck.project.toml_places import line_of

    for number, each in enumerate(config.exceptions):
        if each.until is not None and each.until < date.today():
            where = line_of(text, (*prefix_of(path.name if path else FILE), "exceptions", str(number), "until"))
            message = f"This exception ended on {each.until}, so it silences nothing any more: remove it or decide anew."
            yield ConfigProblem(where, message, "DOC004")


class Configs:
    """The configuration of each folder, each file read once. `change` makes the configuration that holds of the one found."""

    def __init__(self, change: Callable[[Config], Config]) -> None:
        self._change = change
        self._folders: dict[str, Configured] = {}
        self._files: dict[Path | None, Configured] = {}

    def of(self, folder: str) -> Configured:
        """The configuration that holds for the files of a folder."""
        if folder not in self._folders:
            self._folders[folder] = self.at(find_config(Path(folder)))
        return self._folders[folder]

    def at(self, path: Path | None) -> Configured:
        """The configuration in a file; None: where there is no file."""
        if path not in self._files:
            found = load_config(path)
            self._files[path] = replace(found, config=self._change(found.config))
        return self._files[path]

    def found(self) -> list[Configured]:
        """The configuration files that hold for the folders asked about so far."""
        return list({each.path: each for each in self._folders.values() if each.path is not None}.values())

    def skips(self, path: str, is_folder: bool, top: str = "") -> bool:
        """Whether a configuration excludes a path. Where there is no file, its patterns are relative to the real path `top`."""
        found = self.of(os.fspath(Path(path).parent))
        base = found.path.parent if found.path else top
        if not found.config.exclude or not base:
            return False
        inside = os.path.relpath(os.path.realpath(path), base)
        return path_patterns(found.config.exclude).matches(inside + "/" * is_folder)


def _text(path: Path) -> str:
    try:
        return _start(path).decode("utf-8", "replace")
    except OSError:
        return ""


def _start(path: Path) -> bytes:
    """So much of a configuration file that it can be seen to be too large."""
    with path.open("rb") as file:
        return file.read(4 * LARGEST_FILE)

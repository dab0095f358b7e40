"""What a project begins with: a chain of documents to fill, a configuration, and what its pipeline runs. The files beside this
module are what is written; no file that exists is changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import shallcheck
from shallcheck.project.atomic import write_new

CHAIN = ("System_Intent", "Stakeholder_Needs", "Logical_Architecture", "System_Requirements", "Test_Plan")


class Pipeline(StrEnum):
    """Where checks run by themselves."""

    GITHUB = "github"
    GITLAB = "gitlab"
    PRE_COMMIT = "pre-commit"


_PIPELINES = {
    Pipeline.GITHUB: ".github/workflows/shallcheck.yml",
    Pipeline.GITLAB: ".gitlab-ci.yml",
    Pipeline.PRE_COMMIT: ".pre-commit-config.yaml",
}


class Started(NamedTuple):
    """A file below the folder: written now, or there before and left as it was."""

    name: str
    written: bool


def start(folder: Path, pipelines: Sequence[Pipeline], *, chain: bool) -> list[Started]:
    """Write what is not there yet. Raises OSError where a file cannot be written, or lies outside of the folder."""
    return [Started(name, _write(folder, name, text)) for name, text in _texts(pipelines, chain)]


def pipeline_text(pipeline: Pipeline) -> str:
    """What a pipeline runs: the released command of this version."""
    return _text(f"{pipeline}.yml").replace("@VERSION@", shallcheck.__version__)


def pipeline_file(pipeline: Pipeline) -> str:
    """Where a pipeline's file is looked for, from the top of a project."""
    return _PIPELINES[pipeline]


def _texts(pipelines: Sequence[Pipeline], chain: bool) -> Iterator[tuple[str, str]]:
    if chain:
        for name in CHAIN:
            yield f"{name}.md", _text(f"chain/{name}.md")
    yield "shallcheck.toml", _text("shallcheck.toml")
    for each in pipelines:
        yield _PIPELINES[each], pipeline_text(each)


def _write(folder: Path, name: str, text: str) -> bool:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if not Path(os.path.realpath(file.parent)).is_relative_to(os.path.realpath(folder)):
        raise OSError(f"“{name}” would lie outside of the folder")
    return write_new(file, text.encode())


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")

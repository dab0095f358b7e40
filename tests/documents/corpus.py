"""Real documents, which stand beside the project and not in it: their licences differ."""

from __future__ import annotations

from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "documents"


def files(folder: str, pattern: str = "*.md") -> list[Path]:
    """The documents of a format; none where the corpus is not there."""
    return sorted((CORPUS / folder).rglob(pattern))


def needs_corpus() -> None:
    """Skip where there is no corpus."""
    if not CORPUS.is_dir():
        pytest.skip("needs the real documents of ../shared/corpus, which only the makers of ShallCheck have")


def name(path: Path) -> str:
    """Short enough for a test's name."""
    return "/".join(path.parts[-2:])

"""A check of 66 real requirement documents, cold and warm, against one process that only parses their statements."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.environment import installed
from bench.row import Row
from shallcheck.documents.reading import read_document

CORPUS = Path(__file__).parents[2] / "shared/corpus/documents/scale/pure"


def rows() -> Iterator[Row]:
    """Cold against the raw pipeline, warm against cold. Nothing where the corpus is not there."""
    if not CORPUS.is_dir():
        return
    with tempfile.TemporaryDirectory() as place:
        sentences = Path(place) / "sentences.txt"
        count = _write_sentences(sentences)
        compiled = str(Path(place) / "compiled")
        environment = installed(Path(place), PYTHONPYCACHEPREFIX=compiled, OMP_NUM_THREADS="1")
        parse = [sys.executable, "-m", "bench.raw_pipeline", str(sentences)]
        command = [sys.executable, "-m", "shallcheck", "check", str(CORPUS)]
        rounds = [
            (_seconds(parse, environment), _cold(command, environment, place), _seconds(command, environment)) for _ in "12"
        ]
        raw, cold, warm = (min(figures) for figures in zip(*rounds, strict=True))
    detail = f"{count:,} statements: cold {cold:.1f} s, nlp.pipe alone {raw:.1f} s (load counted on both sides; best of 2)"
    yield Row("cold check", cold / raw, 0.8, detail)
    yield Row("warm check against cold", warm / cold, 0.1, f"warm {warm:.2f} s")


def _cold(command: list[str], environment: dict[str, str], cache: str) -> float:
    for file in Path(cache).glob("*.sqlite*"):
        file.unlink()
    return _seconds(command, environment)


def _write_sentences(file: Path) -> int:
    texts = []
    for path in sorted(CORPUS.rglob("*.md")):
        document = read_document(str(path), path.read_text("utf-8"))
        texts += [statement.text for _, statement in document.statements()] if document else []
    file.write_text("\n".join(text.replace("\n", " ") for text in texts), "utf-8")
    return len(texts)


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - start
    if "check" in command:
        assert b"AMB001" in done.stdout, "the check found nothing, so its time says nothing"
    return seconds

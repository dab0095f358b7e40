"""The other side of the ratios: spaCy alone, with the pipes as shipped.

`python -m bench.raw_pipeline FILE`: load the pipeline, run its `nlp.pipe` over the lines of FILE (batches of 64, one thread).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import spacy

from shallcheck.language.pipeline import DEFAULT_PIPELINE


def one_at_a_time(texts: list[str]) -> list[float]:
    """Seconds of `nlp(text)` for each text, after a warm-up."""
    nlp = spacy.load(DEFAULT_PIPELINE, exclude=["ner"])
    for text in texts[:10]:
        nlp(text)
    seconds = []
    for text in texts:
        start = time.perf_counter()
        nlp(text)
        seconds.append(time.perf_counter() - start)
    return seconds


def main(file: Path) -> None:
    """Parse each line of a file, as fast as one process can."""
    nlp = spacy.load(DEFAULT_PIPELINE, exclude=["ner"])
    for _ in nlp.pipe(file.read_text("utf-8").splitlines(), batch_size=64):
        pass


if __name__ == "__main__":
    main(Path(sys.argv[1]))

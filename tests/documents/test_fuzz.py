"""Damaged documents of every format are read without a crash, quickly, and with places that hold. `make fuzz` does more of it."""

from __future__ import annotations

import random
import time

import pytest

from shallcheck.documents.format import Format
from shallcheck.documents.reading import read_document
from shallcheck.documents.settings import ReaderSettings
from tests.documents.mutation import LONGEST, SAMPLES, formats, read_damaged, samples

SECONDS = 1.5
"""For each format: the whole takes less than a minute."""
FORMATS = pytest.mark.parametrize("form", formats(), ids=lambda each: each.name)


@FORMATS
def test_a_damaged_document_is_read(form: Format) -> None:
    known = samples(form)
    assert known, f"put a sample into {SAMPLES / form.name}"
    began = time.monotonic()
    number = 0
    while time.monotonic() - began < SECONDS:
        chance = random.Random(f"{form.name} {number}")
        sample = chance.choice(known)
        start = time.process_time()
        read_damaged(sample, chance)
        assert time.process_time() - start < LONGEST, f"number {number} of {sample.path}"
        number += 1
    assert number > 0


@FORMATS
def test_our_sample_is_recognised_by_its_path_and_content(form: Format) -> None:
    own = [each for each in samples(form) if each.path.startswith(SAMPLES.as_posix())]
    assert own
    for sample in own:
        settings = ReaderSettings(declared=sample.settings.declared)
        document = read_document(sample.path, sample.text, settings)
        assert document is not None, sample.path
        assert document.setting.format == form.name
        terms = [term for placed in document.placed for term in placed.segment.reading.terms]
        assert list(document.artifacts()) or (form.name == "glossary" and terms), sample.path

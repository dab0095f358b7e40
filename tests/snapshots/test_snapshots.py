"""All rules find in whole documents what was found when somebody last read their findings."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.snapshots.snapshot import HERE, documents, findings, kept


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.parent.name)
def test_findings_are_those_that_somebody_read(document: Path, pipeline: Pipeline) -> None:
    before = kept(document).read_text("utf-8").splitlines() if kept(document).exists() else []
    now = findings(document, pipeline).splitlines()
    changes = "\n".join(unified_diff(before, now, "kept", "found now", n=0, lineterm=""))

    assert not changes, f"read what has changed; where it is right: python -m tests.snapshots\n{changes}"


def test_each_document_has_its_findings_and_no_others_are_kept() -> None:
    assert set((HERE / "findings").iterdir()) == {kept(document) for document in documents()}
    assert len(documents()) >= 10

"""What a project chooses reaches the judge of each statement, and a changed choice gives new findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from shallcheck.model.choices import Choices, Words
from shallcheck.model.document import Statement
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Run
from shallcheck.project.checking import check_paths
from shallcheck.project.statements import job_for, pack_jobs, unpack_jobs

TEXT = "---\nlevel: requirements\n---\n# R\n\n- **SYS-001**: The panel shall show a snappy and robust list within 2 s.\n"


def found(folder: Path, words: str, *rules: str) -> list[str]:
    (folder / "shallcheck.toml").write_text(words, "utf-8")
    check = check_paths([folder / "System_Requirements.md"], every_rule=False, progress=lambda done, total: None)
    return [
        each.report.quote
        for path in check.documents
        for each in check.reports(path)
        if each.report.rule in (rules or ("AMB001", "DOC001"))
    ]


def test_a_changed_word_list_gives_new_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "System_Requirements.md").write_text(TEXT, "utf-8")

    assert found(tmp_path, "") == ["robust"]
    assert found(tmp_path, "[words.AMB001]\nadd = ['snappy']\n") == ["snappy", "robust"]
    assert found(tmp_path, "[words.AMB001]\nallow = ['robust']\n") == []
    assert found(tmp_path, "") == ["robust"]


def test_a_threshold_reaches_its_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "System_Requirements.md").write_text(TEXT, "utf-8")

    assert found(tmp_path, "", "FRM010") == []
    assert len(found(tmp_path, "[options.FRM010]\nwords = 10\n", "FRM010")) == 1


def test_statements_that_are_judged_by_other_choices_have_another_key() -> None:
    one = Statement("The pump shall stop.", Kind.REQUIREMENT, (Run(0, 0, 20),))
    choices = Choices((("vague-term", Words(("snappy",), ("robust",))),), (("FRM010", "words", 40),), ("review",))

    assert job_for(one).key != job_for(one, choices).key
    assert unpack_jobs(pack_jobs([job_for(one, choices), job_for(one)])) == [job_for(one, choices), job_for(one)]
    assert choices.number("FRM010", "words", 60) == 40
    assert choices.number("FRM010", "conditions", 3) == 3

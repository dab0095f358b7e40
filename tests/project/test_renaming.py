"""An identifier under another name: in every format, and over all projects that name it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document
from shallcheck.model.finding import apply_edits
from shallcheck.model.index import Defined
from shallcheck.project.renaming import is_named_by_file, move, rename
from shallcheck.project.renaming_run import RenameError, World
from shallcheck.project.state import Project
from tests.documents.mutation import SAMPLES

FOLDERS = sorted(each.name for each in SAMPLES.iterdir() if each.is_dir())
LABELS = st.one_of(
    st.sampled_from(
        ["SYS-9", "x", "", "a.b+c*d-1", "SYS 9", "9.9", "7", "[SYS-9]", "task 3", "req~new.name~2", "US9", "R-1\n", "Ä-1"]
    ),
    st.from_regex(r"[A-Z]{1,4}[-_.][0-9]{1,4}", fullmatch=True),
)


def project_of(texts: dict[str, str]) -> Project:
    """A project with the documents among some texts by path."""
    project = Project()
    project.completed(False)
    for path, text in texts.items():
        document = read_document(path, text)
        if document is not None:
            project.put(document)
    return project


@cache
def sample(folder: str) -> Project:
    paths = sorted(path for path in (SAMPLES / folder).rglob("*") if path.is_file())
    return project_of({path.as_posix(): path.read_bytes().decode("utf-8", "replace") for path in paths})


def named(project: Project) -> list[tuple[str, int, Defined]]:
    """Every artifact with an identifier, with its document and its number there."""
    rows = []
    for path, document in project.documents.items():
        for number, (placed, index, artifact) in enumerate(document.artifacts()):
            if artifact.label:
                rows.append((path, number, Defined(path, placed.segment, index, document.identifier(artifact), document.setting)))
    return rows


def trace(project: Project) -> list[tuple[str, int, frozenset[tuple[str, int]]]]:
    """Each link, by its document and number, and which artifacts it leads to, by theirs: free of what they are called."""
    numbers = {(path, id(each.segment), each.number): (path, number) for path, number, each in named(project)}
    return [
        (path, number, frozenset(numbers[each.path, id(each.segment), each.number] for each in project.definitions(path, link)))
        for path, document in project.documents.items()
        for number, (_, link) in enumerate(document.links())
    ]


def labels(document: Document) -> list[str]:
    return [artifact.label for _, _, artifact in document.artifacts()]


def after(project: Project, edits: dict[str, list[object]], moves: dict[str, str]) -> Project:
    texts = {path: document.text for path, document in project.documents.items()}
    for path, rows in edits.items():
        texts[path] = apply_edits(texts[path], rows)  # type: ignore[arg-type]
    return project_of({moves.get(path, path): text for path, text in texts.items()})


@pytest.mark.parametrize("folder", FOLDERS)
@given(data=st.data())
def test_everything_is_as_before_but_for_the_one_name(folder: str, data: st.DataObject) -> None:
    project = sample(folder)
    everything = named(project)
    if not everything:
        return
    path, number, defined = data.draw(st.sampled_from(everything))
    old = defined.artifact.label
    alike = re.sub(r"\d(?=\D*\Z)", lambda digit: str((int(digit[0]) + 7) % 10), old)
    label = data.draw(st.one_of(LABELS, st.just(alike), st.just(old + "x"), st.just(old.swapcase())))
    document = project.documents[path]
    moves = {}
    try:
        if is_named_by_file(document, defined):
            moves = {path: str(Path(path).with_name(label.replace("/", "-") + Path(path).suffix))}
            made = move(World([project]), moves)
        else:
            made = rename(World([project]), project, defined, label)
    except RenameError as error:
        assert str(error).endswith((".", "instead", "again"))
        return
    new = after(project, made.edits, moves)  # type: ignore[arg-type]
    back = {new: old for old, new in moves.items()}
    assert {back.get(each, each) for each in new.documents} == set(project.documents)
    for each, was in project.documents.items():
        now = new.documents[moves.get(each, each)]
        assert len(labels(was)) == len(labels(now))
        changed = [
            (was.identifier(a), now.identifier(b))
            for (_, _, a), (_, _, b) in zip(was.artifacts(), now.artifacts(), strict=True)
            if a.label != b.label
        ]
        assert {made.identifiers[a] for a, _ in changed} == {b for _, b in changed}
        assert sum(1 for _ in was.statements()) == sum(1 for _ in now.statements())
    if not moves and label.strip() != old and made.edits:
        assert labels(new.documents[path])[number] == label.strip().removeprefix(document.setting.namespace)
    leads = [
        (back.get(each, each), number, frozenset((back.get(a, a), b) for a, b in goals)) for each, number, goals in trace(new)
    ]
    if len(project.index.definitions(defined.identifier)) == 1:
        assert sorted(leads, key=repr) == sorted(trace(project), key=repr)


def test_the_parts_of_a_requirement_follow_it() -> None:
    folder = ".kiro/specs/pump"
    project = project_of(
        {
            f"{folder}/requirements.md": (
                "# Requirements Document\n\n### Requirement 1: Level\n\n#### Acceptance Criteria\n\n"
                "1. THE Pump SHALL stop.\n2. THE Pump SHALL start.\n\n"
                "### Requirement 2: Noise\n\n#### Acceptance Criteria\n\n1. THE Pump SHALL hum.\n"
            ),
            f"{folder}/tasks.md": "# Plan\n\n- [ ] 1. Stop\n  - _Requirements: 1, 1.2, 2.1_\n",
            "src/pump.ts": "// Feature: pump, Property 1\n// Validates: Requirements 1.1, 2.1\nfunction stop() {}\n",
        }
    )
    first = project.index.definitions("kiro:pump/1")[0]
    made = rename(World([project]), project, first, "5")
    assert made.identifiers == {
        "kiro:pump/1": "kiro:pump/5", "kiro:pump/1.1": "kiro:pump/5.1", "kiro:pump/1.2": "kiro:pump/5.2",
    }  # fmt: skip
    new = after(project, made.edits, {})  # type: ignore[arg-type]
    assert "_Requirements: 5, 5.2, 2.1_" in new.documents[f"{folder}/tasks.md"].text
    assert "Requirements 5.1, 2.1" in new.documents["src/pump.ts"].text
    with pytest.raises(RenameError, match="“2” is already “Noise”"):
        rename(World([project]), project, first, "2")
    criterion = project.index.definitions("kiro:pump/1.2")[0]
    with pytest.raises(RenameError, match="it follows from where the text stands"):
        rename(World([project]), project, criterion, "1.3")


def test_a_link_that_would_lead_elsewhere_refuses_the_name() -> None:
    project = project_of(
        {
            "specs/001-one/spec.md": "# Feature Specification: one\n\n- **FR-001**: The pump MUST stop.\n",
            "specs/002-two/spec.md": "# Feature Specification: two\n\n- **FR-002**: The lamp MUST light.\n",
            "src/pump.py": "# Implements: FR-001\ndef pump(): ...\n",
        }
    )
    one = project.index.definitions("speckit:001-one/FR-001")[0]
    with pytest.raises(RenameError, match="would mean something else where it is named"):
        rename(World([project]), project, one, "FR-002")
    assert len(rename(World([project]), project, one, "FR-003").edits) == 2


def test_a_broken_link_elsewhere_does_not_matter_and_a_twin_keeps_its_links() -> None:
    text = "# Requirements\n\n- **SYS-1**: The pump shall stop.\n- **SYS-1**: The lamp shall light.\n  - Traces to: SYS-1\n"
    project = project_of({"System_Requirements.md": text})
    second = project.index.definitions("SYS-1")[1]
    made = rename(World([project]), project, second, "SYS-2")
    assert [edit.text for rows in made.edits.values() for edit in rows] == ["SYS-2"]
    assert apply_edits(text, made.edits["System_Requirements.md"]).endswith(
        "**SYS-2**: The lamp shall light.\n  - Traces to: SYS-1\n"
    )

"""Source code by the heap: which files are read, what is remembered of them, and that a check knows their links."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from shallcheck.documents.settings import ReaderSettings
from shallcheck.project import scanning
from shallcheck.project.batches import PIECE, Batch, batches, heaps
from shallcheck.project.cache import Cache
from shallcheck.project.check import Check
from shallcheck.project.checking import check_paths
from shallcheck.project.readings import unpack_document
from shallcheck.project.scanning import known_scan, scan
from shallcheck.project.workers.pool import Lane, ScanDone, WorkerPool

REQUIREMENTS = "---\nlevel: requirements\n---\n# R\n\n- **SYS-001**: The pump shall stop within 2 s.\n"
MARKED = "# Implements: SYS-001\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose text is looked at."""
    names: list[str] = []
    really = scanning._read

    def watched(path: str, *arguments: object) -> bytes:
        names.append(Path(path).name)
        return really(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(scanning, "_read", watched)
    return names


def targets(folder: Path, cache: Cache, settings: ReaderSettings | None = None) -> dict[str, list[str]]:
    names = sorted(each.name for each in folder.iterdir())
    found = scan(cache, [*batches(str(folder), names)], settings or ReaderSettings())
    documents = [unpack_document(path, packed) for path, packed in found]
    return {Path(each.path).name: [link.target for _, link in each.links()] for each in documents}


def test_only_what_changed_is_read_again(tmp_path: Path, cache: Cache, read: list[str]) -> None:
    folder = tmp_path / "src"
    write(folder / "a.py", MARKED)
    write(folder / "b.py", "x = 1\n")
    assert targets(folder, cache) == {"a.py": ["SYS-001"]}
    assert targets(folder, cache) == {"a.py": ["SYS-001"]}
    assert read == ["a.py", "b.py"]

    write(folder / "b.py", "# Verifies: SYS-002\n")
    assert targets(folder, cache) == {"a.py": ["SYS-001"], "b.py": ["SYS-002"]}
    (folder / "a.py").unlink()
    assert targets(folder, cache) == {"b.py": ["SYS-002"]}
    assert read == ["a.py", "b.py", "b.py"]


def test_other_words_and_another_root_are_read_anew(tmp_path: Path, cache: Cache, read: list[str]) -> None:
    write(tmp_path / "src" / "a.py", "# Covers: SYS-001\n")
    assert targets(tmp_path / "src", cache) == {}
    assert targets(tmp_path / "src", cache, ReaderSettings(markers=("Covers",))) == {"a.py": ["SYS-001"]}
    assert targets(tmp_path / "src", cache, ReaderSettings(root=str(tmp_path))) == {}
    assert read == ["a.py"] * 3


def test_what_is_not_all_known_is_left_to_the_workers(tmp_path: Path, cache: Cache) -> None:
    write(tmp_path / "src" / "a.py", MARKED)
    some = [*batches(str(tmp_path / "src"), ["a.py"])]
    assert known_scan(cache, some, ReaderSettings()) is None
    found = scan(cache, some, ReaderSettings())
    assert known_scan(cache, some, ReaderSettings()) == found


@pytest.mark.parametrize(
    "data",
    [
        b"# Implements: SYS-001\n\0",
        b"# @generated\n# Implements: SYS-001\n",
        b"# Implements: SYS-001\n" + b"x = 1\n" * 200_000,
        b"# Implements: SYS-001\nx = '" + b"x" * 20_000 + b"'\n",
    ],
    ids=["binary", "generated", "large", "minified"],
)
def test_what_nobody_wrote_is_passed_over(data: bytes, tmp_path: Path, cache: Cache) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_bytes(data)
    assert targets(tmp_path / "src", cache) == {}


def test_what_cannot_be_read_says_nothing(tmp_path: Path, cache: Cache) -> None:
    folder = tmp_path / "src"
    write(folder / "latin.py", "x = 1\n").write_bytes(b"# caf\xe9 Implements: SYS-001\n")
    (folder / "folder.py").mkdir()
    (folder / "gone.py").symlink_to(folder / "nothing.py")
    assert targets(folder, cache) == {"latin.py": ["SYS-001"]}


def test_a_file_more_moves_few_others(tmp_path: Path, cache: Cache, read: list[str]) -> None:
    folder = tmp_path / "src"
    for number in range(PIECE + 10):
        write(folder / f"m{number:04}.py", "x = 1\n")
    targets(folder, cache)
    read.clear()
    write(folder / "a.py", MARKED)
    assert targets(folder, cache) == {"a.py": ["SYS-001"]}
    assert len(read) == 2


def test_heaps_hold_whole_batches() -> None:
    some = [Batch(f"f{number}", 0, ("a.py",) * 200) for number in range(5)]
    assert [len(heap) for heap in heaps(some)] == [2, 2, 1]


def test_workers_scan_and_a_forgotten_scan_is_not_begun(tmp_path: Path) -> None:
    write(tmp_path / "src" / "a.py", MARKED)
    done: list[ScanDone] = []
    ended = threading.Event()

    def take(answer: ScanDone) -> None:
        done.append(answer)
        ended.set()

    pool = WorkerPool(lambda results: None, pipeline="en_core_web_sm", count=1, cache=tmp_path / "cache", on_scanned=take)
    try:
        some = [*batches(str(tmp_path / "src"), ["a.py"])]
        pool.scan(Lane.BULK, some, {}, 7)
        assert ended.wait(30)
        assert [(each.token, each.files, [Path(one.path).name for one in each.found]) for each in done] == [(7, 1, ["a.py"])]
    finally:
        pool.close()


def checked(*paths: Path) -> Check:
    return check_paths(paths, every_rule=False, progress=lambda done, total: None)


def named(check: Check, identifier: str) -> set[str]:
    project = next(iter(check.projects.values()))
    return {each.source for each in project.references(identifier)}


def test_a_check_knows_the_links_of_the_code_and_counts_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "project"
    write(root / "shallcheck.toml", 'markers = ["Covers"]\n')
    write(root / "docs" / "System_Requirements.md", REQUIREMENTS)
    write(root / "src" / "a.py", "def stop():\n    # Covers: SYS-001\n    pass\n")
    write(root / "tests" / "test_a.py", "def test_stop():\n    # Verifies: SYS-404\n    # Verifies: SYS-001\n    pass\n")
    write(root / ".gitignore", "built/\n")
    write(root / "built" / "b.py", MARKED)
    write(root / "node_modules" / "c.js", "// Implements: SYS-001\n")
    expected = {"code:src/a.py::stop", "code:tests/test_a.py::test_stop"}
    for paths in ([root], [root / "docs"], [root / "docs" / "System_Requirements.md"], [root]):
        check = checked(*paths)
        assert named(check, "SYS-001") == expected
        assert [Path(path).name for path in check.documents] == ["System_Requirements.md"]
        found = [
            (Path(path).name, each.report.rule, each.report.quote) for path in check.judged() for each in check.reports(path)
        ]
        assert [each for each in found if each[0] != "System_Requirements.md"] == [("test_a.py", "TRC010", "SYS-404")]


def test_of_code_is_told_only_what_was_read_with_all_it_can_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "project"
    file = write(root / "src" / "Requirements.md", REQUIREMENTS)
    write(root / "src" / "a.py", "# Implements: SYS-404\n")
    write(root / "docs" / "More.md", REQUIREMENTS.replace("SYS-001", "SYS-404"))
    assert [Path(path).name for path in checked(file).judged()] == ["Requirements.md"]
    assert [Path(path).name for path in checked(root / "src").judged()] == ["Requirements.md", "a.py"]
    write(root / "shallcheck.toml", "")
    assert not [each for path in checked(file).judged() for each in checked(file).reports(path) if each.report.rule == "TRC010"]
    monkeypatch.setattr("shallcheck.project.checking.NEIGHBOURS", 0)
    assert [Path(path).name for path in checked(file).judged()] == ["Requirements.md"]


def test_code_without_documents_is_not_scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    file = write(tmp_path / "project" / "a.py", MARKED)
    assert checked(tmp_path / "project").projects == {}
    assert checked(file).projects == {}

"""Which files a check reads, and their text whatever their bytes."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.project.discovery import PathPatterns, UnreadableError, decode, find_files, read_source


def found(*paths: Path, skips: tuple[str, ...] = ()) -> list[str]:
    top = paths[0] if paths[0].is_dir() else paths[0].parent
    files = find_files(paths, lambda path, is_folder: Path(path).name in skips, lambda path, message: None)
    return [os.path.relpath(file, top) for file in files]


def tree(top: Path, *names: str) -> None:
    for name in names:
        file = top / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")


def test_documents_are_found_and_the_rest_is_passed_over(tmp_path: Path) -> None:
    tree(tmp_path, "b.md", "a.jsonl", "code.py", ".hidden.md", ".git/c.md", ".kiro/specs/x/d.md", ".specify/e.md", ".vscode/f.md")
    tree(tmp_path, "node_modules/m/readme.md", "sub/g.MD")

    assert found(tmp_path) == ["a.jsonl", "b.md", ".kiro/specs/x/d.md", ".specify/e.md", "sub/g.MD"]


def test_gitignore_is_honoured_at_each_level_and_from_the_repository_down(tmp_path: Path) -> None:
    tree(tmp_path, "docs/keep.md", "docs/out.md", "docs/deep/out.md", "docs/deep/built/x.md", "docs/local.md")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("out.md\nbuilt/\n[bad\n")
    (tmp_path / "docs/.gitignore").write_text("/local.md\n")

    assert found(tmp_path / "docs") == ["keep.md"]


def test_a_file_that_is_named_is_read_whatever_gitignore_says(tmp_path: Path) -> None:
    tree(tmp_path, "out.md")
    (tmp_path / ".gitignore").write_text("out.md\n")

    assert found(tmp_path / "out.md") == ["out.md"]
    assert found(tmp_path) == []


def test_each_file_is_found_once(tmp_path: Path) -> None:
    tree(tmp_path, "a.md")

    assert found(tmp_path, tmp_path / "a.md", tmp_path) == ["a.md"]


def test_excluded_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    tree(tmp_path, "a.md", "old/b.md", "c.md")

    assert found(tmp_path, skips=("old", "c.md")) == ["a.md"]


def test_links_do_not_lead_out_or_round_in_circles(tmp_path: Path) -> None:
    tree(tmp_path, "in/a.md", "outside/secret.md")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in/escape.md").symlink_to(tmp_path / "outside/secret.md")
    (tmp_path / "in/self.md").symlink_to("self.md")

    assert found(tmp_path / "in") == ["a.md", "self.md"]
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_source(tmp_path / "in/self.md")


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a.md", "locked/b.md")
    real = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    told: list[tuple[str, str]] = []
    files = list(find_files([tmp_path], lambda path, is_folder: False, lambda path, message: told.append((path, message))))

    assert [file.name for file in files] == ["a.md"]
    assert [Path(path).name for path, _ in told] == ["locked"]
    assert "Permission denied" in told[0][1]


@given(st.binary(max_size=200))
def test_any_bytes_are_text_and_come_back_the_same(data: bytes) -> None:
    source = decode(data)

    assert source.text.encode(source.encoding) == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_are_known(encoding: str) -> None:
    source = decode("Die Pumpe läuft – 漢字\r\n".encode(encoding))

    assert source.text.lstrip("\ufeff") == "Die Pumpe läuft – 漢字\r\n"
    assert source.problem == ""


def test_another_encoding_is_told_with_its_first_line() -> None:
    source = decode("eins\nzwei\nfünf".encode("latin-1"))

    assert source.text.endswith("fünf")
    assert "line 3" in source.problem


def test_special_and_absent_files_are_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(UnreadableError, match="not a regular file"):
        read_source(tmp_path / "pipe.md")
    with pytest.raises(UnreadableError, match="No such file"):
        read_source(tmp_path / "absent.md")


def test_no_pattern_of_a_path_takes_for_ever(tmp_path: Path) -> None:
    tree(tmp_path, "a" * 200 + ".md")
    (tmp_path / ".gitignore").write_text("*a*a*a*a*a*a*a*a*a*b\n" + "".join(f"{'*a' * 20}*{number}\n" for number in range(200)))
    begin = time.process_time()

    assert found(tmp_path) == ["a" * 200 + ".md"]
    assert time.process_time() - begin < 5.0


def test_of_many_patterns_the_last_one_decides() -> None:
    lines = ["*.md", "[z-a]", *(f"never{number}*x/y*" for number in range(4000)), "!keep.md", "keep.md", "!kept.md"]
    patterns = PathPatterns(lines)

    assert [patterns.matches(path) for path in ("a.md", "keep.md", "kept.md", "never3x/y", "a.txt", "\udcff.md")] == [
        True,
        True,
        False,
        True,
        False,
        True,
    ]

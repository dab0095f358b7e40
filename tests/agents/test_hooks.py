"""What agents pass to their hooks is read as the files that their tools would write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.agents.hooks import Agent, Files, UnreadableCallError, claude, codex, decoded, encoded, kiro
from tests.agents import calls

NAME = "docs/System_Requirements.md"
TEXT = "# Pump\n\n- **SYS-1**: The pump shall stop within 5 s.\n- **SYS-2**: The pump shall close the valve within 5 s.\n"
STOP = "The pump shall stop within 5 s."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / NAME).write_bytes(TEXT.encode())
    return tmp_path


def read(reader: Any, call: calls.Call, folder: Path) -> dict[str, bytes | None]:
    """The files that a call would write, by their paths from the folder."""
    files: Files = reader.changes(call, lambda file: file.read_bytes() if file.is_file() else None)
    return {os.path.relpath(file, folder): data for file, data in files.items()}


# -- Claude Code -----------------------------------------------------------------------------------------------------


def test_claude_writes_a_whole_file(folder: Path) -> None:
    call = calls.claude(folder, "Write", file_path=str(folder / NAME), content="new\n")

    assert read(claude, call, folder) == {NAME: b"new\n"}


def test_claude_edits_the_one_place(folder: Path) -> None:
    call = calls.claude(folder, "Edit", file_path=NAME, old_string=STOP, new_string="The pump shall stop.", replace_all=False)

    assert read(claude, call, folder) == {NAME: TEXT.replace(STOP, "The pump shall stop.").encode()}


def test_claude_edits_every_place_where_it_says_so(folder: Path) -> None:
    edit = {"file_path": NAME, "old_string": "5 s", "new_string": "6 s"}

    with pytest.raises(UnreadableCallError, match="stand 2 times"):  # its tool refuses that as well
        read(claude, calls.claude(folder, "Edit", **edit), folder)
    assert read(claude, calls.claude(folder, "Edit", **edit, replace_all=True), folder) == {
        NAME: TEXT.replace("5 s", "6 s").encode()
    }


def test_claude_edits_one_after_the_other(folder: Path) -> None:
    edits = [{"old_string": STOP, "new_string": "It."}, {"old_string": "It.", "new_string": "She."}]
    call = calls.claude(folder, "MultiEdit", file_path=NAME, edits=edits)

    assert read(claude, call, folder) == {NAME: TEXT.replace(STOP, "She.").encode()}


def test_an_edit_keeps_the_line_breaks_of_its_file(folder: Path) -> None:
    (folder / NAME).write_bytes(TEXT.replace("\n", "\r\n").encode())
    call = calls.claude(folder, "Edit", file_path=NAME, old_string="# Pump\n\n", new_string="# Pump 2\n\n")

    assert read(claude, call, folder) == {NAME: TEXT.replace("# Pump", "# Pump 2").replace("\n", "\r\n").encode()}


@pytest.mark.parametrize("tool", ["Read", "Bash", "Grep", "mcp__x__y"])
def test_a_tool_that_writes_no_file_changes_none(tool: str, folder: Path) -> None:
    assert read(claude, calls.claude(folder, tool, file_path=NAME, command="rm -r docs"), folder) == {}


def test_a_file_is_known_by_where_it_really_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    (folder / "link").symlink_to(folder / "docs")

    for path in ("docs/../x.md", "~/x.md", "link/../x.md", str(folder / "x.md")):
        assert read(claude, calls.claude(folder, "Write", file_path=path, content="x"), folder) == {"x.md": b"x"}


def test_a_file_that_says_nothing_of_requirements_is_not_asked_about(folder: Path) -> None:
    for name in ("logo.svg", "style.css", "data.bin"):
        assert read(claude, calls.claude(folder, "Write", file_path=name, content="x"), folder) == {}
        assert read(claude, calls.claude(folder, "Edit", file_path=name, old_string="a", new_string="b"), folder) == {}


def test_words_that_are_not_there_letter_by_letter_are_an_error(folder: Path) -> None:
    (folder / NAME).write_text("It says “stop”.\n", "utf-8")

    with pytest.raises(UnreadableCallError, match="stand nowhere"):  # Claude Code takes straight quotes for these
        read(claude, calls.claude(folder, "Edit", file_path=NAME, old_string='It says "stop".', new_string="x"), folder)
    with pytest.raises(UnreadableCallError, match="stand nowhere"):
        read(kiro, calls.kiro(folder, command="str_replace", path=NAME, old_str="It said", new_str="x"), folder)


@pytest.mark.parametrize("given", [{}, {"file_path": 3}, {"file_path": "a\0b"}, {"file_path": "a.md", "content": None}])
def test_a_call_that_cannot_be_read_is_an_error_and_no_pass(given: dict[str, Any], folder: Path) -> None:
    with pytest.raises(UnreadableCallError):
        read(claude, calls.claude(folder, "Write", **given), folder)


# -- Kiro ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"command": "create", "path": NAME, "file_text": "new\n"}, "new\n"),
        ({"command": "str_replace", "path": NAME, "old_str": STOP, "new_str": "It."}, TEXT.replace(STOP, "It.")),
        (
            {"command": "insert", "path": NAME, "insert_line": 1, "new_str": "It pumps."},
            TEXT.replace("# Pump\n", "# Pump\nIt pumps.\n"),
        ),
        ({"command": "append", "path": NAME, "new_str": "More."}, TEXT + "More."),
    ],
    ids=["create", "str_replace", "insert", "append"],
)
def test_kiro_writes_in_four_ways(given: dict[str, Any], text: str, folder: Path) -> None:
    assert read(kiro, calls.kiro(folder, **given), folder) == {NAME: text.encode()}


def test_the_tools_of_kiros_editor_are_read_too(folder: Path) -> None:
    assert read(kiro, calls.kiro(folder, "fsWrite", path=NAME, text="new\n"), folder) == {NAME: b"new\n"}
    assert read(kiro, calls.kiro(folder, "strReplace", path=NAME, oldStr=STOP, newStr="It."), folder) == {
        NAME: TEXT.replace(STOP, "It.").encode()
    }
    assert read(kiro, calls.kiro(folder, "deleteFile", targetFile=NAME), folder) == {NAME: None}
    assert read(kiro, calls.kiro(folder, "smartRelocate", sourcePath=NAME, destinationPath="x.md"), folder) == {
        NAME: None,
        "x.md": TEXT.encode(),
    }
    assert read(kiro, calls.kiro(folder, "fs_read", path=NAME), folder) == {}


def test_what_kiro_would_write_by_a_command_that_is_not_known_is_an_error(folder: Path) -> None:
    with pytest.raises(UnreadableCallError, match="is not known"):
        read(kiro, calls.kiro(folder, command="replace_lines", path=NAME, text="x"), folder)


@pytest.mark.parametrize("line", [-1, None, True, "3"])
def test_a_line_that_is_none_is_an_error(line: Any, folder: Path) -> None:
    with pytest.raises(UnreadableCallError):
        read(kiro, calls.kiro(folder, command="insert", path=NAME, insert_line=line, new_str="x"), folder)


# -- Codex -----------------------------------------------------------------------------------------------------------


def test_codex_patches_adds_deletes_and_moves(folder: Path) -> None:
    (folder / "old.md").write_text("a\nb\n", "utf-8")
    (folder / "gone.md").write_text("x\n", "utf-8")
    patch = f"""*** Begin Patch
*** Update File: {folder / NAME}
@@ # Pump
 
-- **SYS-1**: {STOP}
+- **SYS-1**: The pump shall stop within 6 s.
*** Add File: new.md
+hello
+
+there
*** Delete File: gone.md
*** Update File: old.md
*** Move to: docs/moved.md
@@
 a
-b
+c
*** End Patch"""

    assert read(codex, calls.codex(folder, patch), folder) == {
        NAME: TEXT.replace(STOP, "The pump shall stop within 6 s.").encode(),
        "new.md": b"hello\n\nthere\n",
        "gone.md": None,
        "old.md": None,
        "docs/moved.md": b"a\nc\n",
    }


def test_two_sections_for_one_file_are_made_one_after_the_other(folder: Path) -> None:
    (folder / "a.md").write_text("1\n2\n", "utf-8")
    section = "*** Update File: a.md\n@@\n-{}\n+{}\n"
    patch = f"*** Begin Patch\n{section.format('1', '3')}{section.format('3', '4')}*** End Patch\n"

    assert read(codex, calls.codex(folder, patch), folder) == {"a.md": b"4\n2\n"}


def test_lines_that_only_differ_in_spaces_are_found_and_line_breaks_kept(folder: Path) -> None:
    (folder / "a.md").write_bytes(b"  one  \r\ntwo\r\nthree\r\n")
    patch = "*** Begin Patch\n*** Update File: a.md\n@@\n one\n-two\n+2\n three\n*** End of File\n*** End Patch\n"

    assert read(codex, calls.codex(folder, patch), folder) == {"a.md": b"one\r\n2\r\nthree\r\n"}


def test_a_patch_that_goes_through_the_shell_is_found(folder: Path) -> None:
    patch = "*** Begin Patch\n*** Add File: a.md\n+x\n*** End Patch\n"
    call = {**calls.codex(folder, f"cd docs && apply_patch <<'EOF'\n{patch}EOF"), "tool_name": "Bash"}

    assert read(codex, call, folder) == {"docs/a.md": b"x\n"}
    assert read(codex, {**call, "tool_input": {"command": patch, "workdir": "docs"}}, folder) == {"docs/a.md": b"x\n"}
    assert read(codex, {**call, "tool_input": {"command": "ls"}}, folder) == {}


def test_a_command_may_hold_several_patches(folder: Path) -> None:
    patch = "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: {}\n+x\n*** End Patch\nEOF\n"
    call = {**calls.codex(folder, patch.format("a.css") + patch.format("b.md") + patch.format("c.md")), "tool_name": "Bash"}

    assert read(codex, call, folder) == {"b.md": b"x\n", "c.md": b"x\n"}


@pytest.mark.parametrize(
    "patch",
    [
        "",
        "*** Begin Patch\n",
        "*** Begin Patch\n+x\n*** End Patch",
        "*** Begin Patch\n*** Update File: absent.md\n@@\n-x\n+y\n*** End Patch",
        f"*** Begin Patch\n*** Update File: {NAME}\n@@\n-absent\n+y\n*** End Patch",
        f"*** Begin Patch\n*** Update File: {NAME}\n@@\n",
    ],
)
def test_a_patch_that_cannot_be_made_is_an_error(patch: str, folder: Path) -> None:
    with pytest.raises(UnreadableCallError):
        read(codex, calls.codex(folder, patch), folder)


# -- all -------------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["path", "edits", "command"]), inner),
    max_leaves=8,
)


@given(st.sampled_from([claude, kiro, codex]), st.sampled_from(["Write", "MultiEdit", "fs_write", "apply_patch"]), JSON, JSON)
def test_any_call_is_read_or_told(reader: Any, tool: str, given: Any, cwd: Any) -> None:
    call = {"tool_name": tool, "tool_input": given, "cwd": cwd}
    try:
        files = reader.changes(call, lambda file: None)
    except UnreadableCallError as error:
        assert str(error)
    else:
        assert all(isinstance(file, Path) for file in files)


@given(st.binary(max_size=50))
def test_any_bytes_are_the_same_again(data: bytes) -> None:
    assert encoded(decoded(data)) == data


def test_every_agent_is_known() -> None:
    assert {each.value for each in Agent} == {"claude", "kiro", "codex", "git"}

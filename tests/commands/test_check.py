"""`shallcheck check` as people and pipelines use it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.running import COMMAND, LONGEST, bound_by_permissions, fingerprint, on_terminal, shallcheck

WARNED = "- **SYS-1**: The pump shall stop quickly.\n- **SYS-2**: The pump shall show sufficient data.\n"
BROKEN = "- **SYS-1**: The pump shall stop quickly.\n  - Derived from: SN-9\n- **SYS-2**: The pump shall close.\n"
CLEAN = "- **SYS-1**: The pump shall stop within 5 ms.\n- **SYS-2**: The pump shall close the valve within 5 ms.\n"
MUST = "- **SYS-1**: The pump must stop within 5 ms.\n- **SYS-2**: The pump shall stop soon.\n"
"""One safe fix, and a finding that only a person can mend."""
FIXED = MUST.replace("must", "shall")
ESCAPE = "\x1b"


@pytest.fixture(autouse=True, scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One cache for all these tests, which share their statements."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHALLCHECK_CACHE_DIR", str(folder))
        yield folder


def written(folder: Path, text: str, name: str = "System_Requirements.md") -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, newline="")
    return folder / name


# -- exit codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"), [(CLEAN, 0), (WARNED, 0), (BROKEN, 1)], ids=["no findings", "only warnings", "an error"]
)
def test_the_exit_code_says_whether_there_are_errors(text: str, code: int, tmp_path: Path) -> None:
    written(tmp_path, text)

    for form in ("text", "json", "github"):
        done = shallcheck("check", ".", "--format", form, cwd=tmp_path)
        assert (done.code, done.err) == (code, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "Name the files and folders to check, such as `shallcheck check docs/`"),
        (["check", "absent"], "There is no file or folder “absent”: name one that exists."),
        (["check", "System_Requirements.md/x"], "There is no file or folder"),
        (["check", "-"], "standard input is not read, so name a file."),
        (["check", ".", "--select", "ABM001"], "there is no rule “ABM001”: did you mean “AMB001”?"),
        (["check", ".", "--select", "AMB,NONE"], "codes begin with AMB, "),
        (["check", ".", "--select", "vague-tern"], "did you mean “vague-term”?"),
        (["check", ".", "--select", ""], "there is no rule “”"),
        (["check", ".", "--format", "xml"], "“xml” is none of text, json, github, sarif, junit, gitlab, checkstyle, markdown."),
        (["check", ".", "--frobnicate"], "--frobnicate"),
        (["chek", "."], "Did you mean 'check'"),
    ],
)
def test_wrong_usage_is_told_with_what_is_right(arguments: list[str], words: str, tmp_path: Path) -> None:
    written(tmp_path, BROKEN)

    done = shallcheck(*arguments, cwd=tmp_path)

    assert done.code == 2
    assert words in " ".join(done.err.replace("│", " ").split())
    assert done.out == ""


def test_a_named_file_without_requirements_is_told_and_a_folder_of_such_is_not(tmp_path: Path) -> None:
    written(tmp_path, "# Notes\n", "notes.md")
    written(tmp_path, "x", "notes.txt")

    written(tmp_path, "[1, 2]\n", "data.jsonl")

    done = shallcheck("check", "notes.md", "notes.txt", "data.jsonl", cwd=tmp_path)

    assert (
        "notes.md: nothing was judged, because no requirement was recognised: begin each requirement with an identifier"
        in done.err
    )
    assert "notes.txt: nothing was judged, because no reader reads such files; those that are read end in " in done.err
    assert "data.jsonl: nothing was judged, because no requirement was recognised: write one JSON object a line" in done.err
    assert done.out == "No requirements were found, so nothing was judged.\n"
    assert done.code == 0
    assert shallcheck("check", ".", cwd=tmp_path).err == ""


def test_files_that_are_not_to_be_read_are_no_files_that_were_passed_over(tmp_path: Path) -> None:
    written(tmp_path, "ID;Requirement\nA-1;The pump shall stop.\n", "needs.csv")
    written(tmp_path, '[[paths]]\nmatch = "*.csv"\nformat = "none"\n', "shallcheck.toml")

    assert shallcheck("check", ".", cwd=tmp_path).out == "No requirements were found, so nothing was judged.\n"


# -- what is judged --------------------------------------------------------------------------------------------------


def test_a_file_is_judged_with_what_its_neighbours_define(tmp_path: Path) -> None:
    file = written(tmp_path, BROKEN)
    assert {each["rule"] for each in shallcheck("check", file, "--format", "json").findings()} >= {"TRC002"}

    written(tmp_path, "- **SN-9**: The nurse shall see it soon.\n- **SN-8**: The nurse shall see it.\n", "Stakeholder_Needs.md")
    done = shallcheck("check", file, "--format", "json")

    assert {each["rule"] for each in done.findings()} == {"AMB009", "TRC003"}, "the other requirement names no need"
    assert {each["path"] for each in done.findings()} == {str(file)}


def test_a_file_named_twice_is_judged_once(tmp_path: Path) -> None:
    written(tmp_path, WARNED, "docs/System_Requirements.md")

    once = shallcheck("check", "docs", cwd=tmp_path)

    assert shallcheck("check", "docs", "docs/System_Requirements.md", "docs/../docs", cwd=tmp_path).out == once.out


@pytest.mark.parametrize(
    "select", [["--select", "AMB001"], ["--select", "amb001, AMB002"], ["--select", "VER", "--select", "AMB0"]]
)
def test_only_selected_rules_judge(select: list[str], tmp_path: Path) -> None:
    written(tmp_path, WARNED + BROKEN)

    done = shallcheck("check", ".", "--format", "json", *select, cwd=tmp_path)

    assert {each["rule"] for each in done.findings()} - {"AMB009"} == {"AMB001"}


def test_a_selection_goes_over_the_configuration(tmp_path: Path) -> None:
    written(tmp_path, WARNED)
    written(tmp_path, 'ignore = ["AMB001"]\n[severity]\nAMB009 = "off"\n', "shallcheck.toml")
    assert shallcheck("check", ".", "--format", "json", cwd=tmp_path).findings() == []

    done = shallcheck("check", ".", "--format", "json", "--select", "AMB001,AMB009", cwd=tmp_path)

    assert {each["rule"] for each in done.findings()} == {"AMB001", "AMB009"}


def test_all_rules_judge_at_least_what_the_default_ones_do(tmp_path: Path) -> None:
    written(tmp_path, WARNED)

    usual = shallcheck("check", ".", "--format", "json", cwd=tmp_path).findings()
    every = shallcheck("check", ".", "--format", "json", "--all-rules", cwd=tmp_path).findings()

    assert [each for each in every if each["default"]] == usual
    assert all(each["severity"] == "information" for each in every if not each["default"])


def test_a_second_check_says_the_same(tmp_path: Path) -> None:
    written(tmp_path, WARNED + BROKEN)

    first = shallcheck("check", ".", cwd=tmp_path)

    assert shallcheck("check", ".", cwd=tmp_path) == first


def test_nothing_is_written_into_the_workspace(tmp_path: Path) -> None:
    written(tmp_path, WARNED)
    before = fingerprint(tmp_path)

    shallcheck("check", ".", cwd=tmp_path)

    assert fingerprint(tmp_path) == before


# -- output ----------------------------------------------------------------------------------------------------------


def test_a_pipe_gets_plain_text(tmp_path: Path) -> None:
    written(tmp_path, WARNED)

    done = shallcheck("check", ".", cwd=tmp_path)

    assert ESCAPE not in done.out + done.err
    assert done.out.splitlines()[0].startswith("System_Requirements.md:1:34: AMB009 indefinite-time: “quickly”")
    assert done.out.splitlines()[-1] == "2 findings (0 errors, 2 warnings, 0 information) in 2 statements in 1 file."


def test_a_pipe_gets_plain_text_where_colour_is_forced_upon_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    written(tmp_path, WARNED)

    for form in ("text", "json", "github"):
        assert ESCAPE not in shallcheck("check", ".", "--format", form, cwd=tmp_path).out


def test_a_terminal_gets_colour_and_progress(tmp_path: Path) -> None:
    written(tmp_path, WARNED + "- **SYS-3**: Each pump of this test shall stop soon.\n")

    done = on_terminal("check", ".", cwd=tmp_path)

    assert "Judging statements" in done.out
    assert "\x1b[1;33mAMB009\x1b[0m" in done.out
    assert done.code == 0


def test_a_terminal_shows_the_words_that_a_pipe_gets(tmp_path: Path) -> None:
    written(tmp_path, WARNED.replace("quickly", "quickly " + "and in a sentence that is wider than the terminal " * 4))
    piped = shallcheck("check", ".", cwd=tmp_path)

    done = on_terminal("check", ".", cwd=tmp_path, columns=60)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", done.out)

    assert plain[plain.index("System_Requirements.md") :] == piped.out


def test_a_terminal_that_wants_no_colour_gets_none(tmp_path: Path) -> None:
    written(tmp_path, WARNED)

    done = on_terminal("check", ".", cwd=tmp_path, NO_COLOR="1")

    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", done.out)


@pytest.mark.parametrize("form", ["json", "github"])
def test_a_terminal_gets_output_for_programs_as_a_pipe_does(form: str, tmp_path: Path) -> None:
    written(tmp_path, WARNED)
    piped = shallcheck("check", ".", "--format", form, cwd=tmp_path)

    assert on_terminal("check", ".", "--format", form, cwd=tmp_path).out.endswith(piped.out)


def test_output_is_utf_8_whatever_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("PYTHONUTF8", "0")
    written(tmp_path, WARNED.replace("pump", "Größe 漢 pump"))

    assert "Größe 漢 pump" in shallcheck("check", ".", cwd=tmp_path, anew=True).out


def test_a_reader_that_stops_reading_gets_no_complaint(tmp_path: Path) -> None:
    written(tmp_path, "".join(f"- **SYS-{n}**: The pump shall stop quickly.\n" for n in range(2_000)))
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, "check", "."], cwd=tmp_path, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()

        assert process.stderr.read() == b""
        process.wait(timeout=LONGEST)


# -- help ------------------------------------------------------------------------------------------------------------


def test_help_teaches_with_examples() -> None:
    done = shallcheck("check", "--help")

    assert done.code == 0
    assert ESCAPE not in done.out
    for words in ("shallcheck check docs/ specs/", "--format github", "--select AMB", "--fix", "Exit code 0", "1: errors", "2:"):
        assert words in done.out


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_names_each_subcommand(arguments: list[str]) -> None:
    done = shallcheck(*arguments)

    for word in ("check", "explain", "serve"):
        assert re.search(rf"│ {word}\b", done.out + done.err)
    assert done.code == (0 if arguments else 2)


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"shallcheck \d+\.\d+\.\d+\n", shallcheck("--version").out)


# -- fixes -----------------------------------------------------------------------------------------------------------


def test_fix_applies_what_keeps_the_meaning_and_tells_what_is_left(tmp_path: Path) -> None:
    file = written(tmp_path, MUST)

    done = shallcheck("check", ".", "--fix", "--format", "json", cwd=tmp_path)

    assert file.read_text() == FIXED
    assert done.err == "Applied 1 fix.\n"
    assert {each["rule"] for each in done.findings()} == {"AMB009", "VER012"}
    assert list(tmp_path.iterdir()) == [file]
    assert shallcheck("check", ".", "--fix", cwd=tmp_path).err == "Applied 0 fixes.\n"


def test_a_fix_of_several_edits_is_counted_once(tmp_path: Path) -> None:
    file = written(tmp_path, "- **SYS-1**: The pump shall run while the valve is open.\n")

    assert shallcheck("check", ".", "--fix", cwd=tmp_path).err == "Applied 1 fix.\n"
    assert file.read_text() == "- **SYS-1**: While the valve is open, the pump shall run.\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (MUST.encode("utf-8-sig"), FIXED.encode("utf-8-sig")),
        (MUST.replace("\n", "\r\n").encode(), FIXED.replace("\n", "\r\n").encode()),
        (MUST.replace("\n", "\r").encode(), FIXED.replace("\n", "\r").encode()),
        (MUST.rstrip().encode(), FIXED.rstrip().encode()),
        (MUST.encode("utf-16"), FIXED.encode("utf-16")),
        ((MUST + "\nGröße\n").encode("latin-1"), (FIXED + "\nGröße\n").encode("latin-1")),
        ((MUST + "\n\x0c\u2028\n \t\n").encode(), (FIXED + "\n\x0c\u2028\n \t\n").encode()),
    ],
    ids=["byte-order mark", "CRLF", "CR", "no final line break", "UTF-16", "Latin-1", "odd white space"],
)
def test_fix_changes_the_words_and_no_other_byte(before: bytes, after: bytes, tmp_path: Path) -> None:
    file = tmp_path / "System_Requirements.md"
    file.write_bytes(before)

    shallcheck("check", file, "--fix")

    assert file.read_bytes() == after


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o660])
def test_fix_keeps_permissions_and_owner(mode: int, tmp_path: Path) -> None:
    file = written(tmp_path, MUST)
    file.chmod(mode)
    if not os.geteuid():
        os.chown(file, 12345, 12346)
    before = file.stat()

    shallcheck("check", file, "--fix")

    after = file.stat()
    assert file.read_text() == FIXED
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_fix_touches_no_file_that_needs_no_fix(tmp_path: Path) -> None:
    file = written(tmp_path, WARNED)
    before = file.stat()

    shallcheck("check", file, "--fix")

    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_fix_touches_no_file_that_was_only_read_for_what_it_defines(tmp_path: Path) -> None:
    file, beside = written(tmp_path, MUST), written(tmp_path, MUST.replace("SYS", "SW"), "Other.md")

    done = shallcheck("check", file, "--fix")

    assert done.err == "Applied 1 fix.\n"
    assert file.read_text() == FIXED
    assert beside.read_text() == MUST.replace("SYS", "SW")


def test_fix_leaves_a_link_a_link_and_says_so(tmp_path: Path) -> None:
    target = written(tmp_path, MUST, "target.txt")
    link = tmp_path / "System_Requirements.md"
    link.symlink_to("target.txt")

    done = shallcheck("check", link, "--fix")

    assert link.is_symlink()
    assert target.read_text() == MUST
    assert "System_Requirements.md: This is a symbolic link, so it was not fixed: fix the file that it points to." in done.err


@pytest.mark.parametrize(
    ("locked", "mode", "words"), [("docs", 0o500, "could not be written"), ("docs/System_Requirements.md", 0o400, "read-only")]
)
def test_fix_leaves_what_it_cannot_write_and_fixes_the_rest(locked: str, mode: int, words: str, tmp_path: Path) -> None:
    file, other = written(tmp_path, MUST, "docs/System_Requirements.md"), written(tmp_path, MUST, "other/System_Requirements.md")
    (tmp_path / locked).chmod(mode)
    try:
        done = shallcheck("check", ".", "--fix", cwd=tmp_path, prefix=bound_by_permissions())
    finally:
        (tmp_path / locked).chmod(0o700)

    assert file.read_text() == MUST
    assert list(file.parent.iterdir()) == [file]
    assert f"docs{os.sep}System_Requirements.md: This file" in done.err and words in done.err
    assert other.read_text() == FIXED


def test_a_fix_in_the_report_makes_what_fix_writes(tmp_path: Path) -> None:
    file = written(tmp_path, MUST)
    findings = json.loads(shallcheck("check", file, "--format", "json").out)["findings"]
    fix = next(fix for each in findings for fix in each["fixes"] if fix["safe"])

    (edit,) = fix["edits"]
    line, start, end = edit["range"]["start"]["line"], edit["range"]["start"]["character"], edit["range"]["end"]["character"]
    rows = MUST.splitlines(keepends=True)
    rows[line] = rows[line][:start] + edit["text"] + rows[line][end:]

    assert "".join(rows) == FIXED

"""What bad input gets: a message at its place, while every other file is checked as if the bad one were absent."""

from __future__ import annotations

import fcntl
import json
import os
import random
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.commands.running import Ended, bound_by_permissions, fingerprint, shallcheck

GOOD = {
    "System_Requirements.md": "- **SYS-1**: The valve shall close quickly.\n- **SYS-2**: The pump shall support operators.\n",
    "sub/Stakeholder_Needs.md": "- **SN-1**: The nurse shall see sufficient data.\n- **SN-2**: The nurse shall see it soon.\n",
}
HEAD = "---\nlevel: requirements\n---\n"
STOP = "- **BAD-1**: The pump shall stop quickly.\n"
TEXT = HEAD + STOP
LATE = "“quickly” sets no time"
"""What STOP gets."""


class Bad(NamedTuple):
    """What a file holds, and one finding that it must get: its line (from 1) and words of its message."""

    data: bytes
    line: int = 4
    words: str = LATE


@pytest.fixture(autouse=True, scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One cache for all these tests: the good files are judged once."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHALLCHECK_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder of good files that somebody puts bad ones into."""
    folder = tmp_path / "workspace"
    for name, text in GOOD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> list[dict[str, Any]]:
    """The findings of the good files with no bad one among them."""
    folder = tmp_path_factory.mktemp("alone")
    for name, text in GOOD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    done = shallcheck("check", ".", "--format", "json", cwd=folder)
    assert {each["path"] for each in done.findings()} == set(GOOD)
    assert done.code == 0
    return done.findings()


def check(workspace: Path, alone: list[dict[str, Any]], *paths: str) -> Ended:
    """Check a workspace, and hold what is true whatever lies in it."""
    before = fingerprint(workspace)
    done = shallcheck("check", *(paths or (".",)), "--format", "json", cwd=workspace)
    assert done.findings(*GOOD) == alone
    assert done.code == int(any(each["severity"] == "error" for each in done.findings()))
    assert fingerprint(workspace) == before
    return done


def told(done: Ended, path: str) -> list[tuple[int, str, str]]:
    """Line (from 1), rule and message of each finding of a file."""
    return [(each["range"]["start"]["line"] + 1, each["rule"], each["message"]) for each in done.findings(path)]


def assert_told(done: Ended, path: str, line: int, words: str) -> None:
    assert any(at == line and words in message for at, _, message in told(done, path)), told(done, path)


ENCODINGS = {
    "UTF-16, little end first": Bad(("\ufeff" + TEXT).encode("utf-16-le")),
    "UTF-16, big end first": Bad(("\ufeff" + TEXT).encode("utf-16-be")),
    "UTF-32": Bad(("\ufeff" + TEXT).encode("utf-32-le")),
    "UTF-16 that is cut short": Bad(("\ufeff" + TEXT).encode("utf-16-le")[:-1], 1, "marked as UTF-16"),
    "UTF-8 with a byte-order mark": Bad(TEXT.encode("utf-8-sig")),
    "Latin-1": Bad((TEXT + "\nDie Größe.\n").encode("latin-1"), 6, "not UTF-8"),
    "Latin-1, still judged": Bad((TEXT + "\nDie Größe.\n").encode("latin-1")),
    "invalid UTF-8": Bad(TEXT.encode() + b"\n\nA \xc3\x28 and \xed\xa0\x80.\n", 7, "not UTF-8"),
    "NUL bytes": Bad(HEAD.encode() + b"- **BAD-1**: The pump shall stop\0 quickly.\n\0\0\0"),
    "every byte": Bad(TEXT.encode() + b"\n" + bytes(range(256)) * 40, 8, "not UTF-8 (first at line 8)"),
    "random bytes": Bad(TEXT.encode() + b"\n" + random.Random(1).randbytes(100_000)),
    "CRLF": Bad(TEXT.replace("\n", "\r\n").encode()),
    "carriage returns alone": Bad(TEXT.replace("\n", "\r").encode()),
    "no final line break": Bad(TEXT.rstrip().encode()),
    "terminal codes": Bad((HEAD + "- **BAD-1**: The \x1b[31mpump shall stop quickly\x07.\n").encode()),
    "characters of every width": Bad(f"{HEAD}- **BAD-1**: The 🚰‮漢\u2028\u0085\x0cpump shall stop quickly.\n".encode()),
}
MANY = 10_000
NESTED = {
    "list markers": "- " * MANY + "x",
    "list items, each in the one before": "".join(f"{' ' * 2 * depth}- a\n" for depth in range(1_500)),
    "numbered items": "1. " * MANY + "x",
    "quotes": "> " * MANY + "x",
    "quotes without spaces": ">" * MANY + "x",
    "quotes and lists": "> - " * MANY + "x",
    "brackets": "[" * MANY + "x" + "]" * MANY,
    "open brackets": "[" * MANY,
    "images": "![" * MANY + "](x)" * MANY,
    "links": "[a](" * MANY + ")" * MANY,
    "parentheses": "(" * MANY + ")" * MANY,
    "emphasis": "*" * MANY + "x" + "*" * MANY,
    "emphasis, one in another": "*a **b " * MANY,
    "emphasis of every kind": "_a *b ~~c __d **e " * MANY,
    "code": "`" * MANY + " x " + "`" * (MANY - 1),
    "code, one in another": "".join("`" * (length % 100 + 1) + "x" for length in range(MANY)),
    "tags": "<div>" * MANY,
    "comments": "<!--" * MANY,
    "headings": "".join(f"{'#' * (number % 6 + 1)} A\n" for number in range(MANY)),
    "table columns": "|a" * MANY + "\n" + "|-" * MANY + "\n" + "|b" * MANY,
    "fences": "```\n" * MANY,
    "front matter": "---\n" * MANY,
    "escapes": "\\" * MANY,
    "quotation marks": "“" * MANY + '"a ' * MANY,
}


@pytest.mark.parametrize("bad", ENCODINGS.values(), ids=list(ENCODINGS))
def test_any_bytes_are_read(bad: Bad, workspace: Path, alone: list[dict[str, Any]]) -> None:
    (workspace / "bad.md").write_bytes(bad.data)

    assert_told(check(workspace, alone), "bad.md", bad.line, bad.words)


def test_deep_nesting_is_read_beside_requirements(workspace: Path, alone: list[dict[str, Any]]) -> None:
    for name, text in NESTED.items():
        (workspace / f"{name}.md").write_text(f"{TEXT}\n{text}\n")

    done = check(workspace, alone)

    for name in NESTED:
        assert_told(done, f"{name}.md", 4, LATE)


def test_deep_nesting_is_read_within_requirements(workspace: Path, alone: list[dict[str, Any]]) -> None:
    for name, text in NESTED.items():
        (workspace / f"{name}.md").write_text(f"{TEXT}- **BAD-2**: The pump shall stop {text}\n")

    done = check(workspace, alone)

    for name in NESTED:
        assert_told(done, f"{name}.md", 4, LATE)
    assert_told(
        done, "brackets.md", 5, "has 20021 characters, more than the 20000 that are judged, so no rule judged it: split it"
    )
    assert_told(done, "open brackets.md", 5, "has a word of 10000 characters, more than the 1000 that are parsed")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"id": "BAD-1", "text": ' + "9" * 5_000 + "}", "a number of too many digits"),
        ('{"text": "The pump shall stop."}', 'no "id"'),
        ("[1]", "is a list and no object"),
        ('{"id": "BAD-1", "text": "The pump shall', "This line is not JSON"),
        ('{"id": "BAD-1", "text": ["The pump"]}', 'The "text" of this line is a list and not text'),
        ('{"id": "BAD-1", "text": "The \\ud800 pump shall stop quickly."}', LATE),
        ("\0", "This line is not JSON"),
    ],
)
def test_a_bad_line_of_statements_costs_that_line_only(
    line: str, words: str, workspace: Path, alone: list[dict[str, Any]]
) -> None:
    statement = json.dumps({"id": "BAD-2", "text": "The pump shall stop quickly."})
    (workspace / "bad.jsonl").write_text(f"{statement}\n{line}\n{statement.replace('2', '3')}\n")

    done = check(workspace, alone)

    assert_told(done, "bad.jsonl", 2, words)
    assert_told(done, "bad.jsonl", 1, LATE)
    assert_told(done, "bad.jsonl", 3, LATE)


@pytest.mark.parametrize("data", [b"", b"\n", b"\n" * MANY, b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"\x1b[31m"])
def test_a_file_that_says_nothing_is_silent(data: bytes, workspace: Path, alone: list[dict[str, Any]]) -> None:
    (workspace / "bad.md").write_bytes(data)

    assert told(check(workspace, alone), "bad.md") == []


def test_a_file_of_20_megabytes_is_checked_to_its_end(workspace: Path, alone: list[dict[str, Any]]) -> None:
    section = f"## Part\n\n{'Some prose that obliges nobody, to fill a large file.' * 4_000}\n\n"
    text = HEAD + section * 100 + STOP
    assert len(text) > 20 * 2**20
    (workspace / "bad.md").write_text(text)

    assert_told(check(workspace, alone), "bad.md", text.count("\n"), LATE)


def test_a_file_above_the_limit_is_refused_with_what_to_do(workspace: Path, alone: list[dict[str, Any]]) -> None:
    with (workspace / "bad.md").open("wb") as stream:
        stream.write(TEXT.encode())
        stream.truncate(51 * 2**20)

    assert_told(check(workspace, alone), "bad.md", 1, "larger than 50 MB, so it was not read: split it")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "- **BAD-2**: The pump shall stop " + "quickly " * 130_000,
            "has 1040019 characters, more than the 20000 that are judged",
        ),
        ("- **BAD-2**: The pump shall stop " + "a " * 5_000, "has 5004 words, more than the 500 that are parsed"),
        ("- **BAD-2**: The pump shall stop " + "q" * 1_000_000, "has 1000020 characters, more than the 20000"),
    ],
    ids=["words of 1 MB", "words of 10 kB", "one word of 1 MB"],
)
def test_a_long_line_is_told_and_the_rest_is_judged(line: str, words: str, workspace: Path, alone: list[dict[str, Any]]) -> None:
    (workspace / "bad.md").write_text(f"{TEXT}{line}\n")

    done = check(workspace, alone)

    assert_told(done, "bad.md", 4, LATE)
    assert_told(done, "bad.md", 5, words)


def test_a_file_that_cannot_be_read_is_told(workspace: Path, alone: list[dict[str, Any]]) -> None:
    (workspace / "bad.md").write_text(TEXT)
    (workspace / "bad.md").chmod(0)

    done = shallcheck("check", ".", "--format", "json", cwd=workspace, prefix=bound_by_permissions())

    assert_told(done, "bad.md", 1, "Permission denied")
    assert done.findings(*GOOD) == alone
    assert done.code == 1


@pytest.mark.parametrize("mode", [0, 0o400, 0o100], ids=["closed", "listed only", "entered only"])
def test_a_folder_that_cannot_be_read_is_told(mode: int, workspace: Path, alone: list[dict[str, Any]]) -> None:
    locked = workspace / "locked"
    locked.mkdir()
    (locked / "bad.md").write_text(TEXT)
    (locked / "shallcheck.toml").write_text("")
    (locked / ".gitignore").write_text("")
    locked.chmod(mode)
    try:
        done = shallcheck("check", ".", "--format", "json", cwd=workspace, prefix=bound_by_permissions())
        named = shallcheck("check", "locked/bad.md", cwd=workspace, prefix=bound_by_permissions())
    finally:
        locked.chmod(0o700)

    assert_told(done, "locked/bad.md" if mode == 0o400 else "locked", 1, "Permission denied")
    assert done.findings(*GOOD) == alone
    assert done.code == 1
    if mode != 0o100:
        assert named.code == 2
        assert "locked/bad.md” cannot be opened (Permission denied)" in named.err


def test_a_file_whose_reading_fails_is_told(workspace: Path, alone: list[dict[str, Any]]) -> None:
    broken = Path("/proc/self/mem")
    if not broken.exists():
        pytest.skip("needs /proc/self/mem, a regular file that nobody can read from its start")

    done = check(workspace, alone, ".", str(broken))

    assert_told(done, str(broken), 1, "cannot be read (Input/output error)")


def test_a_file_that_vanishes_after_it_was_found_is_told(workspace: Path, alone: list[dict[str, Any]]) -> None:
    first, late = workspace / "AAA.md", workspace / "bad.md"
    for file in (first, late):
        file.write_text("nothing to see")
    lease = os.open(first, os.O_RDWR)

    def opened(number: int, frame: object) -> None:
        late.unlink()
        os.close(lease)

    usual = signal.signal(signal.SIGIO, opened)
    try:
        fcntl.fcntl(lease, fcntl.F_SETLEASE, fcntl.F_WRLCK)  # whoever opens the file waits, and we are told
        done = shallcheck("check", ".", "--format", "json", cwd=workspace)
    finally:
        signal.signal(signal.SIGIO, usual)

    assert not late.exists()
    assert_told(done, "bad.md", 1, "No such file")
    assert done.findings(*GOOD) == alone


def test_links_that_lead_nowhere_are_told(workspace: Path, alone: list[dict[str, Any]]) -> None:
    (workspace / "dangling.md").symlink_to("absent.md")
    (workspace / "self.md").symlink_to("self.md")

    done = check(workspace, alone)

    assert_told(done, "dangling.md", 1, "No such file")
    assert_told(done, "self.md", 1, "Too many levels of symbolic links")


def test_a_link_round_in_a_circle_is_not_followed(workspace: Path, alone: list[dict[str, Any]]) -> None:
    (workspace / "sub" / "loop").symlink_to("..")
    (workspace / "sub" / "self").symlink_to(".")

    assert check(workspace, alone).findings() == alone


def test_a_link_out_of_the_workspace_is_not_followed(workspace: Path, alone: list[dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "bad.md").write_text(TEXT)
    (workspace / "outside").symlink_to(tmp_path / "outside")
    (workspace / "bad.md").symlink_to(tmp_path / "outside" / "bad.md")

    assert check(workspace, alone).findings() == alone


def test_what_is_no_file_is_told_and_nothing_waits_for_it(workspace: Path, alone: list[dict[str, Any]]) -> None:
    os.mkfifo(workspace / "pipe.md")
    with socket.socket(socket.AF_UNIX) as door:
        here = Path.cwd()
        os.chdir(workspace)  # a socket's path may have only 107 bytes
        try:
            door.bind("door.md")
        finally:
            os.chdir(here)

    done = check(workspace, alone, ".", "/dev/zero")

    for path in ("pipe.md", "door.md", "/dev/zero"):
        assert_told(done, path, 1, "not a regular file")


def test_a_folder_with_the_name_of_a_file_is_a_folder(workspace: Path, alone: list[dict[str, Any]]) -> None:
    (workspace / "bad.md").mkdir()
    (workspace / "bad.md" / "inner.md").write_text(TEXT)

    assert_told(check(workspace, alone), "bad.md/inner.md", 4, LATE)


@pytest.mark.parametrize(
    "name", ["new\nline.md", "\x1b[31mred.md", "ünï 🚰.md", "-x.md", "%0A,:.md", os.fsdecode(b"\xff\xfe.md")]
)
def test_any_name_of_a_file_is_a_name(name: str, workspace: Path, alone: list[dict[str, Any]]) -> None:
    (workspace / name).write_text(TEXT)

    done = check(workspace, alone)

    found = [each["rule"] for each in done.findings() if each["path"] not in GOOD]
    assert sorted(found) == ["AMB009", "TRC003"], "it is late, and comes from no need of those beside it"
    assert "\x1b" not in shallcheck("check", ".", cwd=workspace).out


@pytest.mark.parametrize("name", [".gitignore", "shallcheck.toml", "pyproject.toml"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "loop", "bytes", "device"])
def test_settings_that_are_no_text_do_not_stop_a_check(
    name: str, kind: str, workspace: Path, alone: list[dict[str, Any]]
) -> None:
    file = workspace / name
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "bytes":
        file.write_bytes(b"\xff\xfe\0[tool.shallcheck\0")
    else:
        file.symlink_to("/dev/zero" if kind == "device" else name)

    done = check(workspace, alone)

    if kind == "bytes" and name != ".gitignore":
        assert_told(done, name, 1, "the defaults hold")


SETTINGS = {
    "a typo": (
        'exclude = []\nignroe = ["AMB"]\n',
        2,
        "“ignroe” is not a key of ShallCheck, so it does nothing: did you mean “ignore”?",
    ),
    "an unknown key": ("\n\nfrobnicate = 1\n", 3, "criticality, dialect, exceptions, exclude"),
    "a wrong type": ("exclude = 5\n", 1, "it wants a list of patterns in brackets"),
    "wrong types within": ('exclude = [\n  "x/",\n  5,\n]\n', 1, "“exclude.1” does not fit"),
    "a number of rules": ("select = 7\n", 1, "“select” does not fit"),
    "no severity": ('[severity]\nAMB001 = "fatal"\n', 2, "'error', 'warning', 'information' or 'off'"),
    "a list of severities": ('severity = ["error"]\n', 1, "“severity” does not fit"),
    "an unknown dialect": ('dialect = "should"\n', 1, "'shall', 'must'"),
    "a rule that does not exist": ('\nignore = ["AMB999"]\n', 2, "there is no rule “AMB999”"),
    "a rule's name, misspelt": ('select = ["vague-tern"]\n', 1, "did you mean “vague-term”"),
    "no TOML": ('exclude = []\nselect = ["AMB"\n', 2, "not TOML"),
    "no TOML in the middle": ("a = 1\nb = = 2\nc = 3\n", 2, "not TOML"),
    "a key twice": ("exclude = []\nexclude = []\n", 2, "not TOML"),
    "deep nesting": (f"exclude = {'[' * MANY}\n", 1, "not TOML"),
    "a pattern that looks around": ('identifier-pattern = "(?=a)b"\n', 1, "neither looks around nor refers back"),
    "no pattern": ('identifier-pattern = "REQ-["\n', 1, "not a regular expression"),
    "a program's path": ('pipeline = "../evil"\n', 1, "a path cannot be named"),
    "a broken glob": ('exclude = ["[", "!", "a/**/**/[z-a]"]\nexlude = []\n', 2, "did you mean “exclude”?"),
}


@pytest.mark.parametrize(("text", "line", "words"), SETTINGS.values(), ids=list(SETTINGS))
@pytest.mark.parametrize("name", ["shallcheck.toml", "pyproject.toml"])
def test_wrong_settings_are_told_at_their_line_and_the_defaults_hold(
    name: str, text: str, line: int, words: str, workspace: Path, alone: list[dict[str, Any]]
) -> None:
    before = "" if name == "shallcheck.toml" else '[project]\nname = "pump"\n\n[tool.shallcheck]\n'
    if name == "pyproject.toml":
        text = text.replace("[severity]", "[tool.shallcheck.severity]")
    (workspace / name).write_text(before + text)

    assert_told(check(workspace, alone), name, line + before.count("\n"), words)

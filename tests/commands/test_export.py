"""`shallcheck export`, as it is called."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from reqif.parser import ReqIFParser

from tests.commands.running import shallcheck
from tests.documents.mutation import SAMPLES

TEXT = "- **SYS-001**: The pump shall stop within 2 s.\n"


def test_json_is_printed_unless_something_else_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "System_Requirements.md").write_text(TEXT)
    done = shallcheck("export", ".", cwd=tmp_path)
    assert done.code == 0
    assert [each["id"] for each in json.loads(done.out)["artifacts"]] == ["SYS-001"]


def test_a_file_is_written_whole_and_none_that_was_read(tmp_path: Path) -> None:
    source = tmp_path / "System_Requirements.md"
    source.write_text(TEXT)
    done = shallcheck("export", ".", "--format", "md", "--output", "System_Requirements.md", cwd=tmp_path)
    assert done.code == 2
    assert "“System_Requirements.md” is read, so it is not written over" in done.err
    assert source.read_text() == TEXT
    done = shallcheck("export", ".", "--format", "reqif", "-o", "out.reqif", cwd=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "out.reqif").read_text().startswith("<?xml")
    done = shallcheck("export", "System_Requirements.md", "-o", "missing/out.json", cwd=tmp_path)
    assert done.code == 2
    assert "could not be written" in done.err


def test_an_unknown_format_is_answered_with_what_there_is(tmp_path: Path) -> None:
    done = shallcheck("export", ".", "--format", "docx", cwd=tmp_path)
    assert done.code == 2
    assert "reqif, csv, json, md" in done.err


def test_nothing_slow_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "System_Requirements.md").write_text(TEXT)
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('spacy' in sys.modules, file=sys.stderr))\n"
        "sys.argv = ['shallcheck', 'export', '.']\n"
        "from shallcheck.commands import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "SYS-001" in done.stdout
    assert done.stderr.strip() == "False"


def test_reqif_is_valid_by_the_schema_of_the_standard(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES, tmp_path / "samples")
    written = tmp_path / "out.reqif"
    assert shallcheck("export", "samples", "--format", "reqif", "-o", written, cwd=tmp_path).code == 0
    tool = [sys.executable, "-m", "reqif.cli.main", "validate", "--use-reqif-schema"]
    done = subprocess.run([*tool, written], capture_output=True, text=True, check=False)
    assert "0 errors, 0 schema issues found, 0 semantic issues found" in done.stdout, done.stdout + done.stderr
    content = ReqIFParser.parse(str(written)).core_content.req_if_content
    assert len(content.spec_objects) > 100
    assert content.spec_relations

"""`shallcheck baseline --findings` and what `check` shows then."""

from __future__ import annotations

from pathlib import Path

from tests.commands.running import shallcheck

TEXT = "---\nlevel: requirements\n---\n# R\n\n- **SYS-001**: The pump shall stop within TBD s.\n"
TEXT += "- **SYS-002**: The pump shall start within 2 s.\n"


def test_only_new_findings_show_and_gone_ones_are_told(tmp_path: Path) -> None:
    document = tmp_path / "System_Requirements.md"
    document.write_text(TEXT, "utf-8")
    assert shallcheck("check", ".", cwd=tmp_path).code == 1

    done = shallcheck("baseline", "--findings", ".", cwd=tmp_path)
    assert (done.code, done.err.startswith("Recorded ")) == (0, True)
    assert "FRM008\tSYS-001\tTBD" in (tmp_path / "shallcheck-baseline.txt").read_text("utf-8")

    hidden = shallcheck("check", ".", cwd=tmp_path)
    assert (hidden.code, "recorded there are not shown" in hidden.err) == (0, True)
    assert hidden.out.startswith("No findings")
    assert shallcheck("check", ".", "--no-baseline", cwd=tmp_path).code == 1

    document.write_text(TEXT.replace("TBD s", "3 s").replace("within 2 s", "within TBD s"), "utf-8")
    changed = shallcheck("check", ".", cwd=tmp_path)
    assert changed.code == 1
    assert "recorded there are gone" in changed.err


def test_what_is_recorded_of_other_documents_stays_where_only_one_is_named(tmp_path: Path) -> None:
    for name in ("1", "2"):
        (tmp_path / f"Part_{name}.md").write_text(TEXT.replace("SYS-00", f"SYS-{name}0"), "utf-8")
    shallcheck("baseline", "--findings", ".", cwd=tmp_path)
    first = (tmp_path / "Part_1.md").read_text("utf-8")
    (tmp_path / "Part_1.md").write_text(first.replace("TBD s", "3 s").replace("within 2 s", "within TBD s"), "utf-8")
    done = shallcheck("baseline", "--findings", "Part_1.md", cwd=tmp_path)
    recorded = (tmp_path / "shallcheck-baseline.txt").read_text("utf-8")

    assert (done.code, "FRM008\tSYS-201\tTBD" in recorded, "FRM008\tSYS-102\tTBD" in recorded) == (0, True, True)
    assert "SYS-101\tTBD" not in recorded
    assert shallcheck("baseline", "--findings", "Part_1.md", cwd=tmp_path).code == 0
    assert (tmp_path / "shallcheck-baseline.txt").read_text("utf-8") == recorded


def test_it_says_what_to_write_where_nothing_is_named(tmp_path: Path) -> None:
    assert shallcheck("baseline", "--by", "Ann", ".", cwd=tmp_path).code == 2
    assert shallcheck("baseline", "--findings", cwd=tmp_path).code == 2
    assert shallcheck("baseline", "--findings", "nowhere", cwd=tmp_path).code == 2


def test_what_rests_on_recorded_findings_alone_is_not_recorded(tmp_path: Path) -> None:
    (tmp_path / "System_Requirements.md").write_text(TEXT, "utf-8")
    (tmp_path / "pump.py").write_text("# Implements: SYS-001\ndef stop() -> None: ...\n", "utf-8")
    assert "GAT004" in shallcheck("check", ".", cwd=tmp_path).out

    shallcheck("baseline", "--findings", ".", cwd=tmp_path)
    assert "GAT004" not in (tmp_path / "shallcheck-baseline.txt").read_text("utf-8")
    after = shallcheck("check", ".", cwd=tmp_path)
    assert after.out.startswith("No findings")
    assert "gone" not in after.err

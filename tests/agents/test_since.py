"""What came since a revision of git, or since a baseline, is judged by what held then."""

from __future__ import annotations

import pytest
from dulwich import porcelain

from shallcheck.agents.judging import Base, UnjudgedError, judge
from shallcheck.agents.verdict import Verdict
from shallcheck.project.differences import Stand
from shallcheck.project.git import changed_between, left_at
from shallcheck.project.proposals import Patch, Since, SinceBaseline
from tests.agents.conftest import Workspace

SYSTEM = """# System requirements
- **SYS-001**: The pump shall stop within 2 s of each alarm.
- **SYS-002**: The pump shall store TBD alarms.
"""
WORSE = SYSTEM + "- **SYS-003**: The pump shall sound TBD alarms.\n"


@pytest.fixture
def repository(workspace: Workspace) -> Workspace:
    workspace.write(System_Requirements_md=SYSTEM)
    porcelain.init(str(workspace.top))
    commit(workspace)
    return workspace


def commit(workspace: Workspace) -> str:
    porcelain.add(
        str(workspace.top), [str(path) for path in workspace.top.rglob("*") if path.is_file() and ".git/" not in str(path)]
    )
    made = porcelain.commit(str(workspace.top), b"x", author=b"A <a@b.c>", committer=b"A <a@b.c>")
    return made.decode("ascii")


def since(workspace: Workspace, before: str, after: str = "") -> Verdict:
    parted = left_at(workspace.top, before, after or "HEAD")
    return judge(Since(workspace.top, parted, after), Base(workspace.top, parted))


def rules(verdict: Verdict) -> list[str]:
    return [each.rule for each in verdict.violates]


def test_the_working_tree_is_judged_by_the_revision(repository: Workspace) -> None:
    assert since(repository, "HEAD").accepted
    repository.write(System_Requirements_md=WORSE, shallcheck_toml='ignore = ["FRM008"]\n')
    verdict = since(repository, "HEAD")

    assert rules(verdict) == ["FRM008"]
    assert [each.path for each in verdict.sign_off] == ["shallcheck.toml"]
    assert verdict.violates[0].place is not None
    assert verdict.violates[0].place.path == "System_Requirements.md"


def test_a_pipeline_that_asks_no_more_needs_a_person(repository: Workspace) -> None:
    repository.write(**{".github/workflows/check.yml": "run: shallcheck gate .\n"})
    before = commit(repository)
    repository.write(**{".github/workflows/check.yml": "run: echo fine\n"})

    assert [each.path for each in since(repository, "HEAD").sign_off] == [".github/workflows/check.yml"]
    after = commit(repository)
    assert [each.path for each in since(repository, before, after).sign_off] == [".github/workflows/check.yml"]


@pytest.mark.parametrize("name", ["shallcheck.toml", ".gitignore", "New.md"])
def test_a_link_that_comes_is_not_judged(name: str, repository: Workspace) -> None:
    repository.write(**{"other.cfg": 'ignore = ["FRM008"]\n'})
    before = commit(repository)
    (repository.top / name).symlink_to("other.cfg")
    after = commit(repository)

    with pytest.raises(UnjudgedError, match="is a link and no file"):
        since(repository, before, after)


def test_the_ledger_may_grow_and_not_shrink(repository: Workspace) -> None:
    repository.write(System_Requirements_md=WORSE)
    assert not since(repository, "HEAD").accepted
    commit(repository)

    assert since(repository, "HEAD").accepted
    (repository.top / "shallcheck-verdicts.txt").write_text("")
    assert since(repository, "HEAD").sign_off[0].what == "takes verdicts out of “shallcheck-verdicts.txt”"


def test_a_range_is_what_its_end_brings_in(repository: Workspace) -> None:
    main = left_at(repository.top, "HEAD", "HEAD")
    porcelain.branch_create(str(repository.top), "feature")
    porcelain.checkout(str(repository.top), "feature")
    repository.write(System_Requirements_md=WORSE)
    branch = commit(repository)
    porcelain.checkout(str(repository.top), "master")
    repository.write(Test_Plan_md="### TST-001 Stop\nPress stop.\n- Expected: it stops within 2 s.\n- Verifies: SYS-001\n")
    newer = commit(repository)

    assert left_at(repository.top, newer, branch) == main
    assert rules(since(repository, newer, branch)) == ["FRM008"]
    assert dict(changed_between(repository.top, main, newer, lambda name: name.endswith(".md"))).keys() == {"Test_Plan.md"}


def test_a_baseline_counts_what_differs_from_it(workspace: Workspace) -> None:
    workspace.write(System_Requirements_md=WORSE)
    first = "The pump shall stop within 2 s of each alarm."
    stand = Stand({"SYS-001": first, "SYS-002": "The pump shall store TBD alarms."}, ())
    verdict = workspace.judge(SinceBaseline(stand))
    gone = workspace.judge(SinceBaseline(Stand({**stand.words, "SYS-009": "The pump shall ring."}, ())))

    assert [(each.rule, each.artifact) for each in verdict.violates] == [("FRM008", "SYS-003")]
    assert gone.changes == ("adds SYS-003", "removes SYS-009")
    assert workspace.judge(
        SinceBaseline(stand._replace(words={**stand.words, "SYS-003": "The pump shall sound TBD alarms."}))
    ).accepted


def test_a_diff_of_a_repository_names_files_from_its_top(repository: Workspace) -> None:
    repository.write(pump__shallcheck_toml="", pump__System_Requirements_md=SYSTEM)
    diff = b"diff --git a/pump/System_Requirements.md b/pump/System_Requirements.md\n"
    diff += b"--- a/pump/System_Requirements.md\n+++ b/pump/System_Requirements.md\n@@ -3 +3,2 @@\n"
    diff += b" - **SYS-002**: The pump shall store TBD alarms.\n+- **SYS-003**: The pump shall sound TBD alarms.\n"
    other = b"diff --git a/other/x.py b/other/x.py\nnew file mode 100644\n--- /dev/null\n+++ b/other/x.py\n"
    other += b"@@ -0,0 +1 @@\n+x = 1\n"
    top = repository.top / "pump"
    verdict = judge(Patch(diff + other, top, repository.top), Base(top))

    assert rules(verdict) == ["FRM008"]
    assert (top / "shallcheck-verdicts.txt").is_file()


def test_what_is_no_revision_is_told(repository: Workspace) -> None:
    with pytest.raises(UnjudgedError, match="no git revision"):
        judge(Since(repository.top, "nowhere"), Base(repository.top, "nowhere"))

"""The rules that set statements against each other follow every edit: what they find is what a fresh start finds."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.language.facts import facts
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.facts import Facts
from shallcheck.project.config import Config
from shallcheck.project.config_file import parse_config
from shallcheck.project.judge import analysis
from shallcheck.project.state import Project

RULES = ("CON", "UNQ", "FEA", "VER010", "AMB010", "AMB011", "FRM012", "DOC004")
STATEMENTS = (
    "The crane shall stop within {n} s.",
    "The crane shall not stop within {n} s.",
    "The crane shall not lift above {n} m.",
    "While it is raining, the crane shall lift to up to {n} m.",
    "When the hook opens, the crane shall stop.",
    "The crane shall stop when the hook closes.",
    "All hooks shall open when the lamp is lit.",
    "At least one hook shall stay closed when the lamp is lit.",
    "The hook shall weigh at most {n} kg.",
    "The rope shall weigh at most {n} lb.",
    "When the storm begins, the crane shall store its position.",
    "While in Rain_Mode, the crane shall send its load to the CMU.",
    "The load-cell shall measure the load within {n} ms.",
    "The loadcell shall measure the load within {n}.5 ms.",
)
ENDS = ("", "\n  - Traces to: SYS-001", "\n  - Status: rejected", "\n  - Refines: SYS-003")
PATHS = ("System_Requirements.md", "more/System_Requirements.md")
CONFIGS = ("", 'extend-select = ["FRM012"]\nignore = ["UNQ003"]\n', '[severity]\nCON001 = "error"\n')
STEPS = 14

Understand = Callable[[Project], Project]


@pytest.fixture(scope="module")
def understand(pipeline: Pipeline) -> Understand:
    """Has a project understood; what a statement says is taken once."""
    known: dict[bytes, Facts | None] = {}

    def understood(project: Project) -> Project:
        for path in project.documents:
            for job in project.unjudged(path):
                if job.key not in known:
                    known[job.key] = facts(analysis(job, pipeline.parse([(job.text, job.opaque)])[0]))
                project.store(job.key, (), True, known[job.key])
        project.relate()
        return project

    return understood


class _Workspace:
    """Documents that somebody edits."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.texts = {
            "System_Intent.md": "# Intent\n\n- **INT-1**: The crane shall not lift above 40 m.\n",
            "Glossary.md": "# Glossary\n\n- **load cell**: what measures the load\n",
            "Test_Plan.md": "# Tests\n\n### TST-001 Stop\n- Expected: the crane stops within 9 s.\n- Verifies: SYS-001\n",
        }
        self.config = Config()
        for path in PATHS:
            self.texts[path] = self._requirements()

    def edit(self) -> None:
        """One edit, one file that comes, goes or is renamed, or another configuration."""
        chosen = self._chance.randrange(6)
        present = [path for path in self.texts if path.endswith("System_Requirements.md")]
        if chosen == 0 and present:
            path = self._chance.choice(present)
            self.texts["moved/System_Requirements.md" if path in PATHS else PATHS[0]] = self.texts.pop(path)
        elif chosen == 1:
            self.config, problems = parse_config("shallcheck.toml", self._chance.choice(CONFIGS))
            assert problems == []
        elif chosen == 2:
            term = self._chance.choice(("load cell", "loadcell", "CMU", "Rain_Mode"))
            self.texts["Glossary.md"] = f"# Glossary\n\n- **{term}**: a thing of ours\n"
        elif chosen == 3 and len(present) > 1:
            del self.texts[self._chance.choice(present)]
        else:
            path = self._chance.choice(PATHS)
            self.texts.pop(path, None)
            self.texts[path] = self._requirements()

    def _requirements(self) -> str:
        """Some statements, with identifiers that no other document has."""
        taken = " ".join(self.texts.values())
        free = [name for name in (f"SYS-{number:03}" for number in range(1, 20)) if f"**{name}**" not in taken]
        some = zip(free, self._chance.sample(STATEMENTS, 5), strict=False)
        rows = (f"- **{name}**: {self._filled(text)}{self._chance.choice(ENDS)}\n" for name, text in some)
        return "# Requirements\n\n" + "".join(rows)

    def _filled(self, text: str) -> str:
        return text.format(n=self._chance.choice((2, 5, 50)))


def _follow(project: Project, workspace: _Workspace) -> None:
    for path in [path for path in project.documents if path not in workspace.texts]:
        project.drop(path)
    if project.config != workspace.config:
        project.configure(workspace.config)
    for path, text in workspace.texts.items():
        if path not in project.documents or project.documents[path].text != text:
            document = read_document(path, text)
            assert document is not None
            project.put(document)


def _found(project: Project) -> list[tuple[object, ...]]:
    return [
        (path, each.report.rule, each.place, each.report.message, each.report.severity)
        for path in sorted(project.documents)
        for each in project.reports(path)
        if each.report.rule.startswith(RULES)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_edits_one_by_one_find_what_a_fresh_start_finds(seed: int, understand: Understand) -> None:
    workspace, project = _Workspace(seed), Project()
    some = 0
    for _ in range(STEPS):
        _follow(project, workspace)
        fresh = Project(workspace.config)
        _follow(fresh, workspace)
        one, anew = _found(understand(project)), _found(understand(fresh))
        assert one == anew
        some += len(one)
        workspace.edit()
    assert some > STEPS

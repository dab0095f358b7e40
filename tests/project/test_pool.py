"""The worker pool: every statement is answered, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from shallcheck.language.pipeline import DEFAULT_PIPELINE
from shallcheck.model.document import Statement
from shallcheck.model.finding import Finding
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Run
from shallcheck.project.readings import unpack_document
from shallcheck.project.statements import StatementJob, job_for, unpack_findings
from shallcheck.project.workers import pool as pools
from shallcheck.project.workers.pool import FileRead, Lane, Result, WorkerPool
from shallcheck.project.workers.process import FORKS

CHECKOUT = Path(__file__).resolve().parents[2]
MISBEHAVING = "tests.project.misbehaving_worker"


class Answers:
    """What a pool has answered so far."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.files: list[FileRead] = []
        self.missing: list[str] = []
        self._changed = threading.Condition()

    def take(self, results: Sequence[Result]) -> None:
        with self._changed:
            self.results.extend(results)
            self._changed.notify_all()

    def read(self, read: FileRead) -> None:
        with self._changed:
            self.files.append(read)
            self._changed.notify_all()

    def until(self, condition: Callable[[], bool], seconds: float = 60.0) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, timeout=seconds), "the pool did not answer in time"

    def complete(self) -> set[bytes]:
        return {result.key for result in self.results if result.complete}

    def rules(self, job: StatementJob) -> set[str]:
        return {finding.rule for finding in self.findings(job)}

    def findings(self, job: StatementJob) -> tuple[Finding, ...]:
        last = [result for result in self.results if result.key == job.key][-1]
        return unpack_findings(last.findings)


def job(text: str) -> StatementJob:
    return job_for(Statement(text, Kind.REQUIREMENT, (Run(0, 0, len(text)),)))


def statements(count: int) -> list[StatementJob]:
    return [job(f"Pump {number} shall stop within {number} ms.") for number in range(count)]


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture(params=[False, True], ids=["each by itself", "together"])
def misbehaving(answers: Answers, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[WorkerPool]:
    monkeypatch.setattr(pools, "MODULE", MISBEHAVING)
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    take, read, missing = answers.take, answers.read, answers.missing.append
    pool = WorkerPool(take, pipeline="none", count=2, on_read=read, on_missing=missing, together=request.param)
    yield pool
    pool.close()


@pytest.fixture
def real(answers: Answers) -> Iterator[WorkerPool]:
    pool = WorkerPool(answers.take, pipeline=DEFAULT_PIPELINE, count=2, on_missing=answers.missing.append)
    yield pool
    pool.close()


@pytest.fixture
def together(answers: Answers) -> Iterator[WorkerPool]:
    """Workers that are twins, where the platform has them."""
    pool = WorkerPool(answers.take, pipeline=DEFAULT_PIPELINE, count=3, on_missing=answers.missing.append, together=True)
    yield pool
    pool.close()


def test_text_rules_report_while_the_pipeline_loads_and_all_rules_after(real: WorkerPool, answers: Answers) -> None:
    vague = job("If possible, the data shall be encrypted by the gateway and stored by the server.")
    real.submit(Lane.EDITOR, "full", [vague])
    answers.until(lambda: bool(answers.results))
    first = answers.results[0]
    assert not first.complete
    assert {finding.rule for finding in unpack_findings(first.findings)} >= {"AMB002"}

    answers.until(lambda: vague.key in answers.complete())
    assert "AMB002" in answers.rules(vague)


def test_a_worker_killed_in_the_middle_of_a_job_loses_no_statement(real: WorkerPool, answers: Answers) -> None:
    jobs = statements(120)
    real.submit(Lane.BULK, "full", jobs)
    answers.until(lambda: bool(answers.complete()))
    for process in real.processes():
        os.kill(process, signal.SIGKILL)
    answers.until(lambda: answers.complete() == {each.key for each in jobs})

    assert "DOC001" not in {rule for each in jobs for rule in answers.rules(each)}


@pytest.mark.skipif(not FORKS, reason="only where workers fork are they twins")
def test_workers_that_start_together_are_twins_and_all_work(together: WorkerPool, answers: Answers) -> None:
    jobs = statements(200)
    together.submit(Lane.BULK, "parse", jobs)
    answers.until(lambda: answers.complete() == {each.key for each in jobs})
    workers = [psutil.Process(pid) for pid in together.processes()]

    assert len(workers) == 3
    assert {worker.ppid() for worker in workers} == {os.getpid(), *(each.pid for each in workers if each.ppid() == os.getpid())}
    together.close()
    assert psutil.wait_procs(workers, timeout=3.0)[1] == []


@pytest.mark.skipif(not FORKS, reason="only where workers fork are they twins")
@pytest.mark.parametrize("first", [True, False], ids=["the first", "a twin"])
def test_a_twin_or_its_first_that_is_killed_loses_no_statement(together: WorkerPool, answers: Answers, first: bool) -> None:
    jobs = statements(300)
    together.submit(Lane.BULK, "parse", jobs)
    answers.until(lambda: bool(answers.complete()) and len(together.processes()) == 3)
    victims = [pid for pid in together.processes() if (psutil.Process(pid).ppid() == os.getpid()) is first]
    os.kill(victims[0], signal.SIGKILL)
    answers.until(lambda: answers.complete() == {each.key for each in jobs})

    assert "DOC001" not in {rule for each in jobs for rule in answers.rules(each)}


def test_a_statement_that_kills_a_worker_twice_becomes_a_finding(misbehaving: WorkerPool, answers: Answers) -> None:
    deadly, jobs = job("The pump DIES."), statements(20)
    misbehaving.submit(Lane.EDITOR, "full", [*jobs[:10], deadly, *jobs[10:]])
    answers.until(lambda: len(answers.complete()) == 21)

    (finding,) = answers.findings(deadly)
    assert (finding.rule, finding.severity) == ("DOC001", None), "as severe as DOC001 is: an error"
    assert all("DOC001" not in answers.rules(each) for each in jobs)


def test_what_the_text_rules_say_of_a_deadly_statement_is_kept(misbehaving: WorkerPool, answers: Answers) -> None:
    deadly = job("If possible, the pump DIES.")
    misbehaving.submit(Lane.BULK, "parse", [deadly])
    answers.until(lambda: deadly.key in answers.complete())

    assert answers.rules(deadly) >= {"DOC001", "AMB002"}


def test_a_statement_that_hangs_a_worker_becomes_a_finding(
    misbehaving: WorkerPool, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "STUCK", 0.5)
    hanging = job("The pump HANGS.")
    misbehaving.submit(Lane.BULK, "full", [hanging])
    answers.until(lambda: hanging.key in answers.complete(), 30)

    assert answers.rules(hanging) == {"DOC001"}


def test_what_a_library_prints_does_not_break_the_answers(misbehaving: WorkerPool, answers: Answers) -> None:
    printing = job("The pump PRINTS a report.")
    misbehaving.submit(Lane.EDITOR, "full", [printing])
    answers.until(lambda: printing.key in answers.complete())


def test_the_editor_goes_before_the_rest(misbehaving: WorkerPool, answers: Answers) -> None:
    bulk, urgent = statements(2000), job("The urgent pump shall stop.")
    misbehaving.submit(Lane.BULK, "full", bulk)
    misbehaving.submit(Lane.EDITOR, "full", [urgent])
    answers.until(lambda: urgent.key in answers.complete())
    done = len(answers.complete())
    answers.until(lambda: len(answers.complete()) == 2001)

    assert done < 1900, "one queue for all would have answered it last"


def test_a_missing_pipeline_is_told_once_and_text_rules_still_judge(misbehaving: WorkerPool, answers: Answers) -> None:
    vague = job("If possible, the pump shall stop.")
    misbehaving.submit(Lane.EDITOR, "full", [vague, *statements(40)])
    answers.until(lambda: len(answers.complete()) == 41)

    assert answers.missing == ["There is no pipeline in this test."]
    assert "AMB002" in answers.rules(vague)


def test_a_file_is_read_in_a_worker(misbehaving: WorkerPool, answers: Answers, tmp_path: Path) -> None:
    file = tmp_path / "System_Requirements.md"
    file.write_text("- **SYS-001**: The pump shall stop.\n- **SYS-002**: The pump shall start.\n")
    misbehaving.read(Lane.BULK, str(file), {})
    misbehaving.read(Lane.BULK, str(tmp_path / "absent.md"), {})
    answers.until(lambda: len(answers.files) == 2)
    by_path = {Path(each.path).name: each for each in answers.files}

    document = unpack_document(str(file), by_path[file.name].document)
    assert document.text == file.read_text()
    assert [artifact.label for _, _, artifact in document.artifacts()] == ["SYS-001", "SYS-002"]
    assert not by_path["absent.md"].document
    assert "cannot be read" in by_path["absent.md"].problem


def test_workers_that_cannot_start_are_told_and_end_the_waiting(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "MODULE", "no.such.module")
    pool = WorkerPool(answers.take, pipeline="none", count=2, on_missing=answers.missing.append)
    pool.submit(Lane.BULK, "full", statements(3))
    end = time.monotonic() + 30
    while not pool.broken and time.monotonic() < end:
        time.sleep(0.05)
    pool.close()

    assert "No worker process can start" in pool.broken
    assert answers.missing == [pool.broken]


def test_close_ends_the_workers(misbehaving: WorkerPool, answers: Answers) -> None:
    misbehaving.submit(Lane.BULK, "full", statements(5))
    answers.until(lambda: len(answers.complete()) == 5)
    processes = [psutil.Process(pid) for pid in misbehaving.processes()]
    misbehaving.close()

    assert processes
    assert psutil.wait_procs(processes, timeout=3.0)[1] == [], "the system may take a moment to bury a twin"


PARENT = f"""
import sys, time
from shallcheck.project.workers.pool import Lane, WorkerPool
pool = WorkerPool(lambda results: None, pipeline={DEFAULT_PIPELINE!r}, count=2, together=sys.argv[2] == "together")
pool.prepare()
while len(pool.processes()) < int(sys.argv[3]):
    time.sleep(0.01)
time.sleep(float(sys.argv[1]))
print(*pool.processes(), flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize(
    ("after", "how", "count"),
    [(0.0, "", 2), (0.8, "", 2), (5.0, "", 2), (0.8, "together", 1), (0.0, "together", 2)],
    ids=["starting", "loading", "loaded", "loading for a twin", "twins"],
)
def test_workers_are_gone_within_3_seconds_of_the_death_of_their_parent(after: float, how: str, count: int) -> None:
    command = [sys.executable, "-c", PARENT, str(after), how, str(count if FORKS else 2)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
    assert len(workers) >= count
    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs(workers, timeout=3.0)
    parent.stdout.close()

    assert alive == []


LOOPING = f"""
import sys, time
from shallcheck.model.document import Statement
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Run
from shallcheck.project.statements import job_for
from shallcheck.project.workers import pool as pools
pools.MODULE = {MISBEHAVING!r}
pool = pools.WorkerPool(lambda results: None, pipeline="none", count=2, together=sys.argv[1] == "together")
texts = ["The pump LOOPS.", "Another pump LOOPS."]
jobs = [job_for(Statement(text, Kind.REQUIREMENT, (Run(0, 0, len(text)),))) for text in texts]
for job in jobs:
    pool.submit(pools.Lane.BULK, pools.PARSE, [job])
while not all(worker.chunk and worker.ready for worker in pool._workers):
    time.sleep(0.01)
time.sleep(1)
print(*pool.processes(), flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with the one that started it")
@pytest.mark.parametrize("how", ["each by itself", "together"])
def test_a_worker_that_holds_its_interpreter_is_gone_too(how: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    parent = subprocess.Popen([sys.executable, "-c", LOOPING, how], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout is not None
    workers = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs(workers, timeout=3.0)
    parent.stdout.close()

    assert alive == []
